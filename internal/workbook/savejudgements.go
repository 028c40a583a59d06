package workbook

import (
	"fmt"
	"math"
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// changedBy is what stands in the column Source of a judgement that a person entered or changed here.
const changedBy = "Veche"

// judgementKey is a judgement without its value; a < b.
type judgementKey struct {
	round, expert int32
	a, b          int32
}

// keyed finds judgements by key, each as the value of a over b.
func keyed(s *study.Study) map[judgementKey]study.Judgement {
	all := make(map[judgementKey]study.Judgement, len(s.Judgements))
	for _, j := range s.Judgements {
		k := judgementKey{j.Round, j.Expert, j.A, j.B}
		if j.A > j.B {
			k.a, k.b = j.B, j.A
		}
		all[k] = j
	}
	return all
}

// over is the judgement's value of criterion a over the other.
func over(j study.Judgement, a int32) float64 {
	if j.A == a {
		return j.Value
	}
	return 1 / j.Value
}

// saveJudgements writes the judgements of criteria that differ from the workbook's: into the row or the cell where the old one stood, new ones into the blank
// cell of the expert's square matrix or as a row at the end of Pairwise, which is added when there is none. A judgement taken back leaves its row or cell blank.
// The column Source says who wrote and what stood there.
//
// r has read the workbook as it was.
func (r *reader) saveJudgements(f *excelize.File, s *study.Study) error {
	before := r.study
	was, now := keyed(before), keyed(s)
	w := &judgementWriter{r: r, f: f, s: s, before: before}
	for _, j := range before.Judgements {
		k := judgementKey{j.Round, j.Expert, min(j.A, j.B), max(j.A, j.B)}
		next, stands := now[k]
		if stands && math.Abs(over(next, j.A)-j.Value) < 1e-12 && (next.Fuzzy == nil) == (j.Fuzzy == nil) {
			continue
		}
		var value *float64
		if stands {
			x := over(next, j.A)
			value = &x
		}
		if err := w.change(j, value); err != nil {
			return err
		}
	}
	for _, j := range s.Judgements {
		if _, stood := was[judgementKey{j.Round, j.Expert, min(j.A, j.B), max(j.A, j.B)}]; !stood {
			if err := w.add(j); err != nil {
				return err
			}
		}
	}
	if w.list != nil {
		return w.list.err
	}
	return nil
}

// judgementWriter writes judgements where they belong.
type judgementWriter struct {
	r         *reader
	f         *excelize.File
	s, before *study.Study
	list      *answerSheet // the sheet Pairwise, once something was written there
}

// rows opens the sheet Pairwise, adding it with the columns a judgement of j's kind needs.
func (w *judgementWriter) rows(j study.Judgement) (*answerSheet, error) {
	columns := []string{"Expert", "A", "B", "Preferred", "Intensity"}
	if j.Round >= 0 {
		columns = append([]string{"Round"}, columns...)
	}
	if j.Parent != "" {
		columns = append(columns, "Parent")
	}
	if w.list == nil {
		russian := slices.ContainsFunc(w.r.book.Sheets(), func(s xlsx.Sheet) bool { return fold(s.Name) == fold(criteriaSheet.Russian) })
		c := &collector{c: &Collection{before: w.r}, f: w.f, russian: russian}
		list, err := c.open(&pairwiseSheet, 0, columns...)
		if err != nil {
			return nil, err
		}
		w.list = list
	}
	for _, name := range columns {
		w.list.column(&pairwiseSheet, name)
	}
	return w.list, w.list.err
}

// change writes another value of A over B where j stood; nil takes the judgement back.
func (w *judgementWriter) change(j study.Judgement, value *float64) error {
	at := w.before.Place(j.Origin)
	if matrixOf(at.Sheet) != "" {
		return w.square(at.Sheet, j, value)
	}
	if slices.ContainsFunc(w.r.surveys, func(s *survey) bool { return s.name == at.Sheet }) {
		return language.Errorf("the judgement of %s and %s at %s is an answer of a survey, which is left as it is; copy the judgements to a sheet Pairwise to change them",
			w.s.Criteria[j.A].Code, w.s.Criteria[j.B].Code, at)
	}
	t, err := w.rows(j)
	if err != nil {
		return err
	}
	row := int(j.Origin.Row)
	if value == nil {
		for _, col := range t.at {
			if t.err == nil {
				t.err = w.f.SetCellValue(t.name, xlsx.CellName(row, col), nil)
			}
		}
		return t.err
	}
	preferred, intensity := intensityCells(*value, nil)
	t.set(row, t.at["Preferred"], preferred)
	t.set(row, t.at["Intensity"], intensity)
	wasPreferred, wasIntensity := intensityCells(j.Value, j.Fuzzy)
	t.source(row, fmt.Sprintf("%s (%s %v)", changedBy, wasPreferred, wasIntensity))
	return t.err
}

// add writes a judgement that stands nowhere yet.
func (w *judgementWriter) add(j study.Judgement) error {
	if sheet := w.squareOf(j); sheet != "" {
		return w.square(sheet, j, &j.Value)
	}
	t, err := w.rows(j)
	if err != nil {
		return err
	}
	t.last++
	if j.Round >= 0 {
		t.set(t.last, t.at["Round"], w.s.Rounds[j.Round])
	}
	preferred, intensity := intensityCells(j.Value, j.Fuzzy)
	t.set(t.last, t.at["Expert"], w.s.Experts[j.Expert].ID)
	t.set(t.last, t.at["A"], w.s.Criteria[j.A].Code)
	t.set(t.last, t.at["B"], w.s.Criteria[j.B].Code)
	t.set(t.last, t.at["Preferred"], preferred)
	t.set(t.last, t.at["Intensity"], intensity)
	if j.Parent != "" {
		t.set(t.last, t.at["Parent"], j.Parent)
	}
	t.set(t.last, t.at["Source"], changedBy)
	return t.err
}

// squareOf is the sheet with the expert's square matrix in which a judgement without a round can stand; "" for none.
func (w *judgementWriter) squareOf(j study.Judgement) string {
	if j.Round >= 0 {
		return ""
	}
	for _, k := range w.before.Judgements {
		if k.Expert == j.Expert && k.Parent == j.Parent && k.Round < 0 {
			if at := w.before.Place(k.Origin); matrixOf(at.Sheet) != "" {
				return at.Sheet
			}
		}
	}
	return ""
}

// square writes A over B into the cell where row A and column B of a square matrix meet, when j stood there or that lies above the diagonal, else the
// reciprocal into the other; a number in the opposite cell follows.
func (w *judgementWriter) square(sheet string, j study.Judgement, value *float64) error {
	k := slices.IndexFunc(w.r.book.Sheets(), func(s xlsx.Sheet) bool { return s.Name == sheet })
	r := &reader{file: w.r.file, book: w.r.book, known: make([]bool, len(w.r.book.Sheets())), study: &study.Study{Criteria: w.before.Criteria, Technologies: w.before.Technologies},
		criteria: w.r.criteria, technologies: w.r.technologies, parents: w.r.parents}
	t := &table{r: r, spec: &pairwiseSheet, index: k, name: sheet}
	cells, ok := t.corner(max(len(w.before.Criteria), len(w.before.Technologies)))
	if !ok {
		return r.issues
	}
	codes, ok := t.findCodes(cells)
	if !ok {
		return r.issues
	}
	place := func(criterion int32) int {
		return slices.IndexFunc(codes.across, func(c xlsx.Cell) bool { return r.criteria.find(text(c)) == int(criterion) })
	}
	a, b := place(j.A), place(j.B)
	if a < 0 || b < 0 {
		return language.Errorf("the matrix %s has no row for %s or %s", sheet, w.s.Criteria[j.A].Code, w.s.Criteria[j.B].Code)
	}
	x := 0.0
	if value != nil {
		x = *value
	}
	put := func(row, col int, x float64) error {
		name := xlsx.CellName(row, col)
		if value == nil {
			return w.f.SetCellValue(sheet, name, nil)
		}
		return write.SetCell(w.f, sheet, name, x)
	}
	upper, lower := [2]int{codes.rows[a], codes.across[b].Col}, [2]int{codes.rows[b], codes.across[a].Col}
	forUpper, forLower := x, inverse(x)
	if a > b {
		upper, lower, forUpper, forLower = lower, upper, forLower, forUpper
	}
	if err := put(upper[0], upper[1], forUpper); err != nil {
		return err
	}
	if c, ok := cells[lower]; ok && (!c.HasFormula || value == nil) {
		return put(lower[0], lower[1], forLower)
	}
	return nil
}

// sameJudgements reports whether two studies hold the same judgements of criteria.
func sameJudgements(s, t *study.Study) bool {
	a, b := keyed(s), keyed(t)
	for k, j := range a {
		other, ok := b[k]
		if !ok || math.Abs(over(j, k.a)-over(other, k.a)) > 1e-12 {
			return false
		}
	}
	return len(a) == len(b)
}
