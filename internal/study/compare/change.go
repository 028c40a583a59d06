package compare

import (
	"cmp"
	"maps"
	"math"
	"reflect"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
)

// Change is one thing that is not in this edition as it was in the last.
type Change struct {
	Factor Factor // Apart: it moves no rank
	Said   language.Message
}

// changes lists what differs between the editions, factor by factor.
func (c *Comparison) changes() {
	c.changedCandidates()
	c.changedPeople()
	c.changedScores()
	c.changedWeights()
	c.changedMethod()
	c.changedApart()
}

func (c *Comparison) changed(f Factor, said language.Message) {
	c.Changes = append(c.Changes, Change{f, said})
}

func (c *Comparison) changedCandidates() {
	l, n := c.Last.Study, c.This.Study
	if k := len(c.Candidates.New); k > 0 {
		c.changed(Candidates, language.M("%d new candidate|%d new candidates", k))
	}
	if k := len(c.Candidates.Gone); k > 0 {
		c.changed(Candidates, language.M("%d candidate withdrawn|%d candidates withdrawn", k))
	}
	if a, b := present(l.Excluded.Technologies, l.Technology), present(n.Excluded.Technologies, n.Technology); !slices.Equal(a, b) {
		c.changed(Candidates, language.M("excluded: %s; before: %s", list(b), list(a)))
	}
}

// present are the members of a set that the study has, in order.
func present(set map[string]bool, place func(string) int) []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(set)) {
		if set[id] && place(id) >= 0 {
			out = append(out, id)
		}
	}
	return out
}

// list is names with commas between them, or "none".
func list(names []string) language.Message {
	if len(names) == 0 {
		return language.M("none‹list›")
	}
	var all []language.Message
	for _, n := range names {
		all = append(all, language.Verbatim(n))
	}
	return language.Join(all, ", ")
}

func (c *Comparison) changedPeople() {
	l, n, q := c.Last.Study, c.This.Study, c.hybrids
	if k := len(c.People.New); k > 0 {
		c.changed(People, language.M("%d expert is new|%d experts are new", k))
	}
	if k := len(c.People.Gone); k > 0 {
		c.changed(People, language.M("%d expert is no longer asked|%d experts are no longer asked", k))
	}
	if a, b := present(l.Excluded.Experts, l.Expert), present(n.Excluded.Experts, n.Expert); !slices.Equal(a, b) {
		c.changed(People, language.M("excluded experts: %s; before: %s", list(b), list(a)))
	}
	weights, conflicts, blocs := 0, 0, 0
	for _, b := range c.People.Stayed {
		x, y := &l.Experts[q.experts[this][b]], &n.Experts[b]
		if !equal(x.Weight, y.Weight) || !equal(x.Familiarity, y.Familiarity) || !maps.Equal(x.Arguments, y.Arguments) {
			weights++
		}
		if folded(x.Bloc) != folded(y.Bloc) {
			blocs++
		}
		if !slices.Equal(idsOf(l, x.Conflicts), idsOf(n, y.Conflicts)) {
			conflicts++
		}
	}
	if weights > 0 {
		c.changed(People, language.M("the competence of %d expert is another|the competence of %d experts is another", weights))
	}
	if blocs > 0 {
		c.changed(People, language.M("%d expert speaks for another bloc|%d experts speak for another bloc", blocs))
	}
	if conflicts > 0 {
		c.changed(People, language.M("%d expert declared other conflicts of interest|%d experts declared other conflicts of interest", conflicts))
	}
	if !slices.EqualFunc(l.Blocs, n.Blocs, func(x, y study.Bloc) bool { return x.Name == y.Name && equal(x.Weight, y.Weight) }) {
		c.changed(People, language.M("the blocs or their weights are others"))
	}
	if !reflect.DeepEqual(l.Sources, n.Sources) {
		c.changed(People, language.M("the table of argumentation is another"))
	}
}

func equal(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

func idsOf(s *study.Study, technologies []int32) []string {
	var out []string
	for _, t := range technologies {
		out = append(out, s.Technologies[t].ID)
	}
	slices.Sort(out)
	return out
}

// answerKey is what an answer is about, by places in this edition.
type answerKey struct{ expert, technology, criterion int }

// answer is what was answered; several of one expert, in rounds that are pooled, are in their order.
type answer struct {
	values []float64
	states []study.State
}

// answers are those of edition x that count, on what both editions have: a score or “don't know”, not one left blank or unread; values of the last edition on this one's scale.
func (c *Comparison) answers(x edition) map[answerKey]answer {
	q := c.hybrids
	z := mix{this, this, this, this, this}
	h := &hybrid{hybrids: q, z: z}
	out := map[answerKey]answer{}
	s := q.of[x].study
	for k := range s.Scores {
		a := &s.Scores[k]
		key := answerKey{q.experts.in(this, x, int(a.Expert)), q.technologies.in(this, x, int(a.Technology)), q.criteria.in(this, x, int(a.Criterion))}
		other := q.experts.in(last, x, int(a.Expert)) < 0 || q.technologies.in(last, x, int(a.Technology)) < 0 || q.criteria.in(last, x, int(a.Criterion)) < 0
		if a.State == study.Missing || other || key.expert < 0 || key.technology < 0 || key.criterion < 0 || !s.Counts(a.Expert, a.Round) {
			continue
		}
		v := a.Value
		if move := h.scale(x, int(a.Criterion)); move != nil && a.State == study.Given {
			v = move(v)
		}
		was := out[key]
		out[key] = answer{append(was.values, v), append(was.states, a.State)}
	}
	return out
}

func (c *Comparison) changedScores() {
	before, after := c.answers(last), c.answers(this)
	common, changed, fresh, lost := 0, 0, 0, 0
	for key, a := range after {
		b, ok := before[key]
		switch {
		case !ok:
			fresh++
		case !slices.Equal(a.states, b.states) || !slices.Equal(a.values, b.values):
			common, changed = common+1, changed+1
		default:
			common++
		}
	}
	for key := range before {
		if _, ok := after[key]; !ok {
			lost++
		}
	}
	if changed > 0 {
		c.changed(Scores, language.M("%d of %d answers (scores or “don’t know”) that stand in both editions is another|%d of %d answers (scores or “don’t know”) that stand in both editions are others", changed, common))
	}
	if fresh > 0 {
		c.changed(Scores, language.M("%d answer on what both editions have stands in this one only|%d answers on what both editions have stand in this one only", fresh))
	}
	if lost > 0 {
		c.changed(Scores, language.M("%d answer on what both editions have stands in the last one only|%d answers on what both editions have stand in the last one only", lost))
	}
	if k := c.changedEvidence(); k > 0 {
		c.changed(Scores, language.M("%d measured value is another|%d measured values are others", k))
	}
	if a, b := c.Last.Round, c.This.Round; a != b {
		c.changed(Scores, language.M("the answers of round %s count; before: %s", b, cmp.Or(a, "–")))
	}
	c.changedUnits()
}

// changedEvidence counts measured values, links included, that differ on what both editions have.
func (c *Comparison) changedEvidence() (changed int) {
	q := c.hybrids
	h := &hybrid{hybrids: q, z: mix{this, this, this, this, this}}
	for b, a := range q.technologies[this] {
		for i, there := range q.criteria[this] {
			if a < 0 || there < 0 {
				continue
			}
			x, _ := q.of[last].known(a, there)
			y, _ := q.of[this].known(b, i)
			if !x.Evidence && !y.Evidence {
				continue
			}
			if move := h.scale(last, there); move != nil {
				x.Value = move(x.Value)
			}
			if x.Known != y.Known || x.Known && x.Value != y.Value {
				changed++
			}
		}
	}
	return changed
}

// changedUnits names the criteria in common whose unit's data differ: scale, target, value function, thresholds, measure of links.
func (c *Comparison) changedUnits() {
	l, n, q := c.Last.Study, c.This.Study, c.hybrids
	var codes []string
	for i, there := range q.criteria[this] {
		if there < 0 {
			continue
		}
		x, y := &l.Criteria[there], &n.Criteria[i]
		if !equal(x.Min, y.Min) || !equal(x.Max, y.Max) || !equal(x.Target, y.Target) || !slices.Equal(x.Value, y.Value) || !reflect.DeepEqual(x.Preference, y.Preference) || !slices.Equal(x.Links, y.Links) {
			codes = append(codes, y.Code)
		}
	}
	if codes != nil {
		c.changed(Scores, language.M("scale, target, value function, thresholds or measure of links are others: %s", list(codes)))
	}
	for _, s := range n.Terms {
		k := slices.IndexFunc(l.Terms, func(x study.Term) bool { return x.Name != "" && folded(x.Name) == folded(s.Name) })
		if k >= 0 && !slices.Equal(l.Terms[k].Values, s.Values) {
			c.changed(Scores, language.M("the term %s stands for another number", s.Name))
		}
	}
}

func (c *Comparison) changedWeights() {
	l, n, q := c.Last, c.This, c.hybrids
	codes := func(o *study.Outcome, some []int) []string {
		var out []string
		for _, i := range some {
			out = append(out, o.Study.Criteria[i].Code)
		}
		return out
	}
	if len(c.Criteria.New) > 0 {
		c.changed(Weights, language.M("new criteria: %s", list(codes(n, c.Criteria.New))))
	}
	if len(c.Criteria.Gone) > 0 {
		c.changed(Weights, language.M("criteria gone: %s", list(codes(l, c.Criteria.Gone))))
	}
	if a, b := l.WeightingInForce(), n.WeightingInForce(); a != b {
		c.changed(Weights, language.M("the weights are by %s; before: %s", b, a))
	}
	for _, pair := range q.commonColumns() {
		a, b := l.Global[pair[last]], n.Global[pair[this]]
		const told = 5e-4 // of what is written
		if math.Abs(a-b) >= told {
			c.changed(Weights, language.M("the weight of %s is %.3f; before: %.3f", n.Study.Criteria[n.Leaves[pair[this]]].Code, b, a))
		}
	}
}

func (c *Comparison) changedMethod() {
	l, n := c.Last, c.This
	if l.Method.Name != n.Method.Name {
		c.changed(Method, language.M("the method is %s; before: %s", language.M(n.Method.Title), language.M(l.Method.Title)))
	} else if !maps.Equal(l.Parameters, n.Parameters) {
		c.changed(Method, language.M("the method's parameters are %s; before: %s", parameters(n), parameters(l)))
	}
	if a, b := l.AggregationInForce(), n.AggregationInForce(); a != b && a != "" && b != "" {
		c.changed(Method, language.M("answers are joined by %s; before: %s", b, a))
	}
	two := func(o *study.Outcome) bool { two, _ := o.Study.TwoLevels(); return two }
	if a, b := two(l), two(n); a != b {
		said := language.M("every expert counts alike; before: within the blocs")
		if b {
			said = language.M("experts count within their blocs; before: every expert alike")
		}
		c.changed(Method, said)
	}
	kind := func(o *study.Outcome) string {
		return cmp.Or(mcda.FoldName(o.Study.Settings.Competence), study.CompetenceOff)
	}
	if a, b := kind(l), kind(n); a != b {
		c.changed(Method, language.M("competence is %s; before: %s", b, a))
	}
}

// parameters are those of the method, in words.
func parameters(o *study.Outcome) language.Message {
	var all []language.Message
	for _, name := range slices.Sorted(maps.Keys(o.Parameters)) {
		if value := o.Parameters[name]; value != "" {
			all = append(all, language.M("%s %s‹parameter›", language.M(name), language.Value(value)))
		}
	}
	return language.Join(all, ", ")
}

// changedApart lists what moves no rank.
func (c *Comparison) changedApart() {
	l, n, q := c.Last.Study, c.This.Study, c.hybrids
	if a, b := l.Settings.Shortlist, n.Settings.Shortlist; a != b {
		length := func(k int) language.Message {
			if k == 0 {
				return language.M("without a line")
			}
			return language.M("%d long", k)
		}
		c.changed(Apart, language.M("the list is %s; before: %s", length(b), length(a)))
	}
	amount := func(x *float64) language.Message {
		if x == nil {
			return language.M("none‹list›")
		}
		return language.M("%s", language.M("%.6g", *x))
	}
	if a, b := l.Settings.Budget, n.Settings.Budget; !equal(a, b) {
		c.changed(Apart, language.M("the budget is %s; before: %s", amount(b), amount(a)))
	}
	var pins, costs []string
	for b, a := range q.technologies[this] {
		if a < 0 {
			continue
		}
		x, y := &l.Technologies[a], &n.Technologies[b]
		if x.Pin != y.Pin {
			pins = append(pins, y.ID)
		}
		if !equal(x.Cost, y.Cost) {
			costs = append(costs, y.ID)
		}
	}
	if pins != nil {
		c.changed(Apart, language.M("what is decided beforehand is another: %s", list(pins)))
	}
	if costs != nil {
		c.changed(Apart, language.M("costs are others: %s", list(costs)))
	}
	if !slices.EqualFunc(l.Rules, n.Rules, func(x, y study.Rule) bool {
		return x.Kind == y.Kind && x.Value == y.Value && slices.Equal(x.Subject, y.Subject) && slices.Equal(x.Object, y.Object)
	}) {
		c.changed(Apart, language.M("the rules are others"))
	}
	synergy := func(s *study.Study) (out []string) {
		for _, y := range s.Synergies {
			out = append(out, s.Technologies[y.A].ID+"+"+s.Technologies[y.B].ID+language.English.Figure(y.Value))
		}
		return out
	}
	if !slices.Equal(synergy(l), synergy(n)) {
		c.changed(Apart, language.M("the synergies are others"))
	}
}
