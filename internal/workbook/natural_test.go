package workbook

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestNaturalOrder(t *testing.T) {
	want := []string{"", "0", "00", "2", "10", "A", "T", "T1", "T02", "T2", "T2a", "T2b", "T10", "T10.2", "T10.10", "T99999999999999999999999", "T100000000000000000000000", "Т2", "Т10"}
	got := slices.Clone(want)
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		r.Shuffle(len(got), func(i, k int) { got[i], got[k] = got[k], got[i] })
		slices.SortFunc(got, Natural)
		if !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	}
	for _, a := range want {
		for _, b := range want {
			if c := Natural(a, b); c != -Natural(b, a) || (c == 0) != (a == b) {
				t.Errorf("%q and %q compare as %d and %d", a, b, c, Natural(b, a))
			}
		}
	}
}
