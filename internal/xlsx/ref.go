package xlsx

import (
	"strconv"
	"strings"

	"veche/internal/zipxml"
)

// Range is a rectangle of cells, 1-based, corners included, with Row1 <= Row2
// and Col1 <= Col2.
type Range struct{ Row1, Col1, Row2, Col2 int }

// CellName returns the name of a cell: row 14, column 4 is "D14". It returns
// "" for a row or column below 1.
func CellName(row, col int) string {
	if row < 1 || col < 1 {
		return ""
	}
	var buf [32]byte
	i := len(buf)
	for n := col; n > 0; n = (n - 1) / 26 {
		i--
		buf[i] = byte('A' + (n-1)%26)
	}
	return string(strconv.AppendInt(buf[i:len(buf):len(buf)], int64(row), 10))
}

// ParseRef reads a cell name such as "D14". Letters may be of either case; a
// sheet name, a $, spaces and leading zeros are not accepted. It is not ok for
// a place outside the 1,048,576 rows and 16,384 columns (XFD) of the format.
func ParseRef[S ~string | ~[]byte](s S) (row, col int, ok bool) {
	i := 0
	for ; i < len(s); i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		if col = col*26 + int(c-'A') + 1; col > zipxml.MaxCol {
			return 0, 0, false
		}
	}
	if i == 0 || i == len(s) || s[i] == '0' {
		return 0, 0, false
	}
	for ; i < len(s); i++ {
		c := s[i]
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		if row = row*10 + int(c-'0'); row > zipxml.MaxRow {
			return 0, 0, false
		}
	}
	return row, col, true
}

// parseRange reads "A1:C3", "A1" as a range of one cell, "A:C" as whole columns
// and "1:3" as whole rows.
func parseRange(s string) (Range, bool) {
	first, last, pair := strings.Cut(s, ":")
	if !pair {
		last = first
	}
	if pair && strings.Trim(s, "0123456789:") == "" {
		first, last = "A"+first, "XFD"+last
	} else if pair && !strings.ContainsAny(s, "0123456789") {
		first, last = first+"1", last+strconv.Itoa(zipxml.MaxRow)
	}
	r1, c1, ok1 := ParseRef(first)
	r2, c2, ok2 := ParseRef(last)
	if !ok1 || !ok2 {
		return Range{}, false
	}
	return Range{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}, true
}
