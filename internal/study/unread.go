package study

import "slices"

// Unread is an answer that was given and could not be read when forms were collected: it was asked for, and still is. A score that is unread stands among
// Scores too, as missing.
type Unread struct {
	Round, Expert         int32 // as of an answer
	Technology, Criterion int32 // of a score; −1: of a pair
	A, B                  int32 // of a pair: criteria
	Text                  string
	Origin                Origin
}

// UnreadTable says which scores are unread, by round, expert, technology and criterion; nil when none is.
type UnreadTable map[[4]int32]bool

// Has reports whether a score is unread.
func (u UnreadTable) Has(a *Score) bool {
	return len(u) > 0 && u[[4]int32{a.Round, a.Expert, a.Technology, a.Criterion}]
}

// UnreadScores are the scores that are unread.
func (s *Study) UnreadScores() UnreadTable {
	var u UnreadTable
	for _, x := range s.Unread {
		if x.Technology < 0 {
			continue
		}
		if u == nil {
			u = UnreadTable{}
		}
		u[[4]int32{x.Round, x.Expert, x.Technology, x.Criterion}] = true
	}
	return u
}

// JudgedSince reports whether an expert's unread comparison of a pair was made since.
func (s *Study) JudgedSince(x *Unread) bool {
	return slices.ContainsFunc(s.Judgements, func(j Judgement) bool {
		return j.Expert == x.Expert && j.Round == x.Round && min(j.A, j.B) == min(x.A, x.B) && max(j.A, j.B) == max(x.A, x.B)
	})
}
