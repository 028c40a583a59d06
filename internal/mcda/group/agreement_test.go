package group_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda"
	"veche/internal/mcda/group"
)

// helix is the worked example of testdata/triple-helix-worked-example.
type helix struct {
	panel  group.Panel
	blocs  []string
	expect struct {
		BlocWeights    map[string]float64   `json:"bloc_weights"`
		BlocPriorities map[string][]float64 `json:"bloc_priorities"`
		Group          []float64            `json:"group"`
		Flat           []float64            `json:"flat_one_expert_one_vote"`
		SStar          map[string]float64   `json:"Sstar"`
		W              map[string]float64   `json:"KendallW"`
		Entropy        map[string]float64   `json:"entropy"`
	}
}

func readHelix(t *testing.T) *helix {
	t.Helper()
	h := &helix{}
	decode(t, read(t, "triple-helix-worked-example/expected.json"), &h.expect)
	records, err := csv.NewReader(bytes.NewReader(read(t, "triple-helix-worked-example/expert_priorities.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records[1:] {
		if !slices.Contains(h.blocs, r[0]) {
			h.blocs = append(h.blocs, r[0])
			h.panel.BlocWeights = append(h.panel.BlocWeights, h.expect.BlocWeights[r[0]])
		}
		h.panel.Bloc = append(h.panel.Bloc, slices.Index(h.blocs, r[0]))
		h.panel.Priorities = append(h.panel.Priorities, ratios(t, r[2:]))
	}
	return h
}

func TestTripleHelix(t *testing.T) {
	h := readHelix(t)
	tally, err := group.NewTally(&h.panel)
	if err != nil {
		t.Fatal(err)
	}
	all := tally.All()
	one := func(what string, got, want, tol float64) {
		t.Helper()
		near(t, what, []float64{got}, []float64{want}, tol)
	}
	one("S*", all.SStar, h.expect.SStar["all9"], 0.00005)
	one("W", all.W, h.expect.W["all9"], 0.00005)
	one("H_gamma", all.Partition.Gamma, h.expect.Entropy["H_gamma"], 0.000005)
	one("H_bloc", all.Partition.Bloc, h.expect.Entropy["H_bloc"], 0.000005)
	one("H_alpha", all.Partition.Alpha, h.expect.Entropy["H_alpha"], 0.00001) // 1.530875 is printed 1.53087
	one("between", all.Between, h.expect.Entropy["between_share"], 0.00005)
	levels, err := h.panel.Levels(group.GeometricPriorities)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "group", levels.Panel, h.expect.Group, 0.00006)
	near(t, "flat", levels.Flat, h.expect.Flat, 0.00006)
	var ranks [][]float64
	for b, name := range h.blocs {
		near(t, name, levels.Blocs[b], h.expect.BlocPriorities[name], 0.00006)
		of := tally.OfBloc(b)
		one("S* of "+name, of.SStar, h.expect.SStar[name], 0.00005)
		one("W of "+name, of.W, h.expect.W[name], 0.00005)
		ranks = append(ranks, group.MidRanks(levels.Blocs[b]))
	}
	w, ok := group.KendallW(ranks)
	if !ok {
		t.Fatal("no W between blocs")
	}
	one("W between blocs", w.W, h.expect.W["between_blocs"], 0.00005)
	if group.ConsensusLabel(all.SStar) != "very high" || all.P < 0.01 {
		t.Errorf("the trap is gone: S* %v is %s, p %v", all.SStar, group.ConsensusLabel(all.SStar), all.P)
	}
}

// computed_here of consensus-dong-2010: S* and W of the five printed priorities, equal votes.
func TestDongAgreement(t *testing.T) {
	var want struct {
		W    map[string][]float64 `json:"w"`
		Here struct {
			SStar, S, Hbeta, Cor float64
			First4               float64 `json:"Sstar_first4"`
			KendallW             float64
		} `json:"computed_here"`
	}
	decode(t, read(t, "consensus-dong-2010/expected.json"), &want)
	p := &group.Panel{}
	for k := range 5 {
		p.Priorities = append(p.Priorities, want.W[fmt.Sprintf("d%d", k+1)])
	}
	tally, err := group.NewTally(p)
	if err != nil {
		t.Fatal(err)
	}
	f := tally.All()
	near(t, "S*, e^-H_β, H_β, c, W", []float64{f.SStar, math.Exp(-f.Beta), f.Beta, f.Floor, f.W},
		[]float64{want.Here.SStar, want.Here.S, want.Here.Hbeta, want.Here.Cor, want.Here.KendallW}, 0.00006)
	near(t, "S* without d5", []float64{tally.Without()[4].SStar}, []float64{want.Here.First4}, 0.00006)
}

// drawPriorities draws 2–7 experts in up to three blocs, with ties.
func drawPriorities(t *rapid.T) *group.Panel {
	m, n, b := rapid.IntRange(2, 7).Draw(t, "m"), rapid.IntRange(2, 6).Draw(t, "n"), rapid.IntRange(1, 3).Draw(t, "b")
	p := &group.Panel{}
	for range b {
		p.BlocWeights = append(p.BlocWeights, rapid.Float64Range(0.1, 1).Draw(t, "mass"))
	}
	for range m {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(rapid.IntRange(1, 6).Draw(t, "x"))
		}
		p.Priorities = append(p.Priorities, x)
		p.Bloc = append(p.Bloc, rapid.IntRange(0, b-1).Draw(t, "bloc"))
		p.Weights = append(p.Weights, rapid.Float64Range(0.2, 2).Draw(t, "weight"))
	}
	return p
}

func figures(t *rapid.T, p *group.Panel) group.Figures {
	tally, err := group.NewTally(p)
	if err != nil {
		t.Fatal(err)
	}
	return tally.All()
}

func same(t *rapid.T, what string, a, b group.Figures) {
	t.Helper()
	if a.HasW != b.HasW || a.HasTauB != b.HasTauB || a.HasBetween != b.HasBetween {
		t.Fatalf("%s: defined %v and %v", what, a, b)
	}
	x := []float64{a.SStar, a.W, a.TauB, a.Between, a.P, a.Partition.Gamma, a.Partition.Bloc, a.Partition.Alpha}
	y := []float64{b.SStar, b.W, b.TauB, b.Between, b.P, b.Partition.Gamma, b.Partition.Bloc, b.Partition.Alpha}
	for k := range x {
		if !(math.Abs(x[k]-y[k]) <= 1e-9) {
			t.Fatalf("%s: figure %d is %.15g and %.15g", what, k, x[k], y[k])
		}
	}
}

// The incremental figures are those of the definitions, of panels with and without each expert and bloc.
func TestTallyAgainstDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPriorities(t)
		tally, err := group.NewTally(p)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "all", tally.All(), naive(t, p, func(int) bool { return true }))
		if len(p.Priorities) > 2 {
			for e, f := range tally.Without() {
				same(t, fmt.Sprint("without expert ", e), f, naive(t, p, func(k int) bool { return k != e }))
			}
		}
		for b := range p.BlocWeights {
			if c := count(p.Bloc, b); c > 0 && c < len(p.Bloc) {
				same(t, fmt.Sprint("without bloc ", b), tally.WithoutBloc(b), naive(t, p, func(k int) bool { return p.Bloc[k] != b }))
				same(t, fmt.Sprint("of bloc ", b), tally.OfBloc(b), naive(t, p, func(k int) bool { return p.Bloc[k] == b }))
			}
		}
		for e := range p.Priorities {
			var sum, n float64
			for k := range p.Priorities {
				if k == e {
					continue
				}
				if tau, ok := mcda.TauB(p.Priorities[e], p.Priorities[k]); ok {
					sum, n = sum+tau, n+1
				}
			}
			if got, ok := tally.TauWithOthers(e); ok && !(math.Abs(got-sum/n) <= 1e-9) || ok != (n > 0) {
				t.Fatalf("tau with others %v, %v, want %v of %v", got, ok, sum/n, n)
			}
		}
	})
}

func count(x []int, v int) (n int) {
	for _, y := range x {
		if y == v {
			n++
		}
	}
	return n
}

// naive are the figures from the definitions, over all pairs and without sums carried along.
func naive(t *rapid.T, p *group.Panel, in func(int) bool) group.Figures {
	var f group.Figures
	var ps, ranks [][]float64
	var ws []float64
	for k, x := range p.Priorities {
		if in(k) {
			ps, ws, ranks = append(ps, x), append(ws, p.Weights[k]), append(ranks, group.MidRanks(x))
		}
	}
	c, err := group.ConsensusOf(ps, ws)
	if err != nil {
		t.Fatal(err)
	}
	f.Consensus, f.Partition = c, group.Partition{Gamma: c.Gamma, Bloc: c.Gamma, Alpha: c.Alpha}
	f.Concordance, f.HasW = group.KendallW(ranks)
	var tau, pairs float64
	for a := range ps {
		for b := range a {
			if x, ok := mcda.TauB(ps[a], ps[b]); ok {
				tau, pairs = tau+x, pairs+1
			}
		}
	}
	if pairs > 0 {
		f.TauB, f.HasTauB = tau/pairs, true
	}
	var means [][]float64
	var mass []float64
	var alpha, between, all float64
	several := false // a bloc of two experts: only there can disagreement lie inside
	for b, w := range p.BlocWeights {
		var own [][]float64
		var weight []float64
		var h, sum float64
		for k, x := range p.Priorities {
			if in(k) && p.Bloc[k] == b {
				own, weight = append(own, x), append(weight, p.Weights[k])
				one, _ := group.AIP([][]float64{x}, nil, group.ArithmeticPriorities)
				h, sum = h+p.Weights[k]*group.Entropy(one), sum+p.Weights[k]
			}
		}
		if own == nil {
			continue
		}
		mean, err := group.AIP(own, weight, group.ArithmeticPriorities)
		if err != nil {
			t.Fatal(err)
		}
		means, mass, several = append(means, mean), append(mass, w), several || len(own) > 1
		alpha, between, all = alpha+w*h/sum, between+w*group.Entropy(mean), all+w
	}
	mean, err := group.AIP(means, mass, group.ArithmeticPriorities)
	if err != nil {
		t.Fatal(err)
	}
	f.Partition = group.Partition{Gamma: group.Entropy(mean), Bloc: between / all, Alpha: alpha / all}
	if len(means) > 1 && several {
		f.Between, f.HasBetween = f.Partition.Between()
	}
	return f
}

func TestIdenticalExperts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPriorities(t)
		for k := range p.Priorities {
			p.Priorities[k] = p.Priorities[0]
		}
		f := figures(t, p)
		if math.Abs(f.SStar-1) > 1e-9 || f.HasW && math.Abs(f.W-1) > 1e-12 || f.HasTauB && math.Abs(f.TauB-1) > 1e-12 || f.HasBetween {
			t.Fatalf("identical experts: %+v", f)
		}
	})
}

func TestPermutedExperts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPriorities(t)
		q := &group.Panel{BlocWeights: p.BlocWeights}
		for _, k := range rapid.Permutation(indices(len(p.Priorities))).Draw(t, "order") {
			q.Priorities, q.Bloc, q.Weights = append(q.Priorities, p.Priorities[k]), append(q.Bloc, p.Bloc[k]), append(q.Weights, p.Weights[k])
		}
		same(t, "permuted", figures(t, p), figures(t, q))
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for k := range out {
		out[k] = k
	}
	return out
}

// All weight on one bloc gives that bloc's priorities.
func TestOneBlocRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPriorities(t)
		ruler := p.Bloc[0]
		for b := range p.BlocWeights {
			p.BlocWeights[b] = 0
		}
		p.BlocWeights[ruler] = 1
		for _, how := range group.AIPMeans() {
			l, err := p.Levels(how)
			if err != nil {
				t.Fatal(err)
			}
			relativelyNear(t, "panel", l.Panel, l.Blocs[ruler], 1e-12)
		}
	})
}

// Krippendorff 2004, ch. 11: alpha by the coincidences of all pairs, here against the closed form.
func TestAlpha(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(-5, 5), 0, 5), 1, 6).Draw(t, "units")
		var values []float64
		var observed float64
		for _, u := range units {
			if len(u) < 2 {
				continue
			}
			values = append(values, u...)
			for i, x := range u {
				for k, y := range u {
					if i != k {
						observed += (x - y) * (x - y) / float64(len(u)-1)
					}
				}
			}
		}
		var expected float64
		n := float64(len(values))
		for i, x := range values {
			for k, y := range values {
				if i != k {
					expected += (x - y) * (x - y)
				}
			}
		}
		got, ok := group.Alpha(units)
		if ok != (expected > 1e-9) && expected > 1e-6 {
			t.Fatalf("defined %v of %v", ok, units)
		}
		if ok && expected > 1e-6 {
			if want := 1 - observed*(n-1)/expected; math.Abs(got-want) > 1e-9 {
				t.Fatalf("alpha %v, want %v", got, want)
			}
		}
	})
	// Krippendorff 2011, Computing Krippendorff's alpha-reliability, example C: four observers, twelve units, interval alpha 0.849.
	const na = -1
	table := [4][12]float64{
		{1, 2, 3, 3, 2, 1, 4, 1, 2, na, na, na},
		{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, na, 3},
		{na, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, na},
		{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, na},
	}
	units := make([][]float64, 12)
	for _, row := range table {
		for u, x := range row {
			if x != na {
				units[u] = append(units[u], x)
			}
		}
	}
	got, ok := group.Alpha(units)
	if !ok || math.Abs(got-0.849) > 0.0005 {
		t.Errorf("alpha of the published example: %v, want 0.849", got)
	}
}

func TestKendallWPublished(t *testing.T) {
	// Siegel 1956, Nonparametric Statistics, table 9.2: three executives rank six applicants, W = 0.16; and its tied example is checked by the naive W above.
	ranks := [][]float64{{1, 6, 3, 2, 5, 4}, {1, 5, 6, 4, 2, 3}, {6, 3, 2, 5, 4, 1}}
	c, ok := group.KendallW(ranks)
	if !ok || math.Abs(c.W-0.16) > 0.005 || c.Freedom != 5 {
		t.Errorf("W %v, want 0.16", c)
	}
	if _, ok := group.KendallW([][]float64{{1.5, 1.5}, {1.5, 1.5}}); ok {
		t.Error("W of nothing but ties is defined")
	}
}

// Two planted camps are found, whatever the noise of places inside them, and agree with the blocs they are.
func TestCluster(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(4, 12).Draw(t, "m")
		camp := make([]int, m)
		for k := range camp {
			camp[k] = k * 2 / m
		}
		d := make([]float64, m*m)
		for i := range m {
			for j := range i {
				x := rapid.Float64Range(0.1, 0.2).Draw(t, "d")
				if camp[i] != camp[j] {
					x++
				}
				d[i*m+j], d[j*m+i] = x, x
			}
		}
		c := group.Cluster(d, m)
		if rand, ok := group.SameGroups(c.Of, camp); !ok || rand != 1 || c.Count != 2 || c.Silhouette < 0.5 {
			t.Fatalf("camps %v were found as %v", camp, c)
		}
	})
	if c := group.Cluster(make([]float64, 25), 5); c.Count != 1 {
		t.Errorf("five experts who agree fall into %d clusters", c.Count)
	}
}

func TestQuartiles(t *testing.T) {
	// R 4: quantile(c(1, 2, 4, 7), c(.25, .5, .75)) is 1.75, 3, 4.75.
	lower, median, upper := group.Quartiles([]float64{7, 1, 4, 2})
	near(t, "quartiles", []float64{lower, median, upper}, []float64{1.75, 3, 4.75}, 1e-15)
}

func TestStop(t *testing.T) {
	for _, tt := range []struct {
		repeated, asked   int
		tau, unchanged, w float64
		want              group.Stopping
	}{
		{18, 500, 0.9, 1, 0.9, group.TooFew}, // horizon-scan: 18 of 500 expert–technology pairs
		{400, 500, 0.9, 0.9, 0.8, group.StableAgreed},
		{400, 500, 0.9, 0.9, 0.3, group.StableSplit},
		{400, 500, 0.5, 0.9, 0.8, group.StillMoving},
		{400, 500, 0.9, 0.4, 0.8, group.StillMoving},
	} {
		if got := group.Stop(tt.repeated, tt.asked, tt.tau, tt.unchanged, tt.w); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

func TestCompetence(t *testing.T) {
	var full float64
	for _, a := range group.StandardArgumentation() {
		full += a.High
	}
	near(t, "K_a relied on highly throughout, and K", []float64{full, group.Competence(0.8, 0.6)}, []float64{1, 0.7}, 1e-15)
}
