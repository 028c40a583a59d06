package tui

import (
	tea "charm.land/bubbletea/v2"

	"veche/internal/tui/draw"
)

// screenID names a screen; its key is its number from 1.
type screenID uint8

const (
	onWeights screenID = iota
	onWhy
	onSensitivity
	onPanel
	onPairwise
	onShortlist
	screenCount
)

// tabs are what the screens are called: by a command, in the row of tabs, and there in a narrow window.
var tabs = [screenCount]struct{ name, title, short string }{
	onWeights:     {"weights", textTabWeights, textTabWeightsShort},
	onWhy:         {"why", textTabWhy, textTabWhyShort},
	onSensitivity: {"sensitivity", textTabSensitivity, textTabSensitivityShort},
	onPanel:       {"panel", textTabPanel, textTabPanelShort},
	onPairwise:    {"pairwise", textTabPairwise, textTabPairwiseShort},
	onShortlist:   {"shortlist", textTabShortlist, textTabShortlistShort},
}

// screen is one of the explorer's six. It holds what is its own (which pane has the keys, where its lists stand) over the shared [room]; the root routes keys,
// mouse and changes of the study to it and draws the row of tabs, the status and the keys around it.
type screen interface {
	// panes are the screen's parts, by [paneID]. Where a column is too short the last go first.
	panes() []draw.Pane
	// columns says which panes stand in which column in a window w wide.
	columns(w int) draw.Columns
	// settle works out what the screen shows of the present state: in a few milliseconds at once, the rest by [want]. It is called when the screen is opened
	// and after every change of the study, of the window and of what slow work has brought; [room.arranged] says which panes are seen.
	settle() tea.Cmd
	// press handles a key; ok is false for one that means nothing here and is left to the root. A screen leaves the root's keys to it (see [keys]).
	press(c command) (cmd tea.Cmd, ok bool)
	// point handles the mouse; x and y are of the window and [room.arranged] knows the panes. A drag is the screen's until its button is let go.
	point(msg tea.MouseMsg) tea.Cmd
	// hints are the keys for the last row, the most useful with rank 0. The root adds its own.
	hints() []hint
	// help is the screen's part of the help.
	help() []keyGroup
	// entries are the screen's part of the palette.
	entries() []entry
	// status is the sentence for the row above the keys when there is no news; "" leaves the last news there.
	status() string
	// copied is what y puts on the clipboard, and what to call it.
	copied() (text, what string)
}

// size is what a pane was told: its width and height in cells.
type size struct{ w, h int }

// SetSize tells the pane its size.
func (s *size) SetSize(w, h int) { s.w, s.h = w, h }

// screen is the one that is open.
func (m *model) screen() screen { return m.screens[m.at] }

// subject is a screen that can be opened about something: the why screen about the technology that #1 is set against, the pairwise screen about an expert.
type subject interface{ about(what int) }

// open goes to a screen; about says what it is to show, where that is not what it showed last.
func (m *model) open(id screenID, about ...int) tea.Cmd {
	if int(id) >= len(m.screens) {
		return nil
	}
	if s, ok := m.screens[id].(subject); ok && len(about) > 0 {
		s.about(about[0])
	}
	m.at = id
	m.news("")
	return m.settle()
}

// tab is a piece of the row of tabs.
type tab struct {
	id   screenID
	x, w int
	text string
}

// tabRow lays the tabs out from cell x.
func (m *model) tabRow(x int, short bool) []tab {
	var all []tab
	for id := range m.screens {
		title := tabs[id].title
		if short {
			title = tabs[id].short
		}
		text := " " + m.t(title) + " "
		if screenID(id) == m.at {
			text = "[" + m.t(title) + "]"
		}
		all = append(all, tab{screenID(id), x, draw.Cells(text), text})
		x += draw.Cells(text)
	}
	return all
}
