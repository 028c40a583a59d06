package web

import (
	"errors"
	"net/http"
	"time"

	"veche/internal/language"
	"veche/internal/live"
)

// openView is the page a link opens: whose it is, and the PIN.
type openView struct {
	Person, Role string
	Action       string
	Bound        bool
	Paired       bool // no PIN is asked
	Account      bool // it opens nothing by itself
}

// helloView says whether there is another way in than a link.
type helloView struct{ SignIn bool }

// hello is the page of who comes without a link.
func (s *Server) hello(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, "hello", frame{Title: "Veche", Body: helloView{s.relying() != nil || s.provider != nil}})
}

// link shows whose a link is and asks for the PIN. It consumes nothing: mail scanners open links.
func (s *Server) link(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	if !s.knocks.allow("get "+callerOf(r), s.now()) {
		s.refuse(w, r, http.StatusTooManyRequests)
		return
	}
	invitation, err := s.house.Invited(r.Context(), token)
	if err != nil {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	s.showLink(w, r, http.StatusOK, invitation, nil)
}

func (s *Server) showLink(w http.ResponseWriter, r *http.Request, status int, i live.Invitation, n *notice) {
	r = inTongue(r, i.Panel.State().Language)
	l := s.languageOf(r)
	view := openView{Person: personIn(l, &i.Person), Role: rolesIn(l, &live.Standing{Person: i.Person}), Action: "/i/" + r.PathValue("token"), Bound: i.Bound, Paired: i.Paired, Account: i.Account}
	s.show(w, r, status, "open", frame{Title: language.Say(l, "Welcome to the panel"), Panel: i.Title, Notice: n, Body: view})
}

// enter opens a session with a link and the PIN that only its person knows, and leaves the link's address behind.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	if err := r.ParseForm(); err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	if !s.knocks.allow("post "+callerOf(r), s.now()) || !s.knocks.allow("link "+token, s.now()) {
		s.refuse(w, r, http.StatusTooManyRequests)
		return
	}
	invitation, err := s.house.Invited(r.Context(), token)
	if err != nil {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	l := s.languageOf(inTongue(r, invitation.Panel.State().Language))
	bad := func(said string) {
		s.showLink(w, r, http.StatusUnprocessableEntity, invitation, &notice{Bad: true, Text: language.CapitalLetter(said) + "."})
	}
	pin := r.PostForm.Get("pin")
	if !invitation.Paired && !invitation.Bound && pin != r.PostForm.Get("again") {
		bad(language.Say(l, "the two PINs differ"))
		return
	}
	session, err := s.house.Enter(r.Context(), token, pin, deviceOf(r))
	switch {
	case errors.Is(err, live.ErrPIN), errors.Is(err, live.ErrWeakPIN), errors.Is(err, live.ErrLocked), errors.Is(err, live.ErrDevices), errors.Is(err, live.ErrAccount):
		bad(language.Of(err).In(l))
		return
	case err != nil:
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	panel := invitation.Panel.ID()
	s.admitted(w, panel, session, s.now().Add(30*24*time.Hour))
	http.Redirect(w, r, "/p/"+panel, http.StatusSeeOther)
}

// cookie holds a session, for one panel's pages only.
func (s *Server) cookie(panel, session string, until time.Time) *http.Cookie {
	c := &http.Cookie{Name: cookiePrefix + panel, Value: session, Path: "/p/" + panel, Expires: until, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode}
	if session == "" {
		c.MaxAge = -1
	}
	return c
}

// out ends the session.
func (s *Server) out(w http.ResponseWriter, r *http.Request, v *visit) {
	if err := s.house.SignOut(r.Context(), v.session); err != nil {
		s.failed(w, r, err)
		return
	}
	s.admitted(w, v.state.ID, "", time.Unix(0, 0))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// home leads everybody to the page of their role.
func (s *Server) home(w http.ResponseWriter, r *http.Request, v *visit) {
	page := "/screen"
	switch {
	case v.me.Is(live.Chair) || v.me.Is(live.Secretary):
		page = "/room"
	case v.me.Is(live.Expert) && len(v.asked.criteria) == 0 && len(v.asked.pairs) > 0:
		page = "/pairs"
	case v.me.Is(live.Expert):
		page = "/ballot"
	}
	http.Redirect(w, r, v.base()+page, http.StatusSeeOther)
}

// consentView is what is said before the first answer.
type consentView struct {
	Text  []string
	Roll  rollView
	After string
}

func (s *Server) consent(w http.ResponseWriter, r *http.Request, v *visit) {
	l := s.languageOf(r)
	text := v.state.Consent
	if text == "" {
		text = language.Say(l, "You take part as an expert. Kept are your answers, comments and the times of saving, under your name and bloc as the secretary entered them. They serve this panel only.")
	}
	after := language.Say(l, "After the closing the panel's figures are shown. This is a closed panel: in what leaves it answers stand under codes drawn anew, and nobody learns whose they are.")
	if v.state.Kind == live.Open {
		after = language.Say(l, "After the closing the panel's figures are shown. This is an open panel: in its export and report your answers stand under your name.")
	}
	s.show(w, r, http.StatusOK, "consent", s.frame(r, v, language.Say(l, "Before you answer"), consentView{paragraphs(text), s.roll(l, v), after}))
}

func (s *Server) agree(w http.ResponseWriter, r *http.Request, v *visit) {
	if err := v.panel.Consent(r.Context(), v.actor); err != nil {
		s.failed(w, r, err)
		return
	}
	s.home(w, r, v)
}
