package robustness

import (
	"cmp"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
)

// MethodSpread is the study ranked by every method that its data admits, under the weights in force.
type MethodSpread struct {
	Methods []MethodRanks
	Skipped []SkippedMethod
	Least   []float64 // by row of the problem: the best rank
	Median  []float64
	Most    []float64 // the worst rank
}

// MethodRanks is one of them.
type MethodRanks struct {
	Method     *mcda.Method
	Parameters mcda.Parameters // the variant
	Ranks      []float64       // by row of the problem
	Leader     int             // row
	TauB       float64         // Kendall's τ-b with the study's ranking
	TauBKnown  bool            // false when one of the two is all tied
}

// SkippedMethod is a method the data does not admit.
type SkippedMethod struct {
	Method *mcda.Method
	Reason language.Message
}

// Spread ranks the study by every method and every variant of normalisation. Methods that compare all pairs are left out where there are so many technologies
// that it would take minutes.
func Spread(o *study.Outcome) *MethodSpread {
	m, n := o.Problem.Dims()
	const most = 3e9
	spread := &MethodSpread{Least: make([]float64, m), Median: make([]float64, m), Most: make([]float64, m)}
	now := ranksBy(o, o.Scorer, o.Method)
	for _, method := range mcda.Methods() {
		if method.Needs.Most > 0 && float64(m)*float64(m)*float64(n) > most/10 {
			spread.Skipped = append(spread.Skipped, SkippedMethod{method, language.M("it would take too long")})
			continue
		}
		if method.Fuzzy && o.Problem.Fuzzy == nil {
			spread.Skipped = append(spread.Skipped, SkippedMethod{method, language.M("the scores are not fuzzy")})
			continue
		}
		var failed error
		ranked := false
		for _, given := range variants(o, method) {
			s, err := method.Prepare(o.Problem, given)
			if err != nil {
				failed = cmp.Or(failed, err)
				continue
			}
			ranked = true
			set, _ := method.Resolve(given) // it was just prepared
			r := MethodRanks{Method: method, Parameters: set, Ranks: ranksBy(o, s, method)}
			r.Leader = slices.Index(r.Ranks, slices.Min(r.Ranks))
			r.TauB, r.TauBKnown = mcda.TauB(now, r.Ranks)
			spread.Methods = append(spread.Methods, r)
		}
		if !ranked && failed != nil {
			spread.Skipped = append(spread.Skipped, SkippedMethod{method, language.Of(failed)})
		}
	}
	all := make([]float64, len(spread.Methods))
	for i := range m {
		for k := range spread.Methods {
			all[k] = spread.Methods[k].Ranks[i]
		}
		slices.Sort(all)
		half := len(all) / 2
		spread.Least[i], spread.Most[i] = all[0], all[len(all)-1]
		if spread.Median[i] = all[half]; len(all)%2 == 0 {
			spread.Median[i] = (all[half-1] + all[half]) / 2
		}
	}
	return spread
}

// variants are a method's settings to try: the study's own for its method, and each normalisation.
func variants(o *study.Outcome, m *mcda.Method) []map[string]string {
	own := map[string]string{}
	if m == o.Method {
		own = o.Parameters
	}
	k := slices.IndexFunc(m.Parameters, func(p mcda.Parameter) bool { return p.Name == "normalization" })
	if k < 0 {
		return []map[string]string{own}
	}
	var all []map[string]string
	for _, norm := range m.Parameters[k].Choices {
		set := map[string]string{}
		for name, value := range own {
			set[name] = value
		}
		set["normalization"] = norm
		all = append(all, set)
	}
	return all
}

func ranksBy(o *study.Outcome, s mcda.Scorer, m *mcda.Method) []float64 {
	r := mcda.Rank(s.Scores(nil, o.Global), o.Problem.Alternatives, m.LowerIsBetter)
	return r.Ranks
}

// Absence is what the ranking is without one expert, or without a bloc.
type Absence struct {
	Expert, Bloc string  // one of the two
	Err          error   // why there is no ranking then; nil: there is one
	TauB         float64 // Kendall's τ-b between the rankings, over the technologies in both
	TauBKnown    bool
	Leader       string   // the identifier of who leads
	Entered      []string // technologies that come into the shortlist
	Left         []string // technologies that fall out of it
	Unranked     []string // technologies that nobody else has scored enough to rank
	Moved        int      // the largest change of a rank
	MovedID      string   // whose
}

// Without leaves every expert out in turn, then every bloc when there are several, and ranks what remains.
func Without(o *study.Outcome) []Absence {
	s := o.Study
	counted := map[int32]bool{}
	note := func(expert, round int32) {
		if !counted[expert] && s.Counts(expert, round) {
			counted[expert] = true
		}
	}
	for k := range s.Scores {
		if a := &s.Scores[k]; a.State == study.Given && !counted[a.Expert] {
			note(a.Expert, a.Round)
		}
	}
	for k := range s.Judgements {
		note(s.Judgements[k].Expert, s.Judgements[k].Round)
	}
	for k := range s.Comparisons {
		note(s.Comparisons[k].Expert, s.Comparisons[k].Round)
	}
	if len(counted) < 2 {
		return nil
	}
	var all []Absence
	blocs := map[string][]string{}
	var order []string
	for e := range s.Experts {
		if !counted[int32(e)] {
			continue
		}
		x := &s.Experts[e]
		a := without(o, []string{x.ID})
		a.Expert = x.ID
		all = append(all, a)
		if x.Bloc != "" {
			if blocs[x.Bloc] == nil {
				order = append(order, x.Bloc)
			}
			blocs[x.Bloc] = append(blocs[x.Bloc], x.ID)
		}
	}
	for _, b := range order {
		if len(order) < 2 {
			break
		}
		a := without(o, blocs[b])
		a.Bloc = b
		all = append(all, a)
	}
	return all
}

func without(o *study.Outcome, experts []string) (a Absence) {
	s := o.Study
	for _, id := range experts {
		var err error
		if s, err = study.Apply(s, study.ExcludeExpert{Expert: id, Excluded: true}); err != nil {
			a.Err = err
			return a
		}
	}
	other, err := study.Evaluate(s)
	if err != nil {
		a.Err = err
		return a
	}
	rank := map[string]int{}
	for _, r := range other.Rows {
		rank[r.Technology.ID] = r.Rank
	}
	line := s.Settings.Shortlist
	var x, y []float64
	for _, r := range o.Rows {
		id := r.Technology.ID
		now, ok := rank[id]
		if !ok {
			a.Unranked = append(a.Unranked, id)
			continue
		}
		x, y = append(x, float64(r.Rank)), append(y, float64(now))
		if moved := max(now-r.Rank, r.Rank-now); moved > a.Moved {
			a.Moved, a.MovedID = moved, id
		}
		switch {
		case line > 0 && r.Rank <= line && now > line:
			a.Left = append(a.Left, id)
		case line > 0 && r.Rank > line && now <= line:
			a.Entered = append(a.Entered, id)
		}
	}
	a.TauB, a.TauBKnown = mcda.TauB(x, y)
	a.Leader = other.Rows[0].Technology.ID
	return a
}
