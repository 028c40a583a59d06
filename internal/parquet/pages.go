package parquet

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"

	"veche/internal/zipxml"
)

// How pages are packed.
const (
	uncompressed = 0
	bySnappy     = 1
	byGzip       = 2
	byZstd       = 6
)

// maxText is how long a text may be, as in files of text.
const maxText = 1 << 20

// held counts the bytes of pages and dictionaries that are held for a group of rows.
type held struct {
	bytes    int
	unpacked int64 // in all
	most     int64
	zstd     *zstd.Decoder
}

// chunk reads a column's values of a group of rows, page by page.
type chunk struct {
	c        *column
	file     io.ReaderAt
	at, end  int64
	codec    int64
	values   int64 // that are not in pages yet
	dict     *dictionary
	holds    int // bytes of the page
	inPage   int64
	levels   *hybrid // nil: none is null
	decoder  decoder
	in, page []byte // as it stands in the file, and unpacked
	all      *held
}

func newChunk(t *Table, c *column, m chunkMeta, all *held) *chunk {
	begin := m.data
	if m.index > 0 {
		begin = min(begin, m.index)
	}
	return &chunk{c: c, file: t.file, at: begin, end: begin + m.size, codec: m.codec, values: m.values, all: all}
}

// pageHeader is what is said of a page.
type pageHeader struct {
	kind           int64 // 0 data, 2 dictionary, 3 data of the second version
	unpacked, size int64
	values         int64
	encoding       int64
	levels         int64 // how definition levels are written, in the first version
	nulls          int64
	define, repeat int64 // bytes of levels, in the second version
	isPacked       bool
}

func readPageHeader(in *thrift) pageHeader {
	h := pageHeader{isPacked: true, levels: encRLE, encoding: -1, values: -1}
	in.fields(func(id int64, kind byte) bool {
		switch {
		case id == 1:
			h.kind = in.int()
		case id == 2:
			h.unpacked = in.int()
		case id == 3:
			h.size = in.int()
		case (id == 5 || id == 7) && kind == thriftStruct:
			dictionary := id == 7 // whose third field is another
			in.fields(func(id int64, _ byte) bool {
				switch {
				case id == 1:
					h.values = in.int()
				case id == 2:
					h.encoding = in.int()
				case id == 3 && !dictionary:
					h.levels = in.int()
				default:
					return false
				}
				return true
			})
		case id == 8 && kind == thriftStruct:
			in.fields(func(id int64, kind byte) bool {
				switch id {
				case 1:
					h.values = in.int()
				case 2:
					h.nulls = in.int()
				case 4:
					h.encoding = in.int()
				case 5:
					h.define = in.int()
				case 6:
					h.repeat = in.int()
				case 7:
					h.isPacked = kind == thriftTrue
					return true
				default:
					return false
				}
				return true
			})
		default:
			return false
		}
		return true
	})
	return h
}

// header reads the next page's header.
func (k *chunk) header() (h pageHeader, err error) {
	for size := int64(512); ; size *= 16 {
		room := make([]byte, min(size, k.end-k.at))
		if n, err := k.file.ReadAt(room, k.at); n < len(room) {
			return h, err
		}
		in := &thrift{data: room}
		h = readPageHeader(in)
		switch {
		case in.err == nil && h.size >= 0 && h.size <= k.end-k.at-int64(in.at) && h.unpacked >= 0:
			k.at += int64(in.at)
			return h, nil
		case in.err == errCut && int64(len(room)) < k.end-k.at && size < 4<<20: // it holds the smallest and largest texts of its page
			continue
		}
		return h, k.broken()
	}
}

func (k *chunk) broken() error {
	return wrong("a page of column %q cannot be read", zipxml.Shown(k.c.name))
}

// open makes the next page of data ready.
func (k *chunk) open() error {
	for k.at < k.end {
		h, err := k.header()
		if err != nil {
			return err
		}
		k.all.bytes -= k.holds
		k.holds = int(h.size + h.unpacked)
		if h.size > maxPage || h.unpacked > maxPage || k.all.bytes+k.holds > maxHeld {
			return wrong("its pages are too large to be held: column %q has one of %d MB. Write it with smaller groups of rows", zipxml.Shown(k.c.name), max(h.size, h.unpacked)>>20)
		}
		k.all.bytes += k.holds
		if int64(cap(k.in)) < h.size {
			k.in = make([]byte, h.size)
		}
		k.in = k.in[:h.size]
		if n, err := k.file.ReadAt(k.in, k.at); n < len(k.in) {
			return err
		}
		k.at += h.size
		switch h.kind {
		case 0:
			return k.first(h)
		case 3:
			return k.second(h)
		case 2:
			if err := k.dictionary(h); err != nil {
				return err
			}
		case 1: // of an index
		default:
			return k.broken()
		}
	}
	return wrong("column %q has fewer values than rows", zipxml.Shown(k.c.name))
}

// first begins a page of data of the first version of the format.
func (k *chunk) first(h pageHeader) error {
	data, err := k.unpack(k.in, h.unpacked, k.codec)
	if err != nil {
		return err
	}
	k.levels = nil
	if k.c.optional {
		if h.levels != encRLE || len(data) < 4 || uint64(binary.LittleEndian.Uint32(data)) > uint64(len(data)-4) {
			return k.broken()
		}
		n := 4 + binary.LittleEndian.Uint32(data)
		k.levels = &hybrid{data: data[4:n], width: 1}
		data = data[n:]
	}
	return k.begin(h, data)
}

// second begins one of the second version, in which levels are not packed.
func (k *chunk) second(h pageHeader) error {
	n := h.repeat + h.define
	if h.repeat < 0 || h.define < 0 || n > int64(len(k.in)) || n > h.unpacked {
		return k.broken()
	}
	k.levels = nil
	if k.c.optional {
		k.levels = &hybrid{data: bytes.Clone(k.in[h.repeat:n]), width: 1}
		k.holds += int(h.define)
		k.all.bytes += int(h.define)
	}
	codec := k.codec
	if !h.isPacked {
		codec = uncompressed
	}
	data, err := k.unpack(k.in[n:], h.unpacked-n, codec)
	if err != nil {
		return err
	}
	return k.begin(h, data)
}

func (k *chunk) begin(h pageHeader, data []byte) error {
	if h.values < 0 || h.values > k.values {
		return wrong("column %q has more values than rows", zipxml.Shown(k.c.name))
	}
	k.values -= h.values
	k.inPage = h.values
	if k.decoder = k.c.newDecoder(h.encoding, data, int(h.values), k.dict); k.decoder == nil {
		return k.broken()
	}
	return nil
}

// dictionary reads the values that places stand for.
func (k *chunk) dictionary(h pageHeader) error {
	data, err := k.unpack(k.in, h.unpacked, k.codec)
	if err != nil {
		return err
	}
	const each = 64 // bytes of a value
	if k.dict != nil || h.values < 0 || h.encoding != encPlain && h.encoding != encPlainDictionary || k.all.bytes+int(h.values)*each > maxHeld || h.values > int64(len(data))*8 {
		return k.broken()
	}
	k.all.bytes += int(h.values)*each + len(data)
	kept := bytes.Clone(data)
	d := k.c.newDecoder(encPlain, kept, int(h.values), nil)
	k.dict = &dictionary{make([]value, h.values)}
	for n := range k.dict.values {
		v, ok := d.next()
		if !ok {
			return k.broken()
		}
		if k.c.means == text {
			v.text, v.bytes = string(v.bytes), nil
		}
		k.dict.values[n] = v
	}
	return nil
}

// unpack is a page's bytes, which must be as many as it says. They are good until the next page.
func (k *chunk) unpack(packed []byte, size, codec int64) ([]byte, error) {
	if codec == uncompressed {
		if int64(len(packed)) != size {
			return nil, k.broken()
		}
		return packed, nil
	}
	if k.all.unpacked += size; k.all.unpacked > k.all.most {
		return nil, wrong("its pages unpack to more than %d times its size", packedAtMost)
	}
	if int64(cap(k.page)) < size {
		k.page = make([]byte, size)
	}
	out := k.page[:size]
	if size == 0 {
		return out, nil
	}
	var in io.Reader
	switch codec {
	case bySnappy:
		if n, err := snappy.DecodedLen(packed); err != nil || int64(n) != size {
			return nil, k.broken()
		}
		if _, err := snappy.Decode(out, packed); err != nil {
			return nil, k.broken()
		}
		return out, nil
	case byGzip:
		unzip, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, k.broken()
		}
		in = unzip
	case byZstd:
		if k.all.zstd == nil {
			var err error
			if k.all.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxPage)); err != nil {
				return nil, err
			}
		}
		if err := k.all.zstd.Reset(bytes.NewReader(packed)); err != nil {
			return nil, k.broken()
		}
		in = k.all.zstd
	}
	if _, err := io.ReadFull(in, out); err != nil {
		return nil, k.broken()
	}
	if _, err := io.ReadFull(in, make([]byte, 1)); err != io.EOF {
		return nil, k.broken()
	}
	return out, nil
}

// next is the column's value in the next row; null says that there is none.
func (k *chunk) next() (v value, null bool, err error) {
	for k.inPage == 0 {
		if err := k.open(); err != nil {
			return v, false, err
		}
	}
	k.inPage--
	if k.levels != nil {
		level, ok := k.levels.next()
		if !ok || level > 1 {
			return v, false, k.broken()
		}
		if level == 0 {
			return v, true, nil
		}
	}
	v, ok := k.decoder.next()
	if !ok {
		return v, false, k.broken()
	}
	return v, false, nil
}
