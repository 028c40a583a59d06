package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// found tells whether a file is the new one; it fails the test where it is neither that nor what was there before.
func (w writing) found(t *testing.T, path string, old, data []byte) (isNew bool) {
	t.Helper()
	got, err := os.ReadFile(path)
	switch {
	case fresh[w.targets] && errors.Is(err, fs.ErrNotExist):
	case err != nil:
		t.Fatal(err)
	case w.now(got, data):
		return true
	case fresh[w.targets] || !bytes.Equal(got, old):
		t.Fatalf("%s has %d bytes, neither the old file's %d nor the new one's %d", filepath.Base(path), len(got), len(old), len(data))
	}
	return false
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
		if fresh[w.targets] {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			continue
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
	if exit := (*exec.ExitError)(nil); err != nil && !(w.merges && errors.As(err, &exit) && exit.ExitCode() == exitIssues) {
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

// Every command that writes is killed at random moments, 200 times in the full run: each of its files is the old one or the new one, whole.
func TestKilledCommands(t *testing.T) {
	ci.Long(t, "every writing command killed at random moments")
	kills := 40
	if !ci.Longest() {
		kills = 4
	}
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(5, 200))
	for _, w := range writings(t, folder) {
		t.Run(w.name(), func(t *testing.T) {
			w.ready(t)
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
					if w.found(t, path, old, data) {
						news++
					} else {
						olds++
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
