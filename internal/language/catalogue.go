package language

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	tags "golang.org/x/text/language"
	"golang.org/x/text/message/catalog"
)

// pair is a text and its Russian. A table of them stands ready in the program, where maps would be made at every start.
type pair struct{ english, russian string }

// tables are the Russian of every text, by subject.
var tables = [][]pair{
	russianAsked,
	russianPanel,
	russianHelp,
	russianCompare, russianMinutes,
	russianMeant,
	russianKinds,
	russianLarge,
	russianRefused,
	russianShards, russianSums,
	russianImport,
	russianLive,
	russianReplicas,
	russianSignOn,
	russianWeb, russianPages,
	russianEngine, russianReading, russianStudy, russianShortlist, russianExported, russianForms, russianCollect, russianTemplate, russianSheets, russianScenarios, russianCommand, russianExplorer, russianJudging, russianSettings, russianFiles, russianDamage, russianStudyIssues,
	russianCollecting, russianReader, russianRows, russianFigure, russianNames, russianActions,
	russianReport,
	russianMethods, russianCatalogue, russianTraces, russianHouse,
}

// russian is the Russian of every text by its English, as it was written.
var russian = sync.OnceValue(func() map[string]string {
	size := 0
	for _, table := range tables {
		size += len(table)
	}
	all := make(map[string]string, size)
	for _, table := range tables {
		for _, p := range table {
			if was, twice := all[p.english]; twice && was != p.russian {
				panic(fmt.Sprintf("language: %q is both %q and %q", p.english, was, p.russian))
			}
			all[p.english] = p.russian
		}
	}
	return all
})

// made are the texts that somebody said, by their English: plural forms take a while to make ready, and a run says few of all.
var made sync.Map

// known is a text of the catalogue, nil when it has none such.
func known(english string) *text {
	if t, ok := made.Load(english); ok {
		return t.(*text)
	}
	words, ok := russian()[english]
	if !ok {
		return nil
	}
	t, _ := made.LoadOrStore(english, newText(english, words))
	return t.(*text)
}

// Known is the Russian of a text as it was written, with all its plural forms.
func Known(english string) (words string, ok bool) {
	words, ok = russian()[english]
	return words, ok
}

// text is one of the catalogue.
type text struct {
	russian string
	english string           // without its note
	plurals *catalog.Builder // nil without plural forms
}

func newText(english, russian string) *text {
	t := &text{russian: russian, english: unnoted(english)}
	if strings.Count(english, "|") != 1 || strings.Count(russian, "|") != 2 { // one bar may stand for itself, as in |x − y|
		return t
	}
	t.plurals = catalog.NewBuilder(catalog.Fallback(tags.English))
	t.set(tags.English, t.english, plural.One, plural.Other)
	t.set(tags.Russian, russian, plural.One, plural.Few, plural.Many)
	return t
}

// set enters the plural forms of a language; the last stands for all numbers that have none of their own.
func (t *text) set(tag tags.Tag, words string, forms ...plural.Form) {
	said := strings.Split(words, "|")
	if len(said) != len(forms) {
		panic(fmt.Sprintf("language: %q needs %d plural forms", words, len(forms)))
	}
	forms[len(forms)-1] = plural.Other
	var cases []any
	for k, form := range forms {
		cases = append(cases, form, said[k])
	}
	if err := t.plurals.Set(tag, "", plural.Selectf(1, "%d", cases...)); err != nil {
		panic(fmt.Sprintf("language: %q: %v", words, err))
	}
}

// form is the text to format.
func (t *text) form(l Language, args []any) string {
	switch {
	case t.plurals != nil:
		tag := tags.English
		if l == Russian {
			tag = tags.Russian
		}
		r := rendering{number: count(t.english, args)}
		if err := t.plurals.Context(tag, &r).Execute(""); err != nil {
			panic(fmt.Sprintf("language: %q: %v", t.english, err))
		}
		return r.text
	case l == Russian:
		return t.russian
	}
	return t.english
}

// unnoted is a text without the note in ‹› at its end.
func unnoted(text string) string {
	if r, _ := utf8.DecodeLastRuneInString(text); r != '›' {
		return text
	}
	return text[:strings.LastIndex(text, "‹")]
}

// rendering takes the text the catalogue chooses. The only argument it has to know is the number that decides.
type rendering struct {
	text   string
	number any
}

func (r *rendering) Render(text string) { r.text = text }

func (r *rendering) Arg(int) any { return r.number }

// count finds the number that decides which plural form is said: the first that is a whole one.
func count(text string, args []any) int {
	for _, a := range args {
		switch n := a.(type) {
		case int:
			return n
		case uint64:
			return int(n % 1_000_000)
		}
	}
	panic(fmt.Sprintf("language: %q has plural forms and no number", text))
}

// Texts are all texts of the catalogue, by their English.
func Texts() []string { return slices.Sorted(maps.Keys(russian())) }
