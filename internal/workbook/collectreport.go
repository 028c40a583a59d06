package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook/write"
	"veche/internal/xlsx"
)

// FormReport is the report of one expert's form or forms of a round, or of one file that is not used.
type FormReport struct {
	Expert, Name string // ID and name
	Round        string
	Files        []string
	Asked        int // questions of the study that stood in the form
	Answered     int
	Abstained    int // "don't know"
	Blank        int
	Unmerged     int // of those asked, not merged because of a problem
	Result       string
}

// What becomes of a form.
const (
	FormMerged  = "merged"
	FormPartly  = "merged in part"
	FormKnown   = "already in the study"
	FormRefused = "not merged"
	FormBlank   = "blank"
	FormMissing = "no form"
)

// Said is the result in words.
func (r FormReport) Said() language.Message {
	if r.Result == FormBlank {
		return language.M("blank‹form›")
	}
	return language.M(r.Result)
}

// About is whose a note is and what it is about: "E05 T3 C1 (form.xlsx Scores!D9)".
func (n Note) About() string {
	parts := []string{n.Expert}
	for _, x := range []string{n.Technology, n.Criterion, n.Heading} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	return strings.Join(parts, " ") + " (" + n.Place.String() + ")"
}

// reportSheet is the name of the sheet with the report, in English and Russian.
var reportSheet = inBoth{"Collected", "Собрано"}

// asked is Ask as one text.
func (c *Collection) asked(r FormReport, l language.Language) string {
	var lines []string
	for _, i := range c.Ask(r) {
		lines = append(lines, i.Place.String()+": "+i.Sentence().In(l))
	}
	return shortLines(lines, l)
}

// shortLines joins lines, within what a cell can hold.
func shortLines(lines []string, l language.Language) string {
	const limit = 4000
	n := 0
	for k, line := range lines {
		if n += len(line); n > limit {
			return strings.Join(lines[:k], "\n") + "\n… " + language.Say(l, "and %d more", len(lines)-k)
		}
	}
	return strings.Join(lines, "\n")
}

// Ask is what to ask about a form or its absence, and of whom: its issues, errors first. Those that need no doing are not among them.
func (c *Collection) Ask(r FormReport) study.Issues {
	var ask study.Issues
	for _, i := range c.Issues {
		switch {
		case i.Code == "W-FORM-NONE" && i.Value == r.Expert && r.Result == FormMissing, slices.Contains(r.Files, i.File) && !strings.HasPrefix(i.Remedy.Text, "Nothing needs doing"):
			ask = append(ask, i)
		}
	}
	return ask
}

// isReport recognises the sheets that collecting adds, by their folded name.
func isReport(name string) bool {
	return strings.HasPrefix(name, fold(reportSheet[0])) || strings.HasPrefix(name, fold(reportSheet[1]))
}

// report adds the sheet with a row for each expert and a row for each issue.
func (w *collector) report() error {
	name := w.pick(reportSheet[0], reportSheet[1])
	base := name
	for k := 2; slices.ContainsFunc(w.c.before.book.Sheets(), func(s xlsx.Sheet) bool { return fold(s.Name) == fold(name) }); k++ {
		name = fmt.Sprintf("%s %d", base, k)
	}
	if _, err := w.f.NewSheet(name); err != nil {
		return err
	}
	bold, err := w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EDF3"}}})
	if err != nil {
		return err
	}
	words, err := w.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}})
	if err != nil {
		return err
	}
	counts, err := w.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}})
	if err != nil {
		return err
	}
	widths := []float64{18, 20, 12, 18, 10, 12, 12, 10, 12, 40, 90}
	s := &answerSheet{w: w, name: name}
	row := 1
	line := func(head bool, values ...any) {
		lines := 1
		for k, v := range values {
			style := counts
			if text, ok := v.(string); ok {
				style = words
				lines = max(lines, linesOf(text, widths[k]))
			}
			if head {
				style = bold
			}
			if v != "" {
				s.set(row, k+1, v)
			}
			if s.err == nil {
				s.err = w.f.SetCellStyle(name, write.At(k+1, row), write.At(k+1, row), style)
			}
		}
		if s.err == nil && lines > 1 { // spreadsheets do not fit the rows of a file they did not write
			s.err = w.f.SetRowHeight(name, row, min(float64(lines)*write.LineHeight, 400))
		}
		row++
	}
	line(true, w.say("Expert"), w.say("Name‹person›"), w.say("Round"), w.say("Result"), w.say("Asked"), w.say("Answered"), w.say("Don't know"), w.say("Blank"),
		w.say("Not merged"), w.say("Files"), w.say("To ask"))
	for _, r := range w.c.Forms {
		line(false, r.Expert, r.Name, r.Round, r.Said().In(w.lang()), r.Asked, r.Answered, r.Abstained, r.Blank, r.Unmerged, strings.Join(r.Files, "; "), w.c.asked(r, w.lang()))
	}
	row++
	line(true, w.say("Code"), w.say("File"), w.say("Sheet"), w.say("Severity"), w.say("Cell"), w.say("Value‹cell›"), "", "", "", w.say("Remedy"), w.say("Message"))
	for _, i := range w.c.Issues {
		severity := w.say(string(i.Severity))
		line(false, i.Code, i.File, i.Sheet, severity, i.Cell, i.Value, "", "", "", i.Remedy.In(w.lang()), i.Message.In(w.lang()))
	}
	if len(w.c.Notes) > 0 {
		row++
		line(true, w.say("Expert"), w.say("Name‹person›"), w.say("Round"), w.say("Technology"), w.say("Criterion"), w.say("Author"), w.say("Column"), "", "", w.say("Where it stands"), w.say("What experts wrote beside their answers"))
		for _, n := range w.c.Notes {
			line(false, n.Expert, n.Name, n.Round, n.Technology, n.Criterion, n.Author, n.Heading, "", "", n.Place.String(), n.Text)
		}
	}
	for k, width := range widths {
		if s.err == nil {
			s.err = w.f.SetColWidth(name, letters(k+1), letters(k+1), width)
		}
	}
	if s.err == nil {
		s.err = w.f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	return s.err
}

// linesOf is how many lines a text takes in a column of that width, in characters.
func linesOf(text string, width float64) int {
	n := 0
	for l := range strings.Lines(text) {
		n += 1 + int(float64(len([]rune(strings.TrimSpace(l))))*1.05/(width-2))
	}
	return n
}
