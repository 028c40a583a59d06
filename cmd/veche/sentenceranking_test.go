package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/language"
)

// placing is what `rank` prints, as far as the sentences speak of it.
type placing struct {
	Method  string
	Lower   bool `json:"lower_is_better"`
	Weights []struct {
		Criterion string
		Weight    float64
	}
	Ranking []placed
}

func (r *placing) of(id string) placed {
	for _, p := range r.Ranking {
		if p.ID == id {
			return p
		}
	}
	return placed{}
}

func (r *placing) weight(code string) float64 {
	for _, w := range r.Weights {
		if w.Criterion == code {
			return w.Weight
		}
	}
	return nan
}

// ahead is by how much a's score is the better one.
func (r *placing) ahead(a, b string) float64 {
	if r.Lower {
		a, b = b, a
	}
	return r.of(a).Score - r.of(b).Score
}

// ranking ranks with weights as --weights takes them; nil when the study is refused.
func (c *checker) ranking(weights string) *placing {
	if r, ok := c.ranks[weights]; ok {
		return r
	}
	args := []string{"rank", c.dir}
	if weights != "" {
		args = append(args, "--weights", weights)
	}
	r := &placing{}
	if !c.asked(r, args...) || len(r.Ranking) < 2 {
		r = nil
	}
	c.ranks[weights] = r
	return r
}

// rankingWith ranks with other evidence.
func (c *checker) rankingWith(raw [][]float64) *placing {
	dir := filepath.Join(c.t.TempDir(), "with")
	if err := os.Mkdir(dir, 0o755); err != nil {
		c.t.Fatal(err)
	}
	c.write(c.t, dir, raw)
	r := &placing{}
	if !c.asked(r, "rank", dir) {
		return nil
	}
	return r
}

func weightsText(codes []string, w []float64) string {
	var parts []string
	for j, code := range codes {
		parts = append(parts, fmt.Sprintf("%s=%.15g", code, w[j]))
	}
	return strings.Join(parts, ",")
}

// at is a study's ranking under weights by code.
func (c *checker) at(w map[string]float64) *placing {
	all := make([]float64, len(c.codes))
	var sum float64
	for j, code := range c.codes {
		all[j] = math.Max(w[code], 0)
		sum += all[j]
	}
	for j := range all {
		all[j] /= sum
	}
	return c.ranking(weightsText(c.codes, all))
}

func (c *checker) index(id string) int    { return slices.Index(c.ids, id) }
func (c *checker) column(code string) int { return slices.Index(c.codes, code) }

// plain reports whether the ranking is the weighted sum of measured values on the range between the least and the greatest, which the test works out itself.
func (c *checker) plain() bool { return c.method == "weighted-sum" && c.raw != nil }

// sums are the weighted sums under some weights, by technology.
func (c *checker) sums(w []float64) []float64 {
	all := make([]float64, len(c.ids))
	for j := range c.codes {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range c.ids {
			lo, hi = math.Min(lo, c.raw[i][j]), math.Max(hi, c.raw[i][j])
		}
		for i := range c.ids {
			v := 1.0
			if hi > lo {
				v = (c.raw[i][j] - lo) / (hi - lo)
				if c.cost[j] {
					v = 1 - v
				}
			}
			all[i] += w[j] * v
		}
	}
	return all
}

// simplex draws weights that add to 1, often at an edge or a corner.
func simplex(r *rand.Rand, n int) []float64 {
	w := make([]float64, n)
	var sum float64
	for j := range w {
		if r.IntN(3) > 0 {
			w[j] = r.ExpFloat64()
			sum += w[j]
		}
	}
	if sum == 0 {
		w[r.IntN(n)], sum = 1, 1
	}
	for j := range w {
		w[j] /= sum
	}
	return w
}

// counterexample looks for weights at which something holds that is said never to; by the test's own sums, or by the command under a few.
func (c *checker) counterexample(holds func(ahead func(a, b string) float64) bool) string {
	r := rand.New(rand.NewPCG(c.seed, 1))
	n := len(c.codes)
	tries := 2000
	if !c.plain() {
		tries = 12
	}
	for k := range tries {
		w := simplex(r, n)
		if k < n {
			w = make([]float64, n)
			w[k] = 1
		}
		var ahead func(a, b string) float64
		if c.plain() {
			s := c.sums(w)
			ahead = func(a, b string) float64 { return s[c.index(a)] - s[c.index(b)] }
		} else if got := c.ranking(weightsText(c.codes, w)); got != nil {
			ahead = got.ahead
		} else {
			continue
		}
		if holds(ahead) {
			return weightsText(c.codes, w)
		}
	}
	return ""
}

// leads reports whether one is ahead of all others.
func (c *checker) leads(id string, ahead func(a, b string) float64) bool {
	for _, p := range c.rank.Ranking {
		if p.ID != id && ahead(id, p.ID) <= 1e-9 {
			return false
		}
	}
	return true
}

// idOf is the identifier of a technology called as in "T1 technology 1", "technology 1" or "T1".
func (c *checker) idOf(name string) string {
	for i, id := range c.ids {
		if title := fmt.Sprintf("technology %d", i+1); name == id || name == title || name == id+" "+title {
			return id
		}
	}
	return ""
}

func (c *checker) codeOf(name string) string {
	for j, code := range c.codes {
		if title := fmt.Sprintf("criterion %d", j+1); name == code || name == title || name == code+" "+title {
			return code
		}
	}
	return ""
}

type whyJSON struct {
	A, B  struct{ ID string }
	Apart bool `json:"incomparable"`
	Parts []struct {
		Criterion string
		Weight    float64
		ValueA    float64 `json:"value_a"`
		ValueB    float64 `json:"value_b"`
		Better    string
	}
	Turns []struct {
		Criterion string
		From, At  float64
	}
	Exact bool
	Needs []struct {
		Criterion        string
		From, To         float64
		Possible, Beyond bool
	}
}

func (c *checker) whyOf(l language.Language) {
	k := int(c.seed) % (len(c.rank.Ranking) - 1)
	a, b := c.rank.Ranking[k].ID, c.rank.Ranking[k+1].ID
	if c.seed%3 == 0 {
		a, b = c.rank.Ranking[0].ID, c.rank.Ranking[len(c.rank.Ranking)-1].ID
	}
	c.why = &whyJSON{}
	if !c.asked(c.why, "why", c.dir, a, b) {
		c.t.Errorf("study %d: why %s %s refused", c.seed, a, b)
		return
	}
	for _, said := range []language.Language{l, language.English + language.Russian - l} {
		first := true
		c.check("why", whyClaims, said, func(string) bool { was := first; first = false; return was }, "why", c.dir, a, b, "--format", "md")
	}
}

// above is who stands above by the scores, and below.
func (c *checker) above() (above, below string) {
	if above, below = c.why.A.ID, c.why.B.ID; c.rank.ahead(above, below) < 0 {
		above, below = below, above
	}
	return above, below
}

func (c *checker) saysOrder(s *said, with bool) error {
	a, b := c.idOf(s.args[0]), c.idOf(s.args[2])
	x, y := c.rank.of(a), c.rank.of(b)
	switch {
	case a == "" || b == "":
		return fmt.Errorf("who are they?")
	case s.number(1) != x.Rank || s.number(3) != y.Rank:
		return fmt.Errorf("their places are %v and %v", x.Rank, y.Rank)
	case c.rank.ahead(a, b) <= 0 || !(x.Rank < y.Rank):
		return fmt.Errorf("it is not ahead: %v, %v", x, y)
	case with && (!around(s.args[4], math.Abs(x.Score-y.Score)) || !around(s.args[5], x.Score) || !around(s.args[6], y.Score)):
		return fmt.Errorf("scores %v, %v", x.Score, y.Score)
	case c.apart(a, b):
		return fmt.Errorf("they are incomparable")
	}
	return nil
}

// apart reports whether the test's own PROMETHEE I flows leave two incomparable: each is ahead by one of the flows. Of other methods, what JSON says.
func (c *checker) apart(a, b string) bool {
	if c.method != "promethee1" {
		return c.why.Apart
	}
	x, y := c.rank.of(a).Values, c.rank.of(b).Values
	const e = 1e-12
	return (x["plus"] > y["plus"]+e && x["minus"] > y["minus"]+e) || (y["plus"] > x["plus"]+e && y["minus"] > x["minus"]+e)
}

func (c *checker) dominates(a, b string) error {
	if c.raw == nil { // joined answers: as JSON has them
		sign := map[bool]string{true: "a", false: "b"}[a == c.why.A.ID]
		for _, p := range c.why.Parts {
			if p.Better != "" && p.Better != sign {
				return fmt.Errorf("not on %s", p.Criterion)
			}
		}
		return nil
	}
	for j, code := range c.codes {
		x, y := c.raw[c.index(a)][j], c.raw[c.index(b)][j]
		if c.cost[j] {
			x, y = y, x
		}
		if x < y {
			return fmt.Errorf("not on %s", code)
		}
	}
	return nil
}

// turned checks one move of a weight: beyond what is written the one named is ahead.
func (c *checker) turned(text string, l language.Language, ahead, behind string) error {
	s, ok := within(text, l, "%s from %s to above %s", "%s from %s to below %s", "%s from %s to %s‹turn›")
	if !ok {
		return fmt.Errorf("no move: %q", text)
	}
	code := c.codeOf(s.args[0])
	now := c.rank.weight(code)
	if code == "" || !around(s.args[1], now) {
		return fmt.Errorf("%s weighs %v", s.args[0], now)
	}
	beyond := s.number(2)
	switch s.key {
	case "%s from %s to above %s":
		beyond += 1e-7
	case "%s from %s to below %s":
		beyond -= 1e-7
	}
	if beyond < 0 || beyond > 1 {
		return fmt.Errorf("no weight lies beyond %v", s.number(2))
	}
	got := c.ranking(fmt.Sprintf("%s=%.12g", code, beyond))
	if got == nil {
		return fmt.Errorf("no ranking there")
	}
	if x, y := got.of(ahead), got.of(behind); !(x.Rank < y.Rank) {
		return fmt.Errorf("at %s=%v %s has place %v and %s %v", code, beyond, ahead, x.Rank, behind, y.Rank)
	}
	return nil
}

func (c *checker) saysTurns(s *said) error {
	for _, text := range listed(s.args[0], " or ", s.l) {
		above, below := c.above()
		if err := c.turned(text, s.l, below, above); err != nil {
			return err
		}
	}
	return nil
}

// saysParts checks what puts one of two ahead that are level now.
func (c *checker) saysParts(s *said) error {
	id, other := c.idOf(s.args[0]), c.why.A.ID
	if id == other {
		other = c.why.B.ID
	}
	if c.rank.of(id).Rank != c.rank.of(other).Rank {
		return fmt.Errorf("they are not level")
	}
	for _, text := range listed(s.args[1], " or ", s.l) {
		if err := c.turned(text, s.l, id, other); err != nil {
			return err
		}
	}
	return nil
}

// parted looks for a change of a single weight that puts b ahead of a.
func (c *checker) parted(b, a string) error {
	steps := 8
	if c.plain() {
		steps = 200
	}
	for _, code := range c.codes {
		for k := range steps + 1 {
			t := float64(k) / float64(steps)
			if c.plain() {
				w, now := make([]float64, len(c.codes)), c.rank.weight(code)
				for i, other := range c.codes {
					if w[i] = t; other != code && now < 1 {
						w[i] = c.rank.weight(other) * (1 - t) / (1 - now)
					}
				}
				if x := c.sums(w); x[c.index(b)] > x[c.index(a)]+1e-9 {
					return fmt.Errorf("%s=%v does", code, t)
				}
			} else if got := c.ranking(fmt.Sprintf("%s=%.12g", code, t)); got != nil && got.of(b).Rank < got.of(a).Rank {
				return fmt.Errorf("%s=%v does", code, t)
			}
		}
	}
	return nil
}

// whyClaims are what a contrast says.
var whyClaims claims

func init() {
	whyClaims = claims{}
	order := func(c *checker, s *said) error { return c.saysOrder(s, true) }
	for _, key := range []string{"%s (#%d) ranks above %s (#%d) by %s (%s against %s)", "%s (#%d) ranks above %s (#%d) by %s (%s against %s, less is better)"} {
		whyClaims[key] = order
	}
	whyClaims["%s (#%d) and %s (#%d) are level at %s"] = func(c *checker, s *said) error {
		if d := c.rank.ahead(c.idOf(s.args[0]), c.idOf(s.args[2])); math.Abs(d) > 1e-9 || !around(s.args[4], c.rank.of(c.idOf(s.args[0])).Score) {
			return fmt.Errorf("apart by %v", d)
		}
		return nil
	}
	whyClaims["%s (#%d) and %s (#%d) are incomparable by %s: on what it counts one is better in part and the other in part, or neither outranks the other; their places follow from a score that hides this (%s against %s)"] = func(c *checker, s *said) error {
		if !c.apart(c.idOf(s.args[0]), c.idOf(s.args[2])) {
			return fmt.Errorf("the method orders them")
		}
		return nil
	}
	whyClaims["%s is better on %s."] = func(c *checker, s *said) error {
		id := c.idOf(s.args[0])
		side := map[bool]string{true: "a", false: "b"}[id == c.why.A.ID]
		for _, text := range listedParts(s.args[1], s.l) {
			p, ok := within(text, s.l, "%s (%s against %s, weight %s)", "%d more criterion|%d more criteria")
			if !ok {
				return fmt.Errorf("no part: %q", text)
			}
			if len(p.args) == 1 {
				continue
			}
			code := c.codeOf(p.args[0])
			mine, other := nan, nan
			for _, part := range c.why.Parts {
				if part.Criterion == code {
					mine, other = part.ValueA, part.ValueB
					if side == "b" {
						mine, other = other, mine
					}
				}
			}
			if c.raw != nil {
				foe := c.why.B.ID
				if side == "b" {
					foe = c.why.A.ID
				}
				mine, other = c.raw[c.index(id)][c.column(code)], c.raw[c.index(foe)][c.column(code)]
			}
			better := mine > other
			if c.cost[c.column(code)] {
				better = mine < other
			}
			if !better || !around4(p.args[1], mine) || !around4(p.args[2], other) || !around(p.args[3], c.rank.weight(code)) {
				return fmt.Errorf("on %s %v against %v", code, mine, other)
			}
		}
		return nil
	}
	whyClaims["The score of %s is no sum over the criteria: which of them count most is told by weight times min-max score."] = func(c *checker, s *said) error {
		if c.method == "weighted-sum" {
			return fmt.Errorf("it is a sum")
		}
		return nil
	}
	whyClaims["%s is at least as good on every criterion, so no weights can put %s above it."] = func(c *checker, s *said) error {
		a, b := c.idOf(s.args[0]), c.idOf(s.args[1])
		if err := c.dominates(a, b); err != nil {
			return err
		}
		if w := c.counterexample(func(ahead func(a, b string) float64) bool { return ahead(b, a) > 1e-9 }); w != "" {
			return fmt.Errorf("these do: %s", w)
		}
		return nil
	}
	whyClaims["%s is at least as good on every criterion."] = func(c *checker, s *said) error {
		a := c.idOf(s.args[0])
		b := c.why.A.ID
		if a == b {
			b = c.why.B.ID
		}
		return c.dominates(a, b)
	}
	whyClaims["The order changes if one weight moves, the others sharing the rest in proportion: %s."] = func(c *checker, s *said) error { return c.saysTurns(s) }
	whyClaims["The order changes if one weight moves, the others sharing the rest equally: %s."] = func(c *checker, s *said) error { return c.saysTurns(s) }
	for _, key := range []string{"No change of a single weight puts %s above %s.", "No change of a single weight was found that puts %s above %s."} {
		whyClaims[key] = func(c *checker, s *said) error {
			if c.why.Exact == strings.Contains(s.key, "was found") {
				return fmt.Errorf("exact is %v", c.why.Exact)
			}
			return c.parted(c.idOf(s.args[0]), c.idOf(s.args[1]))
		}
	}
	for _, key := range []string{"No change of a single weight parts them.", "No change of a single weight was found that parts them."} {
		whyClaims[key] = func(c *checker, s *said) error {
			a, b := c.why.A.ID, c.why.B.ID
			if c.rank.of(a).Rank != c.rank.of(b).Rank || c.why.Exact == strings.Contains(s.key, "was found") {
				return fmt.Errorf("places %v and %v, exact is %v", c.rank.of(a).Rank, c.rank.of(b).Rank, c.why.Exact)
			}
			if err := c.parted(a, b); err != nil {
				return err
			}
			return c.parted(b, a)
		}
	}
	for _, how := range []string{"in proportion", "equally"} {
		whyClaims["%s comes ahead if one weight moves, the others sharing the rest "+how+": %s."] = func(c *checker, s *said) error { return c.saysParts(s) }
	}
	whyClaims["To draw level by one criterion alone, %s needs %s."] = func(c *checker, s *said) error { return c.saysNeeds(s) }
	whyClaims["No single criterion can lift %s level with %s, however good."] = func(c *checker, s *said) error {
		if c.raw == nil || c.seed%4 != 0 {
			return nil
		}
		b, a := c.idOf(s.args[0]), c.idOf(s.args[1])
		for j, code := range c.codes {
			for _, x := range []float64{1e-3, 0.5, 2, 20, 200, 1e6} {
				if (x > c.raw[c.index(b)][j]) == c.cost[j] {
					continue
				}
				raw := altered(c.raw, c.index(b), j, x)
				if got := c.rankingWith(raw); got != nil && got.ahead(b, a) > 1e-9 {
					return fmt.Errorf("%s at %v does", code, x)
				}
			}
		}
		return nil
	}
	allClaims["why"] = whyClaims
}

// around4 is around for a value written with four significant digits.
func around4(text string, x float64) bool {
	return math.Abs(numberOf(text)-x) <= 1e-3*math.Max(math.Abs(x), 1e-9)+1e-12
}

// listedParts splits "criterion 1 (3 against 2, weight 20%), criterion 2 (…) and 2 more criteria".
func listedParts(text string, l language.Language) []string {
	word := language.Say(l, " and ")
	text = strings.ReplaceAll(text, ")"+word, "), ")
	var parts []string
	for _, p := range strings.Split(text, "), ") {
		if strings.Contains(p, "(") && !strings.HasSuffix(p, ")") {
			p += ")"
		}
		parts = append(parts, p)
	}
	return parts
}

func altered(raw [][]float64, i, j int, x float64) [][]float64 {
	all := make([][]float64, len(raw))
	for k := range raw {
		all[k] = slices.Clone(raw[k])
	}
	all[i][j] = x
	return all
}

// saysNeeds checks that the score that is needed is enough, and that nine tenths of the way are not.
func (c *checker) saysNeeds(s *said) error {
	b := c.idOf(s.args[0])
	above, below := c.above()
	if b != below {
		return fmt.Errorf("%s is not the lower", b)
	}
	if c.raw == nil || c.seed%4 != 0 {
		return nil
	}
	for _, text := range listed(s.args[1], " or ", s.l) {
		n, ok := within(text, s.l, "%s at %s (now %s)", "%s at %s (now %s; no technology has that)")
		if !ok {
			return fmt.Errorf("no need: %q", text)
		}
		j := c.column(c.codeOf(n.args[0]))
		now, to := c.raw[c.index(b)][j], n.number(1)
		for sign, word := range map[float64]string{1: "more than %s", -1: "less than %s"} {
			if any, ok := within(n.args[1], s.l, word); ok { // a little will do
				if !around4(any.args[0], now) {
					return fmt.Errorf("it has %v", now)
				}
				to = now + sign*1e-6*math.Max(math.Abs(now), 1)
			}
		}
		if !around4(n.args[2], now) {
			return fmt.Errorf("it has %v", now)
		}
		best := to
		for i := range c.ids {
			if x := c.raw[i][j]; x > best != c.cost[j] && x != best {
				best = x
			}
		}
		if none := strings.Contains(n.key, "no technology"); none != (best == to && !slices.ContainsFunc(c.raw, func(r []float64) bool { return r[j] == to })) {
			return fmt.Errorf("the best on it is %v", best)
		}
		if got := c.rankingWith(altered(c.raw, c.index(b), j, to)); got == nil || got.ahead(b, above) < -1e-6 {
			return fmt.Errorf("at %v it is still behind", to)
		}
		for _, need := range c.why.Needs {
			short := now + 0.98*(need.To-now)
			if need.Criterion != c.codes[j] || math.Abs(short-now) < 1e-6 {
				continue
			}
			if got := c.rankingWith(altered(c.raw, c.index(b), j, short)); got != nil && got.ahead(b, above) > 1e-9 {
				return fmt.Errorf("%v would do", short)
			}
		}
	}
	return nil
}
