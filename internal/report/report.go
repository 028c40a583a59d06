// Package report holds what is said of a study: sections of sentences, tables and figures, made of an outcome in a language, before anyone decides how they
// look: document.go has their types. A surface renders them and says nothing of its own: [veche/internal/report/text] for a terminal, CSV and Markdown,
// [veche/internal/report/html] a page, [veche/internal/report/docx] Word; [veche/internal/report/contract] is the same as JSON.
//
// Each subject has a file: its sections are functions of the outcome or of one of its reports (package study/panel and its neighbours) and of the language.
package report

import (
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Table is rows of cells under headings.
type Table struct {
	Title, Note string
	Columns     []Column
	Rows        [][]Cell
	Lines       iter.Seq[[]Cell] // in place of Rows where there may be very many: a row is good until the next one
	After       []string         // sentences below
	Long        int              // rows to show for reading, when not all; 0: all
}

// Column is a heading, and how what stands below it is set.
type Column struct {
	Head   string
	Number bool // set to the right
}

// Add appends a column.
func (t *Table) Add(head string, number bool) { t.Columns = append(t.Columns, Column{head, number}) }

// addAll appends columns set alike.
func (t *Table) AddAll(number bool, heads ...string) {
	for _, h := range heads {
		t.Add(h, number)
	}
}

// All are the rows, one after another; what is kept of one is copied.
func (t *Table) All() iter.Seq[[]Cell] {
	if t.Lines != nil {
		return t.Lines
	}
	return slices.Values(t.Rows)
}

// kept is the table with its rows in it, for what goes through them more than once.
func (t *Table) kept() *Table {
	if t.Lines != nil {
		for row := range t.Lines {
			t.Rows = append(t.Rows, slices.Clone(row))
		}
		t.Lines = nil
	}
	return t
}

// translate says the headings in a language.
func (t *Table) Translate(l language.Language) {
	for k := range t.Columns {
		t.Columns[k].Head = language.Say(l, t.Columns[k].Head)
	}
}

// Row appends a row.
func (t *Table) Row(cells ...Cell) { t.Rows = append(t.Rows, cells) }

// Cell is a text, or a number with the decimals it is shown with.
type Cell struct {
	Text     string // of a number: only what stands in its place for reading, if anything does
	Value    float64
	Number   bool
	Decimals int // −1: as many as it has
	Style    Style
	Unit     string
	From     []study.Place // where the figure came from, when it came from a cell
	Sign     bool          // a sign of ours such as "-", not a text that somebody wrote
	blank    bool          // as data there is nothing
}

// Style is how a number is written for reading.
type Style uint8

const (
	Fixed   Style = iota // with its Decimals
	Digits4              // a measured value, to four significant digits
	Digits6              // any number, to six significant digits
	Amount               // as many decimals as it has, at most four
	Gain                 // with its sign, as many decimals as it has, at most two
)

// Styled is a cell of a number written in a style.
func Styled(x float64, style Style) Cell { return Cell{Value: x, Number: true, Style: style} }

// Text is a cell of text.
func Text(s string) Cell { return Cell{Text: s} }

// Mark is a cell of a sign of ours.
func Mark(s string) Cell { return Cell{Text: s, Sign: true} }

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
	var text string
	switch c.Style {
	case Digits4:
		text = l.Figure(x)
	case Digits6:
		text = l.Significant(x, 6)
	case Amount:
		text = l.Amount(x)
	case Gain:
		text = gain(x, l)
	default:
		text = l.Fixed(x, c.Decimals)
	}
	if strings.Trim(text, "-0.,") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	if c.Unit == "%" {
		text += "%"
	}
	return text + c.Text
}

// gain is a number with its sign and at most two decimals.
func gain(x float64, l language.Language) string {
	text := l.Shortest(math.Round(x*100) / 100)
	if x > 0 && text != "0" {
		text = "+" + text
	}
	return strings.Replace(text, "-", "−", 1)
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
