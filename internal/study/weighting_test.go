package study

import (
	"math"
	"slices"
	"strings"
	"testing"

	"veche/internal/mcda"
)

// flat is four criteria side by side and three technologies with evidence on all.
func flat(weighting string, set map[string]string) *Study {
	s := &Study{Title: "Flat", Source: Source{File: "flat.xlsx"}, Settings: Settings{Method: "weighted-sum", Weighting: weighting, Parameters: set},
		Technologies: []Technology{{ID: "T1"}, {ID: "T2"}, {ID: "T3"}}, Experts: []Expert{{ID: "E1"}, {ID: "E2"}}}
	for j, code := range []string{"A", "B", "C", "D"} {
		s.Criteria = append(s.Criteria, Criterion{Code: code, Name: code})
		for i, x := range []float64{1, 2, 4} {
			s.Evidence.Add(Measurement{Value: math.Pow(x, float64(j+1)), Technology: int32(i), Criterion: int32(j)})
		}
	}
	return s
}

// judge adds an expert's judgements, as pairs "AB" and how many times the first outweighs the second.
func judge(s *Study, expert int32, pairs map[string]float64) *Study {
	var names []string
	for p := range pairs {
		names = append(names, p)
	}
	slices.Sort(names)
	for _, p := range names {
		s.Judgements = append(s.Judgements, Judgement{Value: pairs[p], Round: -1, Expert: expert, A: int32(p[0] - 'A'), B: int32(p[1] - 'A')})
	}
	return s
}

func mustWeigh(t *testing.T, s *Study) *Weights {
	t.Helper()
	w, err := Weigh(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func has(issues Issues, code, says string) bool {
	return slices.ContainsFunc(issues, func(i Issue) bool { return i.Code == code && strings.Contains(i.Message.String(), says) })
}

func alike(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-9 })
}

// Consistent judgements give the same weights whatever is missing, as long as they connect: w = 8, 4, 2, 1 over 15.
func TestIncompleteJudgements(t *testing.T) {
	want := []float64{8. / 15, 4. / 15, 2. / 15, 1. / 15}
	chain := map[string]float64{"AB": 2, "BC": 2, "CD": 2}
	for _, completion := range []string{"harker", "llsm", "min-lambda"} {
		w := mustWeigh(t, judge(flat("ahp", map[string]string{"completion": completion}), 0, chain))
		if !alike(w.Global, want) || !has(w.Warnings, "W-PAIR-MISSING", "A–C, A–D, B–D") {
			t.Errorf("%s: %v, warnings %v", completion, w.Global, w.Warnings)
		}
		if n := w.Nodes[len(w.Nodes)-1]; len(n.Missing) != 3 || n.AHP == nil || n.AHP.CR > 1e-9 {
			t.Errorf("%s: panel %+v", completion, n)
		}
	}
}

// Two experts who each compared too little make a panel together; alone neither has weights. With nothing between two groups of criteria there are none at all.
func TestDisconnectedJudgements(t *testing.T) {
	s := judge(judge(flat("ahp", nil), 0, map[string]float64{"AB": 2, "CD": 2}), 1, map[string]float64{"BC": 2})
	w := mustWeigh(t, s)
	if !alike(w.Global, []float64{8. / 15, 4. / 15, 2. / 15, 1. / 15}) || !has(w.Warnings, "W-PAIR-DISCONNECTED", "Expert E1") || !has(w.Warnings, "W-PAIR-DISCONNECTED", "Expert E2") {
		t.Errorf("%v, warnings %v", w.Global, w.Warnings)
	}
	_, err := Weigh(judge(flat("ahp", nil), 0, map[string]float64{"AB": 2, "CD": 2}))
	if issues, ok := err.(Issues); !ok || !has(issues, "E-PAIR-DISCONNECTED", "{A, B} and {C, D}") {
		t.Errorf("error %v", err)
	}
	s = judge(judge(flat("ahp", nil), 0, map[string]float64{"AB": 2, "CD": 2}), 1, map[string]float64{"BC": 2})
	s.Settings.Group = "aip" // priorities of each are needed
	if _, err := Weigh(s); err == nil || !strings.Contains(err.Error(), "E-PAIR-DISCONNECTED") {
		t.Errorf("aip: error %v", err)
	}
}

func TestOrderOfImportance(t *testing.T) {
	with := func(name string, weights ...float64) *Study {
		s := flat(name, nil)
		for j := range weights {
			s.Criteria[j].Weight = &weights[j]
		}
		return s
	}
	roc := []float64{25. / 48, 13. / 48, 7. / 48, 3. / 48}
	if w := mustWeigh(t, with("roc", 1, 2, 3, 4)); !alike(w.Global, roc) || len(w.Warnings) > 0 {
		t.Errorf("%v, warnings %v", w.Global, w.Warnings)
	}
	if _, err := Weigh(with("roc", 0.5, 0.3, 0.15, 0.05)); err == nil || !strings.Contains(err.Error(), "E-RANK") {
		t.Errorf("points were taken for ranks: %v", err)
	}
	if w := mustWeigh(t, with("roc", 1, 3, 4, 7)); !alike(w.Global, roc) || !has(w.Warnings, "W-RANK-ORDER", "gaps") {
		t.Errorf("numbers that are no ranks: %v, warnings %v", w.Global, w.Warnings)
	}
	if _, err := Weigh(with("rank-sum")); err == nil || !strings.Contains(err.Error(), "E-RANK-NONE") {
		t.Errorf("no ranks: error %v", err)
	}
	if w := mustWeigh(t, with("swing", 100, 60, 30, 10)); !alike(w.Global, []float64{0.5, 0.3, 0.15, 0.05}) || len(w.Warnings) > 0 {
		t.Errorf("swing: %v, warnings %v", w.Global, w.Warnings)
	}
	if w := mustWeigh(t, with("smart", 100, 60, 30, 20)); !has(w.Warnings, "W-SMART", "20") {
		t.Errorf("smart: warnings %v", w.Warnings)
	}
}

func TestMixing(t *testing.T) {
	own, other := mustWeigh(t, flat("entropy", nil)), mustWeigh(t, flat("equal", nil))
	w := mustWeigh(t, flat("entropy", map[string]string{"mix": "equal", "mix-share": "0.3"}))
	product := mustWeigh(t, flat("entropy", map[string]string{"mix": "equal", "mix-share": "0.5", "mix-rule": "multiplicative"}))
	var roots float64
	for j := range own.Global {
		roots += math.Sqrt(own.Global[j])
	}
	for j := range w.Global {
		if want := 0.3*own.Global[j] + 0.7*other.Global[j]; math.Abs(w.Global[j]-want) > 1e-12 {
			t.Errorf("linear: %v of %v", w.Global[j], want)
		}
		if want := math.Sqrt(own.Global[j]) / roots; math.Abs(product.Global[j]-want) > 1e-12 {
			t.Errorf("multiplicative: %v of %v", product.Global[j], want)
		}
	}
	if w.Weighting != "entropy + equal" {
		t.Errorf("called %q", w.Weighting)
	}
	if _, err := Evaluate(flat("entropy", map[string]string{"mix": "oracle"})); err == nil || !strings.Contains(err.Error(), "E-SETTING") {
		t.Errorf("error %v", err)
	}
}

// A weighting from the scores follows them: what the scores of an excluded technology say no longer counts.
func TestObjectiveFollowsTheScores(t *testing.T) {
	s := flat("std", nil)
	before := mustEvaluate(t, s).Global
	after := mustEvaluate(t, mustApply(t, s, ExcludeTechnology{Technology: "T3", Excluded: true})).Global
	if alike(before, after) {
		t.Errorf("weights %v stayed", before)
	}
}

// Technologies compared in pairs: consistent judgements give back the priorities, whatever the criterion's sense; a mixture with scores is refused.
func TestComparisons(t *testing.T) {
	s := flat("equal", nil)
	s.Settings.Method, s.Settings.Parameters = "ahp", nil
	s.Criteria = s.Criteria[:1]
	s.Criteria[0].Sense = mcda.Cost
	s.Evidence = Measurements{}
	s.Comparisons = []Comparison{{Value: 2, Round: -1, A: 0, B: 1}, {Value: 3, Round: -1, A: 1, B: 2}}
	o := mustEvaluate(t, s)
	for k, want := range []float64{0.6, 0.3, 0.1} {
		if !near(o.Rows[k].Score, want) || o.Rows[k].Technology.ID != []string{"T1", "T2", "T3"}[k] {
			t.Errorf("place %d: %s %v, want %v", k+1, o.Rows[k].Technology.ID, o.Rows[k].Score, want)
		}
	}
	s.Evidence = Measured(Measurement{Value: 1, Origin: Origin{Row: 2, Col: 2}})
	if _, err := Evaluate(s); err == nil || !strings.Contains(err.Error(), "E-MIXED") {
		t.Errorf("error %v", err)
	}
}

// Fuzzy scores count whole in fuzzy TOPSIS, by their centroid elsewhere, and that is said.
func TestFuzzyScores(t *testing.T) {
	s := flat("equal", nil)
	s.Terms = []Term{{Name: "wide", Values: []float64{0, 1, 5}}, {Name: "narrow", Values: []float64{2, 2, 2}}}
	s.Criteria, s.Technologies = s.Criteria[:1], s.Technologies[:2]
	s.Evidence = Measured(Measurement{Value: 2, Term: 1}, Measurement{Value: 2, Technology: 1, Term: 2})
	o := mustEvaluate(t, s)
	if !near(o.Rows[0].Score, o.Rows[1].Score) || !has(o.Warnings, "W-FUZZY", "Weighted sum") {
		t.Errorf("crisp: %v and %v, warnings %v", o.Rows[0].Score, o.Rows[1].Score, o.Warnings)
	}
	s.Settings.Method = "fuzzy-topsis"
	o = mustEvaluate(t, s)
	if near(o.Rows[0].Score, o.Rows[1].Score) || has(o.Warnings, "W-FUZZY", "") || o.Problem.Fuzzy[0] != (mcda.Fuzzy{0, 1, 1, 5}) {
		t.Errorf("fuzzy: %v and %v, warnings %v", o.Rows[0].Score, o.Rows[1].Score, o.Warnings)
	}
}

func TestPriors(t *testing.T) {
	s := flat("equal", nil)
	s.Settings.Method = "mairca"
	s.Technologies[0].Prior = ptr(0.5)
	if o := mustEvaluate(t, s); o.Problem.Prior != nil || !has(o.Warnings, "W-PRIOR", "T2, T3") {
		t.Errorf("priors %v, warnings %v", o.Problem.Prior, o.Warnings)
	}
	s.Technologies[1].Prior, s.Technologies[2].Prior = ptr(0.3), ptr(0.2)
	if o := mustEvaluate(t, s); !slices.Equal(o.Problem.Prior, []float64{0.5, 0.3, 0.2}) {
		t.Errorf("priors %v", o.Problem.Prior)
	}
}

// Choosing another method keeps the weighting's parameters, and drops those of the method that it does not have.
func TestParametersOfBoth(t *testing.T) {
	s := flat("critic", map[string]string{"correlation": "spearman", "normalization": "max"})
	s = mustApply(t, s, SetMethod{Method: "vikor"}, SetParameter{Name: "v", Value: "0.7"})
	if got := s.Settings.Parameters; got["correlation"] != "spearman" || got["normalization"] != "" || got["v"] != "0.7" {
		t.Errorf("parameters %v", got)
	}
	o := mustEvaluate(t, s)
	if o.Parameters.Number("v") != 0.7 || len(o.Parameters) != 1 {
		t.Errorf("method's parameters %v", o.Parameters)
	}
	if _, err := Apply(s, SetParameter{Name: "correlation", Value: "kendall"}); err == nil {
		t.Error("a correlation that is not there was taken")
	}
}
