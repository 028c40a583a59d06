package tui

import (
	"context"
	"strings"
	"testing"
	"veche/internal/study"

	tea "charm.land/bubbletea/v2"
)

// Two states kept by name stand side by side with their weights and ranks; going back to one is a step that can be undone.
func TestScenariosSideBySide(t *testing.T) {
	m := opened(t, heat(), 140, 40)
	m.still = true // what takes time is done at once
	m.pressAll("C")
	if !m.bad || m.overlay != nil {
		t.Fatalf("nothing is kept, and it says %q", m.status)
	}
	name := func(s string) {
		m.pressAll("K")
		for m.prompt.text != "" {
			m.pressAll("backspace")
		}
		for _, r := range s {
			m.pressAll(string(r))
		}
		m.pressAll("enter")
	}
	first := m.out.Rows[0].Technology.ID
	name("as loaded")
	m.pressAll("=", "9", "enter")
	name("no impact")
	m.pressAll("=", "5", "5", "enter", "C")
	text := func() string {
		var b strings.Builder
		for _, e := range m.overlay.entries {
			b.WriteString(e.name + "\n")
		}
		return b.String()
	}
	if got := text(); !strings.Contains(got, "no impact") || !strings.Contains(got, "9%") || !strings.Contains(got, "55%") || !strings.Contains(got, "+46.0") {
		t.Errorf("no impact and now:\n%s", got)
	}
	m.pressAll("left")
	if got := text(); !strings.Contains(got, "as loaded") || !strings.Contains(got, "+30.0") {
		t.Errorf("as loaded and now:\n%s", got)
	}
	m.pressAll("esc", ":")
	for _, r := range "go back to scenario: as loaded" {
		m.pressAll(string(r))
	}
	m.pressAll("enter")
	if m.out.Global[0] != 0.25 || m.out.Rows[0].Technology.ID != first || len(m.study().Kept) != 2 {
		t.Errorf("going back: %v", m.out.Global)
	}
	m.pressAll("u")
	if m.out.Global[0] != 0.55 {
		t.Errorf("undone: %v", m.out.Global)
	}
}

// A save that breaks the seal is asked about, and the seal is said in the title.
func TestSealIsAskedAbout(t *testing.T) {
	s := heat()
	seal, err := study.SealWeights(s)
	if err != nil {
		t.Fatal(err)
	}
	s.Seal = seal
	saves := 0
	m, err := newModel(context.Background(), s, Options{Theme: "none", NoMotion: true, Save: func(*study.Study, []study.Action) (string, string, error) {
		saves++
		return "tech.xlsx", "", nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	m.still = true
	m.handle(tea.WindowSizeMsg{Width: 140, Height: 40})
	if !strings.Contains(m.lines()[0], "sealed") {
		t.Errorf("no seal in %s", m.lines()[0])
	}
	m.press(pressOf("right"))
	if !strings.Contains(m.lines()[0], "seal broken") {
		t.Errorf("no broken seal in %s", m.lines()[0])
	}
	if m.press(pressOf("ctrl+s")); m.dialog == nil {
		t.Fatal("the seal is broken unasked")
	}
	if cmd := m.press(pressOf("y")); cmd == nil || m.dialog != nil {
		t.Fatal("it is not saved on yes")
	} else {
		m.handle(cmd())
	}
	if saves != 1 || m.dirty() {
		t.Errorf("%d saves", saves)
	}
}
