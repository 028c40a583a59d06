package study

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
		return Tenths(math.Ceil(1000*share-noise)/10) + "%"
	}
	return Tenths(math.Floor(1000*share+noise)/10) + "%"
}

// Score writes a score with the outcome's decimals.
func (o *Outcome) Score(x float64) string { return strconv.FormatFloat(x+0, 'f', o.Decimals(), 64) }

// Shown writes the value needed rounded away from the present one, with as many digits as tell the two apart: what is written is enough.
func (n Need) Shown() string {
	if !n.Possible {
		return ""
	}
	size := math.Pow(10, math.Floor(math.Log10(math.Max(math.Abs(n.To-n.From), math.Abs(n.To)*1e-3)))-1)
	if size == 0 || math.IsNaN(size) || math.IsInf(size, 0) {
		return Figure(n.To)
	}
	steps, decimals := n.To/size, max(-int(math.Floor(math.Log10(size)+0.5)), 0)
	if n.To > n.From {
		steps = math.Ceil(steps - 1e-9)
	} else {
		steps = math.Floor(steps + 1e-9)
	}
	to := steps * size
	if n.To > n.From {
		to = min(to, n.end)
	} else {
		to = max(to, n.end)
	}
	text := strconv.FormatFloat(to+0, 'f', decimals, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// Figure3 writes a number with three significant digits.
func Figure3(x float64) string {
	if a := math.Abs(x); a >= 100 && a < 1e15 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}
