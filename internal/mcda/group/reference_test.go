package group_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"veche/internal/mcda/ahp"
	"veche/internal/mcda/group"
)

// groupCase is one ahp_group case of testdata/vectors.json.
type groupCase struct {
	ID     string `json:"id"`
	Inputs struct {
		Individual []struct {
			N     int      `json:"n"`
			Upper []string `json:"upper_triangle"`
		} `json:"individual"`
		PriorityMethod string `json:"priority_method"`
	} `json:"inputs"`
	Expected  map[string]json.RawMessage `json:"expected"`
	Tolerance map[string]float64         `json:"tolerance"`
}

func TestPublishedCases(t *testing.T) {
	var file struct {
		Methods map[string]int    `json:"methods"`
		Cases   []json.RawMessage `json:"cases"`
	}
	decode(t, read(t, "vectors.json"), &file)
	passed := 0
	for _, raw := range file.Cases {
		var head struct {
			Method string `json:"method"`
		}
		decode(t, raw, &head)
		if head.Method != "ahp_group" {
			continue
		}
		var c groupCase
		decode(t, raw, &c)
		if t.Run(c.ID, c.run) {
			passed++
		}
	}
	if want := file.Methods["ahp_group"]; want == 0 || passed != want {
		t.Errorf("%d cases passed of the %d in the file", passed, want)
	}
}

func (c groupCase) run(t *testing.T) {
	p, ok := ahp.ParsePrioritization(c.Inputs.PriorityMethod)
	if !ok {
		t.Fatalf("unknown prioritization %q", c.Inputs.PriorityMethod)
	}
	o := ahp.Options{Prioritization: p}
	var ms []*ahp.Matrix
	var ws [][]float64
	for _, in := range c.Inputs.Individual {
		m, err := ahp.FromUpper(in.N, ratios(t, in.Upper))
		if err != nil {
			t.Fatal(err)
		}
		ms = append(ms, m)
		ws = append(ws, ahp.Prioritize(m, o).Weights)
	}
	joint, err := group.AIJ(ms, nil)
	if err != nil {
		t.Fatal(err)
	}
	for key, raw := range c.Expected {
		tol, ok := c.Tolerance[key]
		if !ok {
			t.Errorf("no tolerance for %q", key)
		}
		switch key {
		case "aij_matrix":
			var want [][]float64
			decode(t, raw, &want)
			for i, row := range want {
				for j, v := range row {
					near(t, key, []float64{joint.At(i, j)}, []float64{v}, tol)
				}
			}
		case "aij_weights":
			var want []float64
			decode(t, raw, &want)
			near(t, key, ahp.Prioritize(joint, o).Weights, want, tol)
		case "individual_weights":
			var want [][]float64
			decode(t, raw, &want)
			if len(want) != len(ws) {
				t.Fatalf("%d experts, want %d", len(ws), len(want))
			}
			for k, w := range want {
				near(t, key, ws[k], w, tol)
			}
		case "aip_arithmetic":
			var want []float64
			decode(t, raw, &want)
			got, err := group.AIP(ws, nil, group.ArithmeticPriorities)
			if err != nil {
				t.Fatal(err)
			}
			near(t, key, got, want, tol)
		default:
			t.Errorf("expected figure %q is not checked", key)
		}
	}
}

// Dong, Zhang, Hong & Xu 2010, DSS 49(3):281–289, section 5: the group weights
// wc = (.4984, .2727, .1541, .0747) are AIJ with the decision makers' weights
// (.1, .3, .1, .2, .3), then the row geometric mean; the weighted geometric AIP
// of the printed individual priorities gives them too.
func TestDong2010(t *testing.T) {
	var want struct {
		W  map[string][]float64 `json:"w"`
		WC []float64            `json:"wc"`
	}
	decode(t, read(t, "consensus-dong-2010/expected.json"), &want)
	records, err := csv.NewReader(bytes.NewReader(read(t, "consensus-dong-2010/matrices.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var experts []string
	var weights []float64
	rows := map[string][][]float64{}
	for _, r := range records[1:] {
		if !slices.Contains(experts, r[0]) {
			experts = append(experts, r[0])
			weights = append(weights, ratio(t, r[1]))
		}
		rows[r[0]] = append(rows[r[0]], ratios(t, r[3:]))
	}
	var ms []*ahp.Matrix
	var ws, printed [][]float64
	o := ahp.Options{Prioritization: ahp.Geometric}
	for _, dm := range experts {
		m, err := ahp.FromRows(rows[dm])
		if err != nil {
			t.Fatalf("%s: %v", dm, err)
		}
		ms = append(ms, m)
		ws = append(ws, ahp.Prioritize(m, o).Weights)
		printed = append(printed, want.W[dm])
	}
	if len(ms) != 5 {
		t.Fatalf("%d decision makers, want 5", len(ms))
	}
	joint, err := group.AIJ(ms, weights)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "wc by AIJ", ahp.Prioritize(joint, o).Weights, want.WC, 0.00006)
	for _, from := range [][][]float64{ws, printed} {
		aip, err := group.AIP(from, weights, group.GeometricPriorities)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "wc by AIP", aip, want.WC, 0.0001)
	}
	// The eigenvector of the joint matrix is not what the paper prints.
	var off float64
	for i, v := range ahp.Prioritize(joint, ahp.Options{}).Weights {
		off = max(off, math.Abs(v-want.WC[i]))
	}
	if off < 0.0002 {
		t.Errorf("the eigenvector is within %g of the printed group weights", off)
	}
	t.Logf("the eigenvector of the joint matrix is %.6f from the printed group weights", off)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t *testing.T, data []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
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
