package ods

import (
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"veche/internal/ci"
	"veche/internal/xlsx"
)

// node is any XML element, with what stands in it in order: the naive reader
// takes a part as a whole.
type node struct {
	name  xml.Name
	attrs []xml.Attr
	nodes []node // a text has no name
	text  string
}

func parse(doc string) (node, error) {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(doc, "\uFEFF")))
	d.CharsetReader = nil
	stack := []node{{}}
	for {
		t, err := d.Token()
		if err != nil {
			if len(stack) == 1 && len(stack[0].nodes) > 0 && err.Error() == "EOF" {
				for _, n := range stack[0].nodes {
					if n.name.Local != "" {
						return n, nil
					}
				}
			}
			return node{}, err
		}
		top := &stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			stack = append(stack, node{name: t.Name, attrs: slices.Clone(t.Attr)})
		case xml.EndElement:
			done := *top
			stack = stack[:len(stack)-1]
			top = &stack[len(stack)-1]
			top.nodes = append(top.nodes, done)
		case xml.CharData:
			top.nodes = append(top.nodes, node{text: string(t)})
		}
	}
}

func (n node) is(ns uint8, local string) bool {
	return n.name.Space == spaces[ns-1] && n.name.Local == local
}

func (n node) attr(ns uint8, local string) (string, bool) {
	for _, a := range n.attrs {
		if a.Name.Space == spaces[ns-1] && a.Name.Local == local {
			return a.Value, true
		}
	}
	return "", false
}

// times is how often an element stands, as far as the naive reader follows it.
func (n node) times(local string) int {
	v, ok := n.attr(table, local)
	if !ok {
		return 1
	}
	x, err := strconv.Atoi(v)
	if err != nil || x > most {
		return most
	}
	return x
}

// naiveText is the text of a paragraph: first all of it with a mark for what is
// not to be collapsed, then the white space collapsed.
func naiveText(n node) string {
	const keptSpace, keptTab, keptLine, barrier = '\ue000', '\ue001', '\ue002', '\ue003'
	var all func(n node) string
	all = func(n node) string {
		var b strings.Builder
		for _, c := range n.nodes {
			switch {
			case c.name.Local == "":
				b.WriteString(c.text)
			case c.name.Space != spaces[text-1]:
			case c.name.Local == "s":
				k, ok := c.attr(text, "c")
				if times, err := strconv.Atoi(k); ok && err == nil {
					b.WriteString(strings.Repeat(string(keptSpace), times) + string(barrier))
				} else {
					b.WriteRune(keptSpace)
				}
			case c.name.Local == "tab":
				b.WriteRune(keptTab)
			case c.name.Local == "line-break":
				b.WriteRune(keptLine)
			case slices.Contains([]string{"ruby-text", "note", "bookmark", "bookmark-start", "bookmark-end", "soft-page-break"}, c.name.Local):
			default:
				b.WriteString(all(c))
			}
		}
		return b.String()
	}
	isSpace := func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) }
	s := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !isSpace(r) {
			return -1
		}
		return r
	}, all(n))
	fields := strings.FieldsFunc(s, isSpace)
	out := strings.Join(fields, " ")
	if r := []rune(s); len(fields) > 0 && isSpace(r[len(r)-1]) {
		out += " "
	}
	return strings.NewReplacer(string(keptSpace), " ", string(keptTab), "\t", string(keptLine), "\n", string(barrier), "").Replace(out)
}

// naiveCells reads the cells that hold something, with their values, without
// checks. It gives up on more of them than limit.
func naiveCells(content string, limit int) ([]string, error) {
	root, err := parse(content)
	if err != nil {
		return nil, err
	}
	var out []string
	var paragraphs func(n node) []string
	paragraphs = func(n node) (lines []string) {
		for _, c := range n.nodes {
			switch {
			case c.is(text, "p"), c.is(text, "h"):
				lines = append(lines, naiveText(c))
			case c.is(text, "list"), c.is(text, "list-item"), c.is(text, "list-header"), c.is(text, "section"):
				lines = append(lines, paragraphs(c)...)
			}
		}
		return lines
	}
	row := 0
	cells := func(r node) error {
		held := []string{}
		col := 0
		for _, c := range r.nodes {
			if !c.is(table, "table-cell") && !c.is(table, "covered-table-cell") {
				continue
			}
			n := c.times("number-columns-repeated")
			kind, _ := c.attr(office, "value-type")
			_, hasFormula := c.attr(table, "formula")
			shown := strings.Join(paragraphs(c), "\n")
			value := ""
			extra, _ := c.attr(calcext, "value-type")
			switch {
			case extra == "error" || hasFormula && isErrorName(shown):
				value = "error " + shown
			case kind == "float" || kind == "percentage" || kind == "currency":
				v, _ := c.attr(office, "value")
				x, err := strconv.ParseFloat(strings.Trim(v, " \t\r\n"), 64)
				if err != nil {
					return err
				}
				value = fmt.Sprint("number ", x)
				if (x == 0 || x == 1) && slices.Contains(truths, shown) {
					value = strings.TrimSuffix(fmt.Sprint("bool ", x), "0")
				}
			case kind == "date", kind == "time":
				value = "date"
			case kind == "boolean":
				v, _ := c.attr(office, "boolean-value")
				value = "bool " + map[string]string{"true": "1", "1": "1", "on": "1"}[strings.Trim(v, " \t\r\n")]
			case kind == "string":
				v, ok := c.attr(office, "string-value")
				if !ok {
					v = shown
				}
				value = "text " + cleanText([]byte(v))
			case shown != "", hasFormula && len(paragraphs(c)) > 0:
				value = "text " + shown
			case hasFormula:
				value = "formula"
			}
			if value != "" {
				if n > limit {
					return errors.New("too many")
				}
				for k := range n {
					held = append(held, fmt.Sprint(col+1+k, " ", value))
				}
			}
			col = min(col+n, most)
		}
		n := r.times("number-rows-repeated")
		if len(held) > 0 {
			if n > limit || len(out)+n*len(held) > limit {
				return errors.New("too many")
			}
			for k := range n {
				for _, h := range held {
					out = append(out, fmt.Sprint(row+1+k, ",", h))
				}
			}
		}
		row = min(row+n, most)
		return nil
	}
	var rows func(n node) error
	rows = func(n node) error {
		for _, c := range n.nodes {
			var err error
			switch {
			case c.is(table, "table-row"):
				err = cells(c)
			case c.is(table, "table-rows"), c.is(table, "table-header-rows"), c.is(table, "table-row-group"), c.is(table, "table-columns"), c.is(table, "table-header-columns"), c.is(table, "table-column-group"):
				err = rows(c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	for _, body := range root.nodes {
		if !body.is(office, "body") {
			continue
		}
		for _, sheet := range body.nodes {
			if !sheet.is(office, "spreadsheet") {
				continue
			}
			for _, t := range sheet.nodes {
				if t.is(table, "table") {
					name, _ := t.attr(table, "name")
					row = 0
					out = append(out, "sheet "+cleanText([]byte(name)))
					if err := rows(t); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	return out, nil
}

// likeNaive writes a cell as naiveCells does.
func likeNaive(c xlsx.Cell, want string) string {
	s := fmt.Sprint(c.Row, ",", c.Col, " ")
	switch c.Kind {
	case xlsx.Number:
		if strings.HasSuffix(want, " date") {
			return s + "date"
		}
		return s + fmt.Sprint("number ", c.Number)
	case xlsx.Text:
		return s + "text " + c.Text
	case xlsx.Error:
		if strings.HasSuffix(want, " error ") {
			return s + "error "
		}
		return s + "error " + c.Text
	case xlsx.Bool:
		if c.Number == 0 {
			return s + "bool "
		}
		return s + "bool 1"
	}
	return s + "formula"
}

// checkAgainstNaive reads a spreadsheet of these parts and fails when it is read
// otherwise than by the naive reader. It returns the number of cells, or -1 when
// it is refused.
func checkAgainstNaive(t *testing.T, content, styles string) int {
	t.Helper()
	const limit = 2000
	b, err := Open(zipped("content.xml", content, "styles.xml", styles), xlsx.Limits{Cells: limit, Merged: limit, Comments: limit})
	if err != nil {
		var d *xlsx.DamageError
		var f *xlsx.FormatError
		if !errors.As(err, &d) && !errors.As(err, &f) {
			t.Fatalf("the error is %T: %v", err, err)
		}
		return -1
	}
	want, err := naiveCells(content, 10*limit)
	if err != nil {
		t.Fatalf("we read it, the naive reader says %v", err)
	}
	want = slices.DeleteFunc(want, func(s string) bool { return strings.HasPrefix(s, "sheet 'file:") })
	n := 0
	next := func() string {
		if n == len(want) {
			return "nothing"
		}
		n++
		return want[n-1]
	}
	cells := 0
	for k, s := range b.Sheets() {
		if w := next(); w != "sheet "+s.Name {
			t.Fatalf("we read the sheet %q, the naive reader has %q", s.Name, w)
		}
		place := [2]int{}
		err := b.Cells(k, func(c xlsx.Cell) error {
			w := next()
			if got := likeNaive(c, w); got != w {
				t.Fatalf("we read %q, the naive reader %q in %s", got, w, content)
			}
			now := [2]int{c.Row, c.Col}
			if slices.Compare(now[:], place[:]) <= 0 {
				t.Fatalf("cell %s after %v", c.Ref(), place)
			}
			place = now
			cells++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if counted := b.Counts()[k]; counted.Cells+counted.Covered != cells {
			t.Fatalf("%d cells, counted %v", cells, counted)
		}
		cells = 0
	}
	if n < len(want) {
		t.Fatalf("the naive reader goes on with %q in %s", want[n], content)
	}
	return n
}

// FuzzRead changes the parts of a spreadsheet. It must read the same cells as the
// naive reader, or give an error.
func FuzzRead(f *testing.F) {
	for _, rows := range []string{
		``,
		`<table:table-row><table:table-cell office:value-type="float" office:value="1.5"/><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>`,
		`<table:table-row table:number-rows-repeated="3"><table:table-cell table:style-name="percent" office:value-type="string"><text:p>a <text:s text:c="2"/><text:span text:style-name="T1">b</text:span></text:p><office:annotation><text:p>c</text:p></office:annotation></table:table-cell></table:table-row>`,
		`<table:table-row-group><table:table-row table:visibility="collapse"><table:table-cell table:formula="of:=1/0" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row></table:table-row-group>`,
		`<table:table-column table:default-cell-style-name="struck"/><table:table-row><table:table-cell office:value-type="date" office:date-value="2024-02-29"/><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>`,
	} {
		f.Add(document(someStyles, sheetOf("S", rows)+sheetOf("T", rows)), commonStyles(someCommonStyles))
	}
	f.Fuzz(func(t *testing.T, content, styles string) { checkAgainstNaive(t, content, styles) })
}

// rowsOf spells rows by a grammar: every byte of the recipe chooses. Bytes changed
// at random hardly ever leave XML well-formed; of these sheets most are read.
func rowsOf(recipe []byte) string {
	pick := func(options ...string) string {
		if len(recipe) == 0 {
			return options[0]
		}
		c := recipe[0]
		recipe = recipe[1:]
		return options[int(c)%len(options)]
	}
	usually := func(good string, bad ...string) string {
		if len(recipe) > 0 && recipe[0] >= 250 {
			return pick(bad...)
		}
		return good
	}
	words := func() string {
		return pick("a", "", " b ", "_x0041_", "&amp;&lt;", "&#13;&#10;", "<![CDATA[<p>]]>", "x<!-- c -->y", "ё\u00a0", "a\r\nb", "\u0085", "\n\t", "<text:s/>", `<text:s text:c="3"/>`, "<text:tab/>", "<text:line-break/>",
			`<text:span text:style-name="T1">1</text:span>`, `<text:span> <text:span> c</text:span></text:span>`, `<text:a> d </text:a>`, `<text:soft-page-break/>`, `<x xmlns="other">no</x>`, `<text:note>no</text:note>`)
	}
	paragraphs := func() string {
		var b strings.Builder
		for range len(pick("", "1", "1", "12")) {
			b.WriteString("<text:p>" + words() + words() + words() + "</text:p>")
		}
		return b.String()
	}
	var b strings.Builder
	b.WriteString(pick("", `<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="percent"/>`, `<table:title>t</table:title>`))
	for n := 0; len(recipe) > 0 && n < 300; n++ {
		group := pick("", "", "", "<table:table-rows>", "<table:table-row-group>", "<table:table-header-rows>")
		b.WriteString(group + "<table:table-row" + pick("", "", ` table:number-rows-repeated="2"`, ` table:number-rows-repeated="1000000"`, ` table:visibility="collapse"`, ` table:style-name="flat"`, usually("", ` table:number-rows-repeated="0"`)) + ">")
		for range len(pick("1", "12", "123", "", "12345")) {
			name := pick("table:table-cell", "table:table-cell", "table:covered-table-cell")
			b.WriteString("<" + name + pick("", "", ` table:number-columns-repeated="2"`, ` table:number-columns-repeated="900"`, ` table:style-name="struck"`, ` table:number-columns-spanned="2"`, usually("", ` table:number-columns-repeated="x"`)) +
				pick("", "", "", ` table:formula="of:=[.A1]"`))
			switch pick("blank", "float", "string", "text", "date", "bool", "error", "percent", "time", "value") {
			case "blank":
				b.WriteString(">" + pick("", "", "<office:annotation><text:p>c</text:p></office:annotation>"))
			case "float":
				b.WriteString(` office:value-type="float" office:value="` + pick("1", "0", "-2.5", "1e-3", " 7 ", usually("8", "1,5", "nan", "0x1", "1e309", "")) + `">` + paragraphs())
			case "string":
				b.WriteString(` office:value-type="string">` + paragraphs())
			case "value":
				b.WriteString(` office:value-type="string" office:string-value="` + pick("", "a", " b ", "&#10;&#9;c") + `">` + paragraphs())
			case "text":
				b.WriteString(">" + paragraphs())
			case "date":
				b.WriteString(` office:value-type="date" office:date-value="` + pick("2024-02-29", "2024-02-29T10:00:00", usually("1899-01-01", "2023-02-29")) + `">`)
			case "time":
				b.WriteString(` office:value-type="time" office:time-value="` + pick("PT10H", "PT00H00M01.5S", usually("PT1M", "P1Y")) + `">`)
			case "bool":
				b.WriteString(` office:value-type="boolean" office:boolean-value="` + pick("true", "false", usually("true", "x")) + `">`)
			case "error":
				b.WriteString(` calcext:value-type="error" office:value-type="string"><text:p>#N/A</text:p>`)
			case "percent":
				b.WriteString(` office:value-type="percentage" office:value="0.5"><text:p>50%</text:p>`)
			}
			b.WriteString(pick("", "", " ", "<!-- -->", `<draw:frame xmlns:draw="d"/>`) + "</" + name + ">")
		}
		b.WriteString("</table:table-row>" + strings.Replace(group, "<", "</", 1))
	}
	return b.String()
}

// FuzzCells is FuzzRead over sheets that are spelled rather than scrambled.
func FuzzCells(f *testing.F) {
	for seed := range 40 {
		f.Add(recipeOf(seed))
	}
	f.Fuzz(func(t *testing.T, recipe []byte) {
		if len(recipe) > 4096 {
			return
		}
		checkAgainstNaive(t, document(someStyles, sheetOf("S", rowsOf(recipe))), commonStyles(someCommonStyles))
	})
}

// recipeOf makes a recipe by a linear congruential generator (the constants of
// Numerical Recipes).
func recipeOf(seed int) []byte {
	x := uint32(seed) + 1
	recipe := make([]byte, 20+seed%60)
	for i := range recipe {
		x = x*1664525 + 1013904223
		recipe[i] = byte(x >> 24)
	}
	return recipe
}

// TestSpelledSheets runs the comparison of FuzzCells on many recipes and makes
// sure that it is not idle: enough sheets must be read, and hold cells.
func TestSpelledSheets(t *testing.T) {
	ci.Long(t, "the comparison of FuzzCells on many recipes")
	read, cells := 0, 0
	const all = 800
	for seed := range all {
		n := checkAgainstNaive(t, document(someStyles, sheetOf("S", rowsOf(recipeOf(seed)))), commonStyles(someCommonStyles))
		if n >= 0 {
			read++
			cells += n
		}
	}
	t.Logf("of %d sheets %d were read, with %d cells", all, read, cells)
	if read < all/3 || cells < 2*all {
		t.Errorf("of %d sheets only %d were read, with %d cells", all, read, cells)
	}
}
