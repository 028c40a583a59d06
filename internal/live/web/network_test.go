package web

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"veche/internal/browser"
	"veche/internal/ci"
	"veche/internal/live"
)

// outward is an address of this machine that is not its loopback, as others on its network see it; "" where it has none.
func outward() string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && !n.IP.IsLoopback() {
			return n.IP.String()
		}
	}
	return ""
}

// Over plain http on an address that is not the loopback forms, the script's queue and receipts work, and the page says what does not: nothing of the browser's that
// needs a secure context is asked for.
func TestPlainHTTP(t *testing.T) {
	ip := outward()
	if ip == "" {
		t.Skip("NOT CHECKED: this machine has no address but its loopback")
	}
	s := newStand(t, thousand(t, nil))
	listener, err := net.Listen("tcp", net.JoinHostPort(ip, "0"))
	if err != nil {
		t.Skipf("NOT CHECKED: %v", err)
	}
	server, err := New(Options{House: s.house, Listen: listener.Addr().String(), Address: "http://" + listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	served := &httptest.Server{Listener: listener, Config: &http.Server{Handler: server.Handler()}}
	served.Start()
	defer served.Close()
	defer server.End()
	s.server, s.url = server, server.Address()
	for who, link := range s.links {
		s.links[who] = s.url + link[strings.Index(link, "/i/"):]
	}
	s.enter("chair").act("open", nil)
	e := s.expert("E1")
	fields, _ := planted(1, 1)
	s.want(e.answer("ballot", fields), http.StatusOK, "data-receipt", "This connection is not encrypted")
	if a := e.post("/ballot", url.Values{"version": {"0"}}, "Origin", "http://elsewhere.example"); a.status != http.StatusForbidden {
		t.Errorf("a post from elsewhere: %d", a.status)
	}
	if !ci.Full() {
		t.Log("NOT CHECKED: the same in Chromium; it runs with VECHE_CI=1")
		return
	}
	p := browser.Start(t).Page(t)
	p.Open(s.links["E2"])
	if browser.Eval[bool](p, "isSecureContext") {
		t.Fatal("the browser takes this for a secure context: nothing is shown")
	}
	p.Type("#pin", testPIN)
	p.Type("#again", testPIN)
	p.Click("main button.main")
	p.Until(`location.pathname.endsWith("/consent")`)
	p.Click("main form button.main")
	p.Until(`document.getElementById("answers")`)
	p.Open(s.url + "/p/" + s.panel.ID() + "/ballot?t=T1&one=1")
	p.Script(`{ const e = document.querySelector('input[name="s.T1.C1"]'); e.value = "421.5"; e.dispatchEvent(new Event("change", {bubbles: true})) }`)
	p.Until(`document.getElementById("saved").textContent.startsWith("saved")`)
	if n := browser.Eval[int](p, `window.kept.read("receipts").length`); n != 1 {
		t.Errorf("%d receipts are kept", n)
	}
	a, err := s.panel.As("E2")
	if err != nil {
		t.Fatal(err)
	}
	own, err := s.panel.Ballot(t.Context(), a)
	if err != nil || own.Answers[live.Question{Technology: "T1", Criterion: "C1"}].Value != 421.5 {
		t.Errorf("%v, %v", own, err)
	}
	s.enter2("chair").act("close", url.Values{"sure": {"1"}})
	for range 20 { // a page that is opened while the round is being closed says that it is open
		p.Open(s.url + "/p/" + s.panel.ID() + "/proof")
		p.Until(`document.querySelectorAll("#receipts li").length === 1`)
		if browser.Eval[bool](p, `document.querySelectorAll("#receipts li.good").length === 1`) {
			break
		}
		time.Sleep(500 * time.Millisecond)
	}
	p.Until(`document.querySelectorAll("#receipts li.good").length === 1`)
	for _, fault := range p.Errors() {
		if !strings.Contains(fault, "Cross-Origin-Opener-Policy header has been ignored") { // it is for secure contexts, which this is not meant to be
			t.Errorf("the page says %s", fault)
		}
	}
}

// enter2 opens a link whose PIN was chosen.
func (s *stand) enter2(person string) *visitor {
	s.t.Helper()
	v := s.visitor()
	s.want(v.post(s.links[person], url.Values{"pin": {testPIN}}), http.StatusOK)
	return v
}
