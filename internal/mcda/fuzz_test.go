package mcda_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda"
)

// extremes are numbers that break formulas: nothing, the least there is, the largest that a problem takes, and numbers that differ in the last place.
var extremes = []float64{0, 1, 2, 3, 7, 10, 1 + 0x1p-52, 1 - 0x1p-53, 0.1, 0.1 + 0.2, 0.3, 5e-324, 1e-310, 0x1p-1022, 1e-200, 1e-150, 1e-75, 1e-12, 1e-9, 1e9, 1e15, 1e75, 1e149, 1e150, 9.99e149,
	math.Nextafter(1e150, 0), 0.5, 100, math.Nextafter(100, 101), math.Nextafter(100, 99), 1e100}

// bytesReader hands out the bytes of a fuzzer's input, then zeros.
type bytesReader []byte

func (r *bytesReader) next() int {
	if len(*r) == 0 {
		return 0
	}
	b := (*r)[0]
	*r = (*r)[1:]
	return int(b)
}

func (r *bytesReader) number() float64 {
	b := r.next()
	x := extremes[b>>1%len(extremes)]
	if b&1 == 1 {
		return -x
	}
	return x
}

// size is a number without its sign, seldom one that no problem takes.
func (r *bytesReader) size() float64 {
	if x := math.Abs(r.number()); r.next()%16 > 0 {
		return x
	}
	return []float64{1e151, 1e308, math.MaxFloat64, math.Inf(1), math.NaN()}[r.next()%5]
}

// extremeProblem makes a problem of bytes, valid or not.
func extremeProblem(r *bytesReader) (p *mcda.Problem, weights []float64) {
	m, n := 2+r.next()%5, 1+r.next()%4
	p = &mcda.Problem{Scores: make([]float64, m*n)}
	for i := range m {
		p.Alternatives = append(p.Alternatives, fmt.Sprint("a", i+1))
	}
	kinds := r.next()
	for j := range n {
		c := mcda.Criterion{ID: fmt.Sprint("c", j+1), Sense: mcda.Sense(r.next() % 3), Target: r.number()}
		if kinds&1 == 1 {
			c.Scale = &mcda.Scale{Min: r.number(), Max: r.number()}
		}
		if kinds&2 == 2 {
			c.Preference.Function = mcda.PreferenceFunctions()[r.next()%len(mcda.PreferenceFunctions())]
			sigma := r.size()
			c.Preference.Q, c.Preference.P, c.Preference.Sigma = &mcda.Threshold{Constant: r.size()}, &mcda.Threshold{Constant: r.size(), Slope: r.number()}, &sigma
			if kinds&4 == 4 {
				c.Preference.Veto = &mcda.Threshold{Constant: r.size()}
			}
		}
		if kinds&8 == 8 {
			x := r.number()
			c.Expected = &x
		}
		if kinds&16 == 16 {
			c.Value = mcda.ValueFunction{{Score: r.number(), Value: r.number()}, {Score: r.number(), Value: r.number()}}
		}
		p.Criteria = append(p.Criteria, c)
		weights = append(weights, r.size())
	}
	ulps := r.next()
	for k := range p.Scores {
		switch {
		case ulps&1 == 1 && k >= n: // equal up to the last place
			p.Scores[k] = math.Nextafter(p.Scores[k-n], []float64{-math.MaxFloat64, p.Scores[k-n], math.MaxFloat64}[r.next()%3])
		case kinds&32 == 32:
			p.Scores[k] = r.size()
		default:
			p.Scores[k] = r.number()
		}
	}
	if kinds&64 == 64 {
		for k := range p.Scores {
			x := p.Scores[k]
			p.Fuzzy = append(p.Fuzzy, mcda.Triangle{x - r.size(), x, x + r.size()}.Fuzzy())
		}
	}
	if kinds&128 == 128 {
		for range m {
			p.Prior = append(p.Prior, r.size())
		}
	}
	return p, weights
}

// FuzzCatalogue: whatever the numbers, every method in every setting gives finite scores, or an error that says what cannot be used; nothing panics and nothing
// goes on for ever.
func FuzzCatalogue(f *testing.F) {
	for k := range 60 {
		seed := make([]byte, 80)
		for i := range seed {
			seed[i] = byte((k + 1) * (i*i + 7*i + 11*k) >> 2)
		}
		f.Add(seed)
	}
	f.Add([]byte{4, 3, 0, 0, 2, 1, 0, 1, 54, 54, 54, 54, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20})
	f.Fuzz(func(t *testing.T, data []byte) { tryCatalogue(t, data) })
}

// TestExtremes is [FuzzCatalogue] on random bytes.
func TestExtremes(t *testing.T) {
	rng := rand.New(rand.NewPCG(16, 4))
	for range 1500 {
		data := make([]byte, 70)
		for k := range data {
			data[k] = byte(rng.Uint32())
		}
		switch rng.IntN(4) {
		case 0:
			data[2] &^= 16 // no value functions
		case 1:
			data[2] = 0
		case 2:
			data[2] = 32 | 2
		}
		if tryCatalogue(t, data); t.Failed() {
			t.Fatalf("on the input %#v", data)
		}
	}
}

func tryCatalogue(t *testing.T, data []byte) {
	r := bytesReader(data)
	p, weights := extremeProblem(&r)
	names := make([]string, len(p.Criteria))
	for j, c := range p.Criteria {
		names[j] = c.ID
	}
	weights, _, err := mcda.NormalizeWeights(weights, names)
	if err != nil {
		return
	}
	for _, m := range mcda.Methods() {
		for _, set := range everySetting(m) {
			tryExtreme(t, m, p, weights, set)
		}
	}
}

func tryExtreme(t *testing.T, m *mcda.Method, p *mcda.Problem, weights []float64, set map[string]string) {
	defer func() {
		if fault := recover(); fault != nil {
			t.Errorf("%s %v panics: %v\nweights %v, problem %+v", m.Name, set, fault, weights, p)
		}
	}()
	s, err := m.Prepare(p, set)
	if err != nil {
		var data *mcda.DataError
		var parameter *mcda.ParameterError
		if !errors.As(err, &data) && !errors.As(err, &parameter) {
			t.Errorf("%s %v: %v is no error of data", m.Name, set, err)
		}
		return
	}
	scores := s.Scores(nil, weights)
	for i, x := range scores {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("%s %v: the score of %s is %v\nweights %v, scores %v", m.Name, set, p.Alternatives[i], x, weights, p.Scores)
			return
		}
	}
	mcda.Rank(scores, p.Alternatives, m.LowerIsBetter)
	s.Trace(weights)
	mcda.Contributions(s, weights)
}

// everySetting is the defaults, and each choice of each parameter alone.
func everySetting(m *mcda.Method) []map[string]string {
	all := []map[string]string{nil}
	for _, p := range m.Parameters {
		for _, c := range p.Choices {
			all = append(all, map[string]string{p.Name: c})
		}
		if p.Choices == nil {
			all = append(all, map[string]string{p.Name: fmt.Sprint(p.Min)}, map[string]string{p.Name: fmt.Sprint(p.Max)})
		}
	}
	return all
}
