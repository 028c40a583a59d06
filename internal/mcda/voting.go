package mcda

import "math"

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
		return &copelandScorer{prepare(p), x, cost}, nil
	},
}

type copelandScorer struct {
	prepared
	x    []float64
	cost []bool
}

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

func (s *copelandScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	clear(dst)
	for a := range dst {
		for b := range a {
			switch d := s.duel(a, b, weights); {
			case d > 0:
				dst[a], dst[b] = dst[a]+1, dst[b]-1
			case d < 0:
				dst[a], dst[b] = dst[a]-1, dst[b]+1
			}
		}
	}
	return dst
}

func (s *copelandScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	wins, losses := make([]float64, s.m), make([]float64, s.m)
	duels := make([]float64, s.m*s.m)
	for a := range s.m {
		for b := range s.m {
			d := math.NaN()
			if a != b {
				d = s.duel(a, b, weights)
			}
			duels[a*s.m+b] = d
			if d > 0 {
				wins[a]++
			} else if d < 0 {
				losses[a]++
			}
		}
	}
	t := new(Trace)
	if s.m <= mostPairs {
		t.addPairs(s.p, "Duels", "weight for − weight against", duels)
	}
	t.addColumns(s.p, "Wins and losses", "", []string{"wins", "losses", "score"}, wins, losses, s.Scores(nil, weights))
	t.Values = []Series{{Name: "wins", Title: "Wins", Values: wins}, {Name: "losses", Title: "Losses", Values: losses}}
	return t
}
