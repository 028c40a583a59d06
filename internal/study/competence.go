package study

import (
	"math"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/group"
)

// What the setting competence can be: whether experts count by their competence, and by which. Off is the default: competence is shown beside, and counts only
// when a person says so.
const (
	CompetenceOff           = "off"
	CompetenceGiven         = "given"         // the column Weight of Experts
	CompetenceSelf          = "self"          // how familiar experts say they are with the matter
	CompetenceArgumentation = "argumentation" // K = (K_u + K_a)/2, of that and of what their judgement rests on
)

// What the setting levels can be: every expert's vote alike, or experts within their bloc and blocs by their weights. The default is blocs where the blocs
// have weights.
const (
	LevelsFlat  = "flat"
	LevelsBlocs = "blocs"
)

// Competences and LevelNames list the values of the two settings, the default first.
func Competences() []string {
	return []string{CompetenceOff, CompetenceGiven, CompetenceSelf, CompetenceArgumentation}
}

func LevelNames() []string { return []string{LevelsBlocs, LevelsFlat} }

// Competent reports whether competence counts.
func (s *Settings) Competent() bool {
	kind := mcda.FoldName(s.Competence)
	return kind != "" && kind != CompetenceOff
}

// CompetenceKind is the competence that counts, or that would count if it were turned on: the setting's, else the first for which the study has data;
// [CompetenceOff] when it has none.
func (s *Study) CompetenceKind() string {
	if s.Settings.Competent() {
		return mcda.FoldName(s.Settings.Competence)
	}
	var given, argued, self bool
	for k := range s.Experts {
		x := &s.Experts[k]
		given, self, argued = given || x.Weight != nil, self || x.Familiarity != nil, argued || x.Familiarity != nil && x.Arguments != nil
	}
	switch {
	case given:
		return CompetenceGiven
	case argued:
		return CompetenceArgumentation
	case self:
		return CompetenceSelf
	}
	return CompetenceOff
}

// coefficient is one expert's competence of a kind; ok is false where the study does not have it.
func (s *Study) coefficient(e int, kind string) (k float64, ok bool) {
	x := &s.Experts[e]
	switch {
	case kind == CompetenceGiven && x.Weight != nil:
		return *x.Weight, true
	case kind == CompetenceSelf && x.Familiarity != nil:
		return *x.Familiarity, true
	case kind == CompetenceArgumentation && x.Familiarity != nil && x.Arguments != nil:
		return group.Competence(*x.Familiarity, s.argued(x)), true
	}
	return 0, false
}

// competences are the experts' weights within their blocs where competence counts; nil where it does not.
func (s *Study) competences() []float64 {
	if !s.Settings.Competent() {
		return nil
	}
	return s.CompetenceWeights()
}

// CompetenceWeights are the experts' weights if competence counted. Who lacks one has 1 where weights are given, as a blank cell says nothing against them, and the
// mean of the others where it is a coefficient, which is at most 1.
func (s *Study) CompetenceWeights() []float64 {
	kind := s.CompetenceKind()
	out := make([]float64, len(s.Experts))
	var sum, n float64
	for e := range out {
		if k, ok := s.coefficient(e, kind); ok {
			out[e], sum, n = k, sum+k, n+1
		} else {
			out[e] = math.NaN()
		}
	}
	otherwise := 1.0
	if n > 0 && kind != CompetenceGiven {
		otherwise = sum / n
	}
	for e, k := range out {
		if math.IsNaN(k) {
			out[e] = otherwise
		}
	}
	return out
}

// Argumentation is the table from which K_a follows: the study's, else the standard one.
func (s *Study) Argumentation() []group.Argumentation {
	if s.Sources != nil {
		return s.Sources
	}
	return group.StandardArgumentation()
}

// argued is K_a of an expert.
func (s *Study) argued(x *Expert) float64 {
	var sum float64
	for _, a := range s.Argumentation() {
		switch x.Arguments[a.Source] {
		case "high":
			sum += a.High
		case "medium":
			sum += a.Medium
		case "low":
			sum += a.Low
		}
	}
	return sum
}

// TwoLevels reports whether experts count within their blocs, and the blocs' weights by name.
func (s *Study) TwoLevels() (two bool, weights map[string]float64) {
	weights = make(map[string]float64)
	given := false
	for _, b := range s.Blocs {
		if b.Weight != nil {
			weights[b.Name] = *b.Weight
			given = true
		}
	}
	switch mcda.FoldName(s.Settings.Levels) {
	case LevelsFlat:
		return false, weights
	case LevelsBlocs:
		if !given {
			for _, x := range s.Experts { // those of no bloc make one of their own
				weights[x.Bloc] = 1
			}
		}
		return len(weights) > 0, weights
	}
	return given, weights
}

// checkCompetence reports settings of competence and levels that the study cannot follow.
func (s *Study) checkCompetence() Issues {
	var issues Issues
	set := &s.Settings
	choice := func(key, value string, allowed []string) bool {
		if value == "" {
			return false
		}
		for _, a := range allowed {
			if mcda.FoldName(value) == a {
				return true
			}
		}
		issues = append(issues, Errorf("E-SETTING", s.Place(set.Origins[key]), value, language.M("Choose one of %s.", strings.Join(allowed, ", ")), "There is no %s %q.", key, value))
		return false
	}
	choice("levels", set.Levels, LevelNames())
	if set.Competence == "" {
		if kind := s.CompetenceKind(); kind != CompetenceOff {
			issues = append(issues, Warnf("W-COMPETENCE", s.On("Experts"), language.M("Set competence to %s on the sheet Study to let it count, or to off to say that it shall not; veche panel shows the ranking with and without.", kind),
				"The experts' competence is given and does not count: every expert of a bloc has one vote."))
		}
		return issues
	}
	if !choice("competence", set.Competence, Competences()) || !set.Competent() {
		return issues
	}
	kind := mcda.FoldName(set.Competence)
	for e := range s.Experts {
		if _, ok := s.coefficient(e, kind); ok {
			return issues
		}
	}
	if len(s.Experts) == 0 {
		return issues
	}
	return append(issues, Errorf("E-COMPETENCE", s.Place(set.Origins["competence"]), set.Competence,
		language.M("Give it (the column Weight of Experts for given; the sheet Competence for self and argumentation), or set competence to off."), "No expert has a competence of the kind %q.", kind))
}
