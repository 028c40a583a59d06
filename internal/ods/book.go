package ods

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// Book is an open spreadsheet. It holds the file's cells, packed. It is not safe
// for concurrent use.
type Book struct {
	zip      *zipxml.Archive
	lim      xlsx.Limits
	date1904 bool
	sheets   []sheet
	linked   []xlsx.Unread  // sheets that are copies of another file's
	names    map[string]int // of the sheets, in lower case
	styles   styles
	looks    []look // of the cells
	lookOf   map[look]int
}

type sheet struct {
	name     string
	hidden   bool
	spool    []byte
	merged   []xlsx.Range
	comments []xlsx.Comment
	tables   []xlsx.Table
	count    xlsx.Count
}

// Open reads a spreadsheet. The data is the whole file.
//
// The error is a [*xlsx.FormatError] when the data is not an OpenDocument
// spreadsheet or is protected by a password, and a [*xlsx.DamageError] when it is
// broken or exceeds a limit. Fields of lim that are zero mean their defaults.
func Open(data []byte, lim xlsx.Limits) (*Book, error) {
	b := &Book{lim: lim.Filled(), lookOf: make(map[look]int), names: make(map[string]int), styles: styles{named: newScope(), automatic: newScope(), fonts: make(map[styleKey]fontProperties)}}
	if int64(len(data)) > b.lim.File {
		return nil, zipxml.Damagef("", "the file is larger than %d bytes", b.lim.File)
	}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, &xlsx.FormatError{What: "unknown", Is: "the file is not an OpenDocument spreadsheet", Do: "Open it in the program that made it, and save it as .xlsx or .ods."}
	}
	var err error
	if b.zip, err = zipxml.OpenArchive(data, &b.lim, spaces); err != nil {
		return nil, err
	}
	if err := b.unprotected(); err != nil {
		return nil, err
	}
	if b.zip.Has("styles.xml") {
		if err := b.zip.Read("styles.xml", b.readNamedStyles); err != nil {
			return nil, err
		}
	}
	if err := b.zip.Read("content.xml", b.readContent); err != nil {
		return nil, err
	}
	return b, nil
}

const unprotect = "Open it, save it without one (in LibreOffice File, Save As, and clear “Save with password”), and use that file."

// unprotected fails for a file with a password, of the archive or of the package
// (OpenDocument 1.2, part 3, 4.4 manifest:encryption-data).
func (b *Book) unprotected() error {
	if b.zip.Locked() {
		return &xlsx.FormatError{What: "encrypted", Is: "the file is protected by a password", Do: unprotect}
	}
	if !b.zip.Has("META-INF/manifest.xml") {
		return nil
	}
	locked := false
	err := b.zip.Read("META-INF/manifest.xml", func(p *zipxml.Part) error {
		return p.Document("manifest", spaces[manifest-1], func(el *zipxml.Element) error {
			if !el.Is(manifest, "file-entry") {
				return p.Skip()
			}
			return p.Children(func(el *zipxml.Element) error {
				locked = locked || el.Is(manifest, "encryption-data")
				return p.Skip()
			})
		})
	})
	if err == nil && locked {
		return &xlsx.FormatError{What: "encrypted", Is: "the file is protected by a password", Do: unprotect}
	}
	return err
}

// Sheets returns the sheets in the order of the file.
func (b *Book) Sheets() []xlsx.Sheet {
	out := make([]xlsx.Sheet, len(b.sheets))
	for i := range b.sheets {
		s := &b.sheets[i]
		out[i] = xlsx.Sheet{Name: s.name, Hidden: s.hidden, Merged: slices.Clone(s.merged)}
	}
	return out
}

// Date1904 reports whether serial 0 is 1 January 1904, not 30 December 1899.
func (b *Book) Date1904() bool { return b.date1904 }

// Merged returns the merged ranges of a sheet in the order of the file. Like all
// methods that take a sheet it panics when there is no such one; the error is
// always nil.
func (b *Book) Merged(sheet int) ([]xlsx.Range, error) {
	return slices.Clone(b.sheet(sheet).merged), nil
}

// Cells calls yield for every cell of a sheet that holds something, in row-major
// order, each exactly once. It stops at an error of yield and returns it; there
// is no other.
func (b *Book) Cells(sheet int, yield func(xlsx.Cell) error) error {
	return b.unspool(b.sheet(sheet).spool, func(c xlsx.Cell, _ bool) error { return yield(c) })
}

// Covered is Cells of those cells that lie under a merged range and are not its
// top left cell: no program shows them.
func (b *Book) Covered(sheet int, each func(xlsx.Cell) error) error {
	s := b.sheet(sheet)
	if s.count.Covered == 0 {
		return nil
	}
	return b.unspool(s.spool, func(c xlsx.Cell, covered bool) error {
		if covered {
			return each(c)
		}
		return nil
	})
}

// Tables returns the database ranges of a sheet that have a name, from top to
// bottom. The error is always nil.
func (b *Book) Tables(sheet int) ([]xlsx.Table, error) {
	return slices.Clone(b.sheet(sheet).tables), nil
}

// Comments returns the annotations of a sheet by row and column. The error is
// always nil.
func (b *Book) Comments(sheet int) ([]xlsx.Comment, error) {
	return slices.Clone(b.sheet(sheet).comments), nil
}

// Unread returns sheets of the file that are not among Sheets: the copies that
// LibreOffice keeps of another file's sheets, of the kind "linked". No program
// shows them.
func (b *Book) Unread() []xlsx.Unread { return slices.Clone(b.linked) }

// Counts counts the cells that hold something, as [xlsx.Book.Counts] does.
func (b *Book) Counts() []xlsx.Count {
	out := make([]xlsx.Count, 0, len(b.sheets)+len(b.linked))
	for i := range b.sheets {
		out = append(out, b.sheets[i].count)
	}
	for _, u := range b.linked {
		out = append(out, xlsx.Count{Name: u.Name, Kind: u.Kind})
	}
	return out
}

func (b *Book) sheet(k int) *sheet {
	if k < 0 || k >= len(b.sheets) {
		panic(fmt.Sprintf("ods: no sheet %d, there are %d", k, len(b.sheets)))
	}
	return &b.sheets[k]
}

// finish puts what stands beside the cells in order and finds the sheets of the
// database ranges.
func (b *Book) finish(ranges []databaseRange) {
	for _, r := range ranges {
		if k, ok := b.names[strings.ToLower(r.sheet)]; ok {
			b.sheets[k].tables = append(b.sheets[k].tables, r.table)
		}
	}
	for k := range b.sheets {
		s := &b.sheets[k]
		slices.SortStableFunc(s.tables, func(x, y xlsx.Table) int { return cmp.Or(x.Range.Row1-y.Range.Row1, x.Range.Col1-y.Range.Col1) })
		slices.SortStableFunc(s.comments, func(x, y xlsx.Comment) int { return cmp.Or(x.Row-y.Row, x.Col-y.Col) })
	}
}
