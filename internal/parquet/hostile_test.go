package parquet

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"

	"veche/internal/xlsx"
)

// compact writes Thrift's compact protocol, as far as these tests need it: structs of whole numbers, texts, lists and structs, by ascending fields.
type field struct {
	id    int
	value any // int64, string, []any, fields
}
type fields []field

func (f fields) encode() (out []byte) {
	last := 0
	for _, x := range f {
		kind := byte(6)
		switch x.value.(type) {
		case string:
			kind = thriftBinary
		case []any:
			kind = thriftList
		case fields:
			kind = thriftStruct
		}
		out = append(out, byte(x.id-last)<<4|kind)
		last = x.id
		out = append(out, encoded(x.value)...)
	}
	return append(out, 0)
}

func encoded(v any) (out []byte) {
	switch v := v.(type) {
	case int64:
		return binary.AppendVarint(nil, v)
	case int:
		return binary.AppendVarint(nil, int64(v))
	case string:
		return append(binary.AppendUvarint(nil, uint64(len(v))), v...)
	case fields:
		return v.encode()
	case []any:
		kind := byte(thriftStruct)
		if len(v) < 15 {
			out = append(out, byte(len(v))<<4|kind)
		} else {
			out = binary.AppendUvarint([]byte{0xf0 | kind}, uint64(len(v)))
		}
		for _, x := range v {
			out = append(out, encoded(x)...)
		}
	}
	return out
}

// lie is a file of one optional column of 8-byte whole numbers: what is said of rows, packing and the page, and what stands in the page.
type lie struct {
	rows, codec, unpacked, values, encoding int64
	kind                                    int64 // of the page
	page                                    []byte
	columns                                 int
	pages                                   int // the same one so many times
	size                                    int64
}

func (l lie) file() []byte {
	out := []byte(magic)
	header := fields{{1, l.kind}, {2, l.unpacked}, {3, int64(len(l.page)) + l.size}}
	details := fields{{1, l.values}, {2, l.encoding}, {3, int64(encRLE)}, {4, int64(encRLE)}}
	if l.kind == 2 {
		header = append(header, field{7, fields{{1, l.values}, {2, l.encoding}}})
	} else {
		header = append(header, field{5, details})
	}
	schema := []any{fields{{4, "table"}, {5, int64(max(l.columns, 1))}}}
	var chunks []any
	for range max(l.columns, 1) {
		begin := int64(len(out))
		for range max(l.pages, 1) {
			out = append(append(out, header.encode()...), l.page...)
		}
		schema = append(schema, fields{{1, int64(2)}, {3, int64(1)}, {4, "C1"}})
		chunks = append(chunks, fields{{3, fields{{1, int64(2)}, {4, l.codec}, {5, l.rows}, {7, int64(len(out)) - begin}, {9, begin}}}})
	}
	footer := fields{{1, int64(1)}, {2, schema}, {3, l.rows}, {4, []any{fields{{1, chunks}, {3, l.rows}}}}}.encode()
	out = append(out, footer...)
	return append(binary.LittleEndian.AppendUint32(out, uint32(len(footer))), magic...)
}

// nulls are the levels of a page of so many values of which none is there.
func nulls(n uint64) []byte {
	run := append(binary.AppendUvarint(nil, n<<1), 0)
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(run))), run...)
}

// zeros are n bytes packed by Zstandard: the levels of ten values that are there, and zeros.
func zeros(t testing.TB, n int) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, n)
	copy(data, []byte{2, 0, 0, 0, 10 << 1, 1})
	return w.EncodeAll(data, nil)
}

// cost reads a file to its end and returns how many cells it has and what is wrong with it; it fails where that takes more than 256 MB of memory, or so long that it is no accident of a busy machine.
func cost(t *testing.T, data []byte) (cells int, err error) {
	t.Helper()
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	peak, began := uint64(0), time.Now()
	done := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapSys-now.HeapReleased)
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	table, err := Open(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		err = table.Cells(func(xlsx.Cell) error { cells++; return nil })
	}
	took := time.Since(began)
	close(done)
	<-watched
	if used := peak - min(peak, before.HeapSys-before.HeapReleased); used > 256<<20 {
		t.Errorf("%d MB", used>>20)
	}
	if took > 30*time.Second {
		t.Errorf("%v", took)
	}
	return cells, err
}

// Files that lie about themselves, and small ones that stand for much, are refused before they cost anything.
func TestHostileFiles(t *testing.T) {
	const most = 4 << 20 // values in a file of some bytes: more are refused
	big := zeros(t, 60<<20)
	for _, c := range []struct {
		name string
		lie  lie
		says string
	}{
		{"two hundred million nulls in 200 bytes", lie{rows: 200_000_000, values: 200_000_000, page: nulls(200_000_000), unpacked: int64(len(nulls(200_000_000)))}, "values stand in"},
		{"more rows than are read", lie{rows: 1 << 40}, "more than 200000000 rows"},
		{"fewer values than rows", lie{rows: 1000, values: 900, page: nulls(900), unpacked: 7}, "fewer values than rows"},
		{"more values than rows", lie{rows: 10, values: 900, page: nulls(900), unpacked: 7}, "more values than rows"},
		{"levels that end early", lie{rows: 1000, values: 1000, page: nulls(10), unpacked: 6}, "cannot be read"},
		{"a page of 2 GB", lie{rows: 10, values: 10, codec: byZstd, page: zeros(t, 1<<20), unpacked: 1<<31 - 1}, "too large to be held"},
		{"a page that is longer than the file", lie{rows: 10, values: 10, page: nulls(10), unpacked: 6, size: 1 << 30}, "cannot be read"},
		{"a bomb of Zstandard", lie{rows: 10, values: 10, codec: byZstd, page: big, unpacked: 100}, "cannot be read"},
		{"a snappy length of 4 GB", lie{rows: 10, values: 10, codec: bySnappy, page: binary.AppendUvarint(nil, 1<<32-1), unpacked: 100}, "cannot be read"},
		{"a thousand pages of nothing, 60 MB each", lie{rows: 10, values: 0, codec: byZstd, page: big, unpacked: 60 << 20, pages: 1000}, "unpack to more than"},
		{"twenty columns with pages of 60 MB", lie{rows: 10, values: 10, codec: byZstd, page: big, unpacked: 60 << 20, columns: 20}, "too large to be held"},
		{"a dictionary of a billion values", lie{rows: 10, kind: 2, values: 1 << 30, page: snappy.Encode(nil, make([]byte, 1<<20)), codec: bySnappy, unpacked: 1 << 20}, "cannot be read"},
		{"two dictionaries", lie{rows: 10, kind: 2, values: 0, pages: 2}, "cannot be read"},
		{"an unknown encoding", lie{rows: 1, values: 1, encoding: 77, page: nulls(1), unpacked: 6}, "cannot be read"},
		{"a lie about the length of levels", lie{rows: 1, values: 1, page: []byte{255, 255, 255, 255, 1}, unpacked: 5}, "cannot be read"},
		{"differences in blocks of none", lie{rows: 2, values: 2, encoding: encDelta, page: append([]byte{2, 0, 0, 0, 4, 1}, 0, 0, 2, 0), unpacked: 10}, "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := cost(t, c.lie.file())
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
	if cells, err := cost(t, lie{rows: most / 4, values: most / 4, page: nulls(most / 4), unpacked: int64(len(nulls(most / 4)))}.file()); err != nil || cells != 1 {
		t.Errorf("a million nulls: %d cells, %v", cells, err)
	}
	deep := []byte(magic)
	footer := bytes.Repeat([]byte{0x1c}, 1<<20) // structs in structs
	deep = append(append(append(deep, footer...), binary.LittleEndian.AppendUint32(nil, 1<<20)...), magic...)
	if _, err := cost(t, deep); err == nil {
		t.Error("structs in structs")
	}
	many := append([]byte{0x29, 0xfc}, binary.AppendUvarint(nil, 7<<20)...)
	many = append(many, make([]byte, 7<<20)...)
	many = append(append([]byte(magic), many...), append(binary.LittleEndian.AppendUint32(nil, uint32(len(many))), magic...)...)
	if _, err := cost(t, many); err == nil {
		t.Error("a schema of millions of columns")
	}
}

// No file that is spoilt somewhere makes the reader panic, or cost more than it may.
func TestSpoiltFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 1))
	good := written(t, random(300, 3))
	refused := 0
	for range 4000 {
		data := bytes.Clone(good)
		for range 1 + r.IntN(4) {
			at := r.IntN(len(data))
			if r.IntN(2) == 0 {
				at = len(data) - 1 - r.IntN(min(len(data), 2500)) // what is said of it
			}
			data[at] = byte(r.Uint32())
		}
		table, err := Open(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			err = table.Cells(func(xlsx.Cell) error { return nil })
		}
		if err != nil {
			refused++
		}
	}
	if refused < 1000 {
		t.Errorf("only %d of 4000 were refused", refused)
	}
}

func FuzzTable(f *testing.F) {
	f.Add(written(f, random(40, 9)))
	f.Add(lie{rows: 9, values: 9, page: nulls(9), unpacked: 6}.file())
	f.Fuzz(func(t *testing.T, data []byte) {
		if table, err := Open(bytes.NewReader(data), int64(len(data))); err == nil {
			_ = table.Cells(func(xlsx.Cell) error { return nil })
		}
	})
}
