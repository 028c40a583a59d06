package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// onFile is a file that is read where it stands, by one at a time: what is packed in a workbook is needed once, in its order, and need not be held.
type onFile struct {
	file   *os.File
	before os.FileInfo
	from   int64
	held   []byte // what stands from there on
	room   []byte
}

const readAhead = 1 << 18

// ReadAt is that of [io.ReaderAt], but not for several at once.
func (f *onFile) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		if at < f.from || at >= f.from+int64(len(f.held)) {
			if f.room == nil {
				f.room = make([]byte, readAhead)
			}
			k, err := f.file.ReadAt(f.room, at)
			f.from, f.held = at, f.room[:k]
			if k == 0 {
				return n, err
			}
		}
		k := copy(p[n:], f.held[at-f.from:])
		n, at = n+k, at+int64(k)
	}
	return n, nil
}

// same reports that nobody wrote into the file since it was opened, as far as its size and time tell.
func (f *onFile) same() bool {
	now, err := f.file.Stat()
	return err == nil && now.Size() == f.before.Size() && now.ModTime().Equal(f.before.ModTime())
}

// readWorkbook is [Read] of a workbook that stays on its disk while it is read. done is false for a file that is none, and for one that somebody wrote into
// meanwhile: these are to be read whole.
func readWorkbook(name, path string) (s *study.Study, issues study.Issues, done bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, false, err
	}
	defer file.Close()
	f := &onFile{file: file}
	if f.before, err = file.Stat(); err != nil || f.before.Size() > maxFile || !xlsx.IsZip(f) {
		return nil, nil, false, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, f.before.Size())); err != nil {
		return nil, nil, false, err
	}
	r := newReader(name, hex.EncodeToString(sum.Sum(nil)))
	book, err := openWorkbookAt(f, f.before.Size())
	if err != nil {
		r.damaged(err)
		return r.study, r.issues, f.same(), nil
	}
	s, issues = r.finish(book)
	return s, issues, f.same(), nil
}
