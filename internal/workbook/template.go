package workbook

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// Template is a commented workbook to fill in, in English ("en") or Russian ("ru"): a Read-me sheet, the canonical sheets with an explanation in every
// header cell, drop-downs, and example rows that make it a valid small study.
func Template(lang string) ([]byte, error) {
	if lang != "en" && lang != "ru" {
		return nil, fmt.Errorf("there is no template in %q; there are en and ru", lang)
	}
	b, err := newExportBook()
	if err != nil {
		return nil, err
	}
	defer b.f.Close()
	t := templateWriter{b, lang == "ru"}
	if err := b.write(t.readMe(), true); err != nil {
		return nil, err
	}
	for _, spec := range canonical {
		if err := b.write(t.sheet(spec), false); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", spec.Name, err)
		}
	}
	if err := b.write(t.lists(), false); err != nil {
		return nil, err
	}
	b.f.SetActiveSheet(0)
	return pack(b.f)
}

type templateWriter struct {
	b  *exportBook
	ru bool
}

// say picks the language.
func (t templateWriter) say(en, ru string) string {
	if t.ru {
		return ru
	}
	return en
}

func (t templateWriter) readMe() *exportSheet {
	s := newExportSheet(t.say(readMeName[0], readMeName[1]))
	s.put(1, 1, t.say("How to fill in this workbook", "Как заполнить эту книгу"), lookTitle)
	lines := [][2]string{
		{"Every sheet holds a few example rows, so the workbook can be ranked as it stands. Replace them with your own; the header row stays.", "На каждом листе есть строки-примеры, поэтому книгу можно обсчитать сразу. Замените их своими; строку заголовков оставьте."},
		{"Point at a header cell to read what belongs in its column. A star marks what must be filled in.", "Наведите курсор на заголовок, чтобы прочитать, что должно быть в столбце. Звёздочкой отмечено обязательное."},
		{"Needed are Study, Criteria, Technologies, and Scores (experts' answers), Evidence (measured values) or comparisons of the technologies on Pairwise. The other sheets may be deleted.", "Нужны листы Исследование, Критерии, Технологии и Оценки (ответы экспертов), Показатели (измеренные значения) или сравнения технологий на листе Парные сравнения. Остальные можно удалить."},
		{"A blank cell is a missing answer; n/a is “don't know”. Neither counts as zero.", "Пустая ячейка — нет ответа; н/д — «не знаю». Ни то, ни другое не считается нулём."},
		{"Criteria may form a tree: a criterion with a Parent counts within that parent, and its weight is its share among its siblings.", "Критерии могут образовывать дерево: критерий с Родителем учитывается внутри него, а его вес — доля среди соседей."},
		{"Where a weight, a score or an intensity is uncertain, three numbers may stand for one: the lowest, the likeliest and the highest, as 6; 7; 8, or a term of the sheet Scale that has three.", "Там, где вес, оценка или сила не определены точно, вместо одного числа можно написать три: наименьшее, самое вероятное и наибольшее, например 6; 7; 8, или термин листа Шкала с тремя числами."},
		{"Technologies may be compared in pairs instead of scored: rows of Pairwise whose Parent is the criterion and whose A and B are technologies.", "Технологии можно не оценивать, а сравнить попарно: строки листа Парные сравнения, где Родитель — критерий, а A и Б — технологии."},
		{"Weights come from the column Weight (weighting: direct), from pairwise comparisons (ahp), or are equal.", "Веса берутся из столбца Вес (взвешивание: direct), из парных сравнений (ahp) или равны (equal)."},
		{"Then: veche check FILE.xlsx says what is wrong, cell by cell; veche explore FILE.xlsx shows the ranking; veche rank FILE.xlsx -o OUT.xlsx writes the shortlist.",
			"Затем: veche check ФАЙЛ.xlsx назовёт все ошибки с ячейками; veche explore ФАЙЛ.xlsx покажет рейтинг; veche rank ФАЙЛ.xlsx -o ИТОГ.xlsx запишет короткий список."},
	}
	for k, l := range lines {
		s.put(3+k, 1, fmt.Sprintf("%d. %s", k+1, t.say(l[0], l[1])), lookWrap)
	}
	s.widths[1] = 110
	return s
}

// sheet is one canonical sheet with its comments, drop-downs and example rows.
func (t templateWriter) sheet(spec *sheetSpec) *exportSheet {
	s := newExportSheet(t.say(spec.Name, spec.Russian))
	var heads []string
	for _, c := range spec.Columns {
		name := t.say(c.Name, c.Russian)
		if c.Required {
			name += "*"
		}
		heads = append(heads, name)
	}
	if spec == &evidenceSheet {
		heads = append(heads, "C3")
	}
	if spec == &competenceSheet {
		heads = append(heads, t.sources()...)
	}
	for k, h := range heads {
		s.put(1, k+1, h, lookHead)
	}
	for n, row := range t.examples(spec) {
		for k, v := range row {
			if v != nil {
				s.put(2+n, k+1, v, lookPlain)
			}
		}
	}
	for k := range heads {
		s.fit(k+1, 1, 11, 48)
	}
	s.freeze, s.titleRows = [2]int{0, 1}, 1
	s.before = func(f *excelize.File) error {
		for k, c := range spec.Columns {
			help := t.help(spec, c.Name)
			if help == "" {
				continue
			}
			if err := f.AddComment(s.name, excelize.Comment{Cell: at(k+1, 1), Author: "Veche", Text: help, Width: 320, Height: uint(48 + 18*(len([]rune(help))/46))}); err != nil {
				return err
			}
		}
		return t.dropDowns(f, s.name, spec)
	}
	return s
}

// lists is the sheet of the methods and weightings, which drop-downs take their values from; the reader ignores it.
func (t templateWriter) lists() *exportSheet {
	s := newExportSheet(t.say("Lists", "Списки"))
	for k, h := range []string{t.say("method", "метод"), "", t.say("weighting", "взвешивание"), ""} {
		s.put(1, k+1, h, lookHead)
	}
	for k, m := range mcda.Methods() {
		s.put(k+2, 1, m.Name, lookPlain)
		s.put(k+2, 2, m.Title, lookNote)
	}
	for k, m := range weighting.Methods() {
		s.put(k+2, 3, m.Name, lookPlain)
		s.put(k+2, 4, m.Title, lookNote)
	}
	s.widths[1], s.widths[2], s.widths[3], s.widths[4] = 20, 28, 20, 28
	s.freeze, s.titleRows = [2]int{0, 1}, 1
	return s
}

// longList refers to a column of the sheet Lists.
func (t templateWriter) longList(column, n int) string {
	return "'" + t.say("Lists", "Списки") + "'!" + pin(column, 2) + ":" + pin(column, n+1)
}

// dropDowns offers the allowed values where they are few.
func (t templateWriter) dropDowns(f *excelize.File, sheet string, spec *sheetSpec) error {
	add := func(col string, cells string, values []string) error {
		v := excelize.NewDataValidation(true)
		v.Sqref = cells
		if cells == "" {
			k := slices.IndexFunc(spec.Columns, func(c columnSpec) bool { return c.Name == col })
			v.Sqref = at(k+1, 2) + ":" + at(k+1, 2000)
		}
		if err := v.SetDropList(values); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleWarning, col, t.say("This is not one of the values offered.", "Такого значения в списке нет."))
		return f.AddDataValidation(sheet, v)
	}
	switch spec {
	case &studySheet:
		var normalizations []string
		for _, n := range mcda.Normalizations() {
			normalizations = append(normalizations, string(n))
		}
		for _, long := range []struct{ row, column, n int }{{3, 1, len(mcda.Methods())}, {4, 3, len(weighting.Methods())}} {
			v := excelize.NewDataValidation(true)
			v.Sqref = at(2, long.row)
			v.SetSqrefDropList(t.longList(long.column, long.n))
			v.SetError(excelize.DataValidationErrorStyleWarning, "Value", t.say("This is not one of the values offered.", "Такого значения в списке нет."))
			if err := f.AddDataValidation(sheet, v); err != nil {
				return err
			}
		}
		for n, row := range t.examples(spec) {
			values := map[int][]string{3: normalizations, 4: study.Aggregations()}[n]
			if values != nil && row != nil {
				if err := add("Value", at(2, n+2), values); err != nil {
					return err
				}
			}
		}
	case &criteriaSheet:
		if err := add("Sense", "", []string{t.say("benefit", "выгода"), t.say("cost", "затраты"), t.say("target", "цель")}); err != nil {
			return err
		}
		return add("Preference", "", preferenceNames())
	case &technologiesSheet:
		return add("Pin", "", []string{"in", "out"})
	case &pairwiseSheet:
		if err := add("Preferred", "", []string{"A", "=", "B"}); err != nil {
			return err
		}
		return add("Intensity", "", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"})
	}
	return nil
}

// examples are the rows that make the template a valid study.
func (t templateWriter) examples(spec *sheetSpec) [][]any {
	example := t.say("Example: ", "Пример: ")
	science, business := t.say("Science", "Наука"), t.say("Business", "Бизнес")
	benefit, cost := t.say("benefit", "выгода"), t.say("cost", "затраты")
	switch spec {
	case &studySheet:
		return [][]any{{t.say("title", "название"), t.say("Example study", "Пример исследования")}, {t.say("method", "метод"), "topsis"}, {t.say("weighting", "взвешивание"), "direct"},
			{t.say("normalization", "нормализация"), "vector"}, {t.say("aggregation", "агрегирование"), "mean"}, {t.say("shortlist", "короткий список"), 2},
			{t.say("competence", "компетентность"), "off"}}
	case &criteriaSheet:
		return [][]any{
			{"C1", example + t.say("impact", "вклад"), nil, benefit, 0.5, t.say("rating", "балл"), 1, 10},
			{"C2", example + t.say("readiness", "готовность"), nil, benefit, 0.3, t.say("rating", "балл"), 1, 10},
			{"C3", example + t.say("cost", "стоимость"), nil, cost, 0.2, t.say("million", "млн"), nil, nil, nil, nil, "linear", 2, t.say("2 + 0.1g", "2 + 0,1g")},
		}
	case &technologiesSheet:
		return [][]any{{"T1", example + t.say("heat pumps", "тепловые насосы"), t.say("Energy", "Энергетика"), 35}, {"T2", example + t.say("batteries", "накопители"), t.say("Energy", "Энергетика"), 42},
			{"T3", example + t.say("gene editing", "редактирование генома"), t.say("Health", "Здоровье"), 60}}
	case &expertsSheet:
		return [][]any{{"E1", nil, nil, science}, {"E2", nil, nil, business}}
	case &argumentationSheet:
		return t.argumentation()
	case &competenceSheet:
		high, medium := t.say("high", "высокая"), t.say("medium", "средняя")
		return [][]any{{"E1", 8, high, medium}, {"E2", 6, medium, high}}
	case &blocsSheet:
		return [][]any{{science, 0.5}, {business, 0.5}}
	case &evidenceSheet:
		return [][]any{{"T1", 35}, {"T2", 42}, {"T3", 60}}
	case &scaleSheet:
		return [][]any{{t.say("low", "низко"), 2}, {t.say("medium", "средне"), 5}, {t.say("high", "высоко"), 9}, {t.say("rather high", "скорее высоко"), "6; 7; 8"}}
	case &scoresSheet:
		var rows [][]any
		for k, score := range []any{8, 6, 7, t.say("high", "высоко"), 4, 9, 7, 5, nil, 6, t.say("n/a", "н/д"), 8} {
			rows = append(rows, []any{nil, fmt.Sprintf("E%d", 1+k/6), fmt.Sprintf("T%d", 1+k%6/2), fmt.Sprintf("C%d", 1+k%2), score})
		}
		return rows
	case &linksSheet:
		state := t.say("State", "Государство")
		works, institute, ministry := t.say("Example: works", "Пример: завод"), t.say("Example: institute", "Пример: институт"), t.say("Example: ministry", "Пример: министерство")
		return [][]any{{"P1", "T1", 2024, institute, science, nil, 2}, {"P1", "T1", 2024, works, business, nil, 5}, {"P1", "T1", 2024, ministry, state, nil, 3},
			{"P2", "T1", 2025, institute, science, nil, 2}, {"P2", "T1", 2025, works, business, nil, 6}, {"P3", "T3", 2025, institute, science, nil, 1}}
	case &pairwiseSheet:
		return [][]any{{nil, "E1", nil, "C1", "C2", "A", 3}, {nil, "E1", nil, "C1", "C3", "A", 2}, {nil, "E1", nil, "C2", "C3", "=", 1},
			{nil, "E2", nil, "C1", "C2", "B", 2}, {nil, "E2", nil, "C1", "C3", "=", 1}, {nil, "E2", nil, "C2", "C3", "A", 3}}
	}
	return nil
}
