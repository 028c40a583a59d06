package workbook

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// Template is a commented workbook to fill in, in English ("en") or Russian ("ru"): a Read-me sheet, the canonical sheets with an explanation in every
// header cell, drop-downs, and example rows that make it a valid small study.
func Template(lang string) ([]byte, error) {
	if lang != "en" && lang != "ru" {
		return nil, language.Errorf("there is no template in %q; there are en and ru", lang)
	}
	b, err := write.NewBook()
	if err != nil {
		return nil, err
	}
	defer b.F.Close()
	t := templateWriter{b, lang == "ru"}
	if err := b.Write(t.readMe(), true); err != nil {
		return nil, err
	}
	for _, spec := range templateSheets() {
		if err := b.Write(t.sheet(spec), false); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", spec.Name, err)
		}
	}
	if err := b.Write(t.lists(), false); err != nil {
		return nil, err
	}
	b.F.SetActiveSheet(0)
	return write.Pack(b.F)
}

type templateWriter struct {
	b  *write.Book
	ru bool
}

func (t templateWriter) say(text string, args ...any) string {
	if t.ru {
		return language.Say(language.Russian, text, args...)
	}
	return language.Say(language.English, text, args...)
}

// pick is the name of a sheet or column, or one of two examples.
func (t templateWriter) pick(en, ru string) string {
	if t.ru {
		return ru
	}
	return en
}

// readMe is the first sheet: what to do, and which sheet is for what.
func (t templateWriter) readMe() *write.Sheet {
	s := write.NewSheet(t.pick(readMeName[0], readMeName[1]))
	s.Widths = map[int]float64{1: 24, 2: 24, 3: 86}
	row := 1
	s.Put(row, 1, t.say("How to fill in this workbook"), write.Title)
	row += 2
	note := func(l string, k int) {
		text := t.say(l)
		if k > 0 {
			text = fmt.Sprintf("%d. %s", k, text)
		}
		s.Put(row, 1, text, write.Wrap)
		s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(3, row)})
		row++
	}
	for k, l := range templateSteps {
		note(l, k+1)
	}
	row++
	for k, h := range []string{t.say("Sheet"), t.say("Needed?"), t.say("One row is")} {
		s.Put(row, k+1, h, write.Head)
	}
	row++
	for _, spec := range templateSheets() {
		name := t.pick(spec.Name, spec.Russian)
		s.Put(row, 1, name, write.Linked)
		s.Links = append(s.Links, write.Link{Cell: write.At(1, row), To: "'" + name + "'!A1"})
		s.Put(row, 2, t.say(spec.Needed), write.Plain)
		s.Put(row, 3, t.say(spec.Row), write.Wrap)
		row++
	}
	row++
	for _, l := range templateNotes {
		note(l, 0)
	}
	return s
}

// sheet is one canonical sheet with its comments, drop-downs and example rows.
func (t templateWriter) sheet(spec *sheetSpec) *write.Sheet {
	s := write.NewSheet(t.pick(spec.Name, spec.Russian))
	var heads []string
	for _, c := range spec.Columns {
		name := t.pick(c.Name, c.Russian)
		if c.Required {
			name += "*"
		}
		heads = append(heads, name)
	}
	if spec == &evidenceSheet {
		heads = append(heads, "C3")
	}
	if spec == &competenceSheet {
		heads = append(heads, t.sources()...)
	}
	for k, h := range heads {
		s.Put(1, k+1, h, write.Head)
	}
	for n, row := range t.examples(spec) {
		for k, v := range row {
			if v != nil {
				s.Put(2+n, k+1, v, write.Plain)
			}
		}
	}
	for k := range heads {
		s.Fit(k+1, 1, 8, 48)
	}
	s.Freeze, s.TitleRows = [2]int{0, 1}, 1
	s.Before = func(f *excelize.File) error {
		for k, c := range spec.Columns {
			if c.Help == "" {
				continue
			}
			if err := comment(f, s.Name, write.At(k+1, 1), t.say(c.Help)); err != nil {
				return err
			}
		}
		if spec == &studySheet {
			for n, row := range t.examples(spec) {
				if err := comment(f, s.Name, write.At(1, n+2), t.setting(fmt.Sprint(row[0]))); err != nil {
					return err
				}
			}
		}
		return t.dropDowns(f, s.Name, spec)
	}
	return s
}

// templateSheets are the canonical sheets that a template shows: those of rare use only make it longer.
func templateSheets() []*sheetSpec {
	return slices.DeleteFunc(slices.Clone(canonical), func(spec *sheetSpec) bool { return spec.Row == "" })
}

// comment explains a cell, in a box that holds the text.
func comment(f *excelize.File, sheet, cell, text string) error {
	return f.AddComment(sheet, excelize.Comment{Cell: cell, Author: "Veche", Text: text, Width: 320, Height: uint(48 + 18*(len([]rune(text))/46))})
}

// setting explains a key of the Study sheet.
func (t templateWriter) setting(key string) string {
	if x := settingOf(fold(key)); x != nil && x.Help != "" {
		return t.say(x.Help)
	}
	panic("workbook: the template has a setting without an explanation: " + key)
}

// lists is the sheet of the methods and weightings, which drop-downs take their values from; the reader ignores it.
func (t templateWriter) lists() *write.Sheet {
	s := write.NewSheet(t.say("Lists"))
	for k, h := range []string{t.say("method"), "", t.say("weighting"), ""} {
		s.Put(1, k+1, h, write.Head)
	}
	for k, m := range mcda.Methods() {
		s.Put(k+2, 1, m.Name, write.Plain)
		s.Put(k+2, 2, t.say(m.Title), write.Note)
	}
	for k, m := range weighting.Methods() {
		s.Put(k+2, 3, m.Name, write.Plain)
		s.Put(k+2, 4, t.say(m.Title), write.Note)
	}
	s.Widths[1], s.Widths[2], s.Widths[3], s.Widths[4] = 20, 28, 20, 28
	s.Freeze, s.TitleRows = [2]int{0, 1}, 1
	return s
}

// longList refers to a column of the sheet Lists.
func (t templateWriter) longList(column, n int) string {
	return "'" + t.say("Lists") + "'!" + write.Pin(column, 2) + ":" + write.Pin(column, n+1)
}

// dropDowns offers the allowed values where they are few.
func (t templateWriter) dropDowns(f *excelize.File, sheet string, spec *sheetSpec) error {
	add := func(col string, cells string, values []string) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = cells
		if cells == "" {
			k := slices.IndexFunc(spec.Columns, func(c columnSpec) bool { return c.Name == col })
			v.Sqref = write.At(k+1, 2) + ":" + write.At(k+1, 2000)
		}
		if err := v.SetDropList(values); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, col, t.say("This is not one of the values offered."))
		return f.AddDataValidation(sheet, v)
	}
	for _, c := range spec.Columns {
		if c.Refers == "" {
			continue
		}
		from := canonical[slices.IndexFunc(canonical, func(x *sheetSpec) bool { return x.Name == c.Refers })]
		k := slices.IndexFunc(spec.Columns, func(x columnSpec) bool { return x.Name == c.Name })
		v := excelize.NewDataValidation(true)
		v.Sqref = write.At(k+1, 2) + ":" + write.At(k+1, 2000)
		v.SetSqrefDropList("'" + t.pick(from.Name, from.Russian) + "'!" + write.Pin(1, 2) + ":" + write.Pin(1, 200))
		v.SetError(excelize.DataValidationErrorStyleWarning, t.pick(c.Name, c.Russian), fmt.Sprintf(t.say("This is not on the sheet %s. Use it all the same?"), t.pick(from.Name, from.Russian)))
		if err := f.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	switch spec {
	case &studySheet:
		var normalizations []string
		for _, n := range mcda.Normalizations() {
			normalizations = append(normalizations, string(n))
		}
		for _, long := range []struct{ row, column, n int }{{3, 1, len(mcda.Methods())}, {4, 3, len(weighting.Methods())}} {
			v := excelize.NewDataValidation(true)
			v.Sqref = write.At(2, long.row)
			v.SetSqrefDropList(t.longList(long.column, long.n))
			v.SetError(excelize.DataValidationErrorStyleWarning, "Value", t.say("This is not one of the values offered."))
			if err := f.AddDataValidation(sheet, v); err != nil {
				return err
			}
		}
		for n, row := range t.examples(spec) {
			values := map[int][]string{3: normalizations, 4: study.Aggregations()}[n]
			if values != nil && row != nil {
				if err := add("Value", write.At(2, n+2), values); err != nil {
					return err
				}
			}
		}
	case &criteriaSheet:
		if err := add("Sense", "", []string{t.say("benefit"), t.say("cost"), t.say("target")}); err != nil {
			return err
		}
		return add("Preference", "", preferenceNames())
	case &technologiesSheet:
		return add("Pin", "", []string{"in", "out"})
	case &rulesSheet:
		var kinds []string
		for _, k := range study.RuleKinds() {
			kinds = append(kinds, t.pick(string(k), russianRules[string(k)]))
		}
		return add("Rule", "", kinds)
	case &pairwiseSheet:
		if err := add("Preferred", "", []string{"A", "=", "B"}); err != nil {
			return err
		}
		return add("Intensity", "", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"})
	}
	return nil
}

// examples are the rows that make the template a valid study.
func (t templateWriter) examples(spec *sheetSpec) [][]any {
	example := t.say("Example: ")
	science, business := t.say("Science"), t.say("Business")
	benefit, cost := t.say("benefit"), t.say("cost")
	switch spec {
	case &studySheet:
		return [][]any{{t.say("title"), t.say("Example study")}, {t.say("method"), study.DefaultMethod}, {t.say("weighting"), "direct"},
			{t.say("normalization"), "vector"}, {t.say("aggregation"), "mean"}, {t.say("shortlist"), 2},
			{t.say("competence"), "off"}, {t.say("language"), t.pick("en", "ru")}}
	case &criteriaSheet:
		return [][]any{
			{"C1", example + t.say("impact"), nil, benefit, 0.5, t.say("rating"), 1, 10},
			{"C2", example + t.say("readiness"), nil, benefit, 0.3, t.say("rating"), 1, 10},
			{"C3", example + t.say("cost‹price›"), nil, cost, 0.2, t.say("million"), nil, nil, nil, nil, "linear", 2, t.pick("2 + 0.1g", "2 + 0,1g")},
		}
	case &technologiesSheet:
		return [][]any{{"T1", example + t.say("heat pumps"), t.say("Energy"), 35}, {"T2", example + t.say("batteries"), t.say("Energy"), 42},
			{"T3", example + t.say("gene editing"), t.say("Health"), 60}}
	case &expertsSheet:
		return [][]any{{"E1", nil, nil, science}, {"E2", nil, nil, business}}
	case &competenceSheet:
		high, medium := t.say("high‹feminine›"), t.say("medium‹feminine›")
		return [][]any{{"E1", 8, high, medium}, {"E2", 6, medium, high}}
	case &blocsSheet:
		return [][]any{{science, 0.5}, {business, 0.5}}
	case &evidenceSheet:
		return [][]any{{"T1", 35}, {"T2", 42}, {"T3", 60}}
	case &scaleSheet:
		return [][]any{{t.say("low‹grade›"), 2}, {t.say("medium‹grade›"), 5}, {t.say("high‹grade›"), 9}, {t.say("rather high"), "6; 7; 8"}}
	case &scoresSheet:
		var rows [][]any
		for k, score := range []any{8, 6, 7, t.say("high‹grade›"), 4, 9, 7, 5, nil, 6, t.say("n/a"), 8} {
			rows = append(rows, []any{nil, fmt.Sprintf("E%d", 1+k/6), fmt.Sprintf("T%d", 1+k%6/2), fmt.Sprintf("C%d", 1+k%2), score})
		}
		return rows
	case &linksSheet:
		state := t.say("State")
		works, institute, ministry := t.say("Example: works"), t.say("Example: institute"), t.say("Example: ministry")
		return [][]any{{"P1", "T1", 2024, institute, science, nil, 2}, {"P1", "T1", 2024, works, business, nil, 5}, {"P1", "T1", 2024, ministry, state, nil, 3},
			{"P2", "T1", 2025, institute, science, nil, 2}, {"P2", "T1", 2025, works, business, nil, 6}, {"P3", "T3", 2025, institute, science, nil, 1}}
	case &synergiesSheet:
		return [][]any{{"T1", "T2", 0.1}}
	case &meetingSheet: // nothing is known before the meeting
		var rows [][]any
		for _, k := range study.MeetingKeys() {
			rows = append(rows, []any{t.pick(k.Name, k.Russian)})
		}
		return rows
	case &rulesSheet:
		return [][]any{{"requires", "T2", "T1"}}
	case &pairwiseSheet:
		return [][]any{{nil, "E1", nil, "C1", "C2", "A", 3}, {nil, "E1", nil, "C1", "C3", "A", 2}, {nil, "E1", nil, "C2", "C3", "=", 1},
			{nil, "E2", nil, "C1", "C2", "B", 2}, {nil, "E2", nil, "C1", "C3", "=", 1}, {nil, "E2", nil, "C2", "C3", "A", 3}}
	}
	return nil
}
