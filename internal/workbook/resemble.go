package workbook

import (
	"regexp"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// letterlike are look-alike letters; of digits they are none: T1З may be T13 or T1 and more.
var letterlike = strings.NewReplacer("а", "a", "в", "b", "с", "c", "е", "e", "н", "h", "к", "k", "м", "m", "о", "o", "р", "p", "т", "t", "у", "y", "х", "x")

// parted is a code typed with a space between its letters and its number.
var parted = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\pL{1,3}) (\d+)$`) })

// look is what a name looks like in print: without quotation marks around it, a full stop behind it, a space in a code, and which alphabet its letters are of.
func look(folded string) string {
	return parted().ReplaceAllString(letterlike.Replace(strings.Trim(folded, " .:*\"'`«»“”„‘’‹›")), "$1$2")
}

// resembling is the item that a name surely means though it is spelled another way: the only one whose identifier or name looks the same; −1 when there is none.
func (x *index) resembling(name string) int {
	if x == nil || len(name) > maxNear || len(x.all) > 2*mostCompared {
		return -1
	}
	if x.looks == nil {
		x.looks = make(map[string]int32, len(x.all))
		for at, text := range x.all {
			key := look(fold(text))
			if k, taken := x.looks[key]; taken && k != x.of[at] {
				x.looks[key] = -1 // of several
			} else if !taken {
				x.looks[key] = x.of[at]
			}
		}
	}
	key := look(fold(name))
	if k, ok := x.looks[key]; ok && key != "" {
		return int(k)
	}
	return -1
}

// resembled is resembling, and says so once for each name on a sheet.
func (r *reader) resembled(x *index, name string, at study.Place) int {
	k := x.resembling(name)
	if k < 0 {
		return k
	}
	said := [3]string{at.File, at.Sheet, name}
	if r.saidLooks == nil {
		r.saidLooks = map[[3]string]bool{}
	}
	if !r.saidLooks[said] {
		r.saidLooks[said] = true
		r.warn("W-REF-SPELLING", at, name, language.M("Nothing needs doing if that is meant; the name as it stands on its own sheet is surer."), "%q was taken for %s: it differs in letters that look alike, in quotation marks, a full stop or a space only.", name, x.code(k))
	}
	return k
}

// twins reports that two headers of one column are of a code and a name of the same things, as ID and Technology; both are read, and must agree.
func (t *table) twins(k int, a, b string) bool {
	column := t.spec.Columns[k]
	if fold(a) == fold(b) || column.Refers != "Technologies" && (column.Refers != "Experts" || !t.r.listedExperts) || column.Name != "Technology" && column.Name != "Expert" || t.twin[k] > 0 {
		return false
	}
	if t.twin == nil {
		t.twin = map[int]int{}
	}
	return true
}

// agrees checks what stands beside a code in a second column of the same things; false after a fault that was reported.
func (r row) agrees(column string, x *index, k int) bool {
	col := 0
	for spec, twin := range r.t.twin {
		if r.t.spec.Columns[spec].Name == column {
			col = twin
		}
	}
	c := r.cell(col)
	name := text(c)
	if col == 0 || name == "" || c.Kind == xlsx.Error {
		return true
	}
	at := r.place(c)
	other := x.find(name)
	if _, taken := x.called(fold(name)); other < 0 && taken && fold(r.t.r.nameOf(x, k)) == fold(name) {
		return true // the name of several, and this is one of them
	}
	if other < 0 {
		other = r.t.r.resembled(x, name, at)
	}
	if other == k {
		return true
	}
	r.t.r.fail("E-REF-UNKNOWN", at, name, language.M("Correct one of the two."), "%q is not the name of %s, which stands beside it.", name, x.code(k))
	return false
}

// nameOf is the name of a technology or an expert.
func (r *reader) nameOf(x *index, k int) string {
	if x == r.technologies {
		return r.study.Technologies[k].Name
	}
	return r.study.Experts[k].Name
}

// code is an item's identifier as it was given.
func (x *index) code(k int) string {
	if k < len(x.given) {
		return x.given[k]
	}
	return ""
}

// spelled is the code of the criterion or technology that a name resembles, or the name.
func (r *reader) spelled(name string, at study.Place) string {
	for _, x := range []*index{r.criteria, r.technologies} {
		if k := r.resembled(x, name, at); k >= 0 {
			return x.code(k)
		}
	}
	return name
}
