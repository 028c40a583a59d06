package study

import (
	"veche/internal/language"
)

// Sentence says whether a seal was kept.
func (s *SealState) Sentence(l language.Language) string {
	said := language.M("The weights are those that were sealed (%s).", s.Short())
	switch {
	case !s.Intact:
		return language.Say(l, "The seal %s is not that of the sealed weights written beside it.", s.Short())
	case len(s.Changed) > 0:
		said = language.M("The weights changed after they were sealed (%s): %s.", s.Short(), language.Join(s.Changed, "; "))
	}
	if s.Answers > 0 {
		said = language.Sentences(said, language.M("%d scores were in the study already.", s.Answers))
	}
	return said.In(l)
}

// Short is the beginning of the hash, enough to compare with the minutes at a glance.
func (s *Seal) Short() string { return s.Hash[:min(23, len(s.Hash))] }

// Sealed says what was sealed.
func (s *Seal) Sealed(l language.Language) string {
	text := language.Say(l, "Sealed: %s\nSeal: %s\nWrite the seal in the minutes.", s.Weights, s.Hash)
	if s.Answers > 0 {
		text += "\n" + language.Say(l, "The study holds %d scores already: the seal shows only that the weights do not change from now on.", s.Answers)
	}
	return text
}
