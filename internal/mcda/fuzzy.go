package mcda

import (
	"fmt"
	"math"
)

// Triangle is a triangular fuzzy number (l, m, u), l ≤ m ≤ u.
type Triangle [3]float64

// Fuzzy is a trapezoidal fuzzy number (a, b, c, d), a ≤ b ≤ c ≤ d: surely possible from b to c, impossible beyond a and d. A triangular one (l, m, u) is (l, m, m, u).
type Fuzzy [4]float64

// Fuzzy is the triangle as a trapezoid.
func (t Triangle) Fuzzy() Fuzzy { return Fuzzy{t[0], t[1], t[1], t[2]} }

// crispFuzzy is a number as a fuzzy one.
func crispFuzzy(x float64) Fuzzy { return Fuzzy{x, x, x, x} }

// trapezoid reports whether the number has a plateau.
func (f Fuzzy) trapezoid() bool { return f[1] != f[2] }

// ordered reports whether a ≤ b ≤ c ≤ d and all are within bounds.
func (f Fuzzy) ordered() bool {
	return f[0] <= f[1] && f[1] <= f[2] && f[2] <= f[3] && math.Abs(f[0]) <= maxMagnitude && math.Abs(f[3]) <= maxMagnitude
}

// String writes (l, m, u), or (a, b, c, d) where there is a plateau.
func (f Fuzzy) String() string {
	if f.trapezoid() {
		return fmt.Sprintf("(%g, %g, %g, %g)", f[0], f[1], f[2], f[3])
	}
	return fmt.Sprintf("(%g, %g, %g)", f[0], f[1], f[3])
}

// Centroid is the crisp number that stands for it: (l + m + u)/3, or with a plateau the centre of the area under the trapezoid,
// (c² + d² + cd − a² − b² − ab)/(3(c + d − a − b)).
func (f Fuzzy) Centroid() float64 {
	a, b, c, d := f[0], f[1], f[2], f[3]
	if !f.trapezoid() {
		return (a + b + d) / 3
	}
	// The rectangle of the plateau and the two triangles beside it, by area, as distances from a.
	left, middle, right := float64((b-a)/2), c-b, float64((d-c)/2)
	moment := float64(left*((b-a)/1.5)) + float64(middle*((b-a)+float64((c-b)/2))) + float64(right*((c-a)+(d-c)/3))
	return a + moment/(left+middle+right)
}

func (f Fuzzy) times(g Fuzzy) Fuzzy { return Fuzzy{f[0] * g[0], f[1] * g[1], f[2] * g[2], f[3] * g[3]} }

// vertex is the vertex distance from a number: √(⅓Σ(x − y)²) over the three of a triangle (Chen 2000), √(¼Σ(x − y)²) over the four of a trapezoid (Chen, Lin & Huang
// 2006).
func (f Fuzzy) vertex(y float64, trapezoids bool) float64 {
	squares := [4]float64{}
	for k, x := range f {
		squares[k] = float64((x - y) * (x - y))
	}
	if trapezoids {
		return math.Sqrt((squares[0] + squares[1] + squares[2] + squares[3]) / 4)
	}
	return math.Sqrt((squares[0] + squares[1] + squares[3]) / 3)
}

// trapezoidal reports whether any score or weight has a plateau, or the study says that its fuzzy numbers are trapezoids.
func (p *Problem) trapezoidal() bool {
	for _, f := range p.Fuzzy {
		if f.trapezoid() {
			return true
		}
	}
	for j := range p.Criteria {
		if w := p.Criteria[j].FuzzyWeight; w != nil && w.trapezoid() {
			return true
		}
	}
	return p.Trapezoidal
}
