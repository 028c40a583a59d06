package ods

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"veche/internal/xlsx"
)

// A spool holds the cells of a sheet, packed: rows of cells one after another,
// each as often as it stands. It is written and read here only and cannot be
// broken; what is wrong with it is a fault of the program.
//
//	row:  step from the row before (from 1), how often, cells …, 0
//	cell: step from the last column (from 1), how often, kind, flags, format,
//	      scale, number and literal or text, formula, marks
type spooler struct {
	packed bytes.Buffer
	w      *flate.Writer
	buf    []byte
	row    int // the last row written
	col    int // the last column written in it
	open   bool
	inRow  int // bytes of text in the row at hand
}

func newSpooler() *spooler {
	s := new(spooler)
	s.w, _ = flate.NewWriter(&s.packed, flate.BestSpeed) // an error is of an unknown level only
	return s
}

func (s *spooler) begin() {
	s.packed.Reset()
	s.w.Reset(&s.packed)
	s.row, s.open, s.buf = 0, false, s.buf[:0]
}

// Flags of a cell.
const (
	flagHidden = 1 << iota
	flagCovered
	flagFormula
	flagCached
	flagMarked
)

// cell writes a cell that stands n times side by side. All cells of a row have
// the same number of rows.
func (s *spooler) cell(c xlsx.Cell, rows, n int, covered bool) {
	if !s.open {
		s.buf = binary.AppendUvarint(s.buf, uint64(c.Row-s.row))
		s.buf = binary.AppendUvarint(s.buf, uint64(rows))
		s.row, s.col, s.open, s.inRow = c.Row+rows-1, 0, true, 0
	}
	s.buf = binary.AppendUvarint(s.buf, uint64(c.Col-s.col))
	s.buf = binary.AppendUvarint(s.buf, uint64(n))
	s.col = c.Col + n - 1
	var flags byte
	set := func(flag byte, on bool) {
		if on {
			flags |= flag
		}
	}
	set(flagHidden, c.Hidden)
	set(flagCovered, covered)
	set(flagFormula, c.HasFormula)
	set(flagCached, c.Cached)
	set(flagMarked, c.Marks != 0)
	s.buf = append(s.buf, byte(c.Kind), flags, byte(c.Format), byte(c.Scale))
	switch c.Kind {
	case xlsx.Number, xlsx.Bool:
		s.buf = binary.LittleEndian.AppendUint64(s.buf, math.Float64bits(c.Number))
		s.text(c.Literal)
	case xlsx.Text, xlsx.Error:
		s.text(c.Text)
	}
	if c.HasFormula {
		s.text(c.Formula)
	}
	if c.Marks != 0 {
		s.buf = append(s.buf, byte(c.Marks), byte(c.Whole))
		s.text(c.Marked)
	}
	s.inRow += len(c.Text) + len(c.Formula)
	if len(s.buf) > 32<<10 {
		s.flush()
	}
}

func (s *spooler) text(t string) {
	s.buf = binary.AppendUvarint(s.buf, uint64(len(t)))
	s.buf = append(s.buf, t...)
}

func (s *spooler) endRow() {
	s.buf, s.open = append(s.buf, 0), false
}

func (s *spooler) flush() {
	if _, err := s.w.Write(s.buf); err != nil {
		panic(fmt.Sprintf("ods: a buffer cannot be written: %v", err))
	}
	if s.buf = s.buf[:0]; cap(s.buf) > 1<<20 {
		s.buf = nil
	}
}

// end returns the spool.
func (s *spooler) end() []byte {
	s.flush()
	if err := s.w.Close(); err != nil {
		panic(fmt.Sprintf("ods: a buffer cannot be written: %v", err))
	}
	return bytes.Clone(s.packed.Bytes())
}

// unspooler reads a spool.
type unspooler struct {
	*bufio.Reader
	known [1 << 10]string // short texts, by a hash: they are often the same
	buf   []byte
}

func (r *unspooler) number() int {
	n, err := binary.ReadUvarint(r)
	r.must(err)
	return int(n)
}

func (r *unspooler) must(err error) {
	if err != nil {
		panic(fmt.Sprintf("ods: a spool is broken: %v", err))
	}
}

func (r *unspooler) byte() byte {
	b, err := r.ReadByte()
	r.must(err)
	return b
}

func (r *unspooler) text() string {
	n := r.number()
	if n == 0 {
		return ""
	}
	if cap(r.buf) < n {
		r.buf = make([]byte, n)
	}
	b := r.buf[:n]
	_, err := io.ReadFull(r, b)
	r.must(err)
	if n > 64 {
		return string(b)
	}
	h := uint32(2166136261) // FNV-1a
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	at := &r.known[h%uint32(len(r.known))]
	if *at != string(b) {
		*at = string(b)
	}
	return *at
}

// spooled is a cell that stands n times side by side.
type spooled struct {
	xlsx.Cell
	n       int
	covered bool
}

func (r *unspooler) cell(col, step int) (c spooled) {
	c.Col, c.n = col+step, r.number()
	c.Kind = xlsx.Kind(r.byte())
	flags := r.byte()
	c.Format, c.Scale = xlsx.Format(r.byte()), r.byte()
	switch c.Kind {
	case xlsx.Number, xlsx.Bool:
		var bits [8]byte
		_, err := io.ReadFull(r, bits[:])
		r.must(err)
		c.Number, c.Literal = math.Float64frombits(binary.LittleEndian.Uint64(bits[:])), r.text()
	case xlsx.Text, xlsx.Error:
		c.Text = r.text()
	}
	c.Hidden, c.covered, c.HasFormula, c.Cached = flags&flagHidden != 0, flags&flagCovered != 0, flags&flagFormula != 0, flags&flagCached != 0
	if c.HasFormula {
		c.Formula = r.text()
	}
	if flags&flagMarked != 0 {
		c.Marks, c.Whole = xlsx.Marks(r.byte()), xlsx.Marks(r.byte())
		c.Marked = r.text()
	}
	return c
}

// unspool calls yield for every cell of a spool.
func (b *Book) unspool(spool []byte, yield func(c xlsx.Cell, covered bool) error) error {
	r := &unspooler{Reader: bufio.NewReaderSize(flate.NewReader(bytes.NewReader(spool)), 32<<10)}
	each := func(c *spooled, row int) error {
		c.Row = row
		for k := range c.n {
			one := c.Cell
			one.Col += k
			if err := yield(one, c.covered); err != nil {
				return err
			}
		}
		return nil
	}
	var cells []spooled // of a row that is repeated
	for row := 0; ; {
		if _, err := r.Peek(1); err == io.EOF {
			return nil
		}
		row += r.number()
		repeated := r.number()
		cells = cells[:0]
		for col := 0; ; {
			step := r.number()
			if step == 0 {
				break
			}
			c := r.cell(col, step)
			col = c.Col + c.n - 1
			if repeated > 1 {
				cells = append(cells, c)
				continue
			}
			if err := each(&c, row); err != nil {
				return err
			}
		}
		for k := range repeated {
			for i := range cells {
				if err := each(&cells[i], row+k); err != nil {
					return err
				}
			}
		}
		row += repeated - 1
	}
}
