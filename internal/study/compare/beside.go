package compare

import "veche/internal/study"

// Place is a technology's rank in the last edition and in this one; 0: not ranked.
type Place struct {
	Technology *study.Technology // of this edition where it is in it
	Last, This int
}

// Places are those of all technologies ranked in either edition: by this edition's ranks, then by the last one's.
func (c *Comparison) Places() []Place {
	var all []Place
	for _, m := range c.hybrids.matched(c) {
		if m.LastRank > 0 || m.ThisRank > 0 {
			all = append(all, Place{Technology: c.Technology(&m), Last: m.LastRank, This: m.ThisRank})
		}
	}
	return all
}

// Weight is what a criterion with scores weighs in the last edition and in this one, of 1; nil: it is not among those of the edition.
type Weight struct {
	Criterion  *study.Criterion // of this edition where it is in it
	Last, This *float64
}

// Weights are those of the leaves of both editions, in the order of this edition's columns, then of the last one's.
func (c *Comparison) Weights() []Weight {
	q := c.hybrids
	var all []Weight
	at := func(x edition, o *study.Outcome, k int) *float64 {
		if k < 0 || q.of[x].column[k] < 0 {
			return nil
		}
		return &o.Global[q.of[x].column[k]]
	}
	for b, a := range q.criteria[this] {
		if w := at(this, c.This, b); w != nil {
			all = append(all, Weight{&c.This.Study.Criteria[b], at(last, c.Last, a), w})
		}
	}
	for a, b := range q.criteria[last] {
		if w := at(last, c.Last, a); w != nil && (b < 0 || at(this, c.This, b) == nil) {
			all = append(all, Weight{&c.Last.Study.Criteria[a], w, nil})
		}
	}
	return all
}
