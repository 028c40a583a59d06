package mcda

import (
	"math"

	"veche/internal/mcda/exact"
)

// gaiaPlane is the GAIA plane: the uni-criterion net flows φ (m×n) seen along the two directions in the space of criteria that keep most of their
// variance, the eigenvectors u, v of φᵀφ with the largest eigenvalues λ₁, λ₂ (columns of φ have mean 0). It does not depend on the weights.
//
// Source: Mareschal & Brans 1988, European Journal of Operational Research 34(1):69–77.
type gaiaPlane struct {
	axes   [2][]float64 // n: criterion j is drawn at (u_j, v_j)
	points [2][]float64 // m: alternative i is drawn at (Σ_j φ_ij·u_j, Σ_j φ_ij·v_j)
	share  float64      // δ = (λ₁ + λ₂)/Σλ, 1 when all flows are 0
}

// newGAIA works out the plane. Where the flows have no second direction, with one criterion or with criteria that all say the same, the plane is a line and
// second coordinates are 0; where all flows are 0 it is a point. Of the two signs of a direction the one is taken that makes its largest component
// positive, the first of those that are equal.
func newGAIA(net []float64, m, n int) *gaiaPlane {
	g := &gaiaPlane{share: 1}
	for k := range 2 {
		g.axes[k], g.points[k] = make([]float64, n), make([]float64, m)
	}
	products := make([]float64, n*n)
	for i := range m {
		row := net[i*n : (i+1)*n]
		for j, x := range row {
			for k, y := range row {
				products[j*n+k] += float64(x * y)
			}
		}
	}
	var total float64
	for j := range n {
		total += products[j*n+j]
	}
	if total == 0 {
		return g
	}
	values, vectors := exact.Eigen(products, n)
	var kept float64
	for k := range min(2, n) {
		lambda := values[k]
		if lambda <= tieTolerance*total {
			break
		}
		kept += lambda
		axis := g.axes[k]
		copy(axis, vectors[k*n:])
		orient(axis)
		for i := range m {
			for j, u := range axis {
				g.points[k][i] += float64(net[i*n+j] * u)
			}
		}
	}
	g.share = min(1, kept/total)
	return g
}

// orient turns a direction so that its largest component is positive, the first of those that are equal but for rounding.
func orient(axis []float64) {
	largest := 0
	for j, x := range axis {
		if math.Abs(x) > math.Abs(axis[largest])*(1+1e-9) {
			largest = j
		}
	}
	if axis[largest] < 0 {
		for j := range axis {
			axis[j] = -axis[j]
		}
	}
}

func (g *gaiaPlane) tables(t *Trace, p *Problem, weights []float64) {
	t.addColumns(p, "GAIA plane: alternatives", "", []string{"u", "v"}, g.points[0], g.points[1])
	n := len(weights)
	axes := make([]float64, 2*n)
	var stick [2]float64
	for j, w := range weights {
		for k := range 2 {
			axes[2*j+k] = g.axes[k][j]
			stick[k] += float64(w * g.axes[k][j])
		}
	}
	t.table(Table{Name: "GAIA plane: criteria", Rows: criteriaIDs(p), Column: []string{"u", "v"}, Values: axes,
		Note: "axes that point the same way agree, opposite ones conflict; a short one is poorly shown"})
	t.table(Table{Name: "GAIA plane: decision stick", Rows: []string{"π"}, Column: []string{"u", "v", "δ"}, Values: []float64{stick[0], stick[1], g.share},
		Note: "the weights drawn in the plane: the best alternatives lie far along it; δ is the share of information the plane keeps"})
}
