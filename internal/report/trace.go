package report

import (
	"math"
	"slices"
	"strings"
	"veche/internal/language"
	"veche/internal/mcda"
)

// figure is a number of any size to six digits; nothing for NaN.
func traced(x float64) Cell {
	if math.IsNaN(x) {
		return Text("")
	}
	return Styled(x, Digits6)
}

func LongTrace(trace *mcda.Trace) *Table {
	t := &Table{}
	for _, name := range []string{"Table", "Symbol", "Row", "Column"} {
		t.Add(name, false)
	}
	t.Add("Value", true)
	for _, table := range trace.Tables {
		for r, id := range table.Rows {
			for c, name := range table.Column {
				t.Rows = append(t.Rows, []Cell{Text(table.Name), Text(table.Symbol), Text(id), Text(name), traced(table.Values[r*len(table.Column)+c])})
			}
		}
	}
	return t
}

// Trace is one of a method's intermediate tables.
func Trace(t *mcda.Table, l language.Language) *Table {
	grid := &Table{Note: language.Say(l, t.Note, t.Args...)}
	grid.Add("", false)
	duels := slices.Equal(t.Column, []string{"wins", "losses", "score"})
	named := func(name string) string { // words; codes of criteria and technologies stay as they are
		if duels || strings.ContainsAny(name, " (") {
			return language.Say(l, name)
		}
		return name
	}
	for _, name := range t.Column {
		grid.Add(named(name), true)
	}
	for r, id := range t.Rows {
		if _, known := language.Known(id); known && strings.Contains(id, " ") {
			id = language.Say(l, id)
		}
		row := []Cell{Text(id)}
		for c := range t.Column {
			row = append(row, traced(t.Values[r*len(t.Column)+c]))
		}
		grid.Rows = append(grid.Rows, row)
	}
	return grid
}
