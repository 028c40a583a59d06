package composed

import (
	"testing"
	"time"
	"unicode"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/report"
)

// A report says a sentence once: no paragraph, and no line below a table, is there twice in a section. Captions begin with a capital letter.
func TestSaidOnce(t *testing.T) {
	for _, name := range example.Names()[:ci.Some(len(example.Names()), 3)] {
		for _, l := range []language.Language{language.English, language.Russian} {
			d, _ := document(t, named(t, name), Options{Language: l, Made: time.Unix(1_796_000_000, 0).UTC()})
			if d == nil {
				t.Fatalf("%s has no report", name)
			}
			for _, s := range d.Sections {
				said := map[string]bool{}
				say := func(text string) {
					if said[text] {
						t.Errorf("%s (%s), %s: twice %q", name, l.Code(), s.Key, text)
					}
					said[text] = true
				}
				for _, b := range append(append([]report.Block{}, s.Blocks...), s.Details...) {
					switch b := b.(type) {
					case report.Paragraph:
						say(b.Text)
					case *report.Table:
						for _, line := range b.After {
							say(line)
						}
						if first := []rune(b.Note + b.Title + "A")[0]; unicode.IsLower(first) && first != 'τ' {
							t.Errorf("%s (%s), %s: a caption begins small: %q", name, l.Code(), s.Key, b.Note)
						}
					}
				}
			}
		}
	}
}
