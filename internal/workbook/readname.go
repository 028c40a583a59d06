package workbook

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/xlsx"
)

// remarks are the columns in which anything may stand.
var remarks = []string{"Note", "Comment", "Unit", "Period"}

// identifying are the columns of codes: a part of them that is raised or lowered is no part of the code.
var identifying = []string{"Code", "ID", "Parent", "Expert", "Round", "A", "B", "Bloc", "Group", "Project"}

// unnamed reports what makes a cell no name, whatever its text.
func (t *table) unnamed(c xlsx.Cell, column string) *fault {
	if slices.Contains(remarks, column) {
		return nil
	}
	if c.Kind == xlsx.Number && c.Format == xlsx.Date {
		return t.datedName(c)
	}
	partly := c.Marks &^ c.Whole
	if c.Kind != xlsx.Text || partly == 0 || partly&xlsx.Struck == 0 && !slices.Contains(identifying, column) {
		return nil
	}
	return markedName(c, partly)
}

func markedName(c xlsx.Cell, partly xlsx.Marks) *fault {
	return &fault{"E-CELL-MARKED", language.M("In %q the part %q is %s.", brief(clean(c.Text)), brief(clean(c.Marked)), marksWord(partly)),
		language.M("Type the name alone, in plain text; a footnote or a correction belongs in a note.")}
}

// datedName explains a date where a name belongs.
func (t *table) datedName(c xlsx.Cell) *fault {
	remedy := language.M("Format the cell as text and type it again.")
	if c.Number >= 0 && c.Number < 1 {
		return &fault{"E-DATE", language.M("The cell holds a time of day where a name or code belongs; a spreadsheet makes times of entries such as 1:30."), remedy}
	}
	if !(c.Number >= 1 && c.Number < 3e6) {
		return &fault{"E-DATE", language.M("The cell holds a date where a name or code belongs."), remedy}
	}
	return &fault{"E-DATE", language.M("The cell holds the date %s where a name or code belongs; a spreadsheet makes dates of entries such as 1.1 or 1-2.", t.day(c).Format("2006-01-02")), remedy}
}

// day is the date in a cell.
func (t *table) day(c xlsx.Cell) time.Time {
	epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	if t.r.book.Date1904() {
		epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	return epoch.AddDate(0, 0, int(c.Number))
}

// footnoted reports a reference whose raised or lowered part changes what it names: T1 with a small 2 is not T12. A name that has such a part, CO₂, is one.
func footnoted(c xlsx.Cell, x *index) *fault {
	partly := c.Marks &^ c.Whole
	if c.Kind != xlsx.Text || partly == 0 || c.Marked == "" {
		return nil
	}
	whole := clean(c.Text)
	at := strings.LastIndex(whole, clean(c.Marked))
	if at < 0 {
		return nil
	}
	without := clean(whole[:at] + whole[at+len(clean(c.Marked)):])
	if without != "" && x.find(without) >= 0 {
		return markedName(c, partly)
	}
	return nil
}

// isBidi reports an invisible character that turns the direction of text: it would reach terminals and files.
func isBidi(r rune) bool {
	return r == 0x61c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// shown is a cell's text as its author sees it: a date as a day, a percentage with its sign.
func (t *table) shown(c xlsx.Cell) string {
	switch {
	case c.Kind == xlsx.Number && c.Format == xlsx.Date && c.Number >= 1 && c.Number < 3e6:
		return t.day(c).Format("2006-01-02")
	case c.Kind == xlsx.Number && c.Format == xlsx.Percent:
		return strconv.FormatFloat(math.Round(c.Number*1e10)/1e8, 'f', -1, 64) + "%"
	}
	return text(c)
}
