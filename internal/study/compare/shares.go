package compare

import "math/bits"

// Whole is what a share of one place is kept as: shares are whole 120ths, 5! of them to a place.
const Whole = 120

// weightOf is |S|!(4−|S|)!/5! in 120ths, by the size of S.
var weightOf = [factors]int{24, 6, 4, 6, 24}

// shapley divides the change of value between the two editions over the factors: share i is the sum over the sets S without i of
// |S|!(4−|S|)!/5!·(v(S ∪ i) − v(S)), in 120ths. value is v by the set of factors that are from this edition, as bits; the shares add to 120·(v(all) − v(none)).
func shapley(value func(set int) int) (shares [factors]int) {
	for i := range shares {
		for set := range 1 << factors {
			if set&(1<<i) == 0 {
				shares[i] += weightOf[bits.OnesCount(uint(set))] * (value(set|1<<i) - value(set))
			}
		}
	}
	return shares
}

// mixOf is the hybrid in which the factors of the set are from this edition.
func mixOf(set int) (z mix) {
	for i := range z {
		if set&(1<<i) != 0 {
			z[i] = this
		}
	}
	return z
}
