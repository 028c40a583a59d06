package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/live/load/fleet"
	"veche/internal/store/postgrestest"
)

// PostgreSQL's disk fills under answers, that of its tables, that of its log of changes (where it ends), or the one of all that it has: an answer that a page called saved is there, of one that was not stored the page
// says that it is not saved, and with room again the same server takes the same answers, sent again as pages send them. None counts twice, the chain and the record hold.
func TestPostgreSQLOnAFullDisk(t *testing.T) {
	if !ci.Longest() {
		t.Skip("NOT CHECKED: a server whose PostgreSQL's disk is full; it runs with VECHE_LONG=1")
	}
	t.Run("its tables", func(t *testing.T) {
		db := postgrestest.Start(t)
		disk := db.Disk("small", "64m")
		db.Do("CREATE DATABASE panels TABLESPACE small")
		fillsUp(t, db, disk)
	})
	t.Run("its log of changes", func(t *testing.T) {
		db, disk := postgrestest.StartLoggingOn(t, "64m")
		db.Do("CREATE DATABASE panels")
		fillsUp(t, db, disk)
	})
	t.Run("all that it has", func(t *testing.T) {
		db, disk := postgrestest.StartOnDisk(t, "96m")
		db.Do("CREATE DATABASE panels")
		fillsUp(t, db, disk)
	})
}

func fillsUp(t *testing.T, db *postgrestest.Server, disk string) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	o := options{experts: 6, technologies: 3, criteria: 2, db: db.URL("panels")}
	x, err := prepare(ctx, o, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	z := &chaos{t: t, c: &crowd{o: o, x: x, saved: map[string]string{}}, slots: make([]*fleet.Server, 1)}
	z.start(ctx, 0, "")
	for _, id := range x.experts {
		z.c.members = append(z.c.members, fleet.With(z.slots[0], browser(), id, x.sessions[id]))
	}
	unsaved := make([][]int, len(z.c.members)) // each one's, by the number of the answer
	give := func(from, most, enough int) {
		var all sync.WaitGroup
		for k := range z.c.members {
			all.Go(func() {
				for n := from; n < from+most && len(unsaved[k]) < enough && ctx.Err() == nil; n++ {
					if err := z.give(ctx, k, n); err != nil {
						unsaved[k] = append(unsaved[k], n)
					}
				}
			})
		}
		all.Wait()
	}
	give(0, 5, 1)
	for k, numbers := range unsaved {
		if len(numbers) > 0 {
			t.Fatalf("with room, %s's answers %v are not saved", z.c.members[k].Person, numbers)
		}
	}
	fill := ci.FillDisk(t, disk)
	defer os.Remove(fill) // where the test failed before it is removed
	give(5, 20_000, 3)
	for k, numbers := range unsaved {
		if len(numbers) == 0 {
			t.Errorf("on a full disk all answers of %s are saved", z.c.members[k].Person)
		}
	}
	z.saysUnsaved(ctx)
	if err := os.Remove(fill); err != nil {
		t.Fatal(err)
	}
	for k, numbers := range unsaved {
		for _, n := range numbers {
			for err := z.give(ctx, k, n); err != nil; err = z.give(ctx, k, n) {
				if ctx.Err() != nil {
					t.Fatalf("with room again an answer is never saved: %v\n%s", err, z.slots[0].Said())
				}
				if !db.Running() { // whoever runs it starts it again
					db.Run()
				}
				time.Sleep(100 * time.Millisecond)
			}
		}
	}
	t.Logf("not saved at first: %v", unsaved)
	if t.Failed() {
		return
	}
	_ = z.slots[0].Kill() // the store is looked at alone
	z.holds(ctx)
}

// give sends a member's answer of a number, under that number's name, and keeps in mind that it is saved. An error other than that it is not saved is that there
// is no answer from the server: the test has failed.
func (z *chaos) give(ctx context.Context, k, n int) error {
	m, client := z.c.members[k], fmt.Sprintf("disk-%d-%d", k, n)
	_, err := m.Save(ctx, z.c.x.round, client, fmt.Sprintf("s.T%d.C%d", 1+n%3, 1+n/3%2), "", fmt.Sprint(1+n%9))
	switch {
	case err == nil:
		z.c.mu.Lock()
		z.c.saved[client] = m.Person
		z.c.mu.Unlock()
	case !errors.Is(err, fleet.ErrUnsaved):
		z.t.Errorf("%s is not told what became of the answer: %v", m.Person, err)
	}
	return err
}

// saysUnsaved sends a form without a script: the page says in words that nothing was saved.
func (z *chaos) saysUnsaved(ctx context.Context) {
	m := z.c.members[0]
	for n := range 20_000 { // there may be room for some more
		a, err := m.Do(ctx, "/ballot", url.Values{"version": {"1000000"}, "round": {z.c.x.round}, "client": {fmt.Sprint("form-", n)}, "was.s.T1.C1": {""}, "s.T1.C1": {fmt.Sprint(1 + n%9)}}, false)
		if err != nil {
			z.t.Error(err)
			return
		}
		if a.Status < 500 {
			z.c.saved[fmt.Sprint("form-", n)] = m.Person
			continue
		}
		if !strings.Contains(a.Body, "Nothing was saved") {
			z.t.Errorf("%d, and the page does not say that nothing was saved: %s", a.Status, a.Body)
		}
		return
	}
	z.t.Error("a form is saved on a full disk")
}
