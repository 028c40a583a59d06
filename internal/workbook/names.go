package workbook

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"veche/internal/language"
)

// lookalikes maps Cyrillic letters to the Latin ones they are mistaken for.
var lookalikes = strings.NewReplacer("а", "a", "в", "b", "с", "c", "е", "e", "н", "h", "к", "k", "м", "m", "о", "o", "р", "p", "т", "t", "у", "y", "х", "x", "з", "3")

// Longer names, and names among more candidates, are not compared: it takes the product of both.
const (
	maxNear       = 200
	maxCandidates = 3000
)

// spellings are how people write something in their files, in either language, folded.
type spellings []string

// inBoth is what our files write by their language, and what is read in either: in English and in Russian.
type inBoth [2]string

// inRussian is the Russian of what our files write, by the English.
type inRussian map[string]string

// near returns the candidate that a mistyped name most likely meant: the same but for look-alike letters, or a few edits away. "" when none is close.
func near(name string, candidates []string) string {
	if len(name) > maxNear || len(candidates) > maxCandidates {
		return ""
	}
	f := fold(name)
	if f == "" {
		return ""
	}
	seen := lookalikes.Replace(f)
	long := utf8.RuneCountInString(f)
	best, distance := "", 1+long/4
	for _, c := range candidates {
		if len(c) > 2*maxNear {
			continue
		}
		g := fold(c)
		if d := utf8.RuneCountInString(g) - long; g == "" || g == f || d > distance || -d > distance {
			continue // each letter more or less is an edit
		}
		d := min(levenshtein.ComputeDistance(f, g), levenshtein.ComputeDistance(seen, lookalikes.Replace(g)))
		if d < distance || (d == distance && best == "") {
			best, distance = c, d
		}
	}
	return best
}

// didYouMean is near as the end of a remedy: " (did you mean T13?)" or nothing.
func didYouMean(name string, candidates []string) language.Message {
	if n := near(name, candidates); n != "" {
		return language.M(" (did you mean %s?)", n)
	}
	return language.Message{}
}

// index finds things by identifier, then by name; both folded.
type index struct {
	ids, names textTable      // places in all
	of         []int32        // the item of each in all
	found      map[string]int // by what was looked up, unfolded: a sheet names the same ones again and again
	ambiguous  map[string]bool
	all        []string
	given      []string // the identifiers as they were given, by item, while items are entered in their order
	last       int      // the item that was found before: sheets name things in one order
	looks      map[string]int32
	longest    int // bytes of any of them
}

func newIndex() *index {
	return &index{last: -1, found: map[string]int{}, ambiguous: map[string]bool{}}
}

// add enters item k; false when the identifier is taken, with the item that has it.
func (x *index) add(k int, id, name string) (taken int, ok bool) {
	folded := fold(id)
	if at, exists := x.identified(folded); exists {
		return at, false
	}
	if len(x.found) > 0 {
		clear(x.found)
	}
	if k == len(x.given) {
		x.given = append(x.given, id)
	}
	x.looks = nil
	x.longest = max(x.longest, len(id), len(name))
	x.ids.put(folded, x.enter(k, id), x.foldedAt)
	if f := fold(name); f != "" && x.names.put(f, x.enter(k, name), x.foldedAt) {
		x.ambiguous[f] = true
	}
	return k, true
}

// enter keeps a text of item k and returns its place.
func (x *index) enter(k int, text string) int32 {
	x.all, x.of = append(x.all, text), append(x.of, int32(k))
	return int32(len(x.all) - 1)
}

func (x *index) foldedAt(place int32) string { return fold(x.all[place]) }

// identified is the item of that identifier.
func (x *index) identified(folded string) (k int, ok bool) {
	at := x.ids.at(folded, x.foldedAt)
	if at < 0 {
		return 0, false
	}
	return int(x.of[at]), true
}

// called is the item that was entered last by that name.
func (x *index) called(folded string) (k int, ok bool) {
	at := x.names.at(folded, x.foldedAt)
	if at < 0 {
		return 0, false
	}
	return int(x.of[at]), true
}

// find returns the item of that identifier or unambiguous name; −1 when there is none.
func (x *index) find(name string) int {
	if next := x.last + 1; next < len(x.given) && x.given[next] == name {
		x.last = next
		return next
	}
	k := x.lookUp(name)
	if k >= 0 {
		x.last = k
	}
	return k
}

func (x *index) lookUp(name string) int {
	if k, ok := x.found[name]; ok {
		return k
	}
	k := -1
	if len(name) <= 4*x.longest+maxNear { // folding may make a text shorter, but not so much
		k = x.search(fold(name))
	}
	if len(name) <= maxNear && len(x.found) < 1<<16 {
		x.found[strings.Clone(name)] = k // not with the part of the file in which it stands
	}
	return k
}

func (x *index) search(folded string) int {
	if k, ok := x.identified(folded); ok {
		return k
	}
	if k, ok := x.called(folded); ok && !x.ambiguous[folded] {
		return k
	}
	if k, _ := x.beside(folded); k >= 0 {
		return k
	}
	return -1
}

// joints stand between the identifier and the name of one thing: T1. Wind power; Wind power (T1); T1/Wind power.
const joints = " .:-–—)(,/|[]"

// beside is the item whose identifier and name stand beside each other in a text; where they are of two items, both, and −1 for the first.
func (x *index) beside(folded string) (k int, two [2]int) {
	if len(folded) > maxNumber {
		return -1, two
	}
	for at, c := range folded {
		if at == 0 || !strings.ContainsRune(joints, c) {
			continue
		}
		a, b := strings.Trim(folded[:at], joints), strings.Trim(folded[at:], joints)
		if a == "" || b == "" {
			continue
		}
		for _, side := range [2][2]string{{a, b}, {b, a}} {
			k, ok := x.identified(side[0])
			if !ok {
				continue
			}
			if named, ok := x.called(side[1]); ok && named == k {
				return k, two
			} else if ok && !x.ambiguous[side[1]] {
				two = [2]int{k, named}
			}
		}
	}
	return -1, two
}

// word is fold with one space for whatever joins the words of a name.
func word(text string) string {
	return strings.Join(strings.FieldsFunc(fold(text), func(r rune) bool { return strings.ContainsRune(" _-‐–—", r) }), " ")
}

// aliases are Russian and other spellings of the settings' values, in the form word gives them. No word means different things in different settings.
var aliases = map[string]string{
	// methods
	"взвешенная сумма": "weighted-sum", "метод взвешенной суммы": "weighted-sum", "аддитивная свертка": "weighted-sum", "линейная свертка": "weighted-sum",
	"взвешенное произведение": "weighted-product", "метод взвешенного произведения": "weighted-product", "мультипликативная свертка": "weighted-product",
	"васпас": "waspas", "топсис": "topsis", "викор": "vikor",
	"прометей": "promethee2", "прометей 1": "promethee1", "прометей i": "promethee1", "прометей 2": "promethee2", "прометей ii": "promethee2",
	"электра 1": "electre1", "электра i": "electre1", "электра 2": "electre2", "электра ii": "electre2", "электра три": "electre-tri", "электра tri": "electre-tri", "сортировка по классам": "electre-tri", "рафси": "rafsi",
	"электра 3": "electre3", "электра iii": "electre3",
	"мура": "moora", "мультимура": "multimoora", "копрас": "copras", "арас": "aras", "эдас": "edas", "кодас": "codas", "мабак": "mabac", "маирка": "mairca", "маркос": "marcos",
	"кокосо": "cocoso", "спотис": "spotis", "тодим": "todim", "серый реляционный анализ": "gra", "пробид": "probid",
	"борда": "borda", "метод борда": "borda", "правило борда": "borda", "копленд": "copeland", "метод копленда": "copeland", "правило копленда": "copeland",
	"маи": "ahp", "метод анализа иерархий": "ahp", "нечеткий топсис": "fuzzy-topsis", "нечеткий topsis": "fuzzy-topsis",
	// weightings
	"прямые": "direct", "прямое": "direct", "прямая": "direct", "равные": "equal", "равное": "equal", "нечеткий маи": "fuzzy-ahp", "нечеткий ahp": "fuzzy-ahp",
	"фуком": "fucom", "метод полной согласованности": "fucom", "лучший худший": "best-worst", "метод лучший худший": "best-worst", "лучшее худшее": "best-worst", "центроид рангов": "roc", "центроиды рангов": "roc",
	"сумма рангов": "rank-sum", "обратные ранги": "rank-reciprocal", "свинг": "swing", "смарт": "smart", "энтропия": "entropy", "критик": "critic", "мерек": "merec",
	"стандартное отклонение": "std", "среднеквадратическое отклонение": "std", "ско": "std",
	// normalizations
	"minmax": "min-max", "мин макс": "min-max", "минимакс": "min-max", "вектор": "vector", "векторная": "vector", "сумма": "sum", "шкала": "scale", "нет": "none", "максимум": "max",
	// aggregations, groupings, prioritizations, random indices
	"среднее": "mean", "медиана": "median", "усеченное": "trimmed", "мин среднее макс": "min-mean-max", "геометрическое": "geometric", "аис": "aij", "аип": "aip",
	"собственный вектор": "eigenvector", "среднее по столбцам": "column-mean", "саати": "saaty",
}

// alias is the English name of a setting's value, or the value as it was typed.
func alias(v string) string {
	if name, ok := aliases[word(v)]; ok {
		return name
	}
	return v
}
