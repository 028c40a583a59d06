package workbook

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// manyCells is a source of one sheet with so many cells; it may end with an error, or panic.
type manyCells struct {
	source
	n     int
	err   error
	panic bool
	given atomic.Int64
}

func (m *manyCells) Cells(_ int, each func(xlsx.Cell) error) error {
	for k := range m.n {
		m.given.Add(1)
		if err := each(xlsx.Cell{Row: 1 + k/7, Col: 1 + k%7, Kind: xlsx.Text, Text: fmt.Sprint(k)}); err != nil {
			return err
		}
	}
	if m.panic {
		panic("broken")
	}
	return m.err
}

// Reading ahead gives the same cells in the same order as reading, the same errors, and ends when it is stopped.
func TestScanIsCells(t *testing.T) {
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0))) // with one processor nothing is read ahead
	before := runtime.NumGoroutine()
	wrong := errors.New("wrong")
	for _, n := range []int{0, 1, firstLot - 1, firstLot, firstLot + 1, 10 * largeLot, 12_345} {
		for _, end := range []error{nil, wrong} {
			for _, stop := range []int{-1, 0, n / 2, n - 1} {
				run := func(over func(*reader, func(*xlsx.Cell) error) error) (got []xlsx.Cell, err error) {
					r := &reader{book: &manyCells{n: n, err: end}}
					err = over(r, func(c *xlsx.Cell) error {
						if len(got) == stop {
							return errStop
						}
						got = append(got, *c)
						return nil
					})
					return got, err
				}
				want, wantErr := run(func(r *reader, each func(*xlsx.Cell) error) error {
					return r.book.Cells(0, func(c xlsx.Cell) error { return each(&c) })
				})
				got, err := run(func(r *reader, each func(*xlsx.Cell) error) error { return r.scan(0, each) })
				if err != wantErr || !reflect.DeepEqual(got, want) {
					t.Fatalf("%d cells stopped at %d: %d cells and %v for %d and %v", n, stop, len(got), err, len(want), wantErr)
				}
			}
		}
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("%d goroutines are left of %d", runtime.NumGoroutine(), before)
}

// What panics on either side panics where the cells are wanted, and the book can be read again.
func TestScanPanics(t *testing.T) {
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0)))
	caught := func(work func()) (fault any) {
		defer func() { fault = recover() }()
		work()
		return nil
	}
	r := &reader{book: &manyCells{n: 5000, panic: true}}
	if fault := caught(func() { _ = r.scan(0, func(*xlsx.Cell) error { return nil }) }); fault != "broken" {
		t.Errorf("%v", fault)
	}
	r.book = &manyCells{n: 50_000}
	if fault := caught(func() { _ = r.scan(0, func(*xlsx.Cell) error { panic("here") }) }); fault != "here" {
		t.Errorf("%v", fault)
	}
	n := 0
	if err := r.scan(0, func(*xlsx.Cell) error { n++; return nil }); err != nil || n != 50_000 {
		t.Errorf("%d cells, %v", n, err)
	}
}

// A sheet that is held is not read on, and a scan within a scan ends.
func TestScanHeldAndNested(t *testing.T) {
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0)))
	book := &manyCells{n: 9 * largeLot}
	r := &reader{book: book}
	n := 0
	if err := r.scan(0, func(c *xlsx.Cell) error {
		if n++; n%1500 != 0 {
			return nil
		}
		free := r.held()
		was := book.given.Load()
		for range 50 {
			runtime.Gosched()
		}
		if book.given.Load() != was {
			t.Error("it is read on while it is held")
		}
		free()
		inner := 0
		err := r.scan(0, func(*xlsx.Cell) error { inner++; return nil })
		if inner != book.n {
			t.Errorf("%d cells within", inner)
		}
		return err
	}); err != nil || n != book.n {
		t.Errorf("%d cells, %v", n, err)
	}
}

// A plain cell is read as it is when it is looked at from all sides.
func TestPlainCellIsItsQuantity(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 5))
	plain := 0
	for range 20_000 {
		rd := newReader("study.xlsx", "")
		rd.terms = newIndex()
		low, high := 10.0, 60.0
		k := study.Criterion{Code: "C1"}
		if r.IntN(2) == 0 {
			k.Min = &low
		}
		if r.IntN(2) == 0 {
			k.Max = &high
		}
		rd.study.Criteria = []study.Criterion{k}
		c := xlsx.Cell{Row: 3, Col: 2, Kind: []xlsx.Kind{xlsx.Number, xlsx.Number, xlsx.Number, xlsx.Text, xlsx.Bool, xlsx.Error, xlsx.Blank}[r.IntN(7)], Number: float64(r.IntN(800)) / 8, Text: "5",
			Format: xlsx.Format(r.IntN(int(xlsx.Fraction) + 2)), Cached: r.IntN(9) > 0, HasFormula: r.IntN(4) == 0, Literal: []string{"", "", "%", "of 10"}[r.IntN(4)]}
		got := rd.isPlain(&c) && within(&k, c.Number)
		if !got {
			continue
		}
		plain++
		book := &manyCells{}
		rd.book = book
		row := row{t: &table{r: rd, name: "Evidence"}, n: 3, cells: []xlsx.Cell{{}, {}, c}}
		q, ok := row.quantity(c, sought{measured, k.Min, k.Max})
		if !ok || q.state != study.Given || q.term != 0 || q.value != c.Number || !row.inScale(c, 0, &q) || len(rd.issues) > 0 {
			t.Fatalf("%+v: %+v %v %v", c, q, ok, rd.issues)
		}
	}
	if plain < 500 {
		t.Errorf("only %d plain cells", plain)
	}
}

// Looking where the next item stands finds what searching finds, whatever is asked in whatever order.
func TestIndexFindsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 6))
	for range 300 {
		x := newIndex()
		var asked []string
		for k := range 1 + r.IntN(12) {
			id, name := fmt.Sprint([]string{"T", "t", "Т"}[r.IntN(3)], r.IntN(9)), fmt.Sprint("T", r.IntN(9))
			asked = append(asked, id, name, id+" "+name)
			x.add(k-r.IntN(2), id, name)
		}
		if r.IntN(2) == 0 {
			slices.Sort(asked)
		}
		for range 60 {
			name := asked[r.IntN(len(asked))]
			if r.IntN(2) == 0 {
				name = x.all[r.IntN(len(x.all))]
			}
			if got, want := x.find(name), x.search(fold(name)); got != want {
				t.Fatalf("%q is %d, not %d", name, got, want)
			}
		}
	}
}
