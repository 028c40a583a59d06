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
			fill := filled(t, disk)
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
			fill := filled(t, disk)
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

// filled fills a disk to its last byte with one file, of which it returns the path.
func filled(t *testing.T, disk string) string {
	t.Helper()
	f, err := os.Create(filepath.Join(disk, "other"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return f.Name()
}
