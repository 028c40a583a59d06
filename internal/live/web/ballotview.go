package web

import (
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// asked is what a ballot asks of an expert: places in the study's lists.
type asked struct {
	technologies []int
	criteria     []int    // leaves that are scored
	pairs        [][2]int // criteria below one parent
}

// rollView is what every page says of the panel itself.
type rollView struct {
	Kind, Mode string
	RollSize   int
	RollHash   string
	Key        string
}

// ballotView is the ballot as a page shows it: [ballotView.At] one technology, or Rows all of them, or Groups the pairs.
type ballotView struct {
	Round    string
	RoundID  string
	Version  int64
	Open     bool
	Until    string
	Shut     string // why nobody can answer
	Done     int
	Asked    int
	Saved    string
	Receipt  string
	Clashes  []string
	Replaced string
	Entered  string // they were entered for the expert, who has not confirmed them

	At             *technologyView
	Number, Count  int
	Previous, Next string
	List           []technologyLink

	Heads []headView
	Rows  []*technologyView

	Groups []pairGroup
}

type technologyLink struct {
	ID, Title         string
	Done, Asked       int
	Current, Conflict bool
	Full              bool
}

type technologyView struct {
	ID, Title, Group, Note       string
	Open                         bool
	Conflict, Named              bool // the expert declared a conflict of interest, or the study names it
	ConflictField, ConflictLabel string
	Scores                       []*scoreView
	Notes                        []noteView
	HasNotes                     bool
	Said                         []argumentView
	Documents                    []documentView
}

type headView struct{ Code, Title, Anchors string }

type scoreView struct {
	Field, Code, Title, Label string
	Open                      bool
	Value, Typed              string
	Unknown                   bool
	Choices                   []choiceView
	Low, High, Anchors        string
	Feedback, Brief           string
	Notes                     []noteView // for and against, on this criterion
	HasNotes                  bool
	Terms                     bool // the choices are words of the study's scale
}

type choiceView struct {
	Value, Text, Label, Side string
	Chosen, Unknown          bool
}

type noteView struct {
	Field, Label, Text string
	Open               bool
}

// argumentView is what somebody argued in a round before, with what was answered to it and the reader's own reply.
type argumentView struct {
	Kind, Text, On string
	Replies        []string
	Reply          noteView
}

// booth fills a ballot's views: a study, what it asks, and what the expert answered by field.
type booth struct {
	s        *study.Study // with the ballot's expert and nobody else
	asked    asked
	given    map[string]string
	named    map[string]bool // technologies on which the study names a conflict of interest
	open     bool
	l        language.Language
	feedback func(technology, criterion int) (said, brief string) // how the panel answered in the round before; nil: nothing to show
	said     func(technology int) []argumentView                  // what others argued; nil: nothing
	evidence func(technology int) []documentView                  // what stands beside it; nil: nothing
}

func (b *booth) say(text string, args ...any) string { return language.Say(b.l, text, args...) }

func (b *booth) conflict(t int) bool {
	return b.named[b.s.Technologies[t].ID] || b.given[fieldName(conflictField, b.s.Technologies[t].ID)] != ""
}

// counted is how many of a technology's questions are answered, of how many; those aside for a conflict are not asked.
func (b *booth) counted(t int) (done, of int) {
	if b.conflict(t) {
		return 0, 0
	}
	for _, c := range b.asked.criteria {
		of++
		if b.given[fieldName(scoreField, b.s.Technologies[t].ID, b.s.Criteria[c].Code)] != "" {
			done++
		}
	}
	return done, of
}

// progress is how many of all questions are answered.
func (b *booth) progress() (done, of int) {
	for _, t := range b.asked.technologies {
		d, n := b.counted(t)
		done, of = done+d, of+n
	}
	for _, p := range b.asked.pairs {
		of++
		if b.given[b.pairField(p)] != "" {
			done++
		}
	}
	return done, of
}

func (b *booth) pairField(p [2]int) string {
	return fieldName(pairField, b.s.Criteria[p[0]].Code, b.s.Criteria[p[1]].Code)
}

// links list all technologies with how far each is answered.
func (b *booth) links(current int) []technologyLink {
	var all []technologyLink
	for _, t := range b.asked.technologies {
		all = append(all, b.link(t, t == current))
	}
	return all
}

// link is one technology with how far it is answered.
func (b *booth) link(t int, current bool) technologyLink {
	done, of := b.counted(t)
	return technologyLink{ID: b.s.Technologies[t].ID, Title: b.s.Technologies[t].Title(), Done: done, Asked: of, Current: current, Conflict: b.conflict(t), Full: done == of}
}

// technology is one technology with its questions.
func (b *booth) technology(t int) *technologyView {
	x := &b.s.Technologies[t]
	v := &technologyView{ID: x.ID, Title: x.Title(), Group: x.Group, Note: x.Note, Open: b.open, Conflict: b.conflict(t), Named: b.named[x.ID], ConflictField: fieldName(conflictField, x.ID)}
	v.ConflictLabel = b.say("Conflict of interest") + ": " + x.Title()
	if v.Named {
		v.ConflictLabel += ". " + b.say(interestNamed)
	}
	for _, c := range b.asked.criteria {
		v.Scores = append(v.Scores, b.score(t, c))
	}
	v.Notes, v.HasNotes = b.notes(x.ID, "", "for", "against", "comment")
	if b.said != nil {
		v.Said = b.said(t)
	}
	if b.evidence != nil {
		v.Documents = b.evidence(t)
	}
	return v
}

// notes are the fields of arguments on a technology, or on a technology and a criterion; written says whether there is one.
func (b *booth) notes(technology, criterion string, kinds ...string) (all []noteView, written bool) {
	labels := map[string]string{"for": b.say("For‹argument›"), "against": b.say("Against‹argument›"), "comment": b.say("Comment")}
	for _, kind := range kinds {
		field := fieldName(noteField, technology, criterion, kind)
		all = append(all, noteView{field, labels[kind], b.given[field], b.open})
		written = written || b.given[field] != ""
	}
	return all, written
}

// score is one question.
func (b *booth) score(t, c int) *scoreView {
	x := &b.s.Criteria[c]
	v := &scoreView{Field: fieldName(scoreField, b.s.Technologies[t].ID, x.Code), Code: x.Code, Title: x.Title(), Open: b.open, Anchors: scaleOf(b.l, x)}
	v.Label = b.s.Technologies[t].Title() + ", " + x.Title()
	v.Value = b.given[v.Field]
	v.Unknown = v.Value == unknown
	v.Low, v.High = ends(b.l, x)
	v.Notes, v.HasNotes = b.notes(b.s.Technologies[t].ID, x.Code, "for", "against")
	if terms := termsOf(b.s); terms != nil {
		v.Terms, v.Low, v.High = true, "", ""
		for _, name := range terms {
			v.Choices = append(v.Choices, choiceView{Value: termMark + name, Text: name, Chosen: v.Value == termMark+name})
		}
		v.Choices = append(v.Choices, choiceView{Value: unknown, Text: b.say("don't know"), Chosen: v.Unknown, Unknown: true})
	} else if all := marks(x); all != nil {
		for _, m := range all {
			v.Choices = append(v.Choices, choiceView{Value: scoreValue(m), Text: decimal(b.l, m), Chosen: v.Value == scoreValue(m)})
		}
		v.Choices = append(v.Choices, choiceView{Value: unknown, Text: b.say("don't know"), Chosen: v.Unknown, Unknown: true})
	} else if v.Value != "" && !v.Unknown {
		v.Typed = v.Value
		if b.l == language.Russian {
			v.Typed = strings.Replace(v.Value, ".", ",", 1)
		}
	}
	if b.feedback != nil {
		v.Feedback, v.Brief = b.feedback(t, c)
	}
	return v
}

// interestNamed is said where the study names a conflict of interest, which the expert cannot take back.
const interestNamed = "The study names a conflict of interest here: answers on this technology do not count"

// termsOf are the words of the study's scale, in which its experts answer; nil where they answer in numbers.
func termsOf(s *study.Study) []string {
	var names []string
	for _, t := range s.Terms {
		if t.Name != "" {
			names = append(names, t.Name)
		}
	}
	return names
}

// heads are the grid's columns.
func (b *booth) heads() []headView {
	var all []headView
	for _, c := range b.asked.criteria {
		x := &b.s.Criteria[c]
		all = append(all, headView{x.Code, x.Title(), scaleOf(b.l, x)})
	}
	return all
}
