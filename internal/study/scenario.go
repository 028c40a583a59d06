package study

import (
	"slices"
	"strings"
	"veche/internal/language"
)

// Scenario is a state of the study kept by name: its weights, locks, settings and exclusions, to go back to or to set beside another.
type Scenario struct {
	Name string
	Of   *Study
}

// KeepScenario keeps the present state under a name; one that has the name already is replaced.
type KeepScenario struct {
	Name string `json:"name"`
}

// UseScenario goes back to a state that was kept. All that are kept stay.
type UseScenario struct {
	Name string `json:"name"`
}

// DropScenario forgets a state that was kept.
type DropScenario struct {
	Name string `json:"name"`
}

func (KeepScenario) Kind() string             { return "keep-scenario" }
func (UseScenario) Kind() string              { return "use-scenario" }
func (DropScenario) Kind() string             { return "drop-scenario" }
func (a KeepScenario) Says() language.Message { return language.M("keep scenario %s", a.Name) }
func (a UseScenario) Says() language.Message  { return language.M("go back to scenario %s", a.Name) }
func (a DropScenario) Says() language.Message { return language.M("forget scenario %s", a.Name) }

func (s *Study) kept(name string) (int, error) {
	k := slices.IndexFunc(s.Kept, func(k Scenario) bool { return k.Name == name })
	if k < 0 {
		return k, language.Errorf("there is no scenario %q", name)
	}
	return k, nil
}

func (a KeepScenario) apply(s *Study) (*Study, error) {
	if strings.TrimSpace(a.Name) == "" {
		return nil, language.Errorf("a scenario needs a name")
	}
	c := s.Changed()
	c.Kept = slices.Clone(s.Kept)
	if k, err := s.kept(a.Name); err == nil {
		c.Kept[k].Of = s
	} else {
		c.Kept = append(c.Kept, Scenario{a.Name, s})
	}
	return c, nil
}

func (a UseScenario) apply(s *Study) (*Study, error) {
	k, err := s.kept(a.Name)
	if err != nil {
		return nil, err
	}
	c := s.Kept[k].Of.Changed()
	c.Kept = s.Kept
	return c, nil
}

func (a DropScenario) apply(s *Study) (*Study, error) {
	k, err := s.kept(a.Name)
	if err != nil {
		return nil, err
	}
	c := s.Changed()
	c.Kept = slices.Delete(slices.Clone(s.Kept), k, k+1)
	return c, nil
}
