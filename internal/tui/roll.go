package tui

import (
	"slices"
	"strings"

	"veche/internal/tui/draw"
)

// roll is a list of names that stand below or beside each other: each is told apart from the others at any width. Real lists begin the same word eleven times;
// where names would be cut to the same letters, all of the list show their identifiers and what they do not share. A list whose names begin alike shows them wherever a
// name is cut, so that a technology is called the same on all of a screen's panes.
type roll struct {
	names, ids []string
	middle     bool // names that begin alike are cut in their middle first: criteria, which are few

	longest int                  // cells of the longest name
	twice   bool                 // two names are the same
	alike   bool                 // two names of those that are not cut in their middle begin with the same letters
	unlike  []string             // the names without the words that another begins with too; nil until asked for
	labels  map[cutting][]string // nil: cut names differ
}

// newRoll is a roll of names with the identifiers that tell them apart for certain.
func newRoll(names, ids []string, middle bool) *roll {
	r := &roll{names: names, ids: ids, middle: middle, labels: map[cutting][]string{}}
	const letters = 24 // of names that begin alike
	seen, begun := make(map[string]bool, len(names)), make(map[string]bool, len(names))
	for _, name := range names {
		r.longest = max(r.longest, draw.Cells(name))
		r.twice = r.twice || seen[name]
		start := draw.Cut(name, letters, "")
		r.alike = r.alike || !middle && begun[start]
		seen[name], begun[start] = true, true
	}
	return r
}

// cutting is how names are cut: to a width, ending in a sign.
type cutting struct {
	w        int
	ellipsis string
}

// label is the k-th name in at most w cells.
func (r *roll) label(k, w int, ellipsis string) string {
	if w >= r.longest && !r.twice {
		return r.names[k]
	}
	const many = 20_000 // names of which it would take too long to see whether they differ
	if len(r.names) > many {
		return draw.Cut(r.ids[k]+" "+r.names[k], w, ellipsis)
	}
	c := cutting{w, ellipsis}
	all, known := r.labels[c]
	if !known {
		all = r.told(c)
		r.labels[c] = all
	}
	if all == nil {
		return draw.Cut(r.names[k], w, ellipsis)
	}
	return all[k]
}

// told are the names as they are shown where cutting them would make two the same; nil where it would not.
func (r *roll) told(c cutting) []string {
	w, ellipsis := c.w, c.ellipsis
	cut := make([]string, len(r.names))
	for k, name := range r.names {
		cut[k] = draw.Cut(name, w, ellipsis)
	}
	if distinct(cut) && !r.alike {
		return nil
	}
	if r.middle {
		for k := range cut {
			cut[k] = r.inMiddle(k, c)
		}
		if distinct(cut) {
			return cut
		}
	}
	r.compare()
	const least = 3 // letters of a name worth showing beside its identifier
	widest := 0
	for _, id := range r.ids {
		widest = max(widest, draw.Cells(id))
	}
	for k, id := range r.ids {
		if widest <= w/4 { // short ones in a column of their own
			id = draw.Left(id, widest, "")
		}
		room := w - draw.Cells(id) - 1
		switch name := r.names[k]; {
		case room >= draw.Cells(name):
			cut[k] = id + " " + name
		case r.unlike[k] == name && room >= least+draw.Cells(ellipsis):
			cut[k] = id + " " + draw.Cut(name, room, ellipsis)
		case room >= least+2*draw.Cells(ellipsis):
			cut[k] = id + " " + draw.Cut(ellipsis+r.unlike[k], room, ellipsis)
		default:
			cut[k] = r.identifier(k, w)
		}
	}
	return cut
}

// identifier is an identifier in at most w cells: its end, where the numbers are, when it is longer.
func (r *roll) identifier(k, w int) string {
	letters := []rune(r.ids[k])
	for len(letters) > 0 && draw.Cells(string(letters)) > w {
		letters = letters[1:]
	}
	return string(letters)
}

func distinct(texts []string) bool {
	seen := make(map[string]bool, len(texts))
	for _, t := range texts {
		if seen[t] {
			return false
		}
		seen[t] = true
	}
	return true
}

// compare finds what each name does not share: it leaves out the words with which another begins too, but for the last.
func (r *roll) compare() {
	if r.unlike != nil {
		return
	}
	r.unlike = slices.Clone(r.names)
	words := make([][]string, len(r.names))
	order := make([]int, len(r.names))
	for k, name := range r.names {
		words[k], order[k] = strings.Fields(name), k
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare(words[a], words[b]) })
	for at, k := range order { // names that begin alike are neighbours
		shared := 0
		for _, beside := range []int{at - 1, at + 1} {
			if beside < 0 || beside >= len(order) {
				continue
			}
			other, n := words[order[beside]], 0
			for n < min(len(words[k])-1, len(other)) && words[k][n] == other[n] {
				n++
			}
			shared = max(shared, n)
		}
		if shared > 0 {
			r.unlike[k] = strings.Join(words[k][shared:], " ")
		}
	}
}

// inMiddle is the k-th name in at most w cells: where another is cut to the same letters, from both of its ends.
func (r *roll) inMiddle(k int, c cutting) string {
	w, ellipsis := c.w, c.ellipsis
	name := r.names[k]
	if draw.Cells(name) <= w {
		return name
	}
	short := draw.Cut(name, w, ellipsis)
	for i, other := range r.names {
		if i == k || draw.Cut(other, w, ellipsis) != short {
			continue
		}
		letters := []rune(name)
		for tail := len(letters) - 1; tail > 0; tail-- { // the longest end that leaves a third for the beginning
			end := string(letters[tail:])
			if head := w - draw.Cells(ellipsis) - draw.Cells(end); head < max(w/3, 2) {
				end = string(letters[tail+1:])
				return draw.Cut(name, w-draw.Cells(ellipsis)-draw.Cells(end), "") + ellipsis + end
			}
		}
	}
	return short
}
