package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// asODS is a workbook's cells as an OpenDocument spreadsheet, hidden sheets hidden: numbers and texts, as LibreOffice saves what an expert filled in.
func asODS(t *testing.T, book []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>`)
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, `<table:table table:name="%s">`, html.EscapeString(sheet))
		for r, row := range rows {
			b.WriteString("<table:table-row>")
			if len(row) == 0 {
				b.WriteString("<table:table-cell/>")
			}
			for c, value := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				kind, err := f.GetCellType(sheet, at)
				switch {
				case err != nil:
					t.Fatal(err)
				case value == "":
					b.WriteString("<table:table-cell/>")
				case kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber:
					fmt.Fprintf(&b, `<table:table-cell office:value-type="float" office:value="%s"><text:p>%[1]s</text:p></table:table-cell>`, value)
				default:
					fmt.Fprintf(&b, `<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>`, strings.ReplaceAll(html.EscapeString(value), "\n", "</text:p><text:p>"))
				}
			}
			b.WriteString("</table:table-row>")
		}
		b.WriteString("</table:table>")
	}
	b.WriteString("</office:spreadsheet></office:body></office:document-content>")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", b.String()}} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// panelOfEight is a study in a language as an office keeps it, without answers: two criteria, four technologies, eight experts in three blocs.
func panelOfEight(t *testing.T, russian bool) []byte {
	t.Helper()
	pick := func(english, local string) string {
		if russian {
			return local
		}
		return english
	}
	experts := [][]any{{pick("ID", "Код"), pick("Name", "Имя"), pick("Bloc", "Блок")}}
	for k, name := range strings.Fields(pick("Adler Brandt Costa Dahl Evans Fischer Garcia Hansen", "Алексеева Борисов Волкова Григорьев Данилова Егоров Жукова Зайцев")) {
		bloc := pick("science", "наука")
		if k >= 3 {
			bloc = pick("business", "бизнес")
		}
		if k >= 6 {
			bloc = pick("state", "государство")
		}
		experts = append(experts, row{fmt.Sprintf("E%d", k+1), name, bloc})
	}
	return edited(t, smallStudy(t), []change{
		func(f *excelize.File) error {
			for _, s := range f.GetSheetList()[1:] {
				if err := f.DeleteSheet(s); err != nil {
					return err
				}
			}
			return f.SetSheetName("Study", pick("Study", "Исследование"))
		},
		sheet(pick("Study", "Исследование"), row{pick("Key", "Ключ"), pick("Value", "Значение")}, row{pick("title", "название"), pick("Energy priorities", "Приоритеты энергетики")},
			row{pick("method", "метод"), "weighted-sum"}, row{pick("normalization", "нормирование"), "none"}, row{pick("language", "язык"), pick("en", "ru")}),
		sheet(pick("Criteria", "Критерии"), row{pick("Code", "Код"), pick("Criterion", "Критерий"), pick("Sense", "Направленность"), pick("Weight", "Вес"), pick("Min", "Минимум"), pick("Max", "Максимум")},
			row{"C1", pick("Impact", "Вклад"), "benefit", 0.6, 0, 10}, row{"C2", pick("Readiness", "Готовность"), "benefit", 0.4, 0, 10}),
		sheet(pick("Technologies", "Технологии"), row{pick("ID", "Код"), pick("Technology", "Технология")}, row{"T1", pick("Heat pumps", "Тепловые насосы")}, row{"T2", pick("Batteries", "Накопители")},
			row{"T3", pick("Wind", "Ветер")}, row{"T4", pick("Hydrogen", "Водород")}),
		sheet(pick("Blocs", "Блоки"), row{pick("Bloc", "Блок"), pick("Weight", "Вес")}, row{pick("science", "наука"), 0.5}, row{pick("business", "бизнес"), 0.3}, row{pick("state", "государство"), 0.2}),
		sheet(pick("Experts", "Эксперты"), experts...),
	})
}

// scored fills the grid of a form: "T1=8,6 T2=6,4" are the answers on C1 and C2, in columns D and E of rows 7 to 10; "_" leaves a cell as it is.
func scored(scores string) change {
	return func(f *excelize.File) error {
		name := scoresOf(f)
		for _, x := range strings.Fields(scores) {
			technology, answers, _ := strings.Cut(x, "=")
			first, second, _ := strings.Cut(answers, ",")
			for col, answer := range map[string]string{"C": first, "D": second} {
				if answer == "_" {
					continue
				}
				at := fmt.Sprintf("%s!%s%d=%s", name, col, 6+int(technology[1]-'0'), answer)
				if err := applyEdits(f, []string{at}); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// Two rounds by eight experts in three blocs, with forms as people return them: E1 writes a note beside an answer, E2 gives a range, E3 returns the form empty, to E4's
// 7-5 the spreadsheet made a day of July, E5 copied the form into a new workbook, E6 saves as .ods, E7 sorted the rows, E8 sends two forms that complete each other; in
// the second round E8 does not answer. What is said is held to figures worked out by hand in tworounds_figures_test.go.
func TestTwoRounds(t *testing.T) {
	for _, russian := range []bool{false, true} {
		t.Run(map[bool]string{false: "en", true: "ru"}[russian], func(t *testing.T) { twoRounds(t, russian) })
	}
}

func twoRounds(t *testing.T, russian bool) {
	folder := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{folder}, parts...)...) }
	write := func(data []byte, parts ...string) {
		t.Helper()
		path := at(parts...)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	form := func(of, expert string, changes ...change) []byte {
		t.Helper()
		data, err := os.ReadFile(at(of, expert+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		return edited(t, data, changes)
	}
	say := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(args, nil, &out, &errs); code != want {
			t.Fatalf("veche %s: exit %d, want %d\n%s%s", strings.Join(args, " "), code, want, &out, &errs)
		}
		return out.String() + errs.String()
	}
	pick := func(english, local string) string {
		if russian {
			return local
		}
		return english
	}
	has := func(text string, wanted ...string) {
		t.Helper()
		for _, want := range wanted {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in\n%s", want, text)
			}
		}
	}
	write(panelOfEight(t, russian), "study.xlsx")
	say(0, "check", at("study.xlsx"), "--ready")
	say(0, "forms", at("study.xlsx"), "-d", at("forms"))

	write(form("forms", "E1", scored("T1=8,6 T2=6,4 T3=4,8 T4=2,2"), func(f *excelize.File) error {
		return f.AddComment(scoresOf(f), excelize.Comment{Cell: "C8", Text: "only with a grid"})
	}), "back", "E1.xlsx")
	write(form("forms", "E2", scored("T1=5-7,6 T2=8,4 T3=4,4 T4=2,6")), "back", "E2.xlsx")
	write(form("forms", "E3"), "back", "E3.xlsx")
	write(form("forms", "E4", scored("T1=4,4 T2=8,8 T3=2,2 T4=_,6"), func(f *excelize.File) error {
		return f.SetCellValue(scoresOf(f), "C10", time.Date(2026, 7, 5, 0, 0, 0, 0, time.UTC))
	}), "back", "E4.xlsx")
	write(form("forms", "E5", scored("T1=6,2 T2=8,6 T3=2,4 T4=4,4"), func(f *excelize.File) error { return f.DeleteSheet("_meta") }), "back", "answers.xlsx")
	write(asODS(t, form("forms", "E6", scored("T1=4,6 T2=6,8 T3=2,2 T4=8,4"))), "back", "E6.ods")
	write(form("forms", "E7", scored("T1=6,6 T2=4,8 T3=8,8 T4=2,4"), func(f *excelize.File) error { // sorted by the last column, the best first
		name := scoresOf(f)
		var rows [][]string
		for r := 7; r <= 10; r++ {
			var cells []string
			for _, c := range "ABCD" {
				v, err := f.GetCellValue(name, fmt.Sprintf("%c%d", c, r))
				if err != nil {
					return err
				}
				cells = append(cells, v)
			}
			rows = append(rows, cells)
		}
		for k, from := range []int{2, 1, 0, 3} {
			for c, v := range rows[from] {
				if err := applyEdits(f, []string{fmt.Sprintf("%s!%c%d=%s", name, 'A'+c, 7+k, v)}); err != nil {
					return err
				}
			}
		}
		return nil
	}), "back", "E7.xlsx")
	write(form("forms", "E8", scored("T1=8,4 T2=2,6")), "back", "E8.xlsx")
	write(form("forms", "E8", scored("T3=6,6 T4=4,2")), "back", "E8 (1).xlsx")

	asked := say(1, "collect", at("study.xlsx"), at("back"), "-o", at("asked.xlsx"))
	has(asked, pick("E-FORM-PASTED  answers.xlsx  The form was copied into a new workbook", "E-FORM-PASTED  answers.xlsx  Анкета скопирована в новую книгу"),
		pick("No form came back of E5 Evans.", "Нет анкет от: E5 Данилова."))
	merged := say(1, "collect", at("study.xlsx"), at("back"), "-o", at("round1.xlsx"), "--expert", "E5", "--letters", at("letters"))
	has(merged, pick("E-NUMBER  E2.xlsx Scores!C7", "E-NUMBER  E2.xlsx Оценки!C7"), pick("E-DATE  E4.xlsx Scores!C10", "E-DATE  E4.xlsx Оценки!C10"), pick("E3 left 8 of 8 cells blank", "Эксперт E3 оставил пустыми ячейки (8 из 8)"),
		pick("E1 T2 C1 (E1.xlsx Scores!C8): only with a grid", "E1 T2 C1 (E1.xlsx Оценки!C8): only with a grid"), pick("E8 (1).xlsx and E8.xlsx complete each other", "E8 (1).xlsx и E8.xlsx дополняют друг друга"),
		pick("54 answers of 9 files", "54 ответа из 9 файлов")) // 8 of E1, E5, E6, E7 and E8, 7 of E2 and E4: 5·8 + 2·7 = 54
	sameLetters(t, at("letters"), map[string]string{
		"E2.txt": pick(`Dear Brandt,

this is about “Energy priorities”, round 1.
Thank you for your answers. Something is still missing.

These answers could not be read; please give each as one answer of the scale:
  T1 Heat pumps, C1 Impact: you wrote “5-7”

Please complete E2.xlsx and send it back.
`, `Здравствуйте, Борисов!

Это об исследовании «Приоритеты энергетики», тур 1.
Спасибо за ответы. Кое-чего ещё не хватает.

Эти ответы не удалось прочесть; пожалуйста, дайте каждый одним ответом по шкале:
  T1 Тепловые насосы, C1 Вклад: вы написали «5-7»

Пожалуйста, дополните E2.xlsx и пришлите обратно.
`),
		"E3.txt": pick(`Dear Costa,

this is about “Energy priorities”, round 1.
Your form has not come back yet, or came back blank. Please fill in E3.xlsx and send it back.
`, `Здравствуйте, Волкова!

Это об исследовании «Приоритеты энергетики», тур 1.
Ваша анкета ещё не вернулась или вернулась пустой. Пожалуйста, заполните E3.xlsx и пришлите обратно.
`),
		"E4.txt": pick(`Dear Dahl,

this is about “Energy priorities”, round 1.
Thank you for your answers. Something is still missing.

These answers could not be read; please give each as one answer of the scale:
  T4 Hydrogen, C1 Impact: you wrote “2026-07-05”

Please complete E4.xlsx and send it back.
`, `Здравствуйте, Григорьев!

Это об исследовании «Приоритеты энергетики», тур 1.
Спасибо за ответы. Кое-чего ещё не хватает.

Эти ответы не удалось прочесть; пожалуйста, дайте каждый одним ответом по шкале:
  T4 Водород, C1 Вклад: вы написали «2026-07-05»

Пожалуйста, дополните E4.xlsx и пришлите обратно.
`)})
	first := roundOne()
	first.check(t, at("round1.xlsx"), russian)
	has(say(0, "panel", at("round1.xlsx")), pick("To remind (answers left blank or unreadable): E3 (all), E2 (1), E4 (1).", "Напомнить (в скобках – сколько ответов пусто или не прочитано): E3 (всё), E2 (1), E4 (1)."))

	say(0, "forms", at("round1.xlsx"), "-d", at("forms2"), "--round", "2")
	write(form("forms2", "E1"), "back2", "E1.xlsx") // left as it came: confirmed
	write(form("forms2", "E2", scored("T1=6,_")), "back2", "E2.xlsx")
	write(form("forms2", "E3", scored("T1=8,8 T2=6,6 T3=6,4 T4=2,4")), "back2", "E3.xlsx")
	write(form("forms2", "E4", scored("T4=6,_")), "back2", "E4.xlsx")
	write(form("forms2", "E5"), "back2", "E5.xlsx")
	write(asODS(t, form("forms2", "E6", scored("T4=2,_"))), "back2", "E6.ods")
	write(form("forms2", "E7", scored("T3=6,_")), "back2", "E7.xlsx")
	merged = say(0, "collect", at("round1.xlsx"), at("back2"), "-o", at("round2.xlsx"), "--letters", at("letters2"))
	has(merged, pick("56 answers of 7 files", "56 ответов из 7 файлов"), pick("No form came back of E8 Hansen.", "Нет анкет от: E8 Зайцев."))
	sameLetters(t, at("letters2"), map[string]string{"E8.txt": pick(`Dear Hansen,

this is about “Energy priorities”, round 2.
Your form has not come back yet, or came back blank. Please fill in E8.xlsx and send it back.
`, `Здравствуйте, Зайцев!

Это об исследовании «Приоритеты энергетики», тур 2.
Ваша анкета ещё не вернулась или вернулась пустой. Пожалуйста, заполните E8.xlsx и пришлите обратно.
`)})
	second := roundTwo()
	second.check(t, at("round2.xlsx"), russian)
	first.check(t, at("round2.xlsx"), russian, "--round", "1") // and the first round stands as it was
	// From round to round: 7 experts answered in each; E1, E2, E4, E5, E6 and E7 in both, four technologies each: 24 pairs of the 8·4 = 32. Their answers given twice are
	// 8+7+7+8+8+8 = 46, of which E6's on T4 and E7's on T3 changed: 44/46 = 96 %.
	has(say(0, "panel", at("round2.xlsx")), pick("To remind (answers left blank): E8 (all).", "Напомнить (ответов не дано): E8 (всё)."), pick("96% of 46", "96 % из 46"), "7 → 7", pick("0.079 → 0.263", "0,079 → 0,263"),
		pick("24 of 32", "24 из 32"))
}

// sameLetters holds the reminders in a folder to those wanted, none more.
func sameLetters(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(want) {
		t.Errorf("%d letters in %s, want %d", len(files), folder, len(want))
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || string(got) != text {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, text)
		}
	}
}

// scoresOf is the sheet of scores of a form, in its language.
func scoresOf(f *excelize.File) string {
	for _, name := range f.GetSheetList() {
		if name == "Scores" || name == "Оценки" {
			return name
		}
	}
	return ""
}
