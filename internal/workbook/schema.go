package workbook

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// sheetSpec is one canonical sheet: its names and columns. Reading, writing and templates share this one description.
type sheetSpec struct {
	Name, Russian string
	Required      bool
	Needed, Row   string // for the template: whether it is needed, and what one row is; "" for a sheet that it leaves out
	Columns       []columnSpec
}

// columnSpec is one column; Aliases are further spellings accepted when reading.
type columnSpec struct {
	Name, Russian string
	Required      bool
	Aliases       []string
	Beside        string // the column that a second header of this one is, under an alias: ID, Expert
	Refers        string // the sheet in whose first column its values stand
	Help          string // the comment in the template's header; "" for a column that explains itself
}

// CanonicalName is the English name of the sheet of a study that is called so, in any spelling; "" for a sheet of another name.
func CanonicalName(name string) string {
	if k := slices.IndexFunc(canonical, func(s *sheetSpec) bool { return name != "" && s.is(name) }); k >= 0 {
		return canonical[k].Name
	}
	return ""
}

// fold brings text to the form in which names are compared: one Unicode form, lower case, ё as е, single spaces, no BOM.
func fold(text string) string {
	if isPlain(text) {
		return strings.ToLower(text)
	}
	if isSimple(text) {
		return foldSimple(text)
	}
	text = compatible(text) // NBSP and full-width forms become plain ones
	text = strings.Map(func(r rune) rune {
		switch r {
		case '\ufeff', '\u200b', '\u00ad':
			return -1
		case 'ё', 'Ё':
			return 'е'
		}
		if isBidi(r) {
			return -1
		}
		return r
	}, text)
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// compatible is the compatibility form of a text, but for digits that are set above, below or in a circle, and fractions: T1² is not T12, 7½ is not 71/2.
func compatible(text string) string {
	if !strings.ContainsFunc(text, apart) {
		return norm.NFKC.String(text)
	}
	var b strings.Builder
	rest := text
	for len(rest) > 0 {
		k := strings.IndexFunc(rest, apart)
		if k < 0 {
			k = len(rest)
		}
		b.WriteString(norm.NFKC.String(rest[:k]))
		if rest = rest[k:]; rest != "" {
			_, size := utf8.DecodeRuneInString(rest)
			b.WriteString(rest[:size])
			rest = rest[size:]
		}
	}
	return b.String()
}

// isSimple reports that a text is of ASCII and of the letters of Russian, which are their own compatibility form.
func isSimple(text string) bool {
	for k := 0; k < len(text); k++ {
		if text[k] < 0x80 {
			continue
		}
		if k+1 == len(text) {
			return false
		}
		lead, next := text[k], text[k+1]
		switch {
		case lead == 0xd0 && (next >= 0x90 && next <= 0xbf || next == 0x81): // А to п, Ё
		case lead == 0xd1 && (next >= 0x80 && next <= 0x8f || next == 0x91): // р to я, ё
		default:
			return false
		}
		k++
	}
	return true
}

// foldSimple is fold for a text that [isSimple], in one pass: names may be long, and a file hold many.
func foldSimple(text string) string {
	b := make([]byte, 0, len(text))
	gap := false
	for k := 0; k < len(text); k++ {
		c := text[k]
		if c == ' ' || c >= '\t' && c <= '\r' {
			gap = len(b) > 0
			continue
		}
		if gap {
			b, gap = append(b, ' '), false
		}
		if c < 0x80 {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
			continue
		}
		k++
		switch next := text[k]; {
		case c == 0xd0 && next == 0x81, c == 0xd1 && next == 0x91: // Ё, ё
			b = utf8.AppendRune(b, 'е')
		case c == 0xd0 && next < 0xa0: // А to П
			b = append(b, 0xd0, next+0x20)
		case c == 0xd0 && next < 0xb0: // Р to Я
			b = append(b, 0xd1, next-0x20)
		default:
			b = append(b, c, next)
		}
	}
	return string(b)
}

// isPlain reports that a text is ASCII with single spaces and none at its ends, as most are.
func isPlain(text string) bool {
	space := true // before the first character
	for _, c := range []byte(text) {
		switch {
		case c >= 0x80, c < ' ', c == ' ' && space:
			return false
		}
		space = c == ' '
	}
	return !space || text == ""
}

// foldHeader is fold for a header, without the mark of a required column.
func foldHeader(text string) string { return strings.TrimRight(fold(text), " *:") }

// is reports whether a sheet's name is one of the spec's.
func (s *sheetSpec) is(name string) bool {
	f := fold(stem(name))
	return f == fold(s.Name) || f == fold(s.Russian)
}

// named reports whether a header is a column's own name, or "code" for one that holds codes, not another alias.
func (s *sheetSpec) named(k int, header string) bool {
	f := foldHeader(header)
	return f == fold(s.Columns[k].Name) || f == fold(s.Columns[k].Russian) || f == "code"
}

// heading is what a column is headed in our files; a name that is no column's stands for itself.
func (s *sheetSpec) heading(name string, russian bool) string {
	if k := slices.IndexFunc(s.Columns, func(c columnSpec) bool { return c.Name == name }); k >= 0 && russian {
		return s.Columns[k].Russian
	}
	return name
}

// column finds the column a header names; −1 when it names none.
func (s *sheetSpec) column(header string) int {
	if header == "" || len(header) > maxNear {
		return -1
	}
	columns := s.spellings()
	named := func(f string) int {
		if k, ok := columns[f]; ok {
			return k
		}
		return -1
	}
	f := foldHeader(header)
	k := named(f)
	if at := strings.LastIndexByte(f, '('); k < 0 && at > 0 && strings.HasSuffix(f, ")") {
		k = named(strings.TrimRight(f[:at], " *:")) // Score (1–10)
	}
	if k < 0 {
		if before, ok := beforeUnit(f); ok { // Cost, mln EUR
			k = named(before)
		}
	}
	return k
}

// columnsOf are the spellings of each sheet's columns, by the sheet: map[string]int.
var columnsOf sync.Map

// spellings are the columns by every name they may have, folded; where two share one it is the first's.
func (s *sheetSpec) spellings() map[string]int {
	if known, ok := columnsOf.Load(s); ok {
		return known.(map[string]int)
	}
	all := map[string]int{}
	for k, c := range s.Columns {
		for _, name := range append([]string{fold(c.Name), fold(c.Russian)}, c.Aliases...) {
			if _, taken := all[name]; !taken {
				all[name] = k
			}
		}
	}
	columnsOf.Store(s, all)
	return all
}

// both is a name in both languages, for messages.
func both(name, russian string) string {
	if name == russian {
		return name
	}
	return name + " (" + russian + ")"
}
