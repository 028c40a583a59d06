package parquet

import "encoding/binary"

// hybrid reads the small whole numbers of a page one by one: levels, places in a dictionary, truth values. They stand in runs, of one value or packed by eight
// (RLE/bit-packing hybrid of the format). A run is never written out.
type hybrid struct {
	data   []byte
	width  uint // bits
	left   uint64
	packed bool
	value  uint32
	bits   uint64 // of packed ones that are not taken yet
	held   uint
}

// next is the next number; false at the end of the data, or where they are none.
func (h *hybrid) next() (uint32, bool) {
	for h.left == 0 {
		head, n := binary.Uvarint(h.data)
		if n <= 0 {
			return 0, false
		}
		h.data = h.data[n:]
		h.left, h.packed = head>>1, head&1 != 0
		if h.packed {
			if h.left > 1<<32 {
				return 0, false
			}
			h.left *= 8
			h.bits, h.held = 0, 0
			continue
		}
		if size := int(h.width+7) / 8; size > len(h.data) {
			return 0, false
		} else {
			h.value = 0
			for k := range size {
				h.value |= uint32(h.data[k]) << (8 * k)
			}
			h.data = h.data[size:]
		}
	}
	h.left--
	if !h.packed {
		return h.value, true
	}
	for h.held < h.width {
		if len(h.data) == 0 {
			return 0, false
		}
		h.bits |= uint64(h.data[0]) << h.held
		h.held += 8
		h.data = h.data[1:]
	}
	x := uint32(h.bits & (1<<h.width - 1))
	h.bits >>= h.width
	h.held -= h.width
	return x, true
}

// packed reads whole numbers that stand as differences to the one before (DELTA_BINARY_PACKED), one by one.
type packed struct {
	data    []byte
	blocks  int // values in each
	minis   int // parts of each
	left    int // values
	last    int64
	first   bool
	least   int64
	widths  []byte
	mini    int // values left in the part
	width   uint
	current []byte
	bit     uint
	broken  bool
}

func newPacked(data []byte, most int) *packed {
	p := &packed{data: data}
	p.blocks = int(p.uvarint())
	p.minis = int(p.uvarint())
	p.left = int(p.uvarint())
	x := p.uvarint()
	p.last, p.first = int64(x>>1)^-int64(x&1), true
	if p.blocks <= 0 || p.blocks > 1<<16 || p.blocks%128 != 0 || p.minis <= 0 || p.minis > p.blocks/32 || p.blocks%p.minis != 0 || (p.blocks/max(p.minis, 1))%32 != 0 || p.left < 0 || p.left > most {
		p.broken = true
	}
	return p
}

func (p *packed) uvarint() uint64 {
	x, n := binary.Uvarint(p.data)
	if n <= 0 {
		p.broken = true
		return 0
	}
	p.data = p.data[n:]
	return x
}

// take is the first of the data; broken where they are fewer.
func (p *packed) take(n int) []byte {
	if n > len(p.data) {
		p.broken = true
		return nil
	}
	out := p.data[:n]
	p.data = p.data[n:]
	return out
}

func (p *packed) next() (int64, bool) {
	if p.broken || p.left == 0 {
		return 0, false
	}
	p.left--
	if p.first {
		p.first = false
		return p.last, true
	}
	if p.mini == 0 {
		if len(p.widths) == 0 {
			x := p.uvarint()
			p.least = int64(x>>1) ^ -int64(x&1)
			p.widths = p.take(p.minis)
			if p.broken {
				return 0, false
			}
		}
		p.width, p.widths = uint(p.widths[0]), p.widths[1:]
		if p.mini = p.blocks / p.minis; p.width > 64 {
			p.broken = true
			return 0, false
		}
		p.current, p.bit = p.take(int(p.width)*p.mini/8), 0
		if p.broken {
			return 0, false
		}
	}
	p.mini--
	x := uint64(0)
	for got := uint(0); got < p.width; {
		at := p.bit / 8
		some := min(8-p.bit%8, p.width-got)
		x |= uint64(p.current[at]>>(p.bit%8)&(1<<some-1)) << got
		got += some
		p.bit += some
	}
	p.last += p.least + int64(x) // they wrap around, as the format has it
	return p.last, true
}

// end is what stands behind all the values; they are passed over.
func (p *packed) end() ([]byte, bool) {
	for p.left > 0 {
		if _, ok := p.next(); !ok {
			return nil, false
		}
	}
	return p.data, !p.broken
}
