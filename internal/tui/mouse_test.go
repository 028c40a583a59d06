package tui

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/ci"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// click presses the left button on a cell and lets it go.
func (m *model) click(x, y int) tea.Cmd {
	cmd := m.handle(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	m.handle(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
	return cmd
}

// clickHint presses a key of the last row by its name there.
func (m *model) clickHint(t *testing.T, name string) tea.Cmd {
	t.Helper()
	for _, p := range m.placeKeys(m.hints(), m.w) {
		if p.key == name {
			return m.click(p.x, m.h-1)
		}
	}
	t.Fatalf("the row of keys has no %s: %s", name, m.lines()[m.h-1])
	return nil
}

// choose scrolls the open palette by the wheel to the entry of a key and presses it.
func (m *model) choose(t *testing.T, press command) tea.Cmd {
	t.Helper()
	o := m.overlay
	k := slices.IndexFunc(o.entries, func(e entry) bool { return e.press == press })
	if k < 0 {
		t.Fatalf("%s has no %s", o.title, press)
	}
	name := o.entries[k].name
	x, y := o.origin(m.w, m.h)
	_, page := o.size(m.w, m.h)
	for n := 0; k >= o.offset+page; n++ {
		if n > len(o.entries) {
			t.Fatalf("the wheel does not reach %q", name)
		}
		m.handle(tea.MouseWheelMsg{X: x + 3, Y: y + 3, Button: tea.MouseWheelDown})
	}
	if row := y + 2 + k - o.offset; row >= m.h-1 {
		t.Fatalf("%q is below the window", name)
	} else if !strings.Contains(bared(m.lines()[row]), string([]rune(name)[:min(10, len([]rune(name)))])) {
		t.Fatalf("%q is not on row %d: %s", name, row, m.lines()[row])
	}
	return m.click(x+3, y+2+k-o.offset)
}

func bared(line string) string { return escapes.ReplaceAllString(line, "") }

// Every command of the key map does the same by mouse alone: the screens by their tabs, the palette by the row of keys, all others by the palette; on every screen,
// in the smallest window and a large one, after something that can be undone and redone.
func TestEveryKeyByMouse(t *testing.T) {
	ci.Long(t, "every command of the key map by mouse")
	walked := 0
	for _, size := range [][2]int{{draw.MinWidth, draw.MinHeight}, {140, 40}} {
		for id := range screenCount {
			prepare := func() *model {
				m := opened(t, heat(), size[0], size[1])
				m.still = true
				m.options.Exports = []Export{{"w", "workbook", func(*study.Outcome, []study.Action) (string, error) { return "list.xlsx", nil }}}
				m.options.Write = func(name string, _ []byte) (string, error) { return name, nil }
				m.options.Save = func(*study.Study, []study.Action) (string, string, error) { return "study.xlsx", "00", nil }
				m.settle()
				m.pressAll("right", "right", "+", "u") // there is something to undo, and to redo
				for _, tab := range m.tabs() {
					if tab.id == id {
						m.click(tab.x+1, 0)
					}
				}
				if m.at != id {
					t.Fatalf("a press on the tab of screen %d opens %d", id+1, m.at)
				}
				return m
			}
			base := prepare()
			var all []key.Binding
			for _, g := range append(base.screen().help(), keys.groups(true)...) {
				all = append(all, g.keys...)
			}
			for _, b := range all {
				pressed := prepare()
				byMouse := prepare()
				name := capital(byMouse.t(b.Help().Desc))
				switch b.Help().Desc {
				case textKeyScreens: // the tabs: see prepare
					continue
				case textKeyPalette:
					cmd := byMouse.clickHint(t, ":")
					if want := pressed.pressAll(b.Keys()[0]); (cmd == nil) != (want == nil) || byMouse.overlay == nil || byMouse.overlay.title != pressed.overlay.title {
						t.Errorf("screen %d: the palette does not open", id+1)
					}
					continue
				}
				walked++
				want := pressed.pressAll(b.Keys()[0])
				byMouse.clickHint(t, ":")
				got := byMouse.choose(t, command(b.Keys()[0]))
				if (want == nil) != (got == nil) {
					t.Errorf("screen %d at %v, %s: the key gives work %v, the mouse %v", id+1, size, name, want != nil, got != nil)
				}
				if a, b := bared(strings.Join(pressed.lines(), "\n")), bared(strings.Join(byMouse.lines(), "\n")); a != b {
					t.Errorf("screen %d at %v, %s: by key\n%s\nby mouse\n%s", id+1, size, name, a, b)
				}
				if !reflect.DeepEqual(pressed.log.Actions(), byMouse.log.Actions()) || pressed.mouse != byMouse.mouse || pressed.finished != byMouse.finished || pressed.th.Name != byMouse.th.Name {
					t.Errorf("screen %d at %v, %s: the key and the mouse do different things", id+1, size, name)
				}
			}
		}
	}
	if walked < 300 {
		t.Errorf("only %d commands", walked)
	}
}

// A rule is added by a typed line and removed by a choice, each one step to undo; what is not understood keeps the line.
func TestRulesByKeys(t *testing.T) {
	m := on(t, heat(), 100, 30, "shortlist")
	m.still = true
	m.settle()
	start := m.study()
	typed := func(text string) {
		m.pressAll("a")
		m.prompt.add(text)
		m.pressAll("enter")
	}
	typed("requires T01 T02")
	typed("group-max Energy use 2")
	typed("excludes Energy use T02")
	if got := len(m.study().Rules); got != 3 || m.done() != 3 {
		t.Fatalf("%d rules in %d steps", got, m.done())
	}
	if r := m.study().Rules[1]; r.Kind != study.GroupMax || !slices.Equal(r.Subject, []string{"Energy use"}) || r.Value != 2 {
		t.Errorf("the rule is %+v", r)
	}
	if r := m.study().Rules[2]; !slices.Equal(r.Subject, []string{"Energy use"}) || !slices.Equal(r.Object, []string{"T02"}) {
		t.Errorf("the rule is %+v", r)
	}
	if set := m.screens[onShortlist].(*shortlistScreen).shown(); set == nil || len(m.screens[onShortlist].(*shortlistScreen).now().Broken(set.Chosen)) > 0 {
		t.Error("the best set breaks a rule")
	}
	for _, bad := range []string{"requires T01 T99", "group-max Nowhere 2", "nonsense", "at-most T01", "requires T02 T01", "at-least T01 1.5"} {
		typed(bad)
		if m.prompt == nil || m.prompt.fault == "" || len(m.study().Rules) != 3 {
			t.Errorf("%q is taken", bad)
		}
		m.pressAll("esc")
	}
	m.pressAll("d", "down", "enter")
	if got := m.study().Rules; len(got) != 2 || got[1].Kind != study.Excludes {
		t.Errorf("the rules left are %+v", got)
	}
	for m.done() > 0 {
		m.pressAll("u")
	}
	if m.study() != start {
		t.Error("undo does not lead back")
	}
}
