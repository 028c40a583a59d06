package tui

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// cells is the width of a text on the screen; a CJK character takes two.
func cells(s string) int { return ansi.StringWidth(s) }

// cut shortens a text to w cells, ending in the tail when anything is lost.
func cut(s string, w int, tail string) string {
	if w <= 0 {
		return ""
	}
	if cells(s) <= w {
		return s
	}
	if cells(tail) >= w {
		return ansi.Truncate(s, w, "")
	}
	return ansi.Truncate(s, w, tail)
}

// left makes a text exactly w cells wide, cutting or filling on the right.
func left(s string, w int, tail string) string {
	s = cut(s, w, tail)
	return s + spaces(w-cells(s))
}

// right makes a text exactly w cells wide, filling on the left.
func right(s string, w int) string {
	s = cut(s, w, "")
	return spaces(w-cells(s)) + s
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

var signs = regexp.MustCompile(`-(\d)`)

// wrap breaks a text into lines of at most w cells, at words where it can.
func wrap(s string, w int) []string {
	if w <= 0 || s == "" {
		return nil
	}
	const held = "\ue000" // a sign stays with its number
	lines := strings.Split(ansi.Wrap(signs.ReplaceAllString(s, held+"$1"), w, ""), "\n")
	for k := range lines {
		lines[k] = strings.ReplaceAll(strings.TrimRight(lines[k], " "), held, "-")
	}
	return lines
}

// wrapTo is wrap in at most n lines; the last ends in the tail when there was more.
func wrapTo(s string, w, n int, tail string) []string {
	lines := wrap(s, w)
	if len(lines) > n {
		if n <= 0 {
			return nil
		}
		rest := strings.Join(lines[n-1:], " ")
		lines = append(lines[:n-1:n-1], cut(rest, w, tail))
	}
	return lines
}

// clean makes a text from a workbook safe and predictable on a terminal: composed characters, no control or direction characters, single spaces.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff', r == '\u200b', r == '\u00ad', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// fold brings a text to the form in which it is searched: lower case, ё as е.
func fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(norm.NFC.String(s)), "ё", "е")
}

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
