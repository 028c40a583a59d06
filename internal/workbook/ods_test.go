package workbook

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
)

// likeXLSX makes sure that a study saved as OpenDocument reads as the one it was saved from: the same study but for its source, the same issues but for the
// file's name, and to the bit the same outcome.
func likeXLSX(t *testing.T, name string, original, saved []byte) {
	t.Helper()
	want, wantIssues := ReadBytes(name+".xlsx", original)
	got, issues := ReadBytes(name+".ods", saved)
	if err := issues.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if a, b := strings.ReplaceAll(wantIssues.Error(), name+".xlsx", name), strings.ReplaceAll(issues.Error(), name+".ods", name); a != b {
		t.Errorf("%s: as .xlsx\n%s\nas .ods\n%s", name, a, b)
	}
	a, err := study.Evaluate(want)
	if err != nil {
		t.Fatal(err)
	}
	b, err := study.Evaluate(got)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Rows) != len(b.Rows) {
		t.Fatalf("%s: %d and %d technologies", name, len(a.Rows), len(b.Rows))
	}
	for k := range a.Rows {
		if x, y := a.Rows[k], b.Rows[k]; x.Technology.ID != y.Technology.ID || x.Score != y.Score || x.Rank != y.Rank {
			t.Fatalf("%s: %s with %v as .xlsx, %s with %v as .ods", name, x.Technology.ID, x.Score, y.Technology.ID, y.Score)
		}
	}
	if !slices.Equal(a.Weights.Global, b.Weights.Global) || len(want.Scores) != len(got.Scores) || len(want.Judgements) != len(got.Judgements) || want.Evidence.Len() != got.Evidence.Len() {
		t.Errorf("%s: weights %v and %v", name, a.Weights.Global, b.Weights.Global)
	}
}

func TestODSStudies(t *testing.T) {
	for name, original := range map[string][]byte{"portfolio": example.Portfolio, "science-fields": example.ScienceFields} {
		saved, err := os.ReadFile("testdata/" + name + ".ods")
		if err != nil {
			t.Fatal(err)
		}
		likeXLSX(t, name, original, saved)
		likeXLSX(t, name, original, original) // whatever its name
	}
}

// Every example study, saved as OpenDocument by LibreOffice as it is now.
func TestODSStudiesByLibreOffice(t *testing.T) {
	ci.Long(t, "the examples saved as .ods by LibreOffice as they are now")
	ci.Need(t, "soffice")
	folder := t.TempDir()
	for _, name := range example.Names() {
		original, ok := example.Named(name)
		if !ok {
			t.Fatal(name)
		}
		path := filepath.Join(folder, name+".xlsx")
		if err := os.WriteFile(path, original, 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless", "--convert-to", "ods", "--outdir", folder, path)
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("soffice: %v\n%s", err, text)
		}
		saved, err := os.ReadFile(filepath.Join(folder, name+".ods"))
		if err != nil {
			t.Fatal(err)
		}
		likeXLSX(t, name, original, saved)
	}
}

// A study in .ods collects forms into a workbook of its own, and is refused where it would be written itself.
func TestODSWriting(t *testing.T) {
	saved, err := os.ReadFile("testdata/portfolio.ods")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "portfolio.ods")
	if err := os.WriteFile(path, saved, 0o600); err != nil {
		t.Fatal(err)
	}
	if !ReadOnly(path) {
		t.Error("an .ods is written in place")
	}
	made, isMade, err := Original(path)
	if err != nil || !isMade {
		t.Fatalf("%v, %v", isMade, err)
	}
	if _, issues := ReadBytes("made.xlsx", made); issues.Err() != nil {
		t.Error(issues.Err())
	}
	s, _ := ReadBytes("portfolio.ods", saved)
	if _, err := Save(path, s, Digest(saved)); err == nil || !strings.Contains(err.Error(), "Excel Workbook (.xlsx)") {
		t.Errorf("saving in place gives %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || Digest(now) != Digest(saved) {
		t.Errorf("the file was changed, %v", err)
	}
}
