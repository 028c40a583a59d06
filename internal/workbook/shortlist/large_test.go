package shortlist

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// large is a study of more technologies than are kept live, some criteria costs and one a target.
func large(m, n int) *study.Study {
	s := &study.Study{Title: "Large", Settings: study.Settings{Weighting: "direct", Shortlist: 40}}
	random := rand.New(rand.NewPCG(3, 4))
	for j := range n {
		w, lo, hi, target := float64(1+j), 0.5, 120.0, 50.0
		c := study.Criterion{Code: fmt.Sprintf("C%d", j), Name: "Criterion", Weight: &w, Sense: mcda.Sense(j % 3), Min: &lo, Max: &hi}
		if c.Sense == mcda.Target {
			c.Target = &target
		}
		s.Criteria = append(s.Criteria, c)
	}
	for i := range m {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%05d", m-i), Name: fmt.Sprintf("Technology %d", i)})
		for j := range n {
			s.Evidence.Add(study.Measurement{Value: 1 + 99*random.Float64(), Technology: int32(i), Criterion: int32(j)})
		}
	}
	return s
}

// What the live technologies are worked out from is what all of them together give: the same figures as if all were live, under the weights of the study and others.
func TestLiveTechnologiesAreCalculatedAsAll(t *testing.T) {
	const m, kept = 300, 60
	s := large(m, 4)
	for j := range s.Criteria { // the product and the ratios take no target
		s.Criteria[j].Sense = mcda.Sense(j % 2)
	}
	n := 0
	for _, set := range []map[string]string{{"method": "topsis"}, {"method": "topsis", "ideals": "scale"}, {"method": "topsis", "metric": "chebyshev"}, {"method": "topsis", "normalization": "min-max"},
		{"method": "weighted-sum"}, {"method": "weighted-sum", "normalization": "max"}, {"method": "weighted-sum", "normalization": "sum"}, {"method": "weighted-sum", "normalization": "vector"},
		{"method": "weighted-product"}} {
		var actions []study.Action
		for key, value := range set {
			if key == "method" {
				actions = append([]study.Action{study.SetMethod{Method: value}}, actions...)
			} else {
				actions = append(actions, study.SetParameter{Name: key, Value: value})
			}
		}
		for _, moved := range []float64{0, 0.7} {
			with := actions
			if moved > 0 {
				with = append(with[:len(with):len(with)], study.SetWeights{Weights: map[string]float64{"C1": moved}})
			}
			o := evaluated(t, s, with...)
			all := make([]int, m)
			for k, r := range o.Rows {
				all[k] = r.Index
			}
			few, every := calculate(o, all, kept), calculate(o, all, m)
			if !few.agrees() || !every.agrees() {
				t.Errorf("%v: the calculation does not give the engine's scores", set)
			}
			for i := range kept {
				if math.Abs(few.score[i]-every.score[i]) > 1e-12*every.size {
					t.Errorf("%v: row %d has %v, of all %v", set, i, few.score[i], every.score[i])
				}
			}
			n++
		}
	}
	if n != 18 {
		t.Error(n)
	}
}

// A large study keeps its first technologies live and says from which row on it holds values; the values are the engine's.
func TestLargeStudyHoldsValues(t *testing.T) {
	const m = 20_000 // so many that what else is said of a ranking is left out, which takes longer than the workbook
	o := evaluated(t, large(m, 2), study.SetMethod{Method: "topsis"})
	data := mustExport(t, o)
	b, err := xlsx.Open(data, xlsx.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	formulas := map[string]int{}
	last := map[string]int{}
	values := map[int]float64{} // of the column Score, by row
	said := ""
	for k, s := range b.Sheets() {
		if err := b.Cells(k, func(c xlsx.Cell) error {
			if c.HasFormula {
				formulas[s.Name]++
				last[s.Name] = max(last[s.Name], c.Row)
			}
			if s.Name == "Ranking" && c.Col == 4 && c.Kind == xlsx.Number {
				values[c.Row] = c.Number
			}
			if s.Name == "Ranking" && c.Row == 1 && strings.Contains(c.Text, "From row") {
				said = c.Text
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if last["Ranking"] != liveLeast+1 || !strings.Contains(said, fmt.Sprintf("From row %d on", liveLeast+2)) {
		t.Errorf("the last formula of the ranking is in row %d, and it says %q", last["Ranking"], said)
	}
	if most := liveLeast * 40; formulas["Calculation"] > most || formulas["Scores"] > 0 {
		t.Errorf("there are %v formulas", formulas)
	}
	for k, r := range o.Rows {
		if math.Abs(values[k+2]-r.Score) > 1e-14 { // the last digit of a formula is the calculation's own
			t.Fatalf("row %d has the score %v, want %v", k+2, values[k+2], r.Score)
		}
	}
}
