package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Space forces in what is out and out what is in, and again leaves it; the budget's steps are one step to undo; a press on a box is Space.
func TestSelectionByKeysAndMouse(t *testing.T) {
	m := on(t, heat(), 100, 30, "shortlist")
	m.still = true // what is slow is done at once
	m.settle()
	start := m.study()
	screen := m.screens[onShortlist].(*shortlistScreen)
	first := m.techOf(0)
	m.pressAll("home", "space")
	if got := m.study().Technologies[first].Pin; got != "out" {
		t.Errorf("the first is %q", got)
	}
	if set := screen.shown(); set == nil || set.Chosen[0] {
		t.Error("the best set holds what was forced out")
	}
	m.pressAll("space")
	if got := m.study().Technologies[first].Pin; got != "" {
		t.Errorf("the first is still %q", got)
	}
	done := m.done()
	m.pressAll("+", "+", "-", "+")
	if b, ok := screen.budget(); !ok || b <= 0 || m.done() != done+1 {
		t.Errorf("the budget is %g after %d steps", b, m.done()-done)
	}
	if set := screen.shown(); set != nil {
		if b, _ := screen.budget(); set.Cost > b+1e-9 {
			t.Errorf("the set costs %g of %g", set.Cost, b)
		}
	}
	p, _ := m.arranged.Find(inSet)
	m.handle(tea.MouseClickMsg{X: p.X + 2, Y: p.Y + 3, Button: tea.MouseLeft})
	if got := m.study().Technologies[m.techOf(1)].Pin; got == "" {
		t.Error("a press on the box does nothing")
	}
	for m.done() > 0 {
		m.pressAll("u")
	}
	if m.study() != start {
		t.Error("undo does not lead back")
	}
}
