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
