package contract

import (
	"math"
	"veche/internal/mcda/robust"
	"veche/internal/release"
	"veche/internal/study/robustness"
)

// robustJSON is the contract of `veche robust --format json`.
type Robustness struct {
	Study         Study           `json:"study"`
	Method        string          `json:"method"`
	Parameters    map[string]any  `json:"parameters"`
	Shortlist     int             `json:"shortlist"` // 0: no line is drawn
	Sentence      string          `json:"sentence,omitempty"`
	Verdicts      []Verdict       `json:"verdicts"` // empty without a shortlist
	Sharing       string          `json:"sharing"`
	Stability     []Stability     `json:"stability"`
	Nearest       []Nearest       `json:"nearest"`
	Needs         *Needs          `json:"needs,omitempty"` // with two technologies to compare
	Acceptability *Acceptability  `json:"acceptability,omitempty"`
	ReversalFree  bool            `json:"reversal_free"` // the method cannot reverse with these settings, while the weights stay
	Reversal      []Reversal      `json:"reversal"`
	Methods       []MethodRanks   `json:"methods"`
	Skipped       []SkippedMethod `json:"skipped_methods"` // that the data does not admit
	RankRange     []RankRange     `json:"rank_range"`      // over the methods
	Without       []Absence       `json:"without"`
	Influence     []Influence     `json:"influence"`
	Correlation   []Correlation   `json:"correlation"`

	Version string `json:"version"`
}

type Verdict struct {
	ID      string `json:"id"`
	Verdict string `json:"verdict"`
}

type Acceptability struct {
	Draws  int         `json:"draws"`
	Seed   uint64      `json:"seed"`
	Source string      `json:"source"`
	Spread *float64    `json:"spread,omitempty"`
	Panel  bool        `json:"panel"`            // the experts who scored were resampled too
	Stated int         `json:"stated,omitempty"` // measured values drawn from distributions that the study states
	Ranks  []Ranks     `json:"ranks"`
	Ahead  [][]float64 `json:"ahead,omitempty"` // share of draws in which the technology of the row is ahead of that of the column, in the order of ranks
}

type Ranks struct {
	ID         string             `json:"id"`
	P          []float64          `json:"p"`          // of rank 1, 2, …
	SE         []float64          `json:"se"`         // their standard errors
	Central    map[string]float64 `json:"central"`    // null: never first
	Confidence *float64           `json:"confidence"` // null: never first
	Shortlist  *float64           `json:"shortlist,omitempty"`
}

type Reversal struct {
	Change  string      `json:"change"` // drop, copy, dominated
	ID      string      `json:"id"`
	Leader  bool        `json:"leader"`  // another leads
	Swapped [][2]string `json:"swapped"` // the first is ahead of the second as the study stands
}

type MethodRanks struct {
	Method     string         `json:"method"`
	Parameters map[string]any `json:"parameters"`
	Leader     string         `json:"leader"`
	TauB       *float64       `json:"tau_b"` // with the study's ranking
}

type SkippedMethod struct {
	Method string `json:"method"`
	Reason string `json:"reason"`
}

type RankRange struct {
	ID     string  `json:"id"`
	Min    float64 `json:"min"`
	Median float64 `json:"median"`
	Max    float64 `json:"max"`
}

type Absence struct {
	Expert   string   `json:"expert,omitempty"`
	Bloc     string   `json:"bloc,omitempty"`
	TauB     *float64 `json:"tau_b"`
	Leader   string   `json:"leader"`
	Entered  []string `json:"entered"`
	Left     []string `json:"left"`
	Unranked []string `json:"unranked"`
	Moved    int      `json:"moved"` // the largest change of a rank
	Error    string   `json:"error,omitempty"`
}

type Influence struct {
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"`
	Effective float64 `json:"effective"`
	Inert     bool    `json:"inert"`
}

type Correlation struct {
	A        string  `json:"a"`
	B        string  `json:"b"`
	Pearson  float64 `json:"pearson"`
	Spearman float64 `json:"spearman"`
}

type Stability struct {
	Criterion string       `json:"criterion"`
	Leaf      bool         `json:"leaf"`   // else the total weight of the criteria below it moves
	Weight    float64      `json:"weight"` // global
	Range     [2]float64   `json:"range"`
	Leader    [][2]float64 `json:"leader"`
	Shortlist [][2]float64 `json:"shortlist"` // empty without a shortlist
	Order     [][2]float64 `json:"order"`     // empty where not every pair was followed
	Exact     bool         `json:"exact"`
	Tolerance *float64     `json:"tolerance,omitempty"` // of what is not exact
	Crossings []Crossing   `json:"crossings"`
	LeftOut   int          `json:"crossings_left_out,omitempty"` // of very many technologies: those farther from the present weight
}

type Crossing struct {
	At float64 `json:"at"`
	A  string  `json:"a"` // ahead below it
	B  string  `json:"b"` // ahead above it
}

type Nearest struct {
	ID       string  `json:"id"`
	Event    string  `json:"event"`    // lead, enter or leave (the shortlist)
	Possible string  `json:"possible"` // yes; no: proven that no weights do it; unknown: none were found
	L1       *Change `json:"l1"`       // null: no change of the weights does it, or none was found
	Relative *Change `json:"relative"`
}

type Change struct {
	Size     float64            `json:"size"`     // the limit: beyond it it has happened
	Exact    bool               `json:"exact"`    // false: a smaller change may exist
	Bound    float64            `json:"bound"`    // no smaller one does it
	Attained bool               `json:"attained"` // at the limit itself it has happened
	Shared   bool               `json:"shared"`   // it enters only level with another
	Weights  map[string]float64 `json:"weights"`  // at which it has happened, next to the limit
}

type Needs struct {
	A     string `json:"a"`
	B     string `json:"b"`
	Needs []Need `json:"needs"` // what b needs, one criterion at a time
	Flip  *Need  `json:"flip"`  // the smallest change of one score of either that makes them level
}

type Need struct {
	ID        string  `json:"id"`
	Criterion string  `json:"criterion"`
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Possible  bool    `json:"possible"` // false: to is the farthest that was tried, or the end of the scale
	Part      float64 `json:"part"`     // of the criterion's scale
}

func PairsOf(intervals []robust.Interval) [][2]float64 {
	pairs := [][2]float64{}
	for _, v := range intervals {
		pairs = append(pairs, [2]float64{v.Lo, v.Hi})
	}
	return pairs
}

// OfRobustness is the whole report; [WriteRobustness] writes the same and holds no rows.
func OfRobustness(r *robustness.Report, pair *[2]int) Robustness {
	j := robustnessHead(r, pair)
	for k := range r.Outcome.Rows {
		if hasVerdicts(r) {
			j.Verdicts = append(j.Verdicts, verdictOf(r, k))
		}
		if r.Draws != nil {
			j.Acceptability.Ranks = append(j.Acceptability.Ranks, ranksOf(r, k))
		}
		if r.Methods != nil {
			j.RankRange = append(j.RankRange, rankRangeOf(r, k))
		}
	}
	return j
}

func hasVerdicts(r *robustness.Report) bool { return r.Draws != nil && r.Verdicts != nil }

// verdictOf, ranksOf and rankRangeOf are what is said of the technology of row k.
func verdictOf(r *robustness.Report, k int) Verdict {
	i := r.Outcome.Rows[k].Index
	return Verdict{r.Outcome.Problem.Alternatives[i], string(r.Verdicts[i])}
}

func ranksOf(r *robustness.Report, k int) Ranks {
	o, a, i := r.Outcome, r.Draws, r.Outcome.Rows[k].Index
	e := Ranks{ID: o.Problem.Alternatives[i], P: a.Ranks[i], SE: make([]float64, len(a.Ranks[i]))}
	for k, p := range e.P {
		e.SE[k] = a.StandardError(p)
	}
	if a.Central[i] != nil {
		e.Central = map[string]float64{}
		for k, w := range a.Central[i] {
			e.Central[o.Study.Criteria[o.Leaves[k]].Code] = w
		}
		if c := a.Confidence[i]; !math.IsNaN(c) {
			e.Confidence = &c
		}
	}
	if a.Listed != nil {
		e.Shortlist = &a.Listed[i]
	}
	return e
}

func rankRangeOf(r *robustness.Report, k int) RankRange {
	i, m := r.Outcome.Rows[k].Index, r.Methods
	return RankRange{r.Outcome.Problem.Alternatives[i], m.Least[i], m.Median[i], m.Most[i]}
}

// robustnessHead is a report without what is said of each technology.
func robustnessHead(r *robustness.Report, pair *[2]int) Robustness {
	o := r.Outcome
	s := o.Study
	j := Robustness{Study: Study{s.Title, s.Source.SHA256}, Method: o.Method.Name, Parameters: OfParameters(o.Method, o.Parameters), Shortlist: s.Settings.Shortlist,
		Verdicts: []Verdict{}, Sharing: string(r.Sharing), Stability: []Stability{}, Nearest: []Nearest{}, ReversalFree: r.ReversalFree, Reversal: []Reversal{},
		Methods: []MethodRanks{}, Skipped: []SkippedMethod{}, RankRange: []RankRange{}, Without: []Absence{}, Influence: []Influence{}, Correlation: []Correlation{}, Version: release.Version}
	id := func(row int) string { return o.Problem.Alternatives[row] }
	for _, st := range r.Stability {
		e := Stability{Criterion: s.Criteria[st.Criterion].Code, Leaf: st.Leaf, Weight: st.Weight, Range: [2]float64{st.Range.Lo, st.Range.Hi},
			Leader: PairsOf(st.Leader), Shortlist: PairsOf(st.Shortlist), Order: PairsOf(st.Order), Exact: st.Exact, Crossings: []Crossing{}, LeftOut: st.Crossed - len(st.Crossings)}
		if !st.Exact {
			tolerance := robust.Accuracy
			e.Tolerance = &tolerance
		}
		for _, x := range st.Crossings {
			e.Crossings = append(e.Crossings, Crossing{x.At, id(x.A), id(x.B)})
		}
		j.Stability = append(j.Stability, e)
	}
	change := func(c robust.Change) *Change {
		if c.Weights == nil {
			return nil
		}
		w := Change{c.Size, c.Exact, c.Bound, c.Attained, c.Shared, map[string]float64{}}
		at := c.Beyond
		if at == nil {
			at = c.Weights
		}
		for k, i := range o.Leaves {
			w.Weights[s.Criteria[i].Code] = at[k]
		}
		return &w
	}
	for _, n := range r.Nearest {
		possible := "yes"
		switch {
		case n.L1.Impossible():
			possible = "no"
		case n.L1.Weights == nil:
			possible = "unknown"
		}
		j.Nearest = append(j.Nearest, Nearest{id(o.Rows[n.Row].Index), n.What, possible, change(n.L1), change(n.Relative)})
	}
	j.add(r)
	if pair == nil {
		return j
	}
	a, b := pair[0], pair[1]
	need := func(n robust.Need) Need {
		return Need{id(n.Alternative), s.Criteria[o.Leaves[n.Criterion]].Code, n.From, n.To, n.Possible, n.Part}
	}
	j.Needs = &Needs{A: id(a), B: id(b), Needs: []Need{}}
	for _, n := range robustness.Needs(o, a, b) {
		j.Needs.Needs = append(j.Needs.Needs, need(n))
	}
	if flip := robustness.Flip(o, a, b); flip != nil {
		n := need(*flip)
		j.Needs.Flip = &n
	}
	return j
}

// add fills in what does not come from one weight moved at a time.
func (j *Robustness) add(r *robustness.Report) {
	o := r.Outcome
	id := func(row int) string { return o.Problem.Alternatives[row] }
	code := func(column int) string { return o.Study.Criteria[o.Leaves[column]].Code }
	known := func(x float64, ok bool) *float64 {
		if !ok {
			return nil
		}
		return &x
	}
	if a := r.Draws; a != nil {
		j.Sentence = r.Sentence("en")
		j.Acceptability = &Acceptability{Draws: a.Draws, Seed: r.Options.Seed, Source: r.Options.Source, Panel: r.Options.Panel, Stated: r.Options.Stated}
		if r.Options.Source == robustness.DrawNear {
			j.Acceptability.Spread = r.Options.Spread
		}
		if a.Ahead != nil {
			for _, row := range o.Rows {
				var ahead []float64
				for _, other := range o.Rows {
					ahead = append(ahead, a.Ahead[row.Index][other.Index])
				}
				j.Acceptability.Ahead = append(j.Acceptability.Ahead, ahead)
			}
		}
	}
	for _, v := range r.Reversals {
		e := Reversal{Change: v.Change, ID: id(v.Row), Leader: v.Leader}
		for _, pair := range v.Swapped {
			e.Swapped = append(e.Swapped, [2]string{id(pair[0]), id(pair[1])})
		}
		j.Reversal = append(j.Reversal, e)
	}
	if m := r.Methods; m != nil {
		for _, v := range m.Methods {
			j.Methods = append(j.Methods, MethodRanks{v.Method.Name, OfParameters(v.Method, v.Parameters), id(v.Leader), known(v.TauB, v.TauBKnown)})
		}
		for _, v := range m.Skipped {
			j.Skipped = append(j.Skipped, SkippedMethod{v.Method.Name, v.Reason.String()})
		}
	}
	for _, v := range r.Without {
		e := Absence{Expert: v.Expert, Bloc: v.Bloc, TauB: known(v.TauB, v.TauBKnown), Leader: v.Leader, Entered: []string{}, Left: []string{}, Unranked: []string{}, Moved: v.Moved}
		e.Entered, e.Left, e.Unranked = append(e.Entered, v.Entered...), append(e.Left, v.Left...), append(e.Unranked, v.Unranked...)
		if v.Err != nil {
			e.Error = v.Err.Error()
		}
		j.Without = append(j.Without, e)
	}
	for _, v := range r.Influences {
		j.Influence = append(j.Influence, Influence{code(v.Column), v.Weight, v.Effective, v.Inert})
	}
	for _, v := range r.Correlations {
		j.Correlation = append(j.Correlation, Correlation{code(v.A), code(v.B), v.Pearson, v.Spearman})
	}
}
