package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/live/service"
	"veche/internal/store/postgrestest"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// storing is a command that writes to the database of panels: killed or interrupted at random moments, on a full disk and on one that is only read, what is kept
// is as it was before or as it is after, and the command run again comes to its end.
type storing struct {
	name    string // in the tree of commands
	command string // AT stands for where panels are kept
	begun   bool   // a panel is kept before
	once    bool   // done once, it refuses to be done again
}

var storings = []storing{
	{name: "serve", command: "veche serve study.xlsx AT --links json"},
	{name: "invite", command: "veche invite E02 AT --url http://127.0.0.1:1 --links csv", begun: true},
	{name: "panels erase", command: "veche panels erase E02 AT", begun: true, once: true},
	{name: "backup", command: "veche backup --restore copy.age --identity key AT", once: true},
}

// base is where the panels of a table's rows are kept: as the row finds them, and as they are looked at.
type base interface {
	put(t *testing.T, begun bool)
	place() service.Place
}

// inFolder keeps them in out/panel of a folder, which has a panel in its own kept.
type inFolder string

func (f inFolder) place() service.Place {
	return service.Place{Data: filepath.Join(string(f), "out", "panel")}
}

func (f inFolder) put(t *testing.T, begun bool) {
	t.Helper()
	to := f.place().Data
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if begun {
		if err := os.CopyFS(to, os.DirFS(filepath.Join(string(f), "kept"))); err != nil {
			t.Fatal(err)
		}
	}
}

// inServer keeps them in the database "panels" of a PostgreSQL, which has a panel in its database "begun", and what is kept beside them in the folder.
type inServer struct {
	inFolder
	server *postgrestest.Server
}

func (f inServer) place() service.Place {
	return service.Place{Data: f.inFolder.place().Data, DB: f.server.URL("panels")}
}

func (f inServer) put(t *testing.T, begun bool) {
	t.Helper()
	f.inFolder.put(t, begun)
	f.server.Do("DROP DATABASE IF EXISTS panels WITH (FORCE)")
	from := "template1"
	if begun {
		from = "begun"
	}
	f.server.Do("CREATE DATABASE panels TEMPLATE " + from)
}

// flags name the place to a command run in the folder.
func flags(p service.Place) string {
	if p.DB != "" {
		return "--data out/panel --db " + p.DB
	}
	return "--data out/panel"
}

// keptPanel keeps a panel on the built-in study at a place, its first round closed with two experts' answers.
func keptPanel(t *testing.T, at service.Place) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	st, err := service.Open(ctx, at.Data, at.DB)
	must(err)
	defer st.Close()
	house := live.NewHouse(st, live.Options{})
	defer house.Close()
	p, _, err := house.Create(ctx, live.New{Kind: live.Open, File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}, Language: "en"})
	must(err)
	chair, err := service.Chair(p)
	must(err)
	_, err = p.OpenRound(ctx, chair, p.State().Control, time.Time{})
	must(err)
	asked, err := p.Questions(ctx, chair)
	must(err)
	for k, person := range []string{"E01", "E02"} {
		a, err := p.As(person)
		must(err)
		must(p.Consent(ctx, a))
		answers := map[live.Question]live.Answer{}
		for i, q := range asked {
			answers[q] = live.Answer{State: study.Given, Value: float64(1 + (i+k)%5)}
		}
		_, err = p.Save(ctx, a, live.Save{Round: p.State().Current().ID, Answers: answers})
		must(err)
	}
	_, err = p.CloseRound(ctx, chair, p.State().Control)
	must(err)
}

// kept says what panels are at a place, as far as no key and no clock is in it.
func kept(t *testing.T, at service.Place) string {
	t.Helper()
	var said []string
	err := at.In(t.Context(), func(h *live.House) error {
		all, err := h.Panels(t.Context())
		for _, p := range all {
			s := p.State()
			generations, named := 0, 0
			for _, who := range s.People {
				generations += who.Generation
				if who.Person.Name != "" {
					named++
				}
			}
			said = append(said, fmt.Sprintf("%s, %s, %s: %d events, %d people of whom %d have names, %d links, %d erased, %d restored", s.Title, s.Kind, s.Phase, s.Seq, len(s.People), named, generations, len(s.Erased), len(s.Restored)))
		}
		return err
	})
	if _, missing := os.Stat(filepath.Join(at.Data, sqlite.File)); err != nil && (at.DB != "" || missing == nil) {
		t.Errorf("%v cannot be opened: %v", at, err)
	}
	return strings.Join(said, "; ")
}

// does runs the command until it ends, or a server until it says that it is ready; a signal, if there is one, comes after so long. It returns the exit code, -1 where a
// signal ended it.
func (s storing) does(t *testing.T, folder string, b base, signal os.Signal, after time.Duration) (code int, took time.Duration, said string) {
	t.Helper()
	cmd := in(folder, strings.Fields(strings.Replace(s.command, "AT", flags(b.place()), 1)))
	var problems strings.Builder
	cmd.Stderr = &problems
	if s.name == "serve" {
		cmd.Stdout = &firstByte{func() { _ = cmd.Process.Signal(os.Interrupt) }} // it may have ended
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if signal != nil {
		time.Sleep(after)
		_ = cmd.Process.Signal(signal) // it may have ended
	}
	hang := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }) // it may have ended
	err := cmd.Wait()
	if !hang.Stop() {
		t.Fatalf("%s did not end", s.command)
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), time.Since(began), problems.String()
}

// firstByte calls what is to be done when something is written to it first.
type firstByte struct{ do func() }

func (f *firstByte) Write(b []byte) (int, error) {
	if f.do != nil {
		f.do()
		f.do = nil
	}
	return len(b), nil
}

// whole runs the command to its end, from what it finds, and says what is kept before and after.
func (s storing) whole(t *testing.T, folder string, b base) (before, after string, took time.Duration) {
	t.Helper()
	b.put(t, s.begun)
	before = kept(t, b.place())
	code, took, said := s.does(t, folder, b, nil, 0)
	if code != exitDone {
		t.Fatalf("%s: %d\n%s", s.command, code, said)
	}
	after = kept(t, b.place())
	if before == after {
		t.Fatalf("%s changes nothing that is looked at: %q", s.command, after)
	}
	return before, after, took
}

// storingInputs makes what the commands read.
func storingInputs(t *testing.T, folder string) {
	t.Helper()
	writings(t, folder)
	copied(t, folder, "--data kept")
}

// copied makes an encrypted copy of the panels at a place, and its key.
func copied(t *testing.T, folder, place string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "key"), []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := in(folder, strings.Fields("veche backup "+place+" -o copy.age --recipient "+key.Recipient().String())).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// Every command that writes to the database is killed and interrupted at random moments.
func TestStoringCutShort(t *testing.T) {
	ci.Long(t, "every command that writes to the database of panels, killed and interrupted")
	folder := t.TempDir()
	storingInputs(t, folder)
	for _, s := range storings {
		t.Run(s.name, func(t *testing.T) { s.cutShort(t, folder, inFolder(folder), times(6, 60)) })
	}
}

// begunInServer is a folder of what commands read, and a PostgreSQL with a panel begun, from which the others are made.
func begunInServer(t *testing.T) (folder string, server *postgrestest.Server) {
	t.Helper()
	server = postgrestest.Start(t)
	folder = t.TempDir()
	writings(t, folder)
	server.Do("CREATE DATABASE begun")
	keptPanel(t, service.Place{Data: filepath.Join(folder, "kept"), DB: server.URL("begun")})
	copied(t, folder, "--data kept --db "+server.URL("begun"))
	return folder, server
}

// The same with the panels in PostgreSQL.
func TestStoringInPostgreSQLCutShort(t *testing.T) {
	folder, server := begunInServer(t)
	for _, s := range storings {
		t.Run(s.name, func(t *testing.T) { s.cutShort(t, folder, inServer{inFolder(folder), server}, times(2, 20)) })
	}
}

// times is how often a command is hit: in the full run, and in the longest.
func times(full, longest int) int {
	if ci.Longest() {
		return longest
	}
	return full
}

func (s storing) cutShort(t *testing.T, folder string, b base, times int) {
	random := rand.New(rand.NewPCG(16, 9))
	before, after, took := s.whole(t, folder, b)
	olds, news := 0, 0
	for n := range times {
		b.put(t, s.begun)
		signal := []os.Signal{os.Kill, os.Interrupt}[n%2]
		code, _, said := s.does(t, folder, b, signal, time.Duration((0.1+random.Float64())*float64(took)))
		now := kept(t, b.place())
		switch {
		case now == before:
			olds++
		case now == after:
			news++
		default:
			t.Errorf("hit by %v: %q, neither %q nor %q", signal, now, before, after)
		}
		if code != -1 && code != exitDone && code != exitInterrupted {
			t.Errorf("hit by %v: it ends with %d: %s", signal, code, said)
		}
		if code == exitDone && now != after {
			t.Errorf("it says that it is done: %q", now)
		}
		if s.once && now == after {
			continue
		}
		if code, _, said := s.does(t, folder, b, nil, 0); code != exitDone {
			t.Errorf("hit by %v, and run again: %d: %s", signal, code, said)
		}
	}
	t.Logf("%d times within %v: as before %d times, as after %d times", times, took.Round(time.Millisecond), olds, news)
}

// A count that workers share through PostgreSQL gives the same figures whoever of them is killed or interrupted at random moments: the one who waits for it goes on where
// it was when run again, and a worker's shards are made by the next.
func TestCountingCutShort(t *testing.T) {
	server := postgrestest.Start(t)
	folder := t.TempDir()
	writings(t, folder)
	random := rand.New(rand.NewPCG(16, 10))
	times := times(4, 20)
	robust := func(db string) *exec.Cmd {
		return in(folder, []string{"veche", "robust", "study.xlsx", "--draws", "400000", "--format", "json", "--show", "verdicts", "--db", db})
	}
	begin := func(cmd *exec.Cmd) *exec.Cmd {
		t.Helper()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	worker := func(db string) *exec.Cmd {
		return begin(in(folder, []string{"veche", "work", "--workers", "1", "--db", db}))
	}
	ended := func(cmd *exec.Cmd, allowed ...int) {
		t.Helper()
		hang := time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() }) // it may have ended
		defer hang.Stop()
		if err := cmd.Wait(); err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		if code := cmd.ProcessState.ExitCode(); !slices.Contains(allowed, code) {
			t.Errorf("%v ends with %d", cmd.Args, code)
		}
	}
	whole := func() (string, time.Duration) {
		db := server.Database()
		w, began := worker(db), time.Now()
		figures, err := robust(db).Output()
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		_ = w.Process.Signal(os.Interrupt) // it may have ended
		ended(w, exitDone, exitInterrupted)
		return string(figures), took
	}
	figures, took := whole()
	for n := range times {
		db := server.Database()
		signal := []os.Signal{os.Kill, os.Interrupt}[n%2]
		waiting, w := begin(robust(db)), worker(db)
		time.Sleep(time.Duration((0.1 + random.Float64()) * float64(took)))
		hit := []*exec.Cmd{w, waiting}[n/2%2]
		_ = hit.Process.Signal(signal) // it may have ended
		ended(hit, -1, exitDone, exitInterrupted)
		if hit == w {
			w = worker(db)
		} else {
			waiting = nil
		}
		if waiting != nil {
			ended(waiting, exitDone)
		}
		again, err := robust(db).Output()
		if err != nil {
			t.Errorf("hit by %v, and run again: %v", signal, err)
		}
		if string(again) != figures {
			t.Errorf("hit by %v, other figures", signal)
		}
		_ = w.Process.Signal(os.Interrupt) // it may have ended
		ended(w, exitDone, exitInterrupted)
	}
	t.Logf("%d times within %v", times, took.Round(time.Millisecond))
}
