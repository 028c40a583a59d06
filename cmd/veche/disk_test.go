//go:build linux

package main

import (
	"bytes"
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
		t.Run(w.targets, func(t *testing.T) {
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
			fill, err := os.Create(filepath.Join(disk, "other"))
			if err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = fill.Write(make([]byte, 4096))
			}
			fill.Close()
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
			text, err := in(folder, w.command).CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != exitFile || !strings.Contains(string(text), "the disk is full") {
				t.Errorf("%v on a full disk: %v\n%s", w.command, err, text)
			}
			for path, data := range now {
				if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, old) && !w.now(got, data) {
					t.Errorf("%s has %d bytes, %v", path, len(got), err)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(paths[0]), ".veche-*")); len(left) > 0 {
				t.Errorf("left %v", left)
			}
			if err := os.Remove(fill.Name()); err != nil {
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
			for _, path := range paths {
				if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, old) {
					t.Errorf("on a disk that is only read %s has %d bytes, %v", path, len(got), err)
				}
			}
		})
	}
}
