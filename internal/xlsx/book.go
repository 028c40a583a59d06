package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"veche/internal/zipxml"
)

// Sheet is a worksheet of a book.
type Sheet struct {
	Name   string
	Hidden bool    // hidden or very hidden
	Merged []Range // known after Cells has read the sheet to its end; see Book.Merged
}

// Book is an open workbook. It holds the file's bytes and its shared strings.
// It is not safe for concurrent use, but for [Book.Sheets].
type Book struct {
	zip      *zipxml.Archive
	lim      Limits
	date1904 bool
	folder   string // of the workbook's part
	rels     []rel  // of the workbook's part
	sheets   []sheet
	listed   []listing // all sheets, as the workbook lists them
	strings  []string
	runs     map[int]*richMarks // of rich ones among strings
	hasTable bool               // there is a part of shared strings
	styles   []style
	styled   bool // there is a part of styles

	mergedBy sync.Mutex // of the merged ranges of the sheets, which are found as they are read
}

type sheet struct {
	Sheet
	part       string
	mergedRead bool
}

// listing is an entry of the workbook's list of sheets.
type listing struct {
	name, kind string
	sheet      int // its index in Book.sheets, or -1
}

// Open reads the structure of a workbook: its list of sheets, shared strings
// and number formats, not yet its cells. The data is the whole file; it must
// not be changed while the book is in use.
//
// The error is a [*FormatError] when the data is not an .xlsx workbook and a
// [*DamageError] when it is a broken one or exceeds a limit. Fields of lim that
// are zero mean their defaults, so Limits{} is the same as DefaultLimits().
func Open(data []byte, lim Limits) (*Book, error) {
	if !bytes.HasPrefix(data, zipMagic) && int64(len(data)) <= lim.Filled().File {
		if err := detect(data); err != nil {
			return nil, err
		}
	}
	return OpenAt(bytes.NewReader(data), int64(len(data)), lim)
}

// OpenAt is [Open] of a file of that size, which is read where it is wanted, by one
// at a time, and is not to change or to be closed while the book is read. Errors
// of reading it are returned as they are.
func OpenAt(file io.ReaderAt, size int64, lim Limits) (*Book, error) {
	b := &Book{lim: lim.Filled()}
	if size > b.lim.File {
		return nil, zipxml.Damagef("", "the file is larger than %d bytes", b.lim.File)
	}
	if !IsZip(file) { // the other formats are told by more than the beginning
		data := make([]byte, size)
		if n, err := file.ReadAt(data, 0); n < len(data) {
			return nil, err
		}
		if err := detect(data); err != nil {
			return nil, err
		}
	}
	var err error
	if b.zip, err = zipxml.OpenArchiveAt(file, size, &b.lim, spaces); err != nil {
		return nil, err
	}
	if err := detectPackage(b.zip); err != nil {
		return nil, err
	}
	if err := b.load(); err != nil {
		return nil, err
	}
	return b, nil
}

// OpenFile reads a file within Limits.File and opens it by [Open]. Errors of
// the file system are returned as they are.
func OpenFile(path string, lim Limits) (*Book, error) {
	if strings.HasPrefix(filepath.Base(path), "~$") {
		return nil, notRead("unknown", "the file is the mark Excel leaves while a workbook is open", "Use the workbook itself, without ~$ in its name.")
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &os.PathError{Op: "read", Path: path, Err: errors.New("not a regular file")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	most := lim.Filled().File
	if info.Size() > most {
		return nil, zipxml.Damagef("", "the file is larger than %d bytes", most)
	}
	// The size may have changed since Stat, so it is only where to begin.
	data := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if int64(len(data)) > most || err == io.EOF {
			return Open(data, lim)
		}
		if err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = slices.Grow(data, 512)
		}
	}
}

// Sheets returns the worksheets in the order of the workbook. Sheets that hold
// only a chart, a dialog or old macros are not among them.
//
// Sheets may be asked while another goroutine reads the book.
func (b *Book) Sheets() []Sheet {
	b.mergedBy.Lock()
	defer b.mergedBy.Unlock()
	out := make([]Sheet, len(b.sheets))
	for i := range b.sheets {
		out[i] = b.sheets[i].Sheet
		out[i].Merged = slices.Clone(out[i].Merged)
	}
	return out
}

// Date1904 reports the date system: false when serial 1 is 1 January 1900,
// true when serial 0 is 1 January 1904.
func (b *Book) Date1904() bool { return b.date1904 }

// Merged returns the merged ranges of a sheet in the order of the file. It
// reads the sheet when Cells has not yet done so to the end. Merged panics when
// there is no such sheet.
func (b *Book) Merged(sheet int) ([]Range, error) {
	b.check(sheet)
	merged, read := b.mergedOf(sheet)
	if read {
		return merged, nil
	}
	if err := b.Cells(sheet, func(Cell) error { return nil }); err != nil {
		return nil, err
	}
	merged, _ = b.mergedOf(sheet)
	return merged, nil
}

func (b *Book) mergedOf(sheet int) (merged []Range, read bool) {
	b.mergedBy.Lock()
	defer b.mergedBy.Unlock()
	return slices.Clone(b.sheets[sheet].Merged), b.sheets[sheet].mergedRead
}

func (b *Book) check(sheet int) {
	if sheet < 0 || sheet >= len(b.sheets) {
		panic(fmt.Sprintf("xlsx: no sheet %d, there are %d", sheet, len(b.sheets)))
	}
}
