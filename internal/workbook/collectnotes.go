package workbook

import (
	"cmp"
	"slices"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// Note is what an expert wrote beside the answers: a comment at a cell, or text outside the questions.
type Note struct {
	Expert, Name string // ID and name
	Round        string
	Technology   string // its ID; "" where it is about none
	Criterion    string // its code, or the codes of a pair as C1/C2; "" where it is about none
	Heading      string // of a column that is not the form's own; "" otherwise
	Author, Text string // Author is who wrote a comment, "" where it is not known
	Place        study.Place
	stray        bool // it is said with what stands outside the questions
}

// located says what the rows and columns of a sheet of a form are about.
type located struct {
	rows, columns, headings map[int]string
	pairs                   map[int]string // by row
}

// about finds out what a cell of a form is about.
func (f *form) about(t *table) *located {
	x := f.located[t]
	if x == nil {
		x = &located{map[int]string{}, map[int]string{}, map[int]string{}, map[int]string{}}
		f.located[t] = x
	}
	return x
}

// note remembers what was written at a cell.
func (f *form) note(t *table, row, col int, author, text string) {
	if text = clean(text); text == "" {
		return
	}
	x := f.about(t)
	n := Note{Technology: x.rows[row], Criterion: cmp.Or(x.pairs[row], x.columns[col]), Heading: x.headings[col], Author: clean(author), Text: text, Place: t.place(row, col)}
	f.notes = append(f.notes, n)
}

// comments remembers the notes and threads of comments of all sheets.
func (f *form) comments() {
	n := 0
	for _, x := range f.notes { // of the column for comments
		if !x.stray {
			n++
		}
	}
	for k, sheet := range f.r.book.Sheets() {
		if fold(sheet.Name) == metaSheet {
			continue
		}
		comments, err := f.r.book.Comments(k)
		if err != nil {
			f.r.damaged(err)
			return
		}
		t := &table{r: f.r, index: k, name: sheet.Name}
		for of := range f.located {
			if of.index == k {
				t = of
			}
		}
		for _, c := range comments {
			before := len(f.notes)
			f.note(t, c.Row, c.Col, c.Author, c.Text)
			n += len(f.notes) - before
		}
	}
	if n > 0 {
		first := slices.IndexFunc(f.notes, func(x Note) bool { return !x.stray })
		f.r.warn("W-FORM-NOTE", f.notes[first].Place, "", language.M("Nothing needs doing; read them on the sheet Collected."), "%s wrote %s.", f.meta.expert, language.M("%d comment|%d comments", n))
	}
}

// notes takes over what experts wrote beside their answers, each thing once.
func (c *Collection) notes(forms []*form, expert *study.Expert) {
	for _, f := range forms {
		for _, n := range f.notes {
			n.Expert, n.Name, n.Round = expert.ID, expert.Name, f.meta.round
			if !slices.ContainsFunc(c.Notes, func(m Note) bool {
				m.Place, m.Author, m.stray = n.Place, n.Author, n.stray
				return m == n
			}) {
				c.Notes = append(c.Notes, n)
			}
		}
	}
}

// strayNotes remembers cells outside the questions.
func (f *form) strayNotes(t *table, cells []xlsx.Cell) {
	for _, c := range cells {
		before := len(f.notes)
		if f.note(t, c.Row, c.Col, "", text(c)); len(f.notes) > before {
			f.notes[len(f.notes)-1].stray = true
		}
	}
}
