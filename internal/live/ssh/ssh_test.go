package ssh

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"veche/internal/live"
	"veche/internal/mcda"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// stand is a server on a panel whose first round is closed.
type stand struct {
	t      *testing.T
	house  *live.House
	panel  *live.Panel
	server *Server
	at     string
	keys   map[string]ssh.Signer // by person
	log    *words
}

// words is what is logged.
type words struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *words) String() string { w.mu.Lock(); defer w.mu.Unlock(); return w.text.String() }

func signer(t *testing.T) ssh.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newStand(t *testing.T, limits Limits) *stand {
	t.Helper()
	st, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{t: t, house: live.NewHouse(st, live.Options{}), keys: map[string]ssh.Signer{}, log: &words{}}
	data, err := plain()
	if err != nil {
		t.Fatal(err)
	}
	panel, links, err := s.house.Create(t.Context(), live.New{Kind: live.Open, File: workbook.FormFile{Name: "x.xlsx", Data: data}, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	s.panel = panel
	for _, l := range links {
		secret, err := s.house.Enter(t.Context(), l.Token, "428913", "test")
		if err != nil {
			t.Fatal(err)
		}
		_, a, err := s.house.Session(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		s.keys[l.Person] = signer(t)
		if err := panel.AddKey(t.Context(), a, "000000", ssh.FingerprintSHA256(s.keys[l.Person].PublicKey()), "x"); err == nil {
			t.Error("a key is registered without the PIN")
		}
		if err := panel.AddKey(t.Context(), a, "428913", ssh.FingerprintSHA256(s.keys[l.Person].PublicKey()), "x"); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	if s.server, err = New(ctx, s.house, limits, slog.New(slog.NewTextHandler(s.log, nil))); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.at = l.Addr().String()
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-served:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the server does not end")
		}
		s.server.mu.Lock()
		if len(s.server.knocking)+len(s.server.open)+s.server.all > 0 {
			t.Errorf("left over: %d, %d, %d", len(s.server.knocking), len(s.server.open), s.server.all)
		}
		s.server.mu.Unlock()
		s.house.Close()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// plain is a workbook of six experts, three technologies and two criteria.
func plain() ([]byte, error) {
	least, most, half := 1.0, 10.0, 0.5
	s := &study.Study{Title: "Plain", Settings: study.Settings{Method: "weighted-sum", Weighting: "direct"}, Blocs: []study.Bloc{{Name: "science"}}}
	for k := range 3 {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("T", k+1), Name: fmt.Sprint("Technology number ", k+1)})
	}
	for k := range 2 {
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprint("C", k+1), Name: fmt.Sprint("Criterion ", k+1), Sense: mcda.Benefit, Min: &least, Max: &most, Weight: &half})
	}
	for k := range 6 {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprint("E", k+1), Name: fmt.Sprint("Expert number ", k+1), Bloc: "science"})
	}
	return workbook.WriteStudy(s)
}

func (s *stand) as(person string) live.Actor {
	s.t.Helper()
	a, err := s.panel.As(person)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// round opens a round, has everybody answer, and closes it.
func (s *stand) round() {
	s.t.Helper()
	must := func(_ int64, err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	ctx := s.t.Context()
	must(s.panel.OpenRound(ctx, s.as("chair"), s.panel.State().Control, time.Time{}))
	asked, err := s.panel.Questions(ctx, s.as("chair"))
	if err != nil {
		s.t.Fatal(err)
	}
	for k, e := range s.panel.State().Experts() {
		answers := map[live.Question]live.Answer{}
		for j, q := range asked {
			answers[q] = live.Answer{State: study.Given, Value: float64(1 + (k+3*j)%9)}
		}
		if _, err := s.panel.Save(ctx, s.as(e.ID), live.Save{Round: s.panel.State().Current().ID, Answers: answers}); err != nil {
			s.t.Fatal(err)
		}
	}
	must(s.panel.CloseRound(ctx, s.as("chair"), s.panel.State().Control))
}

func (s *stand) dial(user string, auth ...ssh.AuthMethod) (*ssh.Client, error) {
	return ssh.Dial("tcp", s.at, &ssh.ClientConfig{User: user, Auth: auth, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 20 * time.Second})
}

// screen is what somebody's terminal was sent.
type screen struct {
	words
	session *ssh.Session
	keys    io.Writer
}

// explore opens the explorer as an OpenSSH client does.
func (s *stand) explore(c *ssh.Client) *screen {
	s.t.Helper()
	x := &screen{}
	var err error
	if x.session, err = c.NewSession(); err != nil {
		s.t.Fatal(err)
	}
	if x.keys, err = x.session.StdinPipe(); err != nil {
		s.t.Fatal(err)
	}
	x.session.Stdout = &x.words
	if err := x.session.RequestPty("xterm-256color", 30, 100, ssh.TerminalModes{}); err != nil {
		s.t.Fatal(err)
	}
	if err := x.session.Shell(); err != nil {
		s.t.Fatal(err)
	}
	return x
}

func (s *stand) wait(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("never: %s", what)
		}
	}
}

// logged waits for so many lines: a refusal is logged after whoever is refused knows of it. No more of them come.
func (s *stand) logged(lines int) {
	s.t.Helper()
	count := func() int { return strings.Count(s.log.String(), "\n") }
	s.wait(fmt.Sprintf("%d lines", lines), func() bool { return count() >= lines })
	if n := count(); n != lines {
		s.t.Errorf("%d lines are logged:\n%s", n, s.log)
	}
}

// Before a closing nobody sees figures; then each what the web would show them. Who leads makes their weights the common ones by saving; a revoked person's session ends.
func TestExplorer(t *testing.T) {
	s := newStand(t, Usual)
	early, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys["chair"]))
	if err != nil {
		t.Fatal(err)
	}
	x := s.explore(early)
	if err := x.session.Wait(); err == nil || !strings.Contains(x.String(), "no figures for you") {
		t.Errorf("before a closing: %v, %q", err, x.String())
	}
	s.round()
	for _, who := range []string{"chair", "E1"} {
		c, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys[who]))
		if err != nil {
			t.Fatalf("%s: %v", who, err)
		}
		x := s.explore(c)
		s.wait("the explorer of "+who, func() bool { return strings.Contains(x.String(), "Technology number") })
		if who == "E1" && strings.Contains(x.String(), "Expert number") {
			t.Error("an expert's terminal shows others")
		}
		if err := x.session.WindowChange(40, 120); err != nil {
			t.Error(err)
		}
		if _, err := x.keys.Write([]byte("q")); err != nil {
			t.Error(err)
		}
		if err := x.session.Wait(); err != nil {
			t.Errorf("%s leaves: %v", who, err)
		}
	}
	c, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys["secretary"]))
	if err != nil {
		t.Fatal(err)
	}
	x = s.explore(c)
	s.wait("the secretary's explorer", func() bool { return strings.Contains(x.String(), "Technology number") })
	if _, err := s.panel.Revoke(t.Context(), s.as("chair"), s.panel.State().Control, "secretary"); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = x.session.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Error("a revoked person's session goes on")
	}
	if _, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys["secretary"])); err == nil {
		t.Error("a revoked person's key opens")
	}
}

// impostor offers one key and signs with another.
type impostor struct {
	ssh.Signer
	offered ssh.PublicKey
}

func (i impostor) PublicKey() ssh.PublicKey { return i.offered }

// Whoever has no key that is known gets the same answer, whatever they try; all of it is one line of the log.
func TestNotLetIn(t *testing.T) {
	s := newStand(t, Usual)
	s.round()
	foreign := signer(t)
	said := map[string][]string{}
	for name, try := range map[string]struct {
		user string
		auth []ssh.AuthMethod
	}{
		"no key":                     {s.panel.ID(), nil},
		"a password":                 {s.panel.ID(), []ssh.AuthMethod{ssh.Password("428913")}},
		"a foreign key":              {s.panel.ID(), []ssh.AuthMethod{ssh.PublicKeys(foreign)}},
		"a known key, no panel":      {"root", []ssh.AuthMethod{ssh.PublicKeys(s.keys["chair"])}},
		"the chair's, signed by me":  {s.panel.ID(), []ssh.AuthMethod{ssh.PublicKeys(impostor{foreign, s.keys["chair"].PublicKey()})}},
		"a stranger's, signed by me": {s.panel.ID(), []ssh.AuthMethod{ssh.PublicKeys(impostor{foreign, signer(t).PublicKey()})}},
		"the chair's, then my own":   {s.panel.ID(), []ssh.AuthMethod{ssh.PublicKeys(impostor{foreign, s.keys["chair"].PublicKey()}, foreign)}},
	} {
		c, err := s.dial(try.user, try.auth...)
		if err == nil {
			t.Errorf("%s is let in", name)
			c.Close()
			continue
		}
		text, _, _ := strings.Cut(err.Error(), ", attempted methods")
		said[text] = append(said[text], name)
	}
	// A signature that does not fit ends the connection, whosever the key is that was offered; nothing tells a known key from another.
	if len(said) > 2 {
		t.Errorf("they are told different things: %v", said)
	}
	for _, names := range said {
		if slices.Contains(names, "the chair's, signed by me") != slices.Contains(names, "a stranger's, signed by me") || slices.Contains(names, "a foreign key") != slices.Contains(names, "a known key, no panel") {
			t.Errorf("a known key is told from another: %v", said)
		}
	}
	s.logged(2)
	// An expert who offers the chair's key and signs with their own registered one is themselves.
	c, err := s.dial(s.panel.ID(), ssh.PublicKeys(impostor{s.keys["E1"], s.keys["chair"].PublicKey()}, s.keys["E1"]))
	if err != nil {
		return // the library's client gives up after a refused signature: nobody is let in
	}
	defer c.Close()
	s.wait("a session", func() bool { s.server.mu.Lock(); defer s.server.mu.Unlock(); return s.server.all == 1 })
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if s.server.inside[s.panel.ID()+"/E1"] != 1 {
		t.Errorf("who signed with E1's key is %v", s.server.inside)
	}
}

// A thousand half-open handshakes and as much garbage hold few connections for a short time, keep nobody with a key out, and are a few lines of the log.
func TestFlood(t *testing.T) {
	limits := Usual
	limits.Handshake, limits.Knocking = 2*time.Second, 16
	s := newStand(t, limits)
	s.round()
	var open []net.Conn
	for k := range 1000 {
		c, err := net.Dial("tcp", s.at)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		switch k % 3 {
		case 1:
			_, _ = c.Write([]byte("SSH-2.0-half\r\n")) // it may be closed already
		case 2:
			_, _ = c.Write(bytes.Repeat([]byte{0xff, 0, 'A'}, 500))
		}
		open = append(open, c)
	}
	s.server.mu.Lock()
	if n := len(s.server.knocking); n > limits.Knocking {
		t.Errorf("%d are waited for", n)
	}
	s.server.mu.Unlock()
	c, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys["chair"]))
	if err != nil {
		t.Fatalf("the chair is kept out: %v", err)
	}
	x := s.explore(c)
	s.wait("the chair's explorer", func() bool { return strings.Contains(x.String(), "Technology number") })
	for _, c := range open { // all are closed from there
		if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); err != nil {
			if n, ok := err.(net.Error); ok && n.Timeout() {
				t.Fatal("a half-open connection stays")
			}
		}
	}
	if n := strings.Count(s.log.String(), "\n"); n > 4 {
		t.Errorf("%d lines are logged:\n%s", n, s.log)
	}
}

// With a key that is known there is the explorer and nothing else.
func TestNothingElse(t *testing.T) {
	s := newStand(t, Usual)
	s.round()
	c, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys["chair"]))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Dial("tcp", s.at); err == nil {
		t.Error("a port is forwarded")
	}
	if _, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("a port is opened")
	}
	for _, kind := range []string{"x11", "auth-agent@openssh.com", "direct-streamlocal@openssh.com", "tun@openssh.com"} {
		if _, _, err := c.OpenChannel(kind, nil); err == nil {
			t.Errorf("a channel %s is opened", kind)
		}
	}
	x := s.explore(c)
	s.wait("the explorer", func() bool { return strings.Contains(x.String(), "Technology number") })
	for request, payload := range map[string][]byte{"exec": ssh.Marshal(struct{ C string }{"sh"}), "subsystem": ssh.Marshal(struct{ C string }{"sftp"}), "env": ssh.Marshal(struct{ A, B string }{"LD_PRELOAD", "x"}),
		"auth-agent-req@openssh.com": nil, "x11-req": nil, "shell": nil, "pty-req": []byte("no such thing"), "window-change": {1}} {
		if yes, err := x.session.SendRequest(request, true, payload); yes || err != nil {
			t.Errorf("%s: %v, %v", request, yes, err)
		}
	}
	if _, err := c.NewSession(); err == nil {
		t.Error("there is a second session on a connection")
	}
	if _, err := x.keys.Write([]byte("q")); err != nil {
		t.Error(err)
	}
	if err := x.session.Wait(); err != nil {
		t.Errorf("%v", err)
	}
	for range Usual.Each {
		c, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys["chair"]))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		s.explore(c)
	}
	more, err := s.dial(s.panel.ID(), ssh.PublicKeys(s.keys["chair"]))
	if err == nil {
		if _, err = more.NewSession(); err == nil {
			t.Error("somebody has more sessions than one may")
		}
	}
	s.logged(3)
}
