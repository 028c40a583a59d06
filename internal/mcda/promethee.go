package mcda

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/mat"
)

var promethee2 = Method{
	Name:    "promethee2",
	Aliases: []string{"promethee-2", "promethee-ii", "prometheeii", "promethee"},
	Title:   "PROMETHEE II",
	Formula: "φ_i = φ⁺_i − φ⁻_i, φ⁺_i = Σ_b π(i,b)/(m−1), φ⁻_i = Σ_b π(b,i)/(m−1), π(a,b) = Σ_j w_j·P_j(d_j(a,b))",
	Source:  "Brans & Vincke 1985, Management Science 31(6):647–656; Brans, Vincke & Mareschal 1986, European Journal of Operational Research 24(2):228–238",
	Choose:  "to compare alternatives pair by pair in the criteria's own units, with differences too small to matter and differences that decide",
	Beware: "the answer leans on the thresholds chosen; adding or removing an alternative can reorder the others; alternatives that are strong and weak on " +
		"different criteria are made comparable (PROMETHEE I shows which)",
	within:     func(Parameters) (lo, hi float64, ok bool) { return -1, 1, true },
	Parameters: []Parameter{flowsParameter},
	prepare:    func(p *Problem, set Parameters) (Scorer, error) { return prepareFlows(p, set, false) },
}

var promethee1 = Method{
	Name:    "promethee1",
	Aliases: []string{"promethee-1", "promethee-i", "prometheei"},
	Title:   "PROMETHEE I",
	Formula: "a P b when φ⁺_a ≥ φ⁺_b and φ⁻_a ≤ φ⁻_b, one of them strictly; a I b when both are equal; else a R b (incomparable)",
	Source:  "Brans & Vincke 1985, Management Science 31(6):647–656",
	Choose:  "to see which alternatives the data can put in order and which are too different to compare",
	Beware: "the method gives a partial order; the ranking shown is by net flow, as in PROMETHEE II, and hides incomparabilities: the trace lists them; " +
		"adding or removing an alternative can reorder the others",
	Ordinal:    true,
	Parameters: []Parameter{flowsParameter},
	prepare:    func(p *Problem, set Parameters) (Scorer, error) { return prepareFlows(p, set, true) },
}

var flowsParameter = Parameter{
	Name: "flows", Doc: "flows as the mean over the other alternatives, or as the plain sum", Default: "mean", Choices: []string{"mean", "sum"},
}

// generalised works out criterion j's preference function. An empty function is the one that fits the thresholds given: none usual, Q and P linear, only P v,
// only Q u, only Sigma gaussian. Thresholds that the function does not use are not looked at. The error is a [*DataError].
func (p *Problem) generalised(j int) (generalised, error) {
	c := &p.Criteria[j]
	given := c.Preference
	f := generalised{sense: c.Sense}
	if c.Sense == Target {
		f.target = c.Target
	}
	fault := func(format string, args ...any) (generalised, error) {
		return generalised{}, &DataError{Criterion: c.ID, Reason: Because(format, args...)}
	}
	function := given.Function
	if function == "" {
		switch {
		case given.Q != nil && given.P != nil:
			function = Linear
		case given.P != nil:
			function = VShape
		case given.Q != nil:
			function = UShape
		case given.Sigma != nil:
			function = Gaussian
		default:
			function = Usual
		}
	}
	var needsQ, needsP bool
	switch function {
	case Usual:
	case UShape:
		needsQ = true
	case VShape:
		f.form, needsP = ramp, true
	case Level:
		needsQ, needsP = true, true
	case Linear:
		f.form, needsQ, needsP = ramp, true, true
	case Gaussian:
		if given.Sigma == nil {
			return fault("the gaussian preference function needs Sigma: enter the difference of scores at which preference is 0.39, or choose another function")
		}
		f.form, f.p = gaussian, *given.Sigma
		return f, nil
	default:
		return fault("there is no preference function %q: enter one of %v", function, PreferenceFunctions())
	}
	for _, t := range []struct {
		needed     bool
		name, what string
		given      *Threshold
		into       *float64
	}{
		{needsQ, "Q", "the largest difference of scores that does not matter", given.Q, &f.q},
		{needsP, "P", "the smallest difference of scores that decides", given.P, &f.p},
	} {
		switch {
		case !t.needed:
		case t.given == nil:
			return fault("the %s preference function needs %s: enter %s, or choose another function", function, t.name, Because(t.what))
		case t.given.Slope != 0:
			return fault("PROMETHEE takes a constant %s, this one grows with the score by %g: enter a single number", t.name, t.given.Slope)
		default:
			*t.into = t.given.Constant
		}
	}
	if needsQ && needsP && f.q > f.p {
		return fault("Q = %g is above P = %g: enter a Q of at most P", f.q, f.p)
	}
	if !needsP {
		f.p = f.q
	}
	if f.form == ramp && f.p == f.q {
		f.form = steps
	}
	return f, nil
}

// flowScorer is the score Σ_j w_j·φ_ij of uni-criterion net flows φ_ij = φ⁺_ij − φ⁻_ij.
type flowScorer struct {
	*linear
	functions   []generalised
	plus, minus []float64 // n×m, of each criterion in turn
	largest     float64   // a flow can be: 1, or m−1 for sums
	partial     bool      // PROMETHEE I
	gaia        func() *gaiaPlane
}

func prepareFlows(p *Problem, set Parameters, partial bool) (Scorer, error) {
	m, n := p.Dims()
	s := &flowScorer{functions: make([]generalised, n), largest: 1, partial: partial}
	for j := range s.functions {
		f, err := p.generalised(j)
		if err != nil {
			return nil, err
		}
		s.functions[j] = f
	}
	s.plus, s.minus = flows(p, s.functions)
	divisor := float64(m - 1)
	if set["flows"] == "sum" {
		s.largest, divisor = divisor, 1
	}
	net := make([]float64, m*n)
	parallel(m, func(lo, hi int) {
		for j := range n {
			plus, minus := s.plus[j*m:(j+1)*m], s.minus[j*m:(j+1)*m]
			for i := lo; i < hi; i++ {
				if !Tied(plus[i], minus[i]) {
					net[i*n+j] = (plus[i] - minus[i]) / divisor
				}
				plus[i] /= divisor
				minus[i] /= divisor
			}
		}
	})
	s.linear = newLinear(p, net, s.tables)
	s.gaia = sync.OnceValue(func() *gaiaPlane { return newGAIA(net, m, n) })
	return s, nil
}

// Scores are the net flows. Strengths and weaknesses that balance give 0 and not the rounding of their sum, which would order alternatives that are equal.
func (s *flowScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	for i := range dst {
		var sum, size float64
		for j, v := range s.values[i*s.n : (i+1)*s.n] {
			x := float64(weights[j] * v)
			sum += x
			size += math.Abs(x)
		}
		if math.Abs(sum) <= tieTolerance*size {
			sum = 0
		}
		dst[i] = sum
	}
	return dst
}

func (s *flowScorer) Batch(dst, weights *mat.Dense) { oneByOne(s, dst, weights) }

// joined returns Σ_j w_j·flow_ij of flows that lie column by column.
func (s *flowScorer) joined(columns, weights []float64) []float64 {
	out := make([]float64, s.m)
	for j, w := range weights {
		for i, x := range columns[j*s.m : (j+1)*s.m] {
			out[i] += float64(w * x)
		}
	}
	return out
}

const (
	mostFlowPairs    = 50 // alternatives up to which the trace shows tables of alternatives × alternatives
	mostFlowPairRows = 10 // and up to which it shows a row for each pair
)

func (s *flowScorer) tables(t *Trace, weights []float64) {
	p, m := s.p, s.m
	plus, minus, net := s.joined(s.plus, weights), s.joined(s.minus, weights), s.Scores(nil, weights)
	if m <= mostFlowPairRows {
		s.pairRows(t)
	}
	if m <= mostFlowPairs {
		t.addPairs(p, "Preference indices", "π(a,b)", s.indices(weights)).Note = "of the row over the column"
	}
	t.add(p, "Uni-criterion net flows", "φ_j", s.values)
	t.addColumns(p, "Flows", "", []string{"φ⁺", "φ⁻", "φ"}, plus, minus, net)
	if s.partial {
		if m <= mostFlowPairs {
			t.addPairs(p, "Partial order", "", s.relations(plus, minus)).Note =
				"the row against the column: 1 preferred (P), −1 the column is preferred (P⁻), 0 indifferent (I), 9 incomparable (R)"
		}
		t.Set = &Set{Name: "non-dominated", Members: s.nonDominated(plus, minus), Note: "no alternative is preferred to these in the partial order"}
	}
	s.gaia().tables(t, p, weights)
	t.Values = []Series{{Name: "plus", Title: "φ⁺", Values: plus}, {Name: "minus", Title: "φ⁻", Values: minus}, {Name: "net", Title: "φ", Values: net}}
}

// pairRows adds the differences and the preferences of every ordered pair on every criterion.
func (s *flowScorer) pairRows(t *Trace) {
	var pairs []string
	var differences, degrees []float64
	for a, first := range s.p.Alternatives {
		for b, second := range s.p.Alternatives {
			if a == b {
				continue
			}
			pairs = append(pairs, first+" – "+second)
			for j := range s.functions {
				f := &s.functions[j]
				x, y := f.gain(s.p.At(a, j)), f.gain(s.p.At(b, j))
				differences, degrees = append(differences, x-y), append(degrees, f.degree(x, y))
			}
		}
	}
	t.addRows(s.p, "Differences", "d_j(a,b)", pairs, differences).Note = "above 0 where the first is better"
	t.addRows(s.p, "Preference degrees", "P_j(a,b)", pairs, degrees)
}

// indices returns π(a,b), m×m, with an empty diagonal.
func (s *flowScorer) indices(weights []float64) []float64 {
	pi := make([]float64, s.m*s.m)
	for a := range s.m {
		for b := range s.m {
			for j := range s.functions {
				f := &s.functions[j]
				pi[a*s.m+b] += float64(weights[j] * f.degree(f.gain(s.p.At(a, j)), f.gain(s.p.At(b, j))))
			}
		}
		pi[a*s.m+a] = math.NaN()
	}
	return pi
}

// Relations of the partial order.
const (
	preferredFlow    = 1
	indifferentFlow  = 0
	incomparableFlow = 9
)

// relations returns how each alternative stands to each other one, m×m, with an empty diagonal.
func (s *flowScorer) relations(plus, minus []float64) []float64 {
	table := make([]float64, s.m*s.m)
	for a := range s.m {
		for b := range s.m {
			more, less := s.order(plus[a], plus[b]), s.order(minus[b], minus[a])
			relation := float64(indifferentFlow)
			switch {
			case more*less < 0:
				relation = incomparableFlow
			case more+less > 0:
				relation = preferredFlow
			case more+less < 0:
				relation = -preferredFlow
			}
			table[a*s.m+b] = relation
		}
		table[a*s.m+a] = math.NaN()
	}
	return table
}

// Incomparable is the relation R of PROMETHEE I; PROMETHEE II compares all.
func (s *flowScorer) Incomparable(weights []float64, a, b int) bool {
	if !s.partial {
		return false
	}
	plus, minus := s.joined(s.plus, weights), s.joined(s.minus, weights)
	return s.order(plus[a], plus[b])*s.order(minus[b], minus[a]) < 0
}

// order compares two flows; a difference of no more than rounding is none.
func (s *flowScorer) order(a, b float64) int {
	if math.Abs(a-b) <= tieTolerance*s.largest {
		return 0
	}
	return cmp.Compare(a, b)
}

// nonDominated lists the alternatives that none is preferred to, in O(m·log m): from the highest φ⁺ down, b is preferred to a when φ⁺_b is higher and φ⁻_b
// is no higher, or φ⁺_b is no lower and φ⁻_b is lower.
func (s *flowScorer) nonDominated(plus, minus []float64) []int {
	byPlus := make([]int, s.m)
	for i := range byPlus {
		byPlus[i] = i
	}
	slices.SortFunc(byPlus, func(a, b int) int { return cmp.Compare(plus[b], plus[a]) })
	higher, notLower := 0, 0                       // how many there are of either
	leastHigher, least := math.Inf(1), math.Inf(1) // φ⁻ among them
	var members []int
	for _, a := range byPlus {
		for ; higher < s.m && s.order(plus[byPlus[higher]], plus[a]) > 0; higher++ {
			leastHigher = min(leastHigher, minus[byPlus[higher]])
		}
		for ; notLower < s.m && s.order(plus[byPlus[notLower]], plus[a]) >= 0; notLower++ {
			least = min(least, minus[byPlus[notLower]])
		}
		if s.order(leastHigher, minus[a]) > 0 && s.order(least, minus[a]) >= 0 {
			members = append(members, a)
		}
	}
	slices.Sort(members)
	return members
}
