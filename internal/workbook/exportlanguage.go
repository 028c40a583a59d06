package workbook

import (
	"fmt"
	"strings"

	words "veche/internal/language"
)

// language is the one the export is written in. Texts are named by their English; russian holds the others, package language those of other packages.
type language bool

const (
	english language = false
	inRuss  language = true
)

// languageOf is the language of that name, as the study's setting or a flag gives it; English for one there are no texts in.
func languageOf(name string) language {
	switch fold(name) {
	case "ru", "rus", "russian", "русский", "рус":
		return inRuss
	}
	return english
}

// say is a text of the export, formatted with its arguments.
func (l language) say(text string, args ...any) string {
	if l == inRuss {
		if r, ok := russian[text]; ok {
			text = r
		}
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// sheet is the name of a sheet.
func (l language) sheet(name string) string { return l.say(name) }

// ref is a cell or range of another sheet, for a formula or a link.
func (l language) ref(sheet, cells string) string {
	name := l.sheet(sheet)
	if strings.ContainsFunc(name, func(r rune) bool { return r > 'z' || r == ' ' }) {
		name = "'" + name + "'"
	}
	return name + "!" + cells
}

// number writes a number into a sentence, with the language's decimal sign.
func (l language) number(format string, x float64) string {
	text := fmt.Sprintf(format, x)
	if l == inRuss {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// quoted is a text as a constant of a formula.
func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// told is a text made by another package: see [words.Told].
func (l language) told(text string) string {
	if l == english {
		return text
	}
	return words.Told(words.Russian, text)
}
