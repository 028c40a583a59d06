package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/study"

	"veche/internal/tui/draw"
)

// on opens a study in a window and goes to a screen.
func on(t *testing.T, s *study.Study, w, h int, screen string) *model {
	t.Helper()
	m := opened(t, s, w, h)
	id, ok := m.screenNamed(screen)
	if !ok {
		t.Fatalf("there is no screen %s", screen)
	}
	m.open(id)
	return m
}

// Arrow keys on one pair are one step to undo, another pair another; equality is not silence; taking back makes silence.
func TestJudgingByKeys(t *testing.T) {
	m := on(t, heat(), 100, 30, "pairwise")
	start := m.study()
	m.pressAll("left", "left", "left", "right") // 4, then 3 times
	if got := m.study().Judgements; len(got) != 1 || got[0].Value != 3 || m.done() != 1 {
		t.Fatalf("%v after %d actions", got, m.done())
	}
	m.pressAll("enter", "right") // the next pair: the second is 2 times the first
	if got := m.study().Judgements; len(got) != 2 || got[1].Value != 0.5 || m.done() != 2 {
		t.Fatalf("%v after %d actions", got, m.done())
	}
	m.pressAll("enter", "=")
	if got := m.study().Judgements; len(got) != 3 || got[2].Value != 1 {
		t.Fatalf("%v", got)
	}
	m.pressAll("backspace")
	if got := m.study().Judgements; len(got) != 2 {
		t.Fatalf("%v after taking one back", got)
	}
	m.pressAll("u", "u", "u", "u")
	if m.study() != start {
		t.Errorf("undo does not lead back: %v", m.study().Judgements)
	}
	m.pressAll("ctrl+r")
	if got := m.study().Judgements; len(got) != 1 || got[0].Value != 3 {
		t.Errorf("redo: %v", got)
	}
}

// A press of the mouse on the scale is the judgement under it; the mark A stays away until then.
func TestJudgingByMouse(t *testing.T) {
	m := on(t, heat(), 100, 30, "pairwise")
	frame := func() string { return ansi.Strip(strings.Join(m.lines(), "\n")) }
	find := func(text string) (x, y int) {
		for y, line := range strings.Split(frame(), "\n") {
			if k := strings.Index(line, text); k >= 0 {
				return draw.Cells(line[:k]), y
			}
		}
		t.Fatalf("no %q in\n%s", text, frame())
		return 0, 0
	}
	x, y := find("9   8   7")
	m.handle(tea.MouseClickMsg{X: x + 8, Y: y + 1, Button: tea.MouseLeft})
	if got := m.study().Judgements; len(got) != 1 || got[0].Value != 7 {
		t.Fatalf("%v\n%s", got, frame())
	}
	m.handle(tea.MouseClickMsg{X: x + 64, Y: y + 1, Button: tea.MouseLeft})
	if got := m.study().Judgements; len(got) != 1 || got[0].Value != 1.0/9 {
		t.Fatalf("%v", got)
	}
}

// f takes the advice: the ratio falls to what was promised, and u takes it back.
func TestAdviceIsTaken(t *testing.T) {
	s := heat()
	k := 0
	upper := []float64{2, 2, 3, 1, 3, 2, 2, 8, 3, 1, 1, 2, 0.5, 1, 2}
	for i := range 6 {
		for j := i + 1; j < 6; j++ {
			s.Judgements = append(s.Judgements, study.Judgement{Expert: 1, A: int32(i), B: int32(j), Value: upper[k], Round: -1})
			k++
		}
	}
	s.Settings.RandomIndex = "saaty"
	m := on(t, s, 140, 40, "pairwise")
	frame := ansi.Strip(strings.Join(m.lines(), "\n"))
	for _, want := range []string{"CR 0.104", "over", "26.5%", "32.3%", "0.027", "15 of 15"} {
		if !strings.Contains(frame, want) {
			t.Errorf("no %q in\n%s", want, frame)
		}
	}
	m.pressAll("f")
	if frame = ansi.Strip(strings.Join(m.lines(), "\n")); !strings.Contains(frame, "CR 0.104 became 0.027") || !strings.Contains(frame, "Cost is 2 times Scale") {
		t.Errorf("after f:\n%s", frame)
	}
	m.pressAll("u")
	if frame = ansi.Strip(strings.Join(m.lines(), "\n")); !strings.Contains(frame, "Cost is 8 times Scale: very strong to extreme.   A = 2.4") {
		t.Errorf("after u:\n%s", frame)
	}
	m.pressAll("w")
	if got := m.out.WeightingInForce(); got != "ahp" {
		t.Errorf("weights are %s", got)
	}
}
