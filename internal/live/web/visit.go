package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/study"
)

// visit is somebody on a page of a panel.
type visit struct {
	panel   *live.Panel
	actor   live.Actor
	state   *live.State
	me      *live.Standing
	study   *study.Study // what everybody may see, without answers and people
	asked   asked
	session string
	since   string // where the panel was when the request came
	tongue  string // the panel's language
}

type visitKey struct{}

// visitOf is the visit a request is part of; nil outside of a panel.
func visitOf(r *http.Request) *visit {
	v, _ := r.Context().Value(visitKey{}).(*visit)
	return v
}

// inTongue is a request to a panel that speaks a language, before anybody is known.
func inTongue(r *http.Request, tongue string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, &visit{tongue: tongue}))
}

func (v *visit) base() string { return "/p/" + v.state.ID }

func (v *visit) may(right live.Right) bool { return live.May(right, v.state, v.me) }

// judging is the study with the reader as its only expert.
func (v *visit) judging() *study.Study {
	s := v.study.Changed()
	s.Experts = []study.Expert{{ID: v.me.ID}}
	return s
}

// again is the visit after something was changed.
func (v *visit) again() *visit {
	next := *v
	next.state = v.panel.State()
	if me := next.state.Person(v.actor.Person); me != nil {
		next.me = me
	}
	if since, err := v.panel.Position(context.Background(), v.actor, next.state); err == nil { // else the stream tells what was done just now
		next.since = since
	}
	return &next
}

// visiting opens a panel's page for who has a session there.
func (s *Server) visiting(page handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r)
		switch {
		case errors.Is(err, live.ErrSession):
			s.refuse(w, r, http.StatusUnauthorized)
			return
		case left(r, err):
			w.WriteHeader(statusLeft)
			return
		case err != nil:
			s.log.Error("session", "error", err)
			s.refuse(w, r, http.StatusServiceUnavailable)
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		if r.Method == http.MethodPost {
			parse := r.ParseForm
			if uploads(r) {
				parse = func() error { return r.ParseMultipartForm(maxUpload) } // all of it in memory: nothing lies about
			}
			if err := parse(); tooLarge(err) {
				s.refuse(w, r, http.StatusRequestEntityTooLarge)
				return
			} else if err != nil {
				s.refuse(w, r, http.StatusBadRequest)
				return
			}
		}
		page(w, r, v)
	})
}

// visit finds whose request it is.
func (s *Server) visit(r *http.Request) (*visit, error) {
	id := r.PathValue("panel")
	c, err := r.Cookie(cookiePrefix + id)
	if err != nil || len(c.Value) > 128 {
		return nil, live.ErrSession
	}
	panel, actor, err := s.house.Session(r.Context(), c.Value)
	if err != nil {
		return nil, err
	}
	if panel.ID() != id {
		return nil, live.ErrSession
	}
	v := &visit{panel: panel, actor: actor, state: panel.State(), session: c.Value}
	if v.since, err = panel.Position(r.Context(), actor, v.state); err != nil { // before anything of the page is asked for
		return nil, err
	}
	if v.me = v.state.Person(actor.Person); v.me == nil {
		return nil, live.ErrSession
	}
	v.tongue = v.state.Language
	if v.study, err = panel.Study(r.Context(), actor); err != nil {
		return nil, err
	}
	questions, err := panel.Questions(r.Context(), actor)
	if err != nil {
		return nil, err
	}
	v.asked = questionsOf(v.study, questions)
	return v, nil
}

// questionsOf puts a panel's questions in order: technologies, criteria, pairs.
func questionsOf(s *study.Study, all []live.Question) asked {
	var a asked
	technologies, criteria := map[string]bool{}, map[string]bool{}
	for _, q := range all {
		if q.Pair() {
			a.pairs = append(a.pairs, [2]int{s.Criterion(q.A), s.Criterion(q.B)})
			continue
		}
		if !technologies[q.Technology] {
			technologies[q.Technology] = true
			a.technologies = append(a.technologies, s.Technology(q.Technology))
		}
		if !criteria[q.Criterion] {
			criteria[q.Criterion] = true
			a.criteria = append(a.criteria, s.Criterion(q.Criterion))
		}
	}
	return a
}

// frame is what stands around a page of the panel.
func (s *Server) frame(r *http.Request, v *visit, title string, body any) frame {
	l := s.languageOf(r)
	f := frame{Title: title, Panel: v.state.Title, Base: v.base(), Person: personIn(l, &v.me.Person), Role: rolesIn(l, v.me), Key: v.state.ID + ":" + v.me.ID, Since: v.since, Body: body}
	current := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, v.base()), "/")
	add := func(page, title string, when bool) {
		if when {
			f.Nav = append(f.Nav, navigation{page, title, page == current || page == "ballot" && current == "grid"})
		}
	}
	add("ballot", language.Say(l, "Ballot"), v.may(live.SeeOwn) && len(v.asked.criteria) > 0)
	add("pairs", language.Say(l, "Criteria in pairs"), v.may(live.SeeOwn) && len(v.asked.pairs) > 0)
	add("nominations", language.Say(l, "Nominations"), v.state.Phase == live.Nominating)
	add("room", language.Say(l, "Room‹page›"), v.may(live.SeeCoverage))
	add("mail", language.Say(l, "Mail"), v.may(live.InvitePeople) && s.mail)
	add("enter", language.Say(l, "Paper and Excel"), v.may(live.EnterForms))
	add("evidence", language.Say(l, "Evidence‹documents›"), len(v.state.Documents) > 0 || v.may(live.EditStudy))
	add("screen", language.Say(l, "Common screen"), v.may(live.SeeScreen))
	add("weights", language.Say(l, "Weights"), v.may(live.WhatIf))
	add("files", language.Say(l, "Report and files"), v.may(live.Export) || v.may(live.ExportRecord))
	add("proof", language.Say(l, "Proof"), true)
	return f
}

// failed says what was refused, in the reader's language; what is the server's own fault is logged and told apart.
func (s *Server) failed(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case left(r, err):
		w.WriteHeader(statusLeft)
	case errors.Is(err, live.ErrForbidden):
		s.refuse(w, r, http.StatusForbidden)
	case errors.Is(err, live.ErrSession), errors.Is(err, live.ErrLink):
		s.refuse(w, r, http.StatusUnauthorized)
	case errors.Is(err, live.ErrRace):
		s.refuse(w, r, http.StatusConflict)
	case errors.Is(err, live.ErrBusy):
		w.Header().Set("Retry-After", "2")
		s.refuse(w, r, http.StatusTooManyRequests)
	case errors.Is(err, live.ErrClosed):
		s.refuse(w, r, http.StatusGone)
	case errors.Is(err, live.ErrNone):
		s.refuse(w, r, http.StatusNotFound)
	case errors.Is(err, live.ErrNoSpace):
		s.log.Error("failed", "page", r.Pattern, "error", err)
		s.refuse(w, r, http.StatusInsufficientStorage)
	case said(err):
		s.refuseSaying(w, r, http.StatusUnprocessableEntity, language.Of(err))
	default:
		s.log.Error("failed", "page", r.Pattern, "error", err)
		s.refuse(w, r, http.StatusInternalServerError)
	}
}

// statusLeft stands in the log for a request whose reader did not wait for the answer, as proxies write it. Nobody reads it.
const statusLeft = 499

// left reports whether an error says no more than that the reader did not wait.
func left(r *http.Request, err error) bool {
	return r.Context().Err() != nil && errors.Is(err, context.Canceled)
}

// said reports whether an error is a sentence for people.
func said(err error) bool {
	var f *language.Fault
	var issues study.Issues
	return errors.As(err, &f) || errors.As(err, &issues)
}

// personIn is what a person is called: by name, a chair or a secretary without one by the role.
func personIn(l language.Language, p *live.Person) string {
	if p.Name == "" && len(p.Roles) == 1 && p.ID == string(p.Roles[0]) {
		return roleSaid(p.Roles[0]).In(l)
	}
	return p.Title()
}

// rolesIn are a person's roles in words.
func rolesIn(l language.Language, p *live.Standing) string {
	var all []language.Message
	for _, role := range p.Roles {
		all = append(all, roleSaid(role))
	}
	return language.Join(all, ", ").In(l)
}

func roleSaid(role live.Role) language.Message {
	switch role {
	case live.Chair:
		return language.M("chair‹role›")
	case live.Secretary:
		return language.M("secretary‹role›")
	case live.Expert:
		return language.M("expert‹role›")
	}
	return language.M("observer‹role›")
}

// roll is what every page says of the panel itself.
func (s *Server) roll(l language.Language, v *visit) rollView {
	view := rollView{Kind: language.Say(l, "closed: answers leave it under codes"), Mode: language.Say(l, "in rounds: sealed until the round is closed"), Key: v.state.Fingerprint}
	if v.state.Kind == live.Open {
		view.Kind = language.Say(l, "open: answers leave it under names")
	}
	if v.state.Pace == live.RealTime {
		view.Mode = language.Say(l, "in real time: the panel's figures are refreshed while it answers; nothing is sealed")
	}
	if round := v.state.Current(); round != nil {
		view.RollHash = round.Roll.String()[:16]
		view.RollSize = len(v.state.Experts())
	}
	return view
}

// refuseSaying is refuse with what the panel itself says.
func (s *Server) refuseSaying(w http.ResponseWriter, r *http.Request, status int, m language.Message) {
	l := s.languageOf(r)
	text := sentence(l, &language.Fault{Message: m})
	if strings.HasPrefix(r.Header.Get("Accept"), "application/json") {
		writeJSON(w, status, map[string]string{"said": text})
		return
	}
	f := frame{Title: language.Say(l, "That did not work"), Body: text}
	if v := visitOf(r); v != nil && v.state != nil {
		f = s.frame(r, v, f.Title, text)
	}
	s.show(w, r, status, "refused", f)
}
