package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
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
	"veche/internal/live/account"
	"veche/internal/workbook"

	"veche/internal/example"
)

func fileOf(*testing.T) workbook.FormFile {
	return workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}
}

// directory is a real provider's people, with groups.
type directory struct {
	*storage.Storage
	groups []string
}

func (d *directory) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	err := d.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin)
	info.AppendClaims("groups", d.groups)
	return err
}

// Somebody comes through a real provider's pages to the list of their panels: the one where their address is an expert's, and the one where their group makes them an
// observer; enters both by a form; and what they are not in they are not told of. Logs hold neither code, nor token, nor secret.
func TestSignInThroughAProvider(t *testing.T) {
	s := newStand(t, live.New{Title: "Plan Kranich"})
	secretary, err := s.panel.As("secretary")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.panel.SetAddresses(t.Context(), secretary, map[string]string{"E02": "test-user2@zitadel.ch"}); err != nil {
		t.Fatal(err)
	}
	d := &directory{groups: []string{"panel-experts", "staff"}}
	served := httptest.NewUnstartedServer(nil)
	issuer := "http://localhost" + served.Listener.Addr().String()[strings.LastIndexByte(served.Listener.Addr().String(), ':'):]
	s.named(t, func(back string) (*account.Provider, error) {
		storage.RegisterClients(storage.WebClient("veche", "s3cret", back))
		return account.Parse(issuer+"?client=veche&name=Ministry&expert=panel-experts&observer=staff", "s3cret", back)
	})
	d.Storage = storage.NewStorage(storage.NewUserStore(issuer))
	was := slog.Default()
	served.Config.Handler = exampleop.SetupServer(issuer, d, slog.New(slog.DiscardHandler), false, op.WithAllowInsecure())
	slog.SetDefault(was)
	served.Start()
	defer served.Close()

	v := s.visitor()
	if a := v.get("//sign-in"); !strings.Contains(a.body, "Sign in with Ministry") {
		t.Fatalf("%s", a.body)
	}
	page := v.get("//sign-in/account")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(page.body)
	if id == nil || page.at.Host != served.Listener.Addr().String() && !strings.HasPrefix(issuer, "http://"+page.at.Host) {
		t.Fatalf("led to %s: %s", page.at, page.body)
	}
	r, err := v.client.PostForm(page.at.String(), url.Values{"id": {id[1]}, "username": {"test-user2"}, "password": {"verysecure"}})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil || r.Request.URL.Path != "/panels" || !strings.Contains(string(body), "Plan Kranich") || !strings.Contains(string(body), "expert") {
		t.Fatalf("led back to %s: %v %s", r.Request.URL, err, body)
	}
	other, _, err := s.house.Create(t.Context(), live.New{Title: "Plan Reiher", File: fileOf(t)})
	if err != nil {
		t.Fatal(err)
	}
	if a := v.post("//panels/"+s.panel.ID(), nil); a.status != http.StatusOK || !strings.HasSuffix(a.at.Path, "/consent") {
		t.Errorf("entering: %d %s", a.status, a.at)
	}
	if a := v.get("//panels"); !strings.Contains(a.body, "Plan Reiher") || !strings.Contains(a.body, "Join") {
		t.Errorf("the panel to be joined: %s", a.body)
	}
	if a := v.post("//panels/"+other.ID(), nil); a.status != http.StatusOK || !strings.HasSuffix(a.at.Path, "/screen") {
		t.Errorf("joining: %d %s", a.status, a.at)
	}
	if a := v.post("//panels/none", nil); a.status != http.StatusNotFound {
		t.Errorf("a panel that is none: %d", a.status)
	}
	d.groups = []string{"staff"} // what the directory takes away is gone at the next sign-in
	if a := v.post("//sign-out", nil); a.at.Path != "/sign-in" {
		t.Errorf("signing out leads to %s", a.at)
	}
	if a := v.post("//panels/"+other.ID(), nil); a.status != http.StatusUnauthorized {
		t.Errorf("entering after signing out: %d", a.status)
	}
	if a := v.get("//sign-in/back?state=x&code=SECRETCODE"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("coming back without having left: %d", a.status)
	}
	log := s.log.String()
	for _, c := range v.client.Jar.Cookies(r.Request.URL) {
		if strings.Contains(log, c.Value) {
			t.Errorf("the log holds the cookie %s", c.Name)
		}
	}
	for _, secret := range []string{"s3cret", "SECRETCODE", "test-user2", "verysecure", "code="} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
}
