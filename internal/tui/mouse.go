package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// point handles the mouse: a press on a tab opens its screen, the rest is the screen's.
func (m *model) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	if m.overlay != nil || m.prompt != nil || m.asking || m.w < minWidth || m.h < minHeight {
		return nil
	}
	if _, click := msg.(tea.MouseClickMsg); click && at.Y == 0 && at.Button == tea.MouseLeft {
		for _, t := range m.tabs() {
			if at.X >= t.x && at.X < t.x+t.w {
				return m.open(t.id)
			}
		}
		return nil
	}
	return m.screen().point(msg)
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
