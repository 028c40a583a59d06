package report

import (
	"fmt"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/study/contrast"
	"veche/internal/study/panel"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
)

// Findings are all that the sections of a document are made of. What is nil was not asked for, or there is nothing of the kind in the study.
type Findings struct {
	Outcome   *study.Outcome
	Panel     *panel.Report
	Robust    *robustness.Report
	First     *contrast.Contrast // the first against the second, complete
	Line      *contrast.Contrast // the last on the shortlist against the first below it, complete
	Selection *selection.Selection

	NoSelection language.Message // why there is none, where there is a budget or are rules
	Network     *study.Network
	Done        []Change // since the study was read

	Language language.Language
	Figures  map[string]*Figure // drawings by key, to be put where they belong
	Version  string             // of the program
}

// Change is an action that was done to the study, and when: "" where nobody noted it.
type Change struct {
	At     string
	Action study.Action
}

// Keys of the sections, in the order of a document.
const (
	KeyDecision      = "decision"
	KeyProcedure     = "procedure"
	KeyReasons       = "reasons"
	KeyFirmness      = "firmness"
	KeyPanel         = "panel"
	KeyCollaboration = "collaboration"
	KeySet           = "set"
	KeyEditions      = "editions"
	KeyMinutes       = "minutes"
	KeyRecord        = "record"
)

// sections is the one table of sections: to add one, give it a line here. Two are made of more than the findings, by who composes the document.
var sections = []struct {
	key string
	of  func(*Findings) *Section // nil where there is nothing to say; nil itself: made of more
}{
	{KeyDecision, (*Findings).Decision},
	{KeyProcedure, (*Findings).Procedure},
	{KeyReasons, (*Findings).Reasons},
	{KeyFirmness, (*Findings).Firmness},
	{KeyPanel, (*Findings).Consent},
	{KeyCollaboration, (*Findings).Collaboration},
	{KeySet, (*Findings).Set},
	{KeyEditions, nil},
	{KeyMinutes, nil},
	{KeyRecord, (*Findings).Record},
}

// Keys lists the sections' keys.
func Keys() []string {
	var keys []string
	for _, s := range sections {
		keys = append(keys, s.key)
	}
	return keys
}

// Sections are those that can be made of the findings alone, in order: all but the comparison of editions and the minutes.
func (f *Findings) Sections() []*Section {
	var all []*Section
	for _, s := range sections {
		if s.of == nil {
			continue
		}
		if made := s.of(f); made != nil {
			all = append(all, made)
		}
	}
	return all
}

func (f *Findings) t(text string, args ...any) string { return language.Say(f.Language, text, args...) }

// p is a paragraph of a text.
func (f *Findings) p(text string, args ...any) Paragraph { return Paragraph{Text: f.t(text, args...)} }

// score is a score as it is shown in sentences.
func (f *Findings) score(x float64) string { return f.Outcome.Score(x, f.Language) }

// named is a technology's name with its identifier.
func named(t *study.Technology) string {
	if t.Name == "" || t.Name == t.ID {
		return t.ID
	}
	return fmt.Sprintf("%s (%s)", t.Name, t.ID)
}

// and joins parts with commas and a word before the last.
func (f *Findings) and(parts []string) string { return language.Enumeration(parts, f.t(" and ")) }

// Facts are what stands beside a document's title.
func (f *Findings) Facts() Facts {
	o := f.Outcome
	facts := Facts{{Name: f.t("Technologies"), Text: f.t("ranked: %d, not ranked: %d", len(o.Rows), len(o.Unranked))}, {Name: f.t("Criteria"), Text: fmt.Sprint(len(o.Leaves))}}
	if n := len(o.Study.Experts); n > 0 {
		facts = append(facts, Fact{Name: f.t("Experts"), Text: fmt.Sprint(n)})
	}
	if o.Round != "" {
		facts = append(facts, Fact{Name: f.t("Round"), Text: o.Round})
	}
	return append(facts, Fact{Name: f.t("Method"), Text: f.t(o.Method.Title)})
}

// captioned is a table under another caption, without the study's title over it.
func captioned(t *Table, caption string) *Table {
	if t == nil || len(t.Rows) == 0 {
		return nil
	}
	out := *t
	out.Title, out.Note = "", language.CapitalLetter(caption)
	return &out
}

// untitled is a table under its own caption, without the study's title over it.
func untitled(t *Table) *Table {
	if t == nil {
		return nil
	}
	return captioned(t, t.Note)
}

// alone is what a table says without rows: its caption as a sentence.
func alone(t *Table) Block {
	if len(t.Rows) > 0 {
		return untitled(t)
	}
	return Paragraph{Text: t.Note}
}
