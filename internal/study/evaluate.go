package study

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/group"
)

// Prepared is a study made ready to be scored: answers joined into a problem, weights worked out, the method prepared.
type Prepared struct {
	Method     *mcda.Method
	Parameters mcda.Parameters
	Problem    *mcda.Problem
	Scorer     mcda.Scorer
	Weights    *Weights // as the weighting gives them
	Leaves     []int    // criterion of each column
	Technology []int    // technology of each row
	Cells      Cells    // rows × columns: how each score came about
	Raters     []int    // by row: distinct experts with at least one answer; 0 throughout when all is evidence
	Unranked   []Unranked
	Round      string // the rounds that count, in words; "" without rounds
	Warnings   Issues
	weighed    int // the weights' own warnings begin there
}

// Unranked is a technology that cannot be ranked, and why.
type Unranked struct {
	Technology int
	Reason     language.Message
}

// Outcome is a ranking with all that explains it.
type Outcome struct {
	*Prepared
	Study    *Study
	Global   []float64 // the weights in force, by column, sum 1
	Rows     []Row     // best first
	Warnings Issues
}

// Row is one ranked technology.
type Row struct {
	Index         int // row of the problem
	Technology    *Technology
	Rank          int
	Score         float64
	Contributions []float64 // by column; they add to Score; nil for a score that does not split over the criteria
	Reasons       []float64 // by column: the contributions, or where there are none the weighted scores w_j·r_ij, r the min-max score, more is better
	Raters        int
}

// Check reports everything wrong with a study that the reader of one cell cannot see: settings, the tree, the panel, references between sheets.
func (s *Study) Check() Issues {
	var issues Issues
	if len(s.Criteria) == 0 && !s.LinksOnly {
		issues = append(issues, Errorf("E-CRITERIA-NONE", s.On("Criteria").At("A2"), "", language.M("Add a row for each criterion."), "There are no criteria."))
	}
	if len(s.Technologies) < 2 && !s.CriteriaOnly && !s.LinksOnly {
		issues = append(issues, Errorf("E-TECHNOLOGIES-FEW", s.On("Technologies").At("A2"), "", language.M("Add a row for each technology."), "A ranking needs at least two technologies, there are %d.", len(s.Technologies)))
	}
	issues = append(issues, s.checkSettings()...)
	issues = append(issues, s.checkTree()...)
	issues = append(issues, s.checkPanel()...)
	issues = append(issues, s.checkCompetence()...)
	issues = append(issues, s.checkLinks()...)
	_, rounds := s.ChosenRounds()
	issues = append(issues, rounds...)
	issues = append(issues, s.Roundless()...)
	issues = append(issues, s.checkRules()...)
	issues = append(issues, s.checkMixture()...)
	if issues.Err() == nil {
		issues = append(issues, s.checkSeal()...)
	}
	return issues
}

// checkMixture refuses a criterion that has both evidence and experts' scores: they are in different units.
func (s *Study) checkMixture() Issues {
	scored := make([]Origin, len(s.Criteria))
	for _, a := range s.Scores {
		scored[a.Criterion] = a.Origin
	}
	var issues Issues
	done := make(map[int32]bool)
	if len(s.Scores)+len(s.Comparisons) == 0 { // there may be millions of measurements
		return nil
	}
	for e := range s.Evidence.All() {
		if o := scored[e.Criterion]; o != (Origin{}) && !done[e.Criterion] {
			done[e.Criterion] = true
			issues = append(issues, Errorf("E-MIXED", s.Place(e.Origin), "", language.M("Keep one of the two, or make them two criteria."),
				"Criterion %s has evidence here and experts' scores at %s.", s.Criteria[e.Criterion].Code, s.Place(o)))
		}
	}
	for e := range s.Evidence.All() {
		scored[e.Criterion] = e.Origin
	}
	for _, c := range s.Comparisons {
		if o := scored[c.Criterion]; o != (Origin{}) && !done[c.Criterion] {
			done[c.Criterion] = true
			issues = append(issues, Errorf("E-MIXED", s.Place(c.Origin), "", language.M("Keep one of the two, or make them two criteria."),
				"On criterion %s technologies are compared in pairs here and scored at %s.", s.Criteria[c.Criterion].Code, s.Place(o)))
		}
	}
	return issues
}

// Prepare does everything that does not depend on moved weights. The error is [Issues].
func Prepare(s *Study) (*Prepared, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	return Compose(s)
}

// Compose is [Prepare] for a study made of parts of studies that were checked: what a check would find in it is nobody's mistake. The error is [Issues].
func Compose(s *Study) (*Prepared, error) {
	p, err := s.matrix()
	if err != nil {
		return nil, err
	}
	p.Method, _ = s.Settings.method()
	given, _ := s.Settings.Split()
	if p.Parameters, err = p.Method.Resolve(given); err != nil {
		return nil, Issues{s.settingIssue(err)}
	}
	if p.Weights, err = WeighFrom(s, func() (*Prepared, error) { return p, nil }); err != nil {
		return nil, asIssues(err)
	}
	p.weighed = len(p.Warnings)
	p.Warnings = append(p.Warnings, p.Weights.Warnings...)
	p.Warnings = append(p.Warnings, s.unusedFuzziness(p.Method)...)
	if p.Scorer, err = p.Method.Prepare(p.Problem, given); err != nil {
		return nil, Issues{p.DataIssue(s, err)}
	}
	for _, j := range p.Problem.Inert() {
		p.Warnings = append(p.Warnings, Warnf("W-INERT", s.Place(s.Criteria[p.Leaves[j]].Origin), language.M("Its weight has no effect on the order."),
			"All ranked technologies have the same score on criterion %s.", p.Problem.Criteria[j].ID))
	}
	if p.Method.Name == "weighted-sum" {
		p.Warnings = append(p.Warnings, s.beyondValues(p)...)
	}
	return p, nil
}

// beyondValues says of every criterion with a value function whose scores lie beyond its ends: they take the end's value, however far beyond they are.
func (s *Study) beyondValues(p *Prepared) (warnings Issues) {
	for j := range p.Problem.Criteria {
		f := p.Problem.Criteria[j].Value
		if f == nil {
			continue
		}
		var beyond []string
		for i, id := range p.Problem.Alternatives {
			if x := p.Problem.At(i, j); x < f[0].Score || x > f[len(f)-1].Score {
				beyond = append(beyond, id)
			}
		}
		if len(beyond) > 0 {
			warnings = append(warnings, Warnf("W-VALUE-ENDS", s.Place(s.Criteria[p.Leaves[j]].Origin), language.M("Extend the value function, or correct the scores."),
				"Scores on criterion %s lie beyond its value function, %g to %g, and take the value of its end: %s.", p.Problem.Criteria[j].ID, f[0].Score, f[len(f)-1].Score, strings.Join(beyond, ", ")))
		}
	}
	return warnings
}

// NothingToRank refuses to rank what is only weights.
func (s *Study) NothingToRank() Issue {
	if s.LinksOnly {
		return Errorf("E-LINKS-RANK", Place{File: s.Source.File}, "", language.M("Add the sheets Study, Criteria and Evidence or Scores; veche network measures the links as they are."),
			"The file holds links of partners only: there are no criteria to rank by.")
	}
	return Errorf("E-SURVEY-RANK", Place{File: s.Source.File}, "", language.M("Add the sheets Criteria, Technologies and Scores; veche weights prints the weights of the criteria as it is."),
		"The file holds judgements of criteria only: there are no technologies to rank.")
}

// matrix joins answers into a problem: all that can be done before there are weights and a method.
func (s *Study) matrix() (*Prepared, error) {
	if s.CriteriaOnly || s.LinksOnly {
		return nil, Issues{s.NothingToRank()}
	}
	p := &Prepared{Warnings: slices.Clone(s.Warnings)}
	in, _ := s.ChosenRounds()
	p.Round = s.RoundsInWords(in)
	if len(s.Rounds) > 1 && s.Settings.Round == "" {
		p.Warnings = append(p.Warnings, Warnf("W-ROUND", s.Place(s.Settings.Origins["round"]), language.M("Name a round in the Study sheet or with --round; --round all pools them."),
			"The answers are of %d rounds (%s); only the last, %s, is used.", len(s.Rounds), strings.Join(s.Rounds, ", "), p.Round))
	}
	gathered, issues := s.gather(in, crisp)
	if len(issues) > 0 {
		return nil, issues
	}
	if err := s.gatherComparisons(gathered, &p.Warnings); err != nil {
		return nil, err
	}
	known := gathered.cells.known()
	p.assemble(s, gathered)
	if s.Settings.Method != "" && s.FuzzyScores() {
		if m, _ := s.Settings.method(); m != nil && m.Fuzzy {
			p.fuzzify(s, in)
		}
	}
	if len(p.Technology) < 2 && !known {
		return nil, Issues{Errorf("E-UNSCORED", s.On("Scores").At("A2"), "", language.M("Fill in the sheet Scores or Evidence, or ask the experts: veche forms writes a form for each."), "There are no scores that count%s.", inRounds(p.Round))}
	}
	if len(p.Technology) < 2 {
		return nil, append(p.unrankedIssues(s, Error), Errorf("E-UNSCORED", Place{File: s.Source.File}, "", language.M("Fill in the missing scores or evidence."),
			"Only %d technologies have a score on every criterion; a ranking needs two.", len(p.Technology)))
	}
	p.Warnings = append(p.Warnings, p.unrankedIssues(s, Warning)...)
	p.warnFewRaters(s)
	return p, nil
}

func inRounds(round string) language.Message {
	if round == "" {
		return language.Message{}
	}
	return language.M(" in round %s", round)
}

// assemble makes the problem of the technologies that have a value on every leaf.
func (p *Prepared) assemble(s *Study, g *panel) {
	p.Leaves = g.leaves
	n := len(g.leaves)
	p.Problem = &mcda.Problem{}
	for _, i := range g.leaves {
		c := &s.Criteria[i]
		mc := mcda.Criterion{ID: c.Code, Sense: c.Sense, Value: c.Value, Preference: c.Preference, Limits: c.Limits}
		switch {
		case g.compared[int32(i)]: // priorities: more is better, on no scale
			mc = mcda.Criterion{ID: c.Code, Preference: c.Preference}
		case c.Target != nil && c.Sense == mcda.Target:
			mc.Target = *c.Target
		case c.Target != nil:
			mc.Expected = c.Target
		}
		if c.Min != nil && c.Max != nil && !g.compared[int32(i)] {
			mc.Scale = &mcda.Scale{Min: *c.Min, Max: *c.Max}
		}
		p.Problem.Criteria = append(p.Problem.Criteria, mc)
	}
	p.Cells = g.cells
	p.Technology, p.Raters = make([]int, 0, len(s.Technologies)), make([]int, 0, len(s.Technologies))
	p.Problem.Alternatives = make([]string, 0, len(s.Technologies))
	whole := g.whole(s) // the scores as they were measured, each known
	if whole == nil {
		p.Problem.Scores = make([]float64, 0, len(s.Technologies)*n)
	}
	for t := range s.Technologies {
		tech := &s.Technologies[t]
		if s.Excluded.Technologies[tech.ID] {
			p.Unranked = append(p.Unranked, Unranked{t, language.M("excluded")})
			continue
		}
		var lacking, unlinked []string
		for j := range n {
			switch c := &s.Criteria[g.leaves[j]]; {
			case whole != nil || g.at(t, j).Known:
			case len(c.Links) > 0:
				unlinked = append(unlinked, c.Code)
			default:
				lacking = append(lacking, c.Code)
			}
		}
		if len(lacking)+len(unlinked) > 0 {
			reason := language.M("no answer on %s", strings.Join(lacking, ", "))
			switch {
			case len(lacking) == n:
				reason = language.M("no answers%s", inRounds(p.Round))
			case len(lacking) == 0:
				reason = language.M("no links to measure %s", strings.Join(unlinked, ", "))
			case len(unlinked) > 0:
				reason = language.M("no answer on %s; no links to measure %s", strings.Join(lacking, ", "), strings.Join(unlinked, ", "))
			}
			p.Unranked = append(p.Unranked, Unranked{t, reason})
			continue
		}
		p.Technology = append(p.Technology, t)
		p.Problem.Alternatives = append(p.Problem.Alternatives, tech.ID)
		p.Raters = append(p.Raters, g.raters[t])
		for j := 0; j < n && whole == nil; j++ {
			p.Problem.Scores = append(p.Problem.Scores, g.at(t, j).Value)
		}
		p.Cells.keep(t, len(p.Technology)-1, n)
	}
	if whole != nil {
		p.Problem.Scores = whole
	}
	p.Cells.cut(len(p.Problem.Scores))
	p.takePriors(s)
	s.takeFuzzyWeights(p.Problem, g.leaves)
}

// takePriors gives the problem the technologies' preferences when all ranked ones have one.
func (p *Prepared) takePriors(s *Study) {
	if !slices.ContainsFunc(p.Technology, func(t int) bool { return s.Technologies[t].Prior != nil }) {
		return
	}
	var priors []float64
	var lacking []string
	for _, t := range p.Technology {
		if x := s.Technologies[t].Prior; x != nil {
			priors = append(priors, *x)
		} else {
			lacking = append(lacking, s.Technologies[t].ID)
		}
	}
	switch {
	case len(lacking) == 0:
		p.Problem.Prior = priors
	case priors != nil:
		p.Warnings = append(p.Warnings, Warnf("W-PRIOR", s.On("Technologies"), language.M("Fill in the column for all technologies, or clear it."),
			"The column Preference is not used: %s have none.", strings.Join(lacking, ", ")))
	}
}

// fewRaters is the number of experts up to which a technology's scores are called thin.
const fewRaters = 2

// warnFewRaters names the technologies whose place rests on one or two people.
func (p *Prepared) warnFewRaters(s *Study) {
	var thin []string
	most := 0
	for i, n := range p.Raters {
		most = max(most, n)
		if n > 0 && n <= fewRaters {
			thin = append(thin, p.Problem.Alternatives[i])
		}
	}
	if len(thin) > 0 && most > fewRaters { // a panel of two is no news
		p.Warnings = append(p.Warnings, Warnf("W-RATERS", s.On("Scores"), language.M("Ask more experts before relying on their places."),
			"Only one or two experts have scored %s.", strings.Join(thin, ", ")))
	}
}

// unrankedIssues says which technologies lack scores; excluded ones were a person's choice and need no issue.
func (p *Prepared) unrankedIssues(s *Study, severity Severity) Issues {
	var issues Issues
	for _, u := range p.Unranked {
		if u.Reason.Text == "excluded" {
			continue
		}
		t := &s.Technologies[u.Technology]
		i := Warnf("W-UNRANKED", s.Place(t.Origin), language.M("Ask for the missing answers; missing is never counted as zero."), "%s (%s) is not ranked: %s.", t.ID, t.Name, u.Reason)
		if severity == Error {
			i.Severity, i.Code = Error, "E-UNRANKED"
		}
		issues = append(issues, i)
	}
	return issues
}

// DataIssue gives an engine's refusal the cell it is about.
func (p *Prepared) DataIssue(s *Study, err error) Issue {
	var issues Issues
	if errors.As(err, &issues) && len(issues) > 0 {
		return issues[0]
	}
	var data *mcda.DataError
	if !errors.As(err, &data) {
		return s.settingIssue(err)
	}
	at := Place{File: s.Source.File}
	j := slices.IndexFunc(p.Problem.Criteria, func(c mcda.Criterion) bool { return c.ID == data.Criterion })
	i := slices.Index(p.Problem.Alternatives, data.Alternative)
	switch {
	case i >= 0 && j >= 0:
		at = s.Place(p.Cell(i, j).Origin)
	case j >= 0:
		at = s.Place(s.Criteria[p.Leaves[j]].Origin)
	case i >= 0:
		at = s.Place(s.Technologies[p.Technology[i]].Origin)
	}
	return Errorf("E-DATA", at, "", language.M("Correct the data, or choose another normalisation or method."), "%s.", language.Capital(language.Of(err)))
}

func asIssues(err error) Issues {
	var issues Issues
	if errors.As(err, &issues) {
		return issues
	}
	return Issues{{Severity: Error, Code: "E-WEIGHTS", Message: language.M("%s.", language.Capital(language.Of(err)))}}
}

// Evaluate ranks under the study's weights in force. s must be the prepared study or one that differs from it in moved weights and locks only.
func (p *Prepared) Evaluate(s *Study) *Outcome {
	o := &Outcome{Prepared: p, Study: s, Global: p.Weights.Global, Warnings: p.Warnings}
	if s.Moved != nil {
		o.Global = s.Moved
	}
	scores := p.Scorer.Scores(nil, o.Global)
	contributions := mcda.Contributions(p.Scorer, o.Global)
	reasons := contributions
	if reasons == nil {
		reasons = p.Problem.Strengths(o.Global)
	}
	ranking := mcda.Rank(scores, p.Problem.Alternatives, p.Method.LowerIsBetter)
	n := len(p.Leaves)
	o.Rows = make([]Row, len(scores))
	for k, i := range ranking.Order {
		o.Rows[k] = Row{Index: i, Technology: &s.Technologies[p.Technology[i]], Rank: int(ranking.Ranks[i]), Score: scores[i], Raters: p.Raters[i], Reasons: reasons[i*n : (i+1)*n]}
		if contributions != nil {
			o.Rows[k].Contributions = contributions[i*n : (i+1)*n]
		}
	}
	return o
}

// Evaluate prepares and ranks. The error is [Issues].
func Evaluate(s *Study) (*Outcome, error) {
	p, err := Prepare(s)
	if err != nil {
		return nil, err
	}
	return p.Evaluate(s), nil
}

// Trace returns the method's intermediate tables under the weights in force.
func (o *Outcome) Trace() *mcda.Trace { return o.Scorer.Trace(o.Global) }

// Outputs is the trace without its tables, under the weights in force.
func (o *Outcome) Outputs() *mcda.Trace { return mcda.Outputs(o.Scorer, o.Global) }

// Cell says how the score of a problem's row on a column came about.
func (p *Prepared) Cell(row, column int) Cell { return p.Cells.At(row*len(p.Leaves) + column) }

// WeightingInForce names where the weights come from: "moved" when a person set them.
func (o *Outcome) WeightingInForce() string {
	if o.Study.Moved != nil {
		return "moved"
	}
	return o.Weights.Weighting
}

// AggregationInForce names how experts' scores were joined; "" when there are none.
func (o *Outcome) AggregationInForce() string {
	if len(o.Study.Scores) == 0 {
		return ""
	}
	how, _ := group.ParseAggregation(o.Study.Settings.Aggregation)
	return string(how)
}

// ParametersInWords lists the method's settings as "name value", sorted by name.
func (p *Prepared) ParametersInWords() string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(p.Parameters)) {
		if p.Parameters[name] != "" {
			words = append(words, fmt.Sprintf("%s %s", name, p.Parameters[name]))
		}
	}
	return strings.Join(words, ", ")
}

// ParametersIn lists the method's settings for reading in a language; in English as they are typed.
func (p *Prepared) ParametersIn(l language.Language) string {
	if l == language.English {
		return p.ParametersInWords()
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(p.Parameters)) {
		if p.Parameters[name] != "" {
			words = append(words, language.Say(l, name)+": "+language.Value(p.Parameters[name]).In(l))
		}
	}
	return strings.Join(words, ", ")
}

// Additive reports whether the score is a sum over the criteria, so that contributions say all of it.
func (o *Outcome) Additive() bool { return len(o.Rows) > 0 && o.Rows[0].Contributions != nil }

// Ahead is by how much a column's reasons set row a above row b; negative when they set it below.
func (o *Outcome) Ahead(a, b *Row, column int) float64 {
	if o.Additive() && o.Method.LowerIsBetter {
		return b.Reasons[column] - a.Reasons[column]
	}
	return a.Reasons[column] - b.Reasons[column]
}

// Why returns the columns by how much they set row a above row b, the largest lead first.
func (o *Outcome) Why(a, b *Row) []int {
	columns := make([]int, len(o.Leaves))
	for j := range columns {
		columns[j] = j
	}
	slices.SortStableFunc(columns, func(x, y int) int {
		return cmp.Compare(o.Ahead(a, b, y), o.Ahead(a, b, x))
	})
	return columns
}
