package write

import (
	"strings"
	"unicode"
)

// letters are some that are as wide as each other.
type letters struct {
	width int
	runes string
}

// advances are the widths of Carlito's regular letters, which are Calibri's, in thousandths of the type size, to the nearest ten.
var advances = func() map[rune]int {
	table := map[rune]int{}
	for _, group := range []letters{
		{220, "'"}, {230, " il"}, {240, "j"}, {250, ",.I·’‘"}, {270, ":;"}, {290, "`"}, {300, "()"}, {310, "-[]f{}"}, {320, "J"}, {330, "!"}, {340, "t°"}, {350, "rг"},
		{360, "⁺⁻"}, {390, "/\\sτт"}, {400, "\"z"}, {420, "Lc“”„зс"}, {430, "xГх"}, {440, "э"}, {450, "vyу"}, {460, "?FSk|Σк"}, {470, "ZgЗчья"}, {480, "aав"},
		{490, "ETYЕТЁ"}, {500, "#*+<=>^_e~–≥≤±×†её"}, {510, "$0123456789«»ρл"}, {520, "KPXРХп"}, {530, "CbdhnopquСУЬбор"}, {540, "BRБВКийнцъ"}, {550, "Э"},
		{560, "ΔЧЯд"}, {570, "V"}, {580, "AА"}, {610, "Л"}, {620, "DHНПЪф"}, {630, "G"}, {640, "UДИЙЦ"}, {650, "N"}, {660, "OО"}, {670, "Qы"}, {680, "&м"}, {690, "…ж"},
		{700, "Ф"}, {720, "%wю"}, {730, "ш"}, {750, "щ"}, {760, "Ы"}, {800, "mЖ"}, {860, "MМ"}, {870, "Ш"}, {880, "Ю"}, {890, "@WЩ"}, {910, "—→←"}, {1030, "№"},
	} {
		for _, r := range group.runes {
			table[r] = group.width
		}
	}
	return table
}()

// pixels is how wide a text is on one line at a size in points, at 96 dots an inch; letters that are not in the table count as wide ones.
func pixels(text string, size float64, bold bool) float64 {
	sum := 0
	for _, r := range text {
		if w, ok := advances[r]; ok {
			sum += w
		} else if !unicode.Is(unicode.Mn, r) && r >= ' ' {
			sum += 1000
		}
	}
	x := float64(sum) / 1000 * size * 96 / 72
	if bold {
		x *= 1.04
	}
	return x
}

const (
	unit    = 7 // pixels of a column's unit of width
	padding = 8 // pixels of a cell that stay free
	inset   = 9 // pixels of an indent
)

// lines is into how many lines a text falls in so many pixels, broken at spaces, and within a word where it is wider than a line.
func lines(text string, width, size float64, bold bool) int {
	n := 0
	space := pixels(" ", size, bold)
	for _, paragraph := range strings.Split(text, "\n") {
		n++
		at := 0.0
		for k, word := range strings.Fields(paragraph) {
			w := pixels(word, size, bold) * 1.02 // programs round each letter
			if k > 0 && at+space+w > width {
				n++
				at = 0
			} else if k > 0 {
				at += space
			}
			for at += w; at > width && width > 0; at -= width {
				n++
			}
		}
	}
	return n
}

// set is how a look is set: its size in points, whether it is bold, by how many indents it is moved in, and whether it is broken into lines.
func (l Look) set() (size float64, bold bool, indents int, wraps bool) {
	size = 11
	switch l {
	case Title:
		size, bold, indents = 15, true, 1
	case Wrap, Note:
		indents, wraps = 1, true
	case StrongWrap:
		bold, indents, wraps = true, 1, true
	case HeadWrap:
		bold, indents, wraps = true, 1, true
	case HeadNumber:
		bold, wraps = true, true
	case HeadFilter:
		bold, indents, wraps = true, 2, true
	case Head, Strong, Alert:
		bold, indents = true, 1
	}
	return size, bold, indents, wraps
}

// heading reports the looks of heads of columns.
func (l Look) heading() bool {
	return l == Head || l == HeadWrap || l == HeadNumber || l == HeadFilter
}

// Shorten cuts a text so that it stands on one line of a cell of a width, with a sign that it goes on.
func Shorten(text string, width float64) string {
	room := width*unit - padding - inset
	if pixels(text, textSize, false)*1.02 <= room {
		return text
	}
	letters := []rune(text)
	for n := len(letters) - 1; n > 0; n-- {
		if cut := strings.TrimRight(string(letters[:n]), " ,;:–-") + "…"; pixels(cut, textSize, false)*1.02 <= room {
			return cut
		}
	}
	return "…"
}
