package workbook

import (
	"cmp"
	"regexp"
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
	if isPlain(name) && strings.IndexByte(name, '.') < 0 {
		return plainSpelling(name)
	}
	words := strings.FieldsFunc(lookalikes.Replace(fold(name)), func(r rune) bool { return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for k, w := range words {
		words[k] = strings.Trim(w, ".") // s.r.o. and sro may be two forms of company
	}
	return strings.Join(words, "")
}

// plainSpelling is spelling of ASCII without full stops, as most names of a long list are.
func plainSpelling(name string) string {
	buffer := make([]byte, 0, 64)
	for _, c := range []byte(name) {
		switch {
		case 'A' <= c && c <= 'Z':
			buffer = append(buffer, c+'a'-'A')
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			buffer = append(buffer, c)
		}
	}
	return string(buffer)
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

// nameList are the names of one list, which are made of its items one by one: a list may be long.
type nameList struct {
	n  int
	of func(k int) named
}

func listOf(all []named) nameList { return nameList{len(all), func(k int) named { return all[k] }} }

// mostCompared is how long a list may be whose names are compared with each other: nobody goes through more of them.
const mostCompared = 100_000

// sayNearSame warns of names that differ in such things only: they count as two. namesakes may have the very same name and be two.
func (r *reader) sayNearSame(text string, all nameList, namesakes bool) {
	if all.n > mostCompared {
		return
	}
	var first textTable
	spelled := func(k int32) string { return spelling(all.of(int(k)).name) }
	for k := range all.n {
		n := all.of(k)
		key := spelling(n.name)
		if key == "" {
			continue
		}
		at := first.at(key, spelled)
		if at < 0 {
			first.put(key, int32(k), spelled)
		} else if was := all.of(int(at)); was.at != n.at && !(namesakes && was.name == n.name) {
			r.warn("W-NAME-NEAR", r.study.Place(n.at), n.name, language.M("Spell them alike if they are one."), text, was.label(), n.label())
		}
	}
}

// sayLookalikes refuses codes that look the same and are not: T1 with a Latin and with a Cyrillic letter cannot be told apart in what is printed.
func (r *reader) sayLookalikes(all nameList) {
	foreign := false
	for k := 0; k < all.n && !foreign; k++ {
		foreign = strings.ContainsFunc(all.of(k).name, func(c rune) bool { return c > unicode.MaxASCII })
	}
	if !foreign {
		return // of one alphabet
	}
	var first textTable
	looks := func(k int32) string { return lookalikes.Replace(fold(all.of(int(k)).name)) }
	for k := range all.n {
		n := all.of(k)
		key := looks(int32(k))
		at := first.at(key, looks)
		if at < 0 {
			first.put(key, int32(k), looks)
		} else if was := all.of(int(at)); fold(was.name) != fold(n.name) {
			r.fail("E-CODE-DUPLICATE", r.study.Place(n.at), n.name, language.M("Type both in one alphabet, and give each its own code."), "%q looks like %q in row %d and has other letters in it: Latin and Cyrillic ones that look alike.", n.name, was.name, was.at.Row)
		}
	}
}

// dateCode is a text that a spreadsheet made of a code such as 1.1 or 1-2 before it was saved as text.
var dateCode = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}(?:[ t]00:00:00)?|\d{1,2}[- .](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)[a-zа-я]*\.?(?:[- ]\d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек)[a-z]{0,6}[- .]\d{1,4})$`)
})

// dated reports such a text. The parts of a date have one of four marks between them.
func dated(code string) bool {
	return strings.ContainsAny(code, "./- ") && dateCode().MatchString(code)
}

// sayDates warns of codes that were made dates of.
func (r *reader) sayDates(all nameList) {
	for k := range all.n {
		n := all.of(k)
		if len(n.name) <= maxNear && dated(clean(n.name)) {
			r.warn("W-CODE-DATE", r.study.Place(n.at), n.name, language.M("Format the cells as text and type the code again, wherever it stands."), "The code %q is a date: a spreadsheet makes dates of entries such as 1.1 or 1-2.", n.name)
		}
	}
}

// sayDamaged warns of names in which letters were lost, or read in an encoding that was not theirs, before the file was saved.
func (r *reader) sayDamaged(all nameList) {
	for k := range all.n {
		n := all.of(k)
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
		all := nameList{n, of}
		r.sayLookalikes(all)
		r.sayDates(all)
	}
	codes(len(s.Criteria), func(k int) named { return named{name: s.Criteria[k].Code, at: s.Criteria[k].Origin} })
	codes(len(s.Technologies), func(k int) named { return named{name: s.Technologies[k].ID, at: s.Technologies[k].Origin} })
	codes(len(s.Experts), func(k int) named { return named{name: s.Experts[k].ID, at: s.Experts[k].Origin} })
	names := func(n int, of func(k int) named) nameList {
		all := nameList{n, of}
		r.sayDamaged(all)
		return all
	}
	seen := map[string]bool{}
	var found []named
	for k := range s.Technologies {
		if t := &s.Technologies[k]; t.Group != "" && !seen[t.Group] {
			seen[t.Group] = true
			found = append(found, named{name: t.Group, at: t.Origin})
		}
	}
	groups := listOf(found)
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
func (r *reader) sayMistyped(all nameList) {
	if all.n > 200 {
		return
	}
	compared := map[[2]int32]bool{}
	for _, j := range r.study.Judgements {
		compared[[2]int32{min(j.A, j.B), max(j.A, j.B)}] = true
	}
	one := make([]int32, all.n) // the first of those that are nearly the same
	var near [][2]named
	for k := range all.n {
		b := all.of(k)
		one[k] = int32(k)
		for n := range k {
			a := all.of(n)
			if utf8.RuneCountInString(b.name) >= 4 && levenshtein.ComputeDistance(fold(a.name), fold(b.name)) <= 1 && !compared[[2]int32{int32(n), int32(k)}] {
				one[k] = min(one[k], one[n])
				near = append(near, [2]named{a, b})
			}
		}
	}
	refused := complete(one, compared)
	for _, n := range near {
		at, remedy := r.study.Place(n[1].at), language.M("Spell them alike if they are one.")
		if refused {
			r.fail("E-NAME-NEAR", at, n[1].name, remedy, "%q and %q are nearly the same, and all pairs are compared only if they are one criterion.", n[0].name, n[1].name)
		} else {
			r.warn("W-NAME-NEAR", at, n[1].name, remedy, "The criteria %q and %q count as two.", n[0].name, n[1].name)
		}
	}
}

// complete reports that all are compared with each other if those that are nearly the same are one, and not if they are two.
func complete(one []int32, compared map[[2]int32]bool) bool {
	names, pairs := map[int32]bool{}, map[[2]int32]bool{}
	for _, n := range one {
		names[n] = true
	}
	for p := range compared {
		a, b := one[p[0]], one[p[1]]
		pairs[[2]int32{min(a, b), max(a, b)}] = true
	}
	n := len(names)
	return n < len(one) && n > 2 && len(pairs) == n*(n-1)/2
}
