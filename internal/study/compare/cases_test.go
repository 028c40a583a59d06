package compare

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// panelOf is a study of scores on scales of lo to hi, weighted sum over them, criteria of equal weights: by expert and technology, a score for each criterion.
func panelOf(lo, hi float64, answers map[string]map[string][]float64) *study.Study {
	s := &study.Study{Settings: study.Settings{Method: "weighted-sum", Weighting: "equal", Parameters: map[string]string{"normalization": "scale"}}}
	for _, e := range sortedKeys(answers) {
		s.Experts = append(s.Experts, study.Expert{ID: e})
		for _, t := range sortedKeys(answers[e]) {
			if s.Technology(t) < 0 {
				s.Technologies = append(s.Technologies, study.Technology{ID: t})
			}
			for c, x := range answers[e][t] {
				if c == len(s.Criteria) {
					s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprint("C", c+1), Min: new(lo), Max: new(hi)})
				}
				s.Scores = append(s.Scores, study.Score{Round: -1, Expert: int32(len(s.Experts) - 1), Technology: int32(s.Technology(t)), Criterion: int32(c), Value: x})
			}
		}
	}
	return s
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type answers = map[string]map[string][]float64

// Cases worked out by hand: what each of the technologies ranked in both editions owes to each factor, in places.
func TestCasesByHand(t *testing.T) {
	with := func(s *study.Study, change func(*study.Study)) *study.Study { change(s); return s }
	for _, x := range []struct {
		name    string
		l, n    *study.Study
		shares  map[string][5]float64 // candidates, people, scores, weights, method
		reasons map[string]Reason
	}{
		// T4 comes and is ahead of T1, which so loses its first place. T2 goes, T4 comes: T3 has two ahead of it before and after.
		{"a joiner and a leaver", panelOf(0, 10, answers{"E1": {"T1": {8}, "T2": {6}, "T3": {4}}}), panelOf(0, 10, answers{"E1": {"T1": {8}, "T4": {9}, "T3": {4}}}),
			map[string][5]float64{"T1": {-1, 0, 0, 0, 0}}, map[string]Reason{"T4": New, "T2": Withdrawn, "T1": ""}},
		// E1 has T1 ahead, E2 has T2 ahead. Whoever is asked answers as in the only edition that has them, so the scores' edition changes nothing.
		{"a replaced panel", panelOf(0, 10, answers{"E1": {"T1": {8}, "T2": {6}}}), panelOf(0, 10, answers{"E2": {"T1": {6}, "T2": {8}}}),
			map[string][5]float64{"T1": {0, -1, 0, 0, 0}, "T2": {0, 1, 0, 0, 0}}, nil},
		// E1 stays and turns from (8, 4) to (4, 8); E2 goes and E3 comes, both with (6, 6). Means with E1's old answers are (7, 5) whoever else is there, with the new
		// ones (5, 7): the scores do it all.
		{"a changed mind in a panel that changes", panelOf(0, 10, answers{"E1": {"T1": {8}, "T2": {4}}, "E2": {"T1": {6}, "T2": {6}}}), panelOf(0, 10, answers{"E1": {"T1": {4}, "T2": {8}}, "E3": {"T1": {6}, "T2": {6}}}),
			map[string][5]float64{"T1": {0, 0, -1, 0, 0}, "T2": {0, 0, 1, 0, 0}}, nil},
		// (10, 0) makes 5 and (4, 8) makes 6 over two criteria; over the first alone it is 10 against 4. Criteria are the weights'.
		{"a criterion gone", panelOf(0, 10, answers{"E1": {"T1": {10, 0}, "T2": {4, 8}}}), panelOf(0, 10, answers{"E1": {"T1": {10}, "T2": {4}}}),
			map[string][5]float64{"T1": {0, 0, 0, 1, 0}, "T2": {0, 0, 0, -1, 0}}, nil},
		// On 1 to 5: T1 5, T3 4, T2 3. On 0 to 10: T1 8, T2 7, and T3's 4 of 1 to 5 is 7.5. So T2 is third wherever T3 is a candidate, on either scale, and second
		// where it is not: the candidates do it. Taken as it stands, 4 would be last on 0 to 10.
		{"1 to 5 against 0 to 10", panelOf(1, 5, answers{"E1": {"T1": {5}, "T2": {3}, "T3": {4}}}), panelOf(0, 10, answers{"E1": {"T1": {8}, "T2": {7}}}),
			map[string][5]float64{"T2": {1, 0, 0, 0, 0}}, map[string]Reason{"T3": Withdrawn}},
		// (9, 2) and (5, 5): the sums are 11 and 10, the products 18 and 25.
		{"the method alone", panelOf(0, 10, answers{"E1": {"T1": {9, 2}, "T2": {5, 5}}}), with(panelOf(0, 10, answers{"E1": {"T1": {9, 2}, "T2": {5, 5}}}), func(s *study.Study) { s.Settings.Method, s.Settings.Parameters = "weighted-product", nil }),
			map[string][5]float64{"T1": {0, 0, 0, 0, -1}, "T2": {0, 0, 0, 0, 1}}, nil},
		// Standard deviations as weights: a criterion on which all are alike weighs nothing. First only the second tells them apart, (2, 8), then only the first,
		// (8, 2). The weights are worked out of the scores by the same weighting: that is the scores' doing.
		{"objective weights", with(panelOf(0, 10, answers{"E1": {"T1": {5, 2}, "T2": {5, 8}}}), func(s *study.Study) { s.Settings.Weighting = "std" }), with(panelOf(0, 10, answers{"E1": {"T1": {8, 5}, "T2": {2, 5}}}), func(s *study.Study) { s.Settings.Weighting = "std" }),
			map[string][5]float64{"T1": {0, 0, 1, 0, 0}, "T2": {0, 0, -1, 0, 0}}, nil},
		// Both first, then one second: the other's place is 1 before and after.
		{"a tie", panelOf(0, 10, answers{"E1": {"T1": {5}, "T2": {5}}}), panelOf(0, 10, answers{"E1": {"T1": {5}, "T2": {6}}}),
			map[string][5]float64{"T1": {0, 0, -1, 0, 0}}, nil},
		// Weights (0.75, 0.25) to (0.25, 0.75) and scores (10, 0), (0, 8) to (10, 6), (0, 8). T1 against T2 by weights and scores: old old 7.5 : 2; new weights, old
		// scores 2.5 : 6; old weights, new scores 9 : 2; new new 7 : 6. T1 is first in all but one, in which it is second, and does not move: the weights lower it by
		// (−1 + 0)/2, the scores raise it by (0 + 1)/2.
		{"two factors that pull against each other", with(panelOf(0, 10, answers{"E1": {"T1": {10, 0}, "T2": {0, 8}}}), func(s *study.Study) { weigh(s, 0.75, 0.25) }), with(panelOf(0, 10, answers{"E1": {"T1": {10, 6}, "T2": {0, 8}}}), func(s *study.Study) { weigh(s, 0.25, 0.75) }),
			map[string][5]float64{"T1": {0, 0, 0.5, -0.5, 0}, "T2": {0, 0, -0.5, 0.5, 0}}, nil},
		// A shortlist of one becomes one of two: T2 keeps its second place and enters by the length; T3 was excluded, and is ranked now.
		{"the length of the list, and an exclusion", with(panelOf(0, 10, answers{"E1": {"T1": {8}, "T2": {6}, "T3": {4}}}), func(s *study.Study) {
			s.Settings.Shortlist, s.Excluded.Technologies = 1, map[string]bool{"T3": true}
		}), with(panelOf(0, 10, answers{"E1": {"T1": {8}, "T2": {6}, "T3": {4}}}), func(s *study.Study) { s.Settings.Shortlist = 2 }),
			map[string][5]float64{"T2": {}}, map[string]Reason{"T2": Length, "T3": Unranked}},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, err := Compare(context.Background(), x.l, x.n, Options{Draws: 64})
			if err != nil || c.Unexplained != nil {
				t.Fatal(err, c.Unexplained)
			}
			got := map[string][5]float64{}
			for k := range c.Moves {
				m := &c.Moves[k]
				id := c.Technology(m).ID
				if want, ok := x.reasons[id]; ok && m.Reason != want {
					t.Errorf("%s: reason %q, want %q", id, m.Reason, want)
				}
				if m.Shares == nil {
					continue
				}
				var shares [5]float64
				for _, f := range Factors() {
					shares[f] = m.Share(f)
				}
				got[id] = shares
			}
			if fmt.Sprint(got) != fmt.Sprint(x.shares) {
				t.Errorf("shares %v, by hand %v", got, x.shares)
			}
			replaced := slices.ContainsFunc(c.Caveats(), func(m language.Message) bool {
				return strings.Contains(m.String(), "new people cannot be told from changed minds")
			})
			if replaced != (x.name == "a replaced panel") {
				t.Errorf("the sentence on a replaced panel is said: %v", replaced)
			}
		})
	}
}

func weigh(s *study.Study, weights ...float64) {
	s.Settings.Weighting = "direct"
	for k, w := range weights {
		s.Criteria[k].Weight = new(w)
	}
}

// The draws, one by one: the same deviations in both editions, ranks by the textbook.
func TestBeyondNoiseDrawByDraw(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	firm, open := 0, 0
	for range 40 {
		l, n := randomPair(r)
		const draws, seed = 100, 7
		c, err := Compare(context.Background(), l, n, Options{Draws: draws, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		near, sum := []float64{}, 0.0
		for j, i := range c.This.Leaves {
			there := l.Criterion(n.Criteria[i].Code)
			if there >= 0 && l.Criteria[there].Unit == n.Criteria[i].Unit && l.Criteria[there].Sense == n.Criteria[i].Sense {
				codes, near, sum = append(codes, n.Criteria[i].Code), append(near, c.This.Global[j]), sum+c.This.Global[j]
			}
		}
		if sum <= 0 {
			if c.Draws != 0 {
				t.Fatalf("%d draws without a criterion in common", c.Draws)
			}
			continue
		}
		for k := range near {
			near[k] /= sum
		}
		sampler, err := robust.Nearby(near, 0.3)
		if err != nil {
			t.Fatal(err)
		}
		agree := make([]float64, len(c.Moves))
		var next func([]float64)
		for d := range draws {
			if d%64 == 0 {
				next = sampler(rand.New(rand.NewPCG(seed, uint64(d/64))))
			}
			w := make([]float64, len(near))
			next(w)
			places := [2]map[string]float64{}
			for x, o := range []*study.Outcome{c.Last, c.This} {
				drawn, was, is := slices.Clone(o.Global), 0.0, 0.0
				for k, code := range codes {
					j := slices.IndexFunc(o.Leaves, func(i int) bool { return o.Study.Criteria[i].Code == code })
					ratio := 1.0
					if near[k] > 0 {
						ratio = w[k] / near[k]
					}
					was += o.Global[j]
					drawn[j] = o.Global[j] * ratio
					is += drawn[j]
				}
				for _, code := range codes {
					if j := slices.IndexFunc(o.Leaves, func(i int) bool { return o.Study.Criteria[i].Code == code }); is > 0 {
						drawn[j] = drawn[j] * was / is
					} else {
						drawn = slices.Clone(o.Global)
					}
				}
				ranking := mcda.Rank(o.Scorer.Scores(nil, drawn), o.Problem.Alternatives, o.Method.LowerIsBetter)
				places[x] = map[string]float64{}
				for i, id := range o.Problem.Alternatives {
					places[x][id] = ranking.Ranks[i]
				}
			}
			for k := range c.Moves {
				if m := &c.Moves[k]; m.Both() {
					id := n.Technologies[m.This].ID
					switch gained := places[last][id] - places[this][id]; {
					case gained == 0:
						agree[k] += 0.5
					case gained > 0 == (m.Moved > 0):
						agree[k]++
					}
				}
			}
		}
		for k := range c.Moves {
			m := &c.Moves[k]
			if (m.BeyondNoise != nil) != (m.Moved != 0) {
				t.Fatalf("moved %d, beyond noise %v", m.Moved, m.BeyondNoise)
			}
			if m.BeyondNoise == nil {
				continue
			}
			if want := agree[k] / draws; *m.BeyondNoise != want {
				t.Fatalf("%v of the draws, one by one %v", *m.BeyondNoise, want)
			}
			if firm++; *m.BeyondNoise < 1 {
				open++
			}
		}
	}
	if firm < 40 || open < 5 {
		t.Fatalf("only %d moves, %d of them not in all draws", firm, open)
	}
}

var (
	saidMove  = regexp.MustCompile(`^(.+) \((\w+)\) (?:(rose|fell) from place (\d+) to (\d+)|kept place (\d+))(?:: (.*?))?\.(?: The direction holds in (\d+)% of the draws\.)?$`)
	saidShare = regexp.MustCompile(`(candidates|people|scores|weights|method) ([+−][\d.]+)`)
	saidCount = regexp.MustCompile(`^(\d+) technolog(?:y is|ies are) ranked in both editions: (\d+) rose, (\d+) fell, (\d+) kept the place\.$`)
	saidFirm  = regexp.MustCompile(`^(\d+) of (\d+) moves? keeps? (?:its|their) direction in at least 95% of (\d+) draws`)
)

// Every sentence is true of the figures beside it, on random pairs of editions.
func TestSentencesAreTrue(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 4))
	moves := 0
	number := func(text string) float64 {
		x, err := strconv.ParseFloat(strings.Replace(strings.TrimPrefix(text, "+"), "−", "-", 1), 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for range 80 {
		l, n := randomPair(r)
		c, err := Compare(context.Background(), l, n, Options{Draws: 64})
		if err != nil {
			t.Fatal(err)
		}
		entered, left, firm, moved := 0, 0, 0, 0
		for k := range c.Moves {
			m := &c.Moves[k]
			if m.Entered {
				entered++
			}
			if m.Left {
				left++
			}
			if m.BeyondNoise != nil {
				if moved++; *m.BeyondNoise >= 0.95 {
					firm++
				}
			}
			said := c.Sentence(m).String()
			if ru := c.Sentence(m).In(language.Russian); ru == said || strings.Contains(ru, "%!") || strings.Contains(said, "%!") {
				t.Fatalf("%q, %q", said, ru)
			}
			if !m.Both() {
				if !strings.Contains(said, ": ") {
					t.Fatalf("%q gives no reason", said)
				}
				continue
			}
			moves++
			parts := saidMove.FindStringSubmatch(said)
			if parts == nil {
				t.Fatalf("%q is not as sentences are", said)
			}
			switch {
			case parts[2] != c.Technology(m).ID,
				parts[3] == "" && (m.Moved != 0 || number(parts[6]) != float64(m.ThisRank)),
				parts[3] != "" && (number(parts[4]) != float64(m.LastRank) || number(parts[5]) != float64(m.ThisRank) || (parts[3] == "rose") != (m.ThisRank < m.LastRank)):
				t.Fatalf("%q of %+v", said, m)
			}
			told := map[string]float64{}
			before := 1e9
			for _, s := range saidShare.FindAllStringSubmatch(parts[7], -1) {
				told[s[1]] = number(s[2])
				if size := max(number(s[2]), -number(s[2])); size > before+0.005 {
					t.Fatalf("%q does not name the strongest first", said)
				} else {
					before = size
				}
			}
			for _, f := range Factors() {
				if x := told[f.Key()]; x < m.Share(f)-0.00501 || x > m.Share(f)+0.00501 {
					t.Fatalf("%q: %s is %v", said, f.Key(), m.Share(f))
				}
			}
			if (parts[8] == "") != (m.BeyondNoise == nil) || parts[8] != "" && (number(parts[8]) < 100**m.BeyondNoise-0.5001 || number(parts[8]) > 100**m.BeyondNoise+0.5001) {
				t.Fatalf("%q: %v", said, m.BeyondNoise)
			}
		}
		for _, m := range c.Summary() {
			said := m.String()
			if p := saidCount.FindStringSubmatch(said); p != nil && (number(p[2]) != float64(c.Rose) || number(p[3]) != float64(c.Fell) || number(p[4]) != float64(c.Stayed) || number(p[1]) != float64(c.Rose+c.Fell+c.Stayed)) {
				t.Fatalf("%q of %d %d %d", said, c.Rose, c.Fell, c.Stayed)
			}
			if p := saidFirm.FindStringSubmatch(said); p != nil && (number(p[1]) != float64(firm) || number(p[2]) != float64(moved) || number(p[3]) != float64(c.Draws)) {
				t.Fatalf("%q of %d %d", said, firm, moved)
			}
			for head, count := range map[string]int{"Entered the list: ": entered, "Left the list: ": left} {
				if rest, ok := strings.CutPrefix(said, head); ok && strings.Count(rest, "Technology number") != count {
					t.Fatalf("%q names not %d", said, count)
				}
			}
		}
	}
	if moves < 100 {
		t.Fatalf("only %d moves", moves)
	}
}

// What is said of the method's parameters is in the reader's language.
func TestParametersAreSaidInRussian(t *testing.T) {
	edition := func(normalization string) *study.Study {
		s := panelOf(0, 10, map[string]map[string][]float64{"E1": {"T1": {10, 0}, "T2": {0, 8}}})
		s.Settings.Method, s.Settings.Parameters = "topsis", map[string]string{"normalization": normalization}
		return s
	}
	c, err := Compare(context.Background(), edition("min-max"), edition("vector"), Options{Draws: 8})
	if err != nil {
		t.Fatal(err)
	}
	for l, want := range map[language.Language]string{language.English: "metric euclidean, normalization vector; before: ", language.Russian: "нормализация: векторная; раньше: "} {
		if len(c.Changes) != 1 || !strings.Contains(c.Changes[0].Said.In(l), want) {
			t.Errorf("said is %v, want %s", c.Changes[0].Said.In(l), want)
		}
	}
}
