package xlsx

// Limits bound what a file may cost. A field that is zero or negative means
// its default. Sizes are in bytes.
type Limits struct {
	File    int64 // the file itself
	Entries int   // entries of the zip archive

	Part  int64 // unpacked size of one part
	Total int64 // unpacked size of all parts that are read, each counted once
	Ratio int   // unpacked size may not exceed 16 MiB plus Ratio times the file

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
}

// ratioFree is the unpacked size that is allowed whatever the file's size.
// Repetitive XML of this size takes about a second to read.
const ratioFree = 16 << 20

// The bounds of the format itself (ECMA-376 Part 1, 18.3; Excel's
// "specifications and limits").
const (
	maxRow = 1 << 20
	maxCol = 1 << 14
)

// DefaultLimits returns the limits used for fields that are not set.
func DefaultLimits() Limits {
	return Limits{
		File:    64 << 20,
		Entries: 10_000,
		Part:    512 << 20,
		Total:   512 << 20,
		Ratio:   60,
		Rows:    maxRow,
		Cols:    maxCol,
		Cells:   5_000_000,
		Text:    1 << 20,
		Tag:     1 << 20,
		Run:     2 << 20,
		Depth:   100,
		Attrs:   1_000,
		Strings: 64 << 20,
		Styles:  70_000,
		Merged:  200_000,
	}
}

// filled returns l with defaults in place of fields that are not set, and with
// rows and columns within what the format can name.
func (l Limits) filled() Limits {
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
	l.Rows = min(l.Rows, maxRow)
	l.Cols = min(l.Cols, maxCol)
	return l
}

// unpacked returns how many bytes may be unpacked from a file of the given
// size.
func (l Limits) unpacked(size int64) int64 {
	// The quotient is compared, since a product of huge settings may overflow.
	if (l.Total-ratioFree)/int64(l.Ratio) < size {
		return l.Total
	}
	return ratioFree + int64(l.Ratio)*size
}
