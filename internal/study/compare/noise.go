package compare

import (
	"context"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// The draws of the weights against which a move is set.
const (
	DefaultDraws = 10_000
	Spread       = 0.30
	drawBlock    = 64
	leastDraws   = 256
	mostEffort   = 2e9 // scores worked out in either edition; larger studies take fewer draws
)

// drawn counts, by technology ranked in both editions (rows of the outcomes in pairs), the draws in which it gained places, and those in which it kept its place.
type drawn struct {
	draws           int
	gained, level   []int
	withoutCriteria bool // there is no criterion in common
}

// draw draws weights in both editions at once. One stream of draws makes deviations of the weights of the criteria that both have: uniform from the weights near
// this edition's ([robust.Nearby], of the criteria in common, divided by their sum), each over the weight it is near to. Both editions' weights are multiplied by
// the same deviations; the criteria in common keep their sum, those of one edition only their weight.
func (q *hybrids) draw(ctx context.Context, rows [][2]int, draws int, seed uint64) (*drawn, error) {
	l, n := q.of[last].outcome, q.of[this].outcome
	columns := q.commonColumns()
	d := &drawn{draws: draws, gained: make([]int, len(rows)), level: make([]int, len(rows))}
	near, sum := make([]float64, len(columns)), 0.0
	for k, c := range columns {
		near[k] = n.Global[c[this]]
		sum += near[k]
	}
	if len(columns) == 0 || sum <= 0 {
		d.withoutCriteria = true
		return d, nil
	}
	for k := range near {
		near[k] /= sum
	}
	sampler, err := robust.Nearby(near, Spread)
	if err != nil {
		return nil, err
	}
	size := max(len(l.Rows)*len(l.Leaves), len(n.Rows)*len(n.Leaves))
	if float64(draws)*float64(size) > mostEffort {
		d.draws = max(leastDraws, int(mostEffort/float64(size)))
	}
	deviation := make([]float64, len(near))
	for b := 0; b*drawBlock < d.draws; b++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := sampler(rand.New(rand.NewPCG(seed, uint64(b))))
		count := min(drawBlock, d.draws-b*drawBlock)
		var weights [2]*mat.Dense
		for x, o := range []*study.Outcome{l, n} {
			weights[x] = mat.NewDense(count, len(o.Global), nil)
		}
		for k := range count {
			next(deviation)
			for i, w := range near {
				if w > 0 {
					deviation[i] /= w
				} else {
					deviation[i] = 1
				}
			}
			for x, o := range []*study.Outcome{l, n} {
				deviate(weights[x].RawRowView(k), o.Global, columns, x, deviation)
			}
		}
		before := mcda.BatchRanks(l.Scorer, nil, weights[last], l.Method.LowerIsBetter)
		after := mcda.BatchRanks(n.Scorer, nil, weights[this], n.Method.LowerIsBetter)
		for k := range count {
			for i, r := range rows {
				switch a, b := before[k*len(l.Rows)+r[last]], after[k*len(n.Rows)+r[this]]; {
				case a > b:
					d.gained[i]++
				case a == b:
					d.level[i]++
				}
			}
		}
	}
	return d, nil
}

// deviate fills dst with an edition's weights, those of the criteria in common multiplied by the deviations, their sum kept.
func deviate(dst, weights []float64, columns [][2]int, x edition, deviation []float64) {
	copy(dst, weights)
	var was, is float64
	for k, c := range columns {
		j := c[x]
		was += weights[j]
		dst[j] = float64(weights[j] * deviation[k])
		is += dst[j]
	}
	if is <= 0 {
		copy(dst, weights)
		return
	}
	for _, c := range columns {
		dst[c[x]] = dst[c[x]] * was / is
	}
}

// commonColumns are the columns of the criteria that both editions score on.
func (q *hybrids) commonColumns() (columns [][2]int) {
	for j, i := range q.of[this].outcome.Leaves {
		if there := q.criteria[this][i]; there >= 0 && q.of[last].column[there] >= 0 {
			columns = append(columns, [2]int{q.of[last].column[there], j})
		}
	}
	return columns
}
