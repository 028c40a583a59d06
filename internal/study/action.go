package study

import (
	"maps"
	"slices"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

// Action is one change a person makes to a study: a small value that can be written as JSON, applied, undone and replayed.
type Action interface {
	// Kind is the action's name in JSON: "set-weight".
	Kind() string
	// Says is what it does, for the status line and the audit: set the weight of C1 to 26%.
	Says() language.Message
	apply(*Study) (*Study, error)
}

// Apply returns the study changed by the action. s itself is not modified; the two share what did not change. The error says why the action is impossible.
func Apply(s *Study, a Action) (*Study, error) { return a.apply(s) }

// SetWeight moves the global weight of one leaf criterion, or the total weight of those below a node, which keep their proportions. The unlocked others take up
// the difference, in proportion or as [SetSharing] says; locked ones stay.
type SetWeight struct {
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"`
}

// SetWeights gives several leaves global weights at once, by code. When all leaves are named the numbers are scaled to sum 1; otherwise the others keep
// their proportions in what remains.
type SetWeights struct {
	Weights map[string]float64 `json:"weights"`
}

// ResetWeights goes back to the weights the study's weighting gives. Locks are kept.
type ResetWeights struct{}

// Lock fixes a leaf's weight, or frees it; for a node those of all leaves below it.
type Lock struct {
	Criterion string `json:"criterion"`
	Locked    bool   `json:"locked"`
}

// SetMethod chooses the ranking method; parameters the new method does not have are dropped.
type SetMethod struct {
	Method string `json:"method"`
}

// SetParameter sets one of the method's parameters, normalization among them.
type SetParameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// SetWeighting chooses where weights come from, and drops moved weights.
type SetWeighting struct {
	Weighting string `json:"weighting"`
}

// SetAggregation chooses how experts' scores become one.
type SetAggregation struct {
	Aggregation string `json:"aggregation"`
}

// SetSetting sets one of the Study sheet's other keys: group, prioritization, random index, shortlist or seed.
type SetSetting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// SetRound chooses the rounds that count: a name, several joined by "+", or AllRounds.
type SetRound struct {
	Round string `json:"round"`
}

// ExcludeExpert leaves an expert's answers out, or takes them in again.
type ExcludeExpert struct {
	Expert   string `json:"expert"`
	Excluded bool   `json:"excluded"`
	Note     string `json:"note,omitempty"` // why, for the report
}

// ExcludeTechnology leaves a technology out of the ranking, or takes it in again.
type ExcludeTechnology struct {
	Technology string `json:"technology"`
	Excluded   bool   `json:"excluded"`
}

func (SetWeight) Kind() string         { return "set-weight" }
func (SetWeights) Kind() string        { return "set-weights" }
func (ResetWeights) Kind() string      { return "reset-weights" }
func (Lock) Kind() string              { return "lock" }
func (SetMethod) Kind() string         { return "set-method" }
func (SetParameter) Kind() string      { return "set-parameter" }
func (SetWeighting) Kind() string      { return "set-weighting" }
func (SetAggregation) Kind() string    { return "set-aggregation" }
func (SetSetting) Kind() string        { return "set-setting" }
func (SetRound) Kind() string          { return "set-round" }
func (ExcludeExpert) Kind() string     { return "exclude-expert" }
func (ExcludeTechnology) Kind() string { return "exclude-technology" }

func (a SetWeight) Says() language.Message {
	return language.M("set the weight of %s to %.4g%%", a.Criterion, 100*a.Weight)
}

func (a SetWeights) Says() language.Message {
	parts := make([]language.Message, 0, len(a.Weights))
	for _, code := range slices.Sorted(maps.Keys(a.Weights)) {
		parts = append(parts, language.M("%s=%.4g", code, a.Weights[code]))
	}
	return language.M("set the weights %s", language.Join(parts, "; "))
}

func (ResetWeights) Says() language.Message   { return language.M("reset the weights") }
func (a SetMethod) Says() language.Message    { return language.M("rank by %s", calledMethod(a.Method)) }
func (a SetParameter) Says() language.Message { return setTo(a.Name, a.Value) }
func (a SetWeighting) Says() language.Message {
	return language.M("weigh by %s", calledWeighting(a.Weighting))
}
func (a SetAggregation) Says() language.Message {
	return language.M("join scores by %s", language.M(a.Aggregation))
}
func (a SetSetting) Says() language.Message { return setTo(a.Name, a.Value) }
func (a SetRound) Says() language.Message   { return language.M("use round %s", a.Round) }
func (a Lock) Says() language.Message {
	if a.Locked {
		return language.M("lock %s", a.Criterion)
	}
	return language.M("unlock %s", a.Criterion)
}
func (a ExcludeExpert) Says() language.Message {
	done := language.M("include expert %s", a.Expert)
	if a.Excluded {
		done = language.M("exclude expert %s", a.Expert)
	}
	if a.Note != "" {
		done = language.M("%s (%s)", done, a.Note)
	}
	return done
}
func (a ExcludeTechnology) Says() language.Message {
	if a.Excluded {
		return language.M("exclude %s", a.Technology)
	}
	return language.M("include %s", a.Technology)
}

// setTo is a setting with its new value, which may be a word of the catalogue.
func setTo(name, value string) language.Message {
	return language.M("set %s to %s", language.M(name), language.Value(value))
}

// calledMethod is a method by its title; a name that no method has is said as it is.
func calledMethod(name string) language.Message {
	if m, ok := mcda.Lookup(name); ok {
		return language.M(m.Title)
	}
	return language.Verbatim(name)
}

// calledWeighting is the same of a weighting.
func calledWeighting(name string) language.Message {
	if m, ok := weighting.Lookup(name); ok {
		return language.M(m.Title)
	}
	return language.Verbatim(name)
}
