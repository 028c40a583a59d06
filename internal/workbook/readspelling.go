package workbook

import (
	"cmp"
	"regexp"
	"strings"
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
	name, label string
	at          study.Origin
}

// sayNearSame warns of names that differ in such things only: they count as two. namesakes may have the very same name and be two.
func (r *reader) sayNearSame(text string, all []named, namesakes bool) {
	first := map[string]named{}
	for _, n := range all {
		key := spelling(n.name)
		if key == "" {
			continue
		}
		was, known := first[key]
		if !known {
			first[key] = n
		} else if was.at != n.at && !(namesakes && was.name == n.name) {
			r.warn("W-NAME-NEAR", r.study.Place(n.at), n.name, language.M("Spell them alike if they are one."), text, was.label, n.label)
		}
	}
}

// sayLookalikes refuses codes that look the same and are not: T1 with a Latin and with a Cyrillic letter cannot be told apart in what is printed.
func (r *reader) sayLookalikes(all []named) {
	first := map[string]named{}
	for _, n := range all {
		key := lookalikes.Replace(fold(n.name))
		was, known := first[key]
		if !known {
			first[key] = n
		} else if fold(was.name) != fold(n.name) {
			r.fail("E-CODE-DUPLICATE", r.study.Place(n.at), n.name, language.M("Type both in one alphabet, and give each its own code."), "%q looks like %q in row %d and has other letters in it: Latin and Cyrillic ones that look alike.", n.name, was.name, was.at.Row)
		}
	}
}

// dateCode is a text that a spreadsheet made of a code such as 1.1 or 1-2 before it was saved as text.
var dateCode = regexp.MustCompile(`(?i)^(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}(?:[ t]00:00:00)?|\d{1,2}[- .](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)[a-zа-я]*\.?(?:[- ]\d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)[a-z]{0,6}[- .]\d{1,4})$`)

// sayDates warns of codes that were made dates of.
func (r *reader) sayDates(all []named) {
	for _, n := range all {
		if len(n.name) <= maxNear && dateCode.MatchString(clean(n.name)) {
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
	if len(name) > 4*maxNear {
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

// nearSame looks for all of that among what has a code or a name.
func (r *reader) nearSame() {
	s := r.study
	label := func(code, name string) string {
		if name == "" || name == code {
			return code
		}
		return code + " " + name
	}
	var criteria, technologies, experts [2][]named // by code, by name
	for _, c := range s.Criteria {
		criteria[0], criteria[1] = append(criteria[0], named{c.Code, c.Code, c.Origin}), append(criteria[1], named{c.Name, label(c.Code, c.Name), c.Origin})
	}
	seen := map[string]bool{}
	var groups, partners []named
	for _, t := range s.Technologies {
		technologies[0], technologies[1] = append(technologies[0], named{t.ID, t.ID, t.Origin}), append(technologies[1], named{t.Name, label(t.ID, t.Name), t.Origin})
		if t.Group != "" && !seen[t.Group] {
			seen[t.Group] = true
			groups = append(groups, named{t.Group, t.Group, t.Origin})
		}
	}
	for _, e := range s.Experts {
		experts[0], experts[1] = append(experts[0], named{e.ID, e.ID, e.Origin}), append(experts[1], named{cmp.Or(e.Name, e.ID), label(e.ID, e.Name), e.Origin})
	}
	for _, p := range s.Links.Partners {
		partners = append(partners, named{p.Name, p.Name, p.Origin})
	}
	for _, all := range [][]named{criteria[0], technologies[0], experts[0]} {
		r.sayLookalikes(all)
		r.sayDates(all)
	}
	r.sayDates(groups)
	for _, all := range [][]named{criteria[1], technologies[1], experts[1], groups, partners} {
		r.sayDamaged(all)
	}
	if !r.bare { // whose codes are their names
		r.sayNearSame("The criteria %q and %q count as two.", criteria[1], false)
	} else {
		r.sayMistyped(criteria[1])
	}
	if !r.linksOnly {
		r.sayNearSame("The technologies %q and %q count as two.", technologies[1], false)
	}
	r.sayNearSame("The experts %q and %q count as two people.", experts[1], true)
	r.sayNearSame("The groups %q and %q count as two.", groups, false)
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
