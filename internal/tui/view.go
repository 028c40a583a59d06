package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"veche/internal/tui/draw"
)

func (m *model) View() tea.View {
	v := tea.NewView(strings.Join(m.lines(), "\n"))
	v.AltScreen = true
	v.WindowTitle = textProduct + " " + draw.Clean(m.options.File)
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// lines are the screen, at most h lines of at most w cells.
func (m *model) lines() []string {
	if m.w <= 0 || m.h <= 0 {
		return nil
	}
	if m.w < draw.MinWidth || m.h < draw.MinHeight {
		lines := draw.Wrap(m.t(textTooSmall, draw.MinWidth, draw.MinHeight), m.w)
		if d := m.dialog; d != nil {
			lines = draw.Wrap(d.question, m.w)
			for _, k := range d.choices {
				lines = append(lines, draw.Wrap(string(k.key)+": "+m.t(k.does), m.w)...)
			}
		}
		return lines[:min(len(lines), m.h)]
	}
	lines := []string{m.titleRow()}
	for len(lines) < m.arranged.Top {
		lines = append(lines, "")
	}
	lines = append(lines, m.arranged.Compose(m.screen().panes())...)
	for len(lines) < m.arranged.Bottom {
		lines = append(lines, "")
	}
	lines = append(lines, m.statusRow(), m.keyRow(m.hints(), m.w))
	if m.overlay != nil {
		lines = m.overlay.draw(m.room, lines, m.w, m.h)
	}
	for k := range lines {
		lines[k] = strings.TrimRight(draw.Cut(lines[k], m.w, ""), " ")
	}
	return lines
}

// brand is what stands before the tabs.
func (m *model) brand() (product, file string) {
	if m.w >= 100 {
		file = " " + draw.Cut(draw.Clean(m.options.File), m.w/6, m.g.Ellipsis) + " "
	}
	return textProduct, file
}

// tabs are the tabs where they stand.
func (m *model) tabs() []tab {
	product, file := m.brand()
	return m.tabRow(draw.Cells(product)+draw.Cells(file), m.w < 110)
}

// titleRow names the product, the file and the screens, and says what is not saved.
func (m *model) titleRow() string {
	product, file := m.brand()
	start := m.th.Brand.Render(product) + file
	for _, t := range m.tabs() {
		if t.id == m.at {
			start += m.th.Tab.Render(t.text)
		} else {
			start += m.th.Dim.Render(t.text)
		}
	}
	var parts []string
	if m.busy != "" {
		parts = append(parts, m.th.Warning.Render(m.busy))
	}
	if m.recorded != nil {
		parts = append(parts, m.th.Error.Render(m.t(textNoJournal)))
	}
	if n := len(m.out.Warnings); n > 0 {
		parts = append(parts, m.th.Warning.Render(m.t(textWarnings, n)))
	}
	switch m.seal() {
	case sealKept:
		parts = append(parts, m.th.Dim.Render(m.t(textSealKept)))
	case sealBroken:
		parts = append(parts, m.th.Warning.Render(m.t(textSealBroken)))
	}
	switch {
	case m.dirty():
		parts = append(parts, m.th.Warning.Render(m.t(textUnsaved)))
	case m.done() > 0:
		parts = append(parts, m.th.Dim.Render(m.t(textSavedMark)))
	}
	if n := m.done(); n > 0 {
		parts = append(parts, m.th.Dim.Render(m.t(textUndoCount, n)))
	}
	method := m.named(m.out.Method.Title)
	if n := m.out.Parameters["normalization"]; n != "" {
		method += " " + m.named(n)
	}
	if m.out.Round != "" {
		method += ", " + draw.Clean(m.out.Round)
	}
	end := strings.Join(parts, "  ")
	room := m.w - draw.Cells(start) - draw.Cells(end) - 4
	if room < min(8, draw.Cells(method)) {
		room = 0
	}
	middle := m.th.Dim.Render(draw.Cut(method, room, m.g.Ellipsis))
	gap := m.w - draw.Cells(start) - draw.Cells(end) - draw.Cells(middle) - 2
	return start + "  " + middle + draw.Spaces(gap) + end
}

func (m *model) statusRow() string {
	switch {
	case m.dialog != nil:
		return m.th.Warning.Render(draw.Cut(m.dialog.question, m.w, m.g.Ellipsis))
	case m.prompt != nil:
		text := m.prompt.text
		if m.prompt.chosen {
			text = m.th.Selected.Render(text)
		}
		line := m.th.Strong.Render(m.prompt.label) + text + "_"
		if m.prompt.fault != "" {
			line += "  " + m.th.Error.Render(m.prompt.fault)
		}
		return draw.Cut(line, m.w, "")
	case m.bad:
		return m.th.Error.Render(draw.Cut(m.status, m.w, m.g.Ellipsis))
	}
	status := m.status
	if now := m.screen().status(); status == "" {
		status = now
	}
	if m.brief != "" && draw.Cells(status) > m.w {
		status = m.brief
	}
	return draw.Cut(status, m.w, m.g.Ellipsis)
}

// hints are the keys of the last row: those that matter here.
func (m *model) hints() []hint {
	switch {
	case m.overlay != nil && m.overlay.choose:
		return []hint{{m.t(textHintTypeKey), textHintSearch, "", 0}, {m.g.UpDown, textHintChoose, "", 0}, {"Enter", textHintDo, "", 0}, {"Esc", textHintClose, "", 0}}
	case m.overlay != nil:
		return []hint{{m.t(textHintTypeKey), textHintSearch, "", 0}, {m.g.UpDown, textHintScroll, "", 0}, {"Esc", textHintClose, "", 0}}
	case m.dialog != nil:
		return m.dialog.hints()
	case m.prompt != nil && m.prompt.filter:
		return []hint{{"Enter", textHintKeep, "", 0}, {"Esc", textHintClear, "", 0}}
	case m.prompt != nil:
		return []hint{{"Enter", textHintSet, "", 0}, {"Esc", textHintLeave, "", 0}}
	}
	keep := 3 // how soon the way out and saving give way: not at the size of a common terminal
	if m.w >= 80 {
		keep = 0
	}
	all := append(m.screen().hints(), hint{"u", textHintUndo, "", 1}, hint{"^R", textHintRedo, "", 6}, hint{"y", textHintCopy, "", 7}, hint{"P", textHintPrint, "", 8}, hint{"^S", textHintSave, textHintSaveS, keep})
	if len(m.options.Exports) > 0 {
		all = append(all, hint{"e", textHintExport, "", 2})
	}
	return append(all, hint{":", textHintCommands, textHintCmds, 0}, hint{"?", textHintHelp, "", 0}, hint{"q", textHintQuit, "", keep})
}

// keyAt is the key that a cell of the last row names. Where a hint names two, as the arrows, each has its half.
func (m *model) keyAt(x int) (command, bool) {
	for _, k := range m.placeKeys(m.hints(), m.w) {
		if x >= k.x && x < k.x+k.w {
			return k.named(x - k.x)
		}
	}
	return "", false
}
