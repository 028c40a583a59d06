package panel_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"veche/internal/study"
	"veche/internal/study/panel"
)

// What is fed back are the quartiles of all answers of the round before, never of fewer than three, and an expert stands apart outside of them.
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
	// R's type 7, plainly: the value at 1 + p(n − 1).
	quantile := func(x []float64, p float64) float64 {
		h := p * float64(len(x)-1)
		lo := math.Floor(h)
		return x[int(lo)] + (h-lo)*(x[int(math.Ceil(h))]-x[int(lo)])
	}
	apart := make([]int, len(s.Experts))
	for k, x := range answers {
		slices.Sort(x)
		item := f.Item(k.technology, k.criterion)
		if len(x) < 3 {
			if item != nil {
				t.Errorf("%v shows %d answers", k, len(x))
			}
			continue
		}
		if item == nil || item.N != len(x) || item.Lower != quantile(x, 0.25) || item.Median != quantile(x, 0.5) || item.Upper != quantile(x, 0.75) {
			t.Fatalf("%v: %+v of %v", k, item, x)
		}
		for e, v := range own[k] {
			if v < item.Lower || v > item.Upper {
				apart[e]++
			}
		}
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
