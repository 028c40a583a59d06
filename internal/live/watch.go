package live

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"sync"
)

// Topic is what may have changed: a stream says no more, and who is told asks with their own rights.
type Topic string

// The topics.
const (
	TopicPhase       Topic = "phase"
	TopicPeople      Topic = "people"
	TopicCoverage    Topic = "coverage"
	TopicFigures     Topic = "figures"
	TopicScreen      Topic = "screen"
	TopicWeights     Topic = "weights"
	TopicBallot      Topic = "ballot" // the reader's own, from another device
	TopicNominations Topic = "nominations"
)

// behind is the right that a topic needs: who may not see what changed is not told that it did. Topics not listed are everybody's.
var behind = map[Topic]Right{TopicCoverage: SeeCoverage, TopicPeople: SeeCoverage, TopicFigures: SeeFigures, TopicBallot: SeeOwn}

// Change is one line of a stream.
type Change struct {
	ID     string // of this audience's stream only: it counts what this person was told, nothing else
	Topics []Topic
}

// streams are those who watch a panel.
type streams struct {
	house *House
	mu    sync.Mutex
	all   map[*stream]bool
}

type stream struct {
	actor   Actor
	pending map[Topic]bool
	wake    chan struct{}
	ended   bool
}

func (s *streams) any() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all) > 0
}

func (s *streams) tell(topics map[Topic]bool) { s.tellIf(topics, func(Actor) bool { return true }) }

func (s *streams) tellIf(topics map[Topic]bool, whom func(Actor) bool) {
	if len(topics) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.all {
		if whom(w.actor) {
			maps.Copy(w.pending, topics)
			w.stir()
		}
	}
}

// stir wakes a stream up; it is awake where it was stirred already.
func (w *stream) stir() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (s *streams) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.all {
		w.ended = true
		w.stir()
	}
}

// Watch tells an actor what may have changed until ctx or their session ends; then the channel is closed. Changes that come while the reader is slow are told
// together. Whoever comes back asks for everything anew: there is nothing to replay.
func (p *Panel) Watch(ctx context.Context, a Actor) (<-chan Change, error) {
	if !p.State().here(a) {
		return nil, ErrSession
	}
	w := &stream{actor: a, pending: map[Topic]bool{}, wake: make(chan struct{}, 1)}
	p.streams.mu.Lock()
	if p.streams.all == nil {
		p.streams.all = map[*stream]bool{}
	}
	p.streams.all[w] = true
	p.streams.mu.Unlock()
	out := make(chan Change)
	go p.run(ctx, w, out)
	return out, nil
}

func (p *Panel) run(ctx context.Context, w *stream, out chan<- Change) {
	defer close(out)
	defer func() {
		p.streams.mu.Lock()
		delete(p.streams.all, w)
		p.streams.mu.Unlock()
	}()
	for n := 1; ; {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		}
		s := p.State()
		p.streams.mu.Lock()
		pending, ended := w.pending, w.ended
		w.pending = map[Topic]bool{}
		p.streams.mu.Unlock()
		if ended || !s.here(w.actor) {
			return
		}
		maps.DeleteFunc(pending, func(t Topic, _ bool) bool {
			right, guarded := behind[t]
			return guarded && may(right, s, w.actor) != nil
		})
		if len(pending) == 0 {
			continue
		}
		select {
		case out <- Change{ID: strconv.Itoa(n), Topics: slices.Sorted(maps.Keys(pending))}:
			n++
		case <-ctx.Done():
			return
		}
	}
}
