package shortlist

import (
	"fmt"

	"veche/internal/report"
	"veche/internal/workbook/write"
)

// audit says what the ranking was made of, so that it can be made again.
func (e *exporter) audit() *write.Sheet {
	s := write.NewSheet(e.sheet("Audit"))
	o, st := e.o, e.o.Study
	e.heads(s, 1, "Entry", "Content")
	row := 2
	add := func(what, value string) {
		if value != "" {
			s.Put(row, 1, what, write.Strong)
			s.Put(row, 2, value, write.Wrap)
			row++
		}
	}
	add(e.say("Study"), st.Title)
	add(e.say("Input file"), e.input())
	add(e.say("Input SHA-256"), st.Source.SHA256)
	add(e.say("Program"), "Veche "+e.x.Version)
	add(e.say("Method"), e.say(o.Method.Title))
	add(e.say("Formula"), e.say(o.Method.Formula))
	add(e.say("Source"), o.Method.Source)
	add(e.say("Parameters"), report.SettingsOf(o, e.reading()))
	add(e.say("Free of rank reversal"), report.ReversalOf(o, e.reading()))
	add(e.say("Weights"), report.WeightingOf(o, e.reading()))
	for _, c := range report.ConsistencyOf(o, e.reading()) {
		add(c.Name, c.Text)
	}
	add(e.say("Aggregation of scores"), e.say(o.AggregationInForce()))
	add(e.say("Round"), o.Round)
	add(e.say("Technologies"), e.say("ranked: %d, not ranked: %d", len(o.Rows), len(o.Unranked)))
	if len(st.Experts) > 0 {
		add(e.say("Experts"), e.say("%d, of whom excluded: %d", len(st.Experts), len(st.Excluded.Experts)))
		add(e.say("Experts left out"), report.LeftOut(st))
	}
	if e.panel != nil && e.panel.Seal != nil {
		add(e.say("Seal of the weights"), e.panel.Seal.Sentence(e.reading())+" "+e.panel.Seal.Hash)
	}
	add(e.say("Seed"), fmt.Sprint(max(st.Settings.Seed, 1)))
	for k, a := range e.x.Actions {
		add(e.say("Change %d", k+1), a.Says().In(e.reading()))
	}
	if len(e.x.Actions) == 0 {
		add(e.say("Changes"), e.say("none: the study as read"))
	}
	s.Widths[1], s.Widths[2] = 38, 110
	s.Freeze, s.TitleRows = [2]int{0, 1}, 1
	return s
}
