package study

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/group"
)

// SettingKind is what a setting's value is.
type SettingKind uint8

const (
	SettingText    SettingKind = iota // any text
	SettingName                       // a name that exists: Choices
	SettingTongue                     // a language's name
	SettingWhole                      // a whole number of 0 or more
	SettingAmount                     // a number of 0 or more
	SettingNumber                     // any number
	SettingSet                        // identifiers with semicolons between them
	SettingReasons                    // the same, each with a text behind a colon
	SettingSeal                       // one of the parts of the seal of the weights
)

// Setting is a key of the Study sheet. Whatever reads, writes, saves, checks, explains or changes settings goes over [SettingsTable].
type Setting struct {
	Name, Russian string
	Aliases       []string // other names, folded
	Help          string   // a text of the catalogue that explains it in the template; "" where the template does not hold it
	Kind          SettingKind
	Synonyms      map[string]string // of values, folded, beside those all names share
	Choices       func() []string   // the values it may have, the default first; nil: any of its kind
	known         func(string) bool // whether a value names one of the choices; nil: it is one of them
	Number        string            // the parameter of a method that a whole number under this name is, as the first edition had it
	Changes       bool              // whether the action SetSetting changes it; others have actions of their own or none

	text func(*Settings) *string // where a setting that is a text stands; gives Get and Set

	Get func(*Study) any // string, int, uint64 or float64; nil when it has its default
	Set func(*Study, any)
}

// SettingsTable is every setting, in the order the Study sheet has them. Parameters of methods and weightings are not among them: their catalogues name them.
func SettingsTable() []Setting { return settings }

// LookupSetting finds a setting by its name, in either spelling of a name of two words.
func LookupSetting(name string) (*Setting, bool) {
	for k := range settings {
		if mcda.FoldName(settings[k].Name) == mcda.FoldName(name) {
			return &settings[k], true
		}
	}
	return nil, false
}

// Text is the setting's value as the Study sheet says it; "" for the default.
func (x *Setting) Text(s *Study) string {
	switch v := x.Get(s).(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case uint64:
		return strconv.FormatUint(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return ""
}

// knows reports whether the setting may have a value.
func (x *Setting) knows(value string) bool {
	switch {
	case value == "" || x.Choices == nil:
		return true
	case x.known != nil:
		return x.known(value)
	}
	return slices.Contains(x.Choices(), mcda.FoldName(value))
}

// ids writes a set of identifiers.
func ids(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), "; ") }

// reasons writes why identifiers are in a set.
func reasons(why map[string]string) string {
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(why)) {
		parts = append(parts, id+": "+why[id])
	}
	return strings.Join(parts, "; ")
}

// sealed gets a part of the seal, nil where there is none.
func sealed(part func(*Seal) any) func(*Study) any {
	return func(s *Study) any {
		if s.Seal == nil {
			return nil
		}
		return part(s.Seal)
	}
}

// seal is the study's seal, one to be filled in where there was none.
func (s *Study) seal() *Seal {
	if s.Seal == nil {
		s.Seal = &Seal{}
	}
	return s.Seal
}

func prioritizations() []string { return []string{"eigenvector", "geometric", "column-mean"} }

func randomIndexes() []string { return []string{"alonso-lamata", "saaty"} }

var settings = makeSettings()

func makeSettings() []Setting {
	all := []Setting{
		{Name: "title", Russian: "название", Aliases: []string{"заголовок", "наименование"}, Help: "The study's name; it stands on every page of what is written.",
			Get: func(s *Study) any { return s.Title }, Set: func(s *Study, v any) { s.Title = v.(string) }},
		{Name: "method", Russian: "метод", text: func(s *Settings) *string { return &s.Method }, Kind: SettingName, Choices: methodNames, known: func(v string) bool { _, ok := mcda.Lookup(v); return ok },
			Help: "How technologies are ranked. The arrow at the value shows all methods; veche methods explains them. weighted-sum is the plainest."},
		{Name: "weighting", Russian: "взвешивание", text: func(s *Settings) *string { return &s.Weighting }, Aliases: []string{"веса", "метод взвешивания"}, Kind: SettingName, Choices: Weightings, known: func(v string) bool { _, ok := CanonicalWeighting(v); return ok },
			Help: "Where the criteria's weights come from: direct (the column Weight), ahp (the sheet Pairwise), roc (ranks in the column Weight), entropy and critic (the scores themselves), equal …"},
		{Name: "normalization", Russian: "нормализация", Aliases: []string{"normalisation", "нормировка", "нормирование"}, Kind: SettingName, Help: "How scores in different units are made comparable. Blank: what suits the method.",
			Get: func(s *Study) any { return s.Settings.Parameters["normalization"] }, Set: func(s *Study, v any) { s.Settings.Parameters["normalization"] = v.(string) }},
		{Name: "aggregation", Russian: "агрегирование", text: func(s *Settings) *string { return &s.Aggregation }, Aliases: []string{"агрегация", "усреднение"}, Kind: SettingName, Choices: Aggregations, known: func(v string) bool { _, ok := group.ParseAggregation(v); return ok },
			Help: "How the experts' scores of one cell are joined: mean, median, trimmed, geometric; min-mean-max for fuzzy answers, as in Chen, Lin & Huang 2006."},
		{Name: "group", Russian: "группа", text: func(s *Settings) *string { return &s.Group }, Aliases: []string{"группирование"}, Kind: SettingName, Choices: Groupings, Changes: true},
		{Name: "levels", Russian: "уровни", text: func(s *Settings) *string { return &s.Levels }, Aliases: []string{"levels of the panel", "уровни группы"}, Kind: SettingName, Choices: LevelNames, Number: "points", Changes: true,
			Synonyms: map[string]string{"по блокам": LevelsBlocs, "блоки": LevelsBlocs, "два": LevelsBlocs, "все вместе": LevelsFlat, "плоский": LevelsFlat, "один": LevelsFlat}},
		{Name: "competence", Russian: "компетентность", text: func(s *Settings) *string { return &s.Competence }, Kind: SettingName, Choices: Competences, Changes: true, Help: "Whether the experts' competence counts: off, given (the column Weight of Experts), self or argumentation (the sheet Competence).",
			Synonyms: map[string]string{"нет": CompetenceOff, "не учитывать": CompetenceOff, "no": CompetenceOff, "none": CompetenceOff, "yes": CompetenceGiven, "on": CompetenceGiven, "да": CompetenceGiven, "заданная": CompetenceGiven,
				"weight": CompetenceGiven, "вес": CompetenceGiven, "самооценка": CompetenceSelf, "self-rated": CompetenceSelf, "аргументация": CompetenceArgumentation, "k": CompetenceArgumentation, "к": CompetenceArgumentation}},
		{Name: "prioritization", Russian: "приоритизация", text: func(s *Settings) *string { return &s.Prioritization }, Aliases: []string{"prioritisation", "приоритеты"}, Kind: SettingName, Choices: prioritizations, Changes: true,
			known: func(v string) bool { _, ok := ahp.ParsePrioritization(v); return ok }},
		{Name: "random index", Russian: "случайный индекс", text: func(s *Settings) *string { return &s.RandomIndex }, Aliases: []string{"ri", "random-index"}, Kind: SettingName, Choices: randomIndexes, Changes: true,
			known: func(v string) bool { _, ok := ahp.ParseRandomIndex(v); return ok }},
		{Name: "round", Russian: "тур", text: func(s *Settings) *string { return &s.Round }},
		{Name: "shortlist", Russian: "короткий список", Aliases: []string{"длина списка"}, Kind: SettingWhole, Changes: true, Help: "How many technologies the shortlist holds.",
			Get: func(s *Study) any { return positive(s.Settings.Shortlist) }, Set: func(s *Study, v any) { s.Settings.Shortlist = int(v.(uint64)) }},
		{Name: "budget", Russian: "бюджет", Kind: SettingAmount, Changes: true, Get: func(s *Study) any { return given(s.Settings.Budget) }, Set: func(s *Study, v any) { s.Settings.Budget = v.(*float64) }},
		{Name: "threshold", Russian: "порог", Kind: SettingNumber, Get: func(s *Study) any { return given(s.Settings.Threshold) }, Set: func(s *Study, v any) { s.Settings.Threshold = v.(*float64) }},
		{Name: "seed", Russian: "начальное число", Aliases: []string{"зерно"}, Kind: SettingWhole, Changes: true, Get: func(s *Study) any { return positive(s.Settings.Seed) }, Set: func(s *Study, v any) { s.Settings.Seed = v.(uint64) }},
		{Name: "language", Russian: "язык", Help: "The language of forms, reminders, checks and reports: en or ru.", text: func(s *Settings) *string { return &s.Language }, Kind: SettingTongue},
		{Name: "excluded technologies", Russian: "исключённые технологии", Kind: SettingSet, Get: func(s *Study) any { return ids(s.Excluded.Technologies) }, Set: func(s *Study, v any) { s.Excluded.Technologies = v.(map[string]bool) }},
		{Name: "excluded experts", Russian: "исключённые эксперты", Kind: SettingSet, Get: func(s *Study) any { return ids(s.Excluded.Experts) }, Set: func(s *Study, v any) { s.Excluded.Experts = v.(map[string]bool) }},
		{Name: "exclusion reasons", Russian: "причины исключения", Aliases: []string{"причина исключения"}, Kind: SettingReasons, Get: func(s *Study) any { return reasons(s.Excluded.Why) }, Set: func(s *Study, v any) { s.Excluded.Why = v.(map[string]string) }},
		{Name: "seal", Russian: "печать", Kind: SettingSeal, Get: sealed(func(s *Seal) any { return s.Hash }), Set: func(s *Study, v any) { s.seal().Hash = v.(string) }},
		{Name: "sealed weights", Russian: "опечатанные веса", Kind: SettingSeal, Get: sealed(func(s *Seal) any { return s.Weights }), Set: func(s *Study, v any) { s.seal().Weights = v.(string) }},
		{Name: "sealed answers", Russian: "ответов при опечатывании", Kind: SettingSeal, Get: sealed(func(s *Seal) any { return s.Answers }), Set: setSealedAnswers},
	}
	for k := range all {
		if field := all[k].text; field != nil {
			all[k].Get = func(s *Study) any { return *field(&s.Settings) }
			all[k].Set = func(s *Study, v any) { *field(&s.Settings) = v.(string) }
		}
	}
	return all
}

// setSealedAnswers takes what is no number as one that gives a seal that does not match, which is what an edited seal shall give.
func setSealedAnswers(s *Study, v any) {
	n, err := strconv.Atoi(v.(string))
	if err != nil {
		n = -1
	}
	s.seal().Answers = n
}

func positive[T int | uint64](n T) any {
	if n == 0 {
		return nil
	}
	return n
}

func given(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}
