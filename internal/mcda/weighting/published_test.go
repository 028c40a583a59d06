package weighting_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

const testdata = "../../../testdata"

// publishedCase is a case of testdata/vectors.json that gives weights.
type publishedCase struct {
	ID, Method string
	Inputs     struct {
		Scheme        string
		Matrix        [][]float64
		Types         []string
		Correlation   string
		N             int
		Model         string
		Best, Worst   int
		BestToOthers  []float64 `json:"best_to_others"`
		OthersToWorst []float64 `json:"others_to_worst"`
	}
	Expected struct {
		Weights          []float64
		Xi               *float64
		ConsistencyRatio *float64 `json:"consistency_ratio"`
	}
	Tolerance struct {
		Weights, Xi      float64
		ConsistencyRatio float64 `json:"consistency_ratio"`
	}
}

func ours(method string) bool {
	return strings.HasPrefix(method, "weights_") || method == "rank_weights" || method == "bwm"
}

// TestPublishedCases computes every case of testdata/vectors.json that gives weights, but for AHP; each names its source there.
func TestPublishedCases(t *testing.T) {
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	readJSON(t, "vectors.json", &file)
	passed := map[string]int{}
	for _, raw := range file.Cases {
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if !ours(head.Method) {
			continue
		}
		var c publishedCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		if t.Run(c.ID, c.run) {
			passed[c.Method]++
		}
	}
	total := 0
	for method, want := range file.Methods {
		if ours(method) {
			total += want
			if passed[method] != want {
				t.Errorf("%s: %d cases passed of the %d in the file", method, passed[method], want)
			}
		}
	}
	if total < 12 {
		t.Errorf("the file has %d cases of weights, it had 12", total)
	}
}

func (c *publishedCase) run(t *testing.T) {
	in := &c.Inputs
	var w []float64
	switch c.Method {
	case "bwm":
		b, err := weighting.BestWorst(in.Model, in.Best-1, in.Worst-1, in.BestToOthers, in.OthersToWorst)
		if err != nil {
			t.Fatal(err)
		}
		w = b.Weights
		if want := c.Expected.Xi; want == nil || math.Abs(b.Xi-*want) > c.Tolerance.Xi {
			t.Errorf("ξ = %v", b.Xi)
		}
		if want := c.Expected.ConsistencyRatio; want != nil && math.Abs(b.Consistency-*want) > c.Tolerance.ConsistencyRatio {
			t.Errorf("consistency ratio %v, want %v", b.Consistency, *want)
		}
	case "rank_weights":
		ranks := make([]float64, in.N)
		for j := range ranks {
			ranks[j] = float64(j + 1)
		}
		var err error
		if w, err = weighting.FromRanks(in.Scheme, ranks); err != nil {
			t.Fatal(err)
		}
	default:
		given := map[string]string{}
		if in.Correlation != "" {
			given["correlation"] = in.Correlation
		}
		r, err := weighting.Objective(in.Scheme, table(in.Types, in.Matrix...), given)
		if err != nil {
			t.Fatal(err)
		}
		w = r.Weights
	}
	compare(t, w, c.Expected.Weights, c.Tolerance.Weights)
}

func compare(t *testing.T, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%v, want %v", got, want)
	}
	for j := range want {
		if !(math.Abs(got[j]-want[j]) <= tolerance) {
			t.Errorf("element %d of %v is %v, want %v ± %v", j, got, got[j], want[j], tolerance)
		}
	}
}

// table makes a problem; types are "benefit" and "cost", nil for benefits only.
func table(types []string, rows ...[]float64) *mcda.Problem {
	p := &mcda.Problem{}
	for j := range rows[0] {
		c := mcda.Criterion{ID: "c" + strconv.Itoa(j+1)}
		if types != nil && types[j] == "cost" {
			c.Sense = mcda.Cost
		}
		p.Criteria = append(p.Criteria, c)
	}
	for i, row := range rows {
		p.Alternatives = append(p.Alternatives, "a"+strconv.Itoa(i+1))
		p.Scores = append(p.Scores, row...)
	}
	return p
}

// TestWasteToEnergy: testdata/waste-to-energy-alao-2021, see its SOURCE.md. Two alternatives share the best score on C4 and three on C12; the software that
// computed the published IDOCRIW weights takes the first of them.
func TestWasteToEnergy(t *testing.T) {
	f, err := os.Open(filepath.Join(testdata, "waste-to-energy-alao-2021", "matrix.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, cell := range rows[len(rows)-1][1:] {
		types = append(types, map[string]string{"1": "benefit", "-1": "cost"}[cell])
	}
	var matrix [][]float64
	for _, row := range rows[1 : len(rows)-1] {
		var scores []float64
		for _, cell := range row[1:] {
			x, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			scores = append(scores, x)
		}
		matrix = append(matrix, scores)
	}
	var want struct {
		CV      []float64 `json:"weights_cv"`
		IDOCRIW []float64
	}
	readJSON(t, "waste-to-energy-alao-2021/expected.json", &want)
	p := table(types, matrix...)
	for _, c := range []struct {
		name  string
		given map[string]string
		want  []float64
	}{
		{"cv", nil, want.CV},
		{"idocriw", map[string]string{"cilos-ties": "first"}, want.IDOCRIW},
	} {
		r, err := weighting.Objective(c.name, p, c.given)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, r.Weights, c.want, 6e-7)
	}
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(testdata, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
