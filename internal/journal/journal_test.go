package journal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"veche/internal/study"
)

func did(code string) study.Step {
	return study.Step{Kind: study.Did, Action: study.Lock{Criterion: code, Locked: true}}
}

func opened(t *testing.T, folder, path string) (*Journal, []*Left) {
	t.Helper()
	j, left, err := Open(folder, path, study.Step{Kind: study.Began, File: path, SHA256: "before", At: time.Unix(1, 0).UTC()})
	if err != nil {
		t.Fatal(err)
	}
	return j, left
}

func wrote(t *testing.T, j *Journal, steps ...study.Step) {
	t.Helper()
	for _, s := range steps {
		if err := j.Write(s); err != nil {
			t.Fatal(err)
		}
	}
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	all, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}

// What one explorer leaves behind the next one is offered; what it adopts is in its own journal and nowhere else.
func TestLeftBehindIsOffered(t *testing.T) {
	folder := t.TempDir()
	j, left := opened(t, folder, "/studies/a.xlsx")
	if len(left) != 0 {
		t.Fatalf("%d journals were left before the first", len(left))
	}
	wrote(t, j, did("C1"), did("C2"))
	if err := j.KeepBase([]byte("as opened")); err != nil {
		t.Fatal(err)
	}
	wrote(t, j, study.Step{Kind: study.Saved, SHA256: "after"}, did("C3"))
	if err := j.Keep(); err != nil {
		t.Fatal(err)
	}
	if _, other := opened(t, folder, "/studies/b.xlsx"); len(other) != 0 {
		t.Error("another study was offered it")
	}
	k, left := opened(t, folder, "/studies/a.xlsx")
	if len(left) != 1 || len(left[0].Steps) != 5 || left[0].SHA256() != "before" || left[0].Saved() != "after" || string(left[0].Base) != "as opened" {
		t.Fatalf("left: %+v", left)
	}
	if err := k.Adopt(left[0]); err != nil {
		t.Fatal(err)
	}
	if err := k.Keep(); err != nil {
		t.Fatal(err)
	}
	l, left := opened(t, folder, "/studies/a.xlsx")
	if len(left) != 1 || left[0].changes() != 1 || string(left[0].Base) != "as opened" {
		t.Fatalf("after adopting: %+v", left)
	}
	aside, err := left[0].PutAside()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(aside)
	if err != nil || !bytes.Contains(data, []byte(`"C3"`)) {
		t.Errorf("%s, %v", data, err)
	}
	if err := l.Remove(); err != nil {
		t.Fatal(err)
	}
	m, left := opened(t, folder, "/studies/a.xlsx")
	if len(left) != 0 {
		t.Error("what was put aside is offered again")
	}
	if err := m.Remove(); err != nil {
		t.Fatal(err)
	}
	for _, name := range files(t, folder) {
		if !strings.Contains(name, "ignored") && !strings.Contains(name, "-b.") {
			t.Errorf("%s is left", name)
		}
	}
}

// Two explorers on one study have a journal each, and neither is offered the other's.
func TestTwoAtOnce(t *testing.T) {
	folder := t.TempDir()
	a, _ := opened(t, folder, "a.xlsx")
	wrote(t, a, did("C1"))
	b, left := opened(t, folder, "a.xlsx")
	if len(left) != 0 || a.Path() == b.Path() {
		t.Fatalf("the second was offered %d, both write %s", len(left), a.Path())
	}
	wrote(t, b, did("C2"))
	if err := a.Keep(); err != nil {
		t.Fatal(err)
	}
	c, left := opened(t, folder, "a.xlsx")
	if len(left) != 1 || left[0].Steps[1].Action != did("C1").Action {
		t.Fatalf("the third was offered %+v", left)
	}
	for _, end := range []func() error{left[0].Release, b.Remove, c.Remove} {
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
	if names := files(t, folder); len(names) != 1 {
		t.Errorf("%v are left; only the one released should be", names)
	}
}

// A journal in which nothing was done, or all was saved, is nothing to recover.
func TestNothingToRecover(t *testing.T) {
	folder := t.TempDir()
	j, _ := opened(t, folder, "")
	if err := j.Keep(); err != nil {
		t.Fatal(err)
	}
	k, left := opened(t, folder, "")
	wrote(t, k, did("C1"), study.Step{Kind: study.Saved, SHA256: "x"})
	if err := k.Keep(); err != nil {
		t.Fatal(err)
	}
	l, again := opened(t, folder, "")
	if len(left)+len(again) != 0 {
		t.Errorf("offered %d and %d", len(left), len(again))
	}
	if err := l.Remove(); err != nil {
		t.Fatal(err)
	}
	if names := files(t, folder); len(names) != 0 {
		t.Errorf("%v are left", names)
	}
}

// A last line cut short is passed over; a spoilt one is told, with what stands before it.
func TestSpoiltJournal(t *testing.T) {
	for text, want := range map[string]int{`{"action":"lo`: 2, "nonsense\n" + `{"step":"undo"}` + "\n": 2} {
		folder := t.TempDir()
		j, _ := opened(t, folder, "a.xlsx")
		wrote(t, j, did("C1"))
		if err := j.Keep(); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(j.Path(), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		k, left := opened(t, folder, "a.xlsx")
		broken := strings.HasSuffix(text, "\n")
		if len(left) != 1 || len(left[0].Steps) != want || (left[0].Fault != nil) != broken || left[0].Torn == broken {
			t.Fatalf("%q: %+v", text, left)
		}
		if err := k.Adopt(left[0]); err != nil {
			t.Fatal(err)
		}
		aside, err := filepath.Glob(filepath.Join(folder, "*.ignored.jsonl"))
		if err != nil || (len(aside) == 1) != broken {
			t.Errorf("%q: what could not be read is kept as %v, %v", text, aside, err)
		}
	}
}

// A log is read whole or not at all, and nothing but a file is read.
func TestRead(t *testing.T) {
	folder := t.TempDir()
	name := func(n string) string { return filepath.Join(folder, n) }
	for n, text := range map[string]string{"good": `{"step":"undo"}` + "\n", "torn": `{"step":"undo"}` + "\n" + `{"st`, "large": ""} {
		if err := os.WriteFile(name(n), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(name("large"), maxJournal+1); err != nil { // a hole: it takes no room
		t.Fatal(err)
	}
	for n, target := range map[string]string{"endless": "/dev/zero", "null": os.DevNull} {
		if err := os.Symlink(target, name(n)); err != nil {
			t.Skipf("NOT CHECKED: links to devices: %v", err)
		}
	}
	for n, want := range map[string]string{"good": "", "torn": "line 2", "large": "up to 256 MB", "endless": "is not a file", "null": "is not a file", ".": "is a folder", "none": "no such file"} {
		steps, err := Read(name(n))
		if want == "" && (err != nil || len(steps) != 1) || want != "" && (err == nil || !strings.Contains(err.Error(), want) || steps != nil) {
			t.Errorf("%s: %d steps, %v", n, len(steps), err)
		}
	}
}

func TestFolder(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	if got := Folder("/x/a.xlsx"); got != filepath.Join(state, "veche") {
		t.Error(got)
	}
	file := filepath.Join(state, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", file) // no folder can be made there
	if got := Folder("/x/a.xlsx"); got != "/x" {
		t.Error(got)
	}
	if a, b := stem("/x/a.xlsx"), stem("/y/a.xlsx"); a == b || !strings.HasSuffix(a, "-a") {
		t.Error(a, b)
	}
}
