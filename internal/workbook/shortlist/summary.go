package shortlist

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/workbook/write"
)

// Columns of the Summary; sumFrom, sumTo and what follows head the table of what first place depends on, and the chart stands beside the list.
const (
	sumRank = iota + 1
	sumID
	sumName
	sumScore
	sumRaters
	sumTo
	sumBelow
	sumAbove
)

// unused is what a cell shows that has nothing to show: a formula's saved value cannot be empty.
const unused = " "

const (
	lengthRow = 3 // of the Summary: how many places the shortlist has
	sumFirst  = 5 // the row of the first place
	spare     = 5 // rows of the list for a shortlist made longer here
)

// length is the cell that says how many places the shortlist has, as a number.
func (e *exporter) length() string {
	return "N(" + e.ref("Summary", write.Pin(sumRaters, lengthRow)) + ")"
}

// room is how many places the list on the Summary has rows for.
func (e *exporter) room() int { return max(e.shortlist(), min(e.shortlist()+spare, len(e.order))) }

// summary is the page for people: the shortlist, a chart, what it rests on.
func (e *exporter) summary() *write.Sheet {
	s := write.NewSheet(e.sheet("Summary"))
	o := e.o
	s.Put(1, 1, o.Study.Title, write.Title)
	s.Span(1, 1, sumAbove)
	e.editedNotice(s)
	e.list(s)
	s.Widths[sumRank], s.Widths[sumScore], s.Widths[sumRaters], s.Widths[sumTo], s.Widths[sumBelow], s.Widths[sumAbove] = 7, 10, 9, 9, 28, 28
	s.Fit(sumID, sumFirst-1, 7, 14)
	s.Fit(sumName, sumFirst-1, 34, 68)
	row := e.beside(s, sumFirst+e.room()) + 1
	e.firstPlace(s, row)
	row++
	if len(o.Rows) > 1 {
		e.edge(s, row)
		row += 2
	}
	s.Put(row, 1, e.say("What it rests on"), write.Strong)
	for _, line := range e.basis() {
		row++
		s.Put(row, 1, line, write.Wrap)
		s.Span(row, 1, sumAbove)
	}
	row += 2
	row = e.stability(s, row)
	if len(o.Warnings) > 0 {
		s.Put(row, 1, e.say("Warnings that travel with this ranking: %d, on the sheet Issues.", len(o.Warnings)), write.Strong)
	}
	return s
}

// list is the shortlist, as long as its length says.
func (e *exporter) list(s *write.Sheet) {
	o, c, n, room := e.o, e.rankingColumns(), e.shortlist(), e.room()
	says := "The first %d of %d technologies"
	if o.Study.Settings.Shortlist > 0 {
		says = "Shortlist: %d of %d technologies"
	}
	before, after, _ := strings.Cut(e.say(says, n, len(o.Rows)), fmt.Sprint(n))
	s.Formula(lengthRow, 1, quoted(before)+"&"+e.length()+"&"+quoted(after), e.say(says, n, len(o.Rows)), write.Strong)
	s.Span(lengthRow, 1, sumName)
	s.Put(lengthRow, sumScore, e.say("places:"), write.Right)
	s.Put(lengthRow, sumRaters, n, write.Tick)
	for col, h := range map[int]string{sumRank: "Rank", sumID: "ID", sumName: "Technology"} {
		look := write.Head
		if col == sumRank {
			look = write.HeadNumber
		}
		s.Put(sumFirst-1, col, e.say(h), look)
	}
	s.Put(sumFirst-1, sumScore, report.ScoreHead(o, e.reading()), write.HeadNumber)
	if c.raters > 0 {
		s.Put(sumFirst-1, sumRaters, e.say("Raters"), write.HeadNumber)
	}
	for k := range room {
		r := &o.Rows[k]
		put := func(col, from int, value any, l write.Look) {
			if k >= n {
				value = unused
			}
			s.Formula(sumFirst+k, col, fmt.Sprintf(`IF(%s>=%d,%s," ")`, e.length(), k+1, e.ref("Ranking", write.Pin(from, k+2))), value, l)
		}
		put(sumRank, c.rank, r.Rank, write.Whole)
		put(sumID, c.id, r.Technology.ID, write.Plain)
		put(sumName, c.name, r.Technology.Name, write.Wrap)
		put(sumScore, c.score, r.Score, write.Score)
		if c.raters > 0 {
			put(sumRaters, c.raters, r.Raters, write.Whole)
		}
	}
	s.Levels = append(s.Levels, write.Level{First: sumFirst, Last: sumFirst + room - 1, Col: sumName, Texts: e.names(), Look: write.Wrap})
	more := e.say("The list goes on, on the sheet Ranking: this page has room for %d places.", room)
	s.Formula(sumFirst+room, 1, fmt.Sprintf(`IF(%s>%d,%s," ")`, e.length(), room, quoted(more)), unused, write.Plain)
}

// names are the names that may come to stand in any of the live rows.
func (e *exporter) names() []string {
	names := make([]string, len(e.order))
	for k, i := range e.order {
		names[k] = e.o.Study.Technologies[e.o.Technology[i]].Name
	}
	return names
}

// beside puts the chart to the right of the list, as high as it, and what may be typed in; it returns the first row below both.
func (e *exporter) beside(s *write.Sheet, below int) int {
	bars := min(e.room(), 20)
	points := s.Points(lengthRow+1, below-1)
	end := below
	for rest := float64(110+22*bars)*72/96 - points; rest > 0; rest -= write.LineHeight {
		end++
	}
	const usual = 20 // pixels of a row: the library places a chart before it knows of higher ones
	height := usual*(end-lengthRow) - 12
	s.Together = append(s.Together, [2]int{lengthRow, end})
	s.Before = func(f *excelize.File) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = write.At(sumRaters, lengthRow)
		if err := v.SetRange(1, len(e.o.Rows), excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, e.say("Shortlist"), e.say("Enter a whole number from 1 to %d.", len(e.o.Rows)))
		v.SetInput(e.say("Shortlist"), e.say("How many places the shortlist has; the marks on the sheet Ranking follow."))
		if err := f.AddDataValidation(s.Name, v); err != nil {
			return err
		}
		return e.chart(f, s, bars, height)
	}
	return end
}

// edge says, live, whether the list ends between two that share a rank, and else whether they are a near tie.
func (e *exporter) edge(s *write.Sheet, row int) {
	o, c, n := e.o, e.rankingColumns(), e.shortlist()
	ranks := e.ref("Ranking", write.Pin(c.rank, 2)+":"+write.Pin(c.rank, len(o.Rows)+1))
	edge, next := "INDEX("+ranks+","+e.length()+")", "INDEX("+ranks+","+e.length()+"+1)"
	none, tied := e.say("Nobody below the end of the list has the same rank as the last of these."), e.say("A tie at the end of the list: others share rank %d with the last of these. All of them are marked on the sheet Ranking.")
	near := none + " " + e.say("But the first below it is so close that this is a near tie.")
	value := unused
	if n < len(o.Rows) {
		if value = none; o.Rows[n].Rank == o.Rows[n-1].Rank {
			value = fmt.Sprintf(tied, o.Rows[n-1].Rank)
		} else if o.NearTie(&o.Rows[n-1], &o.Rows[n]) {
			value = near
		}
	}
	before, after, _ := strings.Cut(tied, "%d")
	apart := quoted(none)
	if !o.Method.Ordinal {
		scores := e.ref("Ranking", write.Pin(c.score, 2)+":"+write.Pin(c.score, len(o.Rows)+1))
		apart = fmt.Sprintf("IF(ABS(INDEX(%s,%s)-INDEX(%s,%s+1))<%s,%s,%s)", scores, e.length(), scores, e.length(), strconv.FormatFloat(o.Near(), 'g', -1, 64), quoted(near), quoted(none))
	}
	s.Formula(row, 1, fmt.Sprintf(`IF(AND(%s>=1,%s<%d),IF(ISNUMBER(%s),IF(%s=%s,%s&%s&%s,%s)," ")," ")`, e.length(), e.length(), len(o.Rows), edge, edge, next, quoted(before), edge, quoted(after), apart), value, write.Wrap)
	s.Span(row, 1, sumAbove)
}

// firstPlace says in a sentence, live, who comes first and by how much.
func (e *exporter) firstPlace(s *write.Sheet, row int) {
	c, o := e.rankingColumns(), e.o
	of := func(col, place int) string { return e.ref("Ranking", write.Pin(col, place+1)) }
	lead := "ROUND(ABS(" + of(c.score, 1) + "-" + of(c.score, 2) + "),4)"
	names := []spoken{{of(c.name, 1), o.Rows[0].Technology.Name}, {of(c.name, 2), o.Rows[1].Technology.Name}}
	clear, clearly := sentence(e.say("%s comes first, %s ahead of %s."), names[0], spoken{lead, e.number("%v", math.Round(math.Abs(o.Rows[0].Score-o.Rows[1].Score)*1e4)/1e4)}, names[1])
	shared, sharedly := sentence(e.say("First place is shared: %s and %s have the same rank."), names...)
	if len(o.Rows) > 2 {
		several, severally := sentence(e.say("First place is shared by more than two, %s and %s among them."), names...)
		shared = fmt.Sprintf("IF(%s=%s,%s,%s)", of(c.rank, 1), of(c.rank, 3), several, shared)
		if o.Rows[0].Rank == o.Rows[2].Rank {
			sharedly = severally
		}
	}
	value := clearly
	if o.Rows[0].Rank == o.Rows[1].Rank {
		value = sharedly
	}
	if a, b := &o.Rows[0], &o.Rows[1]; a.Rank != b.Rank && o.Incomparable(a, b) { // by a method without live formulas
		s.Put(row, 1, e.say("%s has the best score; %s leaves it incomparable with %s, the next.", a.Technology.Name, language.M(o.Method.Title), b.Technology.Name), write.StrongWrap)
	} else {
		s.Formula(row, 1, fmt.Sprintf(`IF(ISNUMBER(%s),IF(%s=%s,%s,%s),"–")`, of(c.rank, 1), of(c.rank, 1), of(c.rank, 2), shared, clear), value, write.StrongWrap)
	}
	s.Span(row, 1, sumAbove)
	longest := slices.SortedFunc(slices.Values(e.names()), func(a, b string) int { return len(b) - len(a) })
	s.Levels = append(s.Levels, write.Level{First: row, Last: row, Col: 1, Look: write.StrongWrap, Texts: []string{e.say("%s comes first, %s ahead of %s.", longest[0], "0.0000", longest[min(1, len(longest)-1)])}})
}

// spoken is a part of a sentence that a formula gives, and what it gives now.
type spoken struct{ formula, value string }

// sentence puts parts in the places of %s in a text, as a formula and as the text it gives now.
func sentence(text string, parts ...spoken) (formula, value string) {
	var terms []string
	for k, words := range strings.Split(text, "%s") {
		if k > 0 {
			terms = append(terms, parts[k-1].formula)
			value += parts[k-1].value
		}
		if words != "" {
			terms = append(terms, quoted(words))
		}
		value += words
	}
	return strings.Join(terms, "&"), value
}

// editedNotice says under the title, live, when what follows is not the ranking that was exported: which of weights and scores were edited, or cannot be used.
func (e *exporter) editedNotice(s *write.Sheet) {
	if e.c == nil {
		return
	}
	last := len(e.o.Study.Criteria) + 1
	down := func(col int) string { return e.ref("Criteria", write.Pin(col, 2)+":"+write.Pin(col, last)) }
	weights := fmt.Sprintf("SUMPRODUCT(--(ABS(%s-%s)>1E-9))", down(colShare), down(colExported))
	scores := fmt.Sprintf("SUMPRODUCT(--(%s<>%s))", e.scoreCells(scoreCol), e.scoreCells(e.exportedColumn()))
	unusable := e.say("The weights on the sheet Criteria cannot be used: see its column Check. There is no ranking.")
	missing := e.say("Scores are missing on the sheet Scores, or are not numbers. There is no ranking.")
	not := " " + e.say("This is not the ranking Veche exported.")
	if e.partial() {
		not += " " + e.say("Only its first %d technologies follow; whether another belongs among them, Veche tells from the study.", len(e.order))
	}
	kept := e.say("Weights and scores as exported by Veche.")
	cut := func(text string, number string) string {
		before, after, _ := strings.Cut(text, "%d")
		return quoted(before) + "&" + number + "&" + quoted(after)
	}
	both := quoted(e.say("The weights were edited in this workbook, and scores too:")+" ") + "&" + scores + "&" + quoted(".")
	only := cut(e.say("Scores were edited in this workbook: %d."), scores)
	s.Formula(2, 1, fmt.Sprintf("IF(%s>0,%s,IF(%s>0,%s,IF(%s>0,IF(%s>0,%s,%s)&%s,IF(%s>0,%s&%s,%s))))",
		e.badWeights(), quoted(unusable), e.badScores(), quoted(missing), scores, weights, both, only, quoted(not), weights, quoted(e.say("The weights were edited in this workbook.")), quoted(not), quoted(kept)), kept, write.Note)
	s.Span(2, 1, sumAbove)
}

// basis says in sentences what was computed from what.
func (e *exporter) basis() []string {
	o := e.o
	live := e.say("Editing a weight on the sheet Criteria recomputes everything.")
	if e.partial() {
		live = e.say("Editing a weight on the sheet Criteria recomputes the first %d technologies; the others are values, on the sheet Ranking from row %d on.", len(e.order), e.valuesFrom())
	}
	if e.c == nil {
		live = e.say("This method's ranking is given as values and does not follow edits.")
	}
	lines := []string{
		e.say("Method: %s.", report.MethodOf(e.o, e.reading())) + " " + live,
		e.say("Weights: %s.", report.WeightingOf(e.o, e.reading())),
	}
	if set := o.Outputs().Set; set != nil {
		var ids []string
		for _, i := range set.Members {
			ids = append(ids, o.Problem.Alternatives[i])
		}
		lines = append(lines, fmt.Sprintf("%s: %s (%s).", capitalised(e.say(set.Name)), strings.Join(ids, ", "), e.say(set.Note, set.Args...)))
	}
	if answers := report.Answers(o); answers > 0 {
		line := e.say("Scores: %s; answers: %d, experts: %d%s.", e.say(o.AggregationInForce()), answers, report.Answering(o), e.ofRound())
		if measured := report.Measured(o); measured > 0 {
			line += " " + e.say("Criteria judged by measured evidence: %d.", measured)
		}
		lines = append(lines, line)
	} else {
		lines = append(lines, e.say("Scores: measured evidence."))
	}
	if len(o.Unranked) > 0 {
		lines = append(lines, e.say("Not ranked for lack of scores, or excluded: %d, listed on the sheet Scores.", len(o.Unranked)))
	}
	return append(lines, e.say("Made by Veche %s from %s; the sheet Audit says all that is needed to make it again.", e.x.Version, e.input()))
}

// ofRound names the rounds at the end of a list.
func (e *exporter) ofRound() string {
	if e.o.Round == "" {
		return ""
	}
	return e.say(", round: %s", e.o.Round)
}
