package report

import (
	"fmt"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// Record is all that is needed to make the result again, and where every figure came from.
func (f *Findings) Record() *Section {
	o, st := f.Outcome, f.Outcome.Study
	s := &Section{Key: KeyRecord, Title: f.t("Record")}
	file := st.Source.File
	if file == "" {
		file = f.t("the built-in example")
	}
	facts := Facts{{Name: f.t("Study"), Text: st.Title}, {Name: f.t("Input file"), Text: file}, {Name: f.t("Input SHA-256"), Text: st.Source.SHA256}, {Name: f.t("Program"), Text: "Veche " + f.Version},
		{Name: f.t("Seed"), Text: fmt.Sprint(max(st.Settings.Seed, 1))}}
	if f.Panel != nil && f.Panel.Seal != nil {
		facts = append(facts, Fact{Name: f.t("Seal of the weights"), Text: f.Panel.Seal.Hash})
	}
	if len(f.Done) == 0 {
		facts = append(facts, Fact{Name: f.t("Changes"), Text: f.t("none: the study as read")})
	}
	s.detail(facts)
	s.say(f.changes())
	if n := len(o.Warnings); n > 0 {
		s.say(f.p("Warnings that travel with this result: %d.", n))
	} else {
		s.detail(f.p("No problems were found in the study."))
	}
	s.detail(f.settings(), f.issues(), f.sources())
	return s
}

// changes are the actions done since the study was read.
func (f *Findings) changes() *Table {
	t := &Table{Note: f.t("Changes made since the file was read")}
	timed := false
	for _, c := range f.Done {
		timed = timed || c.At != ""
	}
	t.Add("#", true)
	if timed {
		t.Add("When", false)
	}
	t.Add("Change", false)
	for k, c := range f.Done {
		row := []Cell{Count(k + 1)}
		if timed {
			row = append(row, Text(c.At))
		}
		t.Rows = append(t.Rows, append(row, Text(c.Action.Says().In(f.Language))))
	}
	t.Translate(f.Language)
	return captioned(t, t.Note)
}

// settings are the study's settings in force.
func (f *Findings) settings() *Table {
	st := f.Outcome.Study
	t := &Table{Note: f.t("Settings of the study")}
	t.AddAll(false, "Setting", "Value‹setting›", "In the study")
	for _, x := range study.SettingsTable() {
		value := x.Text(st)
		if value == "" {
			continue
		}
		place := ""
		if o := st.Settings.Origins[x.Name]; o != (study.Origin{}) {
			place = st.Place(o).String()
		}
		name := x.Name
		t.Row(Text(f.Language.Either(name, x.Russian)), Text(f.valued(x.Name, value)), Text(place))
	}
	t.Translate(f.Language)
	return captioned(t, t.Note)
}

// valued is a setting's value in the reader's language: a word of the catalogue, or the title of a method beside its name.
func (f *Findings) valued(setting, value string) string {
	if f.Language == language.English {
		return value
	}
	title := ""
	if m, ok := mcda.Lookup(value); ok && setting == "method" {
		title = m.Title
	} else if m, ok := weighting.Lookup(value); ok && setting == "weighting" {
		title = m.Title
	} else {
		return language.Value(value).In(f.Language)
	}
	return fmt.Sprintf("%s (%s)", f.t(title), value)
}

// issues are the warnings that travel with the result.
func (f *Findings) issues() *Table {
	t := &Table{Note: f.t("Warnings")}
	t.AddAll(false, "Code", "In the study", "What", "What to do")
	for _, i := range f.Outcome.Warnings {
		t.Row(Text(i.Code), Text(i.Place.String()), Text(i.Message.In(f.Language)), Text(i.Remedy.In(f.Language)))
	}
	t.Translate(f.Language)
	return captioned(t, t.Note)
}

// sources is every figure the ranking is made of and the cell it came from.
func (f *Findings) sources() *Table {
	o, st := f.Outcome, f.Outcome.Study
	t := &Table{Note: f.t("Scores and the cells they came from; in brackets how many answers a score joins, of which the first is named")}
	t.AddAll(false, "ID", "Technology")
	for _, i := range o.Leaves {
		t.Columns = append(t.Columns, Column{st.Criteria[i].Code, false})
	}
	for i, k := range o.Technology {
		row := []Cell{Text(o.Problem.Alternatives[i]), Text(st.Technologies[k].Name)}
		for j := range o.Leaves {
			c := o.Cell(i, j)
			cell := Cell{Text: f.Language.Significant(c.Value, 6)}
			if at := st.Place(c.Origin); c.Origin != (study.Origin{}) {
				cell.Text += " · " + at.Sheet + "!" + at.Cell
				cell.From = []study.Place{at}
			}
			if c.Answers > 0 {
				cell.Text += fmt.Sprintf(" (%d)", c.Answers)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	for k := range 2 {
		t.Columns[k].Head = f.t(t.Columns[k].Head)
	}
	return t
}
