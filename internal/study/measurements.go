package study

import (
	"iter"
	"math"
	"slices"
)

// Measurements are measured values in the order in which they were added. The zero Measurements are none. Like a slice they may be handed on; who adds to a copy
// adds to that.
//
// A large sheet holds millions of values, technologies down and criteria across. Where the sheet was announced by [Measurements.Expect] a value takes the eight
// bytes of its number: its technology, its criterion and its cell follow from its place. As soon as one is added that has no place there, or most places stay free,
// all are kept as a list.
type Measurements struct {
	list []Measurement

	sheet   uint16 // of all
	columns []MeasuredColumn
	rows    []measuredRow
	values  []float64 // row by row, the last row as far as it goes; NaN where nothing was measured
	absent  int       // of values
}

// MeasuredColumn is a column of a sheet: its criterion, and where it stands.
type MeasuredColumn struct {
	Criterion int32
	Col       uint16 // as of an [Origin]
}

// measuredRow is a row of a sheet: its technology, and where it stands.
type measuredRow struct{ technology, row int32 }

// Measured are these measurements.
func Measured(list ...Measurement) Measurements { return Measurements{list: list} }

// Expect announces a sheet: its columns from left to right, and about how many rows will be added. It does nothing where something was added before.
func (m *Measurements) Expect(sheet uint16, columns []MeasuredColumn, rows int) {
	if len(m.list) > 0 || len(m.rows) > 0 || len(columns) == 0 {
		return
	}
	*m = Measurements{sheet: sheet, columns: slices.Clone(columns), rows: make([]measuredRow, 0, rows), values: make([]float64, 0, rows*len(columns))}
}

// Len is how many there are.
func (m *Measurements) Len() int { return len(m.list) + len(m.values) - m.absent }

// Add adds one.
func (m *Measurements) Add(e Measurement) {
	if !m.placed(e) {
		m.list = append(m.asList(), e)
	}
}

// placed adds one that has its place behind the last of the announced sheet; false for another one.
func (m *Measurements) placed(e Measurement) bool {
	n := len(m.columns)
	if n == 0 || e.Term != 0 || e.Stated != 0 || e.Origin.Sheet != m.sheet || e.Value != e.Value {
		return false
	}
	row := measuredRow{e.Technology, e.Origin.Row}
	from := 0 // the first column that it may have
	old := len(m.rows) > 0 && m.rows[len(m.rows)-1] == row
	if old {
		from = len(m.values) - (len(m.rows)-1)*n
	}
	column := MeasuredColumn{e.Criterion, e.Origin.Col}
	j := from
	for j < n && m.columns[j] != column {
		j++
	}
	if j == n {
		return false
	}
	gap := j - from
	if !old {
		gap += len(m.rows)*n - len(m.values)
	}
	if m.absent+gap > freeShare*m.Len()+freePlaces {
		return false
	}
	if !old {
		m.begin(row)
	}
	m.leave(j - from)
	m.values = append(m.values, e.Value)
	return true
}

// A list takes four times as much for a value as a sheet for a place: more than three in four are not left free, beyond some.
const (
	freeShare  = 3
	freePlaces = 4096
)

// begin begins a row.
func (m *Measurements) begin(row measuredRow) {
	m.leave(len(m.rows)*len(m.columns) - len(m.values))
	m.rows = append(m.rows, row)
}

// leave leaves so many places free.
func (m *Measurements) leave(places int) {
	for range places {
		m.values = append(m.values, math.NaN())
	}
	m.absent += places
}

// asList makes a list of what there is, and returns it.
func (m *Measurements) asList() []Measurement {
	if m.columns != nil {
		*m = Measurements{list: slices.AppendSeq(make([]Measurement, 0, m.Len()+1), m.All())}
	}
	return m.list
}

// All are all of them.
func (m *Measurements) All() iter.Seq[Measurement] {
	return func(yield func(Measurement) bool) {
		for k := range m.list {
			if !yield(m.list[k]) {
				return
			}
		}
		for k, x := range m.values {
			if x == x && !yield(m.at(k)) {
				return
			}
		}
	}
}

// Stated are those that are not known for certain.
func (m *Measurements) Stated() iter.Seq[Measurement] {
	return func(yield func(Measurement) bool) {
		for k := range m.list { // a value that takes eight bytes is certain
			if m.list[k].Stated > 0 && !yield(m.list[k]) {
				return
			}
		}
	}
}

// Has reports whether a value of the criterion was measured.
func (m *Measurements) Has(criterion int) bool {
	if slices.ContainsFunc(m.list, func(e Measurement) bool { return int(e.Criterion) == criterion }) {
		return true
	}
	for j, c := range m.columns {
		for k := j; int(c.Criterion) == criterion && k < len(m.values); k += len(m.columns) {
			if x := m.values[k]; x == x {
				return true
			}
		}
	}
	return false
}

// fuzzy reports whether any is a fuzzy number.
func (m *Measurements) fuzzy() bool {
	return slices.ContainsFunc(m.list, func(e Measurement) bool { return e.Term > 0 })
}

// places is how many places there are: of what was measured, and those left free.
func (m *Measurements) places() int { return len(m.list) + len(m.values) }

// at is what stands at a place that is not free.
func (m *Measurements) at(place int) Measurement {
	if m.columns == nil {
		return m.list[place]
	}
	row, column := m.rows[place/len(m.columns)], m.columns[place%len(m.columns)]
	return Measurement{Value: m.values[place], Technology: row.technology, Criterion: column.Criterion, Origin: Origin{Row: row.row, Sheet: m.sheet, Col: column.Col}}
}

// free reports that nothing stands at a place.
func (m *Measurements) free(place int) bool {
	return m.columns != nil && m.values[place] != m.values[place]
}

// first are those of the first places.
func (m Measurements) first(places int) Measurements {
	if m.columns == nil {
		m.list = m.list[:places:places]
	} else {
		m.values = m.values[:places:places]
	}
	return m
}

// matrix are the values of technologies × leaves, row by row, where that is what they are in their order and they are no list; of gives a criterion's leaf.
func (m *Measurements) matrix(technologies, leaves int, of []int32) []float64 {
	if len(m.columns) != leaves || len(m.rows) != technologies || len(m.values) != technologies*leaves || m.absent > 0 {
		return nil
	}
	for j, c := range m.columns {
		if int(of[c.Criterion]) != j {
			return nil
		}
	}
	for i, r := range m.rows {
		if int(r.technology) != i {
			return nil
		}
	}
	return m.values
}
