package study

import (
	"veche/internal/language"
)

func say(l language.Language, text string, args ...any) string { return language.Say(l, text, args...) }
