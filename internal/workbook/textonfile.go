package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// heldText is how large a file of text is held in memory. A larger one in UTF-8 is read where it stands, as often as it is wanted.
const heldText = 1 << 20

// textPart is how many bytes are read at once. Names that are kept keep their part.
const textPart = 32 << 10

// textOnFile is a file of UTF-8 that stays on its disk.
type textOnFile struct {
	onFile
	part int // bytes read at once
}

// textParts is a text of which a part is held.
type textParts struct {
	text  string // what is not read yet of that part
	whole bool   // nothing follows it
	err   error
	file  *textOnFile
	at    int64 // of what follows
	room  []byte
	cut   int // bytes at the end of room that are the beginning of a character
}

// parts begins a text, behind a line that only names the separator.
func (s *textSheet) parts() *textParts {
	if s.on == nil {
		return &textParts{text: s.text[s.skip:], whole: true}
	}
	p := &textParts{file: s.on}
	for len(p.text) < s.skip && !p.whole && p.err == nil {
		p.more()
	}
	p.text = p.text[min(len(p.text), s.skip):]
	return p
}

// begun reports that there is text, and reads on where the part is used up.
func (p *textParts) begun() bool {
	for p.text == "" && !p.whole && p.err == nil {
		p.more()
	}
	return p.text != "" && p.err == nil
}

// more adds the next part, as much again as there is.
func (p *textParts) more() {
	size := max(p.file.part, len(p.text), utf8.UTFMax)
	room := append(make([]byte, 0, p.cut+size), p.room...)[:p.cut+size]
	n, err := p.file.file.ReadAt(room[p.cut:], p.at)
	if p.whole = err == io.EOF; err != nil && !p.whole {
		p.err = err
		return
	}
	begin := p.at == 0
	p.at += int64(n)
	room = room[:p.cut+n]
	if begin {
		room = bytes.TrimPrefix(room, []byte("\ufeff"))
	}
	whole := len(room)
	if !p.whole {
		whole = wholeCharacters(room)
	}
	p.cut = len(room) - whole
	p.room = append(p.room[:0], room[whole:]...)
	part := room[:whole]
	if bytes.ContainsFunc(part, func(c rune) bool { return printed(c) < 0 }) {
		part = bytes.Map(printed, part)
	}
	p.text += string(part)
}

// wholeCharacters is how many bytes of a text are not the beginning of a character at its end.
func wholeCharacters(text []byte) int {
	for k := 1; k < utf8.UTFMax && k <= len(text); k++ {
		if c := text[len(text)-k]; utf8.RuneStart(c) {
			if !utf8.FullRune(text[len(text)-k:]) {
				return len(text) - k
			}
			break
		}
	}
	return len(text)
}

// closes reports whether the quotation mark with which the text begins, behind spaces perhaps, is ever closed. What is read for it is not kept.
func (p *textParts) closes() bool {
	q := *p
	q.room = bytes.Clone(p.room)
	_, q.text, _ = strings.Cut(q.text, `"`)
	for q.begun() {
		k := strings.IndexByte(q.text, '"')
		if k < 0 {
			q.text = ""
			continue
		}
		if q.text = q.text[k+1:]; !q.begun() || q.text[0] != '"' {
			return true
		}
		q.text = q.text[1:]
	}
	return false
}

// addFile adds a file of text that stays on its disk, and its bytes to sum. done is false, and nothing was added, where it is to be read whole: it is small, no text, or not in UTF-8.
func (f *textFiles) addFile(name, path string, sum io.Writer) (done bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	on := &textOnFile{onFile{file: file}, textPart}
	if on.before, err = file.Stat(); err != nil || on.before.Size() <= f.least {
		return false, closed(file, err)
	}
	head := make([]byte, min(on.before.Size(), 64<<10))
	if _, err := file.ReadAt(head, 0); err != nil {
		return false, closed(file, err)
	}
	if _, err := openWorkbook(head); what(err) != "csv" {
		return false, closed(file, nil)
	}
	plain := utf8Checker{}
	if _, err := io.Copy(&plain, io.NewSectionReader(file, 0, on.before.Size())); err != nil || !plain.valid() {
		return false, closed(file, nil) // what is wrong is found out of the whole
	}
	fmt.Fprintf(sum, "%s\x00%d\x00", name, on.before.Size())
	if n, err := io.Copy(sum, io.NewSectionReader(file, 0, on.before.Size())); err != nil || n < on.before.Size() {
		return false, closed(file, language.Errorf("%s was changed while it was read: read it again", path))
	}
	s := textSheet{name: name, on: on, lines: plain.lines + 1}
	p := s.parts()
	for len(p.text) < 64<<10 && !p.whole && p.err == nil {
		p.more()
	}
	if p.err != nil {
		return false, closed(file, p.err)
	}
	s.comma, s.skip = separator(p.text, isTabbed(name))
	f.sheets = append(f.sheets, s)
	return true, nil
}

// what is the format that package xlsx takes a file for, by the error of opening it.
func what(err error) string {
	var format *xlsx.FormatError
	if !errors.As(err, &format) {
		return ""
	}
	return format.What
}

func closed(file *os.File, err error) error {
	file.Close()
	return err
}

// utf8Checker finds out whether what is written to it is UTF-8 without a zero.
type utf8Checker struct {
	cut   []byte // the beginning of a character
	bad   bool
	lines int // ends of lines
}

func (u *utf8Checker) Write(p []byte) (int, error) {
	n := len(p)
	u.lines += bytes.Count(p, []byte("\n"))
	if len(u.cut) > 0 {
		p = append(u.cut, p...)
	}
	whole := wholeCharacters(p)
	u.bad = u.bad || !utf8.Valid(p[:whole]) || bytes.IndexByte(p, 0) >= 0
	u.cut = bytes.Clone(p[whole:])
	if u.bad {
		return 0, io.ErrShortWrite
	}
	return n, nil
}

func (u *utf8Checker) valid() bool { return !u.bad && len(u.cut) == 0 }

// close ends the reading; changed is the file into which somebody wrote meanwhile, "" where nobody did.
func (f *textFiles) close() (changed string) {
	for k := range f.sheets {
		if on := f.sheets[k].on; on != nil {
			if !on.same() {
				changed = f.sheets[k].name
			}
			on.file.Close()
		}
	}
	return changed
}

// readFiles is the reading of a study from files of text.
func (r *reader) readFiles(path string, files *textFiles) (*study.Study, study.Issues, error) {
	s, issues := r.finish(files)
	if changed := files.close(); changed != "" {
		return nil, nil, language.Errorf("%s was changed while it was read: read it again", filepath.Join(path, changed))
	}
	return s, issues, nil
}
