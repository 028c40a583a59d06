package study

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"veche/internal/mcda"
)

func ptr(x float64) *float64 { return &x }

// small is three technologies, a two-level tree, three experts in two blocs; T3's score on C12 is missing from one expert and abstained by another.
func small() *Study {
	s := &Study{
		Title:    "Small",
		Source:   Source{File: "small.xlsx"},
		Settings: Settings{Method: "weighted-sum", Parameters: map[string]string{"normalization": "scale"}},
		Criteria: []Criterion{
			{Code: "C1", Name: "Merit", Weight: ptr(0.6)},
			{Code: "C11", Name: "Impact", Parent: "C1", Weight: ptr(0.75), Min: ptr(0), Max: ptr(10)},
			{Code: "C12", Name: "Novelty", Parent: "C1", Weight: ptr(0.25), Min: ptr(0), Max: ptr(10)},
			{Code: "C2", Name: "Price", Sense: mcda.Cost, Weight: ptr(0.4), Min: ptr(0), Max: ptr(10)},
		},
		Technologies: []Technology{{ID: "T1", Name: "One"}, {ID: "T2", Name: "Two"}, {ID: "T3", Name: "Три"}},
		Links: Links{Projects: []string{"P1"}, Periods: []string{"2026"}, Partners: []Partner{{Name: "Institute", Bloc: "S"}},
			Rows: []Link{{Technology: 0}, {Technology: 1}}},
		Rules:   []Rule{{Kind: AtMost, Subject: []string{Every}, Value: 2}},
		Experts: []Expert{{ID: "E1", Bloc: "S"}, {ID: "E2", Bloc: "S"}, {ID: "E3", Bloc: "B"}},
	}
	scores := [3][3][3]float64{ // expert, technology, leaf
		{{8, 6, 5}, {4, 9, 3}, {7, 7, 7}},
		{{6, 6, 5}, {6, 9, 3}, {7, -1, 7}},
		{{7, 3, 2}, {2, 9, 3}, {7, -2, 1}},
	}
	for e := range scores {
		for t := range scores[e] {
			for k, v := range scores[e][t] {
				a := Score{Round: -1, Expert: int32(e), Technology: int32(t), Criterion: int32(k + 1), Value: v}
				switch v {
				case -1:
					a.Value, a.State = 0, Missing
				case -2:
					a.Value, a.State = 0, Abstained
				}
				s.Scores = append(s.Scores, a)
			}
		}
	}
	return s
}

func mustEvaluate(t *testing.T, s *Study) *Outcome {
	t.Helper()
	o, err := Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func mustApply(t *testing.T, s *Study, actions ...Action) *Study {
	t.Helper()
	for _, a := range actions {
		next, err := Apply(s, a)
		if err != nil {
			t.Fatalf("%v: %v", a, err)
		}
		s = next
	}
	return s
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12 }

// By hand: C11 has 0.6·3/4, C12 0.6·1/4, C2 0.4. T1: means 7, 5, 4 → .45·.7 + .15·.5 + .4·.6 = .63. T2: 4, 9, 3 → .18 + .135 + .28 = .595.
// T3: 7, 7 (one answer: missing and abstained are not zero), 5 → .315 + .105 + .2 = .62.
func TestEvaluateByHand(t *testing.T) {
	o := mustEvaluate(t, small())
	want := map[string]float64{"T1": 0.63, "T2": 0.595, "T3": 0.62}
	var order []string
	for _, r := range o.Rows {
		order = append(order, r.Technology.ID)
		if !near(r.Score, want[r.Technology.ID]) {
			t.Errorf("%s scores %v, want %v", r.Technology.ID, r.Score, want[r.Technology.ID])
		}
		var sum float64
		for _, c := range r.Contributions {
			sum += c
		}
		if !near(sum, r.Score) {
			t.Errorf("%s: contributions add to %v, score %v", r.Technology.ID, sum, r.Score)
		}
		if r.Raters != 3 {
			t.Errorf("%s: %d raters, want 3", r.Technology.ID, r.Raters)
		}
	}
	if !slices.Equal(order, []string{"T1", "T3", "T2"}) {
		t.Errorf("order %v", order)
	}
	if c := o.Cell(2, 1); c.Answers != 1 || c.Missing != 1 || c.Abstained != 1 || c.Value != 7 {
		t.Errorf("T3 on C12: %+v, want one answer of 7, one missing, one abstained", c)
	}
	s := small()
	s.Criteria[0].Weight, s.Criteria[3].Weight, s.Criteria[1].Weight, s.Criteria[2].Weight = ptr(6), ptr(4), ptr(3), ptr(1)
	if o := mustEvaluate(t, s); !near(o.Rows[0].Score, 0.63) || !slices.ContainsFunc(o.Warnings, func(i Issue) bool { return i.Code == "W-WEIGHT-SUM" }) {
		t.Errorf("weights that add to 4 were not scaled, or without a word: %v", o.Warnings)
	}
}

// Blocs .75 and .25: T1 on C11 is .75·mean(8, 6) + .25·7 = 7; on C12 .75·6 + .25·3 = 5.25. With competence 3 and 1 within S: .75·(3·8+6)/4 + .25·7 = 7.375.
func TestTwoLevelPanel(t *testing.T) {
	s := small()
	s.Blocs = []Bloc{{Name: "S", Weight: ptr(0.75)}, {Name: "B", Weight: ptr(0.25)}}
	o := mustEvaluate(t, s)
	if a, b := o.Cell(0, 0).Value, o.Cell(0, 1).Value; !near(a, 7) || !near(b, 5.25) {
		t.Errorf("T1: %v and %v, want 7 and 5.25", a, b)
	}
	s.Experts[0].Weight, s.Experts[1].Weight, s.Experts[2].Weight = ptr(3), ptr(1), ptr(1)
	if v := mustEvaluate(t, s).Cell(0, 0).Value; !near(v, 7) {
		t.Errorf("T1 with competence off: %v, want 7", v)
	}
	s.Settings.Competence = CompetenceGiven
	if v := mustEvaluate(t, s).Cell(0, 0).Value; !near(v, 7.375) {
		t.Errorf("T1 with competence: %v, want 7.375", v)
	}
	// Only the bloc B is left for C12 of T1 when the others are excluded.
	s = mustApply(t, s, ExcludeExpert{Expert: "E1", Excluded: true}, ExcludeExpert{Expert: "E2", Excluded: true}, ExcludeTechnology{"T3", true})
	if v := mustEvaluate(t, s).Cell(0, 1).Value; v != 3 {
		t.Errorf("T1 on C12 by E3 alone: %v, want 3", v)
	}
}

func TestMedian(t *testing.T) {
	o := mustEvaluate(t, mustApply(t, small(), SetAggregation{"median"}))
	if v := o.Cell(0, 2).Value; v != 5 {
		t.Errorf("median of 5, 5, 2 is %v", v)
	}
}

func TestUnscoredIsUnranked(t *testing.T) {
	s := small()
	s.Scores = slices.DeleteFunc(s.Scores, func(a Score) bool { return a.Technology == 1 && a.Criterion == 2 })
	o := mustEvaluate(t, s)
	if len(o.Rows) != 2 || len(o.Unranked) != 1 || o.Unranked[0].Reason.String() != "no answer on C12" {
		t.Errorf("rows %d, unranked %v", len(o.Rows), o.Unranked)
	}
	if !slices.ContainsFunc(o.Warnings, func(i Issue) bool { return i.Code == "W-UNRANKED" }) {
		t.Error("no warning of the unranked technology")
	}
}

func TestRounds(t *testing.T) {
	s := small()
	s.Rounds = []string{"first", "second"}
	for k := range s.Scores {
		s.Scores[k].Round = 0
	}
	for _, a := range slices.Clone(s.Scores) {
		if a.Expert == 0 && a.State == Given {
			a.Round, a.Value = 1, a.Value/2
			s.Scores = append(s.Scores, a)
		}
	}
	at := func(round string) float64 {
		return mustEvaluate(t, mustApply(t, s, SetRound{round})).Cell(0, 0).Value
	}
	for round, want := range map[string]float64{"first": 7, "SECOND": 4, "": 4, "all": 6.25, "first+second": 6.25, "both": 6.25} {
		if got := at(round); !near(got, want) {
			t.Errorf("round %q: %v, want %v", round, got, want)
		}
	}
	if _, err := Apply(s, SetRound{"third"}); err == nil || !strings.Contains(err.Error(), "first, second") {
		t.Errorf("an unknown round: %v", err)
	}
	if o := mustEvaluate(t, s); !slices.ContainsFunc(o.Warnings, func(i Issue) bool { return i.Code == "W-ROUND" }) {
		t.Error("the last round was taken without a word")
	}
}

func TestIssues(t *testing.T) {
	for code, change := range map[string]func(*Study){
		"E-METHOD":          func(s *Study) { s.Settings.Method = "oracle" },
		"E-SETTING":         func(s *Study) { s.Settings.Parameters["normalization"] = "magic" },
		"E-TREE-PARENT":     func(s *Study) { s.Criteria[1].Parent = "C9" },
		"E-TREE-CYCLE":      func(s *Study) { s.Criteria[0].Parent = "C11" },
		"E-WEIGHT-MISSING":  func(s *Study) { s.Criteria[3].Weight = nil },
		"E-WEIGHT-NEGATIVE": func(s *Study) { s.Criteria[3].Weight = ptr(-1) },
		"E-WEIGHT-ZERO":     func(s *Study) { s.Criteria[1].Weight, s.Criteria[2].Weight = ptr(0), ptr(0) },
		"E-BLOC-WEIGHT":     func(s *Study) { s.Blocs = []Bloc{{Name: "S", Weight: ptr(1)}, {Name: "B"}} },
		"E-REF-UNKNOWN":     func(s *Study) { s.Blocs = []Bloc{{Name: "S", Weight: ptr(1)}} },
		"E-EXPERT-BLOC":     func(s *Study) { s.Blocs = []Bloc{{Name: "S", Weight: ptr(1)}}; s.Experts[2].Bloc = "" },
		"E-MIXED": func(s *Study) {
			s.Scores[0].Origin.Row = 3
			s.Scores[1].Origin.Row = 3
			s.Evidence = Measured(Measurement{Criterion: 1})
			s.Scores = s.Scores[:1]
		},
		"E-TECHNOLOGIES-FEW": func(s *Study) { s.Technologies = s.Technologies[:1]; s.Scores = nil },
		"E-UNSCORED":         func(s *Study) { s.Scores = s.Scores[:1] },
		"E-AHP-NONE":         func(s *Study) { s.Settings.Weighting = "ahp" },
		"E-DATA": func(s *Study) {
			s.Settings.Parameters["normalization"] = "max"
			s.Criteria[3].Min, s.Scores[2].Value, s.Scores[11].Value, s.Scores[20].Value = nil, 0, 0, 0
		},
		"E-ROUND": func(s *Study) { s.Rounds = []string{"one"}; s.Settings.Round = "two" },
	} {
		s := small()
		change(s)
		_, err := Evaluate(s)
		issues, ok := err.(Issues)
		if !ok || !slices.ContainsFunc(issues, func(i Issue) bool { return i.Code == code }) {
			t.Errorf("%s: got %v", code, err)
			continue
		}
		for _, i := range issues {
			if i.Message.IsZero() || i.Remedy.IsZero() || i.File == "" {
				t.Errorf("%s: an issue without file, message or remedy: %+v", code, i)
			}
		}
	}
}

// Shares, per cents, points and global weights are conventions; a group that follows none of those the others follow is a slip.
func TestSumsOfWeights(t *testing.T) {
	for _, c := range []struct {
		top, below [2]float64
		ok         bool
	}{
		{[2]float64{0.6, 0.4}, [2]float64{0.75, 0.25}, true},
		{[2]float64{60, 40}, [2]float64{75, 25}, true},
		{[2]float64{0.6, 0.4}, [2]float64{0.33, 0.66}, true}, // rounded
		{[2]float64{0.6, 0.4}, [2]float64{0.45, 0.15}, true}, // global
		{[2]float64{5, 3}, [2]float64{4, 3}, true},           // points
		{[2]float64{0.6, 0.4}, [2]float64{75, 25}, true},     // each adds up in its way
		{[2]float64{60, 40}, [2]float64{2, 1}, true},         // points below per cents
		{[2]float64{0.6, 0.4}, [2]float64{0.9, 0.8}, true},   // ratings
		{[2]float64{0.6, 0.4}, [2]float64{0.75, 0.5}, false},
		{[2]float64{60, 40}, [2]float64{75, 40}, false},
		{[2]float64{0.6, 0.7}, [2]float64{0.75, 0.25}, false},
	} {
		s := small()
		s.Criteria[0].Weight, s.Criteria[3].Weight, s.Criteria[1].Weight, s.Criteria[2].Weight = ptr(c.top[0]), ptr(c.top[1]), ptr(c.below[0]), ptr(c.below[1])
		_, err := Evaluate(s)
		if issues, _ := err.(Issues); c.ok != (err == nil) || (!c.ok && (len(issues) != 1 || issues[0].Code != "E-WEIGHT-SUM")) {
			t.Errorf("%v above %v: %v", c.top, c.below, err)
		}
	}
}

func ExampleEvaluate() {
	o, err := Evaluate(small())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range o.Rows {
		fmt.Printf("%d %s %.3f\n", r.Rank, r.Technology.Name, r.Score)
	}
	// Output:
	// 1 One 0.630
	// 2 Три 0.620
	// 3 Two 0.595
}
