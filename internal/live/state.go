package live

import (
	"slices"
	"time"

	"veche/internal/store"
	"veche/internal/study"
)

// Kind says whether names stand in what goes out of a panel.
type Kind string

// The kinds: in an open panel names stand in export and report; of a closed one everything that goes out carries codes drawn anew at each closing.
const (
	Open   Kind = "open"
	Closed Kind = "closed"
)

// Pace says how a panel answers.
type Pace string

// The paces: sealed rounds, or figures that follow the answers, which claims no sealing.
const (
	InRounds Pace = "rounds"
	RealTime Pace = "real time"
)

// Phase is where a panel stands.
type Phase string

// The phases.
const (
	Preparing  Phase = "preparing"  // the first round has not been opened
	Nominating Phase = "nominating" // round 0 is open
	Opened     Phase = "open"       // a round is open
	Closing    Phase = "closing"    // its box is being opened: a moment
	Between    Phase = "between"    // a round was closed, another may be opened
	Finished   Phase = "finished"
)

// Round is one pass of the panel.
type Round struct {
	ID        string // of its own, as a ballot names it: of no round opened before or after it
	Name      string // as in the study: "1"
	Opened    time.Time
	Until     time.Time // when it is meant to end; zero: nobody said
	ClosedAt  time.Time // zero while it is open
	Roll      store.Hash
	Root      store.Hash   // of the box; zero while it is open
	Voters    []string     // persons whose ballots are in the box, by ID
	Reopened  string       // why it was opened again after closing; "" if it was not
	Boxes     []store.Hash // roots of earlier closings of this round
	Base      store.Hash   // SHA-256 of the workbook that was answered to
	Count     int          // ballots in the box
	ClosedSeq int64        // the event that closed it

	roll, blocs []rollEntry
	closings    []time.Time // when it was closed before it was opened again
	closing     *closedEvent
}

// State is what the events of a panel make of it, answers aside.
type State struct {
	ID           string
	Created      time.Time
	Title        string
	Kind         Kind
	Pace         Pace
	Language     string // "en" or "ru"
	Consent      string // what the first ballot asks to agree to; "" for the usual text
	ObserversSee bool   // the panel's figures after closing
	Retention    time.Duration
	File, SHA256 string // of the workbook the panel was made of
	PublicKey    []byte // of the key that signs receipts (Ed25519)
	Fingerprint  string // of that key, as it stands on invitations

	Phase    Phase
	Rounds   []Round
	People   []Standing // in the order of their coming
	Leader   string     // who has the common screen in hand; "": the chair
	Proposal *Proposal  // the secretary's, not yet decided
	Seal     *study.Seal
	Actions  []study.Action // what was done to the common weights since the last closing of a round, for all
	Seq      int64          // of the last event
	Control  int64          // what those who steer expect: see [Panel] commands
	Head     store.Hash
	Erased   []Erasure
	Ended    time.Time // when it was finished; zero while it goes on

	Documents []Document // evidence beside the technologies, oldest first

	Restored []int64 // events from which on receipts may be missing, because a copy was restored

	base        store.Hash // of the workbook that is answered to
	nominations []Nomination
	removed     []string                   // devices
	casts       map[ballotKey][]store.Hash // commitments by ballot, oldest first; shared by all states and read under the panel's lock only
	voted       map[ballotKey]votes
	changed     map[Topic]int64 // the last event with which it may have changed; of ballots those only of which it is erased whose they were
}

// votes is what is known of a ballot without its answers.
type votes struct {
	version   int64
	seq       int64 // of the event
	at        time.Time
	by        string // who entered it for the expert; "" for themselves
	confirmed bool
}

// Proposal is what the secretary asks the chair to do, or the clock.
type Proposal struct {
	What string // "open", "close", "reopen" or "seal"
	By   string // "": the time of the round is over
	Note string
	At   time.Time
}

// Erasure is data taken out of a panel by order.
type Erasure struct {
	Events int
	At     time.Time
}

// ballotKey is whose ballot of which round.
type ballotKey struct {
	round, person string
	generation    int
}

// Closed is how many rounds are closed now.
func (s *State) Closed() int {
	n := 0
	for k := range s.Rounds {
		if !s.Rounds[k].ClosedAt.IsZero() {
			n++
		}
	}
	return n
}

// Current is the round in hand: the open one, else the last; nil before the first.
func (s *State) Current() *Round {
	if len(s.Rounds) == 0 {
		return nil
	}
	return &s.Rounds[len(s.Rounds)-1]
}

// Person finds a person; nil when there is none.
func (s *State) Person(id string) *Standing {
	if k := slices.IndexFunc(s.People, func(p Standing) bool { return p.ID == id }); k >= 0 {
		return &s.People[k]
	}
	return nil
}

// Experts are those who take part.
func (s *State) Experts() []*Standing {
	var all []*Standing
	for k := range s.People {
		if p := &s.People[k]; p.Is(Expert) && p.Active() {
			all = append(all, p)
		}
	}
	return all
}

// Replaced is how many ballots of a closed round stand beside the box because their link was renewed and answered again.
func (r *Round) Replaced() int {
	if r.closing == nil {
		return 0
	}
	return len(r.closing.Replaced)
}
