// Package peak says how much memory a process held, for the scripts that measure.
package peak

import (
	"os"
	"runtime"
	"runtime/debug"
)

// Small gives back what this process holds: on Linux a process begins with its parent's peak of memory as its own, and 5 sets that to what is in use (proc(5)).
func Small() error {
	debug.FreeOSMemory()
	if runtime.GOOS != "linux" {
		return nil
	}
	return os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
