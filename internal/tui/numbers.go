package tui

import (
	"math"
	"slices"
	"strconv"

	"veche/internal/study"
)

// percents rounds shares of 1 to whole per cents that add to 100 (largest remainder; of equal remainders the first gets the point).
func percents(shares []float64) []int { return parted(shares, 100) }

// parted rounds shares of 1 to whole parts of which 1 has that many, so that they add up, as [percents].
func parted(shares []float64, parts float64) []int {
	whole := make([]int, len(shares))
	order := make([]int, len(shares))
	var sum float64
	given := 0
	for k, x := range shares {
		whole[k] = int(math.Floor(float64(parts*x) + 1e-9))
		given += whole[k]
		sum += x
		order[k] = k
	}
	remainder := func(k int) float64 { return float64(parts*shares[k]) - float64(whole[k]) }
	slices.SortStableFunc(order, func(a, b int) int {
		switch d := remainder(b) - remainder(a); {
		case d > 1e-9:
			return 1
		case d < -1e-9:
			return -1
		}
		return 0
	})
	for k := 0; k < int(math.Round(parts*sum))-given && k < len(order); k++ {
		whole[order[k]]++
	}
	return whole
}

// grouped writes a count with its thousands apart: "10 000".
func grouped(n int) string {
	s := strconv.Itoa(n)
	for k := len(s) - 3; k > 0; k -= 3 {
		s = s[:k] + " " + s[k:]
	}
	return s
}

// ceilTenth and floorTenth round to tenths, upwards and downwards, forgiving the noise of arithmetic.
func ceilTenth(x float64) float64  { return math.Ceil(10*x-1e-6) / 10 }
func floorTenth(x float64) float64 { return math.Floor(10*x+1e-6) / 10 }

// weightsShown are the weights as they stand beside each other, adding up to 100 %: in whole per cents, or in tenths once somebody has set one to a part of a
// per cent, which is then shown as it was set. The text of a sum of them, as of a group's, is written by write.
func (x *session) weightsShown() (parts []int, write func(int) string) {
	if !x.inTenths() {
		return percents(x.out.Global), func(n int) string { return strconv.Itoa(n) + "%" }
	}
	return parted(x.out.Global, 1000), func(n int) string { return x.lang.Fixed(float64(n)/10, 1) + "%" }
}

// inTenths reports whether a weight in force was set to a part of a per cent.
func (x *session) inTenths() bool {
	tenths := false
	for _, a := range x.log.Actions() {
		switch a := a.(type) {
		case study.SetWeight:
			tenths = tenths || math.Abs(100*a.Weight-math.Round(100*a.Weight)) > 1e-6
		case study.ResetWeights:
			tenths = false
		}
	}
	return tenths
}

// inwards is a bound of a weight, both shares of 1, in per cent: rounded to tenths towards the weight, so that what is said of the weights up to it holds for
// each tenth, and what is said of those beyond begins with the next. Every pane writes a bound so, lest one bound be two numbers.
func inwards(bound, weight float64) float64 {
	if bound > weight {
		return floorTenth(100 * bound)
	}
	return ceilTenth(100 * bound)
}

// weightWidth is how wide a weight is that [session.weightsShown] writes.
func (x *session) weightWidth() int {
	if x.inTenths() {
		return 5
	}
	return 4
}
