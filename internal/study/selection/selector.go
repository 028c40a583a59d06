package selection

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/mcda/portfolio"
	"veche/internal/study"
)

// DefaultTime is how long a selection may search when nobody says otherwise.
const DefaultTime = 10 * time.Second

// Selector is an outcome made ready to select from. Its alternatives are the outcome's rows, best first. It is not changed by its methods, and may be used by
// several goroutines at once.
type Selector struct {
	*study.Outcome
	Portfolio *portfolio.Problem // by row of the outcome; rule k is demand k
	Basis     ValueBasis
	Demands   []Demand
	Caveats   study.Issues // warnings about the selection, beside the outcome's
	worth     *worth
	row       map[int]int // technology → row
}

// Demand is one thing a selection must obey: a rule (of a rule on several groups or technologies one part), a pin, or the length of the list.
type Demand struct {
	Kind    study.RuleKind // "" for a pin
	Rule    int            // in the study's Rules; −1 for a pin and for the length of the list
	Group   string         // of a rule on groups
	Members []int          // rows counted, or the one pinned or asking
	Other   []int          // the row required or excluded
	Count   int
	Pin     string // in or out
	At      study.Place
	Subject string   // what the members are called, when a group or all of them
	Absent  []string // IDs that a rule names and that are not ranked: they cannot be chosen
}

// lackingCost are the rows without a cost where others have one.
func lackingCost(rows []study.Row) (lacking []int) {
	for k, r := range rows {
		if r.Technology.Cost == nil && r.Technology.Pin != "out" {
			lacking = append(lacking, k)
		}
	}
	if len(lacking) == len(rows) {
		return nil
	}
	return lacking
}

// NewSelector prepares a selection of at most so many technologies; 0: as many as the study's shortlist when there is no budget, else no limit. The error is
// [study.Issues]: costs that are missing, pins of technologies that are not ranked, or nothing that limits the choice.
func NewSelector(o *study.Outcome, most int) (*Selector, error) {
	w, err := worthOf(o)
	if err != nil {
		return nil, err
	}
	s := o.Study
	sel := &Selector{Outcome: o, Basis: w.basis, worth: w, row: make(map[int]int)}
	p := &portfolio.Problem{Values: make([]float64, len(o.Rows)), Costs: make([]float64, len(o.Rows)), Budget: math.Inf(1)}
	var issues study.Issues
	technology := make([]int, len(o.Rows))
	for k, r := range o.Rows {
		technology[k] = o.Technology[r.Index]
		sel.row[technology[k]] = k
		p.Values[k] = w.values[r.Index]
		if !(math.Abs(p.Values[k]) <= portfolio.Most) {
			issues = append(issues, study.Errorf("E-DATA", s.Place(r.Technology.Origin), "", language.M("Correct the data, or choose another normalisation or method."),
				"%s (%s) is worth %g: sums of numbers beyond %g are not exact enough to choose by.", r.Technology.ID, r.Technology.Name, p.Values[k], portfolio.Most))
		}
		switch c := r.Technology.Cost; {
		case c != nil && *c > portfolio.Most:
			issues = append(issues, study.Errorf("E-COST", s.Place(r.Technology.CostAt), "", language.M("Give the costs and the budget in a larger unit."),
				"%s (%s) costs %g: sums of numbers beyond %g are not exact enough to choose by.", r.Technology.ID, r.Technology.Name, *c, portfolio.Most))
		case c != nil:
			p.Costs[k] = *c
		case s.Settings.Budget != nil && r.Technology.Pin != "out":
			issues = append(issues, study.Errorf("E-COST-MISSING", s.Place(r.Technology.CostAt), "", language.M("Enter what it costs (0 if nothing), or pin it out."), "%s (%s) has no cost, and there is a budget.", r.Technology.ID, r.Technology.Name))
		}
	}
	if s.Settings.Budget != nil {
		p.Budget = *s.Settings.Budget
	}
	for _, y := range s.Synergies {
		a, okA := sel.row[int(y.A)]
		b, okB := sel.row[int(y.B)]
		if !(math.Abs(y.Value) <= portfolio.Most) {
			issues = append(issues, study.Errorf("E-SYNERGY", s.Place(y.Origin), "", language.M("Give the synergies in the unit of the scores."),
				"The synergy of %s and %s is %g: sums of numbers beyond %g are not exact enough to choose by.", s.Technologies[y.A].ID, s.Technologies[y.B].ID, y.Value, portfolio.Most))
			continue
		}
		if okA && okB {
			p.Synergies = append(p.Synergies, portfolio.Synergy{A: a, B: b, Value: y.Value})
		}
	}
	sel.Portfolio = p
	for k := range s.Rules {
		sel.addRule(k)
	}
	for t := range s.Technologies {
		tech := &s.Technologies[t]
		row, ranked := sel.row[t]
		switch {
		case tech.Pin == "in" && !ranked:
			issues = append(issues, study.Errorf("E-SELECT-PIN", s.Place(tech.Origin), "in", language.M("Unpin it, or ask for the answers it lacks."), "%s (%s) is pinned in but not ranked.", tech.ID, tech.Name))
		case tech.Pin == "in":
			sel.demand(Demand{Rule: -1, Members: []int{row}, Pin: "in", At: s.Place(tech.Origin)}, portfolio.In(row))
		case tech.Pin == "out" && ranked:
			sel.demand(Demand{Rule: -1, Members: []int{row}, Pin: "out", At: s.Place(tech.Origin)}, portfolio.Out(row))
		}
	}
	if most <= 0 && s.Settings.Budget == nil {
		most = s.Settings.Shortlist
	}
	if most > 0 && most < len(o.Rows) {
		sel.limit(most)
	}
	if len(issues) > 0 {
		return nil, issues
	}
	if s.Settings.Budget == nil && len(sel.Demands) == 0 {
		return nil, study.Issues{study.Errorf("E-SELECT-LIMIT", s.On("Study"), "", language.M("Give a budget (--budget N, or the key budget), a length of the list (the key shortlist), or rules."), "Nothing limits the choice: every technology would be chosen.")}
	}
	if lacking := lackingCost(o.Rows); len(lacking) > 0 {
		sel.Caveats = append(sel.Caveats, study.Warnf("W-COST-MISSING", s.Place(o.Rows[lacking[0]].Technology.CostAt), language.M("Enter what they cost (0 if nothing)."),
			"%s have no cost: what sets that hold them cost is not known.", strings.Join(sel.IDs(lacking), ", ")))
	}
	if warning, ok := valueWarning(o, w); ok {
		sel.Caveats = append(sel.Caveats, warning)
	}
	return sel, nil
}

func (sel *Selector) demand(d Demand, r portfolio.Rule) {
	sel.Demands = append(sel.Demands, d)
	sel.Portfolio.Rules = append(sel.Portfolio.Rules, r)
}

// limit demands at most so many technologies.
func (sel *Selector) limit(most int) {
	all := make([]int, len(sel.Rows))
	for k := range all {
		all[k] = k
	}
	sel.demand(Demand{Kind: study.AtMost, Rule: -1, Members: all, Count: most, Subject: study.Every, At: sel.Study.Place(sel.Study.Settings.Origins["shortlist"])}, portfolio.AtMost(all, most))
}

// addRule turns one of the study's rules into demands on rows.
func (sel *Selector) addRule(k int) {
	s := sel.Study
	r := &s.Rules[k]
	base := Demand{Kind: r.Kind, Rule: k, Count: int(r.Value), At: s.Place(r.Origin)}
	rows := func(technologies []int) (in []int, absent []string) {
		for _, t := range technologies {
			if row, ok := sel.row[t]; ok {
				in = append(in, row)
			} else {
				absent = append(absent, s.Technologies[t].ID)
			}
		}
		slices.Sort(in)
		return in, absent
	}
	counted := func(d Demand) {
		if d.Kind == study.GroupMin || d.Kind == study.AtLeast {
			sel.demand(d, portfolio.AtLeast(d.Members, d.Count))
		} else {
			sel.demand(d, portfolio.AtMost(d.Members, d.Count))
		}
	}
	switch r.Kind {
	case study.GroupMin, study.GroupMax:
		for _, g := range s.GroupsOf(r) {
			d := base
			d.Group, d.Subject = g, g
			var members []int
			for t := range s.Technologies {
				if s.Technologies[t].Group == g {
					members = append(members, t)
				}
			}
			d.Members, d.Absent = rows(members)
			counted(d)
		}
	case study.AtLeast, study.AtMost:
		d := base
		d.Members, d.Absent = rows(s.Members(r.Subject))
		if len(r.Subject) == 1 && s.Technology(r.Subject[0]) < 0 {
			d.Subject = r.Subject[0]
		}
		counted(d)
	case study.Requires:
		asking, _ := rows(s.Members(r.Subject))
		needed, absent := rows(s.Members(r.Object))
		for _, a := range asking {
			if len(absent) > 0 {
				d := base
				d.Members, d.Absent = []int{a}, absent
				sel.demand(d, portfolio.Out(a))
			}
			for _, b := range needed {
				d := base
				d.Members, d.Other = []int{a}, []int{b}
				sel.demand(d, portfolio.Requires(a, b))
			}
		}
	case study.Excludes:
		a, _ := rows(s.Members(r.Subject))
		b, _ := rows(s.Members(r.Object))
		if len(r.Object) == 0 {
			d := base
			d.Members, d.Count = a, 1
			sel.demand(d, portfolio.AtMost(a, 1))
			return
		}
		for _, x := range a {
			for _, y := range b {
				d := base
				d.Members, d.Other = []int{x}, []int{y}
				sel.demand(d, portfolio.Excludes(x, y))
			}
		}
	}
}

// Best searches for the best sets. The first is the best; the others cannot be improved by adding a technology.
func (sel *Selector) Best(ctx context.Context, sets int, limit time.Duration) *portfolio.Result {
	return portfolio.Solve(ctx, sel.Portfolio, portfolio.Options{TimeLimit: limit, Sets: sets, Every: sets > 1})
}

// ByRank is the set that taking technologies in the order of the ranking gives: those pinned in, then each that the money left pays for. Rules do not count
// but for the length of the list; see [Selector.Broken].
func (sel *Selector) ByRank(most int) portfolio.Set {
	p := sel.Portfolio
	chosen := make([]bool, len(p.Values))
	cost, count := 0.0, 0
	fits := func(c float64) bool {
		return portfolio.Fits(cost+c, p.Budget) && count < most
	}
	for _, pinned := range []bool{true, false} {
		for k, r := range sel.Rows {
			in := r.Technology.Pin == "in"
			if in != pinned || r.Technology.Pin == "out" || !in && !fits(p.Costs[k]) {
				continue
			}
			chosen[k] = true
			cost += p.Costs[k]
			count++
		}
	}
	return p.Measure(chosen)
}

// Holds reports whether a set obeys a demand.
func (sel *Selector) Holds(demand int, chosen []bool) bool {
	return sel.Portfolio.Rules[demand].Holds(chosen)
}

// Broken lists the demands a set does not obey.
func (sel *Selector) Broken(chosen []bool) []int {
	var broken []int
	for d := range sel.Demands {
		if !sel.Holds(d, chosen) {
			broken = append(broken, d)
		}
	}
	return broken
}

// IDs are the identifiers of rows, in the order of the ranking.
func (sel *Selector) IDs(rows []int) []string {
	ids := make([]string, len(rows))
	for k, r := range rows {
		ids[k] = sel.Rows[r].Technology.ID
	}
	return ids
}

// conflict is the error of demands that cannot hold together: the smallest set of them, in words, with their cells.
func (sel *Selector) conflict(ctx context.Context, limit time.Duration) error {
	clash, ok := portfolio.Conflict(ctx, sel.Portfolio, limit)
	if !ok {
		return nil
	}
	s := sel.Study
	var parts []language.Message
	placed := func(m language.Message, at study.Place) language.Message {
		if at.Cell == "" {
			return m
		}
		return language.M("%s (%s)", m, language.Verbatim(at.Sheet+"!"+at.Cell))
	}
	at := s.On("Rules")
	for k, d := range clash.Rules {
		if k == 0 {
			at = sel.Demands[d].At
		}
		parts = append(parts, placed(language.M("%s", demanded{sel, &sel.Demands[d]}), sel.Demands[d].At))
	}
	if clash.Budget {
		place := s.Place(s.Settings.Origins["budget"])
		parts = append(parts, placed(language.M("the budget is %s", sum(sel.Portfolio.Budget)), place))
		if len(clash.Rules) == 0 {
			at = place
		}
	}
	remedy := language.M("Give up or loosen one of them.")
	if len(parts) == 1 {
		remedy = language.M("Correct it.")
	}
	message := "No set of technologies obeys the rules. These cannot hold together: %s."
	switch {
	case len(parts) == 1:
		message = "No set of technologies obeys the rules. This one alone cannot hold: %s."
	case !clash.Proven:
		message = "No set of technologies obeys the rules. The time did not suffice to find the fewest that clash; they are among these: %s."
	}
	return study.Issues{study.Errorf("E-SELECT-CONFLICT", at, "", remedy, message, language.Join(parts, "; "))}
}

// Members are the rows of a set.
func (sel *Selector) Members(chosen []bool) []int {
	set := portfolio.Set{Chosen: chosen}
	return set.Members()
}

// Differs says which rows a set has that the best set lacks, and which it lacks.
func (s *Selection) Differs(chosen []bool) (adds, drops []int) {
	for k := range chosen {
		switch {
		case chosen[k] && !s.Best.Chosen[k]:
			adds = append(adds, k)
		case !chosen[k] && s.Best.Chosen[k]:
			drops = append(drops, k)
		}
	}
	return adds, drops
}
