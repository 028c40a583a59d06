package web

import (
	"errors"
	"net/http"
	"net/url"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/sshkey"
)

// SSH is where the explorer is, for the page that says so.
type SSH struct {
	Port        string
	Fingerprint string // of the server's own key
}

// keysView are somebody's keys for SSH.
type keysView struct {
	Command     string // that opens the explorer; "" where there is none
	Fingerprint string
	Keys        []deviceView
	AsksPIN     bool
}

func (s *Server) keys(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showKeys(w, r, v, http.StatusOK, nil)
}

func (s *Server) showKeys(w http.ResponseWriter, r *http.Request, v *visit, status int, n *notice) {
	l := s.languageOf(r)
	view := &keysView{Fingerprint: s.ssh.Fingerprint}
	if s.ssh.Port != "" {
		view.Command = "ssh -p " + s.ssh.Port + " " + v.state.ID + "@" + s.hostname()
	}
	own, err := v.panel.Credentials(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if view.AsksPIN, err = v.panel.HasPIN(r.Context(), v.actor); err != nil {
		s.failed(w, r, err)
		return
	}
	for _, c := range own {
		if c.Kind == live.SSHKey {
			view.Keys = append(view.Keys, deviceView{ID: c.ID, Name: c.Name, Since: clock(l, c.Added)})
		}
	}
	f := s.frame(r, v, language.Say(l, "Keys for SSH"), view)
	f.Notice = n
	s.show(w, r, status, "keys", f)
}

// hostname is the name of the machine in the address that people open.
func (s *Server) hostname() string {
	u, err := url.Parse(s.address)
	if err != nil {
		return ""
	}
	return u.Hostname() // of IPv6 without brackets: ssh takes them for a part of the name
}

// addKey registers a key with the PIN of the reader's link.
func (s *Server) addKey(w http.ResponseWriter, r *http.Request, v *visit) {
	l := s.languageOf(r)
	fingerprint, name, err := sshkey.Read(r.PostForm.Get("key"))
	if err == nil && s.ssh.Port == "" {
		err = language.Errorf("This server has no explorer over SSH.")
	}
	if err == nil {
		err = v.panel.AddKey(r.Context(), v.actor, r.PostForm.Get("pin"), fingerprint, name)
	}
	switch {
	case err == nil:
		s.showKeys(w, r, v.again(), http.StatusOK, &notice{Text: language.Say(l, "The key is registered.")})
	case said(err) && !errors.Is(err, live.ErrSession):
		s.showKeys(w, r, v, http.StatusUnprocessableEntity, &notice{Bad: true, Text: sentence(l, err)})
	default:
		s.failed(w, r, err)
	}
}

func (s *Server) removeKey(w http.ResponseWriter, r *http.Request, v *visit) {
	if err := v.panel.RemoveCredential(r.Context(), v.actor, live.SSHKey, r.PostForm.Get("key")); err != nil && !errors.Is(err, live.ErrNone) {
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, v.base()+"/keys", http.StatusSeeOther)
}
