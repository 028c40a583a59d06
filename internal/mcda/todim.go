package mcda

import "math"

var todim = Method{
	Name:    "todim",
	Aliases: []string{"tomada-de-decisao-interativa-multicriterio"},
	Title:   "TODIM",
	Formula: "δ(a, b) = Σ_j Φ_j(a, b), Φ = √(w_jr·d/Σw_r) for a gain d, −(1/θ)·√(Σw_r·|d|/w_jr) for a loss, w_jr = w_j/max w; ξ_i = (Σ_b δ(i, b) − min)/(max − min), 1 when all are alike; criteria of weight 0 take no part",
	Source:  "Gomes & Lima 1992, Foundations of Computing and Decision Sciences 16(4):113–127; Gomes & Rangel 2009, EJOR 193(1):204–211",
	Choose:  "when losses against others are felt more than gains, as prospect theory says people do",
	Beware:  "a loss on a criterion of small weight counts more than on one of large weight, as the formula divides by it; depends on the set of alternatives",
	Needs:   Needs{Most: mostTimed},
	Parameters: []Parameter{
		normalizationParameter(NormSum, NormMinMax, NormMax, NormVector),
		{Name: "theta", Doc: "attenuation of losses: below 1 they weigh more, above 1 less", Default: "1", Min: 0.01, Max: 100},
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		fs, err := transforms(p, Normalization(set["normalization"]))
		if err != nil {
			return nil, err
		}
		r := apply(nil, p, fs)
		m, n := p.Dims()
		s := &todimScorer{prepared: prepare(p), r: r, gains: make([]float64, m*n), losses: make([]float64, m*n), theta: set.Number("theta")}
		column := func(j int) {
			// In ascending order a difference is a gain of the later and a loss of the earlier one: what is tied with a number stands beside it.
			c := placeColumn(r, m, n, j)
			gains, losses := make([]float64, m), make([]float64, m)
			for k, x := range c.sorted {
				i := c.rows[k]
				below := c.sorted[:c.lo[i]]
				for len(below) > 0 && x-below[len(below)-1] < tieTolerance {
					below = below[:len(below)-1]
				}
				lost, gain := losses[:len(below)], 0.0
				for q, y := range below {
					root := math.Sqrt(x - y)
					gain += root
					lost[q] += root
				}
				gains[k] = gain
			}
			for k, i := range c.rows {
				s.gains[int(i)*n+j], s.losses[int(i)*n+j] = gains[k], losses[k]
			}
		}
		if alonePairs(m) {
			for j := range n {
				column(j)
			}
		} else {
			shareOut(n, 1, func(j, _ int) { column(j) })
		}
		return s, nil
	},
}

// todimScorer keeps per alternative and criterion the sums over the others of √d: the weights come out of both roots.
type todimScorer struct {
	prepared
	r, gains, losses []float64
	theta            float64
}

// factors returns what a gain and a loss of √d on criterion j are multiplied by.
func (s *todimScorer) factors(j int, weights []float64) (gain, loss float64) {
	var total float64
	for _, w := range weights {
		total += w
	}
	if weights[j] == 0 {
		return 0, 0
	}
	return math.Sqrt(weights[j] / total), math.Sqrt(total/weights[j]) / s.theta
}

// dominance fills dst with Σ_b δ(i, b) and returns the size of the largest of its parts: differences far below it are rounding.
func (s *todimScorer) dominance(dst, weights []float64) (size float64) {
	clear(dst)
	for j := range s.n {
		gain, loss := s.factors(j, weights)
		for i := range dst {
			up, down := float64(gain*s.gains[i*s.n+j]), float64(loss*s.losses[i*s.n+j])
			dst[i] += up - down
			size = max(size, up, down)
		}
	}
	return size
}

func (s *todimScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	size := s.dominance(dst, weights)
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, d := range dst {
		lo, hi = min(lo, d), max(hi, d)
	}
	for i, d := range dst {
		if dst[i] = 1; hi-lo > tieTolerance*size {
			dst[i] = (d - lo) / (hi - lo)
		}
	}
	return dst
}

func (s *todimScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	var most float64
	for _, w := range weights {
		most = max(most, w)
	}
	relative, parts, sums := make([]float64, s.n), make([]float64, s.m*s.n), make([]float64, s.m)
	for j, w := range weights {
		relative[j] = w / most
		gain, loss := s.factors(j, weights)
		for k := j; k < len(parts); k += s.n {
			parts[k] = float64(gain*s.gains[k]) - float64(loss*s.losses[k])
		}
	}
	s.dominance(sums, weights)
	t := new(Trace)
	t.add(s.p, "Normalised decision matrix", "P_ij", s.r)
	t.addRows(s.p, "Relative weights", "w_jr", []string{"w_r"}, relative)
	t.add(s.p, "Dominance over all others by criterion", "Σ_b Φ_j(i, b)", parts)
	t.addColumns(s.p, "Dominance and overall value", "", []string{"Σδ", "ξ"}, sums, s.Scores(nil, weights))
	t.Values = []Series{{Name: "delta", Title: "Σδ", Values: sums, Step: true}}
	return t
}
