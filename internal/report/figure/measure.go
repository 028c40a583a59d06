package figure

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"veche/internal/report/safe"
)

// allowance is by how much a reader's font may be wider than ours: DejaVu Sans, the widest of the usual ones, is so by 15 % in Latin and in Cyrillic, digits by 12 %;
// Arial, Segoe UI and Liberation Sans are narrower.
const allowance = 1.16

// em is the size at which widths are kept.
const em = 1000

var typeface = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic("figure: the embedded font: " + err.Error())
	}
	return f
})

var (
	widths     = map[rune]float64{} // of a character in ems
	widthsLock sync.Mutex
)

// advance is the width of one character in ems: 1 for one our font lacks, 0 for what combines with the character before.
func advance(r rune) float64 {
	widthsLock.Lock()
	defer widthsLock.Unlock()
	if w, ok := widths[r]; ok {
		return w
	}
	var b sfnt.Buffer
	w := 1.0
	if unicode.In(r, unicode.Mn, unicode.Me) {
		w = 0
	} else if glyph, err := typeface().GlyphIndex(&b, r); err == nil && glyph != 0 {
		if a, err := typeface().GlyphAdvance(&b, glyph, fixed.I(em), font.HintingNone); err == nil {
			w = float64(a) / 64 / em
		}
	}
	if len(widths) < 1<<16 {
		widths[r] = w
	}
	return w
}

// measure is how wide a text may be at a size, in any font a reader is likely to have.
func measure(text string, size float64) float64 {
	var w float64
	for _, r := range text {
		w += advance(r)
	}
	return w * size * allowance
}

// plain is a text fit for a line of a drawing: one line, no marks that turn it around.
func plain(text string) string { return strings.Join(strings.Fields(safe.Text(text)), " ") }

// wrap breaks a text into at most so many lines of a width: between words, after hyphens and slashes, inside of a word that is longer than a line. What does
// not fit ends in "…".
func wrap(text string, size, width float64, lines int) []string {
	words := pieces(plain(text))
	var out []string
	line := ""
	for k := 0; k < len(words); {
		next := line + words[k]
		switch {
		case measure(strings.TrimRight(next, " "), size) <= width:
			line = next
			k++
		case line == "" && len(out) < lines-1: // a word longer than a line
			head := fit(words[k], size, width)
			out, words[k] = append(out, head), words[k][len(head):]
		case line != "" && len(out) < lines-1:
			out, line = append(out, strings.TrimRight(line, " ")), ""
		default:
			return append(out, cut(next, size, width))
		}
	}
	if line != "" || len(out) == 0 {
		out = append(out, strings.TrimRight(line, " "))
	}
	return out
}

// pieces are the parts of a text between which a line may break.
func pieces(text string) []string {
	var out []string
	start := 0
	for k, r := range text {
		if r == ' ' || r == '-' || r == '/' || r == '–' {
			end := k + len(string(r))
			out = append(out, text[start:end])
			start = end
		}
	}
	return append(out, text[start:])
}

// fit is the longest beginning of a text, one character at least, that fits a width.
func fit(text string, size, width float64) string {
	end := 0
	for k, r := range text {
		if k > 0 && measure(text[:k+len(string(r))], size) > width {
			break
		}
		end = k + len(string(r))
	}
	return text[:end]
}

// cut is a text made to fit a width, ending in "…" if something was left out.
func cut(text string, size, width float64) string {
	text = strings.TrimRight(plain(text), " ")
	if measure(text, size) <= width {
		return text
	}
	return strings.TrimRight(fit(text, size, width-measure("…", size)), " ") + "…"
}
