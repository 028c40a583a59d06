package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"veche/internal/study"
	"veche/internal/study/panel"

	"veche/internal/tui/draw"
)

// x leaves the expert under the cursor out once it is said why; the note travels in the log, and u takes the expert in again.
func TestExpertLeftOut(t *testing.T) {
	m := on(t, heat(), 100, 30, "panel")
	m.still = true // what is slow is done at once
	m.settle()
	start := m.study()
	m.pressAll("down", "x")
	if m.prompt == nil {
		t.Fatal("nobody asked why")
	}
	m.pressAll("i", "l", "l", "enter")
	if !m.study().Excluded.Experts["E2"] {
		t.Fatalf("left out: %v", m.study().Excluded.Experts)
	}
	if a, ok := m.log.Actions()[0].(study.ExcludeExpert); !ok || a.Note != "ill" {
		t.Errorf("the log has %v", m.log.Actions())
	}
	frame := ansi.Strip(strings.Join(m.lines(), "\n"))
	if !strings.Contains(frame, "[excluded]") {
		t.Errorf("the screen does not say so:\n%s", frame)
	}
	m.pressAll("u")
	if m.study() != start {
		t.Error("undo does not lead back")
	}
}

// The figures are those of the report that the command prints.
func TestPanelFigures(t *testing.T) {
	s := heat()
	report, err := panel.Assess(s)
	if err != nil {
		t.Fatal(err)
	}
	m := on(t, s, 140, 40, "panel")
	m.still = true
	m.settle()
	frame := ansi.Strip(strings.Join(m.lines(), "\n"))
	for _, sentence := range report.Sentences(m.lang) {
		for _, word := range strings.Fields(draw.Clean(sentence)) {
			if !strings.Contains(frame, word) {
				t.Errorf("%q of %q is not on the screen:\n%s", word, sentence, frame)
				break
			}
		}
	}
}
