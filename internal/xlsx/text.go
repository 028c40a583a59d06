package xlsx

import (
	"unicode/utf16"
	"unicode/utf8"

	"veche/internal/zipxml"
)

// cleanText turns the raw text of a part into the text that was meant. The
// escapes _xHHHH_ (ECMA-376 Part 1, 22.9.2.19 ST_Xstring) are decoded once, a
// carriage return with or without a line feed becomes a line feed, and other
// control characters (C0 but tab, DEL, C1) are removed, so that none reaches a
// terminal. A half of a surrogate pair and a byte that is not UTF-8 become
// U+FFFD.
func cleanText(raw []byte) string {
	if isClean(raw) {
		return string(raw)
	}
	return string(appendClean(make([]byte, 0, len(raw)), raw))
}

// appendClean appends to dst what cleanText returns.
func appendClean(dst, raw []byte) []byte {
	if isClean(raw) {
		return append(dst, raw...)
	}
	afterCR := false
	for i := 0; i < len(raw); {
		r, size := unescape(raw[i:])
		if size == 0 {
			r, size = utf8.DecodeRune(raw[i:])
		}
		i += size
		if r == '\n' && afterCR {
			afterCR = false
			continue
		}
		afterCR = r == '\r'
		switch {
		case r == '\r':
			dst = append(dst, '\n')
		case zipxml.IsControl(r):
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// isClean reports that cleanText would change nothing. It may be false too
// often, never true wrongly.
func isClean(raw []byte) bool {
	for i, c := range raw {
		switch {
		case c < 0x20:
			if c != '\t' && c != '\n' {
				return false
			}
		case c == 0x7f:
			return false
		case c == '_':
			if i+1 < len(raw) && raw[i+1] == 'x' {
				return false
			}
		case c == 0xc2: // U+0080 to U+009F, and more
			if i+1 < len(raw) && raw[i+1] < 0xa0 {
				return false
			}
		case c == 0xef: // U+FFFE and U+FFFF, and more
			return false
		}
	}
	return utf8.Valid(raw)
}

// unescape reads an escape at the start of raw, or a pair of escapes that make
// one character. The size is 0 when there is none.
func unescape(raw []byte) (r rune, size int) {
	r, ok := escape(raw)
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(r) {
		if low, ok := escape(raw[7:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 14
			}
		}
		return utf8.RuneError, 7
	}
	return r, 7
}

// escape reads _xHHHH_ at the start of raw.
func escape(raw []byte) (rune, bool) {
	if len(raw) < 7 || raw[0] != '_' || raw[1] != 'x' || raw[6] != '_' {
		return 0, false
	}
	var r rune
	for _, c := range raw[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
