package robust

import "veche/internal/mcda/exact"

// DecisionEntropy is −Σ p·log₂ p in bits of a distribution over outcomes, such as an alternative's rank acceptabilities: 0 when one is certain, log₂ k when k
// are equally likely. p are numbers ≥ 0 with sum 1; 0·log 0 is 0. Source: Shannon 1948; of SMAA results: Tervonen & Lahdelma 2007.
func DecisionEntropy(p []float64) float64 {
	var bits float64
	for _, x := range p {
		if x > 0 {
			bits -= float64(x * exact.Log2(x))
		}
	}
	return bits
}
