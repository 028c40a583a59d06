package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/workbook"
)

// docs/issues.md and docs/issues.ru.md are the catalogue of study.Kinds with an example of each, made here; UPDATE=1 writes them anew.
func TestIssuesPage(t *testing.T) {
	ci.Sequential(t)
	for path, l := range map[string]language.Language{"../../docs/issues.md": language.English, "../../docs/issues.ru.md": language.Russian} {
		if l == language.Russian && !ci.Full() && os.Getenv("UPDATE") == "" { // the other page is enough for the plain run
			continue
		}
		examples := map[string]string{}
		for _, g := range study.Kinds() {
			for _, k := range g.Kinds {
				if x, ok := issueExamples[k.Code]; ok {
					examples[k.Code] = x.line(t, k.Code, l)
				}
			}
		}
		page := issuesPage(study.Kinds(), examples, l)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(have) != page {
			t.Errorf("%s does not describe the catalogue; UPDATE=1 go test ./cmd/veche -run TestIssuesPage writes it anew", path)
		}
	}
}

// Every code in the source is in the catalogue and has an example; nothing else is.
func TestEveryCodeIsInTheCatalogue(t *testing.T) {
	where := codesInSource(t)
	known := map[string]bool{}
	for _, g := range study.Kinds() {
		for _, k := range g.Kinds {
			if known[k.Code] {
				t.Errorf("%s stands twice in the catalogue", k.Code)
			}
			known[k.Code] = true
			if k.Means == "" || k.Cure == "" {
				t.Errorf("%s: say in internal/study/kinds.go what it means and what to do", k.Code)
			}
			if where[k.Code] == "" {
				t.Errorf("%s is in internal/study/kinds.go but nothing in the source gives it: remove it there and in issueExamples (cmd/veche/issues_test.go)", k.Code)
			}
			if _, ok := issueExamples[k.Code]; !ok && noExample[k.Code] == "" {
				t.Errorf("%s has no example: add to issueExamples (cmd/veche/issues_test.go) changes of the small study, and a command, that give it", k.Code)
			}
		}
	}
	for code, at := range where {
		if !known[code] {
			t.Errorf("%s (%s) is not in the catalogue. Add\n\t{%q, \"what is wrong and what follows.\", \"What to do.\"},\nto a group in internal/study/kinds.go, an example to issueExamples in cmd/veche/issues_test.go, and run UPDATE=1 go test ./cmd/veche -run TestIssuesPage", code, at, code)
		}
	}
	for code := range issueExamples {
		if !known[code] {
			t.Errorf("issueExamples has %s, which is not in the catalogue", code)
		}
	}
}

var issueCode = regexp.MustCompile(`^[EW](-[A-Z0-9]+)+$`)

// codesInSource finds the string literals that are codes, each with a place.
func codesInSource(t *testing.T) map[string]string {
	where := map[string]string{}
	for _, root := range []string{"../../internal", "."} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "study/kinds.go") || strings.Contains(path, "internal/hostile/") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if v, _ := strconv.Unquote(lit.Value); issueCode.MatchString(v) && where[v] == "" {
						where[v] = strings.TrimPrefix(files.Position(lit.Pos()).String(), "../../")
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return where
}

func TestExplain(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run([]string{"check", "--explain", "e-score-range"}, nil, &out, &errs); code != exitDone || !strings.Contains(out.String(), "E-SCORE-RANGE") || !strings.Contains(out.String(), "Correct the score") {
		t.Errorf("%d %s%s", code, out.String(), errs.String())
	}
	out.Reset()
	if code := run([]string{"check", "--explain", "E-SCORE-RANG"}, nil, &out, &errs); code != exitUsage || out.Len() > 0 || !strings.Contains(errs.String(), "E-SCORE-RANGE") {
		t.Errorf("%d %s%s", code, out.String(), errs.String())
	}
}

// issueExample is an input that gives an issue: the small study below with changes, or files of its own, and a command.
type issueExample struct {
	change  []change          // of the small study, as study.xlsx
	text    map[string]string // instead: files of text, by name; with Study.csv among them a folder named study
	data    func([]byte) []byte
	form    []change // a filled form of E1, form.xlsx, is changed so and collected
	forms   map[string][]change
	formed  []change // of the study when the forms are made
	command []string // "check" when empty; the study comes second
}

type change func(*excelize.File) error

// set changes cells: "Scores!D2=12" in the notation of the scripts; "Scores!=" removes a sheet.
func set(edits ...string) change {
	return func(f *excelize.File) error { return applyEdits(f, edits) }
}

// sheet adds a sheet with rows, or replaces one.
func sheet(name string, rows ...[]any) change {
	return func(f *excelize.File) error {
		if k, _ := f.GetSheetIndex(name); k >= 0 {
			if err := f.DeleteSheet(name); err != nil {
				return err
			}
		}
		if _, err := f.NewSheet(name); err != nil {
			return err
		}
		for k := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", k+1), &rows[k]); err != nil {
				return err
			}
		}
		return nil
	}
}

type row = []any

// judged makes a study whose weights come from these rows of Pairwise.
func judged(weighting string, rows ...[]any) []change {
	return []change{set("Study!A3=weighting", "Study!B3="+weighting), sheet("Pairwise", append([][]any{{"Expert", "Parent", "A", "B", "Preferred", "Intensity"}}, rows...)...)}
}

// smallStudy has three criteria, three technologies and three experts who scored all.
func smallStudy(t *testing.T, changes ...change) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	scores := [][]any{{"Expert", "Technology", "Criterion", "Score"}}
	for e := 1; e <= 3; e++ {
		for k := 1; k <= 3; k++ {
			for c := 1; c <= 3; c++ {
				scores = append(scores, row{fmt.Sprintf("E%d", e), fmt.Sprintf("T%d", k), fmt.Sprintf("C%d", c), 1 + (e*k+c*c)%9})
			}
		}
	}
	all := []change{
		sheet("Study", row{"Key", "Value"}, row{"title", "Energy priorities"}),
		sheet("Criteria", row{"Code", "Criterion", "Sense", "Weight", "Min", "Max"}, row{"C1", "Impact", "benefit", 0.5, 1, 10}, row{"C2", "Readiness", "benefit", 0.3, 1, 10}, row{"C3", "Price", "cost", 0.2, 1, 10}),
		sheet("Technologies", row{"ID", "Technology"}, row{"T1", "Heat pumps"}, row{"T2", "Batteries"}, row{"T3", "Wind power"}),
		sheet("Experts", row{"ID", "Name", "Bloc"}, row{"E1", "Ivanova", "science"}, row{"E2", "Petrov", "business"}, row{"E3", "Sidorov", "state"}),
		sheet("Scores", scores...),
		func(f *excelize.File) error { return f.DeleteSheet("Sheet1") },
	}
	for _, c := range append(all, changes...) {
		if err := c(f); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// run gives the whole output of the example's command.
func (x issueExample) run(t *testing.T, flags ...string) string {
	t.Helper()
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var path string
	data := smallStudy(t, x.change...)
	if x.data != nil {
		data = x.data(data)
	}
	if x.text == nil {
		path = write("study.xlsx", data)
	}
	for name, text := range x.text {
		path = write(name, []byte(text))
	}
	if x.text["study/Study.csv"] != "" {
		path = filepath.Join(folder, "study")
	}
	args := []string{"check", path}
	if x.command != nil {
		args = append([]string{x.command[0], path}, x.command[1:]...)
		for k, a := range args {
			args[k] = strings.ReplaceAll(a, "OUT", folder)
		}
	}
	if x.form != nil || x.forms != nil {
		args = []string{"collect", path}
		forms := map[string][]change{"form.xlsx": x.form}
		if x.forms != nil {
			forms = x.forms
		}
		made := data
		if x.formed != nil {
			made = smallStudy(t, x.formed...)
		}
		blank := blankForm(made)
		for _, name := range slices.Sorted(maps.Keys(forms)) {
			args = append(args, write(name, edited(t, blank, forms[name])))
		}
		args = append(args, "-o", filepath.Join(folder, "out.xlsx"), "--format", "csv")
	}
	var out, errs bytes.Buffer
	run(append(args, flags...), nil, &out, &errs)
	return out.String() + errs.String()
}

// examplesPrinted are the outputs of the examples that were run, by code and language: several tests look at them.
var examplesPrinted sync.Map

// printed is the whole output of the example of a code in a language.
func (x issueExample) printed(t *testing.T, code string, l language.Language) string {
	t.Helper()
	key := [2]string{code, l.Code()}
	if text, ok := examplesPrinted.Load(key); ok {
		return text.(string)
	}
	text := x.run(t, "--lang", l.Code())
	examplesPrinted.Store(key, text)
	return text
}

// line is the example's issue as it is printed.
func (x issueExample) line(t *testing.T, code string, l language.Language) string {
	t.Helper()
	text := x.printed(t, code, l)
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, code+"  ") {
			return strings.TrimSpace(l)
		}
	}
	t.Errorf("the example of %s (issueExamples in cmd/veche/issues_test.go) gives no such issue, but\n%s", code, text)
	return ""
}

// blankForm is the form of the first expert of a study.
func blankForm(data []byte) []byte {
	s, issues := workbook.ReadUnanswered("study.xlsx", data)
	if err := issues.Err(); err != nil {
		panic(err)
	}
	forms, err := workbook.Forms(s, workbook.FormOptions{Round: "1"})
	if err != nil {
		panic(err)
	}
	return forms[0].Data
}

func edited(t *testing.T, data []byte, changes []change) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range changes {
		if err := c(f); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// repack passes every part of a workbook through a change.
func repack(book []byte, change func([]byte) []byte) []byte {
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		panic(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			panic(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			panic(err)
		}
		to, err := w.Create(f.Name)
		if err != nil {
			panic(err)
		}
		if _, err := to.Write(change(part)); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// aboutIssues is what docs/issues.md and its Russian sister say before the catalogue.
var aboutIssues = map[language.Language]string{
	language.English: "# What can be wrong\n\n" +
		"Every problem has a code, the file, sheet and cell it stands in, and a cure. `E-` is an error: there is no ranking until it is mended, or, in a form that came\n" +
		"back, what it touches is left out and the rest is merged. `W-` is a warning: the ranking stands, and the warning goes with it. `veche check FILE` prints all\n" +
		"problems at once; `veche check --explain CODE` prints an entry of this page. [По-русски](issues.ru.md).\n\n" +
		"Written by `UPDATE=1 go test ./cmd/veche -run TestIssuesPage` from the catalogue in `internal/study/kinds.go`; each example is what the command printed.\n",
	language.Russian: "# Что может быть не так\n\n" +
		"У каждого замечания есть код, файл, лист и ячейка, к которым оно относится, и указание, что делать. `E-` – ошибка: пока она не исправлена, рейтинга нет, а в\n" +
		"вернувшейся анкете то, чего она касается, не учитывается, остальное вносится. `W-` – замечание: рейтинг действителен, замечание его сопровождает. Все замечания\n" +
		"сразу выводит `veche check ФАЙЛ --lang ru`, статью этой страницы – `veche check --explain КОД --lang ru`. [In English](issues.md).\n\n" +
		"Страница записана командой `UPDATE=1 go test ./cmd/veche -run TestIssuesPage` по перечню в `internal/study/kinds.go`; каждый пример – то, что вывела программа.\n",
}

// issuesPage is a page of documentation; examples are printed issues by code.
func issuesPage(groups []study.KindGroup, examples map[string]string, l language.Language) string {
	cure := map[language.Language]string{language.English: "Cure.", language.Russian: "Что делать."}[l]
	var b strings.Builder
	b.WriteString(aboutIssues[l])
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n", language.Say(l, g.Title))
		for _, k := range g.Kinds {
			fmt.Fprintf(&b, "\n### %s\n\n%s\n\n**%s** %s\n", k.Code, language.Say(l, k.Means), cure, language.Say(l, k.Cure))
			if x := examples[k.Code]; x != "" {
				fmt.Fprintf(&b, "\n```\n%s\n```\n", x)
			}
		}
	}
	return b.String()
}
