package xlsx

import (
	"bytes"
	"io"
	"strings"

	"veche/internal/zipxml"
)

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	// The name of a stream in the directory of an OLE file, in UTF-16.
	encryptedStream = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
)

// detect says what the data is when it does not begin like a zip file. It
// returns nil when it does.
func detect(data []byte) error {
	if bytes.HasPrefix(data, zipMagic) {
		return nil
	}
	head := data[:min(len(data), 64<<10)]
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	switch {
	case len(bytes.Trim(data, "\x00 \t\r\n")) == 0:
		return notRead("empty", "the file is empty", "Save it again, or get a new copy.")
	case bytes.HasPrefix(data, oleMagic):
		if hasStream(data, encryptedStream) {
			return notRead("encrypted", "the file is protected by a password", "Open it, remove the password to open (File, Info, Protect Workbook), and save.")
		}
		return notRead("xls", "the file is an old Excel workbook (.xls)", "Open it in Excel or LibreOffice, save it as “Excel Workbook (.xlsx)” and use that file.")
	case isOldBIFF(data):
		return notRead("xls", "the file is a very old Excel sheet (.xls)", "Open it in Excel or LibreOffice, save it as “Excel Workbook (.xlsx)” and use that file.")
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return notRead("pdf", "the file is a PDF", "Ask for the workbook it was printed from.")
	case bytes.HasPrefix(data, []byte("PAR1")):
		return notRead("parquet", "the file is a Parquet table, one sheet of a study at most", "Name it Evidence.parquet or Scores.parquet, put it into a folder with Study.csv, Criteria.csv and Technologies.csv, and name the folder.")
	case bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return notRead("zip", "the file is an empty zip archive", "Get a new copy of the workbook.")
	case bytes.HasPrefix(text, []byte("<")):
		return detectMarkup(text)
	case hasPrefixFold(text, "mime-version:"):
		return notRead("html", "the file is a web page (MHTML)", "Open it in Excel, save it as “Excel Workbook (.xlsx)” and use that file.")
	case isText(head):
		return notRead("csv", "the file is plain text, probably CSV", "Open it in Excel or LibreOffice, check that columns and decimal marks are right, save it as “Excel Workbook (.xlsx)” and use that file.")
	}
	return notRead("unknown", "the file is not a spreadsheet known here", "Open it in the program that made it, save it as “Excel Workbook (.xlsx)” and use that file.")
}

// IsZip reports whether a file begins as a zip archive does.
func IsZip(file io.ReaderAt) bool {
	head := make([]byte, len(zipMagic))
	n, _ := file.ReadAt(head, 0)
	return bytes.Equal(head[:n], zipMagic)
}

// detectMarkup tells HTML from the XML formats of spreadsheets.
func detectMarkup(text []byte) error {
	lower := string(bytes.ToLower(text[:min(len(text), 4<<10)]))
	switch {
	case strings.Contains(lower, "urn:schemas-microsoft-com:office:spreadsheet"):
		return notRead("xml", "the file is an XML Spreadsheet of 2003", "Open it in Excel, save it as “Excel Workbook (.xlsx)” and use that file.")
	case strings.Contains(lower, "opendocument"):
		return notRead("fods", "the file is a flat OpenDocument spreadsheet (.fods)", "Open it in LibreOffice, save it as .ods or .xlsx, and use that file.")
	case strings.HasPrefix(lower, "<?xml") && !strings.Contains(lower, "<html"):
		return notRead("unknown", "the file is XML, not a workbook", "Open it in the program that made it, save it as “Excel Workbook (.xlsx)” and use that file.")
	}
	return notRead("html", "the file is a web page named like a workbook", "Open it in Excel, save it as “Excel Workbook (.xlsx)” and use that file.")
}

// detectPackage says what a zip file is when it holds no workbook. It returns
// nil when it may be one.
func detectPackage(a *zipxml.Archive) error {
	if a.Locked() {
		return notRead("encrypted", "the file is packed with a password", "Unpack it, or ask for a copy without the password.")
	}
	mime := a.Mimetype()
	switch {
	case strings.HasPrefix(mime, "application/vnd.oasis.opendocument.spreadsheet"),
		mime == "" && a.Has("content.xml") && a.Has("META-INF/manifest.xml"):
		return notRead("ods", "the file is an OpenDocument spreadsheet (.ods)", "Open it in LibreOffice or Excel, save it as “Excel Workbook (.xlsx)” and use that file.") // package ods reads it
	case strings.HasPrefix(mime, "application/vnd.oasis.opendocument."):
		return notRead("zip", "the file is an OpenDocument file, but no spreadsheet", "Put its tables into a spreadsheet, save it as “Excel Workbook (.xlsx)” and use that file.")
	case a.Has("xl/workbook.bin"):
		return notRead("xlsb", "the file is a binary Excel workbook (.xlsb)", "Open it in Excel, save it as “Excel Workbook (.xlsx)” and use that file.")
	case a.Has("xl/workbook.xml"):
		return nil
	case a.Has("word/document.xml"):
		return notRead("zip", "the file is a Word document", "Put its tables into a workbook, save it as “Excel Workbook (.xlsx)” and use that file.")
	case a.Has("ppt/presentation.xml"):
		return notRead("zip", "the file is a presentation", "Put its tables into a workbook, save it as “Excel Workbook (.xlsx)” and use that file.")
	case a.Has("Index/Document.iwa"), a.Has("Index.zip"):
		return notRead("zip", "the file is an Apple Numbers document", "Export it from Numbers to Excel, .xlsx.")
	}
	return nil
}

// hasStream reports whether an OLE file has a stream of that name. Its
// directory consists of 128-byte entries that begin with their names, in
// sectors of 512 bytes or more.
func hasStream(data, name []byte) bool {
	for from := 0; ; {
		i := bytes.Index(data[from:], name)
		if i < 0 {
			return false
		}
		if (from+i)%128 == 0 {
			return true
		}
		from += i + 1
	}
}

// isOldBIFF recognises the first record of a sheet of Excel 2 to 5.
func isOldBIFF(data []byte) bool {
	if len(data) < 4 || data[0] != 0x09 || data[3] != 0 {
		return false
	}
	return (data[1] == 0 || data[1] == 2 || data[1] == 4 || data[1] == 8) && (data[2] == 4 || data[2] == 6 || data[2] == 8)
}

// isText reports whether data reads as text in UTF-8, UTF-16 or an 8-bit
// encoding, with at least one separator or line end.
func isText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return true
	}
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' || c == 0x7f {
			return false
		}
	}
	return bytes.ContainsAny(head, ",;\t|\n\r")
}

func hasPrefixFold(b []byte, lower string) bool {
	return len(b) >= len(lower) && equalFold(string(b[:len(lower)]), lower)
}
