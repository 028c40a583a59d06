package service

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/internal/live"
	"veche/internal/live/web"
	"veche/internal/store/postgrestest"
	"veche/internal/study"
)

// How firm the ranking is a worker works out in full, all of it that the members may see; the screen shows it in either language for as long as the ranking is the one it
// is true of, and it goes with whoever is erased.
func howFirm(t *testing.T, server *postgrestest.Server) {
	x := meet(t, server)
	ctx := t.Context()
	expert, err := x.panel.As("E02")
	if err != nil {
		t.Fatal(err)
	}
	look := func() []byte {
		t.Helper()
		o, err := x.panel.Published(ctx, expert)
		if err != nil {
			t.Fatal(err)
		}
		return x.away.firm(ctx, x.panel, expert, o)
	}
	again := func() { // as if a minute had passed
		x.away.mu.Lock()
		defer x.away.mu.Unlock()
		clear(x.away.asked)
	}
	if look() != nil {
		t.Error("it is there before anybody worked it out")
	}
	helper := &Helper{DB: x.db}
	defer helper.Close()
	helped(t, x.db, testBuild, helper.Do, nil)
	x.ready(t)
	again()
	watching, stop := context.WithCancel(ctx)
	told, err := x.panel.Watch(watching, expert, "")
	if err != nil {
		t.Fatal(err)
	}
	<-told // where the stream stands
	late := time.After(time.Minute)
	for look() == nil {
		var change live.Change
		select {
		case change = <-told:
		case <-late:
			t.Fatal("who looks was not told within a minute")
		}
		if !slices.Contains(change.Topics, live.TopicFigures) {
			t.Errorf("who looks is told of %v", change.Topics)
		}
	}
	stop()
	o, err := x.panel.Published(ctx, expert)
	if err != nil {
		t.Fatal(err)
	}
	want, err := web.Firm(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	first := look()
	if !bytes.Equal(first, want) || bytes.Contains(first, []byte(planted)) {
		t.Error("a worker works out something else than the server would, or names an expert")
	}
	var pages map[string]struct{ Tables []any }
	if err := json.Unmarshal(first, &pages); err != nil || len(pages["en"].Tables) < 4 || len(pages["ru"].Tables) != len(pages["en"].Tables) {
		t.Errorf("%v: %d tables in English, %d in Russian", err, len(pages["en"].Tables), len(pages["ru"].Tables))
	}

	// Common weights are moved: what was kept is no more true.
	code := o.Study.Criteria[o.Study.Leaves()[0]].Code
	if _, err := x.panel.MoveWeights(ctx, x.chair, x.panel.State().Control, study.SetWeights{Weights: map[string]float64{code: 0.4}}); err != nil {
		t.Fatal(err)
	}
	if look() != nil {
		t.Error("of a ranking under other weights the screen says how firm the one before was")
	}
	until(t, func() bool { return look() != nil })
	if bytes.Equal(look(), first) {
		t.Error("the same under other weights: this test shows little")
	}
	x.away.done.Wait()
	const kept = "(lasting,"
	if !strings.Contains(x.everything(t), kept) {
		t.Error("what was made is not found: this test shows little")
	}
	if _, err := x.panel.Erase(ctx, "E99"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(x.everything(t), kept) {
		t.Error("what was made stays after somebody was erased")
	}
}
