package workbook

import (
	"runtime"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/hostile"
)

// TestHostileStudies makes sense of studies that cost too much: each is refused with the reason, or read exactly, and what is said of it stays readable.
func TestHostileStudies(t *testing.T) {
	ci.Long(t, "hostile studies, which are large")
	for _, f := range hostile.Studies() {
		t.Run(f.Name, func(t *testing.T) {
			data := f.Make()
			runtime.GC()
			s, issues := ReadBytes("hostile.xlsx", data)
			if err := issues.Err(); f.Issue == "" && (err != nil || len(s.Scores) != f.Answers) {
				t.Fatalf("%d answers, %v; want %d", len(s.Scores), err, f.Answers)
			}
			said := issues.Error()
			if !strings.Contains(said, f.Issue) {
				t.Errorf("want %q, said %s", f.Issue, brief(said))
			}
			if len(said) > 4<<20 {
				t.Errorf("%d issues of %d bytes", len(issues), len(said))
			}
		})
	}
}

// Every file of the reader's own hostile corpus, as a study. None is one.
func TestHostileFilesAreNoStudies(t *testing.T) {
	ci.Long(t, "the hostile workbooks as studies")
	for _, f := range append(hostile.Files(), hostile.ODSFiles()...) {
		if _, issues := ReadBytes("hostile.xlsx", f.Make()); issues.Err() == nil {
			t.Errorf("%s is a study", f.Name)
		}
	}
}
