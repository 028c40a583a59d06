package study

import (
	"errors"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda/group"
)

// unjoined is that the answers on a criterion for a technology cannot be joined, said of the cell to be changed. They are the experts' and of the scores those that belong, in their order.
func (s *Study) unjoined(err error, criterion, technology int32, experts []int32, belongs func(*Score) bool) Issue {
	var wrong *group.AnswerError
	if !errors.As(err, &wrong) {
		x := &s.Experts[experts[0]]
		return s.Voiceless(criterion, technology, []string{x.Bloc}, x.Origin)
	}
	var at Origin
	for k, number := 0, 0; k < len(s.Scores); k++ {
		if a := &s.Scores[k]; belongs(a) {
			if number == wrong.Index {
				at = a.Origin
				break
			}
			number++
		}
	}
	place, value := s.Place(at), ""
	if set, given := s.Settings.Origins["aggregation"]; given {
		place, value = s.Place(set), s.Settings.Aggregation
	}
	return Errorf("E-AGGREGATION", place, value, language.M("Choose another aggregation, or correct the answers."),
		"The answers on %s for %s cannot be joined: %v. This answer is at %s.", s.Criteria[criterion].Code, s.Technologies[technology].ID, err, s.Place(at))
}

// Voiceless is that of the experts who answered on a criterion for a technology none counts, said of the first of their blocs that has the weight 0; otherwise says where it is said when
// none has.
func (s *Study) Voiceless(criterion, technology int32, blocs []string, otherwise Origin) Issue {
	at := otherwise
	if two, weights := s.TwoLevels(); two {
		if k := slices.IndexFunc(s.Blocs, func(b Bloc) bool { return weights[b.Name] == 0 && slices.Contains(blocs, b.Name) }); k >= 0 {
			at = s.Blocs[k].Origin
		}
	}
	return Errorf("E-AGGREGATION", s.Place(at), "", language.M("Give one of them, or their bloc, a weight above 0, or leave the technology out."),
		"Of the experts who answered on %s for %s none counts: their weights, or their blocs', are 0.", s.Criteria[criterion].Code, s.Technologies[technology].ID)
}
