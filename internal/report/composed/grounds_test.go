package composed

import (
	"slices"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

// judged is a study of two criteria, each with experts' answers or with measured values.
func judged(t *testing.T, answered ...bool) *study.Outcome {
	s := &study.Study{Title: "Kinds", Settings: study.Settings{Weighting: "equal", Method: "weighted-sum"}, Meeting: &study.Meeting{}}
	if slices.Contains(answered, true) {
		s.Experts = []study.Expert{{ID: "E1"}}
	}
	for i, id := range []string{"T1", "T2", "T3"} {
		s.Technologies = append(s.Technologies, study.Technology{ID: id, Name: id})
		for j, by := range answered {
			x := float64(1 + (i+j)%3)
			if by {
				s.Scores = append(s.Scores, study.Score{Value: x, Round: -1, Technology: int32(i), Criterion: int32(j)})
			} else {
				s.Evidence.Add(study.Measurement{Value: x, Technology: int32(i), Criterion: int32(j)})
			}
		}
	}
	for _, code := range []string{"C1", "C2"} {
		s.Criteria = append(s.Criteria, study.Criterion{Code: code, Name: code})
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestGrounds: minutes say what the places follow from, and the heading names a panel where there is one.
func TestGrounds(t *testing.T) {
	const panel, none = "Report of the expert panel", "Report on the ranking"
	for _, c := range []struct {
		answered              []bool
		follow, russian, kind string
	}{
		{[]bool{true, true}, "follow from the answers of the experts and the weights", "следуют из ответов экспертов и весов", panel},
		{[]bool{false, false}, "follow from measured values and the weights", "следуют из измеренных значений и весов", none},
		{[]bool{false, true}, "follow from the answers of the experts, measured values and the weights", "следуют из ответов экспертов, измеренных значений и весов", panel},
		{[]bool{true, false}, "follow from the answers of the experts, measured values and the weights", "следуют из ответов экспертов, измеренных значений и весов", panel},
	} {
		o := judged(t, c.answered...)
		for l, want := range map[language.Language]string{language.English: c.follow, language.Russian: c.russian} {
			var said []string
			for _, b := range report.Minutes(o, l).Blocks {
				if p, ok := b.(report.Paragraph); ok {
					said = append(said, p.Text)
				}
			}
			if text := strings.Join(said, "\n"); strings.Count(text, want) != 1 {
				t.Errorf("answers %v: %s\nwant %q", c.answered, text, want)
			}
			d, err := Of(t.Context(), o, Options{Language: l, Audience: report.Reader})
			if err != nil {
				t.Fatal(err)
			}
			if kind := language.Say(l, c.kind); d.Kind != kind {
				t.Errorf("answers %v: %q, want %q", c.answered, d.Kind, kind)
			}
		}
	}
}
