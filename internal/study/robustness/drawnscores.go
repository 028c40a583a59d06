package robustness

import (
	"math/rand/v2"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// drawnScores draws uncertain scores and prepares the method for them: measured values from the distributions the study states, and with panel the experts' from a panel that
// is resampled. It is nil when nothing is uncertain. A method that takes no score beyond a criterion's scale gets the end of the scale for it.
func drawnScores(o *study.Outcome, panel bool) (func(*rand.Rand) (mcda.Scorer, error), error) {
	var resample func(*rand.Rand, []float64)
	if panel {
		var err error
		if resample, err = resampledScores(o); err != nil {
			return nil, err
		}
	}
	stated := statedScores(o)
	if resample == nil && stated == nil {
		return nil, nil
	}
	n := len(o.Leaves)
	return func(rng *rand.Rand) (mcda.Scorer, error) {
		q := *o.Problem
		q.Scores = slices.Clone(o.Problem.Scores)
		if resample != nil {
			resample(rng, q.Scores)
		}
		for _, c := range stated {
			x := c.spread.Draw(rng)
			if s := q.Criteria[c.at%n].Scale; s != nil && o.Method.Needs.Scale {
				x = min(max(x, s.Min), s.Max)
			}
			q.Scores[c.at] = x
		}
		return o.Method.Prepare(&q, o.Parameters)
	}, nil
}

// statedScore is a score that the study states the distribution of, by its place in the problem.
type statedScore struct {
	at     int
	spread *robust.Distribution
}

// statedScores are those that count, in the problem's order.
func statedScores(o *study.Outcome) []statedScore {
	if o.Problem.Fuzzy != nil {
		return nil
	}
	n := len(o.Leaves)
	row, column := map[int32]int{}, map[int32]int{}
	for i, t := range o.Prepared.Technology {
		row[int32(t)] = i
	}
	for j, c := range o.Leaves {
		column[int32(c)] = j
	}
	var stated []statedScore
	for e := range o.Study.Evidence.Stated() {
		i, ranked := row[e.Technology]
		j, leaf := column[e.Criterion]
		if ranked && leaf && o.Cells.At(i*n+j).Evidence {
			stated = append(stated, statedScore{i*n + j, o.Study.Distributions[e.Stated-1]})
		}
	}
	slices.SortFunc(stated, func(a, b statedScore) int { return a.at - b.at })
	return stated
}
