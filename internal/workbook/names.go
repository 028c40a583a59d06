package workbook

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// lookalikes maps Cyrillic letters to the Latin ones they are mistaken for.
var lookalikes = strings.NewReplacer("а", "a", "в", "b", "с", "c", "е", "e", "н", "h", "к", "k", "м", "m", "о", "o", "р", "p", "т", "t", "у", "y", "х", "x", "з", "3")

// near returns the candidate that a mistyped name most likely meant: the same but for look-alike letters, or a few edits away. "" when none is close.
func near(name string, candidates []string) string {
	f := fold(name)
	if f == "" {
		return ""
	}
	seen := lookalikes.Replace(f)
	best, distance := "", 1+len([]rune(f))/4
	for _, c := range candidates {
		g := fold(c)
		if g == "" || g == f {
			continue
		}
		d := min(levenshtein.ComputeDistance(f, g), levenshtein.ComputeDistance(seen, lookalikes.Replace(g)))
		if d < distance || (d == distance && best == "") {
			best, distance = c, d
		}
	}
	return best
}

// didYouMean is near as the end of a remedy: " (did you mean T13?)" or nothing.
func didYouMean(name string, candidates []string) string {
	if n := near(name, candidates); n != "" {
		return " (did you mean " + n + "?)"
	}
	return ""
}

// index finds things by identifier, then by name; both folded.
type index struct {
	ids, names map[string]int
	ambiguous  map[string]bool
	all        []string
}

func newIndex() *index {
	return &index{ids: map[string]int{}, names: map[string]int{}, ambiguous: map[string]bool{}}
}

// add enters item k; false when the identifier is taken, with the item that has it.
func (x *index) add(k int, id, name string) (taken int, ok bool) {
	if at, exists := x.ids[fold(id)]; exists {
		return at, false
	}
	x.ids[fold(id)] = k
	x.all = append(x.all, id)
	if f := fold(name); f != "" {
		if _, exists := x.names[f]; exists {
			x.ambiguous[f] = true
		}
		x.names[f] = k
		x.all = append(x.all, name)
	}
	return k, true
}

// find returns the item of that identifier or unambiguous name; −1 when there is none.
func (x *index) find(name string) int {
	f := fold(name)
	if k, ok := x.ids[f]; ok {
		return k
	}
	if k, ok := x.names[f]; ok && !x.ambiguous[f] {
		return k
	}
	return -1
}
