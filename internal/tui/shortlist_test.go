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

// A press on a step of the frontier sets a budget that pays for that step and for no dearer one, whatever the unit of money and however many digits a cost has.
func TestFrontierSetsTheBudgetItShows(t *testing.T) {
	for _, unit := range []float64{1e-6, 1.23456789e-3, 1, 1e6 / 7} {
		s := heat()
		for k := range s.Technologies {
			cost := unit * (1 + float64(k*k%7)/3)
			s.Technologies[k].Cost = &cost
		}
		m := on(t, s, 140, 40, "shortlist")
		m.still = true
		m.settle()
		screen := m.screens[onShortlist].(*shortlistScreen)
		pressed := 0
		for y := range 20 {
			p, ok := m.arranged.Find(inFrontier)
			if !ok {
				t.Fatal("no frontier")
			}
			point, ok := screen.frontier.under(y)
			if !ok {
				continue
			}
			points := screen.complete().Frontier.Points
			m.handle(tea.MouseClickMsg{X: p.X + 2, Y: p.Y + y, Button: tea.MouseLeft})
			b, _ := screen.budget()
			at := screen.complete().Frontier.At(b)
			if at < 0 || points[at].Budget != point.Budget {
				t.Errorf("a press on %v sets %v", point.Budget, b)
			}
			pressed++
		}
		if pressed < 3 {
			t.Errorf("in units of %g only %d steps were pressed", unit, pressed)
		}
	}
}
