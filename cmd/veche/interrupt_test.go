//go:build unix

package main

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"veche/internal/ci"
)

// A command that would go on for minutes ends at once when it is interrupted, with 130, and has written nothing.
func TestInterruptedWork(t *testing.T) {
	folder := t.TempDir()
	path, out := filepath.Join(folder, "scan.xlsx"), filepath.Join(folder, "out.xlsx")
	var said bytes.Buffer
	if code := run([]string{"new", path, "--example", "horizon-scan", "-q"}, strings.NewReader(""), &said, &said); code != exitDone {
		t.Fatal(said.String())
	}
	for _, command := range [][]string{
		{"robust", path, "--draws", "2000000000"},
		{"rank", path, "-o", out},
	} {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan int, 1)
		var out, problems bytes.Buffer
		go func() { ended <- runUntil(ctx, command, strings.NewReader(""), &out, &problems) }()
		time.Sleep(20 * time.Millisecond)
		stop()
		began := time.Now()
		if code := <-ended; code != exitInterrupted {
			t.Errorf("veche %v ends with %d: %s", command, code, problems.String())
		}
		if took := time.Since(began); took > 30*time.Second { // 100 ms where nobody else is at work
			t.Errorf("veche %v took %v to end", command, took)
		}
	}
	time.Sleep(2 * time.Second) // what was left behind goes on in this process, and finds that it may not write
	if left, err := filepath.Glob(filepath.Join(folder, "*out*")); err != nil || left != nil {
		t.Errorf("left %v, %v", left, err)
	}
}

// Every command that writes is interrupted, or finds nobody listening to it, at random moments: files are old or new, whole; 130 means that one was
// interrupted, and where no file was begun then all are old.
func TestInterruptedCommands(t *testing.T) {
	ci.Long(t, "every writing command under SIGINT, and with its output closed")
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(5, 130))
	for _, w := range writings(t, folder) {
		t.Run(w.name(), func(t *testing.T) {
			w.ready(t)
			now, took := w.whole(t, folder)
			var paths []string
			for path := range now {
				paths = append(paths, path)
			}
			interrupted := 0
			times := 30
			if !ci.Longest() {
				times = 3
			}
			for n := range times {
				old := w.before(t, folder, paths)
				cmd := in(folder, w.command)
				deaf := n%3 == 2 && w.command[0] == "veche"
				if deaf { // what it prints goes nowhere
					reader, writer, err := os.Pipe()
					if err != nil {
						t.Fatal(err)
					}
					reader.Close()
					cmd.Stdout = writer
					defer writer.Close()
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				if !deaf {
					time.Sleep(time.Duration((0.1 + random.Float64()) * float64(took)))
					_ = cmd.Process.Signal(syscall.SIGINT) // it may have ended
				}
				_ = cmd.Wait()
				state, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
				if !ok {
					t.Fatal("no account of how it ended")
				}
				code := state.ExitStatus()
				signalled := state.Signaled() // before main was there to listen, or SIGPIPE
				if !signalled && code != exitDone && code != exitInterrupted && !(w.merges && code == exitIssues) && !(deaf && code == exitFile) {
					t.Errorf("it ended with %v", cmd.ProcessState)
				}
				if code == exitInterrupted {
					interrupted++
				}
				for path, data := range now {
					if isNew := w.found(t, path, old, data); (code == exitDone || code == exitIssues) && !signalled && !isNew {
						t.Errorf("it says that %s is done, and the file is the old one", w.command)
					}
				}
			}
			t.Logf("interrupted %d times of %d, within %v", interrupted, times, took.Round(time.Millisecond))
		})
	}
}
