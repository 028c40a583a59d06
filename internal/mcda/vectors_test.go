package mcda_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"veche/internal/mcda"
)

const testdata = "../../testdata"

// publishedCase is a case of testdata/vectors.json of a method that ranks a matrix.
type publishedCase struct {
	ID, Method string
	Inputs     struct {
		Matrix        [][]float64
		Weights       []float64
		Types         []string
		Normalisation string
	}
	Expected  map[string][]float64
	Tolerance map[string]float64
}

// TestPublishedCases ranks every weighted-sum and TOPSIS case of testdata/vectors.json; each names its source there.
func TestPublishedCases(t *testing.T) {
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	readJSON(t, filepath.Join(testdata, "vectors.json"), &file)
	ran := map[string]int{}
	for _, raw := range file.Cases {
		var head struct{ Method string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if head.Method != "saw" && head.Method != "topsis" {
			continue
		}
		var c publishedCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		ran[c.Method]++
		t.Run(c.ID, c.run)
	}
	for _, method := range []string{"saw", "topsis"} {
		if ran[method] < file.Methods[method] || ran[method] == 0 {
			t.Errorf("%s: %d cases ran, the file has %d", method, ran[method], file.Methods[method])
		}
	}
}

func (c *publishedCase) run(t *testing.T) {
	senses := ""
	for _, s := range c.Inputs.Types {
		senses += s[:1]
	}
	p := table(senses, c.Inputs.Matrix...)
	how := map[string]string{"linear_max": "max", "minmax": "min-max"}[c.Inputs.Normalisation]
	if how == "" {
		how = c.Inputs.Normalisation
	}
	s, err := lookup(t, c.Method).Prepare(p, map[string]string{"normalization": how})
	if err != nil {
		t.Fatal(err)
	}
	w := c.Inputs.Weights
	scores := s.Scores(nil, w)
	got := map[string][]float64{"scores": scores, "ranks": mcda.Rank(scores, p.Alternatives, false).Ranks}
	if c.Method == "topsis" {
		got["ideal"], got["anti_ideal"] = mcda.WeightedIdeals(s, w)
	}
	for key, want := range c.Expected {
		if len(got[key]) != len(want) {
			t.Fatalf("%s: %v, want %v", key, got[key], want)
		}
		for i, x := range want {
			if tolerance, ok := c.Tolerance[key]; !ok || math.Abs(got[key][i]-x) > tolerance {
				t.Errorf("%s[%d] = %v, want %v ± %v", key, i, got[key][i], x, tolerance)
			}
		}
	}
}

// TestWasteToEnergy: testdata/waste-to-energy-alao-2021, see its SOURCE.md. Weights have six digits, so the scores have about as many.
func TestWasteToEnergy(t *testing.T) {
	dir := filepath.Join(testdata, "waste-to-energy-alao-2021")
	p := readMatrix(t, filepath.Join(dir, "matrix.csv"))
	var file struct {
		WeightsCV   []float64 `json:"weights_cv"`
		MinMaxCV    []float64 `json:"topsis_minmax_cv"`
		IDOCRIW     []float64 `json:"idocriw"`
		VectorID    []float64 `json:"topsis_vector_idocriw"`
		VectorEqual []float64 `json:"topsis_vector_equal"`
		PublishedBy struct {
			MinMax []float64 `json:"TOPSIS_minmax"`
		} `json:"published_software_ranks"`
	}
	readJSON(t, filepath.Join(dir, "expected.json"), &file)
	_, n := p.Dims()
	ids, equal := make([]string, n), make([]float64, n)
	for j := range ids {
		ids[j], equal[j] = p.Criteria[j].ID, 1
	}
	for _, c := range []struct {
		name, normalization   string
		weights, scores, rank []float64
	}{
		{"min-max, coefficient of variation", "min-max", file.WeightsCV, file.MinMaxCV, file.PublishedBy.MinMax},
		{"vector, IDOCRIW", "vector", file.IDOCRIW, file.VectorID, nil},
		{"vector, equal", "vector", equal, file.VectorEqual, nil},
	} {
		s, err := lookup(t, "topsis").Prepare(p, map[string]string{"normalization": c.normalization})
		if err != nil {
			t.Fatal(err)
		}
		w, _, err := mcda.NormalizeWeights(c.weights, ids)
		if err != nil {
			t.Fatal(err)
		}
		scores := s.Scores(nil, w)
		if len(c.scores) != 5 {
			t.Fatalf("%s: expected scores %v", c.name, c.scores)
		}
		for i, want := range c.scores {
			if math.Abs(scores[i]-want) > 2e-6 {
				t.Errorf("%s: score %d is %v, want %v", c.name, i, scores[i], want)
			}
		}
		ranks := mcda.Rank(scores, p.Alternatives, false).Ranks
		for i, want := range c.rank {
			if ranks[i] != want {
				t.Errorf("%s: ranks %v, want %v", c.name, ranks, c.rank)
				break
			}
		}
	}
	if want := []float64{1, 2, 5, 4, 3}; len(file.PublishedBy.MinMax) != 5 || different(file.PublishedBy.MinMax, want, 0) != "" {
		t.Errorf("published ranks %v, want %v", file.PublishedBy.MinMax, want)
	}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// readMatrix reads a header, a row of scores per alternative, and a last row of senses 1 and −1.
func readMatrix(t *testing.T, path string) *mcda.Problem {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	p := &mcda.Problem{}
	last := rows[len(rows)-1]
	for j, name := range rows[0][1:] {
		c := mcda.Criterion{ID: name}
		if last[j+1] == "-1" {
			c.Sense = mcda.Cost
		}
		p.Criteria = append(p.Criteria, c)
	}
	for _, row := range rows[1 : len(rows)-1] {
		p.Alternatives = append(p.Alternatives, row[0])
		for _, cell := range row[1:] {
			x, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			p.Scores = append(p.Scores, x)
		}
	}
	return p
}
