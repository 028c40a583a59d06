package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"veche/internal/live/load/fleet"
)

// pressed are the keys: up and down the criteria, and a weight to and fro, after which everything is ranked again.
var pressed = []string{"\x1b[B", "\x1b[C", "\x1b[A", "\x1b[D"}

// explore is people at the explorer over SSH. A key is timed until the first of what it changes on the screen has come.
func explore(ctx context.Context, o options) (*result, error) {
	folder, err := os.MkdirTemp("", "veche-load-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	o.experts = max(o.ssh, 60)
	x, err := prepare(ctx, o, folder)
	if err != nil {
		return nil, err
	}
	s, err := fleet.Start(ctx, fleet.Options{Study: x.study, Data: x.data, DB: o.db, SSH: "127.0.0.1:0", Profile: o.profile})
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Kill() }() // it may have ended
	r := &result{what: fmt.Sprintf("SSH sessions=%d, a key every %v each, for=%v", o.ssh, o.press, o.lasts), explored: true, fsync: fsync(folder)}
	terminals, err := connect(ctx, s, x, o.ssh)
	if err != nil {
		return nil, err
	}
	time.Sleep(o.warm)
	work, end := context.WithTimeout(ctx, o.lasts)
	defer end()
	var all sync.WaitGroup
	var mu sync.Mutex
	for _, t := range terminals {
		all.Go(func() {
			waited, unseen := t.press(work, o.press)
			mu.Lock()
			defer mu.Unlock()
			r.answers, r.failed = append(r.answers, waited...), r.failed+unseen
		})
	}
	all.Wait()
	_, most, err := s.Memory()
	if err != nil {
		return nil, err
	}
	r.memory = append(r.memory, most)
	return r, s.Stop()
}

// connect lets the first experts in, a few at a time: the server has only so many prove their key at once.
func connect(ctx context.Context, s *fleet.Server, x *prepared, n int) ([]*terminal, error) {
	all := make([]*terminal, n)
	faults := make(chan error, n)
	turns := make(chan struct{}, 8)
	var open sync.WaitGroup
	for k := range all {
		open.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			t, err := dial(ctx, s, x.keys[x.experts[k]])
			if err != nil {
				faults <- fmt.Errorf("%s: %w", x.experts[k], err)
			}
			all[k] = t
		})
	}
	open.Wait()
	select {
	case err := <-faults:
		return nil, err
	default:
		return all, nil
	}
}

// terminal is somebody's, at the explorer.
type terminal struct {
	keys io.Writer
	came chan time.Time // when something last came
}

func dial(ctx context.Context, s *fleet.Server, key ssh.Signer) (*terminal, error) {
	c, err := ssh.Dial("tcp", s.SSH, &ssh.ClientConfig{User: s.Panel, Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 30 * time.Second})
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = c.Close() }) // what is read ends with it
	session, err := c.NewSession()
	if err != nil {
		return nil, err
	}
	t := &terminal{came: make(chan time.Time, 1)}
	out, err := session.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if t.keys, err = session.StdinPipe(); err != nil {
		return nil, err
	}
	if err := session.RequestPty("xterm-256color", 40, 140, nil); err != nil {
		return nil, err
	}
	if err := session.Shell(); err != nil {
		return nil, err
	}
	first := make(chan struct{})
	go func() {
		page := make([]byte, 32<<10)
		for n := 0; ; {
			k, err := out.Read(page)
			select {
			case t.came <- time.Now():
			default: // what came before has not been looked at: it was asked for by nobody, or is the first
			}
			if n < 1000 && n+k >= 1000 { // more than a terminal is asked at the start
				close(first)
			}
			if n += k; err != nil {
				return
			}
		}
	}()
	select {
	case <-first:
		return t, nil
	case <-time.After(30 * time.Second):
		return nil, errors.New("no screen comes")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// late is after how long nobody waits for a key's frame any more.
const late = 5 * time.Second

// press presses a key now and then until ctx ends.
func (t *terminal) press(ctx context.Context, every time.Duration) (waited []time.Duration, unseen int) {
	pause := time.Duration(rand.Int64N(int64(every)))
	for k := 0; ; k++ {
		select {
		case <-ctx.Done():
			return waited, unseen
		case <-time.After(pause):
		}
		select {
		case <-t.came: // by itself
		default:
		}
		began := time.Now()
		if _, err := io.WriteString(t.keys, pressed[k%len(pressed)]); err != nil {
			return waited, unseen + 1
		}
		select {
		case at := <-t.came:
			waited = append(waited, at.Sub(began))
		case <-time.After(late):
			unseen++
		}
		pause = max(0, every-time.Since(began))
	}
}
