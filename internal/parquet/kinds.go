package parquet

import "veche/internal/zipxml"

// Logical types, by their fields in LogicalType.
const (
	logicalString    = 1
	logicalEnum      = 4
	logicalDecimal   = 5
	logicalDate      = 6
	logicalTime      = 7
	logicalTimestamp = 8
	logicalInteger   = 10
	logicalUnknown   = 11
	logicalJSON      = 12
)

// Converted types, which stood for logical ones before.
const (
	convertedUTF8    = 0
	convertedEnum    = 4
	convertedDecimal = 5
	convertedDate    = 6
	convertedJSON    = 19
)

// logicalOf is the logical type that a converted one is.
func (e *element) logicalOf() int64 {
	if e.logical >= 0 {
		return e.logical
	}
	switch c := e.converted; {
	case c == convertedUTF8:
		return logicalString
	case c == convertedEnum:
		return logicalEnum
	case c == convertedDecimal:
		return logicalDecimal
	case c == convertedDate:
		return logicalDate
	case c == 7 || c == 8: // milliseconds, microseconds
		e.unit = map[int64]int64{7: 1e3, 8: 1e6}[c]
		return logicalTime
	case c == 9 || c == 10:
		e.unit = map[int64]int64{9: 1e3, 10: 1e6}[c]
		return logicalTimestamp
	case c >= 11 && c <= 18: // unsigned of 8 to 64 bits, then signed
		e.signed = c >= 15
		return logicalInteger
	case c == convertedJSON:
		return logicalJSON
	case c < 0:
		return -1
	}
	return 1 << 20 // a list, a map, an interval
}

// understand finds out what a column's values stand for.
func (c *column) understand(e element) {
	logical := e.logicalOf()
	c.means = refused
	c.why = zipxml.Wrongf("column %q holds values of a kind that is not read: write numbers, texts or dates", zipxml.Shown(c.name))
	whole := c.kind == int32s || c.kind == int64s
	switch {
	case logical == logicalUnknown: // always null
		c.means = plain
	case logical == logicalDecimal && (whole || c.kind == byteArray || c.kind == fixed && c.length <= 32):
		if e.scale >= 0 && e.scale <= 76 {
			c.means, c.scale = decimal, int(e.scale)
		}
	case logical == logicalDate && c.kind == int32s:
		c.means = date
	case logical == logicalTime && whole && e.unit > 0:
		c.means, c.unit = timeOfDay, e.unit
	case logical == logicalTimestamp && c.kind == int64s && e.unit > 0:
		c.means, c.unit = timestamp, e.unit
	case logical == logicalInteger && whole:
		if c.means = plain; !e.signed {
			c.means = unsigned
		}
	case c.kind == int96s && logical < 0:
		c.means = timestamp
	case c.kind == byteArray && (logical < 0 || logical == logicalString || logical == logicalEnum || logical == logicalJSON):
		c.means = text
	case logical < 0 && (whole || c.kind == boolean || c.kind == float32s || c.kind == float64s):
		c.means = plain
	}
}
