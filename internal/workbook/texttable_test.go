package workbook

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// A table of texts says what a map says, whatever is entered twice.
func TestTextTable(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 1))
	var texts []string
	var table textTable
	last := map[string]int32{}
	text := func(k int32) string { return texts[k] }
	for range 20_000 {
		name := fmt.Sprintf("t%d", r.IntN(15_000))
		was, known := last[name]
		if at := table.at(name, text); known != (at >= 0) || known && at != was {
			t.Fatalf("%s: at %d, entered at %d (%v)", name, at, was, known)
		}
		k := int32(len(texts))
		texts = append(texts, name)
		if again := table.put(name, k, text); again != known {
			t.Fatalf("%s: again %v, known %v", name, again, known)
		}
		last[name] = k
	}
	if table.entries != len(last) {
		t.Errorf("%d entries of %d texts", table.entries, len(last))
	}
}

// An ASCII name is spelled as any name is.
func TestPlainSpelling(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 2))
	const letters = "aAbBzZ09 _-'\"()&,;:/@[`{~."
	for range 20_000 {
		name := make([]byte, r.IntN(12))
		for k := range name {
			name[k] = letters[r.IntN(len(letters))]
		}
		if got, want := spelling(string(name)), spelling(string(name)+"\u200b"); got != want { // a space of no width is nothing, but not plain
			t.Fatalf("%q is spelled %q, by the rule for all names %q", name, got, want)
		}
	}
}
