package shortlist

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// spread is what experts' answers on one technology and criterion look like. sd is the standard deviation of the sample; part is it over the width of the
// criterion's scale, or of all answers on it where there is no scale.
type spread struct {
	row, column                         int // of the problem
	n                                   int
	mean, median, sd, least, most, part float64
}

const (
	mostDisputed = 20 // cells listed one by one
	mostBlocs    = 12 // blocs compared
)

// agreement says how far experts agree and where they differ; nil where nobody was asked, or one expert alone.
func (e *exporter) agreement() *write.Sheet {
	cells := e.spreads()
	if cells == nil && (e.panel == nil || e.panel.Figures() == nil) {
		return nil
	}
	s := write.NewSheet(e.sheet("Agreement"))
	s.Put(1, 1, e.say("Where the experts agree and where they do not"), write.Title)
	s.Put(2, 1, e.say("Values, worked out when this file was written%s; they do not follow edits.", e.inRound()), write.Note)
	s.Widths[1], s.Widths[2] = 8, 60
	for col := 3; col < 3+max(9, len(e.o.Leaves)+1); col++ {
		s.Widths[col] = 9
	}
	s.Span(2, 1, consentLast)
	row := 4
	if e.panel != nil && e.panel.Figures() != nil {
		row = e.consentBlock(s, row)
		row = e.blocBlock(s, row)
		row = e.placesBlock(s, row)
		row = e.insideBlock(s, row)
		row = e.readingsBlock(s, row)
		row = e.contestedBlock(s, row)
		row = e.roundsBlock(s, row)
		row = e.judgementsBlock(s, row)
	}
	if cells != nil {
		if row > 4 { // cell by cell it is for the screen
			s.Area = write.Area{LastCol: consentLast, LastRow: row - 1}
		}
		row = e.disputedBlock(s, row, cells)
		e.spreadBlock(s, row, cells)
	}
	s.Freeze = [2]int{2, 0}
	return s
}

// spreads are the cells with two or more answers, the most disputed first.
func (e *exporter) spreads() []spread {
	st, o := e.o.Study, e.o
	if len(st.Scores) == 0 {
		return nil
	}
	n := len(o.Leaves)
	row, column := make([]int, len(st.Technologies)), make([]int, len(st.Criteria))
	for k := range row {
		row[k] = -1
	}
	for k := range column {
		column[k] = -1
	}
	for k, t := range o.Technology {
		row[t] = k
	}
	for j, i := range o.Leaves {
		column[i] = j
	}
	answers := make([][]float64, o.Cells.Len())
	least, most := make([]float64, n), make([]float64, n)
	for j := range n {
		least[j], most[j] = math.Inf(1), math.Inf(-1)
	}
	counts := e.roundsThatCount()
	for k := range st.Scores {
		a := &st.Scores[k]
		i, j := row[a.Technology], column[a.Criterion]
		if a.State != study.Given || i < 0 || j < 0 || !counts(a.Round) || st.Excluded.Experts[st.Experts[a.Expert].ID] {
			continue
		}
		answers[i*n+j] = append(answers[i*n+j], a.Value)
		least[j], most[j] = min(least[j], a.Value), max(most[j], a.Value)
	}
	var all []spread
	for k, x := range answers {
		if len(x) < 2 {
			continue
		}
		slices.Sort(x)
		s := spread{row: k / n, column: k % n, n: len(x), least: x[0], most: x[len(x)-1]}
		s.mean, s.sd = exact.Moments(x)
		s.median = (x[(len(x)-1)/2] + x[len(x)/2]) / 2
		c := &st.Criteria[o.Leaves[s.column]]
		width := most[s.column] - least[s.column]
		if c.Min != nil && c.Max != nil {
			width = *c.Max - *c.Min
		}
		if width > 0 {
			s.part = s.sd / width
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b spread) int {
		return cmp.Or(cmp.Compare(b.part, a.part), cmp.Compare(o.Problem.Alternatives[a.row], o.Problem.Alternatives[b.row]), cmp.Compare(a.column, b.column))
	})
	return all
}

func (e *exporter) technology(row int) *study.Technology {
	return &e.o.Study.Technologies[e.o.Technology[row]]
}

// disputedBlock lists the cells with the widest spread and returns the next free row.
func (e *exporter) disputedBlock(s *write.Sheet, row int, cells []spread) int {
	shown := min(mostDisputed, len(cells))
	s.Put(row, 1, e.say("The most disputed scores: %d of %d", shown, len(cells)), write.Strong)
	s.Put(row+1, 1, e.say("The standard deviation of the answers, and as a part of the criterion's scale; the widest first. All answers count alike here, whatever the experts' weights."), write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, row+1), write.At(consentLast, row+1)})
	row += 2
	e.heads(s, row, "ID", "Technology", "Criterion", "Answers", "Mean", "Median", "Std dev", "Part", "Lowest", "Highest")
	for col := 4; col <= 10; col++ {
		s.Rows[row-1][col-1].Look = write.HeadNumber
	}
	for _, c := range cells[:shown] {
		row++
		t := e.technology(c.row)
		s.Put(row, 1, t.ID, write.Strong)
		s.Put(row, 2, t.Name, write.Wrap)
		s.Put(row, 3, e.o.Study.Criteria[e.o.Leaves[c.column]].Code, write.Plain)
		s.Put(row, 4, c.n, write.Whole)
		for k, x := range []float64{c.mean, c.median, c.sd} {
			s.Put(row, 5+k, x, write.Two)
		}
		s.Put(row, 8, c.part, write.Share)
		s.Put(row, 9, c.least, write.General)
		s.Put(row, 10, c.most, write.General)
	}
	return row + 2
}

// spreadBlock is the standard deviation of every cell, the technologies with the widest mean spread first; the most disputed are bold.
func (e *exporter) spreadBlock(s *write.Sheet, row int, cells []spread) {
	m, n := e.o.Problem.Dims()
	grid := make([]*spread, m*n)
	bold := map[int]bool{}
	of := func(pick func(c *spread) bool) (sum float64, count int) {
		for k := range cells {
			if pick(&cells[k]) {
				sum += cells[k].part
				count++
			}
		}
		return sum, count
	}
	rows := make([]float64, m)
	for k := range cells {
		c := &cells[k]
		grid[c.row*n+c.column] = c
		bold[c.row*n+c.column] = k < mostDisputed
	}
	order := slices.Clone(e.all)
	for _, i := range order {
		if sum, count := of(func(c *spread) bool { return c.row == i }); count > 0 {
			rows[i] = sum / float64(count)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[b], rows[a]) })
	s.Put(row, 1, e.say("Spread of every score"), write.Strong)
	s.Put(row+1, 1, e.say("The standard deviation of the answers as a part of the criterion's scale; the technologies with the widest mean first, the scores listed above in bold. Blank: fewer than two answers."), write.Note)
	s.Merges = append(s.Merges, [2]string{write.At(1, row+1), write.At(consentLast, row+1)})
	row += 2
	s.Put(row, 1, e.say("ID"), write.Head)
	s.Put(row, 2, e.say("Technology"), write.Head)
	for j, i := range e.o.Leaves {
		s.Put(row, 3+j, e.o.Study.Criteria[i].Code, write.HeadNumber)
	}
	s.Put(row, 3+n, e.say("Mean"), write.HeadNumber)
	for _, i := range order {
		row++
		s.Put(row, 1, e.technology(i).ID, write.Strong)
		s.Put(row, 2, e.technology(i).Name, write.Wrap)
		for j := range n {
			if c := grid[i*n+j]; c != nil {
				l := write.Share
				if bold[i*n+j] {
					l = write.ShareStrong
				}
				s.Put(row, 3+j, c.part, l)
			}
		}
		s.Put(row, 3+n, rows[i], write.Share)
	}
	row++
	s.Put(row, 1, nil, write.Head)
	s.Put(row, 2, e.say("Mean"), write.Head)
	for j := range n {
		sum, count := of(func(c *spread) bool { return c.column == j })
		s.Put(row, 3+j, nil, write.ShareStrong)
		if count > 0 {
			s.Put(row, 3+j, sum/float64(count), write.ShareStrong)
		}
	}
	var sum float64
	for k := range cells {
		sum += cells[k].part
	}
	s.Put(row, 3+n, sum/float64(len(cells)), write.ShareStrong)
}

// blocBlock compares the rankings the blocs would make alone and returns the next free row.
func (e *exporter) blocBlock(s *write.Sheet, row int) int {
	blocs := e.panel.Blocs
	if len(blocs) < 2 || len(blocs) > mostBlocs {
		return row
	}
	s.Put(row, 1, e.say("Between the blocs"), write.Strong)
	row = e.wide(s, row+1, e.say("Kendall's τ-b between the rankings that each bloc's answers and judgements give alone: 1 the same order, 0 none, −1 the opposite one. Technologies that one of the two cannot rank are left out."), write.Note)
	names := []string{e.say("All together")}
	var all []int
	for k := range e.panel.Technologies {
		all = append(all, e.panel.Technologies[k].Rank)
	}
	ranks, members := [][]int{all}, []int{0}
	for b := range blocs {
		names, ranks, members = append(names, blocs[b].Name), append(ranks, blocs[b].Rank), append(members, len(blocs[b].Members))
	}
	for k := range e.panel.Experts {
		if !e.panel.Experts[k].Excluded {
			members[0]++
		}
	}
	s.Put(row, 1, nil, write.Head)
	s.Put(row, 2, e.say("Bloc"), write.Head)
	s.Put(row, 3, e.say("Experts"), write.HeadNumber)
	for k, name := range names {
		s.Put(row, 4+k, name, write.HeadNumber)
		s.Widths[4+k] = max(s.Widths[4+k], 12)
	}
	s.Put(row, 4+len(names), e.say("First place"), write.Head)
	for col := 5 + len(names); col <= consentLast; col++ {
		s.Put(row, col, nil, write.Head)
	}
	for k, name := range names {
		row++
		l := write.Wrap
		if k == 0 {
			l = write.Strong
		}
		s.Put(row, 2, name, l)
		s.Put(row, 3, members[k], write.Whole)
		if ranks[k] == nil {
			s.Put(row, 4, e.say("no ranking of its own"), write.Plain)
			continue
		}
		for i := range names {
			if tau, ok := tauOf(ranks[k], ranks[i]); ok {
				s.Put(row, 4+i, tau, write.Two)
			} else if ranks[i] != nil {
				s.Put(row, 4+i, "–", write.Right)
			}
		}
		if leader := slices.Index(ranks[k], 1); leader >= 0 {
			t := e.ofPanel(leader)
			s.Put(row, 4+len(names), t.ID+" "+t.Name, write.Wrap)
			s.Span(row, 4+len(names), consentLast)
		}
	}
	return row + 2
}

// tauOf compares two rankings on the technologies that both have; 0 stands for no rank.
func tauOf(a, b []int) (float64, bool) {
	var x, y []float64
	for k := range min(len(a), len(b)) {
		if a[k] > 0 && b[k] > 0 {
			x, y = append(x, float64(a[k])), append(y, float64(b[k]))
		}
	}
	return mcda.TauB(x, y)
}
