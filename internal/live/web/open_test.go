package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/workbook"
)

// Opening a link by GET ten times, as mail scanners do, uses nothing up and gives nothing away; the person then opens it.
func TestLinksAreNotConsumedByGet(t *testing.T) {
	s := newStand(t, live.New{})
	before := s.panel.State().Seq
	for range 10 {
		scanner := s.visitor()
		a := scanner.get(s.links["E03"])
		if a.status != http.StatusOK || !strings.Contains(a.body, "E03") {
			t.Fatalf("%d", a.status)
		}
		if a.header.Get("Set-Cookie") != "" {
			t.Error("looking at a link opens a session")
		}
		if b := scanner.get("/ballot"); b.status != http.StatusUnauthorized {
			t.Errorf("after looking at a link the ballot is %d", b.status)
		}
	}
	if s.panel.State().Seq != before {
		t.Error("looking at a link changes the panel")
	}
	s.enter("E03")
}

// Guessed, cut, renewed and revoked links are refused alike, to the letter, by GET and by POST.
func TestRefusedLinks(t *testing.T) {
	s := newStand(t, live.New{})
	ctx := context.Background()
	chair, err := s.panel.As("chair")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.panel.Renew(ctx, chair, s.panel.State().Control, "E04"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.panel.Revoke(ctx, chair, s.panel.State().Control, "E05"); err != nil {
		t.Fatal(err)
	}
	var first [2]string
	for _, link := range []string{s.url + "/i/guessed", s.links["E01"][:len(s.links["E01"])-1], s.links["E04"], s.links["E05"], s.url + "/i/" + strings.Repeat("A", 32), s.url + "/i/%00%0a"} {
		for k, a := range []answered{s.visitor().get(link), s.visitor().post(link, url.Values{"pin": {testPIN}, "again": {testPIN}})} {
			if first[k] == "" {
				first[k] = a.body
			}
			if a.status != http.StatusNotFound || a.body != first[k] {
				t.Errorf("%s by %d: %d, or other words", link, k, a.status)
			}
		}
	}
}

// A link with a PIN: another PIN does not open it, and the first device goes on.
func TestPIN(t *testing.T) {
	s := newStand(t, live.New{})
	first := s.enter("E06")
	v := s.visitor()
	for pin, want := range map[string]int{"000001": 422, "": 422, testPIN: 200} {
		if a := v.post(s.links["E06"], url.Values{"pin": {pin}}); a.status != want {
			t.Errorf("PIN %q: %d", pin, a.status)
		}
	}
	if a := first.get("/kept"); a.status != http.StatusOK || strings.Count(a.body, "device/remove") != 1 {
		t.Errorf("two devices are open: %d", a.status)
	}
	if a := s.visitor().post(s.links["E07"], url.Values{"pin": {"1234"}, "again": {"4321"}}); a.status != 422 {
		t.Errorf("two PINs that differ: %d", a.status)
	}
	if a := v.post("/out", nil); a.status != http.StatusOK {
		t.Errorf("sign out: %d", a.status)
	}
	if a := v.get("/kept"); a.status != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", a.status)
	}
	if a := first.get("/kept"); a.status != http.StatusOK {
		t.Errorf("the other device: %d", a.status)
	}
}

// Nothing leads away from the server.
func TestNoOpenRedirect(t *testing.T) {
	for _, back := range []string{"https://evil.example", "//evil.example", "/\\evil.example", "/p//evil.example", "javascript:alert(1)", "/p/x\r\nSet-Cookie: a=b", ""} {
		if got := ownPath(back); got != "/" {
			t.Errorf("%q leads to %q", back, got)
		}
	}
	if got := ownPath("/p/abc/ballot?t=T01"); got != "/p/abc/ballot?t=T01" {
		t.Errorf("a page of a panel is %q", got)
	}
}

// Where criteria are compared and nothing is scored, who agrees stands before the comparisons, and so does who asks for the ballot.
func TestPairsAreTheBallot(t *testing.T) {
	s := newStand(t, live.New{File: workbook.FormFile{Name: "science-fields.xlsx", Data: example.ScienceFields}})
	v := s.enter("E1")
	for what, a := range map[string]answered{"agreeing": v.post("/consent", nil), "the ballot": v.get("/ballot"), "the table": v.get("/grid")} {
		if !strings.HasSuffix(a.at.Path, "/pairs") || !strings.Contains(a.body, `name="was.p.`) {
			t.Errorf("%s leads to %s", what, a.at)
		}
	}
	scores := newStand(t, live.New{}).expert("E01")
	for _, page := range []string{"/ballot", "/pairs"} {
		if a := scores.get(page); !strings.HasSuffix(a.at.Path, "/ballot") {
			t.Errorf("where technologies are scored and nothing is compared, %s leads to %s", page, a.at)
		}
	}
}
