package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The published cases of testdata/vectors.json as an analyst would enter them: a workbook of the canonical sheets, then the command, then its JSON. Cases that
// no command answers are run in the engine's own tests.

// sheets is a workbook to write: names in order, rows of cells.
type sheets []struct {
	name string
	rows [][]any
}

func (b sheets) write(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for k, s := range b {
		if k == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for r, row := range s.rows {
			cell, _ := excelize.CoordinatesToCellName(1, r+1)
			if err := f.SetSheetRow(s.name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "study.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

type vectorCase struct {
	ID, Method string
	Inputs     map[string]any
	Expected   map[string]any
	Tolerance  map[string]any
}

// answer is what both commands print, as far as these tests read it.
type answer struct {
	Weights    []struct{ Weight float64 }
	Ranking    []placed
	Compromise []string
	Nodes      []struct {
		Weights   []float64
		LambdaMax float64 `json:"lambda_max"`
		CI        float64
		Fuzzy     []any `json:"fuzzy_weights"`
		BestWorst *struct {
			Xi          float64
			Consistency float64 `json:"consistency_ratio"`
		} `json:"best_worst"`
		FUCOM  *struct{ DFC float64 }
		Matrix [][]float64
		Expert *string
	}
	Trace []struct {
		Name   string
		Values [][]*float64
	}
}

type placed struct {
	Rank   float64
	ID     string
	Score  float64
	Values map[string]float64
}

func ask(t *testing.T, args ...string) *answer {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(append(args, "--format", "json"), strings.NewReader(""), &out, &errs); code != exitDone {
		t.Fatalf("veche %v: exit code %d: %s", args, code, errs.String())
	}
	var a answer
	if err := json.Unmarshal(out.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	return &a
}

func TestPublishedCasesThroughTheCommand(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Methods map[string]int
		Cases   []vectorCase
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	// The panel's and robustness' cases, and those about rankings or functions instead of studies.
	without := []string{"ahp_consensus", "consensus", "kendall_w", "smaa2", "weight_sensitivity", "rank_similarity", "rank_distance", "decision_entropy", "value_function"}
	ran := map[string]int{}
	for _, c := range file.Cases {
		if slices.Contains(without, c.Method) {
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			switch {
			case c.Method == "ahp_hierarchy":
				c.hierarchy(t)
			case c.Method == "ahp_group":
				c.group(t)
			case c.Method == "ahp_priority" || c.Method == "ahp_incomplete" || c.Method == "fuzzy_ahp":
				c.judged(t)
			case c.Method == "bwm":
				c.bestWorst(t)
			case c.Method == "rank_weights":
				c.ranks(t)
			case strings.HasPrefix(c.Method, "weights_"):
				c.objective(t)
			default:
				c.ranked(t)
			}
		})
		ran[c.Method]++
	}
	for method, n := range file.Methods {
		if !slices.Contains(without, method) && ran[method] < n {
			t.Errorf("%s: %d of %d cases ran", method, ran[method], n)
		}
	}
}

// outcomes says where the answer to a case's expected key stands: "score", "ranks", "set", a value, or "table NAME".
var outcomes = map[string]string{
	"S": "s", "R": "r", "Q": "q", "scores": "score", "utility": "score", "ratio": "ratio", "compromise_set": "set", "not_outranked": "set", "log10_scores": "log10",
	"phi_plus": "plus", "phi_minus": "minus", "phi_net": "net", "border_area": "table Border approximation area", "S0": "",
	"reference_point": "reference_point", "fmf": "full_multiplicative", "reference_vector": "table Reference point", "concordance": "table Concordance",
	"discordance": "table Discordance", "credibility": "table Credibility", "ratios": "table Ratios",
	"ranks_ratio": "", "ranks_fmf": "", "ranks_reference_point": "", "descending": "classes descending", "ascending": "classes ascending", "utility_percent": "percent",
}

func (c *vectorCase) ranked(t *testing.T) {
	in := c.Inputs
	method := map[string]string{"saw": "weighted-sum", "wpm": "weighted-product", "promethee": "promethee2", "electre_netflow": "electre-net-flow"}[c.Method]
	if method == "" {
		method = strings.ReplaceAll(c.Method, "_", "-")
	}
	_, reference := c.Expected["reference_point"]
	_, ratio := c.Expected["ratio"]
	if c.Method == "moora" && reference && !ratio {
		method = "moora-reference"
	}
	matrix := list(in["matrix"])
	n := len(list(matrix[0]))
	setting := [][]any{{"Key", "Value"}, {"method", method}}
	for from, to := range map[string]string{"v": "v", "lambda": "lambda", "tau": "tau", "zeta": "zeta", "alpha": "alpha", "c_threshold": "c", "d_threshold": "d"} {
		if x, ok := in[from].(float64); ok && !(c.Method == "electre3" && from == "v") {
			setting = append(setting, []any{to, x})
		}
	}
	if how, ok := in["normalisation"].(string); ok && slices.Contains([]string{"saw", "topsis", "wpm"}, c.Method) {
		setting = append(setting, []any{"normalization", map[string]string{"vector": "vector", "minmax": "min-max", "linear_max": "max", "sum": "sum"}[how]})
	}
	types := list(in["types"])
	if expert, ok := in["expert"].(map[string]any); ok {
		types = list(expert["types"])
	}
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight", "Min", "Max", "Target", "Preference", "Q", "P", "Sigma", "Veto"}}
	header := []any{"Technology"}
	var sum float64
	for j := range n {
		code := fmt.Sprintf("C%d", j+1)
		row := []any{code, code, "benefit", 1.0, nil, nil, nil, nil, nil, nil, nil, nil}
		if types != nil {
			row[2] = types[j]
		}
		if w := list(in["weights"]); w != nil {
			row[3] = cellOf(w[j])
		}
		if x, ok := row[3].(float64); ok {
			sum += x
		} else {
			sum = 1 // fuzzy weights are taken as they are
		}
		if b := list(in["bounds"]); b != nil {
			row[4], row[5] = list(b[j])[0], list(b[j])[1]
		}
		if e := list(in["expected_solution_point"]); e != nil {
			row[6] = e[j]
		}
		if f := list(in["preference_functions"]); f != nil {
			g := f[j].(map[string]any)
			row[7], row[8], row[9], row[10] = g["type"], g["q"], g["p"], g["s"]
		}
		if c.Method == "electre3" {
			row[8], row[9], row[11] = in["q"], in["p"], in["v"]
		}
		criteria, header = append(criteria, row), append(header, code)
	}
	technologies, evidence := [][]any{{"ID", "Technology", "Preference"}}, [][]any{header}
	for i, x := range matrix {
		id := fmt.Sprintf("T%d", i+1)
		tech := []any{id, "Technology " + id, nil}
		if p := list(in["alternative_preferences"]); p != nil {
			tech[2] = p[i]
		}
		row := []any{id}
		for _, cell := range list(x) {
			row = append(row, cellOf(cell))
		}
		technologies, evidence = append(technologies, tech), append(evidence, row)
	}
	path := sheets{{"Study", setting}, {"Criteria", criteria}, {"Technologies", technologies}, {"Evidence", evidence}}.write(t)
	a := ask(t, "rank", path, "--trace", "-q")
	// A study's weights add to 1. Where a case's do not and it uses them so, sizes are not comparable; the order is.
	sized := math.Abs(sum-1) < 0.0005 || in["normalise_weights"] == true || c.Method == "promethee" || c.Method == "electre3"
	checked := 0
	for key, want := range c.Expected {
		where, known := outcomes[key]
		if !known {
			where = key
		}
		if key == "ratio" && method == "moora" || key == "reference_point" && method == "moora-reference" {
			where = "score"
		}
		if strings.HasPrefix(key, "ranks_") && method != "multimoora" || key == "ranks_ratio" {
			where = "ranks" // MULTIMOORA's final ranks are those of its ratio system here
		}
		got := a.outcome(where)
		if where == "" || got == nil && where == key {
			continue
		}
		if !sized && where != "ranks" && where != "set" && !strings.HasPrefix(where, "table Ratio") && where != "score" {
			continue
		}
		if !sized && where == "score" && c.Expected["ranks"] != nil {
			continue
		}
		checked++
		c.compare(t, key, got, want)
	}
	if checked == 0 {
		t.Errorf("nothing of %v was compared", c.Expected)
	}
}

// outcome finds results by technology in the order of the study, or the cells of a table.
func (a *answer) outcome(where string) any {
	if name, ok := strings.CutPrefix(where, "table "); ok {
		for _, t := range a.Trace {
			if t.Name == name {
				var all []any
				for _, row := range t.Values {
					for _, x := range row {
						if x == nil {
							all = append(all, nil)
						} else {
							all = append(all, *x)
						}
					}
				}
				return all
			}
		}
		return nil
	}
	if series, ok := strings.CutPrefix(where, "classes "); ok {
		var classes []any
		for class := 1; ; class++ {
			var members []any
			for i := range a.Ranking {
				if a.byIndex(i).Values[series] == float64(class) {
					members = append(members, float64(i+1))
				}
			}
			if members == nil {
				return classes
			}
			classes = append(classes, members)
		}
	}
	if where == "set" {
		var members []any
		for i := range a.Ranking {
			if slices.Contains(a.Compromise, fmt.Sprintf("T%d", i+1)) {
				members = append(members, float64(i+1))
			}
		}
		return members
	}
	all := make([]any, len(a.Ranking))
	for i := range all {
		r := a.byIndex(i)
		switch where {
		case "score":
			all[i] = r.Score
		case "percent":
			all[i] = 100 * r.Score
		case "ranks":
			all[i] = r.Rank
		default:
			x, ok := r.Values[where]
			if !ok {
				return nil
			}
			all[i] = x
		}
	}
	return all
}

func (a *answer) byIndex(i int) *placed {
	id := fmt.Sprintf("T%d", i+1)
	return &a.Ranking[slices.IndexFunc(a.Ranking, func(r placed) bool { return r.ID == id })]
}

// compare holds numbers of any nesting against the case's; null is not compared.
func (c *vectorCase) compare(t *testing.T, key string, got, want any) {
	t.Helper()
	g, w, tolerance := flatten(got), flatten(want), flatten(c.Tolerance[key])
	if len(g) != len(w) || len(tolerance) == 0 {
		t.Fatalf("%s: %v, published %v", key, g, w)
	}
	for k := range w {
		x, ok := w[k].(float64)
		y, isNumber := g[k].(float64)
		within := tolerance[min(k, len(tolerance)-1)].(float64)
		if ok && (!isNumber || !(math.Abs(x-y) <= within+1e-12)) {
			t.Errorf("%s[%d] = %v, published %v ± %v", key, k, g[k], x, within)
		}
	}
}

func flatten(x any) []any {
	if l, ok := x.([]any); ok {
		var all []any
		for _, e := range l {
			all = append(all, flatten(e)...)
		}
		return all
	}
	return []any{x}
}

func list(x any) []any {
	l, _ := x.([]any)
	return l
}

// cellOf is a number, or a fuzzy one as it is typed.
func cellOf(x any) any {
	if l := list(x); l != nil {
		return fmt.Sprintf("%v; %v; %v", l...)
	}
	return x
}

// upper lists the judgements above the diagonal: numbers, triples, or nil for a missing one.
func upper(t *testing.T, from map[string]any) (n int, judgements []any) {
	t.Helper()
	if rows := list(from["pairwise"]); rows != nil {
		for i, row := range rows {
			judgements = append(judgements, list(row)[i+1:]...)
		}
		return len(rows), judgements
	}
	judgements = list(from["upper_triangle"])
	return int(from["n"].(float64)), judgements
}

// pairRows are the rows of the Pairwise sheet for one expert.
func pairRows(t *testing.T, expert, parent string, names []string, judgements []any) [][]any {
	t.Helper()
	var rows [][]any
	for i := range names {
		for j := i + 1; j < len(names); j++ {
			q := judgements[0]
			judgements = judgements[1:]
			if q == nil {
				continue
			}
			row := []any{expert, parent, names[i], names[j], "A", cellOf(q)}
			if text, ok := q.(string); ok {
				ratio, ok := new(big.Rat).SetString(text)
				if !ok {
					t.Fatalf("judgement %q", text)
				}
				x, _ := ratio.Float64()
				if row[5] = x; x < 1 {
					row[4], row[5] = "B", 1/x
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func codes(n int) []string {
	var all []string
	for j := range n {
		all = append(all, fmt.Sprintf("C%d", j+1))
	}
	return all
}

// weighed is a workbook whose weights are asked for: n criteria, two technologies.
func weighed(setting, weights [][]any, names []string, pairs [][]any) sheets {
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight"}}
	evidence := [][]any{{"Technology"}, {"T1"}, {"T2"}}
	for j, code := range names {
		row := []any{code, code, "benefit", nil}
		if weights != nil {
			row[3] = weights[0][j]
		}
		criteria = append(criteria, row)
		evidence[0], evidence[1], evidence[2] = append(evidence[0], code), append(evidence[1], 1), append(evidence[2], 2)
	}
	b := sheets{{"Study", append([][]any{{"Key", "Value"}}, setting...)}, {"Criteria", criteria}, {"Technologies", [][]any{{"ID", "Technology"}, {"T1", "one"}, {"T2", "two"}}}, {"Evidence", evidence}}
	if pairs != nil {
		b = append(b, struct {
			name string
			rows [][]any
		}{"Pairwise", append([][]any{{"Expert", "Parent", "A", "B", "Preferred", "Intensity"}}, pairs...)})
	}
	return b
}

func (a *answer) weights() []any {
	var w []any
	for _, x := range a.Weights {
		w = append(w, x.Weight)
	}
	return w
}

func (c *vectorCase) judged(t *testing.T) {
	n, judgements := upper(t, c.Inputs)
	weightingOf := map[string]string{"fuzzy_ahp": "fuzzy-ahp"}
	setting := [][]any{{"weighting", "ahp"}}
	if w := weightingOf[c.Method]; w != "" {
		setting = [][]any{{"weighting", w}, {"fuzzy-ahp", c.Inputs["scheme"]}}
	}
	if p, ok := c.Inputs["priority_method"].(string); ok {
		setting = append(setting, []any{"prioritization", p})
	}
	if p, ok := c.Inputs["completion"].(string); ok {
		setting = append(setting, []any{"completion", map[string]string{"harker": "harker", "min_lambda_max": "min-lambda"}[p]})
	}
	a := ask(t, "weights", weighed(setting, nil, codes(n), pairRows(t, "E1", "", codes(n), judgements)).write(t), "-q")
	last := a.Nodes[len(a.Nodes)-1]
	for key, want := range c.Expected {
		switch key {
		case "weights":
			c.compare(t, key, a.weights(), want)
		case "fuzzy_weights":
			c.compare(t, key, []any(last.Fuzzy), want)
		case "CI":
			c.compare(t, key, last.CI, want)
		case "lambda_max":
			c.compare(t, key, last.LambdaMax, want)
		case "CR":
			if ri, ok := c.Inputs["random_index"].(float64); ok {
				c.compare(t, key, last.CI/ri, want)
			}
		}
	}
}

func (c *vectorCase) group(t *testing.T) {
	var pairs [][]any
	n := 0
	for k, one := range list(c.Inputs["individual"]) {
		size, judgements := upper(t, one.(map[string]any))
		n = size
		pairs = append(pairs, pairRows(t, fmt.Sprintf("E%d", k+1), "", codes(n), judgements)...)
	}
	b := weighed([][]any{{"weighting", "ahp"}, {"prioritization", c.Inputs["priority_method"]}}, nil, codes(n), pairs)
	b = append(b, struct {
		name string
		rows [][]any
	}{"Experts", [][]any{{"ID"}, {"E1"}, {"E2"}, {"E3"}, {"E4"}}})
	a := ask(t, "weights", b.write(t), "-q")
	c.compare(t, "aij_weights", a.weights(), c.Expected["aij_weights"])
	var individual []any
	for _, node := range a.Nodes {
		if node.Expert != nil {
			for _, w := range node.Weights {
				individual = append(individual, w)
			}
		}
	}
	c.compare(t, "individual_weights", individual, c.Expected["individual_weights"])
}

func (c *vectorCase) bestWorst(t *testing.T) {
	in := c.Inputs
	best, worst := int(in["best"].(float64))-1, int(in["worst"].(float64))-1
	from, to := list(in["best_to_others"]), list(in["others_to_worst"])
	names := codes(len(from))
	var pairs [][]any
	for j := range names {
		if j != best {
			pairs = append(pairs, []any{"E1", "", names[best], names[j], "A", from[j]})
		}
		if j != worst && j != best {
			pairs = append(pairs, []any{"E1", "", names[j], names[worst], "A", to[j]})
		}
	}
	a := ask(t, "weights", weighed([][]any{{"weighting", "best-worst"}, {"bwm", in["model"]}}, nil, names, pairs).write(t), "-q")
	c.compare(t, "weights", a.weights(), c.Expected["weights"])
	c.compare(t, "xi", a.Nodes[0].BestWorst.Xi, c.Expected["xi"])
	if want, ok := c.Expected["consistency_ratio"]; ok {
		c.compare(t, "consistency_ratio", a.Nodes[0].BestWorst.Consistency, want)
	}
}

func (c *vectorCase) ranks(t *testing.T) {
	n := int(c.Inputs["n"].(float64))
	var ranks []any
	for j := range n {
		ranks = append(ranks, j+1)
	}
	name := map[string]string{"roc": "roc", "rank_sum": "rank-sum"}[c.Inputs["scheme"].(string)]
	a := ask(t, "weights", weighed([][]any{{"weighting", name}}, [][]any{ranks}, codes(n), nil).write(t), "-q")
	c.compare(t, "weights", a.weights(), c.Expected["weights"])
}

func (c *vectorCase) objective(t *testing.T) {
	matrix, types := list(c.Inputs["matrix"]), list(c.Inputs["types"])
	criteria, evidence := [][]any{{"Code", "Criterion", "Sense"}}, [][]any{{"Technology"}}
	for j, code := range codes(len(list(matrix[0]))) {
		row := []any{code, code, "benefit"}
		if types != nil {
			row[2] = types[j]
		}
		criteria, evidence[0] = append(criteria, row), append(evidence[0], code)
	}
	technologies := [][]any{{"ID", "Technology"}}
	for i, x := range matrix {
		id := fmt.Sprintf("T%d", i+1)
		technologies, evidence = append(technologies, []any{id, id}), append(evidence, append([]any{id}, list(x)...))
	}
	setting := [][]any{{"Key", "Value"}, {"weighting", c.Inputs["scheme"]}}
	if r, ok := c.Inputs["correlation"]; ok {
		setting = append(setting, []any{"correlation", r})
	}
	path := sheets{{"Study", setting}, {"Criteria", criteria}, {"Technologies", technologies}, {"Evidence", evidence}}.write(t)
	c.compare(t, "weights", ask(t, "weights", path, "-q").weights(), c.Expected["weights"])
}

// hierarchy: the tree of criteria, and at its leaves the alternatives compared in pairs.
func (c *vectorCase) hierarchy(t *testing.T) {
	in := c.Inputs
	nodes := in["nodes"].(map[string]any)
	root := in["root"].(string)
	var ids []string
	technologies := [][]any{{"ID", "Technology"}}
	for i, name := range list(in["alternatives"]) {
		id := fmt.Sprintf("T%d", i+1)
		ids = append(ids, id)
		technologies = append(technologies, []any{id, name})
	}
	criteria := [][]any{{"Code", "Criterion", "Sense", "Parent"}}
	pairs := [][]any{{"Expert", "Parent", "A", "B", "Preferred", "Intensity"}}
	var walk func(name, parent string)
	walk = func(name, parent string) {
		node, _ := nodes[name].(map[string]any)
		comparisons, _ := node["comparisons"].(map[string]any)
		children := list(node["children"])
		if name != root {
			criteria = append(criteria, []any{name, name, "benefit", parent})
		}
		below := name
		if name == root {
			below = ""
		}
		names := ids
		if children != nil {
			names = nil
			for _, child := range children {
				names = append(names, child.(string))
			}
		}
		if comparisons != nil {
			_, judgements := upper(t, comparisons)
			pairs = append(pairs, pairRows(t, "E1", below, names, judgements)...)
		}
		for _, child := range children {
			walk(child.(string), below)
		}
	}
	walk(root, "")
	path := sheets{{"Study", [][]any{{"Key", "Value"}, {"method", "ahp"}, {"weighting", "ahp"}}}, {"Criteria", criteria}, {"Technologies", technologies}, {"Pairwise", pairs}}.write(t)
	a := ask(t, "rank", path, "-q")
	c.compare(t, "scores", a.outcome("score"), c.Expected["scores"])
	c.compare(t, "ranks", a.outcome("ranks"), c.Expected["ranks"])
}
