package study

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/group"
	"veche/internal/mcda/robust"
)

// Changed returns a copy to modify.
func (s *Study) Changed() *Study {
	c := *s
	return &c
}

// InForce returns the global weights by leaf: the moved ones, or what the weighting gives.
func (s *Study) InForce() ([]float64, error) {
	if s.Moved != nil {
		return s.Moved, nil
	}
	w, err := Weigh(s)
	if err != nil {
		return nil, err
	}
	return w.Global, nil
}

// Leaf finds the leaf of that code among leaves.
func (s *Study) Leaf(code string, leaves []int) (int, error) {
	k := slices.IndexFunc(leaves, func(i int) bool { return s.Criteria[i].Code == code })
	if k >= 0 {
		return k, nil
	}
	if s.Criterion(code) >= 0 {
		return 0, language.Errorf("%s is not a criterion technologies are scored on: weigh the criteria below it", code)
	}
	var codes []string
	for _, i := range leaves {
		codes = append(codes, s.Criteria[i].Code)
	}
	return 0, language.Errorf("there is no criterion %q; the criteria are %s", code, strings.Join(codes, ", "))
}

func (a SetWeight) apply(s *Study) (*Study, error) {
	if s.Locked[a.Criterion] {
		return nil, language.Errorf("%s is locked: unlock it first", a.Criterion)
	}
	if node := s.Criterion(a.Criterion); node >= 0 && (s.parents()[a.Criterion] || s.sharing() != robust.Proportional) {
		return s.moveAlong(node, a.Weight)
	}
	return s.move(map[string]float64{a.Criterion: a.Weight})
}

func (a SetWeights) apply(s *Study) (*Study, error) {
	leaves := s.Leaves()
	all := len(a.Weights) == len(leaves)
	for code := range a.Weights {
		if _, err := s.Leaf(code, leaves); err != nil {
			return nil, err
		}
	}
	if !all {
		return s.move(a.Weights)
	}
	given, codes := make([]float64, len(leaves)), make([]string, len(leaves))
	for k, i := range leaves {
		codes[k] = s.Criteria[i].Code
		given[k] = a.Weights[codes[k]]
	}
	moved, _, err := mcda.NormalizeWeights(given, codes)
	if err != nil {
		return nil, err
	}
	c := s.Changed()
	c.Moved = moved
	return c, nil
}

// move sets some leaves' weights; the free others share the rest in proportion, equally if they are all 0.
func (s *Study) move(to map[string]float64) (*Study, error) {
	now, err := s.InForce()
	if err != nil {
		return nil, err
	}
	leaves := s.Leaves()
	moved := slices.Clone(now)
	fixed := make([]bool, len(leaves))
	for code, w := range to {
		k, err := s.Leaf(code, leaves)
		if err != nil {
			return nil, err
		}
		if math.IsNaN(w) || w < 0 || w > 1 {
			return nil, language.Errorf("the weight of %s must be between 0 and 1 (0%% and 100%%), not %g", code, w)
		}
		moved[k], fixed[k] = w, true
	}
	var held, free float64
	var others []int
	for k, i := range leaves {
		switch {
		case fixed[k] || s.Locked[s.Criteria[i].Code]:
			held += moved[k]
		default:
			others = append(others, k)
			free += moved[k]
		}
	}
	const rounding = 1e-9
	rest := 1 - held
	switch {
	case rest < -rounding:
		return nil, language.Errorf("the weights set and locked add to %.4g%%, above 100%%", 100*held)
	case len(others) == 0 && rest > rounding:
		return nil, language.Errorf("no other weight is free to take up the remaining %.4g%%: unlock one", 100*rest)
	}
	rest = max(rest, 0)
	for _, k := range others {
		if free > 0 {
			moved[k] *= rest / free
		} else {
			moved[k] = rest / float64(len(others))
		}
	}
	c := s.Changed()
	c.Moved = moved
	return c, nil
}

func (ResetWeights) apply(s *Study) (*Study, error) {
	c := s.Changed()
	c.Moved = nil
	return c, nil
}

func (a Lock) apply(s *Study) (*Study, error) {
	leaves := s.Leaves()
	node := s.Criterion(a.Criterion)
	if node < 0 {
		_, err := s.Leaf(a.Criterion, leaves)
		return nil, err
	}
	c := s.Changed()
	for _, column := range s.Columns(node) {
		c.Locked = toggled(c.Locked, s.Criteria[leaves[column]].Code, a.Locked)
	}
	return c, nil
}

func toggled(set map[string]bool, key string, on bool) map[string]bool {
	set = maps.Clone(set)
	if set == nil {
		set = make(map[string]bool)
	}
	if on {
		set[key] = true
	} else {
		delete(set, key)
	}
	return set
}

func (a SetMethod) apply(s *Study) (*Study, error) {
	m, ok := mcda.Lookup(a.Method)
	if !ok {
		return nil, language.Errorf("there is no method %q; choose one of %s", a.Method, strings.Join(methodNames(), ", "))
	}
	c := s.Changed()
	c.Settings = s.Settings.with(func(set *Settings) {
		set.Method = m.Name
		maps.DeleteFunc(set.Parameters, func(name, value string) bool { return set.checkParameter(m, name, value) != nil })
	})
	return c, nil
}

func (a SetParameter) apply(s *Study) (*Study, error) {
	m, ok := s.Settings.method()
	if !ok {
		return nil, language.Errorf("there is no method %q", s.Settings.Method)
	}
	if err := s.Settings.checkParameter(m, a.Name, a.Value); err != nil {
		return nil, err
	}
	c := s.Changed()
	c.Settings = s.Settings.with(func(set *Settings) { set.Parameters[a.Name] = a.Value })
	if !m.Has(a.Name) {
		c.Moved = nil // a parameter of the weighting: other weights come of it
	}
	return c, nil
}

func (a SetWeighting) apply(s *Study) (*Study, error) {
	w, ok := CanonicalWeighting(a.Weighting)
	if !ok {
		return nil, language.Errorf("there is no weighting %q; choose one of %s", a.Weighting, strings.Join(Weightings(), ", "))
	}
	c := s.Changed()
	c.Moved = nil
	c.Settings.Weighting = w
	return c, nil
}

func (a SetAggregation) apply(s *Study) (*Study, error) {
	how, ok := group.ParseAggregation(a.Aggregation)
	if !ok {
		return nil, language.Errorf("there is no aggregation %q; choose one of %s", a.Aggregation, strings.Join(Aggregations(), ", "))
	}
	c := s.Changed()
	c.Settings.Aggregation = string(how)
	c.Settings.Origins = maps.Clone(s.Settings.Origins)
	delete(c.Settings.Origins, "aggregation") // its cell says another
	return c, nil
}

func (a SetSetting) apply(s *Study) (*Study, error) {
	c := s.Changed()
	key, ok := LookupSetting(a.Name)
	if !ok || !key.Changes {
		return nil, language.Errorf("there is no setting %q; there are %s and the method's parameters", a.Name, strings.Join(changing(), ", "))
	}
	switch key.Kind {
	case SettingWhole:
		n, err := strconv.ParseUint(a.Value, 10, 63)
		if err != nil {
			return nil, language.Errorf("%s must be a whole number of 0 or more, not %q", a.Name, a.Value)
		}
		key.Set(c, n)
	case SettingAmount:
		x, err := parseBudget(a.Value)
		if err != nil {
			return nil, err
		}
		key.Set(c, x)
	default:
		key.Set(c, a.Value)
	}
	wrong := func(s *Study) Issues { return append(s.checkSettings(), s.checkCompetence().Errors()...) }
	if issues := wrong(c); len(issues) > len(wrong(s)) {
		last := issues[len(issues)-1]
		return nil, language.Errorf("%s %s", last.Message, last.Remedy)
	}
	return c, nil
}

// changing names the settings that SetSetting changes.
func changing() []string {
	var names []string
	for k := range settings {
		if settings[k].Changes {
			names = append(names, mcda.FoldName(settings[k].Name))
		}
	}
	return names
}

func (a SetRound) apply(s *Study) (*Study, error) {
	c := s.Changed()
	c.Settings.Round = a.Round
	if len(s.Rounds) == 0 && a.Round != "" {
		return nil, language.Errorf("the answers of this study have no rounds")
	}
	if _, issues := c.ChosenRounds(); len(issues) > 0 {
		return nil, language.Errorf("%s %s", issues[0].Message, issues[0].Remedy)
	}
	return c, nil
}

func (a ExcludeExpert) apply(s *Study) (*Study, error) {
	if s.Expert(a.Expert) < 0 {
		return nil, language.Errorf("there is no expert %q", a.Expert)
	}
	c := s.Changed()
	c.Excluded.Experts = toggled(s.Excluded.Experts, a.Expert, a.Excluded)
	c.Excluded.Why = maps.Clone(s.Excluded.Why)
	delete(c.Excluded.Why, a.Expert)
	if note := strings.Join(strings.Fields(strings.ReplaceAll(a.Note, ";", ",")), " "); a.Excluded && note != "" { // semicolons stand between reasons
		if c.Excluded.Why == nil {
			c.Excluded.Why = make(map[string]string)
		}
		c.Excluded.Why[a.Expert] = note
	}
	return c, nil
}

func (a ExcludeTechnology) apply(s *Study) (*Study, error) {
	if s.Technology(a.Technology) < 0 {
		return nil, language.Errorf("there is no technology %q", a.Technology)
	}
	c := s.Changed()
	c.Excluded.Technologies = toggled(s.Excluded.Technologies, a.Technology, a.Excluded)
	return c, nil
}
