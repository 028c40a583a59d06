package xlsx

import (
	"encoding/xml"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func isMain(n xml.Name) bool { return n.Space == nsMain || n.Space == nsMainStrict }

// node is any XML element: the naive reader takes a part as a whole.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) all(name string) []node {
	var out []node
	for _, c := range n.Nodes {
		if isMain(c.XMLName) && c.XMLName.Local == name {
			out = append(out, c)
		}
	}
	return out
}

func (n node) first(name string) node {
	if found := n.all(name); len(found) > 0 {
		return found[0]
	}
	return node{}
}

func (n node) rich() string {
	var b strings.Builder
	for _, c := range n.Nodes {
		switch {
		case !isMain(c.XMLName):
		case c.XMLName.Local == "t":
			b.WriteString(cleanText([]byte(c.Text)))
		case c.XMLName.Local == "r":
			for _, t := range c.all("t") {
				b.WriteString(cleanText([]byte(t.Text)))
			}
		}
	}
	return b.String()
}

// naive reads the values of a sheet as place and value, without checks.
func naive(sheet, table string) ([]string, error) {
	var ws, sst node
	if err := xml.Unmarshal([]byte(sheet), &ws); err != nil {
		return nil, err
	}
	if err := xml.Unmarshal([]byte(table), &sst); err != nil {
		return nil, err
	}
	var out []string
	r := 0
	for _, row := range ws.first("sheetData").all("row") {
		if r++; row.attr("r") != "" {
			r, _ = strconv.Atoi(strings.TrimSuffix(row.attr("r"), ".0"))
		}
		col := 0
		for _, c := range row.all("c") {
			if col++; c.attr("r") != "" {
				_, col, _ = ParseRef(c.attr("r"))
			}
			v := c.first("v").Text
			trimmed := strings.Trim(v, " \t\r\n")
			value := ""
			switch t := c.attr("t"); {
			case t == "inlineStr" && len(c.all("is")) > 0:
				value = "text " + c.first("is").rich()
			case len(c.all("v")) == 0 || trimmed == "" && t != "str" && t != "e":
			case t == "s":
				i, err := strconv.Atoi(trimmed)
				if err != nil {
					return nil, err
				}
				value = "text " + sst.all("si")[i].rich()
			case t == "str":
				value = "text " + cleanText([]byte(v))
			case t == "e":
				value = "error " + cleanText([]byte(trimmed))
			case t == "b":
				value = "bool " + map[string]string{"1": "1", "true": "1", "on": "1"}[trimmed]
			case t == "d":
				value = "date"
			default:
				f, err := strconv.ParseFloat(trimmed, 64)
				if err != nil {
					return nil, err
				}
				value = "number " + strconv.FormatFloat(f, 'g', -1, 64)
			}
			out = append(out, strconv.Itoa(r)+","+strconv.Itoa(col)+" "+value)
		}
	}
	return out, nil
}

// likeNaive writes a cell as naive does.
func likeNaive(c Cell, date bool) string {
	s := strconv.Itoa(c.Row) + "," + strconv.Itoa(c.Col) + " "
	switch c.Kind {
	case Number:
		if date {
			return s + "date"
		}
		return s + "number " + strconv.FormatFloat(c.Number, 'g', -1, 64)
	case Text:
		return s + "text " + c.Text
	case Error:
		return s + "error " + c.Text
	case Bool:
		if c.Number == 0 {
			return s + "bool "
		}
		return s + "bool 1"
	}
	return s
}

// FuzzRead changes the sheet, the shared strings and the styles of a workbook.
// It must read the same cells as the naive reader, or give an error.
func FuzzRead(f *testing.F) {
	p := plain("")
	for _, rows := range []string{
		``,
		`<row r="1"><c r="A1"><v>1.5</v></c><c t="s"><v>1</v></c></row>`,
		`<row r="2" hidden="1"><c r="B2" t="str"><f>1</f><v>a_x0041_&amp;</v></c><c t="b" s="2"><v>1</v></c></row><row/>`,
		`<row><c t="inlineStr"><is><r><rPr/><t>a</t></r><t>b</t><rPh><t>c</t></rPh></is></c><c t="e"><v>#N/A</v></c></row>`,
		`<row><c t="d"><v>2024-02-29T12:00</v></c><c><v><![CDATA[7]]><!-- c --></v></c><x xmlns="y"><c/></x><c><f t="shared"/></c></row>`,
	} {
		f.Add(worksheet(rows), p[4].body, p[5].body)
	}
	f.Add(xmlHead+`<x:worksheet xmlns:x="`+nsMainStrict+`"><x:cols><x:col min="1" max="2" hidden="1"/></x:cols><x:sheetData><x:row><x:c/></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>`, p[4].body, p[5].body)
	f.Fuzz(func(t *testing.T, sheet, table, styles string) {
		checkAgainstNaive(t, sheet, table, styles)
	})
}

// checkAgainstNaive reads a workbook of these parts and fails when it is read
// otherwise than by the naive reader. It returns the number of cells, or -1
// after a DamageError.
func checkAgainstNaive(t *testing.T, sheet, table, styles string) int {
	t.Helper()
	data := plain(sheet).with("xl/sharedStrings.xml", table).with("xl/styles.xml", styles).zip()
	cells, err := readAll(data, Limits{})
	if err != nil {
		var d *DamageError
		if !errors.As(err, &d) {
			t.Fatalf("the error is %T: %v", err, err)
		}
		return -1
	}
	want, err := naive(strings.TrimPrefix(sheet, "\uFEFF"), strings.TrimPrefix(table, "\uFEFF"))
	if err != nil {
		t.Fatalf("we read %v, the naive reader fails: %v", shows(cells), err)
	}
	if len(cells) != len(want) {
		t.Fatalf("we read %d cells, the naive reader %d", len(cells), len(want))
	}
	place := [2]int{}
	for i, c := range cells {
		if got := likeNaive(c, strings.HasSuffix(want[i], " date")); got != want[i] {
			t.Fatalf("we read %q, the naive reader %q in %s", got, want[i], sheet)
		}
		now := [2]int{c.Row, c.Col}
		if slices.Compare(now[:], place[:]) <= 0 {
			t.Fatalf("cell %s after %v", c.Ref(), place)
		}
		place = now
	}
	return len(cells)
}

// FuzzOpen changes the bytes of the file itself. Whatever they are, there is no
// panic, and every error says what it is.
func FuzzOpen(f *testing.F) {
	f.Add(plain(worksheet(`<row><c t="s"><v>0</v></c></row>`)).zip())
	f.Add(ole("EncryptedPackage"))
	f.Add([]byte("a;b\n"))
	f.Add([]byte("<html>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := readAll(data, Limits{})
		var d *DamageError
		var w *FormatError
		if err != nil && !errors.As(err, &d) && !errors.As(err, &w) {
			t.Fatalf("the error is %T: %v", err, err)
		}
	})
}
