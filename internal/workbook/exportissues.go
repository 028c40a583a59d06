package workbook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
)

// issues lists the warnings that travel with the ranking, each with a link to where it can be seen in this workbook.
func (e *exporter) issues() *exportSheet {
	s := newExportSheet(e.sheet("Issues"))
	e.heads(s, 1, "Code", "See here", "In the study", "What", "What to do")
	here := e.places()
	for k, i := range e.o.Warnings {
		row := k + 2
		s.put(row, 1, i.Code, lookStrong)
		if to := here[i.Place]; to != "" {
			s.put(row, 2, strings.ReplaceAll(to, "'", ""), lookLink)
			s.links = append(s.links, exportLink{at(2, row), to})
		} else {
			s.put(row, 2, "–", lookPlain)
		}
		s.put(row, 3, i.Place.String(), lookWrap)
		s.put(row, 4, e.told(i.Message.In(e.reading())), lookWrap)
		s.put(row, 5, e.told(i.Remedy.In(e.reading())), lookWrap)
	}
	if len(e.o.Warnings) == 0 {
		s.put(2, 1, "–", lookPlain)
		s.put(2, 4, e.say("No problems were found in the study."), lookWrap)
	}
	s.table, s.filter = "VecheIssues", at(1, 1)+":"+at(5, max(2, len(e.o.Warnings)+1))
	s.widths[1] = 16
	s.fit(1, 1, 12, 24)
	s.widths[2], s.widths[3], s.widths[4], s.widths[5] = 18, 36, 62, 54
	s.freeze, s.titleRows = [2]int{0, 1}, 1
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
				here[p] = e.ref(sheet, at(col, row))
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
	for i := range st.Evidence {
		if m := &st.Evidence[i]; columns[m.Criterion] > 0 {
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
	is := func(specs ...*sheetSpec) bool {
		return name != "" && slices.ContainsFunc(specs, func(s *sheetSpec) bool { return s.is(name) })
	}
	switch {
	case is(&scoresSheet, &evidenceSheet, &technologiesSheet):
		return e.ref("Scores", "A1")
	case is(&criteriaSheet):
		return e.ref("Criteria", "A1")
	case is(&studySheet):
		return e.ref("Audit", "A1")
	case is(&expertsSheet) && len(e.o.Study.Experts) > 0:
		return e.ref("Experts", "A1")
	}
	return ""
}

// scoreLines are the rows of the Scores sheet, by technology, the unranked ones below the others; 0 for none.
func (e *exporter) scoreLines() []int {
	lines := make([]int, len(e.o.Study.Technologies))
	for k, i := range e.order {
		lines[e.o.Technology[i]] = scoreFirst + k
	}
	for k, u := range e.o.Unranked {
		lines[u.Technology] = e.unrankedFirst() + k
	}
	return lines
}
