package zipxml

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"
)

// FormatError says that a file is not a workbook that is read here.
type FormatError struct {
	// What the file is: "xls", "xlsb", "fods" (a flat OpenDocument
	// spreadsheet), "csv", "html", "xml" (an XML spreadsheet of 2003), "encrypted", "empty", "pdf", "zip" (an archive of
	// something else) or "unknown".
	What string
	Is   string // what the file is, the beginning of a sentence
	Do   string // what to do, a sentence
}

func (e *FormatError) Error() string { return e.Is + ". " + e.Do }

// DamageError says that a file is a workbook but is broken, or exceeds a limit. Part, Sheet and Ref are empty where they are not known.
type DamageError struct {
	Part   string // the part of the package, such as "xl/worksheets/sheet1.xml"
	Sheet  string // the sheet's name
	Ref    string // the cell, such as "D14"
	Reason string

	text  string // Reason as a format and its arguments
	args  []any
	cause error // what the standard library reported, or nil
}

// Said is the reason as a format and its arguments, for who says it in another language.
func (e *DamageError) Said() (text string, args []any) {
	if e.text == "" {
		return "%s", []any{e.Reason}
	}
	return e.text, e.args
}

func (e *DamageError) Error() string {
	var place string
	switch {
	case e.Sheet != "" && e.Ref != "":
		place = e.Sheet + "!" + e.Ref
	case e.Sheet != "":
		place = e.Sheet
	case e.Ref != "":
		place = e.Ref
	}
	switch {
	case place != "" && e.Part != "":
		place += " (" + e.Part + "): "
	case place != "":
		place += ": "
	case e.Part != "":
		place = e.Part + ": "
	}
	return "damaged workbook: " + place + e.Reason
}

// Unwrap returns the underlying error of the zip reader, or nil.
func (e *DamageError) Unwrap() error { return e.cause }

// Wrong is what is wrong with something, as a format and its arguments; the zero Wrong is nothing.
type Wrong struct {
	Text string
	Args []any
}

// Wrongf is a Wrong of a format and its arguments.
func Wrongf(format string, args ...any) Wrong { return Wrong{format, args} }

// Said is the format and its arguments.
func (w Wrong) Said() (text string, args []any) { return w.Text, w.Args }

// String is what is wrong in English.
func (w Wrong) String() string { return fmt.Sprintf(w.Text, w.Args...) }

// Damage is what is wrong as damage of a part of the package.
func (w Wrong) Damage(part string) *DamageError { return Damagef(part, w.Text, w.Args...) }

// Damagef is damage of a part of the package, the reason being a format and its arguments.
func Damagef(part, format string, args ...any) *DamageError {
	return &DamageError{Part: Shown(part), Reason: fmt.Sprintf(format, args...), text: format, args: args}
}

// At is the damage with the sheet and the cell it was found in.
func (e *DamageError) At(sheet, ref string) *DamageError {
	e.Sheet, e.Ref = sheet, ref
	return e
}

// of is the damage, of that part when none is named yet.
func (e *DamageError) of(part string) *DamageError {
	e.Part = cmp.Or(e.Part, Shown(part))
	return e
}

// Shown makes text from a file fit for a message: one line, no control
// characters, at most 60 characters.
func Shown(s string) string { return shorten(s, 60) }

func shorten(s string, most int) string {
	if len(s) > 4*most {
		s = s[:4*most]
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > most {
		r := []rune(s)
		s = string(r[:most]) + "…"
	}
	return s
}
