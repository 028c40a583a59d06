package shortlist

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
	"veche/internal/workbook"
	"veche/internal/workbook/write"
)

// issues lists the warnings that travel with the ranking, each with a link to where it can be seen in this workbook.
func (e *exporter) issues() *write.Sheet {
	s := write.NewSheet(e.sheet("Issues"))
	e.heads(s, 1, "Code", "See here", "In the study", "What", "What to do")
	here := e.places()
	for k, i := range e.o.Warnings {
		row := k + 2
		s.Put(row, 1, i.Code, write.Strong)
		if to := here[i.Place]; to != "" {
			s.Put(row, 2, strings.ReplaceAll(to, "'", ""), write.Linked)
			s.Links = append(s.Links, write.Link{Cell: write.At(2, row), To: to})
		} else {
			s.Put(row, 2, "–", write.Plain)
		}
		s.Put(row, 3, i.Place.String(), write.Wrap)
		s.Put(row, 4, i.Message.In(e.reading()), write.Wrap)
		s.Put(row, 5, i.Remedy.In(e.reading()), write.Wrap)
	}
	if len(e.o.Warnings) == 0 {
		s.Put(2, 1, "–", write.Plain)
		s.Put(2, 4, e.say("No problems were found in the study."), write.Wrap)
	}
	s.Table, s.Filter = "VecheIssues", write.At(1, 1)+":"+write.At(5, max(2, len(e.o.Warnings)+1))
	s.Aside = len(e.o.Warnings) == 0
	s.Widths[1] = 16
	s.Fit(1, 1, 12, 24)
	s.Widths[2], s.Widths[3], s.Widths[4], s.Widths[5] = 18, 36, 62, 54
	s.Freeze, s.TitleRows = [2]int{0, 1}, 1
	return s
}

// places finds for the places of the warnings the cells of this workbook that show the same.
func (e *exporter) places() map[study.Place]string {
	st := e.o.Study
	here := map[study.Place]string{}
	exact, rows := map[study.Origin][]study.Place{}, map[study.Origin][]study.Place{} // by cell; by row, Col 0
	for _, i := range e.o.Warnings {
		sheet := slices.Index(st.Sheets, study.Sheet{File: i.File, Name: i.Sheet})
		row, col := 0, 0
		if before, _, whole := strings.Cut(i.Cell, ":"); whole {
			row, _ = strconv.Atoi(before)
		} else if c, r, err := excelize.CellNameToCoordinates(i.Cell); err == nil {
			row, col = r, c
		}
		if sheet < 0 || row == 0 {
			here[i.Place] = e.sheetOf(i.Sheet)
			continue
		}
		line := study.Origin{Sheet: uint16(sheet + 1), Row: int32(row)}
		rows[line] = append(rows[line], i.Place)
		line.Col = uint16(col)
		exact[line] = append(exact[line], i.Place)
	}
	show := func(o study.Origin, sheet string, col, row int, whole bool) {
		found := exact[o]
		if whole {
			o.Col = 0
			found = rows[o]
		}
		for _, p := range found {
			if here[p] == "" && row > 0 {
				here[p] = e.ref(sheet, write.At(col, row))
			}
		}
	}
	lines := e.scoreLines()
	columns := make([]int, len(st.Criteria))
	for j, i := range e.o.Leaves {
		columns[i] = scoreCol + j
	}
	if len(exact) == 0 {
		return here
	}
	for i := range st.Criteria {
		show(st.Criteria[i].WeightAt, "Criteria", colWeight, i+2, false)
	}
	for i := range st.Scores {
		if a := &st.Scores[i]; columns[a.Criterion] > 0 {
			show(a.Origin, "Scores", columns[a.Criterion], lines[a.Technology], false)
		}
	}
	for m := range st.Evidence.All() {
		if columns[m.Criterion] > 0 {
			show(m.Origin, "Scores", columns[m.Criterion], lines[m.Technology], false)
		}
	}
	for i := range st.Judgements {
		show(st.Judgements[i].Origin, "Experts", 1, expertFirst+int(st.Judgements[i].Expert), true)
	}
	for i := range st.Comparisons {
		if c := &st.Comparisons[i]; columns[c.Criterion] > 0 {
			show(c.Origin, "Scores", columns[c.Criterion], lines[c.A], true)
		}
	}
	for i := range st.Criteria {
		show(st.Criteria[i].Origin, "Criteria", colCode, i+2, true)
	}
	for i := range st.Technologies {
		show(st.Technologies[i].Origin, "Scores", 1, lines[i], true)
	}
	for i := range st.Experts {
		show(st.Experts[i].Origin, "Experts", 1, expertFirst+i, true)
	}
	return here
}

// sheetOf is the top of the sheet here that holds what stands on a sheet of the study; "" when there is none.
func (e *exporter) sheetOf(name string) string {
	switch workbook.CanonicalName(name) {
	case "Scores", "Evidence", "Technologies":
		return e.ref("Scores", "A1")
	case "Criteria":
		return e.ref("Criteria", "A1")
	case "Study":
		return e.ref("Audit", "A1")
	case "Experts":
		if len(e.o.Study.Experts) > 0 {
			return e.ref("Experts", "A1")
		}
	}
	return ""
}

// scoreLines are the rows of the Scores sheet, by technology, the unranked ones below the others; 0 for none.
func (e *exporter) scoreLines() []int {
	lines := make([]int, len(e.o.Study.Technologies))
	for k, i := range e.all {
		lines[e.o.Technology[i]] = scoreFirst + k
	}
	for k, u := range e.o.Unranked {
		lines[u.Technology] = e.unrankedFirst() + k
	}
	return lines
}
