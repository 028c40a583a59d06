package mcda_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda"
)

// electreCase is a case of testdata/vectors.json of an outranking method of the ELECTRE family.
type electreCase struct {
	ID, Method string
	Inputs     struct {
		Matrix       [][]float64
		Weights      []float64
		Types        []string
		Q, P, V      float64
		CThreshold   float64 `json:"c_threshold"`
		DThreshold   float64 `json:"d_threshold"`
		Distillation struct {
			Slope     float64 `json:"s_slope"`
			Intercept float64 `json:"s_intercept"`
		}
	}
	Expected  map[string]json.RawMessage
	Tolerance map[string]float64
}

// TestPublishedELECTRE runs the three methods on every case of testdata/vectors.json; each names its source there.
func TestPublishedELECTRE(t *testing.T) {
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	readJSON(t, filepath.Join(testdata, "vectors.json"), &file)
	ran := map[string]int{}
	for _, raw := range file.Cases {
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(head.Method, "electre") {
			continue
		}
		var c electreCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		ran[c.Method]++
		t.Run(c.ID, c.run)
	}
	for _, method := range []string{"electre1", "electre3", "electre_netflow"} {
		if ran[method] < file.Methods[method] || ran[method] == 0 {
			t.Errorf("%s: %d cases ran, the file has %d", method, ran[method], file.Methods[method])
		}
	}
}

func (c *electreCase) run(t *testing.T) {
	in, senses := c.Inputs, ""
	for _, s := range in.Types {
		senses += s[:1]
	}
	p := table(senses, in.Matrix...)
	set := map[string]string{}
	switch c.Method {
	case "electre1":
		set["c"], set["d"] = fmt.Sprint(in.CThreshold), fmt.Sprint(in.DThreshold)
	case "electre3":
		for j := range p.Criteria {
			p.Criteria[j].Preference = mcda.Preference{
				Q: &mcda.Threshold{Constant: in.Q}, P: &mcda.Threshold{Constant: in.P}, Veto: &mcda.Threshold{Constant: in.V}}
		}
		set["s-intercept"], set["s-slope"] = fmt.Sprint(in.Distillation.Intercept), fmt.Sprint(in.Distillation.Slope)
	}
	s, err := lookup(t, strings.Replace(c.Method, "_", "-", 1)).Prepare(p, set)
	if err != nil {
		t.Fatal(err)
	}
	trace := s.Trace(in.Weights) // the method divides them by their sum
	for key, raw := range c.Expected {
		tolerance, ok := c.Tolerance[key]
		if !ok {
			t.Fatalf("%s has no tolerance", key)
		}
		switch key {
		case "concordance", "discordance", "credibility":
			var want [][]*float64 // nil: not compared
			unmarshal(t, raw, &want)
			got := tableNamed(t, trace, key)
			for a, row := range want {
				for b, x := range row {
					if x != nil && !(math.Abs(got[a*len(want)+b]-*x) <= tolerance) {
						t.Errorf("%s(%d,%d) = %v, want %v ± %v", key, a+1, b+1, got[a*len(want)+b], *x, tolerance)
					}
				}
			}
		case "net_concordance", "net_discordance":
			var want []float64
			unmarshal(t, raw, &want)
			for a, x := range want {
				if got := series(t, trace, key)[a]; !(math.Abs(got-x) <= tolerance) {
					t.Errorf("%s(%d) = %v, want %v ± %v", key, a+1, got, x, tolerance)
				}
			}
		case "not_outranked":
			var want []int
			unmarshal(t, raw, &want)
			var got []int
			for _, a := range trace.Set.Members {
				got = append(got, a+1)
			}
			if !slices.Equal(got, want) {
				t.Errorf("kernel %v, want %v", got, want)
			}
		case "descending", "ascending":
			var want [][]int
			unmarshal(t, raw, &want)
			got := make([][]int, len(want))
			for a, class := range series(t, trace, key) {
				if int(class) > len(want) {
					t.Fatalf("%s: %v, want %v", key, series(t, trace, key), want)
				}
				got[int(class)-1] = append(got[int(class)-1], a+1)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %v, want %v", key, got, want)
			}
		default:
			t.Errorf("%s is not compared", key)
		}
	}
}

func unmarshal(t *testing.T, raw json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// tableNamed finds a table of the trace by its name, in lower case.
func tableNamed(t *testing.T, trace *mcda.Trace, name string) []float64 {
	t.Helper()
	k := slices.IndexFunc(trace.Tables, func(x mcda.Table) bool { return strings.ToLower(x.Name) == name })
	if k < 0 {
		t.Fatalf("the trace has no table %q", name)
	}
	return trace.Tables[k].Values
}

func series(t *testing.T, trace *mcda.Trace, name string) []float64 {
	t.Helper()
	k := slices.IndexFunc(trace.Values, func(x mcda.Series) bool { return x.Name == name })
	if k < 0 {
		t.Fatalf("the trace has no values %q", name)
	}
	return trace.Values[k].Values
}

// drawSloped draws a problem on a coarse grid, with thresholds that grow with the score or shrink.
func drawSloped(t *rapid.T) *mcda.Problem {
	p := drawProblem(t, wants{})
	for j := range p.Criteria {
		f := &p.Criteria[j].Preference
		for _, threshold := range []**mcda.Threshold{&f.Q, &f.P, &f.Veto} {
			if *threshold != nil && rapid.Bool().Draw(t, "sloped") {
				*threshold = &mcda.Threshold{Constant: (*threshold).Constant, Slope: float64(rapid.IntRange(-2, 12).Draw(t, "slope")) / 10}
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "no P") == 0 {
			f.P = nil
		}
	}
	return p
}

// TestELECTRE3Slopes: with affine thresholds too, it equals the textbook and keeps dominance; thresholds that would break dominance are refused.
func TestELECTRE3Slopes(t *testing.T) {
	method := lookup(t, "electre3")
	accepted, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p, set := drawSloped(t), map[string]string{"s-slope": rapid.SampledFrom([]string{"-0.15", "0", "-0.29", "1"}).Draw(t, "slope")}
		s, err := method.Prepare(p, set)
		var fault *mcda.DataError
		if errors.As(err, &fault) && fault.Criterion != "" && fault.Alternative != "" {
			refused++
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		accepted++
		settings, err := method.Resolve(set)
		if err != nil {
			t.Fatal(err)
		}
		c := &sample{variant: variant{method, set}, settings: settings, p: p, w: drawWeights(t, len(p.Criteria)), s: s}
		c.scores = s.Scores(nil, c.w)
		equalsTextbook(t, c)
		dominance(t, c)
	})
	if !testing.Short() && (accepted < 20 || refused < 5) {
		t.Errorf("%d problems accepted, %d refused", accepted, refused)
	}
}

// TestDistillationOfMany: what the distillation keeps from class to class is what a fresh start would find. Coarse scores make credibilities repeat, fine
// ones make every pair a level of its own; 0.01 makes many levels.
func TestDistillationOfMany(t *testing.T) {
	method := lookup(t, "electre3")
	rng := rand.New(rand.NewPCG(4, 5))
	most := 0.0
	for _, grid := range []float64{4, 20, 1e6} {
		for _, set := range []map[string]string{nil, {"s-intercept": "0.01", "s-slope": "0"}} {
			p := randomProblem(40, 4)
			for k := range p.Scores {
				p.Scores[k] = math.Round(rng.Float64() * grid)
			}
			withScales(p, 0, grid)
			for j := range 2 {
				p.Criteria[j].Preference.Veto = &mcda.Threshold{Constant: grid / 2, Slope: 0.1}
			}
			settings, err := method.Resolve(set)
			if err != nil {
				t.Fatal(err)
			}
			s, err := method.Prepare(p, set)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range [][]float64{{0.25, 0.25, 0.25, 0.25}, {0.4, 0.3, 0.2, 0.1}, {0.1, 0.7, 0, 0.2}} {
				if d := different(s.Scores(nil, w), textbookELECTRE3(p, settings, w), 0); d != "" {
					t.Errorf("grid %v, %v, weights %v: %s", grid, set, w, d)
				}
				most = max(most, slices.Max(series(t, s.Trace(w), "descending")))
			}
		}
	}
	if most < 10 {
		t.Errorf("at most %v classes: too few to see what is kept", most)
	}
}

// TestELECTRE3Trace: the partial preorder is the intersection of the two distillations, a preorder, and the median preorder and the score agree with it.
func TestELECTRE3Trace(t *testing.T) {
	method := lookup(t, "electre3")
	incomparable := 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, wants{})
		s, err := method.Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := drawWeights(t, len(p.Criteria))
		trace, scores := s.Trace(w), s.Scores(nil, w)
		values := map[string][]float64{}
		for _, v := range trace.Values {
			values[v.Name] = v.Values
		}
		down, up, median := values["descending"], values["ascending"], values["median"]
		k := slices.IndexFunc(trace.Tables, func(x mcda.Table) bool { return x.Name == "Partial preorder" })
		preorder := trace.Tables[k].Values
		m := len(p.Alternatives)
		for a := range m {
			for b := range m {
				better := preorder[a*m+b] == 1
				if better != (down[a] <= down[b] && up[a] <= up[b]) {
					t.Fatalf("%d ≽ %d is %v, classes %v and %v", a, b, better, down, up)
				}
				if better && (median[a] > median[b] || scores[a] > scores[b]) || (median[a] < median[b]) != (scores[a] < scores[b]) {
					t.Fatalf("%d ≽ %d is %v, median %v, scores %v", a, b, better, median, scores)
				}
				if !better && preorder[b*m+a] == 0 {
					incomparable++
				}
			}
		}
	})
	if incomparable == 0 && !testing.Short() {
		t.Error("no two alternatives were incomparable")
	}
}

func TestELECTRE3Refuses(t *testing.T) {
	at := func(constant, slope float64) *mcda.Threshold {
		return &mcda.Threshold{Constant: constant, Slope: slope}
	}
	for _, c := range []struct {
		name       string
		preference mcda.Preference
		says       string
	}{
		{"Q above P", mcda.Preference{Q: at(2, 0), P: at(1, 0)}, "alternative a1, criterion c1: at its score the thresholds are Q = 2, P = 1"},
		{"P above Veto", mcda.Preference{P: at(2, 0), Veto: at(1, 0)}, "they must not fall"},
		{"P crosses Q at 10", mcda.Preference{Q: at(0.5, 0.1), P: at(1.4, 0)}, "alternative a2, criterion c1"},
		{"falls too fast", mcda.Preference{P: at(20, -1.5)}, "the threshold P falls faster"},
	} {
		p := table("bc", []float64{1, 1}, []float64{10, 2}, []float64{2, 3})
		p.Criteria[0].Preference = c.preference
		_, err := lookup(t, "electre3").Prepare(p, nil)
		var fault *mcda.DataError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", c.name, err, c.says)
		}
	}
	p := table("bc", []float64{1, 1}, []float64{10, 2})
	_, err := lookup(t, "electre3").Prepare(p, map[string]string{"s-slope": "-0.3"})
	var fault *mcda.ParameterError
	if !errors.As(err, &fault) || fault.Name != "s-slope" || !strings.Contains(err.Error(), "at least -0.29") {
		t.Errorf("s(1) = 0: error %v", err)
	}
}

// TestThresholdsAtRounding: a loss equal to a threshold but for rounding is at it, and credibilities equal but for rounding make one level: 0.3 − 0.2 is not
// 0.1, and 3·0.1 not 0.3, in floating point.
func TestThresholdsAtRounding(t *testing.T) {
	p := table("b", []float64{0.2}, []float64{0.3})
	p.Criteria[0].Preference.Q = &mcda.Threshold{Constant: 0.1}
	s, err := lookup(t, "electre3").Prepare(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Scores(nil, []float64{1}); got[0] != got[1] {
		t.Errorf("scores %v, want the same for a difference of Q", got)
	}
	// 1 − s(1) is 0.85, and so is σ(a1,a2), in some orders of the columns a bit less: it is not below the first level whichever way it is added up. So the
	// first cut is at 0.15, where a1 beats both others and neither of these the other.
	p = table("bbbb", []float64{1, 1, 1, 0}, []float64{0, 0, 0, 1}, []float64{0, 0, 0, 0})
	weights, below, method := []float64{0.06, 0.21, 0.58, 0.15}, 0, lookup(t, "electre3")
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.Permutation(indices(4)).Draw(t, "columns")
		s, err := method.Prepare(selected(p, indices(3), columns), nil)
		if err != nil {
			t.Fatal(err)
		}
		w := pick(weights, columns)
		if got := s.Scores(nil, w); !slices.Equal(got, []float64{1, 2, 2}) {
			t.Fatalf("weights %v: scores %v", w, got)
		}
		if s.Trace(w).Tables[1].Values[1] < 0.85 {
			below++
		}
	})
	if below == 0 {
		t.Error("0.85 was nowhere rounded down: the test tells nothing")
	}
}

// TestVetoForbids: 0.9 of the weight is for a1, but its loss on the last criterion is beyond the veto, so that it is not as good as a2, nor a2 as a1.
func TestVetoForbids(t *testing.T) {
	p := table("bb", []float64{10, 0}, []float64{0, 10})
	for veto, want := range map[bool][]float64{true: {1, 1}, false: {1, 2}} {
		p.Criteria[1].Preference.Veto = nil
		if veto {
			p.Criteria[1].Preference.Veto = &mcda.Threshold{Constant: 5}
		}
		s, err := lookup(t, "electre3").Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Scores(nil, []float64{0.9, 0.1}); !slices.Equal(got, want) {
			t.Errorf("veto %v: scores %v, want %v", veto, got, want)
		}
	}
}

// TestKernel compares the kernel with one found by trying every set of alternatives, circuits contracted by the reachability of each from each.
func TestKernel(t *testing.T) {
	method := lookup(t, "electre1")
	circuits := 0
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 7).Draw(t, "alternatives")
		p := table("bbc", make([][]float64, m)...)
		p.Scores = make([]float64, 3*m)
		for k := range p.Scores {
			p.Scores[k] = float64(rapid.IntRange(1, 4).Draw(t, "x"))
		}
		set := map[string]string{
			"c": rapid.SampledFrom([]string{"0.5", "0.65", "1"}).Draw(t, "c"),
			"d": rapid.SampledFrom([]string{"0.35", "0.7", "1"}).Draw(t, "d"),
		}
		s, err := method.Prepare(p, set)
		if err != nil {
			t.Fatal(err)
		}
		trace := s.Trace([]float64{0.35, 0.33, 0.32})
		outranks := trace.Tables[2].Values
		reach := make([]bool, m*m)
		for k, x := range outranks {
			reach[k] = x == 1
		}
		for via := range m {
			for a := range m {
				for b := range m {
					reach[a*m+b] = reach[a*m+b] || reach[a*m+via] && reach[via*m+b]
				}
			}
		}
		one := func(a, b int) bool { return a == b || reach[a*m+b] && reach[b*m+a] } // in one circuit
		beats := func(a, b int) bool {                                               // a's circuit outranks b's
			for x := range m {
				for y := range m {
					if one(a, x) && one(b, y) && !one(a, b) && outranks[x*m+y] == 1 {
						return true
					}
				}
			}
			return false
		}
		var kernels [][]int
		for chosen := range 1 << m {
			in := func(a int) bool { return chosen&(1<<a) != 0 }
			ok := true
			for a := range m {
				covered := in(a)
				for b := range m {
					if one(a, b) && in(a) != in(b) || in(a) && in(b) && beats(a, b) {
						ok = false
					}
					covered = covered || in(b) && beats(b, a)
				}
				ok = ok && covered
			}
			if ok {
				var members []int
				for a := range m {
					if in(a) {
						members = append(members, a)
					}
				}
				kernels = append(kernels, members)
			}
		}
		if len(kernels) != 1 || !slices.Equal(kernels[0], trace.Set.Members) {
			t.Fatalf("kernel %v, by trying %v", trace.Set.Members, kernels)
		}
		circuit := false
		for a := range m {
			for b := range a {
				circuit = circuit || one(a, b)
			}
		}
		if circuit != strings.Contains(trace.Set.Note, "circuit") {
			t.Fatalf("a circuit is %v, the note says %q", circuit, trace.Set.Note)
		}
		if circuit {
			circuits++
		}
	})
	if circuits < 5 && !testing.Short() {
		t.Errorf("only %d problems had circuits", circuits)
	}
}

// TestELECTRE1Data: what the sum normalisation refuses, and that thresholds move the relation.
func TestELECTRE1Data(t *testing.T) {
	method := lookup(t, "electre1")
	p := table("bc", []float64{1, 2}, []float64{-1, 3})
	_, err := method.Prepare(p, nil)
	var fault *mcda.DataError
	if !errors.As(err, &fault) || fault.Alternative != "a2" || fault.Criterion != "c1" || !strings.Contains(err.Error(), "min-max or scale") {
		t.Errorf("a negative score: error %v", err)
	}
	if _, err := method.Prepare(table("bc", []float64{0, 2}, []float64{0, 3}), nil); err != nil {
		t.Errorf("a column of zeros: %v", err)
	}
	// a1 wins on 0.6 of the weight and loses half the range of the rest: with c* = 0.65 it outranks a2 only if c* is lowered and d* raised.
	p = table("bb", []float64{2, 1}, []float64{0, 2}, []float64{1, 0})
	for _, c := range []struct {
		c, d string
		want float64
	}{{"0.65", "0.5", 0}, {"0.6", "0.35", 0}, {"0.6", "0.5", 1}} {
		s, err := method.Prepare(p, map[string]string{"c": c.c, "d": c.d, "normalization": "min-max"})
		if err != nil {
			t.Fatal(err)
		}
		if got := tableNamed(t, s.Trace([]float64{0.6, 0.4}), "outranking")[1]; got != c.want {
			t.Errorf("c* = %s, d* = %s: a1 outranks a2 is %v, want %v", c.c, c.d, got, c.want)
		}
	}
}

// TestNetFlowsSumToZero: what one alternative gains another loses.
func TestNetFlowsSumToZero(t *testing.T) {
	s, err := lookup(t, "electre-net-flow").Prepare(randomProblem(30, 5), nil)
	if err != nil {
		t.Fatal(err)
	}
	trace := s.Trace([]float64{0.1, 0.3, 0.2, 0.25, 0.15})
	for _, name := range []string{"net_concordance", "net_discordance"} {
		var sum, size float64
		for _, x := range series(t, trace, name) {
			sum, size = sum+x, size+math.Abs(x)
		}
		if math.Abs(sum) > 1e-12*size || size < 1 {
			t.Errorf("%s: sum %v of %v", name, sum, size)
		}
	}
}

func BenchmarkELECTRE(b *testing.B) {
	for _, name := range []string{"electre1", "electre3", "electre-net-flow"} {
		for _, m := range []int{50, 1000} {
			b.Run(fmt.Sprintf("%s/%dx20", name, m), func(b *testing.B) {
				s, err := lookup(b, name).Prepare(withScales(randomProblem(m, 20), 0.5, 1.5), nil)
				if err != nil {
					b.Fatal(err)
				}
				w, dst := make([]float64, 20), make([]float64, m)
				for j := range w {
					w[j] = float64(j+1) / 210
				}
				b.ReportAllocs()
				for b.Loop() {
					s.Scores(dst, w)
				}
			})
		}
	}
}
