package postgrestest

import (
	"os"
	"path/filepath"
	"syscall"
)

// Disk mounts a disk of that size beside the server's and makes it a tablespace of that name; it returns where it is mounted. It is skipped loudly where none can be
// mounted, and goes with the test.
func (s *Server) Disk(name, size string) string {
	s.t.Helper()
	at := filepath.Join(s.folder, name)
	if err := os.Mkdir(at, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, "size="+size); err != nil {
		s.t.Skipf("NOT CHECKED: a disk for PostgreSQL; none could be mounted: %v", err)
	}
	s.t.Cleanup(func() {
		s.Stop()
		if err := syscall.Unmount(at, 0); err != nil {
			s.t.Error(err)
		}
	})
	s.must("chown", "postgres", at)
	s.Do("CREATE TABLESPACE " + name + " LOCATION '" + at + "'")
	return at
}
