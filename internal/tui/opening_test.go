package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/language"
	"veche/internal/study"
)

// While a study is being read the window says what is done and for how long, at every size, and can be left; then the explorer is there at the window's size.
func TestOpening(t *testing.T) {
	stages, loaded := make(chan string, 1), make(chan loadedMsg, 1)
	begun := time.Unix(0, 0)
	o := &opening{loading: Loading{File: "очень большое исследование.xlsx", Language: language.Russian}, begun: begun, now: begun, stages: stages, loaded: loaded, stage: StageReading}
	o.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	o.Update(tickMsg(begun.Add(12 * time.Second)))
	if text := strings.Join(o.lines(), "\n"); !strings.Contains(text, "читаю исследование  12 с") || !strings.Contains(text, "очень большое") {
		t.Errorf("it says\n%s", text)
	}
	o.Update(stageMsg(StageRanking))
	for w := range 60 {
		for h := range 10 {
			o.Update(tea.WindowSizeMsg{Width: w, Height: h})
			lines := o.lines()
			if len(lines) > h {
				t.Errorf("%d lines in a window of %d×%d", len(lines), w, h)
			}
			for _, l := range lines {
				if ansi.StringWidth(l) > w {
					t.Errorf("a line of %d cells in a window of %d×%d", ansi.StringWidth(l), w, h)
				}
			}
		}
	}
	if _, cmd := o.Update(pressOf("q")); cmd == nil || cmd() != tea.Quit() {
		t.Error("q does not leave")
	}
	o.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	m, err := newModel(t.Context(), heat(), Options{File: "tech.xlsx"})
	if err != nil {
		t.Fatal(err)
	}
	next, _ := o.Update(loadedMsg{root: m})
	if next != m || m.w != 100 || !strings.Contains(strings.Join(m.lines(), "\n"), "Heat pumps") {
		t.Error("the explorer is not there")
	}
	if _, cmd := o.Update(loadedMsg{err: errors.New("damaged")}); o.err == nil || cmd == nil || cmd() != tea.Quit() {
		t.Error("what is wrong with the study does not end the program")
	}
}

// A study with errors never takes the terminal over.
func TestOpeningFails(t *testing.T) {
	want := study.Issues{{Severity: study.Error, Code: "E-X"}}
	finished, err := Open(t.Context(), Loading{Load: func(func(string)) (*study.Study, Options, error) { return nil, Options{}, want }})
	var got study.Issues
	if !finished || !errors.As(err, &got) {
		t.Errorf("%v, %v", finished, err)
	}
}
