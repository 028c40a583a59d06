//go:build unix

package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
)

// peakOf is the most memory that a process which has ended held at once, in bytes.
func peakOf(s *os.ProcessState) int64 {
	usage, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // in bytes there, in kilobytes elsewhere
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}

// small gives back what this process holds: on Linux a process begins with its parent's peak of memory as its own, and 5 sets that to what is in use (proc(5)).
func small() error {
	debug.FreeOSMemory()
	if runtime.GOOS != "linux" {
		return nil
	}
	return os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
