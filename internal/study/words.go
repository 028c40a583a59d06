package study

import (
	"sync"

	"veche/internal/language"
)

// words is every sentence this room says in the reader's language; issues are in English.
var words = sync.OnceValue(func() *language.Catalogue { return language.NewCatalogue(russianWhy) })

// say says one of them.
func say(l language.Language, text string, args ...any) string { return words().Say(l, text, args...) }
