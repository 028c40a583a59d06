package figure

import (
	"cmp"
	"slices"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study/panel"
)

// Line is one technology's places in several orders; 0: it has none there.
type Line struct {
	ID, Name string
	Places   []int
}

// mostBumps is how many lines a bump chart shows.
const mostBumps = 20

// ordered is each line's order among the lines in every column, from 0; −1 where it has no place. Lines are drawn by it, so that one that is far behind in one
// column does not press the others together.
func ordered(lines []Line, columns int) [][]int {
	at := make([][]int, columns)
	for k := range columns {
		var order []int
		at[k] = make([]int, len(lines))
		for i := range lines {
			at[k][i] = -1
			if lines[i].Places[k] > 0 {
				order = append(order, i)
			}
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[a].Places[k], lines[b].Places[k]) })
		for rank, i := range order {
			at[k][i] = rank
		}
	}
	return at
}

// Bump draws places from order to order, a line for each technology: the best place is at the top. Columns name the orders; lines come the most important first.
func Bump(key, title, description string, columns []string, lines []Line, l language.Language) *report.Figure {
	if len(columns) < 2 || len(lines) == 0 {
		return nil
	}
	drawn := lines[:min(len(lines), mostBumps)]
	n, at := len(drawn), ordered(drawn, len(columns))
	const side, step = 210.0, 26.0
	c := &canvas{width: width}
	x := func(k int) float64 { return side + 22 + (width-2*side-44)*float64(k)/float64(len(columns)-1) }
	room := (width - 2*side - 44) / float64(len(columns)-1)
	top, most := 0.0, 0
	heads := make([][]string, len(columns))
	for k, name := range columns {
		heads[k] = wrap(name, small, min(room-8, 150), 3)
		most = max(most, len(heads[k]))
	}
	top = lineHeight(small)*float64(most) + 22
	y := func(rank int) float64 { return top + step*float64(rank) }
	for k := range columns {
		c.line(x(k), top-10, x(k), y(n-1)+10, 1, grid)
		for j, line := range heads[k] {
			c.text(x(k), lineHeight(small)*float64(j+1), small, middle, quiet, line)
		}
	}
	for i := range drawn {
		r := lineRoles[i%len(lineRoles)]
		if i >= mostLines {
			r = pale
		}
		var last *point
		for k := range columns {
			if at[k][i] < 0 {
				last = nil
				continue
			}
			p := point{x(k), y(at[k][i])}
			if last != nil {
				c.line(last.x, last.y, p.x, p.y, 2, r)
			}
			last = &p
		}
	}
	for i := range drawn {
		r := lineRoles[i%len(lineRoles)]
		if i >= mostLines {
			r = pale
		}
		text := drawn[i].label()
		for k := range columns {
			if at[k][i] < 0 {
				continue
			}
			p := point{x(k), y(at[k][i])}
			c.disc(p.x, p.y, 10, paper)
			c.disc(p.x, p.y, 9, r)
			c.disc(p.x, p.y, 7.5, paper)
			c.text(p.x, p.y+small*0.35, small, middle, ink, shown(float64(drawn[i].Places[k]), 0, l))
			if k == 0 {
				c.text(p.x-16, p.y+small*0.35, small, end, ink, cut(text, small, side))
			}
			if k == len(columns)-1 {
				c.text(p.x+16, p.y+small*0.35, small, start, ink, cut(text, small, side))
			}
		}
	}
	c.height = c.note(0, y(n-1)+18, left(len(drawn), len(lines), l)) + 4
	t := &report.Table{}
	t.AddAll(false, "ID", "Technology")
	t.Translate(l)
	t.AddAll(true, columns...)
	for i := range lines {
		line := []report.Cell{report.Text(lines[i].ID), report.Text(lines[i].Name)}
		for _, place := range lines[i].Places {
			if place == 0 {
				line = append(line, report.Unknown())
			} else {
				line = append(line, report.Count(place))
			}
		}
		t.Row(line...)
	}
	return made(key, title, description, c, t)
}

func (line *Line) label() string { return titled(line.ID, line.Name) }

// Places draws each technology's place in the panel's ranking and in each bloc's own.
func Places(r *panel.Report, l language.Language) *report.Figure {
	if r.Outcome == nil {
		return nil
	}
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	columns := []string{say("Panel")}
	var blocs []*panel.Bloc
	for k := range r.Blocs {
		if r.Blocs[k].Rank != nil {
			blocs = append(blocs, &r.Blocs[k])
			columns = append(columns, r.Blocs[k].Name)
		}
	}
	if len(blocs) == 0 || len(blocs) > 6 {
		return nil
	}
	var lines []Line
	for k := range r.Technologies {
		t := &r.Study.Technologies[r.Technologies[k].Technology]
		line := Line{t.ID, t.Name, []int{r.Technologies[k].Rank}}
		for _, b := range blocs {
			line.Places = append(line.Places, b.Rank[k])
		}
		if r.Technologies[k].Rank > 0 {
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.Places[0], b.Places[0]) })
	return Bump("places", say("Places by bloc"), say("The panel's order beside that of each of %d blocs.", len(blocs)), columns, lines, l)
}
