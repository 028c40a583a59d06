package live

import (
	"maps"
	"testing"
)

// What a stream is told it missed is what the events since say one by one: for everybody, from every event on, before and after somebody was erased.
func TestMissed(t *testing.T) {
	w := work(t, New{Kind: Open, File: plain(t, 6)})
	w.open()
	w.vote()
	w.plant2()
	w.close()
	told := 0
	all := func() {
		p := w.panel
		events, err := w.store.Events(t.Context(), p.id, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range p.State().People {
			a := w.as(who.ID)
			mark, err := p.marker(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			for since := range p.State().Seq + 1 {
				want := map[Topic]bool{}
				for k := range events {
					e := &events[k]
					if e.Seq <= since {
						continue
					}
					for _, topic := range folds[e.Kind].topics {
						want[topic] = true
					}
					if e.Kind == evBallot && (e.Person == a.Person || e.Person == "") {
						want[TopicBallot] = true
					}
				}
				got := p.missed(a, mark, mark.write(position{since, p.screen.Load()}))
				if !maps.Equal(got, want) {
					t.Errorf("%s from event %d of %d on missed %v, not %v", who.ID, since, p.State().Seq, got, want)
				}
				told += len(got)
			}
			if got := p.missed(a, mark, mark.write(position{p.State().Seq, p.screen.Load() + 1})); !got[TopicScreen] || len(got) > 1 {
				t.Errorf("%s of another screen missed %v", who.ID, got)
			}
			if got := p.missed(a, mark, "none"); len(got) != 8 {
				t.Errorf("%s from nowhere on missed %v", who.ID, got)
			}
		}
	}
	all()
	if _, err := w.panel.Erase(t.Context(), "E3"); err != nil {
		t.Fatal(err)
	}
	all()
	if told < 100 {
		t.Errorf("only %d topics were missed", told)
	}
}
