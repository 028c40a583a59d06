package live

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"time"

	"veche/internal/store"
	"veche/internal/study"
)

// recordFile is all that is needed to check a panel without its server: the chain, with the payloads that may go out beside it, the workbooks, what the commitments
// of closed boxes were to, and the ranking that the server gave. It is written as JSON, a part a line, and ends with the hashes of its lines, signed.
type recordFile struct {
	Header    recordHeader
	Events    []recordEvent
	Workbooks []recordWorkbook
	Openings  []recordOpening
	Rankings  []recordRanking
}

// recordLine is one line: one of its fields.
type recordLine struct {
	Header   *recordHeader   `json:"record,omitempty"`
	Event    *recordEvent    `json:"event,omitempty"`
	Workbook *recordWorkbook `json:"workbook,omitempty"`
	Opening  *recordOpening  `json:"opening,omitempty"`
	Ranking  *recordRanking  `json:"ranking,omitempty"`
	Seal     *recordSeal     `json:"seal,omitempty"`
}

type recordHeader struct {
	Version   int       `json:"version"`
	Panel     string    `json:"panel"`
	Title     string    `json:"title"`
	Kind      Kind      `json:"kind"`
	PublicKey []byte    `json:"publicKey"`
	Made      time.Time `json:"made"`
}

// recordEvent is an event of the chain. Its payload is missing where it would tell in a closed panel whose ballot is whose, or where it was erased.
type recordEvent struct {
	Seq        int64           `json:"seq"`
	Kind       string          `json:"kind"`
	Commitment store.Hash      `json:"commitment"`
	Hash       store.Hash      `json:"hash"`
	Salt       []byte          `json:"salt,omitempty"`
	Payload    json.RawMessage `json:"payload,omitempty"`
	Withheld   bool            `json:"withheld,omitempty"` // kept back; else a missing payload was erased
}

type recordWorkbook struct {
	SHA256 store.Hash `json:"sha256"`
	Data   []byte     `json:"data"`
}

type recordOpening struct {
	Round string `json:"round"` // its ID
	Opening
}

// recordRanking is the ranking after a round, under the weights of the study.
type recordRanking struct {
	Round string       `json:"round"` // its ID
	Ranks []RecordRank `json:"ranks,omitempty"`
	None  string       `json:"none,omitempty"` // why there is none
}

// recordSeal ends a record.
type recordSeal struct {
	Lines     []store.Hash `json:"lines"`     // SHA-256 of every line before this
	Signature []byte       `json:"signature"` // of the panel's key under them
}

func (s *recordSeal) message() []byte {
	parts := make([][]byte, len(s.Lines))
	for k := range s.Lines {
		parts[k] = s.Lines[k][:]
	}
	return signedParts("veche record 1", parts...)
}

// write writes the lines and signs them.
func (r *recordFile) write(key ed25519.PrivateKey) ([]byte, error) {
	lines := []recordLine{{Header: &r.Header}}
	for k := range r.Events {
		lines = append(lines, recordLine{Event: &r.Events[k]})
	}
	for k := range r.Workbooks {
		lines = append(lines, recordLine{Workbook: &r.Workbooks[k]})
	}
	for k := range r.Openings {
		lines = append(lines, recordLine{Opening: &r.Openings[k]})
	}
	for k := range r.Rankings {
		lines = append(lines, recordLine{Ranking: &r.Rankings[k]})
	}
	var out bytes.Buffer
	seal := &recordSeal{}
	for _, l := range lines {
		data, err := json.Marshal(l)
		if err != nil {
			return nil, err
		}
		seal.Lines = append(seal.Lines, digest(data))
		out.Write(append(data, '\n'))
	}
	seal.Signature = ed25519.Sign(key, seal.message())
	data, err := json.Marshal(recordLine{Seal: seal})
	out.Write(append(data, '\n'))
	return out.Bytes(), err
}

// RecordRank is one technology's place.
type RecordRank struct {
	Technology string  `json:"technology"`
	Rank       int     `json:"rank"`
	Score      float64 `json:"score"`
}

// Record takes the record of the panel away: of closed rounds; while one is open its ballots' events have no payloads.
func (p *Panel) Record(ctx context.Context, a Actor) ([]byte, error) {
	s, err := p.Head(ctx)
	if err != nil {
		return nil, err
	}
	if err := may(ExportRecord, s, a); err != nil {
		return nil, err
	}
	key, err := p.signer(ctx)
	if err != nil {
		return nil, err
	}
	events, err := p.house.store.Events(ctx, p.id, 0, 0)
	if err != nil {
		return nil, err
	}
	r := &recordFile{Header: recordHeader{1, p.id, s.Title, s.Kind, s.PublicKey, p.house.now()}}
	for k := range events {
		e := &events[k]
		if e.Seq > s.Seq {
			break
		}
		x := recordEvent{Seq: e.Seq, Kind: e.Kind, Commitment: e.Commitment, Hash: e.Hash}
		switch {
		case e.Payload == nil:
		case s.withholds(e):
			x.Withheld = true
		default:
			x.Salt, x.Payload = e.Salt, e.Payload
		}
		r.Events = append(r.Events, x)
	}
	var boxes []openedBox
	for k := range s.Rounds {
		round := &s.Rounds[k]
		if round.ClosedAt.IsZero() {
			continue
		}
		b, err := p.baseOf(ctx, round.Base)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(r.Workbooks, func(w recordWorkbook) bool { return w.SHA256 == round.Base }) {
			r.Workbooks = append(r.Workbooks, recordWorkbook{round.Base, b.data})
		}
		openings, err := p.openings(ctx, round)
		if err != nil {
			return nil, err
		}
		for _, o := range openings {
			r.Openings = append(r.Openings, recordOpening{round.ID, o})
		}
		box := openedBox{closing: round.closing, openings: openings}
		if boxes = append(boxes, box); s.Kind == Closed {
			boxes = []openedBox{box}
		}
		peopled, _ := s.peopled(b.study)
		ranking := recordRanking{Round: round.ID}
		if ranking.Ranks, err = ranked(s.Kind, peopled, boxes); err != nil {
			ranking.None = err.Error()
		}
		r.Rankings = append(r.Rankings, ranking)
	}
	return r.write(key)
}

// withholds says whether an event's payload does not go out: whose ballot a commitment is, in a closed panel always, in an open one while its round is open; who
// nominated; and whose device, link or key it was.
func (s *State) withholds(e *store.Event) bool {
	switch e.Kind {
	case evNominated, evDevice, evKey, evConsented, evLetter:
		return true
	case evConfirmed:
		return s.Kind == Closed
	case evBallot:
		var x ballotEvent
		if s.Kind == Closed || json.Unmarshal(e.Payload, &x) != nil {
			return true
		}
		return !slices.ContainsFunc(s.Rounds, func(r Round) bool { return r.ID == x.Round && !r.ClosedAt.IsZero() })
	}
	return false
}

// ranked is the ranking that boxes come to.
func ranked(kind Kind, s *study.Study, boxes []openedBox) ([]RecordRank, error) {
	all, err := assemble(kind, s, boxes)
	if err != nil {
		return nil, err
	}
	o, err := study.Evaluate(all)
	if err != nil {
		return nil, err
	}
	return Ranks(o), nil
}

// Ranks is an outcome's ranking as a record holds it.
func Ranks(o *study.Outcome) []RecordRank {
	var ranks []RecordRank
	for k := range o.Rows {
		ranks = append(ranks, RecordRank{o.Rows[k].Technology.ID, o.Rows[k].Rank, o.Rows[k].Score})
	}
	return ranks
}
