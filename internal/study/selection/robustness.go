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

// WeightKind says which weights are held possible.
type WeightKind string

const (
	WeightsWithin  WeightKind = "within"  // each within a share of what it is now
	WeightsOrder   WeightKind = "order"   // any with the order of importance of the weights in force
	WeightsAny     WeightKind = "any"     // any at all
	WeightsBlocs   WeightKind = "blocs"   // the blocs' own, and all between them
	WeightsExperts WeightKind = "experts" // the experts' own, and all between them
)

// WeightKinds lists the kinds.
func WeightKinds() []WeightKind {
	return []WeightKind{WeightsWithin, WeightsOrder, WeightsAny, WeightsBlocs, WeightsExperts}
}

// WeightSet is a set of possible weights.
type WeightSet struct {
	Kind   WeightKind            // "": the blocs' where each bloc has weights of its own, else within the share
	Share  float64               // of WeightsWithin; 0 is 0.2
	Bounds map[string][2]float64 // by criterion: bounds on global weights instead, for WeightsWithin
}

const (
	defaultShare = 0.2
	mostCorners  = 1000
)

// Robustness is the selection under a set of weights (Robust Portfolio Modeling; Liesiö, Mild & Salo 2007).
type Robustness struct {
	Weights   WeightSet // as used
	Corners   [][]float64
	Names     []string // of the corners: blocs or experts; nil for corners of bounds
	Linear    bool     // dominance at the corners is dominance at all weights between; otherwise it holds at the corners alone
	Sets      *portfolio.Portfolios
	Index     []float64 // core index by row; nil when no set was found
	Questions []Question
	Instead   bool // the weights within bounds have too many corners: those with the present order of importance were taken
}

// Question is a piece of information that would settle technologies: how many stay borderline with either answer.
type Question struct {
	Criterion int     // column, of a question about a weight
	Threshold float64 // is its weight above this?
	Name      string  // of a bloc or expert: would it agree with the others?
	Below     int     // borderline technologies left if the weight is at most the threshold, or without that bloc's weights
	Above     int     // if it is at least the threshold; as Below for a bloc
}

// Verdict is the verdict on a row. Without all non-dominated sets only a borderline is sure.
func (r *Robustness) Verdict(row int) portfolio.Verdict { return portfolio.VerdictOf(r.Index[row]) }

// Count counts the rows of a verdict.
func (r *Robustness) Count(v portfolio.Verdict) int {
	n := 0
	for k := range r.Index {
		if r.Verdict(k) == v {
			n++
		}
	}
	return n
}

// Robustness finds the sets that no other beats under every weighting of a set of them. The error is [study.Issues].
func (sel *Selector) Robustness(ctx context.Context, w WeightSet, limit time.Duration) (*Robustness, error) {
	r := &Robustness{Weights: w, Linear: sel.worth.linear}
	demands, err := sel.corners(r)
	if err != nil {
		return nil, err
	}
	r.Sets = portfolio.Robust(ctx, sel.Portfolio, sel.ValuesAt(r.Corners), portfolio.RobustOptions{TimeLimit: limit})
	r.Index = r.Sets.Index()
	if r.Index != nil && r.Sets.Complete {
		r.Questions = sel.questions(r, demands)
	}
	return r, nil
}

// ValuesAt are the rows' values under each of the weights.
func (sel *Selector) ValuesAt(corners [][]float64) [][]float64 {
	values := make([][]float64, len(corners))
	for e, w := range corners {
		byProblem := sel.worth.at(w)
		values[e] = make([]float64, len(sel.Rows))
		for k, row := range sel.Rows {
			values[e][k] = byProblem[row.Index]
		}
	}
	return values
}

// corners fills in the corners of the set of weights; demands are what cut them from the simplex, nil for the weights of people.
func (sel *Selector) corners(r *Robustness) ([]portfolio.HalfSpace, error) {
	n := len(sel.Leaves)
	at := sel.Study.On("Criteria")
	w := &r.Weights
	if w.Kind == "" && w.Bounds == nil {
		if names, corners := sel.voices(true); len(names) > 1 && sel.Study.Moved == nil {
			w.Kind, r.Names, r.Corners = WeightsBlocs, names, corners
			return nil, nil
		}
	}
	if w.Kind == "" {
		w.Kind = WeightsWithin
	}
	var demands []portfolio.HalfSpace
	switch w.Kind {
	case WeightsBlocs, WeightsExperts:
		r.Names, r.Corners = sel.voices(w.Kind == WeightsBlocs)
		if len(r.Names) == 0 {
			return nil, study.Issues{study.Errorf("E-SELECT-WEIGHTS", at, string(w.Kind), language.M("Choose within, order or any."), "The %s have no weights of their own: the weighting %s does not come from their judgements.", w.Kind, sel.Weights.Weighting)}
		}
		return nil, nil
	case WeightsOrder:
		demands = sel.importance()
	case WeightsAny:
	case WeightsWithin:
		lo, hi := make([]float64, n), make([]float64, n)
		if w.Share <= 0 {
			w.Share = defaultShare
		}
		for j, x := range sel.Global {
			lo[j], hi[j] = max(0, x*(1-w.Share)), min(1, x*(1+w.Share))
			if b, given := w.Bounds[sel.Study.Criteria[sel.Leaves[j]].Code]; given {
				lo[j], hi[j] = b[0], b[1]
			} else if w.Bounds != nil {
				lo[j], hi[j] = 0, 1
			}
		}
		demands = portfolio.Within(lo, hi)
	default:
		return nil, study.Issues{study.Errorf("E-SELECT-WEIGHTS", at, string(w.Kind), language.M("Choose within, order, any, blocs or experts."), "There is no set of weights %q.", w.Kind)}
	}
	corners, none, err := portfolio.Corners(n, demands, mostCorners)
	if none {
		return nil, study.Issues{study.Errorf("E-SELECT-WEIGHTS", at, "", language.M("Widen the bounds so that weights adding to 1 fit in."), "No weights that add to 1 lie within the bounds.")}
	}
	if err != nil {
		w.Kind = WeightsOrder
		r.Instead = true
		demands = sel.importance()
		if corners, _, err = portfolio.Corners(n, demands, max(mostCorners, 2*n)); err != nil {
			return nil, study.Issues{study.Errorf("E-SELECT-WEIGHTS", at, "", language.M("Choose blocs or experts."), "%s.", language.Capital(language.Of(err)))}
		}
	}
	r.Corners = corners
	return demands, nil
}

// importance is the order of the weights in force.
func (sel *Selector) importance() []portfolio.HalfSpace {
	order := make([]int, len(sel.Global))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case sel.Global[a] > sel.Global[b]:
			return -1
		case sel.Global[a] < sel.Global[b]:
			return 1
		}
		return 0
	})
	return portfolio.Order(order, len(order))
}

// voices are the global weights of each bloc, or each expert, that judged below every parent.
func (sel *Selector) voices(blocs bool) (names []string, weights [][]float64) {
	s := sel.Study
	parents := s.Parents()
	local := map[string][]float64{}
	judged := map[string]int{}
	for _, n := range sel.Weights.Nodes {
		name := n.Expert
		if blocs {
			name = n.Bloc
			if n.Expert != "" {
				continue
			}
		}
		if name == "" {
			continue
		}
		if local[name] == nil {
			local[name] = make([]float64, len(s.Criteria))
			names = append(names, name)
		}
		judged[name]++
		for k, i := range n.Criteria {
			local[name][i] = n.Weights[k]
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		for _, parent := range parents { // an only child has all the weight, and nobody judges it
			if children := s.Children(parent); len(children) == 1 && local[name][children[0]] == 0 {
				local[name][children[0]] = 1
				judged[name]++
			}
		}
		return judged[name] < len(parents)
	})
	for _, name := range names {
		weights = append(weights, s.GlobalWeights(local[name]))
	}
	return names, weights
}

// borderline counts them among the sets that are left when the weights are these.
func (sel *Selector) borderline(r *Robustness, corners [][]float64) int {
	values := sel.ValuesAt(corners)
	left := r.Sets.Among(len(corners), func(chosen []bool, e int) float64 {
		p := *sel.Portfolio
		p.Values = values[e]
		set := p.Measure(chosen)
		return set.Value
	})
	n := 0
	for _, x := range left.Index() {
		if portfolio.VerdictOf(x) == portfolio.Borderline {
			n++
		}
	}
	return n
}

// mostAsked bounds the work of finding questions: sets times corners.
const mostAsked = 200_000

// questions finds what would settle most of the borderline: whether a weight is above or below what it is now, or whose weights make the difference. Those that settle
// nothing are left out; the best come first.
func (sel *Selector) questions(r *Robustness, demands []portfolio.HalfSpace) []Question {
	now := r.Count(portfolio.Borderline)
	if now == 0 || len(r.Sets.Sets)*len(r.Corners) > mostAsked {
		return nil
	}
	var questions []Question
	if r.Names != nil {
		for e, name := range r.Names {
			if len(r.Corners) < 2 {
				break
			}
			left := sel.borderline(r, slices.Delete(slices.Clone(r.Corners), e, e+1))
			questions = append(questions, Question{Criterion: -1, Name: name, Below: left, Above: left})
		}
	} else {
		n := len(sel.Leaves)
		for j, x := range sel.Global {
			least, most := 1.0, 0.0
			for _, w := range r.Corners {
				least, most = min(least, w[j]), max(most, w[j])
			}
			const edge = 0.1 // of the range: a question nearer to its end asks for too little
			if x < least+float64(edge*(most-least)) || x > most-float64(edge*(most-least)) {
				x = (least + most) / 2
			}
			q := Question{Criterion: j, Threshold: x}
			ok := true
			for side, sign := range []float64{-1, 1} { // sign·(w_j − x·Σw) ≥ 0
				h := make(portfolio.HalfSpace, n)
				for k := range h {
					h[k] = -sign * x
				}
				h[j] += sign
				corners, none, err := portfolio.Corners(n, append(slices.Clone(demands), h), 4*mostCorners)
				if none || err != nil {
					ok = false
					break
				}
				left := sel.borderline(r, corners)
				if side == 0 {
					q.Below = left
				} else {
					q.Above = left
				}
			}
			if ok {
				questions = append(questions, q)
			}
		}
	}
	questions = slices.DeleteFunc(questions, func(q Question) bool { return q.Below >= now && q.Above >= now })
	slices.SortStableFunc(questions, func(a, b Question) int { return a.Below + a.Above - b.Below - b.Above })
	return questions
}

// Describe says the set of weights in words.
func (r *Robustness) Describe(l language.Language) string {
	switch names := strings.Join(r.Names, ", "); {
	case r.Weights.Kind == WeightsBlocs:
		return sayOfSelection(l, saidBlocs, names)
	case r.Weights.Kind == WeightsExperts:
		return sayOfSelection(l, saidExperts, names)
	case r.Weights.Kind == WeightsOrder:
		return sayOfSelection(l, saidOrder)
	case r.Weights.Kind == WeightsAny:
		return sayOfSelection(l, saidAny)
	case r.Weights.Bounds != nil:
		return sayOfSelection(l, saidBounds)
	}
	return sayOfSelection(l, saidWithin, math.Round(1000*r.Weights.Share)/10)
}
