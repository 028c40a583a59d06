package live

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/workbook"
)

// Invite takes somebody into the panel and makes their link. An expert joins the study, with the bloc named.
func (p *Panel) Invite(ctx context.Context, a Actor, expect int64, who Person) (Link, int64, error) {
	s := p.State()
	if err := may(InvitePeople, s, a); err != nil {
		return Link{}, 0, err
	}
	who.ID, who.Name, who.Organisation, who.Bloc = strings.TrimSpace(who.ID), strings.TrimSpace(who.Name), strings.TrimSpace(who.Organisation), strings.TrimSpace(who.Bloc)
	if who.ID == "" {
		who.ID = s.freeExpert(who.Roles)
	}
	if err := who.check(s.people()); err != nil {
		return Link{}, 0, err
	}
	if err := p.house.quota.room(len(s.People), 1); err != nil {
		return Link{}, 0, err
	}
	now := p.house.now()
	link, rec := newLink(p.id, &who, 0, now, now.Add(linksFor))
	w := store.Write{Events: []store.Draft{draft(evJoined, who.ID, joinedEvent{Person: who, By: a.Person, At: now})}, Records: []store.RecordWrite{rec}}
	next, err := p.steer(ctx, expect, w)
	return link, next, err
}

// people are the persons of the panel.
func (s *State) people() []Person {
	var all []Person
	for k := range s.People {
		all = append(all, s.People[k].Person)
	}
	return all
}

// freeExpert is an ID for a new person, after the pattern of the experts'.
func (s *State) freeExpert(roles []Role) string {
	if !slices.Contains(roles, Expert) && len(roles) > 0 {
		return freeID(s.people(), string(roles[0]))
	}
	for n := 1; ; n++ {
		id := "E" + itoa(n)
		padded := "E" + pad(n)
		if s.Person(id) == nil && s.Person(padded) == nil {
			if s.Person("E01") != nil {
				return padded
			}
			return id
		}
	}
}

// Renew makes a person a new link: the old one and its sessions end. Behind a renewed link an expert finds an empty ballot.
func (p *Panel) Renew(ctx context.Context, a Actor, expect int64, person string) (Link, int64, error) {
	if err := may(InvitePeople, p.State(), a); err != nil {
		return Link{}, 0, err
	}
	return p.renew(ctx, a.Person, expect, person)
}

// renew is [Panel.Renew] for who was asked whether they may.
func (p *Panel) renew(ctx context.Context, by string, expect int64, person string) (Link, int64, error) {
	who := p.State().Person(person)
	switch {
	case who == nil:
		return Link{}, 0, ErrNone
	case !who.Active():
		return Link{}, 0, language.Errorf("%s no longer takes part", who.ID)
	}
	now := p.house.now()
	link, rec := newLink(p.id, &who.Person, who.Generation+1, now, now.Add(linksFor))
	w := store.Write{Events: []store.Draft{draft(evRenewed, person, personEvent{Person: person, Generation: who.Generation + 1, By: by, At: now})}, Records: []store.RecordWrite{rec}}
	if err := p.shut(ctx, &w, person); err != nil {
		return Link{}, 0, err
	}
	next, err := p.steer(ctx, expect, w)
	return link, next, err
}

// shut adds to a write the end of a person's links and sessions.
func (p *Panel) shut(ctx context.Context, w *store.Write, person string) error {
	for _, kind := range []string{recLink, recSession, recPairing, recCredential} {
		all, err := p.house.store.Records(ctx, p.id, kind)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.Person == person {
				w.Records = append(w.Records, store.RecordWrite{Record: store.Record{Kind: kind, Key: r.Key}, Expect: store.AnyVersion})
			}
		}
	}
	return nil
}

// Revoke ends a person's link and sessions; they stay in the panel, and a renewed link lets them in again.
func (p *Panel) Revoke(ctx context.Context, a Actor, expect int64, person string) (int64, error) {
	return p.remove(ctx, a, expect, person, evRevoked, personEvent{})
}

// Withdraw takes an expert out of the panel: what they answered in the open round does not count, what they answered in closed ones stays.
func (p *Panel) Withdraw(ctx context.Context, a Actor, expect int64, person, reason string) (int64, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return 0, language.Errorf("say why: it stands in the record")
	}
	return p.remove(ctx, a, expect, person, evWithdrawn, personEvent{Reason: reason})
}

func (p *Panel) remove(ctx context.Context, a Actor, expect int64, person, kind string, e personEvent) (int64, error) {
	s := p.State()
	who := s.Person(person)
	switch {
	case may(InvitePeople, s, a) != nil:
		return 0, ErrForbidden
	case who == nil:
		return 0, ErrNone
	case kind == evWithdrawn && !who.Is(Expert):
		return 0, language.Errorf("%s is no expert", who.ID)
	case who.Is(Chair) && len(s.those(Chair)) < 2:
		return 0, language.Errorf("the panel needs its chair")
	}
	e.Person, e.By, e.At = person, a.Person, p.house.now()
	w := store.Write{Events: []store.Draft{draft(kind, person, e)}}
	if err := p.shut(ctx, &w, person); err != nil {
		return 0, err
	}
	return p.steer(ctx, expect, w)
}

// those are the people of a role whose links were not revoked.
func (s *State) those(r Role) []*Standing {
	var all []*Standing
	for k := range s.People {
		if p := &s.People[k]; p.Is(r) && !p.Revoked {
			all = append(all, p)
		}
	}
	return all
}

// Replace puts somebody in an expert's place: with a link and an ID of their own, in the same bloc unless they have one.
func (p *Panel) Replace(ctx context.Context, a Actor, expect int64, person string, by Person) (Link, int64, error) {
	s := p.State()
	who := s.Person(person)
	switch {
	case may(InvitePeople, s, a) != nil:
		return Link{}, 0, ErrForbidden
	case who == nil || !who.Is(Expert):
		return Link{}, 0, ErrNone
	case !who.Active():
		return Link{}, 0, language.Errorf("%s no longer takes part", who.ID)
	}
	by.Roles = []Role{Expert}
	if by.Bloc == "" {
		by.Bloc = who.Bloc
	}
	if by.ID == "" {
		by.ID = s.freeExpert(by.Roles)
	}
	if err := by.check(s.people()); err != nil {
		return Link{}, 0, err
	}
	if err := p.house.quota.room(len(s.People), 1); err != nil {
		return Link{}, 0, err
	}
	now := p.house.now()
	link, rec := newLink(p.id, &by, 0, now, now.Add(linksFor))
	w := store.Write{Records: []store.RecordWrite{rec}, Events: []store.Draft{
		draft(evJoined, by.ID, joinedEvent{Person: by, By: a.Person, At: now}),
		draft(evReplaced, person, personEvent{Person: person, With: by.ID, By: a.Person, At: now}),
	}}
	if err := p.shut(ctx, &w, person); err != nil {
		return Link{}, 0, err
	}
	next, err := p.steer(ctx, expect, w)
	return link, next, err
}

// peopled is the base's study with the experts of the panel as they are: those who came by invitation too.
func (s *State) peopled(b *study.Study) (peopled *study.Study, changed bool) {
	c := b.Changed()
	c.Experts, c.Blocs = slices.Clone(b.Experts), slices.Clone(b.Blocs)
	for k := range s.People {
		p := &s.People[k]
		if !p.Is(Expert) || c.Expert(p.ID) >= 0 {
			continue
		}
		c.Experts = append(c.Experts, study.Expert{ID: p.ID, Name: p.Name, Organisation: p.Organisation, Bloc: p.Bloc, Weight: p.Weight, Familiarity: p.Familiarity})
		changed = true
		if p.Bloc != "" && len(c.Blocs) > 0 && !slices.ContainsFunc(c.Blocs, func(x study.Bloc) bool { return x.Name == p.Bloc }) {
			c.Blocs = append(c.Blocs, study.Bloc{Name: p.Bloc})
		}
	}
	return c, changed
}

// EditStudy puts another workbook in the place of the one that is answered to, before the first round opens. Its experts join those there are.
func (p *Panel) EditStudy(ctx context.Context, a Actor, expect int64, file workbook.FormFile) (int64, error) {
	s := p.State()
	if err := may(EditStudy, s, a); err != nil {
		return 0, err
	}
	read, issues := workbook.ReadUnanswered(file.Name, file.Data)
	if issues.Err() != nil {
		return 0, issues
	}
	if len(Questions(read)) == 0 {
		return 0, language.Errorf("the study asks its experts nothing: all criteria have evidence, and its weighting is not made of judgements")
	}
	n := New{Kind: s.Kind, File: file}
	data, err := n.base(read)
	if err != nil {
		return 0, err
	}
	now := p.house.now()
	w := store.Write{Events: []store.Draft{draft(evEdited, "", adoptedEvent{Base: digest(data), By: a.Person, At: now})}, Records: []store.RecordWrite{p.workbookRecord(data)}}
	for k := range read.Experts {
		if e := &read.Experts[k]; s.Person(e.ID) == nil {
			who := Person{ID: e.ID, Name: e.Name, Organisation: e.Organisation, Bloc: e.Bloc, Roles: []Role{Expert}, Weight: e.Weight, Familiarity: e.Familiarity}
			w.Events = append(w.Events, draft(evJoined, who.ID, joinedEvent{Person: who, By: a.Person, At: now}))
		}
	}
	if err := p.house.quota.room(len(s.People), len(w.Events)-1); err != nil {
		return 0, err
	}
	return p.steer(ctx, expect, w)
}

// workbookRecord keeps a workbook by its digest.
func (p *Panel) workbookRecord(data []byte) store.RecordWrite {
	return store.RecordWrite{Record: store.Record{Kind: recWorkbook, Key: p.id + "/" + digest(data).String(), Panel: p.id, Data: data}, Expect: store.AnyVersion}
}

// decode reads a record of ours.
func decode[T any](r store.Record) (x T, err error) {
	err = json.Unmarshal(r.Data, &x)
	return x, err
}
