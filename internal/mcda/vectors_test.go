package mcda_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"veche/internal/mcda"
)

const testdata = "../../testdata"

// publishedCase is a case of testdata/vectors.json of a method that ranks a matrix.
type publishedCase struct {
	ID, Method, Variant string
	Inputs              struct {
		Matrix           [][]json.RawMessage
		Weights          []json.RawMessage
		Types            []string
		Normalisation    string
		NormaliseWeights bool `json:"normalise_weights"`
		V, Lambda        *float64
		Tau, Zeta, Alpha *float64
		Bounds           [][2]float64
		Expected         []float64                `json:"expected_solution_point"`
		Preferences      []float64                `json:"alternative_preferences"`
		Expert           struct{ Types []string } // COMET's
		Cutoffs, Values  []float64
		X                []float64
	}
	Expected  map[string]json.RawMessage
	Tolerance map[string]json.RawMessage
}

// elsewhere says where the cases of methods that do not rank a matrix, or have tests of their own, are run.
var elsewhere = map[string]string{
	"ahp_priority": "ahp", "ahp_hierarchy": "ahp", "ahp_incomplete": "ahp", "fuzzy_ahp": "ahp", "ahp_group": "group",
	"bwm": "weighting", "rank_weights": "weighting", "weights_angle": "weighting", "weights_cilos": "weighting", "weights_critic": "weighting",
	"weights_entropy": "weighting", "weights_merec": "weighting", "weights_std": "weighting",
	"promethee": "promethee_test.go", "electre1": "electre_test.go", "electre3": "electre_test.go", "electre_netflow": "electre_test.go",
	"rank_similarity": "similarity_test.go", "rank_distance": "similarity_test.go", "decision_entropy": "robust",
	"ahp_consensus": "with the panel", "consensus": "with the panel", "kendall_w": "with the panel",
	"smaa2": "robust", "weight_sensitivity": "robust",
}

// published names the catalogue's method for a method of the file, and what the file's keys are called here ("" the score); ranks are of the score unless
// said otherwise.
var published = map[string]struct {
	method string
	keys   map[string]string
}{
	"saw":          {"weighted-sum", nil},
	"topsis":       {"topsis", nil},
	"wpm":          {"weighted-product", map[string]string{"log10_scores": "log10"}},
	"waspas":       {"waspas", nil},
	"vikor":        {"vikor", map[string]string{"S": "s", "R": "r", "Q": "q", "compromise_set": "set"}},
	"moora":        {"moora", map[string]string{"ratio": "", "ranks_ratio": "ranks"}},
	"moora/ref":    {"moora-reference", map[string]string{"reference_point": "", "ranks_reference_point": "ranks"}},
	"multimoora":   {"multimoora", map[string]string{"ratio": "ratio", "reference_point": "reference_point", "fmf": "full_multiplicative", "ranks_ratio": "ranks:ratio", "ranks_reference_point": "lowest:reference_point", "ranks_fmf": "ranks:full_multiplicative", "reference_vector": "table:Reference point"}},
	"copras":       {"copras", map[string]string{"utility": "", "utility_percent": "percent"}},
	"aras":         {"aras", map[string]string{"S": "s", "utility": "", "S0": "optimum"}},
	"edas":         {"edas", nil},
	"codas":        {"codas", nil},
	"mabac":        {"mabac", map[string]string{"border_area": "table:Border approximation area"}},
	"mairca":       {"mairca", nil},
	"marcos":       {"marcos", nil},
	"cocoso":       {"cocoso", nil},
	"spotis":       {"spotis", nil},
	"gra":          {"gra", nil},
	"ocra":         {"ocra", nil},
	"comet":        {"comet", nil},
	"fuzzy_topsis": {"fuzzy-topsis", nil},
}

// TestPublishedCases runs every case of testdata/vectors.json of a method that ranks; each names its source there. No method may be left out.
func TestPublishedCases(t *testing.T) {
	var file struct {
		Methods map[string]int
		Cases   []json.RawMessage
	}
	readJSON(t, filepath.Join(testdata, "vectors.json"), &file)
	ran := map[string]int{}
	for _, raw := range file.Cases {
		var c publishedCase
		var head struct{ ID, Method string }
		if err := json.Unmarshal(raw, &head); err != nil {
			t.Fatal(err)
		}
		if _, ok := published[head.Method]; !ok && head.Method != "value_function" {
			continue
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatalf("%s: %v", head.ID, err)
		}
		ran[c.Method]++
		t.Run(c.ID, c.run)
	}
	for method, count := range file.Methods {
		if elsewhere[method] == "" && ran[method] < count {
			t.Errorf("%s: %d cases ran, the file has %d", method, ran[method], count)
		}
	}
}

func (c *publishedCase) run(t *testing.T) {
	if c.Method == "value_function" {
		c.valueFunction(t)
		return
	}
	key := c.Method
	if _, ok := c.Expected["reference_point"]; ok && key == "moora" {
		key = "moora/ref"
	}
	as := published[key]
	p := c.problem(t)
	set := map[string]string{}
	number := func(name string, x *float64) {
		if x != nil {
			set[name] = fmt.Sprint(*x)
		}
	}
	number("v", c.Inputs.V)
	number("lambda", c.Inputs.Lambda)
	number("tau", c.Inputs.Tau)
	number("zeta", c.Inputs.Zeta)
	number("alpha", c.Inputs.Alpha)
	m := lookup(t, as.method)
	if n := c.Inputs.Normalisation; n != "" && m.Has("normalization") {
		if how := map[string]string{"linear_max": "max", "minmax": "min-max"}[n]; how != "" {
			n = how
		}
		set["normalization"] = n
	}
	w := c.weights(t, p)
	s, err := m.Prepare(p, set)
	if err != nil {
		t.Fatal(err)
	}
	scores, trace := s.Scores(nil, w), s.Trace(w)
	if c.Method == "topsis" {
		ideal, anti := mcda.WeightedIdeals(s, w)
		trace.Values = append(trace.Values, mcda.Series{Name: "ideal", Values: ideal}, mcda.Series{Name: "anti_ideal", Values: anti})
	}
	for key, raw := range c.Expected {
		name, ok := as.keys[key]
		if !ok {
			name = key
		}
		got := c.value(t, name, m, scores, trace)
		c.compare(t, key, got, raw)
	}
}

// value finds a result by the name published gives it.
func (c *publishedCase) value(t *testing.T, name string, m *mcda.Method, scores []float64, trace *mcda.Trace) []float64 {
	t.Helper()
	series := func(name string) []float64 {
		for _, v := range trace.Values {
			if v.Name == name {
				return v.Values
			}
		}
		t.Fatalf("%s has no %q", m.Name, name)
		return nil
	}
	what, of, _ := strings.Cut(name, ":")
	switch what {
	case "", "scores":
		return scores
	case "percent":
		percent := make([]float64, len(scores))
		for i, x := range scores {
			percent[i] = 100 * x
		}
		return percent
	case "ratios":
		return tableOf(t, trace, "Ratios")
	case "table":
		return tableOf(t, trace, of)
	case "optimum":
		return tableOf(t, trace, "Optimality function and utility degree")[:1]
	case "set":
		var members []float64
		for _, i := range trace.Set.Members {
			members = append(members, float64(i+1))
		}
		slices.Sort(members)
		return members
	case "ranks":
		if of != "" {
			return mcda.Rank(series(of), nil, false).Ranks
		}
		return mcda.Rank(scores, nil, m.LowerIsBetter).Ranks
	case "lowest":
		return mcda.Rank(series(of), nil, true).Ranks
	}
	return series(what)
}

func tableOf(t *testing.T, trace *mcda.Trace, name string) []float64 {
	t.Helper()
	for _, table := range trace.Tables {
		if table.Name == name {
			return table.Values
		}
	}
	t.Fatalf("no table %q", name)
	return nil
}

// compare checks numbers, lists or tables of them, to the case's tolerance; null is not compared.
func (c *publishedCase) compare(t *testing.T, key string, got []float64, raw json.RawMessage) {
	t.Helper()
	want, tolerance := flat(t, raw), flat(t, c.Tolerance[key])
	if len(got) != len(want) || len(tolerance) == 0 {
		t.Fatalf("%s: %v, want %v ± %v", key, got, want, tolerance)
	}
	for i, x := range want {
		within := tolerance[min(i, len(tolerance)-1)]
		if x != nil && !(math.Abs(got[i]-*x) <= *within) {
			t.Errorf("%s[%d] = %v, want %v ± %v", key, i, got[i], *x, *within)
		}
	}
}

// flat reads a number, a list or a table as one list; null is nil.
func flat(t *testing.T, raw json.RawMessage) []*float64 {
	t.Helper()
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		var x *float64
		if err := json.Unmarshal(raw, &x); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		return []*float64{x}
	}
	var all []*float64
	for _, r := range list {
		all = append(all, flat(t, r)...)
	}
	return all
}

func (c *publishedCase) problem(t *testing.T) *mcda.Problem {
	t.Helper()
	in := &c.Inputs
	senses := ""
	for _, s := range append(in.Types, in.Expert.Types...) {
		senses += s[:1]
	}
	rows := make([][]float64, len(in.Matrix))
	var fuzzy []mcda.Fuzzy
	for i, row := range in.Matrix {
		for _, cell := range row {
			numbers := flat(t, cell)
			rows[i] = append(rows[i], *numbers[0])
			if len(numbers) == 3 {
				fuzzy = append(fuzzy, mcda.Triangle{*numbers[0], *numbers[1], *numbers[2]}.Fuzzy())
			}
		}
	}
	if senses == "" {
		senses = strings.Repeat("b", len(rows[0]))
	}
	p := table(senses, rows...)
	p.Fuzzy, p.Prior = fuzzy, in.Preferences
	for j := range in.Bounds {
		p.Criteria[j].Scale = &mcda.Scale{Min: in.Bounds[j][0], Max: in.Bounds[j][1]}
	}
	for j := range in.Expected {
		p.Criteria[j].Expected = &in.Expected[j]
	}
	return p
}

// weights are the case's as given, 1 each when it has none; fuzzy ones go to the criteria.
func (c *publishedCase) weights(t *testing.T, p *mcda.Problem) []float64 {
	t.Helper()
	w := make([]float64, len(p.Criteria))
	var sum float64
	for j := range w {
		w[j] = 1
		if c.Method == "comet" {
			w[j] = 1. / 9
		}
		if len(c.Inputs.Weights) > 0 {
			numbers := flat(t, c.Inputs.Weights[j])
			w[j] = *numbers[0]
			if len(numbers) == 3 {
				fuzzy := mcda.Triangle{*numbers[0], *numbers[1], *numbers[2]}.Fuzzy()
				p.Criteria[j].FuzzyWeight = &fuzzy
				w[j] = fuzzy.Centroid()
			}
		}
		sum += w[j]
	}
	for j := range w {
		if c.Inputs.NormaliseWeights || p.Criteria[j].FuzzyWeight != nil {
			w[j] /= sum
		}
	}
	return w
}

func (c *publishedCase) valueFunction(t *testing.T) {
	var f mcda.ValueFunction
	for k, x := range c.Inputs.Cutoffs {
		f = append(f, mcda.Point{Score: x, Value: c.Inputs.Values[k]})
	}
	var got []float64
	for _, x := range c.Inputs.X {
		got = append(got, f.At(x))
	}
	c.compare(t, "values", got, c.Expected["values"])
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
