package live

import (
	"context"
	"slices"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/workbook"
)

// FormFile is a file as somebody sent it; Form is an expert's form.
type (
	FormFile = workbook.FormFile
	Form     = workbook.Form
)

// Forms are the forms of the experts who have no ballot in the open round, for those who answer in Excel; what comes back is entered by [Panel.EnterForm].
func (p *Panel) Forms(ctx context.Context, a Actor) ([]workbook.Form, error) {
	s := p.State()
	if err := may(EnterForms, s, a); err != nil {
		return nil, err
	}
	b, err := p.base(ctx)
	if err != nil {
		return nil, err
	}
	peopled, _ := s.peopled(b.study)
	asked := unanswered(peopled)
	for k := range asked.Experts {
		if who := s.Person(asked.Experts[k].ID); who == nil || !who.Active() || p.votedIn(s, who) {
			asked = onlyWithout(asked, asked.Experts[k].ID)
		}
	}
	return workbook.Forms(asked, workbook.FormOptions{Round: s.Current().Name, Lang: s.Language})
}

// onlyWithout leaves an expert out, as the study would.
func onlyWithout(s *study.Study, id string) *study.Study {
	c := s.Changed()
	c.Excluded.Experts = map[string]bool{id: true}
	for e := range s.Excluded.Experts {
		c.Excluded.Experts[e] = true
	}
	return c
}

// votedIn says whether somebody has a ballot in the round in hand, through whichever link.
func (p *Panel) votedIn(s *State, who *Standing) bool {
	for g := range who.Generation + 1 {
		if v := s.voted[ballotKey{s.Current().ID, who.ID, g}]; v.version > 0 && v.by == "" {
			return true
		}
	}
	return false
}

// Entered is what became of a form that was entered.
type Entered struct {
	Person  string
	Answers int
	Receipt Receipt
	Issues  study.Issues // of the form
}

// EnterForm enters an Excel form that came back. It joins the round as the ballot of its expert, marked as entered until they confirm it. A form of somebody who
// has answered on the page themselves is refused, without a word of what they answered.
func (p *Panel) EnterForm(ctx context.Context, a Actor, file workbook.FormFile) (*Entered, error) {
	s := p.State()
	if err := may(EnterForms, s, a); err != nil {
		return nil, err
	}
	b, err := p.base(ctx)
	if err != nil {
		return nil, err
	}
	peopled, changed := s.peopled(b.study)
	data := b.data
	if changed {
		if data, err = workbook.WriteStudy(peopled); err != nil {
			return nil, err
		}
	}
	c, err := workbook.CollectAs(workbook.FormFile{Name: s.File, Data: data}, []workbook.FormFile{file}, workbook.CollectOptions{Round: s.Current().Name})
	if err != nil {
		return nil, err
	}
	had := [2]int{len(b.study.Scores), len(b.study.Judgements)}
	save, expert := Save{Round: s.Current().ID, Answers: map[Question]Answer{}}, int32(-1)
	for k := range c.Study.Scores[had[0]:] {
		x := &c.Study.Scores[had[0]+k]
		if expert = x.Expert; x.State == study.Missing {
			continue
		}
		if x.Round < 0 || study.FoldRound(c.Study.Rounds[x.Round]) != study.FoldRound(s.Current().Name) {
			return nil, language.Errorf("the form is of another round than %s: fill in the empty form of this page", s.Current().Name)
		}
		answer := Answer{State: x.State, Value: x.Value}
		if x.Term > 0 {
			if answer = (Answer{State: x.State, Term: c.Study.Terms[x.Term-1].Name}); answer.Term == "" {
				return nil, language.Errorf("a fuzzy number typed in a form cannot be entered: choose a term of the Scale sheet")
			}
		}
		save.Answers[Question{Technology: c.Study.Technologies[x.Technology].ID, Criterion: c.Study.Criteria[x.Criterion].Code}] = answer
	}
	for k := range c.Study.Judgements[had[1]:] {
		x := &c.Study.Judgements[had[1]+k]
		q, value := Question{A: c.Study.Criteria[x.A].Code, B: c.Study.Criteria[x.B].Code}, x.Value
		if !b.known[q] {
			q, value = Question{A: q.B, B: q.A}, 1/value
		}
		expert, save.Answers[q] = x.Expert, Answer{State: study.Given, Value: value}
	}
	if expert < 0 || len(save.Answers) == 0 {
		if err := c.Issues.Err(); err != nil {
			return nil, c.Issues
		}
		return nil, language.Errorf("there are no answers in the form")
	}
	for _, n := range c.Notes {
		if n.Technology != "" && n.Heading == "" && len(n.Text) <= maxNote {
			save.Notes = append(save.Notes, Note{Technology: n.Technology, Criterion: n.Criterion, Kind: Comment, Text: n.Text})
		}
	}
	e, err := p.EnterBallot(ctx, a, c.Study.Experts[expert].ID, save)
	if err != nil {
		return nil, err
	}
	e.Issues = slices.DeleteFunc(c.Issues, func(i study.Issue) bool { return i.Code == "W-FORM-NONE" }) // a form comes alone: of the others nothing is said
	return e, nil
}

// EnterBallot enters a ballot from paper, under the same conditions.
func (p *Panel) EnterBallot(ctx context.Context, a Actor, person string, save Save) (*Entered, error) {
	s := p.State()
	if err := may(EnterForms, s, a); err != nil {
		return nil, err
	}
	who := s.Person(person)
	switch {
	case who == nil || !who.Is(Expert) || !who.Active():
		return nil, language.Errorf("%s is no expert of the panel", person)
	case p.votedIn(s, who):
		return nil, language.Errorf("%s has answered on the page: what was handed in is not entered over it", who.ID)
	}
	whose := Actor{Panel: p.id, Person: who.ID, Generation: who.Generation}
	was, err := p.load(ctx, ballotKey{save.Round, who.ID, who.Generation})
	if err != nil {
		return nil, err
	}
	save.Version = was.version
	r, err := p.save(ctx, a, whose, save)
	if err != nil {
		return nil, err
	}
	return &Entered{Person: who.ID, Answers: len(save.Answers), Receipt: r}, nil
}

// Confirm says that a ballot that was entered for the actor is theirs. Answering on it says so too.
func (p *Panel) Confirm(ctx context.Context, a Actor) error {
	s := p.State()
	if err := may(Answering, s, a); err != nil {
		return err
	}
	r := s.Current()
	if s.voted[ballotKey{r.ID, a.Person, a.Generation}].by == "" {
		return ErrNone
	}
	e := personEvent{Person: a.Person, Generation: a.Generation, Round: r.ID, By: a.Person, At: p.house.now()}
	return refused(p.commit(ctx, store.Write{Gate: &r.ID, Events: []store.Draft{draft(evConfirmed, a.Person, e)}}).Err)
}
