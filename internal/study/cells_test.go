package study

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// Evidence that stands cell by cell in the order of the matrix needs no index, and gives what the same evidence gives in any other order, whoever is left out.
func TestCellsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 4))
	for range 50 {
		s := measured(3+r.IntN(6), 1+r.IntN(4))
		s.Excluded.Technologies = map[string]bool{}
		if r.IntN(2) == 0 {
			s.Excluded.Technologies[s.Technologies[r.IntN(len(s.Technologies))].ID] = true
		}
		for k := range s.Evidence.list {
			s.Evidence.list[k].Origin = Origin{Row: int32(k + 1)}
		}
		other := *s
		list := slices.Collect(s.Evidence.All())
		for k := range list[1:] { // no value stays where it was
			list[k], list[k+1] = list[k+1], list[k]
		}
		other.Evidence = Measured(list...)
		p, err := s.matrix()
		if err != nil {
			t.Fatal(err)
		}
		q, err := other.matrix()
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(p.Problem, q.Problem) || p.Cells.Len() != len(p.Problem.Scores) || p.Cells.Len() != q.Cells.Len() {
			t.Fatalf("%d cells and %d: another problem", p.Cells.Len(), q.Cells.Len())
		}
		if !reflect.DeepEqual(p.Cells.list(), q.Cells.list()) {
			t.Errorf("other cells:\n%v\n%v", p.Cells.list(), q.Cells.list())
		}
		rows := []int{1, 0}
		a, b := p.Cells.Rows(rows, len(p.Leaves)), q.Cells.Rows(rows, len(p.Leaves))
		if !reflect.DeepEqual(a.list(), b.list()) || a.Len() != 2*len(p.Leaves) {
			t.Errorf("other rows:\n%v\n%v", a.list(), b.list())
		}
	}
}
