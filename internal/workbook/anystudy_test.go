package workbook

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
)

// oddName is a name of any letters that a cell may hold, with something that makes it the only one.
func oddName(t *rapid.T, only string) string {
	odd := rapid.SampledFrom([]string{"", "", "Робот", "=1+1", "'quoted", "“x”", "a\"b", "5", "1/3", "2026-11-28", "TRUE", "n/a", "Итого по всем", "<b>&amp;", "日本 語", "ё", "1.1", "CO₂", "100%", "🚀", "-", "+7", "@x", "E5", "a;b", "a, b", "Ω/2"}).Draw(t, "odd "+only)
	if odd == "" {
		return only
	}
	return odd + " " + only
}

// anyStudy draws a study with something on every sheet.
func anyStudy(t *rapid.T) *study.Study {
	number := func(name string) float64 {
		return rapid.OneOf(rapid.Float64Range(-1e9, 1e9), rapid.Float64Range(0, 1), rapid.Map(rapid.IntRange(1, 99), func(n int) float64 { return 1 / float64(n) }),
			rapid.SampledFrom([]float64{0, 0.1 + 0.2, 1e-300, 5e-324, math.Pi, 1e22, 123456789012345678, -1.0 / 3})).Draw(t, name)
	}
	positive := func(name string) float64 { return math.Abs(number(name)) + 5e-324 }
	maybe := func(name string, of func(string) float64) *float64 {
		if !rapid.Bool().Draw(t, "has "+name) {
			return nil
		}
		x := of(name)
		return &x
	}
	yes := func(name string) bool { return rapid.Bool().Draw(t, name) }
	s := &study.Study{Title: oddName(t, "Study"), Settings: study.Settings{Parameters: map[string]string{}}}
	for _, x := range study.SettingsTable() {
		if x.Choices != nil && x.Set != nil && x.Name != "round" && x.Name != "method" && x.Name != "weighting" && x.Name != "competence" && yes("sets "+x.Name) {
			x.Set(s, rapid.SampledFrom(x.Choices()).Draw(t, x.Name))
		}
	}
	s.Settings.Method, s.Settings.Weighting = "weighted-sum", "ahp"
	s.Settings.Shortlist, s.Settings.Budget, s.Settings.Threshold = rapid.IntRange(0, 3).Draw(t, "shortlist"), maybe("budget", positive), maybe("threshold", func(string) float64 { return 0.6 })
	s.Settings.Seed = rapid.OneOf(rapid.Uint64Range(0, 1<<20), rapid.Uint64Range(1<<40, 1<<63-1)).Draw(t, "seed")
	// A tree of two parents with two leaves each, and a leaf that is measured.
	for k, c := range []struct{ code, parent string }{{"P1", ""}, {"P2", ""}, {"M", ""}, {"a1", "P1"}, {"a2", "P1"}, {"b1", "P2"}, {"b2", "P2"}} {
		x := study.Criterion{Code: c.code, Name: oddName(t, fmt.Sprint("criterion ", c.code)), Parent: c.parent, Weight: maybe("weight", positive)}
		if k >= 2 {
			x.Sense = rapid.SampledFrom([]mcda.Sense{mcda.Benefit, mcda.Cost}).Draw(t, "sense")
			x.Unit = rapid.SampledFrom([]string{"", "млн руб.", "t/a", "%"}).Draw(t, "unit")
			if yes("scale") {
				least, most := -math.Pi, 1e3/3.0
				x.Min, x.Max = &least, &most
			}
			if yes("function") {
				x.Value = mcda.ValueFunction{{Score: -1.0 / 3, Value: 0}, {Score: 50, Value: 0.1 + 0.2}, {Score: 1e3 / 3.0, Value: 1}}
			}
			if yes("threshold q") {
				x.Preference.Q = &mcda.Threshold{Constant: 1.0 / 3, Slope: rapid.SampledFrom([]float64{0, 0.1}).Draw(t, "slope")}
				x.Preference.Veto = &mcda.Threshold{Constant: 1e6 / 3.0}
			}
		}
		s.Criteria = append(s.Criteria, x)
	}
	for k := range rapid.IntRange(2, 4).Draw(t, "technologies") {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("T", k+1), Name: oddName(t, fmt.Sprint("technology ", k+1)), Group: rapid.SampledFrom([]string{"", "Энергия", "Heat"}).Draw(t, "group"),
			Cost: maybe("cost", positive), Pin: rapid.SampledFrom([]string{"", "in", "out"}).Draw(t, "pin"), Prior: maybe("prior", positive), Note: rapid.SampledFrom([]string{"", "see below", "=A1"}).Draw(t, "note")})
	}
	blocs, competences := yes("bloc weights"), yes("competences") // all of them, or none
	each := func(all bool, name string) *float64 {
		if !all {
			return nil
		}
		x := positive(name)
		return &x
	}
	for k, b := range []string{"наука", "business"} {
		s.Blocs = append(s.Blocs, study.Bloc{Name: b, Weight: each(blocs, "bloc")})
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprint("E", k+1), Name: oddName(t, fmt.Sprint("expert ", k+1)), Organisation: rapid.SampledFrom([]string{"", "МГУ"}).Draw(t, "organisation"), Bloc: b, Weight: each(competences, "competence")})
	}
	if yes("conflict") {
		s.Experts[0].Conflicts = []int32{1}
	}
	s.Rounds = []string{"первый", "2"}
	s.Settings.Round = "2"
	if yes("excluded") {
		s.Excluded.Experts = map[string]bool{"E1": true}
		s.Excluded.Why = rapid.SampledFrom([]map[string]string{nil, {"E1": "болен"}, {"E1": "left: 3.5, =A1"}}).Draw(t, "why")
	}
	value := func(criterion int) float64 { // on its scale, if it has one
		if x := number("value"); s.Criteria[criterion].Min == nil || x >= *s.Criteria[criterion].Min && x <= *s.Criteria[criterion].Max {
			return x
		}
		return 1.0 / 3
	}
	for r := range int32(2) {
		for e := range int32(2) {
			for i := range s.Technologies {
				for c := 3; c < 7; c++ {
					x := study.Score{Round: r, Expert: e, Technology: int32(i), Criterion: int32(c), State: study.Given}
					switch rapid.IntRange(0, 5).Draw(t, "state") {
					case 0:
						x.State = study.Missing
					case 1:
						x.State = study.Abstained
					default:
						x.Value = value(c)
					}
					s.Scores = append(s.Scores, x)
				}
			}
			for _, p := range [][2]int32{{0, 1}, {0, 2}, {1, 2}, {3, 4}, {5, 6}} {
				v := rapid.OneOf(rapid.Float64Range(1, 9), rapid.SampledFrom([]float64{1, 3, 1.0 / 3, 1.0 / 7, 9})).Draw(t, "judgement")
				s.Judgements = append(s.Judgements, study.Judgement{Value: v, Round: r, Expert: e, Parent: s.Criteria[p[0]].Parent, A: p[0], B: p[1]})
			}
		}
	}
	for i := range s.Technologies {
		s.Evidence.Add(study.Measurement{Value: value(2), Technology: int32(i), Criterion: 2})
	}
	s.Synergies = []study.Synergy{{A: 0, B: 1, Value: number("synergy")}}
	s.Rules = []study.Rule{{Kind: study.AtMost, Subject: []string{"T1", "T2"}, Value: 1}, {Kind: study.Excludes, Subject: []string{"T1"}, Object: []string{"T2"}}}
	s.Links.Projects, s.Links.Periods, s.Links.Partners = []string{"P-1"}, []string{"2024"}, []study.Partner{{Name: oddName(t, "partner"), Bloc: "наука", Region: "Томск"}, {Name: "Other"}}
	s.Links.Rows = []study.Link{{Partner: 0, Commitment: positive("commitment"), Stated: true}, {Partner: 1}}
	return s
}

// placeless is a study without where its parts stood, for comparison.
func placeless(s *study.Study) *study.Study {
	var strip func(v reflect.Value)
	strip = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				strip(v.Elem())
			}
		case reflect.Slice:
			for k := range v.Len() {
				strip(v.Index(k))
			}
			if v.Len() == 0 && !v.IsNil() && v.CanSet() {
				v.SetZero()
			}
		case reflect.Map:
			if v.Len() == 0 && v.CanSet() {
				v.SetZero()
			}
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[study.Origin]() {
				v.SetZero()
				return
			}
			for k := range v.NumField() {
				if v.Type().Field(k).IsExported() {
					strip(v.Field(k))
				}
			}
		}
	}
	c := *s
	c.Settings.Origins, c.Source, c.Sheets, c.Called, c.Warnings = nil, study.Source{}, nil, nil, nil
	for k := range c.Settings.Parameters {
		if c.Settings.Parameters[k] == "" {
			delete(c.Settings.Parameters, k)
		}
	}
	strip(reflect.ValueOf(&c).Elem())
	measured := slices.Collect(c.Evidence.All())
	for k := range measured {
		measured[k].Origin = study.Origin{}
	}
	c.Evidence = study.Measured(measured...)
	return &c
}

// Whatever study is written, in either language, reads back as the same study, to the bit, also as OpenDocument.
func TestAnyStudyReadsBack(t *testing.T) {
	ci.Check(t, func(t *rapid.T) {
		s := anyStudy(t)
		data, err := WriteStudyIn(s, rapid.SampledFrom([]language.Language{language.English, language.Russian}).Draw(t, "language"))
		if err != nil {
			t.Fatal(err)
		}
		again, issues := ReadBytes("any.xlsx", data)
		if err := issues.Err(); err != nil {
			t.Fatal(err)
		}
		want, got := placeless(s), placeless(again)
		slices.SortStableFunc(got.Scores, func(a, b study.Score) int {
			return slices.Compare([]int32{a.Round, a.Expert, a.Technology, a.Criterion}, []int32{b.Round, b.Expert, b.Technology, b.Criterion})
		})
		for k := range reflect.TypeFor[study.Study]().NumField() {
			a, b := reflect.ValueOf(*want).Field(k).Interface(), reflect.ValueOf(*got).Field(k).Interface()
			if !reflect.DeepEqual(a, b) {
				t.Errorf("%s\nwas %+v\nis  %+v", reflect.TypeFor[study.Study]().Field(k).Name, a, b)
			}
		}
	})
}
