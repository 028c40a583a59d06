package zipxml

import "math"

// Limits bound what a file may cost. A field that is zero or negative means
// its default. Sizes are in bytes.
type Limits struct {
	File    int64 // the file itself
	Entries int   // entries of the zip archive

	Part  int64 // unpacked size of one part
	Total int64 // unpacked size of all parts that are read, each counted once
	Ratio int   // unpacked size may not exceed 64 MiB plus Ratio times the file
	// XML nodes may not exceed 12 million plus Nodes times the file's size. An
	// element or comment counts as two, an attribute as one; attributes count for
	// more where an element has dozens of them, and a prefix for the namespaces
	// that are looked through for it.
	Nodes int

	Rows  int // the largest row number, and so the number of row elements
	Cols  int // the largest column number
	Cells int // stored cells of one sheet, blank ones included

	Text    int   // the text of one cell or one formula
	Tag     int   // one XML tag with its attributes, comment or instruction
	Run     int   // one run of XML text between two tags
	Depth   int   // nesting of XML elements
	Attrs   int   // attributes of one XML element
	Strings int64 // the shared strings together, with 24 for each string
	Styles  int   // cell styles; number formats
	Merged  int   // merged ranges of one sheet

	Comments int // comments of one sheet
}

// What is allowed whatever the file's size. A deflated file can unpack to a
// thousand times its size; half a second or so is what this much takes to read.
//
// Measured on sheets of a million cells: the same number everywhere unpacks 13
// times with 3 nodes a byte, the same text everywhere 43 times with 4, a
// million formatted empty rows 36 times with 3, and scores without cell
// references, the densest, 99 times with 24 nodes, of which there are 5
// million. A million answers in rows of four cells, sorted, have 36 million nodes
// in 5 MB.
const (
	freeBytes = 64 << 20
	freeNodes = 12 << 20
	freeCells = 3 << 20 // for each of which cellNodes are given back
	cellNodes = 8       // <c r="A1" t="s"><v>0</v></c>
)

// The bounds of the format itself (ECMA-376 Part 1, 18.3; Excel's
// "specifications and limits").
const (
	MaxRow = 1 << 20
	MaxCol = 1 << 14
)

// DefaultLimits returns the limits used for fields that are not set.
func DefaultLimits() Limits {
	return Limits{
		File:    64 << 20,
		Entries: 10_000,
		Part:    512 << 20,
		Total:   512 << 20,
		Ratio:   150,
		Nodes:   6,
		Rows:    MaxRow,
		Cols:    MaxCol,
		Cells:   5_000_000,
		Text:    1 << 20,
		Tag:     1 << 20,
		Run:     2 << 20,
		Depth:   100,
		Attrs:   250,
		Strings: 64 << 20,
		Styles:  70_000,
		Merged:  200_000,

		Comments: 200_000,
	}
}

// Filled returns l with defaults in place of fields that are not set, and with
// rows and columns within what the format can name.
func (l Limits) Filled() Limits {
	d := DefaultLimits()
	setInt := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	setInt64 := func(v *int64, def int64) {
		if *v <= 0 {
			*v = def
		}
	}
	setInt64(&l.File, d.File)
	setInt(&l.Entries, d.Entries)
	setInt64(&l.Part, d.Part)
	setInt64(&l.Total, d.Total)
	setInt(&l.Ratio, d.Ratio)
	setInt(&l.Nodes, d.Nodes)
	setInt(&l.Rows, d.Rows)
	setInt(&l.Cols, d.Cols)
	setInt(&l.Cells, d.Cells)
	setInt(&l.Text, d.Text)
	setInt(&l.Tag, d.Tag)
	setInt(&l.Run, d.Run)
	setInt(&l.Depth, d.Depth)
	setInt(&l.Attrs, d.Attrs)
	setInt64(&l.Strings, d.Strings)
	setInt(&l.Styles, d.Styles)
	setInt(&l.Merged, d.Merged)
	setInt(&l.Comments, d.Comments)
	l.Rows = min(l.Rows, MaxRow)
	l.Cols = min(l.Cols, MaxCol)
	return l
}

// bytes returns how much may be unpacked from a file of the given size.
func (l Limits) bytes(size int64) int64 {
	// A product of huge settings may overflow; the quotient does not.
	if (l.Total-freeBytes)/int64(l.Ratio) < size {
		return l.Total
	}
	return freeBytes + int64(l.Ratio)*size
}

// nodes returns how many XML nodes may be read from a file of the given size.
func (l Limits) nodes(size int64) int64 {
	if math.MaxInt64/2/int64(l.Nodes) < size {
		return math.MaxInt64
	}
	return freeNodes + int64(l.Nodes)*size
}
