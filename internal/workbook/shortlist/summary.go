package shortlist

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/report"
	"veche/internal/workbook/write"
)

// summary is the page for people: the shortlist, a chart, what it rests on.
func (e *exporter) summary() *write.Sheet {
	s := write.NewSheet(e.sheet("Summary"))
	o, c := e.o, e.rankingColumns()
	n := e.shortlist()
	s.Put(1, 1, o.Study.Title, write.Title)
	s.Merges = append(s.Merges, [2]string{"A1", "G1"})
	e.weightsNotice(s)
	title := e.say("The first %d of %d technologies", n, len(o.Rows))
	if o.Study.Settings.Shortlist > 0 {
		title = e.say("Shortlist: %d of %d technologies", n, len(o.Rows))
	}
	s.Put(3, 1, title, write.Strong)
	s.Put(4, 1, e.say("Rank"), write.HeadNumber)
	s.Put(4, 2, e.say("Technology"), write.Head)
	s.Put(4, 3, report.ScoreHead(o, e.reading()), write.HeadNumber)
	if c.raters > 0 {
		s.Put(4, 4, e.say("Raters"), write.HeadNumber)
	}
	const first = 5
	for k := range n {
		r := &o.Rows[k]
		row := first + k
		from := func(col int) string { return e.ref("Ranking", write.Pin(col, k+2)) }
		s.Formula(row, 1, from(c.rank), r.Rank, write.Whole)
		s.Formula(row, 2, from(c.name), r.Technology.Name, write.Wrap)
		s.Formula(row, 3, from(c.score), r.Score, write.Score)
		if c.raters > 0 {
			s.Formula(row, 4, from(c.raters), r.Raters, write.Whole)
		}
	}
	row := max(first+n+1, chartRow+chartHeight(n)/20+2)
	e.firstPlace(s, row)
	row++
	if n < len(o.Rows) {
		edge, next := e.ref("Ranking", write.Pin(c.rank, n+1)), e.ref("Ranking", write.Pin(c.rank, n+2))
		none, tied := e.say("The end of the list is clear: nobody below it has the same rank."), e.say("A tie at the end of the list: others share rank %d with the last of these. All of them are marked on the sheet Ranking.")
		value := none
		if tie := o.Rows[n-1].Rank; o.Rows[n].Rank == tie {
			value = fmt.Sprintf(tied, tie)
		}
		before, after, _ := strings.Cut(tied, "%d")
		s.Formula(row, 1, fmt.Sprintf("IF(AND(ISNUMBER(%s),%s=%s),%s&%s&%s,%s)", edge, edge, next, quoted(before), edge, quoted(after), quoted(none)), value, write.Plain)
		row += 2
	}
	s.Put(row, 1, e.say("What it rests on"), write.Strong)
	for _, line := range e.basis() {
		row++
		s.Put(row, 1, line, write.Wrap)
		s.Merges = append(s.Merges, [2]string{write.At(1, row), write.At(7, row)})
	}
	row += 2
	row = e.stability(s, row)
	if len(o.Warnings) > 0 {
		s.Put(row, 1, e.say("Warnings that travel with this ranking: %d, on the sheet Issues.", len(o.Warnings)), write.Strong)
	}
	s.Widths[1], s.Widths[2], s.Widths[3], s.Widths[4], s.Widths[5], s.Widths[6], s.Widths[7] = 7, 46, 10, 9, 9, 36, 36
	s.OnePage = true
	s.Before = func(f *excelize.File) error { return e.chart(f, s.Name, first, n) }
	return s
}

// firstPlace says in a sentence, live, who comes first and by how much.
func (e *exporter) firstPlace(s *write.Sheet, row int) {
	c, o := e.rankingColumns(), e.o
	of := func(col, place int) string { return e.ref("Ranking", write.Pin(col, place+1)) }
	lead := "ROUND(ABS(" + of(c.score, 1) + "-" + of(c.score, 2) + "),4)"
	names := []spoken{{of(c.name, 1), o.Rows[0].Technology.Name}, {of(c.name, 2), o.Rows[1].Technology.Name}}
	clear, clearly := sentence(e.say("%s comes first, %s ahead of %s."), names[0], spoken{lead, e.number("%v", math.Round(math.Abs(o.Rows[0].Score-o.Rows[1].Score)*1e4)/1e4)}, names[1])
	shared, sharedly := sentence(e.say("First place is shared: %s and %s have the same rank."), names...)
	value := clearly
	if o.Rows[0].Rank == o.Rows[1].Rank {
		value = sharedly
	}
	s.Formula(row, 1, fmt.Sprintf(`IF(ISNUMBER(%s),IF(%s=%s,%s,%s),"–")`, of(c.rank, 1), of(c.rank, 1), of(c.rank, 2), shared, clear), value, write.Strong)
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

// weightsNotice says under the title, live, when what follows is not the ranking that was exported.
func (e *exporter) weightsNotice(s *write.Sheet) {
	if e.c == nil {
		return
	}
	var same []string
	for k, w := range e.o.Study.LocalWeights(e.o.Global) {
		same = append(same, fmt.Sprintf("ABS(%s-%s)<1E-9", e.ref("Criteria", write.Pin(colShare, k+2)), constant(w)))
	}
	asExported := "AND(" + strings.Join(same, ",") + ")"
	if len(same) > 200 { // a function takes 255 arguments
		asExported = "TRUE"
	}
	unusable := e.say("The weights on the sheet Criteria cannot be used: see its column Check. There is no ranking.")
	moved := e.say("The weights were changed in this workbook: this is not the ranking Veche exported.")
	if e.partial() {
		moved += " " + e.say("Only its first %d technologies follow; whether another belongs among them, Veche tells from the study.", len(e.order))
	}
	kept := e.say("Weights as exported by Veche.")
	s.Formula(2, 1, "IF("+e.faults()+">0,"+quoted(unusable)+",IF("+asExported+","+quoted(kept)+","+quoted(moved)+"))", kept, write.Note)
	s.Merges = append(s.Merges, [2]string{"A2", "G2"})
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
	if set := o.Trace().Set; set != nil {
		var ids []string
		for _, i := range set.Members {
			ids = append(ids, o.Problem.Alternatives[i])
		}
		lines = append(lines, fmt.Sprintf("%s: %s (%s).", capitalised(e.say(set.Name)), strings.Join(ids, ", "), e.say(set.Note, set.Args...)))
	}
	if answers := report.Answers(o); answers > 0 {
		lines = append(lines, e.say("Scores: %s; answers: %d, experts: %d%s.", e.say(o.AggregationInForce()), answers, report.Answering(o), e.ofRound()))
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
