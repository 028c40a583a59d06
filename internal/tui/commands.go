package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// entry is a line of the palette: what it is called and what it does.
type entry struct {
	name   string
	also   string       // found by this too
	action study.Action // nil: a command of the explorer
	press  command
	run    func() tea.Cmd // done instead
	begin  string         // what choosing it puts on the search line, to be typed on
}

// entries lists every command by name: the methods and their parameters, rounds, aggregations, weightings, exclusions, and the keys.
func (m *model) entries() []entry {
	x := m.session
	all := m.keyEntries()
	s := x.study()
	do := func(a study.Action, text string, args ...any) {
		all = append(all, entry{name: x.t(text, args...), action: a})
	}
	for _, m := range mcda.Methods() {
		if m != x.out.Method {
			do(study.SetMethod{Method: m.Name}, textMethodEntry, x.named(m.Title))
		}
	}
	for _, p := range x.out.Method.Parameters {
		if p.Choices == nil {
			all = append(all, entry{name: x.t(textTypeNumber, p.Name, x.out.Parameters[p.Name], p.Min, p.Max, p.Name), begin: p.Name + " "})
		}
		for _, c := range p.Choices {
			if c != x.out.Parameters[p.Name] {
				do(study.SetParameter{Name: p.Name, Value: c}, "%s: %s", strings.ToUpper(p.Name[:1])+p.Name[1:], c)
			}
		}
	}
	for _, w := range study.Weightings() {
		if w != x.out.Weights.Weighting {
			do(study.SetWeighting{Weighting: w}, textWeightingEntry, x.named(w))
		}
	}
	if len(s.Scores) > 0 {
		for _, a := range study.Aggregations() {
			if a != x.out.AggregationInForce() {
				do(study.SetAggregation{Aggregation: a}, textAggregationEntry, x.named(a))
			}
		}
	}
	if len(s.Rounds) > 1 {
		for _, r := range append(append([]string(nil), s.Rounds...), study.AllRounds) {
			if !strings.EqualFold(r, x.out.Round) {
				do(study.SetRound{Round: r}, textRoundEntry, draw.Clean(r))
			}
		}
	}
	all = append(all, m.scenarioCommands()...)
	if m.options.SaveAs != nil {
		all = append(all, entry{name: x.t(textSaveAsEntry), run: m.saveAs})
	}
	for _, l := range []language.Language{language.English, language.Russian} {
		if l != x.lang {
			all = append(all, entry{name: language.Say(l, textLanguageEntry), also: x.t(textLanguageEntry), run: func() tea.Cmd { return m.speak(l) }})
		}
	}
	for k := range s.Experts {
		id := s.Experts[k].ID
		if s.Excluded.Experts[id] {
			do(study.ExcludeExpert{Expert: id}, textIncludeExpert, draw.Clean(id))
		} else {
			do(study.ExcludeExpert{Expert: id, Excluded: true}, textExcludeExpert, draw.Clean(id))
		}
	}
	for k := range s.Technologies {
		id := s.Technologies[k].ID
		if s.Excluded.Technologies[id] {
			do(study.ExcludeTechnology{Technology: id}, textInclude, draw.Clean(id), x.tech[k])
		} else {
			do(study.ExcludeTechnology{Technology: id, Excluded: true}, textExclude, draw.Clean(id), x.tech[k])
		}
	}
	return all
}

// keyEntries are the keys by what they do: the screen's most useful first, then all that the help names, so that the mouse reaches each.
func (m *model) keyEntries() []entry {
	all := m.screen().entries()
	for k := range all {
		all[k].name = capital(all[k].name)
	}
	for _, g := range append(m.screen().help(), keys.groups(len(m.options.Exports) > 0)...) {
		for _, b := range g.keys {
			e := entry{name: capital(m.t(b.Help().Desc)), press: command(b.Keys()[0])}
			listed := slices.ContainsFunc(all, func(o entry) bool { return o.press == e.press })
			if !listed && b.Help().Desc != textKeyPalette && b.Help().Desc != textKeyScreens { // those the row of keys and the tabs are for
				all = append(all, e)
			}
		}
	}
	return all
}

// typedParameter reads "v 0.7" as a new value of the method's parameter v.
func (x *session) typedParameter(query string) (entry, bool) {
	name, value, ok := strings.Cut(strings.TrimSpace(query), " ")
	value = strings.Trim(value, " =")
	if !ok || value == "" {
		return entry{}, false
	}
	for _, p := range x.out.Method.Parameters {
		if p.Choices != nil || !strings.EqualFold(p.Name, name) {
			continue
		}
		if _, err := x.out.Method.Resolve(map[string]string{p.Name: value}); err == nil {
			return entry{name: x.t(textSetNumber, p.Name, value), action: study.SetParameter{Name: p.Name, Value: value}}, true
		}
	}
	return entry{}, false
}

// shown is an entry's line in w cells: its name, and at the end the key that does the same.
func (e *entry) shown(w int, ellipsis string) string {
	key := e.press.shown()
	if key == "" {
		return draw.Cut(e.name, w, ellipsis)
	}
	return draw.Left(e.name, w-draw.Cells(key)-1, ellipsis) + " " + key
}

// matching are the entries that hold every word of a query; when there are none, of what the same keys type on the Latin layout.
func matching(all []entry, query string) []entry {
	found := holding(all, query)
	if len(found) == 0 {
		found = holding(all, retyped(query))
	}
	return found
}

func holding(all []entry, query string) []entry {
	words := strings.Fields(draw.Fold(query))
	var found []entry
next:
	for _, e := range all {
		name := draw.Fold(e.name + " " + e.also)
		for _, w := range words {
			if !strings.Contains(name, w) {
				continue next
			}
		}
		found = append(found, e)
	}
	return found
}
