package workbook

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"veche/internal/ci"
	"veche/internal/study"
)

// The first forms are round 1. The next round's form carries the expert's own answers beforehand: what is left untouched counts as confirmed, what is typed over it
// counts instead, what is cleared is given no more, what cannot be read is neither. Round 1 stands as it was. For every kind of file and every set of answers in
// round 1, over what is done with each cell in round 2.
func TestRulesOfRounds(t *testing.T) {
	data, form, answers := filledForm(t)
	random := rand.New(rand.NewPCG(2, 26))
	inRound := func(c *Collection, round string) map[string]float64 {
		got := map[string]float64{}
		for _, a := range c.Study.Scores {
			if a.State == study.Given && a.Round >= 0 && c.Study.Rounds[a.Round] == round {
				got[c.Study.Technologies[a.Technology].ID+"/"+c.Study.Criteria[a.Criterion].Code] = a.Value
			}
		}
		return got
	}
	figure := func(v any) float64 { return float64(v.(int)) }
	for set := range 1 << len(scoreCells) {
		if !ci.Full() && set%5 != 0 {
			continue
		}
		given, first := map[string]any{}, map[string]float64{}
		for k, cell := range []string{"C7", "D7", "C8", "D8"} {
			if set>>k&1 == 1 {
				given["Scores!"+cell], first[scoreCells[cell]] = answers["Scores!"+cell], figure(answers["Scores!"+cell])
			}
		}
		one, err := CollectAs(FormFile{"study.xlsx", data}, []FormFile{returned(t, "xlsx", "E1", form, given)}, CollectOptions{})
		must(t, err)
		if got := inRound(one, "1"); !maps.Equal(got, first) {
			t.Fatalf("round 1: %v, not %v", got, first)
		}
		merged, err := one.Workbook()
		must(t, err)
		next := formsOf(t, "study.xlsx", merged, FormOptions{Round: "2"})["E1"]
		for _, kind := range []string{"xlsx", "ods", "csv", "tsv"} {
			for range ci.Some(6, 1) {
				edits, want, unread := map[string]any{}, maps.Clone(first), 0
				did := ""
				for cell, what := range scoreCells {
					switch own, had := first[what]; random.IntN(5) {
					case 0: // typed over, or for the first time
						v := 1 + random.IntN(9)
						edits["Scores!"+cell], want[what] = v, float64(v)
					case 1: // the same typed again
						if had {
							edits["Scores!"+cell] = own
						}
					case 2:
						edits["Scores!"+cell] = nil
						delete(want, what)
					case 3:
						edits["Scores!"+cell] = "7 or 8"
						delete(want, what)
						unread++
					}
					did += fmt.Sprintf("%s: %v; ", cell, edits["Scores!"+cell])
				}
				two, err := CollectAs(FormFile{"study.xlsx", merged}, []FormFile{returned(t, kind, "E1", next, edits)}, CollectOptions{Expert: "E1", Round: "2"})
				must(t, err)
				if got := inRound(two, "2"); !maps.Equal(got, want) || len(two.Study.Unread) != unread {
					t.Errorf("%s, %v in round 1, %s: %v and %d unread, not %v and %d\n%v", kind, first, did, got, len(two.Study.Unread), want, unread, two.Issues)
				}
				if got := inRound(two, "1"); !maps.Equal(got, first) {
					t.Errorf("%s: round 1 became %v, from %v", kind, got, first)
				}
			}
		}
	}
}
