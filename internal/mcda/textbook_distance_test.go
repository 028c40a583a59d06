package mcda_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda"
)

func init() {
	textbook["cocoso"] = textbookCoCoSo
	textbook["spotis"] = textbookSPOTIS
	textbook["todim"] = textbookTODIM
	textbook["gra"] = textbookGRA
	textbook["ocra"] = textbookOCRA
	textbook["comet"] = textbookCOMET
	textbook["ram"] = textbookRAM
	textbook["probid"] = textbookPROBID
	textbook["borda"] = textbookBorda
	textbook["copeland"] = textbookCopeland
	textbook["ahp"] = textbookAHP
	textbook["fuzzy-topsis"] = textbookFuzzyTOPSIS
}

// textbookNormals is the whole matrix by a normalisation, row by row.
func textbookNormals(p *mcda.Problem, how string) [][]float64 {
	m, n := p.Dims()
	r := make([][]float64, m)
	for i := range m {
		for j := range n {
			r[i] = append(r[i], textbookNormal(p, j, how)(p.Scores[i*n+j]))
		}
	}
	return r
}

// textbookBetter reports whether alternative a is better than b on criterion j, tied scores being neither.
func textbookBetter(p *mcda.Problem, a, b, j int) bool {
	x, y := textbookColumn(p, j)[a], textbookColumn(p, j)[b]
	if mcda.Tied(x, y) {
		return false
	}
	if p.Criteria[j].Sense == mcda.Benefit {
		return x > y
	}
	return x < y
}

func textbookTotal(x []float64) (sum float64) {
	for _, v := range x {
		sum += v
	}
	return sum
}

// textbookCoCoSo: Yazdani et al. 2019. A criterion of weight 0 takes no part, and an aggregate whose least is 0 none in k_b.
func textbookCoCoSo(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	r, lambda := textbookNormals(p, "min-max"), set.Number("lambda")
	sum, power, both := make([]float64, m), make([]float64, m), make([]float64, m)
	for i := range m {
		for j := range n {
			if w[j] > 0 {
				sum[i] += w[j] * r[i][j]
				power[i] += math.Pow(r[i][j], w[j])
			}
		}
		both[i] = sum[i] + power[i]
	}
	scores := make([]float64, m)
	for i := range m {
		ka := both[i] / textbookTotal(both)
		var kb float64
		if least := slices.Min(sum); least > 0 {
			kb += sum[i] / least
		}
		if least := slices.Min(power); least > 0 {
			kb += power[i] / least
		}
		kc := (lambda*sum[i] + (1-lambda)*power[i]) / (lambda*slices.Max(sum) + (1-lambda)*slices.Max(power))
		scores[i] = math.Pow(ka*kb*kc, 1./3) + (ka+kb+kc)/3
	}
	return scores
}

// textbookSPOTIS: Dezert et al. 2020, with the ideal and with the expected solution point, mixed as in Shekhovtsov et al. 2025. Where nothing is
// expected, the ideal is.
func textbookSPOTIS(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	distance := func(i int, point func(c mcda.Criterion) float64) (d float64) {
		for j := range n {
			c := p.Criteria[j]
			d += w[j] * math.Abs(p.Scores[i*n+j]-point(c)) / math.Abs(c.Scale.Max-c.Scale.Min)
		}
		return d
	}
	ideal := func(c mcda.Criterion) float64 {
		if c.Sense == mcda.Benefit {
			return c.Scale.Max
		}
		if c.Sense == mcda.Cost {
			return c.Scale.Min
		}
		return c.Target
	}
	expected := func(c mcda.Criterion) float64 {
		if c.Expected != nil {
			return *c.Expected
		}
		return ideal(c)
	}
	scores, alpha := make([]float64, m), set.Number("alpha")
	for i := range m {
		scores[i] = (1-alpha)*distance(i, ideal) + alpha*distance(i, expected)
	}
	return scores
}

// textbookTODIM: Gomes & Rangel 2009. A criterion of weight 0 takes no part; 1 for all when all dominate alike, but for the rounding of the sums: gains and
// losses may cancel.
func textbookTODIM(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	r, theta := textbookNormals(p, set["normalization"]), set.Number("theta")
	relative := make([]float64, n)
	for j := range n {
		relative[j] = w[j] / slices.Max(w)
	}
	phi := func(j, a, b int) float64 {
		d := r[a][j] - r[b][j]
		switch {
		case relative[j] == 0 || mcda.Tied(r[a][j], r[b][j]):
			return 0
		case d > 0:
			return math.Sqrt(relative[j] * d / textbookTotal(relative))
		}
		return -1 / theta * math.Sqrt(textbookTotal(relative)*-d/relative[j])
	}
	dominance, size := make([]float64, m), 0.0
	for a := range m {
		for b := range m {
			for j := range n {
				dominance[a] += phi(j, a, b)
				size += math.Abs(phi(j, a, b))
			}
		}
	}
	scores, least, most := make([]float64, m), slices.Min(dominance), slices.Max(dominance)
	for i := range m {
		if scores[i] = 1; !mcda.Tied(size+least, size+most) {
			scores[i] = (dominance[i] - least) / (most - least)
		}
	}
	return scores
}

// textbookGRA: Kuo, Yang & Huang 2008, the reference sequence being 1 on every criterion. With no distance anywhere all coefficients are 1.
func textbookGRA(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	r, zeta := textbookNormals(p, "min-max"), set.Number("zeta")
	least, most := math.Inf(1), 0.0
	for i := range m {
		for j := range n {
			least, most = math.Min(least, math.Abs(1-r[i][j])), math.Max(most, math.Abs(1-r[i][j]))
		}
	}
	scores := make([]float64, m)
	for i := range m {
		for j := range n {
			coefficient := 1.0
			if most > 0 {
				coefficient = (least + zeta*most) / (math.Abs(1-r[i][j]) + zeta*most)
			}
			scores[i] += w[j] * coefficient
		}
	}
	return scores
}

// textbookOCRA: Parkan 1994 as Işık & Adalı 2016 compute it, the inputs' and the outputs' ratings each measured from the least.
func textbookOCRA(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	in, out, scores := make([]float64, m), make([]float64, m), make([]float64, m)
	for i := range m {
		for j := range n {
			column := textbookColumn(p, j)
			if p.Criteria[j].Sense == mcda.Cost {
				in[i] += w[j] * (slices.Max(column) - column[i]) / slices.Min(column)
			} else {
				out[i] += w[j] * (column[i] - slices.Min(column)) / slices.Min(column)
			}
		}
	}
	for i := range m {
		scores[i] = in[i] - slices.Min(in) + out[i] - slices.Min(out)
	}
	least := slices.Min(scores)
	for i := range m {
		scores[i] -= least
	}
	return scores
}

// textbookCOMET: Sałabun 2015, steps 1 to 5, with TOPSIS for the expert. A criterion without extent has one characteristic value; objects that are all alike
// have the preference ½.
func textbookCOMET(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	levels := int(set.Number("points"))

	// Step 1: characteristic values, a target being the cost |x − t|.
	x, values := make([][]float64, n), make([][]float64, n)
	for j := range n {
		x[j] = textbookColumn(p, j)
		c, lo, hi := p.Criteria[j], slices.Min(x[j]), slices.Max(x[j])
		if set["values"] == "scale" {
			lo, hi = c.Scale.Min, c.Scale.Max
			if c.Sense == mcda.Target {
				lo, hi = 0, math.Max(c.Target-c.Scale.Min, c.Scale.Max-c.Target)
			}
		}
		values[j] = []float64{lo}
		for k := 1; k < levels && hi > lo; k++ {
			values[j] = append(values[j], lo+float64(k)*(hi-lo)/float64(levels-1))
		}
	}

	// Step 2: characteristic objects, as which value each takes on every criterion.
	objects := [][]int{nil}
	for j := range n {
		var longer [][]int
		for _, object := range objects {
			for k := range values[j] {
				longer = append(longer, append(slices.Clone(object), k))
			}
		}
		objects = longer
	}

	// Step 3: the expert compares all pairs: 1 better, ½ alike, 0 worse; row sums.
	expert := make([]float64, len(objects))
	for o, object := range objects {
		var plus, minus float64
		for j, k := range object {
			lo, hi := slices.Min(values[j]), slices.Max(values[j])
			v, ideal, anti := w[j], w[j], w[j] // a criterion without extent is 1 for all objects
			if hi > lo {
				v, anti = w[j]*(values[j][k]-lo)/(hi-lo), 0
				if p.Criteria[j].Sense != mcda.Benefit {
					v = w[j] * (hi - values[j][k]) / (hi - lo)
				}
			}
			plus += (v - ideal) * (v - ideal)
			minus += (v - anti) * (v - anti)
		}
		if expert[o] = 0.5; plus+minus > 0 {
			expert[o] = math.Sqrt(minus) / (math.Sqrt(plus) + math.Sqrt(minus))
		}
	}
	sj := make([]float64, len(objects))
	for a := range objects {
		for b := range objects {
			switch {
			case mcda.Tied(expert[a], expert[b]):
				sj[a] += 0.5
			case expert[a] > expert[b]:
				sj[a]++
			}
		}
	}

	// Step 4: preferences, spread evenly over the different sums.
	places := slices.Compact(slices.Sorted(slices.Values(sj)))
	preference := make([]float64, len(objects))
	for o := range objects {
		if preference[o] = 0.5; len(places) > 1 {
			preference[o] = float64(slices.Index(places, sj[o])) / float64(len(places)-1)
		}
	}

	// Step 5: a rule for each object, "if x is the object, then its preference", inferred by products of triangular memberships.
	scores := make([]float64, m)
	for i := range m {
		for o, object := range objects {
			product := preference[o]
			for j, k := range object {
				product *= textbookMembership(values[j], k, x[j][i])
			}
			scores[i] += product
		}
	}
	return scores
}

// textbookMembership is that of x in the triangular number with its peak at the k-th value and its feet at the neighbours.
func textbookMembership(values []float64, k int, x float64) float64 {
	switch {
	case x == values[k] || len(values) == 1:
		return 1
	case x < values[k] && k > 0 && x > values[k-1]:
		return (x - values[k-1]) / (values[k] - values[k-1])
	case x > values[k] && k+1 < len(values) && x < values[k+1]:
		return (values[k+1] - x) / (values[k+1] - values[k])
	}
	return 0
}

// textbookRAM: Sotoudeh-Anvari 2023. A column of nothing but 0 stays.
func textbookRAM(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for i := range m {
		var plus, minus float64
		for j := range n {
			column := textbookColumn(p, j)
			sum := textbookTotal(column)
			switch {
			case sum == 0:
			case p.Criteria[j].Sense == mcda.Benefit:
				plus += w[j] * column[i] / sum
			default:
				minus += w[j] * column[i] / sum
			}
		}
		scores[i] = math.Pow(2+plus, 1/(2+minus))
	}
	return scores
}

// textbookPROBID: Wang, Rangaiah & Wang 2021. A column of nothing but 0 stays; no distance from any ideal makes 1/(1 + R²) one half.
func textbookPROBID(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	v, ideals, average := make([][]float64, m), make([][]float64, m), make([]float64, n)
	for j := range n {
		column := textbookColumn(p, j)
		var squares float64
		for _, x := range column {
			squares += x * x
		}
		for i := range column {
			if squares > 0 {
				column[i] *= w[j] / math.Sqrt(squares)
			}
			v[i] = append(v[i], column[i])
		}
		slices.Sort(column)
		for k := range m {
			if p.Criteria[j].Sense == mcda.Benefit {
				ideals[k] = append(ideals[k], column[m-1-k])
			} else {
				ideals[k] = append(ideals[k], column[k])
			}
			average[j] += column[k] / float64(m)
		}
	}
	distance := func(a, b []float64) float64 {
		var squares float64
		for j := range n {
			squares += (a[j] - b[j]) * (a[j] - b[j])
		}
		return math.Sqrt(squares)
	}
	scores := make([]float64, m)
	for i := range m {
		// k from 1 to (m + 1)/2 and from there to m when m is odd, to m/2 and from the next when it is even
		var positive, negative float64
		for k := 1; k <= (m+1)/2; k++ {
			positive += distance(v[i], ideals[k-1]) / float64(k)
		}
		for k := m/2 + 1; k <= m; k++ {
			negative += distance(v[i], ideals[k-1]) / float64(m-k+1)
		}
		switch ratio := positive / negative; {
		case positive == 0 && negative == 0:
			scores[i] = 0.5
		default:
			scores[i] = 1 / (1 + ratio*ratio)
		}
		scores[i] += distance(v[i], average)
	}
	return scores
}

// textbookBorda: on every criterion a point for each alternative left behind and half a point for each that ties.
func textbookBorda(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for j := range n {
		for a := range m {
			for b := range m {
				switch {
				case a == b || textbookBetter(p, b, a, j):
				case textbookBetter(p, a, b, j):
					scores[a] += w[j]
				default:
					scores[a] += w[j] / 2
				}
			}
		}
	}
	return scores
}

// textbookCopeland: duels won less duels lost.
func textbookCopeland(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for a := range m {
		for b := range m {
			var pro, con float64
			for j := range n {
				if textbookBetter(p, a, b, j) {
					pro += w[j]
				}
				if textbookBetter(p, b, a, j) {
					con += w[j]
				}
			}
			switch {
			case mcda.Tied(pro, con):
			case pro > con:
				scores[a]++
			default:
				scores[a]--
			}
		}
	}
	return scores
}

// textbookAHP: Saaty 1980, ratings as local priorities. A column of nothing but 0 is 1 for all; a target's priorities are 1 − d/Σd or 1 − d/max d.
func textbookAHP(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	scores := make([]float64, m)
	for j := range n {
		ratings := textbookColumn(p, j)
		whole := textbookTotal(ratings)
		if p.Criteria[j].Sense == mcda.Cost && whole > 0 {
			for i := range ratings {
				ratings[i] = 1 / ratings[i]
			}
			whole = textbookTotal(ratings)
		}
		if set["mode"] == "ideal" {
			whole = slices.Max(ratings)
		}
		for i := range m {
			switch {
			case whole == 0:
				scores[i] += w[j]
			case p.Criteria[j].Sense == mcda.Target:
				scores[i] += w[j] * (1 - ratings[i]/whole)
			default:
				scores[i] += w[j] * ratings[i] / whole
			}
		}
	}
	return scores
}

// textbookFuzzyTOPSIS: Chen 2000. Crisp numbers are (x, x, x). Fuzzy weights count when every criterion has one: in shares of the largest number
// among them when that is above 1, and when the crisp weight is not their centroid's share, as many times larger as it is, up to 1. A criterion of weight 0
// takes no part; a column of nothing but 0 is (1, 1, 1).
func textbookFuzzyTOPSIS(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	fuzzy, largest, centroids := true, 1.0, 0.0
	for _, c := range p.Criteria {
		if c.FuzzyWeight == nil {
			fuzzy = false
			break
		}
		largest = math.Max(largest, c.FuzzyWeight[3])
		centroids += textbookCentre(*c.FuzzyWeight)
	}
	corners := []int{0, 1, 3} // of triangles; with trapezoids about, all four
	for _, f := range p.Fuzzy {
		if f[1] != f[2] {
			corners = []int{0, 1, 2, 3}
		}
	}
	for _, c := range p.Criteria {
		if f := c.FuzzyWeight; f != nil && f[1] != f[2] {
			corners = []int{0, 1, 2, 3}
		}
	}
	scores, plus, minus := make([]float64, m), make([]float64, m), make([]float64, m)
	for j := range n {
		if w[j] == 0 {
			continue
		}
		weight := mcda.Fuzzy{w[j], w[j], w[j], w[j]}
		if fuzzy {
			f := *p.Criteria[j].FuzzyWeight
			if centroid := textbookCentre(f); centroid > 0 {
				for k := range f {
					weight[k] = math.Min(1, f[k]/largest*w[j]/(centroid/centroids))
				}
			}
		}
		x, least, most := make([]mcda.Fuzzy, m), math.Inf(1), 0.0
		for i := range m {
			s := p.Scores[i*n+j]
			if x[i] = (mcda.Fuzzy{s, s, s, s}); p.Fuzzy != nil {
				x[i] = p.Fuzzy[i*n+j]
			}
			least, most = math.Min(least, x[i][0]), math.Max(most, x[i][3])
		}
		v, best, worst := make([]mcda.Fuzzy, m), 0.0, math.Inf(1)
		for i := range m {
			for k := range 4 {
				r := 1.0
				if p.Criteria[j].Sense == mcda.Cost {
					r = least / x[i][3-k]
				} else if most > 0 {
					r = x[i][k] / most
				}
				v[i][k] = r * weight[k]
				best, worst = math.Max(best, v[i][k]), math.Min(worst, v[i][k])
			}
		}
		if set["ideals"] == "unit" {
			best, worst = 1, 0
		}
		for i := range m {
			var up, down float64
			for _, k := range corners {
				up += math.Pow(v[i][k]-best, 2)
				down += math.Pow(v[i][k]-worst, 2)
			}
			plus[i] += math.Sqrt(up / float64(len(corners)))
			minus[i] += math.Sqrt(down / float64(len(corners)))
		}
	}
	for i := range m {
		if scores[i] = 0.5; plus[i]+minus[i] > 0 {
			scores[i] = minus[i] / (plus[i] + minus[i])
		}
	}
	return scores
}

// textbookCentre is the centre of the area under a trapezoid by the closed formula; of a triangle (l + m + u)/3.
func textbookCentre(f mcda.Fuzzy) float64 {
	a, b, c, d := f[0], f[1], f[2], f[3]
	if b == c {
		return (a + b + d) / 3
	}
	return (c*c + d*d + c*d - a*a - b*b - a*b) / (3 * (c + d - a - b))
}

// textbookPreferredMAIRCA: Gigović et al. 2016, with the study's preference for the alternatives.
func textbookPreferredMAIRCA(p *mcda.Problem, _ mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	r, scores := textbookNormals(p, "min-max"), make([]float64, m)
	for i := range m {
		preference := 1 / float64(m)
		if p.Prior != nil {
			preference = p.Prior[i]
		}
		for j := range n {
			theoretical := preference * w[j]
			real := theoretical * r[i][j]
			scores[i] += theoretical - real
		}
	}
	return scores
}

// TestTextbookMore compares with what [TestProperties] leaves out: numeric parameters other than the defaults, fuzzy scores and weights, expected scores and
// preferences for alternatives.
func TestTextbookMore(t *testing.T) {
	numbers := map[string][]string{
		"lambda": {"0", "0.3", "1"}, "alpha": {"0", "0.25", "0.5", "1"}, "theta": {"0.1", "0.5", "2.5", "20"}, "zeta": {"0.01", "0.3", "1"}, "points": {"2", "3", "4"},
	}
	for _, c := range []struct {
		method string
		want   wants
		draw   func(t *rapid.T, p *mcda.Problem, w []float64)
		twin   func(p *mcda.Problem, set mcda.Parameters, w []float64) []float64
	}{
		{"cocoso", wants{}, nil, textbookCoCoSo},
		{"spotis", wants{scales: true}, drawExpected, textbookSPOTIS},
		{"todim", wants{ratio: true}, nil, textbookTODIM},
		{"gra", wants{}, nil, textbookGRA},
		{"comet", wants{scales: true}, nil, textbookCOMET},
		{"fuzzy-topsis", wants{sides: true, ratio: true}, drawFuzzy, textbookFuzzyTOPSIS},
		{"mairca", wants{}, drawPrior, textbookPreferredMAIRCA},
	} {
		for _, v := range variants() {
			if v.Name != c.method {
				continue
			}
			t.Run(v.String(), func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					p := drawProblem(t, c.want)
					w := drawWeights(t, len(p.Criteria))
					if c.draw != nil {
						c.draw(t, p, w)
					}
					given := maps.Clone(v.set)
					for _, parameter := range v.Parameters {
						if parameter.Choices == nil && parameter.Text == nil {
							given[parameter.Name] = rapid.SampledFrom(numbers[parameter.Name]).Draw(t, parameter.Name)
						}
					}
					s, err := v.Prepare(p, given)
					if err != nil {
						t.Fatal(err)
					}
					settings, err := v.Resolve(given)
					if err != nil {
						t.Fatal(err)
					}
					if d := different(s.Scores(nil, w), c.twin(p, settings, w), 1e-12); d != "" {
						t.Fatal(d)
					}
				})
			})
		}
	}
}

// drawExpected gives some benefits and costs an expected score on their scale.
func drawExpected(t *rapid.T, p *mcda.Problem, _ []float64) {
	for j := range p.Criteria {
		if c := &p.Criteria[j]; c.Sense != mcda.Target && rapid.IntRange(0, 3).Draw(t, "expects") > 0 {
			e := c.Scale.Min + (c.Scale.Max-c.Scale.Min)*float64(rapid.IntRange(0, 8).Draw(t, "expected"))/8
			c.Expected = &e
		}
	}
}

// drawPrior draws preferences of sum 1, equal ones among them.
func drawPrior(t *rapid.T, p *mcda.Problem, _ []float64) {
	if rapid.IntRange(0, 3).Draw(t, "prior") > 0 {
		p.Prior = drawWeights(t, len(p.Alternatives))
	}
}

// drawFuzzy draws fuzzy scores, or none, and fuzzy weights for all criteria, for some or for none; w are then their centroids' shares, or have been moved.
func drawFuzzy(t *rapid.T, p *mcda.Problem, w []float64) {
	n := len(p.Criteria)
	plateaus := rapid.Bool().Draw(t, "trapezoids")
	if rapid.IntRange(0, 3).Draw(t, "fuzzy scores") > 0 {
		for k := range p.Scores {
			from := 0
			if p.Criteria[k%n].Sense == mcda.Cost {
				from = 1
			}
			p.Fuzzy = append(p.Fuzzy, drawNumber(t, plateaus, from, 10))
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "fuzzy weights") == 0 {
		return
	}
	size := rapid.SampledFrom([]float64{1, 10}).Draw(t, "size") // up to 1, as in Chen, or above
	centroids := make([]float64, n)
	for j := range n {
		f := drawNumber(t, plateaus, 0, 10)
		if j == 0 {
			f[3]++ // one at least is not 0
		}
		for k := range f {
			f[k] *= size / 11
		}
		p.Criteria[j].FuzzyWeight, centroids[j] = &f, textbookCentre(f)
	}
	switch rapid.SampledFrom([]string{"as given", "moved", "one missing"}).Draw(t, "weights") {
	case "as given":
		for j := range n {
			w[j] = centroids[j] / textbookTotal(centroids)
		}
	case "one missing":
		p.Criteria[rapid.IntRange(0, n-1).Draw(t, "missing")].FuzzyWeight = nil
	}
}

// drawNumber draws a ≤ b ≤ c ≤ d, often some of them equal; b = c unless plateaus are wanted.
func drawNumber(t *rapid.T, plateaus bool, lo, hi int) mcda.Fuzzy {
	a := rapid.IntRange(lo, hi).Draw(t, "a")
	b := rapid.IntRange(a, hi).Draw(t, "b")
	c := b
	if plateaus {
		c = rapid.IntRange(b, hi).Draw(t, "c")
	}
	d := rapid.IntRange(c, hi).Draw(t, "d")
	return mcda.Fuzzy{float64(a), float64(b), float64(c), float64(d)}
}
