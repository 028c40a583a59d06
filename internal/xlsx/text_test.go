package xlsx

import (
	"strings"
	"testing"
	"unicode/utf8"

	"veche/internal/zipxml"
)

func TestCleanText(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"", ""},
		{"plain\ttext\n", "plain\ttext\n"},
		{"Критерий № 1\u00a0ё", "Критерий № 1\u00a0ё"},
		{"_x0041_", "A"},
		{"_x0041__x0042_", "AB"},
		{"_x00e9_", "é"},
		{"_x005F_x0041_", "_x0041_"},
		{"_x005F_", "_"},
		{"a_x001B_[31mb", "a[31mb"},
		{"a_x0000_b", "ab"},
		{"a_x000D_\nb", "a\nb"},
		{"a_x000D_b", "a\nb"},
		{"a_x000D__x000A_b", "a\nb"},
		{"a_x000D__x000D_b", "a\n\nb"},
		{"a\rb\r\nc", "a\nb\nc"},
		{"a_x0009_b", "a\tb"},
		{"_x009B_31m\u009b1m\x7f", "31m1m"},
		{"_xD83D__xDE00_", "😀"},
		{"_xD83D_", "\uFFFD"},
		{"_xDE00__xD83D_", "\uFFFD\uFFFD"},
		{"_xFFFF_a\uFFFE", "a"},
		{"_x41_ _X0041_ _x004G_ _x0041 _x", "_x41_ _X0041_ _x004G_ _x0041 _x"},
		{"bad\xff\xc2", "bad\uFFFD\uFFFD"},
		{"_x005F_x001B_", "_x001B_"},
		{"ﬁ ｗ", "ﬁ ｗ"},
	} {
		got := cleanText([]byte(tt.raw))
		if got != tt.want || !utf8.ValidString(got) {
			t.Errorf("%q gives %q, want %q", tt.raw, got, tt.want)
		}
	}
}

func TestTextInCells(t *testing.T) {
	cells := mustRead(t, `<row><c t="str"><v>a_x001B_b&#13;&#10;c</v></c><c t="inlineStr"><is><t>_x0041_</t><r><t>_x00</t></r><r><t>41_</t></r></is></c><c t="e"><v>#N/A_x0007_</v></c></row>`)
	want := []string{`A1 text "ab\nc"`, `B1 text "A_x0041_"`, `C1 error "#N/A"`}
	for i, w := range want {
		if show(cells[i]) != w {
			t.Errorf("got %s, want %s", show(cells[i]), w)
		}
	}
}

func TestSharedStrings(t *testing.T) {
	p := plain(worksheet(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>`))
	p = p.with("xl/sharedStrings.xml", xmlHead+`<sst `+mainNS+` count="99" uniqueCount="1"><si><t xml:space="preserve"> a </t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb="0" eb="1"><t>ruby</t></rPh></si><si/><si><t>_x0041_</t><x xmlns="other">no</x></si><extLst/></sst>`)
	cells, err := readAll(p.zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range []string{" a ", "rich text", "", "A"} {
		if cells[i].Text != w || cells[i].Kind != Text {
			t.Errorf("string %d is %s, want %q", i, show(cells[i]), w)
		}
	}
}

func TestFormatOf(t *testing.T) {
	for code, want := range map[string]Format{
		"":                              General,
		"General":                       General,
		"GENERAL;[Red]-General":         General,
		"0.00":                          General,
		"#,##0":                         General,
		"0.00E+00":                      General,
		"##0.0e-0":                      General,
		"@":                             AsText,
		`0" days"`:                      General,
		`0\d\a\y`:                       General,
		`0_d_m`:                         General,
		`*d0`:                           General,
		"[Red]0;[Color10]0":             General,
		"[>=100]0;[<0]-0":               General,
		"[$$-409]#,##0.00":              General,
		"[$USD] 0":                      General,
		`#,##0\ "₽"`:                    General,
		`_-* #,##0.00\ _₽_-`:            General,
		"yyyy-mm-dd":                    Date,
		`dd\.mm\.yyyy`:                  Date,
		"[$-F800]dddd, mmmm dd, yyyy":   Date,
		"[$-419]d mmm;@":                Date,
		"DD/MM/YY":                      Date,
		"h:mm AM/PM":                    Date,
		"[h]:mm":                        Date,
		"[mm]":                          Date,
		"[SS].00":                       Date,
		"mm:ss.0":                       Date,
		`[$-411]ggge"年"m"月"`:            Date,
		"0%":                            Percent,
		"0.00%;[Red]-0.00%":             Percent,
		`0"%"`:                          General,
		`0\%`:                           General,
		"# ?/?":                         Fraction,
		"# ??/100":                      Fraction,
		`0"/"10`:                        General,
		"\"unclosed d":                  General,
		"[unclosed d":                   General,
		`0\`:                            General,
		"0;0;;@":                        General,
		`"Y"0;"N"0`:                     General,
		"[Blue][$-409]m/d/yy h:mm;@":    Date,
		"_(* #,##0_);_(* (#,##0);_(@_)": General,
	} {
		if got := formatOf(code); got != want {
			t.Errorf("%q is %v, want %v", code, got, want)
		}
	}
}

func TestBuiltinFormat(t *testing.T) {
	want := map[int]Format{0: General, 4: General, 9: Percent, 10: Percent, 11: General, 12: Fraction, 13: Fraction, 14: Date, 22: Date, 23: General, 37: General, 45: Date, 47: Date, 48: General, 49: AsText, 57: Date, 67: Percent, 71: Date, 164: General}
	for id, f := range want {
		if got := builtinFormat(id); got != f {
			t.Errorf("format %d is %v, want %v", id, got, f)
		}
	}
}

func TestRanges(t *testing.T) {
	for _, tt := range []struct {
		s    string
		want Range
	}{
		{"A1:C3", Range{1, 1, 3, 3}}, {"C3:A1", Range{1, 1, 3, 3}}, {"B2", Range{2, 2, 2, 2}}, {"A:C", Range{1, 1, 1048576, 3}}, {"2:3", Range{2, 1, 3, 16384}},
		{"", Range{}}, {"A", Range{}}, {"1", Range{}}, {":", Range{}}, {"A:1", Range{}}, {"A1:", Range{}}, {"A1:B2:C3", Range{}}, {"0:1", Range{}}, {"A:XFE", Range{}},
	} {
		if got, ok := parseRange(tt.s); got != tt.want || ok != (tt.want != Range{}) {
			t.Errorf("%q is %v, %v", tt.s, got, ok)
		}
	}
}

func TestRefs(t *testing.T) {
	for _, tt := range []struct {
		s        string
		row, col int
	}{
		{"A1", 1, 1}, {"D14", 14, 4}, {"Z9", 9, 26}, {"AA10", 10, 27}, {"AZ1", 1, 52}, {"BA1", 1, 53}, {"ZZ1", 1, 702}, {"AAA1", 1, 703}, {"XFD1048576", 1048576, 16384},
	} {
		if got := CellName(tt.row, tt.col); got != tt.s {
			t.Errorf("CellName(%d, %d) = %q, want %q", tt.row, tt.col, got, tt.s)
		}
		for _, s := range []string{tt.s, strings.ToLower(tt.s)} {
			if row, col, ok := ParseRef(s); !ok || row != tt.row || col != tt.col {
				t.Errorf("ParseRef(%q) = %d, %d, %v", s, row, col, ok)
			}
		}
	}
	for _, s := range []string{"", "A", "1", "A0", "A01", "1A", "A1B", "$A$1", "A 1", " A1", "A1048577", "XFE1", "AAAA1", "A-1", "А1", "A99999999999999999999", "AAAAAAAAAAAAAAAAAAAAAA1", "[1", "@1"} {
		if row, col, ok := ParseRef(s); ok || row != 0 || col != 0 {
			t.Errorf("ParseRef(%q) = %d, %d, %v", s, row, col, ok)
		}
	}
	for _, rc := range [][2]int{{0, 1}, {1, 0}, {-1, 5}} {
		if s := CellName(rc[0], rc[1]); s != "" {
			t.Errorf("CellName(%v) = %q", rc, s)
		}
	}
	for col := 1; col <= zipxml.MaxCol; col++ {
		if _, c, ok := ParseRef(CellName(1, col)); !ok || c != col {
			t.Fatalf("column %d comes back as %d", col, c)
		}
	}
}

func TestErrorText(t *testing.T) {
	d := &DamageError{Part: "p", Sheet: "S", Ref: "A1", Reason: "r"}
	if got := d.Error(); got != "damaged workbook: S!A1 (p): r" {
		t.Error(got)
	}
	if got := (&DamageError{Reason: "r"}).Error(); got != "damaged workbook: r" {
		t.Error(got)
	}
	if got := Kind(9).String() + Format(9).String(); got != "unknown kindunknown format" {
		t.Error(got)
	}
}
