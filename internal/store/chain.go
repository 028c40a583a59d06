package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// Hash is a SHA-256.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes a hash in hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads a hash in hexadecimal.
func (h *Hash) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(h) {
		return fmt.Errorf("a hash has %d characters, not %d", 2*len(h), len(text))
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// Salt makes 256 random bits.
func Salt() []byte {
	salt := make([]byte, 32)
	rand.Read(salt) // it never fails
	return salt
}

// Commit is SHA-256(salt ‖ data): it says nothing of data to who has no salt, and fits no other data.
func Commit(salt, data []byte) Hash {
	h := sha256.New()
	h.Write(salt)
	h.Write(data)
	return Hash(h.Sum(nil))
}

// Link is the hash of an event: SHA-256 of a heading, the panel, sequence, kind, commitment and the hash of the event before, each with its length.
func Link(panel string, seq int64, kind string, commitment, before Hash) Hash {
	h := sha256.New()
	part := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(b))))
		h.Write(b)
	}
	part([]byte("veche event 1"))
	part([]byte(panel))
	part(binary.BigEndian.AppendUint64(nil, uint64(seq)))
	part([]byte(kind))
	part(commitment[:])
	part(before[:])
	return Hash(h.Sum(nil))
}

// Intact looks for the first event that does not follow from the one before it, or whose payload does not fit its commitment. An erased payload fits.
func Intact(panel string, events []Event) error {
	var before Hash
	for k := range events {
		e := &events[k]
		switch {
		case e.Seq != int64(k)+1:
			return fmt.Errorf("store: event %d stands in place %d of panel %s", e.Seq, k+1, panel)
		case e.Hash != Link(panel, e.Seq, e.Kind, e.Commitment, before):
			return fmt.Errorf("store: event %d (%s) of panel %s does not follow from the one before", e.Seq, e.Kind, panel)
		case e.Payload != nil && Commit(e.Salt, e.Payload) != e.Commitment:
			return fmt.Errorf("store: the payload of event %d (%s) of panel %s was changed", e.Seq, e.Kind, panel)
		}
		before = e.Hash
	}
	return nil
}
