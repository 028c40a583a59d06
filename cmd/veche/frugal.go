package main

import (
	"os"
	"runtime/debug"
)

// largeFile is the size of a file from which memory is used sparingly.
const largeFile = 1 << 20

// sparing keeps the memory of a large study near what it holds: by default as much again is left to fill up before it is collected. What is large in a study are
// numbers, which are not looked through, so collecting often costs little.
func sparing(path string) {
	if info, err := os.Stat(path); err == nil && info.Size() >= largeFile {
		debug.SetGCPercent(20)
	}
}
