package live

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"veche/internal/store"
	"veche/internal/study/panel"
)

// Opening is a ballot of a closed box: what its commitment was to.
type Opening struct {
	Commitment store.Hash      `json:"commitment"`
	Nonce      []byte          `json:"nonce"`
	Cast       json.RawMessage `json:"cast"`
	EnteredBy  string          `json:"enteredBy,omitempty"` // of an open panel: who entered it from paper or a form
	Confirmed  bool            `json:"confirmed,omitempty"` // by the expert
}

// Argument is what somebody wrote for or against a technology in a closed round, or in reply; without a name.
type Argument struct {
	ID string `json:"id"`
	Note
	Round string `json:"round"` // its name
}

// counted is a ballot that is in the box or beside it.
type counted struct {
	key      ballotKey
	ballot   stored
	leaf     store.Hash
	versions []store.Hash // before the last
}

// box opens the round's ballots and makes the closing event.
func (p *Panel) box(ctx context.Context, s *State, by string) (store.Write, error) {
	r := s.Current()
	in, beside, gone, err := p.sift(ctx, s, r)
	if err != nil {
		return store.Write{}, err
	}
	e := closedEvent{Round: r.ID, Name: r.Name, Roll: r.Roll, Leaves: []store.Hash{}, Voters: []string{}, By: by, At: p.house.now()}
	leaf := map[string]store.Hash{}
	for k := range in {
		c := &in[k]
		leaf[c.key.person] = c.leaf
		e.Leaves, e.Voters = append(e.Leaves, c.leaf), append(e.Voters, c.key.person)
		e.Earlier = append(e.Earlier, c.versions)
	}
	slices.Sort(e.Voters)
	e.Root = Root(e.Leaves)
	for _, c := range beside {
		instead := leaf[c.key.person]
		e.Replaced = append(e.Replaced, replaced{Versions: append(c.versions, c.leaf), Leaf: &instead})
	}
	for _, c := range gone {
		e.Withdrawn = append(e.Withdrawn, replaced{Versions: append(c.versions, c.leaf)})
	}
	byFirst := func(a, b replaced) int { return slices.Compare(a.Versions[0][:], b.Versions[0][:]) }
	slices.SortFunc(e.Replaced, byFirst) // in no order that tells who
	slices.SortFunc(e.Withdrawn, byFirst)
	var w store.Write
	if s.Kind == Closed {
		e.Blocs, e.BlocWeight = p.pooled(s, r, in)
		for k := range in {
			if in[k].ballot.EnteredBy != "" {
				e.Entered++
			}
		}
	}
	number := len(r.Boxes)
	for k := range in {
		w.Records = append(w.Records, p.opening(s, r, number, &in[k]))
		w.Records = append(w.Records, p.arguments(s, r, &in[k])...)
	}
	figures, err := p.closingFigures(ctx, s, r, in)
	if err != nil {
		return store.Write{}, err
	}
	advice, err := p.closingAdvice(ctx, s, r, in)
	if err != nil {
		return store.Write{}, err
	}
	w.Records = append(append(w.Records, figures), advice...)
	w.Events = []store.Draft{draft(evClosed, "", e)}
	return w, nil
}

// sift says which ballots of a round count, which were replaced through a renewed link, and which are of experts who no longer take part; in the order of their
// commitments.
func (p *Panel) sift(ctx context.Context, s *State, r *Round) (in, beside, gone []counted, err error) {
	ballots, err := p.house.store.Ballots(ctx, p.id, r.ID)
	if err != nil {
		return nil, nil, nil, err
	}
	signer, err := p.signer(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	base, err := p.baseOf(ctx, r.Base)
	if err != nil {
		return nil, nil, nil, err
	}
	latest := map[string]int{}
	for _, b := range ballots {
		latest[b.Person] = max(latest[b.Person], b.Generation)
	}
	for _, b := range ballots {
		c := counted{key: ballotKey{b.Round, b.Person, b.Generation}}
		p.mu.Lock()
		casts := s.casts[c.key]
		p.mu.Unlock()
		who := s.Person(b.Person)
		if b.Data == nil { // erased
			if len(casts) > 0 {
				c.leaf, c.versions = casts[len(casts)-1], slices.Clone(casts[:len(casts)-1])
				gone = append(gone, c)
			}
			continue
		}
		if err := json.Unmarshal(b.Data, &c.ballot); err != nil {
			return nil, nil, nil, err
		}
		c.ballot.version = b.Version
		if c.ballot.Nonce == nil { // of a closed panel's round that was closed before: what tied it to that box is gone
			c.ballot.seal(s, c.key, base, signer)
		}
		c.leaf = store.Commit(c.ballot.Nonce, c.ballot.Cast)
		for _, v := range casts {
			if v != c.leaf {
				c.versions = append(c.versions, v)
			}
		}
		switch {
		case who == nil || !who.Active():
			gone = append(gone, c)
		case b.Generation < latest[b.Person]:
			beside = append(beside, c)
		default:
			in = append(in, c)
		}
	}
	slices.SortFunc(in, func(a, b counted) int { return slices.Compare(a.leaf[:], b.leaf[:]) })
	return in, beside, gone, nil
}

// opening keeps what a commitment was to.
func (p *Panel) opening(s *State, r *Round, number int, c *counted) store.RecordWrite {
	o, person := Opening{Commitment: c.leaf, Nonce: c.ballot.Nonce, Cast: c.ballot.Cast}, ""
	if s.Kind == Open {
		o.EnteredBy, o.Confirmed, person = c.ballot.EnteredBy, s.voted[c.key].confirmed, c.key.person
	}
	return store.RecordWrite{Record: record(recOpening, openingKey(p.id, r.ID, number)+c.leaf.String(), p.id, person, time.Time{}, o), Expect: store.AnyVersion}
}

func openingKey(panel, round string, box int) string {
	return panel + "/" + round + "/" + pad(box) + "/"
}

// arguments keeps the arguments of a ballot, without a name.
func (p *Panel) arguments(s *State, r *Round, c *counted) []store.RecordWrite {
	var all []store.RecordWrite
	for _, n := range c.ballot.Notes {
		if n.Kind == Comment {
			continue
		}
		data, err := json.Marshal(n)
		if err != nil {
			panic("live: a note cannot be written: " + err.Error())
		}
		sum := store.Commit([]byte(p.id+r.ID), data)
		a, person := Argument{ID: sum.String()[:20], Note: n, Round: r.Name}, ""
		if s.Kind == Open {
			person = c.key.person
		}
		all = append(all, store.RecordWrite{Record: record(recArgument, p.id+"/"+r.ID+"/"+a.ID, p.id, person, time.Time{}, a), Expect: store.AnyVersion})
	}
	return all
}

// pooled names the bloc that each ballot of a closed panel counts with. A bloc of fewer answers than may be shown is joined with the next smallest, so that never
// one alone is withheld and no name stands on few; the weight of the joined is the sum. Where that leaves one, blocs say nothing and are left out.
func (p *Panel) pooled(s *State, r *Round, in []counted) (blocs []string, weights []rollEntry) {
	size, of := map[string]int{}, map[string]string{}
	for _, x := range r.roll {
		of[x.Person] = x.Bloc
	}
	for k := range in {
		if who := s.Person(in[k].key.person); who != nil && of[who.ID] == "" {
			of[who.ID] = who.Bloc // came after the opening
		}
		size[of[in[k].key.person]]++
	}
	names := poolBlocs(size)
	if names == nil {
		return nil, nil
	}
	for k := range in {
		blocs = append(blocs, names[of[in[k].key.person]])
	}
	given := map[string]*float64{}
	for _, x := range r.blocs {
		name, in := names[x.Bloc]
		if !in || x.Weight == nil {
			continue
		}
		sum := *x.Weight
		if had := given[name]; had != nil {
			sum += *had
		}
		given[name] = &sum
	}
	seen := map[string]bool{}
	for _, name := range slices.Sorted(slices.Values(blocs)) {
		if !seen[name] {
			weights = append(weights, rollEntry{Bloc: name, Weight: given[name]})
			seen[name] = true
		}
	}
	return blocs, weights
}

// poolBlocs gives every bloc of so many answers the name it is shown by; nil where blocs would say nothing.
func poolBlocs(size map[string]int) map[string]string {
	var order []string
	for b := range size {
		order = append(order, b)
	}
	slices.SortFunc(order, func(a, b string) int { return cmp.Or(cmp.Compare(size[a], size[b]), cmp.Compare(a, b)) })
	pool, n := []string{}, 0
	for _, b := range order {
		if size[b] < panel.LeastShown || len(pool) == 1 || len(pool) > 0 && n < panel.LeastShown {
			pool, n = append(pool, b), n+size[b]
		}
	}
	if len(order)-len(pool) == 0 || len(pool) > 0 && n < panel.LeastShown || len(order) < 2 {
		return nil
	}
	names := map[string]string{}
	for _, b := range order {
		names[b] = b
	}
	for _, b := range pool {
		names[b] = joinedBlocs
	}
	return names
}

// joinedBlocs is the name of blocs too small to be named.
const joinedBlocs = "*"

// cut ends what tied a closed panel's ballots to the box: nonces, receipts, and who saved which commitment. Several processes may do it; a round that was opened
// again in the meantime is left alone.
func (p *Panel) cut(ctx context.Context, round string) error {
	for range 10 {
		s, err := p.Head(ctx)
		if err != nil {
			return err
		}
		if s.Phase != Between || s.Current().ID != round {
			return nil
		}
		if err := p.cutAt(ctx, round, s.Control); !errors.Is(err, store.ErrRace) {
			return err
		}
	}
	return ErrRace
}

// cutAt does it while the panel's control is what it was.
func (p *Panel) cutAt(ctx context.Context, round string, control int64) error {
	ballots, err := p.house.store.Ballots(ctx, p.id, round)
	if err != nil {
		return err
	}
	for _, b := range ballots {
		var kept stored
		if b.Data == nil {
			continue
		}
		if err := json.Unmarshal(b.Data, &kept); err != nil {
			return err
		}
		if kept.Nonce == nil {
			continue // it was done before
		}
		kept.Nonce, kept.Cast = nil, nil
		data, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		done, err := p.house.store.Commit(ctx, p.id, []store.Write{{Control: &control, Ballot: &store.BallotWrite{Ballot: store.Ballot{Round: b.Round, Person: b.Person, Generation: b.Generation, Data: data}, Expect: b.Version}}})
		if err = errors.Join(err, firstFault(done)); err != nil {
			return err
		}
	}
	p.mu.Lock()
	p.bits = nil
	p.mu.Unlock()
	return p.house.store.Forget(ctx, p.id, store.Forgotten{Control: &control, Kinds: []string{evBallot}, Receipts: true})
}

// firstFault is why a write was refused.
func firstFault(results []store.Result) error {
	for k := range results {
		if results[k].Err != nil {
			return results[k].Err
		}
	}
	return nil
}

// openings are the ballots of a closed box, by commitment; fewer than its leaves where some were erased.
func (p *Panel) openings(ctx context.Context, r *Round) ([]Opening, error) {
	all, err := p.house.store.Records(ctx, p.id, recOpening)
	if err != nil {
		return nil, err
	}
	prefix := openingKey(p.id, r.ID, len(r.Boxes))
	var out []Opening
	for _, x := range all {
		if len(x.Key) < len(prefix) || x.Key[:len(prefix)] != prefix {
			continue
		}
		o, err := decode[Opening](x)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// Arguments are those of closed rounds, by technology and criterion; who wrote them is nowhere.
func (p *Panel) Arguments(ctx context.Context, a Actor) ([]Argument, error) {
	s := p.State()
	if err := may(SeeFigures, s, a); err != nil {
		return nil, err
	}
	records, err := p.house.store.Records(ctx, p.id, recArgument)
	if err != nil {
		return nil, err
	}
	var all []Argument
	for _, r := range records {
		x, err := decode[Argument](r)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b Argument) int {
		return cmp.Or(cmp.Compare(a.Technology, b.Technology), cmp.Compare(a.Criterion, b.Criterion), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// shownRound is the last closed one; nil before.
func (s *State) shownRound() *Round {
	for k := len(s.Rounds) - 1; k >= 0; k-- {
		if !s.Rounds[k].ClosedAt.IsZero() {
			return &s.Rounds[k]
		}
	}
	return nil
}
