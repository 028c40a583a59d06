package zipxml

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"net/url"
	"path"
	"strings"
)

// Archive is the zip file with its parts by name. Sizes in its headers are not
// trusted: what is unpacked is counted.
type Archive struct {
	files   map[string]*zip.File   // by foldPart(name)
	twice   map[string]bool        // of which there are several
	used    map[*zip.File]*expense // of each part, as far as it was read
	total   expense
	allowed expense
	Lim     *Limits
	spaces  []string // that its parts are read for
	spare   *Part    // whose memory the next part can use
}

// expense is what reading costs: bytes unpacked and XML nodes, less those of as
// many cells.
type expense struct{ bytes, nodes, cells int64 }

var DirectorySignature = []byte("PK\x01\x02")

// OpenArchive reads the directory of a zip file whose parts will be read for the
// namespaces given.
func OpenArchive(data []byte, lim *Limits, spaces []string) (*Archive, error) {
	return OpenArchiveAt(bytes.NewReader(data), int64(len(data)), lim, spaces)
}

// OpenArchiveAt is [OpenArchive] of a file of that size, which is read where it
// is wanted and stays where it is.
func OpenArchiveAt(file io.ReaderAt, size int64, lim *Limits, spaces []string) (*Archive, error) {
	// The directory is read as a whole by archive/zip, at some 300 bytes an
	// entry, and its own count of entries proves nothing. Entries are counted
	// beforehand by their signature.
	entries, err := count(file, size, DirectorySignature)
	if err != nil {
		return nil, err
	}
	if entries > lim.Entries {
		return nil, Damagef("", "the file has more than %d entries", lim.Entries)
	}
	r, err := zip.NewReader(file, size)
	if err != nil {
		d := Damagef("", "the file is cut short or broken, it has no readable directory; get a new copy")
		d.cause = err
		return nil, d
	}
	a := &Archive{
		files:   make(map[string]*zip.File, len(r.File)),
		twice:   make(map[string]bool),
		used:    make(map[*zip.File]*expense),
		allowed: expense{bytes: lim.bytes(size), nodes: lim.nodes(size)},
		Lim:     lim,
		spaces:  spaces,
	}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		key := FoldPart(f.Name)
		if a.files[key] != nil {
			a.twice[key] = true // it matters where the part is read: pictures of one name harm nobody
		}
		a.files[key] = f
	}
	return a, nil
}

// count counts a mark, no end of which is its beginning.
func count(file io.ReaderAt, size int64, mark []byte) (n int, err error) {
	const step = 1 << 18
	buffer := make([]byte, min(size, step)+int64(len(mark)-1))
	for from := int64(0); from < size; from += step {
		part := buffer[:min(size-from, int64(len(buffer)))] // into the next by as much as begins no mark of its own there
		if k, err := file.ReadAt(part, from); k < len(part) {
			return 0, err
		}
		n += bytes.Count(part, mark)
	}
	return n, nil
}

// FoldPart brings a part name to the form it is found by: the names of a
// package are compared without case (ECMA-376 Part 2, 6.2.2), and some writers
// put backslashes.
func FoldPart(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.ToLower(strings.TrimPrefix(name, "/"))
}

func (a *Archive) Has(name string) bool { return a.files[FoldPart(name)] != nil }

// Mimetype returns the start of the part by which OpenDocument names itself.
func (a *Archive) Mimetype() string {
	f := a.files["mimetype"]
	if f == nil {
		return ""
	}
	rc, err := f.Open()
	if err != nil {
		return ""
	}
	defer rc.Close()
	b, _ := io.ReadAll(io.LimitReader(rc, 256))
	return string(b)
}

// Locked reports whether an entry is packed with a password.
func (a *Archive) Locked() bool {
	for _, f := range a.files {
		if f.Flags&1 != 0 {
			return true
		}
	}
	return false
}

// Find resolves a relationship's target, relative to the folder of its source,
// to the name of an existing part. It returns "" when there is none.
func (a *Archive) Find(folder, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	folders := []string{folder, ""} // some writers leave out the / of an absolute target
	if strings.HasPrefix(target, "/") {
		folders = folders[1:]
	}
	for _, from := range folders {
		name := strings.TrimPrefix(path.Clean("/"+from+"/"+target), "/")
		if a.Has(name) {
			return name
		}
		if plain, err := url.PathUnescape(name); err == nil && a.Has(plain) {
			return plain
		}
	}
	return ""
}

// open begins to read a part. The caller closes it.
func (a *Archive) open(name string) (*Part, error) {
	f := a.files[FoldPart(name)]
	if f == nil {
		return nil, Damagef(name, "the part is missing")
	}
	if a.twice[FoldPart(name)] {
		return nil, Damagef(name, "two entries of the file have this name")
	}
	rc, err := f.Open()
	if err != nil {
		d := unpackReason(err).Damage(name)
		d.cause = err
		return nil, d
	}
	if a.used[f] == nil {
		a.used[f] = new(expense)
	}
	m := &meter{src: rc, a: a, used: a.used[f]}
	p := a.spare
	if a.spare = nil; p == nil {
		p = new(Part)
	}
	p.reset(name, m, a.Lim, a.spaces)
	p.spend, p.Credit = m.spend, m.credit
	p.close = func() error {
		a.spare = p
		return rc.Close()
	}
	return p, nil
}

// Read opens a part, hands it to parse and closes it.
func (a *Archive) Read(name string, parse func(*Part) error) error {
	p, err := a.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	return parse(p)
}

// meter counts what is read of a part and fails beyond the limits. A part that
// is read again costs nothing until it is read further than before.
type meter struct {
	src  io.Reader
	a    *Archive
	used *expense // the most so far
	now  expense  // in this reading
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.src.Read(p)
	m.now.bytes += int64(n)
	if m.now.bytes > m.a.Lim.Part {
		return 0, Damagef("", "the part is larger than %d bytes when unpacked", m.a.Lim.Part)
	}
	if more := m.now.bytes - m.used.bytes; more > 0 {
		m.used.bytes = m.now.bytes
		if m.a.total.bytes += more; m.a.total.bytes > m.a.allowed.bytes {
			return 0, Damagef("", "the file unpacks to more than %d bytes, too much for its size", m.a.allowed.bytes)
		}
	}
	return n, err
}

// spend counts XML nodes. It reports whether they are still allowed.
func (m *meter) spend(nodes int) bool {
	m.now.nodes += int64(nodes)
	if more := m.now.nodes - m.used.nodes; more > 0 {
		m.used.nodes = m.now.nodes
		m.a.total.nodes += more
	}
	return m.a.total.nodes <= m.a.allowed.nodes
}

// credit gives back the nodes of a cell that holds something: they are what the
// file is for. A table of few different values packs so well that it has too
// many nodes for its size otherwise.
func (m *meter) credit() {
	if m.now.cells++; m.now.cells > m.used.cells {
		if m.a.total.cells == freeCells {
			return
		}
		m.used.cells++
		m.a.total.cells++
	}
	m.now.nodes -= cellNodes
}

// unpackReason says in words what went wrong in unpacking.
func unpackReason(err error) Wrong {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, zip.ErrChecksum):
		return Wrongf("the part does not match its checksum; get a new copy of the file")
	case errors.Is(err, zip.ErrAlgorithm):
		return Wrongf("the part is packed by an unknown method")
	case errors.Is(err, zip.ErrFormat), errors.As(err, &corrupt), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Wrongf("the packed data is broken or cut short; get a new copy of the file")
	}
	return Wrongf("%s", shorten(err.Error(), 200))
}
