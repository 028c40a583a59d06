package workbook

import (
	"strings"
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
	if bad == 0 || good < 3*bad {
		return nil
	}
	return &fault{"E-TEXT-BYTE", language.M("The text is UTF-8 but for the byte %#02x on line %d (byte %d of the file); bytes that are not: %d.", data[at], line, at+1, bad),
		language.M("Correct the character there, or save the file again as “CSV UTF-8”.")}
}

// encodings are those that text without Unicode is in, with what they are called.
var encodings = []struct {
	name string
	page *charmap.Charmap
}{
	{"windows-1251", charmap.Windows1251}, {"cp866", charmap.CodePage866}, {"koi8-r", charmap.KOI8R}, {"windows-1252", charmap.Windows1252},
}

// often are the letters of Russian by how often they stand in text, the most frequent first.
const often = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"

// guessEncoding finds the encoding of a text by the letters it makes: "" where two make about as good a text.
func guessEncoding(data []byte) (text, name string) {
	best, second := -1e9, -1e9
	for _, e := range encodings {
		out, err := e.page.NewDecoder().Bytes(data)
		if err != nil {
			continue
		}
		s := string(out)
		var score float64
		if e.page == charmap.Windows1252 {
			score = latinLikeness(s)
		} else {
			score = russianLikeness(s)
		}
		if score > best {
			best, second, text, name = score, best, s, e.name
		} else if score > second {
			second = score
		}
	}
	if best < 0.35 || best-second < 0.15 {
		return "", ""
	}
	return text, name
}

// russianLikeness is how much like Russian the characters beyond ASCII are, up to 1: frequent small letters in words, capitals at their start.
func russianLikeness(s string) float64 {
	sum, n := 0.0, 0
	before := ' '
	for _, r := range s {
		if r >= 0x80 {
			n++
			k := strings.IndexRune(often, unicode.ToLower(r))
			inWord := before >= 0x80 && unicode.IsLetter(before)
			latin := before < 0x80 && unicode.IsLetter(before)
			switch {
			case strings.ContainsRune("«»–—№“”„…° \u2019", r):
				sum += 0.8
			case k < 0:
				sum--
			case latin:
				sum -= 0.5
			case unicode.IsUpper(r) && inWord && !unicode.IsUpper(before):
				sum -= 0.5 // a capital after a small letter
			case unicode.IsUpper(r):
				sum += 0.7 - 0.6*float64(k)/float64(len(often))
			default:
				sum += 1 - 0.9*float64(k)/float64(len(often))
			}
		}
		before = r
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
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
