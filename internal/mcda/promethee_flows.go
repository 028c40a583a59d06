package mcda

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"veche/internal/mcda/exact"
)

// generalised is a criterion with its preference function P(d), worked out for computing. The six functions of Brans & Vincke 1985 take three forms:
//
//	steps     ½[d > q] + ½[d > p]               usual q = p = 0, u q = p, level
//	ramp      (d − q)/(p − q), within 0 and 1   v q = 0, linear
//	gaussian  1 − exp(−d²/2σ²)
//
// Scores are read as gains g, of which more is better: x, −x for a cost, −|x − t| for a target. A difference d = g_a − g_b counts as 0, and as no more than
// a threshold, when it is so up to rounding, 1e-12 of the scores it is taken from.
type generalised struct {
	form   preferenceForm
	q, p   float64 // p is σ for the gaussian form
	sense  Sense
	target float64 // 0 without one
}

type preferenceForm uint8

const (
	steps preferenceForm = iota
	ramp
	gaussian
)

func (f *generalised) gain(x float64) float64 {
	switch f.sense {
	case Cost:
		return -x
	case Target:
		return -math.Abs(x - f.target)
	}
	return x
}

// exceeds reports whether a − b is above the threshold by more than rounding.
func (f *generalised) exceeds(a, b, threshold float64) bool {
	return a-b > threshold+f.rounding(a, b)
}

// rounding is the difference of two gains that is none.
func (f *generalised) rounding(a, b float64) float64 {
	return float64(tieTolerance * (math.Abs(f.target) + max(math.Abs(a), math.Abs(b))))
}

// degree returns P(a − b) for two gains.
func (f *generalised) degree(a, b float64) float64 {
	d := a - b
	switch {
	case f.form == steps:
		var degree float64
		if f.exceeds(a, b, f.q) {
			degree += 0.5
		}
		if f.exceeds(a, b, f.p) {
			degree += 0.5
		}
		return degree
	case f.form == ramp && f.exceeds(a, b, f.q):
		return min(1, (d-f.q)/(f.p-f.q))
	case f.form == gaussian && f.exceeds(a, b, 0):
		z := d / f.p
		return -exact.Expm1(-z * z / 2)
	}
	return 0
}

// flows returns the leaving and entering flows of every alternative on every criterion, column by column: plus[j·m+i] = Σ_b P_j(g_i − g_b) and
// minus[j·m+i] = Σ_b P_j(g_b − g_i). Each column is sorted once and swept twice, in O(m·log m).
func flows(p *Problem, fs []generalised) (plus, minus []float64) {
	m, n := p.Dims()
	plus, minus = make([]float64, m*n), make([]float64, m*n)
	workers := 1
	if m*n > 10_000 { // sorting and sweeping a score takes 100 ns and more, beginning a goroutine 400
		workers = min(n, runtime.GOMAXPROCS(0))
	}
	var next atomic.Int64
	var group sync.WaitGroup
	work := func() {
		c := newFlowColumn(m)
		for j := int(next.Add(1)) - 1; j < n; j = int(next.Add(1)) - 1 {
			c.flows(plus[j*m:(j+1)*m], minus[j*m:(j+1)*m], p, j, &fs[j])
		}
	}
	for range workers - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	return plus, minus
}

// flowColumn is the room to work out one column in.
type flowColumn struct {
	sorted, spare []keyed
	gains         []float64 // ascending
	flow          []float64 // of the gain at the same place
	sum, rest     []float64 // of the gains before the same place, sum + rest
	overQ, overP  []int32   // how many gains are below the one at the same place by more than q, and by p
	count         []int32
	boxes         []gaussBox
}

func newFlowColumn(m int) *flowColumn {
	return &flowColumn{sorted: make([]keyed, m), spare: make([]keyed, m),
		gains: make([]float64, m), flow: make([]float64, m), sum: make([]float64, m), rest: make([]float64, m),
		overQ: make([]int32, m), overP: make([]int32, m), count: make([]int32, m+1)}
}

func (c *flowColumn) flows(plus, minus []float64, p *Problem, j int, f *generalised) {
	m := len(c.gains)
	for i := range m {
		c.sorted[i] = keyed{orderKey(f.gain(p.At(i, j))), i}
	}
	sortKeyed(c.sorted, c.spare)
	for k, s := range c.sorted {
		c.gains[k] = keyedGain(s.key)
	}
	switch f.form {
	case steps:
		c.placeSteps(f)
	case ramp:
		c.placeRamp(f)
	}
	c.sweep(f)
	for k, s := range c.sorted {
		plus[s.row] = c.flow[k]
	}
	// What enters an alternative is what leaves it with every gain negated.
	slices.Reverse(c.gains)
	for k, g := range c.gains {
		c.gains[k] = -g
	}
	if f.form != gaussian {
		c.mirror(c.overQ)
		c.mirror(c.overP)
	}
	c.sweep(f)
	for k, s := range c.sorted {
		minus[s.row] = c.flow[m-1-k]
	}
}

// sweep fills flow with Σ_b P(g − g_b) for each of the gains.
func (c *flowColumn) sweep(f *generalised) {
	switch f.form {
	case steps:
		c.sweepSteps()
	case ramp:
		c.sweepRamp(f)
	case gaussian:
		c.sweepGaussian(f)
	}
}

// placeSteps finds for each gain how many are more than q below it and how many more than p; both counts only grow from one gain to the next.
func (c *flowColumn) placeSteps(f *generalised) {
	overQ, overP := 0, 0
	for k, g := range c.gains {
		for f.exceeds(g, c.gains[overQ], f.q) {
			overQ++
		}
		for f.exceeds(g, c.gains[overP], f.p) {
			overP++
		}
		c.overQ[k], c.overP[k] = int32(overQ), int32(overP)
	}
}

// placeRamp is placeSteps with those p or more below, who are among those more than q below.
func (c *flowColumn) placeRamp(f *generalised) {
	q, p, overQ, overP := f.q, f.p, 0, 0
	for k, g := range c.gains {
		for g-c.gains[overQ] > q && f.exceeds(g, c.gains[overQ], q) { // mostly settled by the first, and soon
			overQ++
		}
		for overP < overQ && g-c.gains[overP] >= p {
			overP++
		}
		c.overQ[k], c.overP[k] = int32(overQ), int32(overP)
	}
}

// mirror turns how many are so far below each gain into how many are so far below each when all are negated, in whose order they are from then on: b is so far above a
// when a is one of the first below[b], which ascend. Finding the places again would take longer than all else: its branches cannot be foreseen.
func (c *flowColumn) mirror(below []int32) {
	clear(c.count)
	for _, n := range below {
		c.count[n]++
	}
	m := len(below)
	upTo := int32(0) // of those b with below[b] ≤ a
	for a := range m {
		upTo += c.count[a]
		below[m-1-a] = int32(m) - upTo
	}
}

// sweepSteps adds up halves.
func (c *flowColumn) sweepSteps() {
	for k := range c.flow {
		c.flow[k] = float64(int(c.overQ[k])+int(c.overP[k])) / 2
	}
}

// sweepRamp adds the count of gains p or more below to Σ(g − q − g_b)/(p − q) over those between q and p below. That sum is a difference of two sums of all
// gains up to a place, kept to twice the precision: what cancels is many times the result when p − q is small beside the scores. Beyond a gap wider than p
// they begin anew, so no outlier swallows the others.
func (c *flowColumn) sweepRamp(f *generalised) {
	var sum, rest float64
	for k, g := range c.gains {
		if k > 0 && g-c.gains[k-1] > f.p {
			sum, rest = 0, 0
		}
		c.sum[k], c.rest[k] = sum, rest
		var lost float64
		sum, lost = twoSum(sum, g)
		rest += lost
	}
	q, width := f.q, f.p-f.q
	for k, g := range c.gains {
		overQ, overP := c.overQ[k], c.overP[k]
		flow := float64(overP)
		if between := float64(overQ - overP); between > 0 {
			total, lost := twoSum(c.sum[overQ], -c.sum[overP])
			lost += c.rest[overQ] - c.rest[overP]
			reach, low := twoSum(g, -q)
			product := float64(between * reach)
			low = math.FMA(between, reach, -product) + float64(between*low)
			flow += ((product - total) + (low - lost)) / width
		}
		c.flow[k] = flow
	}
}

// twoSum returns a + b rounded, and exactly what the rounding lost (Knuth 1969; Møller 1965).
func twoSum(a, b float64) (sum, lost float64) {
	sum = a + b
	t := sum - a
	return sum, (a - (sum - t)) + (b - t)
}

// gaussTerms terms of the series below are enough for 1e-15 of each summand, and beyond gaussReach a summand is less than that.
const (
	gaussTerms = 20
	gaussReach = 9
)

// gaussBox stands for the gains v from start up to σ above it, in units of σ from the middle of the box: moment_k = Σ v^k·exp(−v²/2)/k!.
type gaussBox struct {
	start  float64
	moment [gaussTerms]float64
}

// sweepGaussian subtracts Σ exp(−(g − g_b)²/2σ²) over the gains below from their count. The gains met so far lie in boxes of width σ; with u and v measured
// from a box's middle exp(−(u−v)²/2) = exp(−u²/2)·Σ_k u^k·v^k·exp(−v²/2)/k!, so a box's moments give its part of the sum for any u: a fast Gauss transform
// (Greengard & Strain 1991, SIAM J. Sci. Stat. Comput. 12(1)) of one dimension, one-sided.
func (c *flowColumn) sweepGaussian(f *generalised) {
	m, sigma := len(c.gains), f.p
	boxes := c.boxes[:0] // those within reach
	for lo, hi := 0, 0; lo < m; lo = hi {
		g := c.gains[lo]
		for hi = lo + 1; hi < m && c.gains[hi] == g; hi++ {
		}
		past := 0
		for past < len(boxes) && (g-boxes[past].start)/sigma-0.5 > gaussReach {
			past++
		}
		boxes = slices.Delete(boxes, 0, past)
		var alike float64
		for b := range boxes {
			u := (g-boxes[b].start)/sigma - 0.5
			var series float64
			for k := gaussTerms - 1; k >= 0; k-- {
				series = float64(series*u) + boxes[b].moment[k]
			}
			alike += float64(exact.Exp(-u*u/2) * series)
		}
		flow := float64(lo) - alike
		if f.rounding(g, g) > 1e-9*sigma { // else pairs equal but for rounding add nothing that shows
			for k := lo - 1; k >= 0 && !f.exceeds(g, c.gains[k], 0); k-- {
				z := (g - c.gains[k]) / sigma
				flow += exact.Expm1(-z * z / 2)
			}
		}
		flow = max(0, flow)
		for k := lo; k < hi; k++ {
			c.flow[k] = flow
		}
		if len(boxes) == 0 || g-boxes[len(boxes)-1].start >= sigma {
			boxes = append(boxes, gaussBox{start: g})
		}
		box := &boxes[len(boxes)-1]
		v := (g-box.start)/sigma - 0.5
		term := float64(hi-lo) * exact.Exp(-v*v/2)
		for k := range box.moment {
			box.moment[k] += term
			term *= v / float64(k+1)
		}
	}
	c.boxes = boxes
}
