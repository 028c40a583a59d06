package live

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// position is how far a stream is: the last event told of, and the version of the common screen.
type position struct{ seq, screen int64 }

// after is the further of two, each part for itself.
func (p position) after(q position) position {
	return position{max(p.seq, q.seq), max(p.screen, q.screen)}
}

// marker writes positions for one audience. They go out encrypted: the sequence of the log would tell an expert how many others have answered. Every process that
// serves the panel reads them, as the key is made of the panel's own; nobody else's position is read.
type marker struct {
	cipher cipher.AEAD
	whose  []byte
}

// marker is the actor's.
func (p *Panel) marker(ctx context.Context, a Actor) (*marker, error) {
	signer, err := p.signer(ctx)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, signer.Seed(), nil, "veche positions of streams 1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	sealed, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &marker{sealed, fmt.Appendf(nil, "%q %q %d", p.id, a.Person, a.Generation)}, nil
}

func (m *marker) write(at position) string {
	plain := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(at.seq)), uint64(at.screen))
	return base64.RawURLEncoding.EncodeToString(m.cipher.Seal(nil, nil, plain, m.whose))
}

var errPosition = errors.New("live: this is no position of this audience")

func (m *marker) read(text string) (position, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return position{}, errPosition
	}
	plain, err := m.cipher.Open(nil, nil, sealed, m.whose)
	if err != nil || len(plain) != 16 {
		return position{}, errPosition
	}
	return position{int64(binary.BigEndian.Uint64(plain)), int64(binary.BigEndian.Uint64(plain[8:]))}, nil
}

// Position is where a state stands, as an actor may say it: to be given to [Panel.Watch] by who is shown a page that is made of that state now.
func (p *Panel) Position(ctx context.Context, a Actor, s *State) (string, error) {
	m, err := p.marker(ctx, a)
	if err != nil {
		return "", err
	}
	return m.write(position{s.Seq, p.screen.Load()}), nil
}
