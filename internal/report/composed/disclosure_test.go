package composed

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// TestDisclosure: what goes to readers says of the experts' places and of blocs only what five answers or more stand behind; the analyst has all of it.
func TestDisclosure(t *testing.T) {
	withheld, shown := 0, 0
	for seed := range uint64(ci.Some(60, 16)) {
		drawn := random(seed, []string{"science", "business"})
		if seed%2 == 0 {
			crowd(drawn)
		}
		o, err := study.Evaluate(drawn)
		if err != nil {
			continue
		}
		r, err := panel.Assess(o.Study)
		if err != nil {
			continue
		}
		of := map[int]int{}
		all := 0
		for k := range r.Experts {
			if x := &r.Experts[k]; x.Judged > 0 {
				of[x.Bloc]++
				all++
			}
		}
		few := all < 5
		for b := range r.Blocs {
			few = few || of[b] < 5
		}
		text := func(a report.Audience) string {
			data, err := Write(t.Context(), o, ".md", Options{Language: language.English, Audience: a, Made: Today()})
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		const blocs, places = "First by each bloc alone", "The experts lie farthest apart on"
		reader, analyst := text(report.Reader), text(report.Analyst)
		if few && strings.Contains(reader, blocs) || all < 5 && strings.Contains(reader, places) {
			t.Errorf("seed %d: %d experts, by bloc %v, and the reader is told", seed, all, of)
		}
		for _, sentence := range []string{blocs, places} {
			switch {
			case strings.Contains(reader, sentence):
				shown++
			case strings.Contains(analyst, sentence):
				withheld++
			}
		}
	}
	if shown == 0 || withheld == 0 {
		t.Errorf("shown %d times, withheld %d times", shown, withheld)
	}
}

// crowd gives a study four times its experts, the new ones each with answers of another's, from the other end.
func crowd(s *study.Study) {
	for e, x := range slices.Clone(s.Experts) {
		for k := range 3 {
			x.ID = fmt.Sprintf("Э%d-%d", e+1, k)
			s.Experts = append(s.Experts, x)
			for _, a := range slices.Clone(s.Scores) {
				if int(a.Expert) == e {
					a.Expert, a.Value = int32(len(s.Experts)-1), 1+float64((int(a.Value)+3*k)%9)
					s.Scores = append(s.Scores, a)
				}
			}
		}
	}
}
