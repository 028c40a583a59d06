package postgrestest

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// StartOnDisk starts a server that has a disk of that size to itself, its tables and its log of changes alike, and returns where the disk is mounted. It is skipped
// loudly where none can be mounted.
func StartOnDisk(t testing.TB, size string) (s *Server, disk string) {
	t.Helper()
	s = start(t, func(folder string) []string {
		disk = folder
		mount(t, disk, size)
		return []string{"--wal-segsize=1"}
	})
	return s, disk
}

// StartLoggingOn starts a server whose log of changes alone is on a disk of that size: where it is full PostgreSQL ends.
func StartLoggingOn(t testing.TB, size string) (s *Server, disk string) {
	t.Helper()
	s = start(t, func(folder string) []string {
		disk = filepath.Join(folder, "changes")
		if err := os.Mkdir(disk, 0o700); err != nil {
			t.Fatal(err)
		}
		mount(t, disk, size)
		if err := exec.Command("chown", "postgres", disk).Run(); err != nil {
			t.Fatal(err)
		}
		return []string{"--wal-segsize=1", "--waldir=" + filepath.Join(disk, "log")}
	})
	return s, disk
}

func mount(t testing.TB, at, size string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("NOT CHECKED: a disk for PostgreSQL; only root can mount one")
	}
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("NOT CHECKED: a disk for PostgreSQL; none could be mounted: %v", err)
	}
	t.Cleanup(func() {
		err := syscall.Unmount(at, 0)
		for n := 0; err == syscall.EBUSY && n < 100; n++ { // a process that has just ended may hold it for a moment
			time.Sleep(50 * time.Millisecond)
			err = syscall.Unmount(at, 0)
		}
		if err != nil {
			t.Error(err)
		}
	})
}

// Disk mounts a disk of that size beside the server's and makes it a tablespace of that name; it returns where it is mounted. It is skipped loudly where none can be
// mounted, and goes with the test.
func (s *Server) Disk(name, size string) string {
	s.t.Helper()
	at := filepath.Join(s.folder, name)
	if err := os.Mkdir(at, 0o700); err != nil {
		s.t.Fatal(err)
	}
	mount(s.t, at, size)
	s.t.Cleanup(s.Stop)
	s.must("chown", "postgres", at)
	s.Do("CREATE TABLESPACE " + name + " LOCATION '" + at + "'")
	return at
}
