package shortlist

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/study"
)

// The Summary and the sheet Scores say of answers and of measured values what there is of each.
func TestGrounds(t *testing.T) {
	const answers, measured, each, given = "Scores: mean; answers: ", "Criteria judged by measured evidence: ", "Each score is the mean of the answers given", "Measured values as given."
	for _, c := range []struct {
		answered                 int // criteria, of two
		summary, scores          string
		notOfSummary, notOfScore string
	}{
		{2, answers, each, measured, measured},
		{1, measured + "1.", measured + "1.", given, given},
		{0, "Scores: measured evidence.", given, measured, each},
	} {
		s := &study.Study{Title: "Kinds", Experts: []study.Expert{{ID: "E1"}}, Settings: study.Settings{Weighting: "equal", Method: "weighted-sum"},
			Criteria: []study.Criterion{{Code: "C1", Name: "One"}, {Code: "C2", Name: "Two"}}}
		for i, id := range []string{"T1", "T2", "T3"} {
			s.Technologies = append(s.Technologies, study.Technology{ID: id, Name: id})
			for j := range 2 {
				if x := float64(1 + (i+j)%3); j < c.answered {
					s.Scores = append(s.Scores, study.Score{Value: x, Round: -1, Technology: int32(i), Criterion: int32(j)})
				} else {
					s.Evidence.Add(study.Measurement{Value: x, Technology: int32(i), Criterion: int32(j)})
				}
			}
		}
		o, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(mustExport(t, o)))
		if err != nil {
			t.Fatal(err)
		}
		for sheet, want := range map[string][2]string{"Summary": {c.summary, c.notOfSummary}, "Scores": {c.scores, c.notOfScore}} {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, row := range rows {
				text += strings.Join(row, " ") + "\n"
			}
			if !strings.Contains(text, want[0]) || strings.Contains(text, want[1]) {
				t.Errorf("%d criteria answered, sheet %s: want %q and not %q in\n%s", c.answered, sheet, want[0], want[1], text)
			}
		}
	}
}
