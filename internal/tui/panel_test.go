package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"veche/internal/language"
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

// A bloc's agreement with the panel is not cut inside its number, however narrow the pane.
func TestBlocFactsAreWhole(t *testing.T) {
	tau := -0.47
	for _, l := range []language.Language{language.English, language.Russian} {
		m := on(t, heat(), 140, 40, "panel")
		m.still = true
		m.settle()
		m.speak(l)
		s := m.screen().(*panelScreen)
		r := *s.now()
		r.Blocs = []panel.Bloc{{Name: "business", Weight: 0.5, Members: []int{0}, TauB: &tau, Leader: -1}}
		s.bloc = 0
		whole := l.Fixed(tau, 2)
		for w := 26; w < 60; w++ {
			if lines := (&onePane{panelScreen: s}).blocLines(&r, w); !strings.Contains(strings.Join(lines, "\n"), whole) {
				t.Errorf("%s, %d cells: %q has no %s", l.Code(), w, lines, whole)
			} else if ansi.StringWidth(lines[0]) > w {
				t.Errorf("%s, %d cells: %q is too wide", l.Code(), w, lines[0])
			}
		}
	}
}

// W that prints alike with an expert and without stays.
func TestKendallStays(t *testing.T) {
	for l, want := range map[language.Language][2]string{
		language.English: {"Without E1 Kendall's W stays 0.59.", "Without E1 Kendall's W goes from 0.59 to 0.60."}, language.Russian: {"Без E1 W Кендалла останется 0,59.", "Без E1 W Кендалла станет не 0,59, а 0,60."}} {
		if got := [2]string{withoutSays(l, "E1", 0.591, 0.594), withoutSays(l, "E1", 0.591, 0.599)}; got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
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
