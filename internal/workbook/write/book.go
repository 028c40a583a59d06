package write

import (
	"github.com/xuri/excelize/v2"
)

// Book is the workbook being written and its styles.
type Book struct {
	F      *excelize.File
	Styles map[Look]int

	Document *Document // nil: the sheets are to be filled in, not read on paper
}

// Look names a style.
type Look int

const (
	Plain Look = iota
	Wrap
	Title
	Note
	Head
	HeadWrap
	HeadNumber
	Input
	Score // 0.0000
	Fine  // 0.000000
	Share // 0.0%
	Whole
	General
	Strong
	Alert
	Linked
	HeadFilter // a number's heading that leaves room for the filter's button
	Two        // 0.00
	ShareStrong
	Right // words in a column of numbers
	Three // 0.000
	One   // 0.0
	StrongWrap
	Tick // 1 or 0, to edit
)

// NewBook is an empty workbook with its styles.
func NewBook() (*Book, error) {
	b := &Book{F: excelize.NewFile(), Styles: map[Look]int{}}
	number := func(format string) *excelize.Style {
		return &excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}}
	}
	words := func(wrap bool) *excelize.Style { // set off from a number to the left
		return &excelize.Style{Alignment: &excelize.Alignment{WrapText: wrap, Vertical: "top", Horizontal: "left", Indent: 1}}
	}
	head := func(wrap bool, horizontal string) *excelize.Style {
		return &excelize.Style{Font: &excelize.Font{Bold: true, Color: "1F3244"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3EAF1"}},
			Border: []excelize.Border{{Type: "bottom", Color: "6B7F93", Style: 1}}, Alignment: &excelize.Alignment{WrapText: wrap, Vertical: "bottom", Horizontal: horizontal, Indent: indent(horizontal)}}
	}
	input := number("0.0000")
	input.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF4CC"}}
	input.Protection = &excelize.Protection{Locked: false}
	input.Border = []excelize.Border{{Type: "left", Color: "B59B3A", Style: 1}, {Type: "right", Color: "B59B3A", Style: 1}, {Type: "top", Color: "B59B3A", Style: 1}, {Type: "bottom", Color: "B59B3A", Style: 1}}
	tick := *input
	whole := "0"
	tick.CustomNumFmt, tick.Alignment = &whole, &excelize.Alignment{Vertical: "top", Horizontal: "center"}
	filter := head(true, "right")
	filter.Alignment.Indent = 2
	strong := number("0.0%")
	strong.Font = &excelize.Font{Bold: true}
	for _, s := range []struct {
		look  Look
		style *excelize.Style
	}{
		{Plain, words(false)},
		{Wrap, words(true)},
		{Title, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 15, Color: "1F3244"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
		{Note, &excelize.Style{Font: &excelize.Font{Color: "55606B"}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}}},
		{Head, head(false, "left")}, {HeadWrap, head(true, "left")}, {HeadNumber, head(true, "right")},
		{Input, input}, {Tick, &tick}, {Score, number("0.0000")}, {Fine, number("0.000000")}, {Share, number("0.0%")}, {Whole, number("0")}, {General, number("General")},
		{Strong, &excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
		{HeadFilter, filter}, {ShareStrong, strong}, {Two, number("0.00")}, {Three, number("0.000")}, {One, number("0.0")},
		{StrongWrap, &excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}}},
		{Right, &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}}},
		{Linked, &excelize.Style{Font: &excelize.Font{Color: "1F4E8C", Underline: "single"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
		{Alert, &excelize.Style{Font: &excelize.Font{Bold: true, Color: "A02020"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}}},
	} {
		if s.style.Font == nil {
			s.style.Font = &excelize.Font{}
		}
		s.style.Font.Family = "Calibri" // LibreOffice has a metric twin
		if s.style.Font.Size == 0 {
			s.style.Font.Size = 11
		}
		id, err := b.F.NewStyle(s.style)
		if err != nil {
			return nil, err
		}
		b.Styles[s.look] = id
	}
	return b, nil
}

// indent sets text off from the number left of it.
func indent(horizontal string) int {
	if horizontal == "left" {
		return 1
	}
	return 0
}
