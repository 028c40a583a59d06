package mcda

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The places among negated gains, turned round from those among the gains, are those found among them.
func TestMirroredPlacesAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 7))
	for range 5000 {
		m := 1 + r.IntN(60)
		c, found := newFlowColumn(m), newFlowColumn(m)
		scale := []float64{1e-9, 1, 1, 1e9}[r.IntN(4)]
		for k := range c.gains {
			switch r.IntN(3) {
			case 0: // with ties, and differences of just a threshold
				c.gains[k] = float64(r.IntN(12)-6) * scale
			case 1:
				c.gains[k] = float64(r.IntN(120)-60) / 10 * scale
			default:
				c.gains[k] = (r.Float64() - 0.3) * 7 * scale
			}
		}
		slices.Sort(c.gains)
		f := &generalised{form: []preferenceForm{steps, ramp}[r.IntN(2)], q: float64(r.IntN(4)) * scale, target: float64(r.IntN(2)) * scale}
		f.p = f.q + float64(r.IntN(3))*scale
		if f.form == ramp && f.p == f.q {
			f.p += 0.1 * scale
		}
		place := func(c *flowColumn) {
			if f.form == steps {
				c.placeSteps(f)
			} else {
				c.placeRamp(f)
			}
		}
		place(c)
		for k, g := range c.gains {
			found.gains[m-1-k] = -g
		}
		place(found)
		c.mirror(c.overQ)
		c.mirror(c.overP)
		if !slices.Equal(c.overQ, found.overQ) || !slices.Equal(c.overP, found.overP) {
			t.Fatalf("%v with %+v:\n%v %v\n%v %v", c.gains, f, c.overQ, c.overP, found.overQ, found.overP)
		}
	}
}
