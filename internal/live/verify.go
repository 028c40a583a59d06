package live

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"slices"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/workbook"
)

// Verification is what a record comes to when it is checked without its server.
type Verification struct {
	Title       string
	Panel       string
	Kind        Kind
	Fingerprint string
	Events      int
	Erased      int // payloads that are not there, by order
	Withheld    int // payloads that are kept back
	Rounds      []VerifiedRound
	Wrong       []language.Message // what does not fit, each named
	Notes       []language.Message // what a reader should know
	Held        int                // receipts and notices that were checked and fit
}

// VerifiedRound is one closed round.
type VerifiedRound struct {
	Name    string
	Root    store.Hash
	Ballots int
	Ranked  bool // the ranking was worked out again and is the server's to the bit
}

// Evidence is what is laid beside a record: receipts, notices of roots, and people who say that they did not vote.
type Evidence struct {
	Receipts []Receipt
	Notices  []Notice
	Absent   []string
}

// ReadEvidence adds what a file holds: a receipt or a notice, or a list of them.
func (e *Evidence) ReadEvidence(data []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil {
		list = []json.RawMessage{data}
	}
	for _, one := range list {
		var kind struct{ Commitment, Root *store.Hash }
		if err := json.Unmarshal(one, &kind); err != nil {
			return language.Errorf("this is no receipt: %v", err)
		}
		switch {
		case kind.Commitment != nil:
			var r Receipt
			if err := json.Unmarshal(one, &r); err != nil {
				return language.Errorf("this is no receipt: %v", err)
			}
			e.Receipts = append(e.Receipts, r)
		case kind.Root != nil:
			var n Notice
			if err := json.Unmarshal(one, &n); err != nil {
				return language.Errorf("this is no receipt: %v", err)
			}
			e.Notices = append(e.Notices, n)
		default:
			return language.Errorf("there is neither a receipt nor a root in it")
		}
	}
	return nil
}

// verifier checks a record.
type verifier struct {
	out   *Verification
	file  *recordFile
	key   ed25519.PublicKey
	state *State
	boxes []openedBox
}

func (v *verifier) wrong(text string, args ...any) {
	v.out.Wrong = append(v.out.Wrong, language.M(text, args...))
}

func (v *verifier) note(text string, args ...any) {
	v.out.Notes = append(v.out.Notes, language.M(text, args...))
}

// Verify checks a record, and evidence against it. The error is of a file that is no record; all else is in the verification.
func Verify(data []byte, e Evidence) (*Verification, error) {
	v := &verifier{out: &Verification{}}
	if err := v.read(data); err != nil {
		return nil, err
	}
	v.chain()
	if v.state != nil {
		for k := range v.state.Rounds {
			if r := &v.state.Rounds[k]; !r.ClosedAt.IsZero() {
				v.round(r)
			}
		}
		v.evidence(e)
	}
	return v.out, nil
}

// read reads the lines; one that was changed is named.
func (v *verifier) read(data []byte) error {
	lines := bytes.Split(data, []byte("\n"))
	if len(lines) < 3 || len(lines[len(lines)-1]) > 0 {
		return language.Errorf("this is no record of a panel, or not the whole of it")
	}
	lines = lines[:len(lines)-1]
	v.file = &recordFile{}
	var seal *recordSeal
	names := make([]language.Message, len(lines))
	for k, line := range lines {
		var l recordLine
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&l); err != nil {
			v.wrong("line %d of the record cannot be read: %v", k+1, err)
			continue
		}
		switch {
		case l.Header != nil:
			v.file.Header, names[k] = *l.Header, language.M("the heading")
		case l.Event != nil:
			v.file.Events, names[k] = append(v.file.Events, *l.Event), language.M("event %d", l.Event.Seq)
		case l.Workbook != nil:
			v.file.Workbooks, names[k] = append(v.file.Workbooks, *l.Workbook), language.M("the workbook")
		case l.Opening != nil:
			v.file.Openings, names[k] = append(v.file.Openings, *l.Opening), language.M("the ballot %s", short(l.Opening.Commitment))
		case l.Ranking != nil:
			v.file.Rankings, names[k] = append(v.file.Rankings, *l.Ranking), language.M("the ranking")
		case l.Seal != nil:
			seal = l.Seal
		}
	}
	h := &v.file.Header
	v.out.Title, v.out.Panel, v.out.Kind, v.out.Events = h.Title, h.Panel, h.Kind, len(v.file.Events)
	v.key, v.out.Fingerprint = ed25519.PublicKey(h.PublicKey), Fingerprint(h.PublicKey)
	if h.Version != 1 && len(v.out.Wrong) == 0 {
		return language.Errorf("this is no record of a panel, or not the whole of it")
	}
	if seal == nil || len(seal.Lines) != len(lines)-1 {
		v.wrong("the record does not end with its seal, or lines are missing")
		return nil
	}
	for k, sum := range seal.Lines {
		if digest(lines[k]) != sum && !names[k].IsZero() {
			v.wrong("line %d of the record was changed: %v", k+1, names[k])
		}
	}
	if again, err := json.Marshal(recordLine{Seal: seal}); err != nil || !bytes.Equal(again, lines[len(lines)-1]) {
		v.wrong("line %d of the record was changed: %v", len(lines), language.M("the seal"))
	}
	if len(v.key) != ed25519.PublicKeySize || !ed25519.Verify(v.key, seal.message(), seal.Signature) {
		v.wrong("the record's seal is not signed with the panel's key")
	}
	return nil
}

// short is how a commitment is named.
func short(h store.Hash) string { return h.String()[:12] }

// chain checks the events, and folds them.
func (v *verifier) chain() {
	panel := v.file.Header.Panel
	s := &State{ID: panel, casts: map[ballotKey][]store.Hash{}}
	var before store.Hash
	missing := 0
	for k := range v.file.Events {
		x := &v.file.Events[k]
		e := store.Event{Seq: x.Seq, Kind: x.Kind, Commitment: x.Commitment, Hash: x.Hash, Salt: x.Salt, Payload: x.Payload}
		switch {
		case x.Seq != int64(k)+1:
			v.wrong("event %d stands where event %d should", x.Seq, k+1)
		case x.Hash != store.Link(panel, x.Seq, x.Kind, x.Commitment, before):
			v.wrong("event %d (%s) does not follow from the one before it", x.Seq, x.Kind)
		case x.Payload != nil && store.Commit(x.Salt, x.Payload) != x.Commitment:
			v.wrong("event %d (%s) says something else than it was committed to", x.Seq, x.Kind)
		}
		before = x.Hash
		switch {
		case x.Payload != nil:
		case x.Withheld || x.Kind == evBallot && v.file.Header.Kind == Closed:
			v.out.Withheld++
		default:
			missing++
		}
		if err := s.fold(&e, map[Topic]bool{}); err != nil {
			v.wrong("event %d (%s) cannot be read: %v", x.Seq, x.Kind, err)
			return
		}
	}
	v.out.Erased = 0
	for _, e := range s.Erased {
		v.out.Erased += e.Events
	}
	switch {
	case missing > v.out.Erased:
		v.wrong("%d payload is missing that no order erased|%d payloads are missing that no order erased", missing-v.out.Erased)
	case missing > 0:
		v.note("erased by order: %d", missing)
	}
	if !bytes.Equal(s.PublicKey, v.file.Header.PublicKey) || s.Kind != v.file.Header.Kind || s.Title != v.file.Header.Title {
		v.wrong("the heading of the record is not what the panel began with")
	}
	for _, seq := range s.Restored {
		v.note("a copy was restored at event %d: receipts given between the copy and it may be missing", seq)
	}
	v.state = s
}

// round checks one closed round and works its ranking out again.
func (v *verifier) round(r *Round) {
	c := r.closing
	before := len(v.out.Wrong)
	if c.Roll != r.Roll {
		v.wrong("round %s: the box names another roll than the opening", r.Name)
	}
	if !slices.IsSortedFunc(c.Leaves, func(a, b store.Hash) int { return slices.Compare(a[:], b[:]) }) || len(slices.Compact(slices.Clone(c.Leaves))) != len(c.Leaves) {
		v.wrong("round %s: the commitments in the box are not sorted, or one is there twice", r.Name)
	}
	if Root(c.Leaves) != c.Root {
		v.wrong("round %s: the root is not that of the commitments in the box", r.Name)
	}
	v.voters(r)
	openings := v.openings(r)
	v.saves(r)
	box := openedBox{closing: c, openings: openings}
	if v.boxes = append(v.boxes, box); v.state.Kind == Closed {
		v.boxes = []openedBox{box}
	}
	out := VerifiedRound{Name: r.Name, Root: c.Root, Ballots: len(c.Leaves)}
	if before == len(v.out.Wrong) {
		out.Ranked = v.ranking(r)
	}
	v.out.Rounds = append(v.out.Rounds, out)
}

// voters checks who voted against the roll and the box.
func (v *verifier) voters(r *Round) {
	c := r.closing
	if len(c.Voters) != len(c.Leaves) {
		v.wrong("round %s: %d ballots are in the box, and %d people are said to have voted", r.Name, len(c.Leaves), len(c.Voters))
	}
	for k, id := range c.Voters {
		onRoll := slices.ContainsFunc(r.roll, func(x rollEntry) bool { return x.Person == id })
		if who := v.state.Person(id); !onRoll && (who == nil || !who.Is(Expert)) && v.out.Erased == 0 {
			v.wrong("round %s: %s is said to have voted and is not on the roll", r.Name, id)
		}
		if k > 0 && c.Voters[k-1] >= id {
			v.wrong("round %s: the list of who voted is not sorted, or has %s twice", r.Name, id)
		}
	}
	if c.Blocs != nil {
		v.blocs(r)
	}
}

// blocs checks how many ballots a closed panel counts with each bloc.
func (v *verifier) blocs(r *Round) {
	of, size, want, got := map[string]string{}, map[string]int{}, map[string]int{}, map[string]int{}
	for k := range v.state.People {
		of[v.state.People[k].ID] = v.state.People[k].Bloc
	}
	for _, x := range r.roll {
		of[x.Person] = x.Bloc
	}
	for _, id := range r.closing.Voters {
		size[of[id]]++
	}
	names := poolBlocs(size)
	for bloc, n := range size {
		want[names[bloc]] += n
	}
	for _, b := range r.closing.Blocs {
		got[b]++
	}
	for b := range want {
		if want[b] != got[b] {
			v.wrong("round %s: %d ballots count with the bloc %s, of which %d voted", r.Name, got[b], b, want[b])
		}
	}
}

// openings checks the ballots of a round's box.
func (v *verifier) openings(r *Round) []Opening {
	c := r.closing
	var all []Opening
	seen, voted := map[store.Hash]bool{}, map[string]bool{}
	for _, x := range v.file.Openings {
		if x.Round != r.ID {
			continue
		}
		var said cast
		switch err := json.Unmarshal(x.Cast, &said); {
		case !slices.Contains(c.Leaves, x.Commitment):
			v.wrong("round %s: the ballot %s is not in the box", r.Name, short(x.Commitment))
			continue
		case store.Commit(x.Nonce, x.Cast) != x.Commitment:
			v.wrong("round %s: the ballot %s is not what was committed to", r.Name, short(x.Commitment))
			continue
		case err != nil || said.Panel != v.state.ID || said.Round != r.ID:
			v.wrong("round %s: the ballot %s is not of this panel and round", r.Name, short(x.Commitment))
			continue
		case seen[x.Commitment]:
			v.wrong("round %s: the ballot %s stands twice", r.Name, short(x.Commitment))
			continue
		case v.state.Kind == Open && (voted[said.Person] || !slices.Contains(c.Voters, said.Person)):
			v.wrong("round %s: the ballot %s is of %s, who is not said to have voted, or has another", r.Name, short(x.Commitment), said.Person)
			continue
		}
		seen[x.Commitment], voted[said.Person] = true, true
		all = append(all, x.Opening)
	}
	if lost := len(c.Leaves) - len(all); lost > 0 && v.out.Erased == 0 {
		v.wrong("round %s: of %d ballots in the box it is not said what they were", r.Name, lost)
	}
	return all
}

// saves checks the versions that a box names against the events of its round.
func (v *verifier) saves(r *Round) {
	c := r.closing
	named := map[store.Hash]bool{}
	lists := [][]store.Hash{c.Leaves}
	lists = append(lists, c.Earlier...)
	for _, x := range slices.Concat(c.Replaced, c.Withdrawn) {
		lists = append(lists, x.Versions)
	}
	n := 0
	for _, list := range lists {
		for _, h := range list {
			n++
			named[h] = true
		}
	}
	saved, within := 0, false
	for k := range v.file.Events {
		e := &v.file.Events[k]
		switch {
		case e.Kind == evOpened || e.Kind == evReopened:
			var x struct{ Round string }
			within = e.Payload != nil && json.Unmarshal(e.Payload, &x) == nil && x.Round == r.ID
		case e.Kind == evClosing:
			within = false
		case e.Kind == evBallot && within:
			saved++
			var x ballotEvent
			if e.Payload != nil && json.Unmarshal(e.Payload, &x) == nil && !named[x.Commitment] {
				v.wrong("round %s: the save of event %d is neither in the box nor among those it names as replaced", r.Name, e.Seq)
			}
		}
	}
	resealed := v.state.Kind == Closed && len(r.Boxes) > 0 // an untouched ballot of a box opened again has a new commitment
	if saved != n && !resealed && v.out.Erased == 0 {
		v.wrong("round %s: the chain has %d saves, the box names %d", r.Name, saved, n)
	}
}

// ranking works a round's ranking out again.
func (v *verifier) ranking(r *Round) bool {
	at := slices.IndexFunc(v.file.Workbooks, func(w recordWorkbook) bool { return w.SHA256 == r.Base })
	if at < 0 || digest(v.file.Workbooks[at].Data) != r.Base {
		v.wrong("round %s: the workbook that was answered to is not in the record", r.Name)
		return false
	}
	given := slices.IndexFunc(v.file.Rankings, func(x recordRanking) bool { return x.Round == r.ID })
	if given < 0 {
		v.wrong("round %s: the record has no ranking", r.Name)
		return false
	}
	if v.out.Erased > 0 {
		v.note("round %s: the ranking cannot be worked out again where answers were erased", r.Name)
		return false
	}
	read, issues := workbook.ReadUnanswered(v.state.File, v.file.Workbooks[at].Data)
	if issues.Err() != nil {
		v.wrong("round %s: the workbook that was answered to cannot be read: %v", r.Name, issues.Err())
		return false
	}
	peopled, _ := v.state.peopled(read)
	ranks, err := ranked(v.state.Kind, peopled, v.boxes)
	said := v.file.Rankings[given]
	switch {
	case err != nil && said.None == "":
		v.wrong("round %s: there is no ranking: %v", r.Name, err)
		return false
	case err != nil:
		v.note("round %s: there is no ranking: %v", r.Name, err)
		return false
	case len(ranks) != len(said.Ranks):
		v.wrong("round %s: %d technologies are ranked, the server ranked %d", r.Name, len(ranks), len(said.Ranks))
		return false
	}
	for k := range ranks {
		if ranks[k] != said.Ranks[k] {
			v.wrong("round %s: place %d is %s with %s, the server says %s with %s", r.Name, k+1, ranks[k].Technology, fmt.Sprint(ranks[k].Score), said.Ranks[k].Technology, fmt.Sprint(said.Ranks[k].Score))
			return false
		}
	}
	return true
}
