package shortlist

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/mcda/robust"
	"veche/internal/report/contracttest"
	"veche/internal/study"
	"veche/internal/workbook"
)

// Every figure of every sheet stands in the JSON of the command it belongs to, about the same technology, criterion or expert; whatever is locked, moved or
// shared out. The commands' JSON is made of the contract as the commands make it, from an evaluation of its own.
func TestEveryFigureIsTheCommands(t *testing.T) {
	ci.Sequential(t)
	for file, data := range map[string][]byte{"horizon-scan": example.HorizonScan, "research-networks": example.ResearchNetworks, "science-fields": example.ScienceFields, "portfolio": example.Portfolio} {
		s, issues := workbook.ReadBytes(file+".xlsx", data)
		if s == nil {
			t.Fatal(issues)
		}
		first, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		code := func(j int) string { return s.Criteria[first.Leaves[j]].Code }
		for what, changed := range map[string]*study.Study{
			"as read":    s,
			"two locked": apply(t, s, study.Lock{Criterion: code(0), Locked: true}, study.Lock{Criterion: code(1), Locked: true}),
			"moved":      apply(t, s, study.SetWeight{Criterion: code(0), Weight: first.Global[0] * 0.7}),
			"equal":      apply(t, s, study.SetSharing{Rule: string(robust.Equal)}),
		} {
			t.Run(file+" "+what, func(t *testing.T) {
				if file != "portfolio" && (file != "science-fields" || what != "two locked") {
					ci.Long(t, "the other studies, changed in the other ways")
				}
				figuresAgree(t, changed)
			})
		}
	}
}

func figuresAgree(t *testing.T, s *study.Study) {
	o, f := contracttest.Commands(t, s)
	missing, total := figuresMissing(t, f, mustExportIn(t, o, "en"))
	for key, cells := range missing {
		t.Errorf("%s: %d figures stand in no command's JSON: %s", key, len(cells), strings.Join(cells[:min(3, len(cells))], " "))
	}
	if total < 500 {
		t.Errorf("only %d figures were looked at", total)
	}
}

// figuresMissing are the cells of an exported workbook that no command's JSON has, by sheet and column, and how many there are in all.
func figuresMissing(t *testing.T, f contracttest.Figures, data []byte) (missing map[string][]string, total int) {
	missing = map[string][]string{}
	for sheet, cells := range savedCells(t, data) {
		heads := map[int]string{}
		var rows []int
		byRow := map[int]map[int]any{}
		for at, v := range cells {
			if byRow[at[0]] == nil {
				byRow[at[0]] = map[int]any{}
				rows = append(rows, at[0])
			}
			byRow[at[0]][at[1]] = v
		}
		slices.Sort(rows)
		for _, row := range rows {
			about := []string{}
			for _, v := range byRow[row] {
				if id, ok := v.(string); ok && f[id] != nil {
					about = append(about, id)
				}
			}
			for col, v := range byRow[row] {
				if text, ok := v.(string); ok {
					heads[col] = text
				}
				x, ok := v.(float64)
				if !ok {
					continue
				}
				total++
				if f.Has("", x) && (len(about) == 0 || slices.ContainsFunc(about, func(a string) bool { return f.Has(a, x) })) {
					continue
				}
				key := sheet + ": " + heads[col]
				missing[key] = append(missing[key], fmt.Sprintf("%d,%d=%v", row, col, x))
			}
		}
	}
	for _, of := range derived {
		for key := range missing {
			if ok, err := path.Match(of.what, key); err != nil {
				t.Fatal(err)
			} else if ok {
				delete(missing, key)
			}
		}
	}
	return missing, total
}

// The first edition's workbook worked the intervals out for itself, without locks and always in proportion: the comparison finds them
// (testdata/edition-0.1.0/SOURCE.md says how the files were made).
func TestFirstEditionsFiguresAreFound(t *testing.T) {
	s, issues := workbook.ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	if s == nil {
		t.Fatal(issues)
	}
	for name, of := range map[string]struct {
		study *study.Study
		wrong int // ends of intervals that are not the engine's
	}{
		"locked": {apply(t, s, study.Lock{Criterion: "C1", Locked: true}, study.Lock{Criterion: "C2", Locked: true}), 10},
		"equal":  {apply(t, s, study.SetWeight{Criterion: "C1", Weight: 0.4}, study.SetSharing{Rule: string(robust.Equal)}), 24},
	} {
		data, err := os.ReadFile("../../../testdata/edition-0.1.0/export-" + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		_, f := contracttest.Commands(t, of.study)
		missing, _ := figuresMissing(t, f, data)
		if n := len(missing["Sensitivity: first from"]) + len(missing["Sensitivity: to"]); n != of.wrong {
			t.Errorf("%s: %d ends of intervals are found that no command gives, want %d: %v", name, n, of.wrong, missing)
		}
	}
}

// derived are figures that no command prints, and what they follow from on their own sheet.
var derived = []struct{ what, from string }{
	{"Calculation: *", "steps of the method as formulas; written only where they give the engine's scores (calculation.agrees)"},
	{"Agreement: *", "the foot of the heat table: means over a criterion or a technology; places of blocs against each other by their pair"},
	{"Experts: Answered", "the sum below the column"}, {"Experts: Asked", "the sum below the column"}, {"Experts: Don't know", "the sum below the column"}, {"Experts: Comparisons", "the sum below the column"},
	{"Experts: Part", "answered / asked"},
	{"Profiles: *", "min-max scores as Problem.Strengths has them, held by TestEditedDocumentRecalculatedByLibreOffice"},
	{"Ranking: Row", "the row on the sheet Calculation"},
	{"Selection: Value per cost", "value / cost"},
	{"Sensitivity: Room", "the nearer end of the interval, held by TestSensitivityIsTheEngines"}, {"Sensitivity: Moved", "half the sum of the changes"}, {"Sensitivity: ±", "1.96·√(p(1 − p)/draws)"},
	{"Sensitivity: First by", "the share of methods"}, {"Sensitivity: Largest move", "the largest difference of places"}, {"Sensitivity: τ-b", "between two methods' orders"}, {"Sensitivity: Pairs", "how many are named"},
	{"Summary: Weight", "of the Sensitivity sheet"}, {"Summary: from", "of the Sensitivity sheet"}, {"Summary: to", "of the Sensitivity sheet"},
}
