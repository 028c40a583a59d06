package web

import (
	"net/http"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
)

// mailView is the page of addresses and letters.
type mailView struct {
	Set     bool // the server has a mail server
	SignOn  bool // addresses serve to recognise accounts too
	People  []mailPerson
	Late    int // who have not answered and have an address
	Waiting int // letters in the queue
	Open    bool
}

type mailPerson struct {
	ID, Name, Role, Address string
	Letter, Fault           string
}

func (s *Server) mailPage(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showMail(w, r, v, http.StatusOK, nil)
}

// showMail shows who has which address, and what became of their letters.
func (s *Server) showMail(w http.ResponseWriter, r *http.Request, v *visit, status int, n *notice) {
	l := s.languageOf(r)
	addresses, err := v.panel.Addresses(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	letters, err := v.panel.Letters(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	coverage, err := v.panel.Coverage(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	view := &mailView{Set: s.mail, Open: v.state.Phase == live.Opened}
	for _, c := range coverage {
		if view.Open && c.Given < c.Asked && addresses[c.Person.ID] != "" {
			view.Late++
		}
	}
	last := map[string]*live.Letter{}
	for k := range letters {
		x := &letters[k]
		if last[x.Person] == nil {
			last[x.Person] = x
		}
		if x.State == live.Queued {
			view.Waiting++
		}
	}
	for k := range v.state.People {
		p := &v.state.People[k]
		if !p.Active() {
			continue
		}
		x := mailPerson{ID: p.ID, Name: personIn(l, &p.Person), Role: rolesIn(l, p), Address: addresses[p.ID]}
		if letter := last[p.ID]; letter != nil {
			x.Letter, x.Fault = s.letterSaid(l, letter), letter.Fault
		}
		view.People = append(view.People, x)
	}
	f := s.frame(r, v, language.Say(l, "Mail"), view)
	f.Wide, f.Notice = true, n
	s.show(w, r, status, "mail", f)
}

// letterSaid is what became of a letter.
func (s *Server) letterSaid(l language.Language, x *live.Letter) string {
	say := func(invitation, reminder string, args ...any) string {
		if x.Kind == live.InvitationLetter {
			return language.Say(l, invitation, args...)
		}
		return language.Say(l, reminder, args...)
	}
	at := clock(l, x.At)
	switch {
	case x.Unknown(s.now()):
		return language.Say(l, "nobody knows whether the letter of %s went out: the server ended meanwhile", at)
	case x.State == live.Sent:
		return say("invitation sent %s", "reminder sent %s", at)
	case x.State == live.Failed:
		return say("invitation not sent, %s", "reminder not sent, %s", at)
	case x.Tries > 0 && x.State == live.Queued:
		return language.Say(l, "refused for now, tried again %s", clock(l, x.Next))
	}
	return say("invitation waits to be sent", "reminder waits to be sent")
}

// changeMail keeps the addresses of the form and asks for letters.
func (s *Server) changeMail(w http.ResponseWriter, r *http.Request, v *visit) {
	l := s.languageOf(r)
	done, err := s.post(r, v)
	if err != nil && !said(err) {
		s.failed(w, r, err)
		return
	}
	if err != nil {
		s.showMail(w, r, v.again(), http.StatusUnprocessableEntity, &notice{Bad: true, Text: sentence(l, err)})
		return
	}
	s.showMail(w, r, v.again(), http.StatusOK, &notice{Text: done.In(l)})
}

// post does what the form of the page asks, and says what was done.
func (s *Server) post(r *http.Request, v *visit) (done language.Message, err error) {
	addresses, err := addressesOf(r.PostForm["lines"], v.state.People)
	if err != nil {
		return done, err
	}
	for field, values := range r.PostForm {
		if person, ok := strings.CutPrefix(field, "address."); ok {
			if _, listed := addresses[person]; !listed {
				addresses[person] = values[0]
			}
		}
	}
	if err := v.panel.SetAddresses(r.Context(), v.actor, addresses); err != nil {
		return done, err
	}
	do := r.PostForm.Get("do")
	if !s.mail && do != "keep" {
		return done, language.Errorf("no mail server is set: whoever runs this server names one with --mail")
	}
	n := 0
	switch do {
	case "invite":
		if len(r.PostForm["person"]) == 0 {
			return done, language.Errorf("mark somebody first")
		}
		n, err = v.panel.AskInvitations(r.Context(), v.actor, r.PostForm["person"])
	case "remind":
		n, err = v.panel.AskReminders(r.Context(), v.actor, nil)
	default:
		return language.M("The addresses are kept."), nil
	}
	if err == nil && n == 0 {
		err = language.Errorf("there is nobody to write to: no address, everything answered, or a letter asked for within the hour")
	}
	return language.M("%d letter is on its way; what became of it stands below.|%d letters are on their way; what became of them stands below.", n), err
}

// addressesOf reads lines of a code or a name and an address, as they are copied from a sheet.
func addressesOf(texts []string, people []live.Standing) (map[string]string, error) {
	of := map[string]string{}
	for _, line := range strings.FieldsFunc(strings.Join(texts, "\n"), func(c rune) bool { return c == '\n' || c == '\r' }) {
		fields := strings.FieldsFunc(line, func(c rune) bool { return c == '\t' || c == ';' || c == ',' })
		if len(fields) == 1 {
			fields = strings.Fields(line)
		}
		if len(fields) == 0 {
			continue
		}
		found := meant(people, strings.TrimSpace(fields[0]))
		switch {
		case len(found) == 0 || len(fields) < 2:
			return nil, language.Errorf("“%s”: a line is somebody's code or name and their address", line)
		case len(found) > 1: // a letter carries a link: it must not go to a namesake
			return nil, language.Errorf("“%s”: several people have this name; write the code in its place", line)
		}
		of[found[0]] = strings.TrimSpace(fields[len(fields)-1])
	}
	return of, nil
}

// meant are those who have a code, or a name.
func meant(people []live.Standing, who string) (found []string) {
	for k := range people {
		p := &people[k]
		if strings.EqualFold(p.ID, who) {
			return []string{p.ID}
		}
		if p.Name != "" && p.Active() && strings.EqualFold(p.Name, who) {
			found = append(found, p.ID)
		}
	}
	return found
}
