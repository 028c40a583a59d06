package study

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// What is added to an announced sheet, in any order and with gaps, is what a list of the same holds, and makes the same matrix.
func TestMeasurementsAsTheyWereAdded(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 31))
	compact, spilled, ordered := 0, 0, 0
	for range 3000 {
		s := measured(2+r.IntN(5), 1+r.IntN(4))
		columns := make([]MeasuredColumn, len(s.Criteria))
		for j := range columns {
			columns[j] = MeasuredColumn{Criterion: int32(j), Col: uint16(2 + 2*j)}
		}
		if r.IntN(4) == 0 {
			r.Shuffle(len(columns), func(a, b int) { columns[a], columns[b] = columns[b], columns[a] })
		}
		technologies := r.Perm(len(s.Technologies))
		if r.IntN(2) == 0 {
			slices.Sort(technologies)
		}
		var list []Measurement
		gaps, odd := r.IntN(3) == 0, r.IntN(6) == 0
		for i, k := range technologies {
			for _, c := range columns {
				if gaps && r.IntN(4) == 0 {
					continue
				}
				m := Measurement{Value: float64(1 + r.IntN(50)), Technology: int32(k), Criterion: c.Criterion, Origin: Origin{Sheet: 3, Row: int32(2 + 3*i), Col: c.Col}}
				if odd {
					switch r.IntN(30) {
					case 0:
						m.Term = 1
					case 1:
						m.Origin = Origin{}
					case 2:
						m.Origin.Sheet = 4
					case 3:
						m.Origin.Col++
					}
				}
				list = append(list, m)
			}
		}
		if odd && len(list) > 1 && r.IntN(3) == 0 {
			a, b := r.IntN(len(list)), r.IntN(len(list))
			list[a], list[b] = list[b], list[a]
		}
		s.Terms = []Term{{Values: []float64{1, 2, 3}}}
		other := *s
		s.Evidence, other.Evidence = Measurements{}, Measured(list...)
		s.Evidence.Expect(3, columns, r.IntN(4))
		for _, m := range list {
			s.Evidence.Add(m)
		}
		if s.Evidence.columns != nil {
			compact++
		} else {
			spilled++
		}
		if got := slices.Collect(s.Evidence.All()); !slices.Equal(got, list) || s.Evidence.Len() != len(list) {
			t.Fatalf("%v\nwant %v", got, list)
		}
		for k := range s.Criteria {
			if got, want := s.Evidence.Has(k), other.Evidence.Has(k); got != want {
				t.Fatalf("criterion %d measured: %v, want %v", k, got, want)
			}
		}
		if r.IntN(2) == 0 {
			s.Excluded.Technologies = map[string]bool{s.Technologies[0].ID: true}
			other.Excluded = s.Excluded
		}
		p, errP := s.matrix()
		q, errQ := other.matrix()
		if (errP == nil) != (errQ == nil) || errP != nil && errP.Error() != errQ.Error() {
			t.Fatalf("%v, want %v", errP, errQ)
		}
		if errP != nil {
			continue
		}
		if p.Cells.ordered {
			ordered++
		}
		if !reflect.DeepEqual(p.Problem, q.Problem) || !reflect.DeepEqual(p.Cells.list(), q.Cells.list()) || !reflect.DeepEqual(p.Unranked, q.Unranked) || !slices.Equal(p.Technology, q.Technology) {
			t.Fatalf("%+v\nwant %+v\n%+v\nwant %+v", p.Problem, q.Problem, p.Cells.list(), q.Cells.list())
		}
		rows := []int{1, 0}
		if a, b := p.Cells.Rows(rows, len(p.Leaves)), q.Cells.Rows(rows, len(p.Leaves)); !reflect.DeepEqual(a.list(), b.list()) {
			t.Fatalf("other rows:\n%v\n%v", a.list(), b.list())
		}
		if k := s.checkMixture(); !reflect.DeepEqual(k, other.checkMixture()) {
			t.Fatal(k)
		}
	}
	if compact < 1000 || spilled < 200 || ordered < 300 {
		t.Errorf("%d compact, %d kept as lists, %d in the order of the matrix", compact, spilled, ordered)
	}
}

// A sheet in which next to nothing stands is kept as a list: its places would take any memory.
func TestMeasurementsOfASparseSheet(t *testing.T) {
	columns := make([]MeasuredColumn, 16_000)
	for j := range columns {
		columns[j] = MeasuredColumn{Criterion: int32(j), Col: uint16(j + 2)}
	}
	var m Measurements
	m.Expect(1, columns, 0)
	var list []Measurement
	most := 0
	for i := range 3000 {
		j := i * 5 % len(columns)
		list = append(list, Measurement{Value: 1, Technology: int32(i), Criterion: int32(j), Origin: Origin{Sheet: 1, Row: int32(i + 2), Col: uint16(j + 2)}})
		m.Add(list[i])
		most = max(most, m.places())
	}
	if most > 10_000 || m.columns != nil || !slices.Equal(slices.Collect(m.All()), list) {
		t.Errorf("%d places for %d values", most, m.Len())
	}
}
