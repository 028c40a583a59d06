package language

// russianNames is what the engine names: methods and settings, formulas, intermediate tables; and what a person does.
var russianNames = map[string]string{
	// methods and weightings
	"Weighted sum": "Взвешенная сумма", "Weighted product": "Взвешенное произведение", "VIKOR": "VIKOR", "AHP": "МАИ", "Grey relational analysis": "Серый реляционный анализ", "Borda count": "Правило Борда",
	"Copeland": "Правило Копленда", "Fuzzy TOPSIS": "Нечёткий TOPSIS", "MOORA, ratio system": "MOORA, система отношений", "MOORA, reference point": "MOORA, опорная точка",
	"Direct weights": "Прямые веса", "Fuzzy AHP": "Нечёткий МАИ", "Best-worst method": "Метод «лучший–худший»", "Rank-order centroid": "Центроид рангов", "Rank sum": "Сумма рангов", "Rank reciprocal": "Обратные ранги",
	"Swing weights": "Метод свинга", "Entropy": "Энтропия", "Standard deviation": "Стандартное отклонение", "Coefficient of variation": "Коэффициент вариации", "Angle": "Угол", "Equal weights": "Равные веса",

	// parameters and their values
	"normalization": "нормализация", "metric": "метрика", "ideals": "идеалы", "mode": "режим", "values": "значения", "flows": "потоки", "levels": "уровни",
	"vector": "векторная", "min-max": "мин-макс", "max": "по максимуму", "sum": "по сумме", "scale": "по шкале", "none": "нет", "data": "по данным", "euclidean": "евклидова", "manhattan": "манхэттенская",
	"chebyshev": "чебышёвская", "distributive": "распределительный", "ideal": "идеальный", "unit": "единичные", "mean": "среднее", "median": "медиана", "trimmed": "усечённое среднее", "geometric": "геометрическое среднее",
	"eigenvector": "собственный вектор", "column-mean": "среднее по столбцам",

	"proportional": "пропорционально", "equal": "поровну", "a scenario needs a name": "сценарию нужно название",

	// formulas

	// intermediate tables
	"Normalised decision matrix": "Нормализованная матрица решений", "Weighted normalised decision matrix": "Взвешенная нормализованная матрица решений", "Ideal and anti-ideal": "Идеал и антиидеал",
	"Separation and closeness": "Расстояния и близость", "Powers": "Степени", "Ratios": "Отношения", "Normalised distances": "Нормализованные расстояния", "Normalised distances to the ideal": "Нормализованные расстояния до идеала",
	"Normalised distances to the expected": "Нормализованные расстояния до ожидаемого", "Weighted distances": "Взвешенные расстояния",
	"Group utility, individual regret and compromise": "Групповая полезность, наибольшая потеря и компромисс", "Preference indices": "Индексы предпочтения", "Preference degrees": "Степени предпочтения", "Differences": "Разности",
	"Flows": "Потоки", "Partial order": "Частичный порядок", "Uni-criterion net flows": "Чистые потоки по критериям", "Concordance": "Согласие", "Discordance": "Несогласие", "Credibility": "Достоверность", "Outranking": "Превосходство",
	"Partial preorder": "Частичный предпорядок", "Distillations": "Дистилляции", "Duels": "Дуэли", "Wins and losses": "Победы и поражения", "Ranks by criterion": "Ранги по критериям", "Weighted points": "Взвешенные баллы",
	"Weighted matrix": "Взвешенная матрица", "Weighted priorities": "Взвешенные приоритеты", "Local priorities": "Локальные приоритеты", "Average solution": "Среднее решение", "Reference point": "Опорная точка",
	"Positive distance from the average": "Отклонение вверх от среднего", "Negative distance from the average": "Отклонение вниз от среднего", "Weighted sums and appraisal score": "Взвешенные суммы и итоговая оценка",
	"Negative-ideal solution": "Антиидеальное решение", "Relative assessment matrix": "Матрица относительных оценок", "Distances and assessment score": "Расстояния и итоговая оценка", "Border approximation area": "Граничная область",
	"Distances from the border approximation area": "Расстояния от граничной области", "Theoretical ponder matrix": "Матрица теоретических весов", "Real ponder matrix": "Матрица действительных весов", "Total gap matrix": "Матрица разрывов",
	"Preference for the alternatives": "Предпочтение альтернатив", "Utility degrees and function": "Степени и функция полезности", "Normalised extended matrix": "Нормализованная расширенная матрица",
	"Weighted extended matrix": "Взвешенная расширенная матрица", "Ideal solution point": "Идеальная точка", "Ideal and expected solution points": "Идеальная и ожидаемая точки", "Balanced distances": "Уравновешенные расстояния",
	"Relative weights": "Относительные веса", "Dominance over all others by criterion": "Доминирование над остальными по критериям", "Dominance and overall value": "Доминирование и общая ценность", "Sums and root": "Суммы и корень",
	"Relative importance": "Относительная важность", "Appraisal strategies": "Стратегии оценки", "Sums, significance and utility degree": "Суммы, значимость и степень полезности", "The three parts": "Три части", "Their ranks": "Их ранги",
	"Ratings of inputs and outputs": "Рейтинги затрат и выгод", "Distances and performance": "Расстояния и итог", "Distances and closeness": "Расстояния и близость", "Fuzzy weights": "Нечёткие веса",
	"Normalised fuzzy decision matrix": "Нормализованная нечёткая матрица решений", "Weighted normalised fuzzy decision matrix": "Взвешенная нормализованная нечёткая матрица решений", "Ideal solutions, best first": "Идеальные решения, лучшее первым",
	"Net concordance and discordance": "Чистое согласие и несогласие", "Grey relational coefficients": "Серые реляционные коэффициенты", "Weighted grey relational coefficients": "Взвешенные серые реляционные коэффициенты",
	"Distances from the reference": "Расстояния от эталона", "Weighted distances from the reference point": "Взвешенные расстояния от опорной точки", "Weighted distances from the weakest": "Взвешенные расстояния от слабейшего",
	"Weighted normalised decision matrix, costs negative": "Взвешенная нормализованная матрица решений, затраты со знаком минус", "Weighted normalised decision matrix for the sum": "Взвешенная нормализованная матрица для суммы",
	"Weighted normalised decision matrix for the product": "Взвешенная нормализованная матрица для произведения", "Optimality function and utility degree": "Функция оптимальности и степень полезности",
	"Place within the cell of characteristic values": "Место в ячейке характеристических значений", "Characteristic values, least and largest": "Характеристические значения, наименьшие и наибольшие",
	"Characteristic objects and their preference": "Характеристические объекты и их предпочтение", "GAIA plane: alternatives": "Плоскость GAIA: альтернативы", "GAIA plane: criteria": "Плоскость GAIA: критерии",
	"GAIA plane: decision stick": "Плоскость GAIA: ось решения", "wins": "победы", "losses": "поражения", "score": "балл", "least": "наименьшее", "largest": "наибольшее", "place by C": "место по C", "place by D": "место по D",
	"descending class": "класс сверху", "ascending class": "класс снизу", "descending place": "место сверху", "ascending place": "место снизу", "mean place": "среднее место", "median preorder": "медианный предпорядок",
	"compromise": "компромисс", "kernel": "ядро", "non-dominated": "недоминируемые",

	"Regret": "Потеря", "Weighted regret": "Взвешенная потеря", "Weighted comparability": "Взвешенная сравнимость", "Power weight of comparability": "Степенная сравнимость",
	"rank_ij": "ранг_ij", "w_j·(m − rank_ij)": "w_j·(m − ранг_ij)", "weight for − weight against": "вес за − вес против", "w_j·(x − min)/min, costs w_j·(max − x)/min": "w_j·(x − min)/min, затраты w_j·(max − x)/min",
	"S(pos-ideal)": "S(идеал)", "S(neg-ideal)": "S(антиидеал)", "S(avg)": "S(среднее)", "optimal": "оптимум",

	// places in the tree, reasons
	"excluded": "исключена", "no answers": "нет ответов",

	// what to do

	// what a person does
	"forget scenario %s": "забыть сценарий %s", "keep scenario %s": "запомнить сценарий %s", "go back to scenario %s": "вернуться к сценарию %s",
	"rank by %s": "метод: %s", "weigh by %s": "взвешивание: %s", "join scores by %s": "объединять оценки: %s", "use round %s": "тур: %s", "set %s to %s": "задать: %s = %s",
	"set the weight of %s to %.4g%%": "задать вес %s: %.4g%%", "set the weights %s": "задать веса %s", "lock %s": "закрепить %s", "unlock %s": "открепить %s",
	"exclude expert %s": "исключить эксперта %s", "include expert %s": "вернуть эксперта %s", "exclude %s": "исключить %s", "include %s": "вернуть %s",
	"let the other weights follow by rule %s": "остальные веса следуют правилу: %s", "unpin %s": "открепить %s", "pin %s in": "включить %s непременно", "pin %s out": "не включать %s",
	"add the rule %s %s": "добавить правило %s %s", "remove rule %d": "убрать правило %d", "set the synergy of %s and %s to %g": "синергия %s и %s: %g",
	"accept the %d strongest suggested synergies, %g for the same partners": "принять сильнейшие из предложенных синергий (%d); при тех же партнёрах – %g",
	"accept the suggested synergies, %g for the same partners":              "принять предложенные синергии; при тех же партнёрах – %g",
	"%s judges %s to be %s times %s":                                        "%[1]s: %[2]s против %[4]s – %[3]s", "%s does not judge %s against %s": "%s не сравнивает %s и %s",
	"the lead of %s is below 1/(m − 1) = %.4g (C1): these are less than that behind": "отрыв %s меньше 1/(m − 1) = %.4g (C1): эти отстают меньше чем на столько",
	"%s leads by Q but neither by S nor by R (C2)":                                   "%s первая по Q, но не по S и не по R (C2)", "%s leads clearly (C1) and steadily (C2)": "%s впереди явно (C1) и устойчиво (C2)",
	"1: the row outranks the column, c ≥ %g and d ≤ %g":                                                                                     "1: строка превосходит столбец, c ≥ %g и d ≤ %g",
	"none in the kernel outranks another, and each outside is outranked by one in it; %s outrank one another in a circuit and count as one": "в ядре никто не превосходит другого, а каждого вне ядра превосходит кто-то из ядра; %s превосходят друг друга по кругу и считаются за одно",
}
