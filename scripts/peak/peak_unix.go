//go:build unix

package peak

import (
	"os"
	"runtime"
	"syscall"
)

// Of is the most memory that a process which has ended held at once, in bytes.
func Of(s *os.ProcessState) int64 {
	usage, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // in bytes there, in kilobytes elsewhere
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
