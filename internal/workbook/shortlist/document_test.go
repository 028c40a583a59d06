package shortlist

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook"
	"veche/internal/workbook/write"
)

// longNames is a study whose technologies bear the names of the list of critical technologies of 2011, which begin alike, judged by three blocs.
func longNames() *study.Study {
	x := func(v float64) *float64 { return &v }
	s := &study.Study{Title: "Приоритетные направления & критические технологии области 2026–2030", Source: study.Source{File: "длинные.xlsx"}, Settings: study.Settings{Weighting: "direct", Method: "topsis", Shortlist: 5, Language: "ru"}}
	for j, name := range []string{"Вклад в технологический суверенитет", "Научный задел", "Кадровая обеспеченность", "Рыночный потенциал", "Срок внедрения, лет"} {
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprintf("C%d", j+1), Name: name, Weight: x([]float64{.3, .25, .2, .15, .1}[j]), Min: x(1), Max: x(10)})
	}
	s.Criteria[4].Sense = mcda.Cost
	for k, name := range []string{
		"Технологии создания высокоскоростных транспортных средств и интеллектуальных систем управления новыми видами транспорта",
		"Технологии создания ракетно-космической и транспортной техники нового поколения",
		"Технологии создания энергосберегающих систем транспортировки, распределения и использования энергии",
		"Технологии создания электронной компонентной базы и энергоэффективных световых устройств",
		"Технологии получения и обработки конструкционных наноматериалов",
		"Технологии получения и обработки функциональных наноматериалов",
		"Технологии мониторинга и прогнозирования состояния окружающей среды, предотвращения и ликвидации её загрязнения",
		"Технологии предупреждения и ликвидации чрезвычайных ситуаций природного и техногенного характера",
		"Технологии поиска, разведки, разработки месторождений полезных ископаемых и их добычи",
		"Технологии новых и возобновляемых источников энергии, включая водородную энергетику",
		"Технологии снижения потерь от социально значимых заболеваний",
		"Технологии наноустройств и микросистемной техники",
	} {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%d", k+1), Name: name, Group: []string{"Транспорт", "Энергетика", "Здоровье"}[k%3]})
	}
	for e := range 6 {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("Э%d", e+1), Bloc: []string{"Наука", "Бизнес", "Государство"}[e%3]})
		for k := range s.Technologies {
			for j := range s.Criteria {
				s.Scores = append(s.Scores, study.Score{Round: -1, Expert: int32(e), Technology: int32(k), Criterion: int32(j), State: study.Given, Value: float64(1 + (7*k+3*j+k*j*(1+e%3)+2*e)%10)})
			}
		}
	}
	for _, b := range []string{"Наука", "Бизнес", "Государство"} {
		s.Blocs = append(s.Blocs, study.Bloc{Name: b, Weight: x(1)})
	}
	return s
}

// documents are exports to look at as pages.
func documents(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	add := func(name string, s *study.Study) {
		for _, l := range []string{"en", "ru"} {
			files[name+" "+l] = mustExportIn(t, evaluated(t, s), l)
		}
	}
	add("long", longNames())
	if !ci.Full() {
		return files
	}
	for name, data := range map[string][]byte{"scan": example.HorizonScan, "fields": example.ScienceFields, "portfolio": example.Portfolio} {
		s, _ := workbook.ReadBytes(name+".xlsx", data)
		add(name, s)
	}
	wide := longNames() // more criteria than fit a page
	for j := 6; j < 30; j++ {
		w := 0.01
		wide.Criteria = append(wide.Criteria, study.Criterion{Code: fmt.Sprintf("C%d", j), Name: fmt.Sprintf("Критерий номер %d", j), Weight: &w, Min: wide.Criteria[0].Min, Max: wide.Criteria[0].Max})
		for k := range wide.Technologies {
			wide.Scores = append(wide.Scores, study.Score{Round: -1, Technology: int32(k), Criterion: int32(j - 1), State: study.Given, Value: float64(1 + (k*j+j)%10)})
		}
	}
	add("wide", wide)
	return files
}

// Every page of every sheet has the title and the date, is as wide as its page or repeats its first columns on the next, and has no type below 8 points: not in
// its cells and not in its charts. Helper columns stand outside what is printed.
func TestPagesOfTheDocument(t *testing.T) {
	for name, data := range documents(t) {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		areas, titles := map[string]string{}, map[string]string{}
		for _, n := range f.GetDefinedName() {
			switch n.Name {
			case "_xlnm.Print_Area":
				areas[n.Scope] = n.RefersTo
			case "_xlnm.Print_Titles":
				titles[n.Scope] = n.RefersTo
			}
		}
		for k, sheet := range f.GetSheetList() {
			if visible, _ := f.GetSheetVisible(sheet); !visible {
				continue
			}
			head, err := f.GetHeaderFooter(sheet)
			if err != nil || !strings.Contains(head.OddHeader, "&D") || len(head.OddHeader) > 255 || strings.Contains(name, "long") && !strings.Contains(head.OddHeader, "области && критические") && !strings.Contains(head.OddHeader, "направления && критические") {
				t.Errorf("%s %s: header %+v, %v", name, sheet, head, err)
			}
			first, last := printedColumns(t, f, sheet, areas[sheet])
			units := 0.0
			for col := first; col <= last; col++ {
				letters, _ := excelize.ColumnNumberToName(col)
				if visible, _ := f.GetColVisible(sheet, letters); visible {
					w, _ := f.GetColWidth(sheet, letters)
					units += w
				}
				for row := 1; row <= 4; row++ {
					if text, _ := f.GetCellValue(sheet, write.At(col, row)); slices.Contains([]string{"Row", "Строка", "As exported", "При записи", "Check", "Проверка", "On the list", "В списке"}, text) {
						t.Errorf("%s %s: the helper column %q is printed", name, sheet, text)
					}
				}
			}
			page, err := f.GetPageLayout(sheet)
			if err != nil {
				t.Fatal(err)
			}
			props, err := f.GetSheetProps(sheet)
			if err != nil {
				t.Fatal(err)
			}
			scale := 1.0
			switch {
			case props.FitToPage != nil && *props.FitToPage:
				if *page.FitToWidth != 1 || page.FitToHeight != nil && *page.FitToHeight != 0 {
					t.Errorf("%s %s: %d pages wide, %v high", name, sheet, *page.FitToWidth, page.FitToHeight)
				}
				scale = min(1, 784.0/(units*5.25)) // points of the page across, of a unit of width
			default:
				scale = float64(*page.AdjustTo) / 100
				if !strings.Contains(titles[sheet], "$A:$") && k > 0 {
					t.Errorf("%s %s is several pages wide and repeats %q", name, sheet, titles[sheet])
				}
			}
			if 11*scale < 8 {
				t.Errorf("%s %s: %.0f units wide, printed at %.2f: type of %.1f points", name, sheet, units, scale, 11*scale)
			}
		}
		f.Close()
		chartType := regexp.MustCompile(` sz="(\d+)"`)
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		charts := 0
		for _, part := range z.File {
			if !strings.HasPrefix(part.Name, "xl/charts/") {
				continue
			}
			charts++
			r, _ := part.Open()
			text, _ := io.ReadAll(r)
			for _, m := range chartType.FindAllSubmatch(text, -1) {
				if n, _ := strconv.Atoi(string(m[1])); n < 1100 {
					t.Errorf("%s %s has type of %s", name, part.Name, m[1])
				}
			}
		}
		if charts < 3 || strings.HasPrefix(name, "long") && charts < 4 {
			t.Errorf("%s has %d charts", name, charts)
		}
	}
}

func printedColumns(t *testing.T, f *excelize.File, sheet, area string) (first, last int) {
	t.Helper()
	if area == "" {
		dimension, err := f.GetSheetDimension(sheet)
		if err != nil {
			t.Fatal(err)
		}
		area = dimension
	}
	if _, after, ok := strings.Cut(area, "!"); ok {
		area = after
	}
	from, to, _ := strings.Cut(strings.ReplaceAll(area, "$", ""), ":")
	first, _, _ = excelize.CellNameToCoordinates(from)
	last, _, _ = excelize.CellNameToCoordinates(to)
	return first, last
}

// A row of a live list is high enough for whichever name comes to stand in it.
func TestRowsFitAnyOrder(t *testing.T) {
	o := evaluated(t, longNames())
	f, err := excelize.OpenReader(bytes.NewReader(mustExport(t, o)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, rows := range map[string][2]int{"Сводка": {5, 14}, "Рейтинг": {2, 13}, "Профили": {32, 41}} {
		w, _ := f.GetColWidth(sheet, map[bool]string{true: "B", false: "C"}[sheet == "Профили"])
		most := 0.0
		for _, tech := range o.Study.Technologies { // counted apart: the mean letter of Calibri's Cyrillic is 0.52 of its size
			most = max(most, math.Ceil(float64(len([]rune(tech.Name)))*0.52*11*96/72/(7*w-17)))
		}
		for row := rows[0]; row <= rows[1]; row++ {
			if h, _ := f.GetRowHeight(sheet, row); h < most*14 {
				t.Errorf("%s row %d is %v points high, a name may take %v lines", sheet, row, h, most)
			}
		}
	}
	ids := []string{}
	for row := scoreFirst; row < scoreFirst+12; row++ {
		id, _ := f.GetCellValue("Оценки", write.At(1, row))
		ids = append(ids, id)
	}
	if got := strings.Join(ids, " "); got != "T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12" {
		t.Errorf("the technologies stand as %s", got)
	}
}

// The scores can be opened to edits; without that only weights and the length of the list can be typed over.
func TestOpenScores(t *testing.T) {
	o := evaluated(t, longNames())
	for open, want := range map[bool]int{false: 5 + 1, true: 5 + 1 + 12*5} {
		data, err := Write(o, Options{Version: "test", Open: open})
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, sheet := range f.GetSheetList() {
			rows, _ := f.GetRows(sheet)
			for r, row := range rows {
				for c := range row {
					id, _ := f.GetCellStyle(sheet, write.At(c+1, r+1))
					if style, _ := f.GetStyle(id); style.Protection != nil && !style.Protection.Locked {
						n++
					}
				}
			}
		}
		if n != want {
			t.Errorf("open %v: %d cells can be typed over, want %d", open, n, want)
		}
		f.Close()
	}
}

// LibreOffice, made to recalculate, agrees with the engine after the length of the list, the weights and the scores were changed in the file, and the banner says what was.
func TestEditedDocumentRecalculatedByLibreOffice(t *testing.T) {
	ci.Office(t)
	s := longNames()
	o := evaluated(t, s)
	base := mustExportIn(t, o, "en")
	set := func(cells map[[2]string]any) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(base))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for at, v := range cells {
			if err := f.SetCellValue(at[0], at[1], v); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	weights := map[string]float64{"C1": .05, "C2": .1, "C3": .15, "C4": .3, "C5": .4}
	moved := map[[2]string]any{}
	for k := range 5 {
		moved[[2]string{"Criteria", fmt.Sprintf("E%d", k+2)}] = weights[fmt.Sprintf("C%d", k+1)]
	}
	rescored := *s // as measured, the scores of the first technology set to 10
	rescored.Scores = slices.Clone(s.Scores)
	scored := map[[2]string]any{}
	for k := range rescored.Scores {
		if rescored.Scores[k].Technology == 0 {
			rescored.Scores[k].Value = 10
		}
	}
	for j := range 5 {
		scored[[2]string{"Scores", write.At(scoreCol+j, scoreFirst)}] = 10
	}
	both := map[[2]string]any{{"Summary", "E3"}: 3}
	for _, m := range []map[[2]string]any{moved, scored} {
		for at, v := range m {
			both[at] = v
		}
	}
	cases := map[string]struct {
		data   []byte
		o      *study.Outcome
		length int
		says   string
	}{
		"same":    {base, o, 5, "Weights and scores as exported by Veche."},
		"longer":  {set(map[[2]string]any{{"Summary", "E3"}: 8}), o, 8, "as exported"},
		"beyond":  {set(map[[2]string]any{{"Summary", "E3"}: 11}), o, 11, "as exported"},
		"shorter": {set(map[[2]string]any{{"Summary", "E3"}: 2}), o, 2, "as exported"},
		"weights": {set(moved), evaluated(t, s, study.SetWeights{Weights: weights}), 5, "The weights were edited"},
		"scores":  {set(scored), evaluated(t, &rescored), 5, "Scores were edited in this workbook: "},
		"both":    {set(both), evaluated(t, &rescored, study.SetWeights{Weights: weights}), 3, "The weights were edited in this workbook, and scores too: "},
		"blank":   {set(map[[2]string]any{{"Scores", write.At(scoreCol, scoreFirst)}: nil}), nil, 5, "Scores are missing"},
		"words":   {set(map[[2]string]any{{"Scores", write.At(scoreCol, scoreFirst)}: "high"}), nil, 5, "Scores are missing"},
	}
	files := map[string][]byte{}
	for name, c := range cases {
		files[name] = c.data
	}
	for name, done := range ci.Recalculate(t, files) {
		c := cases[name]
		cells := savedCells(t, done)
		summary, ranking := cells["Summary"], cells["Ranking"]
		if got := fmt.Sprint(summary[[2]int{2, 1}]); !strings.Contains(got, c.says) {
			t.Errorf("%s: the Summary says %q, want %q in it", name, got, c.says)
		}
		if c.o == nil {
			if ranking[[2]int{2, 1}] != "?" {
				t.Errorf("%s: the first rank is %v", name, ranking[[2]int{2, 1}])
			}
			continue
		}
		checkSaved(t, name, done, listed(c.o))
		if got, want := fmt.Sprint(summary[[2]int{3, 1}]), fmt.Sprintf("Shortlist: %d of 12 technologies", c.length); got != want {
			t.Errorf("%s: the list is headed %q, want %q", name, got, want)
		}
		short := 0
		for col := 1; col < 12; col++ {
			if ranking[[2]int{1, col}] == "Shortlist" {
				short = col
			}
		}
		ones := []float64{1, 1, 1, 1, 1}
		strengths := c.o.Problem.Strengths(ones)
		for k, r := range listed(c.o).Rows {
			marked := ranking[[2]int{k + 2, short}] == "in"
			if marked != (r.Rank <= c.length) {
				t.Errorf("%s: place %d is marked %v", name, k+1, marked)
			}
			if k < 10 {
				if id := fmt.Sprint(summary[[2]int{sumFirst + k, sumID}]); k < c.length && id != r.Technology.ID || k >= c.length && strings.TrimSpace(id) != "" {
					t.Errorf("%s: line %d of the list is %q, the engine's %s", name, k+1, id, r.Technology.ID)
				}
				for j := range 5 {
					if x, _ := cells["Profiles"][[2]int{profileFirst + k, 3 + j}].(float64); math.Abs(x-strengths[r.Index*5+j]) > 1e-9 {
						t.Errorf("%s: the profile of %s on column %d is %v, the engine's %v", name, r.Technology.ID, j, x, strengths[r.Index*5+j])
					}
				}
			}
		}
		if more := fmt.Sprint(summary[[2]int{sumFirst + 10, 1}]); strings.HasPrefix(more, "The list goes on") != (c.length > 10) {
			t.Errorf("%s: below the list stands %q", name, more)
		}
	}
}
