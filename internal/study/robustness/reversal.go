package robustness

import (
	"cmp"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// Reversal is a change of the set of technologies that reorders others.
type Reversal struct {
	Change  string   // one of the Change names
	Row     int      // row of the problem of the technology that was left out, copied or worsened
	Swapped [][2]int // pairs of rows, the first ahead of the second as the study stands and behind after the change
	Leader  bool     // another technology leads, the changed one and its double aside
}

// Changes of the set of technologies.
const (
	ChangeDrop      = "drop"      // it is left out
	ChangeCopy      = "copy"      // one like it is added
	ChangeDominated = "dominated" // one is added that is a little worse on every criterion
)

// worseBy is the part of a criterion's range by which a dominated technology is worse.
const worseBy = 0.05

// Reversals leaves out every technology in turn, adds a copy of it, and one it dominates, and reports every change that puts some of the others into another
// order. Weights that the weighting takes from the scores are worked out again, unless they were moved since. checked is false where that would take minutes.
func Reversals(o *study.Outcome) (found []Reversal, checked bool) {
	m, n := o.Problem.Dims()
	const most = 1e9
	work := 3 * float64(m) * float64(m) * float64(n)
	if o.Method.Needs.Most > 0 {
		work *= float64(m)
	}
	if work > most {
		return nil, false
	}
	before := o.Scorer.Scores(nil, o.Global)
	for _, change := range []string{ChangeDrop, ChangeCopy, ChangeDominated} {
		if change == ChangeDrop && m < 3 {
			continue
		}
		for i := range m {
			p, keep := altered(o, change, i)
			scores, ok := rescored(o, p)
			if !ok {
				continue // as when the one left has nothing to be normalised by
			}
			if r := compare(o, before, scores, keep); r != nil {
				r.Change, r.Row = change, i
				found = append(found, *r)
			}
		}
	}
	return found, true
}

// altered is the study's data with a row left out or added. keep are the rows that are in both, in order.
func altered(o *study.Outcome, change string, i int) (p *study.Prepared, keep []int) {
	m, n := o.Problem.Dims()
	q := *o.Problem
	p = &study.Prepared{Method: o.Method, Parameters: o.Parameters, Problem: &q, Leaves: o.Leaves}
	for k := range m {
		if k != i || change != ChangeDrop {
			keep = append(keep, k)
		}
	}
	rows := keep
	if change != ChangeDrop {
		rows = append(slices.Clone(keep), i)
	}
	q.Alternatives, q.Scores = nil, nil
	if q.Fuzzy != nil {
		q.Fuzzy = nil
	}
	for place, k := range rows {
		id := o.Problem.Alternatives[k]
		for place >= m && slices.Contains(o.Problem.Alternatives, id) {
			id += "′"
		}
		q.Alternatives = append(q.Alternatives, id)
		q.Scores = append(q.Scores, o.Problem.Row(k)...)
		if o.Problem.Fuzzy != nil {
			q.Fuzzy = append(q.Fuzzy, o.Problem.Fuzzy[k*n:(k+1)*n]...)
		}
		p.Technology = append(p.Technology, o.Technology[k])
	}
	p.Cells = o.Cells.Rows(rows, n)
	if o.Problem.Prior != nil {
		q.Prior = nil
		for _, k := range rows {
			q.Prior = append(q.Prior, o.Problem.Prior[k])
		}
	}
	if change == ChangeDominated {
		worsen(&q, m)
	}
	return p, keep
}

// worsen makes a row worse on every criterion by a part of the range of its scores, within the criterion's scale and with positive scores left positive.
func worsen(p *mcda.Problem, row int) {
	_, n := p.Dims()
	for j := range p.Criteria {
		c := &p.Criteria[j]
		lo, hi := p.At(0, j), p.At(0, j)
		for k := j; k < len(p.Scores); k += n {
			lo, hi = min(lo, p.Scores[k]), max(hi, p.Scores[k])
		}
		x := &p.Scores[row*n+j]
		down := c.Sense == mcda.Benefit || c.Sense == mcda.Target && *x < c.Target
		if c.Value != nil { // where more need not be better: toward the lower value
			down = c.Value.At(*x-float64(worseBy*(hi-lo))) <= c.Value.At(*x+float64(worseBy*(hi-lo)))
		}
		worse := *x + float64(worseBy*(hi-lo))
		if down {
			worse = *x - float64(worseBy*(hi-lo))
			if *x > 0 && worse <= 0 {
				worse = *x * (1 - worseBy)
			}
		}
		if c.Scale != nil {
			worse = min(max(worse, c.Scale.Min), c.Scale.Max)
		}
		*x = worse
		if p.Fuzzy != nil {
			t := &p.Fuzzy[row*n+j]
			shift := worse - t[1]
			plateau := worse // of a triangle nothing
			if t[1] != t[2] {
				plateau = t[2] + shift
			}
			*t = mcda.Fuzzy{t[0] + shift, worse, plateau, t[3] + shift}
		}
	}
}

// rescored ranks altered data by the study's method.
func rescored(o *study.Outcome, p *study.Prepared) (scores []float64, ok bool) {
	weights := o.Global
	if o.Study.Moved == nil && weighsScores(o.Study) {
		w, err := study.WeighFrom(o.Study, func() (*study.Prepared, error) { return p, nil })
		if err != nil {
			return nil, false
		}
		weights = w.Global
	}
	s, err := o.Method.Prepare(p.Problem, o.Parameters)
	if err != nil {
		return nil, false
	}
	return s.Scores(nil, weights), true
}

// weighsScores reports whether the study's weights come from its scores, alone or mixed with others.
func weighsScores(s *study.Study) bool {
	if s.Settings.Basis() == weighting.Matrix {
		return true
	}
	_, given := s.Settings.Split()
	mix, ok := weighting.Lookup(given["mix"])
	return ok && given["mix"] != "" && mix.Basis == weighting.Matrix
}

// compare finds the pairs of kept rows that changed places; scores after are in the order of keep.
func compare(o *study.Outcome, before, after []float64, keep []int) *Reversal {
	ahead := func(x, y float64) bool { return !mcda.Tied(x, y) && (x > y) != o.Method.LowerIsBetter }
	var r Reversal
	for _, pair := range overtakings(o.Method.LowerIsBetter, before, after, keep) {
		a, b := pair[0], pair[1]
		if i, k := keep[a], keep[b]; ahead(before[i], before[k]) && ahead(after[b], after[a]) {
			r.Swapped = append(r.Swapped, [2]int{i, k})
		}
	}
	if r.Swapped == nil {
		return nil
	}
	slices.SortFunc(r.Swapped, func(x, y [2]int) int { return cmp.Or(x[0]-y[0], x[1]-y[1]) })
	was, now := 0, 0
	for a := range keep {
		if ahead(before[keep[a]], before[keep[was]]) {
			was = a
		}
		if ahead(after[a], after[now]) {
			now = a
		}
	}
	r.Leader = was != now
	return &r
}

// overtakings are the pairs of places among the kept rows of which the first was not behind and has a worse score than the second after the change, ties not
// considered, in whatever order. Rows are put where they belong after the change one by one, the best before it first: each goes past those that it overtook, so that
// the work is in those pairs, not in all.
func overtakings(lower bool, before, after []float64, keep []int) [][2]int {
	better := func(x, y float64) bool { return x > y }
	if lower {
		better = func(x, y float64) bool { return x < y }
	}
	order := make([]int, len(keep)) // places among the kept rows, the best before the change first
	for a := range order {
		order[a] = a
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := before[keep[a]], before[keep[b]]
		switch {
		case better(x, y):
			return -1
		case better(y, x):
			return 1
		}
		return a - b
	})
	var pairs [][2]int
	for n, b := range order {
		for ; n > 0 && better(after[b], after[order[n-1]]); n-- {
			pairs = append(pairs, [2]int{order[n-1], b})
			order[n] = order[n-1]
		}
		order[n] = b
	}
	return pairs
}

// InWords is the change, for a sentence: "without T05", "with a copy of T05".
func (r *Reversal) InWords(id, lang string) string {
	l, _ := language.Named(lang)
	return language.Say(l, map[string]string{ChangeDrop: "without %s", ChangeCopy: "with a copy of %s", ChangeDominated: "with one worse than %s"}[r.Change], id)
}
