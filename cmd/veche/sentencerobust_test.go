package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"veche/internal/language"
)

type robustJSON struct {
	Shortlist int
	Verdicts  []struct{ ID, Verdict string }
	Nearest   []struct {
		ID, Event, Possible string
		L1                  *struct {
			Size, Bound   float64
			Exact, Shared bool
			Weights       map[string]float64
		}
	}
	Acceptability *struct {
		Draws int
		Ranks []struct {
			ID        string
			P         []float64
			Shortlist *float64
		}
	}
	ReversalFree bool `json:"reversal_free"`
	Reversal     []struct {
		Change, ID string
		Swapped    [][2]string
	}
	Methods []struct{ Method, Leader string }
}

func (c *checker) robustOf(l language.Language) {
	args := []string{"robust", c.dir, "--draws", "200", "--show", "verdicts,nearest,reversal"}
	if c.seed%8 == 0 {
		args[len(args)-1] += ",methods"
	}
	switch {
	case c.bounds != nil:
		args = append(args, "--from", "intervals", "--bounds", strings.Join(c.bounds, ","))
	case c.seed%5 == 0:
		args = append(args, "--from", "order", "--order", strings.Join(c.codes, ">"))
	case c.seed%5 == 1:
		args = append(args, "--from", "uniform")
	}
	c.robust = &robustJSON{}
	if !c.asked(c.robust, args...) {
		c.t.Errorf("study %d: robust refused", c.seed)
		return
	}
	c.check("robust", robustClaims, l, prose, args...)
	c.nearest()
	if c.bounds != nil {
		c.within(args)
	}
}

// within checks the shares of first places among weights drawn within bounds, against weights of its own: drawn from the simplex, kept where they are within.
func (c *checker) within(args []string) {
	if !c.plain() || c.robust.Acceptability == nil {
		return
	}
	lo, hi := make([]float64, len(c.codes)), make([]float64, len(c.codes))
	for j := range hi {
		hi[j] = 1
	}
	for _, b := range c.bounds {
		var j int
		code, ends, _ := strings.Cut(b, "=")
		j = c.column(code)
		fmt.Sscanf(strings.Replace(ends, ":", " ", 1), "%g %g", &lo[j], &hi[j])
	}
	r := rand.New(rand.NewPCG(c.seed, 5))
	first, kept := make([]float64, len(c.ids)), 0.0
	for range 20000 {
		w, sum := make([]float64, len(c.codes)), 0.0
		for j := range w {
			w[j] = r.ExpFloat64()
			sum += w[j]
		}
		inside := true
		for j := range w {
			w[j] /= sum
			inside = inside && lo[j] <= w[j] && w[j] <= hi[j]
		}
		if !inside {
			continue
		}
		kept++
		s := c.sums(w)
		best := slices.Max(s)
		for i, x := range s {
			if x > best-1e-9 {
				first[i]++
			}
		}
	}
	if kept < 200 {
		return
	}
	draws := float64(c.robust.Acceptability.Draws)
	for _, a := range c.robust.Acceptability.Ranks {
		p := first[c.index(a.ID)] / kept
		if d := math.Abs(a.P[0] - p); d > 0.005+4.5*math.Sqrt((p*(1-p)+0.005)*(1/kept+1/draws)) {
			c.fault(args, 0, a.ID, fmt.Errorf("first in %v of the draws, in %v of the test's own", a.P[0], p))
		}
	}
}

// moved is half of how far weights are from those in force: what is taken from some and given to others.
func (c *checker) moved(w map[string]float64) float64 {
	var sum float64
	for _, code := range c.codes {
		sum += math.Abs(w[code] - c.rank.weight(code))
	}
	return sum / 2
}

// happens reports whether the event is so when scores are compared in such a way.
func (c *checker) happens(event, id string, ahead func(a, b string) float64) bool {
	if event == "lead" {
		return c.leads(id, ahead)
	}
	before := 0 // those level with it share its place, and are within the list with it
	for _, p := range c.rank.Ranking {
		if p.ID == id {
			continue
		}
		if ahead(p.ID, id) > 1e-9 {
			before++
		}
	}
	if event == "enter" {
		return before < c.list
	}
	return before >= c.list
}

// nearest checks the table of the smallest changes: at the weights named it has happened; what never can does not; no smaller change of those tried does it.
func (c *checker) nearest() {
	for _, n := range c.robust.Nearest {
		fault := func(format string, args ...any) {
			c.fault([]string{"robust", "--show", "nearest"}, 0, n.ID+" "+n.Event+" "+n.Possible, fmt.Errorf(format, args...))
		}
		if n.Possible == "no" {
			if w := c.counterexample(func(ahead func(a, b string) float64) bool { return c.happens(n.Event, n.ID, ahead) }); w != "" {
				fault("it happens at %s", w)
			}
			continue
		}
		if n.L1 == nil {
			continue
		}
		happened := n.L1.Shared
		for _, w := range []map[string]float64{n.L1.Weights, c.beyondOf(n.L1.Weights)} {
			if got := c.at(w); got != nil {
				happened = happened || c.happens(n.Event, n.ID, c.tied(got))
			}
		}
		if !happened {
			fault("it does not happen at %v", n.L1.Weights)
		}
		if d := 2*c.moved(n.L1.Weights) - n.L1.Size; math.Abs(d) > 1e-4+0.01*n.L1.Size {
			fault("the weights named are %v away, not %v", 2*c.moved(n.L1.Weights), n.L1.Size)
		}
		if !n.L1.Exact || !c.plain() {
			continue
		}
		r := rand.New(rand.NewPCG(c.seed, 2))
		for range 300 {
			w := simplex(r, len(c.codes))
			far := 0.0
			for j, code := range c.codes {
				far += math.Abs(w[j] - c.rank.weight(code))
			}
			if far == 0 {
				continue
			}
			step := min(1, n.L1.Size*0.999*r.Float64()/far)
			if r.IntN(2) == 0 {
				step = min(1, n.L1.Size*0.999/far)
			}
			for j, code := range c.codes {
				w[j] = c.rank.weight(code) + step*(w[j]-c.rank.weight(code))
			}
			s := c.sums(w)
			if c.happens(n.Event, n.ID, func(a, b string) float64 { return s[c.index(a)] - s[c.index(b)] }) {
				fault("%s does it with less than %v", weightsText(c.codes, w), n.L1.Size)
				break
			}
		}
	}
}

// tied is by how much one is ahead, none where the ranking has the two level.
func (c *checker) tied(r *placing) func(a, b string) float64 {
	return func(a, b string) float64 {
		if r.of(a).Rank == r.of(b).Rank {
			return 0
		}
		d := r.ahead(a, b)
		if math.Abs(d) < 2e-9 {
			return math.Copysign(2e-9, d)
		}
		return d
	}
}

// beyondOf are weights a little farther away than some, lest rounding decides.
func (c *checker) beyondOf(w map[string]float64) map[string]float64 {
	beyond := map[string]float64{}
	for _, code := range c.codes {
		now := c.rank.weight(code)
		beyond[code] = now + (w[code]-now)*(1+1e-5)
	}
	return beyond
}

func (c *checker) leader() string { return c.rank.Ranking[0].ID }

// unseats checks a sentence on the smallest change that costs the leader the first place.
func (c *checker) unseats(s *said) error {
	id := c.idOf(s.args[1])
	if first := c.rank.Ranking; first[1].Rank == 1 {
		return fmt.Errorf("the first place is shared")
	}
	least := math.Inf(1)
	for _, n := range c.robust.Nearest {
		if n.Event == "lead" && n.L1 != nil {
			least = math.Min(least, n.L1.Size/2)
			if n.ID == id && around(s.args[0], n.L1.Size/2) || strings.HasPrefix(s.args[0], "<") && n.L1.Size/2 < 0.001 {
				if c.happens("lead", id, c.tied(c.at(n.L1.Weights))) {
					least = min(least, n.L1.Size/2)
				}
			}
		}
	}
	if !(around(s.args[0], least) || strings.HasPrefix(s.args[0], "<") && least < 0.001) {
		return fmt.Errorf("the smallest is %v", least)
	}
	ahead := func(w map[string]float64) bool { g := c.at(w); return g != nil && c.leads(id, g.ahead) }
	for _, n := range c.robust.Nearest {
		if n.Event == "lead" && n.ID == id && n.L1 != nil {
			if !ahead(n.L1.Weights) && !ahead(c.beyondOf(n.L1.Weights)) {
				return fmt.Errorf("%s does not lead there", id)
			}
			return nil
		}
	}
	return fmt.Errorf("%s never leads", id)
}

var robustClaims claims

func init() {
	nothing := func(*checker, *said) error { return nil } // a heading
	robustClaims = claims{
		"Of the shortlist of %d, firmly in: %d, in: %d, contested at the line: %d; contesting it from outside: %d.": func(c *checker, s *said) error {
			var count [5]int
			for k, v := range c.robust.Verdicts {
				inside := c.rank.of(v.ID).Rank <= float64(c.list)
				share := *c.robust.Acceptability.Ranks[k].Shortlist
				want := "contested at the line"
				switch {
				case inside && share >= 0.95:
					want = "firmly in"
				case inside && share >= 0.8:
					want = "in"
				case !inside && share <= 0.2:
					want = "out"
				}
				if v.Verdict != want {
					return fmt.Errorf("%s is on it in %v of the draws", v.ID, share)
				}
				if inside {
					count[0]++
				}
				switch {
				case v.Verdict == "firmly in":
					count[1]++
				case v.Verdict == "in":
					count[2]++
				case v.Verdict != "out" && inside:
					count[3]++
				case v.Verdict != "out":
					count[4]++
				}
			}
			for k, n := range count {
				if s.number(k) != float64(n) {
					return fmt.Errorf("%v", count)
				}
			}
			return nil
		},
		"%s comes first in %s of %d draws of the weights (%s).": func(c *checker, s *said) error {
			a := c.robust.Acceptability
			id := c.idOf(s.args[0])
			if c.rank.of(id).Rank != 1 || s.number(2) != float64(a.Draws) {
				return fmt.Errorf("%s has place %v", id, c.rank.of(id).Rank)
			}
			for _, r := range a.Ranks {
				if r.ID == id {
					p := r.P[0]
					if strings.HasPrefix(s.args[1], ">") && p > 0.99 && p < 1 || strings.HasPrefix(s.args[1], "<") && p < 0.01 && p > 0 || around(s.args[1], p) {
						return nil
					}
					return fmt.Errorf("in %v", p)
				}
			}
			return fmt.Errorf("who?")
		},
		"%s and %s share first place.": func(c *checker, s *said) error {
			var first []string
			for _, p := range c.rank.Ranking {
				if p.Rank == 1 {
					first = append(first, p.ID)
				}
			}
			var named []string
			for _, name := range append(strings.Split(s.args[0], ", "), s.args[1]) {
				named = append(named, c.idOf(name))
			}
			slices.Sort(first)
			slices.Sort(named)
			if !slices.Equal(first, named) {
				return fmt.Errorf("it is shared by %v", first)
			}
			return nil
		},
		"No weights cost it first place.": func(c *checker, s *said) error {
			id := c.leader()
			if w := c.counterexample(func(ahead func(a, b string) float64) bool {
				for _, p := range c.rank.Ranking[1:] {
					if c.leads(p.ID, ahead) {
						return true
					}
				}
				return false
			}); w != "" {
				return fmt.Errorf("these cost %s it: %s", id, w)
			}
			return nil
		},
		"The smallest change that costs it first place moves %s of the weight, in favour of %s.":                          func(c *checker, s *said) error { return c.unseats(s) },
		"Moving %s of the weight is enough to cost it first place, in favour of %s.":                                      func(c *checker, s *said) error { return c.unseats(s) },
		"The smallest changes of the weights: all that is moved, and the largest part of itself that a weight changes by": nothing,
		"The smallest changes of the weights: left out, this method would take minutes":                                   func(c *checker, s *said) error { return fmt.Errorf("a study so small takes no minutes") },
		"Rank reversal: changes of the set that reorder others, %d": func(c *checker, s *said) error {
			if s.number(0) != float64(len(c.robust.Reversal)) {
				return fmt.Errorf("%d", len(c.robust.Reversal))
			}
			return nil
		},
		"Rank reversal: none, and with these settings there can be none":              func(c *checker, s *said) error { return c.noReversal() },
		"Rank reversal: none found by leaving out, copying or worsening a technology": func(c *checker, s *said) error { return c.noReversal() },
		"Rank reversal: left out, this method would take minutes":                     func(c *checker, s *said) error { return fmt.Errorf("a study so small takes no minutes") },
		"Ranks by %d methods and variants under these weights; %s is first by %d of them": func(c *checker, s *said) error {
			first := 0
			for _, m := range c.robust.Methods {
				if m.Leader == c.idOf(s.args[1]) {
					first++
				}
			}
			if c.rank.of(c.idOf(s.args[1])).Rank != 1 || s.number(0) != float64(len(c.robust.Methods)) || s.number(2) != float64(first) {
				return fmt.Errorf("%d methods, first by %d", len(c.robust.Methods), first)
			}
			return nil
		},
	}
	allClaims["robust"] = robustClaims
}

// noReversal leaves out every technology in turn and looks whether two others change places.
func (c *checker) noReversal() error {
	if c.seed%3 != 0 || c.pinned() {
		return nil
	}
	for _, id := range c.ids {
		got := &placing{}
		if !c.asked(got, "rank", c.without(id)) {
			continue
		}
		for _, a := range got.Ranking {
			for _, b := range got.Ranking {
				if c.rank.ahead(a.ID, b.ID) > 1e-9 && got.ahead(a.ID, b.ID) < -1e-9 {
					return fmt.Errorf("without %s %s is behind %s", id, a.ID, b.ID)
				}
			}
		}
	}
	return nil
}

func (c *checker) pinned() bool { return c.rules != nil || c.synergy != nil || c.links != nil }
