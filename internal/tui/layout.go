package tui

import (
	"slices"
	"strings"
)

// Smallest window, in cells, in which a screen is drawn.
const (
	minWidth  = 60
	minHeight = 18
)

// panelID names a panel of a screen: its place in what [screen.panels] returns.
type panelID uint8

// pane is a part of the screen: told its size, it draws exactly what fits.
type pane interface {
	SetSize(w, h int)
	View() string
	// rows says how tall the panel wants to be at width w.
	rows(w int) heights
}

// heights are a panel's smallest useful height, a good one, and the one beyond which it has nothing to add.
type heights struct{ least, good, most int }

// place is where a panel stands.
type place struct {
	id         panelID
	x, y, w, h int
}

func (p place) holds(x, y int) bool { return x >= p.x && x < p.x+p.w && y >= p.y && y < p.y+p.h }

// arrangement is which panels a window shows, and where. It is empty when the window is too small.
type arrangement struct {
	places  []place
	columns [][]place
	top     int // first row below the title
	bottom  int // the status row
}

// find returns the place of a panel.
func (a *arrangement) find(id panelID) (place, bool) {
	k := slices.IndexFunc(a.places, func(p place) bool { return p.id == id })
	if k < 0 {
		return place{}, false
	}
	return a.places[k], true
}

func (a *arrangement) shows(id panelID) bool {
	_, ok := a.find(id)
	return ok
}

// at returns the panel at a cell.
func (a *arrangement) at(x, y int) (place, bool) {
	k := slices.IndexFunc(a.places, func(p place) bool { return p.holds(x, y) })
	if k < 0 {
		return place{}, false
	}
	return a.places[k], true
}

// columns is which panels stand beside each other: for each column its panels from top to bottom and its width, and the gap between columns.
type columns struct {
	ids    [][]panelID
	widths []int
	gap    int
}

// atLeast is how many rows of its list a pane of width w insists on: more than that goes before any other panel, unless both panes share one column.
func atLeast(w int) int {
	if w >= minWidth && w < 80 {
		return 4
	}
	return 9
}

// arrange fits a screen's panels into a window of w×h. Where a column is too short, panels go in the order of [panelID], last first; what is left over goes to
// the panels in the same order.
func arrange(w, h int, s screen) arrangement {
	var a arrangement
	if w < minWidth || h < minHeight {
		return a
	}
	a.top, a.bottom = 1, h-2
	if h >= 20 {
		a.top = 2
	}
	last := a.bottom
	if h >= 30 {
		last-- // a blank row above the status
	}
	panels, set := s.panels(), s.columns(w)
	x := 0
	for c, column := range set.ids {
		places := stack(column, x, a.top, set.widths[c], last-a.top, panels)
		a.columns = append(a.columns, places)
		a.places = append(a.places, places...)
		x += set.widths[c] + set.gap
	}
	return a
}

// stack divides a column among its panels, one blank row between them.
func stack(ids []panelID, x, y, w, h int, panels []pane) []place {
	ids = slices.Clone(ids)
	wants := make(map[panelID]heights, len(ids))
	for _, id := range ids {
		wants[id] = panels[id].rows(w)
	}
	spare := func() int {
		free := h - (len(ids) - 1)
		for _, id := range ids {
			free -= wants[id].least
		}
		return free
	}
	for len(ids) > 1 && spare() < 0 {
		ids = slices.DeleteFunc(ids, func(id panelID) bool { return id == slices.Max(ids) })
	}
	free := spare()
	got := make(map[panelID]int, len(ids))
	for _, id := range ids {
		got[id] = wants[id].least
	}
	byRank := slices.Sorted(slices.Values(ids))
	for _, want := range []func(heights) int{func(k heights) int { return k.good }, func(k heights) int { return k.most }} {
		for _, id := range byRank {
			more := min(max(want(wants[id])-got[id], 0), max(free, 0))
			got[id] += more
			free -= more
		}
	}
	var places []place
	for _, id := range ids {
		places = append(places, place{id, x, y, w, min(got[id], h)})
		y += got[id] + 1
	}
	return places
}

// compose draws the columns of an arrangement beside each other, from its top to the row above the status.
func (a *arrangement) compose(panels []pane) []string {
	rows := make([]string, a.bottom-a.top)
	for _, column := range a.columns {
		if len(column) == 0 {
			continue
		}
		for _, p := range column {
			for k, line := range strings.Split(panels[p.id].View(), "\n") {
				at := p.y - a.top + k
				if k >= p.h || at >= len(rows) {
					break
				}
				if line == "" {
					continue
				}
				rows[at] += spaces(p.x-cells(rows[at])) + cut(line, p.w, "")
			}
		}
	}
	return rows
}
