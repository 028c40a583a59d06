package tui

import (
	"math"
	"testing"

	tea "charm.land/bubbletea/v2"

	"veche/internal/mcda"
)

// n goes from crossing to crossing: at each the two technologies have the same score; and Enter gives the criterion that weight, in one step.
func TestCrossingsAreCrossings(t *testing.T) {
	for _, name := range []string{"heat", "cyrillic"} {
		study := heat()
		if name == "cyrillic" {
			study = cyrillic()
		}
		m := on(t, study, 140, 40, "sensitivity")
		screen := m.screens[onSensitivity].(*sensitivityScreen)
		seen := 0
		for range study.Criteria {
			m.pressAll("home")
			for range 30 {
				before := screen.cursor
				m.pressAll("n")
				if screen.cursor == before {
					break
				}
				seen++
				scores := m.out.Scorer.Scores(nil, screen.path().Weights(nil, screen.cursor))
				met := false
				for _, c := range screen.chart.value.crossings {
					if c.at == screen.cursor {
						a, b := m.rowOf(c.a).Index, m.rowOf(c.b).Index
						met = mcda.Tied(scores[a], scores[b]) || math.Abs(scores[a]-scores[b]) < 1e-9
						if !met {
							t.Errorf("%s: at %g %s has %g and %s %g", name, c.at, m.tech[c.a], scores[a], m.tech[c.b], scores[b])
						}
					}
				}
			}
			m.pressAll("down")
		}
		if seen < 3 {
			t.Errorf("%s: only %d crossings", name, seen)
		}
		m.pressAll("home", "n")
		want, done := screen.cursor, m.done()
		m.pressAll("enter")
		if got := m.out.Global[m.leaf]; math.Abs(got-want) > 1e-12 || m.done() != done+1 {
			t.Errorf("%s: the weight is %g after %d steps, want %g after one", name, got, m.done()-done, want)
		}
	}
}

// A press on the chart takes the cursor there.
func TestChartByMouse(t *testing.T) {
	m := on(t, heat(), 140, 40, "sensitivity")
	screen := m.screens[onSensitivity].(*sensitivityScreen)
	p, _ := m.arranged.Find(inSweep)
	pane := screen.sweep
	x := pane.labels() + 2 + pane.plotWidth(p.W)/2
	m.handle(tea.MouseClickMsg{X: p.X + x, Y: p.Y + 5, Button: tea.MouseLeft})
	if math.Abs(screen.cursor-0.5) > 0.011 {
		t.Errorf("the cursor is at %g, want about a half", screen.cursor)
	}
}
