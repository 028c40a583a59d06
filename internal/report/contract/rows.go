package contract

import (
	"io"
	"runtime"
)

// rowsAlone is the number of rows below which another goroutine is not worth its start.
const rowsAlone = 1000

// writeRows writes the rows 0 … m−1 in their order. They are formatted in chunks by as many goroutines as there are processors, while the chunk before is written by
// the caller's; no more chunks than twice the processors are held. Few rows, or one processor, are left to the caller's goroutine. formatter makes what appends one row, for one goroutine.
func writeRows(w io.Writer, m, chunk int, formatter func() func(dst []byte, k int) ([]byte, error)) error {
	processors := runtime.GOMAXPROCS(0)
	if processors == 1 || m < rowsAlone {
		p := newPart(formatter)
		for lo := 0; lo < m; lo += chunk {
			p.format(lo, min(m, lo+chunk))
			if err := p.write(w); err != nil {
				return err
			}
		}
		return nil
	}
	parts := make([]*part, min(2*processors, (m+chunk-1)/chunk))
	begin := func(n int) {
		if lo := n * chunk; lo < m {
			p := parts[n%len(parts)]
			p.busy = make(chan struct{})
			go func() {
				defer close(p.busy)
				defer func() { p.fault = recover() }() // it is the caller's: see write
				p.format(lo, min(m, lo+chunk))
			}()
		}
	}
	for n := range parts {
		parts[n] = newPart(formatter)
		begin(n)
	}
	defer func() { // after an error, what was begun comes to its end
		for _, p := range parts {
			<-p.busy
		}
	}()
	for n := range (m + chunk - 1) / chunk {
		p := parts[n%len(parts)]
		<-p.busy
		if err := p.write(w); err != nil {
			return err
		}
		begin(n + len(parts))
	}
	return nil
}

// part is a chunk of rows and its text.
type part struct {
	row   func(dst []byte, k int) ([]byte, error)
	out   []byte
	err   error
	fault any           // of a panic
	busy  chan struct{} // closed when the chunk is formatted
}

func newPart(formatter func() func([]byte, int) ([]byte, error)) *part {
	return &part{row: formatter()}
}

func (p *part) format(lo, hi int) {
	p.out = p.out[:0]
	for k := lo; k < hi && p.err == nil; k++ {
		p.out, p.err = p.row(p.out, k)
	}
}

func (p *part) write(w io.Writer) error {
	if p.fault != nil {
		panic(p.fault)
	}
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(p.out)
	return err
}
