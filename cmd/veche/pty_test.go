//go:build !windows

package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"veche/internal/ci"
	"veche/internal/study"
)

// console is the real binary on a pseudo-terminal, its output played into a screen.
type console struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File
	before *term.State
	exited chan error
	mu     sync.Mutex
	screen *vt.Emulator
	raw    bytes.Buffer
	last   time.Time // of output
}

// binary builds the command once.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "veche-test")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "veche")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// begin starts the binary on a terminal of w×h in a folder; its journals go below the folder.
func begin(t *testing.T, folder string, w, h int, args ...string) *console {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("SKIPPED: no pseudo-terminal, so this was not checked: %v", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(slave.Fd())
	if err != nil {
		t.Fatal(err)
	}
	c := &console{t: t, master: master, slave: slave, before: before, exited: make(chan error, 1), screen: vt.NewEmulator(w, h), cmd: exec.Command(path, args...)}
	c.cmd.Dir = folder
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = slave, slave, slave
	c.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "XDG_STATE_HOME="+filepath.Join(folder, "state"))
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.exited <- c.cmd.Wait() }()
	go c.play()
	go func() { _, _ = io.Copy(master, c.screen) }() // what the terminal answers to questions; ends when the screen is closed
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		_ = slave.Close()
		_ = master.Close()
		_ = c.screen.InputPipe().(io.Closer).Close() // not the screen itself: its Close and its Read race
	})
	return c
}

// play brings output to the screen until the terminal is closed.
func (c *console) play() {
	buffer := make([]byte, 1<<16)
	for {
		n, err := c.master.Read(buffer)
		c.mu.Lock()
		if n > 0 {
			c.raw.Write(buffer[:n])
			c.last = time.Now()
			if _, err := c.screen.Write(buffer[:n]); err != nil {
				c.mu.Unlock()
				return
			}
		}
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (c *console) resize(w, h int) {
	c.t.Helper()
	c.mu.Lock()
	c.screen.Resize(w, h)
	c.mu.Unlock()
	if err := pty.Setsize(c.master, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		c.t.Fatal(err)
	}
}

func (c *console) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.screen.String()
}

func (c *console) send(keys ...string) {
	c.t.Helper()
	for _, k := range keys {
		if _, err := c.master.WriteString(k); err != nil {
			c.t.Fatal(err)
		}
	}
}

// until waits for the screen to satisfy ok.
func (c *console) until(what string, ok func(string) bool) string {
	c.t.Helper()
	for range 3000 {
		if s := c.text(); ok(s) {
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	c.t.Fatalf("the screen never showed %s:\n%s", what, c.text())
	return ""
}

func (c *console) shows(text string) string {
	c.t.Helper()
	return c.until(text, func(s string) bool { return strings.Contains(s, text) })
}

// rest waits until nothing has been written for a while.
func (c *console) rest() string {
	for begun := time.Now(); ; {
		time.Sleep(20 * time.Millisecond)
		c.mu.Lock()
		quiet := time.Since(c.last) > 150*time.Millisecond
		c.mu.Unlock()
		if quiet && time.Since(begun) > 300*time.Millisecond { // what was just sent has had time to be answered
			return c.text()
		}
	}
}

// ended waits for the program to end.
func (c *console) ended() error {
	c.t.Helper()
	select {
	case err := <-c.exited:
		return err
	case <-time.After(30 * time.Second):
		c.t.Fatalf("the program does not end:\n%s", c.text())
		return nil
	}
}

// clean fails unless the terminal is as it was before the program.
func (c *console) clean() {
	c.t.Helper()
	c.rest()
	after, err := term.GetState(c.slave.Fd())
	if err != nil {
		c.t.Fatal(err)
	}
	if !reflect.DeepEqual(after, c.before) {
		c.t.Error("the terminal's mode is not what it was")
	}
	c.mu.Lock()
	raw := c.raw.String()
	c.mu.Unlock()
	for what, mode := range map[string][2]string{"the other screen": {"\x1b[?1049h", "\x1b[?1049l"}, "the mouse": {"\x1b[?1002h", "\x1b[?1002l"}, "pasting in brackets": {"\x1b[?2004h", "\x1b[?2004l"}, "the cursor": {"\x1b[?25l", "\x1b[?25h"}} {
		if strings.LastIndex(raw, mode[0]) > strings.LastIndex(raw, mode[1]) {
			c.t.Errorf("%s was not put back", what)
		}
	}
	if s := c.text(); strings.Contains(s, "Ranking") {
		c.t.Errorf("the explorer left something on the terminal:\n%s", s)
	}
}

// horizon writes the built-in example into a folder.
func horizon(t *testing.T) (folder, path string) {
	t.Helper()
	folder = t.TempDir()
	path = filepath.Join(folder, "scan.xlsx")
	if code := run([]string{"new", path, "--example", "horizon-scan", "-q"}, strings.NewReader(""), io.Discard, io.Discard); code != 0 {
		t.Fatalf("veche new: %d", code)
	}
	return folder, path
}

// printed is what the command prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(args, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("veche %v: %d %s", args, code, errs.String())
	}
	return out.String()
}

// journalOf is the one journal below a folder.
func journalOf(t *testing.T, folder string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "state", "veche", "*.jsonl"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("journals: %v, %v", paths, err)
	}
	return paths[0]
}

// ranked is a ranking printed as CSV: rank, ID, name, score.
func ranked(t *testing.T, table string) []place {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []place
	for _, r := range rows[1:] {
		rank, _ := strconv.Atoi(r[0])
		score, err := strconv.ParseFloat(r[3], 64)
		if err == nil {
			all = append(all, place{rank, r[2], score})
		}
	}
	return all
}

// shownIn holds every line of the ranking on a screen against a ranking printed as CSV.
func shownIn(screen, table string) error {
	shown := places(screen)
	if len(shown) < 5 {
		return fmt.Errorf("only %d places are on the screen:\n%s", len(shown), screen)
	}
	for _, p := range shown {
		if !regexp.MustCompile(fmt.Sprintf(`(?m)^%d,[^,]*,"?%s`, p.rank, regexp.QuoteMeta(p.name))).MatchString(table) {
			return fmt.Errorf("%d %s is not in the ranking:\n%s", p.rank, p.name, table)
		}
	}
	return nil
}

var ptyKeys = []string{"\x1b[C", "\x1b[C", "\x1b[D", "+", "-", "\x1b[B", "\x1b[A", "L", "r", "u", "\x12", "x", "\t", "=30\r", ":topsis\r", ":vikor\r", "1",
	"\x1b[<0;25;6M\x1b[<32;27;6M\x1b[<32;30;6M\x1b[<0;30;6m", "2", "3", "4", "5", "6", "1", "\x1b[B", "\x1b[C"}

// Killed at any moment, the explorer started again offers what was done, and gives back the study as it was.
func TestKilledAndRecovered(t *testing.T) {
	ci.Long(t, "the explorer killed at random moments")
	const points = 50
	random := rand.New(rand.NewPCG(7, 8))
	for n := range points {
		folder, path := horizon(t)
		c := begin(t, folder, 80, 24, "explore", "scan.xlsx", "--no-motion")
		c.shows("Ranking")
		c.send("\x1b[C") // one change at least
		c.shows("undo 1")
		for range random.IntN(25) {
			c.send(ptyKeys[random.IntN(len(ptyKeys))])
			if random.IntN(4) == 0 {
				time.Sleep(time.Duration(random.IntN(12)) * time.Millisecond)
			}
		}
		if random.IntN(5) == 0 {
			c.resize(60+random.IntN(80), 24)
		}
		idle := n%2 == 0
		var seen string
		first := func(s string) bool { return strings.Contains(s, "[1Weights]") || strings.Contains(s, "[1 Weights]") }
		if idle {
			for tries := 0; tries == 0 || !first(seen); tries++ {
				if tries == 30 {
					t.Fatalf("point %d: the first screen never came:\n%s", n, seen)
				}
				for _, key := range []string{"\x1b", "\x1b", "1"} { // whatever is open is closed; apart, or it would be Alt and a key
					c.send(key)
					time.Sleep(200 * time.Millisecond)
					c.rest()
				}
				seen = c.text()
			}
		}
		if err := c.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := c.ended(); err == nil {
			t.Fatal("it was not killed")
		}
		log := filepath.Join(folder, "copy.jsonl")
		data, err := os.ReadFile(journalOf(t, folder))
		if err != nil {
			t.Fatal(err)
		}
		data = data[:bytes.LastIndexByte(data, '\n')+1] // the line the kill tore
		if err := os.WriteFile(log, data, 0o600); err != nil {
			t.Fatal(err)
		}
		want := printed(t, "replay", path, log, "-q", "--format", "csv")
		if idle {
			if err := shownIn(seen, want); err != nil {
				t.Errorf("point %d: the screen and the journal: %v", n, err)
			}
		}
		steps, err := study.ReadSteps(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c = begin(t, folder, 80, 24, "explore", "scan.xlsx", "--no-motion")
		c.until("the offer", func(s string) bool { return strings.Contains(s, "not saved.") || strings.Contains(s, "recover") })
		c.send("r")
		c.shows("Recovered")
		again := printed(t, "replay", path, journalOf(t, folder), "-q", "--format", "csv")
		if again != want {
			t.Errorf("point %d of %d steps: recovered\n%s\nnot\n%s", n, len(steps), again, want)
		}
		c.until("what was recovered", func(s string) bool { return shownIn(s, want) == nil })
		c.send("q", "y")
		if err := c.ended(); err != nil {
			t.Fatalf("%v\n%s", err, c.text())
		}
		c.clean()
		if left, _ := os.ReadDir(filepath.Join(folder, "state", "veche")); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
		if t.Failed() {
			return
		}
	}
}

// A hangup and a polite kill leave the terminal as it was and the changes for the next start.
func TestStoppedBySignals(t *testing.T) {
	ci.Long(t, "the explorer under signals")
	for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT} {
		folder, path := horizon(t)
		c := begin(t, folder, 100, 30, "explore", "scan.xlsx")
		c.shows("Ranking")
		c.send("=55\r")
		c.shows("55%")
		c.rest()
		if err := c.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := c.ended(); err != nil {
			t.Errorf("%v: %v", signal, err)
		}
		c.clean()
		c.shows("unsaved changes are kept")
		if got, want := printed(t, "replay", path, journalOf(t, folder), "-q"), printed(t, "rank", path, "--weights", "C1=0.55", "-q"); got != want {
			t.Errorf("%v: kept\n%s\nnot\n%s", signal, got, want)
		}
		c = begin(t, folder, 100, 30, "explore", "scan.xlsx")
		c.shows("recover")
		c.send("s")
		c.shows("set the weight of C1 to 55%")
		c.send("\x1b")
		c.until("the question again", func(s string) bool { return !strings.Contains(s, "set the weight of") })
		c.send("i")
		c.shows("Kept aside")
		c.send("q")
		if err := c.ended(); err != nil {
			t.Error(err)
		}
		c.clean()
		aside, err := filepath.Glob(filepath.Join(folder, "state", "veche", "*.ignored.jsonl"))
		if err != nil || len(aside) != 1 {
			t.Errorf("put aside: %v, %v", aside, err)
		}
	}
}

// Saved over, then changed and killed: what was done since, and undoing beyond the save, come back on the workbook as it was first opened.
func TestKilledAfterSaving(t *testing.T) {
	ci.Long(t, "the explorer killed after saving")
	folder, path := horizon(t)
	c := begin(t, folder, 100, 30, "explore", "scan.xlsx")
	c.shows("Ranking")
	c.send("=40\r")
	c.shows("40%")
	c.send("\x13")
	c.shows("Saved to")
	c.send("u")
	c.shows("Undone")
	c.send("=50\r")
	c.shows("50%")
	c.rest()
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.ended()
	c = begin(t, folder, 100, 30, "explore", "scan.xlsx")
	c.shows("recover")
	c.send("r")
	c.shows("Recovered")
	c.send("\x13")
	c.shows("Saved to")
	c.send("q")
	if err := c.ended(); err != nil {
		t.Fatal(err)
	}
	c.clean()
	_, fresh := horizon(t)
	got, want := ranked(t, printed(t, "rank", path, "-q", "--format", "csv")), ranked(t, printed(t, "rank", fresh, "--weights", "C1=0.5", "-q", "--format", "csv"))
	for k := range want {
		if got[k].name != want[k].name || math.Abs(got[k].score-want[k].score) > 1e-12 {
			t.Errorf("saved, place %d is %v, not %v", k+1, got[k], want[k])
		}
	}
}
