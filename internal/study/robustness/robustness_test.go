package robustness_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

func evaluated(t *testing.T, s *study.Study) *study.Outcome {
	t.Helper()
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func at(x float64) *float64 { return &x }

// wasteToEnergy is testdata/waste-to-energy-alao-2021 as a study: evidence, no experts. scaled gives every criterion a fixed scale somewhat wider than its scores.
func wasteToEnergy(t *testing.T, scaled bool) *study.Study {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../testdata", "waste-to-energy-alao-2021", "matrix.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := &study.Study{}
	last := rows[len(rows)-1]
	for j, code := range rows[0][1:] {
		c := study.Criterion{Code: code, Name: code}
		if last[j+1] == "-1" {
			c.Sense = mcda.Cost
		}
		lo, hi := math.Inf(1), math.Inf(-1)
		for i, row := range rows[1 : len(rows)-1] {
			x, err := strconv.ParseFloat(row[j+1], 64)
			if err != nil {
				t.Fatal(err)
			}
			lo, hi = min(lo, x), max(hi, x)
			s.Evidence.Add(study.Measurement{Value: x, Technology: int32(i), Criterion: int32(j)})
		}
		if scaled {
			c.Min, c.Max = at(lo-0.1*(hi-lo)), at(hi+0.1*(hi-lo))
		}
		s.Criteria = append(s.Criteria, c)
	}
	for _, row := range rows[1 : len(rows)-1] {
		s.Technologies = append(s.Technologies, study.Technology{ID: row[0][:2], Name: row[0]})
	}
	return s
}

// TestWasteToEnergyReverses: with weights of the entropy family taken from the scores, leaving out the last-placed technology of the waste-to-energy study puts
// the others into another order. With fixed weights and the ideals and the normalisation of fixed scales no change of the set reorders anything.
func TestWasteToEnergyReverses(t *testing.T) {
	reversed := 0
	for _, weighting := range []string{"entropy", "idocriw", "cilos", "angle", "coefficient-of-variation"} {
		if _, ok := study.CanonicalWeighting(weighting); !ok {
			t.Fatalf("no weighting %s", weighting)
		}
		for _, normalization := range []string{"vector", "min-max"} {
			s := wasteToEnergy(t, false)
			s.Settings.Weighting = weighting
			s.Settings.Parameters = map[string]string{"normalization": normalization}
			o := evaluated(t, s)
			found, checked := robustness.Reversals(o)
			if !checked {
				t.Fatal("not checked")
			}
			worst := o.Rows[len(o.Rows)-1]
			for _, r := range found {
				checkReversal(t, o, s, r)
				if r.Change == robustness.ChangeDrop && r.Row == worst.Index {
					reversed++
					t.Logf("%s, %s: without %s, the last, %s", weighting, normalization, worst.Technology.ID, pairs(o, r))
				}
			}
		}
	}
	if reversed == 0 {
		t.Error("leaving out the last-placed technology reorders nothing under any weighting")
	}

	s := wasteToEnergy(t, true)
	s.Settings.Parameters = map[string]string{"normalization": "scale", "ideals": "scale"}
	entropy := wasteToEnergy(t, true)
	entropy.Settings.Weighting = "entropy"
	s.Moved = evaluated(t, entropy).Global // the same weights, held
	o := evaluated(t, s)
	if !o.Method.ReversalFree(o.Parameters) {
		t.Error("the fixed-scale variant is not called free of reversal")
	}
	if found, checked := robustness.Reversals(o); len(found) > 0 || !checked {
		t.Errorf("the fixed-scale variant reverses: %+v", found)
	}
	// Nor does the weighted sum, and weights from the scores take even that away.
	s.Settings.Method, s.Settings.Parameters = "weighted-sum", map[string]string{"normalization": "scale"}
	if found, _ := robustness.Reversals(evaluated(t, s)); len(found) > 0 {
		t.Errorf("the weighted sum on fixed scales reverses: %+v", found)
	}
}

func pairs(o *study.Outcome, r robustness.Reversal) string {
	var words []string
	for _, p := range r.Swapped {
		words = append(words, o.Problem.Alternatives[p[0]]+" falls behind "+o.Problem.Alternatives[p[1]])
	}
	return strings.Join(words, ", ")
}

// checkReversal makes a drop again by excluding the technology from the study.
func checkReversal(t *testing.T, o *study.Outcome, s *study.Study, r robustness.Reversal) {
	t.Helper()
	if r.Change != robustness.ChangeDrop {
		return
	}
	without, err := study.Apply(s, study.ExcludeTechnology{Technology: o.Problem.Alternatives[r.Row], Excluded: true})
	if err != nil {
		t.Fatal(err)
	}
	other := evaluated(t, without)
	rank := map[string]int{}
	for _, row := range other.Rows {
		rank[row.Technology.ID] = row.Rank
	}
	before := map[string]int{}
	for _, row := range o.Rows {
		before[row.Technology.ID] = row.Rank
	}
	for _, p := range r.Swapped {
		a, b := o.Problem.Alternatives[p[0]], o.Problem.Alternatives[p[1]]
		if before[a] >= before[b] || rank[a] <= rank[b] {
			t.Errorf("without %s: %s and %s are not reordered: %d, %d, then %d, %d", o.Problem.Alternatives[r.Row], a, b, before[a], before[b], rank[a], rank[b])
		}
	}
}

// tree is a study with a tree of criteria and six experts in two blocs who have judged and scored.
func tree() *study.Study {
	s := &study.Study{Title: "tree", Rounds: []string{"1"}}
	s.Criteria = []study.Criterion{
		{Code: "K", Name: "Need", Weight: at(60)}, {Code: "K1", Parent: "K", Weight: at(1), Min: at(1), Max: at(9)}, {Code: "K2", Parent: "K", Weight: at(2), Min: at(1), Max: at(9)},
		{Code: "F", Name: "Feasibility", Weight: at(40)}, {Code: "F1", Parent: "F", Weight: at(3), Min: at(1), Max: at(9)}, {Code: "F2", Parent: "F", Weight: at(1), Min: at(1), Max: at(9)},
	}
	for t := range 7 {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%d", t+1), Name: fmt.Sprintf("technology %d", t+1)})
	}
	for e := range 6 {
		bloc := "science"
		if e >= 3 {
			bloc = "state"
		}
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%d", e+1), Bloc: bloc})
		for t := range 7 {
			for _, c := range []int{1, 2, 4, 5} {
				s.Scores = append(s.Scores, study.Score{Value: float64(1 + (e*5+t*3+c*7+e*t*c)%9), Expert: int32(e), Technology: int32(t), Criterion: int32(c)})
			}
		}
		for k, parent := range []string{"", "K", "F"} {
			a, b := [][2]int32{{0, 3}, {1, 2}, {4, 5}}[k][0], [][2]int32{{0, 3}, {1, 2}, {4, 5}}[k][1]
			s.Judgements = append(s.Judgements, study.Judgement{Value: []float64{2, 3, 0.5, 1, 4, 1. / 3}[(e+k)%6], Expert: int32(e), Parent: parent, A: a, B: b})
		}
	}
	s.Settings.Shortlist = 3
	s.Settings.Method = "weighted-sum"
	s.Settings.Parameters = map[string]string{"normalization": "scale"}
	return s
}

// TestStabilityOfTree: a parent's total moves, its leaves keep their proportions; both agree with setting the weights by hand.
func TestStabilityOfTree(t *testing.T) {
	o := evaluated(t, tree())
	all := robustness.Stability(o, robust.Proportional)
	if len(all) != 6 || all[0].Leaf || !all[1].Leaf {
		t.Fatalf("%d nodes", len(all))
	}
	if want := 0.6; math.Abs(all[0].Weight-want) > 1e-12 || math.Abs(all[1].Weight-0.2) > 1e-12 {
		t.Errorf("weights %v, %v", all[0].Weight, all[1].Weight)
	}
	path := o.Path(0, robust.Proportional)
	for _, x := range []float64{0, 0.3, 0.9, 1} {
		w := path.Weights(nil, x)
		for j, want := range []float64{x / 3, 2 * x / 3, (1 - x) * 0.75, (1 - x) * 0.25} {
			if math.Abs(w[j]-want) > 1e-12 {
				t.Fatalf("at %v the weights are %v", x, w)
			}
		}
	}
	crossings := 0
	for _, st := range all {
		for _, x := range st.Crossings {
			crossings++
			scores := o.Scorer.Scores(nil, o.Path(st.Criterion, robust.Proportional).Weights(nil, x.At))
			if math.Abs(scores[x.A]-scores[x.B]) > 1e-12 {
				t.Errorf("%+v: scores %v, %v", x, scores[x.A], scores[x.B])
			}
		}
	}
	if crossings < 10 {
		t.Errorf("only %d crossings", crossings)
	}
	// A locked leaf stays, also within its parent.
	s := tree()
	s.Locked = map[string]bool{"K1": true}
	w := evaluated(t, s).Path(0, robust.Proportional)
	if r := w.Range(); math.Abs(r.Lo-0.2) > 1e-12 || r.Hi != 1 || math.Abs(w.Weights(nil, 0.5)[0]-0.2) > 1e-12 {
		t.Errorf("range %v, weights at 0.5 %v", r, w.Weights(nil, 0.5))
	}
}

// TestWithout leaves experts and blocs out as a person would.
func TestWithout(t *testing.T) {
	s := tree()
	o := evaluated(t, s)
	all := robustness.Without(o)
	if len(all) != 8 {
		t.Fatalf("%d absences, want 6 experts and 2 blocs", len(all))
	}
	changed := 0
	for _, a := range all {
		out := []string{a.Expert}
		if a.Bloc != "" {
			out = map[string][]string{"science": {"E1", "E2", "E3"}, "state": {"E4", "E5", "E6"}}[a.Bloc]
		}
		other := s
		for _, id := range out {
			var err error
			if other, err = study.Apply(other, study.ExcludeExpert{Expert: id, Excluded: true}); err != nil {
				t.Fatal(err)
			}
		}
		r := evaluated(t, other)
		if a.Err != nil || a.Leader != r.Rows[0].Technology.ID {
			t.Errorf("without %v: leader %s, %v; want %s", out, a.Leader, a.Err, r.Rows[0].Technology.ID)
		}
		if len(a.Entered) != len(a.Left) && r.Rows[2].Rank == 3 && r.Rows[3].Rank == 4 && o.Rows[3].Rank == 4 {
			t.Errorf("without %v: %v enter, %v leave", out, a.Entered, a.Left)
		}
		if len(a.Entered) > 0 || a.Moved > 0 {
			changed++
		}
		for _, id := range a.Entered {
			if k := slices.IndexFunc(r.Rows, func(row study.Row) bool { return row.Technology.ID == id }); r.Rows[k].Rank > 3 {
				t.Errorf("without %v: %s is said to enter at rank %d", out, id, r.Rows[k].Rank)
			}
		}
	}
	if changed == 0 {
		t.Error("nobody matters: the test is too easy")
	}
}

// TestDraw: every source of draws gives figures that a row over all ranks sums to 1, the same for any number of workers, and with the panel resampled
// certain places become less so.
func TestDraw(t *testing.T) {
	s := tree()
	s.Settings.Weighting = "ahp"
	o := evaluated(t, s)
	for _, d := range []robustness.DrawOptions{
		{}, {Source: robustness.DrawUniform}, {Source: robustness.DrawExperts}, {Source: robustness.DrawExperts, Panel: true},
		{Source: robustness.DrawIntervals, Bounds: map[string][2]float64{"K1": {0.1, 0.2}, "F1": {0.3, 0.9}}}, {Source: robustness.DrawOrder, Order: [][]string{{"F1"}, {"K1", "K2"}}},
	} {
		d.Draws = 2000
		d.Workers = 1
		one, err := robustness.Draw(context.Background(), o, d)
		if err != nil {
			t.Fatal(err)
		}
		d.Workers = 7
		many, err := robustness.Draw(context.Background(), o, d)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one.Ranks, many.Ranks) || !reflect.DeepEqual(one.Central, many.Central) {
			t.Errorf("%s: 7 workers give other figures", d.Source)
		}
		for i, row := range one.Ranks {
			var sum float64
			for _, p := range row {
				sum += p
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Errorf("%s: row %d sums to %v", d.Source, i, sum)
			}
		}
	}
	sure := func(panel bool) float64 {
		none := 0.0
		a, err := robustness.Draw(context.Background(), o, robustness.DrawOptions{Spread: &none, Panel: panel, Draws: 500})
		if err != nil {
			t.Fatal(err)
		}
		return a.Ranks[o.Rows[0].Index][0]
	}
	if certain, uncertain := sure(false), sure(true); certain != 1 || uncertain == 1 || uncertain == 0 {
		t.Errorf("P(first) of the leader is %v with certain scores and %v with a resampled panel", certain, uncertain)
	}
	for says, d := range map[string]robustness.DrawOptions{
		"no source": {Source: "dreams"}, "there is no criterion": {Source: robustness.DrawOrder, Order: [][]string{{"X"}}}, "twice": {Source: robustness.DrawOrder, Order: [][]string{{"K1"}, {"K1"}}},
		"is empty": {Source: robustness.DrawOrder}, "the lower first": {Source: robustness.DrawIntervals, Bounds: map[string][2]float64{"K1": {0.5, 0.2}}}, "weigh the criteria below": {Source: robustness.DrawIntervals, Bounds: map[string][2]float64{"K": {0, 1}}},
	} {
		if _, err := robustness.Draw(context.Background(), o, d); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: error %v, want one that says %q", d, err, says)
		}
	}
	waste := evaluated(t, wasteToEnergy(t, false))
	if _, err := robustness.Draw(context.Background(), waste, robustness.DrawOptions{Source: robustness.DrawExperts}); err == nil || !strings.Contains(err.Error(), "not the experts' own") {
		t.Errorf("experts' weights of a study without experts: error %v", err)
	}
}

// TestReport: verdicts follow from where a technology stands and its share, methods' ranks bracket the study's own, inert criteria have no effect.
func TestReport(t *testing.T) {
	s := tree()
	for k := range s.Scores {
		if s.Scores[k].Criterion == 5 {
			s.Scores[k].Value = 4 // F2 tells nothing apart
		}
	}
	o := evaluated(t, s)
	r, err := robustness.Assess(context.Background(), o, robustness.Options{Draws: robustness.DrawOptions{Draws: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range o.Rows {
		i := row.Index
		p, inside := r.Draws.Listed[i], row.Rank <= 3
		want := robustness.VerdictContested
		switch {
		case inside && p >= 0.95:
			want = robustness.VerdictFirm
		case inside && p >= 0.8:
			want = robustness.VerdictIn
		case !inside && p <= 0.2:
			want = robustness.VerdictOut
		}
		if r.Verdicts[i] != want {
			t.Errorf("%s at rank %d with %v is %q, want %q", row.Technology.ID, row.Rank, p, r.Verdicts[i], want)
		}
		if own := float64(row.Rank); own < r.Methods.Least[i] || own > r.Methods.Most[i] || r.Methods.Median[i] < r.Methods.Least[i] || r.Methods.Median[i] > r.Methods.Most[i] {
			t.Errorf("%s has rank %v, by the methods %v to %v, median %v", row.Technology.ID, own, r.Methods.Least[i], r.Methods.Most[i], r.Methods.Median[i])
		}
	}
	if len(r.Methods.Methods) < 30 {
		t.Errorf("only %d methods and variants", len(r.Methods.Methods))
	}
	var sum float64
	for _, v := range r.Influences {
		sum += v.Effective
		if inert := s.Criteria[o.Leaves[v.Column]].Code == "F2"; inert != v.Inert || inert && v.Effective != 0 {
			t.Errorf("%+v", v)
		}
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("effects sum to %v", sum)
	}
	if len(r.Correlations) != 3 {
		t.Errorf("%d correlations, want 3 of the criteria that are not constant", len(r.Correlations))
	}
	english, russian := r.Sentence("en"), r.Sentence("ru")
	if !strings.Contains(english, "Of the shortlist of") || !strings.Contains(english, "1000 draws") || !strings.Contains(russian, "коротком списке") || strings.Contains(russian, "draws") {
		t.Errorf("%s\n%s", english, russian)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := robustness.Assess(ctx, o, robustness.Options{}); err == nil {
		t.Error("a cancelled report has no error")
	}
	if _, err := json.Marshal(r.Influences); err != nil {
		t.Error(err)
	}
}
