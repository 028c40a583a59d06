package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/release"
	"veche/internal/shards/workers"
	"veche/internal/store/postgrestest"
	"veche/internal/study"
	"veche/internal/workbook"
)

// A worker of its own process: this test's program started again, once as it should be and once as one that never comes to an end.
func TestMain(m *testing.M) {
	if db := os.Getenv("VECHE_TEST_HELPER"); db != "" {
		helper := &Helper{DB: db}
		do := helper.Do
		if os.Getenv("VECHE_TEST_STUCK") != "" {
			do = func(context.Context, string, json.RawMessage) error { select {} }
		}
		fmt.Fprintln(os.Stderr, help(context.Background(), db, os.Getenv("VECHE_TEST_BUILD"), do, nil))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// help takes errands until ctx ends.
func help(ctx context.Context, db, build string, do workers.Handler, did func(string, error)) error {
	d, err := workers.Open(context.WithoutCancel(ctx), db, build, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Work(ctx, &workers.Worker{Read: workbook.ReadBytes, Workers: 1, Errands: do, DidErrand: did})
}

// helped has a worker of this process at the database until the test ends.
func helped(t *testing.T, db, build string, do workers.Handler, did func(string, error)) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- help(ctx, db, build, do, did) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) { // it may not have begun
			t.Error(err)
		}
	})
}

// helperProcess starts a worker of another process.
func helperProcess(t *testing.T, db string, environment ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(append(os.Environ(), "VECHE_TEST_HELPER="+db, "VECHE_TEST_BUILD="+testBuild), environment...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd
}

const testBuild = "the build of the test"

// planted is the name of an expert that stands in what is made of the panel.
const planted = "Zinaida Plantedova"

// met is an open panel whose round is closed, in a database.
type met struct {
	db    string
	house *live.House
	panel *live.Panel
	chair live.Actor
	away  *errands
}

func meet(t *testing.T, server *postgrestest.Server) *met {
	t.Helper()
	x := &met{db: server.Database()}
	st, err := Open(t.Context(), "", x.db)
	if err != nil {
		t.Fatal(err)
	}
	x.house = live.NewHouse(st, live.Options{})
	t.Cleanup(func() {
		x.house.Close()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx := t.Context()
	x.panel, _, err = x.house.Create(ctx, live.New{Kind: live.Open, File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan},
		People: []live.Person{{ID: "E99", Name: planted, Roles: []live.Role{live.Expert}}}})
	if err != nil {
		t.Fatal(err)
	}
	p := x.panel
	if x.chair, err = p.As("chair"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.OpenRound(ctx, x.chair, p.State().Control, time.Time{}); err != nil {
		t.Fatal(err)
	}
	asked, err := p.Questions(ctx, x.chair)
	if err != nil {
		t.Fatal(err)
	}
	for k, e := range p.State().Experts() {
		a, err := p.As(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		answers := map[live.Question]live.Answer{}
		for j, q := range asked {
			answers[q] = live.Answer{State: study.Given, Value: float64(1 + (k+j*j)%4)}
		}
		if _, err := p.Save(ctx, a, live.Save{Round: p.State().Current().ID, Answers: answers}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.CloseRound(ctx, x.chair, p.State().Control); err != nil {
		t.Fatal(err)
	}
	return x.of(t, testBuild)
}

// of is the same as a server of a build sees it.
func (x *met) of(t *testing.T, build string) *met {
	t.Helper()
	y, o := *x, Options{DB: x.db}
	var err error
	if y.away, err = o.errands(t.Context(), build, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(y.away.close)
	return &y
}

// ready waits for a worker.
func (x *met) ready(t *testing.T) {
	t.Helper()
	until(t, func() bool {
		n, err := x.away.d.Helpers(t.Context())
		return err == nil && n == 1
	})
}

func until(t *testing.T, so func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not come")
		}
	}
}

// everything is all that stands in all tables of the database, as text.
func (x *met) everything(t *testing.T) string {
	t.Helper()
	return x.in(t, "public") + x.in(t, "veche_shards")
}

// in is all that stands in the tables of a schema.
func (x *met) in(t *testing.T, schema string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), x.db)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = $1", schema)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || schema == "public" && len(tables) < 6 {
		t.Fatal(tables, err)
	}
	var all strings.Builder
	for _, table := range tables {
		var text string
		if err := conn.QueryRow(t.Context(), "SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM "+table+" t").Scan(&text); err != nil {
			t.Fatal(err)
		}
		all.WriteString(table + "\n" + text + "\n")
	}
	return all.String()
}

// One server for all of them.
func TestErrands(t *testing.T) {
	server := postgrestest.Start(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, *postgrestest.Server)
	}{{"equal", workersMakeTheSame}, {"nobody", serverMakesItself}, {"killed", workerIsKilled}, {"erased", erasedMeanwhile}, {"asked by pages", pagesAsk}, {"how firm", howFirm}, {"no panels", noPanels}} {
		t.Run(part.name, func(t *testing.T) { part.test(t, server) })
	}
}

// A worker of another process, on a machine whose clocks stand elsewhere, makes the server's bytes of every file, and nothing of them stays.
func workersMakeTheSame(t *testing.T, server *postgrestest.Server) {
	x := meet(t, server)
	helperProcess(t, x.db, "TZ=Asia/Kathmandu")
	x.ready(t)
	for name, make := range makers {
		for _, l := range []language.Language{language.English, language.Russian} {
			if l == language.Russian && name != "minutes.docx" && name != "report.html" { // of the others little depends on it
				continue
			}
			m := making{Language: l, Made: time.Date(2026, 11, 29, 23, 59, 0, 0, time.Local)}
			there, err := x.away.made(t.Context(), x.panel, x.chair, name, fileOrder{name, m.zoned(x.panel.State())}, true)
			if err != nil {
				t.Errorf("%s in %s by a worker: %v", name, l.Code(), err)
				continue
			}
			here, err := make(t.Context(), x.panel, x.chair, m)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(here, there) {
				t.Errorf("%s in %s: a worker makes other bytes (%d) than the server (%d)", name, l.Code(), len(there), len(here))
			}
		}
	}
	// Somebody who joins after the closing is in the report, whoever makes it and whatever it has worked out before.
	if _, _, err := x.panel.Invite(t.Context(), x.chair, x.panel.State().Control, live.Person{ID: "E98", Name: "Late", Roles: []live.Role{live.Expert}}); err != nil {
		t.Fatal(err)
	}
	m := making{Language: language.English, Made: time.Date(2026, 11, 29, 23, 59, 0, 0, time.Local)}
	fresh := &Helper{DB: x.db}
	defer fresh.Close()
	key, err := x.panel.Order(t.Context(), x.chair, fileOrder{"report.html", m})
	if err != nil {
		t.Fatal(err)
	}
	if err := fresh.Do(t.Context(), "report.html", json.RawMessage(fmt.Sprintf(`{"panel":%q,"key":%q}`, x.panel.ID(), key))); err != nil {
		t.Fatal(err)
	}
	there, err := x.panel.Collect(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if here, err := makers["report.html"](t.Context(), x.panel, x.chair, m); err != nil || !bytes.Equal(here, there) {
		t.Errorf("after somebody joined a worker makes another report: %v", err)
	}
	text := x.everything(t)
	if strings.Contains(text, "<html") || strings.Contains(text, hexOf("<html")) {
		t.Error("a file stays in the database")
	}
	if text := x.in(t, "veche_shards"); text == "" || strings.Contains(text, x.panel.ID()) {
		t.Error("an errand stays in the database")
	}
	expert, err := x.panel.As("E01")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.away.made(t.Context(), x.panel, expert, "report.html", fileOrder{"report.html", m.zoned(x.panel.State())}, true); !errors.Is(err, workers.ErrUndone) {
		t.Errorf("a worker makes a report for who may not have it: %v", err)
	}
}

// hexOf is a text as PostgreSQL prints bytes.
func hexOf(text string) string { return fmt.Sprintf("%x", text) }

// Without workers, and with those of another build only, the server makes what is asked for, and makes no tables for workers.
func serverMakesItself(t *testing.T, server *postgrestest.Server) {
	x := meet(t, server)
	make := x.away.file("report.html")
	alone, err := make(t.Context(), x.panel, x.chair, language.English)
	if err != nil || !bytes.Contains(alone, []byte(planted)) {
		t.Fatalf("%v, %d bytes", err, len(alone))
	}
	if x.in(t, "veche_shards") != "" {
		t.Error("asking for workers made their tables")
	}
	helped(t, x.db, "another build", func(context.Context, string, json.RawMessage) error {
		t.Error("another build's worker was asked")
		return nil
	}, nil)
	x.of(t, "another build").ready(t)
	if again, err := make(t.Context(), x.panel, x.chair, language.English); err != nil || len(again) == 0 {
		t.Error(err)
	}
}

// A worker killed in the middle: the server makes what it was at.
func workerIsKilled(t *testing.T, server *postgrestest.Server) {
	x := meet(t, server)
	victim := helperProcess(t, x.db, "VECHE_TEST_STUCK=1")
	x.ready(t)
	done := make(chan error, 1)
	go func() {
		data, err := x.away.file("report.html")(t.Context(), x.panel, x.chair, language.English)
		if err == nil && !bytes.Contains(data, []byte(planted)) {
			err = fmt.Errorf("%d bytes", len(data))
		}
		done <- err
	}()
	until(t, func() bool { return strings.Contains(x.in(t, "veche_shards"), ",running,") })
	if text := x.in(t, "veche_shards"); !strings.Contains(text, x.panel.ID()) || strings.Contains(text, "chair") || strings.Contains(text, planted) || strings.Contains(text, x.panel.State().Title) {
		t.Errorf("the tables of workers hold not the panel's number, or more than that of whom and what it is:\n%s", text)
	}
	if err := victim.Process.Kill(); err != nil { // -9
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// Somebody is erased while a worker makes a report that names them, or when it was made and nobody came for it: it is refused, and goes with what is erased.
func erasedMeanwhile(t *testing.T, server *postgrestest.Server) {
	x := meet(t, server)
	ctx := t.Context()
	m := making{Language: language.English, Made: time.Now()}
	key, err := x.panel.Order(ctx, x.chair, fileOrder{"report.html", m.zoned(x.panel.State())})
	if err != nil {
		t.Fatal(err)
	}
	other, err := x.panel.Order(ctx, x.chair, fileOrder{"report.html", m.zoned(x.panel.State())})
	if err != nil {
		t.Fatal(err)
	}
	helper := &Helper{DB: x.db}
	defer helper.Close()
	args := func(key string) json.RawMessage {
		text, err := json.Marshal(ask{x.panel.ID(), key})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if err := helper.Do(ctx, "report.html", args(key)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(x.everything(t), hexOf(planted)) {
		t.Fatal("the report that was made does not stand there with the name: this test shows nothing")
	}
	erase, made := false, makers["report.html"]
	defer func() { makers["report.html"] = made }()
	makers["report.html"] = func(ctx context.Context, p *live.Panel, a live.Actor, m making) ([]byte, error) {
		data, err := made(ctx, p, a, m)
		if erase = bytes.Contains(data, []byte(planted)); erase {
			if _, err := x.panel.Erase(ctx, "E99"); err != nil {
				t.Error(err)
			}
		}
		return data, err
	}
	if err := helper.Do(ctx, "report.html", args(other)); !errors.Is(err, live.ErrRace) || !erase {
		t.Errorf("what was made before an erasure is taken after it: %v", err)
	}
	if _, err := x.panel.Collect(ctx, key); !errors.Is(err, live.ErrNone) {
		t.Errorf("what was made before is there: %v", err)
	}
	if text := x.everything(t); strings.Contains(text, planted) || strings.Contains(text, hexOf(planted)) {
		t.Error("the name of who was erased stands in the database")
	}
	if err := helper.Do(ctx, "report.html", args(other)); !errors.Is(err, live.ErrNone) {
		t.Errorf("an order of before is done after it: %v", err)
	}
}

// Pages hand files to a worker, for who may have them only.
func pagesAsk(t *testing.T, server *postgrestest.Server) {
	x := meet(t, server)
	var did atomic.Int64
	helper := &Helper{DB: x.db}
	defer helper.Close()
	helped(t, x.db, release.Build(), helper.Do, func(name string, err error) {
		if name != "report.html" { // how firm the ranking is is asked for by itself, and links are renewed meanwhile
			return
		}
		if did.Add(1); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	})
	x.of(t, release.Build()).ready(t)
	ctx, stop := context.WithCancel(context.Background())
	began, ended := make(chan Ready, 1), make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{DB: x.db, Listen: "127.0.0.1:0", Log: io.Discard, Ready: func(r Ready) { began <- r },
			New: live.New{File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}}})
	}()
	var ready Ready
	select {
	case ready = <-began:
	case err := <-ended:
		t.Fatal(err)
	}
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	get := func(who string) (int, []byte) {
		a, err := x.panel.As("chair")
		if err != nil {
			t.Fatal(err)
		}
		link, _, err := x.panel.Renew(t.Context(), a, x.panel.State().Control, who)
		if err != nil {
			t.Fatal(err)
		}
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Jar: jar}
		r, err := client.PostForm(Address(ready.URL, link.Token), url.Values{"pin": {"428913"}, "again": {"428913"}})
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		base := ready.URL + regexp.MustCompile(`^/p/[^/]+`).FindString(r.Request.URL.Path)
		if r, err = client.Get(base + "/files/report.html"); err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, body
	}
	if status, _ := get("E02"); status != http.StatusForbidden || did.Load() != 0 {
		t.Errorf("an expert asks for the report: %d, and %d errands", status, did.Load())
	}
	if status, body := get("secretary"); status != http.StatusOK || !bytes.Contains(body, []byte(planted)) || did.Load() != 1 {
		t.Errorf("the secretary asks for the report: %d, %d bytes, %d errands", status, len(body), did.Load())
	}
}

// A worker at a database without panels makes no tables for them, whatever it is asked.
func noPanels(t *testing.T, server *postgrestest.Server) {
	db := server.Database()
	helper := &Helper{DB: db}
	defer helper.Close()
	if err := helper.Do(t.Context(), "report.html", json.RawMessage(`{"panel":"p","key":"k"}`)); !errors.Is(err, live.ErrNone) {
		t.Error(err)
	}
	conn, err := pgx.Connect(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var n int
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").Scan(&n); err != nil || n > 0 {
		t.Errorf("%d tables, %v", n, err)
	}
}
