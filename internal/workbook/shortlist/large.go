package shortlist

import (
	"cmp"
	"slices"

	"veche/internal/study"
	"veche/internal/workbook"
	"veche/internal/workbook/write"
)

// In a study of more technologies than liveUpTo a live formula for every figure makes a file of hundreds of megabytes that recalculates for minutes. Then the first
// technologies of the ranking alone are live: the shortlist and as many neighbours, liveLeast at least and liveUpTo at most. The others are given as values, and the
// sheets say from which row on.
const (
	liveUpTo  = 2000
	liveLeast = 500
)

// mostRows is how many technologies fit on a sheet of 1,048,576 rows, with what stands above and below them.
const mostRows = 1<<20 - 16

// listed is the outcome with those of one rank in the natural order of their identifiers, T2 before T10, as every sheet has them.
func listed(o *study.Outcome) *study.Outcome {
	with := *o
	with.Rows = slices.Clone(o.Rows)
	slices.SortStableFunc(with.Rows, func(a, b study.Row) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), workbook.Natural(a.Technology.ID, b.Technology.ID))
	})
	return &with
}

// layout is the order of the problem's rows on the Scores sheet: by identifier, those that stay live before the others. kept is how many stay live.
func layout(o *study.Outcome) (all []int, kept int) {
	kept = len(o.Rows)
	if kept > liveUpTo {
		kept = min(max(liveLeast, 2*o.Study.Settings.Shortlist), liveUpTo)
	}
	all = make([]int, len(o.Rows))
	for k, r := range o.Rows {
		all[k] = r.Index
	}
	byID := func(i, k int) int { return workbook.Natural(o.Problem.Alternatives[i], o.Problem.Alternatives[k]) }
	slices.SortFunc(all[:kept], byID)
	slices.SortFunc(all[kept:], byID)
	return all, kept
}

// partial reports that some technologies are given as values in a workbook that is live otherwise.
func (e *exporter) partial() bool { return len(e.order) < len(e.all) }

// valuesFrom is the first row of the Ranking sheet that holds values.
func (e *exporter) valuesFrom() int { return len(e.order) + 2 }

// positions are the places of the problem's rows among those of the Calculation sheet, −1 for the others.
func (e *exporter) positions() []int {
	at := make([]int, len(e.all))
	for k, i := range e.all {
		if at[i] = k; k >= len(e.order) {
			at[i] = -1
		}
	}
	return at
}

// rankedValues are the lines of the Ranking sheet below the live ones.
func (e *exporter) rankedValues(c rankingColumns) *write.Lines {
	rows := e.o.Rows[len(e.order):]
	in := e.say("in")
	return &write.Lines{First: e.valuesFrom(), Count: len(rows), Width: c.last, Line: func(k int, row []write.Cell) {
		r := &rows[k]
		row[c.rank-1].Set(r.Rank, write.Whole)
		row[c.id-1].Set(r.Technology.ID, write.Plain)
		row[c.name-1].Set(r.Technology.Name, write.Wrap)
		if c.group > 0 {
			row[c.group-1].Set(orDash(r.Technology.Group), write.Wrap)
		}
		row[c.score-1].Set(r.Score, write.Score)
		if c.raters > 0 {
			row[c.raters-1].Set(r.Raters, write.Whole)
		}
		listed := "–"
		if r.Rank <= e.shortlist() {
			listed = in
		}
		row[c.short-1].Set(listed, write.Plain)
		for j, x := range r.Reasons {
			row[c.first-1+j].Set(x, write.Score)
		}
	}}
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
