package xlsx

import (
	"strconv"
	"strings"
	"testing"

	"veche/internal/ci"
)

// sheetOf spells a sheet by a grammar: every byte of the recipe chooses. Bytes
// changed at random hardly ever leave XML well-formed, so that FuzzRead mostly
// tests refusals; of these sheets most are read.
func sheetOf(recipe []byte) string {
	pick := func(options ...string) string {
		if len(recipe) == 0 {
			return options[0]
		}
		c := recipe[0]
		recipe = recipe[1:]
		return options[int(c)%len(options)]
	}
	// usually returns good, and seldom one of the bad ones.
	usually := func(good string, bad ...string) string {
		if len(recipe) > 0 && recipe[0] >= 250 {
			return pick(bad...)
		}
		if len(recipe) > 0 {
			recipe = recipe[1:]
		}
		return good
	}
	text := func() string {
		return pick("a", "", " b ", "_x0041_", "_x001B_[1m", "_x005F_x0041_", "&amp;&lt;", "&#13;&#10;", "<![CDATA[<v>]]>", "x<!-- c -->y", "ё\u00a0", "_xD83D__xDE00_", "_x", "a\r\nb", "\u0085", "\n\t")
	}
	number := func() string {
		good := pick("1", "0", "-2.5", "1e-3", " 7 ", "", "1<!-- c -->2", "<![CDATA[3]]>", "1e308", ".5", "5.")
		return usually(good, "1,5", "nan", "0x1", "1e309", "٣")
	}
	inline := func() string {
		var b strings.Builder
		for range len(pick("", "1", "12", "123")) {
			b.WriteString(pick("<t>", "<r><t>", "<r><rPr><b/></rPr><t>"))
			open := b.String()
			b.WriteString(text() + "</t>")
			if strings.HasSuffix(open, "<r><t>") || strings.HasSuffix(open, "</rPr><t>") {
				b.WriteString("</r>")
			}
			b.WriteString(pick("", `<rPh sb="0" eb="1"><t>ruby</t></rPh>`, `<t xmlns="other">no</t>`, "<phoneticPr/>"))
		}
		return b.String()
	}
	var b strings.Builder
	b.WriteString(`<worksheet ` + mainNS + `>` + pick("", `<sheetPr><row xmlns="x"/></sheetPr>`, `<cols><col min="2" max="3" hidden="1"/></cols>`) + `<sheetData>`)
	row := 0
	for len(recipe) > 0 && row < 1000 {
		step := len(usually(pick("1", "12", "12345"), ""))
		tag := pick("<row", "<row r=''", "<row r='' hidden='1'", "<row r='' spans='1:9'")
		if tag == "<row" {
			step = 1
		}
		row += step
		b.WriteString(strings.Replace(tag, "''", "'"+strconv.Itoa(row)+"'", 1) + ">")
		col := 0
		for more := len(pick("1", "12", "123", "1234", "", "123456")); more > 0; more-- {
			step, ref := len(usually(pick("1", "12", "123"), "")), ""
			if pick("", "r") == "" {
				step = 1
			} else {
				ref = " r='" + CellName(row, col+step) + "'"
			}
			col += step
			style := usually(pick("", " s='1'", " s='5'"), " s='9'")
			f := pick("", "", "", "<f>A1</f>", "<f t='shared' si='0'/>", "<f/>")
			b.WriteString("<c" + ref + style)
			switch pick("n", "s", "str", "b", "e", "d", "i", "blank", "x") {
			case "n":
				b.WriteString(pick("", " t='n'") + ">" + f + "<v>" + number() + "</v>")
			case "s":
				b.WriteString(" t='s'>" + f + "<v>" + usually(pick("0", "1", " 1 ", "01"), "2", "-0", "") + "</v>")
			case "str":
				b.WriteString(" t='str'>" + f + "<v>" + text() + text() + "</v>")
			case "b":
				b.WriteString(" t='b'>" + f + "<v>" + usually(pick("0", "1", "true", "false"), "2") + "</v>")
			case "e":
				b.WriteString(" t='e'>" + f + "<v>" + usually(pick("#N/A", "#DIV/0!", " #REF! "), "") + "</v>")
			case "d":
				b.WriteString(" t='d'>" + f + "<v>" + usually(pick("2024-02-29", "2024-02-29T10:00:00Z", "10:00:00"), "2023-02-29") + "</v>")
			case "i":
				b.WriteString(" t='inlineStr'>" + f + "<is>" + inline() + "</is>")
			case "blank":
				b.WriteString(pick("", " t='s'", " t='inlineStr'", " t='str'") + ">" + f)
			case "x":
				b.WriteString("><v xmlns='other'>5</v>" + f)
			}
			b.WriteString(pick("", "", " ", "<!-- -->", "<extLst><ext/></extLst>") + "</c>")
		}
		b.WriteString("</row>" + pick("", "", "\n", "<!-- -->", "<?pi?>"))
	}
	b.WriteString("</sheetData>" + pick("", "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>") + "</worksheet>")
	return b.String()
}

// FuzzCells is FuzzRead over sheets that are spelled rather than scrambled.
func FuzzCells(f *testing.F) {
	p := plain("")
	f.Add([]byte{})
	for seed := range 40 {
		f.Add(recipeOf(seed))
	}
	f.Fuzz(func(t *testing.T, recipe []byte) {
		if len(recipe) > 4096 {
			return
		}
		checkAgainstNaive(t, sheetOf(recipe), p[4].body, p[5].body)
	})
}

// recipeOf makes a recipe by a linear congruential generator (the constants of
// Numerical Recipes).
func recipeOf(seed int) []byte {
	x := uint32(seed) + 1
	recipe := make([]byte, 20+seed%40)
	for i := range recipe {
		x = x*1664525 + 1013904223
		recipe[i] = byte(x >> 24)
	}
	return recipe
}

// TestSpelledSheets runs the comparison of FuzzCells on many recipes and makes
// sure that it is not idle: enough sheets must be read, and hold cells.
func TestSpelledSheets(t *testing.T) {
	p := plain("")
	read, cells := 0, 0
	all := ci.Some(4000, 400)
	for seed := range all {
		n := checkAgainstNaive(t, sheetOf(recipeOf(seed)), p[4].body, p[5].body)
		if n >= 0 {
			read++
			cells += n
		}
	}
	t.Logf("of %d sheets %d were read, with %d cells", all, read, cells)
	if read < all/2 || cells < 2*all {
		t.Errorf("of %d sheets only %d were read, with %d cells", all, read, cells)
	}
}
