// Package architecture holds the house to docs/architecture.md: which room may import which, and how large what is in them may become.
package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// top is the top of the project, seen from here.
const top = "../.."

// floors are the rooms from the ground up. A room imports its own packages, which arrange themselves without a circle as the compiler sees to, and rooms named
// beside it; anything else is an arrow up or across. A new room takes its place here.
var floors = []struct {
	room string
	may  []string
}{
	{"internal/mcda", nil},
	{"internal/language", nil},
	{"internal/filelock", nil},
	{"internal/licences", nil},
	{"internal/release", nil},
	{"internal/zipxml", nil},
	{"internal/hostile", nil},                     // workbooks for tests
	{"internal/ci", nil},                          // where tests run
	{"internal/browser", []string{"internal/ci"}}, // pages for tests
	{"internal/architecture", nil},
	{"internal/xlsx", []string{"internal/zipxml"}},
	{"internal/ods", []string{"internal/zipxml", "internal/xlsx"}},
	{"internal/parquet", []string{"internal/zipxml", "internal/xlsx"}},
	{"internal/study", []string{"internal/mcda", "internal/language"}},
	{"internal/report", []string{"internal/mcda", "internal/study", "internal/language", "internal/release", "internal/zipxml", "internal/workbook/write"}},
	{"internal/journal", []string{"internal/study", "internal/language", "internal/filelock"}},
	{"internal/store", []string{"internal/study", "internal/language", "internal/filelock", "internal/ci"}}, // ci for its test kit
	{"internal/shards", []string{"internal/mcda", "internal/study", "internal/language", "internal/store"}},
	{"internal/workbook", []string{"internal/mcda", "internal/study", "internal/report", "internal/language", "internal/filelock", "internal/release", "internal/xlsx", "internal/ods", "internal/parquet", "internal/zipxml"}},
	{"internal/sums", []string{"internal/mcda", "internal/study", "internal/language", "internal/store", "internal/workbook"}},
	{"internal/example", []string{"internal/mcda", "internal/study", "internal/workbook"}}, // by its generator
	{"internal/tui", []string{"internal/mcda", "internal/study", "internal/report", "internal/language"}},
	{"internal/usage", []string{"internal/language"}},
	{"internal/explorer", []string{"internal/study", "internal/report", "internal/language", "internal/release", "internal/journal", "internal/workbook", "internal/tui"}},
	{"internal/live", []string{"internal/mcda", "internal/study", "internal/report", "internal/language", "internal/release", "internal/store", "internal/shards", "internal/workbook", "internal/tui", "internal/example"}},
	{"scripts", []string{"internal/licences", "internal/release", "internal/live", "internal/study", "internal/workbook"}}, // the worst cases make a live panel
	{"cmd", []string{"internal"}},
}

// within are arrows that must not be drawn inside a room.
var within = []struct{ from, to string }{
	{"internal/mcda", "internal/mcda/"}, // the engine does not know its rooms
	{"internal/study", "internal/study/"},
	{"internal/study/panel", "internal/study/robustness"}, {"internal/study/panel", "internal/study/contrast"}, {"internal/study/panel", "internal/study/selection"},
	{"internal/study/robustness", "internal/study/contrast"}, {"internal/study/robustness", "internal/study/selection"},
	{"internal/study/contrast", "internal/study/selection"},
	{"internal/workbook/write", "internal/study"}, {"internal/workbook/write", "internal/mcda"}, {"internal/workbook/write", "internal/report"}, // it writes cells and knows no study
	{"internal/workbook/write", "internal/workbook"}, {"internal/workbook", "internal/workbook/shortlist"}, // reader → kit ← shortlist → reader
	{"internal/tui/draw", "internal/study"}, {"internal/tui/draw", "internal/report"}, // no study in it
}

// isolated are rooms that do not know each other: what they share is the study and the report.
var isolated = []string{"internal/tui", "internal/workbook", "internal/store", "internal/live/web", "internal/report/html", "internal/report/docx"}

// forbidden names hold anything, and so nothing.
var forbidden = []string{"util", "utils", "common", "helpers", "types", "models", "misc"}

// under reports whether a package is a room or one of its packages.
func under(pkg, room string) bool { return pkg == room || strings.HasPrefix(pkg, room+"/") }

// imports are the packages of the project that each package imports outside its tests, with the file that does.
func imports(t *testing.T) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for path := range sources(t) {
		pkg := filepath.ToSlash(filepath.Dir(path))
		if all[pkg] == nil {
			all[pkg] = map[string]string{}
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(top, path), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if name, _ := strconv.Unquote(i.Path.Value); strings.HasPrefix(name, "veche/") {
				all[pkg][strings.TrimPrefix(name, "veche/")] = path
			}
		}
	}
	if len(all) < 10 {
		t.Fatalf("there are %d packages; is %s the top of the project?", len(all), top)
	}
	return all
}

// sources are the files of Go that are no tests, by their path from the top.
func sources(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, folder := range []string{"cmd", "internal", "scripts"} {
		err := filepath.WalkDir(filepath.Join(top, folder), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && folder == "scripts":
				return filepath.SkipDir // there may be none
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return filepath.SkipDir
			case !d.IsDir() && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
				relative, err := filepath.Rel(top, path)
				all[relative] = true
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// Every arrow is one that the house has: none goes up, and so none goes round.
func TestArrows(t *testing.T) {
	all := imports(t)
	for _, from := range slices.Sorted(maps.Keys(all)) {
		room := -1
		for k, f := range floors {
			if under(from, f.room) {
				room = k
			}
		}
		if room < 0 {
			t.Errorf("%s is no room of the house: give it its place in floors, and in docs/architecture.md", from)
			continue
		}
		if slices.Contains(forbidden, filepath.Base(from)) {
			t.Errorf("%s: a package's name says what it holds", from)
		}
		f := floors[room]
		for to, file := range all[from] {
			allowed := under(to, f.room) || slices.ContainsFunc(f.may, func(r string) bool { return under(to, r) })
			for _, w := range within {
				inside := from == w.from && (to == w.to || strings.HasSuffix(w.to, "/") && strings.HasPrefix(to, w.to) || !strings.HasSuffix(w.to, "/") && under(to, w.to))
				allowed = allowed && !(inside && to != "internal/mcda/exact") // elementary functions, below all of the engine
			}
			for _, i := range isolated {
				for _, j := range isolated {
					// live puts screens into other people's terminals and merges workbooks: it is above them
					allowed = allowed && !(i != j && under(from, i) && under(to, j) && !under(from, j))
				}
			}
			if !allowed {
				t.Errorf("%s: %s must not know %s", file, from, to)
			}
		}
	}
}

// The floors themselves are a house: no two rooms may import each other.
func TestFloorsHaveNoCircle(t *testing.T) {
	place := map[string]int{}
	for k, f := range floors {
		place[f.room] = k
	}
	for k, f := range floors {
		for _, to := range f.may {
			if to == "internal" || to == "internal/workbook/write" { // cmd sees all; the writing kit lies below the report that puts itself on sheets
				continue
			}
			if at, ok := place[to]; !ok || at >= k {
				t.Errorf("%s may import %s, which is not below it", f.room, to)
			}
		}
	}
}
