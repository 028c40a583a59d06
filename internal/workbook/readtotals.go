package workbook

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// totals are words for a row that sums up those above it, folded.
var totals = spellings{"total", "totals", "grand total", "subtotal", "sum", "average", "avg", "mean", "итого", "всего", "итог", "сумма", "среднее", "в среднем", "среднее значение", "промежуточный итог", "общий итог",
	"median", "geomean", "geometric mean", "min", "max", "minimum", "maximum", "count", "медиана", "среднее геометрическое", "мин", "макс", "минимум", "максимум", "количество"}

var sumsUp = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\s*\+?(SUM|SUBTOTAL|AVERAGE|AGGREGATE|SUMIF|AVERAGEIF|MEDIAN|GEOMEAN|MIN|MAX|COUNT|COUNTA)\(`)
})

// sumRow reports whether a row sums up others: one of a declared table's totals, or one named so whose numbers are the sums or the means of those above.
func (t *table) sumRow(r row) bool {
	if !t.askedTables {
		t.askedTables = true
		free := t.r.held()
		tables, err := t.r.book.Tables(t.index)
		free()
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
	named, starts := false, false
	for k, c := range t.spec.Columns {
		if k < len(t.at) && t.at[k] > 0 && t.at[k] < len(r.cells) && !slices.Contains(numeric, c.Name) && r.cells[t.at[k]].Kind == xlsx.Text {
			whole, begins := isTotal(r.cells[t.at[k]].Text)
			named, starts = named || whole, starts || begins
		}
	}
	return named && t.sums(r, false) || starts && t.sums(r, true)
}

// isTotal reports whether a row's name may be of one that sums up others: a word for that, whole or at the start.
func isTotal(name string) (whole, starts bool) {
	if !mayTotal(name) {
		return false, false
	}
	return isTotalFolded(name)
}

// isTotalFolded is isTotal by the folded name.
func isTotalFolded(name string) (whole, starts bool) {
	cut := len(name) > maxNear
	if cut { // the words for a total are short
		name = strings.ToValidUTF8(name[:maxNear], "")
	}
	name = strings.TrimRight(fold(name), " :.")
	if slices.Contains(totals, name) {
		return !cut, false
	}
	first, rest, _ := strings.Cut(name, " ")
	return false, rest != "" && slices.Contains(totals, strings.TrimRight(first, ":"))
}

// mayTotal is false of most names without folding them: of those in ASCII, where no word for a total begins as their first does.
func mayTotal(name string) bool {
	name = name[:min(len(name), maxNear)]
	if !isPlain(name) {
		return true
	}
	end := 0
	for end < len(name) && name[end]|0x20 >= 'a' && name[end]|0x20 <= 'z' {
		end++
	}
	word := name[:end]
	for _, total := range totals {
		if len(total) >= end && (len(total) == end || total[end] == ' ') && strings.EqualFold(total[:end], word) {
			return true
		}
	}
	return false
}

// sums reports whether the numbers of a row are sums, means or the like of those above it, since the header or since the last row that summed up, to the
// digits that are written; sumsOnly wants sums of two numbers or more.
func (t *table) sums(r row, sumsOnly bool) bool {
	type column struct{ all, since []float64 }
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
				a.since = nil
				continue
			}
			if v, f := number(c); c.Row > 0 && f == nil && v.state == study.Given {
				a.all, a.since = append(a.all, v.value), append(a.since, v.value)
			}
		}
	})
	found := 0
	for col, c := range r.cells {
		if c.Row == 0 {
			continue
		}
		v, f := number(c)
		if c.HasFormula && sumsUp().MatchString(c.Formula) {
			found++
			continue
		}
		if f != nil || v.state != study.Given {
			continue
		}
		a := above[col]
		if a == nil || len(a.all) == 0 || !summary(v.value, a.all, sumsOnly) && !summary(v.value, a.since, sumsOnly) {
			return false
		}
		found++
	}
	return found > 0
}

// summary reports whether x, as far as it is written, is the sum, mean, median, geometric mean, least or greatest of numbers, or how many they are.
func summary(x float64, of []float64, sumsOnly bool) bool {
	if len(of) == 0 || sumsOnly && len(of) < 2 {
		return false
	}
	sum, logs := 0.0, 0.0
	for _, v := range of {
		sum += v
		logs += math.Log(v)
	}
	n := float64(len(of))
	sorted := slices.Sorted(slices.Values(of))
	median := (sorted[len(sorted)/2] + sorted[(len(sorted)-1)/2]) / 2
	unit := 0.5
	if _, decimals, ok := strings.Cut(plainly(x), "."); ok {
		unit *= math.Pow(10, -float64(len(decimals)))
	}
	if sumsOnly {
		return math.Abs(x-sum) <= 1e-9*math.Abs(sum)
	}
	for _, y := range []float64{sum, sum / n, median, math.Exp(logs / n), sorted[0], sorted[len(sorted)-1], n} {
		if math.Abs(x-y) <= max(unit, 1e-9*math.Abs(y))*(1+1e-9) {
			return true
		}
	}
	return false
}

// saySummed says which rows were left out because they sum up others.
func (t *table) saySummed() {
	for _, n := range t.summed {
		at := t.place(n, 1)
		t.r.warn("W-TOTALS", at, "", language.M("Nothing needs doing unless it is one of its own."), "Row %d sums up the rows above it and was left out.", n)
	}
	t.summed = nil
}
