package robust_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"veche/internal/mcda/robust"
)

func TestDecisionEntropy(t *testing.T) {
	data, err := os.ReadFile("../../../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, raw := range file.Cases {
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil || head.Method != "decision_entropy" {
			continue
		}
		type bits struct {
			Bits float64 `json:"entropy_bits"`
		}
		var c struct {
			ID                  string
			Inputs              struct{ Probabilities []float64 }
			Expected, Tolerance bits
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		ran++
		if got := robust.DecisionEntropy(c.Inputs.Probabilities); math.Abs(got-c.Expected.Bits) > c.Tolerance.Bits {
			t.Errorf("%s: %v bits, want %v", c.ID, got, c.Expected.Bits)
		}
	}
	if ran != file.Methods["decision_entropy"] || ran == 0 {
		t.Errorf("%d cases ran of %d", ran, file.Methods["decision_entropy"])
	}
	for k := range 9 {
		p := make([]float64, 1<<k, 1<<k+1)
		for i := range p {
			p[i] = 1 / float64(len(p))
		}
		if got := robust.DecisionEntropy(append(p, 0)); math.Abs(got-float64(k)) > 1e-12 {
			t.Errorf("%d equal outcomes have %v bits", len(p), got)
		}
	}
}
