package mcda

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Method is one way to rank, as the catalogue describes it.
type Method struct {
	Name          string
	Aliases       []string
	Title         string
	Formula       string
	Source        string // the paper that defines it
	Choose        string // when to choose it
	Beware        string // what it warns of
	LowerIsBetter bool
	Ordinal       bool // its scores are places, counts of duels or levels: they order, and their sums and differences mean nothing
	Fuzzy         bool // it takes fuzzy scores as they are, and is of use for them alone; others take their centroids
	Live          Live // the formulas of a workbook that compute it
	Needs         Needs
	Parameters    []Parameter

	within          func(Parameters) (lo, hi float64, ok bool) // nil: it depends on the data
	reversalFree    func(Parameters) bool
	breaksDominance func(Parameters) bool // nil: never; then Beware says that it may
	prepare         func(*Problem, Parameters) (Scorer, error)
}

// Live is a calculation that a workbook can do by formulas: scores normalised, weighed and joined.
type Live string

const (
	NotLive      Live = ""
	LiveSum      Live = "sum"      // Σ_j w_j·r_ij
	LiveProduct  Live = "product"  // Π_j r_ij^(±w_j)
	LiveDistance Live = "distance" // D⁻/(D⁺ + D⁻)
)

// Needs is what a method asks of the data. It refuses what does not meet it with a [*DataError].
type Needs struct {
	Positive bool // scores above 0
	Ratio    bool // scores of 0 or more, and costs above 0 where it divides by them
	NoTarget bool // no target criteria
	Scale    bool // Min and Max of every criterion, and scores within them
	Limits   bool // the limits between classes of every criterion
	Most     int  // alternatives, where all pairs are compared and more would take minutes or more memory than there is; 0: any number
}

const (
	mostTimed = 20_000 // pairs that are only gone through
	mostKept  = 3_000  // pairs that are kept
)

// Parameter is a setting of a method: a choice among names, a number within bounds, or a text of its own form.
type Parameter struct {
	Name    string
	Alias   string // an older name; "": none
	Doc     string
	Default string
	Choices []string // nil for a number
	Min     float64
	Max     float64
	Text    func(value string) (reason Reason) // what is wrong with a text; nil for the other kinds
}

// Parameters are a method's settings, each checked and with its default filled in.
type Parameters map[string]string

// Number returns a numeric setting.
func (p Parameters) Number(name string) float64 {
	x, err := strconv.ParseFloat(p[name], 64)
	if err != nil {
		panic("mcda: parameter " + name + " was not resolved")
	}
	return x
}

// ParameterError is a setting that the method does not have or cannot take.
type ParameterError struct {
	Method, Name, Value string
	Reason              Reason
}

func (e *ParameterError) Error() string { return e.whole().String() }

// Said is the error as a format and its arguments.
func (e *ParameterError) Said() (text string, args []any) { return e.whole().Said() }

// whole is the reason with what it is about.
func (e *ParameterError) whole() Reason {
	if e.Method == "" {
		return Because("%s = %q: %s", e.Name, e.Value, e.Reason)
	}
	return Because("%s: %s = %q: %s", e.Method, e.Name, e.Value, e.Reason)
}

// Has reports whether the method takes a parameter of that name.
func (m *Method) Has(name string) bool {
	return slices.ContainsFunc(m.Parameters, func(p Parameter) bool { return p.Name == name || p.Alias != "" && p.Alias == name })
}

// Resolve checks the settings a person gave and fills in the defaults. The error is a [*ParameterError] that lists what is allowed.
func (m *Method) Resolve(given map[string]string) (Parameters, error) {
	return ResolveParameters(m.Name, m.Parameters, given)
}

// ResolveParameters checks the settings a person gave for the parameters of the method called owner and fills in the defaults. The error is a
// [*ParameterError] that lists what is allowed.
func ResolveParameters(owner string, parameters []Parameter, given map[string]string) (Parameters, error) {
	resolved := make(Parameters, len(parameters))
	for _, p := range parameters {
		resolved[p.Name] = p.Default
	}
	for name, value := range given {
		k := slices.IndexFunc(parameters, func(p Parameter) bool { return p.Name == name || p.Alias != "" && p.Alias == name })
		if k < 0 {
			var names []string
			for _, p := range parameters {
				names = append(names, p.Name)
			}
			takes := Because("no such parameter; it takes %s", strings.Join(names, ", "))
			if names == nil {
				takes = Because("no such parameter; it takes none")
			}
			return nil, &ParameterError{owner, name, value, takes}
		}
		v, reason := parameters[k].check(value)
		if reason.Text != "" {
			return nil, &ParameterError{owner, name, value, reason}
		}
		resolved[parameters[k].Name] = v
	}
	return resolved, nil
}

func (p *Parameter) check(value string) (resolved string, reason Reason) {
	value = strings.ToLower(strings.TrimSpace(value))
	if p.Text != nil {
		return value, p.Text(value)
	}
	if p.Choices != nil {
		if !slices.Contains(p.Choices, value) {
			return "", Because("must be one of %s", strings.Join(p.Choices, ", "))
		}
		return value, Reason{}
	}
	x, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	if err != nil || math.IsNaN(x) || x < p.Min || x > p.Max {
		return "", Because("must be a number from %g to %g", p.Min, p.Max)
	}
	return strconv.FormatFloat(x, 'g', -1, 64), Reason{}
}

// KeepsDominance reports whether, with these settings, an alternative that is at least as good on every criterion never scores less. Where it does not,
// Beware says so.
func (m *Method) KeepsDominance(p Parameters) bool {
	return m.breaksDominance == nil || !m.breaksDominance(p)
}

// Range returns the interval in which every score lies with these settings, whatever the data; ok is false when there is none.
func (m *Method) Range(p Parameters) (lo, hi float64, ok bool) {
	if m.within == nil {
		return 0, 0, false
	}
	return m.within(p)
}

// onScale is the range of methods that add up, or multiply, parts from 0 to 1 when scores are normalised by their fixed scales.
func onScale(p Parameters) (lo, hi float64, ok bool) {
	return 0, 1, Normalization(p["normalization"]) == NormScale
}

// ReversalFree reports whether, with these settings, adding or removing an alternative can never reorder the others.
func (m *Method) ReversalFree(p Parameters) bool { return m.reversalFree != nil && m.reversalFree(p) }

// Prepare validates the problem and does all the work that does not depend on the weights. The scorer may read p.Scores later: do not change them
// afterwards. The error is a [*DataError] or a [*ParameterError].
func (m *Method) Prepare(p *Problem, given map[string]string) (Scorer, error) {
	settings, err := m.Resolve(given)
	if err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if most := m.Needs.Most; most > 0 && len(p.Alternatives) > most {
		return nil, &DataError{Reason: Because("%s compares every alternative with every other, %d at most, there are %d; use a method that does not, such as topsis, promethee2 or weighted-sum",
			Because(m.Title), most, len(p.Alternatives))}
	}
	if err := p.validateExtras(); err != nil {
		return nil, err
	}
	s, err := m.prepare(p, settings)
	if err == nil && !p.ordinary() {
		err = m.probe(p, s)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// catalogue is the one list of ranking methods: the command, its completions, the reader's allowed values and the explorer all read it.
var catalogue = []*Method{
	&weightedSum, &weightedProduct, &waspas, &topsis, &vikor, &promethee1, &promethee2, &electre1, &electre2, &electre3, &electreTri, &electreNetFlow,
	&moora, &mooraReference, &multimoora, &copras, &aras, &edas, &codas, &mabac, &mairca, &marcos, &cocoso, &spotis, &rafsi, &todim, &gra, &ocra, &comet, &ram, &probid, &borda, &copeland, &ahpMethod, &fuzzyTOPSIS,
}

// Methods returns the catalogue, in the order to show it.
func Methods() []*Method { return slices.Clone(catalogue) }

// Lookup finds a method by name or alias, whatever the case and with spaces or underscores for hyphens.
func Lookup(name string) (*Method, bool) {
	name = FoldName(name)
	for _, m := range catalogue {
		if m.Name == name || slices.Contains(m.Aliases, name) {
			return m, true
		}
	}
	return nil, false
}

// Additive is the method whose scores are made to be added up, by criteria and over alternatives: the weighted sum.
func Additive() *Method { return &weightedSum }

// FoldName brings a name typed by a person to the catalogue's spelling: lower case, hyphens between words.
func FoldName(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '_' || r == '-' || r == '\u00a0' }), "-")
}

func normalizationParameter(allowed ...Normalization) Parameter {
	p := Parameter{Name: "normalization", Doc: "how scores in different units are made comparable", Default: string(allowed[0])}
	for _, n := range allowed {
		p.Choices = append(p.Choices, string(n))
	}
	return p
}
