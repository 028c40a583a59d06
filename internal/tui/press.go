package tui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/study"
)

// press handles a key.
func (m *model) press(msg tea.KeyPressMsg) tea.Cmd {
	c := commandOf(msg)
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	switch {
	case m.asking:
		return m.answer(c)
	case m.prompt != nil:
		return m.prompted(msg, c)
	case m.overlay != nil:
		return m.overlaid(msg, c)
	}
	if m.w < minWidth || m.h < minHeight {
		if is(keys.Quit) {
			return m.quit()
		}
		return nil
	}
	nudge := m.focus == inWeights && (is(keys.Less) || is(keys.More)) || is(keys.Step) || is(keys.StepDown)
	amend := m.nudging && nudge
	m.nudging = nudge
	switch {
	case nudge:
		points := 1
		if is(keys.Step) || is(keys.StepDown) {
			points = 5
		}
		if is(keys.Less) || is(keys.StepDown) {
			points = -points
		}
		done := m.done()
		cmd := m.moveWeight(nudged(m.out.Global[m.leaf], points), amend && done > 0)
		m.nudging = !m.bad && m.done() > 0 && (amend || m.done() > done)
		return cmd
	case is(keys.Pane):
		m.focus = inWeights + inRanking - m.focus
	case is(keys.Up):
		return m.move(-1)
	case is(keys.Down):
		return m.move(1)
	case is(keys.PageUp):
		return m.move(-m.page())
	case is(keys.PageDown):
		return m.move(m.page())
	case is(keys.Home):
		return m.move(-1 << 30)
	case is(keys.End):
		return m.move(1 << 30)
	case is(keys.Exact):
		m.prompt = &prompt{label: fmt.Sprintf(textPromptExact, m.crit[m.leaf])}
	case is(keys.Lock):
		on := !m.locked[m.leaf]
		cmd := m.act(study.Lock{Criterion: m.codeOf(m.leaf), Locked: on})
		if on {
			m.say(textLockedNow, m.crit[m.leaf], percent(m.out.Global[m.leaf]))
		} else {
			m.say(textUnlockedNow, m.crit[m.leaf])
		}
		return cmd
	case is(keys.Reset):
		cmd := m.act(study.ResetWeights{})
		m.fitScale(true)
		m.say(textResetDone)
		return cmd
	case is(keys.Undo):
		return m.back(m.undo, textUndone, textNothingUndo)
	case is(keys.Redo):
		return m.back(m.redo, textRedone, textNothingRedo)
	case is(keys.Enter):
		if row := m.rowOf(m.chosen); row != nil && m.chosen != m.techOf(0) {
			m.rival = m.chosen
			m.say(textComparing, m.tech[m.chosen])
		} else {
			m.rival = -1
		}
	case is(keys.Filter):
		m.focus = inRanking
		m.prompt = &prompt{label: textPromptFilter, text: m.query, filter: true}
	case is(keys.Escape):
		if m.query != "" {
			m.query = ""
			m.ranking.reveal()
			m.say(textFilterClear)
		}
	case is(keys.Exclude):
		id := m.study().Technologies[m.chosen].ID
		return m.act(study.ExcludeTechnology{Technology: id, Excluded: !m.study().Excluded.Technologies[id]})
	case is(keys.Help):
		m.overlay = &overlay{title: textHelpTitle, entries: helpEntries(m.options.Export != nil)}
	case is(keys.Palette):
		m.overlay = &overlay{title: textPaletteTitle, entries: m.entries(), choose: true, typed: m.typedParameter}
	case is(keys.Warnings):
		if len(m.out.Warnings) == 0 {
			m.say(textNoWarnings)
		} else {
			m.overlay = &overlay{title: textWarningsTitle, entries: m.warningEntries(m.w)}
		}
	case is(keys.Copy):
		m.say(textCopied)
		return tea.SetClipboard(m.asText())
	case is(keys.Save):
		return m.save()
	case is(keys.Export):
		return m.export()
	case is(keys.Theme):
		m.nextTheme()
	case is(keys.Mouse):
		m.mouse = !m.mouse
		m.say("%s", map[bool]string{true: textMouseOn, false: textMouseOff}[m.mouse])
	case is(keys.Suspend):
		return tea.Suspend
	case is(keys.Quit):
		return m.quit()
	}
	return nil
}

// page is how many rows a page of the pane in focus has.
func (m *model) page() int {
	if m.focus == inWeights {
		return m.weights.visible()
	}
	return m.ranking.visible()
}

// move goes through the pane in focus.
func (m *model) move(by int) tea.Cmd {
	if m.focus == inRanking {
		m.ranking.move(by)
		m.layout()
		return nil
	}
	m.leaf = min(max(m.leaf+by, 0), len(m.crit)-1)
	m.weights.reveal()
	return m.settle()
}

func (m *model) back(step func() (study.Action, bool), did, nothing string) tea.Cmd {
	before := m.now
	a, ok := step()
	if !ok {
		m.say("%s", nothing)
		return nil
	}
	m.say(did, a)
	return m.changed(before)
}

// prompted handles a key while a line is being typed.
func (m *model) prompted(msg tea.KeyPressMsg, c command) tea.Cmd {
	p := m.prompt
	switch string(c) {
	case "esc", "ctrl+c":
		m.prompt = nil
		if p.filter {
			m.query = ""
			m.ranking.reveal()
		}
	case "enter":
		if p.filter {
			m.prompt = nil
			return nil
		}
		return m.exact(p)
	case "backspace":
		if r := []rune(p.text); len(r) > 0 {
			p.text = string(r[:len(r)-1])
			m.typed("")
		}
	default:
		m.typed(msg.Key().Text)
	}
	return nil
}

// typed adds to the line being typed.
func (m *model) typed(text string) {
	p := m.prompt
	p.text, p.fault = p.text+text, ""
	if p.filter {
		m.query = fold(strings.TrimSpace(p.text))
		m.ranking.refill()
		if k := m.ranking.index(); k < 0 && m.ranking.matches > 0 {
			m.ranking.move(0)
		}
		m.ranking.reveal()
	}
}

// exact sets the weight that was typed, in per cent.
func (m *model) exact(p *prompt) tea.Cmd {
	text, percents := strings.CutSuffix(strings.TrimSpace(p.text), "%")
	text = strings.TrimSpace(text)
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || math.IsNaN(x) || x < 0 || x > 100 {
		p.fault = textPercentBad
		return nil
	}
	if !percents && x > 0 && x < 1 { // 0.26 may be meant as a share of 1
		p.fault = fmt.Sprintf(textPercentShare, number(100*x), number(x))
		return nil
	}
	if held, free := m.heldBack(m.leaf); x/100 > 1-held+1e-9 && free {
		p.fault = fmt.Sprintf(textPercentHeld, tenths(floorTenth(100*(1-held))))
		return nil
	}
	m.prompt = nil
	return m.moveWeight(x/100, false)
}

// overlaid handles a key while the help or the palette is open.
func (m *model) overlaid(msg tea.KeyPressMsg, c command) tea.Cmd {
	o := m.overlay
	_, page := o.size(m.w, m.h)
	switch string(c) {
	case "esc", "ctrl+c", "f1":
		m.overlay = nil
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
		case ok && e.action != nil:
			return m.act(e.action)
		case ok:
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
