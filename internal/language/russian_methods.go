package language

// russianMethods is what the methods and weightings that came with the second edition say of themselves, and what is said of data only they read.
var russianMethods = []pair{
	{"RAFSI", "RAFSI"},
	{"ELECTRE II", "ELECTRE II"},
	{"ELECTRE TRI-B", "ELECTRE TRI-B"},

	// formulas
	{"V_i = Σ_j w_j·ŝ_ij, s the score carried from Min … Max of its criterion to n1 … nk in a straight line; ŝ = s/(n1 + nk) for a benefit, n1·nk/((n1 + nk)·s) for a cost", "V_i = Σ_j w_j·ŝ_ij, s – оценка, линейно перенесённая с отрезка Мин … Макс её критерия на n1 … nk; ŝ = s/(n1 + nk) для выгоды, n1·nk/((n1 + nk)·s) для затрат"},
	{"class 1 is the worst; the profiles b_1 … b_k made of the criteria's Limits part k + 1 classes; a outranks b_h when σ(a,b_h) ≥ λ, σ as in ELECTRE III with the thresholds of b_h; pessimistic: the class above the best profile that a outranks; optimistic: the class below the worst profile that outranks a and is not outranked by it", "класс 1 – худший; профили b_1 … b_k из границ классов по критериям разделяют k + 1 классов; a превосходит b_h, если σ(a,b_h) ≥ λ, σ – как в ELECTRE III с порогами b_h; пессимистически: класс над лучшим профилем, который a превосходит; оптимистически: класс под худшим профилем, который превосходит a и не превзойдён им"},
	{"a outranks b strongly when c(a,b) ≥ c(b,a) and c ≥ c⁺ with d ≤ d⁺ or c ≥ c⁰ with d ≤ d⁰; weakly with c⁰ and c⁻ in place of c⁺ and c⁰; c and d as in ELECTRE I; best class: whom nobody left outranks strongly and, among those, nobody weakly; the same from the worst; the score is the mean of the two classes", "a сильно превосходит b, если c(a,b) ≥ c(b,a) и c ≥ c⁺ при d ≤ d⁺ или c ≥ c⁰ при d ≤ d⁰; слабо – с c⁰ и c⁻ вместо c⁺ и c⁰; c и d – как в ELECTRE I; лучший класс: кого никто из оставшихся не превосходит сильно, а среди них никто – слабо; то же с худшего конца; балл – среднее двух классов"},
	{"min χ: |w_k/w_(k+1) − φ_k| ≤ χ, |w_k/w_(k+2) − φ_k·φ_(k+1)| ≤ χ over the criteria in their order of importance; Σw = 1, w ≥ 0; χ is the deviation from full consistency, DFC", "min χ: |w_k/w_(k+1) − φ_k| ≤ χ, |w_k/w_(k+2) − φ_k·φ_(k+1)| ≤ χ по критериям в порядке важности; Σw = 1, w ≥ 0; χ – отклонение от полной согласованности, DFC"},
	{"CC_i = d⁻_i/(d⁺_i + d⁻_i), d the sums over the criteria of vertex distances √(⅓Σ(v − v*)²) of the weighted normalised fuzzy scores from the ideal (1,1,1) and from (0,0,0); r = (l, m, u)/max u, for a cost min l/(u, m, l); with trapezoids (a, b, c, d) the same over four numbers, √(¼Σ(v − v*)²)", "CC_i = d⁻_i/(d⁺_i + d⁻_i), d – суммы по критериям расстояний вершин √(⅓Σ(v − v*)²) взвешенных нормализованных нечётких оценок от идеала (1,1,1) и от (0,0,0); r = (l, m, u)/max u, для затрат min l/(u, m, l); для трапеций (a, b, c, d) – то же по четырём числам, √(¼Σ(v − v*)²)"},

	// when to choose them, what they warn of
	{"when the list of alternatives will change and the ideal and the worst score of every criterion can be stated: only they matter, and nk says how many times the ideal outdoes the worst", "когда список альтернатив будет меняться, а идеальную и худшую оценку по каждому критерию можно назвать: важны только они, и nk говорит, во сколько раз идеал превосходит худшее"},
	{"needs Min and Max of every criterion (the anti-ideal and the ideal); a cost gains little until it is near its Min, for its score is divided by, so differences among good costs count more than among bad ones", "нужны Мин и Макс каждого критерия (антиидеал и идеал); затраты дают мало, пока не близки к своему Мин: на их оценку делят, поэтому различия хороших затрат весят больше, чем плохих"},
	{"to sort into classes set beforehand, such as critical, important, watched, instead of ranking: each technology is held against the limits of the classes and never against another", "чтобы вместо ранжирования распределить по заранее заданным классам, например критические, важные, наблюдаемые: каждая технология сравнивается с границами классов и никогда – с другой технологией"},
	{"the score is a class, from 1 for the worst, and technologies of one class are not ordered; needs the column Limits of every criterion; where the pessimistic and the optimistic class differ the technology cannot be compared with some limit: look at it", "балл – это класс, начиная с 1 для худшего, и технологии одного класса не упорядочены; нужен столбец «Границы классов» по каждому критерию; где пессимистический и оптимистический классы различаются, технология несравнима с какой-то границей: присмотритесь к ней"},
	{"for a ranking out of ELECTRE's concordance and discordance without graded thresholds: a sure relation first, a less sure one only to part ties", "чтобы получить ранжирование из согласия и несогласия ELECTRE без плавных порогов: сначала надёжное отношение, менее надёжное – только чтобы разделить равных"},
	{"alternatives that the two rankings order differently are incomparable, and the mean hides it: read both; thresholds cut sharply; the members of a circuit of strong outranking count as one", "альтернативы, которые два ранжирования располагают по-разному, несравнимы, и среднее это скрывает: смотрите оба; пороги режут резко; члены цикла сильного превосходства считаются за одного"},
	{"for the fewest questions of all: the most important criterion compared with the others, or each with the next, n − 1 judgements", "когда вопросов должно быть как можно меньше: самый важный критерий сравнивают с остальными или каждый – со следующим, n − 1 суждений"},
	{"with n − 1 judgements nothing contradicts and DFC is 0: it says nothing of how well they were thought over; compare next but one too, and it does; where nobody compared, the column Weight is read as how many times the most important outweighs each, 1 for itself", "при n − 1 суждениях нечему противоречить, и DFC равно 0: о продуманности это ничего не говорит; сравните и через один – тогда говорит; где никто не сравнивал, столбец «Вес» читается как то, во сколько раз самый важный критерий весомее каждого, для него самого 1"},
	{"when experts answer in words that stand for triangular or trapezoidal fuzzy numbers on the Scale sheet", "когда эксперты отвечают словами, за которыми на листе «Шкала» стоят треугольные или трапециевидные нечёткие числа"},

	// tables
	{"Standardised decision matrix", "Стандартизованная матрица решений"},
	{"Limits of the classes", "Границы классов"},
	{"Credibility that an alternative outranks a limit", "Достоверность того, что альтернатива превосходит границу"},
	{"Credibility that a limit outranks an alternative", "Достоверность того, что граница превосходит альтернативу"},
	{"Classes", "Классы"},
	{"pessimistic", "пессимистический"},
	{"optimistic", "оптимистический"},
	{"Pessimistic class", "Пессимистический класс"},
	{"Optimistic class", "Оптимистический класс"},
	{"class 1 is the worst", "класс 1 – худший"},
	{"class 1 is the best of each", "класс 1 – лучший в каждом"},
	{"2: the row outranks the column strongly, 1: weakly", "2: строка превосходит столбец сильно, 1: слабо"},
	{"from the best", "с лучшего конца"},
	{"from the worst", "с худшего конца"},
	{"Class from the best", "Класс с лучшего конца"},
	{"Class from the worst", "Класс с худшего конца"},
	{"min-mean-max", "мин–среднее–макс"},

	// columns
	{"The scores that part the classes of ELECTRE TRI-B, from the worst class to the best: 50; 70 parts three. As many on every criterion; falling for a cost; for a target, distances from it.", "Оценки, разделяющие классы метода ELECTRE TRI-B, от худшего класса к лучшему: 50; 70 разделяют три класса. По каждому критерию поровну; для затрат по убыванию; для цели – расстояния от неё."},
	{"%s, scores drawn from their stated distributions", "%s, оценки – из заданных распределений"},

	// what is wrong
	{"%q is no number", "%q – не число"},
	{"%g comes after %g, but of a benefit the better class has the larger limit", "%g стоит после %g, а у выгоды граница лучшего класса больше"},
	{"%g comes after %g, but of a cost or a distance from a target the better class has the smaller limit", "%g стоит после %g, а у затрат и у расстояния от цели граница лучшего класса меньше"},
	{"The limits between classes of %s cannot be read: %s.", "Границы классов критерия %s не читаются: %s."},
	{"Write the limits from the worst class to the best with semicolons between them: 50; 70.", "Запишите границы от худшего класса к лучшему через точку с запятой: 50; 70."},
	{"The distribution %s cannot be read: %s.", "Распределение %s не читается: %s."},
	{"Write a name and its numbers: normal(11.7; 2.5), uniform(1; 2), triangular(1; 2; 4), beta(3; 57).", "Запишите название и числа: норм(11,7; 2,5), равн(1; 2), треуг(1; 2; 4), бета(3; 57)."},
	{"Enter the lowest, the likeliest and the highest: three numbers.", "Введите наименьшее, вероятнейшее и наибольшее: три числа."},
	{"The fuzzy intensity %s is a trapezoid, and judgements are triangular.", "Нечёткая интенсивность %s – трапеция, а суждения бывают треугольными."},
	{"%q is not three or four numbers.", "%q – не три и не четыре числа."},
	{"The numbers %s of a fuzzy number are not in order.", "Числа %s нечёткого числа идут не по порядку."},
	{"The numbers of the term %q are not in order.", "Числа термина %q идут не по порядку."},
	{"Type one number, or three or four separated by semicolons for a fuzzy term.", "Введите одно число, а для нечёткого термина – три или четыре через точку с запятой."},
	{"Some scores are fuzzy numbers; %s takes each as its centroid, (l + m + u)/3 of a triangular one.", "Некоторые оценки – нечёткие числа; %s берёт вместо каждого его центр, для треугольного (l + m + u)/3."},
	{"The judgements of expert %s %s give no order of importance from one criterion to the next.", "Суждения эксперта %s %s не дают порядка важности от одного критерия к следующему."},
	{"Compare the most important criterion with every other, or each criterion with the next in importance.", "Сравните самый важный критерий с каждым другим или каждый критерий со следующим по важности."},
	{"Give the most important criterion 1 and each other how many times it is outweighed.", "Поставьте самому важному критерию 1, а каждому другому – во сколько раз он уступает."},
	{"For FUCOM the column Weight holds how many times the most important criterion outweighs each: numbers above 0.", "Для FUCOM в столбце «Вес» стоит, во сколько раз самый важный критерий весомее каждого: числа больше 0."},
	{"Correct the column Weight.", "Исправьте столбец «Вес»."},
	{"A distribution of a measured value cannot be read.", "Распределение измеренного значения не читается."},
	{"Write a name and its numbers: normal(11.7; 2.5), lognormal, logit-normal, uniform(1; 2), triangular(1; 2; 4) or beta(3; 57).", "Запишите название и числа: норм(11,7; 2,5), логнорм, логитнорм, равн(1; 2), треуг(1; 2; 4) или бета(3; 57)."},
	{"The limits between classes cannot be read, or do not go from the worst class to the best.", "Границы классов не читаются или идут не от худшего класса к лучшему."},
	{"Write them with semicolons between them: 50; 70; growing for a benefit, falling for a cost.", "Запишите их через точку с запятой: 50; 70; для выгоды по возрастанию, для затрат по убыванию."},
	{"The weighting FUCOM finds no order of importance in the judgements, or in the column Weight.", "Взвешивание FUCOM не находит порядка важности в суждениях или в столбце «Вес»."},
	{"Compare the most important criterion with every other, or each with the next in importance.", "Сравните самый важный критерий с каждым другим или каждый – со следующим по важности."},
	{"How the experts' scores of one cell are joined: mean, median, trimmed, geometric; min-mean-max for fuzzy answers, as in Chen, Lin & Huang 2006.", "Как объединяются оценки экспертов в одной клетке: среднее, медиана, усечённое, геометрическое; min-mean-max – для нечётких ответов, как у Чена, Линь и Хуан (2006)."},
}
