package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/tui"
)

// names are what stands in Latin letters in Russian, as in any Russian book on the subject: methods, coefficients, programs, formats. Nothing else of it is English.
var names = strings.Fields("Veche Excel LibreOffice Calc Word CSV TSV JSON XML ZIP UTF HTML Windows TOPSIS VIKOR ELECTRE PROMETHEE AHP ANP FUCOM WASPAS MULTIMOORA COPRAS ARAS EDAS CODAS MABAC MAIRCA MARCOS CoCoSo SPOTIS TODIM OCRA COMET RAM PROBID RAFSI " +
	"TRI SMART CRITIC MEREC LOPCOW CILOS IDOCRIW GAIA MOORA ROC SMAA Delphi " +
	"aij aip alonso lamata NSP NSN AAI ISP") // joining judgements and priorities, whose random index; letters of EDAS, MARCOS and SPOTIS

// cyrillic is a text with every Latin letter put in Cyrillic, so that what is left in Latin is not the data's.
func cyrillic(text string) string {
	const from, to = "abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстувшхйз"
	letters := []rune(to)
	return strings.Map(func(r rune) rune {
		low := unicode.ToLower(r)
		at := strings.IndexRune(from, low)
		switch {
		case at < 0 || low > 'z':
			return r
		case low != r:
			return unicode.ToUpper(letters[at])
		}
		return letters[at]
	}, text)
}

var russianSheets = map[string]string{"Study": "Исследование", "Criteria": "Критерии", "Technologies": "Технологии", "Experts": "Эксперты", "Blocs": "Блоки", "Evidence": "Показатели", "Scores": "Оценки",
	"Pairwise": "Парные сравнения", "Links": "Связи", "Rules": "Правила"}

// inRussian is an example study with all its names in Cyrillic and its language Russian: codes stay.
func inRussian(t *testing.T, data []byte) []byte {
	t.Helper()
	named := map[string]bool{}
	return edited(t, data, []change{func(f *excelize.File) error {
		for _, s := range f.GetSheetList() {
			rows, err := f.GetRows(s, excelize.Options{RawCellValue: true})
			if err != nil {
				return err
			}
			head := map[int]string{}
			for r, row := range rows {
				for c, v := range row {
					if r == 0 {
						head[c] = v
						continue
					}
					at, _ := excelize.CoordinatesToCellName(c+1, r+1)
					key := ""
					if len(row) > 0 {
						key = row[0]
					}
					if !(s == "Study" && key == "title" && c == 1) && !slices.Contains([]string{"Technology", "Criterion", "Name", "Group", "Bloc", "Organisation", "Unit", "Partners", "Note", "Comment"}, head[c]) && !(s == "Blocs" && c == 0) ||
						s != "Technologies" && s != "Criteria" && head[c] != "Bloc" && head[c] != "Organisation" && head[c] != "Name" && s != "Study" {
						continue
					}
					named[v] = true
					if err := f.SetCellValue(s, at, cyrillic(v)); err != nil {
						return err
					}
				}
			}
			if to := russianSheets[s]; to != "" {
				if err := f.SetSheetName(s, to); err != nil {
					return err
				}
			}
			if s == "Study" {
				s = russianSheets[s]
				if err := f.SetSheetRow(s, fmt.Sprintf("A%d", len(rows)+1), &[]any{"language", "ru"}); err != nil {
					return err
				}
			}
		}
		return nil
	}})
}

var (
	coded       = regexp.MustCompile(`\b[A-Z]{1,3}-?\d+\b|\b[A-Z]\b|\b[a-z]\b|[A-Za-z]_[A-Za-z(]+|\b(ln|max|min|exp|arg|diag|sgn|arccos|rank)\b|λmax|\b[A-Za-z]{1,2}\b|/tmp/\S+|\b[A-EO]{3,}\b|\b[0-9a-f]{64}\b|veche \S+\.xlsx`)
	namedSheets = regexp.MustCompile(`[\w-]+\.xlsx +[A-Z][a-z]+\b`) // a sheet that the file lacks is named in English
	cut         = regexp.MustCompile(`\S*…`)                        // a name of the data that did not fit
	ticked      = regexp.MustCompile("`[^`]*`")
)

// walked are the English words of a text that is not in a study: what was typed and what is to be typed, formulas and codes of data are none.
func walked(text string, codes map[string]bool) (found []string) {
	text = html.UnescapeString(text)
	text = namedSheets.ReplaceAllString(text, " ")
	text = cut.ReplaceAllString(text, " ")
	text = ticked.ReplaceAllString(text, " ")
	text = typed.ReplaceAllString(text, " ")
	text = coded.ReplaceAllString(text, " ")
	for _, word := range latin.FindAllString(text, -1) {
		if !slices.Contains(names, word) && !codes[word] && len(word) > 2 {
			found = append(found, word)
		}
	}
	return found
}

// surface is one output in Russian, by the command that gave it.
type surface struct{ command, text string }

// Every command and every flag of it says in Russian what it is for.
func TestRussianHelp(t *testing.T) {
	var each func(cmd *cobra.Command)
	russian := func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
	}
	each = func(cmd *cobra.Command) {
		if !russian(cmd.Short) {
			t.Errorf("%s is for %q", cmd.CommandPath(), cmd.Short)
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && f.Usage != "" && f.Name != "no-descriptions" && // of the library
				!russian(f.Usage) {
				t.Errorf("%s --%s is for %q", cmd.CommandPath(), f.Name, f.Usage)
			}
		})
		for _, sub := range cmd.Commands() {
			each(sub)
		}
	}
	each(newRoot(&environment{lang: language.Russian}))
}

// Every command, sheet and screen in Russian: what it prints has no English word but names.
func TestRussianSurfaces(t *testing.T) {
	ci.Long(t, "every output in Russian")
	folder := t.TempDir()
	studies, codes := map[string]string{}, map[string]bool{} // codes and names of data in capitals
	files := map[string][]byte{"scan": example.HorizonScan, "fields": example.ScienceFields, "networks": example.ResearchNetworks, "portfolio": example.Portfolio, "eight": nil}
	for name, data := range files {
		path := filepath.Join(folder, name+".xlsx")
		if data = inRussian(t, orEight(t, data)); data == nil {
			t.Fatal(name)
		}
		for _, word := range capitals(t, data) {
			codes[word] = true
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		studies[name] = path
	}
	for _, m := range contract.Methods() { // as they are typed
		take := func(text string) {
			for _, word := range latin.FindAllString(text, -1) {
				codes[word] = true
			}
		}
		take(m.Name + " " + strings.Join(m.Aliases, " "))
		for _, p := range m.Parameters {
			take(p.Name + " " + p.Allowed())
		}
	}
	for _, key := range strings.Fields("Kind Title requires in out all off given self argumentation competence density usual level gaussian benefit cost target DFC DIV RAND PDF ods xls xlsb fods csv tsv windows koi Min Max Scores Wang Luo Hua Enter Tab Space Esc before after xlsx SD IQR GCI GCCI GOCI TRUE FALSE budget shortlist veche") {
		codes[key] = true
	}
	var all []surface
	say := func(args ...string) {
		var out, errs bytes.Buffer
		run(args, strings.NewReader(""), &out, &errs)
		all = append(all, surface{strings.Join(args, " "), out.String() + errs.String()})
	}
	for _, path := range studies {
		for _, command := range []string{"check", "rank", "weights", "panel", "robust", "select", "network", "report", "why", "compare"} {
			args := []string{command, path}
			if command == "compare" {
				args = append(args, path)
			}
			for _, format := range []string{"table", "md"} {
				with := args
				if command != "check" && command != "report" {
					with = append(slices.Clone(args), "--format", format)
				} else if format == "md" {
					continue
				}
				say(with...)
			}
		}
	}
	for _, m := range contract.Methods() {
		say("methods", m.Name, "--lang", "ru")
		if m.Kind == "ranking" {
			say("rank", studies["fields"], "--method", m.Name)
			say("rank", studies["scan"], "--method", m.Name, "--trace")
		} else {
			say("weights", studies["fields"], "--weighting", m.Name)
			say("rank", studies["portfolio"], "--weighting", m.Name)
		}
	}
	say("methods", "--brief", "--lang", "ru")
	say("rank", studies["scan"], "-o", filepath.Join(folder, "list.xlsx"), "-q")
	say("new", filepath.Join(folder, "blank.xlsx"), "--lang", "ru")
	say("forms", studies["eight"], "-d", filepath.Join(folder, "forms"), "--round", "1")
	for _, book := range []string{"list.xlsx", "blank.xlsx", "forms/E1.xlsx"} {
		all = append(all, surface{"the sheets of " + book, sheetsOf(t, filepath.Join(folder, book))})
	}
	for _, g := range study.Kinds() {
		for _, k := range g.Kinds {
			say("check", "--explain", k.Code, "--lang", "ru")
		}
	}
	for _, screen := range tui.Screens() {
		for _, path := range studies {
			say("frame", screen, path, "--size", "200x60")
		}
	}
	var cited, books []string
	for _, m := range contract.Methods() {
		books = append(books, m.Source)

	}
	slices.SortFunc(books, func(a, b string) int { return len(b) - len(a) }) // one may begin with another
	for _, book := range books {
		cited = append(cited, book, "")
	}
	sources := strings.NewReplacer(cited...) // books are called as they are
	for _, s := range all {
		s.text = sources.Replace(s.text)
		lines := map[string][]string{}
		for line := range strings.Lines(s.text) {
			line = strings.TrimRight(line, "\n")
			if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "источник") || strings.HasPrefix(trimmed, "ещё зовётся") || strings.HasPrefix(trimmed, "- Источник:") {
				continue
			}
			if found := walked(line, codes); found != nil {
				lines[line] = found
			}
		}
		n := 0
		for line, found := range lines {
			if n++; n < 6 {
				t.Errorf("veche %s\n%q in %.300s", strings.ReplaceAll(s.command, folder+"/", ""), found, line)
			}
		}
	}
}

// orEight is a study, or the panel of eight with its answers of the first round.
func orEight(t *testing.T, data []byte) []byte {
	if data != nil {
		return data
	}
	rows := []row{{"Expert", "Technology", "Criterion", "Score"}}
	for e, answers := range roundOne().answers {
		for k, pair := range strings.Fields(answers) {
			for c, v := range strings.Split(pair, ",") {
				if v != "–" {
					rows = append(rows, row{e, fmt.Sprintf("T%d", k+1), fmt.Sprintf("C%d", c+1), int(v[0] - '0')})
				}
			}
		}
	}
	return edited(t, panelOfEight(t, true), []change{sheet("Scores", rows...)})
}

// capitals are the words of capital letters in the cells of a workbook: codes, and names of places and houses.
func capitals(t *testing.T, data []byte) (words []string) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, s := range f.GetSheetList() {
		rows, err := f.GetRows(s, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, word := range latin.FindAllString(strings.Join(row, " "), -1) {
				if strings.ToUpper(word) == word {
					words = append(words, word)
				}
			}
		}
	}
	return words
}

// sheetsOf are the names of a workbook's sheets and what stands in their cells, the hidden ones left out.
func sheetsOf(t *testing.T, path string) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, s := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(s); err != nil || !shown {
			continue
		}
		b.WriteString(s + "\n")
		rows, err := f.GetRows(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.Join(row, "\n") + "\n")
		}
	}
	return b.String()
}
