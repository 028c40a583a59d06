package study

import "veche/internal/language"

// Roundless warns of scores without a round beside others that have one: they count in every round, so that an expert may count twice. Judgements made once
// beside scores of several rounds are nothing to remark on, unless an expert has made the same one in a round too.
func (s *Study) Roundless() Issues {
	var issues Issues
	warn := func(n int, first Origin, format string, args ...any) {
		if n > 0 {
			issues = append(issues, Warnf("W-ROUND-BLANK", s.Place(first), language.M("Enter their round in the column Round, or remove them if they are old."), format, args...))
		}
	}
	var first Origin
	n := 0
	for k := range s.Scores {
		if a := &s.Scores[k]; a.Round < 0 {
			if n++; n == 1 {
				first = a.Origin
			}
		}
	}
	if n < len(s.Scores) {
		warn(n, first, "%d of %d scores have no round, while others have one: they count in every round.", n, len(s.Scores))
	}
	type judged struct{ expert, low, high int32 }
	rounds := map[judged]bool{}
	for k := range s.Judgements {
		if j := &s.Judgements[k]; j.Round >= 0 {
			rounds[judged{j.Expert, min(j.A, j.B), max(j.A, j.B)}] = true
		}
	}
	n = 0
	for k := range s.Judgements {
		if j := &s.Judgements[k]; j.Round < 0 && rounds[judged{j.Expert, min(j.A, j.B), max(j.A, j.B)}] {
			if n++; n == 1 {
				first = j.Origin
			}
		}
	}
	warn(n, first, "%d judgements without a round were made in a round too: both count.", n)
	return issues
}
