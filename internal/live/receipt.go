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
	var m []byte
	for _, part := range [][]byte{[]byte("veche receipt 1"), []byte(r.Panel), []byte(r.Round), binary.BigEndian.AppendUint64(nil, uint64(r.Version)), r.Commitment[:]} {
		m = append(binary.BigEndian.AppendUint32(m, uint32(len(part))), part...)
	}
	return m
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
