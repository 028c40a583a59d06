package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"veche/internal/language"
)

// Severity of an issue: errors stop the ranking, warnings travel with it.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Place is a cell, a row ("14:14"), a whole sheet (Cell "") or a whole file (Sheet "").
type Place struct{ File, Sheet, Cell string }

func (p Place) String() string {
	switch {
	case p.Sheet == "":
		return p.File
	case p.Cell == "":
		return strings.TrimSpace(p.File + " " + p.Sheet)
	}
	return strings.TrimSpace(p.File + " " + p.Sheet + "!" + p.Cell)
}

// Issue is something wrong with a study: a stable code, a place, the offending value, what it is and what to do.
type Issue struct {
	Severity Severity
	Code     string // E-… or W-…
	Place
	Value   string
	Message language.Message
	Remedy  language.Message
}

// Sentence is the message and the remedy, without code and place.
func (i Issue) Sentence() language.Message { return language.Sentences(i.Message, i.Remedy) }

// In is the issue on one line: code, place, message and remedy.
func (i Issue) In(l language.Language) string {
	if at := i.Place.String(); at != "" {
		return fmt.Sprintf("%s  %s  %s", i.Code, at, i.Sentence().In(l))
	}
	return fmt.Sprintf("%s  %s", i.Code, i.Sentence().In(l))
}

// String is the issue on one line, in English.
func (i Issue) String() string { return i.In(language.English) }

// Issues is a list of issues; as an error it says them all.
type Issues []Issue

func (is Issues) Error() string { return is.In(language.English) }

// In is the issues one a line: see [Issues.Lines].
func (is Issues) In(l language.Language) string { return strings.Join(is.Lines(l), "\n") }

// Lines are the issues one a line; those on one sheet that say the same in several cells share the line of the first.
func (is Issues) Lines(l language.Language) []string {
	const named = 8
	type saying struct{ code, file, sheet, sentence string }
	more := map[saying][]string{}
	first := map[saying]int{}
	for k, i := range is {
		what := saying{i.Code, i.File, i.Sheet, i.Sentence().In(l)}
		if _, ok := first[what]; ok && i.Cell != "" {
			more[what] = append(more[what], i.Cell)
		} else if !ok {
			first[what] = k
		}
	}
	var lines []string
	for k, i := range is {
		what := saying{i.Code, i.File, i.Sheet, i.Sentence().In(l)}
		cells := more[what]
		switch {
		case first[what] != k && i.Cell != "":
			continue
		case first[what] != k || len(cells) == 0:
			lines = append(lines, i.In(l))
		case len(cells) > named:
			lines = append(lines, i.In(l)+language.Say(l, " (also %s and %d more cells)", strings.Join(cells[:named], ", "), len(cells)-named))
		default:
			lines = append(lines, i.In(l)+language.Say(l, " (also %s)", strings.Join(cells, ", ")))
		}
	}
	return lines
}

// Errors returns only the errors, in order.
func (is Issues) Errors() Issues {
	var errs Issues
	for _, i := range is {
		if i.Severity == Error {
			errs = append(errs, i)
		}
	}
	return errs
}

// Err returns the errors as an error, nil when there is none.
func (is Issues) Err() error {
	if errs := is.Errors(); len(errs) > 0 {
		return errs
	}
	return nil
}

// Sort puts errors before warnings and keeps the order of finding within each.
func (is Issues) Sort() {
	slices.SortStableFunc(is, func(a, b Issue) int { return cmp.Compare(a.Severity, b.Severity) })
}

// Errorf makes an error at a place.
func Errorf(code string, at Place, value string, remedy language.Message, format string, args ...any) Issue {
	return Issue{Severity: Error, Code: code, Place: at, Value: value, Remedy: remedy, Message: language.M(format, args...)}
}

// Warnf makes a warning at a place.
func Warnf(code string, at Place, remedy language.Message, format string, args ...any) Issue {
	return Issue{Severity: Warning, Code: code, Place: at, Remedy: remedy, Message: language.M(format, args...)}
}
