package workbook

import (
	"fmt"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/study"
)

// Contract is the collection as JSON; output is what the merged study is called.
func (c *Collection) Contract(output string, l language.Language) any {
	forms, notes := []contract.Form{}, []contract.Note{}
	for _, f := range c.Forms {
		forms = append(forms, contract.Form{Expert: f.Expert, Name: f.Name, Round: f.Round, Files: append([]string{}, f.Files...), Asked: f.Asked, Answered: f.Answered, Abstained: f.Abstained, Blank: f.Blank, Unmerged: f.Unmerged, Result: f.Result, Ask: c.toAsk(f, l)})
	}
	for _, n := range c.Notes {
		notes = append(notes, contract.Note{Expert: n.Expert, Round: n.Round, Technology: n.Technology, Criterion: n.Criterion, Heading: n.Heading, Author: n.Author, Text: n.Text, File: n.Place.File, Sheet: n.Place.Sheet, Cell: n.Place.Cell})
	}
	return map[string]any{"output": output, "forms": forms, "notes": notes, "issues": contract.OfIssues(c.Issues, l)}
}

// Table has a row for each expert; output is what the merged study is called. As data it says what to ask, too.
func (c *Collection) Table(output string, data bool, l language.Language) *report.Table {
	t := &report.Table{Title: c.Study.Title}
	for _, h := range []string{"Expert", "Name‹person›", "Round"} {
		t.Add(language.Say(l, h), false)
	}
	for _, h := range []string{"Asked", "Answered", "Don't know", "Blank", "Not merged"} {
		t.Add(language.Say(l, h), true)
	}
	t.Add(language.Say(l, "Result"), false)
	t.Add(language.Say(l, "Files"), false)
	if data {
		t.Add(language.Say(l, "To ask"), false)
	}
	answered, came := 0, 0
	for _, r := range c.Forms {
		row := []report.Cell{report.Text(r.Expert), report.Text(r.Name), report.Text(r.Round), report.Count(r.Asked), report.Count(r.Answered), report.Count(r.Abstained), report.Count(r.Blank), report.Count(r.Unmerged), report.Text(r.Said().In(l)), report.Text(strings.Join(r.Files, "; "))}
		if data {
			row = append(row, report.Text(strings.Join(c.toAsk(r, l), " ")))
		}
		t.Rows = append(t.Rows, row)
		came += len(r.Files)
		answered += r.Answered
	}
	errs := len(c.Issues.Errors())
	t.After = append(t.After, language.Say(l, "%s of %s in %s; %s kept something out, %s.", language.M("%d answer|%d answers", answered), language.M("%d file|%d files", came), output,
		language.M("%d problem|%d problems", errs), language.M("%d warning|%d warnings", len(c.Issues)-errs)))
	return t
}

// toAsk is what to ask about one form, as sentences with their places.
func (c *Collection) toAsk(f FormReport, l language.Language) []string {
	lines := []string{}
	for _, i := range c.Ask(f) {
		lines = append(lines, i.Place.String()+": "+i.Sentence().In(l))
	}
	return lines
}

// Asks lists whom to ask for what, then who has sent nothing, then what experts wrote beside their answers, then what needs no doing. In brief it leaves out
// what is only for the record.
func (c *Collection) Asks(brief bool, l language.Language) string {
	var b strings.Builder
	said := map[string]bool{}
	var none []string
	for _, f := range c.Forms {
		who := strings.TrimSpace(f.Expert + " " + f.Name)
		if f.Expert == "" {
			who = strings.Join(f.Files, ", ")
		}
		if f.Result == FormMissing {
			none = append(none, who)
			continue
		}
		head := fmt.Sprintf("\n%s: %s\n", who, f.Said().In(l))
		for _, i := range c.Ask(f) {
			if i.Severity == study.Warning && brief || said[i.String()] {
				continue
			}
			said[i.String()] = true
			b.WriteString(head + "  " + i.In(l) + "\n")
			head = ""
		}
	}
	if none != nil && !brief {
		b.WriteString("\n" + language.Say(l, "No form came back of %s.", strings.Join(none, ", ")) + "\n")
	}
	text := b.String()
	if text != "" {
		text = "\n" + language.Say(l, "Whom to ask for what") + "\n" + text
	}
	if len(c.Notes) > 0 && !brief {
		text += "\n" + language.Say(l, "What experts wrote beside their answers") + "\n\n"
		for _, n := range c.Notes {
			text += "  " + n.About() + ": " + n.Text + "\n"
		}
	}
	head := "\n" + language.Say(l, "For the record") + "\n\n"
	for _, i := range c.Issues {
		if !said[i.String()] && i.Code != "W-FORM-NONE" && !brief {
			text += head + "  " + i.In(l) + "\n"
			head = ""
		}
	}
	return text
}
