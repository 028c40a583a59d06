package live

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
	"veche/internal/workbook"
)

// byHand fills in a blank form as a person would, in Excel.
func byHand(t *testing.T, f workbook.Form, answers map[Question]Answer) workbook.FormFile {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	put := func(sheet string, col, row int, v any) {
		cell, err := excelize.CoordinatesToCellName(col, row)
		if err == nil {
			err = x.SetCellValue(sheet, cell, v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, err := x.GetRows("Scores")
	if err != nil {
		t.Fatal(err)
	}
	for r := 6; r < len(rows); r++ {
		for c := 2; c < len(rows[3]); c++ {
			switch a, ok := answers[Question{Technology: rows[r][0], Criterion: rows[3][c]}]; {
			case ok && a.State == study.Given:
				put("Scores", c+1, r+1, a.Value)
			case ok && a.State == study.Abstained:
				put("Scores", c+1, r+1, "n/a")
			}
		}
	}
	pairs, err := x.GetRows("Pairwise")
	if err != nil {
		t.Fatal(err)
	}
	for r := 4; r < len(pairs); r++ {
		a, ok := answers[Question{A: pairs[r][0], B: pairs[r][3]}]
		switch {
		case !ok:
		case a.State == study.Abstained:
			put("Pairwise", 3, r+1, "n/a")
		case a.Value == 1:
			put("Pairwise", 3, r+1, "=")
			put("Pairwise", 6, r+1, 1)
		case a.Value < 1:
			put("Pairwise", 3, r+1, "B")
			put("Pairwise", 6, r+1, 1/a.Value)
		default:
			put("Pairwise", 3, r+1, "A")
			put("Pairwise", 6, r+1, a.Value)
		}
	}
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	return workbook.FormFile{Name: f.File, Data: out.Bytes()}
}

// What an open panel exports is what collecting its forms, filled in by hand, makes: every cell of it; and the ranking from it is the server's to the bit.
func TestOpenExportIsWhatCollectMakes(t *testing.T) {
	interests := [][2]int{{1, 2}, {4, 0}, {4, 1}} // answered on all the same, in Excel and on the page
	w := work(t, New{Kind: Open, File: plain(t, 9, interests...)})
	rng := rand.New(rand.NewPCG(5, 6))
	data := plain(t, 9, interests...).Data
	for round := range 2 {
		w.open()
		read, _ := workbook.ReadUnanswered("plain.xlsx", data)
		blank, err := workbook.Forms(unanswered(read), workbook.FormOptions{Round: fmt.Sprint(round + 1), Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		var filled []workbook.FormFile
		for k, f := range blank {
			if k == 7-round { // somebody does not vote
				continue
			}
			answers := w.answers(rng)
			if round == 1 && k == 0 { // some blanks
				for q := range answers {
					if q.Technology == "T2" {
						delete(answers, q)
					}
				}
			}
			w.save(f.Expert, answers)
			filled = append(filled, byHand(t, f, answers))
		}
		c, err := workbook.Collect(workbook.FormFile{Name: "plain.xlsx", Data: data}, filled)
		if err != nil || c.Issues.Err() != nil {
			t.Fatal(err, c.Issues)
		}
		if !slices.ContainsFunc(c.Issues, func(i study.Issue) bool { return i.Code == "W-FORM-INTEREST" }) {
			t.Error("nothing was answered where the study names a conflict of interest")
		}
		if data, err = c.Workbook(); err != nil {
			t.Fatal(err)
		}
		w.close()
	}
	got, err := w.panel.Export(t.Context(), w.as("chair"))
	if err != nil {
		t.Fatal(err)
	}
	want, have := cells(t, data), cells(t, got)
	if !slices.ContainsFunc(have, func(c string) bool { return strings.Contains(c, "E2 declared a conflict of interest on T3") }) {
		t.Error("the export does not say that E2 answered on T3")
	}
	if !slices.Equal(want, have) {
		for k := range want {
			if k >= len(have) || want[k] != have[k] {
				t.Fatalf("collecting makes %q, the export has %q (of %d and %d)", want[k], have[min(k, len(have)-1)], len(want), len(have))
			}
		}
		t.Fatalf("%d and %d cells", len(want), len(have))
	}
	w.sameRanking(got)
}

// cells are all cells of a workbook: sheet, cell, value.
func cells(t *testing.T, data []byte) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, v := range row {
				if v != "" {
					all = append(all, fmt.Sprintf("%s R%dC%d %s", sheet, r+1, c+1, v))
				}
			}
		}
	}
	return all
}

// sameRanking is the ranking of an exported workbook, compared with the server's to the bit.
func (w *atWork) sameRanking(data []byte) {
	w.t.Helper()
	s, issues := workbook.ReadBytes("export.xlsx", data)
	if issues.Err() != nil {
		w.t.Fatal(issues)
	}
	from, err := study.Evaluate(s)
	if err != nil {
		w.t.Fatal(err)
	}
	o, err := w.panel.Outcome(w.t.Context(), w.as("chair"))
	if err != nil {
		w.t.Fatal(err)
	}
	if !slices.Equal(Ranks(from), Ranks(o)) {
		w.t.Errorf("the workbook ranks %v, the server %v", Ranks(from), Ranks(o))
	}
}

// A closed panel's export has codes, no names, no conflicts, and the server's ranking to the bit.
func TestClosedExport(t *testing.T) {
	for _, experts := range []int{6, 9, 14} { // blocs that may not be named, one of two, both
		w := work(t, New{Kind: Closed, File: plain(t, experts, [2]int{3, 1})})
		rng := rand.New(rand.NewPCG(7, uint64(experts)))
		w.open()
		for k := range experts {
			w.save(fmt.Sprint("E", k+1), w.answers(rng))
		}
		if _, err := w.panel.Save(t.Context(), w.as("E2"), Save{Round: w.panel.State().Current().ID, Version: 1, Conflicts: map[string]bool{"T3": true}}); err != nil {
			t.Fatal(err)
		}
		w.close()
		data, err := w.panel.Export(t.Context(), w.as("chair"))
		if err != nil {
			t.Fatal(err)
		}
		blocs := false
		for _, c := range cells(t, data) {
			for k := range experts {
				if bytes.HasSuffix([]byte(c), fmt.Append(nil, "Name ", k+1)) || bytes.HasSuffix([]byte(c), fmt.Append(nil, " E", k+1)) {
					t.Errorf("%d experts: the export says %q", experts, c)
				}
			}
			blocs = blocs || bytes.Contains([]byte(c), []byte("science"))
		}
		if blocs != (experts == 14) {
			t.Errorf("%d experts: blocs are named: %v", experts, blocs)
		}
		w.sameRanking(data)
		if v := verified(t, w.record(), Evidence{}); len(v.Wrong) > 0 || !v.Rounds[0].Ranked {
			t.Errorf("%d experts: %+v", experts, v)
		}
	}
}

// A form that came back by mail joins the round, marked as entered, and never over what its expert answered on the page.
func TestEnteredForms(t *testing.T) {
	w := work(t, New{Kind: Open, File: plain(t, 6)})
	rng := rand.New(rand.NewPCG(9, 9))
	w.open()
	forms, err := w.panel.Forms(t.Context(), w.as("secretary"))
	if err != nil {
		t.Fatal(err)
	}
	first, second := w.answers(rng), w.answers(rng)
	e, err := w.panel.EnterForm(t.Context(), w.as("secretary"), byHand(t, forms[0], first))
	if err != nil || e.Person != "E1" {
		t.Fatalf("%+v, %v", e, err)
	}
	for _, i := range e.Issues {
		if i.Code == "W-FORM-NONE" {
			t.Errorf("with the form of E1 it is said: %v", i)
		}
	}
	b, err := w.panel.Ballot(t.Context(), w.as("E1"))
	if err != nil || b.EnteredBy != "secretary" || b.Confirmed {
		t.Fatalf("%+v, %v", b, err)
	}
	for q, a := range first {
		if q.Pair() && a.State == study.Abstained {
			continue // a study does not hold them
		}
		if !b.Answers[q].Same(a) {
			t.Errorf("%v was entered as %+v, not %+v", q, b.Answers[q], a)
		}
	}
	if err := w.panel.Confirm(t.Context(), w.as("E1")); err != nil {
		t.Fatal(err)
	}
	if b, err = w.panel.Ballot(t.Context(), w.as("E1")); err != nil || !b.Confirmed {
		t.Errorf("not confirmed: %v", err)
	}
	w.save("E2", second)
	if _, err := w.panel.EnterForm(t.Context(), w.as("secretary"), byHand(t, forms[1], first)); err == nil {
		t.Error("a form was entered over what its expert had answered")
	} else {
		t.Log(err)
	}
	w.close()
	data, err := w.panel.Export(t.Context(), w.as("secretary"))
	if err != nil {
		t.Fatal(err)
	}
	w.sameRanking(data)
	if v := verified(t, w.record(), Evidence{Receipts: []Receipt{e.Receipt}}); len(v.Wrong) > 0 {
		t.Errorf("%v", v.Wrong)
	}
}

// An export that would take minutes is refused before anything is made.
func TestExportHasRoom(t *testing.T) {
	boxes := []openedBox{{closing: &closedEvent{Voters: make([]string, 1_000)}}, {closing: &closedEvent{Voters: make([]string, 1_000)}}}
	if err := roomFor(boxes, 500); err != nil {
		t.Error(err)
	}
	if err := roomFor(boxes, 501); err == nil || !strings.Contains(err.Error(), "1002000 answers") || !strings.Contains(err.Error(), "--record") {
		t.Error(err)
	}
}
