package group

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Experts compared with each other, as where many items would need too much memory, give the same figures as sums over all pairs of items.
func TestManyItems(t *testing.T) {
	random := rand.New(rand.NewPCG(16, 29))
	same := func(what string, a, b float64) {
		t.Helper()
		if math.Abs(a-b) > 1e-12 {
			t.Errorf("%s: %v, not %v", what, a, b)
		}
	}
	both := func(what string, a, b Figures) {
		t.Helper()
		if a.HasTauB != b.HasTauB || a.HasW != b.HasW || a.Experts != b.Experts {
			t.Errorf("%s: %+v, not %+v", what, a, b)
		}
		same(what, a.TauB, b.TauB)
		same(what, a.W, b.W)
		same(what, a.Consensus.Gamma, b.Consensus.Gamma)
	}
	for range 200 {
		m, n := 1+random.IntN(7), 2+random.IntN(9)
		p := &Panel{Bloc: make([]int, m), BlocWeights: []float64{0.5, 0.3, 0.2}}
		for e := range m {
			x := make([]float64, n)
			for i := range x {
				x[i] = float64(1 + random.IntN(1+random.IntN(5))) // often tied, sometimes all
			}
			p.Priorities = append(p.Priorities, x)
			p.Bloc[e] = random.IntN(4) - 1
		}
		held, err := NewTally(p)
		if err != nil {
			t.Fatal(err)
		}
		most := mostSigns
		mostSigns = 0
		compared, err := NewTally(p)
		mostSigns = most
		if err != nil || compared.signs != nil {
			t.Fatal(err)
		}
		both("all", compared.All(), held.All())
		a, b := compared.Without(), held.Without()
		for e := range m {
			both("without one", a[e], b[e])
			x, xok := compared.TauWithOthers(e)
			y, yok := held.TauWithOthers(e)
			if xok != yok {
				t.Errorf("with others: %v, not %v", xok, yok)
			}
			same("with others", x, y)
			for o := range m {
				x, xok := compared.TauB(e, o)
				y, yok := held.TauB(e, o)
				if xok != yok {
					t.Errorf("two: %v, not %v", xok, yok)
				}
				same("two", x, y)
			}
		}
		for bloc := range p.BlocWeights {
			both("a bloc", compared.OfBloc(bloc), held.OfBloc(bloc))
			both("without a bloc", compared.WithoutBloc(bloc), held.WithoutBloc(bloc))
		}
	}
}
