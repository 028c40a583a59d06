package study

import (
	"bytes"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/language"
)

// every is one action of each kind.
var every = []Action{
	SetWeight{"C11", 0.3}, SetWeights{map[string]float64{"C11": 0.2, "C2": 0.5}}, ResetWeights{}, Lock{"C2", true}, SetMethod{"topsis"},
	SetParameter{"normalization", "min-max"}, SetWeighting{"equal"}, SetAggregation{"median"}, SetSetting{"shortlist", "2"}, SetRound{"all"},
	ExcludeExpert{"E1", true, "ill"}, ExcludeTechnology{"T2", true},
	SetJudgement{Expert: "E1", A: "C11", B: "C12", Value: 3}, ClearJudgement{Expert: "E1", A: "C11", B: "C12"},
	SetPin{"T1", "in"}, AddRule{"at-most", "T1; T2", "", 1}, RemoveRule{1}, SetSynergy{"T1", "T2", 0.5}, AcceptSynergies{0.5, 3},
	SetSharing{"equal"}, KeepScenario{"now"}, UseScenario{"now"}, DropScenario{"now"},
}

// Why an expert is left out stands in brackets, and nothing else.
func TestReasonIsSaid(t *testing.T) {
	if said := (ExcludeExpert{"E1", true, "болен"}).Says().In(language.Russian); said != "исключить эксперта E1 (болен)" {
		t.Errorf("it says %s", said)
	}
}

func TestActionsJSON(t *testing.T) {
	if len(every) != len(decoders) {
		t.Fatalf("the list has %d actions, there are %d kinds", len(every), len(decoders))
	}
	for _, a := range every {
		line, err := MarshalAction(a)
		if err != nil {
			t.Fatal(err)
		}
		if read, err := UnmarshalAction(line); err != nil || !reflect.DeepEqual(read, a) {
			t.Errorf("%s is read as %v, %v", line, read, err)
		}
	}
	for text, want := range map[string]string{
		`{"action":"fly"}`:   "no action",
		`{"criterion":"C1"}`: `under "action"`,
		`{"action":"lock","criterion":"C1","strength":9}`:  "unknown field",
		`{"action":"set-weight","criterion":1,"weight":1}`: "cannot unmarshal",
	} {
		if _, err := UnmarshalAction([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// The others keep their proportions: moving C2 from .4 to .1 leaves .9 to C11 and C12 as .45 : .15.
func TestSetWeight(t *testing.T) {
	s := mustApply(t, small(), SetWeight{"C2", 0.1})
	want := []float64{0.675, 0.225, 0.1}
	for k, w := range want {
		if !near(s.Moved[k], w) {
			t.Errorf("weights %v, want %v", s.Moved, want)
			break
		}
	}
	s = mustApply(t, s, Lock{"C12", true}, SetWeight{"C11", 0.5})
	if !near(s.Moved[1], 0.225) || !near(s.Moved[2], 0.275) {
		t.Errorf("with C12 locked: %v", s.Moved)
	}
	for action, want := range map[Action]string{
		SetWeight{"C12", 0.5}:        "locked",
		SetWeight{"C11", 0.9}:        "above 100%",
		SetWeight{"C7", 0.5}:         "C11, C12, C2",
		SetWeight{"C11", math.NaN()}: "between 0 and 1",
		SetWeight{"C11", -0.1}:       "between 0 and 1",
	} {
		if _, err := Apply(s, action); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want an error with %q", action, err, want)
		}
	}
	s = mustApply(t, s, ResetWeights{})
	if s.Moved != nil || !s.Locked["C12"] {
		t.Errorf("after reset: %v, locks %v", s.Moved, s.Locked)
	}
	// From zero others the rest is shared equally.
	s = mustApply(t, small(), SetWeight{"C2", 1}, SetWeight{"C2", 0.5})
	if !near(s.Moved[0], 0.25) || !near(s.Moved[1], 0.25) {
		t.Errorf("from 1: %v", s.Moved)
	}
}

func TestSetMethodDropsForeignParameters(t *testing.T) {
	s := mustApply(t, small(), SetMethod{"TOPSIS"}, SetParameter{"metric", "manhattan"}, SetMethod{"saw"})
	if s.Settings.Method != "weighted-sum" || !maps.Equal(s.Settings.Parameters, map[string]string{"normalization": "scale"}) {
		t.Errorf("%+v", s.Settings)
	}
	if _, err := Apply(s, SetParameter{"metric", "manhattan"}); err == nil {
		t.Error("weighted-sum took a metric")
	}
}

func TestApplyIsPure(t *testing.T) {
	s := small()
	s.Judgements = []Judgement{{Expert: 0, Parent: "C1", A: 1, B: 2, Value: 5, Round: -1}}
	s.Rounds, s.Kept = []string{"one"}, []Scenario{{"now", small()}}
	before := clone(s)
	for _, a := range every {
		if _, err := Apply(s, a); err != nil {
			t.Errorf("%v: %v", a, err)
		}
		if !reflect.DeepEqual(s, before) {
			t.Fatalf("%v changed the study it was applied to", a)
		}
	}
}

// clone copies what an action could change.
func clone(s *Study) *Study {
	c := *s
	c.Settings.Parameters = maps.Clone(s.Settings.Parameters)
	c.Criteria, c.Technologies, c.Experts = slices.Clone(s.Criteria), slices.Clone(s.Technologies), slices.Clone(s.Experts)
	c.Rules, c.Synergies = slices.Clone(s.Rules), slices.Clone(s.Synergies)
	c.Moved, c.Judgements = slices.Clone(s.Moved), slices.Clone(s.Judgements)
	c.Locked, c.Excluded = maps.Clone(s.Locked), Excluded{maps.Clone(s.Excluded.Experts), maps.Clone(s.Excluded.Technologies), maps.Clone(s.Excluded.Why)}
	return &c
}

func TestLogProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := small()
		s.Rounds, s.Kept = []string{"one"}, []Scenario{{"now", small()}}
		log := NewLog(s)
		states := []*Study{s}
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			a := rapid.SampledFrom(every).Draw(t, "action")
			if rapid.Bool().Draw(t, "move") {
				a = SetWeight{rapid.SampledFrom([]string{"C11", "C12", "C2"}).Draw(t, "criterion"), rapid.Float64Range(0, 1).Draw(t, "weight")}
			}
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				if log.Undo() != nil {
					if log.Current() != states[len(states)-2] {
						t.Fatal("undo did not return the study before")
					}
					if log.Redo() == nil || log.Current() != states[len(states)-1] {
						t.Fatal("redo did not return the study after")
					}
				}
			case 1:
				if len(states) > 1 && log.Amend(a) == nil {
					states[len(states)-1] = log.Current()
				}
			default:
				if log.Do(a) == nil {
					states = append(states, log.Current())
				}
			}
			if len(log.Actions()) != len(states)-1 || log.Current() != states[len(states)-1] || log.Start() != s {
				t.Fatal("the log lost track")
			}
			if m := log.Current().Moved; m != nil {
				var sum float64
				for _, w := range m {
					if w < 0 || math.IsNaN(w) {
						t.Fatalf("weights %v", m)
					}
					sum += w
				}
				if math.Abs(sum-1) > 1e-9 {
					t.Fatalf("weights %v add to %v", m, sum)
				}
			}
		}
		// Replaying the log gives the same study.
		replayed := s
		for _, a := range log.Actions() {
			next, err := Apply(replayed, a)
			if err != nil {
				t.Fatal(err)
			}
			replayed = next
		}
		if !reflect.DeepEqual(replayed, log.Current()) {
			t.Fatal("replay differs")
		}
		for log.Undo() != nil {
		}
		if log.Current() != s {
			t.Fatal("undoing everything did not return the start")
		}
	})
}

func FuzzActions(f *testing.F) {
	for _, a := range every { // one each: a seed of all of them would take go test a minute to minimize
		line, err := MarshalAction(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(line)
	}
	f.Add([]byte(`{"action":"lock","criterion":"C1","locked":true}` + "\n" + `{"action":"set-weight","criterion":"C2","weight":0.1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := small()
		for line := range bytes.Lines(data) {
			a, err := UnmarshalAction(line)
			if err != nil {
				return
			}
			if next, err := Apply(s, a); err == nil {
				s = next
			}
		}
		if s.Moved != nil && s.Settings.Weighting == "" {
			if _, err := Evaluate(s); err != nil {
				if _, ok := err.(Issues); !ok {
					t.Fatalf("%v", err)
				}
			}
		}
	})
}
