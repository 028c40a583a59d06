package robust

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Sampler draws weights, n numbers ≥ 0 of sum 1. It is called once for every block of draws with the block's own source of randomness, and what it returns fills
// dst with one draw after the other.
type Sampler func(rng *rand.Rand) (draw func(dst []float64))

// Uniform draws n weights uniformly from the simplex: exponential numbers divided by their sum, which are spaced as the gaps between sorted uniform numbers are
// (Devroye 1986, Non-Uniform Random Variate Generation, ch. V.2). Uniform numbers divided by their sum would crowd the centre.
func Uniform(n int) Sampler {
	return func(rng *rand.Rand) func([]float64) {
		return func(dst []float64) { simplex(rng, dst[:n]) }
	}
}

// simplex fills dst uniformly from the simplex.
func simplex(rng *rand.Rand, dst []float64) {
	for {
		var sum float64
		for k := range dst {
			dst[k] = exact.Exponential(rng)
			sum += dst[k]
		}
		if sum > 0 {
			for k := range dst {
				dst[k] /= sum
			}
			return
		}
	}
}

// Nearby draws uniformly from the weights none of which differs from the present one by more than the part spread of it: w_k(1 ± spread), sum 1. A weight of 0
// stays 0. The error names a spread outside 0 to 1.
func Nearby(weights []float64, spread float64) (Sampler, error) {
	if !(spread >= 0 && spread <= 1) {
		return nil, mcda.Refuse("the spread of the weights is %g, it must be from 0 to 1", spread)
	}
	lo, hi := make([]float64, len(weights)), make([]float64, len(weights))
	for k, w := range weights {
		lo[k], hi[k] = w*(1-spread), w*(1+spread)
	}
	return within(lo, hi), nil
}

// Within draws uniformly from the weights with lo_k ≤ w_k ≤ hi_k and sum 1. The error says which bounds leave no such weights.
func Within(lo, hi []float64) (Sampler, error) {
	if len(lo) != len(hi) {
		panic(fmt.Sprintf("robust: %d lower and %d upper bounds", len(lo), len(hi)))
	}
	var least, most float64
	for k := range lo {
		if !(lo[k] >= 0 && lo[k] <= hi[k] && hi[k] <= 1) {
			return nil, mcda.Refuse("the weight %d of %d cannot be from %g to %g: bounds are from 0 to 1, the lower first", k+1, len(lo), lo[k], hi[k])
		}
		least, most = least+lo[k], most+hi[k]
	}
	const rounding = 1e-9
	switch {
	case least > 1+rounding:
		return nil, mcda.Refuse("the lower bounds of the weights add to %.6g, above 1", least)
	case most < 1-rounding:
		return nil, mcda.Refuse("the upper bounds of the weights add to %.6g, below 1", most)
	}
	return within(slices.Clone(lo), slices.Clone(hi)), nil
}

// within draws from a box cut with the plane of sum 1 that is not empty but for rounding. There are two ways to draw directly and reject what does not fit:
// every weight but the widest from its bounds, the widest then being what remains; or lo + (1 − Σlo)·(uniform on the simplex). The one that fits more often is
// taken, and a walk where neither does once in 200.
func within(lo, hi []float64) Sampler {
	n := len(lo)
	var least, most float64
	for k := range lo {
		least, most = least+lo[k], most+hi[k]
	}
	for k := range lo { // no weight can be where the others cannot make up for it
		a, b := max(lo[k], 1-(most-hi[k])), min(hi[k], 1-(least-lo[k]))
		if a > b {
			a, b = (a+b)/2, (a+b)/2
		}
		lo[k], hi[k] = a, b
	}
	widest, left := 0, 1.0
	for k := range lo {
		if hi[k]-lo[k] > hi[widest]-lo[widest] {
			widest = k
		}
		left -= lo[k]
	}
	fits := func(w []float64, k int) bool { return w[k] >= lo[k] && w[k] <= hi[k] }
	box := func(rng *rand.Rand, w []float64) bool {
		rest := 1.0
		for k := range w {
			if k != widest {
				w[k] = lo[k] + float64((hi[k]-lo[k])*rng.Float64())
				rest -= w[k]
			}
		}
		w[widest] = rest
		return fits(w, widest)
	}
	corner := func(rng *rand.Rand, w []float64) bool {
		simplex(rng, w)
		for k := range w {
			w[k] = lo[k] + float64(max(0, left)*w[k])
			if w[k] > hi[k] {
				return false
			}
		}
		return true
	}
	if hi[widest]-lo[widest] < 1e-14 { // a point
		return func(*rand.Rand) func([]float64) { return func(dst []float64) { copy(dst, lo) } }
	}
	const trials, seldom = 2000, 10
	probe, w := rand.New(rand.NewPCG(1, 1)), make([]float64, n)
	var boxes, corners int
	for range trials {
		if box(probe, w) {
			boxes++
		}
		if corner(probe, w) {
			corners++
		}
	}
	try := box
	if corners > boxes {
		try = corner
	}
	if max(boxes, corners) < seldom {
		return walking(lo, hi)
	}
	return func(rng *rand.Rand) func([]float64) {
		return func(dst []float64) {
			for !try(rng, dst) {
			}
		}
	}
}

// walking draws by hit-and-run along the edges' directions: two weights are drawn anew with their sum kept, again and again (a Gibbs sampler; Smith 1984,
// Operations Research 32(6):1296–1308). Draws of one block follow each other on the walk.
func walking(lo, hi []float64) Sampler {
	n := len(lo)
	start := make([]float64, n)
	var least, room float64
	for k := range lo {
		least, room = least+lo[k], room+hi[k]-lo[k]
	}
	for k := range start {
		start[k] = lo[k] + (hi[k]-lo[k])*(1-least)/room
	}
	return func(rng *rand.Rand) func([]float64) {
		w := slices.Clone(start)
		steps := 50 * n * n
		return func(dst []float64) {
			for range steps {
				i := rng.IntN(n)
				k := rng.IntN(n - 1)
				if k >= i {
					k++
				}
				from, to := max(lo[i]-w[i], w[k]-hi[k]), min(hi[i]-w[i], w[k]-lo[k])
				if from < to {
					d := from + float64((to-from)*rng.Float64())
					w[i] += d
					w[k] -= d
				}
			}
			steps = 10 * n
			copy(dst, w)
		}
	}
}

// Ordered draws n weights uniformly from those that follow an order of importance: no criterion of a group weighs less than one of a later group. Criteria in
// one group are not ordered among themselves, and those in none are free. It panics when a criterion is not among n or comes twice.
func Ordered(n int, groups [][]int) Sampler {
	seen := make([]bool, n)
	var named []int
	for _, g := range groups {
		for _, k := range g {
			if k < 0 || k >= n || seen[k] {
				panic(fmt.Sprintf("robust: criterion %d of %d in an order of importance", k, n))
			}
			seen[k] = true
			named = append(named, k)
		}
	}
	return func(rng *rand.Rand) func([]float64) {
		values := make([]float64, len(named))
		return func(dst []float64) {
			simplex(rng, dst[:n])
			for i, k := range named {
				values[i] = dst[k]
			}
			// By symmetry any order of the named weights is as likely as any other: put into the one asked for, they are uniform within it.
			slices.SortFunc(values, func(a, b float64) int {
				switch {
				case a > b:
					return -1
				case a < b:
					return 1
				}
				return 0
			})
			at := 0
			for _, g := range groups {
				part := values[at : at+len(g)]
				rng.Shuffle(len(part), func(i, k int) { part[i], part[k] = part[k], part[i] })
				for i, k := range g {
					dst[k] = part[i]
				}
				at += len(g)
			}
		}
	}
}

// Voices are the experts' own weights, to be drawn from.
type Voices struct {
	Weights   [][]float64 // of each expert: numbers ≥ 0
	Shares    []float64   // the experts' shares in the panel; nil: equal
	Strata    []int       // which bloc an expert is of; draws keep the number of each; nil: one bloc
	Geometric bool        // the panel's weights are the geometric mean of the experts', else the arithmetic one
	Groups    [][]int     // places in Weights that are brought to sum 1, as siblings in a criteria tree are; nil: all together

	Global func(dst, local []float64) // makes the n weights of those joined; nil: they are the n weights
}

// Resampled draws a panel of as many experts with replacement, and joins their weights: the bootstrap (Efron 1979). It panics without experts.
func (v *Voices) Resampled() Sampler {
	if len(v.Weights) == 0 {
		panic("robust: no experts to draw from")
	}
	size := len(v.Weights[0])
	groups := v.Groups
	if groups == nil {
		groups = [][]int{make([]int, size)}
		for k := range size {
			groups[0][k] = k
		}
	}
	stratum := func(e int) int {
		if v.Strata != nil {
			return v.Strata[e]
		}
		return 0
	}
	of := map[int][]int{}
	for e := range v.Weights {
		of[stratum(e)] = append(of[stratum(e)], e)
	}
	return func(rng *rand.Rand) func([]float64) {
		drawn, local := make([]int, len(v.Weights)), make([]float64, size)
		return func(dst []float64) {
			for e := range drawn {
				peers := of[stratum(e)]
				drawn[e] = peers[rng.IntN(len(peers))]
			}
			for _, g := range groups {
				if !v.join(local, g, drawn, v.Geometric) && !v.join(local, g, drawn, false) {
					for _, k := range g {
						local[k] = 1 / float64(len(g))
					}
				}
			}
			if v.Global == nil {
				copy(dst, local)
			} else {
				v.Global(dst, local)
			}
		}
	}
}

// join fills local at the places of a group with the mean of the experts drawn, of sum 1; ok is false when that is 0, as a geometric mean without a criterion
// that all give weight to.
func (v *Voices) join(local []float64, group, drawn []int, geometric bool) (ok bool) {
	var sum float64
	for _, k := range group {
		var mean, total float64
		for _, e := range drawn {
			share := 1.0
			if v.Shares != nil {
				share = v.Shares[e]
			}
			if share <= 0 {
				continue
			}
			total += share
			if w := v.Weights[e][k]; geometric {
				mean += float64(share * exact.Log(w))
			} else {
				mean += float64(share * w)
			}
		}
		switch {
		case total == 0:
			mean = 0
		case geometric:
			mean = exact.Exp(mean / total)
		default:
			mean /= total
		}
		local[k] = mean
		sum += mean
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return false
	}
	for _, k := range group {
		local[k] /= sum
	}
	return true
}
