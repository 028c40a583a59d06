package mcda_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"veche/internal/mcda"
)

// TestFaultsNameTheirPlace: every fault in the data is a DataError that says which alternative and which criterion.
func TestFaultsNameTheirPlace(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name        string
		spoil       func(p *mcda.Problem)
		alternative string
		criterion   string
		says        string
	}{
		{"missing score", func(p *mcda.Problem) { p.Scores[3] = nan }, "a2", "c2", "has no score"},
		{"infinite score", func(p *mcda.Problem) { p.Scores[4] = inf }, "a3", "c1", "beyond"},
		{"huge score", func(p *mcda.Problem) { p.Scores[0] = -1e151 }, "a1", "c1", "beyond"},
		{"one alternative", func(p *mcda.Problem) { p.Alternatives, p.Scores = p.Alternatives[:1], p.Scores[:2] }, "", "", "two alternatives"},
		{"no criterion", func(p *mcda.Problem) { p.Criteria, p.Scores = nil, nil }, "", "", "one criterion"},
		{"alternative twice", func(p *mcda.Problem) { p.Alternatives[2] = "a1" }, "a1", "", "twice"},
		{"criterion twice", func(p *mcda.Problem) { p.Criteria[1].ID = "c1" }, "", "c1", "twice"},
		{"empty scale", func(p *mcda.Problem) { p.Criteria[0].Scale = &mcda.Scale{Min: 2, Max: 2} }, "", "c1", "minimum 2 is not below its maximum 2"},
		{"scale not a number", func(p *mcda.Problem) { p.Criteria[0].Scale = &mcda.Scale{Min: nan, Max: 2} }, "", "c1", "scale"},
		{"target not a number", func(p *mcda.Problem) { p.Criteria[1].Sense, p.Criteria[1].Target = mcda.Target, nan }, "", "c2", "finite target"},
		{"target off the scale", func(p *mcda.Problem) {
			p.Criteria[1] = mcda.Criterion{ID: "c2", Sense: mcda.Target, Target: 9, Scale: &mcda.Scale{Min: 0, Max: 5}}
		}, "", "c2", "target 9 lies outside the scale 0 to 5"},
		{"short value function", func(p *mcda.Problem) { p.Criteria[0].Value = mcda.ValueFunction{{1, 1}} }, "", "c1", "two points"},
		{"value function falls back", func(p *mcda.Problem) { p.Criteria[0].Value = mcda.ValueFunction{{1, 1}, {1, 2}} }, "", "c1", "must increase"},
		{"infinite value", func(p *mcda.Problem) { p.Criteria[0].Value = mcda.ValueFunction{{1, 1}, {2, inf}} }, "", "c1", "finite points"},
	} {
		p := table("bb", []float64{1, 2}, []float64{3, 4}, []float64{5, 6})
		c.spoil(p)
		for _, m := range mcda.Methods() {
			_, err := m.Prepare(p, nil)
			checkFault(t, c.name+" in "+m.Name, err, c.alternative, c.criterion, c.says)
		}
	}
}

// TestVariantFaultsNameTheirPlace: what only some variants cannot take.
func TestVariantFaultsNameTheirPlace(t *testing.T) {
	onScale := func(j int, lo, hi float64) func(*mcda.Problem) {
		return func(p *mcda.Problem) { p.Criteria[j].Scale = &mcda.Scale{Min: lo, Max: hi} }
	}
	for _, c := range []struct {
		name, method string
		set          map[string]string
		change       func(p *mcda.Problem)
		alternative  string
		criterion    string
		says         string
	}{
		{"negative, max", "saw", map[string]string{"normalization": "max"}, func(p *mcda.Problem) { p.Scores[2] = -1 }, "a2", "c1", "needs scores of 0 or more, this is -1"},
		{"negative, sum", "topsis", map[string]string{"normalization": "sum"}, func(p *mcda.Problem) { p.Scores[2] = -1 }, "a2", "c1", "needs scores of 0 or more"},
		{"zero cost, max", "saw", map[string]string{"normalization": "max"}, func(p *mcda.Problem) { p.Scores[5] = 0 }, "a3", "c2", "costs above 0"},
		{"no scale", "saw", map[string]string{"normalization": "scale"}, onScale(0, 0, 9), "", "c2", "needs the criterion's Min and Max"},
		{"no scale for ideals", "topsis", map[string]string{"ideals": "scale"}, onScale(0, 0, 9), "", "c2", "Min and Max"},
		{"reciprocal of a scale from 0", "topsis", map[string]string{"ideals": "scale", "normalization": "sum"}, func(p *mcda.Problem) {
			onScale(0, 0, 9)(p)
			onScale(1, 0, 9)(p)
		}, "", "c2", "no finite ideal"},
		{"beyond the ideal", "topsis", map[string]string{"ideals": "scale", "normalization": "scale"}, func(p *mcda.Problem) {
			onScale(0, 0, 4)(p)
			onScale(1, 0, 9)(p)
		}, "a3", "c1", "the score 5 lies outside the scale 0 to 4"},
		{"below the anti-ideal", "topsis", map[string]string{"ideals": "scale", "normalization": "none"}, onScale(0, 2, 9), "a1", "c1", "outside"},
		{"too small", "topsis", map[string]string{"normalization": "max"}, func(p *mcda.Problem) { p.Scores[0], p.Scores[2], p.Scores[4] = 1e-310, 0, 0 }, "", "c1", "too small"},
	} {
		p := table("bc", []float64{1, 2}, []float64{3, 4}, []float64{5, 6})
		c.change(p)
		_, err := lookup(t, c.method).Prepare(p, c.set)
		checkFault(t, c.name, err, c.alternative, c.criterion, c.says)
	}
}

func checkFault(t *testing.T, name string, err error, alternative, criterion, says string) {
	t.Helper()
	var fault *mcda.DataError
	if !errors.As(err, &fault) {
		t.Errorf("%s: error %v is not a DataError", name, err)
		return
	}
	text := err.Error()
	if fault.Alternative != alternative || fault.Criterion != criterion || !strings.Contains(text, says) ||
		alternative != "" && !strings.Contains(text, "alternative "+alternative) || criterion != "" && !strings.Contains(text, "criterion "+criterion) {
		t.Errorf("%s: %q, want alternative %q, criterion %q and %q", name, text, alternative, criterion, says)
	}
}

func TestNormalizeWeights(t *testing.T) {
	ids := []string{"cost", "impact", "risk"}
	w, sum, err := mcda.NormalizeWeights([]float64{2, 6, 0}, ids)
	if err != nil || sum != 8 || !reflect.DeepEqual(w, []float64{0.25, 0.75, 0}) {
		t.Errorf("%v, sum %v, error %v", w, sum, err)
	}
	for _, c := range []struct {
		w         []float64
		criterion string
	}{
		{[]float64{1, -0.1, 1}, "impact"},
		{[]float64{1, 1, math.NaN()}, "risk"},
		{[]float64{math.Inf(1), 1, 1}, "cost"},
		{[]float64{0, 0, 0}, ""},
	} {
		_, _, err := mcda.NormalizeWeights(c.w, ids)
		checkFault(t, "weights", err, "", c.criterion, "weight")
	}
}

// TestPanics: a wrong length is the caller's bug.
func TestPanics(t *testing.T) {
	p := withScales(table("bb", []float64{1, 2}, []float64{3, 4}), 0.5, 9)
	for _, m := range mcda.Methods() {
		s, err := m.Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, f := range map[string]func(){
			"weights":     func() { s.Scores(nil, []float64{1}) },
			"trace":       func() { s.Trace([]float64{1}) },
			"destination": func() { s.Scores(make([]float64, 3), []float64{0.5, 0.5}) },
		} {
			mustPanic(t, m.Name+" "+name, f)
		}
		if c, ok := s.(mcda.Contributor); ok {
			mustPanic(t, m.Name+" contributions", func() { c.Contributions(make([]float64, 3), []float64{0.5, 0.5}) })
		}
	}
	mustPanic(t, "scores", func() { (&mcda.Problem{Alternatives: []string{"a"}, Criteria: p.Criteria}).Validate() })
	mustPanic(t, "weights and ids", func() { mcda.NormalizeWeights([]float64{1}, nil) })
	mustPanic(t, "rank of NaN", func() { mcda.Rank([]float64{1, math.NaN()}, nil, false) })
	mustPanic(t, "compare", func() { mcda.TauB([]float64{1}, nil) })
}

func mustPanic(t *testing.T, name string, f func()) {
	t.Helper()
	defer func() {
		if r, ok := recover().(string); !ok || !strings.HasPrefix(r, "mcda: ") {
			t.Errorf("%s: recovered %v, want a message that begins with mcda:", name, r)
		}
	}()
	f()
}

// TestConstantColumns: a constant column changes no order, and is reported, also when it is constant but for rounding.
func TestConstantColumns(t *testing.T) {
	bit := func(x float64) float64 { return math.Nextafter(x, 2) } // means of the same answers, added in another order
	p := table("bbcb", []float64{3, 7, 0.3, bit(1. / 3)}, []float64{5, 7, 0.3, 1. / 3}, []float64{4, 7, bit(0.3), 1. / 3})
	if got := p.Inert(); !reflect.DeepEqual(got, []int{1, 2, 3}) {
		t.Errorf("inert criteria %v, want 1, 2, 3", got)
	}
	for _, v := range variants() {
		s, err := v.Prepare(p, v.set)
		if err != nil {
			continue // no scales here
		}
		// ELECTRE III with s(1) = 0.15 would not tell apart by a criterion of less weight.
		for _, w := range [][]float64{{0.2, 0.3, 0.2, 0.3}, {0.9, 0, 0, 0.1}} {
			scores := s.Scores(nil, w)
			if r := mcda.Rank(scores, p.Alternatives, v.LowerIsBetter); !reflect.DeepEqual(r.Ranks, []float64{3, 1, 2}) {
				t.Errorf("%v: weights %v: ranks %v of scores %v", v, w, r.Ranks, scores)
			}
		}
		scores := s.Scores(nil, []float64{0, 0.2, 0.4, 0.4})
		if r := mcda.Rank(scores, p.Alternatives, v.LowerIsBetter); !reflect.DeepEqual(r.Ranks, []float64{1, 1, 1}) {
			t.Errorf("%v: constant columns alone: ranks %v of scores %v", v, r.Ranks, scores)
		}
	}
}

// TestAllAlike: with nothing to tell them apart all tie, and TOPSIS gives ½.
func TestAllAlike(t *testing.T) {
	p := table("bc", []float64{2, 3}, []float64{2, 3}, []float64{2, 3})
	for _, v := range variants() {
		s, err := v.Prepare(p, v.set)
		if err != nil {
			continue
		}
		scores := s.Scores(nil, []float64{0.5, 0.5})
		for _, x := range scores {
			if !mcda.Tied(x, scores[0]) || v.Name == "topsis" && x != 0.5 {
				t.Errorf("%v: scores %v", v, scores)
				break
			}
		}
	}
}

// TestSmallest: one criterion and two alternatives.
func TestSmallest(t *testing.T) {
	for senses, want := range map[string][]float64{"b": {2, 1}, "c": {1, 2}} {
		p := table(senses, []float64{1}, []float64{4})
		p.Criteria[0].Scale, p.Criteria[0].Limits = &mcda.Scale{Min: 0.5, Max: 5}, []float64{2}
		for _, v := range variants() {
			s, err := v.Prepare(p, v.set)
			if err != nil {
				t.Errorf("%v: %v", v, err)
				continue
			}
			scores := s.Scores(nil, []float64{1})
			if r := mcda.Rank(scores, nil, v.LowerIsBetter); !reflect.DeepEqual(r.Ranks, want) {
				t.Errorf("%v, %s: ranks %v of %v, want %v", v, senses, r.Ranks, scores, want)
			}
		}
	}
}
