package zipxml

import (
	"math"
	"strconv"
)

// ParseNumber reads a decimal number with a point and an optional exponent,
// and nothing else: no infinity, no NaN, no hexadecimal, no decimal comma.
func ParseNumber(b []byte) (float64, bool) {
	for _, c := range b {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	if f, ok := decimal(b); ok {
		return f, true
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return f, err == nil && !math.IsInf(f, 0)
}

// ParseIndex reads a non-negative decimal integer of up to nine digits.
func ParseIndex[S ~string | ~[]byte](s S) (int, bool) {
	if len(s) == 0 || len(s) > 9 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// ParseBool reads the booleans of the format's attributes.
func ParseBool(s string) (value, ok bool) {
	switch s {
	case "1", "true", "on":
		return true, true
	case "0", "false", "off":
		return false, true
	}
	return false, false
}

// IsControl reports what is removed from text: control characters and the two
// values that are not characters.
func IsControl(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff
}

// tens are the powers of ten by which [decimal] divides; they are exact.
var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// decimal reads a number of at most 15 digits and one mark, as most are: both its digits as a whole number and the power of ten are exact, so that their quotient is
// the number nearest to it, as it is by strconv. false for whatever is written otherwise.
func decimal(b []byte) (float64, bool) {
	if len(b) == 0 || len(b) > 17 {
		return 0, false
	}
	i, negative := 0, b[0] == '-'
	if negative {
		i = 1
	}
	n, digits, behind := uint64(0), 0, -1 // behind counts the digits behind the mark
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + uint64(c-'0')
			if digits++; behind >= 0 {
				behind++
			}
		case c == '.' && behind < 0:
			behind = 0
		default:
			return 0, false
		}
	}
	if digits == 0 || digits > 15 {
		return 0, false
	}
	f := float64(n) / tens[max(behind, 0)]
	if negative {
		f = -f
	}
	return f, true
}
