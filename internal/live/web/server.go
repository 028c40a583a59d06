// Package web shows a live panel in a browser: the ballot, the room, the common screen, the weights, the files and the proof. Pages are made on the server and
// work as plain forms; small scripts of our own save each answer, keep what cannot be sent and follow one stream of changes.
//
// It decides nothing: what a person may see or do is asked of package live, what is said of a panel comes from package report. A page is a template in
// templates/ and a file of this package that fills it; [Server.Handler] has the list of addresses.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/live/account"
	"veche/internal/live/metrics"
	"veche/internal/study"
)

// cookiePrefix begins the name of the cookie that holds a session; the panel's id ends it.
const cookiePrefix = "veche-session-"

// Options say where a server stands.
type Options struct {
	House   *live.House
	Listen  string // the address it listens on, with its port
	Address string // the URL people reach it by, without a path; "" for http on Listen
	TLS     bool   // it speaks TLS itself
	Files   []File // what can be taken away
	// Firm gives what [Firm] made of a panel's published ranking, if somebody has worked it out; nil, as the function may be, where nobody has.
	Firm    func(ctx context.Context, p *live.Panel, a live.Actor, o *study.Outcome) []byte
	SSH     SSH                                          // the explorer over SSH; zero: there is none
	Mail    bool                                         // letters are sent
	Metrics *metrics.Metrics                             // nil: nothing is counted
	Account func(back string) (*account.Provider, error) // where people sign in with accounts, who is led back to an address; nil: nowhere
	Log     *slog.Logger                                 // gets neither links nor answers; nil: nothing is logged
	Now     func() time.Time
}

// Server serves the pages of a house's panels.
type Server struct {
	house    *live.House
	takes    []File
	firm     func(context.Context, *live.Panel, live.Actor, *study.Outcome) []byte
	ssh      SSH
	mail     bool // letters are sent
	metrics  *metrics.Metrics
	provider *account.Provider
	relying  func() *webauthn.WebAuthn
	address  string
	hosts    []string
	loopback bool
	now      func() time.Time
	log      *slog.Logger
	pages    map[language.Language]pages
	rates    *rates // of all requests of a caller
	knocks   *rates // of links and PINs tried by a caller, and against one link
	ending   context.Context
	end      context.CancelFunc
}

// New makes a server. The error says what is wrong with its address.
func New(o Options) (*Server, error) {
	host, port, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return nil, err
	}
	s := &Server{house: o.House, takes: o.Files, firm: o.Firm, ssh: o.SSH, mail: o.Mail, metrics: o.Metrics, now: o.Now, log: o.Log, rates: newRates(300, 50), knocks: newRates(10, 0.2)}
	if s.now == nil {
		s.now = time.Now
	}
	if s.metrics == nil {
		s.metrics = metrics.New()
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	ip := net.ParseIP(host)
	s.loopback = host == "localhost" || ip != nil && ip.IsLoopback()
	s.address = strings.TrimSuffix(o.Address, "/")
	if s.address == "" {
		scheme := "http://"
		if o.TLS {
			scheme = "https://"
		}
		s.address = scheme + net.JoinHostPort(host, port)
	}
	u, err := url.Parse(s.address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return nil, language.Errorf("--url is the address people open, without a path, as https://panel.example; %q is none", o.Address)
	}
	if s.relying = relyingParty(s.address); o.Account != nil {
		if s.provider, err = o.Account(s.address + "/sign-in/back"); err != nil {
			return nil, err
		}
	}
	s.hosts = []string{strings.ToLower(u.Host)}
	if s.loopback {
		for _, name := range []string{"127.0.0.1", "localhost", "::1"} {
			s.hosts = append(s.hosts, net.JoinHostPort(name, port))
		}
	}
	s.pages = map[language.Language]pages{}
	for _, l := range []language.Language{language.English, language.Russian} {
		s.pages[l] = parsePages(l)
	}
	s.ending, s.end = context.WithCancel(context.Background())
	return s, nil
}

// Address is the URL people reach the server by.
func (s *Server) Address() string { return s.address }

// Link is the address a token opens, made of the server's own address and never of what a request says.
func (s *Server) Link(token string) string { return s.address + "/i/" + url.PathEscape(token) }

// End lets the streams end, so that the server can.
func (s *Server) End() { s.end() }

// Handler is every address there is.
func (s *Server) Handler() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.hello)
	m.HandleFunc("GET /ready", s.ready)
	m.HandleFunc("GET /static/", s.static)
	m.HandleFunc("POST /language", s.chooseLanguage)
	for address, page := range s.doors() {
		m.HandleFunc(address, page)
	}
	m.HandleFunc("GET /i/{token}", s.link)
	m.HandleFunc("POST /i/{token}", s.enter)
	for address, page := range s.routes() {
		m.Handle(address, s.visiting(page))
	}
	m.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.refuse(w, r, http.StatusNotFound) })
	return s.guard(s.logged(m))
}

// handle is a page of a panel, for somebody who has a session there.
type handle func(w http.ResponseWriter, r *http.Request, v *visit)

// doors are the pages of who is in no panel yet.
func (s *Server) doors() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /sign-in":                s.signIn,
		"POST /sign-in/passkey/begin": s.askPasskey,
		"POST /sign-in/passkey":       s.enterByPasskey,
		"GET /sign-in/account":        s.leave,
		"GET /sign-in/back":           s.comeBack,
		"POST /sign-out":              s.signOut,
		"GET /panels":                 s.panels,
		"POST /panels/{panel}":        s.enterByAccount,
	}
}

// routes are the pages of a panel.
func (s *Server) routes() map[string]handle {
	return map[string]handle{
		"GET /p/{panel}":                s.home,
		"GET /p/{panel}/consent":        s.consent,
		"POST /p/{panel}/consent":       s.agree,
		"GET /p/{panel}/ballot":         s.ballot,
		"POST /p/{panel}/ballot":        s.answer,
		"GET /p/{panel}/grid":           s.grid,
		"GET /p/{panel}/pairs":          s.pairs,
		"POST /p/{panel}/pairs":         s.answer,
		"GET /p/{panel}/room":           s.room,
		"POST /p/{panel}/room/{act}":    s.act,
		"GET /p/{panel}/screen":         s.screen,
		"POST /p/{panel}/screen":        s.lead,
		"GET /p/{panel}/weights":        s.weights,
		"POST /p/{panel}/weights":       s.weigh,
		"GET /p/{panel}/files":          s.files,
		"GET /p/{panel}/files/{file}":   s.file,
		"GET /p/{panel}/proof":          s.proof,
		"GET /p/{panel}/membership":     s.membership,
		"GET /p/{panel}/kept":           s.kept,
		"POST /p/{panel}/device/remove": s.removeDevice,
		"POST /p/{panel}/device/pair":   s.pair,
		"POST /p/{panel}/passkey/begin": s.beginPasskey,
		"POST /p/{panel}/passkey/add":   s.addPasskey,
		"POST /p/{panel}/account":       s.connect,
		"POST /p/{panel}/way/remove":    s.removeCredential,
		"POST /p/{panel}/confirm":       s.confirm,
		"GET /p/{panel}/keys":           s.keys,
		"POST /p/{panel}/keys":          s.addKey,
		"POST /p/{panel}/keys/remove":   s.removeKey,
		"GET /p/{panel}/own":            s.own,
		"GET /p/{panel}/stream":         s.stream,

		"GET /p/{panel}/mail":                s.mailPage,
		"POST /p/{panel}/mail":               s.changeMail,
		"GET /p/{panel}/nominations":         s.nominations,
		"POST /p/{panel}/nominations":        s.nominate,
		"POST /p/{panel}/nominations/merge":  s.mergeNominations,
		"GET /p/{panel}/evidence":            s.evidence,
		"POST /p/{panel}/evidence":           s.editEvidence,
		"GET /p/{panel}/evidence/{document}": s.document,
		"GET /p/{panel}/enter":               s.enterForms,
		"GET /p/{panel}/enter/form/{person}": s.formFile,
		"POST /p/{panel}/enter/forms":        s.takeForms,
		"POST /p/{panel}/enter/paper":        s.takePaper,
		"POST /p/{panel}/room/study":         s.takeStudy,
		"GET /p/{panel}/engine":              s.engineData,
		"POST /p/{panel}/out":                s.out,
	}
}

// logged notes each request without what could give anybody away: the pattern of the address, never the address.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, seen := s.now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if fault := recover(); fault == http.ErrAbortHandler {
				panic(fault)
			} else if fault != nil { // where it happened, without what it was about
				s.log.Error("panic", "page", r.Pattern, "stack", string(debug.Stack()))
				if !seen.written {
					s.refuse(w, r, http.StatusInternalServerError)
				}
			}
		}()
		next.ServeHTTP(seen, r)
		took := s.now().Sub(began)
		s.metrics.Request(r.Pattern, seen.status, took)
		s.log.Info("request", "page", r.Pattern, "status", seen.status, "ms", took.Milliseconds())
	})
}

// statusWriter remembers the status that was written.
type statusWriter struct {
	http.ResponseWriter
	status  int
	written bool
}

func (w *statusWriter) WriteHeader(status int) {
	w.status, w.written = status, true
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a stream flush.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// refusals are what a person is told, by status.
var refusals = map[int][2]language.Message{
	http.StatusBadRequest:            {language.M("That could not be read"), language.M("Something is missing in what was sent. Go back and try again.")},
	http.StatusUnauthorized:          {language.M("Please open your link"), language.M("Your session has ended or was ended elsewhere. Open the link the secretary sent you; nothing that was saved is lost.")},
	http.StatusForbidden:             {language.M("That is not open to you"), language.M("Your role in the panel does not include it, or the round does not allow it now.")},
	http.StatusNotFound:              {language.M("There is no such page"), language.M("Perhaps the link is incomplete, or no longer in force. Ask the secretary for a new one.")},
	http.StatusConflict:              {language.M("Somebody else was first"), language.M("The panel changed while you decided, and nothing was done. Look at how it stands now and decide again.")},
	http.StatusGone:                  {language.M("The round is closed"), language.M("What you sent came after the closing and was not counted.")},
	http.StatusRequestEntityTooLarge: {language.M("That is too much at once"), language.M("Send less at a time.")},
	http.StatusTooManyRequests:       {language.M("Too many requests"), language.M("Wait a moment and try again.")},
	http.StatusInternalServerError:   {language.M("That did not work"), language.M("Nothing was saved. Please try again, and tell the secretary if it happens again.")},
	http.StatusServiceUnavailable:    {language.M("The server is not ready"), language.M("Nothing was saved. Please try again in a moment.")},
	http.StatusInsufficientStorage:   {language.M("The server's disk is full"), language.M("Nothing was saved now; what was saved before is safe. Tell the secretary: when whoever runs the server has made room, try again.")},
}

// refuse says why there is no page.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int) {
	said, ok := refusals[status]
	if !ok {
		said = refusals[http.StatusInternalServerError]
	}
	l := s.languageOf(r)
	if strings.HasPrefix(r.Header.Get("Accept"), "application/json") {
		writeJSON(w, status, map[string]string{"said": said[0].In(l) + ". " + said[1].In(l)})
		return
	}
	f := frame{Title: said[0].In(l), Body: said[1].In(l)}
	if v := visitOf(r); v != nil && v.state != nil {
		f = s.frame(r, v, said[0].In(l), f.Body)
	}
	s.show(w, r, status, "refused", f)
}

// Ready reports whether pages can be opened.
func (s *Server) Ready(ctx context.Context) bool {
	_, err := s.house.Panels(ctx)
	return err == nil && s.ending.Err() == nil
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if !s.Ready(r.Context()) {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// tooLarge reports whether reading failed because more was sent than may be.
func tooLarge(err error) bool {
	var m *http.MaxBytesError
	return errors.As(err, &m)
}
