package workbook

import (
	"slices"
	"veche/internal/study"
)

// The sheets of a study: their names, columns and what the template says of them. Reading, writing, forms and the template share this one description.
var (
	studySheet = sheetSpec{Name: "Study", Russian: "Исследование", Required: true,
		Needed: "yes", Row: "a setting: the title, the method, how weights are found",
		Columns: []columnSpec{
			{Name: "Key", Russian: "Параметр", Required: true, Aliases: []string{"ключ", "parameter", "setting"},
				Help: "What is set: title, method, weighting, normalization, aggregation, group, levels (flat, blocs), competence (off, given, self, argumentation), prioritization, random index, round, shortlist, seed, or a parameter of the method by its own name."},
			{Name: "Value", Russian: "Значение", Required: true,
				Help: "The value. veche methods lists the methods and their parameters."},
		}}
	criteriaSheet = sheetSpec{Name: "Criteria", Russian: "Критерии", Required: true,
		Needed: "yes", Row: "a criterion: what technologies are judged on, its weight and scale",
		Columns: []columnSpec{
			{Name: "Code", Russian: "Код", Required: true, Aliases: []string{"id", "criterion code", "код критерия", "шифр"},
				Help: "A short code of its own for each criterion, such as C1. Other sheets refer to it."},
			{Name: "Criterion", Russian: "Критерий", Required: true, Aliases: []string{"name", "название", "наименование", "criterion name", "название критерия", "наименование критерия", "показатель"},
				Help: "The criterion's name in full."},
			{Name: "Parent", Russian: "Родитель", Refers: "Criteria",
				Help: "The code of the criterion above it, blank at the top of the tree."},
			{Name: "Sense", Russian: "Направленность", Required: true, Aliases: []string{"direction", "направление"},
				Help: "benefit: more is better; cost: less is better; target: nearest to Target is best."},
			{Name: "Weight", Russian: "Вес", Aliases: []string{"weights", "criterion weight", "weight of criterion", "вес критерия", "весовой коэффициент", "веса"},
				Help: "Its weight among its siblings. Any numbers of 0 or more; only the proportions matter. Fuzzy: three numbers, 0.5; 0.7; 0.9, or a term of the sheet Scale."},
			{Name: "Unit", Russian: "Единица", Aliases: []string{"единица измерения", "units"},
				Help: "The unit of the scores, for the reader."},
			{Name: "Min", Russian: "Мин", Aliases: []string{"minimum", "минимум"},
				Help: "The lowest score possible. Scores below it are refused."},
			{Name: "Max", Russian: "Макс", Aliases: []string{"maximum", "максимум"},
				Help: "The highest score possible. Scores above it are refused."},
			{Name: "Target", Russian: "Цель",
				Help: "The best value, when the sense is target."},
			{Name: "Value", Russian: "Ценность", Aliases: []string{"value function", "функция ценности"},
				Help: "A value function as points score:value, such as 0:0; 50:0.8; 100:1. For the weighted sum; blank for none."},
			{Name: "Preference", Russian: "Функция", Aliases: []string{"preference function", "функция предпочтения"},
				Help: "How a difference of scores becomes a preference, for PROMETHEE: usual, u, v-shape, level, linear, gaussian, or 1 to 6 after Brans. Blank: the one that fits the thresholds given."},
			{Name: "Q", Russian: "Q",
				Help: "Indifference threshold: up to this difference two scores count as equal. A number, or one that grows with the score g: 0.5 + 0.1g; 10% as text is a share of the score."},
			{Name: "P", Russian: "P",
				Help: "Preference threshold: from this difference on the preference is full. Written as Q."},
			{Name: "Sigma", Russian: "Сигма", Aliases: []string{"s", "σ"},
				Help: "Of the gaussian function: the difference at which the curve bends."},
			{Name: "Veto", Russian: "Вето", Aliases: []string{"v"},
				Help: "So much worse on this criterion cannot be made good by the others, for ELECTRE. Written as Q."},
			{Name: "Limits", Russian: "Границы классов", Aliases: []string{"class limits", "границы", "profiles", "профили"},
				Help: "The scores that part the classes of ELECTRE TRI-B, from the worst class to the best: 50; 70 parts three. As many on every criterion; falling for a cost; for a target, distances from it."},
			{Name: "Links", Russian: "Связи", Aliases: []string{"link measure", "показатель связей"},
				Help: "For a criterion nobody scores: a measure of the sheet Links that fills it, such as density, recurring, e-i, triple helix or joint commitments; several with semicolons between them are averaged. Blank: scores or evidence."},
		}}
	technologiesSheet = sheetSpec{Name: "Technologies", Russian: "Технологии", Required: true,
		Needed: "yes", Row: "a candidate direction or technology",
		Columns: []columnSpec{
			{Name: "ID", Russian: "Код", Required: true, Aliases: []string{"code", "technology code", "technology id", "код технологии", "шифр"},
				Help: "A short code of its own for each technology, such as T1."},
			{Name: "Technology", Russian: "Технология", Required: true, Aliases: []string{"name", "название", "наименование", "technology name", "название технологии", "наименование технологии"},
				Help: "The technology's name in full."},
			{Name: "Group", Russian: "Направление", Aliases: []string{"direction"},
				Help: "The priority direction it belongs to."},
			{Name: "Cost", Russian: "Стоимость",
				Help: "What choosing it costs, for a budget."},
			{Name: "Pin", Russian: "Фиксация",
				Help: "in or out: decided beforehand; veche select keeps to it."},
			{Name: "Preference", Russian: "Предпочтение", Aliases: []string{"prior", "prior preference", "априорное предпочтение"},
				Help: "A preference for it before anything is scored, a number of 0 or more, for MAIRCA. Blank for all: equal."},
			{Name: "Note", Russian: "Примечание", Aliases: []string{"notes", "comment", "комментарий"}},
		}}
	expertsSheet = sheetSpec{Name: "Experts", Russian: "Эксперты",
		Needed: "for forms", Row: "a member of the panel",
		Columns: []columnSpec{
			{Name: "ID", Russian: "Код", Required: true, Aliases: []string{"code", "expert", "эксперт", "expert id", "код эксперта"}, Beside: "Name",
				Help: "A short code for each expert, such as E1. Names are not needed."},
			{Name: "Name", Russian: "ФИО", Aliases: []string{"имя", "full name", "expert name", "фио эксперта", "ф.и.о.", "ф. и. о.", "имя эксперта"}},
			{Name: "Organisation", Russian: "Организация", Aliases: []string{"organization"}},
			{Name: "Bloc", Russian: "Блок", Refers: "Blocs",
				Help: "The side the expert speaks for, as on the sheet Blocs."},
			{Name: "Weight", Russian: "Вес", Aliases: []string{"competence", "компетентность", "expert weight", "вес эксперта"},
				Help: "Competence, as a number of 0 or more. It counts only when the sheet Study says competence: given; veche panel shows the ranking with and without it."},
			{Name: "Conflicts", Russian: "Конфликт интересов", Aliases: []string{"conflict of interest", "conflicts of interest", "конфликты интересов", "конфликты"},
				Help: "Technologies on which the expert has a conflict of interest, by ID with semicolons between them: T1; T3. Their answers there do not count, and are counted."},
		}}
	blocsSheet = sheetSpec{Name: "Blocs", Russian: "Блоки",
		Needed: "no", Row: "a side of the panel and its say: science, business, the state",
		Columns: []columnSpec{
			{Name: "Bloc", Russian: "Блок", Required: true, Aliases: []string{"name", "название"},
				Help: "A side of the panel: science and education, business, the state."},
			{Name: "Weight", Russian: "Вес", Required: true, Aliases: []string{"bloc weight", "вес блока", "доля"},
				Help: "Its say in the panel, however many experts it sends."},
		}}
	evidenceSheet = sheetSpec{Name: "Evidence", Russian: "Показатели",
		Needed: "this or Scores", Row: "a technology with its measured values, a column for each criterion",
		Columns: []columnSpec{
			{Name: "Technology", Russian: "Технология", Required: true, Aliases: []string{"id", "код", "technology name", "technologies", "технологии", "название технологии", "наименование технологии", "код технологии", "technology id"}, Refers: "Technologies",
				Help: "The technology's ID or name; then a column for each measured criterion, headed with its code. Measured values may be fuzzy: 6; 7; 8."},
		}}
	scoresSheet = sheetSpec{Name: "Scores", Russian: "Оценки",
		Needed: "this or Evidence", Row: "an expert's score of a technology on a criterion",
		Columns: []columnSpec{
			{Name: "Round", Russian: "Тур",
				Help: "The round of the survey, when there are several. Rounds are never mixed silently."},
			{Name: "Expert", Russian: "Эксперт", Required: true, Aliases: []string{"experts", "эксперты", "фио", "фио эксперта", "expert name", "expert id", "код эксперта"}, Refers: "Experts",
				Help: "The expert's ID."},
			{Name: "Technology", Russian: "Технология", Required: true, Aliases: []string{"technology name", "technologies", "технологии", "название технологии", "наименование технологии", "код технологии", "technology id"}, Refers: "Technologies",
				Help: "The technology's ID or name."},
			{Name: "Criterion", Russian: "Критерий", Refers: "Criteria",
				Help: "The criterion's code. Instead of Criterion and Score there may be a column for each criterion, headed with its code."},
			{Name: "Score", Russian: "Оценка",
				Help: "A number, a term of the sheet Scale, or a fuzzy number: 6; 7; 8. Blank: no answer. n/a: don't know."},
			{Name: "Comment", Russian: "Комментарий", Aliases: []string{"note", "примечание"}},
		}}
	pairwiseSheet = sheetSpec{Name: "Pairwise", Russian: "Парные сравнения",
		Needed: "for ahp", Row: "an expert's comparison of two criteria: which matters more, and how strongly",
		Columns: []columnSpec{
			{Name: "Round", Russian: "Тур"},
			{Name: "Expert", Russian: "Эксперт", Required: true, Aliases: []string{"experts", "эксперты", "фио", "фио эксперта", "expert name", "expert id", "код эксперта"}, Refers: "Experts",
				Help: "The expert's ID."},
			{Name: "Parent", Russian: "Родитель", Refers: "Criteria",
				Help: "The criterion above the two; may stay blank. When technologies are compared: the criterion they are compared on."},
			{Name: "A", Russian: "А", Required: true, Refers: "Criteria",
				Help: "The code of the first criterion, or of the first technology."},
			{Name: "B", Russian: "Б", Required: true, Aliases: []string{"в"}, Refers: "Criteria",
				Help: "The code of the second criterion, below the same parent, or of the second technology."}, // the Cyrillic letter that looks like B
			{Name: "Preferred", Russian: "Важнее", Required: true,
				Help: "A or B: which matters more; = when equal."},
			{Name: "Intensity", Russian: "Сила", Required: true,
				Help: "How much more: 1 equally, 3 moderately, 5 strongly, 7 very strongly, 9 extremely; even numbers between. Fuzzy: 2; 3; 4, or a term of the sheet Scale."},
			{Name: "Comment", Russian: "Комментарий", Aliases: []string{"note", "примечание"}},
		}}
	linksSheet = sheetSpec{Name: "Links", Russian: "Связи",
		Needed: "no", Row: "a partner of a joint project: who works with whom on what",
		Columns: []columnSpec{
			{Name: "Project", Russian: "Проект", Required: true,
				Help: "What the partners do together: one row for each partner of a project."},
			{Name: "Technology", Russian: "Технология", Required: true, Refers: "Technologies",
				Help: "The technology the project serves, by ID or name. A project may serve several, in rows of their own."},
			{Name: "Period", Russian: "Период", Required: true, Aliases: []string{"year", "год"},
				Help: "When: a year, or any other period. Partners who meet again in a second period have a recurring link."},
			{Name: "Partner", Russian: "Партнёр", Required: true, Aliases: []string{"organisation", "organization", "участник", "организация"},
				Help: "The organisation, always by the same name."},
			{Name: "Bloc", Russian: "Блок", Refers: "Blocs",
				Help: "Its side: science and education, business, the state. One for each partner."},
			{Name: "Region", Russian: "Регион",
				Help: "Where it is."},
			{Name: "Commitment", Russian: "Обязательства", Aliases: []string{"amount", "сумма", "объём", "обязательство"},
				Help: "What it pledges to the project, an amount of 0 or more, all in one unit. Blank: not known."},
		}}
	scaleSheet = sheetSpec{Name: "Scale", Russian: "Шкала",
		Needed: "no", Row: "a word that may stand for a score",
		Columns: []columnSpec{
			{Name: "Term", Russian: "Термин", Required: true,
				Help: "A word experts may write instead of a number."},
			{Name: "Value", Russian: "Значение", Required: true,
				Help: "The number it stands for, or three for a fuzzy term: 6; 7; 8."},
		}}
	synergiesSheet = sheetSpec{Name: "Synergies", Russian: "Синергия",
		Needed: "no", Row: "two technologies that are worth more, or less, together",
		Columns: []columnSpec{
			{Name: "A", Russian: "А", Required: true, Refers: "Technologies",
				Help: "A technology's ID."},
			{Name: "B", Russian: "Б", Required: true, Aliases: []string{"в"}, Refers: "Technologies",
				Help: "Another technology's ID."}, // the Cyrillic letter that looks like B
			{Name: "Synergy", Russian: "Синергия", Required: true, Aliases: []string{"value", "значение"},
				Help: "What the two are worth together beyond their values, negative for a loss."},
			{Name: "Note", Russian: "Примечание", Aliases: []string{"comment", "комментарий"}},
		}}
	rulesSheet = sheetSpec{Name: "Rules", Russian: "Правила",
		Needed: "no", Row: "a rule for choosing a set within the budget",
		Columns: []columnSpec{
			{Name: "Rule", Russian: "Правило", Required: true,
				Help: "group-min, group-max: how many of each group; requires: only together with; excludes: not together; at-least, at-most: how many of those named."},
			{Name: "Subject", Russian: "Субъект", Required: true, Aliases: []string{"что", "предмет"},
				Help: "IDs of technologies with semicolons between them, or groups for group-min and group-max; * for all."},
			{Name: "Object", Russian: "Объект",
				Help: "What the subject requires or excludes."},
			{Name: "Value", Russian: "Значение", Aliases: []string{"number", "число", "count", "количество"},
				Help: "The number, for group-min, group-max, at-least and at-most."},
			{Name: "Note", Russian: "Примечание", Aliases: []string{"comment", "комментарий"}},
		}}
	meetingSheet = sheetSpec{Name: "Meeting", Russian: "Заседание",
		Needed: "no", Row: "what the minutes say of the meeting",
		Columns: []columnSpec{
			{Name: "Key", Russian: "Параметр", Required: true, Aliases: []string{"ключ", "parameter"},
				Help: "number, date, place, body, chair, secretary, members, present, absent, invited, quorum, agenda, heard, decision, votes, special opinion, annex. Those from members on may stand in several rows."},
			{Name: "Value", Russian: "Значение", Required: true,
				Help: "What is known; the minutes leave room to fill in the rest by hand. People by their IDs or names with semicolons between them: E1; E3. Quorum: 7, 2/3, 50% or more than half."},
		}}
	// competenceSheet is what experts say of their own competence: familiarity with the matter, and how far their judgement rests on each source of the
	// table of argumentation, in a column headed with the source.
	competenceSheet = sheetSpec{Name: "Competence", Russian: "Компетентность",
		Needed: "no", Row: "how well an expert knows the field, by their own word",
		Columns: []columnSpec{
			{Name: "Expert", Russian: "Эксперт", Required: true, Aliases: []string{"id", "код"}, Refers: "Experts",
				Help: "The expert's code, as on the sheet Experts."},
			{Name: "Familiarity", Russian: "Осведомлённость", Required: true, Aliases: []string{"ku", "kи", "kз", "знакомство"},
				Help: "How familiar the expert is with the matter, by their own word: 0 (not at all) to 10 (works on it). The columns to the right: how far the judgement rests on each source, high, medium or low. Counts only when the sheet Study says competence: self, or argumentation."},
		}}
	// argumentationSheet is the table K_a is added up from.
	argumentationSheet = sheetSpec{Name: "Argumentation", Russian: "Аргументация",
		Columns: []columnSpec{
			{Name: "Source", Russian: "Источник", Required: true, Aliases: []string{"источник аргументации"}},
			{Name: "High", Russian: "Высокая", Required: true, Aliases: []string{"в", "высокий"}},
			{Name: "Medium", Russian: "Средняя", Required: true, Aliases: []string{"с", "средний"}},
			{Name: "Low", Russian: "Низкая", Required: true, Aliases: []string{"н", "низкий"}},
		}}
)

// canonical are the sheets that are read, in the order in which templates show them; those that stand in sheetTable alone come last.
var canonical = []*sheetSpec{&studySheet, &criteriaSheet, &technologiesSheet, &expertsSheet, &blocsSheet, &argumentationSheet, &competenceSheet, &scaleSheet, &evidenceSheet, &scoresSheet, &pairwiseSheet, &linksSheet,
	&synergiesSheet, &rulesSheet, &meetingSheet}

func init() { // not by its value, for readers ask which sheets there are
	for _, use := range sheetTable() {
		if !slices.Contains(canonical, use.sheetSpec) {
			canonical = append(canonical, use.sheetSpec)
		}
	}
}

// sheetUse is how a sheet of a study is read and written.
type sheetUse struct {
	*sheetSpec
	needs []*sheetSpec // that it refers to: a fault there is not repeated here in every row
	after []*sheetSpec // that are read before it
	read  func(*reader, *table)
	rows  func(*study.Study) writtenRows
}

// writtenRows is what is written of a study on a sheet, by its columns; without rows a sheet that is not required is left out.
type writtenRows struct {
	rows  [][]any
	extra []string // headers to the right of the sheet's own
}

// ownColumns are the rows of a sheet that has no columns but its own.
func ownColumns(rows func(*study.Study) [][]any) func(*study.Study) writtenRows {
	return func(s *study.Study) writtenRows { return writtenRows{rows: rows(s)} }
}

// sheetTable is the one table of sheets: to add a sheet, give it a line here.
func sheetTable() []sheetUse {
	lists := []*sheetSpec{&criteriaSheet, &technologiesSheet}
	answers := []*sheetSpec{&criteriaSheet, &technologiesSheet, &expertsSheet, &scaleSheet}
	return []sheetUse{
		{&studySheet, nil, nil, (*reader).readStudy, ownColumns(studyRows)},
		{&criteriaSheet, nil, []*sheetSpec{&scaleSheet}, (*reader).readCriteria, ownColumns(criteriaRows)},
		{&technologiesSheet, nil, nil, (*reader).readTechnologies, ownColumns(technologyRows)},
		{&expertsSheet, nil, []*sheetSpec{&blocsSheet}, (*reader).readExperts, ownColumns(expertRows)},
		{&argumentationSheet, nil, nil, (*reader).readArgumentation, ownColumns(argumentationRows)},
		{&competenceSheet, []*sheetSpec{&expertsSheet}, []*sheetSpec{&argumentationSheet}, (*reader).readCompetence, competenceRows},
		{&blocsSheet, nil, nil, (*reader).readBlocs, ownColumns(blocRows)},
		{&scaleSheet, nil, nil, (*reader).readScale, ownColumns(termRows)},
		{&evidenceSheet, append(lists, &scaleSheet), nil, (*reader).readEvidence, evidenceRows},
		{&scoresSheet, answers, nil, (*reader).readScores, ownColumns(scoreRows)},
		{&pairwiseSheet, answers, nil, (*reader).readPairwise, ownColumns(pairRows)},
		{&synergiesSheet, lists[1:], nil, (*reader).readSynergies, ownColumns(synergyRows)},
		{&rulesSheet, lists[1:], nil, (*reader).readRules, ownColumns(ruleRows)},
		{&linksSheet, lists[1:], nil, (*reader).readLinks, ownColumns(linkRows)},
		{&meetingSheet, nil, []*sheetSpec{&expertsSheet}, (*reader).readMeeting, ownColumns(meetingRows)},
		{&scenariosSheet, lists[:1], []*sheetSpec{&studySheet}, (*reader).readScenarios, ownColumns(scenariosWritten)},
	}
}
