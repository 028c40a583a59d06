package live

import (
	"cmp"
	"time"

	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// Question is one thing an expert is asked: how good a technology is on a criterion, or which of the criteria A and B matters more.
type Question struct {
	Technology string `json:"technology,omitempty"`
	Criterion  string `json:"criterion,omitempty"`
	A          string `json:"a,omitempty"`
	B          string `json:"b,omitempty"`
}

// Pair reports whether it is about two criteria.
func (q Question) Pair() bool { return q.A != "" }

func compareQuestions(p, q Question) int {
	return cmp.Or(cmp.Compare(p.Technology, q.Technology), cmp.Compare(p.Criterion, q.Criterion), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
}

// Answer is what an expert says to a question.
type Answer struct {
	State study.State `json:"state"`           // Given, Abstained for “don't know”; Missing takes an answer back
	Value float64     `json:"value,omitempty"` // of a pair: A is so many times as important as B, 1/9 to 9
	Term  string      `json:"term,omitempty"`  // of the study's Scale sheet, in place of the value

	Version int64     `json:"version,omitempty"` // of the ballot when it was given; set by the panel
	At      time.Time `json:"at,omitzero"`       // set by the panel
}

// Same reports whether two answers say the same.
func (a Answer) Same(b Answer) bool {
	return a.State == b.State && (a.State != study.Given || a.Value == b.Value && a.Term == b.Term)
}

// Questions are what the panel's study asks each expert, in order: technologies down, criteria across, then pairs. Criteria with evidence, measured by links, or
// compared in pairs are not asked.
func Questions(s *study.Study) []Question {
	known := make([]bool, len(s.Criteria))
	for e := range s.Evidence.All() {
		known[e.Criterion] = true
	}
	for _, c := range s.Comparisons {
		known[c.Criterion] = true
	}
	var all []Question
	for t := range s.Technologies {
		if s.Excluded.Technologies[s.Technologies[t].ID] {
			continue
		}
		for _, i := range s.Leaves() {
			if !known[i] && len(s.Criteria[i].Links) == 0 {
				all = append(all, Question{Technology: s.Technologies[t].ID, Criterion: s.Criteria[i].Code})
			}
		}
	}
	name, _ := study.CanonicalWeighting(s.Settings.Weighting)
	if m, ok := weighting.Lookup(name); ok && m.Basis == weighting.Judgements {
		for _, parent := range s.Parents() {
			children := s.Children(parent)
			for k, a := range children {
				for _, b := range children[k+1:] {
					all = append(all, Question{A: s.Criteria[a].Code, B: s.Criteria[b].Code})
				}
			}
		}
	}
	return all
}
