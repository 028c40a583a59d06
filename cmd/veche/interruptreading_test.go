//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"veche/internal/ci"
)

// longReadings are the commands that write nothing, or only to the terminal, each on what keeps it busy for seconds.
var longReadings = []string{
	"veche check big",
	"veche rank big --method copeland",
	"veche rank big --method copeland --format json",
	"veche weights judged",
	"veche panel panel",
	"veche network linked",
	"veche robust small --draws 2000000000",
	"veche shard small --draws 2000000000 --index 0 --of 1 -o tally.json",
	"veche select big --method copeland --budget 1000",
	"veche why big --method copeland",
	"veche report big --method copeland",
	"veche compare big big",
	"veche replay small long.jsonl",
	"veche frame weights big",
	"veche diagnose big.xlsx",
	"veche explore big --plain",
}

// longInputs makes their studies, as folders of CSV.
func longInputs(t *testing.T, folder string) {
	t.Helper()
	write := func(study, sheet, head string, rows int, row func(k int) string) {
		t.Helper()
		var b strings.Builder
		b.WriteString(head + "\n")
		for k := range rows {
			b.WriteString(row(k) + "\n")
		}
		if err := errors.Join(os.MkdirAll(filepath.Join(folder, study), 0o755), os.WriteFile(filepath.Join(folder, study, sheet+".csv"), []byte(b.String()), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	measured := func(name string, m, n int) {
		write(name, "Study", "Key,Value", 1, func(int) string { return "weighting,equal" })
		write(name, "Criteria", "Code,Criterion,Sense,Min,Max", n, func(k int) string { return fmt.Sprintf("C%d,criterion %d,benefit,0,1000", k+1, k+1) })
		write(name, "Technologies", "ID,Technology,Cost", m, func(k int) string { return fmt.Sprintf("T%d,technology %d,%d", k+1, k+1, 1+k%97) })
		var head strings.Builder
		head.WriteString("Technology")
		for j := range n {
			fmt.Fprintf(&head, ",C%d", j+1)
		}
		write(name, "Evidence", head.String(), m, func(k int) string {
			row := fmt.Sprintf("T%d", k+1)
			for j := range n {
				row += fmt.Sprintf(",%d", (k*(2*j+7)*7919)%997)
			}
			return row
		})
	}
	measured("big", 20_000, 20)
	measured("small", 60, 8)
	measured("judged", 2, 120)
	write("judged", "Study", "Key,Value", 1, func(int) string { return "weighting,ahp" })
	write("judged", "Experts", "ID,Name", 20, func(k int) string { return fmt.Sprintf("E%d,expert %d", k+1, k+1) })
	write("judged", "Pairwise", "Expert,A,B,Preferred,Intensity", 20*119*60, func(k int) string {
		e, pair := k/(119*60), k%(119*60)
		a := 0
		for pair >= 119-a {
			pair -= 119 - a
			a++
		}
		return fmt.Sprintf("E%d,C%d,C%d,%s,%d", e+1, a+1, a+2+pair, []string{"A", "B"}[k%2], 1+k%9)
	})
	measured("panel", 2000, 20)
	if err := os.Remove(filepath.Join(folder, "panel", "Evidence.csv")); err != nil {
		t.Fatal(err)
	}
	write("panel", "Experts", "ID,Name,Bloc", 10, func(k int) string { return fmt.Sprintf("E%d,expert %d,b%d", k+1, k+1, k%3) })
	write("panel", "Scores", "Expert,Technology,Criterion,Score", 400_000, func(k int) string {
		return fmt.Sprintf("E%d,T%d,C%d,%d", 1+k/40_000, 1+k%40_000/20, 1+k%20, 1+k*7919%900)
	})
	measured("linked", 40, 4)
	write("linked", "Links", "Project,Technology,Period,Partner,Bloc,Commitment", 200_000, func(k int) string {
		return fmt.Sprintf("P%d,T%d,%d,partner %d,b%d,%d", k/4, 1+k/4%40, 2020+k/4%5, k*7919%3000, k%3, 1+k%50)
	})
	var log strings.Builder
	for k := range 100_000 {
		fmt.Fprintf(&log, "{\"action\":\"set-weight\",\"criterion\":\"C%d\",\"weight\":0.%d}\n", 1+k%3, 1+k%7)
	}
	if err := os.WriteFile(filepath.Join(folder, "long.jsonl"), []byte(log.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, err := in(folder, strings.Fields("veche rank big --method weighted-sum -o big.xlsx")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

// filesBelow are all files below a folder, with their sizes.
func filesBelow(t *testing.T, folder string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		all = append(all, fmt.Sprint(path, " ", info.Size()))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every command that reads for long ends soon after Ctrl+C, with 130 and without a file or half a table: the times, of which the program's own are 100 ms, are
// logged and not asserted, for a machine may be at other work.
func TestInterruptedReadings(t *testing.T) {
	ci.Long(t, "every reading command under SIGINT")
	folder := t.TempDir()
	longInputs(t, folder)
	files := filesBelow(t, folder)
	var slowest time.Duration
	for _, text := range longReadings {
		heard := false
		early, late := time.Duration(0), time.Duration(0) // a busy machine has main listen later, on a quick one the work is soon done
		for after, tries := 30*time.Millisecond, 0; !heard && tries < 20; tries++ {
			var took time.Duration
			var done bool
			if took, heard, done = interruptReading(t, folder, text, after); done {
				late = after
			} else {
				early = after
			}
			if after = early * 3 / 2; late > 0 {
				after = (early + late) / 2
				early = early * 4 / 5 // what was too early then may not be now
			}
			slowest = max(slowest, took)
		}
		if !heard {
			t.Errorf("%s does not listen", text)
		}
	}
	if now := filesBelow(t, folder); !slices.Equal(now, files) {
		t.Errorf("files were written: %v, not %v", now, files)
	}
	t.Logf("the slowest took %v", slowest.Round(time.Millisecond))
}

// interruptReading interrupts a command after so long and says how long it took to end, and whether it listened: a signal that comes before main ends it by itself,
// and one that comes too late finds it done.
func interruptReading(t *testing.T, folder, text string, after time.Duration) (took time.Duration, heard, done bool) {
	t.Helper()
	cmd := in(folder, strings.Fields(text))
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if strings.Contains(text, "explore") {
		cmd.Stdin = strings.NewReader("")
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	began := time.Now()
	hang := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() }) // it may have ended
	err := cmd.Wait()
	took = time.Since(began)
	if !hang.Stop() {
		t.Errorf("%s does not end", text)
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if cmd.ProcessState.Success() {
		return took, false, true
	}
	if out.Len() > 0 {
		t.Errorf("%s prints %.200q", text, out.String())
	}
	if status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() && status.Signal() == syscall.SIGINT {
		return took, false, false
	}
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("%s ends with %d: %.300s", text, code, problems.String())
	}
	if !strings.Contains(problems.String(), "interrupted") {
		t.Errorf("%s says %q", text, problems.String())
	}
	t.Logf("%s: %v after Ctrl+C", text, took.Round(time.Millisecond))
	return took, true, false
}

// Ctrl+C on a terminal: a command at work ends with 130, its line of progress goes; the explorer ends at once where nothing is unsaved. The terminal is as it was.
func TestCtrlCOnATerminal(t *testing.T) {
	ci.Long(t, "Ctrl+C on a terminal")
	folder, _ := horizon(t)
	c := begin(t, folder, 100, 30, "explore", "scan.xlsx")
	c.shows("Ranking")
	c.rest()
	c.send("\x03")
	if err := c.ended(); err != nil {
		t.Errorf("the explorer: %v", err)
	}
	c.clean()
	c = begin(t, folder, 100, 30, "explore", "scan.xlsx")
	c.shows("Ranking")
	c.send("=40\r")
	c.shows("40%")
	c.rest()
	c.send("\x03") // asks
	c.rest()
	c.send("\x03") // and is answered
	if err := c.ended(); err != nil {
		t.Errorf("the explorer with changes: %v", err)
	}
	c.clean()
	for _, x := range []struct{ command, shows string }{{"explore scan.xlsx --plain", "Empty line"}, {"robust scan.xlsx --draws 2000000000", "Ctrl+C ends it"}} {
		c = begin(t, folder, 100, 30, strings.Fields(x.command)...)
		c.shows(x.shows)
		c.send("\x03")
		var exit *exec.ExitError
		if err := c.ended(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
			t.Errorf("%s ends with %v", x.command, err)
		}
		c.clean()
		if s := c.text(); strings.Contains(s, "at work") || !strings.Contains(s, "interrupted") {
			t.Errorf("%s leaves\n%s", x.command, s)
		}
	}
}
