package main

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
)

type selectJSON struct {
	Budget       *float64
	Optimal      bool
	Chosen       []string
	Technologies []struct {
		ID      string
		Rank    int
		Value   float64
		Verdict string
	}
	Rules []struct {
		Rule, Text string
		Holds      bool
	}
	NextBest []struct {
		Chosen []string
		Value  float64
	} `json:"next_best"`
	Out []struct {
		ID       string
		Loss     float64
		Possible bool
		Instead  []string
		Enters   *float64 `json:"enters_at"`
	}
	Synergy *struct{ Value, Dividend float64 }
	Robust  *struct {
		Sets                  int
		Core, Borderline, Out []string
		Questions             []struct {
			Criterion string
			Voice     string
			Threshold *float64
			Below     int `json:"borderline_if_below"`
			Above     int `json:"borderline_if_above"`
		}
	}
}

// choices are all sets of a study, each a mask over its ranked technologies, worked out one by one.
type choices struct {
	ids    []string
	value  []float64 // of technologies
	cost   []float64
	both   [][]float64 // synergies
	held   []func(set uint) bool
	budget float64
	best   uint
	worth  float64
	any    bool
}

func (x *choices) sum(set uint, synergies bool) (v, cost float64) {
	for a := range x.ids {
		if set>>a&1 == 0 {
			continue
		}
		v, cost = v+x.value[a], cost+x.cost[a]
		for b := range a {
			if synergies && set>>b&1 == 1 {
				v += x.both[a][b]
			}
		}
	}
	return v, cost
}

func (x *choices) allowed(set uint, budget float64) bool {
	for _, h := range x.held {
		if !h(set) {
			return false
		}
	}
	_, cost := x.sum(set, false)
	return cost <= budget+1e-9
}

// top is the best set of those that obey, and a condition.
func (x *choices) top(budget float64, synergies bool, and func(set uint) bool) (best uint, worth float64, any bool) {
	worth = math.Inf(-1)
	for set := uint(0); set < 1<<len(x.ids); set++ {
		if v, _ := x.sum(set, synergies); v > worth+1e-12 && x.allowed(set, budget) && (and == nil || and(set)) {
			best, worth, any = set, v, true
		}
	}
	return best, worth, any
}

func (x *choices) mask(ids []string) (set uint) {
	for _, id := range ids {
		if k := slices.Index(x.ids, id); k >= 0 {
			set |= 1 << k
		}
	}
	return set
}

// maskOf reads a list of identifiers as printed.
func (x *choices) maskOf(text string, l language.Language) (uint, error) {
	if text == language.Say(l, "nothing") {
		return 0, nil
	}
	var set uint
	for _, id := range strings.Split(text, ", ") {
		k := slices.Index(x.ids, id)
		if k < 0 {
			return 0, fmt.Errorf("who is %q?", id)
		}
		set |= 1 << k
	}
	return set, nil
}

// choicesOf builds them from the study's own rules and the values in JSON.
func (c *checker) choicesOf() *choices {
	x := &choices{budget: math.Inf(1)}
	for _, t := range c.sel.Technologies {
		k := c.index(t.ID)
		x.ids, x.value = append(x.ids, t.ID), append(x.value, t.Value)
		cost := 0.0
		if c.costs != nil {
			cost = c.costs[k]
		}
		x.cost = append(x.cost, cost)
	}
	if !math.IsNaN(c.budget) {
		x.budget = c.budget
	}
	for a := range x.ids {
		x.both = append(x.both, make([]float64, len(x.ids)))
		for b := range a {
			for _, s := range c.synergy {
				if s[0] == x.ids[a] && s[1] == x.ids[b] || s[0] == x.ids[b] && s[1] == x.ids[a] {
					x.both[a][b] += s[2].(float64)
				}
			}
		}
	}
	count := func(set, of uint) int { return bits.OnesCount(set & of) }
	hold := func(h func(set uint) bool) { x.held = append(x.held, h) }
	for _, r := range c.rules {
		n, _ := strconv.Atoi(r[3])
		a, b := x.mask(strings.Split(r[1], "; ")), x.mask([]string{r[2]})
		switch r[0] {
		case "group-max", "group-min":
			for _, g := range []string{"Land", "Sea"} {
				var of uint
				member := false
				for k, id := range x.ids {
					if c.group[c.index(id)] == g {
						of |= 1 << k
					}
				}
				for _, other := range c.group {
					member = member || other == g
				}
				if member && r[0] == "group-max" {
					hold(func(set uint) bool { return count(set, of) <= n })
				} else if member {
					hold(func(set uint) bool { return count(set, of) >= n })
				}
			}
		case "at-most":
			hold(func(set uint) bool { return bits.OnesCount(set) <= n })
		case "at-least":
			hold(func(set uint) bool { return count(set, a) >= n })
		case "excludes":
			hold(func(set uint) bool { return set&a == 0 || set&b == 0 })
		case "requires":
			hold(func(set uint) bool { return set&a == 0 || b != 0 && set&b == b })
		}
	}
	for k, id := range x.ids {
		switch c.pin[c.index(id)] {
		case "in":
			hold(func(set uint) bool { return set>>k&1 == 1 })
		case "out":
			hold(func(set uint) bool { return set>>k&1 == 0 })
		}
	}
	if c.sel.Budget == nil && c.list > 0 && c.list < len(x.ids) {
		hold(func(set uint) bool { return bits.OnesCount(set) <= c.list })
	}
	x.best, x.worth, x.any = x.top(x.budget, true, nil)
	return x
}

func (c *checker) selectOf(l language.Language) {
	c.sel = &selectJSON{}
	if !c.asked(c.sel, "select", c.dir) {
		c.refusedSelection()
		return
	}
	c.values = c.choicesOf()
	table := false
	c.check("select", selectClaims, l, func(line string) bool {
		if table = table || !prose(line); !table {
			return false // the method's name above the table
		}
		if mark, text, ok := strings.Cut(line, "  "); ok && (mark == "ok" || mark == "--") {
			c.ruleKept(text, mark == "ok", l)
			return false
		}
		return prose(line)
	}, "select", c.dir)
}

// ruleKept checks the mark beside a rule: that the rule, counted by the test, holds in the set chosen.
func (c *checker) ruleKept(text string, ok bool, l language.Language) {
	if set := c.values.mask(c.sel.Chosen); ok != c.values.allowed(set, math.Inf(1)) && ok {
		c.fault([]string{"select"}, l, text, fmt.Errorf("a rule is broken by %v", c.sel.Chosen))
	}
}

// refusedSelection checks that a selection is refused only where no set obeys, or nothing limits it.
func (c *checker) refusedSelection() {
	out, _ := command("select", c.dir, "-q")
	for _, code := range []string{"E-SELECT-CONFLICT", "E-SELECT-LIMIT", "E-DATA", "E-SELECT-PIN", "E-COST-MISSING"} {
		if strings.Contains(out, code) {
			return
		}
	}
	c.fault([]string{"select"}, language.English, out, fmt.Errorf("refused without a code"))
}

// worthIs checks a set's value and, where it is written, its cost.
func (c *checker) worthIs(set uint, value, cost string, l language.Language) error {
	v, paid := c.values.sum(set, true)
	if !around(value, v) {
		return fmt.Errorf("it is worth %v", v)
	}
	if cost == "" {
		return nil
	}
	if fields := strings.FieldsFunc(cost, func(r rune) bool { return !(r >= '0' && r <= '9' || r == '.') }); len(fields) > 0 && !around(fields[0], paid) {
		return fmt.Errorf("it costs %v", paid)
	}
	return nil
}

var selectClaims claims

func init() {
	nothing := func(*checker, *said) error { return nil }
	selectClaims = claims{
		"Best set: %s, value %s%s (proven).": func(c *checker, s *said) error {
			set, err := c.values.maskOf(s.args[0], s.l)
			if err != nil {
				return err
			}
			v, _ := c.values.sum(set, true)
			if !c.values.allowed(set, c.values.budget) || v < c.values.worth-1e-9 {
				return fmt.Errorf("the best is %b of %v, worth %v", c.values.best, c.values.ids, c.values.worth)
			}
			return c.worthIs(set, s.args[1], s.args[2], s.l)
		},
		"By rank alone: %s, value %s%s.": func(c *checker, s *said) error {
			set, err := c.values.maskOf(s.args[0], s.l)
			if err != nil {
				return err
			}
			return c.worthIs(set, s.args[1], s.args[2], s.l)
		},
		"It breaks: %s.": func(c *checker, s *said) error {
			set, err := c.values.maskOf(c.last.args[0], s.l)
			if err != nil {
				return err
			}
			if c.values.allowed(set, math.Inf(1)) {
				return fmt.Errorf("it breaks nothing")
			}
			return nil
		},
		"Next best: value %s%s%s.": func(c *checker, s *said) error { return c.nextBest(s) },
		"Rules met: %d of %d.": func(c *checker, s *said) error {
			if s.number(1) != float64(len(c.sel.Rules)) || s.number(0) != s.number(1) || !c.values.allowed(c.values.mask(c.sel.Chosen), math.Inf(1)) {
				return fmt.Errorf("%d rules", len(c.sel.Rules))
			}
			return nil
		},
		"%s (rank %d) is out: choosing it would lose %s of value. In its place: %s, worth %s%s.%s%s": func(c *checker, s *said) error { return c.lost(s) },
		"%s (rank %d) is out: choosing it would lose %s of value.%s":                                 func(c *checker, s *said) error { return c.lost(s) },
		"%s (rank %d) is out: no set within the budget and the rules holds it.%s": func(c *checker, s *said) error {
			c.subject = s.args[0]
			k := slices.Index(c.values.ids, c.subject)
			if _, _, any := c.values.top(c.values.budget, true, func(set uint) bool { return set>>k&1 == 1 }); any {
				return fmt.Errorf("there is one")
			}
			return nil
		},
		" It would bring %s with it.": nothing,
		" It first enters at a budget of %s.": func(c *checker, s *said) error {
			k := slices.Index(c.values.ids, c.subject)
			at := s.number(0)
			if at <= c.values.budget {
				return fmt.Errorf("the budget is %v", c.values.budget)
			}
			without, less, _ := c.values.top(at, true, func(set uint) bool { return set>>k&1 == 0 })
			if with, v, any := c.values.top(at, true, func(set uint) bool { return set>>k&1 == 1 }); !any || v < less-1e-9 {
				return fmt.Errorf("at %v %b is worth %v, %b %v", at, with, v, without, less)
			}
			for b := c.values.budget; b < at-0.5; b++ { // costs are whole numbers
				_, v, any := c.values.top(b, true, func(set uint) bool { return set>>k&1 == 1 })
				if _, less, _ := c.values.top(b, true, func(set uint) bool { return set>>k&1 == 0 }); any && v > less+1e-9 {
					return fmt.Errorf("at %v it is chosen too", b)
				}
			}
			return nil
		},
		"Collaboration: synergies give %s of the value. Without them the best set is %s, value %s: the dividend is %s.%s": func(c *checker, s *said) error {
			x := c.values
			set, err := x.maskOf(s.args[1], s.l)
			if err != nil {
				return err
			}
			all, _ := x.sum(x.mask(c.sel.Chosen), true)
			apart, _ := x.sum(x.mask(c.sel.Chosen), false)
			_, most, _ := x.top(x.budget, false, nil)
			v, _ := x.sum(set, false)
			if !around(s.args[0], all-apart) || v < most-1e-9 || !around(s.args[2], most) || !around(s.args[3], all-most) {
				return fmt.Errorf("synergies give %v; without them %v is possible", all-apart, most)
			}
			return nil
		},
		" The same value costs %s when synergies count.": func(c *checker, s *said) error {
			x := c.values
			set, _, _ := x.top(x.budget, false, nil)
			most, _ := x.sum(set, false)
			at := s.number(0)
			if _, v, any := x.top(at, true, nil); !any || v < most-1e-9 {
				return fmt.Errorf("for %v only %v is possible", at, v)
			}
			if _, v, any := x.top(at-1, true, nil); any && v >= most-1e-9 {
				return fmt.Errorf("%v will do", at-1)
			}
			return nil
		},
		"Under %s: %d set is not beaten by another; core %d, borderline %d, out %d.|Under %s: %d sets are not beaten by another; core %d, borderline %d, out %d.": func(c *checker, s *said) error { return c.verdicts(s) },
		"The score is not linear in the weights: this holds for the %d weightings tried.": func(c *checker, s *said) error {
			if c.method == "weighted-sum" {
				return fmt.Errorf("it is")
			}
			return nil
		},
		"To settle the borderline ask whether the weight of %s is above %s: %d would be left if not, %d if so.": func(c *checker, s *said) error {
			for _, q := range c.sel.Robust.Questions {
				if q.Criterion == s.args[0] && around(s.args[1], *q.Threshold) && s.number(2) == float64(q.Below) && s.number(3) == float64(q.Above) {
					if now := len(c.sel.Robust.Borderline); q.Below >= now && q.Above >= now {
						return fmt.Errorf("%d are borderline now", now)
					}
					return nil
				}
			}
			return fmt.Errorf("no such question")
		},
		"Without the weights of %s, %d would be left borderline.": func(c *checker, s *said) error {
			for _, q := range c.sel.Robust.Questions {
				if q.Voice == s.args[0] && s.number(1) == float64(q.Below) {
					if now := len(c.sel.Robust.Borderline); q.Below > now { // fewer weights hold fewer sets possible
						return fmt.Errorf("%d are borderline now", now)
					}
					return nil
				}
			}
			return fmt.Errorf("no such voice")
		},
		"Value against budget (%s):": nothing,
	}
	allClaims["select"] = selectClaims
}

// nextBest checks that the sets printed are the next in value of those that obey and cannot be improved by adding a technology.
func (c *checker) nextBest(s *said) error {
	x := c.values
	at := -1
	var printed []string // values, in order
	g := grammarOf("select", selectClaims.keys(), s.l)
	for _, line := range c.said {
		all, _ := read(line, g, s.l)
		if len(all) == 1 && all[0].key == s.key {
			if all[0].text == s.text {
				at = len(printed)
			}
			printed = append(printed, all[0].args[0])
		}
	}
	if at < 0 || at >= len(c.sel.NextBest) {
		return fmt.Errorf("no such set in JSON")
	}
	n := c.sel.NextBest[at]
	set := x.mask(n.Chosen)
	if !x.allowed(set, x.budget) {
		return fmt.Errorf("%v does not obey", n.Chosen)
	}
	if err := c.worthIs(set, s.args[0], "", s.l); err != nil {
		return err
	}
	// How many maximal sets are worth more than it: as many as stand before it, and the best.
	better := 0
	v, _ := x.sum(set, true)
	for other := uint(0); other < 1<<len(x.ids); other++ {
		w, _ := x.sum(other, true)
		if other != set && w > v+1e-9 && x.allowed(other, x.budget) {
			better++
		}
	}
	if better != at+1 && c.distinct(v) {
		return fmt.Errorf("%d sets are worth more, %d are named", better, at+1)
	}
	return nil
}

// distinct reports whether no other set is worth as much.
func (c *checker) distinct(v float64) bool {
	n := 0
	for set := uint(0); set < 1<<len(c.values.ids); set++ {
		if w, _ := c.values.sum(set, true); math.Abs(w-v) <= 1e-9 && c.values.allowed(set, c.values.budget) {
			n++
		}
	}
	return n < 2
}

// lost checks what choosing a technology would lose, and what would have to go.
func (c *checker) lost(s *said) error {
	x := c.values
	k := slices.Index(x.ids, s.args[0])
	if c.subject = s.args[0]; k < 0 {
		return fmt.Errorf("who?")
	}
	_, with, any := x.top(x.budget, true, func(set uint) bool { return set>>k&1 == 1 })
	if !any || !around(s.args[2], x.worth-with) || x.mask(c.sel.Chosen)>>k&1 == 1 {
		return fmt.Errorf("it would lose %v", x.worth-with)
	}
	if len(s.args) < 8 {
		return nil
	}
	instead, err := x.maskOf(s.args[3], s.l)
	if err != nil {
		return err
	}
	chosen := x.mask(c.sel.Chosen)
	if instead&^chosen != 0 || instead == 0 {
		return fmt.Errorf("they are not chosen")
	}
	all, _ := x.sum(chosen, true)
	kept, _ := x.sum(chosen&^instead, true)
	if !around(s.args[4], all-kept) {
		return fmt.Errorf("they are worth %v", all-kept)
	}
	// Some best set that holds it lacks just those.
	_, _, found := x.top(x.budget, true, func(set uint) bool {
		v, _ := x.sum(set, true)
		return set>>k&1 == 1 && v >= with-1e-9 && chosen&^set == instead
	})
	if !found {
		return fmt.Errorf("no best set with it lacks just them")
	}
	return nil
}

// verdicts checks core, borderline and out where the values are the test's own weighted sums and the weights are those within a share of the present ones.
func (c *checker) verdicts(s *said) error {
	r := c.sel.Robust
	if s.number(1) != float64(r.Sets) || s.number(2) != float64(len(r.Core)) || s.number(3) != float64(len(r.Borderline)) || s.number(4) != float64(len(r.Out)) {
		return fmt.Errorf("%+v", *r)
	}
	if !c.plain() {
		return nil
	}
	within, ok := within(s.args[0], s.l, "all weights within %g%% of the present ones")
	if !ok {
		return nil
	}
	x := c.values
	share := within.number(0) / 100
	n := len(c.codes)
	var corners [][]float64 // all weights but one at an end, the last what is left
	for free := range n {
		for mask := range 1 << n {
			if mask>>free&1 == 1 {
				continue
			}
			w, left := make([]float64, n), 1.0
			for j, code := range c.codes {
				if j != free {
					w[j] = c.rank.weight(code) * (1 - share + 2*share*float64(mask>>j&1))
					left -= w[j]
				}
			}
			now := c.rank.weight(c.codes[free])
			if w[free] = left; left >= now*(1-share)-1e-12 && left <= now*(1+share)+1e-12 {
				corners = append(corners, w)
			}
		}
	}
	type scored struct {
		set    uint
		values []float64
	}
	var sets []scored
	for set := uint(0); set < 1<<len(x.ids); set++ {
		if x.allowed(set, x.budget) {
			sets = append(sets, scored{set, nil})
		}
	}
	for _, w := range corners {
		all := c.sums(w)
		at := *x
		at.value = nil
		for _, id := range x.ids {
			at.value = append(at.value, all[c.index(id)])
		}
		for k := range sets {
			v, _ := at.sum(sets[k].set, true)
			sets[k].values = append(sets[k].values, v)
		}
	}
	count := make([]int, len(x.ids))
	kept := 0
	for a := range sets {
		beaten := false
		for b := range sets {
			least, most := math.Inf(1), math.Inf(-1)
			for k := range corners {
				d := sets[b].values[k] - sets[a].values[k]
				least, most = math.Min(least, d), math.Max(most, d)
			}
			beaten = beaten || least >= -1e-9 && most > 1e-9
		}
		if beaten {
			continue
		}
		kept++
		for k := range count {
			count[k] += int(sets[a].set >> k & 1)
		}
	}
	for k, id := range x.ids {
		want := "borderline"
		switch count[k] {
		case kept:
			want = "core"
		case 0:
			want = "out"
		}
		list := map[string][]string{"core": r.Core, "borderline": r.Borderline, "out": r.Out}[want]
		if !slices.Contains(list, id) {
			return fmt.Errorf("%s is %s: in %d of %d sets", id, want, count[k], kept)
		}
	}
	return nil
}
