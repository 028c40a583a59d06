package workers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"veche/internal/store/postgrestest"
	"veche/internal/workbook"
)

// help takes errands, and shards, until ctx ends.
func help(ctx context.Context, url, build string, do Handler) error {
	d, err := Open(context.WithoutCancel(ctx), url, build, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Work(ctx, &Worker{Read: workbook.ReadBytes, Workers: 1, Errands: do})
}

// helped has a worker of this process at the database until the test ends.
func helped(t *testing.T, url, build string, do Handler) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- help(ctx, url, build, do) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// asking is who asks workers for errands: nothing is made in the database.
func asking(t *testing.T, url string) *Database {
	t.Helper()
	d, err := Connect(t.Context(), url, build, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	d.silence = time.Minute // however busy the machine of the test is
	return d
}

// ready waits for so many workers that take errands.
func ready(t *testing.T, d *Database, n int) {
	t.Helper()
	until(t, func() bool {
		has, err := d.Helpers(t.Context())
		return err == nil && has == n
	})
}

// left is what stands of errands in the database.
func left(t *testing.T, d *Database) (text string) {
	t.Helper()
	if err := d.pool.QueryRow(t.Context(), "SELECT coalesce(string_agg(j::text, E'\\n'), '') FROM river_job j WHERE kind = 'errand'").Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

// One server for all of them.
func TestErrands(t *testing.T) {
	server := postgrestest.Start(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, string)
	}{{"nobody", nobodyWorks}, {"done", errandsAreDone}, {"another build", anotherBuildIsNotAsked}, {"taken back", errandIsTakenBack}, {"beside shards", errandsDoNotWaitForShards},
		{"busy", busyWorkersAreLeft}, {"killed", killedAtAnErrand}} {
		t.Run(part.name, func(t *testing.T) { part.test(t, server.Database()) })
	}
}

// Who asks where nobody works is told at once, and nothing is made in the database; a worker that takes no errands is none.
func nobodyWorks(t *testing.T, url string) {
	d := asking(t, url)
	if err := d.Errand(t.Context(), Errand{Name: "file", Urgent: true}); !errors.Is(err, ErrNobody) {
		t.Errorf("where nobody ever worked: %v", err)
	}
	var has bool
	if err := d.pool.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", schema).Scan(&has); err != nil || has {
		t.Errorf("asking made the tables of workers: %v", err)
	}
	helped(t, url, build, nil)
	until(t, func() bool {
		var n int
		return d.pool.QueryRow(t.Context(), "SELECT count(*) FROM worker").Scan(&n) == nil && n == 1
	})
	if err := d.Errand(t.Context(), Errand{Name: "file", Urgent: true}); !errors.Is(err, ErrNobody) {
		t.Errorf("of a worker that takes none: %v", err)
	}
}

// An errand is done once, one that fails or breaks down says so and not why, and nothing is left of any.
func errandsAreDone(t *testing.T, url string) {
	const secret = "Petrova said nine"
	did := make(chan string, 10)
	helped(t, url, build, func(_ context.Context, name string, args json.RawMessage) error {
		did <- name + string(args)
		switch name {
		case "fails":
			return errors.New(secret)
		case "breaks down":
			panic(secret)
		}
		return nil
	})
	d := asking(t, url)
	ready(t, d, 1)
	for name, want := range map[string]error{"report": nil, "fails": ErrUndone, "breaks down": ErrUndone} {
		if err := d.Errand(t.Context(), Errand{Name: name, Args: json.RawMessage(`{"panel":"p"}`), Urgent: true}); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
		if got := <-did; got != name+`{"panel":"p"}` && got != name+`{"panel": "p"}` {
			t.Errorf("the worker was told %s", got)
		}
	}
	if len(did) > 0 || left(t, d) != "" {
		t.Errorf("done again, or left: %s", left(t, d))
	}
	// Filed by one who does not come back for it: what is kept does not say what went wrong.
	for _, name := range []string{"fails", "breaks down"} {
		if _, err := d.client.Insert(t.Context(), errandArgs{Errand{Name: name, Args: json.RawMessage("{}")}}, errandOptions(d, false)); err != nil {
			t.Fatal(err)
		}
	}
	until(t, func() bool { return strings.Count(left(t, d), "cancelled") == 2 })
	if text := left(t, d); strings.Contains(text, "Petrova") {
		t.Errorf("the error of an errand is kept: %s", text)
	}
}

// A worker of another build is not asked.
func anotherBuildIsNotAsked(t *testing.T, url string) {
	helped(t, url, "another build", func(context.Context, string, json.RawMessage) error {
		t.Error("it was asked")
		return nil
	})
	d := asking(t, url)
	other, err := Connect(t.Context(), url, "another build", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ready(t, other, 1)
	if err := d.Errand(t.Context(), Errand{Name: "report", Urgent: true}); !errors.Is(err, ErrNobody) {
		t.Error(err)
	}
	if _, err := d.client.Insert(t.Context(), errandArgs{Errand{Name: "report"}}, errandOptions(d, true)); err != nil { // not even by who does not ask first
		t.Fatal(err)
	}
	done := make(chan error, 1)
	helped(t, url, build, func(context.Context, string, json.RawMessage) error { done <- nil; return nil })
	<-done
}

// An errand that nobody waits for any more is left.
func errandIsTakenBack(t *testing.T, url string) {
	begun, ended := make(chan bool, 1), make(chan error, 1)
	helped(t, url, build, func(ctx context.Context, _ string, _ json.RawMessage) error {
		begun <- true
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	})
	d := asking(t, url)
	ready(t, d, 1)
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() { gone <- d.Errand(ctx, Errand{Name: "report"}) }()
	<-begun
	leave()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, errTakenBack) {
		t.Error(err)
	}
	if text := left(t, d); text != "" {
		t.Error(text)
	}
}

// A worker at a shard that takes long does errands meanwhile.
func errandsDoNotWaitForShards(t *testing.T, url string) {
	helped(t, url, build, func(context.Context, string, json.RawMessage) error { return nil })
	d := connect(t, url)
	job := long(t, 1<<30)
	c := cut(t, d, job, 1)
	ctx, cancel := context.WithCancel(t.Context())
	counted := make(chan error, 1)
	go func() {
		_, err := d.Count(ctx, job, c.o, c.run, time.Hour, nil)
		counted <- err
	}()
	until(t, func() bool {
		var at int
		return d.pool.QueryRow(t.Context(), "SELECT count(shard) FROM worker").Scan(&at) == nil && at == 1
	})
	if err := asking(t, url).Errand(t.Context(), Errand{Name: "report", Urgent: true}); err != nil {
		t.Error(err)
	}
	if has(t, d, c.id) > 0 {
		t.Error("the shard was done before the errand: this shows nothing")
	}
	cancel()
	<-counted
}

// What a page waits for, and no worker begins, its own server does.
func busyWorkersAreLeft(t *testing.T, url string) {
	end := make(chan bool)
	helped(t, url, build, func(ctx context.Context, _ string, _ json.RawMessage) error { <-end; return nil })
	defer close(end)
	d := asking(t, url)
	ready(t, d, 1)
	for range errandsAtOnce {
		go d.Errand(t.Context(), Errand{Name: "long"})
	}
	until(t, func() bool { return strings.Count(left(t, d), "running") == errandsAtOnce })
	if err := d.Errand(t.Context(), Errand{Name: "report", Urgent: true}); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
}

// A worker killed in the middle of an errand: who asked learns it.
func killedAtAnErrand(t *testing.T, url string) {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "VECHE_TEST_HELPER="+url)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	d := asking(t, url)
	ready(t, d, 1)
	d.silence = silence
	done := make(chan error, 1)
	go func() { done <- d.Errand(t.Context(), Errand{Name: "report", Urgent: true}) }()
	until(t, func() bool { return strings.Contains(left(t, d), "running") })
	if err := cmd.Process.Kill(); err != nil { // -9
		t.Fatal(err)
	}
	cmd.Wait()
	if err := <-done; !errors.Is(err, ErrLost) {
		t.Error(err)
	}
	if text := left(t, d); text != "" {
		t.Error(fmt.Sprint("left: ", text))
	}
}
