package live

import (
	"encoding/json"
	"slices"

	"veche/internal/store"
)

// evidence checks receipts, roots and people who did not vote against the record.
func (v *verifier) evidence(e Evidence) {
	for k := range e.Receipts {
		if v.receipt(&e.Receipts[k]) {
			v.out.Held++
		}
	}
	for k := range e.Notices {
		if v.notice(&e.Notices[k], e.Notices[:k]) {
			v.out.Held++
		}
	}
	for _, id := range e.Absent {
		for k := range v.state.Rounds {
			if r := &v.state.Rounds[k]; slices.Contains(r.Voters, id) {
				v.wrong("round %s: %s did not vote, and is said to have voted", r.Name, id)
			}
		}
	}
}

// closedRound finds a closed round by its ID.
func (v *verifier) closedRound(id string) *Round {
	for k := range v.state.Rounds {
		if r := &v.state.Rounds[k]; r.ID == id && !r.ClosedAt.IsZero() {
			return r
		}
	}
	return nil
}

// receipt checks one; it holds where its ballot is in the box, or something later of the same hand is.
func (v *verifier) receipt(x *Receipt) bool {
	name := short(x.Commitment)
	r := v.closedRound(x.Round)
	switch {
	case x.Panel != v.state.ID:
		v.wrong("the receipt %s is of another panel", name)
		return false
	case !x.Genuine(v.key):
		v.wrong("the receipt %s is not signed with the panel's key", name)
		return false
	case r == nil:
		v.wrong("the receipt %s is of a round that the record does not close", name)
		return false
	}
	c := r.closing
	for k, leaf := range c.Leaves {
		versions := []store.Hash{leaf}
		if k < len(c.Earlier) {
			versions = append(slices.Clone(c.Earlier[k]), leaf)
		}
		at := slices.Index(versions, x.Commitment)
		switch {
		case at < 0:
			continue
		case len(r.Boxes) == 0 && int64(at) != x.Version-1:
			v.wrong("the receipt %s is of version %d of its ballot, the box has it as version %d", name, x.Version, at+1)
			return false
		case at < len(versions)-1:
			v.note("the receipt %s: its ballot was saved %d times after it; if that was not you, somebody else wrote on it", name, len(versions)-1-at)
		case k < len(c.Blocs):
			v.note("the receipt %s: its ballot counts, with the bloc %s", name, c.Blocs[k])
		}
		return true
	}
	for _, b := range c.Replaced {
		if slices.Contains(b.Versions, x.Commitment) {
			v.note("the receipt %s: its ballot stands in the record, replaced through a renewed link", name)
			return true
		}
	}
	for _, b := range c.Withdrawn {
		if slices.Contains(b.Versions, x.Commitment) {
			v.note("the receipt %s: its ballot does not count, as its expert no longer took part at the closing", name)
			return true
		}
	}
	if len(r.Boxes) > 0 && v.inEarlierBox(r, x.Commitment) {
		v.note("the receipt %s: its ballot was in the box that was closed first; the round was opened again", name)
		return true
	}
	v.wrong("round %s: the ballot of the receipt %s was dropped: it is not in the box", r.Name, name)
	return false
}

// inEarlierBox looks for a commitment in boxes of a round that was opened again.
func (v *verifier) inEarlierBox(r *Round, commitment store.Hash) bool {
	for k := range v.file.Events {
		var c closedEvent
		if e := &v.file.Events[k]; e.Kind == evClosed && e.Seq != r.ClosedSeq && e.Payload != nil && json.Unmarshal(e.Payload, &c) == nil && c.Round == r.ID {
			if slices.Contains(c.Leaves, commitment) || slices.ContainsFunc(c.Earlier, func(list []store.Hash) bool { return slices.Contains(list, commitment) }) {
				return true
			}
		}
	}
	return false
}

// notice checks a root that was shown against the record's, and against other notices.
func (v *verifier) notice(n *Notice, others []Notice) bool {
	r := v.closedRound(n.Round)
	switch {
	case !n.Genuine(v.key):
		v.wrong("the notice of the root %s is not signed with the panel's key", short(n.Root))
		return false
	case slices.ContainsFunc(others, func(o Notice) bool {
		return o.Round == n.Round && o.Box == n.Box && o.Root != n.Root && o.Genuine(v.key)
	}):
		v.wrong("two roots were shown of one box: there are two histories")
		return false
	case r == nil:
		v.wrong("the root %s is of a round that the record does not close", short(n.Root))
		return false
	}
	roots := append(slices.Clone(r.Boxes), r.Root)
	if n.Box < 0 || n.Box >= len(roots) || roots[n.Box] != n.Root {
		v.wrong("round %s: the root that was shown, %s, is not the record's: there are two histories", r.Name, short(n.Root))
		return false
	}
	return true
}
