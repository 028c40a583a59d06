package ahp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The worked panel of the design (explorer, screen 5, expert E4; RI of Saaty): CR 0.104, and the four judgements to look at with what the rest implies and the
// CR each would give.
func TestAdviseWorkedExample(t *testing.T) {
	m, err := FromUpper(6, []float64{2, 2, 3, 1, 3, 2, 2, 8, 3, 1, 1, 2, 0.5, 1, 2})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{RI: Saaty}
	if cr := Prioritize(m, o).CR; math.Abs(cr-0.104) > 5e-4 {
		t.Errorf("CR %v, want 0.104", cr)
	}
	before := m.Clone()
	want := []Advice{{1, 4, 8, 2.4, 2, 0.027, 0, 0}, {0, 1, 2, 0.8, 1, 0.079, 0, 0}, {0, 4, 1, 2.0, 2, 0.081, 0, 0}, {1, 3, 2, 3.6, 4, 0.097, 0, 0}}
	got := Advise(m, o, 4)
	if len(got) != len(want) {
		t.Fatalf("%d pieces of advice, want %d", len(got), len(want))
	}
	for k, w := range want {
		g := got[k]
		if g.I != w.I || g.J != w.J || g.Given != w.Given || math.Abs(g.Implied-w.Implied) > 0.05 || g.Suggested != w.Suggested || math.Abs(g.CR-w.CR) > 5e-4 {
			t.Errorf("advice %d is %+v, want %+v", k+1, g, w)
		}
	}
	for i := range 6 {
		for j := range 6 {
			if m.At(i, j) != before.At(i, j) {
				t.Fatal("the matrix was changed")
			}
		}
	}
	if Advise(NewMatrix(2), o, 3) != nil || len(Advise(NewMatrix(5), o, 3)) != 0 {
		t.Error("advice on consistent judgements")
	}
}

// Following a piece of advice gives the CR it states, below the present one, and no other single change of a pair to its implied value gives less than the first.
func TestAdviseKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 7).Draw(t, "n")
		m := NewMatrix(n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				v := float64(rapid.IntRange(1, 9).Draw(t, "v"))
				if rapid.Bool().Draw(t, "less") {
					v = 1 / v
				}
				m.Set(i, j, v)
			}
		}
		now := Prioritize(m, Options{}).CR
		all := Advise(m, Options{}, n*n)
		for k, a := range all {
			c := m.Clone()
			c.Set(a.I, a.J, a.Suggested)
			if cr := Prioritize(c, Options{}).CR; math.Abs(cr-a.CR) > 1e-9 || a.CR >= now {
				t.Fatalf("stated CR %v, found %v, now %v", a.CR, cr, now)
			}
			if k > 0 && a.CR < all[k-1].CR {
				t.Fatal("not the best first")
			}
		}
	})
}

// The value advised is the best of all 17 of the scale, tried one by one, also where judgements are missing.
func TestAdviseBestValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 6).Draw(t, "n")
		m, holes := NewMatrix(n), NewIncomplete(n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				v := mark(rapid.IntRange(-8, 8).Draw(t, "v"))
				m.Set(i, j, v)
				if j == i+1 || rapid.Bool().Draw(t, "given") {
					holes.Set(i, j, v)
				}
			}
		}
		for _, a := range Advise(m, Options{}, n*n) {
			c := m.Clone()
			for at := -8; at <= 8; at++ {
				c.Set(a.I, a.J, mark(at))
				if cr := Prioritize(c, Options{}).CR; cr < a.BestCR-1e-9 {
					t.Fatalf("%v in place of %v gives CR %v, %v was advised with %v", mark(at), a.Given, cr, a.Best, a.BestCR)
				}
			}
		}
		for _, a := range AdviseIncomplete(holes, MinLambda, Options{}, n*n) {
			for at := -8; at <= 8; at++ {
				holes.Set(a.I, a.J, mark(at))
				if r, err := PrioritizeIncomplete(holes, MinLambda, Options{}); err == nil && r.CR < a.BestCR-1e-7 {
					t.Fatalf("missing: %v in place of %v gives CR %v, %v was advised with %v", mark(at), a.Given, r.CR, a.Best, a.BestCR)
				}
			}
			holes.Set(a.I, a.J, a.Given)
		}
	})
}

// Of large orders, where not every pair is tried, the advice is what trying every pair gives: nearly consistent judgements with slips, judgements by chance, and
// priorities that are not the eigenvector.
func TestAdviseOfLargeOrders(t *testing.T) {
	random := rand.New(rand.NewPCG(16, 6))
	for round, n := range []int{21, 24, 30, 35, 21, 24, 30, 35} {
		m := NewMatrix(n)
		slip := []float64{0.05, 1}[round/4]
		for i := range n {
			for j := i + 1; j < n; j++ {
				x := onScale(math.Exp2(float64(j-i) * 3 / float64(n) * (0.5 + random.Float64())))
				if random.Float64() < slip {
					x = mark(random.IntN(17) - 8)
				}
				m.Set(i, j, x)
			}
		}
		for _, o := range []Options{{}, {Prioritization: Geometric}, {Prioritization: ColumnMean, Lambda: FromMean}} {
			now := Prioritize(m, o)
			on := func(i, j int) bool { return (i+j)%7 != 0 }
			var all []Advice
			for i := range n {
				for j := i + 1; j < n; j++ {
					if !on(i, j) {
						continue
					}
					a := Advice{I: i, J: j, Given: m.At(i, j), Implied: now.Weights[i] / now.Weights[j]}
					a.Suggested = onScale(a.Implied)
					changed := m.Clone()
					changed.Set(i, j, a.Suggested)
					a.CR = Prioritize(changed, o).CR
					all = append(all, a)
				}
			}
			want, got := lowest(all, now.CR, 5), AdviseOn(m, o, 5, on)
			if len(got) != len(want) {
				t.Fatalf("%d, %v: %d pieces of advice, want %d", n, o, len(got), len(want))
			}
			for k := range got {
				if got[k].I != want[k].I || got[k].J != want[k].J || got[k].CR != want[k].CR || got[k].BestCR > got[k].CR {
					t.Errorf("%d, %v: advice %d is %+v, want %+v", n, o, k, got[k], want[k])
				}
			}
		}
	}
}

func BenchmarkAdvise(b *testing.B) {
	for _, n := range []int{20, 50, 200} {
		random := rand.New(rand.NewPCG(16, 7))
		m := NewMatrix(n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				m.Set(i, j, mark(random.IntN(17)-8))
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Advise(m, Options{}, 5)
			}
		})
	}
}
