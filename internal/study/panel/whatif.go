package panel

import (
	"slices"

	"veche/internal/mcda"
	"veche/internal/study"
)

// whatIfWork bounds the answers looked at again for what-ifs that cannot be had from sums: experts times answers.
const whatIfWork = 20_000_000

// whatIf works out the ranking without each expert, by each bloc alone and without it. Where the answers are joined by means and the weights do not depend on
// them, that follows from sums; elsewhere it is worked out anew, in a large panel for the experts farthest from it only.
func (r *Report) whatIf() {
	if r.Outcome == nil {
		return
	}
	s := r.Study
	sums := r.sums()
	size := max(len(s.Scores)+len(s.Judgements)+len(s.Comparisons), 1)
	var again []int // experts to be worked out anew
	if sums != nil {
		for e, change := range sums.withoutEach(r) {
			if r.Experts[e].Coverage.Answered > 0 && !r.Experts[e].Excluded {
				r.Experts[e].Change = change
			}
		}
	} else {
		for e := range r.Experts {
			if c := &r.Experts[e].Coverage; !r.Experts[e].Excluded && c.Answered+c.Judged > 0 {
				again = append(again, e)
			}
		}
		if most := whatIfWork / size; len(again) > most {
			again = r.Apart()
			again = again[:min(len(again), max(most, 5))]
		}
	}
	defer func() {
		for e := range r.Experts {
			if x := &r.Experts[e]; !x.Excluded && x.Coverage.Answered+x.Coverage.Judged > 0 {
				r.WhatIf[1]++
				if x.Change != nil {
					r.WhatIf[0]++
				}
			}
		}
	}()
	for _, e := range again {
		r.Experts[e].Change = r.changeTo(r.evaluateWithout(func(x int) bool { return x == e }))
	}
	for b := range r.Blocs {
		bloc := &r.Blocs[b]
		var without []int
		bloc.Rank, without = sums.rankOf(func(slot int) bool { return slot == b }), sums.rankOf(func(slot int) bool { return slot != b })
		if bloc.Rank == nil {
			bloc.Rank = r.placesIn(r.evaluateWithout(func(x int) bool { return r.Experts[x].Bloc != b }))
		}
		switch {
		case without != nil && len(r.Blocs) > 1:
			bloc.Change = r.change(without)
		case len(r.Blocs) > 1:
			bloc.Change = r.changeTo(r.evaluateWithout(func(x int) bool { return r.Experts[x].Bloc == b }))
		}
		if bloc.Rank == nil {
			continue
		}
		if tau, ok := r.tauWith(bloc.Rank); ok {
			bloc.TauB = &tau
		}
		bloc.Leader = slices.Index(bloc.Rank, 1)
	}
}

// evaluateWithout ranks as if some experts had not been asked; nil when that leaves nothing to rank.
func (r *Report) evaluateWithout(out func(expert int) bool) *study.Outcome {
	c := r.Study.Changed()
	c.Excluded.Experts = map[string]bool{}
	for e, x := range r.Study.Experts {
		if r.Experts[e].Excluded || out(e) {
			c.Excluded.Experts[x.ID] = true
		}
	}
	o, err := study.Evaluate(c)
	if err != nil {
		return nil
	}
	return o
}

// placesIn are the technologies' ranks in a ranking, by place in Technologies; 0: not ranked. nil for no ranking.
func (r *Report) placesIn(o *study.Outcome) []int {
	if o == nil {
		return nil
	}
	rank := make([]int, len(r.Study.Technologies))
	for _, row := range o.Rows {
		rank[o.Technology[row.Index]] = row.Rank
	}
	out := make([]int, len(r.Technologies))
	for k := range r.Technologies {
		out[k] = rank[r.Technologies[k].Technology]
	}
	return out
}

// tauWith compares a ranking with the one in force, on the technologies that both have.
func (r *Report) tauWith(ranks []int) (float64, bool) {
	var x, y []float64
	for k, rank := range ranks {
		if now := r.Technologies[k].Rank; rank > 0 && now > 0 {
			x, y = append(x, float64(now)), append(y, float64(rank))
		}
	}
	return mcda.TauB(x, y)
}

func (r *Report) changeTo(o *study.Outcome) *Change {
	ranks := r.placesIn(o)
	if ranks == nil {
		return &Change{Impossible: true, Leader: -1, Moved: -1}
	}
	return r.change(ranks)
}

// change compares a ranking with the one in force.
func (r *Report) change(ranks []int) *Change {
	c := &Change{Leader: slices.Index(ranks, 1), Moved: -1}
	c.TauB, _ = r.tauWith(ranks)
	line := r.Study.Settings.Shortlist
	for k, rank := range ranks {
		now := r.Technologies[k].Rank
		if now > 0 && rank == 0 {
			c.Impossible = true
		}
		if by := now - rank; now > 0 && rank > 0 && abs(by) > abs(c.By) {
			c.Moved, c.By = k, by
		}
		if line > 0 && now > 0 && rank > 0 {
			switch was, is := now <= line, rank <= line; {
			case is && !was:
				c.In = append(c.In, k)
			case was && !is:
				c.Out = append(c.Out, k)
			}
		}
	}
	c.NewLeader = c.Leader >= 0 && r.Technologies[c.Leader].Rank != 1
	return c
}

func abs(x int) int { return max(x, -x) }
