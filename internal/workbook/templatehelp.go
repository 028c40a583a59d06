package workbook

// help is the comment in a header cell, "" for a column that explains itself.
func (t templateWriter) help(spec *sheetSpec, column string) string {
	h := templateHelp[spec.Name+"."+column]
	return t.pick(h[0], h[1])
}

// templateHelp explains columns, in English and Russian, by sheet and column.
var templateHelp = map[string][2]string{
	"Study.Key":               {"What is set: title, method, weighting, normalization, aggregation, group, levels (flat, blocs), competence (off, given, self, argumentation), prioritization, random index, round, shortlist, seed, or a parameter of the method by its own name.", "Что задаётся: название, метод, взвешивание, нормализация, агрегирование, группа, уровни (flat, blocs), компетентность (off, given, self, argumentation), приоритизация, тур, короткий список или параметр метода под его собственным именем."},
	"Study.Value":             {"The value. veche methods lists the methods and their parameters.", "Значение. Методы и их параметры перечисляет команда veche methods."},
	"Criteria.Code":           {"A short code of its own for each criterion, such as C1. Other sheets refer to it.", "Короткий собственный код каждого критерия, например C1. На него ссылаются другие листы."},
	"Criteria.Criterion":      {"The criterion's name in full.", "Полное название критерия."},
	"Criteria.Parent":         {"The code of the criterion above it, blank at the top of the tree.", "Код вышестоящего критерия; на верхнем уровне пусто."},
	"Criteria.Sense":          {"benefit: more is better; cost: less is better; target: nearest to Target is best.", "выгода: больше — лучше; затраты: меньше — лучше; цель: чем ближе к столбцу Цель, тем лучше."},
	"Criteria.Weight":         {"Its weight among its siblings. Any numbers of 0 or more; only the proportions matter. Fuzzy: three numbers, 0.5; 0.7; 0.9, or a term of the sheet Scale.", "Вес среди соседних критериев. Любые числа от 0; важны только пропорции. Нечёткий: три числа, 0,5; 0,7; 0,9, или термин листа Шкала."},
	"Criteria.Unit":           {"The unit of the scores, for the reader.", "Единица измерения, для читателя."},
	"Criteria.Min":            {"The lowest score possible. Scores below it are refused.", "Наименьшая возможная оценка. Оценки ниже не принимаются."},
	"Criteria.Max":            {"The highest score possible. Scores above it are refused.", "Наибольшая возможная оценка. Оценки выше не принимаются."},
	"Criteria.Target":         {"The best value, when the sense is target.", "Наилучшее значение, если направленность — цель."},
	"Criteria.Value":          {"A value function as points score:value, such as 0:0; 50:0.8; 100:1. For the weighted sum; blank for none.", "Функция ценности точками оценка:ценность, например 0:0; 50:0,8; 100:1. Для взвешенной суммы; пусто — нет."},
	"Criteria.Preference":     {"How a difference of scores becomes a preference, for PROMETHEE: usual, u, v-shape, level, linear, gaussian, or 1 to 6 after Brans. Blank: the one that fits the thresholds given.", "Как разность оценок становится предпочтением, для PROMETHEE: usual, u, v-shape, level, linear, gaussian, или 1–6 по Брансу. Пусто: та, что подходит к заданным порогам."},
	"Criteria.Q":              {"Indifference threshold: up to this difference two scores count as equal. A number, or one that grows with the score g: 0.5 + 0.1g; 10% as text is a share of the score.", "Порог безразличия: до этой разности оценки считаются равными. Число, или порог, растущий с оценкой g: 0,5 + 0,1g; текст 10% — доля оценки."},
	"Criteria.P":              {"Preference threshold: from this difference on the preference is full. Written as Q.", "Порог предпочтения: начиная с этой разности предпочтение полное. Записывается как Q."},
	"Criteria.Sigma":          {"Of the gaussian function: the difference at which the curve bends.", "Для функции gaussian: разность, при которой кривая перегибается."},
	"Criteria.Veto":           {"So much worse on this criterion cannot be made good by the others, for ELECTRE. Written as Q.", "Отставание, которое другие критерии не возмещают, для ELECTRE. Записывается как Q."},
	"Criteria.Links":          {"For a criterion nobody scores: a measure of the sheet Links that fills it, such as density, recurring, e-i, triple helix or joint commitments; several with semicolons between them are averaged. Blank: scores or evidence.", "Для критерия, который никто не оценивает: показатель листа Связи, например плотность, регулярность, индекс e-i, тройная спираль или совместные обязательства; несколько через точку с запятой усредняются. Пусто: оценки или показатели."},
	"Technologies.ID":         {"A short code of its own for each technology, such as T1.", "Короткий собственный код каждой технологии, например T1."},
	"Technologies.Technology": {"The technology's name in full.", "Полное название технологии."},
	"Technologies.Group":      {"The priority direction it belongs to.", "Приоритетное направление, к которому она относится."},
	"Technologies.Cost":       {"What choosing it costs, for a budget.", "Стоимость выбора, для бюджета."},
	"Technologies.Pin":        {"in or out: decided beforehand; veche select keeps to it.", "in или out: решено заранее; veche select этого придерживается."},
	"Technologies.Preference": {"A preference for it before anything is scored, a number of 0 or more, for MAIRCA. Blank for all: equal.", "Предпочтение до всяких оценок, число от 0, для MAIRCA. Пусто у всех: равны."},
	"Experts.ID":              {"A short code for each expert, such as E1. Names are not needed.", "Короткий код каждого эксперта, например E1. Имена не нужны."},
	"Experts.Bloc":            {"The side the expert speaks for, as on the sheet Blocs.", "Сторона, которую представляет эксперт, как на листе Блоки."},
	"Experts.Weight":          {"Competence, as a number of 0 or more. It counts only when the sheet Study says competence: given; veche panel shows the ranking with and without it.", "Компетентность, число от 0. Учитывается, только если на листе Исследование задано компетентность: given; veche panel показывает рейтинг с ней и без неё."},
	"Experts.Conflicts":       {"Technologies on which the expert has a conflict of interest, by ID with semicolons between them: T1; T3. Their answers there do not count, and are counted.", "Технологии, по которым у эксперта конфликт интересов: коды через точку с запятой, например T1; T3. Ответы по ним не учитываются, но подсчитываются."},
	"Competence.Expert":       {"The expert's code, as on the sheet Experts.", "Код эксперта, как на листе Эксперты."},
	"Competence.Familiarity":  {"How familiar the expert is with the matter, by their own word: 0 (not at all) to 10 (works on it). The columns to the right: how far the judgement rests on each source, high, medium or low. Counts only when the sheet Study says competence: self, or argumentation.", "Насколько эксперт знаком с предметом, по собственной оценке: от 0 (не знаком) до 10 (работает в этой области). Столбцы справа: насколько суждение опирается на каждый источник – высокая, средняя, низкая. Учитывается, только если на листе Исследование задано компетентность: self или argumentation."},
	"Blocs.Bloc":              {"A side of the panel: science and education, business, the state.", "Сторона: наука и образование, бизнес, государство."},
	"Blocs.Weight":            {"Its say in the panel, however many experts it sends.", "Её голос в панели, сколько бы экспертов она ни прислала."},
	"Evidence.Technology":     {"The technology's ID or name; then a column for each measured criterion, headed with its code. Measured values may be fuzzy: 6; 7; 8.", "Код или название технологии; далее столбец на каждый измеренный критерий с его кодом в заголовке. Значения могут быть нечёткими: 6; 7; 8."},
	"Scores.Round":            {"The round of the survey, when there are several. Rounds are never mixed silently.", "Тур опроса, если их несколько. Туры никогда не смешиваются молча."},
	"Scores.Expert":           {"The expert's ID.", "Код эксперта."},
	"Scores.Technology":       {"The technology's ID or name.", "Код или название технологии."},
	"Scores.Criterion":        {"The criterion's code. Instead of Criterion and Score there may be a column for each criterion, headed with its code.", "Код критерия. Вместо столбцов Критерий и Оценка можно завести столбец на каждый критерий с его кодом в заголовке."},
	"Scores.Score":            {"A number, a term of the sheet Scale, or a fuzzy number: 6; 7; 8. Blank: no answer. n/a: don't know.", "Число, термин с листа Шкала или нечёткое число: 6; 7; 8. Пусто: нет ответа. н/д: не знаю."},
	"Pairwise.Expert":         {"The expert's ID.", "Код эксперта."},
	"Pairwise.Parent":         {"The criterion above the two; may stay blank. When technologies are compared: the criterion they are compared on.", "Критерий над двумя сравниваемыми; можно не заполнять. При сравнении технологий: критерий, по которому их сравнивают."},
	"Pairwise.A":              {"The code of the first criterion, or of the first technology.", "Код первого критерия или первой технологии."},
	"Pairwise.B":              {"The code of the second criterion, below the same parent, or of the second technology.", "Код второго критерия с тем же родителем или второй технологии."},
	"Pairwise.Preferred":      {"A or B: which matters more; = when equal.", "A или B: что важнее; =, если одинаково."},
	"Pairwise.Intensity":      {"How much more: 1 equally, 3 moderately, 5 strongly, 7 very strongly, 9 extremely; even numbers between. Fuzzy: 2; 3; 4, or a term of the sheet Scale.", "Насколько важнее: 1 одинаково, 3 умеренно, 5 сильно, 7 очень сильно, 9 чрезвычайно; чётные — между ними. Нечёткая: 2; 3; 4, или термин листа Шкала."},
	"Links.Project":           {"What the partners do together: one row for each partner of a project.", "Что партнёры делают вместе: по строке на каждого партнёра проекта."},
	"Links.Technology":        {"The technology the project serves, by ID or name. A project may serve several, in rows of their own.", "Технология, которой служит проект, кодом или названием. Если их несколько, у каждой свои строки."},
	"Links.Period":            {"When: a year, or any other period. Partners who meet again in a second period have a recurring link.", "Когда: год или другой период. Партнёры, встретившиеся и в другом периоде, связаны регулярно."},
	"Links.Partner":           {"The organisation, always by the same name.", "Организация, всегда под одним и тем же названием."},
	"Links.Bloc":              {"Its side: science and education, business, the state. One for each partner.", "Её сторона: наука и образование, бизнес, государство. У партнёра она одна."},
	"Links.Region":            {"Where it is.", "Где она находится."},
	"Links.Commitment":        {"What it pledges to the project, an amount of 0 or more, all in one unit. Blank: not known.", "Что она обязуется вложить в проект, сумма от 0, у всех в одних единицах. Пусто: не известно."},
	"Synergies.A":             {"A technology's ID.", "Код технологии."},
	"Synergies.B":             {"Another technology's ID.", "Код другой технологии."},
	"Synergies.Synergy":       {"What the two are worth together beyond their values, negative for a loss.", "Сколько добавляет выбор обеих сверх суммы их ценностей; при потере — отрицательное число."},
	"Rules.Rule":              {"group-min, group-max: how many of each group; requires: only together with; excludes: not together; at-least, at-most: how many of those named.", "group-min, group-max: сколько из каждого направления; requires: только вместе с; excludes: не вместе; at-least, at-most: сколько из названных."},
	"Rules.Subject":           {"IDs of technologies with semicolons between them, or groups for group-min and group-max; * for all.", "Коды технологий через точку с запятой, для group-min и group-max — направления; * — все."},
	"Rules.Object":            {"What the subject requires or excludes.", "Что требуется или исключается."},
	"Rules.Value":             {"The number, for group-min, group-max, at-least and at-most.", "Число для group-min, group-max, at-least и at-most."},
	"Scale.Term":              {"A word experts may write instead of a number.", "Слово, которое эксперт может написать вместо числа."},
	"Scale.Value":             {"The number it stands for, or three for a fuzzy term: 6; 7; 8.", "Число, которое оно означает, или три для нечёткого термина: 6; 7; 8."},
}

// templateSteps are what to do with a template, in order.
var templateSteps = [][2]string{
	{"The rows are an example that can be ranked as it stands. Replace them with your own; the header rows stay.", "Строки — это пример, который можно обсчитать сразу. Замените их своими; строки заголовков оставьте."},
	{"Begin with Criteria and Technologies, then Experts. Point at a header cell to read what belongs below it; a star marks what must be filled in.", "Начните с листов Критерии и Технологии, затем Эксперты. Наведите курсор на заголовок, чтобы прочитать, что стоит под ним; звёздочкой отмечено обязательное."},
	{"Ask the experts: veche forms FILE.xlsx -d forms writes a form for each, veche collect FILE.xlsx forms -o ROUND1.xlsx merges what returns. Or fill in Scores yourself.", "Опросите экспертов: veche forms ФАЙЛ.xlsx -d анкеты создаёт анкету каждому, veche collect ФАЙЛ.xlsx анкеты -o ТУР1.xlsx сводит ответы. Или заполните лист Оценки сами."},
	{"veche check FILE.xlsx says what is wrong, cell by cell; veche explore FILE.xlsx shows the ranking; veche rank FILE.xlsx -o OUT.xlsx writes the shortlist.", "veche check ФАЙЛ.xlsx назовёт все ошибки с ячейками; veche explore ФАЙЛ.xlsx покажет рейтинг; veche rank ФАЙЛ.xlsx -o ИТОГ.xlsx запишет короткий список."},
}

// templateNotes are what else there is to know.
var templateNotes = [][2]string{
	{"A blank cell is a missing answer; n/a is “don't know”. Neither counts as zero.", "Пустая ячейка — нет ответа; н/д — «не знаю». Ни то, ни другое не считается нулём."},
	{"Weights come from the column Weight (weighting: direct), from pairwise comparisons (ahp), or are equal. Criteria may form a tree: a weight is a share among siblings.", "Веса берутся из столбца Вес (взвешивание: direct), из парных сравнений (ahp) или равны (equal). Критерии могут образовывать дерево: вес — доля среди соседних."},
	{"Three numbers may stand for an uncertain one: the lowest, the likeliest and the highest, as 6; 7; 8, or a term of the sheet Scale that has three.", "Вместо неопределённого числа можно написать три: наименьшее, самое вероятное и наибольшее, например 6; 7; 8, или термин листа Шкала с тремя числами."},
	{"Technologies may be compared in pairs instead of scored: rows of Pairwise whose Parent is the criterion and whose A and B are technologies.", "Технологии можно не оценивать, а сравнить попарно: строки листа Парные сравнения, где Родитель — критерий, а А и Б — технологии."},
}

// templateAbout says of each sheet whether it is needed and what one row is, in English and Russian.
var templateAbout = map[string][4]string{
	"Study":        {"yes", "да", "a setting: the title, the method, how weights are found", "параметр: название, метод, откуда берутся веса"},
	"Criteria":     {"yes", "да", "a criterion: what technologies are judged on, its weight and scale", "критерий: по чему судят о технологиях, его вес и шкала"},
	"Technologies": {"yes", "да", "a candidate direction or technology", "технология или направление — кандидат"},
	"Experts":      {"for forms", "для анкет", "a member of the panel", "член экспертной группы"},
	"Blocs":        {"no", "нет", "a side of the panel and its say: science, business, the state", "сторона и её голос: наука, бизнес, государство"},
	"Scale":        {"no", "нет", "a word that may stand for a score", "слово, которым можно заменить оценку"},
	"Evidence":     {"this or Scores", "этот или Оценки", "a technology with its measured values, a column for each criterion", "технология и её измеренные показатели, по столбцу на критерий"},
	"Scores":       {"this or Evidence", "этот или Показатели", "an expert's score of a technology on a criterion", "оценка технологии экспертом по критерию"},
	"Competence":   {"no", "нет", "how well an expert knows the field, by their own word", "насколько эксперт знаком с областью, по его словам"},
	"Links":        {"no", "нет", "a partner of a joint project: who works with whom on what", "участник совместного проекта: кто с кем над чем работает"},
	"Synergies":    {"no", "нет", "two technologies that are worth more, or less, together", "две технологии, которые вместе стоят больше или меньше"},
	"Rules":        {"no", "нет", "a rule for choosing a set within the budget", "правило отбора в пределах бюджета"},
	"Pairwise":     {"for ahp", "для ahp", "an expert's comparison of two criteria: which matters more, and how strongly", "сравнение двух критериев экспертом: что важнее и насколько"},
}
