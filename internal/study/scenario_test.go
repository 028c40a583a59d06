package study

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func applied(t *testing.T, s *Study, actions ...Action) *Study {
	t.Helper()
	for _, a := range actions {
		next, err := Apply(s, a)
		if err != nil {
			t.Fatalf("%s: %v", a, err)
		}
		s = next
	}
	return s
}

// A scenario brings back everything that can be changed, and the scenarios kept since stay.
func TestScenarios(t *testing.T) {
	s := evidenceOnly()
	s = applied(t, s, SetWeight{"C1", 0.7}, KeepScenario{"bold"}, Lock{"C2", true}, ExcludeTechnology{"T1", true}, KeepScenario{"careful"}, SetMethod{"vikor"})
	back := applied(t, s, UseScenario{"bold"})
	if w, _ := back.InForce(); math.Abs(w[0]-0.7) > 1e-15 || len(back.Locked) > 0 || back.Excluded.Technologies["T1"] || back.Settings.Method != "" || len(back.Kept) != 2 {
		t.Errorf("bold is %v, locked %v, excluded %v, method %q, kept %d", w, back.Locked, back.Excluded, back.Settings.Method, len(back.Kept))
	}
	again := applied(t, back, SetWeight{"C1", 0.1}, KeepScenario{"bold"}, UseScenario{"careful"}, UseScenario{"bold"})
	if w, _ := again.InForce(); math.Abs(w[0]-0.1) > 1e-15 || len(again.Kept) != 2 {
		t.Errorf("kept anew, bold is %v of %d", w, len(again.Kept))
	}
	gone := applied(t, again, DropScenario{"bold"})
	for _, a := range []Action{UseScenario{"bold"}, DropScenario{"bold"}, KeepScenario{" "}} {
		if _, err := Apply(gone, a); err == nil {
			t.Errorf("%s succeeded", a)
		}
	}
	if len(again.Kept) != 2 || len(gone.Kept) != 1 {
		t.Error("forgetting a scenario changed the study before")
	}
}

// A node moves the sum of what lies below it, proportions kept on both sides; by the equal rule the others give the same amounts.
func TestMoveGroupsAndSharing(t *testing.T) {
	s := evidenceOnly()
	s.Criteria = append([]Criterion{{Code: "G", Weight: some(0.8)}}, s.Criteria...)
	s.Criteria[1].Parent, s.Criteria[2].Parent = "G", "G"
	s.Criteria[1].Weight, s.Criteria[2].Weight, s.Criteria[3].Weight = some(0.75), some(0.25), some(0.2)
	weights := func(s *Study) []float64 {
		w, err := s.InForce()
		if err != nil {
			t.Fatal(err)
		}
		for k := range w {
			w[k] = math.Round(w[k]*1e9) / 1e9
		}
		return slices.Clone(w)
	}
	if got, want := weights(applied(t, s, SetWeight{"G", 0.4})), []float64{0.3, 0.1, 0.6}; !reflect.DeepEqual(got, want) {
		t.Errorf("G at 40%%: %v, want %v", got, want)
	}
	if got, want := weights(applied(t, s, SetSharing{"equal"}, SetWeight{"C3", 0.4})), []float64{0.5, 0.1, 0.4}; !reflect.DeepEqual(got, want) {
		t.Errorf("C3 at 40%%, equal shares: %v, want %v", got, want)
	}
	if got, want := weights(applied(t, s, SetWeight{"C3", 0.4})), []float64{0.45, 0.15, 0.4}; !reflect.DeepEqual(got, want) {
		t.Errorf("C3 at 40%%, proportional: %v, want %v", got, want)
	}
	locked := applied(t, s, Lock{"G", true})
	if !locked.Locked["C1"] || !locked.Locked["C2"] || locked.Locked["G"] {
		t.Errorf("locking G locks %v", locked.Locked)
	}
	if _, err := Apply(locked, SetWeight{"G", 0.5}); err == nil || !strings.Contains(err.Error(), "cannot move") {
		t.Errorf("a locked group: %v", err)
	}
	if _, err := Apply(applied(t, s, Lock{"C3", true}), SetWeight{"G", 0.5}); err == nil {
		t.Error("nothing is free to take up what G loses")
	}
	if _, err := Apply(s, SetSharing{"unfair"}); err == nil || !strings.Contains(err.Error(), "proportional") {
		t.Errorf("an unknown rule: %v", err)
	}
	if free := applied(t, locked, Lock{"G", false}); len(free.Locked) != 0 {
		t.Errorf("unlocked, %v", free.Locked)
	}
}

func some(x float64) *float64 { return &x }
