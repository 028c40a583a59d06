package xlsx

import (
	"math"
	"slices"
	"strings"
	"time"

	"veche/internal/zipxml"
)

// Kind of a stored cell value.
type Kind uint8

const (
	Blank  Kind = iota // no value: only formatted, or a formula without a saved value
	Number             // a date is a Number whose Format is Date
	Text
	Bool
	Error
)

var kindNames = [...]string{"blank", "number", "text", "bool", "error"}

// String returns "blank", "number", "text", "bool" or "error".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown kind"
}

// Cell is one stored cell.
type Cell struct {
	Row, Col   int // 1-based
	Kind       Kind
	Number     float64 // of a Number; of a Bool 0 or 1
	Text       string  // of a Text; of an Error its name, such as "#DIV/0!"
	Formula    string  // without "="; "shared" for a copy of a shared formula, "dataTable" for a cell of a what-if table
	HasFormula bool
	Cached     bool   // the value is stored: false only for a formula without a saved value
	Format     Format // of the cell's number format, whatever its kind
	Hidden     bool   // its row or column is hidden, filtered out, or of no height or width

	// How the number format shows a number.
	Scale   uint8  // divided by 1000 so many times: 1250 as 1.25 by the format 0.00,
	Literal string // with this text or currency sign beside it: 5 as "5 of 10"

	// How the text is set.
	Marks  Marks  // what all or a part of it is
	Whole  Marks  // what all of it is; a number is marked as a whole
	Marked string // the first part that is marked; cut short after some 400 bytes
}

// Ref returns the cell's name, such as "D14".
func (c Cell) Ref() string { return CellName(c.Row, c.Col) }

// rawCell is what a <c> element says, before its value is understood.
type rawCell struct {
	kind              string // the attribute t
	value, formula    []byte
	inline            []byte
	hasValue, hasText bool // there was a <v>; there was an <is>
	runs              richMarks
}

// set gives the cell its value. It returns what is wrong.
func (b *Book) set(c *Cell, raw *rawCell, font Marks) zipxml.Wrong {
	if raw.hasText && raw.kind != "inlineStr" {
		return zipxml.Wrongf("an inline text in a cell of type %q", zipxml.Shown(raw.kind))
	}
	if len(raw.value) > 0 && raw.kind == "inlineStr" {
		if raw.hasText {
			return zipxml.Wrongf("a value and an inline text in one cell")
		}
		raw.kind = "str" // some writers put the text where a value stands
	}
	c.Cached = !c.HasFormula
	if raw.kind == "inlineStr" {
		if raw.hasText {
			c.Kind, c.Text, c.Cached = Text, string(raw.inline), true
			c.mark(font, &raw.runs)
		}
		return zipxml.Wrong{}
	}
	if !raw.hasValue {
		if !isCellType(raw.kind) {
			return zipxml.Wrongf("unknown cell type %q", zipxml.Shown(raw.kind))
		}
		return zipxml.Wrong{}
	}
	value := zipxml.TrimSpace(raw.value)
	if len(value) == 0 && raw.kind != "str" && raw.kind != "e" && isCellType(raw.kind) {
		return zipxml.Wrong{} // some writers leave <v></v> for no value
	}
	wrong := func(format string) zipxml.Wrong {
		return zipxml.Wrongf(format, zipxml.Shown(string(value[:min(len(value), 240)])))
	}
	var runs *richMarks
	switch raw.kind {
	case "", "n":
		f, ok := zipxml.ParseNumber(value)
		if !ok {
			return wrong("%q is not a number")
		}
		c.Kind, c.Number = Number, f
	case "s":
		i, ok := zipxml.ParseIndex(value)
		if !ok {
			return wrong("%q is not the index of a shared string")
		}
		if i >= len(b.strings) {
			if !b.hasTable {
				return zipxml.Wrongf("the text is missing: the file has no shared strings")
			}
			return zipxml.Wrongf("the text is missing: shared string %d of %d", i, len(b.strings))
		}
		c.Kind, c.Text = Text, b.strings[i]
		runs = b.runs[i]
	case "str":
		c.Kind, c.Text = Text, cleanText(raw.value)
	case "b":
		on, ok := zipxml.ParseBool(string(value))
		if !ok {
			return wrong("%q is not a boolean")
		}
		if c.Kind = Bool; on {
			c.Number = 1
		}
	case "e":
		if c.Kind, c.Text = Error, cleanText(value); c.Text == "" {
			return zipxml.Wrongf("an error value without its name")
		}
	case "d":
		serial, ok := parseDate(string(value), b.date1904)
		if !ok {
			serial, ok = ParseDuration(string(value))
		}
		if !ok {
			return wrong("%q is not a date")
		}
		c.Kind, c.Number, c.Format = Number, serial, Date
	default:
		return zipxml.Wrongf("unknown cell type %q", zipxml.Shown(raw.kind))
	}
	c.Cached = true
	c.mark(font, runs)
	return zipxml.Wrong{}
}

var cellTypes = [...]string{"", "n", "s", "str", "b", "e", "d", "inlineStr"}

func isCellType(t string) bool { return slices.Contains(cellTypes[:], t) }

// cellType returns t as a string, without an allocation for what is known.
func cellType(t []byte) string {
	for _, known := range cellTypes {
		if string(t) == known {
			return known
		}
	}
	return string(t)
}

// parseDate turns an ISO 8601 date, time or both (type "d") into the serial
// number Excel would store. In the 1900 system the days before 1 March 1900
// are one less than the count from 30 December 1899, because of the 29 February
// 1900 that never was. Days before the system's first are negative.
func parseDate(s string, date1904 bool) (float64, bool) {
	if n := len(s); n > 0 && s[n-1] == 'Z' {
		s = s[:n-1]
	}
	for _, layout := range [...]string{"15:04:05", "T15:04:05", "15:04", "T15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return dayPart(t), true
		}
	}
	for _, layout := range [...]string{"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
		if date1904 {
			epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
		}
		midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
		days := (midnight.Unix() - epoch.Unix()) / 86400
		if !date1904 && days < 61 {
			days--
		}
		return float64(days) + dayPart(t), true
	}
	return 0, false
}

// ParseDuration turns an ISO 8601 duration of days, hours, minutes and seconds,
// as Excel stores a time of day in a strict workbook (PT0H11M0.000S), into a part
// of a day. Years and months have no length and are not accepted.
func ParseDuration(s string) (float64, bool) {
	s, negative := strings.CutPrefix(s, "-")
	s, ok := strings.CutPrefix(s, "P")
	if !ok {
		return 0, false
	}
	seconds, found := 0.0, false
	for _, unit := range [...]struct {
		mark    byte
		seconds float64
	}{{'D', 86400}, {'T', 0}, {'H', 3600}, {'M', 60}, {'S', 1}} {
		if unit.mark == 'T' {
			if s == "" {
				break
			}
			if s[0] != 'T' || len(s) == 1 {
				return 0, false
			}
			s = s[1:]
			continue
		}
		n := 0
		for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.' && unit.mark == 'S') {
			n++
		}
		if n == 0 || n == len(s) || s[n] != unit.mark {
			continue
		}
		x, ok := zipxml.ParseNumber([]byte(s[:n]))
		if !ok {
			return 0, false
		}
		seconds += float64(x * unit.seconds)
		s, found = s[n+1:], true
	}
	if negative {
		seconds = -seconds
	}
	return seconds / 86400, found && s == "" && !math.IsInf(seconds, 0)
}

// dayPart returns the time of day as a part of a day.
func dayPart(t time.Time) float64 {
	seconds := float64(t.Hour()*3600+t.Minute()*60+t.Second()) + float64(t.Nanosecond())/1e9
	return seconds / 86400
}
