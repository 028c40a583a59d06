package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

func (m *model) View() tea.View {
	v := tea.NewView(strings.Join(m.lines(), "\n"))
	v.AltScreen = true
	v.WindowTitle = textProduct + " " + clean(m.options.File)
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
	if m.w < minWidth || m.h < minHeight {
		lines := wrap(fmt.Sprintf(textTooSmall, minWidth, minHeight), m.w)
		if m.asking {
			lines = wrap(textQuitAsk, m.w)
		}
		return lines[:min(len(lines), m.h)]
	}
	lines := []string{m.titleRow()}
	for len(lines) < m.arranged.top {
		lines = append(lines, "")
	}
	lines = append(lines, m.arranged.compose(func(id panelID) panel { return m.panels[id] })...)
	for len(lines) < m.arranged.bottom {
		lines = append(lines, "")
	}
	lines = append(lines, m.statusRow(), m.hints())
	if m.overlay != nil {
		lines = m.overlay.draw(m.room, lines, m.w, m.h)
	}
	for k := range lines {
		lines[k] = strings.TrimRight(cut(lines[k], m.w, ""), " ")
	}
	return lines
}

// titleRow names the product, the file, the screen, and says what is not saved.
func (m *model) titleRow() string {
	tab := textTabShort
	file := ""
	if m.w >= 100 {
		tab = textTabWeights
		file = " " + cut(clean(m.options.File), m.w/3, m.g.ellipsis)
	}
	start := m.th.Brand.Render(textProduct) + file + " " + m.th.Tab.Render("["+tab+"]")
	var parts []string
	if m.busy != "" {
		parts = append(parts, m.th.Warning.Render(m.busy))
	}
	switch n := len(m.out.Warnings); n {
	case 0:
	case 1:
		parts = append(parts, m.th.Warning.Render(textWarning))
	default:
		parts = append(parts, m.th.Warning.Render(fmt.Sprintf(textWarnings, n)))
	}
	switch {
	case m.dirty():
		parts = append(parts, m.th.Warning.Render(textUnsaved))
	case m.done() > 0:
		parts = append(parts, m.th.Dim.Render(textSavedMark))
	}
	if n := m.done(); n > 0 {
		parts = append(parts, m.th.Dim.Render(fmt.Sprintf(textUndoCount, n)))
	}
	method := m.out.Method.Title
	if n := m.out.Parameters["normalization"]; n != "" {
		method += " " + n
	}
	if m.out.Round != "" {
		method += ", " + clean(m.out.Round)
	}
	end := strings.Join(parts, "  ")
	room := m.w - cells(start) - cells(end) - 4
	middle := m.th.Dim.Render(cut(method, room, m.g.ellipsis))
	gap := m.w - cells(start) - cells(end) - cells(middle) - 2
	return start + "  " + middle + spaces(gap) + end
}

func (m *model) statusRow() string {
	switch {
	case m.asking:
		return m.th.Warning.Render(cut(textQuitAsk, m.w, m.g.ellipsis))
	case m.prompt != nil:
		line := m.th.Strong.Render(m.prompt.label) + m.prompt.text + "_"
		if m.prompt.fault != "" {
			line += "  " + m.th.Error.Render(m.prompt.fault)
		}
		return cut(line, m.w, "")
	case m.bad:
		return m.th.Error.Render(cut(m.status, m.w, m.g.ellipsis))
	}
	status := m.status
	if m.brief != "" && cells(status) > m.w {
		status = m.brief
	}
	return cut(status, m.w, m.g.ellipsis)
}

// hints is the last row: the keys that matter here.
func (m *model) hints() string {
	switch {
	case m.asking:
		return ""
	case m.prompt != nil && m.prompt.filter:
		return m.keyRow([]hint{{"Enter", textHintKeep, "", 0}, {"Esc", textHintClear, "", 0}}, m.w)
	case m.prompt != nil:
		return m.keyRow([]hint{{"Enter", textHintSet, "", 0}, {"Esc", textHintLeave, "", 0}}, m.w)
	case m.overlay != nil && m.overlay.choose:
		return m.keyRow([]hint{{textHintTypeKey, textHintSearch, "", 0}, {m.g.upDown, textHintChoose, "", 0}, {"Enter", textHintDo, "", 0}, {"Esc", textHintClose, "", 0}}, m.w)
	case m.overlay != nil:
		return m.keyRow([]hint{{textHintTypeKey, textHintSearch, "", 0}, {m.g.upDown, textHintScroll, "", 0}, {"Esc", textHintClose, "", 0}}, m.w)
	}
	all := []hint{
		{"Tab", textHintPane, "", 2}, {m.g.sides, textHintPoint, textHintPointS, 0}, {"+-", textHintPoints, textHintPointsS, 1}, {"=", textHintType, "", 1}, {"L", textHintLock, "", 2}, {"r", textHintReset, "", 4}, {"u", textHintUndo, "", 1},
		{"^R", textHintRedo, "", 6}, {"/", textHintFilter, "", 2}, {"y", textHintCopy, "", 7}, {"^S", textHintSave, "", 4}, {":", textHintCommands, textHintCmds, 2}, {"?", textHintHelp, "", 0}, {"q", textHintQuit, "", 3},
	}
	if m.options.Export != nil {
		all = append(all[:11:11], append([]hint{{"e", textHintExport, "", 5}}, all[11:]...)...)
	}
	if m.focus == inRanking {
		all[1], all[2], all[3] = hint{m.g.upDown, textHintChoose, "", 0}, hint{"Enter", textHintCompare, textHintCompareS, 1}, hint{"x", textHintOut, textHintOutS, 4}
	}
	return m.keyRow(all, m.w)
}
