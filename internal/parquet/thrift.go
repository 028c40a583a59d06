package parquet

import (
	"encoding/binary"
	"errors"
)

// thrift reads structs of Thrift's compact protocol, in which the metadata are. The first fault ends it: what is read afterwards is zero.
type thrift struct {
	data  []byte
	at    int
	depth int
	err   error
}

var (
	errCut    = errors.New("cut")
	errTangle = errors.New("tangled")
)

// Types of the compact protocol.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

func (t *thrift) fail(err error) {
	if t.err == nil {
		t.err = err
	}
	t.at = len(t.data)
}

func (t *thrift) byte() byte {
	if t.at >= len(t.data) {
		t.fail(errCut)
		return 0
	}
	t.at++
	return t.data[t.at-1]
}

func (t *thrift) uvarint() uint64 {
	x, n := binary.Uvarint(t.data[t.at:])
	switch {
	case n == 0:
		t.fail(errCut)
	case n < 0:
		t.fail(errTangle)
	}
	if n <= 0 {
		return 0
	}
	t.at += n
	return x
}

// int is a whole number of any width.
func (t *thrift) int() int64 {
	x := t.uvarint()
	return int64(x>>1) ^ -int64(x&1)
}

func (t *thrift) bytes() []byte {
	n := t.uvarint()
	if n > uint64(len(t.data)-t.at) {
		t.fail(errCut)
		return nil
	}
	t.at += int(n)
	return t.data[t.at-int(n) : t.at]
}

// fields calls each with every field of a struct. What each does not read, it says by false, and it is passed over.
func (t *thrift) fields(each func(id int64, kind byte) bool) {
	if t.depth++; t.depth > 32 {
		t.fail(errTangle)
	}
	id := int64(0)
	for t.err == nil {
		head := t.byte()
		kind := head & 15
		if head == 0 || t.err != nil {
			break
		}
		if delta := head >> 4; delta > 0 {
			id += int64(delta)
		} else {
			id = t.int()
		}
		if !each(id, kind) {
			t.skip(kind, false)
		}
	}
	t.depth--
}

// list calls each for every item of a list of that type.
func (t *thrift) list(want byte, each func()) {
	n, kind := t.size()
	if n > 0 && kind != want {
		t.fail(errTangle)
	}
	for ; n > 0 && t.err == nil; n-- {
		each()
	}
}

// size begins a list. Each item takes a byte at least.
func (t *thrift) size() (n int, kind byte) {
	head := t.byte()
	long := uint64(head >> 4)
	if long == 15 {
		long = t.uvarint()
	}
	if long > uint64(len(t.data)-t.at) {
		t.fail(errCut)
		return 0, 0
	}
	return int(long), head & 15
}

// skip passes over a value; inList says that a truth value has a byte of its own.
func (t *thrift) skip(kind byte, inList bool) {
	if t.depth++; t.depth > 32 {
		t.fail(errTangle)
	}
	switch kind {
	case thriftTrue, thriftFalse:
		if inList {
			t.byte()
		}
	case thriftByte:
		t.byte()
	case 4, 5, 6:
		t.uvarint()
	case thriftDouble:
		for range 8 {
			t.byte()
		}
	case thriftBinary:
		t.bytes()
	case thriftList, thriftSet:
		n, of := t.size()
		for ; n > 0 && t.err == nil; n-- {
			t.skip(of, true)
		}
	case thriftMap:
		n := t.uvarint()
		if n > uint64(len(t.data)-t.at) {
			t.fail(errCut)
		}
		if n > 0 && t.err == nil {
			of := t.byte()
			for ; n > 0 && t.err == nil; n-- {
				t.skip(of>>4, true)
				t.skip(of&15, true)
			}
		}
	case thriftStruct:
		t.fields(func(int64, byte) bool { return false })
	default:
		t.fail(errTangle)
	}
	t.depth--
}
