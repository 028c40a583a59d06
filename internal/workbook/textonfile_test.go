package workbook

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// spoken are the cells of a text, or what is wrong with it.
func spoken(s textSheet) string {
	files := &textFiles{name: "f", sheets: []textSheet{s}}
	var b strings.Builder
	err := files.Cells(0, func(c xlsx.Cell) error {
		fmt.Fprintf(&b, "%s=%q ", c.Ref(), c.Text)
		return nil
	})
	return fmt.Sprint(b.String(), err)
}

// A text that stays on its disk is the same cells, and the same faults, as one that is held, wherever its parts end.
func TestTextPartsAreTheText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.csv")
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", `"`, `"`, ",", ",", "\n", "\r\n", "\r", " ", "\u00a0", "я", "\u0085", "\x01", "𝒳", `""`, "\ufeff"}), 1, 40).Draw(rt, "text"), "")
		part := rapid.IntRange(1, 9).Draw(rt, "part")
		held, _, wrong := decode([]byte(text))
		if wrong != nil {
			return
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			rt.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			rt.Fatal(err)
		}
		defer file.Close()
		skip := rapid.IntRange(0, min(2, len(held))).Draw(rt, "skip")
		if !strings.HasPrefix(held, "aa") {
			skip = 0
		}
		a := spoken(textSheet{name: "s", text: held, comma: ',', skip: skip})
		b := spoken(textSheet{name: "s", comma: ',', skip: skip, on: &textOnFile{onFile{file: file}, part}})
		if a != b {
			rt.Fatalf("%q in parts of %d:\n%s, held\n%s", text, part, b, a)
		}
	})
}

// A folder whose files stay on the disk is the study, digest included, that one is whose files are held; so is what is wrong with it.
func TestFolderOnDisk(t *testing.T) {
	for _, files := range []map[string]string{
		plainText(),
		changed("Scores.csv", "\ufeffsep=;\nExpert;Technology;Criterion;Score\nE1;T1;C1;7,5\nE1;T1;C2;3\nE1;T2;C1;н/д\nE1;T2;C2;2\nE1;T3;C1;9\nE1;T3;C2;9\n"),
		changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1,8\nE1,T1,C2,30\n"),
		changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1,8\n\"E1,T1,C2,3\n"),
		changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,\"T\"1,C1,8\n"),
		changed("Scores.csv", "Expert\x00,"), changed("Scores.csv", "Expert,\xff"), changed("Scores.csv", "<html><table></table></html>"), changed("Scores.csv", " \n"),
		changed("Technologies.csv", "ID,Technology\nT1,\"Heat\n pumps\"\nT2,Batteries\nT3,Ветер\nT3,x\n"),
		changed("Scores.csv", "Expert,Technology,Criterion,Score\n"+strings.Repeat("x", 2<<20)),
		changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1,\""+strings.Repeat("x", 5<<20)),
		changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1,\""+strings.Repeat("x", 5<<20)+"\"\n"),
		changed("Scores.csv", "Expert,Technology,Criterion,Score\nE1,T1,C1, \"8\nE1,T1,C2,3\n"+strings.Repeat("E1,T1,C1,8\n", 300_000)),
	} {
		dir := filepath.Join(t.TempDir(), "study")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		held, wantIssues, err := readFolder(dir, 1<<40, nil)
		if err != nil {
			t.Fatal(err)
		}
		s, issues, err := readFolder(dir, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(issues) != len(wantIssues) || len(issues) > 0 && !reflect.DeepEqual(issues, wantIssues) {
			t.Errorf("%.80q:\n%.300s, held\n%.300s", files["Scores.csv"], issues, wantIssues)
		}
		if !reflect.DeepEqual(s, held) && wantIssues.Err() == nil {
			t.Errorf("%.80q: another study", files["Scores.csv"])
		}
	}
}

// Somebody who writes into a file while it is read is told so.
func TestTextChangedWhileRead(t *testing.T) {
	dir := t.TempDir()
	for name, text := range plainText() {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := &textFiles{name: "f"}
	if done, err := files.addFile("Scores.csv", filepath.Join(dir, "Scores.csv"), &strings.Builder{}); !done || err != nil {
		t.Fatal(done, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "Scores.csv"), []byte("Expert,Technology,Criterion,Score\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := newReader("f", "").readFiles(dir, files); err == nil || !strings.Contains(err.Error(), "Scores.csv was changed while it was read") {
		t.Fatal(err)
	}
}

// A long list of scores has more rows than a sheet can have and is read without holding its text: what is kept is the answers.
func TestLongListOfScores(t *testing.T) {
	ci.Long(t, "two million rows of scores")
	const experts, technologies, criteria = 200, 1000, 10
	dir := t.TempDir()
	files := plainText()
	var b strings.Builder
	b.WriteString("ID,Technology\n")
	for k := range technologies {
		fmt.Fprintf(&b, "T%d,Technology %d\n", k, k)
	}
	files["Technologies.csv"] = b.String()
	b.Reset()
	b.WriteString("Code,Criterion,Sense,Weight,Min,Max\n")
	for k := range criteria {
		fmt.Fprintf(&b, "C%d,Criterion %d,benefit,1,1,10\n", k, k)
	}
	files["Criteria.csv"] = b.String()
	b.Reset()
	b.WriteString("Expert,Technology,Criterion,Score,Comment\n")
	for e := range experts {
		for k := range technologies {
			for c := range criteria {
				fmt.Fprintf(&b, "E%d,T%d,C%d,%d,%s\n", e, k, c, 1+(e+k*c)%10, "a remark of some sixty characters that nobody reads as they are")
			}
		}
	}
	files["Scores.csv"] = b.String()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	size := len(files["Scores.csv"])
	files = nil
	b.Reset()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s, issues, err := Read(dir)
	if err != nil || issues.Err() != nil || len(s.Scores) != experts*technologies*criteria {
		t.Fatal(err, len(s.Scores), issues)
	}
	if last := s.Scores[len(s.Scores)-1]; last.Value != float64(1+(199+999*9)%10) || s.Place(last.Origin).Cell != "D2000001" || !slices.ContainsFunc(s.Experts, func(e study.Expert) bool { return e.ID == "E199" }) {
		t.Errorf("%+v %v", last, s.Place(last.Origin))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := int(after.HeapAlloc) - int(before.HeapAlloc); kept > len(s.Scores)*80+32<<20 {
		t.Errorf("%d MB are kept of %d answers in a text of %d MB", kept>>20, len(s.Scores), size>>20)
	}
	runtime.KeepAlive(s)
}
