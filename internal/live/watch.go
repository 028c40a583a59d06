package live

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"veche/internal/store"
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
	ID     string // how far this audience's stream is, for who comes back: see [Panel.Watch]
	Topics []Topic
}

// answersEvery is how often at most a stream says that somebody answered, or its own reader at another server: while hundreds do, a page of who has answered would be
// asked for all the time, and a reader who is slow would hear of a new screen only after all that the network holds for them.
const answersEvery = time.Second

// ofAnswers reports whether topics come with answers, and nothing else does.
func ofAnswers(topics map[Topic]bool) bool {
	for t := range topics {
		if t != TopicCoverage && t != TopicBallot {
			return false
		}
	}
	return len(topics) > 0
}

// streams are those who watch a panel.
type streams struct {
	mu      sync.Mutex
	all     map[*stream]bool
	at      position // up to which everybody was told
	control int64    // the control event since which what follows holds: rights change with these only
	hearers map[Topic][]*stream
	of      map[string][]*stream // by person
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

// news is what happened, for those who watch.
type news struct {
	topics map[Topic]bool
	saved  map[string]string // whose ballots were saved: the session that did it, where that is known
	at     position
}

// tell tells each what they may know of. Nobody's stream is woken, or looked at, for what it would not say: a panel of a thousand experts who answer is told to a
// chair and a secretary only.
func (s *streams) tell(state *State, n news) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.after(n.at)
	if s.of == nil || s.control != state.Control {
		s.sort(state.Control)
	}
	for t := range n.topics {
		for _, w := range s.who(state, t) {
			w.pending[t] = true
			w.stir()
		}
	}
	if n.topics[TopicPeople] { // they may be ones who were signed out
		for w := range s.all {
			w.stir()
		}
	}
	for person, session := range n.saved {
		for _, w := range s.of[person] {
			if session == "" || session != w.actor.Session {
				w.pending[TopicBallot] = true
				w.stir()
			}
		}
	}
}

// sort forgets who may be told of what, and notes who is whose.
func (s *streams) sort(control int64) {
	s.control, s.hearers, s.of = control, map[Topic][]*stream{}, map[string][]*stream{}
	for w := range s.all {
		s.of[w.actor.Person] = append(s.of[w.actor.Person], w)
	}
}

// who are those who may be told of a topic.
func (s *streams) who(state *State, t Topic) []*stream {
	all, known := s.hearers[t]
	if !known {
		right, guarded := behind[t]
		for w := range s.all {
			if !guarded || may(right, state, w.actor) == nil {
				all = append(all, w)
			}
		}
		s.hearers[t] = all
	}
	return all
}

// join adds one who watches, leave takes one out.
func (s *streams) join(w *stream, at position) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[*stream]bool{}
	}
	s.all[w], s.of = true, nil
	s.at = s.at.after(at)
}

func (s *streams) leave(w *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, w)
	s.of = nil
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
// together. Who was told up to some [Change.ID], by whichever process, is told at once what came since; a position that is none, or somebody else's, is told as
// if everything had changed, and "" as nothing.
func (p *Panel) Watch(ctx context.Context, a Actor, since string) (<-chan Change, error) {
	s := p.State()
	if !s.here(a) {
		return nil, ErrSession
	}
	mark, err := p.marker(ctx, a)
	if err != nil {
		return nil, err
	}
	w := &stream{actor: a, pending: map[Topic]bool{}, wake: make(chan struct{}, 1)}
	p.streams.join(w, position{seq: s.Seq})
	if since != "" {
		missed := p.missed(a, mark, since)
		p.streams.mu.Lock()
		maps.Copy(w.pending, missed)
		p.streams.mu.Unlock()
	}
	w.stir()
	out := make(chan Change)
	go p.run(ctx, w, mark, out)
	return out, nil
}

// run sends what is pending. The first line says where the stream stands, even where nothing was missed: who is cut off at once can come back to it.
func (p *Panel) run(ctx context.Context, w *stream, mark *marker, out chan<- Change) {
	defer close(out)
	defer p.streams.leave(w)
	for first := true; ; first = false {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		}
		s := p.State()
		p.streams.mu.Lock()
		pending, ended, at := w.pending, w.ended, p.streams.at
		w.pending = map[Topic]bool{}
		p.streams.mu.Unlock()
		if ended || !s.here(w.actor) {
			return
		}
		maps.DeleteFunc(pending, func(t Topic, _ bool) bool {
			right, guarded := behind[t]
			return guarded && may(right, s, w.actor) != nil
		})
		if len(pending) == 0 && !first {
			continue
		}
		select {
		case out <- Change{ID: mark.write(at), Topics: slices.Sorted(maps.Keys(pending))}:
		case <-ctx.Done():
			return
		}
		if ofAnswers(pending) {
			p.rest(ctx, w)
		}
	}
}

// rest waits a while, or until there is something else to say than that somebody answered.
func (p *Panel) rest(ctx context.Context, w *stream) {
	over := time.NewTimer(answersEvery)
	defer over.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-over.C:
			w.stir() // what came while it rested
			return
		case <-w.wake:
		}
		p.streams.mu.Lock()
		other := w.ended || !ofAnswers(w.pending) // none: they may have been signed out
		p.streams.mu.Unlock()
		if other {
			w.stir()
			return
		}
	}
}

// missed is what may have changed since somebody was told last, as far as this process knows: what it does not know yet everybody is told when it does.
func (p *Panel) missed(a Actor, mark *marker, since string) map[Topic]bool {
	was, err := mark.read(since)
	if err != nil {
		return map[Topic]bool{TopicPhase: true, TopicPeople: true, TopicCoverage: true, TopicFigures: true, TopicScreen: true, TopicWeights: true, TopicBallot: true, TopicNominations: true}
	}
	s, topics := p.State(), map[Topic]bool{}
	for t, seq := range s.changed {
		if seq > was.seq {
			topics[t] = true
		}
	}
	for key, v := range s.voted {
		if key.person == a.Person && v.seq > was.seq {
			topics[TopicBallot] = true
		}
	}
	if p.screen.Load() != was.screen {
		topics[TopicScreen] = true
	}
	return topics
}

// Tell tells those who watch, and may know of it, that something may have changed that is no event: something has been worked out, say.
func (p *Panel) Tell(t Topic) { p.streams.tell(p.State(), news{topics: map[Topic]bool{t: true}}) }

// lookAtScreen asks which version of the common screen there is, and tells of a new one: changing it is no event.
func (p *Panel) lookAtScreen(ctx context.Context) {
	r, err := p.house.store.Record(ctx, recScreen, p.id, p.house.now())
	if err == nil {
		p.screenIs(r.Version)
	}
}

// screenIs tells of a version of the common screen, once.
func (p *Panel) screenIs(version int64) {
	for {
		had := p.screen.Load()
		if version <= had {
			return
		}
		if p.screen.CompareAndSwap(had, version) {
			break
		}
	}
	p.streams.tell(p.State(), news{topics: map[Topic]bool{TopicScreen: true}, at: position{screen: version}})
}

// savedBy is whose ballots some events saved, and by which session where it was one of this process.
func (p *Panel) savedBy(events []store.Event) map[string]string {
	var saved map[string]string
	for k := range events {
		if e := &events[k]; e.Kind == evBallot && e.Person != "" {
			if saved == nil {
				saved = map[string]string{}
			}
			session, _ := p.saving.Load(e.Person)
			saved[e.Person], _ = session.(string)
		}
	}
	return saved
}
