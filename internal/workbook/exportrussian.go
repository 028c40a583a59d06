package workbook

// russian are the export's texts, by their English.
var russian = map[string]string{
	// sheets
	"Summary": "Сводка", "Ranking": "Рейтинг", "Criteria": "Критерии", "Scores": "Оценки", "Calculation": "Расчёт", "Experts": "Эксперты", "Agreement": "Согласованность",
	"Sensitivity": "Устойчивость", "Issues": "Замечания", "Audit": "Протокол",

	// headings
	"Rank": "Место", "ID": "Код", "Technology": "Технология", "Group": "Направление", "Score": "Балл", "Score (lower is better)": "Балл (меньше – лучше)", "Raters": "Экспертов",
	"Shortlist": "Короткий список", "Row": "Строка", "Code": "Код", "Criterion": "Критерий", "Parent": "Родитель", "Sense": "Направленность", "Weight": "Вес", "Share": "Доля",
	"Global weight": "Общий вес", "Unit": "Единица", "Min": "Мин", "Max": "Макс", "Target": "Цель", "Value": "Ценность", "Check": "Проверка", "What": "Что", "What to do": "Что делать",
	"See here": "Где здесь", "In the study": "В исследовании", "Organisation": "Организация", "Bloc": "Блок", "Answered": "Ответов", "Asked": "Спрошено", "Part": "Доля",
	"Don't know": "Не знаю", "Comparisons": "Сравнений", "Counts": "Учтён", "All": "Всего", "Answers": "Ответов", "Mean": "Среднее", "Median": "Медиана", "Std dev": "Станд. откл.",
	"Lowest": "Наименьшая", "Highest": "Наибольшая", "First place": "Первое место", "All together": "Все вместе", "from": "от", "to": "до", "Room": "Запас",
	"below that comes first": "ниже первым будет", "above that comes first": "выше первым будет", "First again within": "Снова первое в пределах", "Compared": "Сравнение", "Place": "Порядок",
	"Largest": "Наибольший", "Rounded": "Округлено", "Score C": "Близость C", "Entry": "Параметр", "Content": "Значение",

	// words in cells
	"benefit": "выгода", "cost": "затраты", "target": "цель", "in": "в списке", "ok": "верно", "yes": "да", "any": "любой", "no: excluded": "нет: исключён", "no answers": "нет ответов",
	"to correct": "исправить", "enter a number of 0 or more": "введите число не меньше 0", "negative weight": "отрицательный вес", "all weights of the group are 0": "все веса группы равны 0",
	"no ranking of its own": "своего рейтинга нет",

	// Summary
	"The first %d of %d technologies": "Первые технологии: %d из %d", "Shortlist: %d of %d technologies": "Короткий список технологий: %d из %d",
	"The end of the list is clear: nobody below it has the same rank.": "Граница списка чёткая: ниже неё никто не делит место с последней из этих.",
	"%s comes first, %s ahead of %s.":                                  "Первое место: %s, отрыв %s от следующей (%s).", "First place is shared: %s and %s have the same rank.": "Первое место разделено: у технологий «%s» и «%s» оно одно.",
	"Criteria: %s.": "Критерии: %s.", "No problems were found in the study.": "В исследовании не найдено замечаний.",
	"A tie at the end of the list: others share rank %d with the last of these. All of them are marked on the sheet Ranking.": "На границе списка равенство: место %d с последней из этих делят и другие. Все они отмечены на листе «Рейтинг».",
	"What it rests on": "На чём это основано",
	"Warnings that travel with this ranking: %d, on the sheet Issues.":                             "Замечаний к этому рейтингу: %d, они на листе «Замечания».",
	"The weights on the sheet Criteria cannot be used: see its column Check. There is no ranking.": "Веса на листе «Критерии» использовать нельзя: см. столбец «Проверка». Рейтинга нет.",
	"The weights were changed in this workbook: this is not the ranking Veche exported.":           "Веса в этой книге изменены: это не тот рейтинг, который записала программа Veche.",
	"Weights as exported by Veche.":                                       "Веса такие, какими их записала программа Veche.",
	"Editing a weight on the sheet Criteria recomputes everything.":       "Измените вес на листе «Критерии», и всё пересчитается.",
	"This method's ranking is given as values and does not follow edits.": "Рейтинг этого метода дан значениями и за правками не следует.",
	"Method: %s.":                             "Метод: %s.",
	"Weights: %s.":                            "Веса: %s.",
	"Scores: measured evidence.":              "Оценки: измеренные показатели.",
	"Scores: %s; answers: %d, experts: %d%s.": "Оценки: %s; ответов: %d, экспертов: %d%s.",
	", round: %s":                             ", тур: %s",
	" in round %s":                            " в туре %s",
	"Not ranked for lack of scores, or excluded: %d, listed on the sheet Scores.":         "Вне рейтинга из-за нехватки оценок или исключены: %d, они на листе «Оценки».",
	"Made by Veche %s from %s; the sheet Audit says all that is needed to make it again.": "Сделано программой Veche %s из файла %s; всё, что нужно для повторения, – на листе «Протокол».",
	"Made from %s.":              "Сделано из файла %s.",
	"Ranking of technologies":    "Рейтинг технологий",
	"the built-in example":       "встроенного примера",
	"set by hand in the session": "заданы вручную", "as given in the study": "как заданы в исследовании", "as given in the study (%s)": "как заданы в исследовании (%s)", "mixed: %s": "смешанные: %s",
	"from pairwise judgements (%s)": "по парным сравнениям (%s)", "from the scores (%s)": "по самим оценкам (%s)", "from the order of importance (%s)": "по порядку важности (%s)", "all equal": "все равны",
	"Bars: the scores of the first %d technologies, the best on top": "Столбцы: баллы первых технологий (%d), лучшая сверху",
	"How firm first place is": "Насколько прочно первое место",
	"%s stays first whatever the weight of any one criterion, the others keeping their proportions.":                    "%s остаётся на первом месте при любом весе любого одного критерия; остальные сохраняют пропорции.",
	"Each criterion's weight, moved far enough, takes first place from %s, the others keeping their proportions.":       "Вес любого критерия, если изменить его достаточно, лишает первого места (%s); остальные веса сохраняют пропорции.",
	"Criteria whose weight, moved alone, never takes first place from %s: %d of %d; the others keep their proportions.": "Критериев, изменение веса которых не лишает первого места (%s): %d из %d; остальные веса сохраняют пропорции.",
	"First place depends most on":      "Первое место больше всего зависит от",
	"All criteria: sheet Sensitivity.": "Все критерии – на листе «Устойчивость».",

	// Ranking
	"The columns under the criteria's codes are their contributions to the score; they add to it.":                                                     "В столбцах с кодами критериев – их вклады в балл; их сумма равна баллу.",
	"The columns under the criteria's codes are weights times min-max scores: where each technology is strong. This method's score is no sum of them.": "В столбцах с кодами критериев – вес, умноженный на оценку по мин-макс: чем сильна технология. Балл этого метода – не их сумма.",
	"The last column finds the technology's row on the sheets Scores and Calculation.":                                                                 "Последний столбец находит строку технологии на листах «Оценки» и «Расчёт».",

	// Criteria
	"Edit the weights in the framed yellow column. They count in proportion within each group of criteria with the same parent and need not add to 1; ranks, order and shortlist follow. The rest is protected against slips, without a password.": "Меняйте веса в жёлтом столбце с рамкой. Важны их пропорции внутри группы критериев с общим родителем, сумма может быть любой; места, порядок и короткий список пересчитаются. Остальное защищено от случайных правок, пароля нет.",
	"The weights in force. This ranking is given as values: it does not follow edits here.": "Действующие веса. Рейтинг дан значениями: за правками здесь он не следует.",
	"Enter a number of 0 or more.":                                       "Введите число не меньше 0.",
	"A number of 0 or more; only the proportions among siblings matter.": "Число не меньше 0; важны только пропорции внутри группы.",

	// Scores
	"Not ranked: an empty place is never counted as zero": "Вне рейтинга: пустое место не считается нулём",
	"Measured values as given.":                           "Измеренные значения, как заданы.",
	"Each score is the %s of the answers given%s; n is their number. Blank answers and “don't know” are left out.": "Каждая оценка получена из ответов (%s)%s; n – их число. Пустые ответы и «не знаю» не учитываются.",

	// Calculation
	"Calculation: %s": "Расчёт: %s", "Settings: %s.": "Настройки: %s.", "Step %d. %s": "Шаг %d. %s", "Step 1. Scores x": "Шаг 1. Оценки x",
	"From the sheet Scores; a target criterion by its distance |x − target|, a criterion with a value function by its value, a cost under max or sum by its reciprocal.": "С листа «Оценки»; критерий с целью – расстоянием |x − цель|, критерий с функцией ценности – её значением, затраты при нормализации по максимуму или сумме – обратной величиной.",
	"Weight w (Criteria)": "Вес w (Критерии)", "Smallest": "Наименьшее", "Sum Σ": "Сумма Σ", "Length √Σx²": "Длина √Σx²", "Subtract": "Вычесть", "Divide by": "Делить на", "Add": "Прибавить",
	"r = Add + (x − Subtract) / Divide by, with the figures above; normalisation: %s. Where Divide by is 0, all get 1.": "r = Прибавить + (x − Вычесть) / Делить на, числа – выше; нормализация: %s. Где «Делить на» равно 0, все получают 1.",
	"Step 2. Normalised scores r": "Шаг 2. Нормализованные оценки r", "Step 3. Weighted scores v = w·r": "Шаг 3. Взвешенные оценки v = w·r", "Step 3. Powers p = r^w": "Шаг 3. Степени p = r^w",
	"They are each criterion's contribution to the score.": "Это вклад каждого критерия в балл.", "The weighted normalised decision matrix.": "Взвешенная нормализованная матрица решений.",
	"A cost that is not its reciprocal already is raised to the power −w. The score is the product of the powers.": "Затраты, если не взята обратная величина, возводятся в степень −w. Балл – произведение степеней.",
	"Ideal A⁺": "Идеал A⁺", "Anti-ideal A⁻": "Антиидеал A⁻", "One end of the scale, weighted": "Один конец шкалы, взвешенный", "Other end of the scale, weighted": "Другой конец шкалы, взвешенный",
	"Ranks compare scores as parts of the largest, rounded to 10 places; equal ones share a rank, and Place puts them in order of ID.": "Места сравнивают баллы как доли наибольшего с точностью до 10 знаков; равные делят место, а «Порядок» ставит их по коду.",
	"Step 4. Distances, closeness, rank": "Шаг 4. Расстояния, близость, место", "Step 4. Score and rank": "Шаг 4. Балл и место",
	"D⁺ and D⁻ are the distances from the ideal and the anti-ideal (%s); closeness C = D⁻/(D⁺ + D⁻), ½ when both are 0.": "D⁺ и D⁻ – расстояния до идеала и антиидеала (метрика: %s); близость C = D⁻/(D⁺ + D⁻), ½, если оба равны 0.",
	"The score is the sum of the weighted scores.": "Балл – сумма взвешенных оценок.", "The score is the product of the powers.": "Балл – произведение степеней.",
	"Step 5. Contributions": "Шаг 5. Вклады", "Step 5. Strengths": "Шаг 5. Сильные стороны", "Contributions": "Вклады", "Strengths": "Сильные стороны",
	"Each criterion's part of the squared distance from the anti-ideal, as a part of the score. The rows add to the score.": "Доля критерия в квадрате расстояния до антиидеала как часть балла. Сумма строки равна баллу.",
	"Each criterion's part of the distance from the anti-ideal, as a part of the score. The rows add to the score.":         "Доля критерия в расстоянии до антиидеала как часть балла. Сумма строки равна баллу.",
	"The score belongs to the criterion that makes the distance from the anti-ideal, shared when several do.":               "Балл принадлежит критерию, который определяет расстояние до антиидеала; если их несколько, делится между ними.",
	"Weights times min-max scores: where each technology is strong. The score is no sum of them.":                           "Вес, умноженный на оценку по мин-макс: чем сильна технология. Балл – не их сумма.",
	"This method's calculation is given as values, not as formulas: editing weights here does not recompute it.":            "Расчёт этого метода дан значениями, а не формулами: правка весов его не пересчитает.",
	"What each criterion gives to the score.": "Что даёт баллу каждый критерий.", "Scores and ranks": "Баллы и места", "As computed by Veche.": "Посчитано программой Veche.",
	"Tables too large for this sheet: %d; veche rank --trace prints them.": "Таблиц, слишком больших для этого листа: %d; их печатает veche rank --trace.",

	// Experts and Agreement
	"Asked are the places of the scores, blank ones included%s.":                 "Спрошено – число мест для оценок, включая пустые%s.",
	"Names are left out; the study has them.":                                    "Имена опущены; они есть в исследовании.",
	"Where the experts agree and where they do not":                              "В чём эксперты согласны и в чём нет",
	"Values, worked out when this file was written%s; they do not follow edits.": "Значения, посчитанные при записи файла%s; за правками они не следуют.",
	"The most disputed scores: %d of %d":                                         "Самые спорные оценки: %d из %d",
	"The standard deviation of the answers, and as a part of the criterion's scale; the widest first. All answers count alike here, whatever the experts' weights.": "Стандартное отклонение ответов и его доля от шкалы критерия; сначала наибольшие. Все ответы учтены одинаково, каков бы ни был вес эксперта.",
	"Spread of every score": "Разброс каждой оценки",
	"The standard deviation of the answers as a part of the criterion's scale; the technologies with the widest mean first, the scores listed above in bold. Blank: fewer than two answers.": "Стандартное отклонение ответов как доля шкалы критерия; сначала технологии с наибольшим средним, оценки из списка выше – жирным. Пусто: меньше двух ответов.",
	"Between the blocs": "Между блоками",
	"Kendall's τ-b between the rankings that each bloc's answers and judgements give alone: 1 the same order, 0 none, −1 the opposite one. Technologies that one of the two cannot rank are left out.": "τ-b Кендалла между рейтингами, которые дают ответы и суждения одного блока: 1 – тот же порядок, 0 – связи нет, −1 – обратный. Технологии, которые один из двух не может поставить в рейтинг, опущены.",

	// Sensitivity
	"How far each weight can move": "Насколько можно изменить каждый вес",
	"%s keeps first place while one weight moves within its bounds and the others keep their proportions. Room is the least move of the weight that ends this; criteria with the least room stand first.": "%s сохраняет первое место, пока один вес меняется в этих пределах, а остальные сохраняют пропорции. Запас – наименьшее изменение веса, при котором это кончается; сначала критерии с наименьшим запасом.",
	"Solved exactly when this file was written; this table does not follow edits.":    "Решено точно при записи файла; таблица за правками не следует.",
	"Found numerically when this file was written; this table does not follow edits.": "Найдено численно при записи файла; таблица за правками не следует.",

	// Audit
	"Study": "Исследование", "Input file": "Исходный файл", "Input SHA-256": "SHA-256 исходного файла", "Program": "Программа", "Method": "Метод", "Formula": "Формула", "Source": "Источник", "Parameters": "Параметры",
	"Free of rank reversal": "Без обращения рангов", "Weights": "Веса", "Consistency %s": "Согласованность %s", "Aggregation of scores": "Объединение оценок", "Round": "Тур", "Technologies": "Технологии", "Seed": "Начальное число",
	"Change %d": "Изменение %d", "Changes": "Изменения", "none: the study as read": "нет: исследование как прочитано",
	"no: adding or removing a technology can reorder the others":     "нет: добавление или удаление технологии может переставить другие",
	"yes: adding or removing a technology cannot reorder the others": "да: добавление или удаление технологии не переставит другие",
	"CR %s (λmax %s, random index %s, priorities: %s)":               "ОС %s (λmax %s, случайный индекс %s, приоритеты: %s)",
	"ranked: %d, not ranked: %d":                                     "в рейтинге: %d, вне рейтинга: %d", "%d, of whom excluded: %d": "%d, из них исключено: %d",
}
