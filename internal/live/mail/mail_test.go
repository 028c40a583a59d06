package mail

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"veche/internal/example"
	"veche/internal/live"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// office is a mail server of the test's own: github.com/emersion/go-smtp on a port of this machine.
type office struct {
	mu       sync.Mutex
	letters  []string // as they came
	to       []string
	refuse   map[string]*smtp.SMTPError // by address
	password string
	port     string
	ca       string // file of its certificate
}

func (o *office) NewSession(*smtp.Conn) (smtp.Session, error) { return &desk{office: o}, nil }

// desk is one connection.
type desk struct {
	*office
	known bool
	rcpt  string
}

func (d *desk) AuthMechanisms() []string { return []string{sasl.Plain} }
func (d *desk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if d.known = user == "panel@example.org" && password == d.password; !d.known {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}
func (d *desk) Mail(string, *smtp.MailOptions) error {
	if !d.known && d.password != "" {
		return smtp.ErrAuthRequired
	}
	return nil
}
func (d *desk) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e := d.refuse[to]; e != nil {
		return e
	}
	d.rcpt = to
	return nil
}
func (d *desk) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.letters, d.to = append(d.letters, string(data)), append(d.to, d.rcpt)
	return err
}
func (d *desk) Reset()        {}
func (d *desk) Logout() error { return nil }

// newOffice opens a mail server; with a password it speaks TLS and asks for it.
func newOffice(t *testing.T, password string) *office {
	t.Helper()
	o := &office{refuse: map[string]*smtp.SMTPError{}, password: password}
	s := smtp.NewServer(o)
	s.Domain, s.AllowInsecureAuth = "localhost", false
	if password != "" {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
		der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
		if err != nil {
			t.Fatal(err)
		}
		o.ca = filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(o.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, o.port, _ = net.SplitHostPort(listener.Addr().String())
	go func() { _ = s.Serve(listener) }() // ends with the server
	t.Cleanup(func() { _ = s.Close() })
	return o
}

func (o *office) got() (letters, to []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string{}, o.letters...), append([]string{}, o.to...)
}

// read is a letter's subject and text as a reader sees them.
func read(t *testing.T, raw string) (m *mail.Message, subject, text string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
		t.Fatalf("encoded as %s", m.Header.Get("Content-Transfer-Encoding"))
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return m, subject, strings.ReplaceAll(string(body), "\r\n", "\n")
}

// A letter goes to a real mail server over TLS with a password, in both languages, whatever stands in the title.
func TestSend(t *testing.T) {
	o := newOffice(t, "s3cret")
	s, err := Parse("smtp://panel%40example.org@localhost:"+o.port+"?ca="+o.ca, "s3cret")
	if err != nil {
		t.Fatal(err)
	}
	until := time.Date(2026, 12, 1, 18, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		out     live.Outgoing
		subject string
		says    []string
	}{
		{live.Outgoing{Kind: live.InvitationLetter, To: "e1@example.org", Title: "Отбор\r\nBcc: all@example.org", Language: "ru", Person: live.Person{ID: "E1", Roles: []live.Role{live.Expert}}, Fingerprint: "ab12 cd34", Until: until},
			"Приглашение в экспертную группу «Отбор Bcc: all@example.org»", []string{"https://panel.example/i/token", "ab12 cd34", "ПИН", "01.12.2026"}},
		{live.Outgoing{Kind: live.ReminderLetter, To: "e2@example.org", Title: "Scan", Language: "en", Round: "2", Until: until}, "Reminder: the panel “Scan”", []string{"round 2", "1 Dec 2026"}},
	} {
		link := ""
		if x.out.Kind == live.InvitationLetter {
			link = "https://panel.example/i/token"
		}
		if err := s.Send(t.Context(), x.out, link); err != nil {
			t.Fatal(err)
		}
		letters, to := o.got()
		m, subject, text := read(t, letters[len(letters)-1])
		if subject != x.subject || to[len(to)-1] != x.out.To || m.Header.Get("Bcc") != "" || m.Header.Get("From") != "<panel@example.org>" || m.Header.Get("Auto-Submitted") != "auto-generated" || m.Header.Get("Message-Id") == "" {
			t.Errorf("%q to %s\n%v", subject, to[len(to)-1], m.Header)
		}
		for _, say := range x.says {
			if !strings.Contains(text, say) {
				t.Errorf("%q is not in\n%s", say, text)
			}
		}
		if x.out.Kind == live.ReminderLetter && strings.Contains(text, "/i/") {
			t.Error("a reminder carries a link")
		}
	}
}

// What a mail server refuses is told apart: for good and for now; and nothing goes to a server that is not the one meant.
func TestRefusals(t *testing.T) {
	o := newOffice(t, "s3cret")
	o.refuse["gone@example.org"] = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	o.refuse["busy@example.org"] = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "try later"}
	address := "smtp://panel%40example.org@localhost:" + o.port
	for name, x := range map[string]struct {
		url, password, to string
		good              bool // refused for good
		says              string
	}{
		"no such mailbox":   {address + "?ca=" + o.ca, "s3cret", "gone@example.org", true, "no such mailbox"},
		"not now":           {address + "?ca=" + o.ca, "s3cret", "busy@example.org", false, "try later"},
		"a wrong password":  {address + "?ca=" + o.ca, "wrong", "e1@example.org", false, ""},
		"a foreign server":  {address, "s3cret", "e1@example.org", false, "certificate"},
		"nobody there":      {"smtp://panel%40example.org@localhost:1?ca=" + o.ca, "s3cret", "e1@example.org", false, ""},
		"no address at all": {address + "?ca=" + o.ca, "s3cret", "none", true, ""},
	} {
		s, err := Parse(x.url, x.password)
		if err != nil {
			t.Fatal(err)
		}
		var said *live.PostError
		if err := s.Send(t.Context(), live.Outgoing{Kind: live.ReminderLetter, To: x.to, Title: "x"}, ""); !errors.As(err, &said) {
			t.Errorf("%s: %v", name, err)
		} else if said.ForGood != x.good || !strings.Contains(said.Said, x.says) || strings.Contains(said.Said, x.password) {
			t.Errorf("%s: %+v", name, said)
		}
	}
	if letters, _ := o.got(); len(letters) > 0 {
		t.Errorf("%d letters went out", len(letters))
	}
	plain := newOffice(t, "") // speaks no TLS
	s, err := Parse("smtp://localhost:"+plain.port+"?from=a@example.org", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), live.Outgoing{To: "e1@example.org"}, ""); err == nil {
		t.Error("a letter goes over a line without TLS")
	}
}

// An address that would put a password or a link into the open is refused with its cure.
func TestParse(t *testing.T) {
	for text, says := range map[string]string{
		"http://mail.example": "--mail takes",
		"smtp://":             "--mail takes",
		"smtp://u:p@mail.example?from=a@b.example":        "must not hold the password",
		"smtp://u@mail.example?from=a@b.example":          "needs a password",
		"smtp://mail.example":                             "whom letters are from",
		"smtp://mail.example?from=nobody":                 "no e-mail address",
		"smtp://mail.example?from=a@b.example&tls=none":   "on this machine",
		"smtp://mail.example?from=a@b.example&rate=0":     "1 to 6000",
		"smtp://mail.example?from=a@b.example&what=1":     "does not know",
		"smtp://mail.example?from=a@b.example&ca=nothing": "nothing",
		"smtp://mail.example:0?from=a@b.example":          "--mail takes",
	} {
		if _, err := Parse(text, ""); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if s, err := Parse("smtps://mail.example?from=a@b.example&rate=6", ""); err != nil || s.port != 465 || s.PerMinute != 6 || s.tls != "implicit" {
		t.Errorf("%+v %v", s, err)
	}
}

// A panel's letters through two houses at once on one store: every invitation and every reminder goes out once, its link opens, the chain says so, who answered
// meanwhile gets none, and what was refused is shown and tried again.
func TestPanelLetters(t *testing.T) {
	o, ctx := newOffice(t, ""), t.Context()
	o.refuse["e05@example.org"] = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	o.refuse["e06@example.org"] = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "try later"}
	server, err := Parse("smtp://localhost:"+o.port+"?from=panel@example.org&tls=none", "")
	if err != nil {
		t.Fatal(err)
	}
	send := func(ctx context.Context, out live.Outgoing) error {
		return server.Send(ctx, out, "https://panel.example/i/"+out.Token)
	}
	st, err := sqlite.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	var clock sync.Mutex
	o1 := live.Options{Now: func() time.Time { clock.Lock(); defer clock.Unlock(); return now }}
	later := func(d time.Duration) { clock.Lock(); defer clock.Unlock(); now = now.Add(d) }
	house, other := live.NewHouse(st, o1), live.NewHouse(st, o1)
	defer house.Close()
	defer other.Close()
	p, _, err := house.Create(ctx, live.New{File: workbook.FormFile{Name: "horizon-scan.xlsx", Data: example.HorizonScan}})
	if err != nil {
		t.Fatal(err)
	}
	secretary, err := p.As("secretary")
	if err != nil {
		t.Fatal(err)
	}
	var people []string
	addresses := map[string]string{}
	for _, e := range p.State().Experts()[:8] {
		people, addresses[e.ID] = append(people, e.ID), strings.ToLower(e.ID)+"@example.org"
	}
	if err := p.SetAddresses(ctx, secretary, addresses); err != nil {
		t.Fatal(err)
	}
	if err := p.SetAddresses(ctx, secretary, map[string]string{people[0]: "x@y.example\r\nBcc: z@y.example"}); err == nil {
		t.Error("an address of two lines is taken")
	}
	ask := func(want int) {
		t.Helper()
		if n, err := p.AskInvitations(ctx, secretary, append(people, "chair", "nobody")); err != nil || n != want {
			t.Errorf("%d invitations are asked for, not %d: %v", n, want, err)
		}
	}
	ask(8)
	ask(0) // clicked twice
	later(time.Minute)
	ask(0) // they still wait
	both := func() (sent, failed int) {
		t.Helper()
		var wait sync.WaitGroup
		var mu sync.Mutex
		for _, h := range []*live.House{house, other} {
			wait.Go(func() {
				s, f, err := h.Post(ctx, 100, 0, send)
				mu.Lock()
				defer mu.Unlock()
				if sent, failed = sent+s, failed+f; err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		return sent, failed
	}
	if sent, failed := both(); sent != 6 || failed != 2 {
		t.Errorf("%d sent, %d refused", sent, failed)
	}
	letters, to := o.got()
	seen := map[string]int{}
	for k, raw := range letters {
		seen[to[k]]++
		_, _, text := read(t, raw)
		token := text[strings.Index(text, "/i/")+3:]
		token = token[:strings.IndexByte(token, '\n')]
		if i, err := house.Invited(ctx, token); err != nil || strings.ToLower(i.Person.ID)+"@example.org" != to[k] {
			t.Errorf("the link sent to %s: %v", to[k], err)
		}
	}
	if len(seen) != 6 || len(letters) != 6 {
		t.Errorf("letters went to %v", seen)
	}
	states := map[live.LetterState]int{}
	all, err := p.Letters(ctx, secretary)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		if states[x.State]++; x.State == live.Failed && !strings.Contains(x.Fault, "no such mailbox") || x.State == live.Queued && !strings.Contains(x.Fault, "try later") {
			t.Errorf("%+v", x)
		}
	}
	if states[live.Sent] != 6 || states[live.Failed] != 1 || states[live.Queued] != 1 {
		t.Errorf("%v", states)
	}
	delete(o.refuse, "e06@example.org")
	if sent, _ := both(); sent != 0 {
		t.Error("what was refused for now is tried again at once")
	}
	later(2 * time.Minute)
	if sent, _ := both(); sent != 1 {
		t.Errorf("what was refused for now: %d sent", sent)
	}
	reminders(t, p, house, both, later)
	events, err := st.Events(ctx, p.ID(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if strings.Contains(string(e.Payload), "@example.org") {
			t.Errorf("an address stands in the chain: %s", e.Payload)
		}
	}
}

// reminders go out once for each end that a round was given, and by the button once an hour.
func reminders(t *testing.T, p *live.Panel, house *live.House, both func() (int, int), later func(time.Duration)) {
	t.Helper()
	ctx := t.Context()
	chair, err := p.As("chair")
	if err != nil {
		t.Fatal(err)
	}
	began := time.Date(2026, 11, 28, 9, 2, 0, 0, time.UTC)
	if _, err := p.OpenRound(ctx, chair, p.State().Control, began.Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	clock := func(want int) {
		t.Helper()
		for range 2 { // looked at twice
			if err := house.RemindBefore(ctx, 24*time.Hour); err != nil {
				t.Fatal(err)
			}
		}
		if sent, _ := both(); sent != want {
			t.Errorf("%d reminders, not %d", sent, want)
		}
	}
	clock(0)
	later(25 * time.Hour)
	answerAll(t, p, "E02")
	clock(6) // of eight with an address one has answered and one's mailbox is not there
	clock(0)
	if _, err := p.Extend(ctx, chair, p.State().Control, began.Add(60*time.Hour)); err != nil {
		t.Fatal(err)
	}
	later(12 * time.Hour)
	clock(6)
	button := func(want int) {
		t.Helper()
		if n, err := p.AskReminders(ctx, chair, nil); err != nil || n != want {
			t.Errorf("the button asks for %d, not %d: %v", n, want, err)
		}
	}
	button(7)
	button(0)
	answerAll(t, p, "E03")
	if sent, _ := both(); sent != 5 {
		t.Errorf("%d reminders, not 5: who has answered since needs none", sent)
	}
	later(time.Hour)
	button(6)
}

// answerAll gives an expert's whole ballot.
func answerAll(t *testing.T, p *live.Panel, person string) {
	t.Helper()
	a, err := p.As(person)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := p.Questions(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	answers := map[live.Question]live.Answer{}
	for _, q := range asked {
		answers[q] = live.Answer{State: study.Given, Value: 3}
	}
	if _, err := p.Save(t.Context(), a, live.Save{Round: p.State().Current().ID, Answers: answers}); err != nil {
		t.Fatal(err)
	}
}
