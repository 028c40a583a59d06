package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/study"

	"veche/internal/tui/draw"
)

// press handles a key.
func (m *model) press(msg tea.KeyPressMsg) tea.Cmd {
	c := commandOf(msg)
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	switch {
	case m.overlay != nil:
		return m.overlaid(msg, c)
	case m.dialog != nil:
		return m.answer(c)
	case m.prompt != nil:
		return m.prompted(msg, c)
	}
	if m.w < draw.MinWidth || m.h < draw.MinHeight {
		if is(keys.Quit) {
			return m.quit()
		}
		return nil
	}
	if cmd, ok := m.screen().press(c); ok {
		return cmd
	}
	switch {
	case is(keys.Screens):
		return m.open(screenID(c[0] - '1'))
	case is(keys.Undo):
		return m.back(m.undo, m.t(textUndone), m.t(textNothingUndo))
	case is(keys.Redo):
		return m.back(m.redo, m.t(textRedone), m.t(textNothingRedo))
	case is(keys.Help):
		m.overlay = &overlay{title: m.t(textHelpTitle), entries: m.helpEntries()}
	case is(keys.Palette):
		m.overlay = &overlay{title: m.t(textPaletteTitle), entries: m.entries(), choose: true, typed: m.typedParameter}
	case is(keys.Warnings):
		if len(m.out.Warnings) == 0 && m.recorded == nil {
			m.say(textNoWarnings)
		} else {
			m.overlay = &overlay{title: m.t(textWarningsTitle), entries: m.warningEntries(m.w)}
		}
	case is(keys.Copy):
		text, what := m.screen().copied()
		m.say(textCopied, what)
		return tea.SetClipboard(text)
	case is(keys.Keep):
		m.keep()
	case is(keys.Compare):
		return m.compareScenarios()
	case is(keys.Save):
		return m.save()
	case is(keys.Export):
		return m.export()
	case is(keys.Print):
		m.print()
	case is(keys.Theme):
		m.nextTheme()
	case is(keys.Mouse):
		m.mouse = !m.mouse
		if m.say(textMouseOff); m.mouse {
			m.say(textMouseOn)
		}
	case is(keys.Suspend):
		return tea.Suspend
	case is(keys.Quit):
		return m.quit()
	}
	return nil
}

func (m *model) back(step func() (study.Action, bool), did, nothing string) tea.Cmd {
	before := m.now
	a, ok := step()
	if !ok {
		m.say(nothing)
		return nil
	}
	m.say(did, m.did(a))
	return m.changed(before)
}

// prompted handles a key while a line is being typed.
func (m *model) prompted(msg tea.KeyPressMsg, c command) tea.Cmd {
	p := m.prompt
	switch string(c) {
	case "esc", "ctrl+c":
		m.prompt = nil
		if p.leave != nil {
			p.leave()
		}
	case "enter":
		m.prompt = nil
		if p.enter == nil {
			return nil
		}
		cmd, fault := p.enter(p.text)
		if fault != "" {
			p.fault, m.prompt = fault, p
		}
		return cmd
	case "backspace":
		if r := []rune(p.text); len(r) > 0 {
			if p.text = string(r[:len(r)-1]); p.chosen {
				p.text = ""
			}
			p.chosen = false
			p.add("")
		}
	case "right", "end":
		p.chosen = false
	default:
		if text := msg.Key().Text; text != "" {
			p.add(text)
		}
	}
	return nil
}

// add puts text at the end of the line.
func (p *prompt) add(text string) {
	if p.chosen && text != "" {
		p.text, p.chosen = "", false
	}
	p.text, p.fault = p.text+text, ""
	if p.typed != nil {
		p.typed(p.text)
	}
}

// overlaid handles a key while the help or the palette is open.
func (m *model) overlaid(msg tea.KeyPressMsg, c command) tea.Cmd {
	o := m.overlay
	_, page := o.size(m.w, m.h)
	switch string(c) {
	case "esc", "ctrl+c", "f1":
		m.overlay = nil
	case "left", "right", "shift+left", "shift+right":
		if o.turn != nil {
			o.turn(map[bool]int{true: 1, false: -1}[strings.HasSuffix(string(c), "right")], strings.HasPrefix(string(c), "shift"))
		}
	case "up":
		o.move(-1, page)
	case "down":
		o.move(1, page)
	case "pgup":
		o.move(-page, page)
	case "pgdown":
		o.move(page, page)
	case "enter":
		e, ok := o.chosen()
		if ok && e.begin != "" {
			o.query, o.at, o.offset = e.begin, 0, 0
			return nil
		}
		m.overlay = nil
		switch {
		case ok && e.run != nil:
			return e.run()
		case ok && e.action != nil:
			return m.act(e.action)
		case ok && e.press != "":
			return m.press(pressOf(string(e.press)))
		}
	case "backspace":
		if r := []rune(o.query); len(r) > 0 {
			o.query = string(r[:len(r)-1])
			o.at, o.offset = 0, 0
		}
	default:
		if text := msg.Key().Text; text != "" {
			if !o.choose && o.query == "" && (c == "?" || c == "q") {
				m.overlay = nil
				return nil
			}
			o.query += text
			o.at, o.offset = 0, 0
		}
	}
	return nil
}
