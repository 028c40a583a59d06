package conformance

import (
	"errors"
	"fmt"
	"testing"

	"veche/internal/store"
)

// What is put of a panel as it stood, and may hold anybody's data, is gone after an erasure, whichever of the two was first and however they meet; a panel that is
// deleted takes it along.
func madeAndErased(t *testing.T, s store.Store) {
	ctx := t.Context()
	for k := range 30 {
		panel := fmt.Sprint("p", k)
		begin(t, s, panel)
		head, err := s.Panel(ctx, panel)
		if err != nil {
			t.Fatal(err)
		}
		put, gone := make(chan error, 1), make(chan error, 1)
		go func() {
			put <- s.PutAt(ctx, panel, head.Control, store.RecordWrite{Record: store.Record{Kind: "made", Key: panel, Panel: panel, Person: "E2", Data: make([]byte, 1<<16)}})
		}()
		go func() {
			if k%2 == 0 {
				gone <- s.Delete(ctx, panel)
				return
			}
			_, err := s.Erase(ctx, panel, "E1", head.Control, []string{"made"}, func(int) store.Draft { return store.Draft{Kind: "erased", Payload: []byte("0")} })
			gone <- err
		}()
		if err := <-put; err != nil && !errors.Is(err, store.ErrRace) && !errors.Is(err, store.ErrNone) {
			t.Errorf("refused because of %v", err)
		}
		if err := <-gone; err != nil {
			t.Error(err)
		}
		if left, err := s.Records(ctx, panel, "made"); err != nil || len(left) > 0 {
			t.Fatalf("%d records stay, %v", len(left), err)
		}
	}
}
