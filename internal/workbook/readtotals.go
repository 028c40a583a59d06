package workbook

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// totals are words for a row that sums up those above it, folded.
var totals = []string{"total", "totals", "grand total", "subtotal", "sum", "average", "avg", "mean", "итого", "всего", "итог", "сумма", "среднее", "в среднем", "среднее значение", "промежуточный итог", "общий итог"}

var sumsUp = regexp.MustCompile(`(?i)^\s*\+?(SUM|SUBTOTAL|AVERAGE|AGGREGATE|SUMIF|AVERAGEIF)\(`)

// sumRow reports whether a row sums up others: one of a declared table's totals, or one named so whose numbers are the sums or the means of those above.
func (t *table) sumRow(r row) bool {
	if !t.askedTables {
		t.askedTables = true
		tables, err := t.r.book.Tables(t.index)
		if err != nil {
			t.r.damaged(err)
		}
		t.tables = tables
	}
	for _, d := range t.tables {
		if d.Totals > 0 && r.n <= d.Range.Row2 && r.n > d.Range.Row2-d.Totals {
			return true
		}
	}
	named := false
	for k, c := range t.spec.Columns {
		if k < len(t.at) && t.at[k] > 0 && t.at[k] < len(r.cells) && !slices.Contains(numeric, c.Name) && r.cells[t.at[k]].Kind == xlsx.Text {
			named = named || slices.Contains(totals, strings.TrimRight(fold(r.cells[t.at[k]].Text), " :."))
		}
	}
	return named && t.sums(r)
}

// sums reports whether the numbers of a row are the sums, or the means, of those above it, since the header or since the last row that summed up.
func (t *table) sums(r row) bool {
	type column struct {
		sum, since float64
		n, m       int
	}
	above := map[int]*column{}
	again := &table{r: t.r, index: t.index, name: t.name}
	again.rows(t.header+1, r.n-1, func(x row) {
		left := slices.Contains(t.summed, x.n)
		for col, c := range x.cells {
			if above[col] == nil {
				above[col] = &column{}
			}
			a := above[col]
			if left {
				a.since, a.m = 0, 0
				continue
			}
			if v, f := number(c); c.Row > 0 && f == nil && v.state == study.Given {
				a.sum, a.since, a.n, a.m = a.sum+v.value, a.since+v.value, a.n+1, a.m+1
			}
		}
	})
	found := 0
	for col, c := range r.cells {
		if c.Row == 0 {
			continue
		}
		v, f := number(c)
		if c.HasFormula && sumsUp.MatchString(c.Formula) {
			found++
			continue
		}
		if f != nil || v.state != study.Given {
			continue
		}
		a := above[col]
		near := func(x float64) bool { return math.Abs(v.value-x) <= 5e-3*max(1e-9, math.Abs(x)) }
		if a == nil || a.n == 0 || !near(a.sum) && !near(a.sum/float64(a.n)) && !near(a.since) && !near(a.since/float64(max(a.m, 1))) {
			return false
		}
		found++
	}
	return found > 0
}

// saySummed says which rows were left out because they sum up others.
func (t *table) saySummed() {
	for _, n := range t.summed {
		at := t.place(n, 1)
		t.r.warn("W-TOTALS", at, "", language.M("Nothing needs doing unless it is one of its own."), "Row %d sums up the rows above it and was left out.", n)
	}
	t.summed = nil
}
