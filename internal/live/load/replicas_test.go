package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"veche/internal/live/load/fleet"
	"veche/internal/store/postgrestest"
)

// Two servers on one PostgreSQL are one panel to everybody: it is made once, a session holds at both, what is done at one is seen and told at the other, also when
// the database's telling is cut; who was told up to somewhere by one goes on from there at the other; one has the turn to do what is done for all, and a server that
// is asked to end says so, answers what still comes, and is gone without anybody's loss.
func TestReplicas(t *testing.T) {
	db := postgrestest.Start(t)
	address := db.Database()
	o := fleet.Options{Study: studyFile(t, 6), DB: address}
	var a, b *fleet.Server
	var both sync.WaitGroup
	both.Go(func() { a = startServer(t, o) })
	both.Go(func() { b = startServer(t, o) })
	both.Wait()
	if a == nil || b == nil {
		t.Fatal("they do not both start")
	}
	if a.Panel != b.Panel || (len(a.Links) == 0) == (len(b.Links) == 0) {
		t.Fatalf("two panels were made: %s with %d links, %s with %d", a.Panel, len(a.Links), b.Panel, len(b.Links))
	}
	ctx := t.Context()
	maker := a
	if len(a.Links) == 0 {
		maker = b
	}
	chair, secretary := enter(t, maker, "chair", link(t, "chair", maker)), enter(t, maker, "secretary", link(t, "secretary", maker))
	phone := enter(t, maker, "E1", link(t, "E1", maker))
	laptop := enter(t, maker, "E1", link(t, "E1", maker))
	a, b = maker, map[bool]*fleet.Server{true: b, false: a}[maker == a]

	if _, err := phone.At(b).Must(ctx, "/consent", url.Values{}); err != nil {
		t.Fatal(err)
	}
	if err := chair.Act(ctx, "open", nil); err != nil {
		t.Fatal(err)
	}
	page, err := laptop.At(b).Must(ctx, "/ballot", nil) // begun at the first server, read at the second
	if err != nil {
		t.Fatal(err)
	}
	round := fleet.Hidden(page, "round")
	if round == "" {
		t.Fatal("the second server does not know of the round that the first opened")
	}
	watching, screened := listen(t, secretary.At(b), ""), listen(t, laptop, "")
	if _, err := phone.At(a).Save(ctx, round, "c1", "s.T1.C1", "", "7"); err != nil {
		t.Fatal(err)
	}
	watching.wait("that somebody answered", func() bool { return watching.heard("coverage") })
	screened.wait("that their phone answered", func() bool { return screened.heard("ballot") })
	if page, err = laptop.Must(ctx, "/ballot", nil); err != nil || !strings.Contains(page, `name="was.s.T1.C1" value="7"`) {
		t.Errorf("what was saved at one server is not on the other's page: %v", err)
	}
	if page, err = chair.Must(ctx, "/screen", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := chair.Must(ctx, "/screen", url.Values{"seq": {fleet.Hidden(page, "seq")}, "view": {"candidates"}}); err != nil {
		t.Fatal(err)
	}
	screened.wait("that the screen changed", func() bool { return screened.heard("screen") })

	// Who tells is cut: asking finds it.
	watching.empty()
	db.Do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
	if _, err := phone.Save(ctx, round, "c2", "s.T1.C2", "", "3"); err != nil {
		t.Fatal(err)
	}
	watching.wait("what only asking tells", func() bool { return watching.heard("coverage") })

	if n := turns(t, address); n != 1 {
		t.Errorf("%d servers do what is done for all", n)
	}

	// The second server is asked to end.
	place := screened.id()
	before := place
	ended := make(chan error, 1)
	go func() { ended <- b.Stop() }()
	<-screened.ended
	if b.Ready() {
		t.Error("a server that ends asks for more people")
	}
	if a, err := laptop.Do(ctx, "/ballot", nil, false); err != nil || a.Status != http.StatusOK {
		t.Errorf("a server that ends does not answer any more: %d %v", a.Status, err)
	}
	if err := chair.At(a).Act(ctx, "extend", url.Values{"until": {time.Now().Add(48 * time.Hour).Format("2006-01-02T15:04")}}); err != nil {
		t.Error(err)
	}
	resumed := listen(t, laptop.At(a), before)
	resumed.wait("what happened between", func() bool { return resumed.heard("phase") })
	if resumed.heard("coverage") || resumed.heard("screen") {
		t.Errorf("it says more than was missed or may be known: %+v", resumed.lines)
	}
	place = resumed.id()
	resumed.leave()
	nothing := listen(t, laptop, place)
	time.Sleep(300 * time.Millisecond)
	if nothing.heard("phase") || nothing.heard("ballot") || nothing.heard("screen") {
		t.Errorf("nothing was missed, and it says %+v", nothing.lines)
	}
	foreign := listen(t, secretary.At(a), place) // somebody else's place is no place
	foreign.wait("everything", func() bool { return foreign.heard("phase") && foreign.heard("coverage") })
	if strings.Contains(place, "=") || place == before {
		t.Errorf("places %q and %q", before, place)
	}
	if err := <-ended; err != nil {
		t.Errorf("the server that was asked to end: %v\n%s", err, b.Said())
	}
	for end := time.Now().Add(20 * time.Second); turns(t, address) != 1; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody took the turn over")
		}
	}
	if err := chair.Act(ctx, "close", url.Values{"sure": {"1"}}); err != nil {
		t.Error(err)
	}
}

// turns is how many hold a lock of turns now.
func turns(t *testing.T, address string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
