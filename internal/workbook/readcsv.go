package workbook

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"veche/internal/language"
	"veche/internal/parquet"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// Limits on one file of text. Columns are those that a sheet can have; rows and cells may be many more, for what is not kept of them takes no memory.
const (
	maxTextRow   = 200_000_000
	maxTextCol   = 1 << 14
	maxTextField = 1 << 20
	maxTextCells = 1_000_000_000
	maxAnswers   = 25_000_000 // scores, or measured values, that a study holds: about 1 GB
)

// textFiles are the sheets of a study in files of text, or in Parquet files. Every cell of a text is text: numbers are read where a number belongs, as typed text in a
// workbook is.
type textFiles struct {
	name   string // of the folder, or of the one file
	sheets []textSheet

	encodings []string       // those of files that are not UTF-8
	settled   string         // the one of them, for files whose text does not say it
	doubtful  []doubtfulText // files to be read in that
	least     int64          // larger files stay on their disk
}

type textSheet struct {
	name, text string         // as UTF-8; no text where it stays on the disk
	comma      rune           // what separates the fields
	skip       int            // bytes of a line that only names the separator
	on         *textOnFile    // nil: the text is held
	table      *parquet.Table // in place of a text
	lines      int            // of what stays on the disk, about
}

// size is about how many bytes the text has, or 1 GB where they are more.
func (s *textSheet) size() int {
	if s.table != nil {
		return int(min(2*s.table.Rows()*int64(len(s.table.Columns())), 1<<30))
	}
	if s.on != nil {
		return int(min(s.on.before.Size(), 1<<30))
	}
	return len(s.text)
}

func (f *textFiles) Sheets() []xlsx.Sheet {
	out := make([]xlsx.Sheet, len(f.sheets))
	for k, s := range f.sheets {
		out[k].Name = s.name
	}
	return out
}

func (f *textFiles) Merged(int) ([]xlsx.Range, error)         { return nil, nil }
func (f *textFiles) Covered(int, func(xlsx.Cell) error) error { return nil }
func (f *textFiles) Tables(int) ([]xlsx.Table, error)         { return nil, nil }
func (f *textFiles) Comments(int) ([]xlsx.Comment, error)     { return nil, nil }
func (f *textFiles) Unread() []xlsx.Unread                    { return nil }
func (f *textFiles) Date1904() bool                           { return false }

// doubtfulText is a file of a folder whose encoding its own text does not settle.
type doubtfulText struct {
	name string
	data []byte
}

// settle reads the files that were doubtful in the encoding of all the others that are not UTF-8: one program saved them. Where there is none, it reports them.
func (f *textFiles) settle() (issues study.Issues) {
	doubtful := f.doubtful
	f.doubtful = nil
	if len(f.encodings) > 0 && !slices.ContainsFunc(f.encodings, func(e string) bool { return e != f.encodings[0] }) {
		f.settled = f.encodings[0]
	}
	for _, d := range doubtful {
		issues = append(issues, f.add(d.name, d.data)...)
	}
	for _, d := range f.doubtful {
		_, _, wrong := decode(d.data)
		issues = append(issues, study.Issue{Severity: study.Error, Code: wrong.code, Place: study.Place{File: f.name, Sheet: d.name}, Message: wrong.message, Remedy: wrong.remedy})
	}
	return issues
}

// add decodes a file of text and finds out what separates its fields.
func (f *textFiles) add(name string, data []byte) study.Issues {
	at := study.Place{File: f.name, Sheet: name}
	if name == f.name {
		at = study.Place{File: name}
	}
	text, encoding, wrong := decode(data)
	if wrong != nil && wrong.code == "E-TEXT-ENCODING" && f.settled != "" {
		if text, encoding = decodeAs(data, f.settled), f.settled; text != "" {
			wrong = nil
		}
	}
	if wrong != nil && wrong.code == "E-TEXT-ENCODING" && len(data) <= maxOldText && name != f.name {
		f.doubtful = append(f.doubtful, doubtfulText{name, data})
		return nil
	}
	if wrong != nil {
		return study.Issues{{Severity: study.Error, Code: wrong.code, Place: at, Message: wrong.message, Remedy: wrong.remedy}}
	}
	s := textSheet{name: name, text: text}
	if name == f.name {
		s.name = stem(name) // list.csv list!D14
	}
	s.comma, s.skip = separator(text, isTabbed(name))
	f.sheets = append(f.sheets, s)
	if encoding != "" {
		f.encodings = append(f.encodings, encoding)
		return study.Issues{{Severity: study.Warning, Code: "W-ENCODING", Place: at, Value: encoding, Message: language.M("The text is not UTF-8: it was read as %s.", encoding),
			Remedy: language.M("Check that names look right; save the file as “CSV UTF-8” to be sure.")}}
	}
	return nil
}

// separatorName is a separator as people call it.
func separatorName(c rune) language.Message {
	switch c {
	case ',':
		return language.M("commas")
	case ';':
		return language.M("semicolons")
	case '\t':
		return language.M("tabs")
	}
	return language.M("bars (|)")
}

// decode makes UTF-8 of text in UTF-8 with or without a byte order mark, in UTF-16 with one, or in an older encoding where the text settles which; encoding
// names the last. Control characters are dropped: they have no meaning in a cell and reach terminals otherwise.
func decode(data []byte) (text, encoding string, f *fault) {
	if len(data) > maxOldText && (bytes.IndexByte(data[:1<<16], 0) >= 0 || !utf8.Valid(data)) { // each encoding that it may have would take as much again
		return "", "", &fault{"E-TEXT-ENCODING", language.M("The text is not UTF-8, and of such text up to %d MB are read; the file has %d MB.", maxOldText>>20, len(data)>>20), language.M("Save the file again as “CSV UTF-8”.")}
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil || len(data)%2 != 0 {
			return "", "", &fault{"E-TEXT-BINARY", language.M("The text is marked as UTF-16 but is not."), language.M("Save the file again as “CSV UTF-8”.")}
		}
		text = string(out)
	case unmarkedUTF16(data) != nil:
		return decode(unmarkedUTF16(data))
	case bytes.IndexByte(data, 0) >= 0:
		return "", "", &fault{"E-TEXT-BINARY", language.M("The file is not text."), language.M("Save the sheet again as “CSV UTF-8”.")}
	case utf8.Valid(data):
		text = strings.TrimPrefix(string(data), "\ufeff")
	default:
		if f := nearlyUTF8(data); f != nil {
			return "", "", f
		}
		if text, encoding = guessEncoding(data); encoding == "" {
			line, b := firstBeyond(data)
			return "", "", &fault{"E-TEXT-ENCODING", language.M("The text is not UTF-8, and which encoding it has cannot be told; the first character that leaves a doubt is on line %d (byte %#02x).", line, b), language.M("Save the file again as “CSV UTF-8”.")}
		}
	}
	return strings.Map(printed, text), encoding, nil
}

// printed drops control characters, for [strings.Map].
func printed(c rune) rune {
	if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0x7f && c < 0xa0 {
		return -1
	}
	return c
}

// isTabbed reports whether a file's name says that tabs separate its fields.
func isTabbed(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".tsv") }

// unmarkedUTF16 is UTF-16 without its mark, with one: every other byte of most of its text is 0. nil for anything else.
func unmarkedUTF16(data []byte) []byte {
	if len(data) < 8 || len(data)%2 != 0 {
		return nil
	}
	var zero, page [2]int // bytes that are 0; bytes that are the upper ones of ASCII and of Cyrillic
	for k := 0; k < min(len(data), 1<<16); k++ {
		if data[k] == 0 {
			zero[k%2]++
		}
		if data[k] == 0 || data[k] == 4 {
			page[k%2]++
		}
	}
	half := min(len(data), 1<<16) / 2
	switch {
	case zero[0] == 0 && (zero[1]*4 > half || zero[1] > 1 && page[1]*10 > half*9):
		return append([]byte("\xff\xfe"), data...)
	case zero[1] == 0 && (zero[0]*4 > half || zero[0] > 1 && page[0]*10 > half*9):
		return append([]byte("\xfe\xff"), data...)
	}
	return nil
}

// separator finds what separates fields: comma, semicolon or tab. Of the first lines, a separator stands the same number of times in most; where two do, as
// do decimal commas, the header has the true one more often. A line such as sep=; decides, and is skipped.
func separator(text string, tabs bool) (comma rune, skip int) {
	first, _, _ := strings.Cut(text, "\n")
	if s, ok := strings.CutPrefix(strings.ToLower(strings.Trim(strings.TrimRight(first, "\r"), `"`)), "sep="); ok && len(s) == 1 && strings.Contains(",;\t|", s) {
		return rune(s[0]), len(first)
	}
	candidates := []rune{',', ';', '\t', '|'}
	if tabs {
		candidates = []rune{'\t', ';', ',', '|'}
	}
	var lines [4][]int // separators in each line, by candidate
	quoted, any := false, false
	var count [4]int
	flush := func() {
		for k := range count {
			if any {
				lines[k] = append(lines[k], count[k])
			}
			count[k] = 0
		}
		any = false
	}
	for _, c := range text[:min(len(text), 64<<10)] {
		switch {
		case c == '"':
			quoted, any = !quoted, true
		case quoted:
		case c == '\n' || c == '\r':
			flush()
		default:
			any = true
			if k := slices.Index(candidates, c); k >= 0 {
				count[k]++
			}
		}
		if len(lines[0]) == headerRows {
			break
		}
	}
	flush()
	best, most, head := 0, 0, 0
	for k := range candidates {
		times := map[int]int{}
		for _, n := range lines[k] {
			if n > 0 {
				times[n]++
			}
		}
		agree, often := 0, 0
		for n, t := range times {
			if t > agree || t == agree && n > often {
				agree, often = t, n
			}
		}
		if agree > most || agree == most && often > head {
			best, most, head = k, agree, often
		}
	}
	return candidates[best], 0
}
