package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// dialog is a question in the status row with its answers in the row of keys. Until one is given nothing else happens.
type dialog struct {
	question string
	choices  []choice
}

// choice is an answer: its key, what it does in words, and doing it.
type choice struct {
	key  command
	does string
	also []command // other keys that mean the same
	run  func() tea.Cmd
}

// answer handles a key while a question stands. The dialog is closed unless the answer opens one again.
func (m *model) answer(c command) tea.Cmd {
	d := m.dialog
	for _, k := range d.choices {
		if strings.EqualFold(string(k.key), string(c)) || slices.Contains(k.also, c) {
			m.dialog = nil
			return k.run()
		}
	}
	return nil
}

// hints are the answers as the row of keys shows them.
func (d *dialog) hints() []hint {
	var all []hint
	for _, k := range d.choices {
		name := string(k.key)
		if name == "esc" {
			name = "Esc"
		}
		all = append(all, hint{key: name, does: k.does})
	}
	return all
}

// quit asks only when something is not saved.
func (m *model) quit() tea.Cmd {
	if !m.dirty() {
		return m.leave(true)
	}
	m.dialog = &dialog{m.t(textQuitAsk), []choice{
		{"y", textAnswerQuit, []command{"q", "ctrl+c"}, func() tea.Cmd { return m.leave(true) }},
		{"s", textAnswerSaveQuit, []command{"ctrl+s"}, func() tea.Cmd {
			m.leaving = true
			return m.save()
		}},
		{"esc", textAnswerStay, nil, func() tea.Cmd { return nil }},
	}}
	return nil
}

// leave ends the program. done says that its journal has served: nothing is left to recover, or nothing is wanted.
func (m *model) leave(done bool) tea.Cmd {
	m.finished = done
	return tea.Quit
}
