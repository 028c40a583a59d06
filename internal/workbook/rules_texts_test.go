package workbook

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// struckRule: what is struck out or hidden is read and said. Oracle: a warning.
func struckRule(t *testing.T) (all []ruleFile) {
	for _, sheet := range []string{"Criteria", "Technologies", "Experts", "Blocs", "Scores", "Evidence", "Links"} {
		for name, edit := range map[string]func(*excelize.File) error{
			"struck row":  struck(sheet+"!A3", sheet+"!B3"),
			"height 0":    func(f *excelize.File) error { return f.SetRowHeight(sheet, 3, 0) },
			"hidden row":  func(f *excelize.File) error { return f.SetRowVisible(sheet, 3, false) },
			"width 0":     func(f *excelize.File) error { return f.SetColWidth(sheet, "B", "B", 0) },
			"hidden col":  func(f *excelize.File) error { return f.SetColVisible(sheet, "B", false) },
			"struck cell": struck(sheet + "!B3"),
		} {
			said := "W-HIDDEN"
			if strings.HasPrefix(name, "struck") {
				said = "W-STRUCK"
			}
			all = append(all, ruleFile{rule: "struck and hidden", name: sheet + " " + name, files: wider().as(t, "xlsx", edit), must: true, said: said})
		}
	}
	return all
}

// shapeRule: a field beyond the header, a quotation mark behind a space, bars, a named separator. Oracle: a refusal with the line; or the figures.
func shapeRule(t *testing.T) (all []ruleFile) {
	for kind, comma := range map[string]string{"csv": ",", "csv;": ";", "tsv": "\t"} {
		for file := range scoredStudy().written(t, kind) {
			if strings.HasPrefix(file, "Study") {
				continue
			}
			for name, line := range map[string]int{"first": 1, "last": -1} {
				files := scoredStudy().written(t, kind)
				lines := strings.Split(strings.TrimRight(string(files[file]), "\n"), "\n")
				at := (line + len(lines)) % len(lines)
				lines[at] += comma + "5"
				files[file] = []byte(strings.Join(lines, "\n") + "\n")
				all = append(all, ruleFile{rule: "CSV shape", name: fmt.Sprint(file, kind, " extra field, ", name), files: fixed(files), refuse: true, at: []string{stem(file) + "!"}})
			}
		}
		files := measuredStudy().written(t, kind)
		for file := range files {
			if !strings.HasPrefix(file, "Technologies") {
				continue
			}
			for _, quote := range []string{` "Heat%s pumps"`, `  "Heat%s pumps"`, `"Heat%s pumps" `} {
				files := measuredStudy().written(t, kind)
				files[file] = []byte(strings.ReplaceAll("ID,Technology,Cost\nT1,", ",", comma) + fmt.Sprintf(quote, comma) + strings.ReplaceAll(",10\nT2,Beta,20\nT3,Gamma,30\n", ",", comma))
				all = append(all, ruleFile{rule: "CSV shape", name: kind + " quote " + quote, files: fixed(files), want: figs{"T1$": 10}, names: map[string]string{"T1": "Heat" + strings.ReplaceAll(comma, "\t", "") + map[bool]string{true: " pumps", false: " pumps"}[comma == "\t"]}})
			}
		}
	}
	bars := map[string][]byte{}
	for file, text := range measuredStudy().written(t, "csv") {
		bars[file] = []byte(strings.ReplaceAll(string(text), ",", "|"))
	}
	all = append(all, ruleFile{rule: "CSV shape", name: "bars", files: fixed(bars), want: figs{"T1/C1": 7}, word: "|", said: ""})
	for _, c := range []string{";", "|", "\t"} {
		files := measuredStudy().written(t, "csv")
		files["Evidence.csv"] = []byte("sep=" + c + "\n" + strings.ReplaceAll(string(files["Evidence.csv"]), ",", c))
		all = append(all, ruleFile{rule: "CSV shape", name: "sep=" + c, files: fixed(files), want: figs{"T1/C1": 7}})
	}
	for _, sheet := range []string{"Technologies", "Criteria", "Evidence"} { // decimal commas between commas
		files := measuredStudy().written(t, "csv")
		lines := strings.Split(strings.TrimSpace(string(files[sheet+".csv"])), "\n")
		for k := range lines[1:] {
			lines[k+1] += ",5"
		}
		files[sheet+".csv"] = []byte(strings.Join(lines, "\n") + "\n")
		all = append(all, ruleFile{rule: "CSV shape", name: "decimal commas, " + sheet, files: fixed(files), refuse: true, at: []string{sheet + "!"}})
	}
	return all
}

// encodingRule: names in the encodings of the past, and a bad byte in UTF-8. Oracle: the names as they were written, or a refusal.
func encodingRule(t *testing.T) (all []ruleFile) {
	lists := map[string][3]string{
		"Russian": {"Тепловые насосы", "Аккумуляторы для сетей", "Ветер"}, "short": {"Лазер", "Робот", "Геном"}, "capitals": {"ЛАЗЕР", "РОБОТЫ", "ГЕНОМ"}, "mixed": {"CO₂", "IT-услуги «Облако»", "Ёмкость № 5"},
		"German": {"Wärmepumpen für Städte", "Über", "Größe"}, "French": {"Énergie éolienne", "Batteries à flux", "Génome"}, "Spanish": {"Señal", "Año", "Energía"}, "Polish": {"Żółw", "Źródła ciepła", "Łódź"}, "Czech": {"Příliš žluťoučký kůň", "Žlutá řepka", "Šťáva"},
	}
	pages := map[string]*charmap.Charmap{"cp1251": charmap.Windows1251, "cp866": charmap.CodePage866, "koi8-r": charmap.KOI8R, "cp1252": charmap.Windows1252, "cp1250": charmap.Windows1250, "mac": charmap.MacintoshCyrillic,
		"8859-5": charmap.ISO8859_5, "macroman": charmap.Macintosh, "cp850": charmap.CodePage850, "8859-2": charmap.ISO8859_2, "koi8-u": charmap.KOI8U}
	for of, list := range lists {
		text := "ID,Technology,Cost\nT1," + list[0] + ",10\nT2," + list[1] + ",20\nT3," + list[2] + ",30\n"
		names := map[string]string{"T1": list[0], "T2": list[1], "T3": list[2]}
		for page, p := range pages {
			encoded, err := p.NewEncoder().String(text)
			if err != nil || of == "Spanish" && page == "macroman" { // Se–al may be meant: said
				continue
			}
			files := measuredStudy().written(t, "csv")
			files["Technologies.csv"] = []byte(encoded)
			m := ruleFile{rule: "CSV encoding", name: of + " in " + page, files: fixed(files), names: names, at: []string{"Technologies!"}}
			if encoded != text {
				m.said = "W-ENCODING"
			}
			all = append(all, m)
		}
		for line := range 3 {
			files := measuredStudy().written(t, "csv")
			lines := strings.Split(text, "\n")
			lines[line+1] = strings.Replace(lines[line+1], ",", ",\xff", 1)
			if strings.Count(text, "\n") == 4 && strings.ContainsAny(strings.Join(list[:], ""), "абвгдежзийклмнопрстуфхцчшщъыьэюяАЛЕГ") {
				files["Technologies.csv"] = []byte(strings.Join(lines, "\n"))
				all = append(all, ruleFile{rule: "CSV encoding", name: fmt.Sprint(of, " with a bad byte on line ", line+2), files: fixed(files), refuse: true, at: []string{"Technologies!"}, word: fmt.Sprint("line ", line+2)})
			}
		}
	}
	return all
}

// totalsRule: rows that sum up are no technologies, experts, criteria or blocs. Oracle: the study without the row, said, or a refusal.
func totalsRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for _, word := range []string{"Total", "TOTAL:", "Sum", "Итого", "ИТОГО:", "Всего", "Grand total", "Сумма"} {
			for name, m := range map[string]ruleFile{
				"technologies":           {files: measuredStudy().appended("Technologies", []any{word, nil, 60}).as(t, kind), want: figs{"technologies": 3}},
				"technologies, evidence": {files: measuredStudy().appended("Technologies", []any{word, nil, 60}).appended("Evidence", []any{word, 21, 90, 16}).as(t, kind), want: figs{"technologies": 3}},
				"evidence":               {files: measuredStudy().appended("Evidence", []any{word, 21, 90, 16}).as(t, kind), want: figs{"technologies": 3, "T3/C1": 9}},
				"criteria":               {files: measuredStudy().appended("Criteria", []any{word, nil, nil, 1}).as(t, kind), want: figs{"criteria": 3}},
				"blocs":                  {files: scoredStudy().appended("Blocs", []any{word, 1}).as(t, kind), want: figs{"blocs": 2}},
				"names":                  {files: measuredStudy().appended("Technologies", []any{nil, word, 60}).as(t, kind), want: figs{"technologies": 3}},
			} {
				m.rule, m.name, m.said, m.must = "totals", fmt.Sprint(kind, " ", name, " ", word), "W-TOTALS", true
				all = append(all, m)
			}
		}
		for _, word := range []string{"Average", "Mean", "Среднее", "Среднее:"} {
			all = append(all, ruleFile{rule: "totals", name: kind + " " + word, files: measuredStudy().appended("Evidence", []any{word, 7, 30, 16.0 / 3}).as(t, kind), want: figs{"technologies": 3}, said: "W-TOTALS", must: true},
				ruleFile{rule: "totals", name: kind + " costs " + word, files: measuredStudy().appended("Technologies", []any{word, nil, 20}).as(t, kind), want: figs{"technologies": 3}, said: "W-TOTALS", must: true})
		}
	}
	return all
}

// dateRule: a date is no name, code or number. Oracle: a refusal that names the cell and says date.
func dateRule(t *testing.T) (all []ruleFile) {
	base := func() book { return wider().with("Experts!D1", "Conflicts") }
	for _, at := range []string{"Criteria!A2", "Technologies!A2", "Technologies!B2", "Experts!A2", "Experts!B2", "Blocs!A2", "Scores!A2", "Scores!B2", "Scores!C1", "Evidence!A2", "Evidence!B1", "Links!A2", "Links!B2", "Links!D2",
		"Synergies!A2", "Rules!B2", "Scale!A2", "Study!B2"} {
		for _, number := range []string{"d/m", "yyyy-mm-dd", "dd.mm.yyyy", "mmm-yy", "[$-419]d mmm"} {
			all = append(all, ruleFile{rule: "dates", name: at + " " + number, files: base().with(at, 46023).as(t, "xlsx", format(number, at)), refuse: true, at: []string{at + " "}, word: "date"})
		}
	}
	for _, p := range numberPlaces {
		all = append(all, ruleFile{rule: "dates", name: p.key, files: wider().set(p.sheet, p.ref, 46023).as(t, "xlsx", format("d/m", p.sheet+"!"+p.ref)), refuse: true, at: []string{p.sheet + "!" + p.ref + " "}, word: "date"})
	}
	return all
}

// headerRule: what a form puts around the pairs of a survey is no part of the names. Oracle: three criteria and their judgements, or a refusal.
func headerRule(t *testing.T) (all []ruleFile) {
	pairs := map[string][3][2]string{"en": {{"Cost", "Speed"}, {"Cost", "Quality"}, {"Speed", "Quality"}}, "ru": {{"Цена", "Скорость"}, {"Цена", "Качество"}, {"Скорость", "Качество"}}}
	around := []string{"%s", "Q%d. %s", "%d) %s", "[%d] %s", "(%d) %s", "1.%d %s", "1.%d. %s", "Вопрос %d. %s", "Which matters more: %s?", "Что важнее: %s?", "Compare the criteria [%s]", "%s *", "%s*", "* %s", "%s (required)", "%s (1/9–9)", "%s:", "«%s»", "%s  ",
		"How important is %s for you?", "Q%d: Which is more important, %s?", "%d. Сравните [%s]"}
	for language, of := range pairs {
		for _, mark := range map[string][]string{"en": {" vs ", " vs. ", " versus ", " VS "}, "ru": {" vs ", " против "}}[language] {
			for _, form := range around {
				for kind, comma := range map[string]string{"csv": ",", "csv;": ";", "tsv": "\t"} {
					header := []string{"Expert"}
					for k, p := range of {
						text := p[0] + mark + p[1]
						if strings.Contains(form, "%d") {
							text = fmt.Sprintf(form, k+1, text)
						} else {
							text = fmt.Sprintf(form, text)
						}
						header = append(header, `"`+text+`"`)
					}
					text := strings.Join(header, comma) + "\n" + strings.Join([]string{"R1", "3", "5", "2"}, comma) + "\n" + strings.Join([]string{"R2", "2", "4", "2"}, comma) + "\n"
					a, b, c := of[0][0], of[0][1], of[1][1]
					want := figs{"R1:" + a + ">" + b: 3, "R1:" + a + ">" + c: 5, "R2:" + b + ">" + c: 2, "criteria": 3}
					all = append(all, ruleFile{rule: "survey headers", name: fmt.Sprint(kind, language, mark, form), files: fixed(map[string][]byte{"survey." + strings.TrimRight(kind, ";"): []byte(text)}), want: want})
				}
			}
		}
	}
	return all
}

// bipolarRule: a negative judgement is of another coding. Oracle: the reciprocal, or a refusal that names the cell.
func bipolarRule(t *testing.T) (all []ruleFile) {
	third := figs{"E1:C1>C2": 1.0 / 3}
	for _, typed := range []any{-3, "-3", "−3", "-3,0", "–3", "- 3"} {
		for _, kind := range kindsOfFiles {
			all = append(all, ruleFile{rule: "bipolar judgements", name: fmt.Sprint(kind, " list ", typed), files: judgedStudy().with("Pairwise!E2", typed).as(t, kind), refuse: true, at: []string{"Pairwise!E2 "}})
			square := append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, "C1", "C2", "C3"}, {"C1", 1, typed, 5}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}})
			all = append(all, ruleFile{rule: "bipolar judgements", name: fmt.Sprint(kind, " matrix ", typed), files: square.as(t, kind), want: third, at: []string{"Pairwise E1!C2 "}})
			wide := book{{"Answers", [][]any{{"Expert", "C1 vs C2", "C1 vs C3", "C2 vs C3"}, {"E1", typed, 5, 2}, {"E2", 3, 4, 2}}}}
			down := book{{"Answers", [][]any{{"Pair", "E1", "E2"}, {"C1 vs C2", typed, 3}, {"C1 vs C3", 5, 4}, {"C2 vs C3", 2, 2}}}}
			all = append(all, ruleFile{rule: "bipolar judgements", name: fmt.Sprint(kind, " survey ", typed), files: wide.as(t, kind), want: third, at: []string{"Answers!B2 ", "study!B2 "}},
				ruleFile{rule: "bipolar judgements", name: fmt.Sprint(kind, " rows ", typed), files: down.as(t, kind), want: third, at: []string{"Answers!B2 ", "study!B2 "}})
		}
	}
	return all
}

// exampleRule: rows of the template that were left on its optional sheets are none of the study. Oracle: they do not count.
func exampleRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for name, s := range map[string]sheetRows{
			"rule": {"Rules", [][]any{{"Rule", "Subject", "Object", "Value"}, {"requires", "T2", "T1", nil}}}, "synergy": {"Synergies", [][]any{{"A", "B", "Synergy"}, {"T1", "T2", 0.1}}},
		} {
			all = append(all, ruleFile{rule: "template examples", name: kind + " " + name, files: append(measuredStudy(), s).as(t, kind), want: figs{"rule:1": math.NaN(), "synergy:1": math.NaN()}, said: "W-TEMPLATE"})
		}
	}
	return all
}

// nearRule: names that differ in a full stop, quotation marks, spaces or look-alike letters. Oracle: a warning that they count as two, or a refusal.
func nearRule(t *testing.T) (all []ruleFile) {
	spellings := map[string]string{"full stop": "Acme Ltd.", "quotes": "«Acme Ltd»", "straight": `"Acme Ltd"`, "letters": "Асme Ltd", "hyphen": "Acme-Ltd"}
	for _, kind := range kindsOfFiles {
		for how, other := range spellings {
			for name, b := range map[string]book{
				"technologies": measuredStudy().with("Technologies!B2", "Acme Ltd", "Technologies!B3", other), "criteria": measuredStudy().with("Criteria!B2", "Acme Ltd", "Criteria!B3", other),
				"experts": scoredStudy().with("Experts!B2", "Acme Ltd", "Experts!B3", other), "groups": measuredStudy().with("Technologies!D1", "Group", "Technologies!D2", "Acme Ltd", "Technologies!D3", other),
				"partners": wider().with("Links!D2", "Acme Ltd", "Links!D3", other),
			} {
				all = append(all, ruleFile{rule: "near-same names", name: fmt.Sprint(kind, " ", name, " ", how), files: b.as(t, kind), said: "W-NAME-NEAR"})
			}
		}
	}
	return all
}

// unreadRule: whatever is not read is reported: figures under no header, a second table or matrix, figures under a merge. Oracle: a warning or a refusal.
func unreadRule(t *testing.T) (all []ruleFile) {
	for _, sheet := range []string{"Criteria", "Technologies", "Experts", "Blocs", "Scores", "Evidence", "Links", "Synergies", "Rules"} {
		col := len(wider().sheet(sheet)[0])
		ref := func(gap, row int) string { name, _ := excelize.CoordinatesToCellName(col+gap, row); return name }
		for _, kind := range kindsOfFiles {
			for gap := 1; gap <= 2; gap++ {
				all = append(all, ruleFile{rule: "what is not read", name: fmt.Sprint(kind, " ", sheet, " no header ", gap), files: wider().set(sheet, ref(gap, 2), 5).as(t, kind), said: "W-COLUMN-NAMELESS", at: []string{sheet + "!"}})
			}
			below := wider().appended(sheet, nil, wider().sheet(sheet)[0], []any{"X1", "X2", 3})
			all = append(all, ruleFile{rule: "what is not read", name: fmt.Sprint(kind, " ", sheet, " second table"), files: below.as(t, kind), said: "W-TABLE-SECOND", at: []string{sheet + "!"}})
		}
	}
	for _, c := range columns {
		all = append(all, ruleFile{rule: "what is not read", name: c.sheet + " merged", files: wider().as(t, "xlsx", merge(c.sheet, c.refs[0], c.refs[1])), said: "W-MERGED", at: []string{c.sheet + "!"}})
	}
	second := []any{"C1", 1, 7}
	for _, kind := range kindsOfFiles[:1] {
		for gap := range 3 {
			rows := [][]any{{nil, "C1", "C2", "C3"}, {"C1", 1, 3, 5}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}
			for range gap {
				rows = append(rows, nil)
			}
			rows = append(rows, []any{nil, "C1", "C2"}, second, []any{"C2", nil, 1})
			b := append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", rows})
			all = append(all, ruleFile{rule: "what is not read", name: fmt.Sprint(kind, " second matrix ", gap), files: b.as(t, kind), said: "W-CELLS-UNREAD", at: []string{"Pairwise E1!"}})
		}
	}
	return all
}

// sheet is the rows of a sheet.
func (b book) sheet(name string) [][]any {
	for _, s := range b {
		if s.name == name {
			return s.rows
		}
	}
	return nil
}
