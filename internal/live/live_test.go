package live_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// house is an empty one on SQLite.
func house(t *testing.T) *live.House {
	t.Helper()
	s, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := live.NewHouse(s, live.Options{})
	t.Cleanup(func() {
		h.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// horizon is a panel of the built-in study without its answers.
func horizon(t *testing.T, h *live.House, n live.New) (*live.Panel, map[string]live.Link) {
	t.Helper()
	n.File = workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}
	p, links, err := h.Create(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]live.Link{}
	for _, l := range links {
		by[l.Person] = l
	}
	return p, by
}

// enter opens a link.
func enter(t *testing.T, h *live.House, l live.Link) live.Actor {
	t.Helper()
	secret, err := h.Enter(t.Context(), l.Token, "2468", "phone")
	if err != nil {
		t.Fatal(err)
	}
	_, a, err := h.Session(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func must[T any](x T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

func TestRoundOnce(t *testing.T) {
	ctx := context.Background()
	h := house(t)
	began := time.Now()
	p, links := horizon(t, h, live.New{Kind: live.Open})
	t.Logf("made in %v", time.Since(began))
	chair := enter(t, h, links["chair"])
	must(p.OpenRound(ctx, chair, p.State().Control, time.Time{}))(t)
	var experts []live.Actor
	for _, e := range p.State().Experts() {
		experts = append(experts, must(p.As(e.ID))(t))
	}
	asked := must(p.Questions(ctx, chair))(t)
	for k, e := range experts {
		answers := map[live.Question]live.Answer{}
		for j, q := range asked {
			answers[q] = live.Answer{State: study.Given, Value: float64(1 + (k+j*j)%4)}
		}
		r := must(p.Save(ctx, e, live.Save{Round: p.State().Current().ID, Answers: answers}))(t)
		if !r.Genuine(p.State().PublicKey) {
			t.Error("a receipt is not signed")
		}
	}
	if _, err := p.Outcome(ctx, chair); !errors.Is(err, live.ErrForbidden) {
		t.Errorf("an outcome before closing: %v", err)
	}
	must(p.CloseRound(ctx, chair, p.State().Control))(t)
	o := must(p.Outcome(ctx, chair))(t)
	if len(o.Rows) < 2 {
		t.Errorf("%d rows", len(o.Rows))
	}
	proofs := must(p.Proofs(ctx, chair))(t)
	if proofs[0].Count != len(experts) || len(proofs[0].Voters) != len(experts) {
		t.Errorf("%+v", proofs)
	}
}
