package xlsx

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// styled is plain with a sheet of these rows and these fonts, each with a style
// of its number.
func styled(rows string, fonts ...string) parts {
	var list, xfs strings.Builder
	for k, f := range fonts {
		list.WriteString("<font>" + f + "</font>")
		fmt.Fprintf(&xfs, `<xf fontId="%d"/>`, k)
	}
	return plain(worksheet(rows)).with("xl/styles.xml", xmlHead+`<styleSheet `+mainNS+`><fonts>`+list.String()+`</fonts><cellXfs>`+xfs.String()+`</cellXfs></styleSheet>`)
}

func TestMarks(t *testing.T) {
	const raised, lowered, struck = `<vertAlign val="superscript"/>`, `<vertAlign val="subscript"/>`, `<strike/>`
	inline := func(runs string) string { return `<c t="inlineStr"><is>` + runs + `</is></c>` }
	for _, tt := range []struct {
		cell         string
		marks, whole Marks
		marked       string
	}{
		{inline(`<t>7</t>`), 0, 0, ""},
		{inline(`<r><t>7</t></r><r><rPr>` + raised + `</rPr><t>1</t></r>`), Superscript, 0, "1"},
		{inline(`<r><rPr><b/></rPr><t>7</t></r><r><rPr><b/><color rgb="FF0000"/></rPr><t>1</t></r>`), 0, 0, ""},
		{inline(`<r><rPr>` + struck + `</rPr><t>5</t></r><r><rPr/><t> 8</t></r>`), Struck, 0, "5"},
		{inline(`<r><rPr>` + struck + `</rPr><t>5</t></r><r><rPr/><t> </t></r>`), Struck, Struck, "5"}, // a blank run says nothing
		{inline(`<r><rPr/><t>CO</t></r><r><rPr>` + lowered + `</rPr><t>2</t></r><r><rPr>` + raised + struck + `</rPr><t>x</t></r>`), Superscript | Subscript | Struck, 0, "2"},
		{inline(`<r><rPr><strike val="0"/><vertAlign val="baseline"/></rPr><t>5</t></r>`), 0, 0, ""},
		{inline(`<r><rPr><strike val="1"/></rPr><t>5</t></r>`), Struck, Struck, "5"},
		{`<c s="1"><v>5</v></c>`, Struck, Struck, ""},
		{`<c s="2"><v>5</v></c>`, Superscript, Superscript, ""},
		{`<c s="1"/>`, 0, 0, ""},
		{`<c s="1" t="s"><v>0</v></c>`, Struck, Struck, "alpha"},
		{`<c s="1" t="b"><v>0</v></c>`, Struck, Struck, ""},
		// A run without properties takes the font of its cell, one with properties does not.
		{strings.Replace(inline(`<r><t>5</t></r><r><rPr/><t>8</t></r>`), "<c", `<c s="1"`, 1), Struck, 0, "5"},
		{strings.Replace(inline(`<r><rPr/><t>8</t></r>`), "<c", `<c s="1"`, 1), 0, 0, ""},
		{strings.Replace(inline(`<r><t>8</t></r>`), "<c", `<c s="1"`, 1), Struck, Struck, "8"},
		{`<c s="9"/>`, 0, 0, "damaged"},
	} {
		cells, err := readAll(styled(`<row>`+tt.cell+`</row>`, "", struck, raised).zip(), Limits{})
		if tt.marked == "damaged" {
			wantDamage(t, err, "style 9 of 3")
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", tt.cell, err)
		}
		if c := cells[0]; c.Marks != tt.marks || c.Whole != tt.whole || c.Marked != tt.marked {
			t.Errorf("%s: %b, whole %b, %q; want %b, %b, %q", tt.cell, c.Marks, c.Whole, c.Marked, tt.marks, tt.whole, tt.marked)
		}
	}
}

// TestMarksOfRuns reads random runs, as inline and as shared strings, and
// compares their marks with those of their characters, one by one.
func TestMarksOfRuns(t *testing.T) {
	rnd := rand.New(rand.NewPCG(14, 1))
	properties := map[Marks]string{0: "<b/>", Superscript: `<vertAlign val="superscript"/>`, Subscript: `<u/><vertAlign val="subscript"/>`, Struck: `<strike/>`, Struck | Superscript: `<strike val="true"/><vertAlign val="superscript"/>`}
	kinds := []Marks{0, 0, Superscript, Subscript, Struck, Struck | Superscript}
	for range 400 {
		font := kinds[rnd.IntN(len(kinds))]
		var runs strings.Builder
		var some Marks
		all, seen, first := ^Marks(0), false, ""
		for range 1 + rnd.IntN(4) {
			marks, own, text := kinds[rnd.IntN(len(kinds))], rnd.IntN(3) > 0, []string{"5", " ", "a b", "жук"}[rnd.IntN(4)]
			runs.WriteString("<r>")
			if own {
				runs.WriteString("<rPr>" + properties[marks] + "</rPr>")
			} else {
				marks = font
			}
			runs.WriteString("<t>" + text + "</t></r>")
			for _, r := range text {
				if !unicode.IsSpace(r) {
					some, all, seen = some|marks, all&marks, true
					if marks != 0 && own && first == "" {
						first = text
					}
				}
			}
		}
		if !seen {
			continue
		}
		p := styled(`<row><c s="1" t="inlineStr"><is>`+runs.String()+`</is></c><c s="1" t="s"><v>0</v></c></row>`, "", properties[font]).
			with("xl/sharedStrings.xml", xmlHead+`<sst `+mainNS+`><si>`+runs.String()+`</si></sst>`)
		cells, err := readAll(p.zip(), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			if c.Marks != some || c.Whole != all || (c.Marked == "") != (some == 0) || first != "" && font == 0 && c.Marked != first {
				t.Fatalf("%s in font %b: %b, whole %b, %q; want %b, %b, %q", runs.String(), font, c.Marks, c.Whole, c.Marked, some, all, first)
			}
		}
	}
}

func TestDisplay(t *testing.T) {
	for _, tt := range []struct {
		code    string
		x       float64
		scale   uint8
		literal string
	}{
		{"General", 5, 0, ""},
		{"0.00", 5, 0, ""},
		{"#,##0.00;[Red]-#,##0.00", -5, 0, ""},
		{"_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", 5, 0, ""},
		{"0,", 5, 1, ""},
		{"#,##0.0,,", 5, 2, ""},
		{"0.0,,\" млн\"", 5, 2, "млн"},
		{"0,.0", 5, 1, ""},
		{`0" of 10"`, 5, 0, "of 10"},
		{`0.0"%"`, 5, 0, "%"},
		{`0\%`, 5, 0, "%"},
		{`"≈ "0`, 5, 0, "≈"},
		{`#,##0\ "₽"`, 5, 0, "₽"},
		{`[$€-407]\ #,##0`, 5, 0, "€"},
		{`[$$-409]#,##0.00`, 5, 0, "$"},
		{`[$-409]#,##0.00`, 5, 0, ""},
		{`$0`, 5, 0, "$"},
		{"[Red]0;[Blue]-0", 5, 0, ""},
		{`0;-0,;"none"`, 5, 0, ""},
		{`0;-0,;"none"`, -5, 1, ""},
		{`0;-0,;"none"`, 0, 0, "none"},
		{`[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`, 2_500_000, 2, "M"},
		{`[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`, 2500, 1, "K"},
		{`[>=1000000]0.0,,"M";[>=1000]0.0,"K";0`, 25, 0, ""},
		{"dd/mm/yyyy", 5, 0, ""},
		{`dddd", "d mmm`, 5, 0, ""},
		{"# ?/?", 0.5, 0, ""},
		{"0%", 0.5, 0, ""},
		{"0.00E+00", 5, 0, ""},
		{"@", 5, 0, ""},
		{`0"unclosed`, 5, 0, "unclosed"},
		{"[unclosed", 5, 0, ""},
		{`0\`, 5, 0, ""},
		{`0"` + strings.Repeat("x", 300) + `"`, 5, 0, ""},
		{"0" + strings.Repeat(",", 300), 5, 9, ""},
	} {
		var scale uint8
		var literal string
		if d := displayOf(tt.code); d != nil {
			scale, literal = d.of(tt.x)
		}
		if scale != tt.scale || literal != tt.literal {
			t.Errorf("%v by %q: divided %d times, with %q; want %d, %q", tt.x, tt.code, scale, literal, tt.scale, tt.literal)
		}
		p := plain(worksheet(fmt.Sprintf(`<row><c s="4"><v>%v</v></c></row>`, tt.x)))
		escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace(tt.code)
		cells, err := readAll(p.with("xl/styles.xml", strings.Replace(p[5].body, `dd\.mm\.yyyy`, escaped, 1)).zip(), Limits{})
		if err != nil || cells[0].Scale != tt.scale || cells[0].Literal != tt.literal {
			t.Errorf("a cell by %q: %+v, %v", tt.code, cells, err)
		}
	}
}

func TestVanishing(t *testing.T) {
	for _, tt := range []struct {
		cols, row string
		hidden    bool
	}{
		{``, `<row>`, false},
		{``, `<row hidden="1">`, true},
		{``, `<row ht="0" customHeight="1">`, true},
		{``, `<row ht="0.75" customHeight="1">`, true},
		{``, `<row ht="15">`, false},
		{``, `<row ht="tall">`, false},
		{`<cols><col min="1" max="1" width="0" customWidth="1"/></cols>`, `<row>`, true},
		{`<cols><col min="1" max="1" width="9.14"/></cols>`, `<row>`, false},
		{`<cols><col min="2" max="9" width="0"/></cols>`, `<row>`, false},
	} {
		p := plain(xmlHead + `<worksheet ` + mainNS + `>` + tt.cols + `<sheetData>` + tt.row + `<c><v>1</v></c></row></sheetData></worksheet>`)
		cells, err := readAll(p.zip(), Limits{})
		if err != nil || cells[0].Hidden != tt.hidden {
			t.Errorf("%s %s: %+v, %v", tt.cols, tt.row, cells, err)
		}
	}
}
