package contrast

import (
	"context"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

var plainNames = Names{(*study.Technology).Title, (*study.Criterion).Title}

// Whatever the method, the words are true: who they call better on a criterion has the better score on it, and the leader is named first.
func TestWordsAreTrue(t *testing.T) {
	better := regexp.MustCompile(`(Technology \d+) is better on (.*?)\.( |$)`)
	one := regexp.MustCompile(`Criterion (\d+) \(([\d.]+) against ([\d.]+), weight`)
	said := 0
	for _, method := range []string{"weighted-sum", "topsis", "vikor", "promethee2", "waspas"} {
		for seed := range uint64(4) {
			o := evaluated(t, random(seed, 8, 5, method, true))
			for a := range o.Rows {
				for b := range o.Rows {
					if a == b {
						continue
					}
					text := Words(o, Between(o, &o.Rows[a], &o.Rows[b]), language.English, plainNames)
					if first := o.Rows[min(a, b)].Technology.Name; !strings.HasPrefix(text, first+" ") {
						t.Errorf("%s: %q does not begin with %s", method, text, first)
					}
					for _, found := range better.FindAllStringSubmatch(text, -1) {
						for _, part := range one.FindAllStringSubmatch(found[2], -1) {
							said++
							n, _ := strconv.Atoi(part[1])
							x, _ := strconv.ParseFloat(part[2], 64)
							y, _ := strconv.ParseFloat(part[3], 64)
							if cost := n%2 == 0; (x < y) != cost && x != y {
								t.Errorf("%s: %q", method, found[0])
							}
						}
					}
				}
			}
		}
	}
	if said < 500 {
		t.Errorf("only %d things were said", said)
	}
}

// The words of a case worked by hand, in both languages: 0.45·0.7 + 0.15·0.5 + 0.4·0.6 = 0.63 against 0.315 + 0.105 + 0.2 = 0.62. With Novelty's weight t the lead is
// 0.04·(1 − t)/0.85 − 0.2·t, 0 at 0.1905; with Price's it is 0.1·t − 0.05·(1 − t), 0 at 1/3. A lead of 0.01 is a Price of 0.25 points, Impact of 0.222, Novelty of 0.667.
func TestWords(t *testing.T) {
	o := evaluated(t, worked())
	c, err := Complete(context.Background(), o, Between(o, &o.Rows[0], &o.Rows[1]))
	if err != nil {
		t.Fatal(err)
	}
	for l, want := range map[language.Language]string{
		language.English: "One (#1) ranks above Три (#2) by 0.010 (0.630 against 0.620). One is better on Price (4 against 5, weight 40%). Три is better on Novelty (7 against 5, weight 15%). The order changes if one weight moves, the others sharing the rest in proportion: Novelty from 15% to above 19.1% or Price from 40% to below 33.3%. To draw level by one criterion alone, Три needs Impact at 7.23 (now 7; no technology has that), Price at 4.75 (now 5) or Novelty at 7.67 (now 7).",
		language.Russian: "One (№1) выше, чем Три (№2), на 0,010 (0,630 против 0,620). One лучше по критериям: Price (4 против 5, вес 40%). Три лучше по критериям: Novelty (7 против 5, вес 15%). Порядок сменится при сдвиге одного веса, если остальные делят остаток пропорционально: Novelty с 15% выше 19,1% или Price с 40% ниже 33,3%. Чтобы сравняться за счёт одного критерия, Три нужно: Impact – 7,23 (сейчас 7; такого нет ни у кого), Price – 4,75 (сейчас 5) или Novelty – 7,67 (сейчас 7).",
	} {
		if got := Words(o, c, l, plainNames); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if got := Words(o, Between(o, &o.Rows[0], &o.Rows[0]), language.English, plainNames); !strings.Contains(got, "level") {
		t.Error(got)
	}
}

// What is shown of a need is enough, and not much more than enough.
func TestShownIsEnough(t *testing.T) {
	inf := math.Inf(1)
	for _, k := range [][3]float64{{0.72, 0.7461, 1}, {58, 61.234567, 100}, {8.3, 8.1049, 0}, {3.2e6, 3.20134e6, inf}, {0.00042, 0.00031415, -inf}, {4.8, 4.99999, 5}, {-3, -2.51, 0}, {75, 0.0123, -inf}, {-75, -0.4, inf}} {
		n := Need{Need: robust.Need{From: k[0], To: k[1], Possible: true, Part: 0.1}, end: k[2]}
		x, err := strconv.ParseFloat(n.Shown(language.English), 64)
		if err != nil {
			t.Fatal(err)
		}
		if (x-n.To)*(n.To-n.From) < -1e-9 || math.Abs(x-n.To) > 0.11*math.Abs(n.To-n.From)+1e-9 || (x-n.end)*(n.end-n.From) > 0 || x*n.To <= 0 {
			t.Errorf("from %g to %g is shown as %s", n.From, n.To, n.Shown(language.English))
		}
	}
	for _, to := range []float64{3 + 1e-15, 3 - 1e-15} { // any better value will do
		n := Need{Need: robust.Need{From: 3, To: to, Possible: true, Part: 1e-15}}
		if got := n.Shown(language.English); got != map[bool]string{true: "more than 3", false: "less than 3"}[to > 3] {
			t.Error(got)
		}
	}
	if got := (Need{}).Shown(language.English); got != "" {
		t.Error(got)
	}
}
