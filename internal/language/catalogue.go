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

// tables are the Russian of every text, by subject.
var tables = []map[string]string{
	russianAsked,
	russianPanel,
	russianHelp,
	russianCompare, russianMinutes,
	russianMeant,
	russianKinds,
	russianLarge,
	russianRefused,
	russianShards,
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

// texts is every text by its English.
var texts = sync.OnceValue(func() map[string]*text {
	all := map[string]*text{}
	for _, table := range tables {
		for english, words := range table {
			if was, twice := all[english]; twice && was.russian != words {
				panic(fmt.Sprintf("language: %q is both %q and %q", english, was.russian, words))
			}
			all[english] = newText(english, words)
		}
	}
	return all
})

// Known is the Russian of a text as it was written, with all its plural forms.
func Known(english string) (russian string, ok bool) {
	t, ok := texts()[english]
	if !ok {
		return "", false
	}
	return t.russian, true
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
func Texts() []string { return slices.Sorted(maps.Keys(texts())) }
