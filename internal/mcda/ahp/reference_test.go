package ahp_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"veche/internal/mcda/ahp"
)

// vectorCase is one published case; testdata/vectors.json, whose conventions are
// in the design's vectors.md.
type vectorCase struct {
	ID        string                     `json:"id"`
	Method    string                     `json:"method"`
	Inputs    json.RawMessage            `json:"inputs"`
	Expected  map[string]json.RawMessage `json:"expected"`
	Tolerance map[string]json.RawMessage `json:"tolerance"`
}

// comparisons is a full matrix or an upper triangle, with fractions as strings.
type comparisons struct {
	Pairwise [][]string `json:"pairwise"`
	N        int        `json:"n"`
	Upper    []string   `json:"upper_triangle"`
}

func (c comparisons) matrix(t *testing.T) *ahp.Matrix {
	t.Helper()
	var m *ahp.Matrix
	var err error
	if c.Pairwise != nil {
		rows := make([][]float64, len(c.Pairwise))
		for i, row := range c.Pairwise {
			rows[i] = ratios(t, row)
		}
		m, err = ahp.FromRows(rows)
	} else {
		m, err = ahp.FromUpper(c.N, ratios(t, c.Upper))
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func ratios(t *testing.T, ss []string) []float64 {
	t.Helper()
	out := make([]float64, len(ss))
	for i, s := range ss {
		out[i] = ratio(t, s)
	}
	return out
}

func ratio(t *testing.T, s string) float64 {
	t.Helper()
	num, den, isFraction := strings.Cut(s, "/")
	x, err := strconv.ParseFloat(num, 64)
	if err != nil {
		t.Fatal(err)
	}
	if !isFraction {
		return x
	}
	y, err := strconv.ParseFloat(den, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x / y
}

func prioritization(t *testing.T, name string) ahp.Prioritization {
	t.Helper()
	p, ok := ahp.ParsePrioritization(name)
	if !ok {
		t.Fatalf("unknown prioritization %q", name)
	}
	return p
}

func TestPublishedCases(t *testing.T) {
	runners := map[string]func(*testing.T, vectorCase){
		"ahp_priority":   runPriority,
		"ahp_hierarchy":  runHierarchy,
		"ahp_incomplete": runIncomplete,
		"fuzzy_ahp":      runFuzzy,
	}
	file := readVectors(t)
	ran := map[string]int{}
	for _, c := range file.Cases {
		run, ok := runners[c.Method]
		if !ok {
			continue
		}
		if t.Run(c.ID, func(t *testing.T) { run(t, c) }) {
			ran[c.Method]++
		}
	}
	for method := range runners {
		if want := file.Methods[method]; want == 0 || ran[method] != want {
			t.Errorf("%s: %d cases passed of the %d in the file", method, ran[method], want)
		}
	}
}

func readVectors(t *testing.T) (file struct {
	Methods map[string]int `json:"methods"`
	Cases   []vectorCase   `json:"cases"`
}) {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func runPriority(t *testing.T, c vectorCase) {
	var in struct {
		comparisons
		PriorityMethod string  `json:"priority_method"`
		LambdaFrom     string  `json:"lambda_from"`
		RandomIndex    float64 `json:"random_index"`
	}
	decode(t, c.Inputs, &in)
	lambda, ok := ahp.ParseLambdaFrom(in.LambdaFrom)
	if !ok {
		t.Fatalf("unknown lambda_from %q", in.LambdaFrom)
	}
	r := ahp.Prioritize(in.matrix(t), ahp.Options{Prioritization: prioritization(t, in.PriorityMethod), Lambda: lambda})
	for key := range c.Expected {
		switch key {
		case "weights":
			c.compare(t, key, r.Weights)
		case "ranks":
			c.compare(t, key, ranks(r.Weights))
		case "CI":
			c.compareOne(t, key, r.CI)
		case "CR":
			c.compareOne(t, key, r.CI/in.RandomIndex)
		case "lambda_max":
			c.compareOne(t, key, r.LambdaMax)
		default:
			t.Errorf("expected figure %q is not checked", key)
		}
	}
}

func runHierarchy(t *testing.T, c vectorCase) {
	type node struct {
		Comparisons comparisons `json:"comparisons"`
		Children    []string    `json:"children"`
	}
	var in struct {
		Root           string             `json:"root"`
		Alternatives   []string           `json:"alternatives"`
		PriorityMethod string             `json:"priority_method"`
		RandomIndexByN map[string]float64 `json:"random_index_by_n"`
		Nodes          map[string]node    `json:"nodes"`
	}
	decode(t, c.Inputs, &in)
	o := ahp.Options{Prioritization: prioritization(t, in.PriorityMethod)}
	local := map[string]ahp.Result{}
	var scores func(name string) []float64
	scores = func(name string) []float64 {
		n := in.Nodes[name]
		r := ahp.Prioritize(n.Comparisons.matrix(t), o)
		local[name] = r
		if n.Children == nil {
			return r.Weights
		}
		sum := make([]float64, len(in.Alternatives))
		for k, child := range n.Children {
			for i, s := range scores(child) {
				sum[i] += r.Weights[k] * s
			}
		}
		return sum
	}
	total := scores(in.Root)
	for key := range c.Expected {
		switch key {
		case "scores":
			c.compare(t, key, total)
		case "ranks":
			c.compare(t, key, ranks(total))
		case "local":
			var want map[string][]float64
			var tol map[string]float64
			decode(t, c.Expected[key], &want)
			decode(t, c.Tolerance[key], &tol)
			for name, w := range want {
				near(t, "local "+name, local[name].Weights, w, tol[name])
			}
		case "CR":
			var want, tol map[string]float64
			decode(t, c.Expected[key], &want)
			decode(t, c.Tolerance[key], &tol)
			for name, cr := range want {
				r := local[name]
				ri, ok := in.RandomIndexByN[strconv.Itoa(len(r.Weights))]
				if !ok {
					t.Errorf("CR %s: no random index given", name)
				}
				near(t, "CR "+name, []float64{r.CI / ri}, []float64{cr}, tol[name])
			}
		default:
			t.Errorf("expected figure %q is not checked", key)
		}
	}
}

func (c vectorCase) compare(t *testing.T, key string, got []float64) {
	t.Helper()
	var want []float64
	var tol float64
	decode(t, c.Expected[key], &want)
	decode(t, c.Tolerance[key], &tol)
	near(t, key, got, want, tol)
}

func (c vectorCase) compareOne(t *testing.T, key string, got float64) {
	t.Helper()
	var want, tol float64
	decode(t, c.Expected[key], &want)
	decode(t, c.Tolerance[key], &tol)
	near(t, key, []float64{got}, []float64{want}, tol)
}

func decode(t *testing.T, data json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
}

// near compares to an absolute tolerance; a NaN is never near.
func near(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
		return
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= tol) {
			t.Errorf("%s[%d] = %.10g, want %.10g ± %g", what, i, got[i], want[i], tol)
		}
	}
}

// ranks gives 1 to the greatest; ties share the smaller rank.
func ranks(x []float64) []float64 {
	r := make([]float64, len(x))
	for i := range x {
		r[i] = 1
		for _, v := range x {
			if v > x[i] {
				r[i]++
			}
		}
	}
	return r
}

// readDong returns the five experts' rows of testdata/consensus-dong-2010.
func readDong(t *testing.T, name string) map[string][][]float64 {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/consensus-dong-2010/" + name)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][][]float64{}
	for _, r := range records[1:] {
		rows[r[0]] = append(rows[r[0]], ratios(t, r[3:]))
	}
	return rows
}

// Dong, Zhang, Hong & Xu 2010, DSS 49(3):281–289, section 5: the five individual
// priority vectors, printed to four digits. The paper uses the row geometric
// mean, and only that one gives its digits.
func TestDong2010(t *testing.T) {
	data, err := os.ReadFile("../../../testdata/consensus-dong-2010/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		W map[string][]float64 `json:"w"`
	}
	decode(t, data, &want)
	rows := readDong(t, "matrices.csv")
	if len(rows) != 5 || len(want.W) != 5 {
		t.Fatalf("%d matrices and %d vectors, want 5 and 5", len(rows), len(want.W))
	}
	off := map[ahp.Prioritization]float64{}
	for dm, w := range want.W {
		m, err := ahp.FromRows(rows[dm])
		if err != nil {
			t.Fatalf("%s: %v", dm, err)
		}
		// Half a unit of the fourth digit, and room for the paper's own rounding.
		near(t, dm, ahp.Prioritize(m, ahp.Options{Prioritization: ahp.Geometric}).Weights, w, 0.00006)
		for _, p := range ahp.Prioritizations() {
			for i, v := range ahp.Prioritize(m, ahp.Options{Prioritization: p}).Weights {
				off[p] = max(off[p], math.Abs(v-w[i]))
			}
		}
	}
	t.Logf("largest distance from the printed digits: %v", off)
	for _, p := range []ahp.Prioritization{ahp.Eigenvector, ahp.ColumnMean} {
		if off[p] < 0.001 {
			t.Errorf("%s is within %g of the printed digits, which are not its", p, off[p])
		}
	}

	// As printed, expert 5 says x2 is half of x3 and x3 is half of x2.
	_, err = ahp.FromRows(readDong(t, "matrices_as_printed.csv")["d5"])
	var je *ahp.JudgementError
	if !errors.As(err, &je) || je.I != 1 || je.J != 2 {
		t.Errorf("misprinted matrix: error %v, want one at row 2, column 3", err)
	}
}
