//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"syscall"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/hostile"
)

// The command as a process on every hostile file: it ends by itself, in less than 256 MB, and with an exit code of its own. The times are for reading, not for
// failing: the aim is 2 s on an idle machine.
func TestHostileFiles(t *testing.T) {
	ci.Long(t, "the command on every hostile file")
	type file struct {
		name string
		make func() []byte
	}
	var files []file
	for _, f := range append(hostile.Files(), hostile.ODSFiles()...) {
		files = append(files, file{f.Name, f.Make})
	}
	for _, s := range hostile.Studies() {
		files = append(files, file{"study: " + s.Name, s.Make})
	}
	folder := t.TempDir()
	paths := make([]string, len(files))
	for k, f := range files {
		paths[k] = filepath.Join(folder, strconv.Itoa(k)+".xlsx")
		if err := os.WriteFile(paths[k], f.make(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A process begins with its parent's peak of memory as its own; 5 sets that to what is in use (proc(5)).
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Skipf("NOT CHECKED: the memory of the command: %v", err)
	}
	for _, flags := range [][]string{{"check", "--cells"}, {"check"}} {
		var slowest, largest string
		var most time.Duration
		var peak int64
		for k, f := range files {
			cmd := exec.Command("veche", append(flags[:len(flags):len(flags)], paths[k])...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			hang := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
			_ = cmd.Wait()
			if !hang.Stop() {
				t.Fatalf("%s: veche %v did not end within a minute", f.name, flags)
			}
			if code := cmd.ProcessState.ExitCode(); code != exitDone && code != exitIssues && code != exitFile {
				t.Errorf("%s: veche %v ended with %v", f.name, flags, cmd.ProcessState)
			}
			used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
			if !ok {
				t.Fatal("no account of what the process used")
			}
			if used.Maxrss > 256<<10 {
				t.Errorf("%s: veche %v took %d MB", f.name, flags, used.Maxrss>>10)
			}
			if used.Maxrss > peak {
				peak, largest = used.Maxrss, f.name
			}
			if d := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); d > most {
				most, slowest = d, f.name
			}
		}
		t.Logf("veche %v on %d files: at most %v of processor time (%s) and %d MB (%s)", flags, len(files), most.Round(10*time.Millisecond), slowest, peak>>10, largest)
	}
}
