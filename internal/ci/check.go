package ci

import (
	"flag"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

var fewer sync.Once

// Check is rapid.Check for a property that takes long: with rapid's own number of samples in the full run, a third of it in the plain one. A number given by
// -rapid.checks counts as it is.
func Check(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	fewer.Do(func() {
		if checks := flag.Lookup("rapid.checks"); !Full() && !testing.Short() && checks.Value.String() == checks.DefValue {
			_ = checks.Value.Set("33")
		}
	})
	rapid.Check(t, property)
}
