package robust

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
)

const (
	cells    = 256  // of the grid on which a pair's order is compared
	accuracy = 1e-6 // to which a change seen on it is bisected
	block    = 256  // weight vectors scored at once
)

// bracket holds one change of places of the leader and a rival: the leader's sign is sign at lo and −sign at hi.
type bracket struct {
	rival  int
	sign   int
	lo, hi float64
}

func (v *bracket) middle() float64 { return v.lo + (v.hi-v.lo)/2 }

// numericMeetings compares the leader with all rivals on a grid, then halves all brackets together.
func numericMeetings(s mcda.Scorer, path *Path, lower bool, leader int) meetings {
	m, _ := s.Dims()
	r := path.Range()
	at := func(k int) float64 { return r.Lo + (r.Hi-r.Lo)*float64(k)/cells }
	start, sign, last := make([]int, m), make([]int, m), make([]float64, m)
	var brackets []bracket
	scoreAlong(s, path, cells+1, at, func(k int, scores []float64) {
		for b, x := range scores {
			now := signOf(difference(scores[leader], x, lower))
			if now == 0 {
				continue
			}
			if sign[b] == 0 {
				start[b] = now
			} else if now != sign[b] {
				brackets = append(brackets, bracket{b, sign[b], last[b], at(k)})
			}
			sign[b], last[b] = now, at(k)
		}
	})
	open := make([]*bracket, len(brackets))
	for k := range brackets {
		open[k] = &brackets[k]
	}
	for len(open) > 0 {
		scoreAlong(s, path, len(open), func(k int) float64 { return open[k].middle() }, func(k int, scores []float64) {
			v := open[k]
			if signOf(difference(scores[leader], scores[v.rival], lower)) == v.sign {
				v.lo = v.middle()
			} else {
				v.hi = v.middle()
			}
		})
		open = slices.DeleteFunc(open, func(v *bracket) bool { return v.hi-v.lo <= accuracy })
	}
	found := make([][]float64, m)
	for _, v := range brackets {
		found[v.rival] = append(found[v.rival], v.middle())
	}
	return func(b int, at []float64) (int, []float64) { return start[b], append(at, found[b]...) }
}

// scoreAlong scores count weights on the path in blocks.
func scoreAlong(s mcda.Scorer, path *Path, count int, at func(k int) float64, use func(k int, scores []float64)) {
	m, n := s.Dims()
	for from := 0; from < count; from += block {
		rows := min(block, count-from)
		weights, scores := mat.NewDense(rows, n, nil), mat.NewDense(rows, m, nil)
		for k := range rows {
			path.Weights(weights.RawRowView(k), at(from+k))
		}
		mcda.Batch(s, scores, weights)
		for k := range rows {
			use(from+k, scores.RawRowView(k))
		}
	}
}
