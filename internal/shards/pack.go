package shards

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// A run can be carried as what is ranked, which is all that draws of weights need: a matrix of scores, no answer, no name, no text of the study. It is smaller than
// the study, whatever that was read from, and sooner ready.

// head is what stands before the identifiers and the scores.
type head struct {
	Method       string
	Parameters   mcda.Parameters
	Criteria     []mcda.Criterion
	Codes        []string // of the columns
	Global       []float64
	Alternatives int
	Fuzzy        bool
	Trapezoidal  bool
	Prior        bool
	Shortlist    int
	Options      robustness.DrawOptions
}

// Packable reports whether draws need only what is ranked: not where answers themselves are drawn from.
func Packable(o *study.Outcome, options robustness.DrawOptions) bool {
	options = options.Filled(o.Study)
	return options.Source != robustness.DrawExperts && !options.Panel && options.Stated == 0
}

// Pack writes what is ranked, and what is drawn, of a run that is [Packable].
func Pack(w io.Writer, o *study.Outcome, options robustness.DrawOptions) error {
	p := o.Problem
	h := head{Method: o.Method.Name, Parameters: o.Parameters, Criteria: p.Criteria, Global: o.Global, Alternatives: len(p.Alternatives),
		Fuzzy: p.Fuzzy != nil, Trapezoidal: p.Trapezoidal, Prior: p.Prior != nil, Shortlist: o.Study.Settings.Shortlist, Options: options.Filled(o.Study)}
	for _, i := range o.Leaves {
		h.Codes = append(h.Codes, o.Study.Criteria[i].Code)
	}
	h.Options.Workers = 0
	text, err := json.Marshal(&h)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 1<<16)
	var number [binary.MaxVarintLen64]byte
	part := func(text []byte) {
		b.Write(number[:binary.PutUvarint(number[:], uint64(len(text)))])
		b.Write(text)
	}
	part(text)
	for _, id := range p.Alternatives {
		part([]byte(id))
	}
	floats := func(all []float64) {
		for _, x := range all {
			binary.LittleEndian.PutUint64(number[:], math.Float64bits(x))
			b.Write(number[:8])
		}
	}
	floats(p.Scores)
	for k := range p.Fuzzy {
		floats(p.Fuzzy[k][:])
	}
	floats(p.Prior)
	return b.Flush() // the first error of all the writing
}

// Unpack reads what [Pack] wrote, of so many bytes in all, as an outcome that [New] makes the same run of; nothing else of it is there.
func Unpack(r io.Reader, size int64) (*study.Outcome, robustness.DrawOptions, error) {
	u := unpacking{bufio.NewReaderSize(r, 1<<16), size}
	var h head
	text, err := u.part()
	if err == nil {
		err = json.Unmarshal(text, &h)
	}
	if err != nil {
		return nil, h.Options, err
	}
	n, m := len(h.Criteria), h.Alternatives
	fuzzy := len(mcda.Fuzzy{})
	values := 1
	if h.Fuzzy {
		values += fuzzy
	}
	method, known := mcda.Lookup(h.Method)
	if !known || n == 0 || m < 1 || len(h.Codes) != n || len(h.Global) != n || slices.ContainsFunc(h.Criteria, func(c mcda.Criterion) bool { return c.Sense > mcda.Target }) ||
		u.left/8/int64(n)/int64(values) < int64(m) {
		return nil, h.Options, errPacked
	}
	p := &mcda.Problem{Criteria: h.Criteria, Trapezoidal: h.Trapezoidal, Alternatives: make([]string, m), Scores: make([]float64, m*n)}
	for i := range p.Alternatives {
		if text, err = u.part(); err != nil {
			return nil, h.Options, err
		}
		p.Alternatives[i] = string(text)
	}
	if err = u.floats(p.Scores); err == nil && h.Fuzzy {
		p.Fuzzy = make([]mcda.Fuzzy, m*n)
		for k := range p.Fuzzy {
			if err = u.floats(p.Fuzzy[k][:]); err != nil {
				break
			}
		}
	}
	if err == nil && h.Prior {
		p.Prior = make([]float64, m)
		err = u.floats(p.Prior)
	}
	if err == nil && u.left != 0 {
		err = errPacked
	}
	if err != nil {
		return nil, h.Options, err
	}
	o := &study.Outcome{Prepared: &study.Prepared{Method: method, Parameters: h.Parameters, Problem: p}, Global: h.Global,
		Study: &study.Study{Settings: study.Settings{Shortlist: h.Shortlist, Seed: h.Options.Seed}}}
	for j, code := range h.Codes {
		o.Study.Criteria = append(o.Study.Criteria, study.Criterion{Code: code})
		o.Leaves = append(o.Leaves, j)
	}
	o.Scorer, err = method.Prepare(p, h.Parameters)
	return o, h.Options, err
}

// errPacked is of bytes that Pack did not write.
var errPacked = language.Errorf("it is no shard of this run: the file is damaged")

// unpacking reads parts and figures, never more than there is.
type unpacking struct {
	r    *bufio.Reader
	left int64
}

func (u *unpacking) part() ([]byte, error) {
	length, err := binary.ReadUvarint(u)
	if err != nil || int64(length) < 0 || int64(length) > u.left {
		return nil, errPacked
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(u.r, text); err != nil {
		return nil, err
	}
	u.left -= int64(length)
	return text, nil
}

// ReadByte is of a number of bytes.
func (u *unpacking) ReadByte() (byte, error) {
	u.left--
	return u.r.ReadByte()
}

func (u *unpacking) floats(into []float64) error {
	if u.left -= 8 * int64(len(into)); u.left < 0 {
		return errPacked
	}
	var b [8]byte
	for k := range into {
		if _, err := io.ReadFull(u.r, b[:]); err != nil {
			return err
		}
		into[k] = math.Float64frombits(binary.LittleEndian.Uint64(b[:]))
	}
	return nil
}
