package workbook

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// A name that is not folded is none of a total.
func TestTotalsWithoutFolding(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 32))
	parts := append([]string{"Technology", "T1", "T0000007", "Wind", "", " ", ".", ":", "-", "1", "é", "ё", "\u00a0", "K", "grand"}, totals...)
	folded, spared := 0, 0
	for range 100_000 {
		name := ""
		for range 1 + r.IntN(3) {
			part := parts[r.IntN(len(parts))]
			switch r.IntN(4) {
			case 0:
				part = strings.ToUpper(part)
			case 1:
				part = strings.ToUpper(part[:min(len(part), 1)]) + part[min(len(part), 1):]
			}
			name += part + []string{"", " ", "  ", ". ", ": ", ".", ":"}[r.IntN(7)]
		}
		if r.IntN(50) == 0 {
			name += strings.Repeat("x", 250)
		}
		whole, starts := isTotal(name)
		if w, s := isTotalFolded(name); w != whole || s != starts {
			t.Fatalf("%q: %v and %v, folded %v and %v", name, whole, starts, w, s)
		}
		if mayTotal(name) {
			folded++
		} else {
			spared++
		}
	}
	if folded < 1000 || spared < 1000 {
		t.Errorf("%d names were folded and %d were not", folded, spared)
	}
}
