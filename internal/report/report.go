// Package report holds what is said of a study: sections of sentences, tables and figures, made of an outcome in a language, before anyone decides how they
// look. A surface renders sections and says nothing of its own: [veche/internal/report/text] for a terminal, CSV and Markdown, [veche/internal/report/sheet] for
// workbooks; [veche/internal/report/contract] is the same as JSON.
//
// Each subject has a file: its sections are functions of the outcome or of one of its reports (package study/panel and its neighbours) and of the language.
package report

import (
	"math"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Section is what is said on one subject.
type Section struct {
	Name      string // stable: names the section on a command line and in addresses
	Title     string
	Sentences []string
	Tables    []*Table
}

// Table is rows of cells under headings.
type Table struct {
	Title, Note string
	Columns     []Column
	Rows        [][]Cell
	After       []string // sentences below
	Long        int      // rows to show for reading, when not all; 0: all
}

// Column is a heading, and how what stands below it is set.
type Column struct {
	Head   string
	Number bool // set to the right
}

// Add appends a column.
func (t *Table) Add(head string, number bool) { t.Columns = append(t.Columns, Column{head, number}) }

// Row appends a row.
func (t *Table) Row(cells ...Cell) { t.Rows = append(t.Rows, cells) }

// Cell is a text, or a number with the decimals it is shown with.
type Cell struct {
	Text     string // of a number: only what stands in its place for reading, if anything does
	Value    float64
	Number   bool
	Decimals int // −1: as many as it has
	Unit     string
	From     []study.Place // where the figure came from, when it came from a cell
	blank    bool          // as data there is nothing
}

// Text is a cell of text.
func Text(s string) Cell { return Cell{Text: s} }

// Number is a cell of a number, shown with so many decimals.
func Number(x float64, decimals int) Cell { return Cell{Value: x, Number: true, Decimals: decimals} }

// Count is a cell of a whole number.
func Count(n int) Cell { return Cell{Value: float64(n), Number: true} }

// Unknown is the cell of what is not known or does not apply: a dash for reading, nothing as data.
func Unknown() Cell { return Cell{Text: "–", blank: true} }

// Defined is a number that may not be defined.
func Defined(x *float64, decimals int) Cell {
	if x == nil {
		return Text("–")
	}
	return Number(*x, decimals)
}

// Percent is a cell of a share, shown in per cent with so many decimals.
func Percent(x float64, decimals int) Cell {
	return Cell{Value: x, Number: true, Decimals: decimals, Unit: "%"}
}

// Shown is the cell for reading in a language.
func (c Cell) Shown(l language.Language) string {
	if !c.Number {
		return c.Text
	}
	x := c.Value
	if c.Unit == "%" {
		x *= 100
	}
	text := plain(x, c.Decimals)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	if l == language.Russian {
		text = strings.Replace(text, ".", ",", 1)
	}
	if c.Unit == "%" {
		text += "%"
	}
	return text + c.Text
}

// Data is the cell for a program: a number with all its digits.
func (c Cell) Data() string {
	switch {
	case c.blank:
		return ""
	case c.Number:
		return strconv.FormatFloat(c.Value, 'g', -1, 64)
	}
	return c.Text
}

// plain is a number with so many decimals.
func plain(x float64, decimals int) string {
	if x == math.Trunc(x) && decimals == 0 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}
