package figure

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report"
	"veche/internal/study"
	"veche/internal/study/compare"
	"veche/internal/study/contrast"
	"veche/internal/study/panel"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
	"veche/internal/workbook"
)

// figures are all that can be drawn of a study.
func figures(t testing.TB, s *study.Study, l language.Language) map[string]*report.Figure {
	t.Helper()
	all := map[string]*report.Figure{}
	add := func(f *report.Figure) {
		if f == nil {
			return
		}
		if all[f.Key] != nil {
			t.Errorf("two figures are called %s", f.Key)
		}
		all[f.Key] = f
	}
	if r, err := panel.Assess(s); err == nil {
		add(Places(r, l))
		add(Camps(r, l))
	}
	if len(s.Links.Rows) > 0 {
		n, err := study.MeasureLinks(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		add(Partners(n, s, l))
		add(Clusters(n, s, l))
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return all
	}
	add(Ranking(o, l))
	add(Shortlist(o, l))
	add(Weights(s, o.Weights, o.Global, l))
	add(Profile(o, l))
	add(ProfileTable(o, l))
	add(Plane(o, l))
	add(Contrast(o, contrast.Between(o, &o.Rows[0], &o.Rows[1]), l))
	if robustness.Case(o).Exact() { // others are searched, which takes too long here and draws nothing else
		r, err := robustness.Assess(context.Background(), o, robustness.Options{Parts: []string{robustness.PartStability, robustness.PartVerdicts}, Draws: robustness.DrawOptions{Draws: 100}})
		if err != nil {
			t.Fatal(err)
		}
		add(Stability(r, l))
		add(Acceptability(r, l))
	}
	if s.Settings.Budget != nil {
		chosen, err := selection.Select(context.Background(), o, selection.Options{TimeLimit: 300 * time.Millisecond, Quick: false})
		if err == nil {
			add(Frontier(chosen, l))
		}
	}
	var pairs []Pair
	for k := range o.Rows {
		before, after := float64(o.Rows[k].Rank), float64(1+(k*7)%len(o.Rows))
		if k%5 == 4 {
			before = math.NaN()
		}
		pairs = append(pairs, Pair{o.Rows[k].Technology.ID, o.Rows[k].Technology.Name, before, after})
	}
	if c, err := compare.Compare(context.Background(), later(s), s, compare.Options{Draws: 20}); err == nil {
		add(Editions(c, l))
		add(EditionWeights(c, l))
	}
	add(Dumbbell("dumbbell", language.Say(l, "The ranking"), language.Say(l, "The ranking"), language.Say(l, "Rank"), [2]string{"2024", "2026"}, pairs, 0, true, l))
	return all
}

// later is another edition of a study: a technology and a criterion fewer, weights that are not the same.
func later(s *study.Study) *study.Study {
	o := *s
	o.Settings.Weighting = "equal"
	if len(s.Technologies) > 3 {
		o.Technologies = s.Technologies[:len(s.Technologies)-1]
		gone := int32(len(o.Technologies))
		o.Scores = slices.DeleteFunc(slices.Clone(s.Scores), func(x study.Score) bool { return x.Technology == gone })
		o.Evidence = study.Measured(slices.DeleteFunc(slices.Collect(s.Evidence.All()), func(x study.Measurement) bool { return x.Technology == gone })...)
		o.Links.Rows = slices.DeleteFunc(slices.Clone(s.Links.Rows), func(x study.Link) bool { return x.Technology == gone })
	}
	return &o
}

// The figures of every study inside are as figures have to be, in both languages.
func TestExamples(t *testing.T) {
	ci.Sequential(t)
	for _, name := range example.Names()[:ci.Some(len(example.Names()), 2)] {
		data, _ := example.Named(name)
		s, issues := workbook.ReadBytes(name+".xlsx", data)
		if err := issues.Err(); err != nil {
			t.Fatal(err)
		}
		for _, l := range []language.Language{language.English, language.Russian} {
			all := figures(t, s, l)
			if len(all) == 0 {
				t.Errorf("%s: no figures", name)
			}
			for key, f := range all {
				check(t, name+" "+key+" "+l.Code(), f, l)
				if l == language.English || ci.Full() {
					pictured(t, f)
				}
				keep(t, name+"-"+key+"-"+l.Code(), f)
			}
		}
	}
}

// words are of names as they come: long ones, without spaces, from right to left, markup, signs nobody sees.
var words = []string{"Технологии", "квантовых", "вычислений", "и", "связи", "для", "критической", "информационной", "инфраструктуры", "Российской", "Федерации",
	"высокопроизводительных", "Сверхвысокочастотныеполупроводниковыекомпонентыдлярадиолокационныхстанций", "AI", "in", "manufacturing", "<script>alert(1)</script>", "]]>", "=cmd|' /C calc'!A0",
	"\u202eطاقة", "量子计算", "a&b", "\"quoted\"", "\u0301\u0301\u0301", "\x00\x01", "5G/6G", "био-нано-инфо-когно"}

func name(rng *rand.Rand) string {
	text := ""
	for range 1 + rng.IntN(12) {
		text += words[rng.IntN(len(words))] + " "
	}
	return text
}

// random is a study of any size with such names, ranked by any method.
func random(seed uint64) *study.Study {
	rng := rand.New(rand.NewPCG(seed, 17))
	number := func(x float64) *float64 { return &x }
	s := &study.Study{Title: name(rng), Settings: study.Settings{Shortlist: rng.IntN(6)}}
	methods := mcda.Methods()
	s.Settings.Method = methods[rng.IntN(len(methods))].Name
	most := 12
	if s.Settings.Method == "comet" {
		most = 3 // its objects are 3 to the power of it
	}
	criteria, technologies, experts := 1+rng.IntN(most), 2+rng.IntN(30), rng.IntN(9)
	if rng.IntN(8) == 0 {
		technologies = 60
	}
	tree := rng.IntN(3) == 0
	if tree {
		s.Criteria = append(s.Criteria, study.Criterion{Code: "G1", Name: name(rng), Weight: number(0.4)}, study.Criterion{Code: "G2", Name: name(rng), Weight: number(0.6)})
		criteria = max(criteria, 2)
	}
	leaves := []int32{}
	for j := range criteria {
		c := study.Criterion{Code: fmt.Sprintf("C%d", j+1), Name: name(rng), Weight: number(0.1 + rng.Float64()), Min: number(0), Max: number(10)}
		if rng.IntN(4) == 0 {
			c.Sense = mcda.Cost
		}
		if tree {
			c.Parent = fmt.Sprintf("G%d", 1+j%2)
		}
		leaves = append(leaves, int32(len(s.Criteria)))
		s.Criteria = append(s.Criteria, c)
	}
	if rng.IntN(3) == 0 && technologies < 20 {
		s.Settings.Budget = number(float64(20 + rng.IntN(200)))
	}
	s.Blocs = []study.Bloc{{Name: "Наука и образование"}, {Name: "Бизнес"}, {Name: name(rng)}}
	for e := range experts {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%02d", e+1), Name: name(rng), Bloc: s.Blocs[e%3].Name})
	}
	for i := range technologies {
		cost := float64(1 + rng.IntN(50))
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%02d", i+1), Name: name(rng), Cost: &cost})
		for _, j := range leaves {
			value := 0.5 + 9*rng.Float64()
			if experts == 0 {
				s.Evidence.Add(study.Measurement{Value: value, Technology: int32(i), Criterion: j})
			}
			for e := range experts {
				s.Scores = append(s.Scores, study.Score{Value: max(0, min(10, value+2*rng.NormFloat64())), Expert: int32(e), Technology: int32(i), Criterion: j, Round: -1})
			}
		}
	}
	return s
}

// Whatever the names and numbers, no drawing is broken.
func TestRandomStudies(t *testing.T) {
	ranked := 0
	studies := ci.Some(200, 16)
	for seed := range uint64(studies) {
		s := random(seed)
		for _, l := range []language.Language{language.English, language.Russian} {
			began := time.Now()
			all := figures(t, s, l)
			if took := time.Since(began); took > 5*time.Second {
				t.Logf("seed %d, %s: %v", seed, s.Settings.Method, took)
			}
			if l == language.English && len(all) > 0 {
				ranked++
			}
			for key, f := range all {
				check(t, fmt.Sprintf("seed %d, %s, %s, %s", seed, s.Settings.Method, key, l.Code()), f, l)
			}
		}
		if t.Failed() {
			return
		}
	}
	if ranked < min(25, studies/2) {
		t.Errorf("only %d random studies could be drawn", ranked)
	}
}
