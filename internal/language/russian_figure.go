package language

// russianFigure is the Russian of charts, by its English.
var russianFigure = map[string]string{
	"a figure is written as .svg or .png, not as .%s": "рисунок записывается как .svg или .png, а не как .%s",
	"Shown: the first %d of %d; the table has all.":   "Показаны первые %d из %d; в таблице – все.",
	"%s: score":                                 "%s: балл",
	"%s: score, lower is better":                "%s: балл, меньше – лучше",
	"The broken line ends the shortlist of %d.": "Прерывистая линия отделяет краткий список (мест: %d).",
	"%s leads with the score %s, then %s with %s; %d technologies are ranked.": "Первая – %s с баллом %s, затем %s с баллом %s; всего в списке технологий: %d.",
	"Each bar is made of what the criteria give to the score.":                 "Каждая полоса составлена из вкладов критериев в балл.",
	"The ranking": "Ранжирование",
	"Weight among the criteria below the same heading, %": "Вес среди критериев под тем же заголовком, %",
	"Weight, %":   "Вес, %",
	"Each expert": "Каждый эксперт",
	"The heaviest criterion is %s with %s; there are %d criteria.": "Самый весомый критерий – %s (%s); всего критериев: %d.",
	"The weights of the criteria":                                  "Веса критериев",
}
