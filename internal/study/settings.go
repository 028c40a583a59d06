package study

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/group"
	"veche/internal/mcda/weighting"
)

// AllRounds is the name that asks for the answers of all rounds to be pooled.
const AllRounds = "all"

// Settings are the Study sheet's keys. Empty strings mean the default.
type Settings struct {
	Method         string
	Weighting      string
	Aggregation    string
	Group          string // aij or aip
	Levels         string // flat or blocs
	Competence     string // off, given, self or argumentation
	Prioritization string
	RandomIndex    string
	Round          string // a round's name, AllRounds, or "" for the last
	Shortlist      int    // how many technologies make the shortlist; 0: no line is drawn
	Budget         *float64
	Threshold      *float64
	Seed           uint64
	Language       string
	Parameters     map[string]string // the method's own, normalization included

	Origins map[string]Origin // where each key's value stood, by key
}

// Weightings names the ways to weights, the default first.
func Weightings() []string {
	var names []string
	for _, m := range weighting.Methods() {
		names = append(names, m.Name)
	}
	return names
}

// Aggregations are the ways to make one score of experts' scores, the default first.
func Aggregations() []string {
	var names []string
	for _, a := range group.Aggregations() {
		names = append(names, string(a))
	}
	return names
}

// DefaultMethod ranks when the study names none.
const DefaultMethod = "topsis"

// CanonicalWeighting is the catalogue's name for one typed by a person; ok is false for one that does not exist.
func CanonicalWeighting(name string) (string, bool) {
	if mcda.FoldName(name) == "" {
		return Weightings()[0], true
	}
	m, ok := weighting.Lookup(name)
	if !ok {
		return name, false
	}
	return m.Name, true
}

// Basis is what the study's weighting is made of; "" when there is no such weighting.
func (s *Settings) Basis() weighting.Basis {
	name, _ := CanonicalWeighting(s.Weighting)
	if m, ok := weighting.Lookup(name); ok {
		return m.Basis
	}
	return ""
}

// mixing are the parameters with which two weightings are mixed, whatever they are.
var mixing = []mcda.Parameter{
	{Name: "mix", Doc: "a second weighting to mix with the study's", Choices: append([]string{""}, Weightings()...)},
	{Name: "mix-share", Doc: "the share of the study's own weighting in the mixture", Default: "0.5", Min: 0, Max: 1},
	{Name: "mix-rule", Doc: "a weighted mean of the two, or their weighted geometric mean", Default: "linear", Choices: []string{"linear", "multiplicative"}},
}

// MixingParameters lists the parameters that any weighting takes.
func MixingParameters() []mcda.Parameter { return slices.Clone(mixing) }

// weightingParameter finds a parameter of some weighting by name.
func weightingParameter(name string) *mcda.Parameter {
	for _, m := range weighting.Methods() {
		for k := range m.Parameters {
			if m.Parameters[k].Name == name {
				return &m.Parameters[k]
			}
		}
	}
	for k := range mixing {
		if mixing[k].Name == name {
			return &mixing[k]
		}
	}
	return nil
}

// KnownParameter reports whether a key of the Study sheet is a parameter of a weighting.
func KnownParameter(name string) bool { return weightingParameter(name) != nil }

// othersParameter is a method that has a parameter of this name, nil when none has.
func othersParameter(name string) *mcda.Method {
	for _, m := range mcda.Methods() {
		if m.Has(name) {
			return m
		}
	}
	return nil
}

// Split parts the settings' parameters into the ranking method's and the weightings'. What is neither is left with the method, which will say so.
func (s *Settings) Split() (method, weight map[string]string) {
	method, weight = map[string]string{}, map[string]string{}
	m, _ := s.method()
	for name, value := range s.Parameters {
		if (m == nil || !m.Has(name)) && KnownParameter(name) {
			weight[name] = value
		} else if m == nil || m.Has(name) || othersParameter(name) == nil {
			method[name] = value
		}
	}
	return method, weight
}

// resolveWeighting fills in the parameters of one weighting, and those of mixing.
func (s *Settings) resolveWeighting(m *weighting.Method) (mcda.Parameters, error) {
	_, given := s.Split()
	takes := slices.Concat(m.Parameters, mixing)
	maps.DeleteFunc(given, func(name, _ string) bool {
		return !slices.ContainsFunc(takes, func(p mcda.Parameter) bool { return p.Name == name })
	})
	return mcda.ResolveParameters(m.Name, takes, given)
}

// groupings are the ways to join experts' judgements: AIJ, or AIP with one of its means.
var groupings = map[string]group.AIPMean{"": "", "aij": "", "aip": group.GeometricPriorities, "aip-arithmetic": group.ArithmeticPriorities}

// Groupings names the ways to join experts' judgements, the default first: aggregating judgements, or priorities by their geometric or arithmetic mean.
func Groupings() []string { return []string{"aij", "aip", "aip-arithmetic"} }

// AIP says which mean of priorities joins the experts; ok is false for AIJ.
func (s *Settings) AIP() (mean group.AIPMean, ok bool) {
	mean = groupings[mcda.FoldName(s.Group)]
	return mean, mean != ""
}

func (s *Settings) method() (*mcda.Method, bool) {
	if s.Method == "" {
		return mcda.Lookup(DefaultMethod)
	}
	return mcda.Lookup(s.Method)
}

// with returns a copy whose parameter map can be changed.
func (s Settings) with(change func(*Settings)) Settings {
	s.Parameters = maps.Clone(s.Parameters)
	if s.Parameters == nil {
		s.Parameters = map[string]string{}
	}
	change(&s)
	return s
}

// settingIssue gives an engine's refusal of a parameter the cell it stands in; of one that has its default, the cell of another that it is at odds with.
func (s *Study) settingIssue(err error) Issue {
	at, value := s.On("Study"), ""
	if e, ok := errors.AsType[*mcda.ParameterError](err); ok {
		for _, name := range append([]string{e.Name}, slices.Sorted(maps.Keys(s.Settings.Parameters))...) {
			origin, given := s.Settings.Origins[name]
			if given && (name == e.Name || strings.Contains(e.Reason.String(), name)) {
				at, value = s.Place(origin), s.Settings.Parameters[name]
				break
			}
		}
	}
	return Errorf("E-SETTING", at, value, language.M("Correct it."), "%s.", language.Capital(language.Of(err)))
}

// checkSettings reports every setting that names nothing that exists.
func (s *Study) checkSettings() Issues {
	var issues Issues
	set := &s.Settings
	at := func(key string) Place { return s.Place(set.Origins[key]) }
	m, ok := set.method()
	if !ok {
		issues = append(issues, Errorf("E-METHOD", at("method"), set.Method, language.M("Choose one of %s.", strings.Join(methodNames(), ", ")), "There is no method %q.", set.Method))
	} else {
		for _, name := range slices.Sorted(maps.Keys(set.Parameters)) {
			value := set.Parameters[name]
			if other := othersParameter(name); other != nil && !m.Has(name) && !KnownParameter(name) {
				issues = append(issues, Warnf("W-KEY-UNUSED", at(name), language.M("Nothing needs doing."), "The key %q belongs to the method %s, which is not chosen.", name, other.Name))
				continue
			}
			if err := set.checkParameter(m, name, value); err != nil {
				issues = append(issues, Errorf("E-SETTING", at(name), value, language.M("Correct or clear it."), "%s.", language.Capital(language.Of(err))))
			}
		}
	}
	for k := range settings {
		x := &settings[k]
		if x.Name == "method" || x.Name == "levels" || x.Name == "competence" { // which have checks of their own
			continue
		}
		if value := x.Text(s); x.Kind == SettingName && !x.knows(value) {
			issues = append(issues, Errorf("E-SETTING", at(x.Name), value, language.M("Choose one of %s.", strings.Join(x.Choices(), ", ")), "There is no %s %q.", x.Name, value))
		}
	}
	return issues
}

// checkParameter checks one parameter of the ranking method or of a weighting.
func (s *Settings) checkParameter(m *mcda.Method, name, value string) error {
	if p := weightingParameter(name); p != nil && !m.Has(name) {
		_, err := mcda.ResolveParameters("", []mcda.Parameter{*p}, map[string]string{name: value})
		return err
	}
	_, err := m.Resolve(map[string]string{name: value})
	return err
}

func methodNames() []string {
	var names []string
	for _, m := range mcda.Methods() {
		names = append(names, m.Name)
	}
	return names
}
