package parquet

import (
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"

	"veche/internal/zipxml"
)

// Limits on one file.
const (
	maxFooter    = 8 << 20
	maxColumns   = 1 << 14     // as many as a sheet can have
	maxRows      = 200_000_000 // as many as a file of text may have
	maxPage      = 64 << 20    // bytes of a page, unpacked
	maxHeld      = 96 << 20    // bytes of pages and dictionaries at once
	freeValues   = 2_000_000   // that a file may have however small it is
	packedAtMost = 200         // how many times its size a file unpacks to, beyond the first 64 MB
	perByte      = 100         // values that it may have for each byte
	magic        = "PAR1"
)

// Table is an open file.
type Table struct {
	file    io.ReaderAt
	size    int64
	columns []column
	groups  []rowGroup
	rows    int64
}

type physical int64

const (
	boolean physical = iota
	int32s
	int64s
	int96s
	float32s
	float64s
	byteArray
	fixed
)

// meaning is what a column's values stand for.
type meaning uint8

const (
	plain meaning = iota
	unsigned
	decimal
	text
	date      // days
	timestamp // counts since 1970, as many in a second as unit says
	timeOfDay
	refused
)

// column is one of the table's, a leaf of the schema.
type column struct {
	name     string
	kind     physical
	length   int // of fixed
	optional bool
	means    meaning
	scale    int   // of decimals
	unit     int64 // in a second
	why      zipxml.Wrong
}

type rowGroup struct {
	rows   int64
	chunks []chunkMeta
}

// chunkMeta is where a column's values of a group of rows stand.
type chunkMeta struct {
	kind        physical
	codec       int64
	values      int64
	size        int64
	data, index int64 // first pages of data, and of the dictionary or 0
}

func wrong(format string, args ...any) *zipxml.DamageError {
	return zipxml.Damagef("", format, args...)
}

// Is reports whether a file begins as a Parquet file does.
func Is(file io.ReaderAt) bool {
	head := make([]byte, len(magic))
	n, _ := file.ReadAt(head, 0)
	return string(head[:n]) == magic
}

// Open reads what stands in a file of that size, and where; its values are read by [Table.Cells]. The file is not to change meanwhile. Errors are [zipxml.FormatError] and
// [zipxml.DamageError], and those of reading the file.
func Open(file io.ReaderAt, size int64) (*Table, error) {
	if !Is(file) {
		return nil, &zipxml.FormatError{What: "unknown", Is: "the file is not a Parquet file", Do: "Write it again from the program that made it."}
	}
	tail := make([]byte, 8)
	if size < 12 {
		return nil, wrong("it is cut off")
	}
	if _, err := file.ReadAt(tail, size-8); err != nil && err != io.EOF {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(tail))
	switch string(tail[4:]) {
	case "PARE":
		return nil, wrong("it is encrypted")
	case magic:
	default:
		return nil, wrong("it is cut off")
	}
	if length > size-12 {
		return nil, wrong("its description is longer than the file")
	}
	if length > maxFooter {
		return nil, wrong("its description has more than %d MB", maxFooter>>20)
	}
	footer := make([]byte, length)
	if _, err := file.ReadAt(footer, size-8-length); err != nil && err != io.EOF {
		return nil, err
	}
	t := &Table{file: file, size: size}
	if err := t.describe(footer); err != nil {
		return nil, err
	}
	return t, nil
}

// describe reads FileMetaData.
func (t *Table) describe(footer []byte) error {
	in := &thrift{data: footer}
	var schema []element
	encrypted := false
	rows := int64(0)
	var fault error
	in.fields(func(id int64, kind byte) bool {
		switch {
		case id == 2 && kind == thriftList:
			in.list(thriftStruct, func() {
				if schema = append(schema, readElement(in)); len(schema) > maxColumns+1 {
					in.fail(errTangle)
				}
			})
			t.columns, fault = columnsOf(schema)
			if fault != nil {
				in.fail(errTangle)
			}
		case id == 3:
			rows = in.int()
		case id == 4 && kind == thriftList:
			in.list(thriftStruct, func() { t.readGroup(in) })
		case id == 8:
			encrypted = true
			return false
		default:
			return false
		}
		return true
	})
	switch {
	case fault != nil:
		return fault
	case in.err != nil:
		return wrong("its description cannot be read")
	case encrypted:
		return wrong("it is encrypted")
	case len(t.columns) == 0:
		return wrong("it has no columns")
	}
	for k := range t.columns {
		if c := &t.columns[k]; c.means == refused {
			return c.why.Damage("").At("", zipxml.Shown(c.name))
		}
	}
	for _, g := range t.groups {
		if len(g.chunks) != len(t.columns) {
			return wrong("a group of rows has %d columns in place of %d", len(g.chunks), len(t.columns))
		}
		t.rows += g.rows
		if g.rows < 0 || t.rows > maxRows {
			return wrong("it has more than %d rows", maxRows)
		}
		for k, c := range g.chunks {
			if err := t.sound(&t.columns[k], g, c); err != nil {
				return err
			}
		}
	}
	if t.rows != rows {
		return wrong("it has %d rows in place of %d", t.rows, rows)
	}
	if t.rows*int64(len(t.columns)) > freeValues+perByte*t.size {
		return wrong("it says that %d values stand in %d bytes", t.rows*int64(len(t.columns)), t.size)
	}
	return nil
}

// sound checks what is said of a column's values in a group of rows.
func (t *Table) sound(c *column, g rowGroup, m chunkMeta) error {
	begin := m.data
	if m.index > 0 {
		begin = min(begin, m.index)
	}
	switch {
	case m.kind != c.kind:
		return wrong("the kind of column %q differs between groups of rows", zipxml.Shown(c.name))
	case m.values != g.rows:
		return wrong("column %q has %d values in place of %d", zipxml.Shown(c.name), m.values, g.rows)
	case begin < 4 || m.size < 0 || m.size > t.size || begin > t.size-m.size:
		return wrong("column %q lies outside the file", zipxml.Shown(c.name))
	case m.codec != uncompressed && m.codec != bySnappy && m.codec != byGzip && m.codec != byZstd:
		return wrong("column %q is packed by a method that is not read: write it with Snappy, gzip or Zstandard, or unpacked", zipxml.Shown(c.name))
	}
	return nil
}

func (t *Table) readGroup(in *thrift) {
	var g rowGroup
	in.fields(func(id int64, kind byte) bool {
		switch {
		case id == 1 && kind == thriftList:
			in.list(thriftStruct, func() {
				if g.chunks = append(g.chunks, readChunk(in)); len(g.chunks) > len(t.columns) {
					in.fail(errTangle)
				}
			})
		case id == 3:
			g.rows = in.int()
		default:
			return false
		}
		return true
	})
	t.groups = append(t.groups, g)
}

func readChunk(in *thrift) (m chunkMeta) {
	found := false
	in.fields(func(id int64, kind byte) bool {
		if id == 1 || id == 8 { // in another file; encrypted
			in.fail(errTangle)
		}
		if id != 3 || kind != thriftStruct {
			return false
		}
		found = true
		in.fields(func(id int64, _ byte) bool {
			switch id {
			case 1:
				m.kind = physical(in.int())
			case 4:
				m.codec = in.int()
			case 5:
				m.values = in.int()
			case 7:
				m.size = in.int()
			case 9:
				m.data = in.int()
			case 11:
				m.index = in.int()
			default:
				return false
			}
			return true
		})
		return true
	})
	if !found {
		in.fail(errTangle)
	}
	return m
}

// element is a SchemaElement.
type element struct {
	name               string
	kind               physical // −1 of a group
	length, children   int64
	repetition         int64 // 0 required, 1 optional, 2 repeated
	converted, logical int64 // −1 for none
	scale, unit        int64
	signed             bool
}

func readElement(in *thrift) element {
	e := element{kind: -1, logical: -1, converted: -1, signed: true}
	in.fields(func(id int64, kind byte) bool {
		switch {
		case id == 1:
			e.kind = physical(in.int())
		case id == 2:
			e.length = in.int()
		case id == 3:
			e.repetition = in.int()
		case id == 4 && kind == thriftBinary:
			e.name = strings.Clone(string(in.bytes()))
		case id == 5:
			e.children = in.int()
		case id == 6:
			e.converted = in.int()
		case id == 7:
			e.scale = in.int()
		case id == 10 && kind == thriftStruct:
			in.fields(func(id int64, kind byte) bool {
				e.logical = id
				if kind != thriftStruct {
					return false
				}
				in.fields(func(id int64, kind byte) bool { return e.detail(in, id, kind) })
				return true
			})
		default:
			return false
		}
		return true
	})
	return e
}

// detail is a field of a logical type.
func (e *element) detail(in *thrift, id int64, kind byte) bool {
	switch {
	case e.logical == logicalDecimal && id == 1:
		e.scale = in.int()
	case e.logical == logicalInteger && id == 2:
		e.signed = kind == thriftTrue
	case (e.logical == logicalTime || e.logical == logicalTimestamp) && id == 2 && kind == thriftStruct:
		in.fields(func(id int64, _ byte) bool {
			e.unit = map[int64]int64{1: 1e3, 2: 1e6, 3: 1e9}[id]
			return false
		})
	default:
		return false
	}
	return true
}

// columnsOf are the leaves of the schema.
func columnsOf(schema []element) ([]column, error) {
	if len(schema) == 0 || schema[0].children != int64(len(schema)-1) {
		for k, e := range schema {
			if k > 0 && e.children > 0 {
				return nil, wrong("column %q holds lists or records: write one value a row, or leave the column out", zipxml.Shown(e.name))
			}
		}
		return nil, wrong("its description cannot be read")
	}
	var out []column
	for _, e := range schema[1:] {
		switch {
		case e.children > 0 || e.repetition == 2:
			return nil, wrong("column %q holds lists or records: write one value a row, or leave the column out", zipxml.Shown(e.name))
		case e.kind < boolean || e.kind > fixed || e.repetition < 0 || e.repetition > 2 || !utf8.ValidString(e.name) || e.kind == fixed && (e.length < 1 || e.length > 1<<10):
			return nil, wrong("its description cannot be read")
		}
		c := column{name: e.name, kind: e.kind, length: int(e.length), optional: e.repetition == 1}
		c.understand(e)
		out = append(out, c)
	}
	return out, nil
}
