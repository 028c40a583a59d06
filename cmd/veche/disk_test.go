//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"filippo.io/age"

	"veche/internal/ci"
)

// Every command that writes finds the disk full, then not to be written: each of its files is the old one or the new one, whole, and the command says so and exits with 3.
func TestCommandsOnAFullDisk(t *testing.T) {
	if !ci.Full() || os.Getuid() != 0 {
		t.Skip("NOT CHECKED: a full disk; it is mounted with VECHE_CI=1 and as root")
	}
	folder := t.TempDir()
	for _, w := range writings(t, folder) {
		t.Run(w.name(), func(t *testing.T) {
			w.ready(t)
			now, _ := w.whole(t, folder)
			disk := filepath.Join(folder, "out")
			if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
				t.Skipf("NOT CHECKED: a full disk; none could be mounted: %v", err)
			}
			defer func() {
				if err := syscall.Unmount(disk, 0); err != nil {
					t.Error(err)
				}
			}()
			var paths []string
			for path := range now {
				paths = append(paths, path)
			}
			old := w.before(t, folder, paths)
			fill := ci.FillDisk(t, disk)
			text, err := in(folder, w.command).CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != exitFile || !strings.Contains(string(text), "the disk is full") {
				t.Errorf("%v on a full disk: %v\n%s", w.command, err, text)
			}
			for path, data := range now {
				w.found(t, path, old, data)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(paths[0]), ".veche-*")); len(left) > 0 {
				t.Errorf("left %v", left)
			}
			if err := os.Remove(fill); err != nil {
				t.Fatal(err)
			}
			old = w.before(t, folder, paths)
			if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
				t.Skipf("NOT CHECKED: a disk that is only read: %v", err)
			}
			text, err = in(folder, w.command).CombinedOutput()
			if !errors.As(err, &exit) || exit.ExitCode() != exitFile {
				t.Errorf("%v on a disk that is only read: %v\n%s", w.command, err, text)
			}
			for path, data := range now {
				if w.found(t, path, old, data) {
					t.Errorf("on a disk that is only read %s is written", path)
				}
			}
		})
	}
}

// Every command that writes to the database of panels finds the disk full, then not to be written: what is kept is as it was or as it is after, the command
// says so and exits with 3, and with room again it comes to its end.
func TestStoringOnAFullDisk(t *testing.T) {
	if !ci.Full() || os.Getuid() != 0 {
		t.Skip("NOT CHECKED: a full disk; it is mounted with VECHE_CI=1 and as root")
	}
	folder := t.TempDir()
	storingInputs(t, folder)
	for _, s := range storings {
		t.Run(s.name, func(t *testing.T) {
			b := inFolder(folder)
			before, after, _ := s.whole(t, folder, b)
			disk, panel := filepath.Join(folder, "out"), b.place().Data
			if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=8m"); err != nil {
				t.Skipf("NOT CHECKED: a full disk; none could be mounted: %v", err)
			}
			defer func() {
				if err := syscall.Unmount(disk, 0); err != nil {
					t.Error(err)
				}
			}()
			b.put(t, s.begun)
			if err := os.MkdirAll(panel, 0o700); err != nil {
				t.Fatal(err)
			}
			fill := ci.FillDisk(t, disk)
			if code, _, said := s.does(t, folder, b, nil, 0); code != exitFile || !strings.Contains(said, "full") {
				t.Errorf("%s on a full disk: %d\n%s", s.command, code, said)
			}
			if err := os.Remove(fill); err != nil {
				t.Fatal(err)
			}
			if now := kept(t, b.place()); now != before && now != after {
				t.Errorf("after a full disk: %q, neither %q nor %q", now, before, after)
			}
			if code, _, said := s.does(t, folder, b, nil, 0); code != exitDone {
				t.Errorf("%s with room again: %d\n%s", s.command, code, said)
			}
			if now := kept(t, b.place()); now != after {
				t.Errorf("with room again: %q, not %q", now, after)
			}
			b.put(t, s.begun)
			if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
				t.Skipf("NOT CHECKED: a disk that is only read: %v", err)
			}
			if code, _, said := s.does(t, folder, b, nil, 0); code != exitFile {
				t.Errorf("%s on a disk that is only read: %d\n%s", s.command, code, said)
			}
		})
	}
}

// The same with the panels in PostgreSQL, its disk full: the command says so, or comes to its end in the room that is left in the pages it has; and the panels of before
// can be taken away all the time.
func TestStoringInPostgreSQLOnAFullDisk(t *testing.T) {
	if !ci.Full() || os.Getuid() != 0 {
		t.Skip("NOT CHECKED: a PostgreSQL on a full disk; it is mounted with VECHE_CI=1 and as root")
	}
	folder, server := begunInServer(t)
	disk := server.Disk("small", "64m")
	b := inServer{inFolder(folder), server}
	for _, s := range storings {
		t.Run(s.name, func(t *testing.T) {
			before, after, _ := s.whole(t, folder, b)
			b.put(t, s.begun)
			server.Do("ALTER DATABASE panels SET TABLESPACE small")
			if now := kept(t, b.place()); now != before { // PostgreSQL writes a file at the first connection
				t.Fatalf("moved to the small disk: %q, not %q", now, before)
			}
			fill := ci.FillDisk(t, disk)
			defer os.Remove(fill) // where the test failed before it is removed
			code, _, said := s.does(t, folder, b, nil, 0)
			if code != exitDone && (code != exitFile || !strings.Contains(said, "full")) {
				t.Errorf("%s on a full disk: %d\n%s", s.command, code, said)
			}
			t.Logf("it ends with %d", code)
			if s.begun {
				for _, command := range []string{"veche export AT -o taken.xlsx --force", "veche export AT --record taken.json --force", "veche backup AT -o taken.age --recipient RECIPIENT --force"} {
					command = strings.Replace(strings.Replace(command, "AT", flags(b.place()), 1), "RECIPIENT", recipientOf(t, folder), 1)
					if text, err := in(folder, strings.Fields(command)).CombinedOutput(); err != nil {
						t.Errorf("%s on a full disk: %v\n%s", command, err, text)
					}
				}
			}
			if err := os.Remove(fill); err != nil {
				t.Fatal(err)
			}
			now := kept(t, b.place())
			if now != before && now != after || code == exitDone && now != after {
				t.Errorf("after a full disk and the exit code %d: %q, neither %q nor %q", code, now, before, after)
			}
			if s.once && now == after {
				return
			}
			if code, _, said := s.does(t, folder, b, nil, 0); code != exitDone {
				t.Errorf("%s with room again: %d\n%s", s.command, code, said)
			}
		})
	}
}

// recipientOf is whom copies are encrypted to in the folder.
func recipientOf(t *testing.T, folder string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "key"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := age.ParseX25519Identity(string(data))
	if err != nil {
		t.Fatal(err)
	}
	return key.Recipient().String()
}
