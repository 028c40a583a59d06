package mcda_test

import (
	"math"
	"strconv"

	"veche/internal/mcda"
)

func init() {
	textbook["electre1"] = textbookELECTRE1
	textbook["electre3"] = textbookELECTRE3
	textbook["electre-net-flow"] = textbookNetFlow
}

// slack is what these twins take for rounding, coarser than the engine's.
const slack = 1e-11

func setting(set mcda.Parameters, name string) float64 {
	x, err := strconv.ParseFloat(set[name], 64)
	if err != nil {
		panic(err)
	}
	return x
}

// textbookLoss is by how much b is better than a on criterion j, in its own unit.
func textbookLoss(p *mcda.Problem, a, b, j int) float64 {
	x, y := textbookColumn(p, j)[a], textbookColumn(p, j)[b]
	if p.Criteria[j].Sense == mcda.Benefit {
		return y - x
	}
	return x - y
}

// textbookOutranks is the relation of ELECTRE I.
func textbookOutranks(p *mcda.Problem, set mcda.Parameters, w []float64, a, b int) bool {
	_, n := p.Dims()
	divisor, widest := make([]float64, n), 0.0
	for j := range n {
		lo, hi, sum := math.Inf(1), math.Inf(-1), 0.0
		for _, x := range textbookColumn(p, j) {
			lo, hi, sum = math.Min(lo, x), math.Max(hi, x), sum+x
		}
		switch c := p.Criteria[j]; {
		case hi == lo:
			divisor[j] = 1
		case set["normalization"] == "sum":
			divisor[j] = sum
		case set["normalization"] == "min-max":
			divisor[j] = hi - lo
		case c.Sense == mcda.Target:
			divisor[j] = math.Max(c.Target-c.Scale.Min, c.Scale.Max-c.Target)
		default:
			divisor[j] = c.Scale.Max - c.Scale.Min
		}
		if w[j] > 0 {
			widest = math.Max(widest, (hi-lo)/divisor[j])
		}
	}
	if set["normalization"] == "scale" {
		widest = 1
	}
	var total, agree, against float64
	for j := range n {
		total += w[j]
		loss := textbookLoss(p, a, b, j)
		if loss <= slack {
			agree += w[j]
		} else if w[j] > 0 {
			against = math.Max(against, loss/divisor[j]/widest)
		}
	}
	return agree/total >= setting(set, "c")-slack && against <= setting(set, "d")+slack
}

func textbookELECTRE1(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, _ := p.Dims()
	scores := make([]float64, m)
	for a := range m {
		for b := range m {
			if a != b && textbookOutranks(p, set, w, a, b) {
				scores[a]++
			}
			if a != b && textbookOutranks(p, set, w, b, a) {
				scores[a]--
			}
		}
	}
	return scores
}

// textbookCredibility is σ(a,b) of ELECTRE III.
func textbookCredibility(p *mcda.Problem, w []float64, a, b int) float64 {
	_, n := p.Dims()
	discordance := make([]float64, n)
	var total, c float64
	for j := range n {
		g := math.Abs(textbookColumn(p, j)[a])
		at := func(t *mcda.Threshold, missing float64) float64 {
			if t == nil {
				return missing
			}
			return math.Max(0, t.Constant+t.Slope*g)
		}
		f := p.Criteria[j].Preference
		indifference := at(f.Q, 0)
		preference := at(f.P, indifference)
		veto := at(f.Veto, math.Inf(1))
		loss := textbookLoss(p, a, b, j)
		partial := 0.0
		switch {
		case loss <= indifference+slack:
			partial = 1
		case loss < preference-slack:
			partial = (preference - loss) / (preference - indifference)
		}
		switch {
		case loss <= preference+slack:
		case loss >= veto:
			discordance[j] = 1
		case !math.IsInf(veto, 1):
			discordance[j] = (loss - preference) / (veto - preference)
		}
		total += w[j]
		c += w[j] * partial
	}
	c /= total
	sigma := c
	for j := range n {
		if w[j] > 0 && discordance[j] > c {
			sigma *= (1 - discordance[j]) / (1 - c)
		}
	}
	return sigma
}

func textbookELECTRE3(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, _ := p.Dims()
	sigma := make([][]float64, m)
	for a := range m {
		sigma[a] = make([]float64, m)
		for b := range m {
			sigma[a][b] = textbookCredibility(p, w, a, b)
		}
	}
	s := func(x float64) float64 { return setting(set, "s-intercept") + setting(set, "s-slope")*x }
	down, up := textbookDistillation(sigma, s, true), textbookDistillation(sigma, s, false)
	scores := make([]float64, m)
	for k, class := range down {
		for a := range class {
			scores[a] += textbookPlace(down, k) / 2
		}
	}
	for k, class := range up {
		for a := range class {
			scores[a] += textbookPlace(up, k) / 2
		}
	}
	return scores
}

type alternatives map[int]bool

// textbookPlace is the place that the members of class k share.
func textbookPlace(classes []alternatives, k int) float64 {
	place := 1
	for _, better := range classes[:k] {
		place += len(better)
	}
	return float64(place)
}

// textbookDistillation returns the classes, best first, by the steps of Roy 1978 with sets.
func textbookDistillation(sigma [][]float64, s func(float64) float64, descending bool) []alternatives {
	left := alternatives{}
	for a := range sigma {
		left[a] = true
	}
	var classes []alternatives
	for len(left) > 0 {
		class := left
		cut := textbookHighest(sigma, left, math.Inf(1))
		for {
			cut = textbookHighest(sigma, class, cut-s(cut))
			beats := func(a, b int) bool {
				return a != b && sigma[a][b] > cut+slack && sigma[a][b] > sigma[b][a]+s(sigma[a][b])+slack
			}
			qualification := map[int]int{}
			for a := range class {
				for b := range class {
					if beats(a, b) {
						qualification[a]++
					}
					if beats(b, a) {
						qualification[a]--
					}
				}
			}
			extreme := math.Inf(-1)
			turn := 1
			if !descending {
				turn = -1
			}
			for a := range class {
				extreme = math.Max(extreme, float64(turn*qualification[a]))
			}
			kept := alternatives{}
			for a := range class {
				if float64(turn*qualification[a]) == extreme {
					kept[a] = true
				}
			}
			class = kept
			if len(class) == 1 || cut == 0 {
				break
			}
		}
		rest := alternatives{}
		for a := range left {
			if !class[a] {
				rest[a] = true
			}
		}
		left = rest
		if descending {
			classes = append(classes, class)
		} else {
			classes = append([]alternatives{class}, classes...)
		}
	}
	return classes
}

// textbookHighest is the largest credibility below the bound between two different members, 0 when there is none.
func textbookHighest(sigma [][]float64, members alternatives, bound float64) float64 {
	var highest float64
	for a := range members {
		for b := range members {
			if a != b && sigma[a][b] > slack && sigma[a][b] < bound-slack {
				highest = math.Max(highest, sigma[a][b])
			}
		}
	}
	return highest
}

func textbookNetFlow(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	r := make([]func(float64) float64, n)
	for j := range n {
		r[j] = textbookNormal(p, j, set["normalization"])
	}
	v := func(i, j int) float64 { return w[j] * r[j](p.Scores[i*n+j]) }
	concordance := func(a, b int) float64 {
		var c, total float64
		for j := range n {
			total += w[j]
			if v(a, j) >= v(b, j)-slack {
				c += w[j]
			}
		}
		return c / total
	}
	discordance := func(a, b int) float64 {
		var loss, largest float64
		for j := range n {
			loss, largest = math.Max(loss, v(b, j)-v(a, j)), math.Max(largest, math.Abs(v(b, j)-v(a, j)))
		}
		if largest <= slack {
			return 0
		}
		return loss / largest
	}
	c, d := make([]float64, m), make([]float64, m)
	for a := range m {
		for b := range m {
			c[a] += concordance(a, b) - concordance(b, a)
			d[a] += discordance(a, b) - discordance(b, a)
		}
	}
	scores := make([]float64, m)
	for a := range m {
		byC, byD := 1, 1
		for b := range m {
			if c[b] > c[a]+slack {
				byC++
			}
			if d[b] < d[a]-slack {
				byD++
			}
		}
		scores[a] = float64(byC+byD) / 2
	}
	return scores
}
