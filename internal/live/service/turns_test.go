package service

import (
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"veche/internal/live"
	"veche/internal/store/postgrestest"
)

// office is a mail server of the test's own, which tells of every letter.
type office struct{ letters chan string }

func (o office) NewSession(*smtp.Conn) (smtp.Session, error) { return o, nil }
func (office) Mail(string, *smtp.MailOptions) error          { return nil }
func (office) Rcpt(string, *smtp.RcptOptions) error          { return nil }
func (office) Reset()                                        {}
func (office) Logout() error                                 { return nil }
func (o office) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	o.letters <- string(data)
	return err
}

// A worker with a mail server sends the letters of panels whose server has none, while that server has the turn at all other duties; their links lead to the address
// that people open. When the server ends the worker watches over the rounds as well.
func TestTurns(t *testing.T) {
	server := postgrestest.Start(t)
	x := meet(t, server)
	ctx := t.Context()
	held, leave := context.WithCancel(ctx)
	has, left := make(chan bool, 1), make(chan bool)
	st, err := Open(ctx, "", x.db)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	go func() { // as a server without a mail server has it
		defer close(left)
		attend(held, st, dutiesTurn, []duty{{"hold", time.Hour, func(context.Context) error { has <- true; return nil }}}, slog.New(slog.DiscardHandler))
	}()
	<-has

	o := office{make(chan string, 1)}
	s := smtp.NewServer(o)
	s.Domain = "localhost"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(listener) }() // ends with the server
	defer s.Close()
	helper := &Helper{DB: x.db, Mail: "smtp://" + listener.Addr().String() + "?from=panel@example.org&tls=none&rate=6000"}
	defer helper.Close()
	for _, wrong := range []string{"", "panel.example", "https://panel.example/p", "ftp://panel.example"} {
		helper.URL = wrong
		if err := helper.TakeTurns(ctx, io.Discard); err == nil {
			t.Errorf("links would be made of %q", wrong)
		}
	}
	helper.URL = "https://panel.example"
	if err := helper.TakeTurns(ctx, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := x.panel.SetAddresses(ctx, x.chair, map[string]string{"E01": "one@example.org"}); err != nil {
		t.Fatal(err)
	}
	if n, err := x.panel.AskInvitations(ctx, x.chair, []string{"E01"}); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if letter := <-o.letters; !strings.Contains(letter, "https://panel.example/i/") {
		t.Errorf("no link to the address that people open:\n%s", letter)
	}

	leave()
	<-left
	now, err := x.panel.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.panel.OpenRound(ctx, x.chair, now.Control, time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool {
		s, err := x.panel.Head(ctx)
		return err == nil && s.Proposal != nil && s.Phase == live.Opened
	})
}
