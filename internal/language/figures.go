package language

import (
	"math"
	"strconv"
	"strings"
)

// Numbers for people are written here, on every surface, with the language's decimal sign. What a program reads (JSON, CSV, the clipboard) is not.

// Fixed writes a number with so many decimals; a zero has no sign.
func (l Language) Fixed(x float64, decimals int) string {
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-")
	}
	return l.Decimal(text)
}

// Signed writes a number with so many decimals and its sign; a zero has none.
func (l Language) Signed(x float64, decimals int) string {
	text := l.Fixed(x, decimals)
	if x > 0 && strings.Trim(text, "0.,") != "" {
		return "+" + text
	}
	return text
}

// Significant writes a number with at most so many significant digits.
func (l Language) Significant(x float64, digits int) string {
	return l.Decimal(strconv.FormatFloat(x, 'g', digits, 64))
}

// Shortest writes a number with the fewest digits that tell it from every other.
func (l Language) Shortest(x float64) string { return l.Decimal(strconv.FormatFloat(x, 'f', -1, 64)) }

// Rounded is a number rounded to so many significant digits.
func Rounded(x float64, digits int) float64 {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64) // it was a number
	return short
}

// Amount writes a sum of money, or a value, with no more digits than it needs: at most four after the point, and of what is less than a thousandth the first four, lest
// it be nothing. What is less than 1e-12 is what adding up left of a difference.
func (l Language) Amount(x float64) string {
	if size := math.Abs(x); size >= 1e-3 || size < 1e-12 {
		return l.Shortest(math.Round(x*1e4)/1e4 + 0)
	}
	return l.Shortest(Rounded(x, 4))
}

// Figure writes a measured value with four significant digits.
func (l Language) Figure(x float64) string {
	if a := math.Abs(x); a >= 1000 && a < 1e15 {
		return l.Fixed(x, 0)
	}
	return l.Significant(x, 4)
}

// Tenths writes a number with at most one decimal.
func (l Language) Tenths(x float64) string { return l.Shortest(math.Round(10*x)/10 + 0) }

// Percent writes a share with at most one decimal: "26%", "25.3%".
func (l Language) Percent(share float64) string { return l.Tenths(100*share) + "%" }

// Whole writes a share in whole per cents.
func (l Language) Whole(share float64) string { return l.Fixed(math.Round(100*share), 0) + "%" }

// PercentBeyond writes a share as a per cent that lies on the far side of it, so that moving a weight past what is written moves it past the share. It has more
// decimals than one where it would be 0% or 100% otherwise, past which no weight can move.
func (l Language) PercentBeyond(share float64, up bool) string {
	const noise = 1e-6 // of arithmetic
	step := 10.0
	for decimals := 1; ; decimals++ {
		x := math.Floor(float64(100*step*share)+noise) / step
		if up {
			x = math.Ceil(float64(100*step*share)-noise) / step
		}
		if x > 0 && x < 100 || share <= 0 || share >= 1 || decimals == 9 {
			if decimals == 1 {
				return l.Tenths(x) + "%"
			}
			return l.Fixed(x, decimals) + "%"
		}
		step *= 10
	}
}

// Figure3 writes a number with three significant digits.
func (l Language) Figure3(x float64) string {
	if a := math.Abs(x); a >= 100 && a < 1e15 {
		return l.Fixed(x, 0)
	}
	return l.Significant(x, 3)
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

// Ratio is a judgement, as people write it: 3, 1/3, 2,5.
type Ratio float64

func (x Ratio) In(l Language) string {
	if x < 1 {
		return "1/" + l.Significant(1/float64(x), 3)
	}
	return l.Significant(float64(x), 3)
}

// String is the ratio in English.
func (x Ratio) String() string { return x.In(English) }

// Enumeration joins parts with commas and a word before the last.
func Enumeration(parts []string, word string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + word + parts[len(parts)-1]
}
