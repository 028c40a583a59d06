package study

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
)

// Synergy is what two technologies are worth together beyond their values, in the units of the values; a loss when negative.
type Synergy struct {
	A, B   int32 // technologies
	Value  float64
	Origin Origin // of the value
}

// RuleKind is what a rule demands of a selection.
type RuleKind string

const (
	GroupMin RuleKind = "group-min" // at least Value technologies of each group in Subject
	GroupMax RuleKind = "group-max" // at most Value technologies of each group in Subject
	Requires RuleKind = "requires"  // the technologies in Subject only together with all in Object
	Excludes RuleKind = "excludes"  // none of Subject together with one of Object; without Object at most one of Subject
	AtLeast  RuleKind = "at-least"  // at least Value of the technologies in Subject
	AtMost   RuleKind = "at-most"   // at most Value of the technologies in Subject
)

// RuleKinds lists the kinds of rules.
func RuleKinds() []RuleKind {
	return []RuleKind{GroupMin, GroupMax, Requires, Excludes, AtLeast, AtMost}
}

// Every is the subject that means every group, or every technology.
const Every = "*"

// Rule is one row of the Rules sheet. Subject and Object hold IDs of technologies; of a rule on groups, and where a group stands for its technologies, names of
// groups; or [Every].
type Rule struct {
	Kind            RuleKind
	Subject, Object []string
	Value           float64
	Origin          Origin // of the row
}

// Counts reports whether the rule needs a Value.
func (k RuleKind) Counts() bool { return k != Requires && k != Excludes }

// Grouped reports whether the rule's subject are groups.
func (k RuleKind) Grouped() bool { return k == GroupMin || k == GroupMax }

// Column names a column of the Rules sheet.
type Column string

const (
	RuleColumn    Column = "Rule"
	SubjectColumn Column = "Subject"
	ObjectColumn  Column = "Object"
	ValueColumn   Column = "Value"
)

// RuleError is what is wrong with a rule, and in which of its columns.
type RuleError struct {
	Column          Column
	Message, Remedy language.Message
}

func (e *RuleError) Error() string { return e.In(language.English) }

// In is the error in a language.
func (e *RuleError) In(l language.Language) string {
	return language.Sentences(e.Message, e.Remedy).In(l)
}

// Groups lists the technologies' groups in order of first appearance.
func (s *Study) Groups() []string {
	var groups []string
	for _, t := range s.Technologies {
		if t.Group != "" && !slices.Contains(groups, t.Group) {
			groups = append(groups, t.Group)
		}
	}
	return groups
}

// CheckRule finds fault with a rule whose names are known to exist; nil when there is none.
func (s *Study) CheckRule(r Rule) *RuleError {
	fault := func(c Column, remedy, format string, args ...any) *RuleError {
		return &RuleError{c, language.M(format, args...), language.M(remedy)}
	}
	if !slices.Contains(RuleKinds(), r.Kind) {
		return fault(RuleColumn, "Write one of group-min, group-max, requires, excludes, at-least, at-most.", "%q is not a kind of rule.", r.Kind)
	}
	if len(r.Subject) == 0 {
		return fault(SubjectColumn, "Name technologies, or groups, with semicolons between them; * means all.", "The rule %s has no subject.", r.Kind)
	}
	if r.Kind.Counts() && (r.Value < 0 || r.Value > 1e6 || r.Value != float64(int(r.Value))) {
		return fault(ValueColumn, "Enter a whole number of 0 or more.", "The rule %s cannot count to %g.", r.Kind, r.Value)
	}
	if r.Kind == Requires && len(r.Object) == 0 {
		return fault(ObjectColumn, "Name the technology that is required.", "The rule requires has no object.")
	}
	if r.Kind == Requires || r.Kind == Excludes {
		for _, a := range s.Members(r.Subject) {
			if slices.Contains(s.Members(r.Object), a) {
				return fault(ObjectColumn, "Correct one of the two.", "Technology %s %s itself.", s.Technologies[a].ID, r.Kind)
			}
		}
	}
	return nil
}

// Members are the technologies that names stand for: IDs, groups, or all.
func (s *Study) Members(names []string) []int {
	in := make(map[string]bool, len(names))
	for _, n := range names {
		in[n] = true
	}
	var members []int
	byID := make(map[string]bool)
	for _, t := range s.Technologies {
		byID[t.ID] = true
	}
	for k, t := range s.Technologies {
		if in[t.ID] || in[Every] || t.Group != "" && in[t.Group] && !byID[t.Group] {
			members = append(members, k)
		}
	}
	return members
}

// GroupsOf are the groups a rule on groups is about.
func (s *Study) GroupsOf(r *Rule) []string {
	if slices.Contains(r.Subject, Every) {
		return s.Groups()
	}
	return r.Subject
}

// checkRules reports technologies that require each other in a circle: nobody can say which comes first.
func (s *Study) checkRules() Issues {
	type need struct{ from, to, rule int }
	needs := make(map[int][]need)
	for k := range s.Rules {
		if r := &s.Rules[k]; r.Kind == Requires {
			for _, a := range s.Members(r.Subject) {
				for _, b := range s.Members(r.Object) {
					needs[a] = append(needs[a], need{a, b, k})
				}
			}
		}
	}
	const unseen, open, done = 0, 1, 2
	state := make([]int, len(s.Technologies))
	var path []need
	var issues Issues
	var visit func(t int)
	visit = func(t int) {
		state[t] = open
		for _, n := range needs[t] {
			switch state[n.to] {
			case open:
				from := slices.IndexFunc(path, func(p need) bool { return p.from == n.to })
				circle := append(slices.Clone(path[max(from, 0):]), n)
				if from < 0 {
					circle = []need{n}
				}
				var ids []language.Message
				var cells []string
				for _, c := range circle {
					ids = append(ids, language.Verbatim(s.Technologies[c.from].ID))
					cells = append(cells, s.Place(s.Rules[c.rule].Origin).String())
				}
				ids = append(ids, language.Verbatim(s.Technologies[n.to].ID))
				issues = append(issues, Errorf("E-RULE-CYCLE", s.Place(s.Rules[n.rule].Origin), "", language.M("Remove one of the rules, or pin the technologies in or out together."),
					"The technologies require each other in a circle: %s (%s).", language.Join(ids, " requires "), strings.Join(slices.Compact(cells), ", ")))
			case unseen:
				path = append(path, n)
				visit(n.to)
				path = path[:len(path)-1]
			}
		}
		state[t] = done
	}
	for t := range s.Technologies {
		if state[t] == unseen {
			visit(t)
		}
	}
	return issues
}

// parseBudget reads a budget; "" means none.
func parseBudget(text string) (*float64, error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", ".")
	if text == "" || strings.EqualFold(text, "none") {
		return nil, nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= 0 && x <= math.MaxFloat64) {
		return nil, language.Errorf("the budget must be a number of 0 or more, not %q", text)
	}
	return &x, nil
}

// mostFactor bounds what synergies are scaled by, so that sums of them stay exact enough.
const mostFactor = 1e15

// SetPin decides a technology beforehand: Pin is "in", "out", or "" to leave it to the selection.
type SetPin struct {
	Technology string `json:"technology"`
	Pin        string `json:"pin"`
}

// AddRule adds a rule of selection. Subject and Object are IDs, or groups, with semicolons between them.
type AddRule struct {
	Rule    string  `json:"rule"`
	Subject string  `json:"subject"`
	Object  string  `json:"object,omitempty"`
	Value   float64 `json:"value,omitempty"`
}

// RemoveRule removes a rule by its number, from 1.
type RemoveRule struct {
	Number int `json:"number"`
}

// SetSynergy sets what two technologies are worth together; 0 removes it.
type SetSynergy struct {
	A     string  `json:"a"`
	B     string  `json:"b"`
	Value float64 `json:"value"`
}

// AcceptSynergies takes the synergies that shared partners suggest (see [Study.SuggestSynergies]) for the pairs that have none: those of the Most strongest
// pairs, or of all.
type AcceptSynergies struct {
	Factor float64 `json:"factor"`         // the value of a synergy between technologies whose partners are the same
	Most   int     `json:"most,omitempty"` // 0: all
}

func (AcceptSynergies) Kind() string { return "accept-synergies" }

func (a AcceptSynergies) Says() language.Message {
	if a.Most > 0 {
		return language.M("accept the %d strongest suggested synergies, %g for the same partners", a.Most, a.Factor)
	}
	return language.M("accept the suggested synergies, %g for the same partners", a.Factor)
}

func (a AcceptSynergies) apply(s *Study) (*Study, error) {
	if !(a.Factor > 0 && a.Factor <= mostFactor) {
		return nil, language.Errorf("the value of a synergy between technologies with the same partners must be above 0, not %g", a.Factor)
	}
	suggested, err := s.SuggestSynergies(a.Factor)
	if err != nil {
		return nil, err
	}
	has := make(map[[2]int32]bool)
	for _, y := range s.Synergies {
		has[[2]int32{min(y.A, y.B), max(y.A, y.B)}] = true
	}
	c := s.Changed()
	c.Synergies = slices.Clone(s.Synergies)
	for k, y := range suggested {
		if a.Most > 0 && k == a.Most {
			break
		}
		if pair := [2]int32{int32(y.A), int32(y.B)}; !has[pair] {
			c.Synergies = append(c.Synergies, Synergy{A: pair[0], B: pair[1], Value: y.Value})
		}
	}
	return c, nil
}

func (SetPin) Kind() string     { return "set-pin" }
func (AddRule) Kind() string    { return "add-rule" }
func (RemoveRule) Kind() string { return "remove-rule" }
func (SetSynergy) Kind() string { return "set-synergy" }

func (a SetPin) Says() language.Message {
	switch a.Pin {
	case "":
		return language.M("unpin %s", a.Technology)
	case "in":
		return language.M("pin %s in", a.Technology)
	}
	return language.M("pin %s out", a.Technology)
}

func (a AddRule) Says() language.Message {
	parts := []language.Message{language.M("add the rule %s %s", language.M(a.Rule), a.Subject)}
	if a.Object != "" {
		parts = append(parts, language.Verbatim(a.Object))
	}
	if RuleKind(a.Rule).Counts() {
		parts = append(parts, language.M("%g", a.Value))
	}
	return language.Sentences(parts...)
}

func (a RemoveRule) Says() language.Message { return language.M("remove rule %d", a.Number) }
func (a SetSynergy) Says() language.Message {
	return language.M("set the synergy of %s and %s to %g", a.A, a.B, a.Value)
}

func (a SetPin) apply(s *Study) (*Study, error) {
	k := s.Technology(a.Technology)
	if k < 0 {
		return nil, language.Errorf("there is no technology %q", a.Technology)
	}
	if a.Pin != "" && a.Pin != "in" && a.Pin != "out" {
		return nil, language.Errorf("a technology is pinned in or out, not %q", a.Pin)
	}
	c := s.Changed()
	c.Technologies = slices.Clone(s.Technologies)
	c.Technologies[k].Pin = a.Pin
	return c, nil
}

func (a AddRule) apply(s *Study) (*Study, error) {
	r := Rule{Kind: RuleKind(strings.ToLower(strings.TrimSpace(a.Rule))), Value: a.Value}
	for _, side := range []struct {
		text string
		to   *[]string
	}{{a.Subject, &r.Subject}, {a.Object, &r.Object}} {
		for _, name := range strings.Split(side.text, ";") {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			known := name == Every || slices.Contains(s.Groups(), name) || !r.Kind.Grouped() && s.Technology(name) >= 0
			if !known {
				if r.Kind.Grouped() {
					return nil, language.Errorf("there is no group %q", name)
				}
				return nil, language.Errorf("there is no technology or group %q", name)
			}
			*side.to = append(*side.to, name)
		}
	}
	if err := s.CheckRule(r); err != nil {
		return nil, err
	}
	c := s.Changed()
	c.Rules = append(slices.Clone(s.Rules), r)
	if issues := c.checkRules(); len(issues) > 0 {
		return nil, language.Errorf("%s", issues[0].Sentence())
	}
	return c, nil
}

func (a RemoveRule) apply(s *Study) (*Study, error) {
	if a.Number < 1 || a.Number > len(s.Rules) {
		return nil, language.Errorf("there is no rule %d; there are %d", a.Number, len(s.Rules))
	}
	c := s.Changed()
	c.Rules = slices.Delete(slices.Clone(s.Rules), a.Number-1, a.Number)
	return c, nil
}

func (a SetSynergy) apply(s *Study) (*Study, error) {
	x, y := s.Technology(a.A), s.Technology(a.B)
	switch {
	case x < 0 || y < 0:
		missing := a.A
		if x >= 0 {
			missing = a.B
		}
		return nil, language.Errorf("there is no technology %q", missing)
	case x == y:
		return nil, language.Errorf("a synergy needs two technologies, not %s twice", a.A)
	case !(a.Value >= -1e12 && a.Value <= 1e12):
		return nil, language.Errorf("the synergy of %s and %s must be a number, not %g", a.A, a.B, a.Value)
	}
	c := s.Changed()
	c.Synergies = slices.Clone(s.Synergies)
	k := slices.IndexFunc(c.Synergies, func(t Synergy) bool {
		return int(t.A) == x && int(t.B) == y || int(t.A) == y && int(t.B) == x
	})
	switch {
	case k < 0 && a.Value != 0:
		c.Synergies = append(c.Synergies, Synergy{A: int32(x), B: int32(y), Value: a.Value})
	case k >= 0 && a.Value != 0:
		c.Synergies[k].Value = a.Value
	case k >= 0:
		c.Synergies = slices.Delete(c.Synergies, k, k+1)
	}
	return c, nil
}
