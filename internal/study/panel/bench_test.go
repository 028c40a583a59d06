package panel_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"veche/internal/study"
	"veche/internal/study/panel"
)

// largeStudy is a panel of m experts in three blocs who have scored n technologies on k criteria, one answer in fifty missing.
func largeStudy(m, n, k int) *study.Study {
	random := rand.New(rand.NewPCG(1, 2))
	one, nine := 1.0, 9.0
	s := &study.Study{Settings: study.Settings{Method: "topsis", Shortlist: 10}}
	for j := range k {
		w := float64(j + 1)
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprint("C", j), Weight: &w, Min: &one, Max: &nine})
	}
	for i := range n {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("T", i)})
	}
	for _, name := range []string{"science", "business", "state"} {
		w := 1.0
		s.Blocs = append(s.Blocs, study.Bloc{Name: name, Weight: &w})
	}
	s.Scores = make([]study.Score, 0, m*n*k)
	for e := range m {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%04d", e), Bloc: s.Blocs[e%3].Name})
		for i := range n {
			for j := range k {
				a := study.Score{Round: -1, Expert: int32(e), Technology: int32(i), Criterion: int32(j), Value: float64(1 + (i*(e%3+1)+j+random.IntN(4))%9)}
				if random.IntN(50) == 0 {
					a.Value, a.State = 0, study.Missing
				}
				s.Scores = append(s.Scores, a)
			}
		}
	}
	return s
}

// BenchmarkAssess measures the whole report of a large panel, from its answers in memory.
func BenchmarkAssess(b *testing.B) {
	s := largeStudy(5000, 60, 12)
	b.Run("5000x60x12", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := panel.Assess(s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
