package workbook

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// odd notes what is odd about a row's cells; false for a blank row.
func (t *table) odd(r row) bool {
	hidden, shown, unstruck := false, false, false
	var struck []string
	for k := range r.cells {
		c := &r.cells[k]
		if c.Row == 0 || c.Kind == xlsx.Blank && !c.HasFormula || c.Kind == xlsx.Text && (c.Text == "" || c.Text[0] <= ' ' || c.Text[0] >= 0x80) && clean(c.Text) == "" {
			continue
		}
		if c.Hidden {
			hidden = true
			if t.firstHidden.Row == 0 {
				t.firstHidden = *c
			}
		} else {
			shown = true
		}
		if c.Whole&xlsx.Struck == 0 {
			unstruck = true
		} else if struck = append(struck, c.Ref()); t.firstStruck.Row == 0 {
			t.firstStruck = *c
		}
		if t.headed != nil && !t.headed[c.Col] {
			t.unheaded(*c)
		}
		if c.HasFormula && random(c.Formula) {
			if t.volatile++; t.volatile == 1 {
				t.firstRandom = *c
			}
		}
	}
	switch {
	case len(struck) > 0 && !unstruck:
		t.struckRows = append(t.struckRows, r.n)
	case len(t.struck) < 20:
		t.struck = append(t.struck, struck...)
	}
	if hidden && !shown {
		t.hiddenRows = append(t.hiddenRows, r.n)
		return true
	}
	for col := range r.cells {
		if hidden && r.cells[col].Hidden { // in a row that is shown
			if t.hiddenColumns == nil {
				t.hiddenColumns = map[int]bool{}
			}
			t.hiddenColumns[col] = true
		}
	}
	return shown
}

// random reports whether a formula gives another value each time it is calculated. A copy of a shared formula does not say.
func random(formula string) bool {
	const most = 8192 // characters of a formula in Excel
	return randomly().MatchString(formula[:min(len(formula), most)])
}

// remark says what was odd, and forgets it.
func (t *table) remark() {
	at := func(c xlsx.Cell) study.Place { return t.place(c.Row, c.Col) }
	var columns []string
	for _, col := range slices.Sorted(maps.Keys(t.hiddenColumns)) {
		columns = append(columns, strings.TrimRight(xlsx.CellName(1, col), "1"))
	}
	show := language.M("Show them, or delete what shall not count.")
	if len(t.hiddenRows) > 0 {
		t.r.warn("W-HIDDEN", at(t.firstHidden), "", show, "Hidden rows are read all the same: %s.", spans(t.hiddenRows))
	}
	if columns != nil {
		t.r.warn("W-HIDDEN", at(t.firstHidden), "", show, "Hidden columns are read all the same: %s.", strings.Join(columns, ", "))
	}
	if len(t.struckRows) > 0 {
		t.r.warn("W-STRUCK", at(t.firstStruck), "", language.M("Delete what shall not count, or take the line through it away."), "Struck-out rows are read all the same: %s.", spans(t.struckRows))
	}
	if len(t.struck) > 0 {
		t.r.warn("W-STRUCK", at(t.firstStruck), "", language.M("Delete what shall not count, or take the line through it away."), "Struck-out cells are read all the same: %s.", strings.Join(t.struck, ", "))
	}
	for _, col := range slices.Sorted(maps.Keys(t.nameless)) {
		n := t.nameless[col]
		t.r.warn("W-COLUMN-NAMELESS", at(n.first), text(n.first), language.M("Write the column's header in row %d, or remove what stands there if it is a note.", t.header),
			"There is no header above %s: what stands in this column (cells: %d) is not read.", n.first.Ref(), n.cells)
	}
	if t.volatile > 0 {
		t.r.warn("W-VOLATILE", at(t.firstRandom), "="+t.firstRandom.Formula, language.M("Replace the formulas by their values (copy, paste special, values) if these are the answers."),
			"%d cells hold formulas that give another value at every calculation, of which this is the first; the values saved in the file are read.", t.volatile)
	}
	t.saySnaps()
	t.oddities = oddities{outside: t.outside}
}

// spans writes increasing numbers as 2, 5–7; the first ones of many.
func spans(numbers []int) language.Message {
	var parts []string
	for k := 0; k < len(numbers); {
		end := k
		for end+1 < len(numbers) && numbers[end+1] == numbers[end]+1 {
			end++
		}
		if len(parts) == 10 {
			return language.M("%s and %d more", strings.Join(parts, ", "), len(numbers)-k)
		}
		part := fmt.Sprint(numbers[k])
		if end > k {
			part += fmt.Sprintf("–%d", numbers[end])
		}
		parts = append(parts, part)
		k = end + 1
	}
	return language.Verbatim(strings.Join(parts, ", "))
}

// unheaded notes a cell under no header. In a file of text a field past the last header shows that the row has another shape.
func (t *table) unheaded(c xlsx.Cell) {
	last := 0
	for col := range t.headed {
		last = max(last, col)
	}
	if files, ok := t.r.book.(*textFiles); ok && files.sheets[t.index].table == nil && c.Col > last {
		t.r.fail("E-TEXT-FIELDS", t.place(c.Row, c.Col), text(c), language.M("Put fields that hold the separator between quotation marks, as \"10,5\", or write a header above the field."),
			"Line %d has more fields than the header has (%d, separated by %s).", c.Row, last, separatorName(files.sheets[t.index].comma))
		return
	}
	if t.nameless == nil {
		t.nameless = map[int]*nameless{}
	}
	n := t.nameless[c.Col]
	if n == nil {
		n = &nameless{first: c}
		t.nameless[c.Col] = n
	}
	n.cells++
}

// nameless is what stands in a column without a header.
type nameless struct {
	first xlsx.Cell
	cells int
}

// oddities are what is odd about a sheet's cells but no fault, gathered to be said once for all of them.
type oddities struct {
	hiddenRows               []int
	hiddenColumns            map[int]bool
	struckRows               []int
	struck                   []string
	firstStruck              xlsx.Cell
	nameless                 map[int]*nameless // by column
	volatile                 int
	firstHidden, firstRandom xlsx.Cell
	snaps                    map[int]*snap // by k of 1/k
	outside                  []xlsx.Cell   // judgements outside 1/9 to 9 that are left out
}

var randomly = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(RAND|RANDBETWEEN|RANDARRAY|NOW|TODAY)\(`)
})
