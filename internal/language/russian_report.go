package language

// russianReport is the Russian of the report: its sections, its page and its command.
var russianReport = []pair{
	// the document
	{"Report of the expert panel", "Отчёт экспертной группы"},
	{"Report on the ranking", "Отчёт о рейтинге"},
	{"Contents", "Содержание"},
	{"To the content", "К содержанию страницы"},
	{"Show", "Показать"},
	{"findings only", "только выводы"},
	{"everything", "всё"},
	{"In detail", "Подробно"},
	{"The figures drawn", "Данные рисунка"},
	{"Made by Veche %s.", "Составлено программой Veche %s."},
	{"SHA-256 of the study: %s", "SHA-256 файла исследования: %s"},
	{"page %s of %s", "стр. %s из %s"},

	// the decision
	{"Decision", "Решение"},
	{"The shortlist: %d of %d technologies.", "В короткий список вошли технологии: %d из %d."},
	{"The list was to have %d; technologies that share the last place on it are all on it.", "Список рассчитан на %d; технологии, делящие последнее место в нём, включены все."},
	{"%d technologies were ranked; no line was drawn for a shortlist.", "Технологии расставлены по местам: %d; граница короткого списка не задана."},
	{"The first %d of them:", "Первые места (%d):"},
	{"Stands out on: %s.", "Выделяется по критериям: %s."},
	{"A firm place.", "Место прочное."},
	{"A fairly firm place.", "Место достаточно прочное."},
	{"A contested place.", "Место спорное."},
	{"Outside the list.", "Вне списка."},
	{"Cost: %s.", "Стоимость: %s."},
	{"All that were ranked are on the list: there is no line to draw.", "В список вошли все, кто получил место: границы нет."},
	{"The line runs between %s, the last on the list, and %s, the first below it.", "Граница проходит между технологией «%s», последней в списке, и технологией «%s», первой за его чертой."},
	{"The line runs between %s, the last on the list, and %s, the first below it: %s against %s.", "Граница проходит между технологией «%s», последней в списке, и технологией «%s», первой за его чертой: %s против %s."},
	{"That is a near tie.", "Это почти ничья."},
	{"%s (%s behind)", "%s (отстаёт на %s)"},
	{"Nearest below the line: %s.", "Ближайшие за чертой: %s."},
	{"The list is also the best set that the budget and the rules allow.", "Этот же список – лучший набор, который позволяют бюджет и правила."},
	{"Under the budget and the rules the best set is another: see “%s”.", "При заданных бюджете и правилах лучший набор иной: см. раздел «%s»."},
	{"All technologies in order: %s", "Все технологии по порядку: %s"},

	// how it was decided
	{"How it was decided", "Как принималось решение"},
	{"Experts on the panel: %d.", "Экспертов в группе: %d."},
	{"Their scores that count: %d, from %d experts.", "Учтено их оценок: %d, экспертов, давших их: %d."},
	{"By bloc: %s.", "По блокам: %s."},
	{"No experts were asked: the technologies are judged by measured evidence.", "Эксперты не опрашивались: технологии оценены по измеренным данным."},
	{"Rounds: %s. What counts here: %s.", "Туры: %s. Здесь учтено: %s."},
	{"Round: %s.", "Тур: %s."},
	{"Each technology was judged on %d criterion.|Each technology was judged on %d criteria.", "Каждая технология оценивалась по %d критерию.|Каждая технология оценивалась по %d критериям.|Каждая технология оценивалась по %d критериям."},
	{"A technology's score on a criterion is what the experts' scores give together: %s.", "Оценка технологии по критерию складывается из оценок экспертов: %s."},
	{"Criteria judged by measured evidence: %d.", "Критериев, оценённых по измеренным данным: %d."},
	{"Weights of the criteria: %s.", "Веса критериев: %s."},
	{"A technology's place follows from the sum of its points over the criteria, each counted by its weight (%s).", "Место технологии определяется суммой её баллов по критериям с учётом их весов (%s)."},
	{"The places follow from the method %s.", "Места определены методом «%s»."},
	{"Conflicts of interest declared: %d. The answers concerned are kept and do not count: %s.", "Заявлено конфликтов интересов: %d. Ответы, которых они касаются, сохранены и не учитываются: %s."},
	{"No conflict of interest is on record.", "Конфликтов интересов не заявлено."},
	{"Experts whose answers were left out: %s.", "Эксперты, чьи ответы не учтены: %s."},
	{"Not ranked: %d.", "Без места остались: %d."},
	{"Criteria, their scales and weights", "Критерии, их шкалы и веса"},
	{"Criteria and their weights", "Критерии и их веса"},
	{"best at %s", "лучше всего %s"},

	{"local weights %s", "локальные веса %s"},
	{"weighting %s", "способ взвешивания: %s"},
	{"global", "общие"},

	{"Net concordance", "Чистое согласие"},
	{"Net discordance", "Чистое несогласие"},

	{"Members", "Состав"},

	// why
	{"Why", "Почему так"},
	{"The first against the second", "Первое место против второго"},
	{"The last on the list against the first below it", "Последняя в списке против первой за его чертой"},
	{"Criterion by criterion: A is %s, B is %s", "По критериям: А – %s, Б – %s"},

	// how firm
	{"How firm the result is", "Насколько прочен результат"},
	{"Contested, now on the list: %s.", "Спорны, сейчас в списке: %s."},
	{"Contested, now below the line: %s.", "Спорны, сейчас за чертой: %s."},
	{"Whatever weight one criterion alone is given, the first stays first.", "Какой бы вес ни получил один отдельно взятый критерий, первое место не сменится."},
	{"The weight to watch for first place is that of %s: above %[3]s (now %[2]s) another comes first.", "Для первого места важнее всего вес критерия «%s»: при весе выше %[3]s (сейчас %[2]s) первой станет другая технология."},
	{"The weight to watch for first place is that of %s: below %[3]s (now %[2]s) another comes first.", "Для первого места важнее всего вес критерия «%s»: при весе ниже %[3]s (сейчас %[2]s) первой станет другая технология."},
	{"The weight to watch for first place is that of %s: at %[3]s (now %[2]s) another comes first.", "Для первого места важнее всего вес критерия «%s»: при весе %[3]s (сейчас %[2]s) первой станет другая технология."},
	{"For the list it is that of %s: at %[3]s (now %[2]s) the list changes.", "Для состава списка – вес критерия «%s»: при весе %[3]s (сейчас %[2]s) состав изменится."},
	{"For the list it is that of %s: above %[3]s (now %[2]s) the list changes.", "Для состава списка – вес критерия «%s»: при весе выше %[3]s (сейчас %[2]s) состав изменится."},
	{"For the list it is that of %s: below %[3]s (now %[2]s) the list changes.", "Для состава списка – вес критерия «%s»: при весе ниже %[3]s (сейчас %[2]s) состав изменится."},
	{"Ranked by %d methods and variants of them under the same weights, %s is first by %d.", "При тех же весах по %[1]d методам и их вариантам технология «%[2]s» оказывается первой в %[3]d случаях."},
	{"Whatever weight one criterion alone is given, none comes ahead of %s.", "Какой бы вес ни получил один отдельно взятый критерий, никто не опередит технологию %s."},
	{"Whichever one expert is left out, none comes ahead of %s.", "Какого бы одного эксперта ни исключить, никто не опередит технологию %s."},
	{"Whichever one expert is left out, the first stays first.", "Какого бы одного эксперта ни исключить, первое место не сменится."},
	{"Without any one of these experts the first place would go to another, or nothing could be ranked: %s.", "Без любого из этих экспертов первой стала бы другая технология или места нельзя было бы определить: %s."},
	{"How surely each technology is on the list: %d draws of the weights (%s), seed %d", "Насколько уверенно каждая технология входит в список: случайных наборов весов – %d (%s), начальное число %d"},

	{"%s and %s share first place.", "Первое место делят %s и %s."},
	{"No weights with the locked ones in place cost it first place.", "Никакие веса, если закреплённые остаются на месте, не лишат её первого места."},
	{"No weights cost it first place.", "Никакие веса не лишат её первого места."},
	{"each within ±%s of itself", "каждый в пределах ±%s от своего"},
	{"any weights", "любые веса"},
	{"within the given bounds", "в заданных пределах"},
	{"in the given order of importance", "в заданном порядке важности"},
	{"the experts' own, the panel resampled", "веса самих экспертов, состав группы случаен"},
	{"%s, the experts who scored resampled", "%s, состав оценивавших экспертов случаен"},

	// the panel
	{"First by each bloc alone: %s.", "Первой каждый блок в отдельности ставит: %s."},
	{"The experts lie farthest apart on: %s.", "Сильнее всего эксперты расходятся в оценке технологий: %s."},
	{"%s (places from %s to %s)", "%s (места от %s до %s)"},

	// collaboration and the set
	{"Collaboration", "Сотрудничество"},
	{"The set under the budget", "Набор при заданном бюджете"},
	{"Chosen technologies", "Выбранные технологии"},
	{"All technologies, chosen and not", "Все технологии, выбранные и нет"},
	{"kept", "выполнено"},
	{"Value without synergies", "Ценность без синергии"},
	{"Proven", "Доказано"},
	{"The best set was not found and proven in the time allowed: veche select with a longer --time-limit may do it.", "Лучший набор не найден и не доказан за отведённое время; его может найти veche select с бо́льшим --time-limit."},

	// the record
	{"Record", "Паспорт результата"},
	{"Changes made since the file was read", "Изменения, сделанные после чтения файла"},
	{"When", "Когда"},
	{"Settings of the study", "Параметры исследования"},
	{"Setting", "Параметр"},
	{"Warnings", "Предупреждения"},
	{"Warnings that travel with this result: %d.", "Предупреждений, сопровождающих этот результат: %d."},
	{"Scores and the cells they came from; in brackets how many answers a score joins, of which the first is named", "Оценки и ячейки, откуда они взяты; в скобках – сколько ответов объединяет оценка, названа ячейка первого из них"},

	// what the explorer writes
	{"What to write?", "Что записать?"},
	{"workbook", "книга"},
	{"report", "отчёт"},
	{"minutes", "протокол"},

	// the command
	{"a PDF is printed by Chromium, Chrome or Edge, and none of them was found here. Write the report as .html, open it in any browser and print it to a file; or name the program in the variable VECHE_BROWSER", "PDF печатает Chromium, Chrome или Edge, а ни одного из них здесь не нашлось. Запишите отчёт как .html, откройте его в любом браузере и распечатайте в файл; либо укажите программу в переменной VECHE_BROWSER"},
	{"VECHE_BROWSER names no program: %s", "VECHE_BROWSER не указывает на программу: %s"},
	{"%s took longer than %v to print", "%s печатает дольше %v"},
	{"%s printed nothing: %v %s", "%s ничего не напечатал: %v %s"},
	{"--for takes %s, not %q", "--for принимает %s, а не %q"},
	{"there is no section %q; choose of %s", "раздела %q нет; есть %s"},
}
