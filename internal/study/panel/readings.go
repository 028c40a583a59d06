package panel

import (
	"cmp"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// Reading is the ranking, and the weights, by one way of joining the experts.
type Reading struct {
	Levels     string // flat or blocs
	Competence string // off, given, self or argumentation
	Group      string // aij, aip or aip-arithmetic; "" where the weights are not made of judgements
	InForce    bool
	Rank       []int     // by place in Technologies; nil: no ranking
	Weights    []float64 // by leaf
	TauB       *float64  // with the ranking in force
	Leader     int       // place in Technologies; −1
}

// readings ranks by the other ways to join the experts: flat beside by blocs, with competence beside without, AIJ beside AIP.
func (r *Report) readings() {
	s := r.Study
	levels, competence, groups := []string{study.LevelsFlat}, []string{study.CompetenceOff}, []string{""}
	if len(r.Blocs) > 1 {
		levels = append(levels, study.LevelsBlocs)
	}
	if kind := s.CompetenceKind(); kind != study.CompetenceOff {
		competence = append(competence, kind)
	}
	name, _ := study.CanonicalWeighting(s.Settings.Weighting)
	if name == weighting.Pairwise().Name && s.Moved == nil {
		groups = study.Groupings()
	}
	now := Reading{Levels: study.LevelsFlat, Competence: cmp.Or(mcda.FoldName(s.Settings.Competence), study.CompetenceOff)}
	if two, _ := s.TwoLevels(); two {
		now.Levels = study.LevelsBlocs
	}
	if groups[0] != "" {
		now.Group = cmp.Or(mcda.FoldName(s.Settings.Group), groups[0])
	}
	if len(levels)*len(competence)*len(groups) == 1 {
		return
	}
	for _, g := range groups {
		for _, l := range levels {
			for _, c := range competence {
				one := Reading{Levels: l, Competence: c, Group: g, Leader: -1}
				one.InForce = one.Levels == now.Levels && one.Competence == now.Competence && one.Group == now.Group
				changed := s.Changed()
				changed.Settings.Levels, changed.Settings.Competence = l, c
				if g != "" {
					changed.Settings.Group = g
				}
				r.read(&one, changed)
				r.Readings = append(r.Readings, one)
			}
		}
	}
}

func (r *Report) read(one *Reading, s *study.Study) {
	if r.Outcome == nil {
		if w, err := study.Weigh(s); err == nil {
			one.Weights = w.Global
		}
		return
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return
	}
	one.Weights, one.Rank = o.Global, r.placesIn(o)
	one.Leader = slices.Index(one.Rank, 1)
	if tau, ok := r.tauWith(one.Rank); ok {
		one.TauB = &tau
	}
}
