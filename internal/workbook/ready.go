package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/study"
)

// retyped are codes that a spreadsheet makes something else of when they are typed into a cell that is not text: 1-2 and MAR1 dates, 1E5 a number, 01 the number 1.
var retyped = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:\d{1,2}[./-]\d{1,2}|(?:jan|feb|mar|march|apr|april|may|jun|june|jul|july|aug|sep|sept|oct|nov|dec|янв|фев|мар|март|апр|май|июн|июл|авг|сен|окт|ноя|дек)[- ]?\d{1,2}|\d+e\d+|0\d+)$`)
})

// Readiness says what a study lacks before it is sent to the experts. Nothing of it is an error: a study may be meant so.
func Readiness(s *study.Study) study.Issues {
	var out study.Issues
	lacks := func(code string, at study.Place, value string, remedy language.Message, text string, args ...any) {
		i := study.Warnf(code, at, remedy, text, args...)
		i.Value = brief(value)
		out = append(out, i)
	}
	file := s.On(studySheet.Name)
	if at, given := s.Settings.Origins["title"]; !given || slices.Contains(exampleTitles(), s.Title) {
		if given {
			file = s.Place(at)
		}
		lacks("W-READY-TITLE", file, s.Title, language.M("Enter the title that the experts shall read on their forms."), "The study has no title of its own.")
	}
	readyExamples(s, lacks)
	for k := range s.Criteria {
		c := &s.Criteria[k]
		if scoredByExperts(s, k) && (c.Min == nil || c.Max == nil) {
			lacks("W-READY-SCALE", s.Place(c.Origin), c.Code, language.M("Enter Min and Max: the form shows them, and refuses what lies outside."), "Nothing says between which ends %s is scored.", c.Code)
		}
	}
	readyExperts(s, lacks)
	codes := func(code string, at study.Origin) {
		if retyped().MatchString(strings.TrimSpace(code)) {
			lacks("W-READY-CODE", s.Place(at), code, language.M("Put a letter before it, as in C%s.", code), "A spreadsheet makes a date or another number of the code %q when it is typed again.", code)
		}
	}
	for _, c := range s.Criteria {
		codes(c.Code, c.Origin)
	}
	for _, t := range s.Technologies {
		codes(t.ID, t.Origin)
	}
	for _, e := range s.Experts {
		codes(e.ID, e.Origin)
	}
	out.Sort()
	return out
}

// Unasked reports a study nobody has answered yet: it is judged by what can be said before.
func Unasked(s *study.Study) bool {
	return len(s.Scores)+len(s.Judgements)+len(s.Comparisons) == 0 && !s.LinksOnly && !s.CriteriaOnly
}

type lacking func(code string, at study.Place, value string, remedy language.Message, text string, args ...any)

// readyExamples finds what is left of the template's examples.
func readyExamples(s *study.Study, lacks lacking) {
	found := func(name string, at study.Origin) {
		if isExampleName(name) {
			lacks("W-READY-EXAMPLE", s.Place(at), name, language.M("Replace it with your own, or delete the row."), "%q is the template's example.", name)
		}
	}
	for _, c := range s.Criteria {
		found(c.Name, c.Origin)
	}
	for _, t := range s.Technologies {
		found(t.Name, t.Origin)
	}
	for _, p := range s.Links.Partners {
		found(p.Name, p.Origin)
	}
}

// scoredByExperts reports whether a criterion is asked of the experts: a leaf without measured values and links.
func scoredByExperts(s *study.Study, k int) bool {
	c := &s.Criteria[k]
	parent := slices.ContainsFunc(s.Criteria, func(x study.Criterion) bool { return fold(x.Parent) == fold(c.Code) })
	measured := s.Evidence.Has(k)
	return !parent && !measured && len(c.Links) == 0
}

// readyExperts looks at who is asked.
func readyExperts(s *study.Study, lacks lacking) {
	if len(s.Experts) == 0 {
		lacks("W-READY-EXPERTS", s.On(expertsSheet.Name), "", language.M("List them on the sheet Experts: a form is written for each."), "There are no experts to ask.")
		return
	}
	conflicts := false
	for _, e := range s.Experts {
		conflicts = conflicts || len(e.Conflicts) > 0
		switch {
		case e.Name == "":
			lacks("W-READY-EXPERTS", s.Place(e.Origin), e.ID, language.M("Enter the name: the form and the reminder are addressed to it."), "The expert %s has no name.", e.ID)
		case e.Bloc == "" && len(s.Blocs) > 0:
			lacks("W-READY-EXPERTS", s.Place(e.Origin), e.ID, language.M("Enter the bloc the expert speaks for."), "The expert %s is of no bloc.", e.ID)
		case len(s.Technologies) > 0 && len(e.Conflicts) == len(s.Technologies):
			lacks("W-READY-CONFLICTS", s.Place(e.Origin), e.ID, language.M("Ask somebody else in their place."), "The expert %s has a conflict of interest on every technology: nothing is left to ask.", e.ID)
		}
	}
	if !conflicts {
		lacks("W-READY-CONFLICTS", s.On(expertsSheet.Name), fmt.Sprint(len(s.Experts)), language.M("Ask each of them, and enter the technologies in the column Conflicts; nothing needs doing if there are none."),
			"No expert has declared a conflict of interest.")
	}
	for _, b := range s.Blocs {
		if !slices.ContainsFunc(s.Experts, func(e study.Expert) bool { return e.Bloc == b.Name }) {
			lacks("W-READY-EXPERTS", s.Place(b.Origin), b.Name, language.M("Invite somebody who speaks for it, or remove the bloc."), "Nobody speaks for the bloc %s.", b.Name)
		}
	}
}

// exampleTitles and isExampleName know the template's examples in both languages.
func exampleTitles() []string {
	return []string{templateWriter{}.say("Example study"), templateWriter{ru: true}.say("Example study")}
}

func isExampleName(name string) bool {
	for _, t := range []templateWriter{{}, {ru: true}} {
		if strings.HasPrefix(fold(name), strings.TrimSpace(fold(t.say("Example: ")))+" ") {
			return true
		}
	}
	return false
}
