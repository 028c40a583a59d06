package tui

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/study"

	"veche/internal/tui/draw"
)

// scalePane asks one pair: who is asked, the two, the scale, and what the answer means.
type scalePane struct {
	*pairwiseScreen
	size
}

func (p *scalePane) Rows(int) (least, good, most int) {
	if !p.possible() {
		return 4, 4, 4
	}
	return 7, 8, 9
}

// grid is where the scale begins and how many cells a step takes.
func (p *scalePane) grid() (from, step int) {
	if p.w >= 72 {
		return 4, 4
	}
	return 2, 3
}

// under is the step of the scale at a cell.
func (p *scalePane) under(x, y int) (steps int, ok bool) {
	from, step := p.grid()
	k := (x - from + step/2) / step
	return 8 - k, y >= p.first() && y <= p.first()+1 && x >= from-step/2 && k <= 16
}

// first is the row of the scale's numbers.
func (p *scalePane) first() int {
	if p.h >= 8 {
		return 4
	}
	return 3
}

func (p *scalePane) View() string {
	if !p.possible() {
		text := p.t(textNobodyToAsk)
		if p.expert >= 0 {
			text = p.t(textNothingToCompare)
		}
		return draw.Pad(draw.Wrap(text, p.w), p.h)
	}
	d := p.now()
	i, j := p.pair()
	from, step := p.grid()
	lines := []string{p.head(d), ""}
	value, judged := d.At(i, j)
	width := 16*step + 1
	ask := "  " + p.t(textWhichMore) + "  "
	half := (width - draw.Cells(ask)) / 2
	if draw.Cells(p.below(i)) > half || draw.Cells(p.below(j)) > half {
		ask = "   "
		half = (width - 3) / 2
	}
	rows := 1
	if p.h >= 8 {
		rows = 2 // the second is blank under names that fit in the first
	}
	left, right := draw.WrapTo(p.below(i), half, rows, p.g.Ellipsis), draw.WrapTo(p.below(j), half, rows, p.g.Ellipsis)
	for k := range rows {
		if k >= len(left) && k >= len(right) {
			lines = append(lines, "")
			continue
		}
		a, b := append(left, "", "")[k], append(right, "", "")[k]
		lines = append(lines, draw.Spaces(from)+p.th.Strong.Render(draw.Left(a, half, ""))+p.th.Dim.Render(ask)+p.th.Strong.Render(draw.Right(b, width-half-draw.Cells(ask))))
		ask = draw.Spaces(draw.Cells(ask))
	}
	numbers := draw.Spaces(from - 1)
	for k := range 17 {
		n := strconv.Itoa(max(9-k, k-7))
		numbers += draw.Left(draw.Spaces(1)+n, step, "")
	}
	lines = append(lines, p.th.Dim.Render(strings.TrimRight(numbers, " ")), draw.Spaces(from)+p.bar(value, judged, step))
	if !p.terse {
		words := []string{textExtreme, textVeryStrong, textStrong, textModerate, textEqual, textModerate, textStrong, textVeryStrong}
		every := 2 // steps between words
		if step < 4 {
			words, every = []string{textExtreme, textStrong, textEqual, textStrong}, 4
		}
		labels := draw.Spaces(from)
		for _, text := range words {
			labels += draw.Left(draw.Cut(p.t(text), every*step-1, p.g.Ellipsis), every*step, "")
		}
		lines = append(lines, p.th.Dim.Render(draw.Cut(labels+p.t(textExtreme), p.w, "")))
	}
	return draw.Pad(append(lines, draw.Spaces(from)+draw.Cut(p.sentence(i, j, value, judged), p.w-from, p.g.Ellipsis)), p.h)
}

// head says who is asked about what, and how far.
func (p *scalePane) head(d *study.Judged) string {
	text := p.t(textCriteriaTop)
	if d.Parent != "" {
		text = p.t(textCriteriaBelow, draw.Clean(p.study().Criteria[p.study().Criterion(d.Parent)].Title()))
	}
	text += ", " + p.t(textExpertIs, p.expertName(p.expert))
	e := &p.study().Experts[p.expert]
	if e.Bloc != "" {
		text += " (" + draw.Clean(e.Bloc) + ")"
	}
	if d.Round != "" {
		text += ", " + draw.Clean(d.Round)
	}
	if p.study().Excluded.Experts[e.ID] {
		text += " " + p.t(textIsExcluded)
	}
	count := p.t(textJudgedOf, d.Given, d.Pairs)
	if p.w >= 100 {
		how := textSortedOrder
		if p.shuffled {
			how = textShuffledOrder
		}
		count += "   " + p.t(how)
	}
	text = draw.Cut(text, p.w-draw.Cells(count)-3, p.g.Ellipsis)
	return p.th.Strong.Render(text) + draw.Spaces(max(p.w-draw.Cells(text)-draw.Cells(count), 3)) + p.th.Dim.Render(count)
}

// bar is the scale with the judgement, and once it is made the place where all of the expert's judgements together would put it.
func (p *scalePane) bar(value float64, judged bool, step int) string {
	i, j := p.pair()
	knob, implied := -1, -1
	place := func(x float64) int { // in cells
		steps := x - 1
		if x < 1 {
			steps = 1 - 1/x
		}
		return min(max(int(math.Round((8-steps)*float64(step))), 0), 16*step)
	}
	if judged {
		knob = place(value)
		if x, ok := p.now().Implied(i, j); ok && p.now().Given > 1 {
			implied = place(x)
		}
	}
	var b draw.Strokes
	for x := range 16*step + 1 {
		switch {
		case x == knob:
			b.Add(&p.th.Knob, p.g.Knob)
		case x == implied:
			b.Add(&p.th.Loaded, "A")
		case x%step == 0:
			b.Add(&p.th.Track, p.g.Box[5])
		default:
			b.Add(&p.th.Track, p.g.Rule)
		}
	}
	return b.String()
}

// degrees are the words of Saaty's scale (Saaty 1980).
var degrees = [10]string{1: textDegree1, 2: textDegree2, 3: textDegree3, 4: textDegree4, 5: textDegree5, 6: textDegree6, 7: textDegree7, 8: textDegree8, 9: textDegree9}

func (p *scalePane) sentence(i, j int, value float64, judged bool) string {
	if !judged {
		return p.th.Dim.Render(p.t(textNotJudged))
	}
	a, b := p.below(i), p.below(j)
	x := value
	if value < 1 {
		a, b, x = b, a, 1/value
	}
	text := p.t(textBothEqual, a, b)
	if x != 1 {
		text = p.t(textTimes, a, study.Ratio(x), b)
		if !p.terse {
			text += ": " + p.t(degrees[min(max(int(math.Round(x)), 1), 9)])
		}
	}
	text += "."
	if implied, ok := p.now().Implied(i, j); ok && p.now().Given > 1 {
		if value < 1 {
			implied = 1 / implied
		}
		long := "   " + p.th.Loaded.Render("A") + " = " + p.t(textImplied, p.ratio2(implied))
		if from, _ := p.grid(); draw.Cells(text)+draw.Cells(long) > p.w-from {
			long = "   " + p.th.Loaded.Render("A") + " = " + p.ratio2(implied)
			text = draw.Cut(text, p.w-from-draw.Cells(long), p.g.Ellipsis)
		}
		text += long
	}
	return text
}

// ratio2 writes a ratio with two digits: 2.4, 1/3.1.
func (x *session) ratio2(ratio float64) string {
	if ratio < 1 {
		return "1/" + x.lang.Significant(1/ratio, 2)
	}
	return x.lang.Significant(ratio, 2)
}

// judgementsPane is the matrix: the upper triangle, and the priorities.
type judgementsPane struct {
	*pairwiseScreen
	size
}

func (p *judgementsPane) Rows(int) (least, good, most int) {
	if !p.possible() {
		return 0, 0, 0
	}
	n := len(p.now().Criteria)
	return 2 + min(n, 6), 2 + n, 2 + n
}

const weightW = 8

// window is what is seen: first row and column, how many, and the widths of names and columns.
func (p *judgementsPane) window() (row, column, rows, columns, names, cell int) {
	n := len(p.now().Criteria)
	for k := range n {
		head, row := p.called(k)
		names, cell = max(names, draw.Cells(row)), max(cell, min(draw.Cells(head), 16)+1, 7)
	}
	names = min(names, max(p.w/3, 10))
	rows, columns = min(max(p.h-2, 1), n), min(max((p.w-names-weightW)/cell, 1), n)
	i, j := p.pair()
	row = max(min(i-rows/2, n-rows), 0)
	column = max(min(j-columns/2, n-columns), 0)
	return row, column, rows, columns, names, cell
}

// called is what heads a criterion's column, and what stands before its row: its name, and where the names of all are too long for heads, its code.
func (p *judgementsPane) called(place int) (head, row string) {
	n, longest, widest := len(p.now().Criteria), 0, 0
	for k := range n {
		longest, widest = max(longest, draw.Cells(p.below(k))), max(widest, draw.Cells(draw.Clean(p.code(k))))
	}
	if longest <= 16 && min(longest, p.w/3)+n*max(longest+1, 7)+weightW <= p.w {
		return p.below(place), p.below(place)
	}
	code := draw.Clean(p.code(place))
	return code, draw.Left(code, min(widest, 8), "") + " " + p.below(place)
}

// under is the pair at a cell of the pane.
func (p *judgementsPane) under(x, y int) (i, j int, ok bool) {
	row, column, rows, columns, names, cell := p.window()
	r, c := y-2, (x-names)/cell
	if r < 0 || r >= rows || x < names || c >= columns || row+r == column+c {
		return 0, 0, false
	}
	return row + r, column + c, true
}

func (p *judgementsPane) View() string {
	if !p.possible() {
		return ""
	}
	d := p.now()
	row, column, rows, columns, names, cell := p.window()
	remark := ""
	if len(d.Advice) > 0 {
		remark = p.t(textLeastMark)
	}
	lines := []string{p.heading(p.matrix, p.t(textMatrix), remark, p.w)}
	head := draw.Spaces(names)
	for j := column; j < column+columns; j++ {
		above, _ := p.called(j)
		head += draw.Right(draw.Cut(above, cell-1, p.g.Ellipsis), cell)
	}
	if d.Node != nil {
		head += draw.Right(p.t(textWeightHead), weightW)
	}
	lines = append(lines, p.th.Dim.Render(head))
	at, to := p.pair()
	for i := row; i < row+rows; i++ {
		var b strings.Builder
		_, before := p.called(i)
		name := draw.Left(before, names, p.g.Ellipsis)
		if i == at || i == to {
			name = p.th.Cursor.Render(name)
		}
		b.WriteString(name)
		for j := column; j < column+columns; j++ {
			b.WriteString(p.cell(d, i, j, cell, i == at && j == to))
		}
		if d.Node != nil {
			b.WriteString(draw.Right(p.lang.Fixed(100*d.Node.Weights[i], 1)+"%", weightW))
		}
		lines = append(lines, b.String())
	}
	return draw.Pad(lines, p.h)
}

// cell is one judgement: brackets on the pair that is asked, angles on the least consistent one, ? where nothing was judged.
func (p *judgementsPane) cell(d *study.Judged, i, j, w int, asked bool) string {
	switch {
	case j < i:
		return p.th.Track.Render(draw.Right(p.g.Same, w-1)) + " "
	case i == j:
		return p.th.Dim.Render(draw.Right("1", w-1)) + " "
	}
	text, style := "?", p.th.Dim
	if x, ok := d.At(i, j); ok {
		text, style = p.shortRatio(x), p.th.Away
	}
	least := len(d.Advice) > 0 && d.Advice[0].I == i && d.Advice[0].J == j
	before, after := " ", " "
	if least {
		before, after, style = "<", ">", p.th.Warning
		if d.Node.AHP.CR <= study.ConsistencyLimit {
			style = p.th.Away
		}
	}
	if asked {
		text = "[" + text + "]"
		style = p.th.Cursor
	}
	return style.Render(draw.Right(before+text+after, w))
}

// shortRatio writes a judgement in at most five cells: 8, 1/2, 2.45.
func (x *session) shortRatio(ratio float64) string {
	if n := math.Round(ratio); math.Abs(ratio-n) < 1e-9 {
		return strconv.Itoa(int(n))
	}
	if n := math.Round(1 / ratio); ratio < 1 && math.Abs(1/ratio-n) < 1e-9 {
		return "1/" + strconv.Itoa(int(n))
	}
	return x.lang.Significant(ratio, 3)
}

// prioritiesPane is the weights that follow, the expert's and beside them the panel's.
type prioritiesPane struct {
	*pairwiseScreen
	size
}

func (p *prioritiesPane) Rows(int) (least, good, most int) {
	if !p.possible() {
		return 0, 0, 0
	}
	n := 1 + len(p.now().Criteria)
	return min(n, 4), n + 1, n + 1
}

// panelWeights are those of the whole panel below the parent, nil when weights do not come from judgements.
func (p *prioritiesPane) panelWeights() []float64 {
	if !p.study().JudgementsCount() {
		return nil
	}
	nodes := p.out.Weights.Nodes
	for k := range nodes {
		if n := &nodes[k]; n.Expert == "" && n.Bloc == "" && n.Parent == p.now().Parent {
			return n.Weights
		}
	}
	return nil
}

func (p *prioritiesPane) View() string {
	if !p.possible() {
		return ""
	}
	d := p.now()
	all := p.panelWeights()
	remark := ""
	if all != nil {
		remark = p.t(textPanelBeside)
	}
	lines := []string{p.heading(false, p.t(textPriorities), remark, p.w)}
	if d.Node == nil {
		return draw.Pad(append(lines, p.th.Dim.Render(draw.Cut(p.t(textTooFewShort), p.w, p.g.Ellipsis))), p.h)
	}
	names := 0
	for k := range d.Criteria {
		names = max(names, draw.Cells(p.below(k)))
	}
	names = min(names, max(p.w/3, 10))
	for k := range d.Criteria {
		line := draw.Left(p.below(k), names, p.g.Ellipsis) + draw.Right(p.lang.Fixed(100*d.Node.Weights[k], 1)+"%", 7)
		if all != nil {
			line += p.th.Dim.Render(draw.Right(p.lang.Fixed(100*all[k], 1)+"%", 7))
		}
		room := min(p.w-draw.Cells(line)-2, 40)
		lines = append(lines, line+"  "+p.room.bar(d.Node.Weights[k]/slices.Max(d.Node.Weights), room, p.th.Bar))
	}
	return draw.Pad(lines, p.h)
}

// readingPane explains the scale.
type readingPane struct {
	*pairwiseScreen
	size
}

func (p *readingPane) Rows(w int) (least, good, most int) {
	n := 1 + len(p.lines(w))
	return min(n, 3), n, n
}

func (p *readingPane) lines(w int) []string {
	return append(draw.Wrap(p.t(textScaleWords), w), draw.Wrap(p.t(textScaleAnchor), w)...)
}

func (p *readingPane) View() string {
	return draw.Pad(append([]string{p.heading(false, p.t(textReadingScale), "", p.w)}, p.lines(p.w)...), p.h)
}
