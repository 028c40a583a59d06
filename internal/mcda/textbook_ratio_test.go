package mcda_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda"
)

// The twins of the product, compromise, ratio and border methods. Their conventions where the papers are silent are those the methods document.
func init() {
	textbook["weighted-product"] = textbookWeightedProduct
	textbook["waspas"] = textbookWASPAS
	textbook["vikor"] = textbookVIKOR
	textbook["moora"] = textbookMOORA
	textbook["moora-reference"] = textbookMOORAReference
	textbook["multimoora"] = textbookMULTIMOORA
	textbook["copras"] = textbookCOPRAS
	textbook["aras"] = textbookARAS
	textbook["edas"] = textbookEDAS
	textbook["codas"] = textbookCODAS
	textbook["mabac"] = textbookMABAC
	textbook["mairca"] = textbookMAIRCA
	textbook["marcos"] = textbookMARCOS
}

// textbookWeightedProduct is Π x^w, costs in the denominator; normalised, a cost is already turned.
func textbookWeightedProduct(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for i := range m {
		above, below := 1.0, 1.0
		for j := range n {
			x, sum, reciprocals := textbookColumn(p, j), 0.0, 0.0
			for _, v := range x {
				sum, reciprocals = sum+v, reciprocals+1/v
			}
			cost := p.Criteria[j].Sense == mcda.Cost
			switch how := set["normalization"]; {
			case how == "none" && !cost:
				above *= math.Pow(x[i], w[j])
			case how == "none":
				below *= math.Pow(x[i], w[j])
			case how == "max" && !cost:
				above *= math.Pow(x[i]/slices.Max(x), w[j])
			case how == "max":
				above *= math.Pow(slices.Min(x)/x[i], w[j])
			case how == "sum" && !cost:
				above *= math.Pow(x[i]/sum, w[j])
			case how == "sum":
				above *= math.Pow(1/x[i]/reciprocals, w[j])
			}
		}
		scores[i] = above / below
	}
	return scores
}

// textbookWASPAS is Zavadskas et al. 2012: λ of the weighted sum and 1 − λ of the weighted product of x/max and min/x.
func textbookWASPAS(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	lambda := set.Number("lambda")
	scores := make([]float64, m)
	for i := range m {
		sum, product := 0.0, 1.0
		for j := range n {
			x := textbookColumn(p, j)
			r := x[i] / slices.Max(x)
			if p.Criteria[j].Sense == mcda.Cost {
				r = slices.Min(x) / x[i]
			}
			sum += w[j] * r
			product *= math.Pow(r, w[j])
		}
		scores[i] = lambda*sum + (1-lambda)*product
	}
	return scores
}

// textbookEnds are the best and the worst of a column; a distance from a target is a cost.
func textbookEnds(p *mcda.Problem, j int) (best, worst float64) {
	x := textbookColumn(p, j)
	if p.Criteria[j].Sense == mcda.Benefit {
		return slices.Max(x), slices.Min(x)
	}
	return slices.Min(x), slices.Max(x)
}

// textbookVIKOR is S, R and Q of Opricovic & Tzeng 2004. A column without range is no regret, a measure without range no part of Q.
func textbookVIKOR(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	v := set.Number("v")
	s, r, q := make([]float64, m), make([]float64, m), make([]float64, m)
	for i := range m {
		for j := range n {
			best, worst := textbookEnds(p, j)
			if mcda.Tied(best, worst) {
				continue
			}
			regret := w[j] * (best - textbookColumn(p, j)[i]) / (best - worst)
			s[i] += regret
			r[i] = math.Max(r[i], regret)
		}
	}
	for i := range m {
		if lo, hi := slices.Min(s), slices.Max(s); !mcda.Tied(lo, hi) {
			q[i] += v * (s[i] - lo) / (hi - lo)
		}
		if lo, hi := slices.Min(r), slices.Max(r); !mcda.Tied(lo, hi) {
			q[i] += (1 - v) * (r[i] - lo) / (hi - lo)
		}
	}
	return q
}

// textbookRoots is x/√Σx² of every score; a column of nothing but 0 stays 0.
func textbookRoots(p *mcda.Problem) [][]float64 {
	m, n := p.Dims()
	rows := make([][]float64, m)
	for i := range m {
		rows[i] = make([]float64, n)
		for j := range n {
			x, squares := textbookColumn(p, j), 0.0
			for _, v := range x {
				squares += v * v
			}
			if squares > 0 {
				rows[i][j] = x[i] / math.Sqrt(squares)
			}
		}
	}
	return rows
}

// textbookMOORA is the ratio system with significance coefficients.
func textbookMOORA(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	r := textbookRoots(p)
	scores := make([]float64, len(r))
	for i := range r {
		for j := range w {
			if p.Criteria[j].Sense == mcda.Benefit {
				scores[i] += w[j] * r[i][j]
			} else {
				scores[i] -= w[j] * r[i][j]
			}
		}
	}
	return scores
}

// textbookMOORAReference is the Tchebycheff distance max_j |w_j·r_j − w_j·x*_ij| from the maximal objective reference point.
func textbookMOORAReference(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	r := textbookRoots(p)
	scores := make([]float64, len(r))
	for i := range r {
		for j := range w {
			best := r[0][j]
			for k := range r {
				if p.Criteria[j].Sense == mcda.Benefit {
					best = math.Max(best, r[k][j])
				} else {
					best = math.Min(best, r[k][j])
				}
			}
			scores[i] = math.Max(scores[i], math.Abs(w[j]*best-w[j]*r[i][j]))
		}
	}
	return scores
}

// textbookMULTIMOORA counts the three views of every pair; who leads in more of them wins the pair.
func textbookMULTIMOORA(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	r := textbookRoots(p)
	m := len(r)
	product := make([]float64, m)
	for i := range r {
		a, b := 1.0, 1.0
		for j := range w {
			if p.Criteria[j].Sense == mcda.Benefit {
				a *= math.Pow(r[i][j], w[j])
			} else {
				b *= math.Pow(r[i][j], w[j])
			}
		}
		product[i] = a / b
	}
	ratio, reference := textbookMOORA(p, set, w), textbookMOORAReference(p, set, w)
	scores := make([]float64, m)
	for i := range m {
		for k := range m {
			if i == k {
				continue
			}
			leads, lags := 0, 0
			if !mcda.Tied(ratio[i], ratio[k]) {
				if ratio[i] > ratio[k] {
					leads++
				} else {
					lags++
				}
			}
			if !mcda.Tied(reference[i], reference[k]) {
				if reference[i] < reference[k] {
					leads++
				} else {
					lags++
				}
			}
			if !mcda.Tied(product[i], product[k]) {
				if product[i] > product[k] {
					leads++
				} else {
					lags++
				}
			}
			if leads > lags {
				scores[i] += 1 / float64(m-1)
			} else if leads == lags {
				scores[i] += 0.5 / float64(m-1)
			}
		}
	}
	return scores
}

// textbookCOPRAS is Q_i = S⁺_i + ΣS⁻/(S⁻_i·Σ 1/S⁻), N_i = Q_i/max Q. Where S⁻ are 0 they share ΣS⁻, which is what they tend to; a column of nothing but 0
// stays 0, and where every Q is 0 all are alike at 1.
func textbookCOPRAS(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	plus, minus := make([]float64, m), make([]float64, m)
	for i := range m {
		for j := range n {
			x, sum := textbookColumn(p, j), 0.0
			for _, v := range x {
				sum += v
			}
			switch {
			case sum == 0:
			case p.Criteria[j].Sense == mcda.Benefit:
				plus[i] += w[j] * x[i] / sum
			default:
				minus[i] += w[j] * x[i] / sum
			}
		}
	}
	total, reciprocals, zeros := 0.0, 0.0, 0
	for _, s := range minus {
		total += s
		reciprocals += 1 / s
		if s == 0 {
			zeros++
		}
	}
	q := make([]float64, m)
	for i := range m {
		q[i] = plus[i]
		switch {
		case zeros == 0:
			q[i] += total / (minus[i] * reciprocals)
		case minus[i] == 0:
			q[i] += total / float64(zeros)
		}
	}
	scores := make([]float64, m)
	for i := range m {
		scores[i] = 1
		if best := slices.Max(q); best > 0 {
			scores[i] = q[i] / best
		}
	}
	return scores
}

// textbookRatioColumn is column j for methods that divide by scores: a target turned into a benefit, the largest distance from it less the own.
func textbookRatioColumn(p *mcda.Problem, j int) []float64 {
	x := textbookColumn(p, j)
	if p.Criteria[j].Sense == mcda.Target {
		far := slices.Max(x)
		for i := range x {
			x[i] = far - x[i]
		}
	}
	return x
}

// textbookARAS is Zavadskas & Turskis 2010: row 0 is the optimal alternative; costs by their reciprocals. A column of nothing but 0 is reached by all.
func textbookARAS(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	s := make([]float64, m+1)
	for j := range n {
		c, x := p.Criteria[j], textbookRatioColumn(p, j)
		optimal := slices.Max(x)
		if c.Sense == mcda.Cost {
			optimal = slices.Min(x)
		}
		switch scale := set["optimal"] == "scale"; {
		case scale && c.Sense == mcda.Benefit:
			optimal = c.Scale.Max
		case scale && c.Sense == mcda.Cost:
			optimal = c.Scale.Min
		}
		x = append([]float64{optimal}, x...)
		sum := 0.0
		for i := range x {
			if c.Sense == mcda.Cost {
				x[i] = 1 / x[i]
			}
			sum += x[i]
		}
		for i := range x {
			if sum == 0 {
				s[i] += w[j]
			} else {
				s[i] += w[j] * x[i] / sum
			}
		}
	}
	scores := make([]float64, m)
	for i := range m {
		scores[i] = s[i+1] / s[0]
	}
	return scores
}

// textbookEDAS is Keshavarz Ghorabaee et al. 2015, with |AV| as divisor for columns of negative average. A column without range is no distance; with no
// positive distance NSP is 0, with no negative one NSN is 1.
func textbookEDAS(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	sp, sn := make([]float64, m), make([]float64, m)
	for j := range n {
		x, average := textbookColumn(p, j), 0.0
		for _, v := range x {
			average += v / float64(m)
		}
		if mcda.Tied(slices.Min(x), slices.Max(x)) {
			continue
		}
		for i := range m {
			if mcda.Tied(x[i], average) {
				continue
			}
			above, below := math.Max(0, x[i]-average)/math.Abs(average), math.Max(0, average-x[i])/math.Abs(average)
			if p.Criteria[j].Sense == mcda.Benefit {
				sp[i] += w[j] * above
				sn[i] += w[j] * below
			} else {
				sp[i] += w[j] * below
				sn[i] += w[j] * above
			}
		}
	}
	scores := make([]float64, m)
	for i := range m {
		nsp, nsn := 0.0, 1.0
		if most := slices.Max(sp); most > 0 {
			nsp = sp[i] / most
		}
		if most := slices.Max(sn); most > 0 {
			nsn = 1 - sn[i]/most
		}
		scores[i] = (nsp + nsn) / 2
	}
	return scores
}

// textbookLinear is x/max for a benefit and min/x for a cost, 1 in a column of nothing but 0.
func textbookLinear(p *mcda.Problem) [][]float64 {
	m, n := p.Dims()
	rows := make([][]float64, m)
	for i := range m {
		rows[i] = make([]float64, n)
		for j := range n {
			x := textbookRatioColumn(p, j)
			switch {
			case slices.Max(x) == 0:
				rows[i][j] = 1
			case p.Criteria[j].Sense == mcda.Cost:
				rows[i][j] = slices.Min(x) / x[i]
			default:
				rows[i][j] = x[i] / slices.Max(x)
			}
		}
	}
	return rows
}

// textbookCODAS is Keshavarz Ghorabaee et al. 2016, the sum of the relative assessment matrix over all pairs; a difference of τ counts as one whatever its
// last bit.
func textbookCODAS(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	r, tau := textbookLinear(p), set.Number("tau")
	m := len(r)
	e, t := make([]float64, m), make([]float64, m)
	for i := range r {
		squares := 0.0
		for j := range w {
			worst := w[j] * r[0][j]
			for k := range r {
				worst = math.Min(worst, w[j]*r[k][j])
			}
			squares += (w[j]*r[i][j] - worst) * (w[j]*r[i][j] - worst)
			t[i] += math.Abs(w[j]*r[i][j] - worst)
		}
		e[i] = math.Sqrt(squares)
	}
	scores := make([]float64, m)
	for i := range m {
		for k := range m {
			psi, apart := 0.0, math.Abs(e[i]-e[k])
			if apart >= tau || mcda.Tied(apart, tau) {
				psi = 1
			}
			scores[i] += (e[i] - e[k]) + psi*(t[i]-t[k])
		}
	}
	return scores
}

// textbookShare is the min-max score of alternative i on criterion j, 1 on a column without range.
func textbookShare(p *mcda.Problem, i, j int) float64 {
	best, worst := textbookEnds(p, j)
	if mcda.Tied(best, worst) {
		return 1
	}
	return (textbookColumn(p, j)[i] - worst) / (best - worst)
}

// textbookMABAC is Pamučar & Ćirović 2015: the distances v_ij − g_j from the border g_j, the m-th root of the product of the v_ij.
func textbookMABAC(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for j := range n {
		product := 1.0
		for i := range m {
			product *= w[j] * (textbookShare(p, i, j) + 1)
		}
		border := math.Pow(product, 1/float64(m))
		for i := range m {
			scores[i] += w[j]*(textbookShare(p, i, j)+1) - border
		}
	}
	return scores
}

// textbookMAIRCA is Gigović et al. 2016: the gaps between the theoretical and the real ponders.
func textbookMAIRCA(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for i := range m {
		preference := 1 / float64(m)
		if p.Prior != nil {
			preference = p.Prior[i]
		}
		for j := range n {
			theoretical := preference * w[j]
			scores[i] += theoretical - theoretical*textbookShare(p, i, j)
		}
	}
	return scores
}

// textbookMARCOS is Stević et al. 2020, K⁺, K⁻ and their utility functions written out. With an anti-ideal of 0 K⁻ grows beyond all bounds and f(K) to K⁺;
// an alternative of nothing but 0 has no utility.
func textbookMARCOS(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	r := textbookLinear(p)
	ideal, anti := 0.0, 0.0
	for j := range w {
		worst := r[0][j]
		for i := range r {
			worst = math.Min(worst, r[i][j])
		}
		ideal += w[j] * 1
		anti += w[j] * worst
	}
	scores := make([]float64, len(r))
	for i := range r {
		s := 0.0
		for j := range w {
			s += w[j] * r[i][j]
		}
		plus, minus := s/ideal, s/anti
		switch {
		case s == 0:
			scores[i] = 0
		case anti == 0:
			scores[i] = plus
		default:
			fPlus, fMinus := minus/(plus+minus), plus/(plus+minus)
			scores[i] = (plus + minus) / (1 + (1-fPlus)/fPlus + (1-fMinus)/fMinus)
		}
	}
	return scores
}

// TestTextbookNumbers compares the methods that take a number at other numbers than the default, which is all that [TestProperties] sees.
func TestTextbookNumbers(t *testing.T) {
	for method, number := range map[string]string{"vikor": "v", "waspas": "lambda", "codas": "tau"} {
		t.Run(method, func(t *testing.T) {
			m := lookup(t, method)
			rapid.Check(t, func(t *rapid.T) {
				p := drawProblem(t, wants{ratio: true, sides: m.Needs.NoTarget})
				x := rapid.SampledFrom([]float64{0, 0.01, 0.1, 0.3, 0.75, 1}).Draw(t, number)
				set, err := m.Resolve(map[string]string{number: strconv.FormatFloat(x, 'g', -1, 64)})
				if err != nil {
					t.Fatal(err)
				}
				s, err := m.Prepare(p, set)
				if err != nil {
					t.Fatal(err)
				}
				w := drawWeights(t, len(p.Criteria))
				if d := different(s.Scores(nil, w), textbook[method](p, set, w), 1e-12); d != "" {
					t.Fatal(d)
				}
			})
		})
	}
}
