package language

import (
	"math"
	"strconv"
	"strings"
)

// Figure writes a measured value with four significant digits.
func Figure(x float64) string {
	if a := math.Abs(x); a >= 1000 && a < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

// Tenths writes a number with at most one decimal.
func Tenths(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(math.Round(10*x)/10+0, 'f', 1, 64), ".0")
}

// Percent writes a share with at most one decimal: "26%", "25.3%".
func Percent(share float64) string { return Tenths(100*share) + "%" }

// PercentBeyond writes a share as a per cent that lies on the far side of it, so that moving a weight past what is written moves it past the share.
func PercentBeyond(share float64, up bool) string {
	const noise = 1e-6 // of arithmetic
	if up {
		return Tenths(math.Ceil(float64(1000*share)-noise)/10) + "%"
	}
	return Tenths(math.Floor(float64(1000*share)+noise)/10) + "%"
}

// Figure3 writes a number with three significant digits.
func Figure3(x float64) string {
	if a := math.Abs(x); a >= 100 && a < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// Decimals is how many decimals tell numbers apart, without burying them, of which the largest has this size.
func Decimals(top float64) int {
	switch {
	case top < 0.05:
		return 5
	case top < 10:
		return 3
	case top < 100:
		return 2
	case top < 1000:
		return 1
	}
	return 0
}

// Enumeration joins parts with commas and a word before the last.
func Enumeration(parts []string, word string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + word + parts[len(parts)-1]
}
