package tui

import (
	"flag"
	"os"
	"reflect"
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/study"
)

// anyKeys are what people press: every letter and sign, the named keys, and some again because they do more.
var anyKeys = func() []string {
	all := []string{"up", "down", "left", "right", "left", "right", "tab", "shift+tab", "enter", "enter", "esc", "esc", "pgup", "pgdown", "home", "end", "backspace", "space", "f1",
		"ctrl+r", "ctrl+s", "ctrl+p", "ctrl+c", "shift+left", "shift+right", "ж", "Д", "ё", "電", "u", "u", "1", "2", "3", "4", "5", "6"}
	for r := '!'; r <= '~'; r++ {
		all = append(all, string(r))
	}
	return all
}()

// run does a command and what follows of it, as the program would, but at once. Commands of the library itself (the clipboard, quitting) are not ours.
func (m *model) run(cmd tea.Cmd, most int) {
	if cmd == nil || most == 0 {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			m.run(c, most-1)
		}
	case worked, preparedMsg, savedMsg, exportedMsg, recoveredMsg, asideMsg, printedMsg:
		m.run(m.handle(msg), most-1)
	}
}

// Any keys, mouse, sizes and results that come late, on every screen: no panic, never a line wider or a screen taller than the window, and undoing everything
// gives the study back. VECHE_SOAK=60s goes on with other keys for that long.
func TestAnyKeysAnySizes(t *testing.T) {
	was := drawDelay
	drawDelay = 0
	t.Cleanup(func() { drawDelay = was })
	ci.Check(t, anything)
	soak, err := time.ParseDuration(os.Getenv("VECHE_SOAK"))
	if err != nil {
		return
	}
	seed := flag.Lookup("rapid.seed").Value.String()
	t.Cleanup(func() { _ = flag.Set("rapid.seed", seed) })
	n := 0
	for begun := time.Now(); time.Since(begun) < soak && !t.Failed(); n++ {
		if err := flag.Set("rapid.seed", strconv.Itoa(1000+n)); err != nil {
			t.Fatal(err)
		}
		ci.Check(t, anything)
	}
	t.Logf("%d rounds in %v", n, soak)
}

func anything(t *rapid.T) {
	s := rapid.SampledFrom([]func() *study.Study{heat, cyrillic, branched, func() *study.Study { return large(60, 20) }}).Draw(t, "study")()
	o := Options{File: "очень длинное имя файла.xlsx", NoMotion: true, ASCII: rapid.Bool().Draw(t, "ascii"), Theme: rapid.SampledFrom([]string{"dark", "none"}).Draw(t, "theme"),
		Language: rapid.SampledFrom([]language.Language{language.English, language.Russian}).Draw(t, "language"),
		Exports:  []Export{{"w", "workbook", func(*study.Outcome, []study.Action) (string, error) { return "list.xlsx", nil }}},
		Write:    func(name string, _ []byte) (string, error) { return name, nil },
		Save:     func(*study.Study, []study.Action) (string, string, error) { return "study.xlsx", "00", nil }}
	m, err := newModel(t.Context(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	m.handle(tea.WindowSizeMsg{Width: rapid.IntRange(20, 300).Draw(t, "w"), Height: rapid.IntRange(5, 100).Draw(t, "h")})
	if rapid.Bool().Draw(t, "usual size") {
		m.handle(tea.WindowSizeMsg{Width: 140, Height: 40})
	}
	for range rapid.IntRange(1, 60).Draw(t, "steps") {
		var cmd tea.Cmd
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			cmd = m.handle(tea.WindowSizeMsg{Width: rapid.IntRange(1, 300).Draw(t, "w"), Height: rapid.IntRange(1, 100).Draw(t, "h")})
		case 1, 2, 3:
			x, y := rapid.IntRange(0, max(m.w, 1)).Draw(t, "x"), rapid.IntRange(0, max(m.h, 1)).Draw(t, "y")
			for range rapid.IntRange(1, 2).Draw(t, "clicks") {
				cmd = m.handle([]tea.Msg{tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseMotionMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft},
					tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown}, tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelUp}}[rapid.IntRange(0, 4).Draw(t, "mouse")])
			}
		default:
			cmd = m.press(pressOf(rapid.SampledFrom(anyKeys).Draw(t, "key")))
		}
		if rapid.IntRange(0, 2).Draw(t, "results") == 0 {
			m.run(cmd, 6)
		} else if m.busy != "" {
			m.run(cmd, 6) // a file is being written: it ends some time
		} else {
			for _, work := range m.running { // called off: it comes too late
				work.stop()
			}
			clear(m.running)
		}
		lines := m.lines()
		if len(lines) > m.h {
			t.Fatalf("%d lines in a window of %d×%d", len(lines), m.w, m.h)
		}
		for k, line := range lines {
			if n := ansi.StringWidth(line); n > m.w {
				t.Fatalf("line %d has %d cells in a window of %d×%d: %q", k+1, n, m.w, m.h, line)
			}
		}
	}
	n := m.done()
	now := m.study()
	for range n {
		if _, ok := m.undo(); !ok {
			t.Fatal("there is less to undo than was done")
		}
	}
	if m.study() != s {
		t.Fatal("undoing everything did not give the study back")
	}
	for range n {
		m.redo()
	}
	if !reflect.DeepEqual(m.study(), now) {
		t.Fatal("doing everything again did not give the study as it was")
	}
}
