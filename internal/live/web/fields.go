package web

import (
	"net/url"
	"strings"
)

// The names of a ballot's fields say what they answer: s.T01.C1 the score of a technology on a criterion, p.C1.C2 which of two criteria matters more, x.T01 a
// conflict of interest, n.T01.C1.for an argument, r.T01.C1.ID the reply to one. Codes are escaped, so that a dot parts and never belongs to one.
const (
	scoreField    = "s"
	pairField     = "p"
	conflictField = "x"
	noteField     = "n"
	replyField    = "r"
)

// unknown is the value of a field whose expert doesn't know.
const unknown = "?"

var parting = strings.NewReplacer(".", "%2E", "+", "%20")

// escapeCode makes a code of letters that part nothing. Most codes are of such letters: a ballot asks thousands of them at every answer.
func escapeCode(code string) string {
	for k := range len(code) {
		if c := code[k]; !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '~') {
			return parting.Replace(url.QueryEscape(code))
		}
	}
	return code
}

// fieldName is the name of a field.
func fieldName(kind string, codes ...string) string {
	size := len(kind)
	for _, c := range codes {
		size += 1 + len(c)
	}
	name := make([]byte, 0, size)
	name = append(name, kind...)
	for _, c := range codes {
		name = append(append(name, '.'), escapeCode(c)...)
	}
	return string(name)
}

// parseField is what a field answers; ok is false for what is no field of a ballot.
func parseField(name string) (kind string, codes []string, ok bool) {
	parts := strings.Split(name, ".")
	want := map[string]int{scoreField: 3, pairField: 3, conflictField: 2, noteField: 4, replyField: 4}[parts[0]]
	if want == 0 || len(parts) != want {
		return "", nil, false
	}
	for _, p := range parts[1:] {
		code, err := url.QueryUnescape(p)
		if err != nil || escapeCode(code) != p {
			return "", nil, false
		}
		codes = append(codes, code)
	}
	return parts[0], codes, true
}

// change is one field that a page's reader changed: from what the page showed to what it shows now.
type change struct {
	kind     string
	codes    []string
	was, now string
}

// changesOf are the fields of a form that were changed on the page. A field without its was. was not on it.
func changesOf(form url.Values) map[string]change {
	changes := map[string]change{}
	for name, values := range form {
		field, shown := strings.CutPrefix(name, "was.")
		if !shown || len(values) == 0 {
			continue
		}
		kind, codes, ok := parseField(field)
		if !ok {
			continue
		}
		now := ""
		for _, v := range form[field] {
			if v = strings.TrimSpace(v); v != "" {
				now = v // of a number and a ticked “don't know” the tick, which stands below
			}
		}
		if was := strings.TrimSpace(values[0]); was != now {
			changes[field] = change{kind, codes, was, now}
		}
	}
	return changes
}
