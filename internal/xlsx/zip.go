package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

// archive is the zip file with its parts by name. Sizes in its headers are not
// trusted: what is unpacked is counted.
type archive struct {
	files   map[string]*zip.File // by foldPart(name)
	seen    map[*zip.File]int64  // the most that was unpacked of a part
	total   int64                // the sum over seen
	allowed int64
	lim     *Limits
}

var directorySignature = []byte("PK\x01\x02")

// openArchive reads the directory of a zip file.
func openArchive(data []byte, lim *Limits) (*archive, error) {
	// The directory is read as a whole by archive/zip, at some 300 bytes an
	// entry, and its own count of entries proves nothing. Entries are counted
	// beforehand by their signature.
	if bytes.Count(data, directorySignature) > lim.Entries {
		return nil, damagef("", "the file has more than %d entries", lim.Entries)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		d := damagef("", "the file is cut short or broken, it has no readable directory; get a new copy")
		d.cause = err
		return nil, d
	}
	a := &archive{
		files:   make(map[string]*zip.File, len(r.File)),
		seen:    make(map[*zip.File]int64),
		allowed: lim.unpacked(int64(len(data))),
		lim:     lim,
	}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		key := foldPart(f.Name)
		if a.files[key] != nil {
			return nil, damagef(f.Name, "two entries of the file have this name")
		}
		a.files[key] = f
	}
	return a, nil
}

// foldPart brings a part name to the form it is found by: the names of a
// package are compared without case (ECMA-376 Part 2, 6.2.2), and some writers
// put backslashes.
func foldPart(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.ToLower(strings.TrimPrefix(name, "/"))
}

func (a *archive) has(name string) bool { return a.files[foldPart(name)] != nil }

// find resolves a relationship's target, relative to the folder of its source,
// to the name of an existing part. It returns "" when there is none.
func (a *archive) find(folder, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = folder + "/" + target
	}
	name := strings.TrimPrefix(path.Clean("/"+target), "/")
	if a.has(name) {
		return name
	}
	if plain, err := url.PathUnescape(name); err == nil && a.has(plain) {
		return plain
	}
	return ""
}

// open begins to read a part. The caller closes it.
func (a *archive) open(name string) (*part, error) {
	f := a.files[foldPart(name)]
	if f == nil {
		return nil, damagef(name, "the part is missing")
	}
	rc, err := f.Open()
	if err != nil {
		d := damagef(name, "%s", unpackReason(err))
		d.cause = err
		return nil, d
	}
	p := newPart(name, &counter{src: rc, a: a, f: f}, a.lim)
	p.close = rc.Close
	return p, nil
}

// read opens a part, hands it to parse and closes it.
func (a *archive) read(name string, parse func(*part) error) error {
	p, err := a.open(name)
	if err != nil {
		return err
	}
	defer p.close()
	return parse(p)
}

// counter counts what is unpacked of a part and fails beyond the limits. A
// part that is read again costs nothing until it is read further than before.
type counter struct {
	src io.Reader
	a   *archive
	f   *zip.File
	n   int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	if c.n > c.a.lim.Part {
		return 0, fmt.Errorf("the part is larger than %d bytes when unpacked", c.a.lim.Part)
	}
	if more := c.n - c.a.seen[c.f]; more > 0 {
		c.a.seen[c.f] = c.n
		if c.a.total += more; c.a.total > c.a.allowed {
			return 0, fmt.Errorf("the file unpacks to more than %d bytes, too much for its size", c.a.allowed)
		}
	}
	return n, err
}

// unpackReason says in words what went wrong in unpacking.
func unpackReason(err error) string {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, zip.ErrChecksum):
		return "the part does not match its checksum; get a new copy of the file"
	case errors.Is(err, zip.ErrAlgorithm):
		return "the part is packed by an unknown method"
	case errors.Is(err, zip.ErrFormat), errors.As(err, &corrupt), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the packed data is broken or cut short; get a new copy of the file"
	}
	return shown(err.Error())
}
