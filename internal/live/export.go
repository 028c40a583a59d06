package live

import (
	"context"
	"encoding/json"
	"slices"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/workbook"
)

// mostExported is how many answers are made forms of and collected: 600,000 take half a minute and 800 MB.
const mostExported = 1_000_000

// Export is the panel's workbook after closing: of an open panel what collecting its forms would have made, with where every answer came from; of a closed one the
// study with codes.
func (p *Panel) Export(ctx context.Context, a Actor) ([]byte, error) {
	s := p.State()
	if err := may(Export, s, a); err != nil {
		return nil, err
	}
	last := s.shownRound()
	if s.Kind == Closed {
		r, err := p.result(ctx)
		if err != nil {
			return nil, err
		}
		return workbook.WriteStudy(r.study)
	}
	b, err := p.baseOf(ctx, last.Base)
	if err != nil {
		return nil, err
	}
	peopled, changed := s.peopled(b.study)
	boxes, err := p.boxes(ctx, s, last)
	if err != nil {
		return nil, err
	}
	if declared, more := conflicting(peopled, boxes); more {
		peopled, changed = declared, true
	}
	if err := roomFor(boxes, len(b.questions)); err != nil {
		return nil, err
	}
	data := b.data
	if changed {
		if data, err = workbook.WriteStudy(peopled); err != nil {
			return nil, err
		}
	}
	for k := range boxes {
		forms, err := p.forms(s, peopled, &boxes[k], data)
		if err != nil {
			return nil, err
		}
		c, err := workbook.Collect(workbook.FormFile{Name: s.File, Data: data}, forms)
		if err != nil {
			return nil, err
		}
		if err := c.Issues.Err(); err != nil {
			return nil, err
		}
		if data, err = c.Workbook(); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// roomFor is an error where the ballots hold more answers than a workbook is made of.
func roomFor(boxes []openedBox, questions int) error {
	answers := 0
	for _, box := range boxes {
		answers += len(box.closing.Voters) * questions
	}
	if answers > mostExported {
		return language.Errorf("the workbook would hold up to %d answers, more than the %d that are written at once: veche export --record OUT.json writes all ballots, and the panel's page shows the ranking", answers, mostExported)
	}
	return nil
}

// conflicting is a study with the conflicts of interest that were declared on ballots.
func conflicting(s *study.Study, boxes []openedBox) (declared *study.Study, more bool) {
	full, err := assemble(Open, s, boxes)
	if err != nil {
		return s, false // who assembles them for the ranking is told
	}
	c := s.Changed()
	c.Experts = slices.Clone(s.Experts)
	for e := range c.Experts {
		more = more || !slices.Equal(c.Experts[e].Conflicts, full.Experts[e].Conflicts)
		c.Experts[e].Conflicts = full.Experts[e].Conflicts
	}
	return c, more
}

// forms are the forms that those who voted would have sent back.
func (p *Panel) forms(s *State, peopled *study.Study, box *openedBox, data []byte) ([]workbook.FormFile, error) {
	clean := unanswered(peopled)
	clean.Source.SHA256 = workbook.Digest(data)
	full, err := assemble(Open, clean, []openedBox{*box})
	if err != nil {
		return nil, err
	}
	beside, err := besideOf(full, box.openings)
	if err != nil {
		return nil, err
	}
	all, err := workbook.Forms(full, workbook.FormOptions{Round: box.closing.Name, Lang: s.Language, Beside: beside})
	if err != nil {
		return nil, err
	}
	var files []workbook.FormFile
	for _, f := range all {
		if slices.Contains(box.closing.Voters, f.Expert) {
			files = append(files, workbook.FormFile{Name: f.File, Data: f.Data})
		}
	}
	return files, nil
}

// besideOf are the pairs that ballots answer with “don't know”.
func besideOf(s *study.Study, openings []Opening) (*workbook.Beside, error) {
	b := &workbook.Beside{Declined: map[[3]string]bool{}, Comments: map[[2]string]string{}}
	for _, o := range openings {
		var x cast
		if err := json.Unmarshal(o.Cast, &x); err != nil {
			return nil, err
		}
		for _, a := range x.Answers {
			if a.Pair() && a.State == study.Abstained {
				b.Declined[[3]string{x.Person, a.A, a.B}] = true
			}
		}
	}
	return b, nil
}

// Own is the actor's form of the round in hand with their own answers, to be kept.
func (p *Panel) Own(ctx context.Context, a Actor) (workbook.FormFile, error) {
	s := p.State()
	if err := may(ExportOwn, s, a); err != nil {
		return workbook.FormFile{}, err
	}
	r := s.Current()
	if r == nil {
		return workbook.FormFile{}, ErrNone
	}
	b, err := p.baseOf(ctx, r.Base)
	if err != nil {
		return workbook.FormFile{}, err
	}
	ballot, err := p.load(ctx, ballotKey{r.ID, a.Person, a.Generation})
	if err != nil {
		return workbook.FormFile{}, err
	}
	peopled, _ := s.peopled(b.study)
	own := cast{Panel: p.id, Round: r.ID, Person: a.Person, Conflicts: ballot.Conflicts}
	for _, x := range ballot.Answers {
		if x.State != study.Missing {
			own.Answers = append(own.Answers, x)
		}
	}
	data, err := json.Marshal(own)
	if err != nil {
		return workbook.FormFile{}, err
	}
	box := openedBox{closing: &closedEvent{Name: r.Name, Voters: []string{a.Person}, Leaves: []store.Hash{{}}}, openings: []Opening{{Cast: data}}}
	files, err := p.forms(s, onlyExpert(peopled, a.Person), &box, b.data)
	if err != nil || len(files) == 0 {
		return workbook.FormFile{}, err
	}
	return files[0], nil
}

// onlyExpert leaves out everybody else.
func onlyExpert(s *study.Study, id string) *study.Study {
	c := s.Changed()
	c.Experts = slices.DeleteFunc(slices.Clone(s.Experts), func(e study.Expert) bool { return e.ID != id })
	c.Scores, c.Judgements, c.Unread = nil, nil, nil
	return c
}
