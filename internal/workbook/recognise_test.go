package workbook

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// zipped is a zip archive of the files.
func zipped(t *testing.T, files ...[2]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		part, err := w.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Files that are no .xlsx are told apart, whatever they are named, each with what to do.
func TestForeignFiles(t *testing.T) {
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 504)
	stream := ""
	for _, c := range utf16.Encode([]rune("EncryptedPackage")) {
		stream += string([]byte{byte(c), byte(c >> 8)})
	}
	for _, c := range []struct{ name, data, code, value, message, remedy string }{
		{"old.xlsx", ole, "E-FILE-FORMAT", "xls", "The file is an old Excel workbook (.xls).", "save it as"},
		{"old.xls", ole, "E-FILE-FORMAT", "xls", ".xls", "save it as"},
		{"secret.xlsx", ole + stream + strings.Repeat("\x00", 512), "E-FILE-FORMAT", "encrypted", "password", "remove the password"},
		{"binary.xlsb", zipped(t, [2]string{"xl/workbook.bin", "x"}), "E-FILE-FORMAT", "xlsb", "binary Excel workbook", "save it as"},
		{"open.ods", zipped(t, [2]string{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, [2]string{"content.xml", "x"}), "E-FILE-DAMAGED", "", "text outside the root element", "fresh copy"},
		{"open.xlsx", zipped(t, [2]string{"mimetype", "application/vnd.oasis.opendocument.text"}, [2]string{"content.xml", "x"}), "E-FILE-FORMAT", "zip", "no spreadsheet", "Put its tables"},
		{"secret.ods", zipped(t, [2]string{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, [2]string{"META-INF/manifest.xml",
			`<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>`}), "E-FILE-FORMAT", "encrypted", "password", "Save with password"},
		{"flat.fods", `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>`, "E-FILE-FORMAT", "fods", "flat OpenDocument", "save it as .ods"},
		{"page.xlsx", "<html><body><table></table></body></html>", "E-FILE-FORMAT", "html", "web page", "save it as"},
		{"sheet.xlsx", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`, "E-FILE-FORMAT", "xml", "XML Spreadsheet of 2003", "save it as"},
		{"text.xlsx", "Expert;Score\nE1;3\n", "E-FILE-FORMAT", "csv", "plain text", "End its name in .csv"},
		{"print.xlsx", "%PDF-1.7", "E-FILE-FORMAT", "pdf", "PDF", "Ask for the workbook"},
		{"letter.xlsx", zipped(t, [2]string{"word/document.xml", "x"}), "E-FILE-FORMAT", "zip", "Word document", "tables"},
		{"page.csv", "<html><body><table></table></body></html>", "E-FILE-FORMAT", "html", "web page", "save it as"},
		{"old.csv", ole, "E-FILE-FORMAT", "xls", ".xls", "save it as"},
		{"none.xlsx", "", "E-FILE-EMPTY", "empty", "empty", "new copy"},
		{"none.csv", " \r\n", "E-FILE-EMPTY", "empty", "empty", "new copy"},
	} {
		_, issues := ReadBytes(c.name, []byte(c.data))
		if len(issues) != 1 {
			t.Errorf("%s: %v", c.name, issues)
			continue
		}
		if i := issues[0]; i.Code != c.code || i.Value != c.value || i.File != c.name || !strings.Contains(i.Message.String(), c.message) || !strings.Contains(i.Remedy.String(), c.remedy) {
			t.Errorf("%s: %+v", c.name, i)
		}
	}
	// A workbook is one by whatever name.
	if s, issues := ReadBytes("study.csv", plain().bytes(t)); len(issues) > 0 || len(s.Scores) != 6 {
		t.Error(issues)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "study.xlsx"), plain().bytes(t), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "name a workbook") {
		t.Error(err)
	}
}

// What is nearly a name is told so, wherever names stand.
func TestDidYouMean(t *testing.T) {
	for name, c := range map[string]struct {
		book book
		code string
		says string
	}{
		"a sheet":           {append(plain().without("Technologies"), sheetRows{"Tecnologies", [][]any{{"ID", "Technology"}}}), "E-SHEET-MISSING", `there is a sheet "Tecnologies"`},
		"an optional sheet": {append(plain(), sheetRows{"Exparts", [][]any{{"ID"}}}), "W-SHEET-UNKNOWN", "did you mean Experts?"},
		"a Russian sheet":   {append(plain(), sheetRows{"Экспeрты", [][]any{{"ID"}}}), "W-SHEET-UNKNOWN", "did you mean Эксперты?"},
		"a needed column":   {plain().set("Technologies", "B1", "Technolgy"), "E-COLUMN-MISSING", `Rename "Technolgy" in B1`},
		"another column":    {plain().set("Criteria", "H1", "Targett"), "W-COLUMN-UNKNOWN", "Did you mean Target?"},
		"a key":             {plain().set("Study", "A4", "normalisaton"), "E-KEY-UNKNOWN", "did you mean normali"},
		"an ID":             {plain().set("Scores", "B3", "Т1З"), "E-REF-UNKNOWN", "did you mean T1?"},
		"a name":            {plain().set("Scores", "B3", "Heat pump"), "E-REF-UNKNOWN", "did you mean Heat pumps?"},
	} {
		_, issues := c.book.read(t)
		if found := ofCode(issues, c.code); len(found) == 0 || !strings.Contains(found[0].String(), c.says) {
			t.Errorf("%s: %v", name, issues)
		}
	}
}
