package group

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// Ways to know how probable a W as large as the one found is when all rank at random.
const (
	ByEnumeration = "exact"       // all orders there are
	ByPermutation = "permutation" // orders drawn at random
	ByChiSquare   = "chi-square"  // the approximation, good for many experts and more than 7 items
)

// Chance is such a probability.
type Chance struct {
	P     float64
	By    string // one of the ways
	Draws int    // of ByPermutation
	Seed  uint64
}

// What is worth counting out.
const (
	mostOrders   = 1_000_000 // orders looked at, else they are drawn
	chanceDraws  = 10_000    // of them
	mostShuffled = 1000      // experts × items up to which they are drawn
)

// ChanceOf returns the probability of a W at least as large when every expert puts the items in a random order with the ties that the expert's ranking has:
// m rankings of n items as in [KendallW]. By enumeration the distribution is exact: the rank sums, in any order, are the states of a chain in which the
// experts join one after the other (the first may stand as it is). Where that is too much, it is the share of drawn orders, the one at hand among
// them, (1 + hits)/(1 + draws); for more than a thousand ranks the chi-square approximation serves.
//
// Sources: Kendall & Gibbons 1990, Rank Correlation Methods, ch. 6 and appendix table 6; Friedman 1937, Journal of the American Statistical Association
// 32:675–701, whose statistic is m(n−1)W; Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9(1):39, for the one at hand.
func ChanceOf(ranks [][]float64, seed uint64) Chance {
	m := len(ranks)
	if m < 2 || len(ranks[0]) < 2 {
		return Chance{P: 1, By: ByEnumeration}
	}
	doubled, n := make([][]int, m), len(ranks[0])
	for e, r := range ranks {
		doubled[e] = make([]int, n)
		for i, x := range r {
			doubled[e][i] = int(math.Round(2 * x))
		}
	}
	s := spread(sumOf(doubled), m)
	if p, ok := enumerated(doubled, s); ok {
		return Chance{P: p, By: ByEnumeration}
	}
	if m*n > mostShuffled {
		c, _ := KendallW(ranks)
		return Chance{P: chiSquareTail(c.ChiSquare, n-1), By: ByChiSquare}
	}
	random := rand.New(rand.NewPCG(seed, uint64(m*n)))
	sum, hits := make([]int, n), 1
	for range chanceDraws {
		clear(sum)
		for _, r := range doubled {
			random.Shuffle(n, func(i, k int) { r[i], r[k] = r[k], r[i] })
			for i, x := range r {
				sum[i] += x
			}
		}
		if spread(sum, m) >= s {
			hits++
		}
	}
	return Chance{P: float64(hits) / (chanceDraws + 1), By: ByPermutation, Draws: chanceDraws, Seed: seed}
}

func sumOf(ranks [][]int) []int {
	sum := make([]int, len(ranks[0]))
	for _, r := range ranks {
		for i, x := range r {
			sum[i] += x
		}
	}
	return sum
}

// spread is 4·Σ(R_i − R̄)², a whole number: W grows with it and nothing else.
func spread(sum []int, m int) int {
	mean, s := m*(len(sum)+1), 0
	for _, x := range sum {
		s += (x - mean) * (x - mean)
	}
	return s
}

// enumerated is P(spread ≥ s); ok is false when that takes more orders than can be looked at.
func enumerated(ranks [][]int, s int) (p float64, ok bool) {
	m := len(ranks)
	first := slices.Clone(ranks[0])
	slices.Sort(first)
	states := []tallied{{first, 1}}
	looked := 0
	for e := 1; e < m; e++ {
		orders := arrangements(ranks[e])
		if looked += len(states) * orders; orders > mostOrders || looked > mostOrders {
			return 0, false
		}
		order := slices.Clone(ranks[e])
		slices.Sort(order)
		if e == m-1 {
			for _, at := range states {
				hits := 0
				for more := true; more; more = nextOrder(order) {
					total := 0
					for i, x := range order {
						d := at.sum[i] + x - m*(len(order)+1)
						total += d * d
					}
					if total >= s {
						hits++
					}
				}
				p += at.share * float64(hits) / float64(orders)
			}
			return min(p, 1), true
		}
		states = joined(states, order, float64(orders))
	}
	return 1, true
}

// tallied are rank sums, in ascending order, and the share of all orders that lead to them.
type tallied struct {
	sum   []int
	share float64
}

// joined are the states after one expert more, in an order of their own so that shares are always added up alike.
func joined(states []tallied, order []int, orders float64) []tallied {
	place := map[string]int{}
	var out []tallied
	sum, key := make([]int, len(order)), []byte(nil)
	for _, at := range states {
		for more := true; more; more = nextOrder(order) {
			for i, x := range order {
				sum[i] = at.sum[i] + x
			}
			slices.Sort(sum)
			key = key[:0]
			for _, x := range sum {
				key = append(strconv.AppendInt(key, int64(x), 36), ' ')
			}
			k, known := place[string(key)]
			if !known {
				k = len(out)
				place[string(key)] = k
				out = append(out, tallied{sum: slices.Clone(sum)})
			}
			out[k].share += at.share / orders
		}
	}
	return out
}

// arrangements is in how many orders ranks can stand, equal ones being one; at most mostOrders + 1.
func arrangements(ranks []int) int {
	sorted := slices.Sorted(slices.Values(ranks))
	count, run := 1.0, 0
	for k, x := range sorted {
		if k > 0 && x == sorted[k-1] {
			run++
		} else {
			run = 1
		}
		count = count * float64(k+1) / float64(run)
	}
	return int(min(math.Round(count), mostOrders+1))
}

// nextOrder brings numbers into the next order of the dictionary; after the last one they are back in the first, and it returns false.
func nextOrder(x []int) bool {
	i := len(x) - 2
	for i >= 0 && x[i] >= x[i+1] {
		i--
	}
	if i < 0 {
		slices.Reverse(x)
		return false
	}
	j := len(x) - 1
	for x[j] <= x[i] {
		j--
	}
	x[i], x[j] = x[j], x[i]
	slices.Reverse(x[i+1:])
	return true
}

// Chance is the probability of a W at least as large as the panel's, by [ChanceOf].
func (t *Tally) Chance(seed uint64) Chance { return ChanceOf(t.ranks, seed) }

// Ends are the items that every expert puts first, and last, alone in that place; −1 where not all put the same one there.
func (t *Tally) Ends() (first, last int) {
	first, last = -1, -1
	for e, ranks := range t.ranks {
		top, bottom := slices.Index(ranks, 1), slices.Index(ranks, float64(t.n))
		if e == 0 {
			first, last = top, bottom
		}
		if top != first {
			first = -1
		}
		if bottom != last {
			last = -1
		}
	}
	return first, last
}
