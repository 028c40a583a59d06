package workbook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

var (
	// footed is a number with a mark that refers to a note; worded a number with words in brackets or behind a dash; united a number with a unit.
	footed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([^*†‡]*\d) ?(?:\*{1,3}|[†‡])$`) })
	worded = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^([+-]?\d[\d.,]*)(?: ?\((\pL[\pL .,'’-]*)\)| [-–—] (\pL[\pL .,'’-]*)| ?: (\pL[\pL .,'’-]*))$`)
	})
	united = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:([$€£¥₽]) ?([+-]?\d[\d.,'’ ]*)|([+-]?\d[\d.,'’ ]*?)(?: ([\pL²³°./]+(?: [\pL²³°./]+)?)| ?([$€£¥₽°])))$`)
	})
)

var (
	// points are what scores are counted in.
	points = spellings{"балл", "балла", "баллов", "балов", "б", "point", "points", "pt", "pts"}

	// strengths are the words of the scale of judgements: none of them says which of the two is meant.
	strengths = spellings{"equal", "equally", "moderate", "moderately", "strong", "strongly", "very", "extreme", "extremely", "slight", "slightly", "weak", "weakly", "important", "importance", "preference", "preferred",
		"равная", "равны", "одинаково", "умеренно", "умеренное", "умеренная", "сильно", "сильное", "сильная", "очень", "абсолютно", "абсолютное", "крайне", "значительно", "значительное", "слабо", "слабое", "важнее", "важность", "превосходство"}

	// magnitudes are words behind a number that make it another one, and words that make it none.
	magnitudes = spellings{"k", "m", "b", "mn", "bn", "mln", "bln", "thousand", "thousands", "million", "millions", "billion", "trillion", "к", "м", "тыс", "тысяч", "тысячи", "млн", "миллион", "миллиона", "миллионов", "млрд", "миллиард", "миллиарда", "миллиардов", "трлн",
		"or", "and", "more", "less", "of", "to", "or more", "plus", "и", "или", "более", "менее", "из", "до", "от", "плюс", "пр"}
)

// wordsOf are the words of a remark, folded.
func wordsOf(remark string) []string {
	return strings.FieldsFunc(fold(remark), func(r rune) bool { return strings.ContainsRune(" .,'’-/", r) })
}

// among reports words that are all in a list.
func among(words []string, list spellings) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(list, w) })
}

// remarked is a number without what stands beside it and does not change it: the mark of a footnote, the word points, words about a score or a judgement, a
// unit that all numbers of the column have. A unit or a word that may make it another number, and one that names something of the study, is no such thing.
func (r row) remarked(c xlsx.Cell, want sought) (plain string, ok bool) {
	if c.Kind != xlsx.Text || len(c.Text) > maxNear || c.Marks != c.Whole {
		return "", false
	}
	typed := strings.ReplaceAll(clean(c.Text), "−", "-")
	number := func(text string) (string, bool) {
		_, ok := parseFigure(text)
		return text, ok
	}
	if m := footed().FindStringSubmatch(typed); m != nil {
		return number(m[1])
	}
	if m := worded().FindStringSubmatch(typed); m != nil && (want.purpose == scored || want.purpose == judging) {
		remark := m[2] + m[3] + m[4]
		if words := wordsOf(remark); !r.harmless(remark, words, m[1], want) {
			return "", false
		}
		return number(m[1])
	}
	text, unit := unitOf(typed)
	if unit == "" {
		return "", false
	}
	if want.purpose != judging && want.purpose != recorded && among(wordsOf(unit), points) {
		return number(text)
	}
	if want.purpose == judging || want.purpose == recorded {
		return "", false
	}
	if k := r.t.facts().units[r.t.facts().key(r, c.Col)]; k == nil || k.plain > 0 || k.unit != unit || k.n < 2 {
		return "", false
	}
	return number(text)
}

// harmless reports words beside a number that leave it what it is.
func (r row) harmless(remark string, words []string, number string, want sought) bool {
	rd := r.t.r
	if want.purpose == judging {
		return among(words, strengths)
	}
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(magnitudes, w) || slices.Contains(unitWords, w) }) {
		return false
	}
	if rd.criteria.find(remark) >= 0 || rd.technologies.find(remark) >= 0 {
		return false
	}
	if k := rd.terms.find(remark); k >= 0 { // 7 (low), and low is 1
		f, ok := parseFigure(number)
		values := rd.study.Terms[k].Values
		return ok && len(values) == 1 && values[0] == f.value
	}
	return true
}

// unitOf parts a number from its unit, both "" where there is none.
func unitOf(typed string) (number, unit string) {
	m := united().FindStringSubmatch(typed)
	if m == nil {
		return "", ""
	}
	number, unit = strings.TrimSpace(m[2]+m[3]), m[1]+m[4]+m[5]
	words := wordsOf(unit)
	if utf8.RuneCountInString(unit) > 15 || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(magnitudes, w) }) {
		return "", ""
	}
	return number, strings.TrimSuffix(fold(unit), ".")
}

// unitFacts are the units of a column's numbers.
type unitFacts struct {
	plain int // numbers without one
	n     int // numbers with it
	unit  string
}

// with counts a cell: a number without a unit, or with one.
func (k *unitFacts) with(unit string) *unitFacts {
	if k == nil {
		k = &unitFacts{unit: unit}
	}
	switch {
	case unit == "" || unit != k.unit:
		k.plain++
	default:
		k.n++
	}
	return k
}

// unremarked reads a cell that is no number for what stands beside the number, and says so.
func (r row) unremarked(c xlsx.Cell, want sought) (v reading, ok bool) {
	plain, ok := r.remarked(c, want)
	if !ok {
		return v, false
	}
	alone := c
	alone.Text = plain
	v, f := r.figure(alone, want)
	if f != nil || v.state != study.Given {
		return v, false
	}
	said := c.Ref()
	if _, unit := unitOf(strings.ReplaceAll(clean(c.Text), "−", "-")); unit != "" { // of a whole column: once
		said = unit + strconv.Itoa(c.Col)
	}
	if at := r.place(c); !r.t.saidRemark[said] {
		if r.t.saidRemark == nil {
			r.t.saidRemark = map[string]bool{}
		}
		r.t.saidRemark[said] = true
		r.t.r.warn("W-NUMBER-REMARK", at, text(c), language.M("Nothing needs doing if that is meant; a remark belongs in a note."), "%q was read as %s, without what stands beside the number.", text(c), plainly(v.value))
	}
	return v, true
}
