package robust

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
)

// How scores without a closed form are compared: two crossings of one pair between neighbouring grid points can go unseen.
const (
	Cells    = 256  // of the grid on which a pair's order is compared
	Accuracy = 1e-6 // to which a change seen on it is bisected

	block = 256 // weight vectors scored at once
)

// numeric compares two alternatives on a grid, at the present weight and at the path's knots, and bisects every change it sees.
type numeric struct {
	s      mcda.Scorer
	path   *Path
	lower  bool
	points []float64             // ascending
	scored []float64             // m × points: the scores of an alternative along the path
	seen   map[float64][]float64 // scores at the middles asked for; pairs that meet in one cell share them
}

func newNumeric(s mcda.Scorer, path *Path, lower bool) *numeric {
	m, _ := s.Dims()
	v := &numeric{s: s, path: path, lower: lower, points: searched(path), seen: map[float64][]float64{}}
	v.scored = make([]float64, m*len(v.points))
	scoreAlong(s, path, len(v.points), func(k int) float64 { return v.points[k] }, func(k int, scores []float64) {
		for i, x := range scores {
			v.scored[i*len(v.points)+k] = x
		}
	})
	return v
}

// searched are the weights at which order is looked at: the grid's, the present one and the knots.
func searched(path *Path) []float64 {
	r := path.Range()
	points := []float64{path.Now()}
	for k := range Cells + 1 {
		points = append(points, r.Lo+float64((r.Hi-r.Lo)*float64(k)/Cells))
	}
	for k := range path.knots {
		points = append(points, path.knots[k].t)
	}
	slices.Sort(points)
	return slices.Compact(points)
}

// mostTurns is how many changes of order are looked for between two points.
const mostTurns = 8

func (v *numeric) meet(a, b int, dst []Stretch) []Stretch {
	count := len(v.points)
	rowA, rowB := v.scored[a*count:(a+1)*count], v.scored[b*count:(b+1)*count]
	sign := 0
	for k, x := range rowA {
		now := signOf(difference(x, rowB[k], v.lower))
		if k == 0 {
			sign = now
			dst = turn(dst, v.points[0], now)
			continue
		}
		lo, hi := v.points[k-1], v.points[k]
		for range mostTurns {
			if sign == now {
				break
			}
			var at float64
			at, lo, sign = v.bisect(a, b, sign, now, lo, hi)
			dst = turn(dst, at, sign)
		}
		if sign != now {
			sign = now
			dst = turn(dst, hi, now)
		}
	}
	return apart(until(dst, v.points[count-1]))
}

// bisect finds the first change of order it comes upon between lo, where the order is sign, and hi, where it is end: about where, and a weight beyond with the order there.
func (v *numeric) bisect(a, b, sign, end int, lo, hi float64) (at, beyond float64, next int) {
	next = end
	for hi-lo > Accuracy {
		mid := lo + float64((hi-lo)/2)
		scores := v.scores(mid)
		if now := signOf(difference(scores[a], scores[b], v.lower)); now == sign {
			lo = mid
		} else {
			hi, next = mid, now
		}
	}
	return lo + float64((hi-lo)/2), hi, next
}

// apart leaves out stretches on which the two are level that are as short as what is told apart: there they touch, or change places.
func apart(all []Stretch) []Stretch {
	if len(all) == 1 {
		return all
	}
	from, to := all[0].Lo, all[len(all)-1].Hi
	kept, touch := all[:0], false
	for _, s := range all {
		if s.Sign == 0 && s.Hi-s.Lo <= 2*Accuracy {
			touch = true
			continue
		}
		last := len(kept) - 1
		switch {
		case last < 0:
			s.Lo = from
		case touch && kept[last].Sign == s.Sign:
			kept[last].Hi, touch = s.Hi, false
			continue
		case touch:
			s.Lo = kept[last].Hi + float64((s.Lo-kept[last].Hi)/2)
			kept[last].Hi = s.Lo
		}
		kept, touch = append(kept, s), false
	}
	kept[len(kept)-1].Hi = to
	return kept
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
