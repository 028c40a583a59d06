package shortlist

import (
	"fmt"
	"strings"

	"veche/internal/language"
)

// language is the one the export is written in.
type tongue language.Language

const (
	english = tongue(language.English)
	inRuss  = tongue(language.Russian)
)

// languageOf is the language of that name, as the study's setting or a flag gives it; English for one there are no texts in.
func languageOf(name string) tongue {
	l, _ := language.Named(name)
	return tongue(l)
}

// say is a text of the export, formatted with its arguments.
func (l tongue) say(text string, args ...any) string {
	return language.Say(language.Language(l), text, args...)
}

// sheet is the name of a sheet.
func (l tongue) sheet(name string) string { return l.say(name) }

// ref is a cell or range of another sheet, for a formula or a link.
func (l tongue) ref(sheet, cells string) string {
	name := l.sheet(sheet)
	if strings.ContainsFunc(name, func(r rune) bool { return r > 'z' || r == ' ' }) {
		name = "'" + name + "'"
	}
	return name + "!" + cells
}

// number writes a number into a sentence, with the language's decimal sign.
func (l tongue) number(format string, x float64) string {
	text := fmt.Sprintf(format, x)
	if l == inRuss {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// quoted is a text as a constant of a formula.
func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
