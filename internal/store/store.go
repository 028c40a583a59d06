// Package store keeps panels in a database: a chain of events for each, ballots with versions, and records (people's links, sessions, what a common screen shows).
// It knows no study: what events and ballots hold is package live's affair, and opaque here.
//
// [Store.Commit] is the one way in. It takes several writes of one panel and makes them one transaction under the lock of the panel's row, so that what belongs
// together (an answer's event, its ballot and its receipt) is there or is not, and events are chained in one order. [Group] gathers the writes of many people into
// such commits. Packages sqlite and postgres are the two stores; package conformance holds both to the same.
package store

import (
	"context"
	"errors"
	"io"
	"time"
)

// What a store or a write is refused for. A refused write leaves nothing behind; the others of its commit stand.
var (
	ErrNone    = errors.New("store: there is none")                    // no panel, ballot or record of that name
	ErrRace    = errors.New("store: somebody else was first")          // a version or sequence is not the expected one
	ErrGate    = errors.New("store: the gate is shut")                 // the write was for a round that is not open
	ErrExists  = errors.New("store: it exists already")                // a panel of that id
	ErrNewer   = errors.New("store: a newer version of Veche made it") // the database has migrations this program does not know
	ErrNoSpace = errors.New("store: the disk is full")
)

// Panel is the head of a panel's chain, and what writes are checked against.
type Panel struct {
	ID      string
	Created time.Time
	Seq     int64  // of its last event; 0: none
	Head    Hash   // of its last event
	Control int64  // sequence of the last control event: what those who steer the panel expect
	Gate    string // what a ballot's write must name; "" while nobody may answer
}

// Event is one link of a panel's chain. Its payload lies beside the chain and can be erased; the chain holds a salted commitment to it only.
type Event struct {
	Seq        int64 // from 1
	Kind       string
	Person     string // whose data the payload is, for erasure; "" of nobody's
	Commitment Hash   // SHA-256(salt ‖ payload)
	Hash       Hash   // see [Link]
	Salt       []byte // 32 bytes; nil when erased
	Payload    []byte // nil when erased
}

// Draft is an event to be appended.
type Draft struct {
	Kind, Person string
	Payload      []byte
}

// Ballot is what one person answered in a round, as a whole. A renewed link begins a new generation of it.
type Ballot struct {
	Round, Person string
	Generation    int
	Version       int64  // from 1, of this ballot
	Data          []byte // nil when erased
}

// BallotWrite replaces a ballot whose version is the expected one, 0 where there is none.
type BallotWrite struct {
	Ballot         // its Version is set by the store
	Expect  int64  // the version there must be
	Client  string // the client's own id of this save: given twice, the first receipt is given again and nothing is written
	Receipt []byte
}

// Record is a small document kept by kind and key, such as a link, a session, a screen.
type Record struct {
	Kind, Key     string
	Panel, Person string // whose it is; "" of none
	Version       int64  // from 1
	Expires       time.Time
	Data          []byte
}

// RecordWrite puts a record, or deletes it where Data is nil. Expect is the version there must be, 0 for none yet, [AnyVersion] for whatever there is.
type RecordWrite struct {
	Record
	Expect int64
}

// AnyVersion expects nothing of what is there.
const AnyVersion = -1

// The record that says that a copy was put back and that what must be done before anybody may is not done yet: a restoring may be cut short between the two.
const (
	RestoredKind = "restored"
	RestoredKey  = "copy"
)

// Forgotten is what is erased of a panel.
type Forgotten struct {
	Kinds    []string // payloads of events of these kinds
	Receipts bool     // their contents; that a client's id was answered stays known
	Ballots  bool
	Records  []string // kinds of records
	Control  *int64   // the panel's Control there must be, [ErrRace] else; nil: whatever it is
}

// Write is what belongs together: all of it is written, or none.
type Write struct {
	Gate    *string // the gate there must be; nil: whatever it is
	Control *int64  // the panel's Control there must be; the last of Events becomes the new one, where there are any. nil: the write steers nothing
	NewGate *string // of a control write
	Events  []Draft
	Ballot  *BallotWrite
	Records []RecordWrite
}

// Result is what became of a write.
type Result struct {
	Err     error  // nil, or why it was refused
	Seq     int64  // of its last event, or of the panel's
	Version int64  // of its ballot
	Receipt []byte // of its ballot; of the first write where the client's id was known
	Again   bool   // the client's id was known: nothing was written
}

// Store keeps panels. All of it may be used by many at once.
type Store interface {
	// Create makes an empty panel; [ErrExists] when the id is taken.
	Create(ctx context.Context, id string, at time.Time) error
	// Panels are the heads of all panels, the oldest first.
	Panels(ctx context.Context) ([]Panel, error)
	// Panel is one head, or [ErrNone].
	Panel(ctx context.Context, id string) (Panel, error)
	// Commit makes the writes one transaction and answers each. An error means that none of them is known to be written: a cut connection may hide a commit, and
	// who tries again with the same client id learns it.
	Commit(ctx context.Context, panel string, writes []Write) ([]Result, error)
	// Events are those after a sequence, in order, at most limit (0: all).
	Events(ctx context.Context, panel string, after int64, limit int) ([]Event, error)
	// Ballot is the one of a person's generation in a round, or [ErrNone].
	Ballot(ctx context.Context, panel, round, person string, generation int) (Ballot, error)
	// Ballots are all of a round, by person and generation; of every round where round is "".
	Ballots(ctx context.Context, panel, round string) ([]Ballot, error)
	// Receipt is what a person's save with that client id was answered, or [ErrNone].
	Receipt(ctx context.Context, panel, person, client string) ([]byte, error)
	// Record is one that has not expired at the time, or [ErrNone].
	Record(ctx context.Context, kind, key string, at time.Time) (Record, error)
	// Records are a panel's of a kind, by key, expired ones too.
	Records(ctx context.Context, panel, kind string) ([]Record, error)
	// Put writes records outside of any panel's chain, all or none; [ErrRace] when one is not as expected.
	Put(ctx context.Context, records ...RecordWrite) error
	// PutAt puts records of a panel where its Control is the expected one when they are there, [ErrRace] else. The panel is locked for that last look only, however long
	// large records take: they keep nobody waiting.
	PutAt(ctx context.Context, panel string, control int64, records ...RecordWrite) error
	// Erase takes a person's payloads, ballots, receipts and records out of a panel, and the records of some kinds whosoever's they are; the chain stays, and the event
	// that says so becomes its last control event: made of how many events were emptied, which is returned too. All of it is done or none, and [ErrRace] where the
	// panel's Control is not the expected one.
	Erase(ctx context.Context, panel, person string, control int64, kinds []string, said func(events int) Draft) (events int, err error)
	// Forget erases what a panel no longer needs, whosoever's: for closings that cut who from what, and for retention. The chain stays.
	Forget(ctx context.Context, panel string, what Forgotten) error
	// Delete removes a panel with all that is its.
	Delete(ctx context.Context, panel string) error
	// Watch gives the ids of panels that may have changed, coalesced, until ctx ends; changes of other processes too, but not surely: who must know asks now and then.
	Watch(ctx context.Context) <-chan string
	// Alone does something while no other process does anything of that name on the same database, after waiting for its turn. The context that do is given ends
	// when the turn is lost, with the connection it hung on: what is done must bear being begun by the next one a moment before that is noticed. The error is do's,
	// or why there was no turn.
	Alone(ctx context.Context, name string, do func(context.Context) error) error
	// Backup writes a copy of everything that can be put back by Restore of the same kind of store.
	Backup(ctx context.Context, w io.Writer) error
	// Close ends it.
	Close() error
}
