package sums

import "veche/internal/language"

// Says is what became of the answers: how many there were and, criterion by criterion, how far they lie apart.
func (s *Summed) Says() []language.Message {
	all := []language.Message{language.M("%d answers were joined into %d means", s.Answers, s.Means)}
	if s.Round != "" {
		all[0] = language.M("%d answers of %s were joined into %d means", s.Answers, s.Round, s.Means)
	}
	for k := range s.Criteria {
		c := &s.Criteria[k]
		if c.Deviation == nil {
			all = append(all, language.M("%s: %d answers, %d blank, %d don't know; no technology has two", c.Code, c.Sum.Given, c.Sum.Missing, c.Sum.Abstained))
			continue
		}
		all = append(all, language.M("%s: %d answers, %d blank, %d don't know; standard deviation around the technologies' means %.3g", c.Code, c.Sum.Given, c.Sum.Missing, c.Sum.Abstained, *c.Deviation))
	}
	return all
}
