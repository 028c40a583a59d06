package shortlist

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
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
	"veche/internal/xlsx"
)

func mustExport(t testing.TB, o *study.Outcome) []byte { return mustExportIn(t, o, "") }

func mustExportIn(t testing.TB, o *study.Outcome, lang string) []byte {
	t.Helper()
	data, err := Write(o, Options{Version: "test", Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// nasty is a study with a tree, costs, a target, a value function, a constant criterion, ties, Cyrillic and names that look like formulas.
func nasty() *study.Study {
	x := func(v float64) *float64 { return &v }
	s := &study.Study{
		Title:    "Выбор =1+1",
		Source:   study.Source{File: "выбор.xlsx", SHA256: strings.Repeat("0", 64)},
		Settings: study.Settings{Weighting: "direct", Shortlist: 3},
		Criteria: []study.Criterion{
			{Code: "Низ", Name: "Под верхом", Parent: "Верх", Weight: x(2), Min: x(0.5), Max: x(20), Unit: "млн"},
			{Code: "Верх", Name: "Верх", Weight: x(50)},
			{Code: "Цена", Name: "Стоимость", Parent: "Верх", Sense: mcda.Cost, Weight: x(1), Min: x(1), Max: x(40)},
			{Code: "C3", Name: "@target", Sense: mcda.Target, Target: x(7), Weight: x(30), Min: x(0.5), Max: x(12)},
			{Code: "C4", Name: "constant", Weight: x(20), Min: x(0.1), Max: x(9)},
		},
	}
	values := [][4]float64{{3, 10, 6, 5}, {8, 30, 9, 5}, {8, 30, 9, 5}, {19, 2, 1, 5}, {1, 4, 7, 5}, {12.5, 17.25, 11, 5}}
	for k, name := range []string{"=1+1", "@имя _x0041_", "Тёплые насосы — установки для отопления жилых и общественных зданий низкопотенциальным теплом", "+7", "O'Neil \"quoted\"", "Батареи"} {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("Т%d", len(values)-k), Name: name, Group: []string{"Энергия", ""}[k%2]})
		for j, c := range []int32{0, 2, 3, 4} {
			s.Evidence.Add(study.Measurement{Value: values[k][j], Technology: int32(k), Criterion: c})
		}
	}
	return s
}

// wasteToEnergy is the published case of Alao, Popoola & Ayodele 2021: five technologies, fourteen measured criteria, of which seven are costs.
func wasteToEnergy(t *testing.T) *study.Study {
	t.Helper()
	file, err := os.Open("../../../testdata/waste-to-energy-alao-2021/matrix.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := &study.Study{Title: "Waste to energy", Source: study.Source{File: "waste.xlsx"}, Settings: study.Settings{Weighting: "equal", Shortlist: 2}}
	senses := lines[len(lines)-1]
	for j, code := range lines[0][1:] {
		c := study.Criterion{Code: code, Name: "Criterion " + code}
		if senses[j+1] == "-1" {
			c.Sense = mcda.Cost
		}
		s.Criteria = append(s.Criteria, c)
	}
	for k, line := range lines[1 : len(lines)-1] {
		id, name, _ := strings.Cut(line[0], " ")
		s.Technologies = append(s.Technologies, study.Technology{ID: id, Name: strings.Trim(name, "()")})
		for j, text := range line[1:] {
			x, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			s.Evidence.Add(study.Measurement{Value: x, Technology: int32(k), Criterion: int32(j)})
		}
	}
	return s
}

// nastyValued is nasty with a value function.
func nastyValued() *study.Study {
	s := nasty()
	s.Criteria[0].Value = mcda.ValueFunction{{Score: 0.5}, {Score: 8, Value: 0.9}, {Score: 20, Value: 1}}
	return s
}

// nastyPlain is nasty without a target.
func nastyPlain() *study.Study {
	s := nasty()
	for i := range s.Criteria {
		if s.Criteria[i].Sense == mcda.Target {
			s.Criteria[i].Sense = mcda.Benefit
		}
		if s.Criteria[i].Limits = []float64{1, 3}; s.Criteria[i].Sense == mcda.Cost {
			s.Criteria[i].Limits = []float64{3, 1}
		}
	}
	return s
}

// variants calls each with the study under every method and combination of its parameters that admits its data.
func variants(t *testing.T, s *study.Study, each func(name string, o *study.Outcome)) {
	for _, m := range mcda.Methods() {
		combinations := []map[string]string{{}}
		for _, p := range m.Parameters {
			var next []map[string]string
			for _, c := range combinations {
				for _, choice := range p.Choices {
					with := map[string]string{p.Name: choice}
					for k, v := range c {
						with[k] = v
					}
					next = append(next, with)
				}
			}
			combinations = next
		}
		for _, c := range combinations {
			v := *s
			v.Settings.Method, v.Settings.Parameters = m.Name, c
			o, err := study.Evaluate(&v)
			if err != nil && (m.Needs.NoTarget || m.Needs.Positive) && s.Criteria[s.Leaves()[2]].Sense == mcda.Target {
				continue
			}
			if err != nil {
				t.Fatalf("%s %v: %v", m.Name, c, err)
			}
			each(m.Name+" "+o.ParametersInWords(), o)
		}
	}
}

// Export holds its own formulas' values against the engine's scores, so this exercises a second implementation of every variant.
func TestExportOfEveryVariant(t *testing.T) {
	ci.Sequential(t)
	n := 0
	for _, s := range []*study.Study{nasty(), nastyValued(), nastyPlain()} {
		variants(t, s, func(name string, o *study.Outcome) {
			n++
			if ci.Full() || n%12 == 0 { // one in twelve in the plain run
				checkSaved(t, name, mustExport(t, o), o)
			}
		})
	}
	if n < 3*(6+36)+40 {
		t.Errorf("only %d variants were exported", n)
	}
}

// Where only rounding tells the technologies apart, formulas cannot follow the engine: the sheets hold values, and say so.
func TestExportOfRoundingOnly(t *testing.T) {
	s := nasty()
	s.Settings.Method = "topsis"
	tenth := 0.1
	sum := tenth + 0.2 + 0.3 // not 0.6 to the last bit
	list := slices.Collect(s.Evidence.All())
	for k := range list {
		list[k].Value = []float64{0.6, sum}[k/4%2]
	}
	s.Evidence = study.Measured(list...)
	o := evaluated(t, s)
	data := mustExport(t, o)
	checkSaved(t, "rounding", data, o)
	if text := fmt.Sprint(savedCells(t, data)["Calculation"][[2]int{2, 1}]); o.Rows[0].Score != 0.5 || !strings.Contains(text, "values, not as formulas") {
		t.Errorf("a score of %v, and the Calculation sheet says %q", o.Rows[0].Score, text)
	}
}

// checkSaved compares a workbook's saved values with an outcome.
func checkSaved(t *testing.T, name string, data []byte, o *study.Outcome) {
	t.Helper()
	cells := savedCells(t, data)
	l := english
	if cells[l.sheet("Ranking")] == nil {
		l = inRuss
	}
	ranking := cells[l.sheet("Ranking")]
	col := map[string]int{}
	for c := 1; c < 40; c++ {
		col[fmt.Sprint(ranking[[2]int{1, c}])] = c
	}
	for k, r := range o.Rows {
		row := k + 2
		get := func(head string) any { return ranking[[2]int{row, col[l.say(head)]}] }
		score, _ := get("Score").(float64)
		if get("Rank") != float64(r.Rank) || get("ID") != r.Technology.ID || get("Technology") != r.Technology.Name || math.Abs(score-r.Score) > 1e-9 {
			t.Errorf("%s: line %d says %v %v %v %v, the engine %d %s %q %v", name, k+1, get("Rank"), get("ID"), get("Technology"), get("Score"), r.Rank, r.Technology.ID, r.Technology.Name, r.Score)
			return
		}
		for j, c := range r.Reasons {
			x, _ := get(o.Study.Criteria[o.Leaves[j]].Code).(float64)
			if math.Abs(x-c) > 1e-9 {
				t.Errorf("%s: line %d, contribution of column %d is %v, the engine's %v", name, k+1, j, x, c)
				return
			}
		}
	}
}

func TestExportIsDeterministicAndTextStaysText(t *testing.T) {
	s := nasty()
	s.Settings.Method = "topsis"
	o := evaluated(t, s)
	data := mustExport(t, o)
	for range 5 {
		if again := mustExport(t, o); !bytes.Equal(data, again) {
			t.Fatal("the same outcome gave different bytes")
		}
	}
	if _, issues := workbook.ReadBytes("shortlist.xlsx", data); len(issues) != 1 || issues[0].Code != "E-FILE-SHORTLIST" {
		t.Errorf("read as a study it says %v", issues)
	}
	b, err := xlsx.Open(data, xlsx.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for k, sheet := range b.Sheets() {
		names = append(names, sheet.Name)
		if err := b.Cells(k, func(c xlsx.Cell) error {
			for _, bad := range []string{"_xlfn", "INDIRECT", "OFFSET", "NOW(", "RAND", "1+1"} {
				if strings.Contains(c.Formula, bad) {
					t.Errorf("%s!%s: formula %s", sheet.Name, c.Ref(), c.Formula)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"Summary", "Ranking", "Criteria", "Scores", "Profiles", "Sensitivity", "Issues", "Audit", "Calculation"}; !slices.Equal(names, want) {
		t.Errorf("sheets %v, want %v", names, want)
	}
}

// edited is a workbook whose weights another program changed: the Weight column of the Criteria sheet, by code.
func edited(t *testing.T, data []byte, weights map[string]float64) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for row := 2; ; row++ {
		code, err := f.GetCellValue(f.GetSheetName(2), fmt.Sprintf("A%d", row))
		if err != nil {
			t.Fatal(err)
		}
		if code == "" {
			break
		}
		if w, ok := weights[code]; ok {
			if err := f.SetCellValue(f.GetSheetName(2), fmt.Sprintf("E%d", row), w); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// editedByOpenpyxl is edited by another library than the one that wrote the file.
func editedByOpenpyxl(t *testing.T, interpreter string, data []byte, weights map[string]float64) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	const script = `
import json, sys, openpyxl
path, weights = sys.argv[1], json.loads(sys.argv[2])
book = openpyxl.load_workbook(path)
sheet = book.worksheets[2]
for row in range(2, sheet.max_row + 1):
    code = sheet.cell(row, 1).value
    if code in weights:
        sheet.cell(row, 5).value = weights[code]
book.save(path)
`
	asked, err := json.Marshal(weights)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command(interpreter, "-c", script, path, string(asked)).CombinedOutput(); err != nil {
		t.Fatalf("openpyxl: %v\n%s", err, text)
	}
	changed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// LibreOffice, made to recalculate, gets the engine's scores to 1e-9, all ranks and the order: of three real studies, of every variant on a nasty one, and
// again after the weights were changed in the file.
func TestRecalculatedByLibreOffice(t *testing.T) {
	ci.Office(t)
	files, want := map[string][]byte{}, map[string]*study.Outcome{}
	add := func(name string, data []byte, o *study.Outcome) { files[name], want[name] = data, o }
	interpreter := ci.Python()
	if interpreter == "" {
		t.Error("openpyxl is not installed")
	}

	scan, _ := workbook.ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	fields, _ := workbook.ReadBytes("science-fields.xlsx", example.ScienceFields)
	for name, s := range map[string]*study.Study{"scan": scan, "fields": fields, "waste": wasteToEnergy(t)} {
		for _, method := range []string{"weighted-sum", "topsis", "weighted-product"} {
			o := evaluated(t, s, study.SetMethod{Method: method})
			data := mustExport(t, o)
			add(name+" "+method, data, o)
			weights := map[string]float64{}
			for k, i := range s.Leaves() {
				weights[s.Criteria[i].Code] = float64(1 + 3*k%7)
			}
			after := evaluated(t, s, study.SetMethod{Method: method}, study.SetWeights{Weights: weights})
			add(name+" "+method+" edited", edited(t, data, weights), after)
			if name == "scan" {
				russian := mustExportIn(t, o, "ru")
				add(name+" "+method+" in Russian", russian, o)
				add(name+" "+method+" in Russian edited", edited(t, russian, weights), after)
			}
			if interpreter != "" {
				add(name+" "+method+" edited by openpyxl", editedByOpenpyxl(t, interpreter, data, weights), after)
			} else {
				t.Log("NOT CHECKED: openpyxl is not installed, so weights were edited by excelize only")
			}
		}
	}
	n := 0
	for _, s := range []*study.Study{nasty(), nastyValued(), nastyPlain()} {
		variants(t, s, func(name string, o *study.Outcome) {
			plain := s.Criteria[3].Sense == mcda.Benefit                                                                        // again only for what refuses a target
			if m := o.Method.Name; m != "weighted-product" && (plain || m != "weighted-sum" && m != "topsis" && m != "vikor") { // the rest holds values, as VIKOR does
				return
			}
			n++
			add(fmt.Sprintf("nasty %d", n), mustExport(t, o), o)
			if (n%5 == 0 || o.Method.Name == "weighted-product") && o.Method.Name != "vikor" { // the tree's weights in the file are local
				local := map[string]float64{"Верх": 1, "Низ": 3, "Цена": 7, "C3": 2, "C4": 0}
				o2 := *o.Study
				o2.Criteria = slices.Clone(o2.Criteria)
				for i := range o2.Criteria {
					w := local[o2.Criteria[i].Code]
					o2.Criteria[i].Weight = &w
				}
				add(fmt.Sprintf("nasty %d edited", n), edited(t, files[fmt.Sprintf("nasty %d", n)], local), evaluated(t, &o2))
			}
		})
	}
	for name, data := range ci.Recalculate(t, files) {
		checkSaved(t, name, data, want[name])
	}
}

// Weights that cannot be used leave no plausible rank and no error cell; scores in billionths rank as the engine ranks them; a changed weight is said.
func TestRecalculatedUnderBadWeights(t *testing.T) {
	ci.Office(t)
	set := func(data []byte, cells map[string]any) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for cell, v := range cells {
			if err := f.SetCellValue("Criteria", cell, v); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	data := mustExport(t, evaluated(t, nasty(), study.SetMethod{Method: "topsis"}))
	small := nasty()
	list := slices.Collect(small.Evidence.All())
	for k := range list {
		list[k].Value *= 1e-12
	}
	small.Evidence = study.Measured(list...)
	for k := range small.Criteria { // what stays in the old unit would drown the rest
		small.Criteria[k].Min, small.Criteria[k].Max, small.Criteria[k].Target = nil, nil, nil
		small.Criteria[k].Sense = mcda.Benefit
	}
	tiny := evaluated(t, small, study.SetMethod{Method: "weighted-sum"}, study.SetParameter{Name: "normalization", Value: "none"})
	const bad, changed, same = "cannot be used", "were edited", "as exported"
	cases := map[string]struct {
		data []byte
		says string
	}{
		"same":       {data, same},
		"moved":      {set(data, map[string]any{"E5": 3}), changed},
		"text":       {set(data, map[string]any{"E5": "abc"}), bad},
		"blank":      {set(data, map[string]any{"E5": nil}), bad},
		"negative":   {set(data, map[string]any{"E5": -0.2}), bad},
		"group of 0": {set(data, map[string]any{"E2": 0, "E4": 0}), bad},
		"all 0":      {set(data, map[string]any{"E2": 0, "E3": 0, "E4": 0, "E5": 0, "E6": 0}), bad},
		"tiny":       {mustExport(t, tiny), same},
	}
	files := map[string][]byte{}
	for name, f := range cases {
		files[name] = f.data
	}
	for name, done := range ci.Recalculate(t, files) {
		f := cases[name]
		cells := savedCells(t, done) // fails on error cells
		if got := fmt.Sprint(cells["Summary"][[2]int{2, 1}]); !strings.Contains(got, f.says) {
			t.Errorf("%s: the Summary says %q, want %q in it", name, got, f.says)
		}
		if first := cells["Ranking"][[2]int{2, 1}]; (first == "?") != (f.says == bad) {
			t.Errorf("%s: the first rank is %v", name, first)
		}
		if name == "tiny" {
			checkSaved(t, name, done, tiny)
		}
	}
}

// Excel takes 64 nested functions: a longer value function is given as values.
func TestExportOfLongValueFunction(t *testing.T) {
	s := nasty()
	s.Criteria[0].Value = nil
	for k := range 70 {
		s.Criteria[0].Value = append(s.Criteria[0].Value, mcda.Point{Score: float64(k), Value: float64(k * k % 97)})
	}
	o := evaluated(t, s, study.SetMethod{Method: "weighted-sum"})
	data := mustExport(t, o)
	checkSaved(t, "long", data, o)
	if text := fmt.Sprint(savedCells(t, data)["Calculation"][[2]int{2, 1}]); !strings.Contains(text, "values, not as formulas") {
		t.Errorf("the Calculation sheet says %q", text)
	}
}
