package tui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"

	"veche/internal/mcda"
	"veche/internal/study"
)

func some(x float64) *float64 { return &x }

// heat is a small pane's study with a cost, a tree, raters, blanks, groups and an unscored technology.
func heat() *study.Study {
	s := &study.Study{
		Title:    "Heat",
		Settings: study.Settings{Method: "weighted-sum", Shortlist: 4, Parameters: map[string]string{"normalization": "scale"}},
		Criteria: []study.Criterion{
			{Code: "C1", Name: "Impact", Unit: "Mt CO2e/yr", Weight: some(0.25), Min: some(0), Max: some(10)},
			{Code: "C2", Name: "Cost", Sense: mcda.Cost, Weight: some(0.22), Min: some(0), Max: some(10)},
			{Code: "C3", Name: "Readiness", Weight: some(0.18), Min: some(0), Max: some(10)},
			{Code: "C4", Name: "Risk", Sense: mcda.Cost, Weight: some(0.13), Min: some(0), Max: some(10)},
			{Code: "C5", Name: "Scale", Weight: some(0.12), Min: some(0), Max: some(10)},
			{Code: "C6", Name: "Social", Weight: some(0.10), Min: some(0), Max: some(10)},
		},
		Experts: []study.Expert{{ID: "E1"}, {ID: "E2"}, {ID: "E3"}},
	}
	names := []string{"Heat pumps", "Grid batteries", "Offshore wind", "Smart metering", "Biochar", "Green hydrogen", "District cooling", "Geothermal", "Direct air capture", "Приливная ГЭС"}
	random := rand.New(rand.NewPCG(1, 2))
	for t, name := range names {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%02d", t+1), Name: name, Group: []string{"Energy use", "Generation"}[t%2], Cost: some(float64(10 + 7*t)), Note: "subsidy ends 2028"})
		for e := range s.Experts {
			for c := range s.Criteria {
				a := study.Score{Round: -1, Expert: int32(e), Technology: int32(t), Criterion: int32(c), Value: float64(random.IntN(11))}
				if t == 9 || random.IntN(12) == 0 {
					a.Value, a.State = 0, []study.State{study.Missing, study.Abstained}[random.IntN(2)]
				}
				s.Scores = append(s.Scores, a)
			}
		}
	}
	return s
}

// cyrillic is evidence only, with long Russian names and a wide CJK one.
func cyrillic() *study.Study {
	s := &study.Study{
		Title:    "Направления",
		Settings: study.Settings{Method: "topsis", Parameters: map[string]string{"normalization": "vector"}},
		Criteria: []study.Criterion{{Code: "К1", Name: "Вклад в экономику", Weight: some(0.5)}, {Code: "К2", Name: "Стоимость внедрения", Sense: mcda.Cost, Weight: some(0.3)}, {Code: "К3", Name: "Готовность", Weight: some(0.2)}},
	}
	for t, name := range []string{"Тёплые насосы для многоквартирных домов", "Накопители энергии", "半導体製造装置", "Редактирование генома сельскохозяйственных растений", "Йод и иод"} {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("Т%d", t+1), Name: name})
		for c := range s.Criteria {
			s.Evidence.Add(study.Measurement{Technology: int32(t), Criterion: int32(c), Value: float64(10 + (7*t+11*c)%23)})
		}
	}
	return s
}

// large is m technologies on n criteria.
func large(m, n int) *study.Study {
	random := rand.New(rand.NewPCG(3, 4))
	s := &study.Study{Title: "Large", Settings: study.Settings{Method: "topsis"}}
	for j := range n {
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprintf("C%d", j+1), Name: fmt.Sprintf("Criterion %d", j+1), Sense: mcda.Sense(j % 2), Weight: some(1 / float64(n))})
	}
	for i := range m {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%06d", i+1), Name: fmt.Sprintf("Technology number %d", i+1)})
		for j := range n {
			s.Evidence.Add(study.Measurement{Value: random.Float64()*90 + 10, Technology: int32(i), Criterion: int32(j)})
		}
	}
	return s
}

// opened is a model of a given size, with colours of its own and nothing that fades.
func opened(t testing.TB, s *study.Study, w, h int) *model {
	t.Helper()
	m, err := newModel(context.Background(), s, Options{File: "tech.xlsx", Theme: "dark", NoMotion: true})
	if err != nil {
		t.Fatal(err)
	}
	m.handle(tea.WindowSizeMsg{Width: w, Height: h})
	return m
}

func (m *model) pressAll(names ...string) tea.Cmd {
	var cmd tea.Cmd
	for _, n := range names {
		cmd = m.press(pressOf(n))
	}
	return cmd
}

// first is the weights screen.
func (m *model) first() *weightsScreen { return m.weights }
