package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/account"
)

// accountCookie holds the secret of who is signed in with an account.
const accountCookie = "veche-account"

// signInView is the page of who comes without a link.
type signInView struct {
	Passkeys bool
	Provider string // its name; "" for none
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	s.showSignIn(w, r, http.StatusOK, nil)
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, n *notice) {
	view := signInView{Passkeys: s.relying() != nil}
	if s.provider != nil {
		view.Provider = s.provider.Name
	}
	s.show(w, r, status, "signin", frame{Title: language.Say(s.languageOf(r), "Sign in"), Notice: n, Body: view})
}

// leave leads to the provider. It is a link and no form: a form's way may not lead to another server (form-action).
func (s *Server) leave(w http.ResponseWriter, r *http.Request) {
	if s.provider == nil {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	if !s.knocks.allow("leave "+callerOf(r), s.now()) {
		s.refuse(w, r, http.StatusTooManyRequests)
		return
	}
	address, trip, err := s.provider.Begin(r.Context())
	if left(r, err) {
		w.WriteHeader(statusLeft)
		return
	}
	if err != nil {
		s.log.Error("the provider of accounts does not answer", "error", err)
		s.showSignIn(w, r, http.StatusBadGateway, &notice{Bad: true, Text: language.Say(s.languageOf(r), "%s does not answer. Try again later, or open your link.", s.provider.Name)})
		return
	}
	if err := s.hold(w, r, trip); err != nil {
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// comeBack is where the provider leads back to.
func (s *Server) comeBack(w http.ResponseWriter, r *http.Request) {
	if s.provider == nil {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	if !s.knocks.allow("back "+callerOf(r), s.now()) {
		s.refuse(w, r, http.StatusTooManyRequests)
		return
	}
	var trip account.Trip
	err := s.take(w, r, &trip)
	var who live.Identity
	if err == nil {
		ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
		defer cancel()
		who, err = s.provider.Finish(ctx, trip, r.URL.Query().Get("state"), r.URL.Query().Get("code"))
	}
	secret := ""
	if err == nil {
		secret, err = s.house.Welcome(r.Context(), who)
	}
	if err != nil {
		s.log.Warn("account", "refused", true) // what the provider said may hold a code
		s.showSignIn(w, r, http.StatusUnprocessableEntity, &notice{Bad: true, Text: language.Say(s.languageOf(r), "Signing in did not succeed. Try again, or open your link.")})
		return
	}
	http.SetCookie(w, &http.Cookie{Name: accountCookie, Value: secret, Path: "/", MaxAge: int(live.AccountFor.Seconds()), HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, "/panels", http.StatusSeeOther)
}

// identity is who is signed in with an account; false for nobody.
func (s *Server) identity(r *http.Request) (live.Identity, string, bool) {
	c, err := r.Cookie(accountCookie)
	if err != nil || len(c.Value) > 128 || s.provider == nil {
		return live.Identity{}, "", false
	}
	i, err := s.house.Identity(r.Context(), c.Value)
	return i, c.Value, err == nil
}

// signOut ends the sign-in with an account.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	if _, secret, ok := s.identity(r); ok {
		if err := s.house.Farewell(r.Context(), secret); err != nil {
			s.failed(w, r, err)
			return
		}
	}
	http.SetCookie(w, &http.Cookie{Name: accountCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// panelsView lists panels.
type panelsView struct {
	Account string // who is signed in with one; "" for nobody
	Panels  []panelView
	SignIn  bool // there is another way in than a link
}

type panelView struct {
	ID, Title, Role, State, Until string
	Open                          bool   // a session is there: it is a link, else a form enters it
	Closed                        string // why it cannot be entered
	Joins                         bool
}

// panels lists the panels that the reader may enter: those this browser is signed in to, and those of their account. Nobody is told of any other.
func (s *Server) panels(w http.ResponseWriter, r *http.Request) {
	s.showPanels(w, r, http.StatusOK, nil)
}

func (s *Server) showPanels(w http.ResponseWriter, r *http.Request, status int, n *notice) {
	l := s.languageOf(r)
	view := panelsView{SignIn: s.relying() != nil || s.provider != nil}
	var listed []string
	add := func(p *live.Panel, who *live.Person, x panelView) {
		state := p.State()
		v := &visit{panel: p, state: state}
		x.ID, x.Title, x.State = p.ID(), state.Title, s.headline(l, v)
		x.Role = rolesIn(l, &live.Standing{Person: *who})
		if round := state.Current(); round != nil && state.Phase == live.Opened && !round.Until.IsZero() {
			x.Until = clock(l, round.Until)
		}
		listed, view.Panels = append(listed, p.ID()), append(view.Panels, x)
	}
	for _, c := range r.Cookies() {
		id, ok := strings.CutPrefix(c.Name, cookiePrefix)
		if !ok || len(c.Value) > 128 || len(listed) >= 100 || slices.Contains(listed, id) {
			continue
		}
		p, a, err := s.house.Session(r.Context(), c.Value)
		if err != nil || p.ID() != id {
			continue // it has ended
		}
		add(p, &p.State().Person(a.Person).Person, panelView{Open: true})
	}
	if i, _, ok := s.identity(r); ok {
		view.Account = i.Title()
		places, err := s.house.Places(r.Context(), i)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		for k := range places {
			x := &places[k]
			if slices.Contains(listed, x.Panel.ID()) {
				continue
			}
			entry := panelView{Joins: x.Joins}
			if x.Closed != nil {
				entry.Closed = sentence(l, x.Closed)
			}
			add(x.Panel, &x.Person, entry)
		}
	}
	s.show(w, r, status, "panels", frame{Title: language.Say(l, "Your panels"), Notice: n, Body: view})
}

// enterByAccount enters a panel with an account.
func (s *Server) enterByAccount(w http.ResponseWriter, r *http.Request) {
	i, _, ok := s.identity(r)
	if !ok {
		s.refuse(w, r, http.StatusUnauthorized)
		return
	}
	panel := r.PathValue("panel")
	session, err := s.house.EnterBy(r.Context(), i, panel, deviceOf(r))
	if err != nil && said(err) {
		s.showPanels(w, r, http.StatusForbidden, &notice{Bad: true, Text: sentence(s.languageOf(r), err)})
		return
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	s.admitted(w, panel, session, s.now().Add(live.AccountFor))
	http.Redirect(w, r, "/p/"+panel, http.StatusSeeOther)
}

// connect adds the account that the reader is signed in with to their ways in, with their PIN.
func (s *Server) connect(w http.ResponseWriter, r *http.Request, v *visit) {
	l := s.languageOf(r)
	i, _, ok := s.identity(r)
	if !ok {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return
	}
	err := v.panel.AddCredential(r.Context(), v.actor, r.PostForm.Get("pin"), live.Credential{Kind: live.Account, ID: i.ID(), Name: i.Name})
	if err != nil && !said(err) {
		s.failed(w, r, err)
		return
	}
	if err != nil {
		s.showKept(w, r, v, http.StatusUnprocessableEntity, nil, &notice{Bad: true, Text: sentence(l, err)})
		return
	}
	s.showKept(w, r, v, http.StatusOK, nil, &notice{Text: language.Say(l, "The account is connected: you can sign in with it.")})
}
