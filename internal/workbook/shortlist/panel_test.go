package shortlist

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/workbook"
	"veche/internal/workbook/write"
)

// The Experts sheet counts what the Scores sheet of the study holds, and names nobody.
func TestExpertsSheet(t *testing.T) {
	scan, _ := workbook.ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	o := evaluated(t, scan)
	cells := savedCells(t, mustExport(t, o))["Experts"]
	given, asked := map[string]float64{}, map[string]float64{}
	for _, a := range scan.Scores {
		if scan.Rounds[a.Round] != o.Round {
			continue
		}
		asked[scan.Experts[a.Expert].ID]++
		if a.State == study.Given {
			given[scan.Experts[a.Expert].ID]++
		}
	}
	var sum float64
	for k, x := range scan.Experts {
		row := expertFirst + k
		if cells[[2]int{row, 1}] != x.ID || cells[[2]int{row, 2}] != given[x.ID] || cells[[2]int{row, 3}] != asked[x.ID] {
			t.Errorf("row %d says %v %v %v, counted are %s %v %v", row, cells[[2]int{row, 1}], cells[[2]int{row, 2}], cells[[2]int{row, 3}], x.ID, given[x.ID], asked[x.ID])
		}
		sum += given[x.ID]
	}
	if got := cells[[2]int{expertFirst + len(scan.Experts), 2}]; got != sum || sum == 0 {
		t.Errorf("the sheet adds the answers to %v, they are %v", got, sum)
	}
	fields, _ := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	if fields.Experts[0].Name == "" {
		t.Fatal("the study names nobody")
	}
	for sheet, cells := range savedCells(t, mustExport(t, evaluated(t, fields))) {
		for at, v := range cells {
			if strings.Contains(fmt.Sprint(v), fields.Experts[0].Name) {
				t.Errorf("%s %v names an expert: %v", sheet, at, v)
			}
		}
	}
}

// Who is left out stands on the sheet Audit with the reason, and the seed that is drawn with where none is set.
func TestAuditSaysWhoIsLeftOut(t *testing.T) {
	fields, _ := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	o := evaluated(t, fields, study.ExcludeExpert{Expert: "E6", Excluded: true, Note: "ill"}, study.ExcludeExpert{Expert: "E2", Excluded: true})
	left, seed := false, ""
	cells := savedCells(t, mustExport(t, o))["Audit"]
	for at, v := range cells {
		left = left || v == "E2, E6 (ill)"
		if v == "Seed" {
			at[1]++
			seed = fmt.Sprint(cells[at])
		}
	}
	if !left {
		t.Error("the sheet Audit does not say who is left out, and why")
	}
	if seed != "1" { // that the draws were made with
		t.Errorf("the seed is %s", seed)
	}
}

// The most disputed scores are those a plain loop over the answers finds.
func TestDisputedScores(t *testing.T) {
	scan, _ := workbook.ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	o := evaluated(t, scan, study.ExcludeExpert{Expert: "E40", Excluded: true})
	cells := savedCells(t, mustExport(t, o))["Agreement"]
	type key struct{ technology, criterion string }
	answers := map[key][]float64{}
	for _, a := range scan.Scores {
		if a.State == study.Given && scan.Rounds[a.Round] == o.Round && scan.Experts[a.Expert].ID != "E40" {
			k := key{scan.Technologies[a.Technology].ID, scan.Criteria[a.Criterion].Code}
			answers[k] = append(answers[k], a.Value)
		}
	}
	deviation := func(x []float64) float64 {
		var mean, squares float64
		for _, v := range x {
			mean += v / float64(len(x))
		}
		for _, v := range x {
			squares += (v - mean) * (v - mean)
		}
		return math.Sqrt(squares / float64(len(x)-1))
	}
	var all []float64
	for _, x := range answers {
		if len(x) > 1 {
			all = append(all, deviation(x))
		}
	}
	slices.Sort(all)
	head := 0
	for row := 1; row < 80; row++ {
		if cells[[2]int{row, 7}] == "Std dev" {
			head = row
		}
	}
	for k := range mostDisputed {
		at := func(col int) any { return cells[[2]int{head + 1 + k, col}] }
		x := answers[key{fmt.Sprint(at(1)), fmt.Sprint(at(3))}]
		sd, _ := at(7).(float64)
		if at(4) != float64(len(x)) || math.Abs(sd-deviation(x)) > 1e-12 || math.Abs(sd-all[len(all)-1-k]) > 1e-12 || at(9) != slices.Min(x) || at(10) != slices.Max(x) {
			t.Errorf("line %d says %v of %v: n %v, deviation %v, from %v to %v; the answers are %v, and %v is the deviation in that place", k+1, at(3), at(1), at(4), sd, at(9), at(10), x, all[len(all)-1-k])
		}
		if part, _ := at(8).(float64); math.Abs(part-sd/4) > 1e-12 { // ratings from 1 to 5
			t.Errorf("line %d: %v is not a quarter of %v", k+1, part, sd)
		}
	}
}

// The blocs' rankings are those of the study without the other blocs' experts, compared pair by pair.
func TestBetweenBlocs(t *testing.T) {
	fields, _ := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	cells := savedCells(t, mustExport(t, evaluated(t, fields)))["Agreement"]
	var rankings []map[string]int
	blocs := []string{"Science and education", "Business", "State"}
	for _, bloc := range append([]string{""}, blocs...) {
		var actions []study.Action
		for _, x := range fields.Experts {
			if bloc != "" && x.Bloc != bloc {
				actions = append(actions, study.ExcludeExpert{Expert: x.ID, Excluded: true})
			}
		}
		ranks := map[string]int{}
		for _, r := range evaluated(t, fields, actions...).Rows {
			ranks[r.Technology.ID] = r.Rank
		}
		rankings = append(rankings, ranks)
	}
	top := 0
	for row := 1; row < 40; row++ {
		if cells[[2]int{row, 2}] == "All together" {
			top = row
		}
	}
	sign := func(x int) float64 { return float64(max(-1, min(1, x))) }
	for a := range rankings {
		for b := range rankings {
			var sum, na, nb float64
			for i, x := range fields.Technologies {
				for _, y := range fields.Technologies[:i] {
					da, db := sign(rankings[a][x.ID]-rankings[a][y.ID]), sign(rankings[b][x.ID]-rankings[b][y.ID])
					sum, na, nb = sum+da*db, na+da*da, nb+db*db
				}
			}
			got, _ := cells[[2]int{top + a, 4 + b}].(float64)
			if want := sum / math.Sqrt(na*nb); math.Abs(got-want) > 1e-12 {
				t.Errorf("τ-b of %d and %d is %v, want %v", a, b, got, want)
			}
		}
	}
	if cells[[2]int{top + 1, 2}] != blocs[0] {
		t.Errorf("the first bloc is %v", cells[[2]int{top + 1, 2}])
	}
}

// Issues lead to what they are about.
func TestIssueLinks(t *testing.T) {
	fields, _ := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	o := evaluated(t, fields)
	leads := func(lang, sheet string, data []byte, row int) string {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		ok, to, err := f.GetCellHyperLink(inRuss.say(sheet), write.At(2, row))
		if lang == "en" {
			ok, to, err = f.GetCellHyperLink(sheet, write.At(2, row))
		}
		if err != nil || !ok {
			t.Fatalf("%s row %d leads nowhere: %v", sheet, row, err)
		}
		name, cell, _ := strings.Cut(to, "!")
		text, err := f.GetCellValue(strings.Trim(name, "'"), cell)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if got := leads("en", "Issues", mustExport(t, o), 2); got != "E6" || !strings.Contains(o.Warnings[0].Message.String(), "expert E6") {
		t.Errorf("a link leads to %q, the issue is %s", got, o.Warnings[0].Message)
	}
	if got := leads("ru", "Issues", mustExportIn(t, o, "ru"), 2); got != "E6" {
		t.Errorf("the Russian link leads to %q", got)
	}
	// a technology without scores, one with few, weights that do not add up, a criterion on which all are equal
	scan, issues := workbook.ReadBytes("study.xlsx", plain().bytes(t))
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	x := *scan
	x.Scores = slices.DeleteFunc(slices.Clone(scan.Scores), func(a study.Score) bool { return scan.Technologies[a.Technology].ID == "T1" })
	o = evaluated(t, &x)
	data := mustExport(t, o)
	found := 0
	for k, w := range o.Warnings {
		if w.Code == "W-UNRANKED" {
			found++
			if got := leads("en", "Issues", data, k+2); got != "T1" {
				t.Errorf("%s leads to %q", w, got)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d technologies unranked: %v", found, o.Warnings)
	}
}

// Every sheet is protected without a password and prints on one page's width; only weights of live rankings can be typed over.
func TestProtectionAndPrint(t *testing.T) {
	fields, _ := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	for method, live := range map[string]bool{"topsis": true, "weighted-product": true, "vikor": false} {
		f, err := excelize.OpenReader(bytes.NewReader(mustExport(t, evaluated(t, fields, study.SetMethod{Method: method}))))
		if err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, sheet := range f.GetSheetList() {
			p, err := f.GetSheetProtection(sheet)
			if err != nil || p.Password != "" || !p.AutoFilter || !p.Sort || !p.FormatColumns {
				t.Errorf("%s: protection %+v, %v", sheet, p, err)
			}
			page, err := f.GetPageLayout(sheet)
			if err != nil || *page.Orientation != "landscape" || *page.Size != 9 || *page.FitToWidth != 1 {
				t.Errorf("%s: page %+v, %v", sheet, page, err)
			}
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for r, row := range rows {
				for c := range row {
					id, err := f.GetCellStyle(sheet, write.At(c+1, r+1))
					if err != nil {
						t.Fatal(err)
					}
					style, err := f.GetStyle(id)
					if err != nil {
						t.Fatal(err)
					}
					formula, _ := f.GetCellFormula(sheet, write.At(c+1, r+1))
					if style.Protection != nil && !style.Protection.Locked {
						open++
						if (sheet != "Criteria" || c+1 != colWeight) && (sheet != "Summary" || write.At(c+1, r+1) != "E3") || formula != "" {
							t.Errorf("%s!%s is not locked", sheet, write.At(c+1, r+1))
						}
					}
				}
			}
		}
		if want := map[bool]int{true: len(fields.Leaves()) + 1, false: 1}[live]; open != want {
			t.Errorf("%s: %d cells can be typed over, want %d", method, open, want)
		}
		f.Close()
	}
}

// The sheets say what the report on the panel says, the finding first and S* never alone.
func TestAgreementSaysSplit(t *testing.T) {
	fields, _ := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	o := evaluated(t, fields)
	r, err := panel.Assess(fields)
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][2]string{"en": {"Agreement", "Split between blocs: 89%"}, "ru": {"Согласованность", "Раскол между блоками: между ними лежит 89 %"}} {
		cells := savedCells(t, mustExportIn(t, o, lang))[want[0]]
		if text, _ := cells[[2]int{4, 1}].(string); !strings.HasPrefix(text, want[1]) {
			t.Errorf("%s begins with %q", want[0], text)
		}
		found := func(want float64) bool {
			for at, v := range cells {
				if x, ok := v.(float64); ok && at[1] == 3 && math.Abs(x-want) < 1e-12 {
					return true
				}
			}
			return false
		}
		f := r.Figures()
		for _, x := range []float64{f.SStar, f.W, f.TauB, f.Between} {
			if !found(x) {
				t.Errorf("%s does not hold %v", want[0], x)
			}
		}
	}
	cells := savedCells(t, mustExport(t, o))["Experts"]
	col := 0
	for c := 1; c < 20; c++ {
		if cells[[2]int{expertFirst - 1, c}] == "W without" {
			col = c
		}
	}
	for k := range r.Experts {
		if got, _ := cells[[2]int{expertFirst + k, col}].(float64); !(math.Abs(got-r.Experts[k].Without.W) < 1e-12) {
			t.Errorf("W without %s is %v, want %v", fields.Experts[k].ID, got, r.Experts[k].Without.W)
		}
	}
}

// Declared conflicts and what experts say of their competence are read, with the cell of what cannot be.
func TestReadConflictsAndCompetence(t *testing.T) {
	b := plain()
	b = append(b, sheetRows{"Компетентность", [][]any{{"Эксперт", "Осведомлённость", "Теоретический анализ", "Производственный опыт"}, {"E1", 8, "высокая", "С"}}})
	s, issues := workbook.ReadBytes("study.xlsx", b.bytes(t))
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	e := s.Experts[s.Expert("E1")]
	if e.Familiarity == nil || *e.Familiarity != 0.8 || e.Arguments["theoretical analysis"] != "high" || e.Arguments["experience"] != "medium" || s.CompetenceKind() != study.CompetenceArgumentation {
		t.Errorf("competence %+v of kind %s", e, s.CompetenceKind())
	}

	experts := sheetRows{"Эксперты", [][]any{{"Код", "Блок", "Конфликт интересов"}, {"E1", "science", "T2; Ветер"}, {"E2", "state", "нет"}}}
	s, issues = workbook.ReadBytes("study.xlsx", append(plain(), experts).bytes(t))
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	if !slices.Equal(s.Experts[0].Conflicts, []int32{1, 2}) || s.Experts[1].Conflicts != nil {
		t.Errorf("conflicts %v and %v", s.Experts[0].Conflicts, s.Experts[1].Conflicts)
	}
	experts.rows[1][2] = "T2; T9"
	_, issues = workbook.ReadBytes("study.xlsx", append(plain(), experts).bytes(t))
	if err := issues.Errors(); len(err) == 0 || err[0].Code != "E-REF-UNKNOWN" || err[0].Cell != "C2" || err[0].Value != "T9" {
		t.Errorf("an unknown technology in a conflict: %v", issues)
	}
}
