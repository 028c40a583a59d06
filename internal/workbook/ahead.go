package workbook

import (
	"runtime"

	"veche/internal/xlsx"
)

// Cells are handed over in lots, small ones first: most sheets are small, and of many only the header is wanted.
const (
	firstLot = 64
	largeLot = 1024
)

// scan is Cells of a sheet of the book, the file read by another goroutine that is at most two lots of cells ahead of each: of a large sheet half of the time goes into
// reading cells, and half into making sense of them. What each itself asks of the book it asks between held and its end, for a book is read by one at a time.
func (r *reader) scan(sheet int, each func(*xlsx.Cell) error) error {
	if runtime.GOMAXPROCS(0) == 1 {
		return r.book.Cells(sheet, func(c xlsx.Cell) error { return each(&c) })
	}
	if r.lots == nil {
		r.lots = make(chan []xlsx.Cell, 3)
	}
	a := &ahead{r: r, lots: make(chan []xlsx.Cell, 1), spare: r.lots, left: make(chan struct{})}
	go a.read(sheet)
	ended := false
	defer func() {
		if !ended { // each panicked
			a.leave()
		}
	}()
	for lot := range a.lots {
		for k := range lot {
			if err := each(&lot[k]); err != nil {
				ended = true
				a.leave()
				return err
			}
		}
		if cap(lot) == largeLot {
			select {
			case a.spare <- lot:
			default:
			}
		}
	}
	ended = true
	if a.fault != nil {
		panic(a.fault)
	}
	return a.err
}

// held keeps the book from being read on until the function it gives is called.
func (r *reader) held() func() {
	r.reading.Lock()
	return r.reading.Unlock
}

// ahead reads the cells of a sheet.
type ahead struct {
	r     *reader
	lots  chan []xlsx.Cell
	spare chan []xlsx.Cell // lots to be used again
	left  chan struct{}    // closed when nobody wants more

	err   error // once lots is closed
	fault any   // what it panicked with
}

func (a *ahead) read(sheet int) {
	defer close(a.lots)
	defer func() { a.fault = recover() }()
	defer a.r.held()()
	lot := make([]xlsx.Cell, 0, firstLot)
	a.err = a.r.book.Cells(sheet, func(c xlsx.Cell) error {
		lot = append(lot, c)
		if len(lot) < cap(lot) {
			return nil
		}
		var err error
		lot, err = a.give(lot)
		return err
	})
	if len(lot) > 0 {
		if _, err := a.give(lot); a.err == nil {
			a.err = err
		}
	}
}

// give hands over a lot and returns the next one to fill. The book is free meanwhile.
func (a *ahead) give(lot []xlsx.Cell) ([]xlsx.Cell, error) {
	a.r.reading.Unlock()
	defer a.r.reading.Lock()
	select {
	case a.lots <- lot:
	case <-a.left:
		return nil, errStop
	}
	if cap(lot) < largeLot {
		return make([]xlsx.Cell, 0, min(2*cap(lot), largeLot)), nil
	}
	select {
	case next := <-a.spare:
		return next[:0], nil
	default:
	}
	return make([]xlsx.Cell, 0, largeLot), nil
}

// leave ends the reading and waits for that.
func (a *ahead) leave() {
	close(a.left)
	for range a.lots {
	}
}
