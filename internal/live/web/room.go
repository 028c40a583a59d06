package web

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/mail"
)

// roomView is the chair's and the secretary's page.
type roomView struct {
	Headline     string
	Until        string
	Done, Asked  int
	Roll         rollView
	Seq          int64
	Proposal     string
	Warnings     []string
	Acts         []actView
	Links        []linkView
	Members      []memberView
	MayInvite    bool
	Technologies *tableView
	Late         int
	LateNames    string
	Letter       string
	Roles        []heirView
	Blocs        []string
	Sections     []*sectionView
	Experts      []heirView // who can be replaced or withdrawn
	MayEdit      bool       // another workbook can be put in place
	Seal         string     // what is known of sealed weights
}

// actView is something that can be done to the round now.
type actView struct {
	Act, Title         string
	Field, Label, Type string
	Required, Main     bool
	Sure               string
}

type linkView struct {
	ID, Person, Role, Link string
	Code                   template.HTML // the link as a code to be scanned
}

type memberView struct {
	ID, Name, Role, Bloc, Last, Note string
	Done, Asked                      int
	Gone                             bool
	Blank                            bool // an expert who has saved nothing in the round in hand: a new link sets nothing aside
}

func (s *Server) room(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showRoom(w, r, v, http.StatusOK, nil, nil)
}

// showRoom shows the room, with links that were just made, which are shown this once.
func (s *Server) showRoom(w http.ResponseWriter, r *http.Request, v *visit, status int, links []live.Link, n *notice) {
	if !v.may(live.SeeCoverage) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	l := s.languageOf(r)
	view := &roomView{Headline: s.headline(l, v), Roll: s.roll(l, v), Seq: v.state.Control, MayInvite: v.may(live.InvitePeople), Acts: acts(l, v)}
	if round := v.state.Current(); round != nil && v.state.Phase == live.Opened {
		view.Until = clock(l, round.Until)
	}
	if p := v.state.Proposal; p != nil {
		view.Proposal = language.Say(l, "The secretary proposes: %s", proposalSaid(p.What).In(l))
		if p.By == "" {
			view.Proposal = language.Say(l, "The time set for the round is over. Answers are still taken: close the round, or give it more time.")
		}
		if p.Note != "" {
			view.Proposal += " – " + p.Note
		}
	}
	if seal := v.state.Seal; seal != nil {
		view.Seal = language.Say(l, "The weights are sealed: %s", seal.Hash)
	}
	view.MayEdit = v.may(live.EditStudy)
	for _, k := range links {
		x := linkView{ID: k.Person, Person: personIn(l, &live.Person{ID: k.Person, Name: named(k), Roles: k.Roles}), Role: rolesIn(l, &live.Standing{Person: live.Person{Roles: k.Roles}}), Link: s.Link(k.Token)}
		code, err := qr(x.Link, language.Say(l, "The link of %s as a code to be scanned", x.Person))
		if err != nil {
			s.failed(w, r, err)
			return
		}
		x.Code = code
		view.Links = append(view.Links, x)
	}
	for _, p := range v.state.Experts() {
		view.Experts = append(view.Experts, heirView{p.ID, personIn(l, &p.Person)})
	}
	for _, role := range []live.Role{live.Expert, live.Observer, live.Secretary, live.Chair} {
		view.Roles = append(view.Roles, heirView{string(role), roleSaid(role).In(l)})
	}
	if err := s.fillMembers(r, v, l, view); err != nil {
		s.failed(w, r, err)
		return
	}
	if v.may(live.SeeFigures) {
		sections, err := s.agreement(r, v, l)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		view.Sections = sections
		advice, err := s.advice(r, v, l)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		if advice != nil {
			view.Sections = append([]*sectionView{advice}, view.Sections...)
		}
	}
	f := s.frame(r, v, language.Say(l, "Room‹page›"), view)
	f.Live, f.Wide, f.Notice = true, true, n
	s.show(w, r, status, "room", f)
}

// named is the name in a link, "" where the ID stands for it.
func named(k live.Link) string {
	if k.Name == k.Person {
		return ""
	}
	return k.Name
}

// headline says where the panel stands.
func (s *Server) headline(l language.Language, v *visit) string {
	name := ""
	if round := v.state.Current(); round != nil {
		name = round.Name
	}
	switch v.state.Phase {
	case live.Preparing:
		return language.Say(l, "The first round has not been opened")
	case live.Nominating:
		return language.Say(l, "Technologies are being nominated")
	case live.Opened:
		return language.Say(l, "Round %s is open", name)
	case live.Closing:
		return language.Say(l, "Round %s is being closed", name)
	case live.Finished:
		return language.Say(l, "The panel is finished")
	}
	return language.Say(l, "Round %s is closed", name)
}

// fillMembers says who has answered how much, and whom to remind.
func (s *Server) fillMembers(r *http.Request, v *visit, l language.Language, view *roomView) error {
	coverage, err := v.panel.Coverage(r.Context(), v.actor)
	if err != nil {
		return err
	}
	of := map[string]live.Covered{}
	for _, c := range coverage {
		of[c.Person.ID] = c
		view.Done, view.Asked = view.Done+c.Given, view.Asked+c.Asked
	}
	if v.state.Current() != nil && len(v.asked.technologies) > 0 {
		view.Technologies = s.coverage(v, l, coverage)
	}
	blocs, late := map[string]bool{}, []string{}
	for k := range v.state.People {
		p := &v.state.People[k]
		m := memberView{ID: p.ID, Name: personIn(l, &p.Person), Role: rolesIn(l, p), Bloc: p.Bloc}
		switch {
		case p.ReplacedBy != "":
			m.Note, m.Gone = language.Say(l, "replaced by %s", p.ReplacedBy), true
		case p.Withdrawn != "":
			m.Note, m.Gone = language.Say(l, "withdrawn"), true
		case p.Revoked:
			m.Note = language.Say(l, "link revoked")
		}
		if c, ok := of[p.ID]; ok {
			m.Done, m.Asked = c.Given, c.Asked
			if !c.Saved.IsZero() {
				m.Last = clock(l, c.Saved)
			}
			if v.state.Phase == live.Opened && c.Given < c.Asked && p.Active() {
				late = append(late, p.Title())
			}
		}
		m.Blank = p.Is(live.Expert) && p.Active() && of[p.ID].Saved.IsZero()
		if p.Bloc != "" && !blocs[p.Bloc] {
			blocs[p.Bloc] = true
			view.Blocs = append(view.Blocs, p.Bloc)
		}
		view.Members = append(view.Members, m)
	}
	if view.Late = len(late); view.Late > 0 {
		view.LateNames = strings.Join(late, ", ")
		view.Letter = letter(l, v)
	}
	return nil
}

// letter is what reminds an expert.
func letter(l language.Language, v *visit) string {
	round := v.state.Current()
	return strings.Join(mail.Remind(l, live.Outgoing{Title: v.state.Title, Round: round.Name, Until: round.Until}), "\n")
}

// acts are what the reader can do to the round now.
func acts(l language.Language, v *visit) []actView {
	say := func(text string) string { return language.Say(l, text) }
	until := actView{Field: "until", Label: say("Until (may stay empty)"), Type: "datetime-local"}
	var all []actView
	add := func(a actView, act, title string) {
		a.Act, a.Title = act, title
		all = append(all, a)
	}
	phase := v.state.Phase
	if v.may(live.Steer) {
		switch phase {
		case live.Preparing, live.Between:
			first := until
			first.Main = true
			title := say("Open the first round")
			if phase == live.Between {
				title = say("Open the next round")
			}
			add(first, "open", title)
			if phase == live.Preparing {
				add(actView{}, "nominate", say("Open nominations of technologies"))
			}
		case live.Nominating:
			add(actView{Main: true, Sure: say("What remains joins the list of technologies")}, "adopt", say("End the nominations"))
		case live.Opened:
			add(until, "extend", say("Change the time"))
			add(actView{Main: true, Sure: say("Nobody can answer after that")}, "close", say("Close the round"))
		}
		if phase == live.Between {
			add(actView{Field: "reason", Label: say("Why, for the record"), Type: "text", Required: true}, "reopen", say("Open the last round again"))
			add(actView{Sure: say("There will be no further round")}, "finish", say("Finish the panel"))
		}
		if v.state.Seal == nil && phase != live.Finished && phase != live.Closing && phase != live.Nominating {
			add(actView{}, "seal", say("Seal the weights"))
		}
	}
	if v.may(live.Propose) && !v.may(live.Steer) {
		note := actView{Field: "note", Label: say("Why‹reason›"), Type: "text"}
		switch phase {
		case live.Preparing, live.Between:
			add(note, "propose-open", say("Propose to open a round"))
		case live.Opened:
			add(note, "propose-close", say("Propose to close the round"))
			add(note, "propose-extend", say("Propose more time"))
		}
		if phase == live.Between {
			add(note, "propose-reopen", say("Propose to open the last round again"))
		}
		if v.state.Seal == nil && (phase == live.Preparing || phase == live.Between) {
			add(note, "propose-seal", say("Propose to seal the weights"))
		}
	}
	return all
}

// proposalSaid is what is proposed, in words.
func proposalSaid(what string) language.Message {
	switch what {
	case "open":
		return language.M("to open a round‹proposal›")
	case "extend":
		return language.M("to extend the round‹proposal›")
	case "reopen":
		return language.M("to open the last round again‹proposal›")
	case "seal":
		return language.M("to seal the weights‹proposal›")
	}
	return language.M("to close the round‹proposal›")
}

// parseUntil reads the time of a form, in the server's zone; the zero time for none.
func parseUntil(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", text, time.Local)
	if err != nil {
		return t, language.Errorf("“%s” is no time", text)
	}
	return t, nil
}

// rolesOf reads a role of a form.
func rolesOf(text string) ([]live.Role, error) {
	if role := live.Role(text); slices.Contains(live.Roles(), role) {
		return []live.Role{role}, nil
	}
	return nil, language.Errorf("there is no role %q", text)
}
