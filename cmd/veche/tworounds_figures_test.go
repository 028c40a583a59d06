package main

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// roundFigures are what a round of [TestTwoRounds] must come to, worked out by hand.
type roundFigures struct {
	name     string
	answers  map[string]string  // by expert: C1,C2 of T1 … T4; – for none
	ranking  string             // of the panel, the best first
	scores   map[string]float64 // by technology
	own      map[string]string  // own orders, the best first, of all who answered something
	complete []string           // who has an order of all four
	w        float64            // Kendall's W of those
	tau      float64            // mean over the pairs of experts with three technologies or more in common
	pairs    int
	counts   map[string][3]int // answered, asked, unreadable
	says     [2][]string       // sentences, English and Russian
}

// The bloc's figure for a cell is the mean of its experts' answers, the panel's 0.5 science (E1 E2 E3) + 0.3 business (E4 E5 E6) + 0.2 state (E7 E8); a score is
// 0.6 C1 + 0.4 C2.
//
//	T1  C1 .5·8      + .3·(4+6+4)/3 + .2·(6+8)/2 = 4   + 1.4 + 1.4 = 6.8    C2 .5·6       + .3·(4+2+6)/3 + .2·(6+4)/2 = 3 + 1.2 + 1   = 5.2    4.08 + 2.08 = 6.16
//	T2  C1 .5·7      + .3·(8+8+6)/3 + .2·(4+2)/2 = 3.5 + 2.2 + 0.6 = 6.3    C2 .5·4       + .3·(8+6+8)/3 + .2·(8+6)/2 = 2 + 2.2 + 1.4 = 5.6    3.78 + 2.24 = 6.02
//	T3  C1 .5·4      + .3·(2+2+2)/3 + .2·(8+6)/2 = 2   + 0.6 + 1.4 = 4      C2 .5·(8+4)/2 + .3·(2+4+2)/3 + .2·(8+6)/2 = 3 + 0.8 + 1.4 = 5.2    2.40 + 2.08 = 4.48
//	T4  C1 .5·2      + .3·(4+8)/2   + .2·(2+4)/2 = 1   + 1.8 + 0.6 = 3.4    C2 .5·(2+6)/2 + .3·(6+4+4)/3 + .2·(4+2)/2 = 2 + 1.4 + 0.6 = 4      2.04 + 1.60 = 3.64
//
// Own scores: E1 7.2 5.2 5.6 2; E2 – 6.4 4 3.6; E4 4 8 2 –; E5 4.4 7.2 2.8 4; E6 4.8 6.8 2 6.4; E7 6 5.6 8 2.8; E8 6.4 3.6 6 3.2.
// Places of T1 … T4: E1 1 3 2 4, E5 2 1 4 3, E6 3 1 4 2, E7 2 3 1 4, E8 1 3 2 4; sums 9 11 13 17 about 12.5: S = 12.25 + 2.25 + 0.25 + 20.25 = 35, W = 12·35/(25·60) = 0.28.
// Tau, concordant less discordant of six pairs: E1E5 0, E1E6 −2, E1E7 4, E1E8 6, E5E6 4, E5E7 −2, E5E8 0, E6E7 −4, E6E8 −2, E7E8 4: 8/6; of the three that E2 has, 1 with each
// of E1 E5 E6 E7 E8: 5/3; of E4's three −1 3 3 −3 −1: 1/3; E2 and E4 share two technologies only. (8/6 + 5/3 + 1/3)/20 = 1/6.
func roundOne() *roundFigures {
	return &roundFigures{
		name: "1",
		answers: map[string]string{"E1": "8,6 6,4 4,8 2,2", "E2": "–,6 8,4 4,4 2,6", "E3": "–,– –,– –,– –,–", "E4": "4,4 8,8 2,2 –,6", "E5": "6,2 8,6 2,4 4,4", "E6": "4,6 6,8 2,2 8,4",
			"E7": "6,6 4,8 8,8 2,4", "E8": "8,4 2,6 6,6 4,2"},
		ranking: "T1 T2 T3 T4", scores: map[string]float64{"T1": 6.16, "T2": 6.02, "T3": 4.48, "T4": 3.64},
		own:      map[string]string{"E1": "T1 T3 T2 T4", "E2": "T2 T3 T4", "E4": "T2 T1 T3", "E5": "T2 T1 T4 T3", "E6": "T2 T4 T1 T3", "E7": "T3 T1 T2 T4", "E8": "T1 T3 T2 T4"},
		complete: []string{"E1", "E5", "E6", "E7", "E8"}, w: 0.28, tau: 1.0 / 6, pairs: 20,
		counts: map[string][3]int{"E1": {8, 8}, "E2": {7, 8, 1}, "E3": {0, 8}, "E4": {7, 8, 1}, "E5": {8, 8}, "E6": {8, 8}, "E7": {8, 8}, "E8": {8, 8}},
		// T4's mean share is (2/20 + 4/18.4 + 6.4/20 + 2.8/22.4 + 3.2/19.2)/5 = 0.186. With it E6 places T4 third, behind T1, the others leave it where it is: sums 8 11 13 18,
		// S = 20.25 + 2.25 + 0.25 + 30.25 = 53, W = 12·53/1500 = 0.424; for T1, T2 and T3 it comes to less. Of business E5 places it third, E6 second.
		says: [2][]string{
			{"T4 (Hydrogen), in place 2.5 on average with business and in place 4.0 with state. If all placed it as the panel does, W would go from 0.28 to 0.42."},
			{"T4 (Водород): в среднем место 2,5 у стороны «бизнес» и место 4,0 у стороны «государство». Если бы все отвели ей то же место, что и группа в целом, W выросло бы с 0,28 до 0,42."}},
	}
}

// E1 and E5 confirm; E2 says 6 for 5-7, E3 answers, E4 says 6 for the date, E6 takes 8 on T4 down to 2, E7 8 on T3 down to 6; E8 is silent.
//
//	T1  C1 .5·22/3 + .3·14/3 + .2·6 = 11/3 + 1.4 + 1.2 = 6.2667   C2 .5·20/3 + .3·4    + .2·6 = 10/3 + 1.2 + 1.2 = 5.7333   3.76 + 2.2933 = 6.0533
//	T2  C1 .5·20/3 + .3·22/3 + .2·4 = 10/3 + 2.2 + 0.8 = 6.3333   C2 .5·14/3 + .3·22/3 + .2·8 = 7/3  + 2.2 + 1.6 = 6.1333   3.80 + 2.4533 = 6.2533
//	T3  C1 .5·14/3 + .3·2    + .2·6 = 7/3  + 0.6 + 1.2 = 4.1333   C2 .5·16/3 + .3·8/3  + .2·8 = 8/3  + 0.8 + 1.6 = 5.0667   2.48 + 2.0267 = 4.5067
//	T4  C1 .5·2    + .3·4    + .2·2 = 1    + 1.2 + 0.4 = 2.6      C2 .5·4    + .3·14/3 + .2·4 = 2    + 1.4 + 0.8 = 4.2      1.56 + 1.68   = 3.24
//
// Own scores: E1 7.2 5.2 5.6 2; E2 6 6.4 4 3.6; E3 8 6 5.2 2.8; E4 4 8 2 6; E5 4.4 7.2 2.8 4; E6 4.8 6.8 2 2.8; E7 6 5.6 6.8 2.8. Places: 1 3 2 4, 2 1 3 4, 1 2 3 4, 3 1 4 2, 2 1 4 3,
// 2 1 4 3, 2 3 1 4; sums 13 12 21 24 about 17.5: S = 20.25 + 30.25 + 12.25 + 42.25 = 105, W = 12·105/(49·60) = 3/7.
// Tau, concordant less discordant of six: E1E2 2, E1E3 4, E1E4 −2, E1E5 0, E1E6 0, E1E7 4, E2E3 4, E2E4 2, E2E5 4, E2E6 4, E2E7 0, E3E4 0, E3E5 2, E3E6 2, E3E7 2, E4E5 4, E4E6 4,
// E4E7 −4, E5E6 6, E5E7 −2, E6E7 −2: 34, over 6·21 = 17/63.
func roundTwo() *roundFigures {
	return &roundFigures{
		name: "2",
		answers: map[string]string{"E1": "8,6 6,4 4,8 2,2", "E2": "6,6 8,4 4,4 2,6", "E3": "8,8 6,6 6,4 2,4", "E4": "4,4 8,8 2,2 6,6", "E5": "6,2 8,6 2,4 4,4", "E6": "4,6 6,8 2,2 2,4",
			"E7": "6,6 4,8 6,8 2,4", "E8": "–,– –,– –,– –,–"},
		ranking: "T2 T1 T3 T4", scores: map[string]float64{"T1": 3.76 + 172.0/75, "T2": 3.8 + 184.0/75, "T3": 2.48 + 152.0/75, "T4": 3.24},
		own:      map[string]string{"E1": "T1 T3 T2 T4", "E2": "T2 T1 T3 T4", "E3": "T1 T2 T3 T4", "E4": "T2 T4 T1 T3", "E5": "T2 T1 T4 T3", "E6": "T2 T1 T4 T3", "E7": "T3 T1 T2 T4"},
		complete: []string{"E1", "E2", "E3", "E4", "E5", "E6", "E7"}, w: 3.0 / 7, tau: 17.0 / 63, pairs: 21,
		counts: map[string][3]int{"E1": {8, 8}, "E2": {8, 8}, "E3": {8, 8}, "E4": {8, 8}, "E5": {8, 8}, "E6": {8, 8}, "E7": {8, 8}, "E8": {0, 0}},
	}
}

// check holds what rank and panel say of a study to the figures.
func (want *roundFigures) check(t *testing.T, path string, russian bool, flags ...string) {
	t.Helper()
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("round of %v: %s is %v, want %v", flags, what, got, want)
		}
	}
	var ranked struct {
		Round   string
		Ranking []struct {
			ID    string
			Score float64
		}
	}
	decode := func(into any, command string) {
		t.Helper()
		if err := json.Unmarshal([]byte(printed(t, append([]string{command, path, "-q", "--format", "json"}, flags...)...)), into); err != nil {
			t.Fatal(err)
		}
	}
	decode(&ranked, "rank")
	var order []string
	shown := printed(t, append([]string{"rank", path, "-q"}, flags...)...)
	for _, x := range ranked.Ranking {
		order = append(order, x.ID)
		near("the score of "+x.ID, x.Score, want.scores[x.ID])
		text := strconv.FormatFloat(want.scores[x.ID], 'f', 4, 64)
		if russian {
			text = strings.Replace(text, ".", ",", 1)
		}
		if !strings.Contains(shown, text) {
			t.Errorf("%s is not shown in\n%s", text, shown)
		}
	}
	if got := strings.Join(order, " "); got != want.ranking || ranked.Round != want.name {
		t.Errorf("round %s ranks %s, want round %s, %s", ranked.Round, got, want.name, want.ranking)
	}
	var panel struct {
		SStar    float64 `json:"s_star"`
		W        float64 `json:"kendall_w"`
		P        float64
		Tau      float64 `json:"tau_b"`
		Pairs    int     `json:"tau_pairs"`
		Alpha    float64
		Between  float64 `json:"between_blocs"`
		Complete struct{ Experts, Technologies int }
		Experts  []struct {
			ID                      string
			Answered, Asked, Unread int
			Ranks                   map[string]float64
		}
		Technologies []struct {
			ID   string
			Mean float64            `json:"rank_mean"`
			By   map[string]float64 `json:"blocs"`
		}
		Sentences []string
	}
	decode(&panel, "panel")
	near("S*", panel.SStar, want.consensus())
	near("W", panel.W, want.w)
	near("p", panel.P, chanceOfW(len(want.complete), want.w))
	near("mean tau-b", panel.Tau, want.tau)
	near("pairs", float64(panel.Pairs), float64(want.pairs))
	near("alpha", panel.Alpha, want.alpha())
	near("share between blocs", panel.Between, want.between())
	near("complete orders", float64(panel.Complete.Experts), float64(len(want.complete)))
	for _, e := range panel.Experts {
		if got := [3]int{e.Answered, e.Asked, e.Unread}; got != want.counts[e.ID] {
			t.Errorf("%s answered, asked, unreadable: %v, want %v", e.ID, got, want.counts[e.ID])
		}
		for k, id := range strings.Fields(want.own[e.ID]) {
			near("the place "+e.ID+" gives "+id, e.Ranks[id], float64(k+1))
		}
		if len(e.Ranks) != len(strings.Fields(want.own[e.ID])) {
			t.Errorf("%s places %v, want %s", e.ID, e.Ranks, want.own[e.ID])
		}
	}
	language := 0
	if russian {
		language = 1
	}
	for _, sentence := range want.says[language] {
		if !strings.Contains(strings.ReplaceAll(strings.Join(panel.Sentences, " "), "\u00a0", " "), sentence) {
			t.Errorf("%q is missing in %q", sentence, panel.Sentences)
		}
	}
}

// given are an expert's answers, NaN for none: C1 and C2 of T1, of T2 …
func (want *roundFigures) given(expert string) (all []float64) {
	for _, x := range strings.Fields(want.answers[expert]) {
		for _, v := range strings.Split(x, ",") {
			if v == "–" {
				all = append(all, math.NaN())
				continue
			}
			f, err := strconv.ParseFloat(v, 64)
			if err != nil {
				panic(err)
			}
			all = append(all, f)
		}
	}
	return all
}

// shares are an expert's own scores over their sum.
func (want *roundFigures) shares(expert string) (all []float64) {
	sum := 0.0
	a := want.given(expert)
	for k := range 4 {
		all = append(all, 0.6*a[2*k]+0.4*a[2*k+1])
		sum += all[k]
	}
	for k := range all {
		all[k] /= sum
	}
	return all
}

func entropy(p []float64) (h float64) {
	for _, x := range p {
		h -= x * math.Log(x)
	}
	return h
}

func meanOf(all ...[]float64) []float64 {
	mean := make([]float64, len(all[0]))
	for _, x := range all {
		for k := range x {
			mean[k] += x[k] / float64(len(all))
		}
	}
	return mean
}

// consensus is S* after Goepel (2013), written down a second time: of the shares of those with complete orders, with the scale of nine.
func (want *roundFigures) consensus() float64 {
	var all [][]float64
	alpha := 0.0
	for _, e := range want.complete {
		all = append(all, want.shares(e))
		alpha += entropy(want.shares(e)) / float64(len(want.complete))
	}
	least := entropy([]float64{9.0 / 12, 1.0 / 12, 1.0 / 12, 1.0 / 12}) // the sharpest of four by a scale of nine
	floor := math.Exp(least) / 4
	return (math.Exp(alpha-entropy(meanOf(all...))) - floor) / (1 - floor)
}

// between is (H of the panel − the blocs' mean H)/(H of the panel − the experts' mean H), each weighed as in force.
func (want *roundFigures) between() float64 {
	panel, blocs, experts := make([]float64, 4), 0.0, 0.0
	weights, members := 0.0, [][]string{{"E1", "E2", "E3"}, {"E4", "E5", "E6"}, {"E7", "E8"}}
	of := []float64{0.5, 0.3, 0.2}
	for b, w := range of {
		var all [][]float64
		for _, e := range members[b] {
			if slices.Contains(want.complete, e) {
				all = append(all, want.shares(e))
			}
		}
		mean := meanOf(all...)
		for k := range panel {
			panel[k] += w * mean[k]
		}
		blocs += w * entropy(mean)
		for _, x := range all {
			experts += w / float64(len(all)) * entropy(x)
		}
		weights += w
	}
	return (entropy(panel) - blocs/weights) / (entropy(panel) - experts/weights)
}

// alpha is Krippendorff's for figures on an interval scale, from all pairs. By hand in round 1: the pairs of the eight questions come to 461.33 (38.4 + 34.67 + 74.67 + 45.33 + 74.67 +
// 90.67 + 65.6 + 37.33), over 54 answers 8.543; all pairs of the 54 to 26,560 over 54·53, 9.280; alpha 1 − 8.543/9.280 = 0.0794.
func (want *roundFigures) alpha() float64 {
	var all []float64
	observed := 0.0
	for k := range 8 {
		var unit []float64
		for e := range 8 {
			if v := want.given(fmt.Sprintf("E%d", e+1))[k]; !math.IsNaN(v) {
				unit = append(unit, v)
			}
		}
		for _, a := range unit {
			for _, b := range unit {
				observed += (a - b) * (a - b) / float64(len(unit)-1)
			}
		}
		all = append(all, unit...)
	}
	expected, n := 0.0, float64(len(all))
	for _, a := range all {
		for _, b := range all {
			expected += (a - b) * (a - b) / (n - 1)
		}
	}
	return 1 - observed/expected
}

// chanceOfW is the chance that m orders of four drawn at random have a W of w or more, by counting all of them.
func chanceOfW(m int, w float64) float64 {
	var orders [][4]int
	for k := range 256 {
		o := [4]int{k & 3, k >> 2 & 3, k >> 4 & 3, k >> 6}
		seen := map[int]bool{}
		for _, x := range o {
			seen[x] = true
		}
		if len(seen) == 4 {
			orders = append(orders, o)
		}
	}
	ways := map[[4]int]float64{{}: 1}
	for range m {
		next := map[[4]int]float64{}
		for sums, n := range ways {
			for _, o := range orders {
				next[[4]int{sums[0] + o[0], sums[1] + o[1], sums[2] + o[2], sums[3] + o[3]}] += n // whole numbers: in any order the same
			}
		}
		ways = next
	}
	hit, all := 0.0, 0.0
	for sums, n := range ways {
		s := 0.0
		for _, x := range sums {
			d := float64(x) - 1.5*float64(m)
			s += d * d
		}
		if all += n; 12*s/float64(m*m*60) >= w-1e-9 {
			hit += n
		}
	}
	return hit / all
}
