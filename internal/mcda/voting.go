package mcda

import (
	"math"
	"slices"
)

var borda = Method{
	Name:    "borda",
	Aliases: []string{"borda-count", "weighted-borda"},
	Title:   "Borda count",
	Formula: "B_i = Σ_j w_j·(m − rank_ij), ties share the mean of their ranks",
	Source:  "Borda 1781, Histoire de l'Académie royale des sciences; weighted over criteria: Marchant 1996",
	Choose:  "when only the order on each criterion can be trusted, not the distances",
	Beware:  "ignores how much better; adding a weak alternative can reorder strong ones",
	Ordinal: true,
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		m, n := p.Dims()
		x, cost := oriented(p)
		ranks, points := make([]float64, m*n), make([]float64, m*n)
		column := make([]float64, m)
		var r Ranking
		for j := range n {
			for i := range column {
				column[i] = x[i*n+j]
			}
			r.Rank(column, nil, cost[j])
			r.Number(Fractional)
			for i, rank := range r.Ranks {
				ranks[i*n+j], points[i*n+j] = rank, float64(m)-rank
			}
		}
		return newLinear(p, points, func(t *Trace, w []float64) {
			t.add(p, "Ranks by criterion", "rank_ij", ranks)
			t.add(p, "Weighted points", "w_j·(m − rank_ij)", weighted(points, w))
		}), nil
	},
}

var copeland = Method{
	Name:    "copeland",
	Aliases: []string{"copeland-score", "condorcet"},
	Title:   "Copeland",
	Formula: "score = wins − losses in the duels of all pairs; a wins against b when the criteria on which it is better weigh more than those on which it is worse",
	Source:  "Copeland 1951; Saari & Merlin 1996, Economic Theory 8:51–76",
	Choose:  "to find what would win every duel, if there is such an alternative (a Condorcet winner scores m − 1)",
	Beware:  "ignores how much better; majorities can run in a circle, then scores tie",
	Ordinal: true,
	Needs:   Needs{Most: mostTimed},
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		x, cost := oriented(p)
		m, n := p.Dims()
		s := &copelandScorer{prepare(p), x, cost, make([]span, m*n)}
		for j := range n {
			c := placeColumn(x, m, n, j)
			if cost[j] {
				c.reverse()
			}
			for i := range m {
				s.spans[i*n+j] = span{c.at[i], c.lo[i], c.hi[i]}
			}
		}
		return s, nil
	},
}

type copelandScorer struct {
	prepared
	x     []float64
	cost  []bool
	spans []span // m×n
}

// span is the place of a score among those of its criterion, the worst first, and the places tied with it, from lo to below hi.
type span struct{ at, lo, hi int32 }

// duel is the weight of the criteria on which a is better less that of those on which b is, and 0 when they differ by rounding only.
func (s *copelandScorer) duel(a, b int, weights []float64) float64 {
	var won, lost float64
	for j, w := range weights {
		y, z := s.x[a*s.n+j], s.x[b*s.n+j]
		switch {
		case y == z || Tied(y, z):
		case (y > z) != s.cost[j]:
			won += w
		default:
			lost += w
		}
	}
	if math.Abs(won-lost) <= tieTolerance*max(won, lost) {
		return 0
	}
	return won - lost
}

// Scores compares places, eight criteria at a time: bits say on which of them a is better and on which worse, and a table what these weigh together.
func (s *copelandScorer) Scores(dst, weights []float64) []float64 { return s.scores(dst, nil, weights) }

// scores are Scores, and where losses is not nil how many duels each row loses.
func (s *copelandScorer) scores(dst, losses, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	var few [8][256]float64 // 64 criteria without memory of their own
	weigh := few[:]
	if eights := (s.n + 7) / 8; eights > len(weigh) {
		weigh = make([][256]float64, eights)
	}
	for j, w := range weights {
		table := &weigh[j/8]
		for bits, size := 0, 1<<(j%8); bits < size; bits++ {
			table[size|bits] = table[bits] + w
		}
	}
	if m := s.m; alonePairs(m) {
		s.count(dst, losses, weights, weigh, 0, m)
	} else {
		s.share(dst, losses, weights, slices.Clone(weigh))
	}
	return dst
}

func (s *copelandScorer) share(dst, losses, weights []float64, weigh [][256]float64) {
	parallelPairs(s.m, func(lo, hi int) { s.count(dst, losses, weights, weigh, lo, hi) })
}

// count fills in the scores of the rows from lo to below hi, and where it is not nil how many duels each loses.
func (s *copelandScorer) count(dst, losses, weights []float64, weigh [][256]float64, lo, hi int) {
	n := s.n
	for a := lo; a < hi; a++ {
		own, score, lost := s.spans[a*n:(a+1)*n], 0, 0
		for b := range s.m {
			other := s.spans[b*n : (b+1)*n]
			var pro, contra float64
			for j := 0; j < n; j += 8 {
				var better, worse uint32
				of := own[j:min(j+8, n)]
				for k, y := range other[j:min(j+8, n)] {
					better |= uint32(y.at-of[k].lo) >> 31 << k
					worse |= uint32(of[k].hi-1-y.at) >> 31 << k
				}
				pro += weigh[j/8][better&255]
				contra += weigh[j/8][worse&255]
			}
			d, most := pro-contra, max(pro, contra)
			switch size := math.Abs(d); {
			case size > 2*tieTolerance*most:
			case 2*size < tieTolerance*most || a == b:
				continue
			default: // near the tolerance the order of adding tells
				d = s.duel(a, b, weights)
			}
			if d > 0 {
				score++
			} else if d < 0 {
				score--
				lost++
			}
		}
		dst[a] = float64(score)
		if losses != nil {
			losses[a] = float64(lost)
		}
	}
}

func (s *copelandScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	wins, losses := make([]float64, s.m), make([]float64, s.m)
	scores := s.scores(nil, losses, weights)
	for a := range wins {
		wins[a] = scores[a] + losses[a]
	}
	var duels []float64 // shown where they are few
	if s.m <= mostPairs {
		for a := range s.m {
			for b := range s.m {
				d := math.NaN()
				if a != b {
					d = s.duel(a, b, weights)
				}
				duels = append(duels, d)
			}
		}
	}
	t := new(Trace)
	if s.m <= mostPairs {
		t.addPairs(s.p, "Duels", "weight for − weight against", duels)
	}
	t.addColumns(s.p, "Wins and losses", "", []string{"wins", "losses", "score"}, wins, losses, scores)
	t.Values = []Series{{Name: "wins", Title: "Wins", Values: wins}, {Name: "losses", Title: "Losses", Values: losses}}
	return t
}
