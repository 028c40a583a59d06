package figure

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report"
	"veche/internal/study"
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
	o, err := study.Evaluate(s)
	if err == nil {
		add(Ranking(o, l))
		add(Weights(s, o.Weights, o.Global, l))
	}
	_ = panel.Assess
	_ = robustness.Assess
	_ = selection.Select
	_ = context.Background
	return all
}

// The figures of every study inside are as figures have to be, in both languages.
func TestExamples(t *testing.T) {
	for _, name := range example.Names() {
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
				pictured(t, f)
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
	criteria, technologies, experts := 1+rng.IntN(12), 2+rng.IntN(30), rng.IntN(9)
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
				s.Evidence = append(s.Evidence, study.Measurement{Value: value, Technology: int32(i), Criterion: j})
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
	for seed := range uint64(60) {
		s := random(seed)
		for _, l := range []language.Language{language.English, language.Russian} {
			all := figures(t, s, l)
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
	if ranked < 40 {
		t.Errorf("only %d of 60 random studies could be drawn", ranked)
	}
}
