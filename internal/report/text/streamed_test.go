package text

import (
	"bufio"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/language"
	"veche/internal/report"
)

// What is streamed is to the letter what the library lays out.
func TestStreamedIsAligned(t *testing.T) {
	texts := rapid.SampledFrom([]string{"", " ", "a", "two words", "trailing  ", "  leading", "Ёлка", "日本", "naïve – ½", "e\u0301", "a very long name of a technology that goes on and on", "–", "👩‍🔬", "x\ty", "two\nlines"})
	rapid.Check(t, func(t *rapid.T) {
		table := &report.Table{}
		n := rapid.IntRange(1, 5).Draw(t, "columns")
		for range n {
			table.Add(texts.Draw(t, "head"), rapid.Bool().Draw(t, "number"))
		}
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			var row []report.Cell
			for range n {
				if rapid.Bool().Draw(t, "figure") {
					row = append(row, report.Number(rapid.Float64Range(-1e4, 1e4).Draw(t, "x"), rapid.IntRange(0, 4).Draw(t, "decimals")))
				} else {
					row = append(row, report.Text(texts.Draw(t, "text")))
				}
			}
			table.Row(row...)
		}
		for _, l := range []language.Language{language.English, language.Russian} {
			for _, plain := range []bool{false, true} {
				var out strings.Builder
				b := bufio.NewWriter(&out)
				if !streamed(b, table, l, plain) {
					continue
				}
				b.Flush()
				if want := aligned(table, l, plain); out.String() != want {
					t.Fatalf("streamed\n%q\nwant\n%q", out.String(), want)
				}
			}
		}
	})
}
