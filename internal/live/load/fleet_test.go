package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"veche/internal/live/load/fleet"
)

func TestMain(m *testing.M) {
	fleet.Main()
	os.Exit(m.Run())
}

// studyFile is a workbook of a small panel.
func studyFile(t *testing.T, experts int) string {
	t.Helper()
	data, err := fleet.Study(experts, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "study.xlsx")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func startServer(t *testing.T, o fleet.Options) *fleet.Server {
	t.Helper()
	if o.Data == "" {
		o.Data = t.TempDir()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := fleet.Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Kill() }) // it may have ended
	return s
}

// link is a person's, of the servers that were started together: one of them made the panel.
func link(t *testing.T, person string, servers ...*fleet.Server) string {
	t.Helper()
	for _, s := range servers {
		for _, l := range s.Links {
			if l.Person == person {
				return l.Link
			}
		}
	}
	t.Fatalf("there is no link of %s", person)
	return ""
}

func enter(t *testing.T, s *fleet.Server, person, link string) *fleet.Member {
	t.Helper()
	m, err := fleet.Enter(s, person, link)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ear listens to a stream.
type ear struct {
	t     *testing.T
	mu    sync.Mutex
	lines []fleet.Line
	ended chan struct{}
	leave context.CancelFunc
}

func listen(t *testing.T, m *fleet.Member, since string) *ear {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	e := &ear{t: t, ended: make(chan struct{}), leave: cancel}
	go func() {
		defer close(e.ended)
		err := m.Follow(ctx, since, func(l fleet.Line) {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.lines = append(e.lines, l)
		})
		if err != nil && ctx.Err() == nil {
			t.Logf("%s: the stream ends: %v", m.Person, err)
		}
	}()
	t.Cleanup(cancel)
	e.wait("its place", func() bool { return e.id() != "" })
	return e
}

func (e *ear) id() (id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, l := range e.lines {
		if l.ID != "" {
			id = l.ID
		}
	}
	return id
}

// heard says whether a topic was told, since the ear was emptied.
func (e *ear) heard(topic string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.ContainsFunc(e.lines, func(l fleet.Line) bool { return slices.Contains(l.Topics, topic) })
}

func (e *ear) empty() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lines = nil
}

func (e *ear) wait(what string, is func() bool) {
	e.t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			e.t.Fatalf("the stream never says %s", what)
		}
	}
}
