// Package ssh shows a live panel's explorer to people who come by SSH: with a key that they registered on their page, as the user named by the panel's ID. There is
// nothing else to be had: no shell, no command, no forwarding, no environment. Who may see and do what is package live's affair.
//
// What stands before somebody is known is bounded: connections that have not proved a key yet, the time they have for it, and what is logged of them. Whoever is not
// let in is told one thing, whatever the reason.
package ssh

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"veche/internal/live"
	"veche/internal/live/sshkey"
)

// Limits of a server.
type Limits struct {
	Handshake time.Duration // from the connection to the proof of a key
	Idle      time.Duration // without a key pressed
	Stuck     time.Duration // a terminal that takes nothing
	Knocking  int           // connections that have proved nothing yet
	Sessions  int           // people at work, all together
	Each      int           // and one person
}

// Usual limits.
var Usual = Limits{Handshake: 10 * time.Second, Idle: 30 * time.Minute, Stuck: 20 * time.Second, Knocking: 64, Sessions: 800, Each: 3}

// Server lets people in.
type Server struct {
	house  *live.House
	limits Limits
	log    *refusals
	config *ssh.ServerConfig

	mu       sync.Mutex
	knocking []net.Conn     // that have proved nothing yet, the oldest first
	inside   map[string]int // sessions by person
	all      int
	open     map[net.Conn]bool
	ended    bool
	done     sync.WaitGroup
}

// whose is where the permissions of a connection hold the fingerprint of its key.
const whose = "veche-fingerprint"

// New makes a server of a house's panels.
func New(ctx context.Context, house *live.House, limits Limits, log *slog.Logger) (*Server, error) {
	key, err := house.HostKey(ctx)
	if err != nil {
		return nil, err
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		return nil, err
	}
	s := &Server{house: house, limits: limits, log: &refusals{ctx: ctx, log: log}, inside: map[string]int{}, open: map[net.Conn]bool{}}
	s.config = &ssh.ServerConfig{MaxAuthTries: 6, ServerVersion: "SSH-2.0-Veche",
		PublicKeyAuthAlgorithms: ssh.SupportedAlgorithms().PublicKeyAuths, // the library's default takes signatures over SHA-1 too
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			// Of a key that is merely offered nothing is said and nothing kept: whether it is known is looked at once it was signed with.
			if !sshkey.Strong(key) {
				return nil, errUnknown
			}
			return &ssh.Permissions{Extensions: map[string]string{whose: ssh.FingerprintSHA256(key)}}, nil
		},
		VerifiedPublicKeyCallback: func(c ssh.ConnMetadata, key ssh.PublicKey, p *ssh.Permissions, _ string) (*ssh.Permissions, error) {
			if p == nil || p.Extensions[whose] != ssh.FingerprintSHA256(key) {
				return nil, errUnknown
			}
			if _, err := s.recognise(ctx, c.User(), p.Extensions[whose]); err != nil {
				return nil, errUnknown
			}
			return p, nil
		}}
	s.config.AddHostKey(signer)
	return s, nil
}

var errUnknown = errors.New("ssh: not let in")

// recognise finds whose key it is in the panel that the user's name says.
func (s *Server) recognise(ctx context.Context, user, fingerprint string) (live.Recognised, error) {
	ctx, cancel := context.WithTimeout(ctx, s.limits.Handshake)
	defer cancel()
	return s.house.Recognise(ctx, strings.ToLower(user), live.SSHKey, fingerprint)
}

// Fingerprint is the server's own.
func Fingerprint(ctx context.Context, house *live.House) (string, error) {
	key, err := house.HostKey(ctx)
	if err != nil {
		return "", err
	}
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		return "", err
	}
	return ssh.FingerprintSHA256(public), nil
}

// Serve lets people in until the context ends, and then ends their sessions.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	defer context.AfterFunc(ctx, func() {
		_ = l.Close() // it is to end
		s.end()
	})()
	defer s.done.Wait()
	for {
		c, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil { // no more files, for the moment
			s.log.refused("accept")
			time.Sleep(50 * time.Millisecond)
			continue
		}
		if !s.knock(c) {
			_ = c.Close() // it ends
			continue
		}
		s.done.Go(func() { s.greet(ctx, c) })
	}
}

// knock counts a connection that has proved nothing yet. Where there are too many the oldest gives way: who has a key needs a moment only, who floods waits.
func (s *Server) knock(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	if len(s.knocking) >= s.limits.Knocking {
		_ = s.knocking[0].Close()
		s.knocking = s.knocking[1:]
		s.log.refused("too-many")
	}
	s.knocking = append(s.knocking, c)
	s.open[c] = true
	return true
}

// known takes a connection off those that have proved nothing; false when it had to give way.
func (s *Server) known(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.Index(s.knocking, c)
	if at < 0 {
		return false
	}
	s.knocking = slices.Delete(s.knocking, at, at+1)
	return true
}

func (s *Server) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for c := range s.open {
		_ = c.Close()
	}
}

// greet shakes hands and, with who proved a key that is known, goes on.
func (s *Server) greet(ctx context.Context, c net.Conn) {
	defer func() {
		s.known(c)
		s.mu.Lock()
		delete(s.open, c)
		s.mu.Unlock()
		_ = c.Close()
	}()
	if err := c.SetDeadline(time.Now().Add(s.limits.Handshake)); err != nil {
		return
	}
	conn, channels, requests, err := ssh.NewServerConn(c, s.config)
	if errors.Is(err, net.ErrClosed) { // it gave way, which was logged
		return
	}
	if err != nil {
		s.log.refused(reason(err))
		return
	}
	if !s.known(c) || c.SetDeadline(time.Time{}) != nil {
		return
	}
	s.done.Go(func() { ssh.DiscardRequests(requests) }) // forwarding from here, keep-alives: all answered with no
	x, err := s.recognise(ctx, conn.User(), conn.Permissions.Extensions[whose])
	if err != nil || !s.come(x.Actor) {
		s.log.refused("too-many-sessions")
		return
	}
	defer s.leave(x.Actor)
	s.host(ctx, c, conn, channels, x)
}

// reason is why a handshake came to nothing, in a few kinds.
func reason(err error) string {
	var auth *ssh.ServerAuthError
	var n net.Error
	switch {
	case errors.As(err, &auth):
		return "no-known-key"
	case errors.As(err, &n) && n.Timeout():
		return "no-handshake-in-time"
	}
	return "no-handshake"
}

// come counts a session of somebody; false where they, or all, have as many as there may be.
func (s *Server) come(a live.Actor) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := a.Panel + "/" + a.Person
	if s.ended || s.all >= s.limits.Sessions || s.inside[who] >= s.limits.Each {
		return false
	}
	s.inside[who]++
	s.all++
	return true
}

func (s *Server) leave(a live.Actor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := a.Panel + "/" + a.Person
	s.all--
	if s.inside[who]--; s.inside[who] == 0 {
		delete(s.inside, who)
	}
}
