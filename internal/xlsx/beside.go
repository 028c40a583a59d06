package xlsx

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"veche/internal/zipxml"
)

// What stands beside a sheet's cells and changes what they mean.

// Table is a table that was declared on a sheet ("Format as Table").
type Table struct {
	Name   string
	Range  Range // headers and totals included
	Header int   // how many rows at its top are headers, usually 1
	Totals int   // how many rows at its bottom are totals, usually 0
}

// Comment is a note, or an entry of a thread of comments, at a cell.
type Comment struct {
	Row, Col int
	Author   string // "" where it is not known
	Text     string // without the author's name that Excel puts before a note
}

// Ref returns the name of its cell, such as "D14".
func (c Comment) Ref() string { return CellName(c.Row, c.Col) }

// Unread is an entry of the workbook's list of sheets that has no cells to
// read.
type Unread struct {
	Name string
	Kind string // "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet", or "module": a sheet without a part, which held macros
}

// Unread returns what the workbook lists beside the sheets that [Book.Sheets]
// returns.
func (b *Book) Unread() []Unread {
	var out []Unread
	for _, l := range b.listed {
		if l.sheet < 0 {
			out = append(out, Unread{l.name, l.kind})
		}
	}
	return out
}

// Covered calls each for every cell of a sheet that holds something, a value or
// a formula, under a merged range and is not its top left cell: no program shows
// it. It reads the sheet anew where there are merged ranges. Errors are as those of Cells.
func (b *Book) Covered(sheet int, each func(Cell) error) error {
	merged, err := b.Merged(sheet)
	if err != nil || len(merged) == 0 {
		return err
	}
	under := newCover(merged)
	return b.cells(sheet, func(c *Cell, raw *rawCell) error {
		if (c.HasFormula || c.Kind != Blank && (raw.hasText || len(raw.value) > 0)) && under.covers(c.Row, c.Col) {
			return each(*c)
		}
		return nil
	})
}

// Tables returns the tables declared on a sheet, from top to bottom. A table's
// part that is broken gives a [*DamageError].
func (b *Book) Tables(sheet int) ([]Table, error) {
	var out []Table
	err := b.beside(sheet, "table", func(p *zipxml.Part) error {
		t, err := readTable(p)
		out = append(out, t)
		return err
	})
	slices.SortStableFunc(out, func(x, y Table) int {
		return cmp.Or(x.Range.Row1-y.Range.Row1, x.Range.Col1-y.Range.Col1)
	})
	return out, err
}

// beside reads the parts of a kind that a sheet's relationships name. One that
// is named and not there is passed over: it holds no cells.
func (b *Book) beside(sheet int, kind string, read func(*zipxml.Part) error) error {
	b.check(sheet)
	s := &b.sheets[sheet]
	folder := path.Dir(s.part)
	rels, err := relsOf(b.zip, path.Join(folder, "_rels", path.Base(s.part)+".rels"))
	if err != nil {
		return err
	}
	for _, r := range rels {
		if r.kind != kind || r.external {
			continue
		}
		name := b.zip.Find(folder, r.target)
		if name == "" {
			continue
		}
		if err := b.zip.Read(name, read); err != nil {
			return b.inSheet(sheet, err)
		}
	}
	return nil
}

func readTable(p *zipxml.Part) (Table, error) {
	t := Table{Header: 1}
	err := p.Rooted("table", "", func(el *zipxml.Element) error {
		t.Name, _ = el.Attr("displayName")
		t.Name = cleanText([]byte(t.Name))
		ref, _ := el.Attr("ref")
		var ok bool
		if t.Range, ok = parseRange(ref); !ok {
			return p.Damage("a table has the range %q", zipxml.Shown(ref))
		}
		for _, rows := range []struct {
			name string
			n    *int
		}{{"headerRowCount", &t.Header}, {"totalsRowCount", &t.Totals}} {
			s, given := el.Attr(rows.name)
			if !given {
				continue
			}
			if *rows.n, ok = zipxml.ParseIndex(s); !ok || *rows.n > t.Range.Row2-t.Range.Row1+1 {
				return p.Damage("a table of %d rows has %s=%q", t.Range.Row2-t.Range.Row1+1, rows.name, zipxml.Shown(s))
			}
		}
		return nil
	}, func(*zipxml.Element) error { return p.Skip() })
	return t, err
}

// Comments returns the notes and threaded comments of a sheet by row and column,
// those of one cell in the order of the file. They are bounded by Limits.Comments
// and, in bytes, by Limits.Strings. A part that is broken gives a [*DamageError].
func (b *Book) Comments(sheet int) ([]Comment, error) {
	var notes, threads []Comment
	budget := comments{lim: &b.lim}
	if err := b.beside(sheet, "comments", func(p *zipxml.Part) (err error) {
		notes, err = budget.notes(p, notes)
		return err
	}); err != nil {
		return nil, err
	}
	if err := b.beside(sheet, "threadedComment", func(p *zipxml.Part) (err error) {
		if budget.people == nil {
			if budget.people, err = b.people(); err != nil {
				return err
			}
		}
		threads, err = budget.threads(p, threads)
		return err
	}); err != nil {
		return nil, err
	}
	// For programs that know no threads a note stands in for each.
	threaded := make(map[[2]int]bool, len(threads))
	for _, c := range threads {
		threaded[[2]int{c.Row, c.Col}] = true
	}
	notes = slices.DeleteFunc(notes, func(c Comment) bool {
		return strings.HasPrefix(c.Author, "tc=") && threaded[[2]int{c.Row, c.Col}]
	})
	out := append(notes, threads...)
	slices.SortStableFunc(out, func(x, y Comment) int { return cmp.Or(x.Row-y.Row, x.Col-y.Col) })
	return out, nil
}

// people returns the authors of threaded comments by their ids.
func (b *Book) people() (map[string]string, error) {
	out := make(map[string]string)
	name := related(b.zip, b.rels, "person", b.folder)
	if name == "" {
		if name = b.zip.Find(b.folder, "persons/person.xml"); name == "" {
			return out, nil
		}
	}
	err := b.zip.Read(name, func(p *zipxml.Part) error {
		return p.Document("personList", nsThreaded, func(el *zipxml.Element) error {
			id, _ := el.Attr("id")
			name, _ := el.Attr("displayName")
			if out[id] = cleanText([]byte(name)); len(out) > b.lim.Comments {
				return p.Damage("more than %d authors of comments", b.lim.Comments)
			}
			return p.Skip()
		})
	})
	return out, err
}

// comments reads the comments of one sheet.
type comments struct {
	lim    *Limits
	people map[string]string
	n      int
	bytes  int64
	buf    []byte
}

const commentCost = 64 // beyond its bytes

// take counts a comment.
func (r *comments) take(p *zipxml.Part, c Comment) error {
	if r.n++; r.n > r.lim.Comments {
		return p.Damage("more than %d comments", r.lim.Comments)
	}
	if r.bytes += int64(len(c.Text)) + commentCost; r.bytes > r.lim.Strings {
		return p.Damage("the comments take more than %d bytes", r.lim.Strings)
	}
	return nil
}

// place reads the cell that a comment is at.
func (c *Comment) place(p *zipxml.Part, el *zipxml.Element) error {
	ref, _ := el.Attr("ref")
	var ok bool
	if c.Row, c.Col, ok = ParseRef(ref); !ok {
		return p.Damage("a comment has the reference %q", zipxml.Shown(ref))
	}
	return nil
}

// notes reads a part of notes (ECMA-376 Part 1, 18.7.3 comment).
func (r *comments) notes(p *zipxml.Part, dst []Comment) ([]Comment, error) {
	var authors []string
	err := p.Document("comments", "", func(el *zipxml.Element) error {
		switch {
		case is(el, "authors"):
			return p.Children(func(el *zipxml.Element) error {
				var err error
				r.buf, err = p.Text(r.buf[:0])
				if authors = append(authors, cleanText(r.buf)); err == nil && len(authors) > r.lim.Comments {
					return p.Damage("more than %d authors of comments", r.lim.Comments)
				}
				return err
			})
		case is(el, "commentList"):
			return p.Children(func(el *zipxml.Element) error {
				if !is(el, "comment") {
					return p.Skip()
				}
				var c Comment
				if err := c.place(p, el); err != nil {
					return err
				}
				id, _ := el.Attr("authorId")
				if k, ok := zipxml.ParseIndex(id); ok && k < len(authors) {
					c.Author = authors[k]
				}
				err := p.Children(func(el *zipxml.Element) error {
					if !is(el, "text") {
						return p.Skip()
					}
					var err error
					r.buf, err = richText(p, r.buf[:0], new(richMarks))
					c.Text = string(r.buf)
					return err
				})
				if err != nil {
					return err
				}
				if rest, ok := strings.CutPrefix(c.Text, c.Author+":"); ok && c.Author != "" {
					c.Text = strings.TrimLeft(rest, " \n")
				}
				dst = append(dst, c)
				return r.take(p, c)
			})
		}
		return p.Skip()
	})
	return dst, err
}

const nsThreaded = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"

// threads reads a part of threaded comments (MS-XLSX 2.6.205).
func (r *comments) threads(p *zipxml.Part, dst []Comment) ([]Comment, error) {
	err := p.Document("ThreadedComments", nsThreaded, func(el *zipxml.Element) error {
		if string(el.Local) != "threadedComment" {
			return p.Skip()
		}
		var c Comment
		if err := c.place(p, el); err != nil {
			return err
		}
		id, _ := el.Attr("personId")
		c.Author = r.people[id]
		err := p.Children(func(el *zipxml.Element) error {
			if string(el.Local) != "text" {
				return p.Skip()
			}
			var err error
			r.buf, err = p.Text(r.buf[:0])
			c.Text = cleanText(r.buf)
			return err
		})
		if err != nil {
			return err
		}
		dst = append(dst, c)
		return r.take(p, c)
	})
	return dst, err
}
