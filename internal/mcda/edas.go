package mcda

import "math"

var edas = Method{
	Name:    "edas",
	Aliases: []string{"evaluation-based-on-distance-from-average-solution"},
	Title:   "EDAS",
	Formula: "AS_i = ½(SP_i/max SP + 1 − SN_i/max SN), 0 for a ratio to 0, SP and SN the weighted sums of the distances above and below the average, (x − x̄)/x̄",
	Source:  "Keshavarz Ghorabaee, Zavadskas, Olfat & Turskis 2015, Informatica 26(3):435–451",
	Choose:  "when the average of the field is a more natural yardstick than its extremes; robust to one outlying alternative",
	Beware:  "distances are in shares of the average: a criterion whose average is near 0 swamps the others; adding an alternative moves the average",
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		x, cost := oriented(p)
		m, n := p.Dims()
		s := &edasScorer{prepared: prepare(p), average: make([]float64, n), above: make([]float64, m*n), below: make([]float64, m*n)}
		for j := range n {
			lo, hi := extent(x, j, n)
			average := columnSum(x, j, n) / float64(m)
			s.average[j] = average
			if Tied(lo, hi) {
				continue
			}
			largest := max(math.Abs(lo), math.Abs(hi))
			if math.Abs(average) <= tieTolerance*largest || math.IsInf(largest/average, 0) {
				return nil, &DataError{Criterion: p.Criteria[j].ID, Reason: Because("the average of its scores is 0, and EDAS divides by it")}
			}
			for k := j; k < m*n; k += n {
				d := (x[k] - average) / math.Abs(average)
				if cost[j] {
					d = -d
				}
				if math.Abs(x[k]-average) <= tieTolerance*largest {
					d = 0
				}
				s.above[k], s.below[k] = max(0, d), max(0, -d)
			}
		}
		return s, nil
	},
}

type edasScorer struct {
	prepared
	average, above, below []float64
}

// sums fills plus with SP and minus with SN and returns their largest.
func (s *edasScorer) sums(plus, minus, weights []float64) (up, down float64) {
	for i := range plus {
		plus[i], minus[i] = 0, 0
		for j, w := range weights {
			plus[i] += float64(w * s.above[i*s.n+j])
			minus[i] += float64(w * s.below[i*s.n+j])
		}
		up, down = max(up, plus[i]), max(down, minus[i])
	}
	return up, down
}

func (s *edasScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	minus := s.borrow(s.m)
	defer s.release(minus)
	up, down := s.sums(dst, *minus, weights)
	for i := range dst {
		dst[i] = (share(dst[i], up) + 1 - share((*minus)[i], down)) / 2
	}
	return dst
}

// Shares are SP/max SP and SN/max SN.
func (s *edasScorer) Shares() []Share {
	return []Share{{0.5, s.above, false, OfMost}, {-0.5, s.below, false, OfMost}}
}

// share is x/of, 0 when that is 0.
func share(x, of float64) float64 {
	if of == 0 {
		return 0
	}
	return x / of
}

// Contributions gives each criterion its part of SP/max SP and of SN/max SN, and its weight's share of the constant ½.
func (s *edasScorer) Contributions(dst, weights []float64) []float64 {
	dst = sized(dst, s.m*s.n)
	mustLen(weights, s.n)
	room := s.borrow(2 * s.m)
	defer s.release(room)
	up, down := s.sums((*room)[:s.m], (*room)[s.m:], weights)
	var total float64
	for _, w := range weights {
		total += w
	}
	for k := range dst {
		w := weights[k%s.n]
		dst[k] = (share(w*s.above[k], up) + share(w, total) - share(w*s.below[k], down)) / 2
	}
	return dst
}

func (s *edasScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	plus, minus := make([]float64, s.m), make([]float64, s.m)
	up, down := s.sums(plus, minus, weights)
	nsp, nsn := make([]float64, s.m), make([]float64, s.m)
	for i := range s.m {
		nsp[i], nsn[i] = share(plus[i], up), 1-share(minus[i], down)
	}
	t := new(Trace)
	t.addRows(s.p, "Average solution", "AV_j", []string{"AV"}, s.average)
	t.add(s.p, "Positive distance from the average", "PDA_ij", s.above)
	t.add(s.p, "Negative distance from the average", "NDA_ij", s.below)
	t.addColumns(s.p, "Weighted sums and appraisal score", "", []string{"SP", "SN", "NSP", "NSN", "AS"}, plus, minus, nsp, nsn, s.Scores(nil, weights))
	t.Values = []Series{{Name: "sp", Title: "SP", Values: plus, Step: true}, {Name: "sn", Title: "SN", Values: minus, Step: true}, {Name: "nsp", Title: "NSP", Values: nsp, Step: true}, {Name: "nsn", Title: "NSN", Values: nsn, Step: true}}
	return t
}
