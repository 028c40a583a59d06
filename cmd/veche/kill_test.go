package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/study"
	"veche/internal/workbook"
)

// saveAsExplorer is the command "veche-save STUDY.xlsx": what Ctrl+S in the explorer does after the method was changed.
func saveAsExplorer() {
	s, issues, err := workbook.Read(os.Args[1])
	if err == nil {
		err = issues.Err()
	}
	if err == nil {
		var changed *study.Study
		if changed, err = study.Apply(s, study.SetMethod{Method: "topsis"}); err == nil {
			_, err = workbook.Save(os.Args[1], changed, s.Source.SHA256)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "veche-save:", err)
		os.Exit(exitFile)
	}
}

// writing is a command that writes files: all that the product writes but the journal and the database, which are added to.
type writing struct {
	command []string
	targets string                  // a pattern
	merges  bool                    // its exit code may say that something is missing
	over    bool                    // it changes a study in place
	valid   func(data []byte) error // whether a file is whole, where every run writes another; nil: it is the same each time
}

// now tells a new file, whole, from any other.
func (w writing) now(data, again []byte) bool {
	if w.valid != nil {
		return w.valid(data) == nil
	}
	return bytes.Equal(data, again)
}

// writings are all of them, to be run in a folder that this fills with what they read.
func writings(t *testing.T, folder string) []writing {
	t.Helper()
	for _, command := range [][]string{
		{"veche", "new", "study.xlsx", "--example", "horizon-scan"},
		{"veche", "forms", "study.xlsx", "-d", "returned"},
		{"veche", "new", "portfolio.xlsx", "--example", "portfolio"},
		{"veche", "new", "networks.xlsx", "--example", "research-networks"},
	} {
		if text, err := in(folder, command).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, text)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "log.jsonl"), []byte(`{"action":"set-method","method":"topsis"}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	matrix := excelize.NewFile()
	for k, row := range [][]any{{"", "Cost", "Risk", "Effect"}, {"Cost", 1, 3, 5}, {"Risk", "1/3", 1, 2}, {"Effect", 0.2, 0.5, 1}} {
		if err := matrix.SetSheetRow("Sheet1", fmt.Sprint("B", 3+k), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := matrix.SaveAs(filepath.Join(folder, "matrix.xlsx")); err != nil {
		t.Fatal(err)
	}
	line := func(text, targets string) writing {
		return writing{command: strings.Fields(text), targets: targets}
	}
	all := []writing{
		line("veche new out/new.xlsx --force", "new.xlsx"),
		line("veche rank study.xlsx -o out/shortlist.xlsx --force", "shortlist.xlsx"),
		line("veche forms study.xlsx -d out/forms --force", "forms/*.xlsx"),
		{command: strings.Fields("veche collect study.xlsx returned -o out/merged.xlsx --force"), targets: "merged.xlsx", merges: true},
		{command: []string{"veche-save", "out/saved.xlsx"}, targets: "saved.xlsx", over: true},
		{command: []string{"veche", "lock", "out/sealed.xlsx"}, targets: "sealed.xlsx", over: true},
		line("veche import matrix.xlsx -o out/imported.xlsx --force", "imported.xlsx"),
		line("veche diagnose study.xlsx -o out/fault.json --force", "fault.json"),
		line("veche report study.xlsx -o out/report.html --force", "report.html"),
		line("veche report study.xlsx -o out/minutes.docx --force", "minutes.docx"),
		line("veche report study.xlsx -o out/report.md --force", "report.md"),
		line("veche report study.xlsx -o out/report.json --force", "report.json"),
		line("veche replay study.xlsx log.jsonl -o out/replayed.xlsx --force", "replayed.xlsx"),
		line("veche shard study.xlsx --draws 20000 --index 0 --of 2 -o out/tally.json --force", "tally.json"),
		line("veche select portfolio.xlsx -o out/set.xlsx --force", "set.xlsx"),
		line("veche network networks.xlsx --accept out/accepted.xlsx --force", "accepted.xlsx"),
		line("veche compare study.xlsx study.xlsx -o out/editions.svg --force", "editions.svg"),
		line("veche frame weights study.xlsx -o out/frame.svg --force", "frame.svg"),
		line("veche rank study.xlsx -o out/figure.png --force", "figure.png"),
	}
	return all
}

func in(folder string, command []string) *exec.Cmd {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "HOME="+folder, "XDG_STATE_HOME="+folder)
	return cmd
}

// before puts back what was there before a command: the study itself for a save, else something else of some size.
func (w writing) before(t *testing.T, folder string, paths []string) (old []byte) {
	t.Helper()
	old = bytes.Repeat([]byte("old "), 5_000)
	if w.over {
		var err error
		if old, err = os.ReadFile(filepath.Join(folder, "study.xlsx")); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range paths {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, old, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return old
}

// whole runs a command undisturbed and returns the files it writes, and how long it takes.
func (w writing) whole(t *testing.T, folder string) (files map[string][]byte, took time.Duration) {
	t.Helper()
	w.before(t, folder, []string{filepath.Join(folder, "out", w.targets)})
	if strings.Contains(w.targets, "*") {
		if err := os.Remove(filepath.Join(folder, "out", w.targets)); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	text, err := in(folder, w.command).CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !(w.merges && asExit(err, &exit) && exit.ExitCode() == exitIssues) {
		t.Fatalf("%v: %v\n%s", w.command, err, text)
	}
	took = time.Since(start)
	paths, err := filepath.Glob(filepath.Join(folder, "out", w.targets))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%v wrote nothing, %v", w.command, err)
	}
	files = map[string][]byte{}
	for _, path := range paths {
		if files[path], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return files, took
}

func asExit(err error, exit **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*exit = e
	return ok
}

// Every command that writes is killed at random moments, 200 times in the full run: each of its files is the old one or the new one, whole.
func TestKilledCommands(t *testing.T) {
	ci.Long(t, "every writing command killed at random moments")
	kills := 40
	if !ci.Longest() {
		kills = 8
	}
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(5, 200))
	for _, w := range writings(t, folder) {
		t.Run(w.targets, func(t *testing.T) {
			now, took := w.whole(t, folder)
			var paths []string
			for path := range now {
				paths = append(paths, path)
			}
			olds, news, midway := 0, 0, 0
			for kill := range kills {
				old := w.before(t, folder, paths)
				cmd := in(folder, w.command)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Duration((0.2 + random.Float64()) * float64(took)))
				_ = cmd.Process.Kill() // it may have ended
				_ = cmd.Wait()
				for path, data := range now {
					got, err := os.ReadFile(path)
					switch {
					case err != nil:
						t.Fatalf("kill %d: %v", kill, err)
					case w.now(got, data):
						news++
					case bytes.Equal(got, old):
						olds++
					default:
						t.Fatalf("kill %d: %s has %d bytes, neither the old file's %d nor the new one's %d", kill, filepath.Base(path), len(got), len(old), len(data))
					}
				}
				left, err := filepath.Glob(filepath.Join(filepath.Dir(paths[0]), ".veche-*.tmp"))
				if err != nil || len(left) > 1 {
					t.Fatalf("kill %d: left %v, %v", kill, left, err)
				}
				midway += len(left)
			}
			t.Logf("%d kills within %v: files old %d times, new %d times; %d kills left a temporary file", kills, took.Round(time.Millisecond), olds, news, midway)
		})
	}
}
