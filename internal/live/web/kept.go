package web

import (
	"cmp"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
)

// keptView is what is kept of somebody, and where they are signed in.
type keptView struct {
	Text    []string
	Devices []deviceView
	MayPair bool
	Pairing *linkView // a link for one more device, shown this once
	SSH     bool      // keys can be registered
	Own     bool      // the reader's answers can be taken away

	Ways       []wayView
	MayPasskey bool
	Account    string // that the reader is signed in with and has not connected; "" for none
	AsksPIN    bool
}

// wayView is a way in beside the link.
type wayView struct{ Kind, ID, Title, Name, Since string }

type deviceView struct {
	ID, Name, Since string
	Current         bool
}

func (s *Server) kept(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showKept(w, r, v, http.StatusOK, nil, nil)
}

// pair makes a link by which one more device of the reader's is let in without the PIN, once and soon, and shows it as a code to be scanned.
func (s *Server) pair(w http.ResponseWriter, r *http.Request, v *visit) {
	l := s.languageOf(r)
	secret, expires, err := v.panel.Pair(r.Context(), v.actor)
	if errors.Is(err, live.ErrDevices) {
		s.showKept(w, r, v, http.StatusUnprocessableEntity, nil, &notice{Bad: true, Text: sentence(l, err)})
		return
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	link := &linkView{Link: s.Link(secret)}
	if link.Code, err = qr(link.Link, language.Say(l, "The link as a code to be scanned")); err != nil {
		s.failed(w, r, err)
		return
	}
	link.Role = language.Say(l, "It opens once, until %s.", expires.Local().Format("15:04"))
	s.showKept(w, r, v, http.StatusOK, link, nil)
}

func (s *Server) showKept(w http.ResponseWriter, r *http.Request, v *visit, status int, pairing *linkView, n *notice) {
	l := s.languageOf(r)
	say := func(text string, args ...any) string { return language.Say(l, text, args...) }
	view := &keptView{Pairing: pairing, SSH: s.ssh.Port != "", Own: v.may(live.ExportOwn) && v.state.Current() != nil, Text: []string{
		say("Your name, organisation, bloc and role, as the secretary entered them."),
		say("Your answers and comments, each round as a whole, with the time of the last saving."),
		say("Of your link and PIN only what recognises them; of your devices the name below and the time of opening."),
		say("A chain of events that holds hashes only. What lies beside it can be erased by order; the chain then says how much was erased."),
		say("On this device: answers that could not be sent yet, and the receipts. Signing out clears them."),
	}}
	if v.state.Retention > 0 {
		view.Text = append(view.Text, say("After the end of the panel the data is kept for %d day.|After the end of the panel the data is kept for %d days.", int(v.state.Retention.Hours()/24)))
	}
	devices, err := v.panel.Devices(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	for _, d := range devices {
		view.Devices = append(view.Devices, deviceView{ID: d.ID, Name: d.Name, Since: clock(l, d.Opened), Current: d.ID == v.actor.Device})
	}
	if err := s.fillWays(r, v, view); err != nil {
		s.failed(w, r, err)
		return
	}
	view.MayPair = len(devices) < live.MaxDevices && pairing == nil
	f := s.frame(r, v, language.Say(l, "What is kept of you"), view)
	f.Notice = n
	s.show(w, r, status, "kept", f)
}

// fillWays says by what the reader is recognised beside their link.
func (s *Server) fillWays(r *http.Request, v *visit, view *keptView) error {
	l := s.languageOf(r)
	own, err := v.panel.Credentials(r.Context(), v.actor)
	if err != nil {
		return err
	}
	i, _, signedIn := s.identity(r)
	view.MayPasskey = keyed(v) && s.relying() != nil
	for _, c := range own {
		title := map[live.CredentialKind]string{live.Passkey: language.Say(l, "passkey"), live.Account: language.Say(l, "account‹sign-in›"), live.SSHKey: language.Say(l, "SSH key")}[c.Kind]
		view.Ways = append(view.Ways, wayView{string(c.Kind), c.ID, title, cmp.Or(c.Name, c.ID), clock(l, c.Added)})
		signedIn = signedIn && !(c.Kind == live.Account && c.ID == i.ID())
	}
	if signedIn {
		view.Account = i.Title()
	}
	view.AsksPIN, err = v.panel.HasPIN(r.Context(), v.actor)
	return err
}

func (s *Server) removeDevice(w http.ResponseWriter, r *http.Request, v *visit) {
	if err := v.panel.RemoveDevice(r.Context(), v.actor, r.PostForm.Get("device")); err != nil && !errors.Is(err, live.ErrNone) {
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, v.base()+"/kept", http.StatusSeeOther)
}

// deviceOf names a device as its browser does: the browser and the system, nothing finer.
func deviceOf(r *http.Request) string {
	agent := r.UserAgent()
	first := func(names ...[2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return "?"
	}
	browser := first([2]string{"YaBrowser", "Yandex"}, [2]string{"Edg", "Edge"}, [2]string{"Firefox", "Firefox"}, [2]string{"Chrome", "Chrome"}, [2]string{"Safari", "Safari"})
	system := first([2]string{"Android", "Android"}, [2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"}, [2]string{"Windows", "Windows"}, [2]string{"Mac OS", "macOS"}, [2]string{"Linux", "Linux"})
	return browser + ", " + system
}

// decodeHash reads a hash in hexadecimal.
func decodeHash(to *[32]byte, text string) error {
	if hex.DecodedLen(len(text)) != len(to) {
		return errors.New("web: no hash")
	}
	_, err := hex.Decode(to[:], []byte(text))
	return err
}
