package robust

import (
	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
)

// How scores without a closed form are compared: two crossings of one pair between neighbouring grid points can go unseen.
const (
	Cells    = 256  // of the grid on which a pair's order is compared
	Accuracy = 1e-6 // to which a change seen on it is bisected

	block = 256 // weight vectors scored at once
)

// numeric compares two alternatives on a grid and bisects every change it sees.
type numeric struct {
	s     mcda.Scorer
	path  *Path
	lower bool
	grid  []float64             // m × (Cells+1): the scores of an alternative along the path
	seen  map[float64][]float64 // scores at the middles asked for; pairs that meet in one cell share them
}

func newNumeric(s mcda.Scorer, path *Path, lower bool) *numeric {
	m, _ := s.Dims()
	v := &numeric{s: s, path: path, lower: lower, grid: make([]float64, m*(Cells+1)), seen: map[float64][]float64{}}
	scoreAlong(s, path, Cells+1, v.at, func(k int, scores []float64) {
		for i, x := range scores {
			v.grid[i*(Cells+1)+k] = x
		}
	})
	return v
}

func (v *numeric) at(k int) float64 {
	r := v.path.Range()
	return r.Lo + float64((r.Hi-r.Lo)*float64(k)/Cells)
}

// meet sees no stretch on which the two are level, unless they are all along.
func (v *numeric) meet(a, b int, dst []Stretch) []Stretch {
	rowA, rowB := v.grid[a*(Cells+1):(a+1)*(Cells+1)], v.grid[b*(Cells+1):(b+1)*(Cells+1)]
	sign, last := 0, 0
	for k, x := range rowA {
		now := signOf(difference(x, rowB[k], v.lower))
		if now == 0 {
			continue
		}
		if sign == 0 {
			dst = turn(dst, v.at(0), now)
		} else if now != sign {
			dst = turn(dst, v.bisect(a, b, sign, v.at(last), v.at(k)), now)
		}
		sign, last = now, k
	}
	if sign == 0 {
		dst = turn(dst, v.at(0), 0)
	}
	return until(dst, v.at(Cells))
}

// bisect finds a change of places between lo, where the sign is given, and hi.
func (v *numeric) bisect(a, b, sign int, lo, hi float64) float64 {
	for hi-lo > Accuracy {
		mid := lo + float64((hi-lo)/2)
		scores := v.scores(mid)
		if signOf(difference(scores[a], scores[b], v.lower)) == sign {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + float64((hi-lo)/2)
}

func (v *numeric) scores(t float64) []float64 {
	if s, ok := v.seen[t]; ok {
		return s
	}
	const most = 1 << 21 // numbers kept
	if m, _ := v.s.Dims(); len(v.seen)*m > most {
		clear(v.seen)
	}
	s := v.s.Scores(nil, v.path.Weights(nil, t))
	v.seen[t] = s
	return s
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
