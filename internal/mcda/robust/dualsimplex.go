package robust

import "math"

// Of the dual simplex method, on rows whose largest coefficient is about 1.
const (
	shortfall = 1e-12 // by how much a row may be broken
	pivotLow  = 1e-10 // the smallest coefficient that is pivoted on
)

// dual is a linear program min c·x, A·x ≤ b, x ≥ 0 with c ≥ 0, as the condensed tableau of the dual simplex method (Lemke 1954): with every slack basic it is
// dual feasible from the start, so that rows can be added as they are needed.
type dual struct {
	n     int         // columns
	rows  [][]float64 // n coefficients, then b
	cost  []float64   // n reduced costs
	basic []int       // by row: the variable, x_j as j, the slack of row i as n + i
	free  []int       // by column: the variable
}

func newDual(cost []float64) *dual {
	d := &dual{n: len(cost), cost: cost}
	for j := range cost {
		d.free = append(d.free, j)
	}
	return d
}

// add takes a row Σ a_j·x_j ≤ b, before the first solve; it keeps the slice a.
func (d *dual) add(a []float64, b float64) {
	d.basic = append(d.basic, d.n+len(d.rows))
	d.rows = append(d.rows, append(a, b))
}

// solve returns x at the minimum, or ok false when no x satisfies the rows.
func (d *dual) solve() (x []float64, ok bool) {
	careful := 20 * (len(d.rows) + d.n) // from here on by Bland's rule, which cannot cycle
	for step := 0; ; step++ {
		r := d.leaving(step > careful)
		if r < 0 {
			break
		}
		s := d.entering(r, step > careful)
		if s < 0 || step > 20*careful {
			return nil, false
		}
		d.pivot(r, s)
	}
	x = make([]float64, d.n)
	for r, v := range d.basic {
		if v < d.n {
			x[v] = max(0, d.rows[r][d.n])
		}
	}
	return x, true
}

// leaving is the row that is broken most, or the first by variable; −1 when none is.
func (d *dual) leaving(bland bool) int {
	best, at := -shortfall, -1
	for r, row := range d.rows {
		if b := row[d.n]; b < -shortfall && (bland && (at < 0 || d.basic[r] < d.basic[at]) || !bland && b < best) {
			best, at = b, r
		}
	}
	return at
}

// entering is the column that keeps the costs ≥ 0, of several the one with the largest coefficient, or the first by variable; −1: the row cannot be met.
func (d *dual) entering(r int, bland bool) int {
	best, at := math.Inf(1), -1
	for j, a := range d.rows[r][:d.n] {
		if a > -pivotLow {
			continue
		}
		ratio := max(0, d.cost[j]) / -a
		equal := at >= 0 && math.Abs(ratio-best) <= 1e-12
		if equal && (bland && d.free[j] < d.free[at] || !bland && a < d.rows[r][at]) || !equal && ratio < best {
			best, at = ratio, j
		}
	}
	return at
}

func (d *dual) pivot(r, s int) {
	row := d.rows[r]
	p := row[s]
	for j := range row {
		row[j] /= p
	}
	row[s] = 1 / p
	for i, other := range d.rows {
		if f := other[s]; i != r && f != 0 {
			for j, a := range row {
				other[j] -= float64(f * a)
			}
			other[s] = -f / p
		}
	}
	f := d.cost[s]
	for j, a := range row[:d.n] {
		d.cost[j] -= float64(f * a)
	}
	d.cost[s] = -f / p
	d.basic[r], d.free[s] = d.free[s], d.basic[r]
}
