package workbook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// source is where the cells of a study are: a workbook ([xlsx.Book], [ods.Book]) or files of text.
type source interface {
	Sheets() []xlsx.Sheet
	Cells(sheet int, each func(xlsx.Cell) error) error
	Merged(sheet int) ([]xlsx.Range, error)
	Covered(sheet int, each func(xlsx.Cell) error) error // cells under a merged range that hold something
	Tables(sheet int) ([]xlsx.Table, error)
	Comments(sheet int) ([]xlsx.Comment, error)
	Unread() []xlsx.Unread // listed sheets that have no cells
	Date1904() bool
}

// textFormats are the endings of files that are read as text.
var textFormats = []string{".csv", ".tsv"}

// isTextFile reports whether a file's name promises text.
func isTextFile(name string) bool {
	return slices.Contains(textFormats, strings.ToLower(filepath.Ext(name)))
}

// stem is a sheet's name without the ending of a file: Scores.csv and Scores.parquet hold the sheet Scores.
func stem(name string) string {
	if isTable(name) {
		return name[:len(name)-len(filepath.Ext(name))]
	}
	return name
}

// open makes a source of one file. Text is read as text only where the file's name says so: a text named .xlsx was named by mistake.
func open(name string, data []byte) (source, study.Issues, error) {
	book, err := openWorkbook(data)
	var format *xlsx.FormatError
	if isTextFile(name) && errors.As(err, &format) && isText(format.What) {
		files := &textFiles{name: name}
		issues := files.add(name, data)
		return files, issues, nil
	}
	return book, nil, err
}

// isText reports whether a format that package xlsx recognised may be text.
func isText(what string) bool { return what == "csv" || what == "unknown" }

// Limits on a folder of text files.
const (
	maxTextFile  = maxFile
	maxOldText   = 64 << 20 // of a text that is not UTF-8
	maxTextFiles = 64
)

// readFolder reads a study from the files of text in a folder, each a sheet of its name; files beyond so many bytes stay on the disk. Scores are kept where nobody
// takes them. err is as in [Read].
func readFolder(path string, least int64, take Taker) (*study.Study, study.Issues, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil, err
	}
	folder := filepath.Base(filepath.Clean(path))
	if absolute, err := filepath.Abs(path); err == nil {
		folder = filepath.Base(absolute)
	}
	r := newReader(folder, "")
	r.take = take
	var left []string // files that are named like sheets and are none
	files := &textFiles{name: folder, least: least}
	defer files.close()
	sum := sha256.New()
	for _, e := range entries { // by name
		if ext := filepath.Ext(e.Name()); !isTable(e.Name()) && !e.IsDir() && slices.Contains([]string{".txt", ".tab", ".dat", ".xlsx", ".xls", ".ods"}, strings.ToLower(ext)) && CanonicalName(strings.TrimSuffix(e.Name(), ext)) != "" {
			left = append(left, e.Name())
		}
		if !isTable(e.Name()) || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~") {
			continue
		}
		info, err := os.Stat(filepath.Join(path, e.Name()))
		if err != nil {
			return nil, nil, language.Errorf("%s cannot be read: %v", filepath.Join(path, e.Name()), fileCause(err))
		}
		if !info.Mode().IsRegular() { // passing over it would pass over a sheet
			return nil, nil, language.Errorf("%s is not a file, though its name is that of a sheet: rename it or move it out of the folder", filepath.Join(path, e.Name()))
		}
		if len(files.sheets) == maxTextFiles {
			return nil, nil, language.Errorf("%s has more than %d .csv, .tsv and .parquet files; is it the folder of one study?", path, maxTextFiles)
		}
		if isParquet(e.Name()) {
			issues, err := files.addParquet(e.Name(), filepath.Join(path, e.Name()), sum)
			if err != nil {
				return nil, nil, err
			}
			r.issues = append(r.issues, issues...)
			continue
		}
		if done, err := files.addFile(e.Name(), filepath.Join(path, e.Name()), sum); err != nil {
			return nil, nil, err
		} else if done {
			continue
		}
		if info.Size() > maxTextFile {
			return nil, nil, language.Errorf("%s has %d MB; text files of up to %d MB are read, in UTF-8 of any size", filepath.Join(path, e.Name()), info.Size()>>20, maxTextFile>>20)
		}
		data, err := os.ReadFile(filepath.Join(path, e.Name()))
		if err != nil {
			return nil, nil, err
		}
		fmt.Fprintf(sum, "%s\x00%d\x00", e.Name(), len(data))
		sum.Write(data)
		if _, err := openWorkbook(data); err == nil {
			r.fail("E-FILE-FORMAT", study.Place{File: folder, Sheet: e.Name()}, "xlsx", language.M("Rename it to end in .xlsx, and move it out of the folder or read it on its own."), "The file is a workbook, not text.")
			continue
		} else if format := (*xlsx.FormatError)(nil); errors.As(err, &format) && !isText(format.What) {
			r.foreign(study.Place{File: folder, Sheet: e.Name()}, format)
			continue
		}
		r.issues = append(r.issues, files.add(e.Name(), data)...)
	}
	r.issues = append(r.issues, files.settle()...)
	if len(files.sheets) == 0 && r.issues == nil {
		return nil, nil, language.Errorf("%s is a folder without .csv or .tsv files: name a workbook, or a folder with Study.csv, Criteria.csv and so on", path)
	}
	for _, name := range left {
		r.warn("W-SHEET-UNKNOWN", study.Place{File: folder, Sheet: name}, name, language.M("End its name in .csv or .tsv and save it as such text, if it holds data of the study."), "The file %q is named like a sheet and is not read.", name)
	}
	r.study.Source.SHA256 = hex.EncodeToString(sum.Sum(nil))
	if r.issues.Err() != nil { // what they hold would be reported as missing
		r.issues.Sort()
		return r.study, r.issues, nil
	}
	return r.readFiles(path, files)
}

// cures are what to do about files that are not read, by what package xlsx takes them for.
var cures = map[string]string{
	"csv": "End its name in .csv or .tsv if it is meant to be read as text, or open it in Excel or LibreOffice, check its columns and decimal marks, and save it as “Excel Workbook (.xlsx)”.",
}

// foreign reports a file that is no workbook.
func (r *reader) foreign(at study.Place, err *xlsx.FormatError) {
	code := "E-FILE-FORMAT"
	if err.What == "empty" {
		code = "E-FILE-EMPTY"
	}
	r.fail(code, at, err.What, language.M(cmp.Or(cures[err.What], err.Do)), "%s.", language.Capital(language.M(err.Is)))
}

// damaged reports a file that is no workbook, or a broken one.
func (r *reader) damaged(err error) {
	again := language.M("Open the file in Excel or LibreOffice, save it again, or ask for a fresh copy.")
	var format *xlsx.FormatError
	var damage *xlsx.DamageError
	var issues study.Issues
	switch {
	case errors.As(err, &issues):
		r.issues = append(r.issues, issues...)
	case errors.As(err, &format):
		r.foreign(study.Place{File: r.file}, format)
	case errors.As(err, &damage):
		r.fail("E-FILE-DAMAGED", study.Place{File: r.file, Sheet: damage.Sheet, Cell: damage.Ref}, "", again, "The file is damaged: %s.", language.Of(damage))
	default:
		r.fail("E-FILE-DAMAGED", study.Place{File: r.file}, "", again, "The file cannot be read: %v.", err)
	}
}
