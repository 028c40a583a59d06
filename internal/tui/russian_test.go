package tui

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook"
)

// pointed is a number with a decimal point; what stands before and after tells it from a file's name, a version, an ID.
var pointed = regexp.MustCompile(`(^|[^\p{L}\d._])\d+\.\d+($|[^\p{L}\d._])`)

// walk is what a reader of the explorer in Russian can see: every screen of every study at three sizes, and the windows over them, each after keys that turn
// panes, modes and settings. seen is called with what led there and the frame.
func walk(t *testing.T, seen func(where, frame string)) {
	t.Helper()
	was := drawDelay
	drawDelay = 0
	t.Cleanup(func() { drawDelay = was })
	studies := map[string]*study.Study{"heat": heat(), "cyrillic": cyrillic(), "tree": branched()}
	for _, name := range example.Names() {
		data, _ := example.Named(name)
		s, issues := workbook.ReadBytes(name+".xlsx", data)
		if issues.Err() != nil {
			t.Fatal(issues)
		}
		studies[name] = s
	}
	work := [][]string{nil, {"right", "right", "+", "tab", "down"}, {"tab", "down", "enter"}, {"?"}, {":"}, {"=", "2", "6", ",", "5", "enter"}, {"b"}, {"w"}, {"g"}, {"m"}, {"t"}, {"v"}, {"o"}, {"c"}, {"d"}, {"s"}, {"f"}, {"e"},
		{"x"}, {"S"}, {"L"}, {"O"}, {"r"}, {"R"}, {"a"}, {"i"}, {"k"}, {"K"}, {"H"}, {"/"}, {"q"}, {"P"}, {"space"}}
	for _, name := range slices.Sorted(maps.Keys(studies)) {
		for id := range tabs {
			for _, size := range [][2]int{{200, 60}, {100, 30}, {76, 20}} {
				for k, keys := range work {
					if k > 1 && size[0] != 200 {
						break
					}
					m, err := newModel(t.Context(), studies[name], Options{File: name + ".xlsx", Language: language.Russian, NoMotion: true, Theme: "none",
						Exports: []Export{{"w", "workbook", func(*study.Outcome, []study.Action) (string, error) { return "list.xlsx", nil }}},
						Write:   func(name string, _ []byte) (string, error) { return name, nil }})
					if err != nil {
						t.Fatal(err)
					}
					m.still = true
					m.run(m.handle(tea.WindowSizeMsg{Width: size[0], Height: size[1]}), 50)
					m.run(m.open(screenID(id)), 50)
					for _, key := range keys {
						m.run(m.press(pressOf(key)), 50)
					}
					m.run(m.settle(), 50)
					seen(fmt.Sprintf("%s, screen %s, %d×%d, keys %v", name, tabs[id].name, size[0], size[1], keys), ansi.Strip(strings.Join(m.lines(), "\n")))
				}
			}
		}
	}
}

// Numbers have the decimal comma on every screen of the explorer in Russian, in tables and in sentences.
func TestRussianNumbers(t *testing.T) {
	ci.Long(t, "decimal commas on every screen in Russian")
	commas := 0
	told := map[string]bool{}
	walk(t, func(where, frame string) {
		for line := range strings.Lines(frame) {
			if found := pointed.FindString(line); found != "" && !told[found] && len(told) < 40 {
				told[found] = true
				t.Errorf("%s: %q in\n%s", where, found, line)
			}
			commas += strings.Count(line, ",")
		}
	})
	if commas < 1000 {
		t.Errorf("only %d commas were seen", commas)
	}
}
