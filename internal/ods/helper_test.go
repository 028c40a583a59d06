package ods

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"veche/internal/xlsx"
)

var declared = func() string {
	var b strings.Builder
	for k, prefix := range []string{"office", "table", "text", "style", "number", "calcext", "dc", "manifest"} {
		fmt.Fprintf(&b, ` xmlns:%s="%s"`, prefix, spaces[k])
	}
	return b.String()
}()

// zipped makes a zip file of names and texts by turns.
func zipped(parts ...string) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for k := 0; k < len(parts); k += 2 {
		f, err := w.Create(parts[k])
		if err == nil {
			_, err = f.Write([]byte(parts[k+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// document is a content.xml of automatic styles and the children of its spreadsheet.
func document(styles, sheets string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document-content` + declared + `><office:automatic-styles>` + styles + `</office:automatic-styles><office:body><office:spreadsheet>` + sheets + `</office:spreadsheet></office:body></office:document-content>`
}

// sheetOf is a sheet of these columns and rows.
func sheetOf(name, rows string) string {
	return `<table:table table:name="` + name + `">` + rows + `</table:table>`
}

// commonStyles is a styles.xml of these styles.
func commonStyles(styles string) string {
	return `<office:document-styles` + declared + `><office:styles>` + styles + `</office:styles><office:automatic-styles><style:style style:name="never" style:family="table-cell"/></office:automatic-styles></office:document-styles>`
}

// read opens a spreadsheet and reads all its cells.
func read(data []byte, lim xlsx.Limits) (*Book, []xlsx.Cell, error) {
	b, err := Open(data, lim)
	if err != nil {
		return nil, nil, err
	}
	var cells []xlsx.Cell
	for k := range b.Sheets() {
		if err := b.Cells(k, func(c xlsx.Cell) error { cells = append(cells, c); return nil }); err != nil {
			return b, cells, err
		}
	}
	return b, cells, nil
}

// show writes a cell on one line.
func show(c xlsx.Cell) string {
	s := c.Ref() + " " + c.Kind.String()
	switch c.Kind {
	case xlsx.Number, xlsx.Bool:
		s += fmt.Sprintf(" %v", c.Number)
	case xlsx.Text, xlsx.Error:
		s += fmt.Sprintf(" %q", c.Text)
	}
	if c.HasFormula {
		s += " =" + c.Formula
	}
	if !c.Cached {
		s += " uncached"
	}
	if c.Format != xlsx.General {
		s += " " + c.Format.String()
	}
	if c.Scale > 0 {
		s += fmt.Sprint(" /1000^", c.Scale)
	}
	if c.Literal != "" {
		s += fmt.Sprintf(" with %q", c.Literal)
	}
	if c.Hidden {
		s += " hidden"
	}
	if c.Marks != 0 {
		s += fmt.Sprintf(" marks %d/%d %q", c.Whole, c.Marks, c.Marked)
	}
	return s
}

func shows(cells []xlsx.Cell) string {
	var out []string
	for _, c := range cells {
		out = append(out, show(c))
	}
	return strings.Join(out, "; ")
}

// wantDamage fails unless err is a DamageError whose text holds every one of the
// words.
func wantDamage(t *testing.T, err error, words ...string) {
	t.Helper()
	var d *xlsx.DamageError
	if !errors.As(err, &d) {
		t.Fatalf("error is %v, want a DamageError with %q", err, words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q lacks %q", err, w)
		}
	}
}
