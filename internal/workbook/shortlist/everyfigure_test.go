package shortlist

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"
	"sort"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
	"veche/internal/workbook"
)

// Every figure of every sheet stands in the JSON of the command it belongs to, about the same technology, criterion or expert; whatever is locked, moved or
// shared out. The commands' JSON is made of the contract as the commands make it, from an evaluation of its own.
func TestEveryFigureIsTheCommands(t *testing.T) {
	for file, data := range map[string][]byte{"horizon-scan": example.HorizonScan, "research-networks": example.ResearchNetworks, "science-fields": example.ScienceFields, "portfolio": example.Portfolio} {
		s, issues := workbook.ReadBytes(file+".xlsx", data)
		if s == nil {
			t.Fatal(issues)
		}
		first, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		code := func(j int) string { return s.Criteria[first.Leaves[j]].Code }
		for what, changed := range map[string]*study.Study{
			"as read":    s,
			"two locked": apply(t, s, study.Lock{Criterion: code(0), Locked: true}, study.Lock{Criterion: code(1), Locked: true}),
			"moved":      apply(t, s, study.SetWeight{Criterion: code(0), Weight: first.Global[0] * 0.7}),
			"equal":      apply(t, s, study.SetSharing{Rule: string(robust.Equal)}),
		} {
			t.Run(file+" "+what, func(t *testing.T) {
				if file != "portfolio" && what != "as read" && what != "two locked" {
					ci.Long(t, "the other studies, changed in the other ways")
				}
				figuresAgree(t, changed)
			})
		}
	}
}

// figures are the numbers of JSON by what they are about: the identifiers in the objects around them, or "" inside a list of numbers.
type figures map[string][]float64

func (f figures) gather(t *testing.T, document any) {
	data, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	f.walk(v, nil)
}

// walk enters a value; about are the identifiers around it.
func (f figures) walk(v any, about []string) {
	switch v := v.(type) {
	case float64:
		for _, a := range append(about, "") {
			f[a] = append(f[a], v)
		}
	case []any:
		for _, x := range v {
			f.walk(x, about)
		}
	case map[string]any:
		about = slices.Clone(about)
		for _, x := range v {
			if id, ok := x.(string); ok {
				about = append(about, id)
			}
		}
		for key, x := range v {
			f.walk(x, append(slices.Clone(about), key))
		}
	}
}

func (f figures) sort() {
	for _, all := range f {
		sort.Float64s(all)
	}
}

// has reports a figure about something, to the last places.
func (f figures) has(about string, x float64) bool {
	all := f[about]
	near := 1e-12 * max(1, math.Abs(x))
	k := sort.SearchFloat64s(all, x-near)
	return k < len(all) && all[k] <= x+near
}

// commands is what the commands say of a study.
func commands(t *testing.T, s *study.Study) (*study.Outcome, figures) {
	t.Helper()
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	f := figures{}
	f.gather(t, contract.OfRanking(o, o.Trace(), true))
	f.gather(t, contract.OfWeights(o.Study, o.Weights))
	if len(s.Experts) > 0 {
		if r, err := panel.Assess(s); err == nil {
			f.gather(t, contract.OfPanel(r, language.English))
		}
	}
	r, err := robustness.Assess(context.Background(), o, robustness.Options{Sharing: o.SharingInForce(), Parts: robustness.QuickParts(o, robustness.DrawOptions{})})
	if err != nil {
		t.Fatal(err)
	}
	f.gather(t, contract.OfRobustness(r, nil))
	if len(s.Links.Rows) > 0 {
		n, err := study.MeasureLinks(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		f.gather(t, contract.OfNetwork(n))
	}
	if c, err := selection.Select(context.Background(), o, selection.Options{NextBest: 3}); err == nil {
		f.gather(t, contract.OfSelection(c))
	}
	f.matrix(t, o)
	f.sort()
	return o, f
}

// matrix enters the scores that are ranked, and the answers they are made of, described anew: mean, median, ends, standard deviation, also as a part of the scale.
func (f figures) matrix(t *testing.T, o *study.Outcome) {
	s := o.Study
	type cell struct{ technology, criterion int32 }
	answers := map[cell][]float64{}
	for _, a := range s.Scores {
		counts := a.Round < 0 || slices.Contains(strings.Split(o.Round, " + "), s.Rounds[a.Round])
		if a.State == study.Given && counts && !s.Conflicts().Has(a.Expert, a.Technology) {
			answers[cell{a.Technology, a.Criterion}] = append(answers[cell{a.Technology, a.Criterion}], a.Value)
		}
	}
	for at, all := range answers {
		slices.Sort(all)
		n := float64(len(all))
		var sum, squares float64
		for _, x := range all {
			sum += x
		}
		for _, x := range all {
			squares += (x - sum/n) * (x - sum/n)
		}
		middle := (all[(len(all)-1)/2] + all[len(all)/2]) / 2
		numbers := []float64{n, sum / n, middle, all[0], all[len(all)-1]}
		if c := &s.Criteria[at.criterion]; n > 1 && c.Min != nil && c.Max != nil {
			sd := math.Sqrt(squares / (n - 1))
			numbers = append(numbers, sd, sd/(*c.Max-*c.Min))
		}
		f.gather(t, map[string]any{"technology": s.Technologies[at.technology].ID, "criterion": s.Criteria[at.criterion].Code, "figures": numbers})
	}
	for i, id := range o.Problem.Alternatives {
		f.gather(t, map[string]any{"technology": id, "scores": o.Problem.Row(i)})
	}
	for _, j := range o.Leaves {
		c := &s.Criteria[j]
		f.gather(t, map[string]any{"criterion": c.Code, "scale": []*float64{c.Min, c.Max, c.Target}})
	}
	for k := range s.Technologies {
		f.gather(t, map[string]any{"technology": s.Technologies[k].ID, "cost": s.Technologies[k].Cost})
	}
}

func figuresAgree(t *testing.T, s *study.Study) {
	o, f := commands(t, s)
	missing := map[string][]string{}
	total := 0
	for sheet, cells := range savedCells(t, mustExportIn(t, o, "en")) {
		heads := map[int]string{}
		var rows []int
		byRow := map[int]map[int]any{}
		for at, v := range cells {
			if byRow[at[0]] == nil {
				byRow[at[0]] = map[int]any{}
				rows = append(rows, at[0])
			}
			byRow[at[0]][at[1]] = v
		}
		slices.Sort(rows)
		for _, row := range rows {
			about := []string{}
			for _, v := range byRow[row] {
				if id, ok := v.(string); ok && f[id] != nil {
					about = append(about, id)
				}
			}
			for col, v := range byRow[row] {
				if text, ok := v.(string); ok {
					heads[col] = text
				}
				x, ok := v.(float64)
				if !ok {
					continue
				}
				total++
				if f.has("", x) && (len(about) == 0 || slices.ContainsFunc(about, func(a string) bool { return f.has(a, x) })) {
					continue
				}
				key := sheet + ": " + heads[col]
				missing[key] = append(missing[key], fmt.Sprintf("%d,%d=%v", row, col, x))
			}
		}
	}
	for _, of := range derived {
		for key := range missing {
			if ok, err := path.Match(of.what, key); err != nil {
				t.Fatal(err)
			} else if ok {
				delete(missing, key)
			}
		}
	}
	for key, cells := range missing {
		t.Errorf("%s: %d figures stand in no command's JSON: %s", key, len(cells), strings.Join(cells[:min(3, len(cells))], " "))
	}
	if total < 500 {
		t.Errorf("only %d figures were looked at", total)
	}
}

// derived are figures that no command prints, and what they follow from on their own sheet.
var derived = []struct{ what, from string }{
	{"Calculation: *", "steps of the method as formulas; written only where they give the engine's scores (calculation.agrees)"},
	{"Agreement: *", "the foot of the heat table: means over a criterion or a technology; places of blocs against each other by their pair"},
	{"Experts: Answered", "the sum below the column"}, {"Experts: Asked", "the sum below the column"}, {"Experts: Don't know", "the sum below the column"}, {"Experts: Comparisons", "the sum below the column"},
	{"Experts: Part", "answered / asked"},
	{"Ranking: Row", "the row on the sheet Calculation"},
	{"Selection: Value per cost", "value / cost"},
	{"Sensitivity: Room", "the nearer end of the interval, held by TestSensitivityIsTheEngines"}, {"Sensitivity: Moved", "half the sum of the changes"}, {"Sensitivity: ±", "1.96·√(p(1 − p)/draws)"},
	{"Sensitivity: First by", "the share of methods"}, {"Sensitivity: Largest move", "the largest difference of places"}, {"Sensitivity: τ-b", "between two methods' orders"}, {"Sensitivity: Pairs", "how many are named"},
	{"Summary: Weight", "of the Sensitivity sheet"}, {"Summary: from", "of the Sensitivity sheet"}, {"Summary: to", "of the Sensitivity sheet"},
}
