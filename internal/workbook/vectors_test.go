package workbook

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"testing"

	"veche/internal/study"
)

// vector is one published case of testdata/vectors.json, as far as this test reads it.
type vector struct {
	ID, Method string
	Inputs     struct {
		Matrix         [][]float64
		Weights        []float64
		Types          []string
		Normalisation  string
		Pairwise       [][]string
		UpperTriangle  []string `json:"upper_triangle"`
		N              int
		PriorityMethod string `json:"priority_method"`
	}
	Expected, Tolerance struct {
		Scores, Ranks, Weights json.RawMessage
		CI                     *float64
	}
}

// normalizations are vectors.md's names for ours.
var normalizations = map[string]string{"vector": "vector", "minmax": "min-max", "linear_max": "max", "sum": "sum"}

// The published cases of the weighted sum, TOPSIS and AHP priorities, entered as an analyst would: in the canonical sheets, read, weighed and ranked.
func TestPublishedCasesThroughTheWorkbook(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	ran := map[string]int{}
	for _, c := range file.Cases {
		var head struct{ ID, Method string }
		if err := json.Unmarshal(c, &head); err != nil {
			t.Fatal(err)
		}
		check := map[string]func(*testing.T, vector){"saw": rankedCase, "topsis": rankedCase, "ahp_priority": weighedCase}[head.Method]
		if check == nil {
			continue
		}
		var v vector
		if err := json.Unmarshal(c, &v); err != nil {
			t.Fatalf("%s: %v", head.ID, err)
		}
		ran[v.Method]++
		t.Run(v.ID, func(t *testing.T) { check(t, v) })
	}
	for _, m := range []string{"saw", "topsis", "ahp_priority"} {
		if ran[m] == 0 || ran[m] < file.Methods[m] {
			t.Errorf("%s: %d of %d cases ran", m, ran[m], file.Methods[m])
		}
	}
}

func rankedCase(t *testing.T, v vector) {
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight"}}
	header := []any{"Technology"}
	for j, sense := range v.Inputs.Types {
		code := fmt.Sprintf("C%d", j+1)
		criteria = append(criteria, []any{code, code, sense, v.Inputs.Weights[j]})
		header = append(header, code)
	}
	technologies, evidence := [][]any{{"ID", "Technology"}}, [][]any{header}
	for i, x := range v.Inputs.Matrix {
		id := fmt.Sprintf("T%d", i+1)
		technologies = append(technologies, []any{id, "Technology " + id})
		row := []any{id}
		for _, x := range x {
			row = append(row, x)
		}
		evidence = append(evidence, row)
	}
	b := book{{"Study", [][]any{{"Key", "Value"}, {"method", v.Method}, {"normalization", normalizations[v.Inputs.Normalisation]}}},
		{"Criteria", criteria}, {"Technologies", technologies}, {"Evidence", evidence}}
	s, issues := b.read(t)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	var scores, ranks []float64
	var tolerance float64
	for raw, into := range map[*json.RawMessage]any{&v.Expected.Scores: &scores, &v.Expected.Ranks: &ranks, &v.Tolerance.Scores: &tolerance} {
		if err := json.Unmarshal(*raw, into); err != nil {
			t.Fatal(err)
		}
	}
	if len(scores) != len(o.Rows) {
		t.Fatalf("%d published scores for %d technologies", len(scores), len(o.Rows))
	}
	for _, r := range o.Rows {
		if d := math.Abs(r.Score - scores[r.Index]); d > tolerance {
			t.Errorf("%s: score %.6f, published %v (off by %.2g)", r.Technology.ID, r.Score, scores[r.Index], d)
		}
		if float64(r.Rank) != ranks[r.Index] {
			t.Errorf("%s: rank %d, published %v", r.Technology.ID, r.Rank, ranks[r.Index])
		}
	}
}

func weighedCase(t *testing.T, v vector) {
	n := max(v.Inputs.N, len(v.Inputs.Pairwise))
	upper := v.Inputs.UpperTriangle
	if upper == nil {
		for i := range n {
			upper = append(upper, v.Inputs.Pairwise[i][i+1:]...)
		}
	}
	criteria := [][]any{{"Code", "Criterion", "Sense"}}
	for j := range n {
		criteria = append(criteria, []any{fmt.Sprintf("C%d", j+1), "", "benefit"})
	}
	judgements := [][]any{{"Expert", "A", "B", "Preferred", "Intensity"}}
	for i := range n {
		for j := i + 1; j < n; j++ {
			ratio, ok := new(big.Rat).SetString(upper[0])
			if !ok {
				t.Fatalf("judgement %q", upper[0])
			}
			upper = upper[1:]
			x, _ := ratio.Float64()
			preferred := "A"
			if x < 1 {
				preferred, x = "B", 1/x
			}
			judgements = append(judgements, []any{"E1", fmt.Sprintf("C%d", i+1), fmt.Sprintf("C%d", j+1), preferred, x})
		}
	}
	b := book{{"Study", [][]any{{"Key", "Value"}, {"weighting", "ahp"}, {"prioritization", v.Inputs.PriorityMethod}}},
		{"Criteria", criteria}, {"Technologies", [][]any{{"ID", "Technology"}, {"T1", "one"}, {"T2", "two"}}},
		{"Evidence", [][]any{{"Technology", "C1"}, {"T1", 1}, {"T2", 2}}}, {"Pairwise", judgements}}
	s, issues := b.read(t)
	if issues.Err() != nil {
		t.Fatal(issues)
	}
	w, err := study.Weigh(s)
	if err != nil {
		t.Fatal(err)
	}
	if v.Expected.CI != nil {
		if got := w.Nodes[0].AHP.CI; math.Abs(got-*v.Expected.CI) > *v.Tolerance.CI {
			t.Errorf("CI %v, published %v", got, *v.Expected.CI)
		}
	}
	if v.Expected.Weights == nil {
		return
	}
	var weights []float64
	var tolerance float64
	if err := json.Unmarshal(v.Expected.Weights, &weights); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(v.Tolerance.Weights, &tolerance); err != nil {
		t.Fatal(err)
	}
	for k, want := range weights {
		if math.Abs(w.Global[k]-want) > tolerance {
			t.Errorf("weight %d: %.7f, published %v", k+1, w.Global[k], want)
		}
	}
}
