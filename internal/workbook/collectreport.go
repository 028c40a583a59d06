package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"veche/internal/xlsx"
)

// FormReport is the report of one expert, or of one file that is nobody's.
type FormReport struct {
	Expert, Name string // ID and name
	Round        string
	Files        []string
	Asked        int // questions of the study that stood in the form
	Answered     int
	Abstained    int // "don't know"
	Blank        int
	Unmerged     int // of those asked, not merged because of a problem
	Result       string
}

// What becomes of a form.
const (
	FormMerged  = "merged"
	FormPartly  = "merged in part"
	FormKnown   = "already in the study"
	FormRefused = "not merged"
	FormBlank   = "blank"
	FormMissing = "no form"
)

// reportSheet is the name of the sheet with the report, in English and Russian.
var reportSheet = [2]string{"Collected", "Собрано"}

// isReport recognises the sheets that collecting adds, by their folded name.
func isReport(name string) bool {
	return strings.HasPrefix(name, fold(reportSheet[0])) || strings.HasPrefix(name, fold(reportSheet[1]))
}

// report adds the sheet with a row for each expert and a row for each issue.
func (w *collector) report() error {
	name := w.say(reportSheet[0], reportSheet[1])
	base := name
	for k := 2; slices.ContainsFunc(w.c.before.book.Sheets(), func(s xlsx.Sheet) bool { return fold(s.Name) == fold(name) }); k++ {
		name = fmt.Sprintf("%s %d", base, k)
	}
	if _, err := w.f.NewSheet(name); err != nil {
		return err
	}
	bold, err := w.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EDF3"}}})
	if err != nil {
		return err
	}
	s := &answerSheet{w: w, name: name}
	row := 1
	line := func(values ...any) {
		for k, v := range values {
			if v != "" {
				s.set(row, k+1, v)
			}
		}
		row++
	}
	heads := func(names ...any) {
		line(names...)
		if s.err == nil {
			s.err = w.f.SetCellStyle(name, at(1, row-1), at(len(names), row-1), bold)
		}
	}
	heads(w.say("Expert", "Эксперт"), w.say("Name", "Имя"), w.say("Round", "Тур"), w.say("Result", "Итог"), w.say("Asked", "Спрошено"), w.say("Answered", "Отвечено"), w.say("Don't know", "Не знаю"), w.say("Blank", "Пусто"),
		w.say("Not merged", "Не вошло"), w.say("Files", "Файлы"))
	for _, r := range w.c.Forms {
		line(r.Expert, r.Name, r.Round, w.result(r.Result), r.Asked, r.Answered, r.Abstained, r.Blank, r.Unmerged, strings.Join(r.Files, "; "))
	}
	row++
	heads(w.say("Severity", "Важность"), w.say("Code", "Код"), w.say("File", "Файл"), w.say("Sheet", "Лист"), w.say("Cell", "Ячейка"), w.say("Value", "Значение"), w.say("Message", "Что не так"), w.say("Remedy", "Что делать"))
	for _, i := range w.c.Issues {
		line(string(i.Severity), i.Code, i.File, i.Sheet, i.Cell, i.Value, i.Message, i.Remedy)
	}
	for k, width := range []float64{12, 18, 18, 18, 10, 14, 40, 40, 12, 30} {
		if s.err == nil {
			s.err = w.f.SetColWidth(name, letters(k+1), letters(k+1), width)
		}
	}
	return s.err
}

// results are what became of a form, in Russian.
var results = map[string]string{FormMerged: "учтена", FormPartly: "учтена частично", FormKnown: "уже в исследовании", FormRefused: "не учтена", FormBlank: "пустая", FormMissing: "нет анкеты"}

func (w *collector) result(r string) string { return w.say(r, results[r]) }
