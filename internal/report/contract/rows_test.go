package contract

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"veche/internal/study"
)

// processors sets the number of processors until the test's end.
func processors(t *testing.T, n int) {
	before := runtime.GOMAXPROCS(n)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

// numbered is a formatter whose rows are their numbers, and how many of its rows are being formatted.
func numbered(busy *atomic.Int64, fault func(k int) error) func() func([]byte, int) ([]byte, error) {
	return func() func([]byte, int) ([]byte, error) {
		return func(dst []byte, k int) ([]byte, error) {
			busy.Add(1)
			defer busy.Add(-1)
			if err := fault(k); err != nil {
				return dst, err
			}
			return fmt.Appendf(dst, "%d\n", k), nil
		}
	}
}

func never(int) error { return nil }

// Whatever the number of rows, of processors and the chunk, each row stands once and in its place.
func TestWriteRows(t *testing.T) {
	for _, n := range []int{1, 2, 5} {
		processors(t, n)
		for _, chunk := range []int{1, 7, 100, rowsAlone, rowsAlone + 1, 10 * rowsAlone} {
			for _, m := range []int{0, 1, 6, 7, 8, 99, 100, 101, rowsAlone - 1, rowsAlone, rowsAlone + 1, 2*rowsAlone + 1} {
				var got, want bytes.Buffer
				for k := range m {
					fmt.Fprintln(&want, k)
				}
				var busy atomic.Int64
				if err := writeRows(&got, m, chunk, numbered(&busy, never)); err != nil || got.String() != want.String() {
					t.Fatalf("%d rows in chunks of %d by %d: %v\n%s", m, chunk, n, err, &got)
				}
			}
		}
	}
}

// failing is a writer that takes so many writes, and then fails or panics.
type failing struct {
	bytes.Buffer
	left   int
	fault  error
	panics bool
}

func (f *failing) Write(p []byte) (int, error) {
	if f.left--; f.left >= 0 {
		return f.Buffer.Write(p)
	}
	if f.left < -1 {
		panic("written to after it had failed")
	}
	if f.panics {
		panic(f.fault)
	}
	return 0, f.fault
}

// ended is what a call came to: its error, or what it panicked with.
func ended(f func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err, _ = fault.(error)
		}
	}()
	return f()
}

// A writer that fails, at whatever chunk, and a row that does, end the writing: the error is the caller's, what stands before it is written, and nobody is at work any more.
func TestWriteRowsFails(t *testing.T) {
	const chunk, m = 100, 2 * rowsAlone
	broken := errors.New("broken")
	for _, n := range []int{1, 3} {
		processors(t, n)
		for at := range m / chunk {
			var want bytes.Buffer
			for k := range at * chunk {
				fmt.Fprintln(&want, k)
			}
			raise := func(k int) error {
				if k >= at*chunk+chunk/2 {
					panic(broken)
				}
				return nil
			}
			refuse := func(k int) error {
				if k >= at*chunk+chunk/2 {
					return broken
				}
				return nil
			}
			for name, c := range map[string]struct {
				w   failing
				row func(int) error
			}{
				"a writer":            {failing{left: at, fault: broken}, never},
				"a writer that falls": {failing{left: at, fault: broken, panics: true}, never},
				"a row":               {failing{left: m}, refuse},
				"a row that falls":    {failing{left: m}, raise},
			} {
				var busy atomic.Int64
				err := ended(func() error { return writeRows(&c.w, m, chunk, numbered(&busy, c.row)) })
				if err != broken || busy.Load() != 0 {
					t.Errorf("%s, chunk %d, %d processors: %v, %d at work", name, at, n, err, busy.Load())
				}
				if got := c.w.String(); got != want.String() {
					t.Errorf("%s, chunk %d, %d processors: %d bytes are written, want %d", name, at, n, len(got), want.Len())
				}
			}
		}
	}
}

// A ranking of several chunks is to the byte what the encoder writes.
func TestWriteRankingInChunks(t *testing.T) {
	s := &study.Study{Title: "large", Settings: study.Settings{Weighting: "equal", Method: "topsis"}, Experts: []study.Expert{{ID: "E1"}}}
	for j := range 3 {
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprintf("C%d", j), Name: "x"})
	}
	for i := range 5000 {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%d", i), Name: fmt.Sprintf("Ёлка %d", i)})
		for j := range 3 {
			x := float64(1+(i*(7+j))%4999) / 7
			if j == 0 {
				s.Scores = append(s.Scores, study.Score{Value: x, Round: -1, Technology: int32(i), Criterion: int32(j)})
			} else {
				s.Evidence.Add(study.Measurement{Value: x, Technology: int32(i), Criterion: int32(j)})
			}
		}
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	trace := o.Trace()
	if chunks := len(o.Rows) / chunkOf(o, trace); chunks < 8 {
		t.Fatalf("only %d chunks", chunks)
	}
	var want bytes.Buffer
	if err := Write(&want, OfRanking(o, trace, true)); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 4} {
		processors(t, n)
		var got bytes.Buffer
		if err := WriteRanking(&got, o, trace, true); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("by %d processors: %v, %d bytes, want %d", n, err, got.Len(), want.Len())
		}
		for left := range 4 {
			broken := errors.New("broken")
			if err := WriteRanking(&failing{left: left, fault: broken}, o, trace, true); err != broken {
				t.Errorf("a writer fails at write %d: %v", left, err)
			}
		}
	}
}
