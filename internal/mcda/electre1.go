package mcda

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"veche/internal/mcda/exact"
)

var electre1 = Method{
	Name:    "electre1",
	Aliases: []string{"electre-i", "electre-1"},
	Title:   "ELECTRE I",
	Formula: "c(a,b) = Σ w_j where a is at least as good as b; d(a,b) = the largest scaled loss of a against b; a outranks b when c ≥ c* and d ≤ d*",
	Source: "Roy 1968, Classement et choix en présence de points de vue multiples (la méthode ELECTRE), RIRO 2(8); Figueira, Mousseau & Roy 2005, " +
		"ELECTRE methods, §3.1; discordance over the largest range: Cebrián & Porcar 2009",
	Choose: "to choose rather than to rank: a majority of weight must speak for a, and nothing too strongly against; the kernel is the shortlist that results",
	Beware: "the score, outranks less outranked by, is a summary: read the kernel and who outranks whom; " +
		"two alternatives may be incomparable; thresholds cut sharply",
	Ordinal: true,
	Needs:   Needs{Most: mostKept},
	Parameters: []Parameter{
		{Name: "normalization",
			Doc: "what a loss is divided by: sum, the column's sum, then the largest range of all columns; scale, the criterion's Max − Min; " +
				"min-max, the column's range",
			Default: "sum", Choices: []string{"sum", "scale", "min-max"}},
		{Name: "c", Doc: "concordance threshold c*: the share of the weights that must agree", Default: "0.65", Min: 0.5, Max: 1},
		{Name: "d", Doc: "discordance threshold d*: the largest scaled loss that is borne", Default: "0.35", Min: 0, Max: 1},
	},
	prepare: prepareELECTRE1,
}

// electre1Scorer: with u the scores turned so that more is better, d(a,b) = max_j (u_bj − u_aj)·unit_j / max_j span_j over the criteria with a weight.
type electre1Scorer struct {
	prepared
	u          []float64 // m×n
	unit, span []float64 // n
	c, d       float64
}

func prepareELECTRE1(p *Problem, set Parameters) (Scorer, error) {
	_, n := p.Dims()
	s := &electre1Scorer{prepared: prepare(p), u: graded(p), unit: make([]float64, n), span: make([]float64, n), c: set.Number("c"), d: set.Number("d")}
	for j := range n {
		if how := Normalization(set["normalization"]); how != NormSum {
			f, err := p.usable(j, how)
			if err != nil {
				return nil, err
			}
			s.unit[j], s.span[j] = 1/math.Abs(f.divisor), 1
			continue
		}
		c := &p.Criteria[j]
		lo, hi, sum := math.Inf(1), 0.0, 0.0
		for i, id := range p.Alternatives {
			x := math.Abs(s.u[i*n+j])
			if c.Sense != Target && p.At(i, j) < 0 {
				return nil, &DataError{id, c.ID, "division by the column's sum needs scores of 0 or more, this is %g; use min-max or scale", []any{p.At(i, j)}}
			}
			lo, hi, sum = min(lo, x), max(hi, x), sum+x
		}
		if sum == 0 { // all 0: no losses
			continue
		}
		if math.IsInf(1/sum, 0) {
			return nil, &DataError{Criterion: c.ID, Reason: "its scores are too small to be divided by their sum"}
		}
		s.unit[j], s.span[j] = 1/sum, (hi-lo)/sum
	}
	return s, nil
}

// graded returns the m×n scores turned so that more is better, x, −x for a cost and −|x − t| for a target, with scores that differ by no more than rounding
// made equal: a is at least as good as b where u_a ≥ u_b.
func graded(p *Problem) []float64 {
	m, n := p.Dims()
	u, order := make([]float64, m*n), make([]int, m)
	for j, c := range p.Criteria {
		var f transform // for its rule of what is rounding
		if c.Sense == Target {
			f.shape, f.t = deviation, c.Target
		}
		for i := range m {
			order[i] = i*n + j
			u[order[i]] = f.g(p.At(i, j))
			if c.Sense != Benefit {
				u[order[i]] = -u[order[i]]
			}
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(u[a], u[b]) })
		first := order[0]
		for _, k := range order {
			if f.flat(u[first], u[k]) {
				u[k] = u[first]
			} else {
				first = k
			}
		}
	}
	return u
}

func (s *electre1Scorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	clear(dst)
	s.pairs(weights, func(a, b int, c, d float64, outranks bool) {
		if outranks {
			dst[a]++
			dst[b]--
		}
	})
	return dst
}

// pairs calls visit for every ordered pair of alternatives with c(a,b), d(a,b) and whether a outranks b.
func (s *electre1Scorer) pairs(weights []float64, visit func(a, b int, c, d float64, outranks bool)) {
	total, largest := exact.Sum(weights), 0.0
	for j, w := range weights {
		if w > 0 {
			largest = max(largest, s.span[j])
		}
	}
	for a := range s.m {
		for b := range s.m {
			if a == b {
				continue
			}
			ua, ub := s.u[a*s.n:(a+1)*s.n], s.u[b*s.n:(b+1)*s.n]
			var c, d float64
			for j, w := range weights {
				switch loss := ub[j] - ua[j]; {
				case loss <= 0:
					c += w
				case w > 0:
					d = max(d, loss*s.unit[j])
				}
			}
			c /= total
			if d > 0 {
				d = min(1, d/largest) // beyond the ends of a fixed scale a loss is no more than all
			}
			visit(a, b, c, d, c >= s.c-tieTolerance && d <= s.d+tieTolerance)
		}
	}
}

// Incomparable reports whether neither of a and b outranks the other.
func (s *electre1Scorer) Incomparable(weights []float64, a, b int) bool {
	mustLen(weights, s.n)
	related := false
	s.pairs(weights, func(x, y int, _, _ float64, outranks bool) {
		related = related || outranks && (x == a && y == b || x == b && y == a)
	})
	return !related
}

func (s *electre1Scorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	concordance, discordance, outranking := s.square(math.NaN()), s.square(math.NaN()), s.square(math.NaN())
	outranks, outrankedBy := make([]float64, s.m), make([]float64, s.m)
	g := simple.NewDirectedGraph()
	for a := range s.m {
		g.AddNode(simple.Node(a))
	}
	s.pairs(weights, func(a, b int, c, d float64, yes bool) {
		k := a*s.m + b
		concordance[k], discordance[k], outranking[k] = c, d, 0
		if yes {
			outranking[k] = 1
			outranks[a]++
			outrankedBy[b]++
			g.SetEdge(simple.Edge{F: simple.Node(a), T: simple.Node(b)})
		}
	})
	t := new(Trace)
	t.addPairs(s.p, "Concordance", "c(a,b)", concordance)
	t.addPairs(s.p, "Discordance", "d(a,b)", discordance)
	pairs := t.addPairs(s.p, "Outranking", "a S b", outranking)
	pairs.Note, pairs.Args = "1: the row outranks the column, c ≥ %g and d ≤ %g", []any{s.c, s.d}
	t.Values = []Series{{Name: "outranks", Title: "Outranks", Values: outranks}, {Name: "outranked_by", Title: "Outranked by", Values: outrankedBy}}
	t.Set = s.kernel(g)
	return t
}

// kernel finds the alternatives of which none outranks another and one of which outranks each alternative outside. A graph without circuits has exactly one
// kernel; the members of a circuit are taken as one (Figueira, Mousseau & Roy 2005, §3.1).
func (s *electre1Scorer) kernel(g *simple.DirectedGraph) *Set {
	set := &Set{Name: "kernel", Note: "none in the kernel outranks another, and each outside is outranked by one in it"}
	components := topo.TarjanSCC(g) // each after those it reaches
	outranked := make([]bool, s.m)  // by one in the kernel
	var circuits []string
	for _, component := range slices.Backward(components) {
		var members []int
		out := false
		for _, node := range component {
			members = append(members, int(node.ID()))
			out = out || outranked[node.ID()]
		}
		slices.Sort(members)
		if len(members) > 1 {
			var ids []string
			for _, a := range members {
				ids = append(ids, s.p.Alternatives[a])
			}
			circuits = append(circuits, strings.Join(ids, ", "))
		}
		if out {
			continue
		}
		set.Members = append(set.Members, members...)
		for _, a := range members {
			for to := g.From(int64(a)); to.Next(); {
				outranked[to.Node().ID()] = true
			}
		}
	}
	slices.Sort(set.Members)
	slices.Sort(circuits)
	if len(circuits) > 0 {
		set.Note = "none in the kernel outranks another, and each outside is outranked by one in it; %s outrank one another in a circuit and count as one"
		set.Args = []any{strings.Join(circuits, "; ")}
	}
	return set
}

// square returns an m×m table of one value.
func (s *prepared) square(x float64) []float64 {
	t := make([]float64, s.m*s.m)
	for k := range t {
		t[k] = x
	}
	return t
}
