package panel_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"veche/internal/ci"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// asked is a study of one question on the scale 1–4 with the answers of five or six experts in two rounds.
func asked(rounds [2][]int) *study.Study {
	least, most := 1.0, 4.0
	s := &study.Study{Criteria: []study.Criterion{{Code: "C1", Min: &least, Max: &most}}, Technologies: []study.Technology{{ID: "T1"}}, Rounds: []string{"1", "2"}}
	for e := range rounds[0] {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%d", e+1)})
	}
	for r, answers := range rounds {
		for e, v := range answers {
			s.Scores = append(s.Scores, study.Score{Expert: int32(e), State: study.Given, Value: float64(v), Round: int32(r)})
		}
	}
	return s
}

// worlds are all answers of n experts on the scale.
func worlds(n int) [][]int {
	all := [][]int{{}}
	for range n {
		var next [][]int
		for _, w := range all {
			for v := 1; v <= 4; v++ {
				next = append(next, append(append([]int{}, w...), v))
			}
		}
		all = next
	}
	return all
}

// figures are the published ones of a round's answers; the zero value when they are withheld.
func figures(rounds [2][]int, round int) [3]float64 {
	f := panel.FeedbackBefore(asked(rounds), map[int]string{0: "2", 1: "3"}[round])
	if f == nil || f.Item(0, 0) == nil {
		return [3]float64{}
	}
	item := f.Item(0, 0)
	return [3]float64{item.Lower, item.Median, item.Upper}
}

// What the forms of two rounds publish, with one's own answers, leaves every answer of every other expert more than one value: every world that would have
// published the same is looked at.
func TestFeedbackGivesNobodyAway(t *testing.T) {
	const n = 5
	all := worlds(n)
	first := map[string][3]float64{} // by answers of the first round
	for _, w := range all {
		first[fmt.Sprint(w)] = figures([2][]int{w, w}, 0)
	}
	rng := rand.New(rand.NewPCG(5, 11))
	shown := 0
	panels := ci.Some(1000, 150)
	for range panels {
		var truth [2][]int
		for e := range n {
			v := 1 + rng.IntN(4)
			truth[0] = append(truth[0], v)
			if rng.IntN(2) == 0 {
				v = 1 + rng.IntN(4)
			}
			truth[1] = append(truth[1], v)
			_ = e
		}
		one, two := figures(truth, 0), figures(truth, 1)
		if one == ([3]float64{}) && two == ([3]float64{}) {
			continue
		}
		shown++
		me := rng.IntN(n)
		possible := [2][n]map[int]bool{}
		for r := range possible {
			for e := range possible[r] {
				possible[r][e] = map[int]bool{}
			}
		}
		for _, a := range all {
			if a[me] != truth[0][me] || first[fmt.Sprint(a)] != one {
				continue
			}
			for _, b := range all {
				if b[me] != truth[1][me] || published(a, b, first) != two {
					continue
				}
				for e := range n {
					possible[0][e][a[e]], possible[1][e][b[e]] = true, true
				}
			}
		}
		for r := range possible {
			for e := range n {
				if e != me && len(possible[r][e]) < 2 {
					t.Fatalf("answers %v, published %v and %v: E%d knows E%d's answer in round %d", truth, one, two, me+1, e+1, r+1)
				}
			}
		}
	}
	if shown < panels/2 {
		t.Errorf("figures were shown of %d panels only", shown)
	}
}

// published are the figures of the second round by the rule, worked out once more: by how many changed, and by what the first round would show of the same
// answers.
func published(a, b []int, first map[string][3]float64) [3]float64 {
	changed := 0
	for e := range a {
		if a[e] != b[e] {
			changed++
		}
	}
	if (changed == 1 || changed == 2) && first[fmt.Sprint(a)] != ([3]float64{}) {
		return [3]float64{}
	}
	return first[fmt.Sprint(b)]
}
