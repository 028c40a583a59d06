package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/live/service"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// storing is a command that writes to the database of panels: killed or interrupted at random moments, on a full disk and on one that is only read, what is kept
// is as it was before or as it is after, and the command run again comes to its end.
type storing struct {
	name    string // in the tree of commands
	command string
	begun   bool // a panel is kept before
	once    bool // done once, it refuses to be done again
}

var storings = []storing{
	{name: "serve", command: "veche serve study.xlsx --data out/panel --links json"},
	{name: "invite", command: "veche invite E02 --data out/panel --url http://127.0.0.1:1 --links csv", begun: true},
	{name: "panels erase", command: "veche panels erase E02 --data out/panel", begun: true, once: true},
	{name: "backup", command: "veche backup --restore copy.age --identity key --data out/panel", once: true},
}

// keptPanel keeps a panel on the built-in study in a folder, its first round closed with two experts' answers.
func keptPanel(t *testing.T, folder string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	st, err := service.Open(ctx, folder, "")
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

// kept says what panels a folder keeps, as far as no key and no clock is in it.
func kept(t *testing.T, folder string) string {
	t.Helper()
	var said []string
	err := service.Place{Data: folder}.In(t.Context(), func(h *live.House) error {
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
	if _, missing := os.Stat(filepath.Join(folder, sqlite.File)); err != nil && missing == nil {
		t.Errorf("%s cannot be opened: %v", folder, err)
	}
	return strings.Join(said, "; ")
}

// put brings the folder to what the command finds.
func (s storing) put(t *testing.T, folder string) {
	t.Helper()
	to := filepath.Join(folder, "out", "panel")
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if s.begun {
		if err := os.CopyFS(to, os.DirFS(filepath.Join(folder, "kept"))); err != nil {
			t.Fatal(err)
		}
	}
}

// does runs the command until it ends, or a server until it says that it is ready; a signal, if there is one, comes after so long. It returns the exit code, -1 where a
// signal ended it.
func (s storing) does(t *testing.T, folder string, signal os.Signal, after time.Duration) (code int, took time.Duration, said string) {
	t.Helper()
	cmd := in(folder, strings.Fields(s.command))
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
func (s storing) whole(t *testing.T, folder string) (before, after string, took time.Duration) {
	t.Helper()
	s.put(t, folder)
	before = kept(t, filepath.Join(folder, "out", "panel"))
	code, took, said := s.does(t, folder, nil, 0)
	if code != exitDone {
		t.Fatalf("%s: %d\n%s", s.command, code, said)
	}
	after = kept(t, filepath.Join(folder, "out", "panel"))
	if before == after {
		t.Fatalf("%s changes nothing that is looked at: %q", s.command, after)
	}
	return before, after, took
}

// storingInputs makes what the commands read.
func storingInputs(t *testing.T, folder string) {
	t.Helper()
	writings(t, folder)
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "key"), []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := in(folder, []string{"veche", "backup", "--data", "kept", "-o", "copy.age", "--recipient", key.Recipient().String()}).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// Every command that writes to the database is killed and interrupted at random moments.
func TestStoringCutShort(t *testing.T) {
	ci.Long(t, "every command that writes to the database of panels, killed and interrupted")
	folder := t.TempDir()
	storingInputs(t, folder)
	random := rand.New(rand.NewPCG(16, 9))
	times := 6
	if ci.Longest() {
		times = 60
	}
	for _, s := range storings {
		t.Run(s.name, func(t *testing.T) {
			before, after, took := s.whole(t, folder)
			panel := filepath.Join(folder, "out", "panel")
			olds, news := 0, 0
			for n := range times {
				s.put(t, folder)
				signal := []os.Signal{os.Kill, os.Interrupt}[n%2]
				code, _, said := s.does(t, folder, signal, time.Duration((0.1+random.Float64())*float64(took)))
				now := kept(t, panel)
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
				if code, _, said := s.does(t, folder, nil, 0); code != exitDone {
					t.Errorf("hit by %v, and run again: %d: %s", signal, code, said)
				}
			}
			t.Logf("%d times within %v: as before %d times, as after %d times", times, took.Round(time.Millisecond), olds, news)
		})
	}
}
