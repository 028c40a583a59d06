// Package contracttest is for tests: it gathers the figures that the commands' JSON has about each technology, criterion and expert of a study, for whoever shows
// figures to be held to them.
package contracttest

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/study/panel"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
)

// Figures are the numbers of JSON by what they are about: the identifiers in the objects around them, or "" inside a list of numbers.
type Figures map[string][]float64

// Gather enters the figures of a document as its JSON has them.
func (f Figures) Gather(t *testing.T, document any) {
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
func (f Figures) walk(v any, about []string) {
	switch v := v.(type) {
	case float64:
		for _, a := range append(about, "") {
			f[a] = append(f[a], v)
		}
	case []any:
		f.tally(v)
		for _, x := range v {
			f.walk(x, about)
		}
	case map[string]any:
		about = slices.Clone(about)
		for _, x := range v {
			if id, ok := x.(string); ok {
				about = append(about, id)
			}
			if list, ok := x.([]any); ok { // of identifiers, beside a list of figures about them
				for _, x := range list {
					if id, ok := x.(string); ok {
						about = append(about, id)
					}
				}
			}
		}
		for key, x := range v {
			if n, ok := x.(float64); ok && n == math.Trunc(n) && !strings.Contains(key, "rank") {
				f[Counted] = append(f[Counted], n)
			}
			f.walk(x, append(slices.Clone(about), key))
		}
	}
}

// Counted is what [Figures] has counts under, in place of an identifier: whole numbers of a name that is no place, how many a list has, how many of its objects say
// the same, or have a number of a name.
const Counted = "#"

func (f Figures) tally(list []any) {
	same := map[string]float64{}
	for _, x := range list {
		if object, ok := x.(map[string]any); ok {
			for key, x := range object {
				switch x.(type) {
				case string, bool:
					same[fmt.Sprint(key, " ", x)]++
				case float64:
					same[key]++
				}
			}
		}
	}
	f[Counted] = append(f[Counted], float64(len(list)))
	for _, n := range same {
		f[Counted] = append(f[Counted], n)
	}
}

// Sort readies the figures for [Figures.Has].
func (f Figures) Sort() {
	for _, all := range f {
		sort.Float64s(all)
	}
}

// Has reports a figure about something, to the last places.
func (f Figures) Has(about string, x float64) bool {
	all := f[about]
	near := 1e-12 * max(1, math.Abs(x))
	k := sort.SearchFloat64s(all, x-near)
	return k < len(all) && all[k] <= x+near
}

// Commands is what the commands say of a study, made of the contract as the commands make it, from an evaluation of its own.
func Commands(t *testing.T, s *study.Study) (*study.Outcome, Figures) {
	t.Helper()
	o, each := Each(t, s)
	f := Figures{}
	for _, part := range each {
		for about, figures := range part {
			f[about] = append(f[about], figures...)
		}
	}
	f.Sort()
	return o, f
}

// Each is what each command says of a study, by the command's name; "rank" has the scores that are ranked too.
func Each(t *testing.T, s *study.Study) (*study.Outcome, map[string]Figures) {
	t.Helper()
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	each := map[string]Figures{}
	gather := func(command string, document any) {
		if each[command] == nil {
			each[command] = Figures{}
		}
		each[command].Gather(t, document)
	}
	gather("rank", contract.OfRanking(o, o.Trace(), true))
	each["rank"].matrix(t, o)
	gather("weights", contract.OfWeights(o.Study, o.Weights))
	if len(s.Experts) > 0 {
		if r, err := panel.Assess(s); err == nil {
			gather("panel", contract.OfPanel(r, language.English))
		}
	}
	r, err := robustness.Assess(context.Background(), o, robustness.Options{Sharing: o.SharingInForce(), Parts: robustness.QuickParts(o, robustness.DrawOptions{})})
	if err != nil {
		t.Fatal(err)
	}
	gather("robust", contract.OfRobustness(r, nil))
	if len(s.Links.Rows) > 0 {
		n, err := study.MeasureLinks(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		gather("network", contract.OfNetwork(n))
	}
	if c, err := selection.Select(context.Background(), o, selection.Options{NextBest: 3}); err == nil {
		gather("select", contract.OfSelection(c))
	}
	return o, each
}

// matrix enters the scores that are ranked, and the answers they are made of, described anew: mean, median, ends, standard deviation, also as a part of the scale.
func (f Figures) matrix(t *testing.T, o *study.Outcome) {
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
		f.Gather(t, map[string]any{"technology": s.Technologies[at.technology].ID, "criterion": s.Criteria[at.criterion].Code, "figures": numbers})
	}
	for i, id := range o.Problem.Alternatives {
		f.Gather(t, map[string]any{"technology": id, "scores": o.Problem.Row(i)})
	}
	for _, j := range o.Leaves {
		c := &s.Criteria[j]
		f.Gather(t, map[string]any{"criterion": c.Code, "scale": []*float64{c.Min, c.Max, c.Target}})
	}
	for k := range s.Technologies {
		f.Gather(t, map[string]any{"technology": s.Technologies[k].ID, "cost": s.Technologies[k].Cost})
	}
}
