package group

import (
	"fmt"

	"veche/internal/mcda/exact"
)

// ScaleMax is the greatest judgement of Saaty's scale, from which the least possible entropy of one expert's priorities follows.
const ScaleMax = 9

// Consensus is how near experts' priorities are to each other, by entropy. Entropies are in nats.
type Consensus struct {
	SStar float64 // in [0, 1]: 1 when all have the same priorities
	Gamma float64 // H_γ, of the experts' mean priorities
	Alpha float64 // H_α, the mean of the experts' own entropies
	Beta  float64 // H_β = H_γ − H_α, what they add to each other
	Floor float64 // c = e^{H_α,min}/n, the least that e^{−H_β} can be
}

// ConsensusOf returns Goepel's consensus indicator
//
//	S* = (e^{−H_β} − c)/(1 − c),   c = e^{H_α,min}/n,
//
// with H_α,min the entropy of the most decided priorities that Saaty's scale admits, (9, 1, …, 1)/(n+8). priorities has one vector per expert, all of one
// length n ≥ 2, each divided by its sum here; nil weights mean one expert, one vote. S* is 0 where priorities outside of Saaty's scale would make it negative.
//
// Beware: S* is high whenever experts give no technology an extreme share, whatever their orders. Show it beside [KendallW] and the share of [Partition]
// only. Errors are those of [AIP]. Source: K. D. Goepel 2013, Implementing the analytic hierarchy process as a standard method for multi-criteria decision
// making in corporate enterprises, Proc. ISAHP 2013; the entropies after Jost 2006, Oikos 113(2):363–375.
func ConsensusOf(priorities [][]float64, weights []float64) (Consensus, error) {
	mean, err := AIP(priorities, weights, ArithmeticPriorities)
	if err != nil {
		return Consensus{}, err
	}
	if len(mean) < 2 {
		return Consensus{}, fmt.Errorf("group: consensus needs at least two elements, not %d", len(mean))
	}
	share, err := shares(weights, len(priorities))
	if err != nil {
		return Consensus{}, err
	}
	var alpha, all float64
	own := make([]float64, len(mean))
	for k, p := range priorities {
		normalized(own, p)
		alpha += float64(share[k] * Entropy(own))
		all += share[k]
	}
	return consensus(Entropy(mean), alpha/all, len(mean)), nil
}

// consensus is S* from its entropies.
func consensus(gamma, alpha float64, n int) Consensus {
	c := Consensus{Gamma: gamma, Alpha: alpha, Beta: max(gamma-alpha, 0), Floor: floor(n)} // H_γ ≥ H_α but for rounding
	c.SStar = min(max((exact.Exp(-c.Beta)-c.Floor)/(1-c.Floor), 0), 1)
	return c
}

// floor is e^{H_α,min}/n.
func floor(n int) float64 {
	top, rest := ScaleMax/float64(n+ScaleMax-1), 1/float64(n+ScaleMax-1)
	return exact.Exp(float64(-top*exact.Log(top))-float64(float64(n-1)*rest*exact.Log(rest))) / float64(n)
}

// Entropy returns Shannon's entropy −Σ p·ln p in nats; p sums to 1, and a share of 0 adds nothing.
func Entropy(p []float64) float64 {
	var h float64
	for _, x := range p {
		if x > 0 {
			h -= float64(x * exact.Log(x))
		}
	}
	return h
}

// normalized fills dst with p divided by its sum.
func normalized(dst, p []float64) {
	var sum float64
	for _, x := range p {
		sum += x
	}
	for i, x := range p {
		dst[i] = x / sum
	}
}

// Partition is where disagreement lies: between blocs or inside them.
type Partition struct {
	Gamma float64 // entropy of the panel's mean priorities, blocs by their weights
	Bloc  float64 // weighted mean of the entropies of the blocs' mean priorities
	Alpha float64 // weighted mean of the experts' own entropies
}

// Between returns the share of the disagreement that lies between blocs,
//
//	(H_γ − H_bloc)/(H_γ − H_α),
//
// in [0, 1]; ok is false when there is no disagreement to divide.
func (p Partition) Between() (share float64, ok bool) {
	if d := p.Gamma - p.Alpha; d > 1e-12 {
		return min(max((p.Gamma-p.Bloc)/d, 0), 1), true
	}
	return 0, false
}

// ConsensusLabel is the word Goepel gives to S*: very high from 0.85, high from 0.75, moderate from 0.65, low from 0.5, else very low. Never print it alone.
func ConsensusLabel(sStar float64) string {
	switch {
	case sStar >= 0.85:
		return "very high"
	case sStar >= 0.75:
		return "high"
	case sStar >= 0.65:
		return "moderate"
	case sStar >= 0.5:
		return "low"
	}
	return "very low"
}
