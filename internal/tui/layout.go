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

// panelID names a panel of the weights screen.
type panelID uint8

const (
	inWeights panelID = iota
	inRanking
	inFlips
	inHistory
	inCriterion
	inSelected
	inWhy
	inDraws
	panels // their number
)

// panel is a part of the screen: told its size, it draws exactly what fits.
type panel interface {
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

// columnsFor says which panels stand in which column, top to bottom, and how wide the columns and the gap between them are.
func columnsFor(w int) (ids [][]panelID, widths []int, gap int) {
	switch {
	case w < 80:
		return [][]panelID{{inWeights, inRanking, inFlips}}, []int{w}, 0
	case w < 120:
		gap = 2
		if w >= 100 {
			gap = 3
		}
		first := min((w-gap)*38/78, 60)
		return [][]panelID{{inWeights, inCriterion, inHistory, inSelected}, {inRanking, inFlips, inWhy, inDraws}}, []int{first, w - gap - first}, gap
	}
	gap = 3
	if w >= 136 {
		gap = 4
	}
	room := w - 2*gap
	first, last := min(room*42/132, 56), min(room*44/132, 64)
	return [][]panelID{{inWeights, inCriterion, inHistory}, {inRanking, inFlips, inDraws}, {inWhy, inSelected}},
		[]int{first, room - first - last, last}, gap
}

// atLeast is how many rows of its list a pane of width w insists on: more than that goes before any other panel, unless both panes share one column.
func atLeast(w int) int {
	if w >= minWidth && w < 80 {
		return 4
	}
	return 9
}

// arrange fits the panels into a window of w×h. Where a column is too short, panels go in the order of [panelID], last first; what is left over goes to the
// panels in the same order.
func arrange(w, h int, of func(panelID) panel) arrangement {
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
	ids, widths, gap := columnsFor(w)
	x := 0
	for c, column := range ids {
		places := stack(column, x, a.top, widths[c], last-a.top, of)
		a.columns = append(a.columns, places)
		a.places = append(a.places, places...)
		x += widths[c] + gap
	}
	return a
}

// stack divides a column among its panels, one blank row between them.
func stack(ids []panelID, x, y, w, h int, of func(panelID) panel) []place {
	ids = slices.Clone(ids)
	wants := make(map[panelID]heights, len(ids))
	for _, id := range ids {
		wants[id] = of(id).rows(w)
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
func (a *arrangement) compose(of func(panelID) panel) []string {
	rows := make([]string, a.bottom-a.top)
	for _, column := range a.columns {
		if len(column) == 0 {
			continue
		}
		for _, p := range column {
			for k, line := range strings.Split(of(p.id).View(), "\n") {
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
