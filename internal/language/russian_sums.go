package language

// russianSums is what is said of answers that are joined while they are read.
var russianSums = []pair{
	{"%d answers were joined into %d means", "ответов сведено: %d, средних получилось: %d"},
	{"%d answers of %s were joined into %d means", "ответов сведено: %d (тур %s), средних получилось: %d"},
	{"%s: %d answers, %d blank, %d don't know; standard deviation around the technologies' means %.3g", "%s: ответов %d, пустых %d, «не знаю» %d; стандартное отклонение от средних по технологиям %.3g"},
	{"%s: %d answers, %d blank, %d don't know; no technology has two", "%s: ответов %d, пустых %d, «не знаю» %d; ни у одной технологии нет двух ответов"},
	{"--as says what stands in a workbook that is no study yet; with --means it is one", "--as говорит, что стоит в книге, которая ещё не исследование; с --means это уже исследование"},
	{"Sums give means only, and the aggregation is %s.", "Суммы дают только средние, а задано обобщение %s."},
	{"Set the aggregation to mean, or rank the study as it is, without --means.", "Задайте обобщение mean или ранжируйте исследование как есть, без --means."},
	{"Sums count experts alike, and the competence of each is to count.", "В суммах эксперты учитываются одинаково, а должна учитываться компетентность каждого."},
	{"Turn competence off, or rank the study as it is, without --means.", "Отключите компетентность или ранжируйте исследование как есть, без --means."},
	{"A fuzzy number cannot be summed.", "Нечёткое число нельзя сложить."},
	{"Enter a number, or rank the study as it is, without --means.", "Введите число или ранжируйте исследование как есть, без --means."},
	{"%v cannot be summed in whole millionths.", "%v нельзя сложить в целых миллионных долях."},
	{"Round it to six decimals, or rank the study as it is, without --means.", "Округлите до шести знаков после запятой или ранжируйте исследование как есть, без --means."},
	{"%s has no scores to be joined: veche rank reads it as it is", "%s: нет оценок, которые можно свести; veche rank читает его как есть"},
	{"Expert %s has already scored %s on %s.", "Эксперт %s уже оценил %s по критерию %s."},
	{"With --means it is a study that is one already: its experts' scores are joined into means while they are read, so that there may be any number of them.", "С --means это уже готовое исследование: оценки его экспертов сводятся к средним по мере чтения, так что их может быть сколько угодно."},
	{"join the experts' scores of a study into their means while they are read, however many there are", "свести оценки экспертов исследования к средним по мере чтения, сколько бы их ни было"},
	{"the disk of the PostgreSQL server is full (%s): make room on it, or take another server with --db, and run the command again", "диск сервера PostgreSQL полон (%s): освободите на нём место или выберите другой сервер ключом --db и повторите команду"},
	{"add up the scores in this PostgreSQL and not in memory, as postgres://user@host/panels", "складывать оценки в этой базе PostgreSQL, а не в памяти, например postgres://user@host/panels"},
}
