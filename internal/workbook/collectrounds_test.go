package workbook

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
)

// wideAnswers is a form of E1 with six scores typed in, on T1 to T3 by C1 and C2.
func wideAnswers(t testing.TB, form []byte, round any, values ...any) []byte {
	return changedBook(t, form, func(f *excelize.File) {
		for k, cell := range []string{"C7", "D7", "C8", "D8", "C9", "D9"} {
			if k < len(values) {
				must(t, f.SetCellValue("Scores", cell, values[k]))
			}
		}
		if round != nil {
			must(t, f.SetCellValue(metaSheet, "B5", round))
		}
	})
}

// An answer that cannot be read keeps its place in the row of its technology, wherever it stands in a sheet with a column for each criterion; once the next
// round has it, nobody is asked for it any more.
func TestUnreadableInWideSheet(t *testing.T) {
	b := scoredStudy().with("Technologies!A4", "T3")
	for k := range b {
		if b[k].name == "Scores" {
			b[k].rows = b[k].rows[:1]
		}
	}
	data := b.bytes(t)
	form := formsOf(t, "study.xlsx", data, FormOptions{})["E1"]
	for at := range 6 {
		answers := []any{8, 3, 5, 7, 9, 9}
		answers[at] = "7-8"
		c, err := Collect(FormFile{"study.xlsx", data}, []FormFile{{"E1.xlsx", wideAnswers(t, form, nil, answers...)}})
		must(t, err)
		first, err := c.Workbook()
		if err != nil {
			t.Fatalf("answer %d: %v", at, err)
		}
		s, issues := ReadBytes("first.xlsx", first)
		if issues.Err() != nil || len(s.Scores) != 6 || len(s.Unread) != 1 || len(ofCode(issues, "W-ANSWER-UNREAD")) != 1 {
			t.Fatalf("answer %d: %d scores, %d unread, %v", at, len(s.Scores), len(s.Unread), issues)
		}
		next := formsOf(t, "first.xlsx", first, FormOptions{Round: "2"})["E1"]
		answers[at] = 6
		c, err = Collect(FormFile{"first.xlsx", first}, []FormFile{{"E1.xlsx", wideAnswers(t, next, nil, answers...)}})
		must(t, err)
		second, err := c.Workbook()
		must(t, err)
		if _, issues = ReadBytes("second.xlsx", second); issues.Err() != nil || len(ofCode(issues, "W-ANSWER-UNREAD")) != 0 {
			t.Errorf("answer %d, after the second round: %v", at, issues)
		}
	}
}

// Forms that were made for no round are of the one that is said; what a form itself says stays, and the difference is told.
func TestRoundSaidOfForms(t *testing.T) {
	b := scoredStudy().with("Technologies!A4", "T3")
	for k := range b {
		if b[k].name == "Scores" {
			b[k].rows = b[k].rows[:1]
		}
	}
	data := b.bytes(t)
	form := formsOf(t, "study.xlsx", data, FormOptions{})["E1"]
	for made, want := range map[string]string{"": "2", "1": "1", "2": "2"} {
		c, err := CollectAs(FormFile{"study.xlsx", data}, []FormFile{{"E1.xlsx", wideAnswers(t, form, made, 8, 3, 5, 7, 9, 9)}}, CollectOptions{Round: "2"})
		must(t, err)
		s := c.Study
		if len(s.Scores) != 6 || slices.ContainsFunc(s.Scores, func(a study.Score) bool { return a.Round < 0 || s.Rounds[a.Round] != want }) {
			t.Errorf("made for %q: %v, %v", made, s.Rounds, c.Issues)
		}
		if said := len(ofCode(c.Issues, "W-FORM-ROUND")) > 0; said != (made == "1") {
			t.Errorf("made for %q: said %v, %v", made, said, c.Issues)
		}
	}
}
