package main

import (
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
	for range 600 {
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
	folder, _ := horizon(t)
	binary, err := exec.LookPath("veche") // this test's own, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{80, 24}, {140, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			x := open(t, folder, size[0], size[1], binary+" explore scan.xlsx; echo left with $?")
			// A terminal may be looked at while a frame is half drawn: what is waited for is the whole of it.
			rank := func(flags ...string) []place {
				return ranked(t, printed(t, append([]string{"rank", filepath.Join(folder, "scan.xlsx"), "--format", "csv", "-q"}, flags...)...))
			}
			loaded, moved := rank(), rank("--weights", "C1=0.6")
			before := places(x.until("the ranking, which the command gives", func(s string) bool {
				return strings.Contains(s, "q quit") && len(places(s)) >= 5 && differs(places(s), loaded) == ""
			}))
			like := func(r []place) func(string) bool {
				return func(s string) bool { return len(places(s)) == len(before) && differs(places(s), r) == "" }
			}
			for range 49 { // from 11.1 % to the next whole per cent, then 48 more
				x.tmux("send-keys", "Right")
			}
			after := places(x.until("the moved weight", func(s string) bool { return strings.Contains(s, "60%") && like(moved)(s) }))
			if fmt.Sprint(before) == fmt.Sprint(after) {
				t.Error("the moved weight changes nothing")
			}
			x.tmux("send-keys", "u")
			x.until("the ranking as it was", like(loaded))
			x.tmux("send-keys", "q")
			left := x.until("the shell again", func(s string) bool { return strings.Contains(s, "left with 0") })
			if len(places(left)) > 0 || strings.Contains(left, "Weights") {
				t.Errorf("the explorer left something on the terminal:\n%s", left)
			}
			x.tmux("send-keys", "echo still", " alive", "Enter")
			x.until("an echo", func(s string) bool { return strings.Contains(s, "\nstill alive") })
		})
	}
}

// differs says where the places that a screen shows are not the command's; "" if nowhere.
func differs(shown, ranking []place) string {
	for k, p := range shown {
		if k == len(ranking) {
			return "more places than there are"
		}
		if r := ranking[k]; p.rank != r.rank || !strings.HasPrefix(r.name, p.name) || math.Abs(p.score-r.score) > 5.1e-4 {
			return fmt.Sprintf("line %d shows %+v, veche rank gives %+v", k+1, p, r)
		}
	}
	return ""
}
