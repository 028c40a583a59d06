package shortlist

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
)

// constant writes a number into a formula.
func constant(x float64) string { return strconv.FormatFloat(x, 'G', -1, 64) }

// calculation is the method worked out step by step, for the values saved in the formula cells. It is a second implementation beside the engine's, made from
// the same definitions (mcda.Normalization); formulas are only written where the two agree.
type calculation struct {
	o                      *study.Outcome
	m, n                   int
	order                  []int // problem rows as on the Scores sheet; the first m of them are worked out
	topsis, product        bool
	normalization          mcda.Normalization
	less                   []bool      // after shaping, less is better
	reciprocal             []bool      // the score's reciprocal is used
	g, r, v, contributions [][]float64 // shaped, normalised, weighted; rows in order
	figures                [7][]float64
	seen                   [2][]float64 // the smallest and the largest shaped score of all
	best, worst            []float64    // ideals, weighted
	plus, minus, score     []float64
	size                   float64 // the largest |score|, 1 when all are 0
	rank, place            []int
}

// The rows of figures worked out for each criterion.
const (
	figSmallest = iota
	figLargest
	figSum
	figLength
	figOrigin
	figDivisor
	figLift
)

// live reports whether the Calculation sheet can be formulas for the outcome's method.
func live(o *study.Outcome) bool {
	const deepest = 60 // a formula nests 64 levels; beyond that Excel calls the file damaged
	switch o.Method.Live {
	case mcda.LiveSum:
		return !slices.ContainsFunc(o.Problem.Criteria, func(c mcda.Criterion) bool { return len(c.Value) > deepest })
	case mcda.LiveProduct, mcda.LiveDistance:
		return true
	}
	return false
}

// calculate works out the first kept of the rows in an order; what concerns a whole column is of all of them.
func calculate(o *study.Outcome, order []int, kept int) *calculation {
	c := &calculation{o: o, order: order, topsis: o.Method.Live == mcda.LiveDistance, product: o.Method.Live == mcda.LiveProduct, normalization: mcda.Normalization(o.Parameters["normalization"])}
	_, c.n = o.Problem.Dims()
	c.m = kept
	c.less, c.reciprocal = make([]bool, c.n), make([]bool, c.n)
	grid := func() [][]float64 {
		rows := make([][]float64, c.m)
		for i := range rows {
			rows[i] = make([]float64, c.n)
		}
		return rows
	}
	c.g, c.r, c.v, c.contributions = grid(), grid(), grid(), grid()
	for f := range c.figures {
		c.figures[f] = make([]float64, c.n)
	}
	c.seen = [2][]float64{make([]float64, c.n), make([]float64, c.n)}
	c.best, c.worst = make([]float64, c.n), make([]float64, c.n)
	for j := range c.n {
		c.shape(j)
		for i := range c.m {
			c.r[i][j] = c.normal(j, c.g[i][j])
			if c.product {
				c.v[i][j] = math.Pow(c.r[i][j], c.power(j))
			} else {
				c.v[i][j] = o.Global[j] * c.r[i][j]
			}
		}
	}
	c.finish()
	c.ranks()
	return c
}

// normal is the normalised score of a shaped one.
func (c *calculation) normal(j int, x float64) float64 {
	d := c.figures[figDivisor][j]
	if d == 0 {
		return 1
	}
	return c.figures[figLift][j] + (x-c.figures[figOrigin][j])/d
}

// extremes are the smallest and the largest normalised score of column j, which are those of the smallest and the largest shaped one.
func (c *calculation) extremes(j int) [2]float64 {
	a, b := c.normal(j, c.seen[0][j]), c.normal(j, c.seen[1][j])
	return [2]float64{min(a, b), max(a, b)}
}

// agrees holds the calculation against the engine's scores and order. They part only where nothing but rounding tells the technologies apart.
func (c *calculation) agrees() bool {
	row := make([]int, len(c.order))
	for i, at := range c.order {
		row[at] = i
	}
	for k, r := range c.o.Rows[:c.m] {
		i := row[r.Index]
		if math.Abs(c.score[i]-r.Score) > 1e-9*c.size || c.rank[i] != r.Rank || c.place[i] != k+1 {
			return false
		}
	}
	return true
}

// valued reports whether criterion j's value function replaces the normalisation.
func (c *calculation) valued(j int) bool {
	return !c.topsis && !c.product && c.o.Problem.Criteria[j].Value != nil
}

// power is the exponent of criterion j in the product: its weight, negative for a cost that is not its reciprocal already.
func (c *calculation) power(j int) float64 {
	if c.less[j] {
		return -c.o.Global[j]
	}
	return c.o.Global[j]
}

// flat is the relative range up to which a column counts as constant, as in the engine: rounding must not become a whole criterion.
const flat = 1e-12

// shape fills column j of g and its figures.
func (c *calculation) shape(j int) {
	p := c.o.Problem
	k := &p.Criteria[j]
	c.less[j] = k.Sense != mcda.Benefit
	largest := math.Inf(-1)
	for _, i := range c.order {
		largest = max(largest, p.At(i, j))
	}
	if ratio := c.normalization == mcda.NormMax || c.normalization == mcda.NormSum; ratio && k.Sense == mcda.Cost && largest > 0 && !c.valued(j) {
		c.reciprocal[j], c.less[j] = true, false
	}
	lo, hi, sum, squares := math.Inf(1), math.Inf(-1), 0.0, 0.0
	for i, at := range c.order {
		x := p.At(at, j)
		switch {
		case c.valued(j):
			x = k.Value.At(x)
		case k.Sense == mcda.Target:
			x = math.Abs(x - k.Target)
		case c.reciprocal[j]:
			x = 1 / x
		}
		if i < c.m {
			c.g[i][j] = x
		}
		lo, hi, sum, squares = min(lo, x), max(hi, x), sum+x, squares+x*x
	}
	length := math.Sqrt(squares)
	c.seen[0][j], c.seen[1][j] = lo, hi
	if c.normalization == mcda.NormScale && !c.valued(j) {
		lo, hi = k.Scale.Min, k.Scale.Max
		if k.Sense == mcda.Target {
			lo, hi = 0, max(k.Target-lo, hi-k.Target)
		}
	}
	origin, divisor, lift := 0.0, 1.0, 0.0
	switch {
	case c.valued(j):
		c.less[j] = false
	case c.normalization == mcda.NormMinMax || c.normalization == mcda.NormScale:
		origin, divisor = lo, hi-lo
		if c.normalization == mcda.NormMinMax && divisor <= flat*max(math.Abs(lo), math.Abs(hi)) {
			divisor = 0
		}
		if c.less[j] { // turned round, so that more is better
			origin, divisor = hi, -divisor
			c.less[j] = false
		}
	default:
		divisor = map[mcda.Normalization]float64{mcda.NormMax: hi, mcda.NormSum: sum, mcda.NormVector: length, mcda.NormNone: 1}[c.normalization]
		if c.less[j] && !c.topsis && !c.product { // the product turns a cost round by its power; TOPSIS keeps the sense and takes the smallest as ideal
			divisor = -divisor
			if c.normalization != mcda.NormNone {
				lift = 1
			}
			c.less[j] = false
		}
	}
	for f, x := range []float64{lo, hi, sum, length, origin, divisor, lift} {
		c.figures[f][j] = x
	}
}

// finish computes scores and contributions from the weighted scores.
func (c *calculation) finish() {
	c.score = make([]float64, c.m)
	if c.product {
		strengths := c.o.Problem.Strengths(c.o.Global)
		for i, at := range c.order[:c.m] {
			c.score[i] = 1
			for _, v := range c.v[i] {
				c.score[i] *= v
			}
			copy(c.contributions[i], strengths[at*c.n:])
		}
		return
	}
	if !c.topsis {
		for i := range c.m {
			for j, v := range c.v[i] {
				c.score[i] += v
				c.contributions[i][j] = v
			}
		}
		return
	}
	c.plus, c.minus = make([]float64, c.m), make([]float64, c.m)
	for j := range c.n {
		lo, hi := c.ends(j)
		c.best[j], c.worst[j] = hi, lo
		if c.less[j] {
			c.best[j], c.worst[j] = lo, hi
		}
	}
	for i := range c.m {
		c.plus[i], c.minus[i] = c.distance(c.v[i], c.best), c.distance(c.v[i], c.worst)
		if c.plus[i]+c.minus[i] == 0 {
			c.score[i] = 0.5
		} else {
			c.score[i] = c.minus[i] / (c.plus[i] + c.minus[i])
		}
		c.contribute(i)
	}
}

// ends are the smallest and largest weighted score of column j: in the data, or at the ends of the scale.
func (c *calculation) ends(j int) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	if c.o.Parameters["ideals"] == "data" {
		r := c.extremes(j)
		return c.o.Global[j] * r[0], c.o.Global[j] * r[1]
	}
	for _, x := range c.scaleEnds(j) {
		r := 1.0
		if d := c.figures[figDivisor][j]; d != 0 {
			r = c.figures[figLift][j] + (x-c.figures[figOrigin][j])/d
		}
		lo, hi = min(lo, c.o.Global[j]*r), max(hi, c.o.Global[j]*r)
	}
	return lo, hi
}

// scaleEnds are the ends of criterion j's scale, shaped like its scores.
func (c *calculation) scaleEnds(j int) [2]float64 {
	k := &c.o.Problem.Criteria[j]
	switch {
	case k.Sense == mcda.Target:
		return [2]float64{0, max(math.Abs(k.Scale.Min-k.Target), math.Abs(k.Scale.Max-k.Target))}
	case c.reciprocal[j]:
		return [2]float64{1 / k.Scale.Min, 1 / k.Scale.Max}
	}
	return [2]float64{k.Scale.Min, k.Scale.Max}
}

func (c *calculation) distance(a, b []float64) float64 {
	var sum, largest float64
	for j := range a {
		d := math.Abs(a[j] - b[j])
		largest = max(largest, d)
		if c.o.Parameters["metric"] == "euclidean" {
			d *= d
		}
		sum += d
	}
	switch c.o.Parameters["metric"] {
	case "euclidean":
		return math.Sqrt(sum)
	case "chebyshev":
		return largest
	}
	return sum
}

// share is by how little a difference may fall short of the largest and still be it, for the Chebyshev metric.
const share = 1e-12

func (c *calculation) contribute(i int) {
	metric := c.o.Parameters["metric"]
	var makers float64
	for j := range c.n {
		if math.Abs(c.v[i][j]-c.worst[j]) >= c.minus[i]*(1-share) {
			makers++
		}
	}
	for j := range c.n {
		d := math.Abs(c.v[i][j] - c.worst[j])
		switch {
		case c.minus[i] == 0:
			c.contributions[i][j] = c.score[i] * c.o.Global[j]
		case metric == "euclidean":
			c.contributions[i][j] = c.score[i] * (d / c.minus[i]) * (d / c.minus[i])
		case metric == "manhattan":
			c.contributions[i][j] = c.score[i] * d / c.minus[i]
		case d >= c.minus[i]*(1-share):
			c.contributions[i][j] = c.score[i] / makers
		}
	}
}

// ranks numbers the scores as parts of the largest, rounded to 10 places, as the sheet does: so it works for scores in billions and in billionths.
func (c *calculation) ranks() {
	c.rank, c.place = make([]int, c.m), make([]int, c.m)
	for _, x := range c.score {
		c.size = max(c.size, math.Abs(x))
	}
	if c.size == 0 {
		c.size = 1
	}
	for i := range c.m {
		c.rank[i] = 1
		ties := 0
		for k := range c.m {
			a, b := round10(c.score[k]/c.size), round10(c.score[i]/c.size)
			if c.o.Method.LowerIsBetter {
				a, b = b, a
			}
			if a > b {
				c.rank[i]++
			} else if a == b && k < i {
				ties++
			}
		}
		c.place[i] = c.rank[i] + ties
	}
}

func round10(x float64) float64 { return math.Round(x*1e10) / 1e10 }

// pieces writes a value function as nested IFs over the cell it reads.
func pieces(f mcda.ValueFunction, x string) string {
	var b strings.Builder
	b.WriteString("IF(" + x + "<=" + constant(f[0].Score) + "," + constant(f[0].Value) + ",")
	for k := 1; k < len(f); k++ {
		p, q := f[k-1], f[k]
		b.WriteString("IF(" + x + "<=" + constant(q.Score) + "," + constant(p.Value) + "+(" + x + "-(" + constant(p.Score) + "))*(" + constant((q.Value-p.Value)/(q.Score-p.Score)) + "),")
	}
	b.WriteString(constant(f[len(f)-1].Value) + strings.Repeat(")", len(f)))
	return b.String()
}
