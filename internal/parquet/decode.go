package parquet

import (
	"encoding/binary"
	"math"
)

// value is one of a column's: a whole number or truth value, a floating-point one, or bytes.
type value struct {
	whole int64
	float float64
	bytes []byte
	text  string // in place of bytes, where it is kept already
}

// decoder gives the values of a page that are not null, one by one; false where the page has no more, or they are none.
type decoder interface{ next() (value, bool) }

// Encodings of values.
const (
	encPlain           = 0
	encPlainDictionary = 2
	encRLE             = 3
	encDelta           = 5
	encDeltaLength     = 6
	encDeltaBytes      = 7
	encDictionary      = 8
	encSplit           = 9
)

// newDecoder begins the values of a page: most of them at most. nil where such an encoding is none of that kind of values.
func (c *column) newDecoder(encoding int64, data []byte, most int, dict *dictionary) decoder {
	width := c.width()
	switch {
	case encoding == encPlain && c.kind == boolean:
		return &bits{data: data}
	case encoding == encPlain && c.kind == byteArray:
		return &plainBytes{data}
	case encoding == encPlain:
		return &plainFixed{c, data, width}
	case encoding == encRLE && c.kind == boolean:
		if len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
			return nil
		}
		return &truths{hybrid{data: data[4 : 4+binary.LittleEndian.Uint32(data)], width: 1}}
	case (encoding == encDictionary || encoding == encPlainDictionary) && dict != nil:
		if len(data) == 0 {
			return &bits{} // a page of nulls
		}
		if data[0] > 32 {
			return nil
		}
		return &places{hybrid{data: data[1:], width: uint(data[0])}, dict}
	case encoding == encDelta && (c.kind == int32s || c.kind == int64s):
		return &deltas{newPacked(data, most), c.kind == int32s}
	case encoding == encDeltaLength && c.kind == byteArray:
		if d := newLengths(data, most); d != nil {
			return d
		}
	case encoding == encDeltaBytes && (c.kind == byteArray || c.kind == fixed):
		prefixes := newPacked(data, most)
		skipped := *prefixes
		rest, ok := skipped.end()
		if suffixes := newLengths(rest, most); ok && suffixes != nil {
			return &prefixed{prefixes, suffixes, nil}
		}
	case encoding == encSplit && width > 0 && c.kind != int96s && c.kind != boolean:
		if len(data)%width == 0 {
			return &split{c, data, make([]byte, width), 0, len(data) / width}
		}
	}
	return nil
}

// width is the bytes of a value, 0 where they differ.
func (c *column) width() int {
	switch c.kind {
	case int32s, float32s:
		return 4
	case int64s, float64s:
		return 8
	case int96s:
		return 12
	case fixed:
		return c.length
	}
	return 0
}

// of makes a value of bytes of that width.
func (c *column) of(b []byte) value {
	switch c.kind {
	case int32s:
		return value{whole: int64(int32(binary.LittleEndian.Uint32(b)))}
	case int64s:
		return value{whole: int64(binary.LittleEndian.Uint64(b))}
	case float32s:
		return value{float: float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))}
	case float64s:
		return value{float: math.Float64frombits(binary.LittleEndian.Uint64(b))}
	}
	return value{bytes: b}
}

type plainFixed struct {
	c     *column
	data  []byte
	width int
}

func (d *plainFixed) next() (value, bool) {
	if len(d.data) < d.width {
		return value{}, false
	}
	v := d.c.of(d.data[:d.width])
	d.data = d.data[d.width:]
	return v, true
}

type plainBytes struct{ data []byte }

func (d *plainBytes) next() (value, bool) {
	if len(d.data) < 4 {
		return value{}, false
	}
	n := uint64(binary.LittleEndian.Uint32(d.data))
	if n > uint64(len(d.data)-4) {
		return value{}, false
	}
	v := value{bytes: d.data[4 : 4+n]}
	d.data = d.data[4+n:]
	return v, true
}

// bits are truth values, eight in a byte.
type bits struct {
	data []byte
	bit  uint
}

func (d *bits) next() (value, bool) {
	if len(d.data) == 0 {
		return value{}, false
	}
	v := value{whole: int64(d.data[0] >> d.bit & 1)}
	if d.bit++; d.bit == 8 {
		d.bit, d.data = 0, d.data[1:]
	}
	return v, true
}

type truths struct{ hybrid }

func (d *truths) next() (value, bool) {
	x, ok := d.hybrid.next()
	return value{whole: int64(x)}, ok
}

// dictionary are the values that a column's places stand for.
type dictionary struct {
	values []value
}

type places struct {
	hybrid
	dict *dictionary
}

func (d *places) next() (value, bool) {
	k, ok := d.hybrid.next()
	if !ok || uint64(k) >= uint64(len(d.dict.values)) {
		return value{}, false
	}
	return d.dict.values[k], true
}

type deltas struct {
	*packed
	short bool
}

func (d *deltas) next() (value, bool) {
	x, ok := d.packed.next()
	if d.short {
		x = int64(int32(x))
	}
	return value{whole: x}, ok
}

// lengths are byte arrays behind all their lengths.
type lengths struct {
	of   *packed
	data []byte
}

// newLengths is nil where the lengths are none.
func newLengths(data []byte, most int) *lengths {
	of := newPacked(data, most)
	skipped := *of
	rest, ok := skipped.end()
	if !ok {
		return nil
	}
	return &lengths{of, rest}
}

func (d *lengths) next() (value, bool) {
	n, ok := d.of.next()
	if !ok || n < 0 || n > int64(len(d.data)) {
		return value{}, false
	}
	v := value{bytes: d.data[:n]}
	d.data = d.data[n:]
	return v, true
}

// prefixed are byte arrays that begin as the one before.
type prefixed struct {
	prefixes *packed
	suffixes *lengths
	last     []byte
}

func (d *prefixed) next() (value, bool) {
	n, ok := d.prefixes.next()
	v, also := d.suffixes.next()
	if !ok || !also || n < 0 || n > int64(len(d.last)) || n+int64(len(v.bytes)) > maxText {
		return value{}, false
	}
	d.last = append(d.last[:n], v.bytes...)
	return value{bytes: d.last}, true
}

// split are values whose first bytes stand together, then their second ones and so on.
type split struct {
	c     *column
	data  []byte
	room  []byte
	at, n int
}

func (d *split) next() (value, bool) {
	if d.at == d.n {
		return value{}, false
	}
	for k := range d.room {
		d.room[k] = d.data[k*d.n+d.at]
	}
	d.at++
	return d.c.of(d.room), true
}
