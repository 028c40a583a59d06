package shortlist

import (
	"github.com/xuri/excelize/v2"

	"veche/internal/report"
	"veche/internal/workbook/write"
)

// Where the scores stand on the Scores sheet.
const (
	scoreHead  = 2 // rows of header: names, codes
	scoreFirst = scoreHead + 1
	scoreCol   = 3 // the first criterion's column
)

// scores is the matrix that is ranked, with the number of answers behind every score.
func (e *exporter) scores() *write.Sheet {
	s := write.NewSheet(e.sheet("Scores"))
	o, st := e.o, e.o.Study
	n := len(o.Leaves)
	answered := e.answered()
	s.Put(1, 1, nil, write.Head)
	s.Put(1, 2, nil, write.Head)
	s.Put(2, 1, e.say("ID"), write.Head)
	s.Put(2, 2, e.say("Technology"), write.Head)
	for j, i := range o.Leaves {
		s.Put(1, scoreCol+j, st.Criteria[i].Name, write.HeadNumber)
		s.Put(2, scoreCol+j, st.Criteria[i].Code, write.HeadFilter)
		s.Widths[scoreCol+j] = 13
		if answered {
			s.Put(1, scoreCol+n+2+j, nil, write.HeadNumber)
			s.Put(2, scoreCol+n+2+j, "n "+st.Criteria[i].Code, write.HeadNumber)
			s.Widths[scoreCol+n+2+j] = float64(max(6, len(st.Criteria[i].Code)+4))
		}
	}
	if answered {
		s.Put(1, scoreCol+n+1, nil, write.HeadNumber)
		s.Put(2, scoreCol+n+1, e.say("Raters"), write.HeadNumber)
		s.Widths[scoreCol+n+1] = 10
		s.Widths[scoreCol+n] = 2
	}
	width := scoreCol + n - 1
	if answered {
		width = scoreCol + 2*n + 1
	}
	exported := e.exportedColumn()
	if e.c != nil {
		width = exported + n - 1
		s.Put(1, exported, e.say("As exported, to compare with"), write.Note)
		s.Widths[exported-1] = 2
		for j, i := range o.Leaves {
			s.Put(2, exported+j, e.say("%s as exported", st.Criteria[i].Code), write.HeadNumber)
		}
	}
	grouped := e.rankingColumns().group > 0
	if grouped && e.c == nil {
		width = e.groupColumn()
	}
	s.Lines = &write.Lines{First: scoreFirst, Count: len(e.all), Width: width, Line: func(k int, row []write.Cell) {
		i := e.all[k]
		t := &st.Technologies[o.Technology[i]]
		row[0].Set(t.ID, write.Strong)
		row[1].Set(t.Name, write.Wrap)
		for j := range n {
			look := write.Score
			if e.open() && k < len(e.order) {
				look = write.Input
			}
			row[scoreCol-1+j].Set(o.Problem.At(i, j), look)
			if e.c != nil && k < len(e.order) {
				row[exported-1+j].Set(o.Problem.At(i, j), write.Score)
			}
			if answered {
				row[scoreCol+n+1+j].Set(o.Cell(i, j).Answers, write.Whole)
			}
		}
		if answered {
			row[scoreCol+n].Set(o.Raters[i], write.Whole)
		}
		if grouped {
			row[e.groupColumn()-1].Set(write.OrNil(t.Group), write.Plain)
		}
	}}
	if grouped {
		s.Put(1, e.groupColumn(), nil, write.Head)
		s.Put(2, e.groupColumn(), e.say("Group"), write.Head)
		s.Fit(e.groupColumn(), 2, 10, 30)
		s.Widths[e.groupColumn()-1] = 2
	}
	row := e.unrankedFirst() - 1
	if len(o.Unranked) > 0 {
		s.Put(row, 1, e.say("Not ranked: an empty place is never counted as zero"), write.Strong)
		for k, u := range o.Unranked {
			t := &st.Technologies[u.Technology]
			s.Put(row+1+k, 1, t.ID, write.Plain)
			s.Put(row+1+k, 2, t.Name, write.Wrap)
			s.Put(row+1+k, scoreCol, u.Reason.In(e.reading()), write.Plain)
		}
		row += len(o.Unranked) + 2
	}
	note := e.scoresNote(answered)
	s.Put(row, 1, note, write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(scoreCol+n-1, row)})
	s.Fit(1, 3, 8, 16)
	s.Fit(2, 3, 20, 60)
	s.Freeze, s.TitleRows = [2]int{2, scoreHead}, scoreHead
	s.Table = "VecheScores"
	s.Area = write.Area{LastCol: scoreCol + n - 1, LastRow: row}
	s.Before = e.limits(s)
	s.Filter = write.At(1, scoreHead) + ":" + write.At(scoreCol+n-1, scoreFirst+len(e.all)-1)
	return s
}

// open reports that the scores may be typed over.
func (e *exporter) open() bool { return e.x.Open && e.c != nil }

// exportedColumn is where the Scores sheet keeps the scores as they were exported, after everything else and a gap.
func (e *exporter) exportedColumn() int { return e.groupColumn() + 2 }

// scoreCells are the live rows of the Scores sheet from a column on, as many columns as there are criteria.
func (e *exporter) scoreCells(col int) string {
	return e.ref("Scores", write.Pin(col, scoreFirst)+":"+write.Pin(col+len(e.o.Leaves)-1, scoreFirst+len(e.order)-1))
}

// editing says how the scores are edited.
func (e *exporter) editing() string {
	if e.open() {
		return e.say("Edit the scores in the framed yellow cells: the ranking follows, and the Summary says so. A score left empty leaves no ranking.")
	}
	return e.say("To try other scores, take the sheet's protection away (Review, Unprotect Sheet; there is no password): the ranking follows, and the Summary says so.")
}

// limits lets only scores of their scale be typed.
func (e *exporter) limits(s *write.Sheet) func(f *excelize.File) error {
	if e.c == nil {
		return nil
	}
	return func(f *excelize.File) error {
		for j, i := range e.o.Leaves {
			c := &e.o.Study.Criteria[i]
			lo, hi := -1e15, 1e15
			if c.Min != nil {
				lo = *c.Min
			}
			if c.Max != nil {
				hi = *c.Max
			}
			v := excelize.NewDataValidation(false)
			v.Sqref = write.At(scoreCol+j, scoreFirst) + ":" + write.At(scoreCol+j, scoreFirst+len(e.order)-1)
			if err := v.SetRange(lo, hi, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
				return err
			}
			says := e.say("Enter a number.")
			if c.Min != nil && c.Max != nil {
				says = e.say("Enter a number from %s to %s.", e.number("%v", lo), e.number("%v", hi))
			}
			v.SetError(excelize.DataValidationErrorStyleStop, e.say("Score"), says)
			if err := f.AddDataValidation(s.Name, v); err != nil {
				return err
			}
		}
		return nil
	}
}

// scoresNote says what the scores are made of.
func (e *exporter) scoresNote(answered bool) string {
	o, st := e.o, e.o.Study
	note := e.say("Measured values as given.")
	if answered {
		note = e.say("Each score is the %s of the answers given%s; n is their number. Blank answers and “don't know” are left out.", e.say(o.AggregationInForce()), e.inRound())
		if measured := report.Measured(o); measured > 0 {
			note += " " + e.say("Criteria judged by measured evidence: %d.", measured)
		}
	}
	for _, i := range o.Leaves {
		if c := &st.Criteria[i]; len(c.Links) > 0 {
			note += " " + e.linked(c)
		}
	}
	if e.partial() {
		note += " " + e.say("The first %d rows are the technologies that follow edits of the weights.", len(e.order))
	}
	if e.c != nil {
		note += " " + e.editing()
	}
	return note
}

// unrankedFirst is the row of the first technology that is not ranked, on the Scores sheet.
func (e *exporter) unrankedFirst() int { return scoreFirst + len(e.all) + 2 }

// inRound says of which rounds the answers are.
func (e *exporter) inRound() string {
	if e.o.Round == "" {
		return ""
	}
	return e.say(" in round %s", e.o.Round)
}
