package shortlist

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/workbook/write"
)

// sharing is a sentence on the others' weights, by the rule in force.
func (e *exporter) sharing(proportional, equal string, args ...any) string {
	if e.o.SharingInForce() == robust.Equal {
		proportional = equal
	}
	return language.Say(language.Language(e.tongue), proportional, args...)
}

// locked names the criteria whose weights stay, in a sentence that begins with a space; "" when none does.
func (e *exporter) locked() string {
	var codes []string
	for j, locked := range e.o.Locks() {
		if locked {
			codes = append(codes, e.o.Study.Criteria[e.o.Leaves[j]].Code)
		}
	}
	if codes == nil {
		return ""
	}
	return " " + e.say("Locked weights stay while others move: %s.", strings.Join(codes, ", "))
}

// room is the smallest change of the weight that ends the first place; infinite when none does.
func room(st *robust.Stability) float64 {
	least := math.Inf(1)
	for _, f := range []*robust.Flip{st.Below, st.Above} {
		if f != nil {
			least = min(least, math.Abs(f.At-st.Weight))
		}
	}
	return least
}

// byRoom are the columns, those whose weight can move least first.
func (e *exporter) byRoom() []int {
	columns := make([]int, len(e.stable))
	for j := range columns {
		columns[j] = j
	}
	slices.SortStableFunc(columns, func(a, b int) int { return cmp.Compare(room(&e.stable[a]), room(&e.stable[b])) })
	return columns
}

// briefLeader names who comes first beyond a flip, on one line.
func (e *exporter) briefLeader(f *robust.Flip) string {
	if f == nil {
		return "–"
	}
	t := &e.o.Study.Technologies[e.o.Technology[f.Leader]]
	return write.Shorten(t.ID+" "+t.Name, 28)
}

// leaderID is who comes first beyond a flip, by identifier.
func (e *exporter) leaderID(f *robust.Flip) string {
	if f == nil {
		return "–"
	}
	return e.o.Study.Technologies[e.o.Technology[f.Leader]].ID
}

// kept is the interval of first place around the present weight.
func kept(st *robust.Stability) robust.Interval {
	for _, keep := range st.Keeps {
		if keep.Contains(st.Weight) {
			return keep
		}
	}
	return robust.Interval{Lo: st.Weight, Hi: st.Weight}
}

// how says whether the bounds were solved for.
func (e *exporter) how() string {
	for k := range e.stable {
		if !e.stable[k].Exact {
			return e.say("Found numerically when this file was written; this table does not follow edits.")
		}
	}
	return e.say("Solved exactly when this file was written; this table does not follow edits.")
}

// onSummary is how many criteria the Summary shows.
const onSummary = 3

// stability writes the criteria whose weights matter most to first place, and returns the next free row.
func (e *exporter) stability(s *write.Sheet, row int) int {
	if e.stable == nil {
		return row
	}
	leader := e.o.Rows[0].Technology.Name
	free := 0
	for k := range e.stable {
		if math.IsInf(room(&e.stable[k]), 1) {
			free++
		}
	}
	s.Put(row, 1, e.say("How firm first place is"), write.Strong)
	says := e.sharing("%s stays first whatever the weight of any one criterion, the others keeping their proportions.",
		"%s stays first whatever the weight of any one criterion, the others sharing the change equally.", leader)
	switch {
	case free == len(e.stable) && e.o.First() > 1:
		says = e.sharing("None comes ahead of %s whatever the weight of any one criterion, the others keeping their proportions.",
			"None comes ahead of %s whatever the weight of any one criterion, the others sharing the change equally.", leader)
	case free == 0:
		says = e.sharing("Each criterion's weight, moved far enough, takes first place from %s, the others keeping their proportions.",
			"Each criterion's weight, moved far enough, takes first place from %s, the others sharing the change equally.", leader)
	case free < len(e.stable):
		says = e.sharing("Criteria whose weight, moved alone, never takes first place from %s: %d of %d; the others keep their proportions.",
			"Criteria whose weight, moved alone, never takes first place from %s: %d of %d; the others share the change equally.", leader, free, len(e.stable))
	}
	s.Put(row+1, 1, says+e.locked(), write.Wrap)
	s.Merges = append(s.Merges, [2]string{write.At(1, row+1), write.At(sumAbove, row+1)})
	row += 2
	if free == len(e.stable) {
		return row + 1
	}
	for k, h := range []string{"First place depends most on", "Weight", "from", "to", "below that comes first", "above that comes first"} {
		look := write.Head
		if k > 0 && k < 4 {
			look = write.HeadNumber
		}
		s.Put(row, sumName+k, e.say(h), look)
	}
	for _, j := range e.byRoom()[:min(onSummary, len(e.stable)-free)] {
		row++
		st := &e.stable[j]
		s.Put(row, sumName, e.o.Study.Criteria[e.o.Leaves[j]].Name, write.Wrap)
		s.Put(row, sumScore, st.Weight, write.Share)
		s.Put(row, sumRaters, kept(st).Lo, write.Share)
		s.Put(row, sumTo, kept(st).Hi, write.Share)
		s.Put(row, sumBelow, e.briefLeader(st.Below), write.Plain)
		s.Put(row, sumAbove, e.briefLeader(st.Above), write.Plain)
	}
	s.Put(row+1, 1, e.how()+" "+e.say("All criteria: sheet Sensitivity."), write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, row+1), write.At(sumAbove, row+1)})
	return row + 3
}
