package docx

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/report"
)

// textWidth is the width of the text on a page of A4, in twentieths of a point.
const textWidth = 9922

// table sets a table with its caption: the head repeats on every page, no row is cut in two, columns are as wide as what they hold asks for.
func (b *body) table(t *report.Table) {
	if t.Title != "" {
		b.para("caption", "", run(t.Title, ""))
	}
	if t.Note != "" {
		b.para("caption", "", run(t.Note, ""))
	}
	rows := t.Rows
	if t.Long > 0 && t.Long < len(rows) {
		rows = rows[:t.Long]
	}
	cells := make([][]string, 0, len(rows)+1)
	head := make([]string, len(t.Columns))
	for k, c := range t.Columns {
		head[k] = c.Head
	}
	cells = append(cells, head)
	for _, row := range rows {
		line := make([]string, len(t.Columns))
		for k := range min(len(row), len(line)) {
			line[k] = row[k].Shown(b.l)
		}
		cells = append(cells, line)
	}
	if len(t.Columns) > 0 {
		b.grid(t, cells)
	}
	if left := len(t.Rows) - len(rows); left > 0 {
		b.para("Veche note", "", run(fmt.Sprintf("… %d", left), ""))
	}
	for _, text := range t.After {
		b.para("Veche note", "", run(text, ""))
	}
}

const lines = `<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="404040"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="404040"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/></w:tblBorders>`

const margins = `<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>`

func (b *body) grid(t *report.Table, cells [][]string) {
	size := letters(len(t.Columns))
	widths := widths(cells, size)
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>%s<w:tblLayout w:type="fixed"/>%s<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`, sum(widths), lines, margins)
	for _, w := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid>`)
	for n, line := range cells {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		properties := fmt.Sprintf(`<w:sz w:val="%d"/>`, size)
		if n == 0 {
			b.WriteString(`<w:tblHeader/>`)
			properties = `<w:b/>` + properties
		}
		b.WriteString(`</w:trPr>`)
		for k, text := range line {
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, widths[k])
			if n == 0 {
				b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/><w:vAlign w:val="bottom"/>`)
			}
			b.WriteString(`</w:tcPr>`)
			more := ""
			if n == 0 {
				more = `<w:keepNext/>`
			}
			if t.Columns[k].Number {
				more += `<w:jc w:val="right"/>`
			}
			b.para("Veche cell", more, run(text, properties))
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	b.para("Veche note", "", "") // tables that touch would become one
}

// letters is the size of the letters of a table, in half points: the more columns, the smaller.
func letters(columns int) int {
	switch {
	case columns <= 7:
		return 20
	case columns <= 10:
		return 17
	case columns <= 14:
		return 14
	}
	return 12
}

// widths share the width of the text out to the columns: each as wide as its longest word asks for, and what remains by how much longer its texts are.
func widths(cells [][]string, size int) []int {
	const longestWord, longestText, bold = 22, 70, 125
	n := len(cells[0])
	least, most := make([]int, n), make([]int, n)
	letter := size * 10 * 62 / 100 // an average letter of the font, in twentieths of a point
	const sides = 150
	for n, line := range cells {
		wide := 110 // of a hundred: words of wide letters
		if n == 0 {
			wide = bold
		}
		for k, text := range line {
			if n > 0 {
				most[k] = max(most[k], min(utf8.RuneCountInString(text), longestText)*letter+sides)
			}
			for _, word := range strings.Fields(text) {
				least[k] = max(least[k], min(utf8.RuneCountInString(word), longestWord)*letter*wide/100+sides)
			}
		}
	}
	needed, wanted := 0, 0
	for k := range least {
		least[k] = max(least[k], sides+letter)
		most[k] = max(most[k], least[k])
		needed, wanted = needed+least[k], wanted+most[k]
	}
	out := make([]int, n)
	for k := range out {
		switch {
		case wanted <= textWidth: // what is left over goes to the columns of long texts
			out[k] = most[k] + (textWidth-wanted)*(most[k]-least[k])/max(wanted-needed, 1)
		case needed >= textWidth:
			out[k] = least[k] * textWidth / needed
		default:
			out[k] = least[k] + (textWidth-needed)*(most[k]-least[k])/(wanted-needed)
		}
	}
	return out
}

func sum(widths []int) (all int) {
	for _, w := range widths {
		all += w
	}
	return all
}

// mostTogether is how many lines to sign on are kept on one page.
const mostTogether = 20

// signatures is a table of lines to sign on that holds together: role, a line for the signature, the name, a date to fill in.
func (b *body) signatures(signatures report.Signatures) {
	if len(signatures) == 0 {
		return
	}
	widths := []int{2250, 2750, 3122, 1800}
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>%s</w:tblPr><w:tblGrid>`, sum(widths), margins)
	for _, w := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid>`)
	for n, s := range signatures {
		last := n+1 == len(signatures)
		name := run(s.Name, "")
		if s.Name == "" {
			name = run(strings.Repeat("_", 24), "")
		}
		keep := !last && (len(signatures) <= mostTogether || n < 3)
		b.signatureRow(widths, keep, "Veche signature", "", run(s.Role, ""), run(strings.Repeat("_", 20), ""), name, run(strings.Repeat("_", 12), ""))
		small := `<w:sz w:val="16"/>`
		b.signatureRow(widths, keep, "Veche cell", `<w:jc w:val="center"/>`, "", run(language.Say(b.l, "signature‹line›"), small), run(language.Say(b.l, "name‹line›"), small), run(language.Say(b.l, "date‹line›"), small))
	}
	b.WriteString(`</w:tbl>`)
	b.para("Veche note", "", "")
}

func (b *body) signatureRow(widths []int, keep bool, style, more string, cells ...string) {
	next := ""
	if keep || style == "Veche signature" { // the line and what stands below it
		next = `<w:keepNext/>`
	}
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for k, c := range cells {
		fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[k])
		b.para(style, next+more, c)
		b.WriteString(`</w:tc>`)
	}
	b.WriteString(`</w:tr>`)
}
