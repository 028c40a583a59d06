// Package shortlist is the workbook that leaves: a ranking with live formulas, and what is to be known of it, on sheets that work without this program.
package shortlist

import (
	"cmp"
	"fmt"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/compare"
	"veche/internal/study/panel"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
	"veche/internal/workbook/write"
)

// Options is what the exported workbook says beyond the outcome itself.
type Options struct {
	Actions []study.Action // applied since the study was read, for the Audit sheet
	Version string         // of the program
	Lang    string         // "en" or "ru"; "" for the study's own language
	Open    bool           // the scores can be typed over, as the weights can

	Last      *compare.Comparison  // with the last edition, for the sheet Editions; nil: there is none
	Selection *selection.Selection // for the sheet Selection; nil: made when the study has a budget or rules
}

// Write writes an outcome as a workbook that works without this program: editing a weight on the Criteria sheet recomputes the calculation, the ranks, the
// order and the shortlist in Excel 2010 or later and in LibreOffice; so does its length on the Summary, and an edited score. Every formula carries its value. For methods whose calculation is not written as formulas,
// and where formulas would not give the engine's scores, the sheets hold values and say so. All but the weights, the length of the shortlist and, where
// [Options] open them, the scores is protected against slips of the hand, without a password. The same outcome gives the same bytes; the date in its properties is therefore the library's constant, not today.
func Write(o *study.Outcome, x Options) ([]byte, error) {
	b, err := write.NewBook()
	if err != nil {
		return nil, err
	}
	defer b.F.Close()
	o = listed(o)
	if len(o.Rows) > mostRows {
		return nil, language.Errorf("a sheet holds up to %d technologies, and %d are ranked: print them with --format csv, or exclude some", mostRows, len(o.Rows))
	}
	all, kept := layout(o)
	e := &exporter{tongue: languageOf(cmp.Or(x.Lang, o.Study.Settings.Language)), book: b, o: o, x: x, all: all, order: all[:kept], leafRow: make([]int, len(o.Leaves))}
	b.Document = &write.Document{Title: o.Study.Title, Printed: e.say("Printed")}
	if live(o) {
		if c := calculate(o, all, kept); c.agrees() {
			e.c = c
		}
	}
	if e.partial() {
		b.F.SetActiveSheet(0) // while there is no other: it reads all sheets again, and they become large
	}
	e.calc = e.plan()
	e.stable = robustness.Leads(o, o.SharingInForce())
	if len(o.Study.Experts) > 0 {
		e.panel, _ = panel.Assess(o.Study) // an error is that no expert's answer counts
	}
	criteria := e.criteria() // first: the others refer to its rows
	sheets := []*write.Sheet{e.summary(), e.ranking(), criteria, e.scores(), e.profiles()}
	if len(o.Study.Experts) > 0 {
		sheets = append(sheets, e.experts())
	}
	if agreement := e.agreement(); agreement != nil {
		sheets = append(sheets, agreement)
	}
	links, err := e.network()
	if err != nil {
		return nil, err
	}
	if links != nil {
		sheets = append(sheets, links)
	}
	trust, err := e.robustness()
	if err != nil {
		return nil, err
	}
	if e.stable != nil || trust.Draws != nil {
		sheets = append(sheets, e.sensitivity(trust))
	}
	if selection := e.selection(); selection != nil {
		sheets = append(sheets, selection)
	}
	if x.Last != nil {
		sheets = append(sheets, e.editions(x.Last))
	}
	if scenarios := e.scenarios(); scenarios != nil {
		sheets = append(sheets, scenarios)
	}
	sheets = append(sheets, e.issues(), e.audit(), e.calculation())
	for k, s := range sheets {
		if err := b.Write(s, k == 0); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	if err := b.F.SetDocProps(e.properties()); err != nil {
		return nil, err
	}
	if !e.partial() {
		b.F.SetActiveSheet(0)
	}
	return write.Pack(b.F)
}

// exporter is one export under way.
type exporter struct {
	tongue
	book    *write.Book
	o       *study.Outcome
	x       Options
	all     []int        // problem rows in the order of the Scores sheet
	order   []int        // those of the Calculation sheet, the first of all
	c       *calculation // nil when the method is not written as formulas
	leafRow []int        // row of each leaf on the Criteria sheet
	calc    calculationPlan
	panel   *panel.Report      // nil where nobody was asked
	byID    map[string]int     // the study's technologies; nil before they were asked for
	stable  []robust.Stability // by column; nil where finding them takes too long
}

func (e *exporter) properties() *excelize.DocProperties {
	language := "en"
	if e.tongue == inRuss {
		language = "ru"
	}
	return &excelize.DocProperties{Title: e.o.Study.Title, Subject: e.say("Ranking of technologies"), Creator: "Veche " + e.x.Version, LastModifiedBy: "Veche " + e.x.Version,
		Description: e.say("Made from %s.", e.input()), Keywords: e.say(e.o.Method.Title), Category: e.say("Shortlist"), Language: language}
}

func (e *exporter) input() string {
	if e.o.Study.Source.File == "" {
		return e.say("the built-in example")
	}
	return e.o.Study.Source.File
}
