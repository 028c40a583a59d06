package workbook

import (
	"slices"
	"strings"

	"veche/internal/study"
)

// What a form says of the answers that stand in it already, and of those that it does not ask.
const (
	confirmed = "Your answers of before stand in the yellow cells. What you leave untouched counts as confirmed; change or clear what you see otherwise now."
	asideNote = "On the grey rows you declared a conflict of interest: they are not asked."
)

// firstRound is the name of the round of the first forms.
const firstRound = "1"

// roundAsked is the round that forms are for when nobody says: the study's, or the first; ok is false when there are answers of rounds and none is set.
func roundAsked(s *study.Study) (round string, ok bool) {
	round = s.Settings.Round
	switch {
	case round == "" && len(s.Rounds) == 0 && roundless(s) > 0:
		return "", true // it goes on with the round that has no name
	case round == "" && len(s.Rounds) == 0:
		return firstRound, true
	}
	several := slices.Contains([]string{study.AllRounds, "both", "pooled", "pool", "все"}, study.FoldRound(round)) || strings.ContainsAny(round, "+,;")
	return round, round != "" && !several
}

// roundless counts the scores that have no round.
func roundless(s *study.Study) (n int) {
	for k := range s.Scores {
		if s.Scores[k].Round < 0 {
			n++
		}
	}
	return n
}

// prior is what every expert answered before: in the round a form is for, or else in the one before it.
type prior struct {
	scores map[[3]int32]*study.Score     // by expert, technology, criterion
	judged map[[3]int32]*study.Judgement // by expert, the lower and the higher criterion
	any    map[int32]bool                // experts who answered anything
}

func priorAnswers(s *study.Study, round string) *prior {
	p := &prior{map[[3]int32]*study.Score{}, map[[3]int32]*study.Judgement{}, map[int32]bool{}}
	at := slices.IndexFunc(s.Rounds, func(r string) bool { return study.FoldRound(r) == study.FoldRound(round) })
	before := at - 1
	if at < 0 {
		before = len(s.Rounds) - 1
	}
	rounds := []int{before, at} // the later one rules
	if round == "" {
		rounds = []int{-1} // the round that has no name: its answers count in every other too, so that they are not asked again there
	}
	for _, of := range rounds {
		if of < 0 && round != "" {
			continue
		}
		for k := range s.Scores {
			if a := &s.Scores[k]; int(a.Round) == of && a.State != study.Missing {
				p.scores[[3]int32{a.Expert, a.Technology, a.Criterion}] = a
				p.any[a.Expert] = true
			}
		}
		for k := range s.Judgements {
			if j := &s.Judgements[k]; int(j.Round) == of {
				p.judged[[3]int32{j.Expert, min(j.A, j.B), max(j.A, j.B)}] = j
				p.any[j.Expert] = true
			}
		}
	}
	return p
}

// prefilled reports whether the form shows answers of before.
func (w *formWriter) prefilled() bool { return w.prior.any[w.expert] }

// priorScore is the cell of a score given before, nil when there is none.
func (w *formWriter) priorScore(technology, criterion int) any {
	a := w.prior.scores[[3]int32{w.expert, int32(technology), int32(criterion)}]
	switch {
	case a == nil:
		return nil
	case a.State == study.Abstained:
		return w.abstain()
	}
	return answerCell(w.s, a.Value, a.Term)
}

// comment is the cell of what the expert wrote on a technology, nil for nothing.
func (w *formWriter) comment(technology string) any {
	if w.beside != nil {
		if text := w.beside.Comments[[2]string{w.meta.expert, technology}]; text != "" {
			return text
		}
	}
	return nil
}

// priorPair is the cells Preferred and Intensity of a pair compared before, nil when it was not.
func (w *formWriter) priorPair(a, b int) (preferred, intensity any) {
	j := w.prior.judged[[3]int32{w.expert, int32(min(a, b)), int32(max(a, b))}]
	if j == nil && w.beside != nil && w.beside.Declined[[3]string{w.meta.expert, w.s.Criteria[a].Code, w.s.Criteria[b].Code}] {
		return w.abstain(), nil
	}
	if j == nil {
		return nil, nil
	}
	side, value := intensityCells(j.Value, j.Fuzzy)
	switch {
	case side == "=":
		return side, nil
	case (side == "A") == (int(j.A) == a):
		return w.say("A"), value
	}
	return w.say("B"), value
}
