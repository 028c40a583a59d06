package live

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"

	"veche/internal/language"
	"veche/internal/store"
	"veche/internal/study"
)

// Explore is the study that the explorer is opened on for an actor who may try weights: for those who may export the panel's own, in a closed panel under codes; for the
// others the panel's means as a table of measurements under the common weights, without anybody's answer, and only where the means may stand beside the ranking.
func (p *Panel) Explore(ctx context.Context, a Actor) (*study.Study, error) {
	s := p.State()
	if err := may(WhatIf, s, a); err != nil {
		return nil, err
	}
	if may(Export, s, a) == nil {
		o, err := p.Outcome(ctx, a)
		if err != nil {
			return nil, err
		}
		return o.Study, nil
	}
	f, err := p.Figures(ctx, a)
	if err != nil {
		return nil, err
	}
	if !f.Matrix {
		return nil, language.Errorf("the explorer would show means of fewer than five answers: use the pages of the panel")
	}
	o, err := p.Published(ctx, a)
	if err != nil {
		return nil, err
	}
	return measured(o)
}

// measured is a ranking as a study of measurements that gives it again to the bit.
func measured(o *study.Outcome) (*study.Study, error) {
	cannot := language.Errorf("the explorer cannot show this panel without its members' answers: use the pages of the panel")
	s, leaves := o.Study.Changed(), o.Study.Leaves()
	m, n := o.Problem.Dims()
	if len(leaves) != n || len(o.Global) != n || o.Problem.Fuzzy != nil {
		return nil, cannot
	}
	s.Evidence = study.Measurements{}
	for i := range m {
		at := s.Technology(o.Problem.Alternatives[i])
		if at < 0 {
			return nil, cannot
		}
		for j := range n {
			s.Evidence.Add(study.Measurement{Technology: int32(at), Criterion: int32(leaves[j]), Value: o.Problem.At(i, j)})
		}
	}
	s.Settings.Weighting, s.Moved = "equal", o.Global
	again, err := study.Evaluate(s)
	if err != nil || len(again.Rows) != len(o.Rows) {
		return nil, cannot
	}
	for k := range o.Rows {
		if again.Rows[k].Index != o.Rows[k].Index || again.Rows[k].Score != o.Rows[k].Score || again.Rows[k].Rank != o.Rows[k].Rank {
			return nil, cannot
		}
	}
	return s, nil
}

// AddKey registers a key for SSH by its fingerprint, with the PIN of the actor's link. That it was done stands in the chain.
func (p *Panel) AddKey(ctx context.Context, a Actor, pin, fingerprint, name string) error {
	return p.addCredential(ctx, a, pin, Credential{Kind: SSHKey, ID: fingerprint, Name: name},
		draft(evKey, a.Person, personEvent{Person: a.Person, With: fingerprint, By: a.Person, At: p.house.now()}))
}

// recHostKey is the kind of the record with the key that servers of this store show themselves by over SSH.
const recHostKey = "host key"

// HostKey is that key: made once, the same for every server of the store.
func (h *House) HostKey(ctx context.Context) (ed25519.PrivateKey, error) {
	for range 5 {
		r, err := h.store.Record(ctx, recHostKey, "ssh", h.now())
		if err == nil && len(r.Data) == ed25519.SeedSize {
			return ed25519.NewKeyFromSeed(r.Data), nil
		}
		if err == nil {
			return nil, language.Errorf("the panel's key is damaged")
		}
		if !errors.Is(err, store.ErrNone) {
			return nil, err
		}
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		err = h.store.Put(ctx, store.RecordWrite{Record: store.Record{Kind: recHostKey, Key: "ssh", Data: key.Seed()}})
		if err == nil {
			return key, nil
		}
		if !errors.Is(err, store.ErrRace) { // else another server made one
			return nil, err
		}
	}
	return nil, ErrRace
}
