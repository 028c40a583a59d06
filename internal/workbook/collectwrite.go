package workbook

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

const (
	lastRow   = 1_048_576 // the largest row number of a sheet
	mostLong  = 100_000   // answers in rows of their own on a sheet that is made for them; of more, a row holds all of an expert on a technology
	mostCells = 2_500_000 // of a sheet that answers are added to, which is held in memory as a whole
)

// Workbook is the study's workbook with the collected answers added: rows at the end of Scores and Pairwise, or blank cells filled in, each with the file,
// sheet and cell it came from in the column Source (Источник), and a sheet with the report. Everything else stays as it was. What was written is read
// back and must be the merged study.
func (c *Collection) Workbook() ([]byte, error) {
	f, err := excelize.OpenReader(bytes.NewReader(c.data))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	russian := slices.ContainsFunc(c.before.book.Sheets(), func(s xlsx.Sheet) bool { return fold(s.Name) == fold(criteriaSheet.Russian) })
	w := &collector{c: c, f: f, russian: russian}
	w.marks()
	if len(c.Study.Scores) > c.old[0] || slices.ContainsFunc(c.filled, func(x filling) bool { return x.judgement == 0 }) {
		if err := w.scores(); err != nil {
			return nil, err
		}
	}
	if len(c.Study.Judgements) > c.old[1] || slices.ContainsFunc(c.Study.Unread[c.old[2]:], func(x study.Unread) bool { return x.Technology < 0 }) {
		if err := w.judgements(); err != nil {
			return nil, err
		}
	}
	if err := w.report(); err != nil {
		return nil, err
	}
	data, err := write.Pack(f)
	if err != nil {
		return nil, err
	}
	return data, c.readsBack(data)
}

// collector writes a collection into the study's workbook.
type collector struct {
	c       *Collection
	f       *excelize.File
	russian bool
	unread  map[[4]int32]string // what stands in place of scores that could not be read
}

func (w *collector) say(text string, args ...any) string {
	return language.Say(w.lang(), text, args...)
}

func (w *collector) lang() language.Language {
	if w.russian {
		return language.Russian
	}
	return language.English
}

// pick is the name of a sheet or column.
func (w *collector) pick(en, ru string) string {
	if w.russian {
		return ru
	}
	return en
}

// answerSheet is a sheet that answers are added to.
type answerSheet struct {
	w      *collector
	name   string
	header int
	at     map[string]int // file column by the column's English name
	leaf   map[int32]int  // file column by criterion, of a sheet with a column for each; nil otherwise
	last   int            // last row in use
	width  int            // last column in use
	err    error
}

// open finds the sheet of the spec, or adds it with the columns named; fresh is how many answers come to it.
func (w *collector) open(spec *sheetSpec, fresh int, columns ...string) (*answerSheet, error) {
	b := w.c.before
	r := &reader{file: b.file, book: b.book, known: make([]bool, len(b.book.Sheets())), study: &study.Study{Criteria: b.study.Criteria}, criteria: b.criteria, parents: b.parents}
	s := &answerSheet{w: w, at: map[string]int{}}
	t := r.find(spec)
	if t == nil {
		s.name, s.header, s.last = w.pick(spec.Name, spec.Russian), 1, 1
		if _, err := w.f.NewSheet(s.name); err != nil {
			return nil, err
		}
		if spec == &scoresSheet && fresh > w.c.long && w.codesAreNoHeadings() {
			s.leaf = map[int32]int{}
		}
	} else {
		if !t.readHeader() {
			return nil, r.issues
		}
		s.name, s.header, s.last = t.name, t.header, t.header
		for k, col := range t.at {
			if col > 0 {
				s.at[spec.Columns[k].Name] = col
				s.width = max(s.width, col)
			}
		}
		for _, e := range t.extra {
			s.width = max(s.width, e.col)
			if isSource(e) && s.at["Source"] == 0 {
				s.at["Source"] = e.col
			}
		}
		if spec == &scoresSheet && (s.at["Criterion"] == 0 || s.at["Score"] == 0) {
			s.leaf = map[int32]int{}
			for col, k := range r.leafColumns(t) {
				s.leaf[k] = col
			}
		}
		if !t.body(func(x row) { s.last = x.n }) {
			return nil, r.issues
		}
	}
	if fresh > 0 && s.leaf == nil && (s.last-s.header+fresh)*(len(columns)+1) > mostCells {
		return nil, s.tooMany()
	}
	for _, name := range append(columns, "Source") {
		if s.leaf == nil || name != "Criterion" && name != "Score" {
			s.column(spec, name)
		}
	}
	return s, s.err
}

// codesAreNoHeadings reports that a column headed with a criterion's code is taken for nothing else.
func (w *collector) codesAreNoHeadings() bool {
	return !slices.ContainsFunc(w.c.Study.Criteria, func(c study.Criterion) bool {
		return scoresSheet.column(c.Code) >= 0 || isSource(extraColumn{text: c.Code})
	})
}

func (s *answerSheet) tooMany() error {
	return language.Errorf("the sheet %s would have more than %d cells, more than can be written at once: collect fewer forms, or into a study without the answers of earlier rounds", s.name, mostCells)
}

// column adds a column unless there is one of that name.
func (s *answerSheet) column(spec *sheetSpec, name string) {
	if s.at[name] > 0 {
		return
	}
	s.width++
	s.at[name] = s.width
	heading := spec.heading(name, s.w.russian)
	if name == sourceColumn[0] {
		heading = s.w.pick(sourceColumn[0], sourceColumn[1])
	}
	s.set(s.header, s.width, heading)
}

func (s *answerSheet) set(row, col int, value any) {
	if s.err == nil && row > lastRow {
		s.err = language.Errorf("the sheet %s cannot hold more than %d rows", s.name, lastRow)
	}
	if s.err != nil || value == nil {
		return
	}
	cell := xlsx.CellName(row, col)
	s.err = write.SetCell(s.w.f, s.name, cell, value)
}

// source adds a place to those a row came from.
func (s *answerSheet) source(row int, place string) {
	cell := xlsx.CellName(row, s.at["Source"])
	was, err := s.w.f.GetCellValue(s.name, cell)
	if s.err == nil {
		s.err = err
	}
	if was = clean(was); was != "" {
		place = was + "; " + place
	}
	s.set(row, s.at["Source"], place)
}

// scoreCell is what stands in the cell of a score.
func scoreCell(s *study.Study, a *study.Score) any {
	switch a.State {
	case study.Given:
		return answerCell(s, a.Value, a.Term)
	case study.Abstained:
		return "n/a"
	}
	return nil
}

func (w *collector) scores() error {
	s := w.c.Study
	columns := []string{"Expert", "Technology", "Criterion", "Score"}
	fresh := s.Scores[w.c.old[0]:]
	if slices.ContainsFunc(fresh, func(a study.Score) bool { return a.Round >= 0 }) {
		columns = append([]string{"Round"}, columns...)
	}
	t, err := w.open(&scoresSheet, len(fresh), columns...)
	if err != nil {
		return err
	}
	for _, x := range w.c.filled {
		if x.judgement > 0 {
			continue
		}
		a := &s.Scores[x.score]
		t.set(int(x.at.Row), int(x.at.Col), w.cell(a))
		t.source(int(x.at.Row), s.Place(a.Origin).String())
	}
	if t.leaf != nil {
		return w.wide(t, fresh)
	}
	for k := range fresh {
		a := &fresh[k]
		t.last++
		if a.Round >= 0 {
			t.set(t.last, t.at["Round"], s.Rounds[a.Round])
		}
		t.set(t.last, t.at["Expert"], s.Experts[a.Expert].ID)
		t.set(t.last, t.at["Technology"], s.Technologies[a.Technology].ID)
		t.set(t.last, t.at["Criterion"], s.Criteria[a.Criterion].Code)
		t.set(t.last, t.at["Score"], w.cell(a))
		t.set(t.last, t.at["Source"], s.Place(a.Origin).String())
	}
	return t.err
}

// wide adds answers to a sheet with a column for each criterion: a row for each technology of each expert. Its source names each cell, by code.
func (w *collector) wide(t *answerSheet, fresh []study.Score) error {
	s := w.c.Study
	for k := range fresh {
		if a := &fresh[k]; t.leaf[a.Criterion] == 0 {
			t.width++
			t.leaf[a.Criterion] = t.width
			t.set(t.header, t.width, s.Criteria[a.Criterion].Code)
		}
	}
	type answering struct{ round, expert, technology int32 }
	rows := map[answering][]*study.Score{} // an answer that could not be read follows all others
	var order []answering
	for k := range fresh {
		a := &fresh[k]
		of := answering{a.Round, a.Expert, a.Technology}
		if rows[of] == nil {
			order = append(order, of)
		}
		rows[of] = append(rows[of], a)
	}
	if (t.last-t.header+len(order))*t.width > mostCells {
		return t.tooMany()
	}
	for _, of := range order {
		t.last++
		if of.round >= 0 {
			t.set(t.last, t.at["Round"], s.Rounds[of.round])
		}
		t.set(t.last, t.at["Expert"], s.Experts[of.expert].ID)
		t.set(t.last, t.at["Technology"], s.Technologies[of.technology].ID)
		var cells []string
		for _, a := range rows[of] {
			t.set(t.last, t.leaf[a.Criterion], w.cell(a))
			cells = append(cells, strings.TrimSpace(s.Criteria[a.Criterion].Code+" "+s.Place(a.Origin).Cell))
		}
		at := s.Place(rows[of][0].Origin)
		at.Cell = ""
		t.set(t.last, t.at["Source"], at.String()+": "+strings.Join(cells, ", "))
	}
	return t.err
}

func (w *collector) judgements() error {
	s := w.c.Study
	fresh := s.Judgements[w.c.old[1]:]
	columns := []string{"Expert", "A", "B", "Preferred", "Intensity"}
	lost := slices.DeleteFunc(slices.Clone(s.Unread[w.c.old[2]:]), func(x study.Unread) bool { return x.Technology >= 0 })
	if slices.ContainsFunc(fresh, func(j study.Judgement) bool { return j.Round >= 0 }) || slices.ContainsFunc(lost, func(x study.Unread) bool { return x.Round >= 0 }) {
		columns = append([]string{"Round"}, columns...)
	}
	if slices.ContainsFunc(fresh, func(j study.Judgement) bool { return j.Parent != "" }) || slices.ContainsFunc(lost, func(x study.Unread) bool { return s.Criteria[x.A].Parent != "" }) {
		columns = append(columns, "Parent")
	}
	t, err := w.open(&pairwiseSheet, len(fresh)+len(lost), columns...)
	if err != nil {
		return err
	}
	rows := map[int]int{} // of judgements whose row is there
	for _, x := range w.c.filled {
		if x.judgement > 0 {
			rows[x.judgement-1-w.c.old[1]] = int(x.at.Row)
		}
	}
	pair := func(row int, round, expert int32, parent string, a, b int32, preferred, intensity any) {
		if round >= 0 {
			t.set(row, t.at["Round"], s.Rounds[round])
		}
		t.set(row, t.at["Expert"], s.Experts[expert].ID)
		t.set(row, t.at["A"], s.Criteria[a].Code)
		t.set(row, t.at["B"], s.Criteria[b].Code)
		t.set(row, t.at["Preferred"], preferred)
		t.set(row, t.at["Intensity"], intensity)
		if parent != "" {
			t.set(row, t.at["Parent"], parent)
		}
	}
	for k := range fresh {
		j := &fresh[k]
		row, there := rows[k]
		if !there {
			t.last++
			row = t.last
		}
		preferred, intensity := intensityCells(j.Value, j.Fuzzy)
		pair(row, j.Round, j.Expert, j.Parent, j.A, j.B, preferred, intensity)
		t.source(row, s.Place(j.Origin).String())
	}
	for _, x := range lost {
		t.last++
		pair(t.last, x.Round, x.Expert, s.Criteria[x.A].Parent, x.A, x.B, unreadCell(w.russian, x.Text), nil)
		t.source(t.last, s.Place(x.Origin).String())
	}
	return t.err
}

func letters(col int) string { return strings.TrimRight(xlsx.CellName(1, col), "1") }

// readsBack makes sure that the workbook holds every answer of the merged study and no other.
func (c *Collection) readsBack(data []byte) error {
	again, issues := ReadUnanswered(c.before.file, data)
	if err := issues.Err(); err != nil {
		return language.Errorf("the merged workbook would not read back: %v", err)
	}
	want, got := answersOf(c.Study), answersOf(again)
	for k, n := range want {
		if got[k] != n {
			return language.Errorf("the merged workbook would read back without %s; this is a fault of the program, please report it", k)
		}
	}
	for k := range got {
		if want[k] == 0 && !strings.HasSuffix(k, " blank") { // a new column of a wide sheet leaves the others' cells blank
			return language.Errorf("the merged workbook would read back with %s added; this is a fault of the program, please report it", k)
		}
	}
	return nil
}

// marks notes what stands in place of scores that could not be read.
func (w *collector) marks() {
	w.unread = map[[4]int32]string{}
	for _, x := range w.c.Study.Unread {
		if x.Technology >= 0 {
			w.unread[[4]int32{x.Round, x.Expert, x.Technology, x.Criterion}] = unreadCell(w.russian, x.Text)
		}
	}
}

// cell is what stands in the cell of a score.
func (w *collector) cell(a *study.Score) any {
	if text, ok := w.unread[[4]int32{a.Round, a.Expert, a.Technology, a.Criterion}]; ok && a.State == study.Missing {
		return text
	}
	return scoreCell(w.c.Study, a)
}

// answersOf counts a study's answers, each written out.
func answersOf(s *study.Study) map[string]int {
	all := map[string]int{}
	for k := range s.Scores {
		a := &s.Scores[k]
		said := fmt.Sprint(scoreCell(s, a))
		if a.State == study.Missing {
			said = "blank"
		}
		all[fmt.Sprintf("%v/%s/%s/%s %s", roundName(s, a.Round), s.Experts[a.Expert].ID, s.Technologies[a.Technology].ID, s.Criteria[a.Criterion].Code, said)]++
	}
	for k := range s.Unread {
		x := &s.Unread[k]
		all[fmt.Sprintf("%v/%s/%d/%d/%d/%d unreadable: %s", roundName(s, x.Round), s.Experts[x.Expert].ID, x.Technology, x.Criterion, x.A, x.B, x.Text)]++
	}
	for k := range s.Judgements {
		j := &s.Judgements[k]
		preferred, intensity := intensityCells(j.Value, j.Fuzzy)
		all[fmt.Sprintf("%v/%s/%s/%s %v %v", roundName(s, j.Round), s.Experts[j.Expert].ID, s.Criteria[j.A].Code, s.Criteria[j.B].Code, preferred, intensity)]++
	}
	return all
}

// sourceColumn is the column in which collecting notes where an answer came from.
var sourceColumn = inBoth{"Source", "Источник"}

// isSource recognises that column.
func isSource(e extraColumn) bool {
	f := foldHeader(e.text)
	return f == fold(sourceColumn[0]) || f == fold(sourceColumn[1])
}
