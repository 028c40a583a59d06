package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"veche/internal/live"
)

// Every answer of every address carries the headers that keep a page to itself.
func TestHeaders(t *testing.T) {
	s := newStand(t, live.New{})
	chair := s.enter("chair")
	for _, path := range []string{"//", "//ready", "//nothing", s.links["E01"], "/room", "/screen", "/weights", "/files", "/files/test.txt", "/proof", "/kept", "/ballot", "/nothing", "//static/none"} {
		a := chair.get(path)
		for name, want := range map[string]string{"Content-Security-Policy": policy, "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store"} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
	for _, part := range []string{"script-src 'self' 'wasm-unsafe-eval'", "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy has no %s", part)
		}
	}
	if strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "http") {
		t.Errorf("the policy lets in more than the server's own: %s", policy)
	}
}

// Names that are not the server's are refused, whatever the page, and no address is made of them.
func TestHosts(t *testing.T) {
	s := newStand(t, live.New{})
	port := s.url[strings.LastIndexByte(s.url, ':'):]
	for host, want := range map[string]int{"evil.example": 421, "evil.example" + port: 421, "127.0.0.1": 421, "127.0.0.1" + port: 200, "LOCALHOST" + port: 200, "[::1]" + port: 200, "localhost.evil.example" + port: 421} {
		r, _ := http.NewRequest(http.MethodGet, s.url+"/", nil)
		r.Host = host
		if a := s.visitor().do(r); a.status != want || want == 421 && strings.Contains(a.body, "evil") {
			t.Errorf("Host %s: %d %s", host, a.status, a.body)
		}
	}
	if _, err := New(Options{Listen: "127.0.0.1:80", Address: "https://panel.example/path"}); err == nil {
		t.Error("an address with a path is taken")
	}
}

// A post that comes from a page of another origin does nothing.
func TestCrossOrigin(t *testing.T) {
	s := newStand(t, live.New{})
	chair := s.enter("chair")
	seq := hidden(chair.get("/room").body, "seq")
	for name, header := range map[string][]string{"another site": {"Sec-Fetch-Site", "cross-site"}, "another host of the site": {"Sec-Fetch-Site", "same-site"}, "another origin": {"Origin", "https://evil.example"}, "no origin": {"Origin", "null"}} {
		for _, path := range []string{"/room/open", "/screen", "/weights", "/ballot", "/out", "/consent", "/device/remove", "//language", s.links["E02"]} {
			if a := chair.post(path, url.Values{"seq": {seq}, "pin": {testPIN}, "again": {testPIN}, "view": {"ranking"}}, header...); a.status != http.StatusForbidden {
				t.Errorf("%s, %s: %d", name, path, a.status)
			}
		}
	}
	if s.panel.State().Phase != live.Preparing {
		t.Error("the round was opened")
	}
	if a := chair.post("/room/open", url.Values{"seq": {seq}}, "Sec-Fetch-Site", "same-origin"); a.status != http.StatusOK || s.panel.State().Phase != live.Opened {
		t.Errorf("from the page itself: %d", a.status)
	}
}

// The cookie of a session cannot be read by a script, is not sent along from elsewhere, and is of one panel's pages only.
func TestCookies(t *testing.T) {
	s := newStand(t, live.New{})
	v := s.visitor()
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	a := v.post(s.links["E01"], url.Values{"pin": {testPIN}, "again": {testPIN}})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/p/"+s.panel.ID() {
		t.Fatalf("%d to %s", a.status, a.header.Get("Location"))
	}
	cookie := a.header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/p/" + s.panel.ID()} {
		if !strings.Contains(cookie, part) {
			t.Errorf("%s is missing in %s", part, cookie)
		}
	}
	secure, err := New(Options{Listen: "0.0.0.0:443", Address: "https://panel.example"})
	if err != nil {
		t.Fatal(err)
	}
	if c := secure.cookie("x", "y", time.Now().Add(time.Hour)); !c.Secure {
		t.Error("over TLS the cookie is not Secure")
	}
}

// Bodies and rates are bounded.
func TestLimits(t *testing.T) {
	s := newStand(t, live.New{})
	e := s.expert("E01")
	if a := e.post("/ballot", url.Values{"x": {strings.Repeat("a", maxBody+1)}}); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of more than %d bytes: %d", maxBody, a.status)
	}
	now := time.Unix(1e9, 0)
	r := newRates(3, 1)
	for k, want := range []bool{true, true, true, false, false} {
		if r.allow("a", now) != want {
			t.Errorf("request %d", k)
		}
	}
	if !r.allow("b", now) || !r.allow("a", now.Add(time.Second)) || r.allow("a", now.Add(time.Second)) {
		t.Error("one caller's requests are counted for another, or forgotten")
	}
	r.allow("c", now.Add(time.Hour))
	if len(r.left) != 1 {
		t.Errorf("%d callers are remembered for ever", len(r.left))
	}
	s.server.rates = newRates(5, 0.001)
	statuses := map[int]int{}
	for range 10 {
		statuses[e.get("/proof").status]++
	}
	if statuses[200] != 5 || statuses[429] != 5 {
		t.Errorf("of ten requests where five are allowed: %v\n%s", statuses, s.log)
	}
}

// Who comes through a proxy on this machine is who the proxy says, whatever they say themselves; from elsewhere nobody says who they are.
func TestCallers(t *testing.T) {
	for _, x := range []struct{ from, passed, want string }{ // a line of the head each
		{"127.0.0.1:5000", "192.0.2.7", "192.0.2.7"}, {"127.0.0.1:5000", "10.0.0.1\n192.0.2.7", "192.0.2.7"}, {"[::1]:5000", "10.0.0.1, 2001:db8::7", "2001:db8::7"}, {"127.0.0.1:5000", "", "127.0.0.1"},
		{"127.0.0.1:5000", "192.0.2.7, nobody", "127.0.0.1"}, {"192.0.2.9:5000", "192.0.2.7", "192.0.2.9"},
	} {
		r := &http.Request{RemoteAddr: x.from, Header: http.Header{"X-Forwarded-For": strings.Split(x.passed, "\n")}}
		if got := callerOf(r); got != x.want {
			t.Errorf("%s, passed on for %q, is %s, not %s", x.from, x.passed, got, x.want)
		}
	}
}
