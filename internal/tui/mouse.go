package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"veche/internal/tui/draw"
)

// point handles the mouse: a press on a tab opens its screen, one in the row of keys is that key, the rest is the screen's.
func (m *model) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	if _, click := msg.(tea.MouseClickMsg); click && at.Button == tea.MouseLeft && at.Y == m.h-1 && m.w >= draw.MinWidth && m.h >= draw.MinHeight {
		if c, ok := m.keyAt(at.X); ok {
			return m.press(pressOf(string(c)))
		}
		return nil
	}
	switch {
	case m.overlay != nil:
		return m.pointOverlay(msg)
	case m.prompt != nil || m.dialog != nil || m.w < draw.MinWidth || m.h < draw.MinHeight:
		return nil
	}
	if _, click := msg.(tea.MouseClickMsg); click && at.Button == tea.MouseLeft {
		now := time.Now()
		m.double = at.X == m.clicked.x && at.Y == m.clicked.y && now.Sub(m.clicked.at) < 400*time.Millisecond
		m.clicked.x, m.clicked.y, m.clicked.at = at.X, at.Y, now
		if at.Y == 0 {
			for _, t := range m.tabs() {
				if at.X >= t.x && at.X < t.x+t.w {
					return m.open(t.id)
				}
			}
			return nil
		}
	}
	return m.screen().point(msg)
}

// wheel is one row down or up, −1.
func wheel(at tea.Mouse) int {
	if at.Button == tea.MouseWheelUp {
		return -1
	}
	return 1
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
