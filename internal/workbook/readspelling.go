package workbook

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/encoding/charmap"

	"veche/internal/language"
	"veche/internal/study"
)

// spelling is what is left of a name without what people write now and then: quotation marks, full stops, spaces, letters of the other alphabet.
func spelling(name string) string {
	words := strings.FieldsFunc(lookalikes.Replace(fold(name)), func(r rune) bool { return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for k, w := range words {
		words[k] = strings.Trim(w, ".") // s.r.o. and sro may be two forms of company
	}
	return strings.Join(words, "")
}

// named is something with a name: what it is called in a message, and where it stands.
type named struct {
	code, name string // code is "" where the name stands for itself
	at         study.Origin
}

// label is the code and the name.
func (n *named) label() string {
	if n.code == "" || n.name == n.code {
		return n.name
	}
	return n.code + " " + n.name
}

// mostCompared is how long a list may be whose names are compared with each other: the comparison keeps them all once more, and nobody goes through more of them.
const mostCompared = 100_000

// sayNearSame warns of names that differ in such things only: they count as two. namesakes may have the very same name and be two.
func (r *reader) sayNearSame(text string, all []named, namesakes bool) {
	if len(all) > mostCompared {
		return
	}
	first := map[string]int32{}
	for k := range all {
		n := &all[k]
		key := spelling(n.name)
		if key == "" {
			continue
		}
		at, known := first[key]
		was := &all[at]
		if !known {
			first[key] = int32(k)
		} else if was.at != n.at && !(namesakes && was.name == n.name) {
			r.warn("W-NAME-NEAR", r.study.Place(n.at), n.name, language.M("Spell them alike if they are one."), text, was.label(), n.label())
		}
	}
}

// sayLookalikes refuses codes that look the same and are not: T1 with a Latin and with a Cyrillic letter cannot be told apart in what is printed.
func (r *reader) sayLookalikes(all []named) {
	if !slices.ContainsFunc(all, func(n named) bool {
		return strings.ContainsFunc(n.name, func(c rune) bool { return c > unicode.MaxASCII })
	}) {
		return // of one alphabet
	}
	first := map[string]int32{}
	for k := range all {
		n := &all[k]
		key := lookalikes.Replace(fold(n.name))
		at, known := first[key]
		was := &all[at]
		if !known {
			first[key] = int32(k)
		} else if fold(was.name) != fold(n.name) {
			r.fail("E-CODE-DUPLICATE", r.study.Place(n.at), n.name, language.M("Type both in one alphabet, and give each its own code."), "%q looks like %q in row %d and has other letters in it: Latin and Cyrillic ones that look alike.", n.name, was.name, was.at.Row)
		}
	}
}

// dateCode is a text that a spreadsheet made of a code such as 1.1 or 1-2 before it was saved as text.
var dateCode = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}(?:[ t]00:00:00)?|\d{1,2}[- .](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)[a-zа-я]*\.?(?:[- ]\d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)[a-z]{0,6}[- .]\d{1,4})$`)
})

// sayDates warns of codes that were made dates of.
func (r *reader) sayDates(all []named) {
	for _, n := range all {
		if len(n.name) <= maxNear && dateCode().MatchString(clean(n.name)) {
			r.warn("W-CODE-DATE", r.study.Place(n.at), n.name, language.M("Format the cells as text and type the code again, wherever it stands."), "The code %q is a date: a spreadsheet makes dates of entries such as 1.1 or 1-2.", n.name)
		}
	}
}

// sayDamaged warns of names in which letters were lost, or read in an encoding that was not theirs, before the file was saved.
func (r *reader) sayDamaged(all []named) {
	for _, n := range all {
		if strings.ContainsRune(n.name, utf8.RuneError) || wasReadWrongly(n.name) {
			r.warn("W-NAME-DAMAGED", r.study.Place(n.at), n.name, language.M("Type the name again, or save the file it came from as “CSV UTF-8”."), "In %q letters were lost or became others: the text was once read in a wrong encoding.", n.name)
		}
	}
}

// wasReadWrongly reports UTF-8 that was taken for windows-1252 or windows-1251: Ð¢Ðµ and РўРµ are Те.
func wasReadWrongly(name string) bool {
	if len(name) > 4*maxNear || !strings.ContainsFunc(name, func(c rune) bool { return c >= 0x80 }) {
		return false
	}
	for _, page := range []*charmap.Charmap{charmap.Windows1252, charmap.Windows1251} {
		was, err := page.NewEncoder().String(name)
		if err != nil || !utf8.ValidString(was) {
			continue
		}
		letters, others := 0, 0
		for _, c := range was {
			switch {
			case c >= 0x80 && unicode.IsLetter(c):
				letters++
			case c >= 0x80:
				others++
			}
		}
		if letters >= 2 && letters > others {
			return true
		}
	}
	return false
}

// nearSame looks for all of that among what has a code or a name, one list after the other: a list may be long.
func (r *reader) nearSame() {
	s := r.study
	codes := func(n int, of func(k int) named) {
		all := make([]named, n)
		for k := range all {
			all[k] = of(k)
		}
		r.sayLookalikes(all)
		r.sayDates(all)
	}
	codes(len(s.Criteria), func(k int) named { return named{name: s.Criteria[k].Code, at: s.Criteria[k].Origin} })
	codes(len(s.Technologies), func(k int) named { return named{name: s.Technologies[k].ID, at: s.Technologies[k].Origin} })
	codes(len(s.Experts), func(k int) named { return named{name: s.Experts[k].ID, at: s.Experts[k].Origin} })
	names := func(n int, of func(k int) named) []named {
		all := make([]named, n)
		for k := range all {
			all[k] = of(k)
		}
		r.sayDamaged(all)
		return all
	}
	seen := map[string]bool{}
	var groups []named
	for _, t := range s.Technologies {
		if t.Group != "" && !seen[t.Group] {
			seen[t.Group] = true
			groups = append(groups, named{name: t.Group, at: t.Origin})
		}
	}
	r.sayDates(groups)
	criteria := names(len(s.Criteria), func(k int) named { return named{s.Criteria[k].Code, s.Criteria[k].Name, s.Criteria[k].Origin} })
	if !r.bare { // whose codes are their names
		r.sayNearSame("The criteria %q and %q count as two.", criteria, false)
	} else {
		r.sayMistyped(criteria)
	}
	technologies := names(len(s.Technologies), func(k int) named {
		return named{s.Technologies[k].ID, s.Technologies[k].Name, s.Technologies[k].Origin}
	})
	if !r.linksOnly {
		r.sayNearSame("The technologies %q and %q count as two.", technologies, false)
	}
	experts := names(len(s.Experts), func(k int) named {
		e := &s.Experts[k]
		return named{e.ID, cmp.Or(e.Name, e.ID), e.Origin}
	})
	r.sayNearSame("The experts %q and %q count as two people.", experts, true)
	r.sayDamaged(groups)
	r.sayNearSame("The groups %q and %q count as two.", groups, false)
	partners := names(len(s.Links.Partners), func(k int) named { return named{name: s.Links.Partners[k].Name, at: s.Links.Partners[k].Origin} })
	r.sayNearSame("The partners %q and %q count as two.", partners, false)
}

// sayMistyped warns of criteria of a bare survey that differ in one letter and were never compared with each other: one was mistyped in a header.
func (r *reader) sayMistyped(all []named) {
	if len(all) > 200 {
		return
	}
	compared := map[[2]int32]bool{}
	for _, j := range r.study.Judgements {
		compared[[2]int32{min(j.A, j.B), max(j.A, j.B)}] = true
	}
	for k, b := range all {
		for n, a := range all[:k] {
			if utf8.RuneCountInString(b.name) >= 4 && levenshtein.ComputeDistance(fold(a.name), fold(b.name)) <= 1 && !compared[[2]int32{int32(n), int32(k)}] {
				r.warn("W-NAME-NEAR", r.study.Place(b.at), b.name, language.M("Spell them alike if they are one."), "The criteria %q and %q count as two.", a.name, b.name)
			}
		}
	}
}
