package workbook

import (
	"strconv"

	"veche/internal/study"
)

// synonyms are the words for a setting's values in Russian, folded, beside their own names.
type synonyms map[string]string

func (s synonyms) name(typed string) string {
	if name, ok := s[fold(typed)]; ok {
		return name
	}
	return alias(typed)
}

var (
	levelNames = synonyms{"по блокам": study.LevelsBlocs, "блоки": study.LevelsBlocs, "два": study.LevelsBlocs, "все вместе": study.LevelsFlat, "плоский": study.LevelsFlat, "один": study.LevelsFlat}

	competenceNames = synonyms{"нет": study.CompetenceOff, "не учитывать": study.CompetenceOff, "no": study.CompetenceOff, "none": study.CompetenceOff, "yes": study.CompetenceGiven, "on": study.CompetenceGiven,
		"да": study.CompetenceGiven, "заданная": study.CompetenceGiven, "weight": study.CompetenceGiven, "вес": study.CompetenceGiven, "самооценка": study.CompetenceSelf, "self-rated": study.CompetenceSelf,
		"аргументация": study.CompetenceArgumentation, "k": study.CompetenceArgumentation, "к": study.CompetenceArgumentation}
)

// seal reads one of the three keys of a seal.
func (r *reader) seal(name, v string) {
	if r.study.Seal == nil {
		r.study.Seal = &study.Seal{}
	}
	switch name {
	case "seal":
		r.study.Seal.Hash = v
	case "sealed weights":
		r.study.Seal.Weights = v
	case "sealed answers":
		// What is no number gives a seal that does not match, which is what an edited seal shall give.
		n, err := strconv.Atoi(v)
		if err != nil {
			n = -1
		}
		r.study.Seal.Answers = n
	}
}
