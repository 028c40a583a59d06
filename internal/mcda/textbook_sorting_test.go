package mcda_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda"
)

func init() {
	textbook["rafsi"] = textbookRAFSI
	textbook["electre-tri"] = textbookELECTRETri
	textbook["electre2"] = textbookELECTRE2
}

// textbookRAFSI: the five steps of Žižović et al. 2020. The interval of a cost is [ideal, anti-ideal], as the paper has it.
func textbookRAFSI(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	n1, nk := set.Number("n1"), set.Number("nk")
	arithmetic, harmonic := (n1+nk)/2, 2/(1/n1+1/nk)
	m, n := p.Dims()
	scores := make([]float64, m)
	for i := range m {
		for j := range n {
			c := p.Criteria[j]
			x, lo, hi := p.At(i, j), c.Scale.Min, c.Scale.Max
			if c.Sense == mcda.Target {
				x, lo, hi = math.Abs(x-c.Target), 0, math.Max(math.Abs(hi-c.Target), math.Abs(lo-c.Target))
			}
			s := (nk-n1)/(hi-lo)*x + (hi*n1-lo*nk)/(hi-lo)
			if c.Sense == mcda.Benefit {
				scores[i] += w[j] * s / (2 * arithmetic)
			} else {
				scores[i] += w[j] * harmonic / (2 * s)
			}
		}
	}
	return scores
}

// textbookOutranking is σ of ELECTRE III and TRI: g and h turned so that more is better, thresholds as given.
func textbookOutranking(g, h, q, p, v, w []float64) float64 {
	var concordance, sum float64
	for j := range g {
		loss, c := h[j]-g[j], 0.0
		switch {
		case loss <= q[j]+1e-12:
			c = 1
		case loss < p[j]:
			c = (p[j] - loss) / (p[j] - q[j])
		}
		concordance, sum = concordance+w[j]*c, sum+w[j]
	}
	concordance /= sum
	sigma := concordance
	for j := range g {
		loss, d := h[j]-g[j], 0.0
		switch {
		case w[j] == 0 || loss <= p[j]+1e-12:
		case loss >= v[j]-1e-12:
			d = 1
		default:
			d = (loss - p[j]) / (v[j] - p[j])
		}
		if d > concordance {
			sigma *= (1 - d) / (1 - concordance)
		}
	}
	return sigma
}

// textbookELECTRETri writes the relations >, I, < and R of each alternative to each profile down and reads the two classes off them, as the manual does.
func textbookELECTRETri(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	k := len(p.Criteria[0].Limits)
	scores := make([]float64, m)
	for i := range m {
		relation := make([]string, k)
		for h := range k {
			a, b, q, pref, veto := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
			for j := range n {
				c := p.Criteria[j]
				a[j], b[j] = goodness(p, i, j), c.Limits[h]
				if c.Sense != mcda.Benefit {
					b[j] = -b[j]
				}
				q[j], veto[j] = c.Preference.Q.At(b[j]), math.Inf(1)
				if pref[j] = q[j]; c.Preference.P != nil {
					pref[j] = c.Preference.P.At(b[j])
				}
				if c.Preference.Veto != nil {
					veto[j] = c.Preference.Veto.At(b[j])
				}
			}
			over, under := textbookOutranking(a, b, q, pref, veto, w) >= set.Number("cut")-1e-12, textbookOutranking(b, a, q, pref, veto, w) >= set.Number("cut")-1e-12
			relation[h] = map[[2]bool]string{{true, true}: "I", {true, false}: ">", {false, true}: "<", {false, false}: "R"}[[2]bool{over, under}]
		}
		pessimistic, optimistic := 0, k
		for h, r := range relation {
			if r == ">" || r == "I" {
				pessimistic = h + 1
			}
			if r == "<" && optimistic == k {
				optimistic = h
			}
		}
		if scores[i] = float64(pessimistic + 1); set["assignment"] == "optimistic" {
			scores[i] = float64(optimistic + 1)
		}
	}
	return scores
}

// textbookELECTRE2 follows Roy & Bertier with sets: circuits by reachability, classes by removing names from lists.
func textbookELECTRE2(p *mcda.Problem, set mcda.Parameters, w []float64) []float64 {
	m, n := p.Dims()
	unit, span := make([]float64, n), 0.0
	for j := range n {
		c := p.Criteria[j]
		lo, hi, sum := math.Inf(1), math.Inf(-1), 0.0
		for i := range m {
			lo, hi, sum = math.Min(lo, goodness(p, i, j)), math.Max(hi, goodness(p, i, j)), sum+math.Abs(goodness(p, i, j))
		}
		size := map[string]float64{"min-max": hi - lo, "sum": sum}[set["normalization"]]
		if set["normalization"] == "scale" {
			if size = c.Scale.Max - c.Scale.Min; c.Sense == mcda.Target {
				size = math.Max(c.Scale.Max-c.Target, c.Target-c.Scale.Min)
			}
		}
		if size > 0 && hi > lo {
			unit[j] = 1 / size
		}
		if w[j] > 0 && set["normalization"] == "sum" {
			span = math.Max(span, (hi-lo)*unit[j])
		}
	}
	if set["normalization"] != "sum" {
		span = 1
	}
	c, d := make([][]float64, m), make([][]float64, m)
	for a := range m {
		c[a], d[a] = make([]float64, m), make([]float64, m)
		for b := range m {
			var sum float64
			for j := range n {
				sum += w[j]
				if gain := goodness(p, a, j) - goodness(p, b, j); gain >= 0 {
					c[a][b] += w[j]
				} else if w[j] > 0 {
					d[a][b] = math.Max(d[a][b], -gain*unit[j])
				}
			}
			if c[a][b] /= sum; d[a][b] > 0 {
				d[a][b] /= span
			}
		}
	}
	relation := func(a, b int, pairs ...[2]string) bool {
		if a == b || c[a][b] < c[b][a]-1e-12 {
			return false
		}
		for _, pair := range pairs {
			if c[a][b] >= set.Number(pair[0])-1e-12 && d[a][b] <= set.Number(pair[1])+1e-12 {
				return true
			}
		}
		return false
	}
	strong := func(a, b int) bool {
		return relation(a, b, [2]string{"c-strong", "d-high"}, [2]string{"c-middle", "d-low"})
	}
	weak := func(a, b int) bool {
		return relation(a, b, [2]string{"c-strong", "d-high"}, [2]string{"c-middle", "d-low"}, [2]string{"c-middle", "d-high"}, [2]string{"c-weak", "d-low"})
	}
	forward := textbookClasses(m, strong, weak)
	backward := textbookClasses(m, func(a, b int) bool { return strong(b, a) }, func(a, b int) bool { return weak(b, a) })
	var most float64
	for _, x := range backward {
		most = math.Max(most, x)
	}
	scores := make([]float64, m)
	for a := range m {
		scores[a] = (forward[a] + most + 1 - backward[a]) / 2
	}
	return scores
}

func textbookClasses(m int, strong, weak func(a, b int) bool) []float64 {
	class := make([]float64, m)
	left := make(map[int]bool)
	everyone := make(map[int]bool)
	for a := range m {
		left[a], everyone[a] = true, true
	}
	for number := 1.0; len(left) > 0; number++ {
		front := textbookUnbeaten(m, left, everyone, strong)
		for a := range textbookUnbeaten(m, front, front, weak) {
			class[a] = number
			delete(left, a)
		}
	}
	return class
}

// textbookUnbeaten are those among the given whose circuit (closed within where) nobody of them outside the circuit beats.
func textbookUnbeaten(m int, among, where map[int]bool, beats func(a, b int) bool) map[int]bool {
	reach := make([][]bool, m)
	for a := range m {
		reach[a] = make([]bool, m)
		for b := range m {
			reach[a][b] = a == b || where[a] && where[b] && beats(a, b)
		}
	}
	for k := range m {
		for a := range m {
			for b := range m {
				reach[a][b] = reach[a][b] || reach[a][k] && reach[k][b]
			}
		}
	}
	free := make(map[int]bool)
	for b := range among {
		free[b] = true
		for member := range among {
			if !reach[b][member] || !reach[member][b] {
				continue
			}
			for a := range among {
				if beats(a, member) && !(reach[a][member] && reach[member][a]) {
					delete(free, b)
				}
			}
		}
	}
	return free
}

// TestSortingMore compares with what [TestProperties] leaves out: numeric parameters other than the defaults.
func TestSortingMore(t *testing.T) {
	draws := map[string]func(t *rapid.T) map[string]string{
		"rafsi": func(t *rapid.T) map[string]string {
			return map[string]string{"n1": rapid.SampledFrom([]string{"0.5", "1", "2"}).Draw(t, "n1"), "nk": rapid.SampledFrom([]string{"3", "9"}).Draw(t, "nk")}
		},
		"electre-tri": func(t *rapid.T) map[string]string {
			return map[string]string{"cut": rapid.SampledFrom([]string{"0.5", "0.6", "1"}).Draw(t, "cut")}
		},
		"electre2": func(t *rapid.T) map[string]string {
			return rapid.SampledFrom([]map[string]string{{"c-strong": "0.7", "c-middle": "0.6", "c-weak": "0.5", "d-high": "0.8", "d-low": "0.6"},
				{"c-strong": "0.6", "c-middle": "0.6", "c-weak": "0.6", "d-high": "1", "d-low": "1"}, {"c-strong": "1", "c-weak": "0.5", "d-high": "0.4", "d-low": "0"}}).Draw(t, "thresholds")
		},
	}
	for _, v := range variants() {
		draw := draws[v.Name]
		if draw == nil {
			continue
		}
		t.Run(v.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p := drawProblem(t, wants{scales: true, limits: true, ratio: true})
				w, given := drawWeights(t, len(p.Criteria)), draw(t)
				for name, value := range v.set {
					given[name] = value
				}
				s, err := v.Prepare(p, given)
				if err != nil {
					t.Fatal(err)
				}
				settings, _ := v.Resolve(given)
				if d := different(s.Scores(nil, w), textbook[v.Name](p, settings, w), 1e-12); d != "" {
					t.Fatal(d)
				}
			})
		})
	}
}

// TestPublishedSorting: RAFSI's example, and the one that the manual of ELECTRE TRI 2.0 works (Mousseau, Słowiński & Zielniewicz 1999, tables 1, 2 and 9).
// Its second alternative is the manual's case of one that cannot be compared with a limit.
func TestPublishedSorting(t *testing.T) {
	p := matrixProblem([][]float64{{180, 10.5, 15.5, 160, 3.7}, {165, 9.2, 16.5, 131, 5.0}, {160, 8.8, 14.0, 125, 4.5}, {170, 9.5, 16.0, 135, 3.4}, {185, 10.0, 14.5, 143, 4.3}, {167, 8.9, 15.1, 140, 4.1}})
	for j, scale := range []mcda.Scale{{Min: 120, Max: 200}, {Min: 6, Max: 12}, {Min: 10, Max: 20}, {Min: 100, Max: 200}, {Min: 2, Max: 8}} {
		if p.Criteria[j].Scale = &scale; j == 2 || j == 3 {
			p.Criteria[j].Sense = mcda.Cost
		}
	}
	s, err := lookup(t, "rafsi").Prepare(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := different(s.Scores(nil, []float64{0.35, 0.25, 0.15, 0.15, 0.10}), []float64{0.5081, 0.4522, 0.4381, 0.4560, 0.5299, 0.4373}, 0.00005); d != "" {
		t.Error(d) // Žižović et al. 2020, example 1
	}

	q, pref, veto := &mcda.Threshold{Constant: 5}, &mcda.Threshold{Constant: 10}, &mcda.Threshold{Constant: 30}
	p = matrixProblem([][]float64{{75, 67, 85, 82, 90}, {28, 35, 70, 90, 95}, {45, 60, 55, 68, 60}})
	for j, limits := range [][]float64{{50, 70}, {48, 75}, {55, 80}, {55, 75}, {60, 85}} {
		p.Criteria[j].Limits, p.Criteria[j].Preference = limits, mcda.Preference{Q: q, P: pref, Veto: veto}
	}
	for assignment, want := range map[string][]float64{"pessimistic": {3, 1, 2}, "optimistic": {3, 3, 2}} {
		s, err := lookup(t, "electre-tri").Prepare(p, map[string]string{"assignment": assignment})
		if err != nil {
			t.Fatal(err)
		}
		if d := different(s.Scores(nil, []float64{0.2, 0.2, 0.2, 0.2, 0.2}), want, 0); d != "" {
			t.Errorf("%s: %s", assignment, d)
		}
	}
}

// matrixProblem is benefit criteria c1 … cn and alternatives a1 … am with the rows given.
func matrixProblem(rows [][]float64) *mcda.Problem {
	p := &mcda.Problem{}
	for i, row := range rows {
		p.Alternatives = append(p.Alternatives, "a"+string(rune('1'+i)))
		p.Scores = append(p.Scores, row...)
	}
	for j := range rows[0] {
		p.Criteria = append(p.Criteria, mcda.Criterion{ID: "c" + string(rune('1'+j))})
	}
	return p
}

// TestPublishedSecond runs the further published cases of vectors2.json that rank a matrix: RAM, PROBID, CODAS, EDAS and Copeland.
func TestPublishedSecond(t *testing.T) {
	raw, err := os.ReadFile(testdata + "/vectors2.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID, Method string
			Inputs     struct {
				Matrix  [][]float64
				Weights []float64
				Types   []string
				Tau     json.Number
			}
			Expected struct {
				Scores, Ranks []float64
				Order         []int `json:"order_best_first"`
			}
			Tolerance struct{ Scores float64 }
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, c := range file.Cases {
		m, ok := mcda.Lookup(c.Method)
		if !ok {
			continue // agreement and selection: packages group and portfolio
		}
		ran++
		t.Run(c.ID, func(t *testing.T) {
			p := matrixProblem(c.Inputs.Matrix)
			for j, sense := range c.Inputs.Types {
				if sense == "cost" {
					p.Criteria[j].Sense = mcda.Cost
				}
			}
			ids := make([]string, len(p.Criteria))
			w, _, err := mcda.NormalizeWeights(c.Inputs.Weights, ids)
			if err != nil {
				t.Fatal(err)
			}
			given := map[string]string{}
			if c.Inputs.Tau != "" {
				given["tau"] = c.Inputs.Tau.String()
			}
			s, err := m.Prepare(p, given)
			if err != nil {
				t.Fatal(err)
			}
			scores := s.Scores(nil, w)
			ranking := mcda.Rank(scores, p.Alternatives, m.LowerIsBetter)
			if d := different(scores, c.Expected.Scores, c.Tolerance.Scores); d != "" {
				t.Error("scores: ", d)
			}
			if d := different(ranking.Ranks, c.Expected.Ranks, 0); d != "" {
				t.Error("ranks: ", d)
			}
			for place, one := range c.Expected.Order {
				if place > 0 && scores[one-1] > scores[c.Expected.Order[place-1]-1] {
					t.Errorf("alternative %d stands above %d", one, c.Expected.Order[place-1])
				}
			}
		})
	}
	if ran < 5 {
		t.Errorf("%d cases ran", ran)
	}
}
