package draw

import (
	"slices"
	"strings"
)

// Smallest window, in cells, in which a screen is drawn.
const (
	MinWidth  = 60
	MinHeight = 18
)

// ID names a pane of a screen: its place among them.
type ID uint8

// Pane is a part of the screen: told its size, it draws exactly what fits.
type Pane interface {
	SetSize(w, h int)
	View() string
	// Rows says how tall the pane wants to be at width w: its smallest useful height, a good one, and the one beyond which it has nothing to add.
	Rows(w int) (least, good, most int)
}

// heights are a pane's smallest useful height, a good one, and the one beyond which it has nothing to add.
type heights struct{ least, good, most int }

// Place is where a pane stands.
type Place struct {
	ID         ID
	X, Y, W, H int
}

func (p Place) Holds(x, y int) bool { return x >= p.X && x < p.X+p.W && y >= p.Y && y < p.Y+p.H }

// Arrangement is which panes a window shows, and where. It is empty when the window is too small.
type Arrangement struct {
	Places  []Place
	Columns [][]Place
	Top     int // first row below the title
	Bottom  int // the status row
}

// Find returns the place of a pane.
func (a *Arrangement) Find(id ID) (Place, bool) {
	k := slices.IndexFunc(a.Places, func(p Place) bool { return p.ID == id })
	if k < 0 {
		return Place{}, false
	}
	return a.Places[k], true
}

func (a *Arrangement) Shows(id ID) bool {
	_, ok := a.Find(id)
	return ok
}

// At returns the pane at a cell.
func (a *Arrangement) At(x, y int) (Place, bool) {
	k := slices.IndexFunc(a.Places, func(p Place) bool { return p.Holds(x, y) })
	if k < 0 {
		return Place{}, false
	}
	return a.Places[k], true
}

// Columns is which panes stand beside each other: for each column its panes from top to bottom and its width, and the gap between columns.
type Columns struct {
	IDs    [][]ID
	Widths []int
	Gap    int
}

// AtLeast is how many rows of its list a pane of width w insists on: more than that goes before any other pane, unless both panes share one column.
func AtLeast(w int) int {
	if w >= MinWidth && w < 80 {
		return 4
	}
	return 9
}

// Arrange fits a screen's panes into a window of w×h. Where a column is too short, panes go in the order of [ID], last first; what is left over goes to
// the panes in the same order.
func Arrange(w, h int, panes []Pane, set Columns) Arrangement {
	var a Arrangement
	if w < MinWidth || h < MinHeight {
		return a
	}
	a.Top, a.Bottom = 1, h-2
	if h >= 20 {
		a.Top = 2
	}
	last := a.Bottom
	if h >= 30 {
		last-- // a blank row above the status
	}
	x := 0
	for c, column := range set.IDs {
		places := stack(column, x, a.Top, set.Widths[c], last-a.Top, panes)
		a.Columns = append(a.Columns, places)
		a.Places = append(a.Places, places...)
		x += set.Widths[c] + set.Gap
	}
	return a
}

// stack divides a column among its panes, one blank row between them.
func stack(ids []ID, x, y, w, h int, panes []Pane) []Place {
	ids = slices.Clone(ids)
	wants := make(map[ID]heights, len(ids))
	for _, id := range ids {
		least, good, most := panes[id].Rows(w)
		wants[id] = heights{least, good, most}
	}
	spare := func() int {
		free := h - (len(ids) - 1)
		for _, id := range ids {
			free -= wants[id].least
		}
		return free
	}
	for len(ids) > 1 && spare() < 0 {
		ids = slices.DeleteFunc(ids, func(id ID) bool { return id == slices.Max(ids) })
	}
	free := spare()
	got := make(map[ID]int, len(ids))
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
	var places []Place
	for _, id := range ids {
		places = append(places, Place{id, x, y, w, min(got[id], h)})
		y += got[id] + 1
	}
	return places
}

// Compose draws the columns of an arrangement beside each other, from its top to the row above the status.
func (a *Arrangement) Compose(panes []Pane) []string {
	rows := make([]string, a.Bottom-a.Top)
	for _, column := range a.Columns {
		if len(column) == 0 {
			continue
		}
		for _, p := range column {
			for k, line := range strings.Split(panes[p.ID].View(), "\n") {
				at := p.Y - a.Top + k
				if k >= p.H || at >= len(rows) {
					break
				}
				if line == "" {
					continue
				}
				rows[at] += Spaces(p.X-Cells(rows[at])) + Cut(line, p.W, "")
			}
		}
	}
	return rows
}

// Pad fills lines up to h and joins them; extra lines are dropped.
func Pad(lines []string, h int) string {
	if len(lines) > h {
		lines = lines[:max(h, 0)]
	}
	return strings.Join(lines, "\n")
}
