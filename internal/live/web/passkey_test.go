package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"veche/internal/browser"
	"veche/internal/ci"
	"veche/internal/live"
	"veche/internal/live/account"
)

// named serves the stand's house under a name, as passkeys need it, with a provider of accounts where one is given.
func (s *stand) named(t *testing.T, provider func(string) (*account.Provider, error)) {
	t.Helper()
	s.again(t, func(address string) Options {
		return Options{Address: "http://localhost" + address[strings.LastIndexByte(address, ':'):], Account: provider}
	})
}

// The chair adds a passkey in a real browser, signs out, and signs in with it alone; without the PIN none is added; after the link was revoked it opens nothing.
func TestPasskeyInABrowser(t *testing.T) {
	ci.Long(t, "passkeys in Chromium")
	s := newStand(t, live.New{})
	s.named(t, nil)
	p := browser.Start(t).Page(t)
	p.Authenticator()
	told := &story{stand: s}
	told.enterAs(p, s.links["secretary"], true)
	add := func(pin string) {
		p.Open(told.path("/kept"))
		p.Type("#key-pin", pin)
		p.Type("#key-name", "Laptop")
		p.Click(`form[data-passkey] button`)
		p.Until(`document.querySelector("p.notice:not([hidden]):not(#offline)")`)
	}
	add("000000")
	if got := browser.Eval[bool](p, `!!document.querySelector("ul.devices form[action$='/way/remove']")`); got {
		t.Error("a passkey is added without the PIN")
	}
	add(testPIN)
	p.Until(`document.querySelector("form[action$='/way/remove']")`)
	p.Click(`form[data-leaving] button`)
	p.Until(`location.pathname === "/"`)
	signIn := func() {
		p.Open(s.url + "/sign-in")
		p.Click(`form[data-passkey] button`)
	}
	signIn()
	p.Until(`location.pathname !== "/sign-in" || document.querySelector("p.notice.bad:not([hidden])")`)
	if at := browser.Eval[string](p, "location.pathname"); !strings.HasSuffix(at, "/room") {
		t.Fatalf("the passkey leads to %s\n%s\n%v", at, s.log, p.Errors())
	}
	p.Open(s.url + "/panels")
	p.Until(`document.querySelector("ul.cards a[href^='/p/']")`)
	p.Click(`ul.cards a`)
	p.Until(`location.pathname.endsWith("/room")`)
	for _, e := range p.Errors() {
		if !strings.Contains(e, "422 (Unprocessable") {
			t.Errorf("a page says %s", e)
		}
	}
	seen := func(yes bool) {
		p.Script(fmt.Sprintf(`Object.defineProperty(document, "hidden", { value: %t, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`, !yes))
	}
	seen(false) // a phone in a pocket, while the session ends
	chair, err := s.panel.As("chair")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.panel.Renew(t.Context(), chair, s.panel.State().Control, "secretary"); err != nil {
		t.Fatal(err)
	}
	seen(true)
	p.Until(`!document.querySelector("form[data-leaving]")`) // its stream is refused, and the page says why
	signIn()
	p.Until(`document.querySelector("p.notice.bad[role=alert]:not([hidden])")`)
	if at := browser.Eval[string](p, "location.pathname"); at != "/sign-in/passkey" {
		t.Errorf("after the link was renewed the passkey leads to %s", at)
	}
	if log := s.log.String(); strings.Contains(log, testPIN) || strings.Contains(log, "clientDataJSON") {
		t.Error("the log holds what was signed, or a PIN")
	}
}

// The doors of who is in no panel: where there is no provider and no name for passkeys they are shut, a stranger's answer is the same whatever is asked, and a panel is
// listed for nobody but its members.
func TestDoors(t *testing.T) {
	s := newStand(t, live.New{Title: "Plan Kranich"})
	known := map[string]bool{"GET /sign-in": true, "POST /sign-in/passkey/begin": true, "POST /sign-in/passkey": true, "GET /sign-in/account": true, "GET /sign-in/back": true, "POST /sign-out": true, "GET /panels": true, "POST /panels/{panel}": true}
	for door := range s.server.doors() {
		if !known[door] {
			t.Errorf("%s is tried by nobody", door)
		}
	}
	stranger := s.visitor()
	for path, want := range map[string]int{"//sign-in": 200, "//sign-in/account": 404, "//sign-in/back?state=x&code=y": 404, "//panels": 200, "//": 200} {
		if a := stranger.get(path); a.status != want || strings.Contains(a.body, "Kranich") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	for path, want := range map[string]int{"//sign-in/passkey/begin": 404, "//sign-in/passkey": 404, "//sign-out": 200, "//panels/" + s.panel.ID(): 401, "//panels/none": 401} {
		if a := stranger.post(path, url.Values{"signed": {"{}"}}); a.status != want || strings.Contains(a.body, "Kranich") {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	member := s.expert("E01")
	if a := member.get("//panels"); !strings.Contains(a.body, "Plan Kranich") || !strings.Contains(a.body, "/p/"+s.panel.ID()) {
		t.Errorf("a member's list: %s", a.body)
	}
	other, _, err := s.house.Create(t.Context(), live.New{Title: "Plan Reiher", File: fileOf(t)})
	if err != nil {
		t.Fatal(err)
	}
	if a := member.get("//panels"); strings.Contains(a.body, "Reiher") || strings.Contains(a.body, other.ID()) {
		t.Error("a panel is listed for who is not in it")
	}
	member.post("/out", nil)
	if a := member.get("//panels"); strings.Contains(a.body, "Kranich") {
		t.Error("a panel is listed after signing out")
	}
	s.named(t, nil)
	for _, signed := range []string{"", "{}", `{"id":"x","rawId":"eA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"","signature":"","userHandle":""}}`} {
		v := s.visitor()
		v.post("//sign-in/passkey/begin", nil)
		if a := v.post("//sign-in/passkey", url.Values{"signed": {signed}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("what no passkey signed: %d", a.status)
		}
	}
}
