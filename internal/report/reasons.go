package report

import (
	"veche/internal/study"
	"veche/internal/study/contrast"
)

var titles = contrast.Names{Technology: (*study.Technology).Title, Criterion: (*study.Criterion).Title}

// Reasons is why the first stands above the second, and the last on the list above the first below it.
func (f *Findings) Reasons() *Section {
	s := &Section{Key: KeyReasons, Title: f.t("Why")}
	add := func(c *contrast.Contrast, heading string) {
		if c == nil {
			return
		}
		s.say(Heading{heading}, Paragraph{Text: contrast.Compared(f.Outcome, c, f.Language, titles)})
		t := Contrast(f.Outcome, c, f.Language)
		s.detail(Heading{heading}, Paragraph{Text: contrast.Turned(f.Outcome, c, f.Language, titles)},
			captioned(t, f.t("Criterion by criterion: A is %s, B is %s", named(c.A.Technology), named(c.B.Technology))))
	}
	add(f.First, f.t("The first against the second"))
	if f.Line != nil && (f.First == nil || f.Line.A != f.First.A) {
		add(f.Line, f.t("The last on the list against the first below it"))
	}
	if len(s.Blocks) == 0 {
		return nil
	}
	s.say(f.Figures["shortlist"]) // the one chart of the two pages for a reader
	s.detail(f.Figures["profile"], f.Figures["profile-table"], f.Figures["contrast"], f.Figures["plane"])
	return s
}
