package tui

import (
	"math"
	"strconv"
	"strings"

	"veche/internal/study"

	"veche/internal/tui/draw"
)

// contributionsPane is what every criterion gives to every technology's score.
type contributionsPane struct {
	*whyScreen
	size
}

func (p *contributionsPane) Rows(int) (least, good, most int) {
	n := len(p.out.Rows)
	return 6, 5 + min(n, 10), 5 + n
}

// factor is what the matrix multiplies scores by, so that a share of 1 reads as per cent, and the decimals it shows then.
func (p *contributionsPane) factor() (times float64, decimals int) {
	if p.digits >= 3 {
		return 100, 1
	}
	return 1, max(p.digits, 1)
}

// visible is how many technologies are shown.
func (p *contributionsPane) visible() int { return max(p.h-4, 1) }

// first is the first technology shown: B is in sight.
func (p *contributionsPane) first() int {
	a, b := p.rowsAB()
	v := p.visible()
	low, high := int(p.row[p.of(a)]), int(p.row[p.of(b)])
	if low > high {
		low, high = high, low
	}
	if high < v {
		return 0
	}
	return max(min(int(p.row[p.of(b)])-v/2, len(p.out.Rows)-v), 0)
}

// under is the technology at a row of the pane.
func (p *contributionsPane) under(y int) (tech int, ok bool) {
	k := p.first() + y - 2
	if y < 2 || y >= 2+p.visible() || k >= len(p.out.Rows) {
		return 0, false
	}
	return p.techOf(k), true
}

func (p *contributionsPane) View() string {
	times, decimals := p.factor()
	title := p.t(textContributions)
	if !p.out.Additive() {
		title = p.t(textStrengths)
	}
	remark := p.t(textByRank)
	if times != 1 {
		remark = p.t(textTimesHundred)
	}
	write := func(x float64) string { return p.lang.Fixed(times*x, decimals) }
	lines := []string{p.heading(false, title, remark, p.w)}
	rows := p.out.Rows[p.first():min(p.first()+p.visible(), len(p.out.Rows))]
	cell, sum := 6, 0
	for k := range rows {
		for _, x := range rows[k].Reasons {
			cell = max(cell, draw.Cells(write(x))+1)
		}
		sum = max(sum, draw.Cells(p.score(rows[k].Score))+2)
	}
	names := 0
	for k := range rows {
		names = max(names, draw.Cells(p.tech[p.of(&rows[k])]))
	}
	names = min(names, max(p.w-2-sum-cell*min(len(p.crit), 6), 12))
	shown := min(max((p.w-2-names-sum)/cell, 1), len(p.crit))
	from := min(p.aside, len(p.crit)-shown)
	best := make([]float64, len(p.crit))
	for j := range best {
		best[j] = math.Inf(-1)
		for k := range p.out.Rows {
			best[j] = max(best[j], p.forth(&p.out.Rows[k], j))
		}
	}
	head := draw.Spaces(2 + names)
	for j := from; j < from+shown; j++ {
		head += draw.Right(p.criterion(j, cell-1), cell)
	}
	lines = append(lines, p.th.Dim.Render(head+draw.Right(p.t(textScoreLine), sum)))
	a, b := p.rowsAB()
	for k := range rows {
		r := &rows[k]
		mark := "  "
		switch r {
		case a:
			mark = p.t("A") + " "
		case b:
			mark = p.t("B") + " "
		}
		line := p.th.Strong.Render(mark) + draw.Left(p.name(p.of(r), names), names, "")
		for j := from; j < from+shown; j++ {
			text := write(r.Reasons[j])
			if p.forth(r, j) == best[j] && draw.Cells(text) < cell-1 {
				line += p.th.Strong.Render(draw.Right(text+"*", cell))
			} else if p.forth(r, j) == best[j] {
				line += p.th.Strong.Render(draw.Right(text, cell))
			} else {
				line += draw.Right(text, cell)
			}
		}
		lines = append(lines, line+draw.Right(p.score(r.Score), sum))
	}
	legend := p.t(textBestInColumn)
	if shown < len(p.crit) {
		legend += "   " + p.t(textShown, p.span(strconv.Itoa(from+1), strconv.Itoa(from+shown)), len(p.crit)) + " " + p.g.Sides
	}
	return draw.Pad(append(lines, p.th.Dim.Render(draw.Cut(legend, p.w, p.g.Ellipsis))), p.h)
}

// forth is a technology's part on a column, more is better.
func (p *contributionsPane) forth(r *study.Row, j int) float64 {
	if p.out.Additive() && p.out.Method.LowerIsBetter {
		return -r.Reasons[j]
	}
	return r.Reasons[j]
}

// pairsPane sets every technology against every other.
type pairsPane struct {
	*whyScreen
	size
}

func (p *pairsPane) Rows(int) (least, good, most int) {
	n := len(p.out.Rows) + 4
	return 8, n, n
}

// window is what is seen: the first row, the first column, how many of each, and the widths of the names and of a cell.
func (p *pairsPane) window() (row, column, rows, columns, names, cell int) {
	n := len(p.out.Rows)
	cell = 7
	for k := range min(n, 200) {
		names = max(names, draw.Cells(p.tech[p.techOf(k)]))
	}
	names = min(names+6, p.w/3)
	rows, columns = min(max(p.h-4, 1), n), min(max((p.w-names)/cell, 1), n)
	a, b := p.rowsAB()
	row = max(min(int(p.row[p.of(a)])-rows/2, n-rows), 0)
	column = max(min(int(p.row[p.of(b)])-columns/2, n-columns), 0)
	return row, column, rows, columns, names, cell
}

// under is the pair at a cell of the pane.
func (p *pairsPane) under(x, y int) (a, b int, ok bool) {
	row, column, rows, columns, names, cell := p.window()
	i, j := y-2, (x-names)/cell
	if i < 0 || i >= rows || x < names || j >= columns {
		return 0, 0, false
	}
	return p.techOf(row + i), p.techOf(column + j), true
}

func (p *pairsPane) View() string {
	row, column, rows, columns, names, cell := p.window()
	lines := []string{p.heading(true, p.t(textAllPairs), p.t(textAllPairsRemark), p.w)}
	head := draw.Spaces(names)
	for j := range columns {
		head += draw.Right(p.t(textNumber, p.out.Rows[column+j].Rank), cell)
	}
	lines = append(lines, p.th.Dim.Render(head))
	a, b := p.rowsAB()
	for i := range rows {
		r := &p.out.Rows[row+i]
		name := draw.Left(draw.Right(p.t(textNumber, r.Rank), 4)+" "+p.name(p.of(r), names-6), names, "")
		if r == a {
			name = p.th.Cursor.Render(name)
		}
		var line strings.Builder
		line.WriteString(name)
		for j := range columns {
			c := &p.out.Rows[column+j]
			text, lead := p.cell(r, c)
			if r == a && c == b {
				line.WriteString(p.th.Highlight.Render(draw.Right("["+text+"]", cell)))
			} else {
				line.WriteString(p.favours(draw.Right(text+" ", cell), lead))
			}
		}
		lines = append(lines, line.String())
	}
	legend := p.t(textAllPairsLegend)
	for _, line := range draw.WrapTo(legend, p.w, 2, p.g.Ellipsis) {
		lines = append(lines, p.th.Dim.Render(line))
	}
	return draw.Pad(lines, p.h)
}

// cell is the row's lead over the column above the diagonal, and below it on how many criteria the lower one is better; = where they are the same.
func (p *pairsPane) cell(r, c *study.Row) (text string, lead float64) {
	if r == c {
		return p.g.Same, 0
	}
	lead = p.better(r.Score, c.Score)
	if p.row[p.of(r)] < p.row[p.of(c)] {
		text = p.score(math.Abs(lead))
		switch {
		case p.out.Problem.Dominates(r.Index, c.Index):
			text += "!"
		case p.relation(r.Score, c.Score) != "":
			text += "~"
		}
		return text, 0
	}
	better := 0
	for j := range p.crit {
		if p.out.Problem.Worth(r.Index, j) > p.out.Problem.Worth(c.Index, j) {
			better++
		}
	}
	return strconv.Itoa(better) + "/" + strconv.Itoa(len(p.crit)), 0
}
