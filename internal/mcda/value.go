package mcda

import (
	"math"
	"sort"
)

// Point is one corner of a value function: a score and the value it has for the decision.
type Point struct{ Score, Value float64 }

// ValueFunction is a piecewise-linear value function over a criterion's scores (Keeney & Raiffa 1976; Belton & Stewart 2002): at least two points with
// strictly increasing scores. Scores beyond the ends take the end's value.
type ValueFunction []Point

// At returns the value of score x.
func (f ValueFunction) At(x float64) float64 {
	k := sort.Search(len(f), func(k int) bool { return f[k].Score >= x })
	switch {
	case k == 0:
		return f[0].Value
	case k == len(f):
		return f[len(f)-1].Value
	}
	a, b := f[k-1], f[k]
	return a.Value + (b.Value-a.Value)*(x-a.Score)/(b.Score-a.Score)
}

// fault is what is wrong with it.
func (f ValueFunction) fault() Reason {
	if len(f) < 2 {
		return Because("a value function needs at least two points")
	}
	for k, p := range f {
		if !(math.Abs(p.Score) <= maxMagnitude) || !(math.Abs(p.Value) <= maxMagnitude) {
			return Because("a value function needs finite points")
		}
		if k > 0 && p.Score <= f[k-1].Score {
			return Because("the value function's scores must increase: %g after %g", p.Score, f[k-1].Score)
		}
	}
	return Reason{}
}
