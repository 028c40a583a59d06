package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/report/contract"
)

// terminal is a real terminal (tmux) with the real binary in it.
type terminal struct {
	t      *testing.T
	socket string
}

func (x *terminal) tmux(args ...string) string {
	x.t.Helper()
	out, err := exec.Command("tmux", append([]string{"-f", "/dev/null", "-S", x.socket}, args...)...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (x *terminal) screen() string { return x.tmux("capture-pane", "-p") }

// until waits for the screen to satisfy ok.
func (x *terminal) until(what string, ok func(screen string) bool) string {
	x.t.Helper()
	var last string
	for range 200 {
		if last = x.screen(); ok(last) {
			return last
		}
		time.Sleep(50 * time.Millisecond)
	}
	x.t.Fatalf("the screen never showed %s:\n%s", what, last)
	return ""
}

// open starts a shell of the given size in tmux and runs a command line in it.
func open(t *testing.T, folder string, width, height int, line string) *terminal {
	t.Helper()
	x := &terminal{t, filepath.Join(t.TempDir(), "s")}
	x.tmux("new-session", "-d", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height), "-c", folder, "env", "PS1=ready$ ", "sh")
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", x.socket, "kill-server").Run() })
	x.tmux("send-keys", line, "Enter")
	return x
}

// place is one line of the ranking on the screen: rank, name as far as it is shown, score.
type place struct {
	rank  int
	name  string
	score float64
}

var placeLine = regexp.MustCompile(`(\d+)\s+(?:[+-]\d+|·|\.)\s+(\S.*?)\s+(-?\d+\.\d{3})`)

func places(screen string) []place {
	var all []place
	for line := range strings.Lines(screen) {
		if m := placeLine.FindStringSubmatch(line); m != nil {
			rank, _ := strconv.Atoi(m[1])
			score, _ := strconv.ParseFloat(m[3], 64)
			all = append(all, place{rank, strings.TrimRight(m[2], "….~ "), score})
		}
	}
	return all
}

// Move a weight in the explorer on a real terminal: the ranking follows, is the one `veche rank --weights` gives, u restores it and q leaves a clean terminal.
func TestExplorerOnATerminal(t *testing.T) {
	ci.Need(t, "tmux")
	ci.Long(t, "the explorer in tmux")
	folder := t.TempDir()
	binary, err := exec.LookPath("veche") // this test's own, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(binary, "new", filepath.Join(folder, "scan.xlsx"), "--example", "horizon-scan").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, size := range [][2]int{{80, 24}, {140, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			x := open(t, folder, size[0], size[1], binary+" explore scan.xlsx; echo left with $?")
			before := places(x.until("a ranking", func(s string) bool { return len(places(s)) >= 5 }))
			comparePanes(t, binary, folder, before)

			for range 49 { // from 11.1 % to the next whole per cent, then 48 more
				x.tmux("send-keys", "Right")
			}
			moved := places(x.until("the moved weight", func(s string) bool { return strings.Contains(s, "60%") && fmt.Sprint(places(s)) != fmt.Sprint(before) }))
			comparePanes(t, binary, folder, moved, "--weights", "C1=0.6")

			x.tmux("send-keys", "u")
			x.until("the ranking as it was", func(s string) bool { return fmt.Sprint(places(s)) == fmt.Sprint(before) })
			x.tmux("send-keys", "q")
			after := x.until("the shell again", func(s string) bool { return strings.Contains(s, "left with 0") })
			if len(places(after)) > 0 || strings.Contains(after, "Weights") {
				t.Errorf("the explorer left something on the terminal:\n%s", after)
			}
			x.tmux("send-keys", "echo still", " alive", "Enter")
			x.until("an echo", func(s string) bool { return strings.Contains(s, "\nstill alive") })
		})
	}
}

// compare holds what the screen shows against the command.
func comparePanes(t *testing.T, binary, folder string, shown []place, flags ...string) {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"rank", "scan.xlsx", "--format", "json", "-q"}, flags...)...)
	cmd.Dir = folder
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var ranking contract.Ranking
	if err := json.Unmarshal(out, &ranking); err != nil {
		t.Fatal(err)
	}
	for k, p := range shown {
		r := ranking.Ranking[k]
		if p.rank != r.Rank || !strings.HasPrefix(r.Name, p.name) || math.Abs(p.score-r.Score) > 5.1e-4 {
			t.Errorf("line %d shows %+v, veche rank %v gives %d %s %.4f", k+1, p, flags, r.Rank, r.Name, r.Score)
		}
	}
}
