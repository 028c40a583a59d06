package hostile

import (
	"fmt"
	"strings"
)

// Study is a workbook that opens and is hostile as a study: what stands in its sheets costs whoever makes sense of it.
type Study struct {
	Name string
	Make func() []byte
	// Issue is a part of what is reported. Where it is empty the study is sound, for all its size, and has so many answers.
	Issue   string
	Answers int
}

// text and number write a cell next to the one before.
func text(s string) string  { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }
func number(x int) string   { return fmt.Sprintf("<c><v>%d</v></c>", x) }
func shared(k int) string   { return fmt.Sprintf(`<c t="s"><v>%d</v></c>`, k) }
func row(c ...string) piece { return once("<row>" + strings.Join(c, "") + "</row>") }

// study is a study of three criteria and a hundred technologies with one more sheet.
func study(sheet string, shared []piece, rows ...piece) []byte {
	sheets := func(rows ...piece) []piece {
		return append(append([]piece{once(open + "<sheetData>")}, rows...), once("</sheetData></worksheet>"))
	}
	criteria := []piece{row(text("Code"), text("Criterion"), text("Sense"), text("Weight"), text("Min"), text("Max"))}
	for k := range 3 {
		criteria = append(criteria, row(text(fmt.Sprint("C", k+1)), text(fmt.Sprint("Criterion ", k+1)), text("benefit"), number(1), number(0), number(10)))
	}
	technologies := []piece{row(text("ID"), text("Technology"))}
	for k := range 100 {
		technologies = append(technologies, row(text(fmt.Sprint("T", k+1)), text(fmt.Sprint("Technology ", k+1))))
	}
	names := []string{"Study", "Criteria", "Technologies", sheet}
	var list strings.Builder
	var related []string
	for k, name := range names {
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, k+1, k+1)
		related = append(related, fmt.Sprintf("worksheet worksheets/sheet%d.xml", k+1))
	}
	parts := []part{
		{name: "xl/workbook.xml", pieces: []piece{once(head + `<workbook xmlns="` + main + `" xmlns:r="` + officeRel + `"><sheets>` + list.String() + `</sheets></workbook>`)}},
		{name: "xl/_rels/workbook.xml.rels", pieces: []piece{relations(append(related, "sharedStrings sharedStrings.xml")...)}},
		{name: sheetPart, pieces: sheets(row(text("Key"), text("Value")), row(text("title"), text("Hostile")))},
		{name: "xl/worksheets/sheet2.xml", pieces: sheets(criteria...)},
		{name: "xl/worksheets/sheet3.xml", pieces: sheets(technologies...)},
		{name: "xl/worksheets/sheet4.xml", pieces: sheets(rows...)},
	}
	if shared != nil {
		parts = append(parts, part{name: stringsPart, pieces: append(append([]piece{once(head + `<sst xmlns="` + main + `"><si><t>`)}, shared...), once("</t></si></sst>"))})
	}
	return book(parts...)
}

// each writes rows by a function of their numbers, from 0.
func each(n int, cells func(k int) string) piece {
	return numbered(n, func(b *strings.Builder, r int) { b.WriteString("<row>" + cells(r-1) + "</row>") })
}

var scoresHead = row(text("Expert"), text("Technology"), text("Criterion"), text("Score"))

// Studies returns the corpus of hostile studies.
func Studies() []Study {
	answer := text("E1") + text("T1") + text("C1") + number(5)
	return []Study{
		{Name: "a million answers", Make: func() []byte {
			return study("Scores", nil, scoresHead, each(1_000_000, func(k int) string {
				return text(fmt.Sprint("E", k/300)) + text(fmt.Sprint("T", k/3%100+1)) + text(fmt.Sprint("C", k%3+1)) + number(k*k%11)
			}))
		}, Answers: 1_000_000},
		{Name: "one answer a million times", Make: func() []byte { return study("Scores", nil, scoresHead, piece{"<row>" + answer + "</row>", 1_000_000}) }, Issue: "More than 1000 cells"},
		{Name: "a hundred thousand unknown names", Make: func() []byte {
			return study("Scores", nil, scoresHead, each(100_000, func(k int) string {
				return text(fmt.Sprint("E", k)) + text(fmt.Sprint("Ж", k)) + text(fmt.Sprint("Я", k)) + text("x")
			}))
		}, Issue: "More than 1000 cells"},
		{Name: "sixteen thousand unknown columns", Make: func() []byte {
			var heads strings.Builder
			for k := range 16_000 {
				heads.WriteString(text(fmt.Sprint("Column ", k)))
			}
			return study("Scores", nil, row(text("Expert"), text("Technology"), text("C1"), heads.String()), piece{"<row>" + text("E1") + text("T1") + number(5) + strings.Repeat(number(1), 16_000) + "</row>", 100})
		}, Issue: "More than 1000 cells"},
		{Name: "one huge name a thousand times", Make: func() []byte {
			return study("Scores", []piece{{"я", 500_000}}, scoresHead, piece{"<row>" + shared(0) + text("T1") + text("C1") + number(5) + "</row>", 1000})
		}, Issue: "more than the 32,767 characters"},
		{Name: "one long name a million times", Make: func() []byte {
			return study("Scores", []piece{{"я", 30_000}}, scoresHead, piece{"<row>" + shared(0) + shared(0) + shared(0) + shared(0) + "</row>", 1_000_000})
		}, Issue: "more than 64 MB of long texts"},
		{Name: "long names that are all different", Make: func() []byte {
			long := strings.Repeat("я", 15_000)
			return study("Scores", nil, scoresHead, each(1000, func(k int) string {
				return text(long+fmt.Sprint(k)) + text(long+fmt.Sprint(k)) + text("C1") + text(long)
			}))
		}, Issue: "more than 64 MB of long texts"},
		{Name: "a row of long texts", Make: func() []byte {
			return study("Scores", nil, scoresHead, piece{"<row>" + strings.Repeat(text(strings.Repeat("a", 32_000)), 1000) + "</row>", 20})
		}, Issue: "the row holds more than 8 MB of text"},
		{Name: "one huge formula a thousand times", Make: func() []byte {
			return study("Scores", nil, scoresHead, piece{"<row>" + text("E1") + text("T1") + text("C1") + "<c><f>1" + strings.Repeat("+1", 20_000) + "</f></c></row>", 10_000})
		}, Issue: "long texts"},
		{Name: "three hundred thousand experts", Make: func() []byte {
			return study("Experts", nil, row(text("ID"), text("Name")), each(300_000, func(k int) string { return text(fmt.Sprint("E", k)) + text(fmt.Sprint("Name ", k)) }))
		}, Issue: "neither a Scores nor an Evidence sheet"},
		{Name: "three hundred thousand terms", Make: func() []byte {
			return study("Scale", nil, row(text("Term"), text("Value")), each(300_000, func(k int) string { return text(fmt.Sprint("term ", k)) + number(k) }))
		}, Issue: "neither a Scores nor an Evidence sheet"},
		{Name: "a matrix without end", Make: func() []byte {
			return study("Pairwise E1", nil, piece{"<row>" + strings.Repeat(text("C1"), 16_384) + "</row>", 200})
		}, Issue: "E-MATRIX"},
		{Name: "hidden rows and columns", Make: func() []byte {
			return study("Scores", nil, scoresHead, each(200_000, func(k int) string {
				return `</row><row hidden="1">` + text(fmt.Sprint("E", k)) + text("T1") + text("C1") + number(5)
			}))
		}, Issue: "Hidden rows are read all the same"},
	}
}
