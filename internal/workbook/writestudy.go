package workbook

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// WriteStudy writes a study as a workbook in the canonical sheets with English names, such that reading it gives the same study again: settings, tree,
// panel, answers with their rounds, blanks and abstentions. Weights that were moved are not written; see [Save].
func WriteStudy(s *study.Study) ([]byte, error) { return WriteStudyIn(s, language.English) }

// WriteStudyIn is [WriteStudy] with the names of sheets, columns and settings in a language.
func WriteStudyIn(s *study.Study, l language.Language) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	w := &studyWriter{f: f, russian: l == language.Russian}
	if err := w.styles(); err != nil {
		return nil, err
	}
	for k, use := range sheetTable() {
		made := use.rows(s)
		if len(made.rows) == 0 && !use.Required {
			continue
		}
		if w.russian {
			inRussianWords(use.sheetSpec, made.rows)
		}
		if err := w.sheet(k == 0, use.sheetSpec, made.extra, made.rows); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", use.Name, err)
		}
	}
	return write.Pack(f)
}

type studyWriter struct {
	f            *excelize.File
	header, wrap int
	russian      bool
}

// inRussianWords writes the keys of settings and the senses as the Russian template does.
func inRussianWords(spec *sheetSpec, rows [][]any) {
	for _, row := range rows {
		switch spec {
		case &studySheet:
			if x := settingOf(fold(fmt.Sprint(row[0]))); x != nil && x.Russian != "" {
				row[0] = x.Russian
			}
		case &criteriaSheet:
			const sense = 3
			if text, ok := row[sense].(string); ok {
				row[sense] = language.Say(language.Russian, text)
			}
		}
	}
}

func (w *studyWriter) styles() (err error) {
	if w.header, err = w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EDF3"}},
		Border: []excelize.Border{{Type: "bottom", Color: "7F8FA0", Style: 1}}, Alignment: &excelize.Alignment{Vertical: "center"}}); err != nil {
		return err
	}
	w.wrap, err = w.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}})
	return err
}

// sheet writes one sheet: header, frozen, and rows; nil cells stay blank. Columns that no row fills are left out unless they are required.
func (w *studyWriter) sheet(first bool, spec *sheetSpec, extra []string, rows [][]any) error {
	sheet := spec.Name
	if w.russian {
		sheet = spec.Russian
	}
	if first {
		if err := w.f.SetSheetName("Sheet1", sheet); err != nil {
			return err
		}
	} else if _, err := w.f.NewSheet(sheet); err != nil {
		return err
	}
	var keep []int
	var header []any
	names := append(spec.headers(w.russian), extra...)
	for k, name := range names {
		used := k >= len(spec.Columns) || spec.Columns[k].Required
		for _, row := range rows {
			used = used || row[k] != nil
		}
		if used {
			keep = append(keep, k)
			header = append(header, excelize.Cell{StyleID: w.header, Value: name})
		}
	}
	last, err := excelize.CoordinatesToCellName(len(keep), len(rows)+1)
	if err != nil {
		return err
	}
	if err := w.f.SetSheetDimension(sheet, "A1:"+last); err != nil {
		return err
	}
	for _, row := range rows {
		if slices.ContainsFunc(row, write.NeedsAllDigits) { // which a stream cuts
			return w.digits(sheet, names, keep, rows)
		}
	}
	stream, err := w.f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	widths := map[int]float64{}
	for at, k := range keep {
		widths[at+1] = columnWidth(names[k], rows, k)
	}
	if err := write.SetWidths(widths, len(keep), stream.SetColWidth); err != nil {
		return err
	}
	if err := stream.SetRow("A1", header); err != nil {
		return err
	}
	cells := make([]any, len(keep))
	for n, row := range rows {
		for at, k := range keep {
			cells[at] = write.Literal(row[k])
		}
		if err := stream.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// digits writes a sheet as sheet does, in memory, cell by cell.
func (w *studyWriter) digits(sheet string, names []string, keep []int, rows [][]any) error {
	if err := w.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	widths := map[int]float64{}
	for at, k := range keep {
		widths[at+1] = columnWidth(names[k], rows, k)
	}
	if err := write.SetWidths(widths, len(keep), func(from, to int, width float64) error {
		return w.f.SetColWidth(sheet, letters(from), letters(to), width)
	}); err != nil {
		return err
	}
	for at, k := range keep {
		column, err := excelize.ColumnNumberToName(at + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetCellValue(sheet, column+"1", names[k]); err != nil {
			return err
		}
		if err := w.f.SetCellStyle(sheet, column+"1", column+"1", w.header); err != nil {
			return err
		}
		for n, row := range rows {
			if row[k] == nil {
				continue
			}
			if err := write.SetCell(w.f, sheet, column+strconv.Itoa(n+2), row[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// columnWidth is that of the longest text of column k, in characters, within what can be read.
func columnWidth(name string, rows [][]any, k int) float64 {
	width := ansi.StringWidth(name)
	for _, row := range rows {
		if text, ok := row[k].(string); ok {
			width = max(width, ansi.StringWidth(text))
		}
	}
	return float64(min(max(width+2, 9), 60))
}

func (s *sheetSpec) headers(russian bool) []string {
	var names []string
	for _, c := range s.Columns {
		names = append(names, s.heading(c.Name, russian))
	}
	return names
}

func studyRows(s *study.Study) [][]any {
	set := &s.Settings
	var rows [][]any
	add := func(key string, value any) {
		if value != nil && value != "" {
			rows = append(rows, []any{key, value})
		}
	}
	for _, x := range study.SettingsTable() {
		if x.Name == "normalization" {
			parameterRows(set, add)
			continue
		}
		v := x.Get(s)
		if n, ok := v.(uint64); ok && n > 1<<53 { // a number would lose its last digits
			v = strconv.FormatUint(n, 10)
		}
		add(x.Name, v)
	}
	return rows
}

// parameterRows adds the parameters: the method's in its order, then the weighting's.
func parameterRows(set *study.Settings, add func(key string, value any)) {
	written := map[string]bool{}
	if m, ok := mcda.Lookup(cmp.Or(set.Method, study.DefaultMethod)); ok {
		for _, p := range m.Parameters {
			add(p.Name, set.Parameters[p.Name])
			written[p.Name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(set.Parameters)) {
		if !written[name] {
			add(name, set.Parameters[name])
		}
	}
}

func criteriaRows(s *study.Study) [][]any {
	var rows [][]any
	hasChildren := map[string]bool{}
	for _, c := range s.Criteria {
		hasChildren[c.Parent] = true
	}
	for _, c := range s.Criteria {
		var sense, value any
		weight := write.NumberOrNil(c.Weight)
		if c.Fuzzy != nil {
			weight = formatFuzzy(c.Fuzzy)
		}
		if !hasChildren[c.Code] {
			sense = c.Sense.String()
		}
		if c.Value != nil {
			value = FormatValueFunction(c.Value)
		}
		rows = append(rows, []any{c.Code, c.Name, write.OrNil(c.Parent), sense, weight, write.OrNil(c.Unit), write.NumberOrNil(c.Min), write.NumberOrNil(c.Max), write.NumberOrNil(c.Target), value,
			write.OrNil(formatPreference(c.Preference.Function)), formatThreshold(c.Preference.Q), formatThreshold(c.Preference.P), write.NumberOrNil(c.Preference.Sigma), formatThreshold(c.Preference.Veto), formatLimits(c.Limits), write.OrNil(strings.Join(c.Links, "; "))})
	}
	return rows
}

func technologyRows(s *study.Study) [][]any {
	var rows [][]any
	for _, t := range s.Technologies {
		rows = append(rows, []any{t.ID, t.Name, write.OrNil(t.Group), write.NumberOrNil(t.Cost), write.OrNil(t.Pin), write.NumberOrNil(t.Prior), write.OrNil(t.Note)})
	}
	return rows
}

func expertRows(s *study.Study) [][]any {
	var rows [][]any
	for _, e := range s.Experts {
		rows = append(rows, []any{e.ID, write.OrNil(e.Name), write.OrNil(e.Organisation), write.OrNil(e.Bloc), write.NumberOrNil(e.Weight), conflictCell(s, &e)})
	}
	return rows
}

func blocRows(s *study.Study) [][]any {
	var rows [][]any
	for _, b := range s.Blocs {
		rows = append(rows, []any{b.Name, write.NumberOrNil(b.Weight)})
	}
	return rows
}

func termRows(s *study.Study) [][]any {
	var rows [][]any
	for _, t := range s.Terms {
		if t.Name == "" {
			continue // it stands in the cells it was typed in
		}
		var value any = t.Values[0]
		if len(t.Values) > 1 {
			value = formatFuzzy(t.Values)
		}
		rows = append(rows, []any{t.Name, value})
	}
	return rows
}

// evidenceCodes are the criteria that have evidence, in the study's order.
func evidenceCodes(s *study.Study) []string {
	has := make([]bool, len(s.Criteria))
	for e := range s.Evidence.All() {
		has[e.Criterion] = true
	}
	var codes []string
	for k, c := range s.Criteria {
		if has[k] {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

func evidenceRows(s *study.Study) writtenRows {
	codes := evidenceCodes(s)
	if len(codes) == 0 {
		return writtenRows{}
	}
	column := map[string]int{}
	for k, code := range codes {
		column[code] = k + 1
	}
	rows := make([][]any, len(s.Technologies))
	for t := range rows {
		rows[t] = make([]any, len(codes)+1)
		rows[t][0] = s.Technologies[t].ID
	}
	for e := range s.Evidence.All() {
		rows[e.Technology][column[s.Criteria[e.Criterion].Code]] = answerCell(s, e.Value, e.Term)
		if e.Stated > 0 {
			rows[e.Technology][column[s.Criteria[e.Criterion].Code]] = s.Distributions[e.Stated-1].String()
		}
	}
	return writtenRows{rows, codes}
}

// answerCell is the cell of a score or a measurement: its number, its term, or the fuzzy number typed there.
func answerCell(s *study.Study, value float64, term int32) any {
	if term == 0 {
		return value
	}
	t := &s.Terms[term-1]
	if t.Name != "" {
		return t.Name
	}
	return formatFuzzy(t.Values)
}

// roundName is the cell of an answer's round.
func roundName(s *study.Study, round int32) any {
	if round < 0 {
		return nil
	}
	return s.Rounds[round]
}

func scoreRows(s *study.Study) [][]any {
	rows := make([][]any, len(s.Scores))
	unread := map[[4]int32]string{}
	for _, x := range s.Unread {
		unread[[4]int32{x.Round, x.Expert, x.Technology, x.Criterion}] = unreadCell(false, x.Text)
	}
	for k, a := range s.Scores {
		var value any
		switch a.State {
		case study.Given:
			value = answerCell(s, a.Value, a.Term)
		case study.Abstained:
			value = "n/a"
		default:
			if text, ok := unread[[4]int32{a.Round, a.Expert, a.Technology, a.Criterion}]; ok {
				value = text
			}
		}
		rows[k] = []any{roundName(s, a.Round), s.Experts[a.Expert].ID, s.Technologies[a.Technology].ID, s.Criteria[a.Criterion].Code, value, nil}
	}
	return rows
}

// pairRows are the judgements and the comparisons, in the order they stood in.
func pairRows(s *study.Study) [][]any {
	type line struct {
		at    study.Origin
		cells []any
	}
	var lines []line
	for _, j := range s.Judgements {
		preferred, intensity := intensityCells(j.Value, j.Fuzzy)
		lines = append(lines, line{j.Origin, []any{roundName(s, j.Round), s.Experts[j.Expert].ID, write.OrNil(j.Parent), s.Criteria[j.A].Code, s.Criteria[j.B].Code, preferred, intensity, nil}})
	}
	for _, c := range s.Comparisons {
		preferred, intensity := intensityCells(c.Value, c.Fuzzy)
		lines = append(lines, line{c.Origin, []any{roundName(s, c.Round), s.Experts[c.Expert].ID, s.Criteria[c.Criterion].Code, s.Technologies[c.A].ID, s.Technologies[c.B].ID, preferred, intensity, nil}})
	}
	for _, x := range s.Unread {
		if x.Technology < 0 {
			lines = append(lines, line{x.Origin, []any{roundName(s, x.Round), s.Experts[x.Expert].ID, write.OrNil(s.Criteria[x.A].Parent), s.Criteria[x.A].Code, s.Criteria[x.B].Code, unreadCell(false, x.Text), nil, nil}})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.at.Sheet, b.at.Sheet), cmp.Compare(a.at.Row, b.at.Row))
	})
	rows := make([][]any, len(lines))
	for k, l := range lines {
		rows[k] = l.cells
	}
	return rows
}

// intensityCells are the cells Preferred and Intensity that read back as the value of A over B.
func intensityCells(value float64, fuzzy *mcda.Triangle) (preferred string, intensity any) {
	switch {
	case fuzzy != nil && value < 1:
		if t := (mcda.Triangle{inverse(fuzzy[2]), inverse(fuzzy[1]), inverse(fuzzy[0])}); (mcda.Triangle{1 / t[2], 1 / t[1], 1 / t[0]}) == *fuzzy {
			return "B", formatTriangle(t)
		}
		return "A", formatTriangle(*fuzzy)
	case fuzzy != nil:
		return "A", formatTriangle(*fuzzy)
	case value == 1:
		return "=", value
	case value < 1:
		return "B", inverse(value)
	}
	return "A", value
}

// inverse is 1/x, as a short number where its inverse is x too: 1.46 rather than 1.4600000000000002.
func inverse(x float64) float64 {
	if short, _ := strconv.ParseFloat(strconv.FormatFloat(1/x, 'g', 12, 64), 64); 1/short == x {
		return short
	}
	return 1 / x
}
