package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"veche/internal/store"
	"veche/internal/study"
)

// recMade is the kind of record of what another process is to make of a panel, and then of what it made. It may hold anybody's data, so that it goes whoever's are
// erased.
const recMade = "made"

// recLasting is the kind of record of what another process made of a panel for whoever comes. It goes whoever's data are erased, too.
const recLasting = "lasting"

// orderFor is how long what was ordered is kept for who ordered it.
const orderFor = 10 * time.Minute

// MostMade is how many bytes may be made to order: more is not sent through a database.
const MostMade = 64 << 20

var errLarge = errors.New("live: what was made is too large to be sent through a database")

// Order is what somebody is to make of a panel in another process on the same store. It holds as long as nobody steers the panel or erases anything of it: what was
// made of a panel that has gone on is refused.
type Order struct {
	Panel *Panel
	Actor Actor // who asked; what they may is asked again of whatever the maker does

	key     string
	control int64
	expires time.Time
}

// orderData is an order as it is kept.
type orderData struct {
	Person     string          `json:"person"`
	Generation int             `json:"generation"`
	Device     string          `json:"device,omitempty"`
	Control    int64           `json:"control"`
	What       json.RawMessage `json:"what"`
}

// Order keeps what another process is to make of the panel, as it stands now, for an actor, and returns the key that it takes and gives by.
func (p *Panel) Order(ctx context.Context, a Actor, what any) (key string, err error) {
	s := p.State()
	if !s.here(a) {
		return "", ErrSession
	}
	data, err := json.Marshal(what)
	if err != nil {
		return "", err
	}
	key, _ = token(32)
	r := record(recMade, key, p.id, a.Person, p.house.now().Add(orderFor), orderData{a.Person, a.Generation, a.Device, s.Control, data})
	return key, refused(p.house.store.PutAt(ctx, p.id, s.Control, store.RecordWrite{Record: r}))
}

// Ordered is an order for who is to do it: [ErrNone] where it was taken back or done, [ErrRace] where the panel has gone on since.
func (h *House) Ordered(ctx context.Context, panel, key string, what any) (*Order, error) {
	p, err := h.Panel(ctx, panel)
	if err != nil {
		return nil, err
	}
	r, err := h.store.Record(ctx, recMade, key, h.now())
	if err != nil {
		return nil, err
	}
	if r.Version != 1 || r.Panel != panel {
		return nil, ErrNone
	}
	x, err := decode[orderData](r)
	if err != nil {
		return nil, err
	}
	o := &Order{Panel: p, Actor: Actor{Panel: panel, Person: x.Person, Generation: x.Generation, Device: x.Device}, key: key, control: x.Control, expires: r.Expires}
	s := p.State()
	switch {
	case s.Control != x.Control:
		return nil, ErrRace
	case !s.here(o.Actor):
		return nil, ErrSession
	}
	return o, json.Unmarshal(x.What, what)
}

// Deliver keeps what was made for who ordered it.
func (o *Order) Deliver(ctx context.Context, data []byte) error {
	if len(data) > MostMade {
		return errLarge
	}
	r := store.Record{Kind: recMade, Key: o.key, Panel: o.Panel.id, Person: o.Actor.Person, Expires: o.expires, Data: append([]byte{}, data...)}
	return refused(o.Panel.house.store.PutAt(ctx, o.Panel.id, o.control, store.RecordWrite{Record: r, Expect: 1}))
}

// Collect gives who ordered it what was made, and leaves nothing of it: [ErrNone] where it was not made.
func (p *Panel) Collect(ctx context.Context, key string) ([]byte, error) {
	r, err := p.house.store.Record(ctx, recMade, key, p.house.now())
	if err != nil {
		return nil, err
	}
	err = p.house.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: recMade, Key: key, Panel: p.id}, Expect: r.Version})
	switch {
	case errors.Is(err, store.ErrRace): // erased meanwhile
		return nil, ErrNone
	case err != nil:
		return nil, err
	case r.Version < 2 || r.Panel != p.id:
		return nil, ErrNone
	}
	return r.Data, nil
}

// Ranking names what the ranking that members see follows from: the closed box, what was erased, the workbook and the common weights. It is "" before a round is
// closed.
func (s *State) Ranking() string {
	r := s.shownRound()
	if r == nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %s %d %d %s\n", r.ID, r.Root, r.ClosedSeq, len(s.Erased), r.Base)
	for _, a := range s.Actions {
		line, err := study.MarshalAction(a)
		if err != nil {
			panic("live: an action that was read cannot be written: " + err.Error())
		}
		h.Write(append(line, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// lasting is what was made of a panel for whoever comes.
type lasting struct {
	Of   string          `json:"of"` // what it is true of
	Data json.RawMessage `json:"data"`
}

// Keep keeps what was made, as JSON, for every member who may see the panel's figures, in place of what was kept by that name.
func (o *Order) Keep(ctx context.Context, name, of string, data json.RawMessage) error {
	if len(data) > MostMade {
		return errLarge
	}
	p := o.Panel
	return refused(p.house.store.PutAt(ctx, p.id, o.control,
		store.RecordWrite{Record: store.Record{Kind: recMade, Key: o.key, Panel: p.id}, Expect: 1},
		store.RecordWrite{Record: record(recLasting, p.id+"/"+name, p.id, "", time.Time{}, lasting{of, data}), Expect: store.AnyVersion}))
}

// KeptOf is what was kept by a name, if it is true of what is named; nil else.
func (p *Panel) KeptOf(ctx context.Context, a Actor, name, of string) (json.RawMessage, error) {
	if err := may(SeeFigures, p.State(), a); err != nil {
		return nil, err
	}
	r, err := p.house.store.Record(ctx, recLasting, p.id+"/"+name, p.house.now())
	if errors.Is(err, store.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	x, err := decode[lasting](r)
	if err != nil || x.Of != of {
		return nil, err
	}
	return x.Data, nil
}
