package workbook

import (
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/study"
)

const (
	maxListed = 1000 // issues of one kind on one sheet that are listed; a wrong column has one in every row
	maxQuoted = 200  // characters of a cell's text that an issue quotes
)

// kind is what issues are counted by.
type kind struct {
	code, sheet string
	severity    study.Severity
}

func (r *reader) fail(code string, at study.Place, value string, remedy language.Message, format string, args ...any) {
	r.report(study.Error, code, at, value, remedy, language.M(format, args...))
}

func (r *reader) warn(code string, at study.Place, value string, remedy language.Message, format string, args ...any) {
	r.report(study.Warning, code, at, value, remedy, language.M(format, args...))
}

// mostListed is how many issues of a kind are listed of all sheets together before it is one of each.
const mostListed = 10 * maxListed

// full reports whether no more issues of a kind are listed, so that nobody needs to look for a remedy.
func (r *reader) full(severity study.Severity, code string, at study.Place) bool {
	return r.told[kind{code, at.Sheet, severity}] >= maxListed
}

func (r *reader) report(severity study.Severity, code string, at study.Place, value string, remedy, message language.Message) {
	if severity == study.Error {
		r.failed++
	}
	if r.told == nil {
		r.told = map[kind]int{}
	}
	k := kind{code, at.Sheet, severity}
	all := kind{code, "", severity}
	if at.Sheet != "" && r.told[all] > mostListed && r.told[k] > 0 { // the first of each sheet is enough
		if r.told[k]++; r.told[k] == 2 {
			r.issues = append(r.issues, study.Issue{Severity: severity, Code: code, Place: study.Place{File: at.File, Sheet: at.Sheet},
				Message: language.M("More cells of the sheet have this problem; they are not listed."), Remedy: language.M("Correct what is listed and check again.")})
		}
		return
	}
	if at.Sheet != "" {
		r.told[all]++
	}
	if r.told[k]++; r.told[k] > maxListed {
		if r.told[k] == maxListed+1 {
			r.issues = append(r.issues, study.Issue{Severity: severity, Code: code, Place: study.Place{File: at.File, Sheet: at.Sheet},
				Message: language.M("More than %d cells of the sheet have this problem; the others are not listed.", maxListed), Remedy: language.M("Correct what is listed and check again.")})
		}
		return
	}
	r.issues = append(r.issues, study.Issue{Severity: severity, Code: code, Place: at, Value: brief(value), Message: quoting(message), Remedy: quoting(remedy)})
}

// quoting is a message that quotes its texts briefly.
func quoting(m language.Message) language.Message {
	for k, arg := range m.Args {
		switch a := arg.(type) {
		case string:
			m.Args[k] = brief(a)
		case language.Message:
			m.Args[k] = quoting(a)
		}
	}
	return m
}

// brief shortens a text to what an issue quotes.
func brief(s string) string {
	if len(s) <= maxQuoted || utf8.RuneCountInString(s) <= maxQuoted {
		return s
	}
	return string([]rune(s[:min(len(s), maxQuoted*utf8.UTFMax)])[:maxQuoted]) + "…"
}
