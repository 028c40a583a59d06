package contract

import (
	"math"
	"slices"
	"veche/internal/language"
	"veche/internal/mcda"
)

type Trace struct {
	Name    string       `json:"name"`
	Symbol  string       `json:"symbol,omitempty"`
	Rows    []string     `json:"rows"`
	Columns []string     `json:"columns"`
	Values  [][]*float64 `json:"values"` // null where a table has nothing to say
	Note    string       `json:"note,omitempty"`
}

func OfTrace(trace *mcda.Trace) []Trace {
	all := []Trace{}
	for _, t := range trace.Tables {
		j := Trace{Name: t.Name, Symbol: t.Symbol, Rows: t.Rows, Columns: t.Column, Note: language.M(t.Note, t.Args...).String()}
		for row := range slices.Chunk(t.Values, len(t.Column)) {
			var cells []*float64
			for _, x := range row {
				if math.IsNaN(x) {
					cells = append(cells, nil)
				} else {
					cells = append(cells, &x)
				}
			}
			j.Values = append(j.Values, cells)
		}
		all = append(all, j)
	}
	return all
}
