package account

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"veche/internal/live"
)

// directory is a provider's people, with groups.
type directory struct {
	*storage.Storage
	groups map[string][]string // by subject
}

func (d *directory) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	if err := d.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin); err != nil {
		return err
	}
	info.AppendClaims("groups", d.groups[subject])
	return nil
}

// newProvider runs a real provider, github.com/zitadel/oidc, on a port of this machine, and returns its address.
func newProvider(t *testing.T, back string, groups map[string][]string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	issuer := "http://localhost:" + port
	storage.RegisterClients(storage.WebClient("veche", "s3cret", back))
	d := &directory{storage.NewStorage(storage.NewUserStore(issuer)), groups}
	was := slog.Default()
	handler := exampleop.SetupServer(issuer, d, slog.New(slog.DiscardHandler), false, op.WithAllowInsecure())
	slog.SetDefault(was)
	served := &httptest.Server{Listener: listener, Config: &http.Server{Handler: handler}}
	served.Start()
	t.Cleanup(served.Close)
	return issuer
}

// signIn goes through the provider's own pages as a browser does, and returns where they lead back to.
func signIn(t *testing.T, address, user, password string) *url.URL {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "panel.example" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	r, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindSubmatch(page)
	if id == nil {
		t.Fatalf("the provider asks for no name: %s", page)
	}
	if r, err = browser.PostForm(r.Request.URL.String(), url.Values{"id": {string(id[1])}, "username": {user}, "password": {password}}); err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	back, err := r.Location()
	if err != nil {
		return nil // it did not let them through
	}
	return back
}

// Somebody signs in at a real provider; what it says of them is read, with the roles of their groups; nobody comes back on another's trip.
func TestSignIn(t *testing.T) {
	const back = "https://panel.example/sign-in/back"
	issuer := newProvider(t, back, map[string][]string{"id1": {"panel-secretaries", "staff"}, "id2": {"staff"}})
	p, err := Parse(issuer+"?client=veche&name=Ministry&secretary=panel-secretaries&observer=staff&chair=panel-chairs", "s3cret", back)
	if err != nil {
		t.Fatal(err)
	}
	for user, want := range map[string]live.Identity{
		"test-user@localhost": {Issuer: issuer, Subject: "id1", Email: "test-user@zitadel.ch", Name: "Test User", Mapped: true, Roles: []live.Role{live.Observer, live.Secretary}},
		"test-user2":          {Issuer: issuer, Subject: "id2", Email: "test-user2@zitadel.ch", Name: "Test User2", Mapped: true, Roles: []live.Role{live.Observer}},
	} {
		address, trip, err := p.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, other, err := p.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(address, "code_challenge=") || strings.Contains(address, trip.Verifier) {
			t.Errorf("the trip goes without a challenge: %s", address)
		}
		at := signIn(t, address, user, "verysecure")
		if at == nil || !strings.HasPrefix(at.String(), back) {
			t.Fatalf("%s is led to %v", user, at)
		}
		state, code := at.Query().Get("state"), at.Query().Get("code")
		if _, err := p.Finish(t.Context(), other, state, code); !errors.Is(err, errTrip) {
			t.Errorf("on another's trip: %v", err)
		}
		if _, err := p.Finish(t.Context(), Trip{}, "", code); !errors.Is(err, errTrip) {
			t.Errorf("on no trip: %v", err)
		}
		got, err := p.Finish(t.Context(), trip, state, code)
		if err != nil {
			t.Fatal(err)
		}
		if got.Issuer != want.Issuer || got.Subject != want.Subject || got.Email != want.Email || got.Name != want.Name || !got.Mapped || len(got.Roles) != len(want.Roles) {
			t.Errorf("%s is %+v, not %+v", user, got, want)
		}
		if _, err := p.Finish(t.Context(), trip, state, code); err == nil {
			t.Error("a code is good twice")
		}
	}
	if at := signInWrong(t, p); at != nil {
		t.Errorf("a wrong password leads to %v", at)
	}
	mixed := &Provider{issuer: issuer, client: "veche", secret: "s3cret", back: back, claim: "groups", scopes: p.scopes}
	address, trip, err := mixed.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := signIn(t, address, "test-user2", "verysecure")
	trip.Nonce = "another"
	if _, err := mixed.Finish(t.Context(), trip, at.Query().Get("state"), at.Query().Get("code")); !errors.Is(err, errTrip) {
		t.Errorf("a token for another: %v", err)
	}
}

func signInWrong(t *testing.T, p *Provider) *url.URL {
	t.Helper()
	address, _, err := p.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return signIn(t, address, "test-user2", "wrong")
}

// What is given as a provider is checked, with its cure.
func TestParse(t *testing.T) {
	for text, says := range map[string]string{
		"http://login.example?client=x":         "with TLS",
		"https://":                              "with TLS",
		"https://u:p@login.example?client=x":    "with TLS",
		"https://login.example":                 "knows this server by",
		"https://login.example?client=x&role=y": "does not know",
	} {
		if _, err := Parse(text, "", ""); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if p, err := Parse("https://login.example/realms/a?client=x&claim=roles&scope=roles", "", ""); err != nil || p.issuer != "https://login.example/realms/a" || p.claim != "roles" || p.Name != "login.example" || len(p.scopes) != 4 {
		t.Errorf("%+v %v", p, err)
	}
	for name, claim := range map[string]any{"a list": []any{"a", 1.0, "b"}, "one": "a", "keys": map[string]any{"a": 1}} {
		if got := groups(claim); len(got) == 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
