package live

import (
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"time"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
)

// unsteered are the kinds of event that are written whatever the panel's control is, and leave it as it is.
var unsteered = []string{evBallot, evNominated, evConfirmed, evConsented, evDevice, evLetter, evKey}

// fold is one event more. Payloads that were erased are passed over: what they were about is gone. topics collects what somebody may want to look at again.
func (s *State) fold(e *store.Event, topics map[Topic]bool) error {
	s.Seq, s.Head = e.Seq, e.Hash
	if !slices.Contains(unsteered, e.Kind) {
		s.Control = e.Seq
	}
	f, ok := folds[e.Kind]
	if s.changed == nil {
		s.changed = map[Topic]int64{}
	}
	for _, t := range f.topics {
		s.changed[t] = e.Seq
	}
	if e.Kind == evBallot && e.Person == "" {
		s.changed[TopicBallot] = e.Seq
	}
	if e.Payload == nil {
		return nil
	}
	if !ok {
		return store.ErrNewer // an event this program does not know cannot be passed over
	}
	for _, t := range f.topics {
		topics[t] = true
	}
	if s.Current() == nil && slices.Contains([]string{evExtended, evClosing, evClosed, evReopened}, e.Kind) {
		return language.Errorf("no round is open")
	}
	return f.do(s, e)
}

// folding is what a kind of event does to a state, and what may have changed with it.
type folding struct {
	do     func(*State, *store.Event) error
	topics []Topic
}

// folded makes the fold of one kind of event from what it does to a state.
func folded[T any](do func(s *State, x *T, seq int64), topics ...Topic) folding {
	return folding{func(s *State, e *store.Event) error {
		var x T
		if err := json.Unmarshal(e.Payload, &x); err != nil {
			return err
		}
		do(s, &x, e.Seq)
		return nil
	}, topics}
}

// folds are what events do, by kind.
var folds map[string]folding

func init() { // a literal would be a circle: fold reads it
	folds = map[string]folding{
		evCreated: folded(func(s *State, x *createdEvent, _ int64) {
			s.Created, s.Title, s.Kind, s.Pace, s.Language, s.Consent = x.At, x.Title, x.Kind, x.Pace, x.Language, x.Consent
			s.ObserversSee, s.Retention, s.File, s.SHA256, s.base = x.ObserversSee, x.Retention, x.File, x.SHA256, x.Base
			s.PublicKey, s.Fingerprint, s.Phase = x.PublicKey, Fingerprint(ed25519.PublicKey(x.PublicKey)), Preparing
		}, TopicPhase),
		evJoined: folded(func(s *State, x *joinedEvent, _ int64) {
			if p := s.Person(x.Person.ID); p != nil {
				p.Person = x.Person
				return
			}
			s.People = append(s.People, Standing{Person: x.Person})
		}, TopicPeople),
		evRenewed: folded(func(s *State, x *personEvent, _ int64) {
			s.with(x.Person, func(p *Standing) { p.Generation, p.Revoked = x.Generation, false })
		}, TopicPeople),
		evRevoked: folded(func(s *State, x *personEvent, _ int64) {
			s.with(x.Person, func(p *Standing) { p.Revoked = true })
		}, TopicPeople),
		evReplaced: folded(func(s *State, x *personEvent, _ int64) {
			s.with(x.Person, func(p *Standing) { p.ReplacedBy, p.Revoked = x.With, true })
		}, TopicPeople, TopicCoverage),
		evWithdrawn: folded(func(s *State, x *personEvent, _ int64) {
			s.with(x.Person, func(p *Standing) { p.Withdrawn, p.Revoked = x.Reason, true })
		}, TopicPeople, TopicCoverage),
		evDevice:    folded(func(s *State, x *personEvent, _ int64) { s.removed = append(slices.Clip(s.removed), x.With) }, TopicPeople),
		evKey:       folded(func(*State, *personEvent, int64) {}),
		evConfirmed: folded(func(s *State, x *personEvent, _ int64) { s.confirm(x) }, TopicCoverage),
		evConsented: folded(func(s *State, x *personEvent, _ int64) {
			s.with(x.Person, func(p *Standing) { p.Consented = x.At })
		}, TopicPeople),
		evProposed: folded(func(s *State, x *proposedEvent, _ int64) {
			s.Proposal = &Proposal{What: x.What, By: x.By, Note: x.Note, At: x.At}
		}, TopicPhase),
		evSealed: folded(func(s *State, x *sealedEvent, _ int64) {
			seal := x.Seal
			s.Seal, s.Proposal = &seal, nil
		}, TopicPhase, TopicScreen),
		evNominating: folded(func(s *State, _ *roundEvent, _ int64) { s.Phase = Nominating }, TopicPhase),
		evNominated: folded(func(s *State, x *nominatedEvent, _ int64) {
			s.nominations = append(s.nominations, Nomination{ID: x.ID, Title: x.Title, Note: x.Note, by: []string{x.By}})
		}, TopicNominations),
		evMerged: folded(func(s *State, x *mergedEvent, _ int64) { s.merge(x) }, TopicNominations),
		evAdopted: folded(func(s *State, x *adoptedEvent, _ int64) {
			s.Phase, s.base = Preparing, x.Base
		}, TopicPhase, TopicNominations),
		evDocument: folded(func(s *State, x *Document, _ int64) { s.document(x) }, TopicPhase),
		evEdited:   folded(func(s *State, x *adoptedEvent, _ int64) { s.base = x.Base }, TopicPhase),
		evOpened:   folded(func(s *State, x *openedEvent, _ int64) { s.openRound(x) }, TopicPhase),
		evExtended: folded(func(s *State, x *roundEvent, _ int64) {
			s.Current().Until = x.Until
			if s.Proposal != nil && s.Proposal.By == "" { // the time is not over
				s.Proposal = nil
			}
		}, TopicPhase),
		evClosing: folded(func(s *State, _ *roundEvent, _ int64) { s.Phase = Closing }, TopicPhase),
		evClosed:  folded(func(s *State, x *closedEvent, seq int64) { s.closeRound(x, seq) }, TopicPhase, TopicFigures, TopicScreen, TopicCoverage),
		evReopened: folded(func(s *State, x *roundEvent, _ int64) {
			r := s.Current()
			r.Boxes, r.closings = append(slices.Clip(r.Boxes), r.Root), append(slices.Clip(r.closings), r.ClosedAt)
			r.ClosedAt, r.Reopened, r.Until, r.Root = time.Time{}, x.Reason, x.Until, store.Hash{}
			s.Phase, s.Proposal = Opened, nil
		}, TopicPhase, TopicFigures),
		evBallot: folded(func(s *State, x *ballotEvent, seq int64) {
			key := ballotKey{x.Round, x.Person, x.Generation}
			s.casts[key] = append(s.casts[key], x.Commitment)
			if s.voted == nil {
				s.voted = map[ballotKey]votes{}
			}
			s.voted[key] = votes{version: x.Version, seq: seq, at: x.At, by: x.EnteredBy}
		}, TopicCoverage),
		evLeader: folded(func(s *State, x *leaderEvent, _ int64) { s.Leader = x.Leader }, TopicScreen),
		evMoved: folded(func(s *State, x *movedEvent, _ int64) {
			if a, err := study.UnmarshalAction(x.Action); err == nil { // it was written by this program
				s.Actions = append(s.Actions, a)
			}
		}, TopicWeights, TopicScreen),
		evLetter: folded(func(*State, *letterEvent, int64) {}, TopicPeople),
		evErased: folded(func(s *State, x *erasedEvent, _ int64) {
			s.Erased = append(s.Erased, Erasure{Events: x.Events, At: x.At})
		}, TopicPeople, TopicFigures),
		evRestored: folded(func(s *State, x *erasedEvent, seq int64) { s.Restored = append(slices.Clip(s.Restored), seq) }, TopicPhase),
		evFinished: folded(func(s *State, x *roundEvent, _ int64) { s.Phase, s.Ended = Finished, x.At }, TopicPhase),
	}
}

// with changes how a person stands.
func (s *State) with(id string, do func(*Standing)) {
	if p := s.Person(id); p != nil {
		do(p)
	}
}

func (s *State) openRound(x *openedEvent) {
	s.Rounds = append(s.Rounds, Round{ID: x.Round, Name: x.Name, Opened: x.At, Until: x.Until, Roll: rollHash(x), Base: x.Study, roll: x.Roll, blocs: x.Blocs})
	s.Phase, s.Proposal = Opened, nil
}

func (s *State) closeRound(x *closedEvent, seq int64) {
	r := s.Current()
	r.ClosedAt, r.Root, r.Voters, r.Count, r.closing, r.ClosedSeq = x.At, x.Root, x.Voters, len(x.Leaves), x, seq
	s.Phase, s.Proposal, s.Actions = Between, nil, nil
}

// confirm marks a ballot that was entered for an expert as theirs.
func (s *State) confirm(x *personEvent) {
	key := ballotKey{x.Round, x.Person, x.Generation}
	if v, ok := s.voted[key]; ok {
		v.confirmed = true
		s.voted[key] = v
	}
}
