package study

import (
	"fmt"
	"strings"

	"veche/internal/language"
)

// Sentence says whether a seal was kept.
func (s *SealState) Sentence(l language.Language) string {
	late := ""
	if s.Answers > 0 {
		late = fmt.Sprintf(l.Either(" %d scores were in the study already.", " Оценок в исследовании уже было: %d."), s.Answers)
	}
	switch {
	case !s.Intact:
		return fmt.Sprintf(l.Either("The seal %s is not that of the sealed weights written beside it.", "Печать %s не соответствует записанным рядом опечатанным весам."), s.Short())
	case len(s.Changed) > 0:
		return fmt.Sprintf(l.Either("The weights changed after they were sealed (%s): %s.", "Веса изменены после опечатывания (%s): %s."), s.Short(), strings.Join(s.Changed, "; ")) + late
	}
	return fmt.Sprintf(l.Either("The weights are those that were sealed (%s).", "Веса те же, что были опечатаны (%s)."), s.Short()) + late
}

// Short is the beginning of the hash, enough to compare with the minutes at a glance.
func (s *Seal) Short() string { return s.Hash[:min(23, len(s.Hash))] }

// Sealed says what was sealed.
func (s *Seal) Sealed(l language.Language) string {
	text := fmt.Sprintf(l.Either("Sealed: %s\nSeal: %s\nWrite the seal in the minutes.", "Опечатано: %s\nПечать: %s\nВпишите печать в протокол."), s.Weights, s.Hash)
	if s.Answers > 0 {
		text += fmt.Sprintf(l.Either("\nThe study holds %d scores already: the seal shows only that the weights do not change from now on.",
			"\nВ исследовании уже есть оценки (%d): печать покажет лишь, что веса не менялись с этого момента."), s.Answers)
	}
	return text
}
