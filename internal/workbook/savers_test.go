package workbook

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/study"
)

// savers are two or three people who edit one study at once, each an own technology or criterion, and who begin again when they are told that the file was changed: whoever is
// told "saved" has their edit in the file at the end, nobody else has, and every file that can be seen meanwhile is a study that reads.
func savers(original []byte) func(*rapid.T) {
	return func(t *rapid.T) {
		folder, err := os.MkdirTemp("", "savers")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(folder)
		path := filepath.Join(folder, "study.xlsx")
		if err := os.WriteFile(path, original, 0o600); err != nil {
			t.Fatal(err)
		}
		count := rapid.IntRange(2, 3).Draw(t, "savers")
		edits := make([][]study.Action, count)
		patient := make([]bool, count) // begins again until it has saved
		for k := range edits {
			pins := []string{"in", "out", ""}
			for n := range rapid.IntRange(1, 2).Draw(t, fmt.Sprint("edits of ", k)) {
				edits[k] = append(edits[k], study.SetPin{Technology: fmt.Sprint("T", k+1), Pin: pins[(rapid.IntRange(0, 1).Draw(t, "pin")+n)%len(pins)]})
			}
			patient[k] = rapid.Bool().Draw(t, fmt.Sprint("patient ", k))
		}
		saved := make([]int, count) // how many of the edits
		faults := make([]error, count)
		var start, ended sync.WaitGroup
		start.Add(count)
		for k := range count {
			ended.Go(func() {
				s, issues, err := Read(path)
				start.Done()
				start.Wait() // all have opened the file as it was
				if err != nil || issues.Err() != nil {
					faults[k] = fmt.Errorf("%v, %v", err, issues)
					return
				}
				was := s.Source.SHA256
				for saved[k] < len(edits[k]) {
					changed, err := study.Apply(s, edits[k][saved[k]])
					if err != nil {
						faults[k] = err
						return
					}
					now, err := Save(path, changed, was)
					if err == nil {
						s, was = changed, now
						saved[k]++
						continue
					}
					if !strings.Contains(err.Error(), "changed by someone else") {
						faults[k] = err
						return
					}
					if !patient[k] {
						return
					}
					if s, issues, err = Read(path); err != nil || issues.Err() != nil {
						faults[k] = fmt.Errorf("between two saves: %v, %v", err, issues)
						return
					}
					was = s.Source.SHA256
				}
			})
		}
		ended.Wait()
		for k, fault := range faults {
			if fault != nil {
				t.Fatalf("saver %d: %v", k+1, fault)
			}
		}
		s, issues, err := Read(path)
		if err != nil || issues.Err() != nil {
			t.Fatalf("at the end: %v, %v", err, issues)
		}
		first := 0
		for k := range count {
			want := ""
			if saved[k] > 0 {
				first++
				want = edits[k][saved[k]-1].(study.SetPin).Pin
			}
			if patient[k] && saved[k] < len(edits[k]) {
				t.Errorf("saver %d gave up after %d of %d", k+1, saved[k], len(edits[k]))
			}
			if got := s.Technologies[k].Pin; got != want {
				t.Errorf("saver %d was told that %d edits are saved; %s is pinned %q, not %q", k+1, saved[k], s.Technologies[k].ID, got, want)
			}
		}
		if first == 0 {
			t.Error("nobody saved")
		}
		if left, _ := filepath.Glob(filepath.Join(folder, ".veche-*")); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
}

// pinnable is a small study of three technologies.
func pinnable(t testing.TB) []byte {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Savers"}, {"weighting", "equal"}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Sense"}, {"C1", "Impact", "benefit"}}},
		{"Technologies", [][]any{{"ID", "Technology", "Pin"}, {"T1", "Wind", nil}, {"T2", "Solar", nil}, {"T3", "Waves", nil}}},
		{"Evidence", [][]any{{"Technology", "C1"}, {"T1", 1}, {"T2", 2}, {"T3", 3}}},
	}.bytes(t)
}

func TestSavers(t *testing.T) { ci.Check(t, savers(pinnable(t))) }

func FuzzSavers(f *testing.F) {
	seeds(f, 16, 200)
	f.Fuzz(rapid.MakeFuzz(savers(pinnable(f))))
}
