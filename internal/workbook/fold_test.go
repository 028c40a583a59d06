package workbook

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Texts of ASCII and Russian letters fold in one pass as by the general way, which a sign before them takes them through.
func TestFoldOfSimpleTexts(t *testing.T) {
	letters := []rune("AZaz09 \t\n\r\v\f.,-_*@[`{\x01\x7fАПРЯапряЁёЙйЕе")
	draw := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range draw.IntN(12) {
			b.WriteRune(letters[draw.IntN(len(letters))])
		}
		text := b.String()
		if !isSimple(text) {
			t.Fatalf("%q is not simple", text)
		}
		if general := strings.TrimPrefix(fold("ω"+text), "ω"); foldSimple(text) != strings.TrimLeft(general, " ") {
			t.Fatalf("%q folds to %q, by the general way to %q", text, foldSimple(text), general)
		}
	}
	for _, text := range []string{"é", "й", "№", "ў", "\u00a0", "Т\u0301", "\u00ad", "\xd0", "а\xd1"} {
		if isSimple(text) != (text == "й") {
			t.Errorf("%q is simple: %v", text, isSimple(text))
		}
	}
}
