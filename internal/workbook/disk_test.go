//go:build linux

package workbook

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
)

// stays fails unless path still holds want and nothing lies beside it.
func stays(t *testing.T, path string, want []byte) {
	t.Helper()
	if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, want) {
		t.Errorf("the old file is gone: %d bytes, %v", len(data), err)
	}
	if left := litter(t, filepath.Dir(path)); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// A disk of one megabyte: the old file stays, the error names it and says why; what fits is written.
func TestFullDisk(t *testing.T) {
	if !ci.Full() || os.Getuid() != 0 {
		t.Skip("NOT CHECKED: a full disk; it is mounted with VECHE_CI=1 and as root")
	}
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("NOT CHECKED: a full disk; none could be mounted: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(disk, "study.xlsx")
	old := bytes.Repeat([]byte("old"), 100_000)
	if err := WriteFile(path, old, false); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{800_000, 5_000_000} {
		err := WriteFile(path, make([]byte, size), true)
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "the disk is full") {
			t.Errorf("%d bytes: said %v", size, err)
		}
		stays(t, path, old)
	}
	// What a killed writer left on the disk makes room when it is needed.
	if err := os.WriteFile(filepath.Join(disk, ".veche-00c0ffee.tmp"), make([]byte, 600_000), 0o600); err != nil {
		t.Fatal(err)
	}
	want := bytes.Repeat([]byte("new"), 150_000)
	if err := WriteFile(path, want, true); err != nil {
		t.Fatal(err)
	}
	stays(t, path, want)

	// Save comes this way too.
	s, issues := ReadBytes("study.xlsx", example.ScienceFields)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	if err := WriteFile(path, example.ScienceFields, true); err != nil {
		t.Fatal(err)
	}
	ci.FillDisk(t, disk)
	if _, err := Save(path, apply(t, s, study.SetMethod{Method: "topsis"}), s.Source.SHA256); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("Save said %v", err)
	}
	stays(t, path, example.ScienceFields)
}

const limitedPath = "VECHE_TEST_LIMITED_PATH"

// TestLimitedWriter is the process of TestWriteFails, whose files may have 64 KB: the write stops halfway, as on a full disk.
func TestLimitedWriter(t *testing.T) {
	path := os.Getenv(limitedPath)
	if path == "" {
		t.Skip("run by TestWriteFails")
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 16, Max: 1 << 16}); err != nil {
		t.Fatal(err)
	}
	fmt.Println(WriteFile(path, make([]byte, 1<<20), true))
}

// A write that fails halfway, on any machine.
func TestWriteFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "study.xlsx")
	old := bytes.Repeat([]byte("old"), 10_000)
	if err := WriteFile(path, old, false); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestLimitedWriter$")
	cmd.Env = append(os.Environ(), limitedPath+"="+path)
	said, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(said), path+" was not written: it would be larger than files may be here (file too large)") {
		t.Errorf("said %s (%v)", said, err)
	}
	stays(t, path, old)
}

// asNobody calls do on a thread without rights, when the test has them all; a thread left locked ends with its goroutine.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	if os.Getuid() != 0 {
		do()
		return
	}
	done := make(chan syscall.Errno)
	go func() {
		runtime.LockOSThread()
		const nobody = 65534
		_, _, failed := syscall.RawSyscall(syscall.SYS_SETRESUID, nobody, nobody, nobody)
		if failed == 0 {
			do()
		}
		done <- failed
	}()
	if failed := <-done; failed != 0 {
		t.Skipf("NOT CHECKED: %s; rights could not be given up: %v", t.Name(), failed)
	}
}

// A folder one may not write in, a file one may not write, and what is no file.
func TestWriteFileIsNotPermitted(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "study.xlsx")
	if err := WriteFile(path, []byte("old"), false); err != nil {
		t.Fatal(err)
	}
	chmod := func(name string, mode fs.FileMode) {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	check := func(name, want string) {
		t.Helper()
		asNobody(t, func() {
			if err := WriteFile(name, []byte("new"), true); err == nil || !strings.HasPrefix(err.Error(), name) || !strings.Contains(err.Error(), want) {
				t.Errorf("said %v", err)
			}
		})
		stays(t, path, []byte("old"))
	}
	chmod(filepath.Dir(folder), 0o755) // testing's own, which nobody else may enter
	chmod(path, 0o666)
	chmod(folder, 0o555)
	check(path, "the folder "+folder+" is read-only for you (permission denied)")
	check(filepath.Join(folder, "new.xlsx"), "the folder "+folder+" is read-only for you (permission denied)")
	chmod(folder, 0o777)
	chmod(path, 0o444)
	check(path, "is write-protected: lift the protection")
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	check(pipe, "is not an ordinary file")
}

// A file that the administrator writes stays its owner's.
func TestWriteFileKeepsTheOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("NOT CHECKED: the owner of a replaced file; needs root")
	}
	path := filepath.Join(t.TempDir(), "study.xlsx")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 1234, 2345); err != nil {
		t.Skipf("NOT CHECKED: the owner of a replaced file: %v", err)
	}
	if err := WriteFile(path, []byte("new"), true); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if stat := info.Sys().(*syscall.Stat_t); stat.Uid != 1234 || stat.Gid != 2345 || info.Mode().Perm() != 0o600 {
		t.Errorf("owner %d, group %d, mode %v", stat.Uid, stat.Gid, info.Mode())
	}
}
