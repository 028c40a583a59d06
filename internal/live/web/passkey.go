package web

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"veche/internal/language"
	"veche/internal/live"
)

// visitCookie holds the secret of a ceremony, or of a trip to a provider, between two requests.
const visitCookie = "veche-visit"

// relyingParty is the server as one, made when it is first needed; nil where browsers offer no passkeys: over plain http but on this machine, and under a number in
// place of a name.
func relyingParty(address string) func() *webauthn.WebAuthn {
	return sync.OnceValue(func() *webauthn.WebAuthn {
		u, err := url.Parse(address)
		if err != nil || net.ParseIP(u.Hostname()) != nil || u.Scheme != "https" && u.Hostname() != "localhost" {
			return nil
		}
		w, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: "Veche", RPOrigins: []string{address},
			AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}})
		if err != nil {
			return nil
		}
		return w
	})
}

// keyOwner is somebody with passkeys, as the library asks for them. Its handle says which panel and nothing of the person.
type keyOwner struct {
	handle      []byte
	name, title string
	credentials []webauthn.Credential
}

func (o *keyOwner) WebAuthnID() []byte                         { return o.handle }
func (o *keyOwner) WebAuthnName() string                       { return o.name }
func (o *keyOwner) WebAuthnDisplayName() string                { return o.title }
func (o *keyOwner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

// storedKey is what is kept to check a passkey by.
type storedKey struct {
	Handle []byte              `json:"handle"`
	Key    webauthn.Credential `json:"key"`
}

// ceremony is one under way.
type ceremony struct {
	Session webauthn.SessionData `json:"session"`
	Handle  []byte               `json:"handle,omitempty"`
}

// hold keeps a ceremony or a trip until its second request, found by a cookie.
func (s *Server) hold(w http.ResponseWriter, r *http.Request, value any) error {
	secret, err := s.house.Hold(r.Context(), value)
	if err == nil {
		http.SetCookie(w, &http.Cookie{Name: visitCookie, Value: secret, Path: "/", MaxAge: 600, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
	}
	return err
}

// take gives it back, once.
func (s *Server) take(w http.ResponseWriter, r *http.Request, into any) error {
	c, err := r.Cookie(visitCookie)
	if err != nil {
		return live.ErrSession
	}
	http.SetCookie(w, &http.Cookie{Name: visitCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode})
	return s.house.Take(r.Context(), c.Value, into)
}

// keyed reports whether the reader may have passkeys.
func keyed(v *visit) bool { return v.me.Is(live.Chair) || v.me.Is(live.Secretary) }

// withoutPasskeys refuses who may have none, and everybody where browsers offer none.
func (s *Server) withoutPasskeys(w http.ResponseWriter, r *http.Request, v *visit) bool {
	switch {
	case !keyed(v):
		s.refuse(w, r, http.StatusForbidden)
	case s.relying() == nil:
		s.refuse(w, r, http.StatusNotFound)
	default:
		return false
	}
	return true
}

// beginPasskey is what the reader's browser makes a passkey of.
func (s *Server) beginPasskey(w http.ResponseWriter, r *http.Request, v *visit) {
	if s.withoutPasskeys(w, r, v) {
		return
	}
	l := s.languageOf(r)
	if err := v.panel.CheckPIN(r.Context(), v.actor, r.PostForm.Get("pin")); err != nil { // before the device keeps a passkey that nobody knows here
		s.failed(w, r, err)
		return
	}
	random := make([]byte, 16)
	rand.Read(random) // it never fails
	o := &keyOwner{handle: append([]byte(v.state.ID+"/"), random...), name: personIn(l, &v.me.Person), title: personIn(l, &v.me.Person) + " – " + v.state.Title}
	own, err := v.panel.Credentials(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	var known []protocol.CredentialDescriptor
	for _, c := range own {
		if id, err := base64.RawURLEncoding.DecodeString(c.ID); err == nil && c.Kind == live.Passkey {
			known = append(known, protocol.CredentialDescriptor{Type: protocol.PublicKeyCredentialType, CredentialID: id})
		}
	}
	options, session, err := s.relying().BeginRegistration(o, webauthn.WithExclusions(known))
	if err == nil {
		err = s.hold(w, r, ceremony{*session, o.handle})
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, options)
}

// addPasskey keeps the passkey that was made, with the PIN of the reader's link.
func (s *Server) addPasskey(w http.ResponseWriter, r *http.Request, v *visit) {
	if s.withoutPasskeys(w, r, v) {
		return
	}
	l := s.languageOf(r)
	err := s.keepPasskey(w, r, v)
	if err != nil && !said(err) {
		s.log.Warn("passkey", "refused", kindOf(err))
		err = language.Errorf("this cannot be used to sign in")
	}
	if err != nil {
		s.showKept(w, r, v, http.StatusUnprocessableEntity, nil, &notice{Bad: true, Text: sentence(l, err)})
		return
	}
	s.showKept(w, r, v, http.StatusOK, nil, &notice{Text: language.Say(l, "The passkey is added: you can sign in with it.")})
}

func (s *Server) keepPasskey(w http.ResponseWriter, r *http.Request, v *visit) error {
	var c ceremony
	if err := s.take(w, r, &c); err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBody(strings.NewReader(r.PostForm.Get("made")))
	if err != nil {
		return err
	}
	key, err := s.relying().CreateCredential(&keyOwner{handle: c.Handle}, c.Session, parsed)
	if err != nil {
		return err
	}
	data, err := json.Marshal(storedKey{c.Handle, *key})
	if err != nil {
		return err
	}
	name := strings.TrimSpace(r.PostForm.Get("name"))
	if name == "" {
		name = deviceOf(r)
	}
	return v.panel.AddCredential(r.Context(), v.actor, r.PostForm.Get("pin"), live.Credential{Kind: live.Passkey, ID: base64.RawURLEncoding.EncodeToString(key.ID), Name: name, Data: data})
}

// removeCredential takes one of the reader's ways in away.
func (s *Server) removeCredential(w http.ResponseWriter, r *http.Request, v *visit) {
	err := v.panel.RemoveCredential(r.Context(), v.actor, live.CredentialKind(r.PostForm.Get("kind")), r.PostForm.Get("id"))
	if err != nil && !errors.Is(err, live.ErrNone) {
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, v.base()+"/kept", http.StatusSeeOther)
}

// askPasskey is what a browser asks its passkeys by, of whoever comes.
func (s *Server) askPasskey(w http.ResponseWriter, r *http.Request) {
	if s.relying() == nil {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	if !s.knocks.allow("ask "+callerOf(r), s.now()) {
		s.refuse(w, r, http.StatusTooManyRequests)
		return
	}
	options, session, err := s.relying().BeginDiscoverableLogin()
	if err == nil {
		err = s.hold(w, r, ceremony{Session: *session})
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, options)
}

// enterByPasskey begins a session of whose passkey it is.
func (s *Server) enterByPasskey(w http.ResponseWriter, r *http.Request) {
	if s.relying() == nil {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	if !s.knocks.allow("post "+callerOf(r), s.now()) {
		s.refuse(w, r, http.StatusTooManyRequests)
		return
	}
	panel, session, err := s.recognise(w, r)
	if err != nil {
		s.log.Warn("passkey", "refused", kindOf(err))
		l := s.languageOf(r)
		s.showSignIn(w, r, http.StatusUnprocessableEntity, &notice{Bad: true, Text: language.Say(l, "This passkey opens nothing here: it may be of a panel that is gone, or of a link that was renewed. Open your link.")})
		return
	}
	s.admitted(w, panel, session, s.now().Add(live.AccountFor))
	http.Redirect(w, r, "/p/"+panel, http.StatusSeeOther)
}

// recognise checks what a passkey signed and enters its panel.
func (s *Server) recognise(w http.ResponseWriter, r *http.Request) (panel, session string, err error) {
	if err := r.ParseForm(); err != nil {
		return "", "", err
	}
	var c ceremony
	if err := s.take(w, r, &c); err != nil {
		return "", "", err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBody(strings.NewReader(r.PostForm.Get("signed")))
	if err != nil {
		return "", "", err
	}
	var x live.Recognised
	find := func(id, handle []byte) (webauthn.User, error) {
		name, _, _ := bytes.Cut(handle, []byte("/"))
		var err error
		if x, err = s.house.Recognise(r.Context(), string(name), live.Passkey, base64.RawURLEncoding.EncodeToString(id)); err != nil {
			return nil, err
		}
		var kept storedKey
		if err := json.Unmarshal(x.Credential.Data, &kept); err != nil {
			return nil, err
		}
		return &keyOwner{handle: kept.Handle, credentials: []webauthn.Credential{kept.Key}}, nil
	}
	owner, key, err := s.relying().ValidatePasskeyLogin(find, c.Session, parsed)
	if err != nil {
		return "", "", err
	}
	if key.Authenticator.CloneWarning {
		return "", "", errors.New("web: the passkey was copied")
	}
	data, err := json.Marshal(storedKey{owner.WebAuthnID(), *key})
	if err != nil {
		return "", "", err
	}
	session, err = s.house.Admit(r.Context(), x, deviceOf(r), live.AccountFor, data)
	return x.Panel.ID(), session, err
}

// kindOf is what a log may say of an error that came of what somebody sent.
func kindOf(err error) string {
	var p *protocol.Error
	if errors.As(err, &p) {
		return p.Type
	}
	return "refused"
}

// admitted gives the session to the browser: for the panel's pages, and for the page that lists panels.
func (s *Server) admitted(w http.ResponseWriter, panel, session string, until time.Time) {
	http.SetCookie(w, s.cookie(panel, session, until))
	listed := s.cookie(panel, session, until)
	listed.Path = "/panels"
	http.SetCookie(w, listed)
}
