package live

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"veche/internal/store"
)

// tree is a Merkle tree over commitments, as of certificate transparency (RFC 6962; package tlog of the Go project).
type tree struct {
	n      int64
	hashes []tlog.Hash
}

// ReadHashes is for tlog.
func (t *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for k, i := range indexes {
		out[k] = t.hashes[i]
	}
	return out, nil
}

// newTree is the tree of commitments in their order.
func newTree(leaves []store.Hash) *tree {
	t := &tree{}
	for _, l := range leaves {
		more, err := tlog.StoredHashes(t.n, l[:], t)
		if err != nil {
			panic("live: " + err.Error()) // it reads what it wrote
		}
		t.n, t.hashes = t.n+1, append(t.hashes, more...)
	}
	return t
}

// Root is the root of the tree over commitments in their order; of none it is the SHA-256 of nothing.
func Root(leaves []store.Hash) store.Hash {
	if len(leaves) == 0 {
		return digest(nil)
	}
	t := newTree(leaves)
	h, err := tlog.TreeHash(t.n, t)
	if err != nil {
		panic("live: " + err.Error())
	}
	return store.Hash(h)
}

// Path proves that a commitment is a leaf of the tree; nil when it is not. place is from 0.
func Path(leaves []store.Hash, leaf store.Hash) (path []store.Hash, place int) {
	place = slices.Index(leaves, leaf)
	if place < 0 {
		return nil, -1
	}
	t := newTree(leaves)
	proof, err := tlog.ProveRecord(t.n, int64(place), t)
	if err != nil {
		panic("live: " + err.Error())
	}
	path = []store.Hash{}
	for _, h := range proof {
		path = append(path, store.Hash(h))
	}
	return path, place
}

// OnPath checks what Path proves.
func OnPath(root store.Hash, count int, leaf store.Hash, place int, path []store.Hash) bool {
	var proof tlog.RecordProof
	for _, h := range path {
		proof = append(proof, tlog.Hash(h))
	}
	return tlog.CheckRecord(proof, int64(count), tlog.Hash(root), int64(place), tlog.RecordHash(leaf[:])) == nil
}
