package live

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// Whose answers go to another server is told of them about once a second, however fast they come, so that what a slow reader has before them is short; and of anything
// else at once.
func TestAnswersAreToldTogether(t *testing.T) {
	w := work(t, New{Kind: Open, File: plain(t, 6)})
	w.house.Close() // nobody else tells
	p, a := w.panel, w.as("E1")
	mark, err := p.marker(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s, out := &stream{actor: a, pending: map[Topic]bool{}, wake: make(chan struct{}, 1)}, make(chan Change)
		p.streams.join(s, position{})
		s.stir()
		go p.run(ctx, s, mark, out)
		if c := <-out; len(c.Topics) > 0 {
			t.Errorf("who missed nothing is told %v", c.Topics)
		}
		lines, last := 0, Change{}
		go func() {
			for c := range out {
				lines, last = lines+1, c
			}
		}()
		const seconds, between = 5, 5 * time.Millisecond
		for range seconds * time.Second / between {
			p.streams.tell(p.State(), news{saved: map[string]string{"E1": ""}})
			time.Sleep(between)
			if synctest.Wait(); lines == 0 {
				t.Fatal("the first answer was not told at once")
			}
		}
		if lines < seconds || lines > seconds+1 || !slices.Equal(last.Topics, []Topic{TopicBallot}) {
			t.Errorf("answers of %d s were told in %d lines, the last of %v", seconds, lines, last.Topics)
		}
		p.streams.tell(p.State(), news{saved: map[string]string{"E1": ""}, topics: map[Topic]bool{TopicScreen: true}})
		if synctest.Wait(); !slices.Contains(last.Topics, TopicScreen) {
			t.Errorf("a new screen waited: the last line is of %v", last.Topics)
		}
		cancel()
		synctest.Wait()
	})
}
