package live

import (
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"time"

	"veche/internal/store"
)

// Receipt is what a save is answered: the panel's signature under a commitment to the ballot as a whole. Nonce opens the commitment for who has the ballot; the
// signature does not cover it, nor the time.
type Receipt struct {
	Panel      string     `json:"panel"`
	Round      string     `json:"round"`
	Version    int64      `json:"version"` // of the ballot
	Commitment store.Hash `json:"commitment"`
	Signature  []byte     `json:"signature,omitempty"`
	Nonce      []byte     `json:"nonce,omitempty"`
	Client     string     `json:"client,omitempty"`
	At         time.Time  `json:"at"`
}

// message is what is signed.
func (r *Receipt) message() []byte {
	return signedParts("veche receipt 1", []byte(r.Panel), []byte(r.Round), binary.BigEndian.AppendUint64(nil, uint64(r.Version)), r.Commitment[:])
}

func sign(key ed25519.PrivateKey, r Receipt) Receipt {
	r.Signature = ed25519.Sign(key, r.message())
	return r
}

// Genuine reports whether the panel of a public key gave the receipt.
func (r *Receipt) Genuine(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, r.message(), r.Signature)
}

func receiptOf(data []byte) (r Receipt, err error) {
	return r, json.Unmarshal(data, &r)
}

// Notice is what a page keeps of a closed box: the panel's signature under its root. Two notices of one box with two roots are two histories.
type Notice struct {
	Panel     string     `json:"panel"`
	Round     string     `json:"round"`
	Box       int        `json:"box"` // how often the round had been closed before
	Root      store.Hash `json:"root"`
	Signature []byte     `json:"signature"`
}

func (n *Notice) message() []byte {
	return signedParts("veche root 1", []byte(n.Panel), []byte(n.Round), binary.BigEndian.AppendUint64(nil, uint64(n.Box)), n.Root[:])
}

// Genuine reports whether the panel of a public key gave the notice.
func (n *Notice) Genuine(key ed25519.PublicKey) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, n.message(), n.Signature)
}

// signedParts joins parts, each with its length, under a heading.
func signedParts(heading string, parts ...[]byte) []byte {
	m := append(binary.BigEndian.AppendUint32(nil, uint32(len(heading))), heading...)
	for _, part := range parts {
		m = append(binary.BigEndian.AppendUint32(m, uint32(len(part))), part...)
	}
	return m
}
