package tui

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/language"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

func TestWeightMovesAndComesBack(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	start, before := m.study(), m.out
	m.pressAll("right", "right", "+")
	if w := m.out.Global[0]; math.Abs(w-0.32) > 1e-12 {
		t.Errorf("25%% and 7 points are %v", w)
	}
	if got := len(m.log.Actions()); got != 1 {
		t.Errorf("a run of nudges is %d steps, want one", got)
	}
	want, err := study.Apply(start, study.SetWeight{Criterion: "C1", Weight: 0.32})
	if err != nil {
		t.Fatal(err)
	}
	o, err := study.Evaluate(want)
	if err != nil {
		t.Fatal(err)
	}
	for k := range o.Rows {
		if o.Rows[k].Technology.ID != m.out.Rows[k].Technology.ID || o.Rows[k].Score != m.out.Rows[k].Score {
			t.Fatalf("place %d differs from Evaluate", k+1)
		}
	}
	m.pressAll("down", "left")
	if m.done() != 2 || m.leaf != 1 {
		t.Errorf("moving another slider: %d steps, cursor %d", m.done(), m.leaf)
	}
	m.pressAll("u", "u")
	if m.study() != start || !reflect.DeepEqual(m.out.Global, before.Global) || m.dirty() {
		t.Error("two undos did not bring the start back")
	}
	m.pressAll("u")
	if !strings.Contains(m.status, "Nothing to undo") {
		t.Errorf("status %q", m.status)
	}
	m.pressAll("ctrl+r", "ctrl+r")
	if m.done() != 2 {
		t.Errorf("redo left %d steps", m.done())
	}
}

func TestNudgeGoesToTheNextWholePercent(t *testing.T) {
	for _, c := range []struct {
		w      float64
		points int
		want   float64
	}{{0.253, 1, 0.26}, {0.253, -1, 0.25}, {0.25, 1, 0.26}, {0.25, -1, 0.24}, {0.1111111, 5, 0.16}, {0.29, 1, 0.30}, {0.57, -1, 0.56}} {
		if got := nudged(c.w, c.points); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v by %d is %v, want %v", c.w, c.points, got, c.want)
		}
	}
}

func TestLock(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	m.pressAll("L", "right")
	if !m.bad || !strings.Contains(m.status, "locked") || m.out.Global[0] != 0.25 {
		t.Errorf("a locked weight moved, or nothing was said: %q", m.status)
	}
	m.pressAll("down")
	for range 30 {
		m.pressAll("+")
	}
	if w := m.out.Global; math.Abs(w[1]-0.75) > 1e-9 || math.Abs(w[0]-0.25) > 1e-12 {
		t.Errorf("weights at the bound: %v", w)
	}
	if !strings.Contains(m.status, textAtBound) {
		t.Errorf("the bound was not mentioned: %q", m.status)
	}
	m.pressAll("up", "L", "right")
	if m.bad {
		t.Errorf("still locked: %q", m.status)
	}
}

func TestExactEntry(t *testing.T) {
	for typed, want := range map[string]float64{"33": 0.33, "0.5%": 0.005, "12,5": 0.125, "7.25%": 0.0725, "0": 0, "100": 1} {
		m := opened(t, heat(), 80, 24)
		m.pressAll("=")
		for _, r := range typed {
			m.pressAll(string(r))
		}
		m.pressAll("enter")
		if m.prompt != nil || math.Abs(m.out.Global[0]-want) > 1e-12 {
			t.Errorf("%q gave %v, want %v", typed, m.out.Global[0], want)
		}
	}
	for _, typed := range []string{"", "x", "101", "-1", "1e", "NaN", "0.26", "0,5"} {
		m := opened(t, heat(), 80, 24)
		m.pressAll("=")
		for _, r := range typed {
			m.pressAll(string(r))
		}
		m.pressAll("enter")
		if m.prompt == nil || m.prompt.fault == "" || m.done() > 0 {
			t.Errorf("%q was taken", typed)
		}
		m.pressAll("esc")
		if m.prompt != nil {
			t.Error("Esc did not close the prompt")
		}
	}
}

func TestExactEntryKnowsTheLocks(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	m.pressAll("down", "L", "up", "=", "9", "0", "enter")
	if m.prompt == nil || !strings.Contains(m.prompt.fault, "at most 78") || m.done() != 1 {
		t.Errorf("90%% beside a locked 22%% says %+v", m.prompt)
	}
}

// Names that begin alike are told apart when they are cut.
func TestCriteriaAreToldApart(t *testing.T) {
	s := heat()
	for k, name := range []string{"Improves data quality", "Improves data flow", "Improves data curation"} {
		s.Criteria[k].Name = name
	}
	m := opened(t, s, 80, 24)
	for w := 6; w < 22; w++ {
		seen := map[string]bool{}
		for k := range m.crit {
			short := m.criterion(k, w)
			if seen[short] || ansi.StringWidth(short) > w {
				t.Errorf("%d cells: %q is taken or too wide", w, short)
			}
			seen[short] = true
		}
	}
}

func TestFilterKeepsTrueRanks(t *testing.T) {
	m := opened(t, cyrillic(), 80, 24)
	m.pressAll("/")
	for _, r := range "теплые" {
		m.pressAll(string(r))
	}
	m.pressAll("enter")
	if m.first().ranking.matches != 1 {
		t.Fatalf("%d technologies match", m.first().ranking.matches)
	}
	rank := m.rowOf(0).Rank
	screen := ansi.Strip(strings.Join(m.lines(), "\n"))
	if !strings.Contains(screen, fmt.Sprintf("%d   · Тёплые", rank)) {
		t.Errorf("rank %d is not shown:\n%s", rank, screen)
	}
	m.pressAll("esc")
	if m.query != "" || m.first().ranking.matches != 5 {
		t.Error("Esc did not clear the filter")
	}
}

// The letters of the Russian layout do what the same keys do on the Latin one.
func TestRussianLayout(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	m.pressAll("Д") // L
	if !m.locked[0] {
		t.Error("Д did not lock")
	}
	m.pressAll("г") // u
	if m.locked[0] {
		t.Error("г did not undo")
	}
	m.pressAll("о", "о") // j
	if m.leaf != 2 {
		t.Errorf("о moved to %d", m.leaf)
	}
}

func TestPaletteAndHelp(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	m.pressAll(":")
	for _, r := range "topsis" {
		m.pressAll(string(r))
	}
	m.pressAll("enter")
	if m.overlay != nil || m.out.Method.Name != "topsis" {
		t.Errorf("the method is %s", m.out.Method.Name)
	}
	m.pressAll("ctrl+p")
	for _, r := range "exclude t03" {
		m.pressAll(string(r))
	}
	m.pressAll("enter")
	if m.row[2] >= 0 {
		t.Error("T03 is still ranked")
	}
	m.pressAll("u", "u")
	if m.row[2] < 0 || m.out.Method.Name != "weighted-sum" {
		t.Error("undo did not bring both back")
	}
	m.pressAll(":")
	for _, r := range "ещзышы" { // topsis on the Russian layout
		m.pressAll(string(r))
	}
	if shown := m.overlay.shown(); len(shown) == 0 || !strings.Contains(shown[0].name, "TOPSIS") {
		t.Error("the palette does not know the Russian layout")
	}
	m.pressAll("esc")
	m.speak(language.Russian)
	m.pressAll(":")
	for _, r := range "язык" { // the entry is in the other language
		m.pressAll(string(r))
	}
	if shown := m.overlay.shown(); len(shown) != 1 || !strings.Contains(shown[0].name, "English") {
		t.Errorf("the palette does not find the language: %v", shown)
	}
	m.pressAll("esc")
	m.speak(language.English)
	m.pressAll("?")
	for _, r := range "lock" {
		m.pressAll(string(r))
	}
	if n := len(m.overlay.shown()); n != 1 {
		t.Errorf("%d keys match lock", n)
	}
	m.pressAll("esc")
}

func TestSaveAndQuit(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	var saved *study.Study
	fail := true
	m.options.Save = func(s *study.Study, actions []study.Action) (string, string, error) {
		if fail {
			return "", "", errors.New("the disk\nis full")
		}
		saved = s
		return "tech.xlsx", "", nil
	}
	if cmd := m.pressAll("q"); cmd == nil || cmd() != tea.Quit() {
		t.Error("q without changes does not quit")
	}
	m.pressAll("right")
	if cmd := m.pressAll("q"); cmd != nil || m.dialog == nil {
		t.Error("q with changes does not ask")
	}
	m.pressAll("esc")
	m.handle(m.pressAll("ctrl+s")())
	if !m.bad || !strings.Contains(m.status, "the disk is full") || !m.dirty() {
		t.Errorf("a failed save says %q", m.status)
	}
	fail = false
	m.pressAll("q")
	cmd := m.pressAll("s")
	if cmd == nil {
		t.Fatal("s did not save")
	}
	if quit := m.handle(cmd()); quit == nil || quit() != tea.Quit() || saved != m.study() || m.dirty() {
		t.Error("save and quit did not do both")
	}
}

// A file is not written twice at once, and undoing a large move brings the sliders' scale back.
func TestOneThingAtATime(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	n := 0
	m.options.Save = func(*study.Study, []study.Action) (string, string, error) { n++; return "tech.xlsx", "", nil }
	scale := m.scale
	m.pressAll("=", "9", "0", "enter")
	first, second := m.pressAll("ctrl+s"), m.pressAll("ctrl+s")
	if first == nil || second != nil || !m.bad {
		t.Error("a second save began before the first had ended")
	}
	m.handle(first())
	if n != 1 || m.busy != "" || m.dirty() {
		t.Errorf("%d saves, busy %q", n, m.busy)
	}
	m.pressAll("u")
	if m.scale != scale {
		t.Errorf("after undo the scale is %v, was %v", m.scale, scale)
	}
}

func TestDragIsOneStep(t *testing.T) {
	m := opened(t, heat(), 140, 40)
	p, _ := m.arranged.Find(inWeights)
	_, w, at := m.first().weights.columns()
	y := p.Y + 1
	m.handle(tea.MouseClickMsg{X: p.X + at, Y: y, Button: tea.MouseLeft})
	for x := range w {
		m.handle(tea.MouseMotionMsg{X: p.X + at + x, Y: y + x%3, Button: tea.MouseLeft})
	}
	m.handle(tea.MouseReleaseMsg{X: p.X + at + w/2, Y: y, Button: tea.MouseLeft})
	if m.done() != 1 {
		t.Errorf("a drag is %d steps", m.done())
	}
	if want := m.first().weights.weightAt(at + w/2); m.out.Global[0] != want {
		t.Errorf("the slider was let go at %v and stands at %v", want, m.out.Global[0])
	}
	m.handle(tea.MouseMotionMsg{X: p.X + at, Y: y})
	if m.done() != 1 {
		t.Error("motion without a button moved the slider")
	}
	r, _ := m.arranged.Find(inRanking)
	m.handle(tea.MouseClickMsg{X: r.X + 4, Y: r.Y + 4, Button: tea.MouseLeft})
	if m.first().focus != inRanking || m.chosen != m.techOf(2) {
		t.Errorf("a click on the third row chose %s", m.tech[m.chosen])
	}
}

// The scale of the sliders stays while one is in the hand, so that it stands under the mouse; it fits again when the slider is let go.
func TestDragDoesNotRunAway(t *testing.T) {
	m := opened(t, heat(), 140, 40)
	p, _ := m.arranged.Find(inWeights)
	_, w, at := m.first().weights.columns()
	scale, y := m.scale, p.Y+1
	m.handle(tea.MouseClickMsg{X: p.X + at + w - 1, Y: y, Button: tea.MouseLeft})
	for range 5 {
		m.handle(tea.MouseMotionMsg{X: p.X + at + w - 1, Y: y, Button: tea.MouseLeft})
	}
	if m.scale != scale || math.Abs(m.out.Global[0]-scale) > 0.005 {
		t.Errorf("held at the end of a scale to %v the weight is %v, the scale now to %v", scale, m.out.Global[0], m.scale)
	}
	m.handle(tea.MouseReleaseMsg{X: p.X + at + w - 1, Y: y, Button: tea.MouseLeft})
	if m.scale <= scale {
		t.Error("the scale did not fit again")
	}
}

// Results for an earlier state are dropped.
func TestStaleResults(t *testing.T) {
	m := opened(t, heat(), 140, 40)
	gen := m.gen
	m.pressAll("right")
	m.handle(worked{"draws", gen, func() { t.Error("draws of an earlier state were taken") }})
}

// Columns stay aligned whatever the letters: every score of the ranking ends in the same cell.
func TestColumnsAlign(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {140, 40}, {200, 60}} {
		m := opened(t, cyrillic(), size[0], size[1])
		lines := strings.Split(ansi.Strip(m.first().ranking.View()), "\n")
		var ends []int
		for k := range m.out.Rows {
			score := m.score(m.out.Rows[k].Score)
			line := lines[2+k]
			ends = append(ends, ansi.StringWidth(line[:strings.LastIndex(line, score)]))
		}
		if len(slices.Compact(slices.Clone(ends))) != 1 {
			t.Errorf("%d×%d: scores begin in cells %v\n%s", size[0], size[1], ends, strings.Join(lines, "\n"))
		}
	}
}

// A key that changes a weight: rescored, ranked, stability of the criterion, and the frame drawn.
func BenchmarkKeyToFrame(b *testing.B) {
	for _, m := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("%dx20", m), func(b *testing.B) {
			x := opened(b, large(m, 20), 140, 40)
			names := []string{"right", "left"}
			for k := 0; b.Loop(); k++ {
				x.press(pressOf(names[k/7%2]))
				if v := x.View(); v.Content == "" {
					b.Fatal("no frame")
				}
			}
		})
	}
}

// A number typed after a parameter's name in the palette sets it.
func TestTypedParameter(t *testing.T) {
	m := opened(t, heat(), 80, 24)
	m.pressAll(":")
	for _, r := range "vikor" {
		m.pressAll(string(r))
	}
	m.pressAll("enter", ":")
	for _, r := range "parameter v" {
		m.pressAll(string(r))
	}
	m.pressAll("enter") // puts "v " on the search line
	for _, r := range "0,7" {
		m.pressAll(string(r))
	}
	m.pressAll("enter")
	if m.overlay != nil || m.out.Method.Name != "vikor" || m.out.Parameters.Number("v") != 0.7 {
		t.Errorf("method %s, parameters %v", m.out.Method.Name, m.out.Parameters)
	}
	m.pressAll(":")
	for _, r := range "v 7" { // out of range: nothing to choose
		m.pressAll(string(r))
	}
	if e, ok := m.overlay.chosen(); ok && e.action != nil {
		t.Errorf("%q can be chosen", e.name)
	}
}

// flood drags a slider through so many places faster than any screen, as the program would take them, and lets it go at the last.
func flood(m *model, events int) (at float64) {
	p, _ := m.arranged.Find(inWeights)
	_, w, x := m.first().weights.columns()
	filter := coalesce()
	send := func(msg tea.Msg) {
		if msg = filter(m, msg); msg != nil {
			m.handle(msg)
			m.View()
		}
	}
	send(tea.MouseClickMsg{X: p.X + x, Y: p.Y + 1, Button: tea.MouseLeft})
	for k := range events {
		send(tea.MouseMotionMsg{X: p.X + x + k%w, Y: p.Y + 1, Button: tea.MouseLeft})
	}
	at = m.first().weights.weightAt(x + w/3)
	send(tea.MouseReleaseMsg{X: p.X + x + w/3, Y: p.Y + 1, Button: tea.MouseLeft})
	return at
}

// A flood of mouse motion is one step and ends where the slider was let go.
func TestDragFlood(t *testing.T) {
	m := opened(t, large(1000, 20), 140, 40)
	if at := flood(m, 5000); m.done() != 1 || math.Abs(m.out.Global[0]-at) > 1e-12 {
		t.Errorf("%d steps, the weight is %v, let go at %v", m.done(), m.out.Global[0], at)
	}
}

// 5,000 motions of the mouse over a slider, as fast as they can be sent, frames drawn.
func BenchmarkDragFlood(b *testing.B) {
	for _, m := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("%dx20", m), func(b *testing.B) {
			x := opened(b, large(m, 20), 140, 40)
			for b.Loop() {
				flood(x, 5000)
			}
		})
	}
}

// The list sorts by a press on its header or by key, ranks staying true, and comes back.
func TestSortedList(t *testing.T) {
	m := opened(t, heat(), 140, 40)
	m.pressAll("=", "7", "0", "enter")
	p, _ := m.arranged.Find(inRanking)
	r := m.first().ranking
	g := r.grid()
	m.handle(tea.MouseClickMsg{X: p.X + 1 + g.rank + 1 + g.delta + 2, Y: p.Y + 1, Button: tea.MouseLeft})
	var names []string
	for _, it := range r.items {
		names = append(names, draw.Fold(m.tech[it.tech]))
		if it.row >= 0 && m.techOf(it.row) != it.tech {
			t.Errorf("%s has the rank of another", m.tech[it.tech])
		}
	}
	if !slices.IsSorted(names) || len(names) != 10 {
		t.Errorf("by name: %q", names)
	}
	m.handle(tea.MouseClickMsg{X: p.X + 1 + g.rank + 1 + g.delta, Y: p.Y + 1, Button: tea.MouseLeft})
	last := 1 << 30
	for _, it := range r.items {
		if places, ok := m.moved(it.tech); ok && places > last {
			t.Errorf("%s rose by %d, below one that rose by %d", m.tech[it.tech], places, last)
		} else if ok {
			last = places
		}
	}
	m.pressAll("O", "O")
	if r.order != byRank || r.items[0].row != 0 {
		t.Error("O does not come back to ranks")
	}
}
