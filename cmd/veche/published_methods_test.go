package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// The published cases of the methods that came with the second edition, entered as an analyst would: a workbook, then the command.

// TestPublishedSupplierSelection: Chen, Lin & Huang 2006, International Journal of Production Economics 102:289–301, tables 2–9: five suppliers, five criteria, three decision
// makers who answer in words that are trapezoids, joined as (min, mean, mean, max); the ideals are the largest d and the least a. The coefficients printed: 0.50, 0.64, 0.62,
// 0.51, 0.40. The weights are the three decision makers' words joined the same way.
func TestPublishedSupplierSelection(t *testing.T) {
	terms := [][]any{{"Term", "Value"}, {"MG", "5; 6; 7; 8"}, {"G", "7; 8; 8; 9"}, {"VG", "8; 9; 10; 10"}}
	ratings := [5][5]string{ // criterion → supplier: the words of the three decision makers
		{"MG MG MG", "G G G", "VG VG G", "G G G", "MG MG MG"},
		{"MG MG VG", "VG VG VG", "VG G G", "G G MG", "MG G G"},
		{"G G G", "VG VG VG", "VG VG G", "MG MG G", "MG MG MG"},
		{"G G G", "G VG VG", "VG VG VG", "G G G", "MG MG G"},
		{"G G G", "VG VG VG", "G VG G", "G G VG", "MG MG MG"},
	}
	third := func(a, b, c float64) float64 { return (a + b + c) / 3 }
	h, vh := [4]float64{0.7, 0.8, 0.8, 0.9}, [4]float64{0.8, 0.9, 1, 1}
	words := [5][3][4]float64{{h, h, h}, {vh, vh, vh}, {vh, vh, h}, {h, h, h}, {h, h, h}}
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight"}}
	for j, w := range words {
		weight := fmt.Sprintf("%v; %v; %v; %v", min(w[0][0], w[1][0], w[2][0]), third(w[0][1], w[1][1], w[2][1]), third(w[0][2], w[1][2], w[2][2]), max(w[0][3], w[1][3], w[2][3]))
		criteria = append(criteria, []any{fmt.Sprintf("C%d", j+1), fmt.Sprintf("Criterion %d", j+1), "benefit", weight})
	}
	technologies := [][]any{{"ID", "Technology"}}
	scores := [][]any{{"Expert", "Technology", "C1", "C2", "C3", "C4", "C5"}}
	for i := range 5 {
		id := fmt.Sprintf("T%d", i+1)
		technologies = append(technologies, []any{id, "Supplier " + id})
		for k, maker := range []string{"D1", "D2", "D3"} {
			row := []any{maker, id}
			for j := range 5 {
				row = append(row, strings.Fields(ratings[j][i])[k])
			}
			scores = append(scores, row)
		}
	}
	path := sheets{{"Study", [][]any{{"Key", "Value"}, {"method", "fuzzy-topsis"}, {"ideals", "data"}, {"aggregation", "min-mean-max"}}}, {"Criteria", criteria}, {"Technologies", technologies},
		{"Experts", [][]any{{"ID"}, {"D1"}, {"D2"}, {"D3"}}}, {"Scale", terms}, {"Scores", scores}}.write(t)
	a := ask(t, "rank", path, "-q")
	for i, want := range []float64{0.50, 0.64, 0.62, 0.51, 0.40} {
		if got := a.byIndex(i).Score; math.Abs(got-want) > 0.005 {
			t.Errorf("supplier %d: %v, printed %v", i+1, got, want)
		}
	}
}

// TestPublishedRAFSI: Žižović, Pamučar et al. 2020, Mathematics 8(6):1015, example 1: six alternatives, the ideal and anti-ideal values as Max and Min.
func TestPublishedRAFSI(t *testing.T) {
	matrix := [][]any{{180, 10.5, 15.5, 160, 3.7}, {165, 9.2, 16.5, 131, 5.0}, {160, 8.8, 14.0, 125, 4.5}, {170, 9.5, 16.0, 135, 3.4}, {185, 10.0, 14.5, 143, 4.3}, {167, 8.9, 15.1, 140, 4.1}}
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight", "Min", "Max"}, {"C1", "a", "benefit", 0.35, 120, 200}, {"C2", "b", "benefit", 0.25, 6, 12}, {"C3", "c", "cost", 0.15, 10, 20},
		{"C4", "d", "cost", 0.15, 100, 200}, {"C5", "e", "benefit", 0.10, 2, 8}}
	a := ask(t, "rank", measured("rafsi", criteria, matrix).write(t), "-q")
	for i, want := range []float64{0.5081, 0.4522, 0.4381, 0.4560, 0.5299, 0.4373} {
		if got := a.byIndex(i).Score; math.Abs(got-want) > 0.00005 {
			t.Errorf("A%d: %v, published %v", i+1, got, want)
		}
	}
}

// TestPublishedClasses: the example of the manual of ELECTRE TRI 2.0 (Mousseau, Słowiński & Zielniewicz 1999, tables 1, 2 and 9), the column Limits holding the two profiles.
func TestPublishedClasses(t *testing.T) {
	matrix := [][]any{{75, 67, 85, 82, 90}, {28, 35, 70, 90, 95}, {45, 60, 55, 68, 60}}
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight", "Q", "P", "Veto", "Limits"}}
	for j, limits := range []string{"50; 70", "48; 75", "55; 80", "55; 75", "60; 85"} {
		code := fmt.Sprintf("C%d", j+1)
		criteria = append(criteria, []any{code, code, "benefit", 1, 5, 10, 30, limits})
	}
	a := ask(t, "rank", measured("electre-tri", criteria, matrix).write(t), "-q")
	for i, want := range [][2]float64{{3, 3}, {1, 3}, {2, 2}} {
		if r := a.byIndex(i); r.Score != want[0] || r.Values["pessimistic"] != want[0] || r.Values["optimistic"] != want[1] {
			t.Errorf("a%d: class %v, %v, published %v", i+1, r.Score, r.Values, want)
		}
	}
}

// TestPublishedClassesOfSites: seven sites held against two limits with vetoes, some criteria costs, as the tests of qgis-etri have them (tests/data_ticino.py at f1b6916), and
// the classes printed there, the pessimistic and the optimistic.
func TestPublishedClassesOfSites(t *testing.T) {
	matrix := [][]any{{120, 284, 5, 3.5, 18}, {150, 269, 2, 4.5, 24}, {100, 413, 4, 5.5, 17}, {60, 596, 6, 8, 20}, {30, 1321, 8, 7.5, 16}, {80, 734, 5, 4, 21}, {45, 982, 7, 8.5, 13}}
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight", "Q", "P", "Veto", "Limits"}, {"C1", "price", "cost", 25, 15, 40, 100, "100; 50"}, {"C2", "transport", "cost", 45, 80, 350, 850, "1000; 500"},
		{"C3", "environment", "benefit", 10, 1, 3, 5, "4; 7"}, {"C4", "residents", "benefit", 12, 0.5, 3.5, 4.5, "4; 7"}, {"C5", "competition", "benefit", 8, 1, 5, 8, "15; 20"}}
	a := ask(t, "rank", measured("electre-tri", criteria, matrix).write(t), "-q", "--set", "cut=0.75")
	for i, want := range [][2]float64{{2, 2}, {1, 3}, {2, 2}, {3, 3}, {1, 2}, {2, 2}, {2, 2}} {
		if r := a.byIndex(i); r.Values["pessimistic"] != want[0] || r.Values["optimistic"] != want[1] {
			t.Errorf("a%d: class %v, published %v", i+1, r.Values, want)
		}
	}
}

// TestPublishedFullConsistency: the priorities of FUCOM from the column Weight, and from an expert's comparisons of the most important criterion with the others. Pamučar, Stević &
// Sremac 2018: consistent priorities give weights in proportion to their reciprocals with a deviation from full consistency of 0. The priorities are those of the R package fucom.
func TestPublishedFullConsistency(t *testing.T) {
	priorities := []any{1, 1, 1, 2, 4, 4, 4, 4}
	want := []any{1 / 4.5, 1 / 4.5, 1 / 4.5, 0.5 / 4.5, 0.25 / 4.5, 0.25 / 4.5, 0.25 / 4.5, 0.25 / 4.5}
	var pairs [][]any
	for j, x := range priorities[1:] {
		pairs = append(pairs, []any{"E1", "", "C1", fmt.Sprintf("C%d", j+2), "A", x})
		if x == 1 {
			pairs[j][4] = "="
		}
	}
	for name, b := range map[string]sheets{
		"weights":  weighed([][]any{{"weighting", "fucom"}}, [][]any{priorities}, codes(8), nil),
		"pairwise": weighed([][]any{{"weighting", "fucom"}}, nil, codes(8), pairs),
	} {
		a := ask(t, "weights", b.write(t), "-q")
		for j, x := range a.weights() {
			if math.Abs(x.(float64)-want[j].(float64)) > 1e-9 {
				t.Errorf("%s: weight %d is %v, want %v", name, j+1, x, want[j])
			}
		}
		if f := a.Nodes[len(a.Nodes)-1].FUCOM; f == nil && name == "weights" || f != nil && f.DFC > 1e-12 {
			t.Errorf("%s: DFC %v", name, f)
		}
	}
}

// TestPublishedDistributions: Tervonen et al. 2011, Statistics in Medicine 30(12):1419–1428, second-generation antidepressants: log-normal and normal measurements in the cells of
// Evidence, scores on the criteria's ranges, any weights (case smaa2-tervonen2011-antidepressants of vectors.json, whose tolerances are those of the print).
func TestPublishedDistributions(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID     string
			Inputs struct {
				Alternatives []any
				Criteria     []struct {
					Name, Direction string
					Range           [2]float64 `json:"value_range"`
					Measurements    []struct {
						Dist                string
						Mu, Sigma, Mean, SD float64
					}
				}
			}
			Expected struct {
				Ranks [][]float64 `json:"rank_acceptability"`
			}
			Tolerance struct {
				Ranks float64 `json:"rank_acceptability"`
			}
		}
	}
	// Inputs of other methods have other shapes: those cases are passed over.
	var loose struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(raw, &loose); err != nil {
		t.Fatal(err)
	}
	for _, one := range loose.Cases {
		if bytes.Contains(one, []byte(`"smaa2-tervonen2011-antidepressants"`)) {
			if err := json.Unmarshal(fmt.Appendf(nil, `{"Cases":[%s]}`, one), &file); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(file.Cases) != 1 {
		t.Fatal("the case is not there")
	}
	c := file.Cases[0]
	matrix := make([][]any, len(c.Inputs.Alternatives))
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight", "Min", "Max"}}
	for j, k := range c.Inputs.Criteria {
		criteria = append(criteria, []any{fmt.Sprintf("C%d", j+1), k.Name, k.Direction, 1, k.Range[0], k.Range[1]})
		for i, x := range k.Measurements {
			cell := fmt.Sprintf("normal(%v; %v)", x.Mean, x.SD)
			if x.Dist == "lognormal" {
				cell = fmt.Sprintf("lognormal(%v; %v)", x.Mu, x.Sigma)
			}
			matrix[i] = append(matrix[i], cell)
		}
	}
	b := measured("weighted-sum", criteria, matrix)
	b[0].rows = append(b[0].rows, []any{"normalization", "scale"})
	var out, errs bytes.Buffer
	if code := run([]string{"robust", b.write(t), "--from", "uniform", "--draws", "100000", "--format", "json", "-q"}, strings.NewReader(""), &out, &errs); code != exitDone {
		t.Fatal(errs.String())
	}
	var got struct {
		Acceptability struct {
			Stated int
			Ranks  []struct {
				ID string
				P  []float64
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Acceptability.Stated != 24 || len(got.Acceptability.Ranks) != 4 {
		t.Fatalf("%d stated, %d ranked", got.Acceptability.Stated, len(got.Acceptability.Ranks))
	}
	for _, r := range got.Acceptability.Ranks {
		for k, want := range c.Expected.Ranks[int(r.ID[1]-'1')] {
			if math.Abs(r.P[k]-want) > c.Tolerance.Ranks {
				t.Errorf("%s: rank %d with %v, published %v", r.ID, k+1, r.P[k], want)
			}
		}
	}
}

// measured is a workbook of a method, criteria C1 … and evidence.
func measured(method string, criteria, matrix [][]any) sheets {
	technologies, evidence := [][]any{{"ID", "Technology"}}, [][]any{{"Technology"}}
	for j := range matrix[0] {
		evidence[0] = append(evidence[0], fmt.Sprintf("C%d", j+1))
	}
	for i, row := range matrix {
		id := fmt.Sprintf("T%d", i+1)
		technologies, evidence = append(technologies, []any{id, "Technology " + id}), append(evidence, append([]any{id}, row...))
	}
	return sheets{{"Study", [][]any{{"Key", "Value"}, {"method", method}}}, {"Criteria", criteria}, {"Technologies", technologies}, {"Evidence", evidence}}
}

// TestJoinedMatrixIsShown: the panel's matrix of two experts is the geometric mean of theirs, and an expert's with a missing pair is the completed one; an expert who compared
// everything has none to show.
func TestJoinedMatrixIsShown(t *testing.T) {
	pairs := [][]any{{"E1", "", "C1", "C2", "A", 2}, {"E1", "", "C1", "C3", "A", 4}, {"E1", "", "C2", "C3", "A", 2}, {"E2", "", "C1", "C2", "A", 8}, {"E2", "", "C1", "C3", "A", 4}}
	a := ask(t, "weights", weighed([][]any{{"weighting", "ahp"}}, nil, codes(3), pairs).write(t), "-q")
	for _, n := range a.Nodes {
		want := 0.0 // of C2 over C3
		switch {
		case n.Expert == nil:
			want = 2 // only the first compared them
			if len(n.Matrix) != 3 || math.Abs(n.Matrix[0][1]-4) > 1e-12 || math.Abs(n.Matrix[1][0]-0.25) > 1e-12 {
				t.Errorf("the panel's matrix is %v", n.Matrix)
			}
		case *n.Expert == "E2":
			want = 0.5 // 4/8, the value that contradicts nothing
		}
		if want == 0 {
			if n.Matrix != nil {
				t.Errorf("%s: %v", *n.Expert, n.Matrix)
			}
		} else if len(n.Matrix) != 3 || math.Abs(n.Matrix[1][2]-want) > 1e-6 {
			t.Errorf("C2 over C3: %v, want %v", n.Matrix, want)
		}
	}
}

// TestPublishedELECTREII: five alternatives on seven criteria of 1 to 5, as the examples of pyDecision and pymcda have them. The orders from the best and from the worst are
// those that pymcda's test of ELECTRE II expects: strong outranking from 0.85 with a discordance of up to 0.25, weak from 0.65 with up to 0.5. No paper with every step of it could be had.
func TestPublishedELECTREII(t *testing.T) {
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight", "Min", "Max"}}
	for j, w := range []float64{0.078, 0.118, 0.157, 0.314, 0.235, 0.039, 0.059} {
		code := fmt.Sprintf("C%d", j+1)
		criteria = append(criteria, []any{code, code, "benefit", w, 1, 5})
	}
	b := measured("electre2", criteria, [][]any{{1, 2, 1, 5, 2, 2, 4}, {3, 5, 3, 5, 3, 3, 3}, {3, 5, 3, 5, 3, 2, 2}, {1, 2, 2, 5, 1, 1, 1}, {1, 1, 3, 5, 4, 1, 5}})
	b[0].rows = append(b[0].rows, []any{"normalization", "scale"}, []any{"c-strong", 1}, []any{"c-middle", 0.85}, []any{"c-weak", 0.65}, []any{"d-high", 0.5}, []any{"d-low", 0.25})
	a := ask(t, "rank", b.write(t), "-q")
	for i, want := range [][2]float64{{3, 3}, {1, 1}, {2, 2}, {4, 4}, {1, 2}} {
		if v := a.byIndex(i).Values; v["forward"] != want[0] || v["backward"] != want[1] {
			t.Errorf("alternative %d: %v, expected %v", i, v, want)
		}
	}
}

// TestPublishedThrombolytics: the example of the R package smaa (van Valkenhoef & Tervonen), enoxaparin against heparin after trauma, and what 10,000 draws of it print there. Its
// measurements are the trial's counts as beta distributions (Geerts et al. 1996, New England Journal of Medicine 335:701–707: of 136 and 129 patients), values linear between the ends
// given here, which clips nothing. The tolerances are three standard errors of 10,000 draws, of ours and theirs together for the ranks.
func TestPublishedThrombolytics(t *testing.T) {
	criteria := [][]any{{"Code", "Criterion", "Sense", "Weight", "Min", "Max"}, {"C1", "Proximal DVT", "cost", 0.5, 0, 0.25}, {"C2", "Distal DVT", "cost", 0.2, 0.15, 0.4}, {"C3", "Bleeding", "cost", 0.3, 0, 0.1}}
	b := measured("weighted-sum", criteria, [][]any{{"beta(20; 116)", "beta(40; 96)", "beta(1; 135)"}, {"beta(8; 121)", "beta(32; 97)", "beta(5; 124)"}})
	b[0].rows = append(b[0].rows, []any{"normalization", "scale"})
	path := b.write(t)
	type drawn struct {
		ID         string
		P          []float64
		Central    map[string]float64
		Confidence float64
	}
	draw := func(args ...string) map[string]drawn {
		var out, errs bytes.Buffer
		if code := run(append([]string{"robust", path, "--draws", "100000", "--format", "json", "-q"}, args...), strings.NewReader(""), &out, &errs); code != exitDone {
			t.Fatal(errs.String())
		}
		var got struct{ Acceptability struct{ Ranks []drawn } }
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		all := map[string]drawn{}
		for _, r := range got.Acceptability.Ranks {
			all[r.ID] = r
		}
		return all
	}
	near := func(what string, got, want, within float64) {
		if math.Abs(got-want) > within {
			t.Errorf("%s: %v, printed %v", what, got, want)
		}
	}
	any := draw("--from", "uniform")
	for id, want := range map[string]struct {
		first, confidence float64
		central           [3]float64
	}{"T1": {0.3504, 0.6682, [3]float64{0.1865097, 0.2772205, 0.5362698}}, "T2": {0.6496, 0.8956, [3]float64{0.4073100, 0.3641477, 0.2285423}}} {
		r := any[id]
		near(id+" first", r.P[0], want.first, 0.015)
		near(id+" confidence", r.Confidence, want.confidence, 0.02)
		for j, w := range want.central {
			near(id+" central", r.Central[fmt.Sprintf("C%d", j+1)], w, 0.015)
		}
	}
	near("known weights", draw("--from", "intervals", "--bounds", "C1=0.5:0.5,C2=0.2:0.2,C3=0.3:0.3")["T2"].P[0], 0.8721, 0.0105)
}
