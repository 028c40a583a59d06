package mcda

import (
	"cmp"
	"math"
	"slices"
)

var codas = Method{
	Name:    "codas",
	Aliases: []string{"combinative-distance-based-assessment"},
	Title:   "CODAS",
	Formula: "H_i = Σ_k [(E_i − E_k) + ψ(E_i − E_k)·(T_i − T_k)], E and T the Euclidean and taxicab distances from the worst, ψ(x) = 1 when |x| ≥ τ, else 0",
	Source:  "Keshavarz Ghorabaee, Zavadskas, Turskis & Antucheviciene 2016, Economic Computation and Economic Cybernetics Studies and Research 50(3):25–44",
	Choose:  "to judge by the distance from the worst, with the taxicab distance counting only between alternatives that clearly differ",
	Beware:  "the threshold τ is a jump: an alternative that is better everywhere can score less when it moves within τ of a third; the paper says in words that the taxicab distance decides between close ones, its formula, followed here, the opposite; adding an alternative can reorder the rest",
	Needs:   Needs{Ratio: true},
	Parameters: []Parameter{
		{Name: "tau", Doc: "how far apart two Euclidean distances must be for the taxicab distance to count", Default: "0.02", Min: 0, Max: 1},
	},
	breaksDominance: func(set Parameters) bool { return set.Number("tau") > 0 },
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		if err := p.demandRatios("CODAS"); err != nil {
			return nil, err
		}
		n := p.n()
		s := &codasScorer{prepared: prepare(p), r: ratios(p), worst: make([]float64, n), tau: set.Number("tau")}
		for j := range n {
			s.worst[j], _ = extent(s.r, j, n)
		}
		return s, nil
	},
}

type codasScorer struct {
	prepared
	r, worst []float64
	tau      float64
	rooms    spare[codasRoom]
}

// measured is one alternative's distances, to be sorted by e.
type measured struct {
	e, t float64
	i    int
}

type codasRoom struct {
	by  []measured
	sum []float64 // of t, over the first k places
}

func (s *codasScorer) distances(i int, weights []float64) (e, t float64) {
	for j, r := range s.r[i*s.n : (i+1)*s.n] {
		d := float64(weights[j] * (r - s.worst[j]))
		e += float64(d * d)
		t += d
	}
	return math.Sqrt(e), t
}

// Scores adds up the pairs in O(m·log m): sorted by E, those farther than τ from one are the two ends of the list.
func (s *codasScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	room := s.rooms.take(func() *codasRoom { return &codasRoom{make([]measured, s.m), make([]float64, s.m+1)} })
	defer s.rooms.give(room)
	by, sum := room.by, room.sum
	var all float64
	for i := range by {
		e, t := s.distances(i, weights)
		by[i] = measured{e, t, i}
		all += e
	}
	slices.SortFunc(by, func(a, b measured) int { return cmp.Compare(a.e, b.e) })
	for k, p := range by {
		sum[k+1] = sum[k] + p.t
	}
	lo, hi := 0, 0 // places below lo are at least τ under this one, from hi on at least τ above
	m := float64(s.m)
	for _, p := range by {
		for lo < s.m && s.apart(p.e, by[lo].e) {
			lo++
		}
		for hi = max(hi, lo); hi < s.m && !s.apart(by[hi].e, p.e); {
			hi++
		}
		far := float64(lo + s.m - hi)
		others := sum[lo] + sum[s.m] - sum[hi]
		if h := float64(m*p.e) - all + float64(far*p.t) - others; math.Abs(h) > cancelled*(float64(m*p.e)+all+float64(far*p.t)+others) {
			dst[p.i] = h
		} else {
			dst[p.i] = 0
		}
	}
	return dst
}

// apart reports whether the larger distance a is at least τ above b, rounding aside.
func (s *codasScorer) apart(a, b float64) bool { return a-b >= s.tau*(1-tieTolerance) }

func (s *codasScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	worst, e, tt := make([]float64, s.n), make([]float64, s.m), make([]float64, s.m)
	for j, w := range weights {
		worst[j] = w * s.worst[j]
	}
	for i := range s.m {
		e[i], tt[i] = s.distances(i, weights)
	}
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "n_ij", s.r)
	t.add(s.p, "Weighted normalised decision matrix", "r_ij", weighted(s.r, weights))
	t.addRows(s.p, "Negative-ideal solution", "ns_j", []string{"ns"}, worst)
	if s.m <= mostPairs {
		h := make([]float64, 0, s.m*s.m)
		for i := range s.m {
			for k := range s.m {
				d := e[i] - e[k]
				if s.apart(max(e[i], e[k]), min(e[i], e[k])) {
					d += tt[i] - tt[k]
				}
				h = append(h, d)
			}
		}
		t.addPairs(s.p, "Relative assessment matrix", "h_ik", h)
	}
	t.addColumns(s.p, "Distances and assessment score", "", []string{"E", "T", "H"}, e, tt, s.Scores(nil, weights))
	t.Values = []Series{{Name: "e", Title: "E", Values: e, Step: true}, {Name: "t", Title: "T", Values: tt, Step: true}}
	return t
}
