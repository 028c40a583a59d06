package language

// russianLarge is what is said of studies too large to be live throughout.
var russianLarge = []pair{
	{"a sheet holds up to %d technologies, and %d are ranked: print them with --format csv, or exclude some", "на листе помещается технологий: %d, а в рейтинге их %d; выведите рейтинг с --format csv или исключите часть технологий"},
	{"From row %d on this sheet holds values as exported, which follow no edits.", "Начиная со строки %d на этом листе стоят значения на момент записи: за правками они не следуют."},
	{"The first %d rows are the technologies that follow edits of the weights.", "Первые строки, числом %d, – технологии, которые следуют за правками весов."},
	{"The first %d technologies of the ranking as exported: these follow edits of the weights. The others, %d, are on the sheets Ranking and Scores as values; smallest, largest, sum and length are those of all.", "Здесь первые технологии записанного рейтинга, числом %d: они следуют за правками весов. Остальные, числом %d, даны значениями на листах «Рейтинг» и «Оценки»; наименьшее, наибольшее, сумма и длина взяты по всем технологиям."},
	{"Smallest of all technologies, weighted", "Наименьшее среди всех технологий, взвешенное"},
	{"Largest of all technologies, weighted", "Наибольшее среди всех технологий, взвешенное"},
	{"Only its first %d technologies follow; whether another belongs among them, Veche tells from the study.", "За правками следуют только первые технологии, числом %d; не должна ли среди них быть другая, покажет расчёт исследования в программе Veche."},
	{"Editing a weight on the sheet Criteria recomputes the first %d technologies; the others are values, on the sheet Ranking from row %d on.", "Измените вес на листе «Критерии», и пересчитаются первые технологии, числом %d; остальные даны значениями на листе «Рейтинг», начиная со строки %d."},
	{"Only the first %d technologies follow.", "За правками следуют только первые технологии, числом %d."},
	{"Shown are the first %d of %d technologies.", "Показаны первые технологии: %d из %d."},
	{"the workbook would hold up to %d answers, more than the %d that are written at once: veche export --record OUT.json writes all ballots, and the panel's page shows the ranking", "в книге оказалось бы до %d ответов, больше %d, которые записываются за один раз: все ответы запишет veche export --record OUT.json, а рейтинг показывает страница группы"},
	{"the sheet %s would have more than %d cells, more than can be written at once: collect fewer forms, or into a study without the answers of earlier rounds", "на листе %s оказалось бы больше %d ячеек, больше, чем записывается за один раз: соберите меньше анкет или соберите их в исследование без ответов прошлых туров"},
	{"The text is not UTF-8, and of such text up to %d MB are read; the file has %d MB.", "Текст не в UTF-8, а такой текст читается объёмом до %d МБ; в файле %d МБ."},
}
