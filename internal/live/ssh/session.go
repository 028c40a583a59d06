package ssh

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/study"
	"veche/internal/tui"
)

// window is what a client says of its terminal.
type window struct {
	Kind           string
	Width, Height  uint32
	PixelW, PixelH uint32
	Modes          string
}

// host gives somebody the one thing there is: an explorer on one terminal.
func (s *Server) host(ctx context.Context, c net.Conn, conn *ssh.ServerConn, channels <-chan ssh.NewChannel, x live.Recognised) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	defer conn.Close()
	ended := make(chan struct{})
	begun := false
	idle := time.AfterFunc(s.limits.Handshake, func() { _ = c.Close() }) // who proves a key and asks for nothing
	defer idle.Stop()
	for asked := range channels {
		if asked.ChannelType() != "session" || begun {
			s.log.refused("no-such-channel")
			_ = asked.Reject(ssh.Prohibited, "not here")
			continue
		}
		channel, requests, err := asked.Accept()
		if err != nil {
			return
		}
		begun = true
		s.done.Go(func() {
			defer close(ended)
			defer conn.Close()
			s.session(ctx, c, channel, requests, x, idle)
		})
	}
	if begun {
		end()
		<-ended
	}
}

// session answers what is asked on a channel, and begins the explorer when its terminal is known.
func (s *Server) session(ctx context.Context, c net.Conn, channel ssh.Channel, requests <-chan *ssh.Request, x live.Recognised, idle *time.Timer) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	defer channel.Close()
	var terminal *window
	sizes, over := make(chan [2]int, 1), make(chan struct{})
	defer close(sizes)
	begun := false
	for {
		select {
		case <-over:
			return
		case r, ok := <-requests:
			if !ok {
				end()
				if begun {
					<-over
				}
				return
			}
			yes := false
			switch r.Type {
			case "pty-req":
				var w window
				if yes = terminal == nil && ssh.Unmarshal(r.Payload, &w) == nil; yes {
					terminal = &w
				}
			case "window-change":
				var w struct{ Width, Height, PixelW, PixelH uint32 }
				if yes = ssh.Unmarshal(r.Payload, &w) == nil; yes {
					select {
					case <-sizes: // one that was not taken is past
					default:
					}
					sizes <- within(w.Width, w.Height)
				}
			case "shell":
				if yes = terminal != nil && !begun; yes {
					begun = true
					idle.Reset(s.limits.Idle)
					w := *terminal
					s.done.Go(func() {
						defer close(over)
						s.explore(ctx, &line{Channel: channel, conn: c, idle: idle, limits: s.limits}, w, sizes, x)
					})
				}
			}
			if !yes {
				s.log.refused("no-such-request")
			}
			if r.WantReply {
				_ = r.Reply(yes, nil)
			}
		}
	}
}

// within are a terminal's width and height as they can be.
func within(width, height uint32) [2]int {
	return [2]int{int(min(max(width, 20), 500)), int(min(max(height, 5), 300))}
}

// line is a channel that notices who presses nothing, and who takes nothing.
type line struct {
	ssh.Channel
	conn   net.Conn
	idle   *time.Timer
	limits Limits
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.Channel.Read(p)
	if n > 0 {
		l.idle.Reset(l.limits.Idle)
	}
	return n, err
}

func (l *line) Write(p []byte) (int, error) {
	stuck := time.AfterFunc(l.limits.Stuck, func() { _ = l.conn.Close() }) // the channel's window is full, and stays so
	defer stuck.Stop()
	return l.Channel.Write(p)
}

// explore shows the explorer until its user leaves, their rights end, or what it shows is no longer the panel's.
func (s *Server) explore(ctx context.Context, l *line, w window, sizes <-chan [2]int, x live.Recognised) {
	p, a := x.Panel, x.Actor
	lang := language.English
	if p.State().Language == "ru" {
		lang = language.Russian
	}
	say := func(m language.Message) {
		fmt.Fprintf(l, "%s\r\n", m.In(lang))
	}
	code := uint32(0)
	defer func() { _, _ = l.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{code})) }()
	given, err := p.Explore(ctx, a)
	if err != nil {
		code = 1
		if errors.Is(err, live.ErrForbidden) {
			say(language.M("There are no figures for you to see yet: they come when a round is closed."))
			return
		}
		say(language.Of(err))
		return
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	changes, err := p.Watch(ctx, a, "")
	if err != nil {
		return
	}
	past := make(chan language.Message, 1)
	s.done.Go(func() { past <- outlived(changes); end() })
	o := tui.Options{File: p.State().Title, Language: lang, ASCII: !utf8Terminal(w.Kind)}
	if live.May(live.Lead, p.State(), p.State().Person(a.Person)) {
		o.Save = func(now *study.Study, _ []study.Action) (string, string, error) { return lead(ctx, p, a, now, lang) }
	}
	size := within(w.Width, w.Height)
	err = tui.Terminal{In: l, Out: l, Kind: w.Kind, Width: size[0], Height: size[1], Resized: sizes}.Explore(ctx, given, o)
	if err != nil && !errors.Is(err, io.EOF) && ctx.Err() == nil {
		code = 1
		say(language.Of(err))
	}
	end()
	if m := <-past; !m.IsZero() {
		say(m)
	}
}

// outlived returns when what the explorer shows is no longer the panel's, or its user no longer there, and says so.
func outlived(changes <-chan live.Change) language.Message {
	for c := range changes {
		if slices.Contains(c.Topics, live.TopicFigures) {
			return language.M("The panel's figures have changed: connect again to see them.")
		}
	}
	return language.Message{}
}

// lead makes the weights of who leads the panel's common ones.
func lead(ctx context.Context, p *live.Panel, a live.Actor, now *study.Study, l language.Language) (where, sum string, err error) {
	o, err := study.Evaluate(now)
	if err != nil {
		return "", "", err
	}
	weights := map[string]float64{}
	for k, leaf := range now.Leaves() {
		weights[now.Criteria[leaf].Code] = o.Global[k]
	}
	state, err := p.Head(ctx)
	if err != nil {
		return "", "", err
	}
	if _, err := p.MoveWeights(ctx, a, state.Control, study.SetWeights{Weights: weights}); err != nil {
		return "", "", err
	}
	return language.Say(l, "common weights of the panel"), now.Source.SHA256, nil
}

// utf8Terminal reports whether a kind of terminal shows more than ASCII; the few that do not say so by their names.
func utf8Terminal(kind string) bool {
	return kind != "linux" && kind != "dumb" && !strings.HasPrefix(kind, "vt")
}
