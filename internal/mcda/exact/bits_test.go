package exact_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/exact"
	"veche/internal/mcda/group"
	"veche/internal/mcda/robust"
	"veche/internal/mcda/weighting"
)

const bitsFile = "testdata/bits.txt"

// Every figure of the engine has the bits that are written down, on this machine. UPDATE=1 writes them down anew: figures have changed then, which the
// changelog must say.
func TestBits(t *testing.T) {
	got := bitsOfEverything(t)
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(bitsFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(bitsFile)
	if err != nil {
		t.Fatal(err)
	}
	w := strings.Split(string(want), "\n")
	for k, line := range strings.Split(got, "\n") {
		if k >= len(w) || w[k] != line {
			t.Errorf("on %s/%s: %q, want %q", runtime.GOOS, runtime.GOARCH, line, w[min(k, len(w)-1)])
		}
	}
}

// The same bits come from processors of other kinds, as far as one machine can be them.
func TestBitsElsewhere(t *testing.T) {
	if os.Getenv("VECHE_CI") != "1" {
		t.Skip("NOT CHECKED: whether other processors give the same bits (VECHE_CI=1 runs the engine on arm64, on amd64 with fused instructions, on 386 and in WebAssembly)")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("node is needed to run WebAssembly: ", err)
	}
	emulator, err := exec.LookPath("qemu-aarch64")
	if err != nil {
		t.Fatal("qemu-aarch64 (Debian's qemu-user) is needed to run arm64: ", err)
	}
	other, err := exec.LookPath("qemu-i386")
	if err != nil {
		t.Fatal("qemu-i386 (Debian's qemu-user) is needed to run 386: ", err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	runner := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	for _, c := range []struct {
		env  []string
		exec string
	}{
		{[]string{"GOOS=linux", "GOARCH=arm64"}, emulator},
		{[]string{"GOOS=linux", "GOARCH=amd64", "GOAMD64=v3"}, ""},
		// qemu-i386 does not survive the signals with which Go's runtime interrupts goroutines
		{[]string{"GOOS=linux", "GOARCH=386", "GODEBUG=asyncpreemptoff=1"}, other},
		{[]string{"GOOS=js", "GOARCH=wasm"}, runner},
	} {
		t.Run(strings.Join(c.env[1:], ","), func(t *testing.T) {
			args := []string{"test", "-vet=off", "-count=1", "-run", "^TestBits$|^TestWithinOneUnit|^TestPowAndCbrt$"}
			if c.exec != "" {
				args = append(args, "-exec", c.exec)
			}
			run := exec.Command("go", append(args, ".")...)
			run.Env = append(append(os.Environ(), "CGO_ENABLED=0", "VECHE_CI=0", "UPDATE=0"), c.env...)
			if out, err := run.CombinedOutput(); err != nil {
				t.Errorf("%v: %v\n%s", run, err, out)
			}
		})
	}
}

// digest is a hash of values, floats by their bits.
type digest struct{ hash.Hash }

func newDigest() digest { return digest{sha256.New()} }

func (d digest) add(values ...any) {
	for _, v := range values {
		d.value(reflect.ValueOf(v))
	}
}

func (d digest) value(v reflect.Value) {
	number := func(x uint64) { _ = binary.Write(d, binary.LittleEndian, x) }
	switch v.Kind() {
	case reflect.Float64:
		x := v.Float()
		if math.IsNaN(x) {
			x = math.NaN() // one of many
		}
		number(math.Float64bits(x))
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Int8:
		number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint32, reflect.Uint64:
		number(v.Uint())
	case reflect.Bool:
		number(map[bool]uint64{true: 1}[v.Bool()])
	case reflect.String:
		d.Write([]byte(v.String()))
	case reflect.Slice, reflect.Array:
		number(uint64(v.Len()))
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Struct:
		if note, args := v.FieldByName("Note"), v.FieldByName("Args"); note.IsValid() && args.IsValid() { // of a trace: as it is said
			said := note.String()
			if args := args.Interface().([]any); len(args) > 0 {
				said = fmt.Sprintf(said, args...)
			}
			for i := range v.NumField() {
				switch v.Type().Field(i).Name {
				case "Note":
					d.value(reflect.ValueOf(said))
				case "Args":
				default:
					d.value(v.Field(i))
				}
			}
			return
		}
		for i := range v.NumField() {
			d.value(v.Field(i))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			d.value(v.Elem())
		}
	case reflect.Invalid:
	default:
		panic("no digest of " + v.Type().String())
	}
}

func (d digest) String() string { return fmt.Sprintf("%x", d.Sum(nil)[:12]) }

// bitsOfEverything is a line for each thing that the engine computes, with the hash of what it computes of made-up data.
func bitsOfEverything(t *testing.T) string {
	var b bytes.Buffer
	line := func(name string, d digest) { fmt.Fprintf(&b, "%s %s\n", d, name) }

	rng := rand.New(rand.NewPCG(2026, 13))
	d := newDigest()
	for range 20_000 {
		x := (rng.Float64() - 0.5) * math.Ldexp(1, rng.IntN(80)-70)
		size := math.Abs(x)
		d.add(exact.Exp(x), exact.Exp2(x), exact.Expm1(x), exact.Log(size), exact.Log2(size), exact.Log10(size), exact.Log1p(x), exact.Pow(size, 10*rng.Float64()), exact.Cbrt(x), exact.Atan(x),
			exact.Exponential(rng))
	}
	line("elementary functions", d)

	problems := []*mcda.Problem{madeUp(rng, 14, 6, false), madeUp(rng, 9, 5, true)}
	for _, m := range mcda.Methods() {
		methodBits(t, m, problems, line)
	}
	for _, m := range weighting.Methods() {
		if m.Basis != weighting.Matrix {
			continue
		}
		for _, set := range settings(m.Parameters) {
			d := newDigest()
			for _, p := range problems {
				r, err := weighting.Objective(m.Name, p, set)
				if err != nil {
					continue
				}
				d.add(r.Weights, r.Tables)
			}
			line(fmt.Sprint(m.Name, " weights ", describe(set)), d)
		}
	}
	judged(t, rng, line)
	questioned(t, problems[0], rng, line)
	return b.String()
}

// methodBits writes a method's lines. Its weights come from a seed of its own, its name, so that a method that is added leaves the bits of the others.
func methodBits(t *testing.T, m *mcda.Method, problems []*mcda.Problem, line func(string, digest)) {
	seed := sha256.Sum256([]byte(m.Name))
	rng := rand.New(rand.NewPCG(2026, binary.LittleEndian.Uint64(seed[:])))
	for _, set := range settings(m.Parameters) {
		d, taken := newDigest(), 0
		for _, p := range problems {
			s, err := m.Prepare(p, set)
			if fault := new(mcda.ParameterError); errors.As(err, &fault) {
				taken++ // it cannot be set without another
			}
			if err != nil {
				continue
			}
			taken++
			digestOf(d, s, m, p, rng)
		}
		if taken == 0 {
			t.Errorf("%s %v takes none of the problems", m.Name, set)
		}
		line(fmt.Sprint(m.Name, " ", describe(set)), d)
	}
}

// digestOf takes in what the scorer gives for two hundred weightings, one by one and together.
func digestOf(d digest, s mcda.Scorer, m *mcda.Method, p *mcda.Problem, rng *rand.Rand) {
	const vectors = 200
	rows, n := s.Dims()
	weights, scores := mat.NewDense(vectors, n, nil), mat.NewDense(vectors, rows, nil)
	for k := range vectors {
		w := weights.RawRowView(k)
		for j := range w {
			w[j] = rng.Float64()
		}
		if k%10 == 9 {
			w[rng.IntN(n)] = 0
		}
		exact.Scale(1/exact.Sum(w), w)
		x := s.Scores(nil, w)
		d.add(x, mcda.Rank(x, p.Alternatives, m.LowerIsBetter).Ranks)
	}
	mcda.Batch(s, scores, weights)
	d.add(scores.RawMatrix().Data, mcda.BatchRanks(s, nil, weights, m.LowerIsBetter))
	w := weights.RawRowView(0)
	d.add(mcda.Contributions(s, w), s.Trace(w))
}

// settings are the defaults, and each choice and end of each parameter alone.
func settings(parameters []mcda.Parameter) []map[string]string {
	all := []map[string]string{{}}
	for _, p := range parameters {
		if p.Text != nil {
			continue // a text of its own form: the default stands for it
		}
		choices := p.Choices
		if choices == nil {
			x := (p.Min + p.Max) / 3
			if p.Max > 2 {
				x = math.Floor(x)
			}
			choices = []string{fmt.Sprint(x)}
		}
		for _, c := range choices {
			if c != p.Default {
				all = append(all, map[string]string{p.Name: c})
			}
		}
	}
	return all
}

func describe(set map[string]string) string { return strings.TrimPrefix(fmt.Sprint(set), "map") }

// madeUp has m alternatives on n criteria with scores above 0, on scales, some of them costs, and targets if wanted.
func madeUp(rng *rand.Rand, m, n int, targets bool) *mcda.Problem {
	p := &mcda.Problem{Scores: make([]float64, m*n), Prior: make([]float64, m)}
	between := func(lo, hi float64) float64 { return lo + float64((hi-lo)*rng.Float64()) }
	for i := range m {
		p.Alternatives = append(p.Alternatives, fmt.Sprintf("a%02d", i+1))
		p.Prior[i] = 0.5 + rng.Float64()
	}
	for j := range n {
		lo, hi := 1+float64(10*rng.Float64()), 20+float64(100*rng.Float64())
		c := mcda.Criterion{ID: fmt.Sprintf("c%d", j+1), Sense: mcda.Sense(j % 2), Scale: &mcda.Scale{Min: lo, Max: hi}}
		if targets && j == n-1 {
			c.Sense, c.Target = mcda.Target, between(lo, hi)
		}
		c.Limits = []float64{lo + float64((hi-lo)*0.3), lo + float64((hi-lo)*0.7)}
		if c.Sense != mcda.Benefit {
			slices.Reverse(c.Limits)
		}
		c.Preference.Function = mcda.PreferenceFunctions()[j%len(mcda.PreferenceFunctions())]
		q, sigma := mcda.Threshold{Constant: (hi - lo) / 20}, (hi-lo)/4
		c.Preference.Q, c.Preference.P, c.Preference.Sigma = &q, &mcda.Threshold{Constant: (hi - lo) / 3}, &sigma
		c.Preference.Veto = &mcda.Threshold{Constant: (hi - lo) / 1.3, Slope: 0.01}
		if c.Sense != mcda.Target {
			expected := between(lo, hi)
			c.Expected = &expected
		}
		p.Criteria = append(p.Criteria, c)
		for i := range m {
			p.Scores[i*n+j] = between(lo, hi)
		}
	}
	if !targets {
		for _, x := range p.Scores {
			p.Fuzzy = append(p.Fuzzy, mcda.Triangle{0.9 * x, x, 1.2 * x}.Fuzzy())
		}
	}
	return p
}

// judged takes in pairwise comparisons: priorities, completions, fuzzy ones, advice, groups.
func judged(t *testing.T, rng *rand.Rand, line func(string, digest)) {
	intensity := func() float64 {
		x := float64(1 + rng.IntN(9))
		if rng.IntN(2) == 0 {
			return 1 / x
		}
		return x
	}
	d, completions, panels := newDigest(), newDigest(), newDigest()
	for n := 3; n <= 9; n++ {
		var ms []*ahp.Matrix
		for range 4 {
			m, part, fuzzy := ahp.NewMatrix(n), ahp.NewIncomplete(n), ahp.NewFuzzyMatrix(n)
			for i := range n {
				for j := i + 1; j < n; j++ {
					x := intensity()
					m.Set(i, j, x)
					fuzzy.Set(i, j, ahp.Fuzzify(x))
					if j == i+1 || rng.IntN(3) > 0 {
						part.Set(i, j, x)
					}
				}
			}
			for _, how := range ahp.Prioritizations() {
				for _, index := range ahp.RandomIndices() {
					d.add(ahp.Prioritize(m, ahp.Options{Prioritization: how, RI: index}))
				}
			}
			d.add(ahp.Advise(m, ahp.Options{}, 3), ahp.Buckley(fuzzy).Weights, ahp.ChangExtent(fuzzy).Weights)
			for _, how := range ahp.Completions() {
				r, err := ahp.PrioritizeIncomplete(part, how, ahp.Options{})
				if err != nil {
					t.Fatal(err)
				}
				completions.add(r.Weights, r.LambdaMax, r.CR)
			}
			ms = append(ms, m)
		}
		var priorities, ranks [][]float64
		for _, m := range ms {
			w := ahp.Prioritize(m, ahp.Options{}).Weights
			priorities, ranks = append(priorities, w), append(ranks, group.MidRanks(w))
		}
		consensus, err := group.ConsensusOf(priorities, nil)
		if err != nil {
			t.Fatal(err)
		}
		w, _ := group.KendallW(ranks)
		panels.add(consensus, w, group.ChanceOf(ranks, 1), group.Cluster(group.Distances(ranks, 2), len(ranks)))
	}
	line("ahp", d)
	line("incomplete ahp", completions)
	line("panels", panels)
}

// questioned takes in what robustness says of a ranking by a linear score, by distances and by one that is neither.
func questioned(t *testing.T, p *mcda.Problem, rng *rand.Rand, line func(string, digest)) {
	_, n := p.Dims()
	w := make([]float64, n)
	for j := range w {
		w[j] = 0.2 + rng.Float64()
	}
	exact.Scale(1/exact.Sum(w), w)
	for _, name := range []string{"weighted-sum", "topsis", "vikor"} {
		m, _ := mcda.Lookup(name)
		s, err := m.Prepare(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		c := &robust.Case{Scorer: s, IDs: p.Alternatives, Lower: m.LowerIsBetter, Weights: w, Shortlist: 4}
		d := newDigest()
		near, err := robust.Nearby(w, 0.3)
		if err != nil {
			t.Fatal(err)
		}
		lo, hi := make([]float64, n), make([]float64, n)
		for j := range lo {
			lo[j], hi[j] = 0.02, 0.6
		}
		within, err := robust.Within(lo, hi)
		if err != nil {
			t.Fatal(err)
		}
		for _, sampler := range []robust.Sampler{robust.Uniform(n), near, within, robust.Ordered(n, [][]int{{0}, {1, 2}})} {
			a, err := c.Accept(context.Background(), robust.Drawing{Weights: sampler, Draws: 3000, Seed: 7, Pairs: true})
			if err != nil {
				t.Fatal(err)
			}
			d.add(a)
		}
		for j := range n {
			sweep := c.Sweep(robust.NewPath(w, j, nil))
			d.add(sweep)
		}
		order := c.Ranking().Order
		for _, by := range []robust.Measure{robust.L1, robust.Relative} {
			d.add(c.Lead(order[1], nil, by), c.Overtake(order[0], order[2], nil, by))
		}
		line("robustness of "+name, d)
	}
}
