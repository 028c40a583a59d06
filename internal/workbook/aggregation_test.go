package workbook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/study"
)

// Answers that cannot be joined are said of the cell to be changed: the setting's, the answer's where no cell sets it, the bloc's or the expert's where none of those who answered counts.
func TestUnjoinedPlaces(t *testing.T) {
	const (
		geometric = "Key,Value\nmethod,weighted-sum\naggregation,geometric\n"
		competent = "Key,Value\nmethod,weighted-sum\ncompetence,given\n"
		mean      = "Key,Value\nmethod,weighted-sum\naggregation,mean\n"
		plain     = "Key,Value\nmethod,weighted-sum\n"
		people    = "ID,Name,Bloc,Weight\nE1,Ann,A,1\nE2,Bob,B,1\nE3,Cid,B,0\n"
		zero      = "E1,T1,C1,5\nE2,T1,C1,0\nE1,T2,C1,4\n" // the second answer, in D3
		alone     = "E1,T1,C1,5\nE3,T2,C1,4\n"             // the only one on T2 counts nothing
	)
	for _, c := range []struct {
		name, study, blocs, scores, chosen string
		place, says                        string
	}{
		{"a setting", geometric, "", zero, "", "Study.csv!B3", "Scores.csv!D3"},
		{"an action", plain, "", zero, "geometric", "Scores.csv!D3", "answer 2 is 0"},
		{"an action in place of a setting", mean, "", zero, "geometric", "Scores.csv!D3", "answer 2 is 0"},
		{"a bloc", plain, "Bloc,Weight\nA,1\nB,0\n", alone, "", "Blocs.csv!A3", "on C1 for T2 none counts"},
		{"an expert", competent, "", alone, "", "Experts.csv!A4", "on C1 for T2 none counts"},
		{"an expert of a bloc", competent, "Bloc,Weight\nA,1\nB,1\n", alone, "", "Experts.csv!A4", "on C1 for T2 none counts"},
	} {
		folder := t.TempDir()
		for name, text := range map[string]string{
			"Study.csv": c.study, "Criteria.csv": "Code,Criterion,Sense,Weight\nC1,Use,benefit,1\n", "Technologies.csv": "ID,Technology\nT1,First\nT2,Second\n",
			"Experts.csv": people, "Blocs.csv": c.blocs, "Scores.csv": "Expert,Technology,Criterion,Score\n" + c.scores,
		} {
			if text == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, issues, err := Read(folder)
		if err != nil || issues.Err() != nil {
			t.Fatal(c.name, err, issues)
		}
		if c.chosen != "" {
			if s, err = study.Apply(s, study.SetAggregation{Aggregation: c.chosen}); err != nil {
				t.Fatal(err)
			}
		}
		_, err = study.Evaluate(s)
		issues, ok := err.(study.Issues)
		if !ok || len(issues) != 1 || issues[0].Code != "E-AGGREGATION" || !strings.HasSuffix(issues[0].Place.String(), c.place) || !strings.Contains(issues[0].Message.String(), c.says) {
			t.Errorf("%s: %v, want it of %s and to say %q", c.name, err, c.place, c.says)
		}
	}
}
