package text

import (
	"fmt"
	"io"
	"strings"

	"veche/internal/report"
	"veche/internal/report/safe"
)

// Markdown writes a document: headings, paragraphs, lists and tables. Of a figure it gives the title, what it shows and its data.
func Markdown(w io.Writer, d *report.Document) error {
	m := &markdownWriter{d: d}
	m.line("# " + safe.Markdown(d.Title))
	top := d.Kind
	if d.Date != "" {
		top += ", " + d.Date
	}
	m.line("*" + safe.Markdown(top) + "*")
	if len(d.Facts) > 0 {
		m.block(d.Facts)
	}
	for k := range d.Sections {
		s := &d.Sections[k]
		if s.Title != "" { // the minutes begin without one
			m.line("## " + safe.Markdown(s.Title))
		}
		for _, b := range s.Blocks {
			m.block(b)
		}
		for _, b := range s.Details {
			m.block(b)
		}
	}
	if m.err != nil {
		return m.err
	}
	_, err := io.WriteString(w, m.b.String())
	return err
}

type markdownWriter struct {
	d   *report.Document
	b   strings.Builder
	err error
}

// line is a paragraph: a line and an empty one.
func (m *markdownWriter) line(text string) { m.b.WriteString(text + "\n\n") }

func (m *markdownWriter) block(b report.Block) {
	switch b := b.(type) {
	case report.Paragraph:
		text := safe.Markdown(b.Text)
		if b.Tone == report.Lead || b.Tone == report.Caveat {
			text = "**" + text + "**"
		}
		m.line(text)
	case report.Heading:
		m.line("### " + safe.Markdown(b.Text))
	case report.List:
		for k, item := range b.Items {
			mark := "-"
			if b.Ordered {
				mark = fmt.Sprintf("%d.", k+1)
			}
			name := ""
			if item.Name != "" {
				name = "**" + safe.Markdown(item.Name) + "** – "
				if item.Text == "" {
					name = "**" + safe.Markdown(item.Name) + "**"
				}
			}
			m.b.WriteString(strings.TrimRight(mark+" "+name+safe.Markdown(item.Text), " ") + "\n")
		}
		m.b.WriteString("\n")
	case report.Facts:
		for _, f := range b {
			value := safe.Markdown(f.Text)
			if value == "" && f.Blank {
				value = strings.Repeat("\\_", 24)
			}
			if f.Name != "" {
				value = safe.Markdown(f.Name) + ": " + value
			}
			m.b.WriteString("- " + value + "\n")
		}
		m.b.WriteString("\n")
	case *report.Table:
		m.table(b)
	case *report.Figure:
		m.line("**" + safe.Markdown(b.Title) + "**")
		if b.Description != "" {
			m.line(safe.Markdown(b.Description))
		}
		if b.Data != nil {
			m.table(b.Data)
		}
	case report.Signatures:
		for _, s := range b {
			m.line(safe.Markdown(s.Role) + " " + strings.Repeat("\\_", 24) + " " + safe.Markdown(s.Name))
		}
	}
}

func (m *markdownWriter) table(t *report.Table) {
	if t.Note != "" {
		m.line("*" + safe.Markdown(t.Note) + "*")
	}
	if len(t.Columns) > 0 {
		if err := markdown(&m.b, t, m.d.Language); err != nil && m.err == nil {
			m.err = err
		}
		m.b.WriteString("\n")
	}
	for _, line := range t.After {
		m.line(safe.Markdown(line))
	}
}
