// Package mail sends a panel's letters by SMTP. [Parse] reads where the mail server is, [Server.Send] brings it one letter, over TLS unless the server is this
// machine. It knows no panel: what a letter says is worded by [Text], who gets it and when is package live's affair.
package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"veche/internal/language"
	"veche/internal/live"
)

// Server is a mail server to hand letters to.
type Server struct {
	host           string
	port           int
	tls            string // "", "none" or "implicit"
	user, password string
	from           string
	roots          *x509.CertPool // nil: the system's
	PerMinute      int            // how many letters a minute it is given
}

const (
	perMinute = 60 // where nobody says
	patience  = 30 * time.Second
)

// Parse reads smtp://USER@HOST:PORT?from=ADDRESS, or smtps:// for TLS from the first byte. Beside from it may say rate (letters a minute) and tls=none, which a
// mail server on this machine may have only, and ca (a file of the certificates that a mail server's own comes from). The password comes apart: a URL stands in lists of processes and in logs.
func Parse(text, password string) (*Server, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return nil, language.Errorf("--mail takes the address of a mail server, as smtp://user@mail.example:587?from=panel@example.org")
	}
	if _, has := u.User.Password(); has {
		return nil, language.Errorf("--mail must not hold the password: it would stand in the list of processes; put it into VECHE_MAIL_PASSWORD or a file (--mail-password-file)")
	}
	s := &Server{host: u.Hostname(), port: 587, user: u.User.Username(), password: password, PerMinute: perMinute}
	if u.Scheme == "smtps" {
		s.tls, s.port = "implicit", 465
	}
	for key, values := range u.Query() {
		value := values[0]
		if len(values) > 1 {
			return nil, language.Errorf("--mail has %q twice", key)
		}
		switch key {
		case "from":
			s.from, err = live.CheckAddress(value)
		case "rate":
			if s.PerMinute, err = strconv.Atoi(value); err != nil || s.PerMinute < 1 || s.PerMinute > 6000 {
				err = language.Errorf("--mail: rate is letters a minute, 1 to 6000, not %q", value)
			}
		case "tls":
			if s.tls = value; value != "none" || u.Scheme == "smtps" {
				err = language.Errorf("--mail: tls may be none, for a mail server on this machine")
			}
		case "ca":
			s.roots, err = certificates(value)
		default:
			err = language.Errorf("--mail does not know %q; it takes from, rate, tls and ca", key)
		}
		if err != nil {
			return nil, err
		}
	}
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil || s.port < 1 || s.port > 65535 {
			return nil, language.Errorf("--mail takes the address of a mail server, as smtp://user@mail.example:587?from=panel@example.org")
		}
	}
	if s.from == "" && strings.Contains(s.user, "@") {
		s.from, err = live.CheckAddress(s.user)
	}
	switch {
	case err != nil:
		return nil, err
	case s.from == "":
		return nil, language.Errorf("--mail: say whom letters are from, as ?from=panel@example.org")
	case s.user != "" && s.password == "":
		return nil, language.Errorf("--mail: %s needs a password: put it into VECHE_MAIL_PASSWORD or a file (--mail-password-file)", s.user)
	case s.tls == "none" && !here(s.host):
		return nil, language.Errorf("--mail: without TLS only a mail server on this machine gets letters: they hold people's links")
	}
	return s, nil
}

// mostCertificates is how many bytes of certificates are read: more than a system's own.
const mostCertificates = 4 << 20

// certificates reads a file of them.
func certificates(file string) (*x509.CertPool, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostCertificates))
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, language.Errorf("%s holds no certificate", file)
	}
	return pool, nil
}

// here reports whether a host is this machine.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send hands a letter over. What the mail server refuses is a [live.PostError].
func (s *Server) Send(ctx context.Context, out live.Outgoing, link string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client, err := mail.NewClient(s.host, s.options()...)
	if err != nil {
		return err
	}
	m, err := s.message(out, link)
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return &live.PostError{Said: oneLine(err.Error())}
	}
	defer client.Close() // what was said at the end changes nothing
	err = client.Send(m)
	if err == nil {
		return nil
	}
	var said *mail.SendError
	if !errors.As(err, &said) {
		return &live.PostError{Said: oneLine(err.Error())}
	}
	lost := said.Reason == mail.ErrSMTPDataClose && said.ErrorCode() == 0 // it may have got it: nobody gets a letter twice
	return &live.PostError{ForGood: lost || !said.IsTemp() && said.ErrorCode() >= 500, Said: oneLine(err.Error())}
}

func (s *Server) options() []mail.Option {
	o := []mail.Option{mail.WithPort(s.port), mail.WithTimeout(patience)}
	if host := s.from[strings.LastIndexByte(s.from, '@')+1:]; host != "" {
		o = append(o, mail.WithHELO(host))
	}
	switch s.tls {
	case "none":
		o = append(o, mail.WithTLSPolicy(mail.NoTLS))
	case "implicit":
		o = append(o, mail.WithSSL())
	default:
		o = append(o, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.roots != nil {
		o = append(o, mail.WithTLSConfig(&tls.Config{RootCAs: s.roots, ServerName: s.host, MinVersion: tls.VersionTLS12}))
	}
	if s.user != "" {
		kind := mail.SMTPAuthAutoDiscover
		if s.tls == "none" {
			kind = mail.SMTPAuthPlainNoEnc // to this machine
		}
		o = append(o, mail.WithSMTPAuth(kind), mail.WithUsername(s.user), mail.WithPassword(s.password))
	}
	return o
}

// message is a letter as it goes over the wire.
func (s *Server) message(out live.Outgoing, link string) (*mail.Msg, error) {
	subject, text := Text(out, link)
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.From(s.from); err != nil {
		return nil, err
	}
	if err := m.To(out.To); err != nil {
		return nil, &live.PostError{ForGood: true, Said: oneLine(err.Error())}
	}
	m.Subject(oneLine(subject))
	m.SetDate()
	m.SetMessageIDWithValue(rand.Text() + s.from[strings.LastIndexByte(s.from, '@'):]) // the library's own names this machine
	m.SetGenHeader("Auto-Submitted", "auto-generated")                                 // so that nobody's holiday answers
	m.SetGenHeader("Content-Language", out.Language)
	m.SetBodyString(mail.TypeTextPlain, text)
	return m, nil
}

// oneLine is a text as one line.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
}
