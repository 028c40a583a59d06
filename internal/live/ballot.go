package live

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
)

// Ballot is one expert's answers in a round, as they themselves may see them.
type Ballot struct {
	Round     Round
	Open      bool // it may be written
	Version   int64
	Answers   map[Question]Answer
	Conflicts map[string]bool // technologies on which there is a conflict of interest: the expert declared it, or the study names it
	Named     map[string]bool // of these those that the study names: the expert cannot take them back
	Notes     []Note
	EnteredBy string // who entered it from paper or a form; "" for the expert
	Confirmed bool   // the expert said that what was entered is theirs
	Saved     time.Time
	Asked     int // questions, those on conflicting technologies apart
	Given     int // of these answered, “don't know” among them

	Before   map[Question]Answer // the expert's own of the round before
	Replaced string              // how an earlier ballot of theirs stands that was given through another link; "" when there is none
}

// NoteKind says what a note is.
type NoteKind string

// The kinds of notes.
const (
	Comment NoteKind = "comment"
	Pro     NoteKind = "pro"
	Contra  NoteKind = "contra"
	Reply   NoteKind = "reply" // to an argument of a round before
)

// Note is what an expert writes beside their answers: on a technology, or on a technology × criterion. One of each kind, place and argument replied to; a blank
// text takes it back.
type Note struct {
	Technology string   `json:"technology"`
	Criterion  string   `json:"criterion,omitempty"`
	Kind       NoteKind `json:"kind"`
	To         string   `json:"to,omitempty"` // the argument's ID
	Text       string   `json:"text"`
}

func (n Note) place() Note { n.Text = ""; return n }

// Save is what a page sends: what changed since the ballot it shows.
type Save struct {
	Client    string // an ID of its own: sent twice it is done once
	Round     string // ID of the round that the page shows
	Version   int64  // of the ballot that it shows; 0: an empty one
	Answers   map[Question]Answer
	Conflicts map[string]bool // declared, or taken back
	Notes     []Note
}

// stored is a ballot as the store holds it.
type stored struct {
	Nonce     []byte          `json:"nonce,omitempty"` // of the commitment; gone once a closed panel's box is closed
	Cast      json.RawMessage `json:"cast"`            // what is committed to
	Answers   []answered      `json:"answers"`
	Conflicts []string        `json:"conflicts,omitempty"` // sorted
	Notes     []Note          `json:"notes,omitempty"`
	EnteredBy string          `json:"enteredBy,omitempty"`
	At        time.Time       `json:"at"`

	version int64
}

// answered is a question with its answer.
type answered struct {
	Question
	Answer
}

// cast is what a commitment is to: the answers, in the order of their questions. In an open panel it says whose it is; a closed panel's says nothing that tells,
// and a conflict of interest is “don't know” there.
type cast struct {
	Panel     string     `json:"panel"`
	Round     string     `json:"round"`
	Person    string     `json:"person,omitempty"`
	Answers   []answered `json:"answers"`
	Conflicts []string   `json:"conflicts,omitempty"`
}

const (
	maxNote   = 4000 // characters
	maxClient = 100  // bytes
)

// load is a ballot; an empty one where there is none.
func (p *Panel) load(ctx context.Context, key ballotKey) (*stored, error) {
	p.mu.Lock()
	had := p.bits[key]
	p.mu.Unlock()
	if s := p.State(); had != nil && had.version == s.voted[key].version {
		return had, nil
	}
	b, err := p.house.store.Ballot(ctx, p.id, key.round, key.person, key.generation)
	if errors.Is(err, store.ErrNone) || err == nil && b.Data == nil {
		return &stored{version: b.Version}, nil
	}
	if err != nil {
		return nil, err
	}
	read := &stored{}
	if err := json.Unmarshal(b.Data, read); err != nil {
		return nil, err
	}
	read.version = b.Version
	p.hold(key, read)
	return read, nil
}

// hold keeps a ballot at hand.
func (p *Panel) hold(key ballotKey, b *stored) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bits == nil {
		p.bits = map[ballotKey]*stored{}
	}
	if had := p.bits[key]; had == nil || had.version <= b.version {
		p.bits[key] = b
	}
}

// drop lets go of a ballot, which is read anew.
func (p *Panel) drop(key ballotKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.bits, key)
}

// Ballot is the actor's own in the round in hand.
func (p *Panel) Ballot(ctx context.Context, a Actor) (*Ballot, error) {
	s := p.State()
	if err := may(SeeOwn, s, a); err != nil {
		return nil, err
	}
	base, err := p.base(ctx)
	if err != nil {
		return nil, err
	}
	b := &Ballot{Answers: map[Question]Answer{}, Conflicts: map[string]bool{}, Named: base.aside(a.Person, nil), Before: map[Question]Answer{}}
	maps.Copy(b.Conflicts, b.Named)
	r := s.Current()
	if r == nil {
		b.count(base)
		return b, nil
	}
	key := ballotKey{r.ID, a.Person, a.Generation}
	own, err := p.load(ctx, key)
	if err != nil {
		return nil, err
	}
	b.Round, b.Open, b.Version, b.Saved = *r, may(Answering, s, a) == nil, own.version, own.At
	b.EnteredBy, b.Confirmed = own.EnteredBy, s.voted[key].confirmed
	b.Answers, b.Notes = own.answers(), slices.Clone(own.Notes)
	for _, t := range own.Conflicts {
		b.Conflicts[t] = true
	}
	b.count(base)
	if n := len(s.Rounds); n > 1 {
		earlier, err := p.load(ctx, ballotKey{s.Rounds[n-2].ID, a.Person, a.Generation})
		if err != nil {
			return nil, err
		}
		b.Before = earlier.answers()
		if own.version == 0 { // conflicts do not end with a round
			for _, t := range earlier.Conflicts {
				b.Conflicts[t] = true
			}
		}
	}
	for g := range a.Generation {
		if s.voted[ballotKey{r.ID, a.Person, g}].version > 0 {
			b.Replaced = "a ballot was given through an earlier link; it counts until this one is answered, and both stand in the record"
			if own.version > 0 {
				b.Replaced = "a ballot given through an earlier link was replaced by this one; both stand in the record"
			}
		}
	}
	return b, nil
}

// ReplacedMessage is [Ballot.Replaced], to be said in the reader's language.
func (b *Ballot) ReplacedMessage() language.Message {
	if b.Replaced == "" {
		return language.Message{}
	}
	return language.M(b.Replaced)
}

func (b *stored) answers() map[Question]Answer {
	all := make(map[Question]Answer, len(b.Answers))
	for _, x := range b.Answers {
		all[x.Question] = x.Answer
	}
	return all
}

// count counts questions and answers.
func (b *Ballot) count(base *base) {
	for _, q := range base.questions {
		if b.Conflicts[q.Technology] {
			continue
		}
		b.Asked++
		if x, ok := b.Answers[q]; ok && x.State != study.Missing {
			b.Given++
		}
	}
}

// Save writes what changed and returns when it is on disk, with a signed receipt. [ErrClosed], [ErrForbidden] and [ChangedError] leave everything as it was.
func (p *Panel) Save(ctx context.Context, a Actor, save Save) (Receipt, error) {
	if !p.pace.allow(p.house.quota.Answers, p.house.now()) {
		return Receipt{}, ErrBusy
	}
	return p.save(ctx, a, a, save)
}

// save writes a person's ballot by the hand of an actor.
func (p *Panel) save(ctx context.Context, by, whose Actor, save Save) (Receipt, error) {
	if save.Client == "" {
		save.Client, _ = token(16)
	}
	if len(save.Client) > maxClient {
		return Receipt{}, language.Errorf("the save's ID has more than %d characters", maxClient)
	}
	base, err := p.base(ctx)
	if err != nil {
		return Receipt{}, err
	}
	key, err := p.signer(ctx)
	if err != nil {
		return Receipt{}, err
	}
	for range 20 { // other saves of the same ballot may come between
		s := p.State()
		if by == whose {
			switch r := s.Current(); {
			case r == nil, s.Phase != Opened, r.ID != save.Round:
				return p.known(ctx, whose, save.Client) // it may have come in time
			case may(Answering, s, whose) != nil || !s.here(whose):
				return Receipt{}, ErrForbidden
			}
		} else if r := s.Current(); r == nil || s.Phase != Opened || r.ID != save.Round {
			return Receipt{}, ErrClosed
		}
		at := ballotKey{save.Round, whose.Person, whose.Generation}
		was, err := p.load(ctx, at)
		if err != nil {
			return Receipt{}, err
		}
		next, err := was.changed(base, save, p.house.now())
		if err != nil {
			var changed *ChangedError
			if errors.As(err, &changed) {
				if known, again := p.known(ctx, whose, save.Client); again == nil { // it is the page's own save, sent once more
					return known, nil
				}
				if changed.Now, err = p.Ballot(ctx, whose); err != nil {
					return Receipt{}, err
				}
				return Receipt{}, changed
			}
			return Receipt{}, err
		}
		if by != whose {
			next.EnteredBy = by.Person
		}
		receipt := next.seal(s, at, base, key)
		receipt.Client = save.Client
		data, err := json.Marshal(next)
		if err != nil {
			return Receipt{}, err
		}
		signed, err := json.Marshal(receipt)
		if err != nil {
			return Receipt{}, err
		}
		if _, busy := p.saving.LoadOrStore(whose.Person, by.Session); busy { // two devices at once: each is told
			p.saving.Store(whose.Person, "")
		}
		r := p.commit(ctx, store.Write{Gate: &save.Round,
			Events: []store.Draft{draft(evBallot, whose.Person, ballotEvent{Round: save.Round, Person: whose.Person, Generation: whose.Generation, Version: next.version, Commitment: receipt.Commitment, EnteredBy: next.EnteredBy, At: next.At})},
			Ballot: &store.BallotWrite{Ballot: store.Ballot{Round: save.Round, Person: whose.Person, Generation: whose.Generation, Data: data}, Expect: was.version, Client: save.Client, Receipt: signed}})
		p.saving.Delete(whose.Person)
		switch {
		case errors.Is(r.Err, store.ErrRace):
			p.drop(at) // it may be one that another process has written since
			continue
		case r.Err != nil:
			return Receipt{}, refused(r.Err)
		case r.Again:
			return receiptOf(r.Receipt)
		}
		p.hold(at, next)
		return receipt, nil
	}
	return Receipt{}, ErrRace
}

// known is the receipt of a save that was written, or [ErrClosed].
func (p *Panel) known(ctx context.Context, a Actor, client string) (Receipt, error) {
	data, err := p.house.store.Receipt(ctx, p.id, a.Person, client)
	if errors.Is(err, store.ErrNone) {
		return Receipt{}, ErrClosed
	}
	if err != nil {
		return Receipt{}, err
	}
	if len(data) == 0 { // of a closed panel's closed round: the store no longer knows which ballot it was
		return Receipt{Panel: p.id, Client: client}, nil
	}
	return receiptOf(data)
}

// changed is the ballot with a save's changes. The ballot itself stays as it is.
func (b *stored) changed(base *base, save Save, now time.Time) (*stored, error) {
	answers := b.answers()
	next := &stored{Conflicts: b.Conflicts, Notes: slices.Clone(b.Notes), At: now, version: b.version + 1}
	var apart []Question
	for q, x := range save.Answers {
		if err := base.check(q, x); err != nil {
			return nil, err
		}
		if q.Pair() && x.State == study.Given {
			x.Value = ratio(x.Value)
		}
		if had := answers[q]; had.Version > save.Version && !had.Same(x) {
			apart = append(apart, q)
		}
	}
	if apart != nil {
		slices.SortFunc(apart, compareQuestions)
		return nil, &ChangedError{Questions: apart}
	}
	for q, x := range save.Answers {
		if x.State == study.Missing {
			x.Value, x.Term = 0, ""
		}
		if q.Pair() && x.State == study.Given {
			x.Value = ratio(x.Value)
		}
		if had, ok := answers[q]; ok && had.Same(x) {
			continue
		}
		x.Version, x.At = next.version, now
		answers[q] = x // one taken back stays, so that another device learns of it
	}
	for _, q := range slices.SortedFunc(maps.Keys(answers), compareQuestions) {
		next.Answers = append(next.Answers, answered{q, answers[q]})
	}
	conflicts := map[string]bool{}
	for _, t := range b.Conflicts {
		conflicts[t] = true
	}
	for t, declared := range save.Conflicts {
		if base.study.Technology(t) < 0 {
			return nil, language.Errorf("there is no technology %q", t)
		}
		conflicts[t] = declared
	}
	maps.DeleteFunc(conflicts, func(_ string, declared bool) bool { return !declared })
	next.Conflicts = slices.Sorted(maps.Keys(conflicts))
	for _, n := range save.Notes {
		if err := base.checkNote(n); err != nil {
			return nil, err
		}
		n.Text = strings.TrimSpace(n.Text)
		next.Notes = slices.DeleteFunc(next.Notes, func(had Note) bool { return had.place() == n.place() })
		if n.Text != "" {
			next.Notes = append(next.Notes, n)
		}
	}
	return next, nil
}

// check refuses an answer that cannot be.
func (b *base) check(q Question, x Answer) error {
	if !b.known[q] {
		return language.Errorf("the panel is not asked about %s", q.String())
	}
	switch {
	case x.State != study.Given && x.State != study.Missing && x.State != study.Abstained:
		return language.Errorf("an answer is given, blank or “don't know”")
	case x.State != study.Given:
		return nil
	case math.IsNaN(x.Value) || math.IsInf(x.Value, 0):
		return language.Errorf("%s: this is no number", q.String())
	case q.Pair() && x.Term != "":
		return language.Errorf("%s: this is no number", q.String())
	case q.Pair():
		if x.Value < 1.0/9-1e-9 || x.Value > 9+1e-9 {
			return language.Errorf("%s: a judgement is 1 (equally) to 9 (extremely), or 1/2 to 1/9 for the other one", q.String())
		}
		return nil
	case x.Term != "":
		if !slices.ContainsFunc(b.study.Terms, func(t study.Term) bool { return t.Name == x.Term }) {
			return language.Errorf("%s: there is no term %q", q.String(), x.Term)
		}
		return nil
	}
	c := &b.study.Criteria[b.study.Criterion(q.Criterion)]
	if c.Min != nil && x.Value < *c.Min || c.Max != nil && x.Value > *c.Max {
		return language.Errorf("%s: %v is outside of the scale", q.String(), x.Value)
	}
	return nil
}

func (b *base) checkNote(n Note) error {
	switch {
	case b.study.Technology(n.Technology) < 0:
		return language.Errorf("there is no technology %q", n.Technology)
	case n.Criterion != "" && b.study.Criterion(n.Criterion) < 0:
		return language.Errorf("there is no criterion %q", n.Criterion)
	case !slices.Contains([]NoteKind{Comment, Pro, Contra, Reply}, n.Kind):
		return language.Errorf("a note is a comment, an argument or a reply")
	case (n.Kind == Reply) != (n.To != "") || len(n.To) > 64 || !utf8.ValidString(n.To):
		return language.Errorf("a reply says which argument it answers")
	case !utf8.ValidString(n.Text) || utf8.RuneCountInString(n.Text) > maxNote:
		return language.Errorf("a note has at most %d characters", maxNote)
	}
	return nil
}

// String names a question: T3/C1, or C1/C2 of a pair.
func (q Question) String() string {
	if q.Pair() {
		return q.A + "/" + q.B
	}
	return q.Technology + "/" + q.Criterion
}

// seal makes what is committed to, and the receipt.
func (b *stored) seal(s *State, at ballotKey, base *base, key []byte) Receipt {
	c := cast{Panel: s.ID, Round: at.round}
	if s.Kind == Open {
		c.Person, c.Conflicts = at.person, b.Conflicts
	}
	aside := base.aside(at.person, b.Conflicts)
	for _, x := range b.Answers {
		x.Version, x.At = 0, time.Time{}
		if s.Kind == Closed && !x.Pair() && aside[x.Technology] {
			x.Answer = Answer{State: study.Abstained}
		}
		if x.State != study.Missing {
			c.Answers = append(c.Answers, x)
		}
	}
	data, err := json.Marshal(c)
	if err != nil {
		panic("live: a ballot cannot be written: " + err.Error())
	}
	b.Cast, b.Nonce = data, store.Salt()
	return sign(key, Receipt{Panel: s.ID, Round: at.round, Version: b.version, Commitment: store.Commit(b.Nonce, data), Nonce: b.Nonce, At: b.At})
}
