package workbook

import (
	"slices"
	"strings"
)

// headedBy finds what a header names, with or without a mark of a required column and a unit or scale in brackets; −1 for nothing, and the two that it names.
func headedBy(header string, x *index) (k int, two [2]int) {
	if k = x.find(header); k >= 0 {
		return k, two
	}
	f := strings.TrimRight(clean(header), " *:")
	if k = x.find(f); k >= 0 {
		return k, two
	}
	if _, two = x.beside(fold(f)); two[0] != two[1] {
		return -1, two
	}
	if at := strings.LastIndexByte(f, '('); at > 0 && strings.HasSuffix(f, ")") {
		k = x.find(strings.TrimRight(f[:at], " *:"))
		if other := x.find(strings.TrimSuffix(f[at+1:], ")")); k >= 0 && other >= 0 && other != k {
			return -1, [2]int{k, other}
		}
	}
	if k < 0 {
		k = headedBeside(f, x)
	}
	return k, two
}

// unitWords are the words of which units behind a comma consist, in headers such as "Cost, mln EUR" and "Стоимость, млн руб.".
var unitWords = spellings{"%", "points", "pts", "score", "years", "months", "mln", "bln", "million", "billion", "thousand", "eur", "usd", "rub", "€", "$", "₽", "trl",
	"балл", "баллы", "баллов", "лет", "годы", "мес", "месяцев", "млн", "млрд", "тыс", "руб", "рублей", "шт", "чел", "угт"}

// headedBeside finds what a header names that says a code and a name with a stroke between them, or a unit behind a comma; −1 for nothing.
func headedBeside(header string, x *index) int {
	if code, name, ok := strings.Cut(header, "/"); ok {
		if k := x.find(clean(code)); k >= 0 && k == x.find(clean(name)) {
			return k
		}
	}
	if before, ok := beforeUnit(header); ok {
		return x.find(before)
	}
	return -1
}

// beforeUnit is a header without a unit behind a comma.
func beforeUnit(header string) (before string, ok bool) {
	at := strings.LastIndexByte(header, ',')
	if at < 0 {
		return "", false
	}
	words := strings.Fields(header[at+1:])
	if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(unitWords, fold(strings.TrimRight(w, "."))) }) {
		return "", false
	}
	return clean(header[:at]), true
}
