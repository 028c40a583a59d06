package workbook

import (
	"strings"
	"testing"

	"veche/internal/study"
)

// importedAs is what comes of a book whose blocks in doubt are of a layout: its study's answers, and what is said.
func importedAs(t *testing.T, b book, layout Layout) (s *study.Study, found study.Issues) {
	t.Helper()
	blocks, err := Recognise("f.xlsx", b.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := As(blocks, string(layout)); err != nil {
		t.Fatal(err)
	}
	s, found, issues, err := imported("title", blocks)
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	return s, found
}

func placesOf(issues study.Issues) string {
	var all []string
	for _, i := range issues {
		all = append(all, i.Code+" "+i.Sheet+"!"+i.Cell)
	}
	return strings.Join(all, ", ")
}

// What stands in a table is read by the rules of a study's own sheets, and what cannot be read refuses the import with its cell; no row, column or number is lost in silence.
func TestImportReadsCells(t *testing.T) {
	head := []any{"Технология", "Вклад", "Готовность"}
	grid := func(rows ...[]any) book { return book{{"Л", append([][]any{head}, rows...)}} }
	for name, c := range map[string]struct {
		book   book
		layout Layout
		found  string
		want   string
	}{
		"texts that are no numbers": {grid([]any{"А", 8, 7}, []any{"Б", 6, "6 из 10"}, []any{"В", "5,5", 9}, []any{"Г", "~9", "8 баллов"}, []any{"Д", "1 200,5", "нет"}), ItemsByExperts,
			"E-FRACTION Л!C3, E-NUMBER Л!B5, E-NUMBER Л!C6, W-NUMBER-REMARK Л!C5", ""},
		"a row of them last":             {grid([]any{"А", 8, 7}, []any{"Б", 6, 7}, []any{"В", "~9", "восемь"}), ItemsByExperts, "E-NUMBER Л!B4, E-NUMBER Л!C4", ""},
		"points and don't know":          {grid([]any{"А", 8, "7 баллов"}, []any{"Б", "н/д", 7}, []any{"В", "не знаю", "—"}), ItemsByExperts, "W-NUMBER-REMARK Л!C2", "А Вклад 8; А Готовность 7; Б Вклад ?; Б Готовность 7; В Вклад ?; В Готовность ?"},
		"don't know first":               {grid([]any{"А", "н/д", "н/д"}, []any{"Б", 6, 7}, []any{"В", 5, 7}), ItemsByExperts, "", "А Вклад ?; А Готовность ?; Б Вклад 6; Б Готовность 7; В Вклад 5; В Готовность 7"},
		"thousands":                      {grid([]any{"А", 8, "1\u00a0200,5"}, []any{"Б", 6, "1 300"}, []any{"В", 5, 1500}, []any{"Г", 9, 1.125}), ItemsByMeasure, "", "А Вклад 8; А Готовность 1200.5; Б Вклад 6; Б Готовность 1300; В Вклад 5; В Готовность 1500; Г Вклад 9; Г Готовность 1.125"},
		"TRUE":                           {grid([]any{"А", 8, 7}, []any{"Б", 6, true}), ItemsByMeasure, "E-NUMBER Л!C3", ""},
		"a heading between rows":         {grid([]any{"А", 8, 7}, []any{"Б", 6, 7}, []any{"Медицина"}, []any{"В", 5, 7}), ItemsByMeasure, "E-CELL-BLANK Л!A4", ""},
		"a name with nothing below":      {grid([]any{"А", 8, 7}, []any{"Б", 6, 7}, []any{"В"}), ItemsByMeasure, "W-CELLS-UNREAD Л!A4", "А Вклад 8; А Готовность 7; Б Вклад 6; Б Готовность 7"},
		"a row without a name":           {grid([]any{"А", 8, 7}, []any{"Б", 6, 7}, []any{nil, 5, 7}), ItemsByMeasure, "W-CELLS-UNREAD Л!B4", "А Вклад 8; А Готовность 7; Б Вклад 6; Б Готовность 7"},
		"a blank row between rows":       {grid([]any{"А", 8, 7}, []any{"Б", 6, 7}, []any{nil}, []any{"В", 5, 7}, []any{"Г", 4, 3}), ItemsByMeasure, "E-HEADER-MISSING Л!A5, E-HEADER-MISSING Л!A6", ""},
		"words right below the headings": {grid([]any{"А", "высокий", "низкий"}, []any{"Б", 6, 7}, []any{"В", 5, 7}), ItemsByMeasure, "E-HEADER-MISSING Л!B1", ""},
		"figures below a total":          {grid([]any{"А", 8, 7}, []any{"Б", 6, 7}, []any{"Среднее", 7, 7}, []any{"Разброс", 1, 0}), ItemsByMeasure, "W-CELLS-UNREAD Л!B5", "А Вклад 8; А Готовность 7; Б Вклад 6; Б Готовность 7"},
		"totals":                         {grid([]any{"А", 8, 7}, []any{"Б", 6, 7}, []any{"Итого", 14, 14}), ItemsByMeasure, "", "А Вклад 8; А Готовность 7; Б Вклад 6; Б Готовность 7"},
		"numbered rows, and comments":    {book{{"Л", [][]any{{"№", "Тема", "Вклад", "Цена", "Комментарий"}, {1, "А", 8, 7, "да"}, {2, "Б", 6, 7}}}}, ItemsByMeasure, "W-CELLS-UNREAD Л!E1", "А Вклад 8; А Цена 7; Б Вклад 6; Б Цена 7"},
		"a list":                         {book{{"Л", [][]any{{"Эксперт", "Тема", "Оценка"}, {"Э", "А", "н/д"}, {"Э", "Б", 5}, {"Ю", "А", "восемь"}}}}, Left, "E-NUMBER Л!C4", ""},
		"a matrix":                       {book{{"Л", matrixAt(0, "", []any{"А", "Б", "В"}, []any{1, 3, "сильно"}, []any{"1/3", 1, 2}, []any{nil, 0.5, 1})}}, Left, "E-NUMBER Л!E3", ""},
	} {
		s, found := importedAs(t, c.book, c.layout)
		if got := placesOf(found); got != c.found {
			t.Errorf("%s: %s, want %s", name, got, c.found)
		}
		if (c.want == "") != (s == nil) {
			t.Errorf("%s: a study: %v", name, s != nil)
		}
		if got := cellsOfStudy(s); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.want)
		}
	}
}

// cellsOfStudy are a study's scores, ? for don't know, or what is measured.
func cellsOfStudy(s *study.Study) string {
	if s == nil {
		return ""
	}
	var all []string
	for k := range s.Technologies {
		for _, a := range s.Scores {
			value := importedNumber(a.Value)
			if a.State == study.Abstained {
				value = "?"
			}
			if int(a.Technology) == k {
				all = append(all, s.Technologies[k].Name+" "+s.Experts[a.Expert].Name+" "+value)
			}
		}
		for e := range s.Evidence.All() {
			if int(e.Technology) == k {
				all = append(all, s.Technologies[k].Name+" "+s.Criteria[e.Criterion].Name+" "+importedNumber(e.Value))
			}
		}
	}
	return strings.Join(all, "; ")
}
