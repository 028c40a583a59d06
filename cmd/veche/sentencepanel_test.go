package main

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"veche/internal/language"
)

type panelJSON struct {
	Finding  string
	SStar    *float64 `json:"s_star"`
	KendallW *float64 `json:"kendall_w"`
	P        *float64
	TauB     *float64 `json:"tau_b"`
	TauPairs int      `json:"tau_pairs"`
	Between  *float64 `json:"between_blocs"`
	Complete *struct{ Experts, Technologies, Part int }
	Entropy  *struct {
		Gamma, Bloc, Alpha float64
		SStar              struct{ Gamma, Alpha, Floor float64 } `json:"s_star"`
	}
	Experts  []expertJSON
	Weights  []weighedPart
	Clusters *struct {
		Camps [][]string
	}
	Conversation *struct {
		Technology string
		Members    [2][]string
		Places     [2]float64
		W          *float64 `json:"kendall_w"`
		Would      *float64 `json:"kendall_w_then"`
	}
}

type expertJSON struct {
	ID, Bloc string
	Ranks    map[string]float64
	Part     []string
}

func (c *checker) panelOf(l language.Language) {
	c.panel = &panelJSON{}
	if !c.asked(c.panel, "panel", c.dir) {
		return
	}
	for k := range c.panel.Weights {
		w := &c.panel.Weights[k]
		for _, e := range w.Experts {
			if e.CR == nil {
				continue
			}
			if own := c.ratio(e.ID, w); math.Abs(*e.CR-own) > 2e-3+0.06*own { // the table of the engine is its own simulation, 5 % off the published one at most
				c.fault([]string{"panel", c.dir}, 0, "CR of "+e.ID, fmt.Errorf("it is %v, not %v", own, *e.CR))
			}
		}
	}
	if e := c.panel.Entropy; e != nil && c.panel.SStar != nil {
		if own := max((math.Exp(e.SStar.Alpha-e.SStar.Gamma)-e.SStar.Floor)/(1-e.SStar.Floor), 0); math.Abs(own-*c.panel.SStar) > 1e-9 {
			c.fault([]string{"panel", c.dir}, 0, "S*", fmt.Errorf("the entropies give %v, not %v", own, *c.panel.SStar))
		}
	}
	before := c.found[saidOfPart]
	if part, _, err := c.parts(); err != nil || part > 0 {
		defer func() {
			if err == nil && c.found[saidOfPart] == before && os.Getenv("VECHE_SENTENCES") == "" {
				err = errors.New("nothing is said of it")
			}
			if err != nil {
				c.fault([]string{"panel", c.dir}, l, "places by part of the criteria", err)
			}
		}()
	}
	c.check("panel", panelClaims, l, func(line string) bool {
		for _, key := range []string{"The panel: ", "To remind (answers left blank): "} { // lists, no sentences
			if strings.HasPrefix(line, language.Say(l, key)) {
				return false
			}
		}
		for k := range c.panel.Weights { // what is said of the weights says of which
			w := &c.panel.Weights[k]
			where := language.Say(l, "at the top of the tree")
			if w.Parent != "" {
				where = language.Say(l, "below %s", w.Parent)
			}
			if said, ok := strings.CutPrefix(line, where+": "); ok {
				if err := w.true(said, l); err != nil {
					c.fault([]string{"panel", c.dir}, l, line, err)
				}
				return false
			}
		}
		return prose(line)
	}, "panel", c.dir)
}

// weighedPart are the experts' weights below a criterion.
type weighedPart struct {
	Parent   string
	Criteria []string
	Limit    float64 `json:"gcci_limit"`
	Experts  []struct {
		ID      string
		Weights []float64
		GCCI    *float64
		CR      *float64
	}
	Process *struct {
		Theta   float64
		Steps   int
		Reached bool
		Moves   map[string]int
	}
}

// ratio is the consistency ratio of an expert's judgements below a criterion, by the test's own power iteration with what is missing read as the ratio of the
// weights (Harker 1987), over the random index of its order and number of missing judgements: Alonso & Lamata 2006, and Ágoston & Csató 2022 for incomplete
// ones. NaN for an order or a number that is not tabulated here.
func (c *checker) ratio(expert string, w *weighedPart) float64 {
	n := len(w.Criteria)
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, n)
		a[i][i] = 1
	}
	missing := n * (n - 1) / 2
	for _, j := range c.judged {
		if j[0] != expert || j[1] != w.Parent {
			continue
		}
		x, y := slices.Index(w.Criteria, j[2]), slices.Index(w.Criteria, j[3])
		v := numberOf(j[5])
		if j[4] == "B" {
			v = 1 / v
		}
		a[x][y], a[y][x] = v, 1/v
		missing--
	}
	if missing >= (n-1)*(n-2)/2 {
		return 0 // no more than ties all together
	}
	index, ok := map[[2]int]float64{{3, 0}: 0.5245, {4, 0}: 0.8815, {4, 1}: 0.583, {4, 2}: 0.306}[[2]int{n, missing}]
	if !ok {
		return nan
	}
	v, lambda := make([]float64, n), 0.0
	for i := range v {
		v[i] = 1
	}
	for range 5000 {
		next, sum := make([]float64, n), 0.0
		for i := range v {
			for j := range v {
				if a[i][j] > 0 {
					next[i] += a[i][j] * v[j]
				} else {
					next[i] += v[i] // a_ij = v_i/v_j
				}
			}
			sum += next[i]
		}
		lambda = 0
		for i := range v {
			lambda += next[i] / v[i] / float64(n)
			next[i] /= sum
		}
		v = next
	}
	return (lambda - float64(n)) / float64(n-1) / index
}

// true checks what is said of how far the experts' weights agree: by the test's own W, and who has what first and last.
func (w *weighedPart) true(text string, l language.Language) error {
	var orders [][]float64
	for _, e := range w.Experts {
		if e.Weights == nil {
			continue
		}
		order := make([]float64, len(e.Weights))
		for i, x := range e.Weights {
			order[i] = 1
			for k, y := range e.Weights {
				if same := math.Abs(x-y) <= 1e-12*math.Max(x, y); same && k != i {
					order[i] += 0.5
				} else if !same && y > x {
					order[i]++
				}
			}
		}
		orders = append(orders, order)
	}
	if len(orders) < 2 {
		return fmt.Errorf("only %d experts have weights", len(orders))
	}
	k := kendall(orders)
	same := func(last bool) bool {
		at := -1
		for _, o := range orders {
			best, alone := 0, true
			for i, x := range o {
				switch {
				case i == 0:
				case x == o[best]:
					alone = false
				case x < o[best] != last:
					best, alone = i, true
				}
			}
			if !alone || at >= 0 && at != best {
				return false
			}
			at = best
		}
		return true
	}
	for key, want := range map[string]bool{
		"Agreed: the experts put the same first and the same last.":              k >= 0.7 && same(false) && same(true),
		"Agreed: the orders are much alike, and the experts put the same first.": k >= 0.7 && same(false) && !same(true),
		"Agreed: the orders are much alike, and the experts put the same last.":  k >= 0.7 && !same(false) && same(true),
		"Agreed: the orders are much alike.":                                     k >= 0.7 && !same(false) && !same(true),
		"Agreed in part: the orders have much in common, and differ.":            k >= 0.5 && k < 0.7,
		"No common order: the experts differ one by one, not by bloc or camp.":   k < 0.5,
	} {
		if strings.Contains(text, language.Say(l, key)) && !want {
			return fmt.Errorf("W is %v, the same first %v, the same last %v", k, same(false), same(true))
		}
	}
	return nil
}

// orders are the complete orders of those who have one: by expert the places of all technologies.
func (c *checker) orders() (ids []string, orders [][]float64) {
	for _, e := range c.panel.Experts {
		if len(e.Ranks) < len(c.ids) {
			continue
		}
		var order []float64
		for _, id := range c.ids {
			order = append(order, e.Ranks[id])
		}
		ids, orders = append(ids, e.ID), append(orders, order)
	}
	return ids, orders
}

// whole reports whether every expert who answered has a complete order.
func (c *checker) whole() bool {
	answered := 0
	for _, e := range c.panel.Experts {
		if len(e.Ranks) > 0 {
			answered++
		}
	}
	_, orders := c.orders()
	return answered == len(orders) && answered > 1
}

// kendall is W with its correction for ties, of mid-ranks.
func kendall(orders [][]float64) float64 {
	m, n := float64(len(orders)), len(orders[0])
	var s, ties float64
	for i := range n {
		var sum float64
		for _, o := range orders {
			sum += o[i]
		}
		s += (sum - m*float64(n+1)/2) * (sum - m*float64(n+1)/2)
	}
	for _, o := range orders {
		count := map[float64]float64{}
		for _, x := range o {
			count[math.Round(2*x)]++
		}
		for _, t := range count {
			ties += t*t*t - t
		}
	}
	d := m*m*(math.Pow(float64(n), 3)-float64(n)) - m*ties
	if d == 0 {
		return nan
	}
	return 12 * s / d
}

// shuffled turns every order at random.
func shuffled(r *rand.Rand, orders [][]float64) [][]float64 {
	all := make([][]float64, len(orders))
	for k, o := range orders {
		all[k] = slices.Clone(o)
		r.Shuffle(len(o), func(a, b int) { all[k][a], all[k][b] = all[k][b], all[k][a] })
	}
	return all
}

// chance is the share of random orders that agree as much, by draws of the test's own.
func (c *checker) chance(orders [][]float64, draws int) float64 {
	r := rand.New(rand.NewPCG(c.seed, 3))
	w := kendall(orders)
	n := 0
	for range draws {
		if kendall(shuffled(r, orders)) >= w-1e-9 {
			n++
		}
	}
	return float64(n) / float64(draws)
}

// tau is tau-b of two orders.
func tau(a, b []float64) float64 {
	var same, ta, tb, all float64
	for i := range a {
		for k := range i {
			x, y := a[i]-a[k], b[i]-b[k]
			all++
			switch {
			case math.Abs(x) < 1e-9 && math.Abs(y) < 1e-9:
				ta++
				tb++
			case math.Abs(x) < 1e-9:
				ta++
			case math.Abs(y) < 1e-9:
				tb++
			case x*y > 0:
				same++
			default:
				same--
			}
		}
	}
	if d := math.Sqrt((all - ta) * (all - tb)); d > 0 {
		return same / d
	}
	return 0
}

// agreement checks the W that a finding rests on.
func (c *checker) agreement(least, below float64) error {
	_, orders := c.orders()
	if c.whole() {
		if w := kendall(orders); c.panel.KendallW == nil && !math.IsNaN(w) || c.panel.KendallW != nil && math.Abs(w-*c.panel.KendallW) > 1e-9 {
			return fmt.Errorf("W is %v, not what JSON has", w)
		}
	}
	figure, scale := c.panel.KendallW, 1.0
	if figure == nil {
		figure, scale = c.panel.TauB, 0 // tau-b has limits of its own
		ordered := 0
		for _, e := range c.panel.Experts {
			if len(e.Ranks) > 1 {
				ordered++
			}
		}
		if c.panel.TauPairs < ordered-1 {
			return fmt.Errorf("tau-b is of %d pairs of %d experts", c.panel.TauPairs, ordered)
		}
	}
	if figure == nil {
		return fmt.Errorf("neither W nor tau-b is known")
	}
	if scale == 1 && (*figure < least || *figure >= below) {
		return fmt.Errorf("W is %v", *figure)
	}
	if scale == 0 && (least == 0.7 && *figure < 0.6 || least == 0.5 && (*figure < 0.35 || *figure >= 0.6)) {
		return fmt.Errorf("tau-b is %v", *figure)
	}
	return nil
}

// end reports whether all experts put the same technology first (or last), alone.
func (c *checker) end(last bool) bool {
	if !c.whole() {
		return false
	}
	_, orders := c.orders()
	at := -1
	for _, o := range orders {
		best, alone := 0, true
		for i := range o {
			d := o[i] - o[best]
			if last {
				d = -d
			}
			switch {
			case d < -1e-9:
				best, alone = i, true
			case i != best && d < 1e-9:
				alone = false
			}
		}
		if !alone || at >= 0 && at != best {
			return false
		}
		at = best
	}
	return true
}

func (c *checker) ends(first, last bool) error {
	if err := c.agreement(0.7, 2); err != nil {
		return err
	}
	if c.end(false) != first || c.end(true) != last {
		return fmt.Errorf("the same first: %v, the same last: %v", c.end(false), c.end(true))
	}
	return nil
}

// camps checks that experts agree within a camp beyond chance and not across.
func (c *checker) camps() error {
	if c.panel.Clusters == nil || len(c.panel.Clusters.Camps) < 2 {
		return fmt.Errorf("there are no camps")
	}
	if c.panel.KendallW != nil && *c.panel.KendallW >= 0.7 {
		return fmt.Errorf("W is %v", *c.panel.KendallW)
	}
	ids, orders := c.orders()
	if !c.whole() || len(ids) == 0 {
		return nil
	}
	camp := make([]int, len(ids))
	for k, members := range c.panel.Clusters.Camps {
		if len(members) == 0 {
			return fmt.Errorf("a camp of nobody")
		}
		for _, id := range members {
			camp[slices.Index(ids, id)] = k
		}
	}
	means := func(orders [][]float64, camp []int) (inside, across float64) {
		var ni, na float64
		for i := range orders {
			for k := range i {
				if t := tau(orders[i], orders[k]); camp[i] == camp[k] {
					inside, ni = inside+t, ni+1
				} else {
					across, na = across+t, na+1
				}
			}
		}
		return inside / math.Max(ni, 1), across / math.Max(na, 1)
	}
	inside, across := means(orders, camp)
	if inside <= across || inside <= 0 {
		return fmt.Errorf("tau-b is %v inside and %v across", inside, across)
	}
	// The best parting of random orders into as many camps must rarely be as good inside: two camps are tried in every way, more of them are left to the engine's test.
	if len(c.panel.Clusters.Camps) != 2 || len(ids) > 8 {
		return nil
	}
	r := rand.New(rand.NewPCG(c.seed, 4))
	least := len(ids)
	for _, members := range c.panel.Clusters.Camps {
		least = min(least, len(members))
	}
	gap := inside - across
	as := 0
	const draws = 100
	for range draws {
		random := shuffled(r, orders)
		best := -2.0
		for mask := 1; mask < 1<<(len(ids)-1); mask++ {
			part, ones := make([]int, len(ids)), 0
			for e := range part {
				part[e] = mask >> e & 1
				ones += part[e]
			}
			if min(ones, len(ids)-ones) < least {
				continue
			}
			if in, out := means(random, part); in > 0 {
				best = math.Max(best, in-out)
			}
		}
		if best >= gap-1e-9 {
			as++
		}
	}
	if as > 25 { // 5 of 100 is the limit; this is another statistic, the best of all partings instead of the clustering's
		return fmt.Errorf("%d of %d random panels part as well (gap %v)", as, draws, gap)
	}
	return nil
}

func (c *checker) between(text string, least, most float64) error {
	b := c.panel.Between
	if b == nil {
		return fmt.Errorf("no share between blocs is known")
	}
	count, several := map[string]int{}, false
	for k, bloc := range c.bloc {
		if len(c.panel.Weights) > 0 && c.judged != nil || slices.ContainsFunc(c.panel.Experts, func(e expertJSON) bool { return e.ID == c.experts[k] && len(e.Ranks) > 0 }) {
			count[bloc]++
			several = several || count[bloc] > 1
		}
	}
	if !several {
		return fmt.Errorf("no bloc has two experts: %v", count)
	}
	if text != "" && !around(text+"%", *b) {
		return fmt.Errorf("it is %v", *b)
	}
	if *b < least || *b >= most {
		return fmt.Errorf("it is %v", *b)
	}
	if e := c.panel.Entropy; e != nil && e.Gamma-e.Alpha > 1e-6 && math.Abs((e.Gamma-e.Bloc)/(e.Gamma-e.Alpha)-*b) > 1e-6 {
		return fmt.Errorf("the entropies give %v", (e.Gamma-e.Bloc)/(e.Gamma-e.Alpha))
	}
	return nil
}

var panelClaims claims

func init() {
	nothing := func(*checker, *said) error { return nil }
	panelClaims = claims{
		"Split between blocs: %.0f%% of the disagreement lies between them, the rest inside.": func(c *checker, s *said) error { return c.between(s.args[0], 0.5, 2) },
		"Split between blocs: the disagreement lies between them, next to none inside.":       func(c *checker, s *said) error { return c.between("", 0.995, 2) },
		"What difference there is lies between blocs.":                                        func(c *checker, s *said) error { return c.between("", 0.995, 2) },
		"Split into camps that are not the blocs: only %.0f%% of the disagreement lies between blocs.": func(c *checker, s *said) error {
			if err := c.between(s.args[0], -1, 0.5); err != nil {
				return err
			}
			return c.camps()
		},
		"Split into camps: experts agree within a camp and not across.": func(c *checker, s *said) error { return c.camps() },
		"No common order: the experts differ one by one, not by bloc or camp.": func(c *checker, s *said) error {
			if b := c.panel.Between; b != nil && *b >= 0.5 {
				return fmt.Errorf("%v lies between blocs", *b)
			}
			if c.panel.Clusters != nil && len(c.panel.Clusters.Camps) > 1 {
				return fmt.Errorf("there are camps")
			}
			return c.agreement(-2, 0.5)
		},
		"Agreed in part: the orders have much in common, and differ.":            func(c *checker, s *said) error { return c.agreement(0.5, 0.7) },
		"Agreed: the experts put the same first and the same last.":              func(c *checker, s *said) error { return c.ends(true, true) },
		"Agreed: the orders are much alike, and the experts put the same first.": func(c *checker, s *said) error { return c.ends(true, false) },
		"Agreed: the orders are much alike, and the experts put the same last.":  func(c *checker, s *said) error { return c.ends(false, true) },
		"Agreed: the orders are much alike.":                                     func(c *checker, s *said) error { return c.ends(false, false) },
		"What difference there is lies mostly between blocs (%.0f%%).":           func(c *checker, s *said) error { return c.between(s.args[0], 0.5, 2) },
		"Too few experts have judged the same technologies to say how far they agree.": func(c *checker, s *said) error {
			ordered := 0
			for _, e := range c.panel.Experts {
				if len(e.Ranks) > 1 {
					ordered++
				}
			}
			if c.panel.KendallW != nil || c.panel.TauB != nil && c.panel.TauPairs >= ordered-1 {
				return fmt.Errorf("figures are known, tau-b of %d pairs of %d experts", c.panel.TauPairs, ordered)
			}
			return nil
		},
		"S* of %s alone would read “%s”; it says that nobody gives extreme shares. The orders have W %s.": func(c *checker, s *said) error {
			p := c.panel
			if p.SStar == nil || !around(s.args[0], *p.SStar) || *p.SStar < 0.75 || p.KendallW == nil || !around(s.args[2], *p.KendallW) {
				return fmt.Errorf("S* %v, W %v", p.SStar, p.KendallW)
			}
			return nil
		},
		"Orders drawn at random would agree as much with probability %s.": func(c *checker, s *said) error {
			p := c.panel.P
			if p == nil || !around(s.args[0], *p) || *p <= 0.05 {
				return fmt.Errorf("p is %v", p)
			}
			if _, orders := c.orders(); c.whole() {
				own := c.chance(orders, 1000)
				if math.Abs(own-*p) > 0.02+4*math.Sqrt(own*(1-own)/1000) {
					return fmt.Errorf("it is about %v", own)
				}
			}
			return nil
		},
		"The conversation that would help most: %s, in place %s on average with %s and in place %s with %s.": func(c *checker, s *said) error {
			t := c.panel.Conversation
			if t == nil || !around(s.args[1], t.Places[0]) || !around(s.args[3], t.Places[1]) || t.Places[0] >= t.Places[1] {
				return fmt.Errorf("%v", t)
			}
			for side := range 2 {
				if !c.whole() {
					break
				}
				var sum float64
				for _, id := range t.Members[side] {
					for _, e := range c.panel.Experts {
						if e.ID == id {
							sum += e.Ranks[t.Technology]
						}
					}
				}
				if mean := sum / float64(len(t.Members[side])); math.Abs(mean-t.Places[side]) > 1e-9 {
					return fmt.Errorf("in place %v with %v", mean, t.Members[side])
				}
			}
			if !strings.Contains(s.args[0], t.Technology) {
				return fmt.Errorf("it is about %s", t.Technology)
			}
			return nil
		},
		" If all placed it as the panel does, W would go from %s to %s.": func(c *checker, s *said) error {
			t := c.panel.Conversation
			if !around(s.args[0], *t.W) || !around(s.args[1], *t.Would) || *t.Would <= *t.W {
				return fmt.Errorf("%v to %v", *t.W, *t.Would)
			}
			return nil
		},
		" Begin with %s (%s), on which they differ most.": nothing,
		"Dong's consensus process (θ %.1f, GCCI up to %.2f): steps %d, experts moved %d. It is advice: nothing was changed.": func(c *checker, s *said) error {
			for _, w := range c.panel.Weights {
				p := w.Process
				if p == nil || !around(s.args[0], p.Theta) || s.number(2) != float64(p.Steps) || s.number(3) != float64(len(p.Moves)) {
					continue
				}
				all := 0
				for _, n := range p.Moves {
					all += n
				}
				if limit := map[int]float64{3: 0.31, 4: 0.35}[len(w.Criteria)]; !p.Reached || all != p.Steps || limit > 0 && s.number(1) != limit {
					return fmt.Errorf("%+v", *p)
				}
				near := 0 // who is near enough has no need to move
				for _, e := range w.Experts {
					if e.GCCI != nil && *e.GCCI > w.Limit {
						near++
					}
				}
				if near == 0 {
					return fmt.Errorf("all are near enough")
				}
				return nil
			}
			return fmt.Errorf("no such process")
		},
		saidOfPart: func(c *checker, s *said) error { return c.saysPart(s) },
		"blocs":    nothing,
		"technologies, the most contested first; places in the experts' own orders": nothing,
		"experts, those who stand apart most first":                                 nothing,
		"weights: GCI how consistent with themselves, GCCI with the panel":          nothing,
		"other ways to join the experts":                                            nothing,
	}
	allClaims["panel"] = panelClaims
}
