package live

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/study"
)

// published is all that a closed panel's ranking, report, minutes and workbook are made of, without the codes that are drawn anew at each closing: who is told by their
// answers is the same in two panels where this is.
func published(s *study.Study) string {
	rows := make([][]string, len(s.Experts))
	for _, x := range s.Scores {
		rows[x.Expert] = append(rows[x.Expert], fmt.Sprint("score ", x.Round, x.Technology, x.Criterion, x.Value, x.State))
	}
	for _, x := range s.Judgements {
		rows[x.Expert] = append(rows[x.Expert], fmt.Sprint("pair ", x.Round, x.Parent, x.A, x.B, x.Value))
	}
	var all []string
	for e := range s.Experts {
		x := &s.Experts[e]
		slices.Sort(rows[e])
		all = append(all, fmt.Sprintf("%s|%s|%v|%v|%v|%v|%s", x.Organisation, x.Bloc, x.Weight, x.Familiarity, x.Arguments, x.Conflicts, strings.Join(rows[e], ";")))
	}
	slices.Sort(all)
	return fmt.Sprintf("%s\n%q %d %d %d\n%s", s.Title, s.Rounds, len(s.Blocs), len(s.Unread), len(s.Warnings), strings.Join(all, "\n"))
}

// gave reports whether an expert's scores of the last round are some answers.
func gave(s *study.Study, expert int32, answers map[Question]Answer) bool {
	n := 0
	for _, x := range s.Scores {
		if x.Expert == expert && int(x.Round) == len(s.Rounds)-1 {
			a := answers[Question{Technology: s.Technologies[x.Technology].ID, Criterion: s.Criteria[x.Criterion].Code}]
			if a.State != x.State || a.State == study.Given && a.Value != x.Value {
				return false
			}
			n++
		}
	}
	return n > 0
}

// Whoever reads all that leaves a closed panel of two rounds, and knows their own answers, cannot tell two others of a bloc apart, or any two others where no bloc is
// named: had these two answered each other's answers, the same would stand there. Codes say nothing: they are other ones in each round.
func TestClosedWorlds(t *testing.T) {
	told, apart, people, again, ordered := 0, 0, 0, 0, 0
	for seed := range uint64(ci.Some(16, 8)) {
		rng := rand.New(rand.NewPCG(seed, 5))
		experts := 3 + rng.IntN(12)
		var one, two [2]int // who stands in for whom
		a, b := rng.IntN(experts), rng.IntN(experts)
		one, two = [2]int{a, b}, [2]int{b, a}
		var interests [][2]int // that the study names: these two have the same ones
		for k := range experts {
			if t := rng.IntN(12); t < 3 && k != a && k != b {
				interests = append(interests, [2]int{k, t})
			}
		}
		if t := rng.IntN(6); t < 3 {
			for _, k := range slices.Compact([]int{a, b}) {
				interests = append(interests, [2]int{k, t})
			}
		}
		world := func(as [2]int) ([2]string, [2][]int, *study.Study) {
			w := work(t, New{Kind: Closed, File: plain(t, experts, interests...)})
			said, places := [2]string{}, [2][]int{}
			var s *study.Study
			for r := range 2 {
				given := make([]map[Question]Answer, experts)
				w.open()
				for k := range experts {
					from := k
					switch k {
					case one[0]:
						from = as[0]
					case one[1]:
						from = as[1]
					}
					own := rand.New(rand.NewPCG(seed*100+uint64(from), uint64(r)))
					given[k] = w.answers(own)
					w.save(fmt.Sprint("E", k+1), given[k])
					for q := range given[k] { // as the box has it
						if !q.Pair() && slices.Contains(interests, [2]int{k, int(q.Technology[1] - '1')}) {
							given[k][q] = Answer{State: study.Abstained}
						}
					}
				}
				w.close()
				res, err := w.panel.result(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				s, said[r] = res.study, published(res.study)
				for e := range s.Experts {
					places[r] = append(places[r], slices.IndexFunc(given, func(g map[Question]Answer) bool { return gave(s, int32(e), g) }))
					if x := &s.Experts[e]; strings.Contains(x.Name, "Name") || x.Organisation != "" || len(x.Conflicts) > 0 {
						t.Errorf("the study of a closed panel says %+v", x)
					}
				}
			}
			return said, places, s
		}
		first, places, s := world(one)
		second, _, _ := world(two)
		bloc := func(k int) string { // as it is published
			if slices.ContainsFunc(s.Experts, func(e study.Expert) bool { return e.Bloc != "" }) {
				return fmt.Sprint(k % 2)
			}
			return ""
		}
		same := bloc(a) == bloc(b)
		if a != b && same {
			told++
			if first != second {
				t.Errorf("seed %d, %d experts: E%d and E%d are told apart:\n%s\n%s", seed, experts, a+1, b+1, first[1], second[1])
			}
		} else if first != second {
			apart++
		}
		for k, person := range places[0] {
			people++
			if person < 0 || places[1][k] < 0 {
				t.Fatalf("seed %d: nobody gave the answers of code %d", seed, k)
			}
			if person == places[1][k] {
				again++
			}
			if person == k {
				ordered++
			}
		}
	}
	if again > people/3 || ordered > people/3 { // by chance one a panel, of nine
		t.Errorf("of %d codes %d are of the same person in the next round, %d in the order of the people", people, again, ordered)
	}
	if told < ci.Some(5, 2) || apart == 0 {
		t.Errorf("%d pairs not told apart, %d told apart by their blocs", told, apart)
	}
}
