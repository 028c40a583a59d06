package live_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// A panel takes no more people, documents and answers a second than its quota; what is refused writes nothing, and the next second takes answers again.
func TestQuota(t *testing.T) {
	ctx := t.Context()
	st, err := sqlite.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var later atomic.Int64 // of the clock, which the houses look at from goroutines of theirs
	now := func() time.Time {
		return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC).Add(time.Duration(later.Load()))
	}
	people := 0
	make := func(q live.Quota) (*live.House, *live.Panel, error) {
		h := live.NewHouse(st, live.Options{Quota: q, Now: now})
		t.Cleanup(h.Close)
		p, links, err := h.Create(ctx, live.New{File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}})
		people = len(links)
		return h, p, err
	}
	if _, _, err := make(live.Quota{People: 2}); err == nil {
		t.Error("a panel of more people than its quota is made")
	}
	if _, _, err := make(live.Quota{}); err != nil {
		t.Fatal(err)
	}
	_, p, err := make(live.Quota{People: people + 1, Answers: 3, Documents: 1000})
	if err != nil {
		t.Fatal(err)
	}
	secretary, chair, e := must(p.As("secretary"))(t), must(p.As("chair"))(t), must(p.As("E01"))(t)
	invite := func() error {
		_, _, err := p.Invite(ctx, secretary, p.State().Control, live.Person{Name: "x", Roles: []live.Role{live.Observer}})
		return err
	}
	if err := invite(); err != nil {
		t.Error(err)
	}
	if err := invite(); err == nil || len(p.State().People) != people+1 {
		t.Errorf("%d people", len(p.State().People))
	}
	put := func(size int) error {
		_, err := p.AddDocument(ctx, secretary, p.State().Control, live.Document{Technology: "T01", File: "a.pdf"}, append([]byte{}, string(rune('a'))+string(make0(size-1))...))
		return err
	}
	if err := put(600); err != nil {
		t.Error(err)
	}
	if err := put(600); err == nil || len(p.State().Documents) != 1 {
		t.Errorf("%d documents", len(p.State().Documents))
	}
	must(p.OpenRound(ctx, chair, p.State().Control, time.Time{}))(t)
	save := func() error {
		b, err := p.Ballot(ctx, e)
		if err != nil {
			return err
		}
		_, err = p.Save(ctx, e, live.Save{Round: p.State().Current().ID, Version: b.Version, Answers: map[live.Question]live.Answer{{Technology: "T01", Criterion: "C1"}: {State: study.Given, Value: 3}}})
		return err
	}
	for k := range 5 {
		if err := save(); (k < 3) != (err == nil) || k >= 3 && !errors.Is(err, live.ErrBusy) {
			t.Errorf("save %d: %v", k, err)
		}
	}
	later.Add(int64(time.Second))
	if err := save(); err != nil {
		t.Errorf("a second later: %v", err)
	}
}

// make0 is so many bytes.
func make0(n int) []byte { return make([]byte, n) }
