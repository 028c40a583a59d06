package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"veche/internal/live"
)

// The secretary keeps addresses, pasted and typed, asks for letters, and is told where nothing can be sent; nobody else finds an address anywhere.
func TestMailPage(t *testing.T) {
	s := newStand(t, live.New{})
	secretary := s.enter("secretary")
	form := url.Values{"do": {"keep"}, "address.E01": {"e01@example.org"}, "lines": {"E02\te02@example.org\r\nE03; e03@example.org\n\nE04 e04@example.org"}}
	if a := secretary.post("/mail", form); a.status != http.StatusOK || strings.Count(a.body, "@example.org") != 4 {
		t.Fatalf("%d: %s", a.status, a.body)
	}
	for name, bad := range map[string]url.Values{"an address": {"do": {"keep"}, "address.E01": {"nobody"}}, "a person": {"do": {"keep"}, "lines": {"E99 a@example.org"}}, "a letter without a mail server": {"do": {"invite"}, "person": {"E01"}}} {
		if a := secretary.post("/mail", bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "e01@example.org") {
			t.Errorf("%s that is none: %d", name, a.status)
		}
	}
	s.server.mail = true
	if a := secretary.post("/mail", url.Values{"do": {"invite"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("nobody is marked: %d", a.status)
	}
	if a := secretary.post("/mail", url.Values{"do": {"invite"}, "person": {"E01", "E02", "E05"}}); a.status != http.StatusOK || !strings.Contains(a.body, "2 letters are on their way") || strings.Count(a.body, "invitation waits") != 2 {
		t.Errorf("invitations: %d %s", a.status, a.body)
	}
	if a := secretary.post("/mail", url.Values{"do": {"remind"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a reminder while no round is open: %d", a.status)
	}
	s.enter("chair").act("open", nil)
	if a := secretary.post("/mail", url.Values{"do": {"remind"}}); a.status != http.StatusOK || !strings.Contains(a.body, "4 letters are on their way") {
		t.Errorf("reminders: %d %s", a.status, a.body)
	}
	if a := secretary.post("/mail", url.Values{"do": {"remind"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("reminders once more: %d", a.status)
	}
	expert := s.expert("E07")
	for path, body := range expert.crawl() {
		if strings.Contains(body, "@example.org") {
			t.Errorf("an expert finds an address at %s", path)
		}
	}
	if strings.Contains(s.log.String(), "@example.org") {
		t.Error("an address is in the log")
	}
}

// A pasted name that two have is nobody's: a letter carries a link, and must not go to a namesake.
func TestNamesakes(t *testing.T) {
	people := []live.Standing{{Person: live.Person{ID: "E01", Name: "Ivanova A."}}, {Person: live.Person{ID: "E02", Name: "ivanova a."}}, {Person: live.Person{ID: "E03", Name: "E02"}}}
	for line, want := range map[string]string{"e01; a@example.org": "E01", "E02\ta@example.org": "E02", "Ivanova A.; a@example.org": "", "Petrov; a@example.org": "", "E01": "", "a@example.org; E01": ""} {
		of, err := addressesOf([]string{line}, people)
		if (err == nil) != (want != "") || want != "" && (len(of) != 1 || of[want] != "a@example.org") {
			t.Errorf("%q is %v: %v", line, of, err)
		}
	}
}
