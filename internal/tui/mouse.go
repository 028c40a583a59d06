package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// point handles the mouse: a press on a slider moves it, a drag is one step, a press on a row chooses it, the wheel scrolls.
func (m *model) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	if m.overlay != nil || m.prompt != nil || m.asking || m.w < minWidth || m.h < minHeight {
		return nil
	}
	p, ok := m.arranged.at(at.X, at.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := 1
		if at.Button == tea.MouseWheelUp {
			by = -1
		}
		switch {
		case ok && p.id == inWeights:
			m.weights.scroll(by)
		case ok && p.id == inRanking:
			m.ranking.scroll(3 * by)
		}
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft || !ok {
			return nil
		}
		m.nudging = false
		switch p.id {
		case inWeights:
			m.focus = inWeights
			k := m.weights.under(at.Y - p.y)
			if k < 0 {
				return nil
			}
			m.leaf = k
			if m.weights.onSlider(at.X - p.x) {
				m.drag.on, m.drag.moved, m.drag.leaf, m.held = true, false, k, true
				return m.dragTo(at.X - p.x)
			}
			return m.settle()
		case inRanking:
			m.focus = inRanking
			if it, ok := m.ranking.under(at.Y - p.y); ok {
				m.chosen = it.tech
				m.layout()
			}
		}
	case tea.MouseMotionMsg:
		if m.drag.on {
			if p, ok := m.arranged.find(inWeights); ok {
				return m.dragTo(at.X - p.x)
			}
		}
	case tea.MouseReleaseMsg:
		if m.drag.on {
			var cmd tea.Cmd
			if p, ok := m.arranged.find(inWeights); ok {
				cmd = m.dragTo(at.X - p.x)
			}
			m.drag.on, m.held = false, false
			m.fitScale(false)
			return cmd
		}
	}
	return nil
}

// dragTo moves the slider in hand to a column of the panel.
func (m *model) dragTo(x int) tea.Cmd {
	to := m.weights.weightAt(x)
	m.leaf = m.drag.leaf
	if m.drag.moved && to == m.out.Global[m.leaf] {
		return nil
	}
	done := m.done()
	cmd := m.moveWeight(to, m.drag.moved)
	m.drag.moved = m.drag.moved || m.done() > done
	return cmd
}

// coalesce drops mouse motion that comes faster than the screen can follow; the place of the release counts in the end.
func coalesce() func(tea.Model, tea.Msg) tea.Msg {
	var last time.Time
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.MouseMotionMsg); ok {
			now := time.Now()
			if now.Sub(last) < 16*time.Millisecond {
				return nil
			}
			last = now
		}
		return msg
	}
}
