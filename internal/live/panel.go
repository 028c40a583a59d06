package live

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/workbook"
)

// The kinds of record.
const (
	recKey      = "key"      // the seed of the panel's signing key
	recWorkbook = "workbook" // by panel and digest
	recLink     = "link"     // by the token's hash
	recSession  = "session"  // by the token's hash
	recPairing  = "pairing"  // a device let in by another
	recScreen   = "screen"   // what the common screen shows
	recOpening  = "opening"  // of a commitment in a closed box
	recArgument = "argument" // by panel, round and ID
)

// Panel is one panel at work. What it answers is as it stood at the last event it knows, which is at most a moment old.
type Panel struct {
	house   *House
	id      string
	streams streams
	pace    pace // of saves

	state  atomic.Pointer[State]
	screen atomic.Int64 // version of the common screen that was told of
	saving sync.Map     // person to the session that saves their ballot now, here
	looks  looks

	reading sync.Mutex // a workbook: when a server starts a thousand may ask for it at once
	making  sync.Mutex // a result
	mu      sync.Mutex // of the folding, and of what follows
	key     ed25519.PrivateKey
	bases   map[store.Hash]*base
	bits    map[ballotKey]*stored // ballots as last written or read
	results map[string]*result    // by round ID and box
}

// base is a workbook that is answered to.
type base struct {
	data      []byte
	study     *study.Study
	questions []Question
	known     map[Question]bool
	interests map[string][]string // technologies on which the study names a conflict of interest, by expert; whatever a ballot says, they are set aside
}

// aside are the technologies that an expert's answers do not count on: those that they set aside themselves and those that the study names.
func (b *base) aside(person string, own []string) map[string]bool {
	all := map[string]bool{}
	for _, t := range slices.Concat(own, b.interests[person]) {
		all[t] = true
	}
	return all
}

// ID is the panel's name in links and receipts.
func (p *Panel) ID() string { return p.id }

// State is how the panel stands, as far as it is known here. It is not changed by anybody.
func (p *Panel) State() *State {
	if s := p.state.Load(); s != nil {
		return s
	}
	return &State{ID: p.id} // it was dropped to be read anew: until then nobody may anything
}

// Head is the panel's state after looking for events of other processes.
func (p *Panel) Head(ctx context.Context) (*State, error) {
	err := p.refresh(ctx, 0)
	return p.State(), err
}

// catchUp is refresh for who can do nothing about an error: whoever asks next is told.
func (p *Panel) catchUp(ctx context.Context) {
	if p.refresh(ctx, 0) != nil {
		return
	}
	p.lookAtScreen(ctx)
}

// commit writes and brings the state up to it.
func (p *Panel) commit(ctx context.Context, w store.Write) store.Result {
	r := p.house.group.Commit(ctx, p.id, w)
	if r.Err == nil || errors.Is(r.Err, store.ErrGate) || errors.Is(r.Err, store.ErrRace) {
		if err := p.refresh(ctx, max(r.Seq, 1)); err != nil && r.Err == nil {
			r.Err = err
		}
	}
	return r
}

// steer writes control events where the panel stands as expected, else [ErrRace]. It returns the sequence to expect next.
func (p *Panel) steer(ctx context.Context, expect int64, w store.Write) (int64, error) {
	w.Control = &expect
	r := p.commit(ctx, w)
	if r.Err != nil {
		return 0, refused(r.Err)
	}
	return r.Seq, nil
}

// baseOf is the workbook of a digest.
func (p *Panel) baseOf(ctx context.Context, sum store.Hash) (*base, error) {
	had := func() *base {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.bases[sum]
	}
	if b := had(); b != nil {
		return b, nil
	}
	p.reading.Lock()
	defer p.reading.Unlock()
	if b := had(); b != nil {
		return b, nil
	}
	r, err := p.house.store.Record(ctx, recWorkbook, p.id+"/"+sum.String(), p.house.now())
	if err != nil {
		return nil, err
	}
	s, issues := workbook.ReadUnanswered(p.State().File, r.Data)
	if issues.Err() != nil {
		return nil, issues
	}
	b := newBase(r.Data, s)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bases == nil {
		p.bases = map[store.Hash]*base{}
	}
	p.bases[sum] = b
	return b, nil
}

func newBase(data []byte, s *study.Study) *base {
	b := &base{data: data, study: s, questions: Questions(s), known: map[Question]bool{}, interests: map[string][]string{}}
	for _, q := range b.questions {
		b.known[q] = true
	}
	for e := range s.Experts {
		for _, t := range s.Experts[e].Conflicts {
			b.interests[s.Experts[e].ID] = append(b.interests[s.Experts[e].ID], s.Technologies[t].ID)
		}
	}
	return b
}

// now is the workbook that is answered to now.
func (p *Panel) base(ctx context.Context) (*base, error) { return p.baseOf(ctx, p.State().base) }

// Study is what everybody may see: candidates, criteria, scales, terms, evidence, without anybody's answer, and without anybody's conflicts or competence.
func (p *Panel) Study(ctx context.Context, a Actor) (*study.Study, error) {
	if err := may(SeeQuestions, p.State(), a); err != nil {
		return nil, err
	}
	b, err := p.base(ctx)
	if err != nil {
		return nil, err
	}
	s := unanswered(b.study)
	s.Experts = nil
	return s, nil
}

// Questions are what each expert is asked, in order.
func (p *Panel) Questions(ctx context.Context, a Actor) ([]Question, error) {
	if err := may(SeeQuestions, p.State(), a); err != nil {
		return nil, err
	}
	b, err := p.base(ctx)
	if err != nil {
		return nil, err
	}
	return b.questions, nil
}

// signer is the panel's key.
func (p *Panel) signer(ctx context.Context) (ed25519.PrivateKey, error) {
	p.mu.Lock()
	key := p.key
	p.mu.Unlock()
	if key != nil {
		return key, nil
	}
	r, err := p.house.store.Record(ctx, recKey, p.id, p.house.now())
	if err != nil {
		return nil, err
	}
	if len(r.Data) != ed25519.SeedSize {
		return nil, language.Errorf("the panel's key is damaged")
	}
	key = ed25519.NewKeyFromSeed(r.Data)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.key = key
	return key, nil
}

// Fingerprint is how a public key is written in invitations: its SHA-256, the first 32 hexadecimal digits in groups of four.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	text := hex.EncodeToString(sum[:16])
	var parts []byte
	for k := range len(text) {
		if k > 0 && k%4 == 0 {
			parts = append(parts, ' ')
		}
		parts = append(parts, text[k])
	}
	return string(parts)
}

func digest(data []byte) store.Hash { return sha256.Sum256(data) }

// successor is a state to fold more events on. What it shares with the state before is replaced, not changed, but for what only folding reads.
func (s *State) successor() *State {
	next := *s
	next.Rounds, next.People = slices.Clone(s.Rounds), slices.Clone(s.People)
	next.Actions, next.Erased, next.nominations = slices.Clone(s.Actions), slices.Clone(s.Erased), slices.Clone(s.nominations)
	next.voted, next.changed = maps.Clone(s.voted), maps.Clone(s.changed)
	return &next
}
