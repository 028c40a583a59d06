package study

import (
	"testing"

	"veche/internal/language"
)

// Every kind of issue, and every group of them, has its Russian.
func TestKindsInRussian(t *testing.T) {
	known := func(where, text string) {
		if russian, ok := language.Known(text); !ok || russian == text {
			t.Errorf("%s: %q has no Russian: add it to internal/language/russian_kinds.go", where, text)
		}
	}
	for _, g := range Kinds() {
		known("the groups", g.Title)
		for _, k := range g.Kinds {
			known(k.Code, k.Means)
			known(k.Code, k.Cure)
		}
	}
}
