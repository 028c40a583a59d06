// Package ci tells tests where they run. The plain run, go test ./..., is for everybody: it needs only Go and ends in minutes. The full run is the same command
// with VECHE_CI=1, as .ci/run gives it: what takes long runs too, and a tool that is missing is a failure where it is a skip in the plain run.
package ci

import (
	"os"
	"os/exec"
	"testing"
)

// Full reports whether this is the full run. One with -short, as under the race detector, is not.
func Full() bool { return os.Getenv("VECHE_CI") == "1" && !testing.Short() }

// Long skips a test, or a part of one, that takes long, but in the full run. what says what is not checked then.
func Long(t testing.TB, what string) {
	t.Helper()
	if !Full() {
		t.Skipf("NOT CHECKED: %s; it takes long and runs with VECHE_CI=1", what)
	}
}

// Sequential skips a test with -short, as under the race detector: what it does in one goroutine takes ten times as long there, and is the same.
func Sequential(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("NOT CHECKED with -short: what is done in one goroutine")
	}
}

// Longest reports whether what takes minutes runs at its whole length, as by hand before a release.
func Longest() bool { return os.Getenv("VECHE_LONG") == "1" }

// Some is how many of something a test goes through: all in the full run, few in the plain one.
func Some(all, few int) int {
	if Full() {
		return all
	}
	return few
}

// Need skips a test whose program is not installed, and fails it in the full run.
func Need(t testing.TB, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		Without(t, program+" is not installed")
	}
}

// Without skips a test for something that cannot be had here, and fails it in the full run.
func Without(t testing.TB, reason string) {
	t.Helper()
	if Full() {
		t.Fatalf("NOT CHECKED: %s", reason)
	}
	t.Skipf("NOT CHECKED: %s", reason)
}
