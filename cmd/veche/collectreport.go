package main

import (
	"fmt"
	"io"
	"strings"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/workbook"
)

func printCollection(env *environment, c *workbook.Collection, f collectFlags) error {
	if f.format == "json" {
		forms, notes, issues := []contract.Form{}, []contract.Note{}, []contract.Issue{}
		for _, f := range c.Forms {
			forms = append(forms, contract.Form{Expert: f.Expert, Name: f.Name, Round: f.Round, Files: append([]string{}, f.Files...), Asked: f.Asked, Answered: f.Answered, Abstained: f.Abstained, Blank: f.Blank, Unmerged: f.Unmerged, Result: f.Result, Ask: asks(env, c, f)})
		}
		for _, i := range c.Issues {
			issues = append(issues, contract.OfIssue(i, env.lang))
		}
		for _, n := range c.Notes {
			notes = append(notes, contract.Note{Expert: n.Expert, Round: n.Round, Technology: n.Technology, Criterion: n.Criterion, Heading: n.Heading, Author: n.Author, Text: n.Text, File: n.Place.File, Sheet: n.Place.Sheet, Cell: n.Place.Cell})
		}
		return printJSON(env.stdout, map[string]any{"output": f.output, "forms": forms, "notes": notes, "issues": issues})
	}
	if err := printTable(env.stdout, collectionTable(env, c, f), f.format, env.lang, f.plain); err != nil || f.format != "table" {
		return err
	}
	return fileErrorOf(printAsks(env, c))
}

// collectionTable has a row for each expert.
func collectionTable(env *environment, c *workbook.Collection, f collectFlags) *report.Table {
	t := &report.Table{Title: c.Study.Title}
	for _, h := range []string{"Expert", "Name‹person›", "Round"} {
		t.Add(env.say(h), false)
	}
	for _, h := range []string{"Asked", "Answered", "Don't know", "Blank", "Not merged"} {
		t.Add(env.say(h), true)
	}
	t.Add(env.say("Result"), false)
	t.Add(env.say("Files"), false)
	if f.format != "table" {
		t.Add(env.say("To ask"), false)
	}
	answered, came := 0, 0
	for _, r := range c.Forms {
		row := []report.Cell{report.Text(r.Expert), report.Text(r.Name), report.Text(r.Round), report.Count(r.Asked), report.Count(r.Answered), report.Count(r.Abstained), report.Count(r.Blank), report.Count(r.Unmerged), report.Text(r.Said().In(env.lang)), report.Text(strings.Join(r.Files, "; "))}
		if f.format != "table" {
			row = append(row, report.Text(strings.Join(asks(env, c, r), " ")))
		}
		t.Rows = append(t.Rows, row)
		came += len(r.Files)
		answered += r.Answered
	}
	errs := len(c.Issues.Errors())
	t.After = append(t.After, env.say("%s of %s in %s; %s kept something out, %s.", language.M("%d answer|%d answers", answered), language.M("%d file|%d files", came), f.output,
		language.M("%d problem|%d problems", errs), language.M("%d warning|%d warnings", len(c.Issues)-errs)))
	return t
}

// asks is what to ask about one form, as sentences with their places.
func asks(env *environment, c *workbook.Collection, f workbook.FormReport) []string {
	lines := []string{}
	for _, i := range c.Ask(f) {
		lines = append(lines, i.Place.String()+": "+i.Sentence().In(env.lang))
	}
	return lines
}

// printAsks lists whom to ask for what, then who has sent nothing, then what experts wrote beside their answers, then what needs no doing.
func printAsks(env *environment, c *workbook.Collection) error {
	var b strings.Builder
	said := map[string]bool{}
	var none []string
	for _, f := range c.Forms {
		who := strings.TrimSpace(f.Expert + " " + f.Name)
		if f.Expert == "" {
			who = strings.Join(f.Files, ", ")
		}
		if f.Result == workbook.FormMissing {
			none = append(none, who)
			continue
		}
		head := fmt.Sprintf("\n%s: %s\n", who, f.Said().In(env.lang))
		for _, i := range c.Ask(f) {
			if i.Severity == study.Warning && env.quiet || said[i.String()] {
				continue
			}
			said[i.String()] = true
			b.WriteString(head + "  " + i.In(env.lang) + "\n")
			head = ""
		}
	}
	if none != nil && !env.quiet {
		b.WriteString("\n" + env.say("No form came back of %s.", strings.Join(none, ", ")) + "\n")
	}
	text := b.String()
	if text != "" {
		text = "\n" + env.say("Whom to ask for what") + "\n" + text
	}
	if len(c.Notes) > 0 && !env.quiet {
		text += "\n" + env.say("What experts wrote beside their answers") + "\n\n"
		for _, n := range c.Notes {
			text += "  " + n.About() + ": " + n.Text + "\n"
		}
	}
	head := "\n" + env.say("For the record") + "\n\n"
	for _, i := range c.Issues {
		if !said[i.String()] && i.Code != "W-FORM-NONE" && !env.quiet {
			text += head + "  " + i.In(env.lang) + "\n"
			head = ""
		}
	}
	_, err := io.WriteString(env.stdout, text)
	return err
}
