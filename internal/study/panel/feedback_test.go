package panel_test

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"testing"

	"veche/internal/study"
	"veche/internal/study/panel"
)

// What is fed back are the quartiles of all answers of the round before, as answers given, never where they would give one away, and an expert stands apart outside of them.
func TestFeedback(t *testing.T) {
	s := horizon(t, "after")
	if f := panel.FeedbackBefore(s, "before"); f != nil {
		t.Errorf("there is feedback of %q before the first round", f.Round)
	}
	if f := panel.FeedbackBefore(s, "after"); f == nil || f.Round != "before" {
		t.Errorf("feedback before the second round: %+v", f)
	}
	f := panel.FeedbackBefore(s, "third")
	if f == nil || f.Round != "after" {
		t.Fatalf("feedback before a new round: %+v", f)
	}
	type key struct{ technology, criterion int }
	answers := map[key][]float64{}
	own := map[key]map[int]float64{}
	for _, a := range s.Scores {
		if a.State == study.Given && s.Rounds[a.Round] == "after" {
			k := key{int(a.Technology), int(a.Criterion)}
			answers[k] = append(answers[k], a.Value)
			if own[k] == nil {
				own[k] = map[int]float64{}
			}
			own[k][int(a.Expert)] = a.Value
		}
	}
	before := map[key]map[int]float64{}
	for _, a := range s.Scores {
		if k := (key{int(a.Technology), int(a.Criterion)}); a.State == study.Given && s.Rounds[a.Round] == "before" {
			if before[k] == nil {
				before[k] = map[int]float64{}
			}
			before[k][int(a.Expert)] = a.Value
		}
	}
	// An answer given: a quarter of the answers lie before the lower quartile, as many after the upper; the lower one of two in the middle.
	quartiles := func(x []float64) [3]float64 {
		k := 0
		for 4*(k+1) <= len(x) {
			k++
		}
		return [3]float64{x[k], x[(len(x)-1)/2], x[len(x)-1-k]}
	}
	shown := func(k key, x []float64) bool { // by the number of answers and where they lie alone
		if len(x) < 5 {
			return false
		}
		q, c := quartiles(x), &s.Criteria[k.criterion]
		return q[0] != q[2] || q[0] != *c.Min && q[0] != *c.Max
	}
	apart, withheld := make([]int, len(s.Experts)), 0
	for k, x := range answers {
		slices.Sort(x)
		item := f.Item(k.technology, k.criterion)
		changed := 0
		for e := range s.Experts {
			was, then := before[k][e]
			if is, now := own[k][e]; then != now || was != is {
				changed++
			}
		}
		old := slices.Sorted(maps.Values(before[k]))
		if !shown(k, x) || shown(k, old) && (changed == 1 || changed == 2) {
			withheld++
			if item != nil {
				t.Errorf("%v shows %d answers", k, len(x))
			}
			continue
		}
		if item == nil || item.N != len(x) || [3]float64{item.Lower, item.Median, item.Upper} != quartiles(x) {
			t.Fatalf("%v: %+v of %v", k, item, x)
		}
		for e, v := range own[k] {
			if v < item.Lower || v > item.Upper {
				apart[e]++
			}
		}
	}
	if withheld == 0 || withheld == len(answers) {
		t.Errorf("%d of %d questions are withheld", withheld, len(answers))
	}
	for e := range s.Experts {
		list := f.Apart(e)
		if len(list) != apart[e] {
			t.Errorf("%s stands apart %d times, not %d", s.Experts[e].ID, len(list), apart[e])
		}
		if !slices.IsSortedFunc(list, func(a, b panel.Apart) int {
			return cmp.Compare(math.Abs(b.Own-b.Median), math.Abs(a.Own-a.Median))
		}) {
			t.Errorf("%s: the farthest answers are not first", s.Experts[e].ID)
		}
	}
}
