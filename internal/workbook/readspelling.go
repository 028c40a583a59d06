package workbook

import (
	"strings"
	"unicode"

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

// sayNearSame warns of names that differ in such things only: they count as two.
func (r *reader) sayNearSame(text string, names []string, at func(int) study.Place) {
	first := map[string]int{}
	for k, name := range names {
		key := spelling(name)
		if key == "" {
			continue
		}
		was, known := first[key]
		if !known {
			first[key] = k
		} else if names[was] != name {
			r.warn("W-NAME-NEAR", at(k), name, language.M("Spell them alike if they are one."), text, names[was], name)
		}
	}
}

// nearSame looks for them among experts, groups and partners.
func (r *reader) nearSame() {
	s := r.study
	var experts, groups, partners []string
	var of []int
	for _, e := range s.Experts {
		if e.Name != "" {
			experts = append(experts, e.Name)
		} else {
			experts = append(experts, e.ID)
		}
	}
	r.sayNearSame("The experts %q and %q count as two people.", experts, func(k int) study.Place { return s.Place(s.Experts[k].Origin) })
	seen := map[string]bool{}
	for k, t := range s.Technologies {
		if t.Group != "" && !seen[t.Group] {
			seen[t.Group] = true
			groups, of = append(groups, t.Group), append(of, k)
		}
	}
	r.sayNearSame("The groups %q and %q count as two.", groups, func(k int) study.Place { return s.Place(s.Technologies[of[k]].Origin) })
	for _, p := range s.Links.Partners {
		partners = append(partners, p.Name)
	}
	r.sayNearSame("The partners %q and %q count as two.", partners, func(k int) study.Place { return s.Place(s.Links.Partners[k].Origin) })
}
