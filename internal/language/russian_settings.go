package language

// russianSettings explain the keys of the Study sheet.
var russianSettings = []pair{
	{"The study's name; it stands on every page of what is written.", "Название исследования; стоит на каждой странице результатов."},
	{"How technologies are ranked. The arrow at the value shows all methods; veche methods explains them. weighted-sum is the plainest.", "Как ранжируются технологии. Стрелка у значения показывает все методы; команда veche methods их объясняет. Самый простой — weighted-sum."},
	{"Where the criteria's weights come from: direct (the column Weight), ahp (the sheet Pairwise), roc (ranks in the column Weight), entropy and critic (the scores themselves), equal …", "Откуда берутся веса критериев: direct (столбец Вес), ahp (лист Парные сравнения), roc (ранги в столбце Вес), entropy и critic (сами оценки), equal (равны) …"},
	{"How scores in different units are made comparable. Blank: what suits the method.", "Как сделать сравнимыми оценки в разных единицах. Пусто: как принято в методе."},
	{"Whether the experts' competence counts: off, given (the column Weight of Experts), self or argumentation (the sheet Competence).", "Учитывается ли компетентность экспертов: off (нет), given (столбец Вес на листе Эксперты), self или argumentation (лист Компетентность)."},
	{"How many technologies the shortlist holds.", "Сколько технологий войдёт в короткий список."},
}
