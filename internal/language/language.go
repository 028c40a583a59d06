// Package language says things in the reader's language. A text is named by its English, which is also what is said when a language has no words for it.
//
// A room keeps its texts where it says them, as English constants, with a table of their Russian beside them; [NewCatalogue] makes one catalogue of such
// tables over golang.org/x/text, and [Catalogue.Say] looks a text up and formats it with fmt, so that digits and signs are the caller's.
//
// A text that depends on a number is written as its plural forms with | between them: "%d row|%d rows" in English (one, other), three in Russian (one, few,
// many): "%d строка|%d строки|%d строк". The first %d decides.
package language

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/text/feature/plural"
	tags "golang.org/x/text/language"
	"golang.org/x/text/message/catalog"
)

// Language is one that texts are said in. The zero value is English.
type Language uint8

const (
	English Language = iota
	Russian
)

// Code is the language's name as a flag takes it: en, ru.
func (l Language) Code() string {
	if l == Russian {
		return "ru"
	}
	return "en"
}

func (l Language) tag() tags.Tag {
	if l == Russian {
		return tags.Russian
	}
	return tags.English
}

// Named finds a language by its name in a study, a flag or a locale: ru, Russian, русский, ru_RU.UTF-8.
func Named(name string) (Language, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	name, _, _ = strings.Cut(name, ".")
	name, _, _ = strings.Cut(strings.ReplaceAll(name, "-", "_"), "_")
	switch name {
	case "ru", "rus", "russian", "русский", "рус":
		return Russian, true
	case "en", "eng", "english", "английский", "англ", "c", "posix":
		return English, true
	}
	return English, false
}

// Chosen is the first of the names that names a language, else what the locale of the process says, else English.
func Chosen(names ...string) Language {
	for _, name := range append(names, os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")) {
		if l, ok := Named(name); ok && name != "" {
			return l
		}
	}
	return English
}

// Catalogue holds the texts of a room in every language.
type Catalogue struct {
	texts *catalog.Builder
	known map[string]string // English to Russian, as written
}

// NewCatalogue makes a catalogue of tables from English to Russian. It panics on a text that two tables translate differently and on plural forms that are
// too few: both are slips of the caller.
func NewCatalogue(russian ...map[string]string) *Catalogue {
	c := &Catalogue{catalog.NewBuilder(catalog.Fallback(tags.English)), make(map[string]string)}
	for _, table := range russian {
		for text, words := range table {
			if was, twice := c.known[text]; twice && was != words {
				panic(fmt.Sprintf("language: %q is both %q and %q", text, was, words))
			}
			c.known[text] = words
			c.set(tags.English, text, text, plural.One, plural.Other)
			c.set(tags.Russian, text, words, plural.One, plural.Few, plural.Many)
		}
	}
	return c
}

// set enters a text. One with plural forms is chosen by its first %d; the last form stands for all numbers that have none of their own.
func (c *Catalogue) set(tag tags.Tag, text, words string, forms ...plural.Form) {
	message := catalog.String(words)
	if strings.Contains(text, "|") {
		said := strings.Split(words, "|")
		if len(said) != len(forms) {
			panic(fmt.Sprintf("language: %q needs %d plural forms", words, len(forms)))
		}
		forms[len(forms)-1] = plural.Other
		var cases []any
		for k, form := range forms {
			cases = append(cases, form, said[k])
		}
		message = plural.Selectf(1, "%d", cases...)
	}
	if err := c.texts.Set(tag, text, message); err != nil {
		panic(fmt.Sprintf("language: %q: %v", words, err))
	}
}

// Known is the Russian of a text as it was written, with all its plural forms.
func (c *Catalogue) Known(text string) (words string, ok bool) {
	words, ok = c.known[text]
	return words, ok
}

// Say is a text in a language, formatted with its arguments. A text the catalogue does not know is said as it is.
func (c *Catalogue) Say(l Language, text string, args ...any) string {
	if l != English || strings.Contains(text, "|") {
		if _, ok := c.known[text]; ok {
			var r rendering
			r.count(text, args)
			if err := c.texts.Context(l.tag(), &r).Execute(text); err == nil {
				text = r.text
			}
		}
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// rendering takes the text the catalogue chooses. The only argument it has to know is the number that decides.
type rendering struct {
	text   string
	number any
}

func (r *rendering) Render(text string) { r.text = text }

func (r *rendering) Arg(i int) any { return r.number }

// count finds the number that decides which plural form is said: the first that is a whole one.
func (r *rendering) count(text string, args []any) {
	if !strings.Contains(text, "|") {
		return
	}
	for _, a := range args {
		if n, ok := a.(int); ok {
			r.number = n
			return
		}
	}
	panic(fmt.Sprintf("language: %q has plural forms and no number", text))
}
