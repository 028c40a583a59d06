package zipxml

import (
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
	// Advice is one or two sentences: what the file is and what to do.
	Advice string
}

func (e *FormatError) Error() string { return "not a workbook that is read: " + e.Advice }

// DamageError says that a file is a workbook but is broken, or exceeds a limit. Part, Sheet and Ref are empty where they are not known.
type DamageError struct {
	Part   string // the part of the package, such as "xl/worksheets/sheet1.xml"
	Sheet  string // the sheet's name
	Ref    string // the cell, such as "D14"
	Reason string

	cause error // what the standard library reported, or nil
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

func Damagef(part, format string, args ...any) *DamageError {
	return &DamageError{Part: Shown(part), Reason: fmt.Sprintf(format, args...)}
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
