package weighting

import (
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Result is weights that come from the scores, and how.
type Result struct {
	Weights  []float64    // by criterion, sum 1
	Tables   []mcda.Table // the intermediate tables, named as in the paper; a constant criterion's cells are empty
	Constant []int        // criteria on which all alternatives are alike: they weigh 0
}

// Objective returns the weights that the scores of a valid problem give by the named method, one whose [Basis] is Matrix or Nothing.
//
// On a target criterion every method reads the distance |x − target| in place of the score: as a cost where direction matters (critic, merec, cilos), as it
// stands where it does not (entropy, std, cv, angle). Constant criteria weigh 0 in every method but equal and do not touch the others' weights, save that
// merec counts them in n.
//
// The error is a [*mcda.ParameterError], or a [*mcda.DataError]: scores the method cannot take, with their place; scores that are alike on every criterion.
func Objective(name string, p *mcda.Problem, given map[string]string) (*Result, error) {
	m, err := find(name, func(m *Method) bool { return m.Basis == Matrix || m.Basis == Nothing })
	if err != nil {
		return nil, err
	}
	set, err := m.Resolve(given)
	if err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	_, n := p.Dims()
	if m.Basis == Nothing {
		w := make([]float64, n)
		for j := range w {
			w[j] = 1 / float64(n)
		}
		return &Result{Weights: w}, nil
	}
	d := columns(p)
	d.method = m.Name
	if len(d.live) == 0 {
		return nil, &mcda.DataError{Reason: mcda.Because("all alternatives have the same scores, which say nothing about weights: use direct or equal weights")}
	}
	w, err := m.objective(d, set)
	if err != nil {
		return nil, err
	}
	exact.Scale(1/slices.Max(w), w) // their sum and its reciprocal are then within floating point
	exact.Scale(1/exact.Sum(w), w)
	d.rows("Weights", "w_j", []string{"w"}, w)
	return &Result{Weights: w, Tables: d.tables, Constant: d.constant}, nil
}

// data is a problem by columns: scores, or distances from the target, divided by the largest size in the column, which no method here can tell.
type data struct {
	method         string
	p              *mcda.Problem
	m, n           int
	column         [][]float64 // n of m
	less           []bool      // n, less is better
	live, constant []int       // criteria that differ between alternatives, and those that do not
	tables         []mcda.Table
}

func columns(p *mcda.Problem) *data {
	d := &data{p: p}
	d.m, d.n = p.Dims()
	d.column, d.less = make([][]float64, d.n), make([]bool, d.n)
	for j, c := range p.Criteria {
		x := make([]float64, d.m)
		var size, lo, hi float64
		for i := range x {
			x[i] = p.At(i, j)
			if c.Sense == mcda.Target {
				if mcda.Tied(x[i], c.Target) {
					x[i] = c.Target
				}
				x[i] = math.Abs(x[i] - c.Target)
				size = math.Abs(c.Target) // for what the subtraction leaves of equal distances
			}
			if i == 0 {
				lo, hi = x[0], x[0]
			}
			lo, hi = min(lo, x[i]), max(hi, x[i])
		}
		largest := max(math.Abs(lo), math.Abs(hi))
		if hi-lo <= 1e-12*(size+largest) {
			d.constant = append(d.constant, j)
		} else {
			d.live = append(d.live, j)
			for i := range x {
				x[i] /= largest
			}
		}
		d.column[j], d.less[j] = x, c.Sense != mcda.Benefit
	}
	return d
}

// need returns a [*mcda.DataError] for the first score of a live column that is not ok; what says what is.
func (d *data) need(j int, ok func(x float64) bool, what string) error {
	for i, x := range d.column[j] {
		if ok(x) {
			continue
		}
		c := &d.p.Criteria[j]
		fault := &mcda.DataError{Alternative: d.p.Alternatives[i], Criterion: c.ID}
		fault.Reason = mcda.Because("%s weights need %s, this is %g; use critic, std or equal", d.method, mcda.Because(what), d.p.At(i, j))
		if c.Sense == mcda.Target {
			fault.Reason = mcda.Because("%s weights need a distance from the target above 0, this score is at the target %g; use critic, std or equal",
				d.method, c.Target)
		}
		return fault
	}
	return nil
}

func positive(x float64) bool    { return x > 0 }
func nonNegative(x float64) bool { return x >= 0 }

// matrix adds a table of alternatives × criteria, given by columns.
func (d *data) matrix(name, symbol string, column func(j int) []float64) {
	values := empty(d.m * d.n)
	for _, j := range d.live {
		for i, x := range column(j) {
			values[i*d.n+j] = x
		}
	}
	d.tables = append(d.tables, mcda.Table{Name: name, Symbol: symbol, Rows: d.p.Alternatives, Column: d.ids(), Values: values})
}

// rows adds a table with a row for each of values and a column for each criterion.
func (d *data) rows(name, symbol string, rows []string, values ...[]float64) *mcda.Table {
	t := mcda.Table{Name: name, Symbol: symbol, Rows: rows, Column: d.ids()}
	for _, v := range values {
		t.Values = append(t.Values, v...)
	}
	d.tables = append(d.tables, t)
	return &d.tables[len(d.tables)-1]
}

// pairs adds a table of criteria × criteria; r is by live criteria.
func (d *data) pairs(name, symbol string, r [][]float64) {
	values := empty(d.n * d.n)
	for a, j := range d.live {
		for b, k := range d.live {
			values[j*d.n+k] = r[a][b]
		}
	}
	d.tables = append(d.tables, mcda.Table{Name: name, Symbol: symbol, Rows: d.ids(), Column: d.ids(), Values: values})
}

func (d *data) ids() []string {
	ids := make([]string, d.n)
	for j, c := range d.p.Criteria {
		ids[j] = c.ID
	}
	return ids
}

// empty returns n empty cells.
func empty(n int) []float64 {
	cells := make([]float64, n)
	for k := range cells {
		cells[k] = math.NaN()
	}
	return cells
}

// each fills a number per criterion: of(j) for live ones, 0 for the others.
func (d *data) each(of func(j int) float64) []float64 {
	v := make([]float64, d.n)
	for _, j := range d.live {
		v[j] = of(j)
	}
	return v
}

// share returns x/Σx.
func share(x []float64) []float64 {
	p := append([]float64(nil), x...)
	exact.Scale(1/exact.Sum(x), p)
	return p
}

// entropy: the degree of diversification is taken as 1 − E = Σ((1 + δ)·ln(1 + δ) − δ)/(m·ln m) with δ = m·p − 1, whose terms are all ≥ 0: the difference
// 1 − E itself is lost to rounding when the scores are nearly alike.
func entropy(d *data, _ mcda.Parameters) ([]float64, error) {
	for _, j := range d.live {
		if err := d.need(j, nonNegative, "scores of 0 or more"); err != nil {
			return nil, err
		}
	}
	d.matrix("Normalised decision matrix", "p_ij", func(j int) []float64 { return share(d.column[j]) })
	m := float64(d.m)
	diversity := d.each(func(j int) float64 {
		mean := exact.Sum(d.column[j]) / m
		var sum float64
		for _, x := range d.column[j] {
			δ := (x - mean) / mean
			if δ == -1 { // x is 0, or nothing beside the mean: 0·ln 0 = 0
				sum += 1
				continue
			}
			sum += max(0, float64((1+δ)*exact.Log1p(δ))-δ)
		}
		return sum / (m * exact.Log(m))
	})
	entropies := make([]float64, d.n)
	for j, x := range diversity {
		entropies[j] = 1 - x
	}
	d.rows("Entropy and degree of diversification", "", []string{"E", "d"}, entropies, diversity)
	return diversity, nil
}

// minMax returns column j from 0 for the worst to 1 for the best.
func (d *data) minMax(j int) []float64 {
	lo, hi := slices.Min(d.column[j]), slices.Max(d.column[j])
	r := make([]float64, d.m)
	for i, x := range d.column[j] {
		r[i] = (x - lo) / (hi - lo)
		if d.less[j] {
			r[i] = (hi - x) / (hi - lo)
		}
	}
	return r
}

// moments returns the mean and the population standard deviation.
func moments(x []float64) (mean, sd float64) {
	m := float64(len(x))
	mean = exact.Sum(x) / m
	for _, v := range x {
		sd += float64((v - mean) * (v - mean))
	}
	return mean, math.Sqrt(sd / m)
}

func standardDeviation(d *data, _ mcda.Parameters) ([]float64, error) {
	d.matrix("Normalised decision matrix", "r_ij", d.minMax)
	σ := d.each(func(j int) float64 {
		_, sd := moments(d.minMax(j))
		return sd
	})
	d.rows("Standard deviation", "σ_j", []string{"σ"}, σ)
	return σ, nil
}

func variation(d *data, _ mcda.Parameters) ([]float64, error) {
	v, err := d.variation()
	if err != nil {
		return nil, err
	}
	d.rows("Coefficient of variation", "V_j", []string{"V"}, v)
	return v, nil
}

// variation returns σ/|μ| of each column.
func (d *data) variation() ([]float64, error) {
	v := make([]float64, d.n)
	for _, j := range d.live {
		mean, sd := moments(d.column[j])
		if math.Abs(mean) <= 1e-12 { // of a column whose largest size is 1
			return nil, &mcda.DataError{Criterion: d.p.Criteria[j].ID,
				Reason: mcda.Because("%s weights divide by the mean of the scores, which is 0; use critic, std or equal", d.method)}
		}
		v[j] = sd / math.Abs(mean)
	}
	return v, nil
}

// angle: the cosine of the angle to a constant column is |μ|/√(μ² + σ²), so its tangent is σ/|μ|. The arctangent keeps the digits that the arccosine of a
// number near 1 loses.
func angle(d *data, _ mcda.Parameters) ([]float64, error) {
	v, err := d.variation()
	if err != nil {
		return nil, err
	}
	u := d.each(func(j int) float64 { return exact.Atan(v[j]) })
	d.matrix("Normalised decision matrix", "p_ij", func(j int) []float64 { return share(d.column[j]) })
	d.rows("Angle to the constant column, radians", "u_j", []string{"u"}, u)
	return u, nil
}
