package live

import (
	"encoding/json"
	"time"

	"veche/internal/store"
	"veche/internal/study"
)

// eventKind is what the log keeps an event by; people read a message about it.
type eventKind = string

// The kinds of event. Those of control are expected in sequence by who steers; a ballot, a nomination and a confirmation are not.
const (
	evCreated    eventKind = "created"
	evJoined     eventKind = "joined" // a person, at creation or by invitation
	evRenewed    eventKind = "link renewed"
	evRevoked    eventKind = "link revoked"
	evReplaced   eventKind = "expert replaced"
	evWithdrawn  eventKind = "expert withdrawn"
	evDevice     eventKind = "device removed"
	evKey        eventKind = "key registered"
	evProposed   eventKind = "proposed"
	evSealed     eventKind = "weights sealed"
	evNominating eventKind = "round 0 opened"
	evNominated  eventKind = "nominated"
	evMerged     eventKind = "nominations merged"
	evAdopted    eventKind = "round 0 closed"
	evDocument   eventKind = "document"
	evEdited     eventKind = "study edited"
	evOpened     eventKind = "round opened"
	evExtended   eventKind = "round extended"
	evClosing    eventKind = "round closing"
	evClosed     eventKind = "round closed"
	evReopened   eventKind = "round reopened"
	evBallot     eventKind = "ballot"
	evConfirmed  eventKind = "ballot confirmed"
	evConsented  eventKind = "consent given"
	evLeader     eventKind = "screen handed over"
	evMoved      eventKind = "common weights moved"
	evErased     eventKind = "erased by order"
	evFinished   eventKind = "finished"
	evRestored   eventKind = "restored from a copy"
	evLetter     eventKind = "letter sent"
)

type createdEvent struct {
	Title        string        `json:"title"`
	Kind         Kind          `json:"kind"`
	Pace         Pace          `json:"pace"`
	Language     string        `json:"language"`
	Consent      string        `json:"consent,omitempty"`
	ObserversSee bool          `json:"observersSee,omitempty"`
	Retention    time.Duration `json:"retention,omitempty"`
	File         string        `json:"file"`
	SHA256       string        `json:"sha256"` // of the workbook it was made of
	Base         store.Hash    `json:"base"`   // of the workbook the panel answers to: the same, or that without its answers
	PublicKey    []byte        `json:"publicKey"`
	At           time.Time     `json:"at"`
}

type joinedEvent struct {
	Person Person    `json:"person"`
	By     string    `json:"by,omitempty"`
	At     time.Time `json:"at"`
}

// personEvent is about one person: a link renewed or revoked, an expert replaced or withdrawn, a device removed, a ballot confirmed.
type personEvent struct {
	Person     string    `json:"person"`
	Generation int       `json:"generation,omitempty"`
	With       string    `json:"with,omitempty"`   // who replaces them; the device
	Reason     string    `json:"reason,omitempty"` // of a withdrawal
	Round      string    `json:"round,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
}

type proposedEvent struct {
	What string    `json:"what"`
	Note string    `json:"note,omitempty"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

type sealedEvent struct {
	Seal study.Seal `json:"seal"`
	By   string     `json:"by"`
	At   time.Time  `json:"at"`
}

// rollEntry is one person on the roll.
type rollEntry struct {
	Person string   `json:"person"`
	Bloc   string   `json:"bloc,omitempty"`
	Weight *float64 `json:"weight,omitempty"`
}

// openedEvent commits to who may vote, with which weights, on what.
type openedEvent struct {
	Round string      `json:"round"`
	Name  string      `json:"name"`
	Until time.Time   `json:"until,omitzero"`
	Roll  []rollEntry `json:"roll"`
	Blocs []rollEntry `json:"blocs,omitempty"` // the blocs' weights
	Study store.Hash  `json:"study"`           // SHA-256 of the workbook that is answered to
	By    string      `json:"by"`
	At    time.Time   `json:"at"`
}

type roundEvent struct {
	Round  string    `json:"round"`
	Until  time.Time `json:"until,omitzero"`
	Reason string    `json:"reason,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// ballotEvent is one save. It commits to a ballot and holds no answer.
type ballotEvent struct {
	Round      string     `json:"round"`
	Person     string     `json:"person"`
	Generation int        `json:"generation"`
	Version    int64      `json:"version"`
	Commitment store.Hash `json:"commitment"`
	EnteredBy  string     `json:"enteredBy,omitempty"`
	At         time.Time  `json:"at"`
}

// closedEvent is the box: commitments, sorted, without who or when, and beside it who voted.
type closedEvent struct {
	Round      string         `json:"round"`
	Name       string         `json:"name"`
	Roll       store.Hash     `json:"roll"`
	Root       store.Hash     `json:"root"`
	Leaves     []store.Hash   `json:"leaves"`               // sorted
	Voters     []string       `json:"voters"`               // sorted; as many as leaves
	Earlier    [][]store.Hash `json:"earlier,omitempty"`    // by leaf: the versions of the ballot that it replaced, oldest first
	Replaced   []replaced     `json:"replaced,omitempty"`   // ballots that stand beside, replaced through a renewed link
	Withdrawn  []replaced     `json:"withdrawn,omitempty"`  // ballots of experts who no longer took part at the closing
	Blocs      []string       `json:"blocs,omitempty"`      // by leaf, of a closed panel: the bloc it counts with
	BlocWeight []rollEntry    `json:"blocWeight,omitempty"` // of a closed panel: the weights of the blocs as they count
	Entered    int            `json:"entered,omitempty"`    // of a closed panel: ballots that were entered from paper or a form
	By         string         `json:"by"`
	At         time.Time      `json:"at"`
}

// replaced is a ballot that does not count, with all of its versions, and the one that counts in its stead.
type replaced struct {
	Versions []store.Hash `json:"versions"`
	Leaf     *store.Hash  `json:"leaf,omitempty"`
}

// nominatedEvent is a technology somebody wants on the list; mergedEvent makes one of several; adoptedEvent puts those that remain on it.
type nominatedEvent struct {
	ID    string    `json:"id"`
	Title string    `json:"title"`
	Note  string    `json:"note,omitempty"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

type mergedEvent struct {
	IDs   []string  `json:"ids"`
	Title string    `json:"title"` // "": they are dropped
	Note  string    `json:"note,omitempty"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

type adoptedEvent struct {
	Base store.Hash `json:"base"`
	By   string     `json:"by"`
	At   time.Time  `json:"at"`
}

type leaderEvent struct {
	Leader string    `json:"leader"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

type movedEvent struct {
	Action json.RawMessage `json:"action"`
	By     string          `json:"by"`
	At     time.Time       `json:"at"`
}

type erasedEvent struct {
	Events int       `json:"events"`
	At     time.Time `json:"at"`
}

// draft makes an event; person is whose data it is.
func draft(kind, person string, payload any) store.Draft {
	data, err := json.Marshal(payload)
	if err != nil {
		panic("live: an event cannot be written: " + err.Error())
	}
	return store.Draft{Kind: kind, Person: person, Payload: data}
}
