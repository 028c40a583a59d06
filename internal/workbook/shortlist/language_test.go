package shortlist

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook"
)

// Every text the export says has its Russian, with the same arguments.
func TestEveryTextHasItsRussian(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			from := map[string]int{"say": 0, "sheet": 0, "heads": 2, "head": 0}
			of := ""
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				of = f.Sel.Name
			case *ast.Ident:
				of = f.Name
			}
			first, ok := from[of]
			if !ok {
				return true
			}
			for k, a := range call.Args {
				if lit, is := a.(*ast.BasicLit); is && lit.Kind == token.STRING && k >= first && (of == "heads" || k == first) {
					text, _ := strconv.Unquote(lit.Value)
					found++
					if _, ok := language.Known(text); !ok {
						t.Errorf("%s: %q has no Russian", name, text)
					}
				}
			}
			return true
		})
	}
	if found < 150 {
		t.Errorf("only %d texts were found", found)
	}
}

// A Russian export of a study in Cyrillic has no English in it but proper names, sources, symbols and the catalogue's names of settings.
func TestRussianExportSpeaksRussian(t *testing.T) {
	ci.Sequential(t)
	word := regexp.MustCompile(`[A-Za-z]{4,}`)
	for k, m := range mcda.Methods() {
		if !ci.Full() && k%4 != 0 { // every fourth in the plain run
			continue
		}
		allowed := map[string]bool{"Veche": true, "test": true, "constant": true, "target": true, "Neil": true, "quoted": true, "GAIA": true, "xlsx": true}
		texts := []string{m.Title, m.Source, m.Name}
		for _, p := range m.Parameters {
			texts = append(texts, p.Name)
		}
		for _, w := range word.FindAllString(strings.Join(texts, " "), -1) {
			allowed[w] = true
		}
		s := nastyPlain()
		s.Settings.Method, s.Settings.Language = m.Name, "русский"
		o, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		for sheet, cells := range savedCells(t, mustExport(t, o)) {
			for at, v := range cells {
				if text, ok := v.(string); ok && !strings.HasPrefix(text, "W-") {
					for _, w := range word.FindAllString(text, -1) {
						if !allowed[w] {
							t.Errorf("%s: %s %v says %q", m.Name, sheet, at, text)
							break
						}
					}
				}
			}
		}
	}
	scan, _ := workbook.ReadBytes("horizon-scan.xlsx", example.HorizonScan)
	cells := savedCells(t, mustExportIn(t, evaluated(t, scan), "ru"))
	for sheet, head := range map[string]string{"Сводка": "Horizon scan", "Эксперты": "Эксперты", "Согласованность": "В чём", "Устойчивость": "Насколько", "Расчёт": "Расчёт"} {
		if text, _ := cells[sheet][[2]int{1, 1}].(string); !strings.HasPrefix(text, head) {
			t.Errorf("%s begins with %q", sheet, text)
		}
	}
}
