package workbook

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"veche/internal/language"
)

// nearlyUTF8 refuses text that is UTF-8 but for a few bytes, and names the first: in another encoding hardly any run of bytes is UTF-8 by chance.
func nearlyUTF8(data []byte) *fault {
	good, bad, line, at := 0, 0, 0, 0
	lines := 1
	for k := 0; k < len(data); {
		if data[k] < utf8.RuneSelf {
			if data[k] == '\n' {
				lines++
			}
			k++
			continue
		}
		r, size := utf8.DecodeRune(data[k:])
		if r == utf8.RuneError && size == 1 {
			if bad++; bad == 1 {
				line, at = lines, k
			}
		} else {
			good++
		}
		k += size
	}
	if bad == 0 || good < bad {
		return nil
	}
	return &fault{"E-TEXT-BYTE", language.M("The text is UTF-8 but for the byte %#02x on line %d (byte %d of the file); bytes that are not: %d.", data[at], line, at+1, bad),
		language.M("Correct the character there, or save the file again as “CSV UTF-8”.")}
}

// firstBeyond is the line of the first byte that is no ASCII, and the byte.
func firstBeyond(data []byte) (line int, b byte) {
	k := bytes.IndexFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
	if k < 0 {
		return 1, 0
	}
	return 1 + bytes.Count(data[:k], []byte("\n")), data[k]
}

// encodings are those that text without Unicode is in, with what they are called.
var encodings = []struct {
	name string
	page *charmap.Charmap
}{
	{"windows-1251", charmap.Windows1251}, {"cp866", charmap.CodePage866}, {"koi8-r", charmap.KOI8R}, {"windows-1252", charmap.Windows1252},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic}, {"iso-8859-5", charmap.ISO8859_5},
}

// alphabet is letters that are looked at one by one.
type alphabet string

// often are the letters of Russian by how often they stand in text, the most frequent first.
const often alphabet = "оеаинтсрвлкмдпуяыьгзбчйхжюшцщэфъ"

// follow are the letters that often stand behind each letter in Russian: 220 pairs, nine of ten in the Russian texts of this program.
var follow = sync.OnceValue(func() map[[2]rune]bool {
	pairs := map[[2]rune]bool{}
	for _, group := range strings.Fields(string(alphabet("абвдежзийклмнпрстчюя баелоы вавезиносыь гиор давеилнору евгдежзйклмнрстхчш жден завмно ивдезийлмнрстхцчшя йт каеилорст лабеилоуьюя маеимоуы нагеикноуыья обвгдежийклмнпрстцчя паеиору равеимнотуыя савеиклопрстуья тавеикнорсуыь угжмрсчю хно цаеи чаеитш шеиалкн щеиау ывейм ъеяёю ькнтш энлрфткс ют ядт"))) {
		first, size := utf8.DecodeRuneInString(group)
		for _, next := range group[size:] {
			pairs[[2]rune{first, next}] = true
		}
	}
	return pairs
})

// guessEncoding finds the encoding of a text by the letters it makes: "" where two make about as good a text.
func guessEncoding(data []byte) (text, name string) {
	type reading struct {
		text, name string
		score      float64
	}
	var all []reading
	for _, e := range encodings {
		out, err := e.page.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsFunc(out, func(r rune) bool { return r == utf8.RuneError || r >= 0x80 && r < 0xa0 }) { // a byte that is no character there
			continue
		}
		r := reading{text: string(out), name: e.name}
		if e.page == charmap.Windows1252 {
			r.score = latinLikeness(r.text)
		} else {
			r.score = russianLikeness(r.text)
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b reading) int { return cmp.Compare(b.score, a.score) })
	if len(all) == 0 {
		return "", ""
	}
	best := all[0]
	if best.name == "windows-1252" && misplaced(best.text) {
		return "", ""
	}
	if best.score < 0.3 || best.name == "windows-1252" && centralEuropean(best.text) {
		return "", ""
	}
	for _, r := range all[1:] {
		margin := 0.15
		if best.name == "windows-1251" && r.name == "x-mac-cyrillic" { // their small letters but one are the same; a Mac's own is rare
			margin = 0
		}
		if r.text != best.text && best.score-r.score < margin {
			return "", ""
		}
	}
	return best.text, best.name
}

// decodeAs decodes a text in an encoding of that name; "" where it has bytes that are no characters there.
func decodeAs(data []byte, name string) string {
	for _, e := range encodings {
		if e.name != name {
			continue
		}
		out, err := e.page.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsFunc(out, func(r rune) bool { return r == utf8.RuneError || r >= 0x80 && r < 0xa0 }) {
			return ""
		}
		return string(out)
	}
	return ""
}

// misplaced reports letters of a text read as windows-1252 that are all among its few that ISO 8859-1 lacks: in the encodings of a Mac and of DOS ä, é and ü are
// where windows-1252 has Š, Ž and Ÿ.
func misplaced(text string) bool {
	wrong, letters := 0, 0
	for _, r := range text {
		if r < 0x80 || !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r > 0xff && r != 'œ' && r != 'Œ' {
			wrong++
		}
	}
	return wrong > 0 && wrong*2 >= letters
}

// centralEuropean reports a word of a text read as windows-1252 that no language of that page has, with an acute beside a grave or a stroke: øízené and
// èlánky are the Czech řízené and články in windows-1250.
func centralEuropean(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		word = strings.ToLower(word)
		if strings.ContainsAny(word, "áíý") && strings.ContainsAny(word, "èìòùøï") {
			return true
		}
	}
	return false
}

// russianLikeness is how much like Russian the characters beyond ASCII are, up to 1: frequent letters and pairs of letters, and no capitals behind small ones.
// Both cases count alike: koi8-r and windows-1251 have each other's letters in the other case.
func russianLikeness(s string) float64 {
	sum, n := 0.0, 0
	before, open := ' ', ' '
	for _, r := range s {
		if r >= 0x80 {
			n++
			k := strings.IndexRune(string(often), spelt(r)) / 2 // bytes
			inWord := before >= 0x80 && unicode.IsLetter(before)
			latin := before < 0x80 && unicode.IsLetter(before)
			switch {
			case strings.ContainsRune("«»–—№“”„… \u2019", r):
				sum += 0.8
				if open = r; inWord && !strings.ContainsRune("»“”…– \u2019", r) {
					sum -= 1.6
				}
			case !strings.ContainsRune(string(often), spelt(r)):
				sum--
			case unicode.ToLower(r) == 'ё' && !inWord: // hardly a word begins so: a Mac has it where windows-1251 has Ю, which often begins one
				sum -= 0.2
			default:
				sum += 1 - 0.9*float64(k)/float64(len([]rune(often)))
				switch {
				case latin:
					sum -= 1.2
				case unicode.IsUpper(r) && inWord && !unicode.IsUpper(before):
					sum -= 1.5 // a capital after a small letter
				case inWord && !follow()[[2]rune{spelt(before), spelt(r)}]:
					sum -= 0.8
				case before == '\u2019' || before == '“' && open != '“':
					sum -= 0.8
				}
			}
		} else if unicode.IsLetter(r) && strings.ContainsRune(string(often), spelt(before)) {
			sum -= 1.2 // a Latin letter in the same word
		}
		before = r
	}
	if n < 3 {
		return 0 // a word at least
	}
	if strings.Count(s, "“")+strings.Count(s, "„")+strings.Count(s, "«") > strings.Count(s, "”")+strings.Count(s, "»")+min(strings.Count(s, "“"), strings.Count(s, "„")) {
		sum -= 1.6 // a quotation that does not end
	}
	return sum / float64(n)
}

// spelt is a small letter, ё as е.
func spelt(r rune) rune {
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}

// latinLikeness is how much the characters beyond ASCII are accented letters in words of Latin ones, up to 1.
func latinLikeness(s string) float64 {
	sum, n := 0.0, 0
	runes := []rune(s)
	latin := func(k int) bool {
		return k >= 0 && k < len(runes) && runes[k] < 0x80 && unicode.IsLetter(runes[k])
	}
	for k, r := range runes {
		if r < 0x80 {
			continue
		}
		n++
		switch {
		case strings.ContainsRune("«»–—“”„…°€£ ’‘²³±", r):
			sum += 0.7
		case unicode.IsLetter(r) && (latin(k-1) || latin(k+1)):
			sum++
		case unicode.IsLetter(r):
			sum -= 0.7
		default:
			sum--
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
