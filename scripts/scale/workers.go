package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"veche/scripts/peak"
)

// shared are the counts that are measured: so many workers of one processor each, and how many of them are killed in the middle.
var shared = []struct{ workers, killed int }{{1, 0}, {2, 0}, {3, 0}, {2, 1}}

// spread measures one count by veche robust alone on one processor, and by workers at a PostgreSQL: the same figures, to the byte, or it is an error. Every count has a
// database of its own, dropped afterwards. In brief, two counts side by side and one worker are left out.
func spread(binary, study, address string, draws int, brief bool) error {
	fmt.Printf("\n%s, %d draws, GOMAXPROCS=1 each\n\n", "verdicts of the study", draws)
	args := []string{"robust", study, "--show", "verdicts", "--format", "csv", "--quiet", "--draws", strconv.Itoa(draws)}
	alone := exec.Command(binary, args...)
	alone.Env = append(os.Environ(), "GOMAXPROCS=1")
	began := time.Now()
	figures, err := digest(alone)
	if err != nil {
		return fmt.Errorf("alone: %w", err)
	}
	single := time.Since(began)
	pair := single
	if !brief {
		if pair, err = sideBySide(binary, args); err != nil {
			return err
		}
		fmt.Printf("Two counts side by side, one processor each, take %.1f s: by this the efficiency of two workers is given, as other work on the machine slows both.\n\n", pair.Seconds())
	}
	fmt.Println("| counted by | wall | processor | efficiency | peak memory of a worker | SHA-256 of the figures |")
	fmt.Println("|---|---|---|---|---|---|")
	fmt.Printf("| `veche robust` | %.1f s | %.1f s | 1 | %d MB | %.12s… |\n", single.Seconds(), processor(alone), peak.Of(alone.ProcessState)>>20, figures)
	for k, s := range shared {
		if brief && s.workers == 1 {
			continue
		}
		by := single
		if s.workers == 2 {
			by = pair
		}
		if err := byWorkers(binary, args, address, fmt.Sprintf("veche_scale_%d_%d", os.Getpid(), k), s.workers, s.killed, by, figures); err != nil {
			return err
		}
	}
	return nil
}

// sideBySide is how long two counts take that run at once.
func sideBySide(binary string, args []string) (time.Duration, error) {
	began := time.Now()
	var both [2]*exec.Cmd
	for k := range both {
		both[k] = exec.Command(binary, args...)
		both[k].Env = append(os.Environ(), "GOMAXPROCS=1")
		if err := both[k].Start(); err != nil {
			return 0, err
		}
	}
	var failed error
	for _, cmd := range both {
		failed = errors.Join(failed, cmd.Wait())
	}
	return time.Since(began), failed
}

// digest runs a command and gives the SHA-256 of what it prints, which is not held: what this process holds counts as the peak of those that it starts.
func digest(cmd *exec.Cmd) (string, error) {
	h := sha256.New()
	cmd.Stdout = h
	err := cmd.Run()
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

func processor(cmd *exec.Cmd) float64 {
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}

// byWorkers measures one count by workers.
func byWorkers(binary string, args []string, address, database string, workers, killed int, single time.Duration, figures string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+database); err != nil {
		return err
	}
	defer conn.Exec(ctx, "DROP DATABASE "+database+" WITH (FORCE)")
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	u.Path = "/" + database
	all := make([]*exec.Cmd, workers)
	ready := make(chan struct{}, workers)
	for k := range all {
		all[k] = exec.Command(binary, "work", "--db", u.String(), "--workers", "1")
		all[k].Env = append(os.Environ(), "GOMAXPROCS=1")
		all[k].Stderr = &firstLine{ready: ready}
		if err := all[k].Start(); err != nil {
			return err
		}
		defer all[k].Process.Kill()
	}
	for range all {
		<-ready
	}
	began := time.Now()
	if killed > 0 {
		time.AfterFunc(single/3, func() { all[0].Process.Kill() }) // -9
	}
	got, err := digest(exec.Command(binary, append(args, "--db", u.String())...))
	if err != nil {
		return fmt.Errorf("%d workers: %w", workers, err)
	}
	wall := time.Since(began)
	var spent float64
	var most int64
	for _, w := range all {
		w.Process.Signal(syscall.SIGTERM)
		if err := w.Wait(); err != nil && killed == 0 {
			return fmt.Errorf("a worker: %w", err)
		}
		spent, most = spent+processor(w), max(most, peak.Of(w.ProcessState))
	}
	if got != figures {
		return fmt.Errorf("%d workers give other figures", workers)
	}
	by := fmt.Sprintf("%d workers", workers)
	if killed > 0 {
		by += ", one killed with -9"
	}
	fmt.Printf("| %s | %.1f s | %.1f s | %.2f | %d MB | %.12s… |\n", strings.Replace(by, "1 workers", "1 worker", 1), wall.Seconds(), spent, single.Seconds()/wall.Seconds()/float64(workers), most>>20, got)
	return nil
}

// firstLine tells when a worker has said its first line: that it is ready.
type firstLine struct {
	ready chan struct{}
	said  bool
}

func (f *firstLine) Write(p []byte) (int, error) {
	if !f.said {
		f.said = true
		f.ready <- struct{}{}
	}
	return len(p), nil
}
