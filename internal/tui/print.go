package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/tui/draw"
)

// print asks for a name and writes the frame as it stands: as a picture, or as text for a name that ends in .txt.
func (m *model) print() {
	if m.options.Write == nil {
		m.complain(textCannotWrite)
		return
	}
	frame := strings.Join(m.lines(), "\n")
	w, h, light := m.w, m.h, m.theme == "light" || m.theme == "" && !m.dark
	m.ask(&prompt{label: m.t(textPromptPrint), text: tabs[m.at].name + ".svg", enter: func(name string) (tea.Cmd, string) {
		name = strings.TrimSpace(name)
		var data string
		switch {
		case strings.HasSuffix(strings.ToLower(name), ".svg"):
			data = draw.SVG(frame, w, h, light)
		case strings.HasSuffix(strings.ToLower(name), ".txt"):
			data = ansi.Strip(frame) + "\n"
		default:
			return nil, m.t(textPrintKinds)
		}
		write := m.options.Write
		return func() tea.Msg {
			where, err := write(name, []byte(data))
			return printedMsg{where, err}
		}, ""
	}})
}

// printedMsg says where a frame was written.
type printedMsg struct {
	where string
	err   error
}
