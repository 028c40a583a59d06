package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"veche/internal/live"
	"veche/internal/study"
)

// A round that nobody answered, once closed, speaks of the round and never of a workbook's sheets, which nobody here fills in.
func TestNobodyAnswered(t *testing.T) {
	s := newStand(t, live.New{})
	chair := s.enter("chair")
	for _, act := range []string{"open", "close"} {
		if a := chair.act(act, url.Values{"sure": {"1"}}); a.status != http.StatusOK {
			t.Fatalf("%s: %d", act, a.status)
		}
	}
	for path, want := range map[string]string{"/screen": "Too few have answered", "/weights": "Too few have answered", "/room": "count in this round"} {
		a := chair.get(path)
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, without %q", path, a.status, want)
		}
		for _, never := range []string{"E-UNSCORED", "E-PANEL-NONE", "Scores!", "veche forms", "sheet Scores"} {
			if strings.Contains(a.body, never) {
				t.Errorf("%s says %q", path, never)
			}
		}
	}
}

// The common screen says how firm the ranking is by what was worked out elsewhere, in the reader's language, but not while the weights are being moved, nor where
// nothing was worked out.
func TestFirmWorkedOutElsewhere(t *testing.T) {
	s := newStand(t, live.New{Kind: live.Open})
	ctx, p := t.Context(), s.panel
	a, err := p.As("chair")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.OpenRound(ctx, a, p.State().Control, time.Time{}); err != nil {
		t.Fatal(err)
	}
	asked, err := p.Questions(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	for k, x := range p.State().Experts() {
		expert, err := p.As(x.ID)
		if err != nil {
			t.Fatal(err)
		}
		answers := map[live.Question]live.Answer{}
		for j, q := range asked {
			answers[q] = live.Answer{State: study.Given, Value: float64(1 + (k+j*j)%4)}
		}
		if _, err := p.Save(ctx, expert, live.Save{Round: p.State().Current().ID, Answers: answers}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.CloseRound(ctx, a, p.State().Control); err != nil {
		t.Fatal(err)
	}
	var made []byte
	s.again(t, func(string) Options {
		return Options{Firm: func(ctx context.Context, _ *live.Panel, _ live.Actor, o *study.Outcome) []byte { return made }}
	})
	chair := s.enter("chair")
	o, err := p.Published(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	show := func(weights map[string]float64) string {
		t.Helper()
		now, err := p.Screen(ctx, a)
		if err != nil {
			t.Fatal(err)
		}
		now.View, now.Weights = "firm", weights
		if _, err := p.ShowScreen(ctx, a, now); err != nil {
			t.Fatal(err)
		}
		return chair.get("/screen").body
	}
	const mark = "Worked out elsewhere"
	quick := show(nil)
	if made, err = Firm(ctx, o); err != nil {
		t.Fatal(err)
	}
	if full := show(nil); strings.Count(full, "<table") < strings.Count(quick, "<table") || strings.Count(full, "<table") < 4 {
		t.Errorf("%d tables, %d without what was worked out", strings.Count(full, "<table"), strings.Count(quick, "<table"))
	}
	made = bytes.ReplaceAll(made, []byte(`"How firm"`), []byte(`"`+mark+`"`))
	if !strings.Contains(show(nil), mark) {
		t.Error("the page does not show what was worked out")
	}
	if moved := show(map[string]float64{o.Study.Criteria[o.Study.Leaves()[0]].Code: 0.4}); strings.Contains(moved, mark) || !strings.Contains(moved, "<table") {
		t.Error("while weights are being moved the page says how firm the panel's ranking is")
	}
	if strings.Contains(quick, mark) {
		t.Error("it is there before it was worked out")
	}
}
