package main

import (
	"bytes"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/language"
	"veche/internal/report/contract"
)

// foreign are Latin words in Russian text that are not English: names of methods, figures, formats, commands, flags, files, codes and settings as they are typed.
var (
	latin   = regexp.MustCompile(`[A-Za-z][A-Za-z']+`)
	typed   = regexp.MustCompile(`--?[a-z][a-z-]*(=[^ ,;.]*)?|veche [a-z]+|[A-Za-z0-9_./*-]+\.(xlsx|xlsm|xls|xlsb|ods|csv|tsv|md|json|docx|html|svg|png|txt)\b|\b[EW]-[A-Z0-9-]+|[A-Za-zА-Яа-я_ ]+![A-Z]+[0-9]+(:[A-Z]+[0-9]+)?|https?://\S+|[«"“][^»"”]*[»"”]`)
	foreign = strings.Fields("Veche veche Excel LibreOffice Calc CSV TSV JSON XML ZIP UTF Windows TOPSIS VIKOR ELECTRE PROMETHEE AHP FUCOM CR CI RI GCI GCCI CC ID OpenDocument xlsx xlsm xls xlsb ods csv cp koi ANP DIV XFD")
	ofFlags = strings.Fields("direct ahp fuzzy best worst fucom roc rank sum reciprocal swing smart entropy critic merec lopcow std cv cilos idocriw angle equal given self off all within order any harker windows budget shortlist weighting " +
		"usual level linear gaussian shape density multilateral recurring triple helix joint commitments projects partners ties meta xd Sense Technologies Scale") // as they are typed
)

// english are the Latin words of a text that are none of those, nor of the data.
func english(text string, data map[string]bool) []string {
	var found []string
	for _, word := range latin.FindAllString(typed.ReplaceAllString(text, " "), -1) {
		if !slices.Contains(foreign, word) && !slices.Contains(ofFlags, word) && !data[strings.ToLower(word)] {
			found = append(found, word)
		}
	}
	return found
}

// words are the Latin words that stand in the cells of the example: names of things and people, and of sheets and columns as the file has them.
func (x issueExample) words(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	take := func(text string) {
		for _, word := range latin.FindAllString(text, -1) {
			all[strings.ToLower(word)] = true
		}
	}
	for name, text := range x.text {
		take(filepath.Base(name))
		take(text)
	}
	books := [][]byte{smallStudy(t, x.change...)}
	for _, changes := range x.forms {
		books = append(books, edited(t, blankForm(smallStudy(t, x.formed...)), changes))
	}
	if x.form != nil {
		books = append(books, edited(t, blankForm(smallStudy(t, x.formed...)), x.form))
	}
	for _, book := range books {
		f, err := excelize.OpenReader(bytes.NewReader(book))
		if err != nil {
			continue
		}
		for _, sheet := range f.GetSheetList() {
			take(sheet)
			rows, err := f.GetRows(sheet)
			if err != nil {
				continue
			}
			for _, row := range rows {
				take(strings.Join(row, " "))
			}
		}
		_ = f.Close()
	}
	take(strings.Join(x.command, " "))
	return all
}

// Every code's example, said in Russian: what went wrong and the remedy have no English word but names.
func TestRussianIssues(t *testing.T) {
	ci.Sequential(t)
	for k, code := range slices.Sorted(maps.Keys(issueExamples)) {
		if !ci.Full() && k%4 != 0 { // every fourth in the plain run
			continue
		}
		x := issueExamples[code]
		data := x.words(t)
		for _, m := range contract.Methods() { // named as they are typed
			for _, word := range latin.FindAllString(m.Name, -1) {
				data[strings.ToLower(word)] = true
			}
		}
		for line := range strings.Lines(x.printed(t, code, language.Russian)) {
			if !strings.HasPrefix(line, code+"  ") {
				continue
			}
			if found := english(line, data); len(found) > 0 {
				t.Errorf("%q in\n%s", found, line)
			}
		}
	}
}
