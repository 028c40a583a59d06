// Package language says things in the reader's language. A text is named by its English, which is also what is said when a language has no words for it.
//
// A sentence stays a value, a [Message], from where it arises until the edge where somebody reads it: [M] makes one of its English and its arguments,
// [Message.In] says it. There is one catalogue for all rooms, the tables russian_….go of this package; a test of the whole project holds it complete in both
// directions. [Say] says a text at once, for a surface that knows whom it speaks to.
//
// A text that depends on a number is written as its plural forms with | between them: "%d row|%d rows" in English (one, other), three in Russian (one, few,
// many): "%d строка|%d строки|%d строк". The first whole number among the arguments decides. Where one English word is several in Russian, a note in ‹› at its
// end tells them apart and is not said: "in‹pin›".
package language

import (
	"fmt"
	"os"
	"strings"
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

// Either is one of two texts, by the language.
func (l Language) Either(english, russian string) string {
	if l == Russian {
		return russian
	}
	return english
}

// Decimal is a number that was written with a decimal point, with the language's own sign.
func (l Language) Decimal(number string) string {
	if l == Russian {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// Number writes a number with the language's decimal sign.
func (l Language) Number(format string, x float64) string {
	return l.Decimal(fmt.Sprintf(format, x))
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
