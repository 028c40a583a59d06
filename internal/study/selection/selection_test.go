package selection_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/portfolio"
	"veche/internal/study"
	"veche/internal/study/selection"
	"veche/internal/workbook"
)

func selected(t testing.TB, s *study.Study, opt selection.Options, actions ...study.Action) *selection.Selection {
	t.Helper()
	c, err := chosen(t, s, opt, actions...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func chosen(t testing.TB, s *study.Study, opt selection.Options, actions ...study.Action) (*selection.Selection, error) {
	t.Helper()
	for _, a := range actions {
		var err error
		if s, err = study.Apply(s, a); err != nil {
			t.Fatal(err)
		}
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	return selection.Select(context.Background(), o, opt)
}

func probe(t testing.TB) *study.Study {
	t.Helper()
	s, issues := workbook.ReadBytes("portfolio.xlsx", example.Portfolio)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	return s
}

// Table 2 and results of Lourenço, Morton & Bana e Costa 2012; the core indexes are for weights within 0.10 of those given, with every set enumerated
// (internal/example/portfolio/expected.json).
func TestPublishedPortfolio(t *testing.T) {
	s := probe(t)
	balanced := selected(t, s, selection.Options{})
	if math.Abs(balanced.Best.Value-396.46) > 1e-9 || !balanced.Result.Optimal() {
		t.Errorf("with one project of every department: %g", balanced.Best.Value)
	}
	bounds := map[string][2]float64{"B1": {0.21, 0.41}, "B2": {0.09, 0.29}, "B3": {0.19, 0.39}, "B4": {0.11, 0.31}}
	best := selected(t, s, selection.Options{Weights: selection.WeightSet{Kind: selection.WeightsWithin, Bounds: bounds}}, study.RemoveRule{Number: 1})
	if math.Abs(best.Best.Value-414.25) > 1e-9 || math.Abs(best.Best.Cost-4.8) > 1e-9 || !best.Result.Optimal() {
		t.Errorf("without the rule: %g for %g", best.Best.Value, best.Best.Cost)
	}
	if len(best.Robust.Sets.Sets) != 1 || !best.Robust.Sets.Complete || !best.Robust.Linear {
		t.Errorf("%d sets are not dominated, want 1", len(best.Robust.Sets.Sets))
	}
	for k, r := range best.Rows {
		want := 0.0
		if slices.Contains([]string{"P03", "P04", "P09", "P10", "P12"}, r.Technology.ID) {
			want = 1
		}
		if best.Robust.Index[k] != want {
			t.Errorf("core index of %s is %g, want %g", r.Technology.ID, best.Robust.Index[k], want)
		}
	}
}

// worked is the example of the issue: five technologies whose values are given as evidence.
func worked(budget float64) *study.Study {
	one := 1.0
	s := &study.Study{Title: "Worked", Settings: study.Settings{Method: "weighted-sum", Budget: &budget, Parameters: map[string]string{"normalization": "none"}},
		Criteria: []study.Criterion{{Code: "V", Name: "Value", Weight: &one}}}
	costs := []float64{40, 30, 50, 35, 20}
	for k, v := range []float64{26.93, 18.50, 22.65, 18.85, 13.07} {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("T", k+1), Name: fmt.Sprint("Technology ", k+1), Cost: &costs[k]})
		s.Evidence.Add(study.Measurement{Technology: int32(k), Value: v})
	}
	return s
}

func ids(c *selection.Selection, set portfolio.Set) string {
	list := c.IDs(set.Members())
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestDividend(t *testing.T) {
	c := selected(t, worked(110), selection.Options{NextBest: 2}, study.SetSynergy{A: "T1", B: "T3", Value: 6}, study.SetSynergy{A: "T3", B: "T4", Value: 5}, study.SetSynergy{A: "T2", B: "T5", Value: 4})
	if ids(c, c.Best) != "T1 T3 T5" || math.Abs(c.Best.Value-68.65) > 1e-9 || c.Best.Synergy != 6 {
		t.Errorf("best %s worth %g", ids(c, c.Best), c.Best.Value)
	}
	d := c.Dividend
	if ids(c, d.Without) != "T1 T2 T4" || math.Abs(d.Without.Value-64.28) > 1e-9 || math.Abs(d.Value-4.37) > 1e-9 || d.Joined.Value != d.Without.Value || !d.Proven {
		t.Errorf("without synergies %s worth %g, dividend %g", ids(c, d.Without), d.Without.Value, d.Value)
	}
	// With synergies 64.28 is paid for by less than the 105 it costs without: by enumeration, {1, 2, 5} with 4 of synergy is worth 62.5 and {1, 4, 5} 58.85;
	// the first set worth 64.28 or more is {1, 3, 5} for 110, so nothing is saved.
	if d.Saves != nil {
		t.Errorf("saves %g", *d.Saves)
	}
}

// By hand: the order is T1 (26.93), T3 (22.65), T4 (18.85), T2 (18.50), T5 (13.07). By rank T1 and T3 take 90 of 110, T4 and T2 do not fit, T5 does. The
// optimum is {1, 2, 4}; the best set with T3 is {1, 3, 5} worth 62.65, for which T2 and T4 (37.35 for 65) must go and T5 comes.
func TestBesideTheOptimum(t *testing.T) {
	c := selected(t, worked(110), selection.Options{NextBest: 1})
	if ids(c, c.Best) != "T1 T2 T4" || ids(c, c.ByRank) != "T1 T3 T5" || math.Abs(c.ByRank.Value-62.65) > 1e-9 {
		t.Errorf("best %s, by rank %s worth %g", ids(c, c.Best), ids(c, c.ByRank), c.ByRank.Value)
	}
	if len(c.Next) != 1 || ids(c, c.Next[0]) != "T1 T3 T5" {
		t.Errorf("next %v", c.Next)
	}
	if len(c.Out) != 1 {
		t.Fatalf("%d technologies explained, want 1", len(c.Out))
	}
	out := c.Out[0]
	if c.Rows[out.Row].Technology.ID != "T3" || math.Abs(out.Loss-1.63) > 1e-9 || strings.Join(c.IDs(out.Instead), " ") != "T4 T2" || math.Abs(out.Worth-37.35) > 1e-9 || out.Costs != 65 ||
		strings.Join(c.IDs(out.Joining), " ") != "T5" {
		t.Errorf("%+v", out)
	}
	// {1, 2, 3} is worth 68.08 for 120; at 125 {1, 2, 4, 5}, worth 77.35, drives T3 out again.
	if out.Enters == nil || *out.Enters != 120 {
		t.Errorf("enters at %v, want 120", out.Enters)
	}
	if got, want := (selection.Words{Selection: c}).WhyOut(&out), "T3 (rank 2) is out: choosing it would lose 1.63 of value. In its place: T4, T2, worth 37.35 for 65. It would bring T5 with it. It first enters at a budget of 120."; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := (selection.Words{Selection: c, Language: language.Russian}).BestSet(); got != "Лучший набор: T1, T4, T2, ценность 64,28, стоимость 105 из 110 (доказано)." {
		t.Error(got)
	}
}

// The value of a technology never falls where its score gets better, is never below 0 where the score has no zero, and is linear in the weights where that
// is said.
func TestValuesOfEveryMethod(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	tested := 0
	for _, m := range mcda.Methods() {
		s := probe(t)
		s.Settings.Parameters = nil
		s.Settings.Method = m.Name
		o, err := study.Evaluate(s)
		if err != nil {
			continue // needs other data
		}
		sel, err := selection.NewSelector(o, 0)
		if err != nil {
			t.Errorf("%s: %v", m.Name, err)
			continue
		}
		tested++
		values := sel.Portfolio.Values
		for k := range values {
			if math.IsNaN(values[k]) || values[k] < -1e-12 {
				t.Errorf("%s: value %g", m.Name, values[k])
			}
			if sel.Basis != selection.WeightedSumOnly && k > 0 && values[k] > values[k-1]+1e-9 {
				t.Errorf("%s: %s ranks below %s and is worth more", m.Name, o.Rows[k].Technology.ID, o.Rows[k-1].Technology.ID)
			}
		}
		if (sel.Basis == selection.ScoreAsValue) != (len(sel.Caveats) == 0) {
			t.Errorf("%s: value by %s with caveats %v", m.Name, sel.Basis, sel.Caveats)
		}
		r, err := sel.Robustness(context.Background(), selection.WeightSet{Kind: selection.WeightsOrder}, 0)
		if err != nil {
			t.Errorf("%s: %v", m.Name, err)
			continue
		}
		if r.Linear { // the mean of the corners' values is the value at the mean
			at := make([]float64, len(o.Global))
			mean := make([]float64, len(values))
			share := make([]float64, len(r.Corners))
			sum := 0.0
			for e := range share {
				share[e] = rng.Float64()
				sum += share[e]
			}
			for e, w := range r.Corners {
				for j := range at {
					at[j] += share[e] / sum * w[j]
				}
				for k, v := range sel.ValuesAt([][]float64{w})[0] {
					mean[k] += share[e] / sum * v
				}
			}
			for k, v := range sel.ValuesAt([][]float64{at})[0] {
				if math.Abs(v-mean[k]) > 1e-9*(1+math.Abs(v)) {
					t.Errorf("%s is said to be linear in the weights; %g is not %g", m.Name, v, mean[k])
				}
			}
		}
	}
	if tested < 15 {
		t.Errorf("only %d methods were tested", tested)
	}
}

func TestSelectionErrors(t *testing.T) {
	rule := func(kind, subject, object string, value float64) study.Action {
		return study.AddRule{Rule: kind, Subject: subject, Object: object, Value: value}
	}
	for _, c := range []struct {
		want    string
		actions []study.Action
	}{
		{"at least 4 in all; the budget is 50", []study.Action{rule("at-least", "*", "", 4), study.SetSetting{Name: "budget", Value: "50"}}},
		{"T1 is pinned in; T2 is pinned in; not both T1 and T2", []study.Action{rule("excludes", "T1", "T2", 0), study.SetPin{Technology: "T1", Pin: "in"}, study.SetPin{Technology: "T2", Pin: "in"}, rule("at-most", "T1; T3", "", 1)}},
		{"This one alone cannot hold: at least 3 of T1, T2", []study.Action{rule("at-least", "T1; T2", "", 3)}},
		{"E-SELECT-LIMIT", []study.Action{study.SetSetting{Name: "budget", Value: ""}}},
		{"E-SELECT-PIN", []study.Action{study.SetPin{Technology: "T1", Pin: "in"}, study.ExcludeTechnology{Technology: "T1", Excluded: true}}},
	} {
		_, err := chosen(t, worked(110), selection.Options{}, c.actions...)
		if err == nil || !sameDemands(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.actions, err, c.want)
		}
	}
	for _, a := range []study.Action{rule("at-most", "T9", "", 1), rule("group-max", "T1", "", 1), rule("requires", "T1", "T1", 0), rule("at-least", "T1", "", 1.5), rule("perhaps", "T1", "", 1),
		study.SetPin{Technology: "T1", Pin: "maybe"}, study.SetSetting{Name: "budget", Value: "-1"}, study.SetSetting{Name: "budget", Value: "NaN"}, study.RemoveRule{Number: 1},
		study.SetSynergy{A: "T1", B: "T1", Value: 1}, study.SetSynergy{A: "T1", B: "T2", Value: math.NaN()}, study.AcceptSynergies{Factor: 1}} {
		if _, err := study.Apply(worked(1), a); err == nil {
			t.Errorf("%v was accepted", a)
		}
	}
	s := worked(110)
	for _, a := range []study.Action{rule("requires", "T1", "T2", 0), rule("requires", "T2", "T3", 0)} {
		s, _ = study.Apply(s, a)
	}
	if _, err := study.Apply(s, rule("requires", "T3", "T1", 0)); err == nil || !strings.Contains(err.Error(), "T1 requires T2 requires T3 requires T1") {
		t.Errorf("a circle: %v", err)
	}
}

// sameDemands compares lists of demands whatever their order.
func sameDemands(text, want string) bool {
	for _, part := range strings.Split(want, "; ") {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// A technology that is not ranked cannot be chosen: what requires it cannot be either, and it does not count towards a minimum.
func TestUnrankedInRules(t *testing.T) {
	c := selected(t, worked(200), selection.Options{}, study.ExcludeTechnology{Technology: "T5", Excluded: true},
		study.AddRule{Rule: "requires", Subject: "T1", Object: "T5"}, study.AddRule{Rule: "at-least", Subject: "T4; T5", Value: 1})
	if got := ids(c, c.Best); got != "T2 T3 T4" {
		t.Error(got)
	}
	if got := c.Words(&c.Demands[0], language.English); got != "T1 only with T5, not ranked" {
		t.Error(got)
	}
}

// The blocs' own weights are the possible ones where each bloc has them.
func TestRobustUnderBlocs(t *testing.T) {
	s, issues := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	c := selected(t, s, selection.Options{Most: 5}, study.SetMethod{Method: "weighted-sum"})
	if r := c.Robust; r.Weights.Kind != selection.WeightsBlocs || len(r.Corners) != 3 || !r.Linear {
		t.Fatalf("%+v", r.Weights)
	}
	for e, w := range c.Robust.Corners {
		sum := 0.0
		for _, x := range w {
			sum += x
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("the weights of %s add to %g", c.Robust.Names[e], sum)
		}
	}
	// With a count alone and linear values, the best set under one bloc's weights are its five best technologies, and it is not dominated.
	for e := range c.Robust.Corners {
		values := c.ValuesAt(c.Robust.Corners)[e]
		order := make([]int, len(values))
		for k := range order {
			order[k] = k
		}
		slices.SortFunc(order, func(a, b int) int { return int(math.Copysign(1, values[b]-values[a])) })
		top := order[:5]
		slices.Sort(top)
		if !slices.ContainsFunc(c.Robust.Sets.Sets, func(x portfolio.Candidate) bool { return slices.Equal(c.Members(x.Chosen), top) }) {
			t.Errorf("the five best of %s are not among the sets", c.Robust.Names[e])
		}
	}
}
