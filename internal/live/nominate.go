package live

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/workbook"
)

// Nomination is a technology that somebody wants on the list.
type Nomination struct {
	ID    string
	Title string
	Note  string
	Count int  // nominations that were merged into it, itself among them
	Mine  bool // the reader's own

	by []string
}

// most characters of a nomination's title.
const maxTitle = 200

// merge makes one nomination of several, or drops them.
func (s *State) merge(x *mergedEvent) {
	made := Nomination{Title: x.Title, Note: x.Note}
	var rest []Nomination
	for _, n := range s.nominations {
		if !slices.Contains(x.IDs, n.ID) {
			rest = append(rest, n)
			continue
		}
		if made.ID == "" {
			made.ID = n.ID
		}
		made.by = append(made.by, n.by...)
	}
	if x.Title != "" && made.ID != "" {
		rest = append(rest, made)
	}
	s.nominations = rest
}

// OpenNominations opens round 0: experts nominate technologies, which the secretary merges.
func (p *Panel) OpenNominations(ctx context.Context, a Actor, expect int64) (int64, error) {
	s := p.State()
	switch {
	case may(Steer, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Preparing:
		return 0, language.Errorf("nominations come before the first round")
	}
	return p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evNominating, "", roundEvent{By: a.Person, At: p.house.now()})}})
}

// Nominations are those there are: an expert sees their own, the secretary and the chair all, nobody whose they are.
func (p *Panel) Nominations(_ context.Context, a Actor) ([]Nomination, error) {
	s := p.State()
	if err := may(SeeQuestions, s, a); err != nil {
		return nil, err
	}
	all := may(SeeCoverage, s, a) == nil
	var out []Nomination
	for _, n := range s.nominations {
		n.Mine, n.Count = slices.Contains(n.by, a.Person), len(n.by)
		n.by = nil
		if n.Mine || all {
			if !all {
				n.Count = 0
			}
			out = append(out, n)
		}
	}
	return out, nil
}

// Nominate puts a technology forward. The same title by the same person is one nomination.
func (p *Panel) Nominate(ctx context.Context, a Actor, title, note string) error {
	s := p.State()
	title, note = strings.Join(strings.Fields(title), " "), strings.TrimSpace(note)
	switch {
	case may(Nominate, s, a) != nil:
		return ErrForbidden
	case title == "" || utf8.RuneCountInString(title) > maxTitle || utf8.RuneCountInString(note) > maxNote:
		return language.Errorf("name the technology in at most %d characters", maxTitle)
	case slices.ContainsFunc(s.nominations, func(n Nomination) bool { return slices.Contains(n.by, a.Person) && strings.EqualFold(n.Title, title) }):
		return nil
	}
	x := nominatedEvent{ID: newID(), Title: title, Note: note, By: a.Person, At: p.house.now()}
	return refused(p.commit(ctx, store.Write{Events: []store.Draft{draft(evNominated, a.Person, x)}}).Err)
}

// MergeNominations makes one technology of several nominations, or renames one; with a blank title it drops them.
func (p *Panel) MergeNominations(ctx context.Context, a Actor, expect int64, ids []string, title, note string) (int64, error) {
	s := p.State()
	switch {
	case may(Merge, s, a) != nil:
		return 0, ErrForbidden
	case len(ids) == 0 || slices.ContainsFunc(ids, func(id string) bool {
		return !slices.ContainsFunc(s.nominations, func(n Nomination) bool { return n.ID == id })
	}):
		return 0, ErrNone
	case utf8.RuneCountInString(title) > maxTitle || utf8.RuneCountInString(note) > maxNote:
		return 0, language.Errorf("name the technology in at most %d characters", maxTitle)
	}
	x := mergedEvent{IDs: ids, Title: strings.Join(strings.Fields(title), " "), Note: strings.TrimSpace(note), By: a.Person, At: p.house.now()}
	return p.steer(ctx, expect, store.Write{Events: []store.Draft{draft(evMerged, "", x)}})
}

// CloseNominations ends round 0: what remains of the nominations joins the study's technologies.
func (p *Panel) CloseNominations(ctx context.Context, a Actor, expect int64) (int64, error) {
	s := p.State()
	switch {
	case may(Steer, s, a) != nil:
		return 0, ErrForbidden
	case s.Phase != Nominating:
		return 0, language.Errorf("round 0 is not open")
	}
	b, err := p.base(ctx)
	if err != nil {
		return 0, err
	}
	data := b.data
	if len(s.nominations) > 0 {
		c := b.study.Changed()
		c.Technologies = slices.Clone(b.study.Technologies)
		for _, n := range s.nominations {
			c.Technologies = append(c.Technologies, study.Technology{ID: freeTechnology(c), Name: n.Title, Note: n.Note})
		}
		if data, err = workbook.WriteStudy(c); err != nil {
			return 0, err
		}
		if _, issues := workbook.ReadUnanswered(s.File, data); issues.Err() != nil {
			return 0, issues
		}
	}
	return p.steer(ctx, expect, store.Write{Records: []store.RecordWrite{p.workbookRecord(data)},
		Events: []store.Draft{draft(evAdopted, "", adoptedEvent{Base: digest(data), By: a.Person, At: p.house.now()})}})
}

// freeTechnology is an ID that no technology has: N1, N2, …
func freeTechnology(s *study.Study) string {
	for n := 1; ; n++ {
		if id := "N" + itoa(n); s.Technology(id) < 0 {
			return id
		}
	}
}
