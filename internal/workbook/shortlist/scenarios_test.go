package shortlist

import (
	"math"
	"testing"

	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/workbook"
)

// The sheet of scenarios has beside each technology the rank and the score that an evaluation of each state gives it, and beside each criterion its weight there.
func TestScenariosStandSideBySide(t *testing.T) {
	s, issues := workbook.ReadBytes("fields.xlsx", example.ScienceFields)
	if s == nil {
		t.Fatal(issues)
	}
	s = apply(t, s, study.SetWeight{Criterion: "TOP1", Weight: 0.6}, study.KeepScenario{Name: "Top papers"}, study.ResetWeights{},
		study.SetMethod{Method: "vikor"}, study.ExcludeTechnology{Technology: "S02", Excluded: true}, study.KeepScenario{Name: "Cautious"}, study.SetMethod{Method: "topsis"}, study.ExcludeTechnology{Technology: "S02"})
	states := []*study.Study{s, s.Kept[0].Of, s.Kept[1].Of}
	for lang, sheet := range map[string]string{"en": "Scenarios", "ru": "Сценарии"} {
		o, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		cells := savedCells(t, mustExportIn(t, o, lang))[sheet]
		if cells == nil {
			t.Fatalf("no sheet %s", sheet)
		}
		for n, state := range states {
			o, err := study.Evaluate(state)
			if err != nil {
				t.Fatal(err)
			}
			beside := func(id string, want float64) bool { // in some row of id
				for at, v := range cells {
					if x, ok := cells[[2]int{at[0], 3 + n}].(float64); ok && v == id && at[1] == 1 && math.Abs(x-want) < 1e-12 { // 15 digits are stored
						return true
					}
				}
				return false
			}
			for _, r := range o.Rows {
				if id := s.Technologies[o.Technology[r.Index]].ID; !beside(id, float64(r.Rank)) || !beside(id, r.Score) {
					t.Errorf("%s: %s is %d with %v in state %d", lang, id, r.Rank, r.Score, n)
				}
			}
			for j, i := range o.Leaves {
				if !beside(s.Criteria[i].Code, o.Global[j]) {
					t.Errorf("%s: the weight of %s is %v in state %d", lang, s.Criteria[i].Code, o.Global[j], n)
				}
			}
		}
		want := map[string]string{"en": "No technology comes first in all of them.", "ru": "Ни одна технология не занимает первое место во всех."}[lang]
		if first := common(t, states); first != "" {
			want = map[string]string{"en": "First in all of them: ", "ru": "Первое место во всех: "}[lang] + first + "."
		}
		if said := cells[[2]int{2, 1}]; said != want {
			t.Errorf("said %q, want %q", said, want)
		}
	}
	o, err := study.Evaluate(apply(t, s, study.DropScenario{Name: "Top papers"}, study.DropScenario{Name: "Cautious"}))
	if err != nil {
		t.Fatal(err)
	}
	if cells := savedCells(t, mustExportIn(t, o, "en"))["Scenarios"]; cells != nil {
		t.Error("a sheet of no scenarios")
	}
}

// common names who is first in every state.
func common(t *testing.T, states []*study.Study) string {
	times := map[string]int{}
	for _, s := range states {
		o, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range o.Rows {
			if tech := s.Technologies[o.Technology[r.Index]]; r.Rank == 1 {
				times[tech.ID+" "+tech.Name]++
			}
		}
	}
	for name, n := range times {
		if n == len(states) {
			return name
		}
	}
	return ""
}
