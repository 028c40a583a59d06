package tui

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// percents rounds shares of 1 to whole per cents that add to 100 (largest remainder; of equal remainders the first gets the point).
func percents(shares []float64) []int {
	whole := make([]int, len(shares))
	order := make([]int, len(shares))
	var sum float64
	given := 0
	for k, x := range shares {
		whole[k] = int(math.Floor(100*x + 1e-9))
		given += whole[k]
		sum += x
		order[k] = k
	}
	remainder := func(k int) float64 { return 100*shares[k] - float64(whole[k]) }
	slices.SortStableFunc(order, func(a, b int) int {
		switch d := remainder(b) - remainder(a); {
		case d > 1e-9:
			return 1
		case d < -1e-9:
			return -1
		}
		return 0
	})
	for k := 0; k < int(math.Round(100*sum))-given && k < len(order); k++ {
		whole[order[k]]++
	}
	return whole
}

// percent writes a share with at most one decimal: "26%", "25.3%".
func percent(x float64) string { return tenths(100*x) + "%" }

// tenths writes a number with at most one decimal.
func tenths(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(math.Round(10*x)/10+0, 'f', 1, 64), ".0")
}

// number writes a measured value with four significant digits.
func number(x float64) string {
	if a := math.Abs(x); a >= 1000 && a < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
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
