package contract

import (
	"fmt"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

// Method is a ranking method or a weighting, as the catalogues describe it.
type Method struct {
	Kind          string      `json:"kind"` // ranking or weighting
	Name          string      `json:"name"`
	Aliases       []string    `json:"aliases"`
	Title         string      `json:"title"`
	Formula       string      `json:"formula"`
	Source        string      `json:"source"`
	Choose        string      `json:"choose"`
	Beware        string      `json:"beware"`
	Needs         []string    `json:"needs,omitempty"`
	LowerIsBetter bool        `json:"lower_is_better"`
	ReversalFree  string      `json:"reversal_free,omitempty"` // always, or with which settings adding an alternative reorders nothing
	Parameters    []Parameter `json:"parameters"`

	needs []language.Message // Needs, to be said in a language
}

// NeedsIn are what the method needs, in a language.
func (m *Method) NeedsIn(l language.Language) []string {
	var said []string
	for _, need := range m.needs {
		said = append(said, need.In(l))
	}
	return said
}

// Parameter is a setting of a method.
type Parameter struct {
	Name    string   `json:"name"`
	Doc     string   `json:"doc"`
	Default string   `json:"default"`
	Choices []string `json:"choices,omitempty"`
	Min     *float64 `json:"min,omitempty"`
	Max     *float64 `json:"max,omitempty"`
}

// Methods is both catalogues, ranking methods first.
func Methods() []Method {
	var all []Method
	for _, m := range mcda.Methods() {
		all = append(all, Method{"ranking", m.Name, m.Aliases, m.Title, m.Formula, m.Source, m.Choose, m.Beware, nil, m.LowerIsBetter, reversalInWords(m), ParametersOf(m.Parameters), needsOf(m.Needs)})
	}
	for _, m := range weighting.Methods() {
		all = append(all, Method{"weighting", m.Name, m.Aliases, m.Title, m.Formula, m.Source, m.Choose, m.Beware, nil, false, "", ParametersOf(m.Parameters), []language.Message{language.M(basisInWords[m.Basis])}})
	}
	for k := range all {
		all[k].Needs = all[k].NeedsIn(language.English)
	}
	return all
}

var basisInWords = map[weighting.Basis]string{
	weighting.Given: "the column Weight of the Criteria sheet", weighting.Ranks: "ranks in the column Weight of the Criteria sheet, 1 the most important",
	weighting.Judgements: "the Pairwise sheet", weighting.Matrix: "the scores", weighting.Nothing: "nothing",
}

func needsOf(n mcda.Needs) []language.Message {
	var words []language.Message
	for _, need := range []struct {
		has  bool
		says string
	}{{n.Positive, "scores above 0"}, {n.Ratio, "scores of 0 or more, costs above 0 where they are divided by"}, {n.NoTarget, "no target criteria"}, {n.Scale, "Min and Max of every criterion"}, {n.Limits, "Limits of every criterion, between its classes"}} {
		if need.has {
			words = append(words, language.M(need.says))
		}
	}
	if n.Most > 0 {
		words = append(words, language.M("at most %d alternatives", n.Most))
	}
	return words
}

// reversalInWords says with which settings adding or removing an alternative cannot reorder the others, trying all choices; "" for none.
func reversalInWords(m *mcda.Method) string {
	sets := []map[string]string{{}}
	for _, p := range m.Parameters {
		var more []map[string]string
		for _, set := range sets {
			for _, c := range p.Choices {
				with := map[string]string{p.Name: c}
				for k, v := range set {
					with[k] = v
				}
				more = append(more, with)
			}
		}
		if p.Choices != nil {
			sets = more
		}
	}
	var free []string
	for _, set := range sets {
		resolved, err := m.Resolve(set)
		if err != nil || !m.ReversalFree(resolved) {
			continue
		}
		var words []string
		for _, p := range m.Parameters {
			if v, ok := set[p.Name]; ok {
				words = append(words, p.Name+" "+v)
			}
		}
		free = append(free, strings.Join(words, ", "))
	}
	switch len(free) {
	case 0:
		return ""
	case len(sets):
		return "always"
	}
	return "with " + strings.Join(free, "; ")
}

// ParametersOf describes parameters.
func ParametersOf(parameters []mcda.Parameter) []Parameter {
	all := []Parameter{}
	for _, p := range parameters {
		j := Parameter{Name: p.Name, Doc: p.Doc, Default: p.Default, Choices: p.Choices}
		if p.Choices == nil && p.Text == nil {
			j.Min, j.Max = &p.Min, &p.Max
		}
		all = append(all, j)
	}
	return all
}

// Named are the entries of that name; a name may be both a ranking method's and a weighting's, as ahp is.
func Named(entries []Method, name string) []Method {
	m, isMethod := mcda.Lookup(name)
	w, isWeighting := weighting.Lookup(name)
	var found []Method
	for _, e := range entries {
		if e.Kind == "ranking" && isMethod && e.Name == m.Name || e.Kind == "weighting" && isWeighting && e.Name == w.Name {
			found = append(found, e)
		}
	}
	return found
}

// Allowed says which values a parameter takes.
func (p *Parameter) Allowed() string {
	if p.Choices != nil {
		return strings.Join(p.Choices, ", ")
	}
	if p.Min == nil {
		return "text"
	}
	return fmt.Sprintf("%g to %g", *p.Min, *p.Max)
}
