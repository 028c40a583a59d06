package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/workbook"
)

// Where the study names a conflict of interest the box is ticked on every page that has one, says why and cannot be taken back, and nothing is asked for.
func TestNamedInterest(t *testing.T) {
	read, issues := workbook.ReadUnanswered("horizon-scan.xlsx", example.HorizonScan)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	named := read.Changed()
	named.Experts[0].Conflicts = []int32{0}
	data, err := workbook.WriteStudy(named)
	if err != nil {
		t.Fatal(err)
	}
	s := newStand(t, live.New{File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: data}})
	a, err := s.panel.As("chair")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.panel.OpenRound(t.Context(), a, s.panel.State().Control, time.Time{}); err != nil {
		t.Fatal(err)
	}
	id, technology, secretary := named.Experts[0].ID, named.Technologies[0].ID, s.enter("secretary")
	expert, other := s.expert(id), s.expert(named.Experts[1].ID)
	field := fieldName(conflictField, technology)
	for path, page := range map[string]answered{"ballot": expert.get("/ballot?one=1&t=" + technology), "grid": expert.get("/grid"),
		"enter": secretary.get("/enter?person=" + id)} {
		if !strings.Contains(page.body, interestNamed) || strings.Contains(page.body, `name="`+field+`"`) || page.status != http.StatusOK {
			t.Errorf("%s: %d, its box can be taken back or it is not said why", path, page.status)
		}
	}
	for _, page := range []answered{other.get("/ballot?one=1&t=" + technology), other.get("/grid"), secretary.get("/enter?person=" + named.Experts[1].ID)} {
		if strings.Contains(page.body, interestNamed) || !strings.Contains(page.body, `name="`+field+`"`) {
			t.Errorf("%s: another expert has the conflict", page.at)
		}
	}
	expert.answer("ballot", map[string]string{field: ""})
	before := expert.get("/ballot").body
	c := named.Criteria[named.Leaves()[0]].Code
	if a := expert.answer("grid", map[string]string{fieldName(scoreField, technology, c): "3"}); a.status != http.StatusOK {
		t.Errorf("%d", a.status)
	}
	after := expert.get("/ballot").body
	if m := progressOf(before); m == "" || m != progressOf(after) {
		t.Errorf("%q became %q", m, progressOf(after))
	}
}

// progressOf is the element of a page that says how far the ballot is filled in.
func progressOf(page string) string {
	_, rest, _ := strings.Cut(page, `<progress`)
	said, _, _ := strings.Cut(rest, "</progress>")
	return said
}
