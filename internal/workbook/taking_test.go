package workbook

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"veche/internal/language"
	"veche/internal/study"
)

// Who takes scores has each of them once, as the study would have kept them, from files of text and from a workbook; they may have enough in the middle of a row, and
// what follows is not looked at.
func TestReadTaking(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"Study.csv": "Key,Value\nmethod,weighted-sum\n", "Criteria.csv": "Code,Criterion,Sense,Weight\nC1,Use,benefit,1\nC2,Cost,cost,1\n", "Technologies.csv": "ID,Technology\nT1,First\nT2,Second\n",
		"Scores.csv": "Round,Expert,Technology,C1,C2\nFirst,E1,T1,5,n/a\nFirst,E2,T1,6,\nSecond,E1,T2,unreadable: 7?,8\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	whole, issues, err := Read(folder)
	if err != nil || issues.Err() != nil || len(whole.Scores) != 6 || len(whole.Unread) != 1 {
		t.Fatal(err, issues, whole.Scores)
	}
	data, err := WriteStudy(whole)
	if err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(t.TempDir(), "study.xlsx")
	if err := os.WriteFile(book, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(folder, "Study.csv"), book} {
		kept, before, err := Read(path)
		if err != nil {
			t.Fatal(err)
		}
		var taken []study.Score
		s, issues, err := ReadTaking(path, func(s *study.Study, a *study.Score) (*study.Issue, bool) {
			if len(s.Criteria) != 2 || len(s.Technologies) != 2 || len(s.Experts) == 0 || s.Settings.Method == "" {
				t.Errorf("the study is not read yet: %+v", s)
			}
			taken = append(taken, *a)
			return nil, false
		})
		if err != nil || !reflect.DeepEqual(issues, before) || !reflect.DeepEqual(taken, kept.Scores) {
			t.Errorf("%s: %v, %v; %v, not %v", path, err, issues, taken, kept.Scores)
		}
		if s.Scores != nil || !reflect.DeepEqual(s.Experts, kept.Experts) || !reflect.DeepEqual(s.Rounds, kept.Rounds) || s.Source != kept.Source {
			t.Errorf("%s: %+v, not %+v", path, s, kept)
		}
	}
	n := 0
	_, issues, err = ReadTaking(folder, func(*study.Study, *study.Score) (*study.Issue, bool) {
		n++
		i := study.Errorf("E-AGGREGATION", study.Place{}, "", language.M("Correct it."), "It is wrong.")
		return &i, true
	})
	if err != nil || len(issues) != n || n != 2 || issues[0].Place.Cell != "D2" || issues[1].Place.Cell != "E2" {
		t.Errorf("%d answers, %v, %v", n, issues, err)
	}
	if _, _, err := ReadTaking(filepath.Join(folder, "none"), nil); err == nil {
		t.Error("what is not there is read")
	}
}
