package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"veche/internal/zipxml"
)

// ole makes an OLE file with a directory entry of that name.
func ole(stream string) []byte {
	data := make([]byte, 2048)
	copy(data, oleMagic)
	for i, u := range utf16.Encode([]rune(stream)) {
		binary.LittleEndian.PutUint16(data[1024+128+2*i:], u)
	}
	return data
}

func TestFormats(t *testing.T) {
	one := func(names ...string) []byte {
		var p parts
		for _, n := range names {
			name, body, _ := strings.Cut(n, "=")
			p = append(p, entry{name, body})
		}
		return p.zip()
	}
	for name, tt := range map[string]struct {
		data []byte
		what string
	}{
		"nothing":         {nil, "empty"},
		"white space":     {[]byte(" \r\n"), "empty"},
		"zeros":           {make([]byte, 5000), "empty"},
		"password":        {ole("EncryptedPackage"), "encrypted"},
		"xls":             {ole("Workbook"), "xls"},
		"old xls":         {[]byte("\x09\x08\x08\x00\x00\x05\x10\x00"), "xls"},
		"pdf":             {[]byte("%PDF-1.7\n"), "pdf"},
		"html":            {[]byte("\uFEFF\n<!DOCTYPE html><html><table>"), "html"},
		"table":           {[]byte("<table><tr><td>1"), "html"},
		"mhtml":           {[]byte("MIME-Version: 1.0\nContent-Type: multipart/related"), "html"},
		"xhtml":           {[]byte(`<?xml version="1.0"?><html>`), "html"},
		"xml 2003":        {[]byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`), "xml"},
		"xml":             {[]byte(`<?xml version="1.0"?><a/>`), "unknown"},
		"flat ods":        {[]byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">`), "fods"},
		"csv":             {[]byte("Технология;Оценка\r\nT1;5\r\n"), "csv"},
		"csv, cp1251":     {[]byte("\xd2\xe5\xf5;5\n"), "csv"},
		"csv, UTF-16":     {[]byte("\xff\xfeT\x001\x00"), "csv"},
		"png":             {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "unknown"},
		"empty zip":       {one(), "zip"},
		"zip":             {one("a.txt=a"), "zip"},
		"xlsx in a zip":   {one("study.xlsx=PK"), "zip"},
		"ods":             {one("mimetype=application/vnd.oasis.opendocument.spreadsheet", "content.xml=<a/>"), "ods"},
		"ods, no mime":    {one("content.xml=<a/>", "META-INF/manifest.xml=<a/>"), "ods"},
		"xlsb":            {one("[Content_Types].xml=<a/>", "xl/workbook.bin=x"), "xlsb"},
		"docx":            {one("word/document.xml=<a/>"), "zip"},
		"pptx":            {one("ppt/presentation.xml=<a/>"), "zip"},
		"numbers":         {one("Index/Document.iwa=x"), "zip"},
		"zip, no content": {one("folder/"), "zip"},
	} {
		_, err := Open(tt.data, Limits{})
		var f *FormatError
		if !errors.As(err, &f) || f.What != tt.what || strings.HasSuffix(f.Is, ".") || !strings.HasSuffix(f.Do, ".") {
			t.Errorf("%s: got %v, want %q", name, err, tt.what)
		}
	}
}

func TestPackedWithPassword(t *testing.T) {
	data := plain(worksheet("")).zip()
	// Bit 0 of the flags, at offset 8 of every directory entry.
	for i := 0; ; {
		j := bytes.Index(data[i:], zipxml.DirectorySignature)
		if j < 0 {
			break
		}
		data[i+j+8] |= 1
		i += j + 4
	}
	_, err := Open(data, Limits{})
	var f *FormatError
	if !errors.As(err, &f) || f.What != "encrypted" {
		t.Errorf("got %v", err)
	}
}

func TestSheets(t *testing.T) {
	p := plain(worksheet(`<row><c><v>1</v></c></row>`))
	p = p.with("xl/workbook.xml", workbookXML(`<sheet name="Last &amp; first" sheetId="9" r:id="rId2"/><sheet name="Chart" sheetId="4" r:id="rId3"/><sheet name="_meta" sheetId="2" state="veryHidden" r:id="rId1"/><sheet name="Lists" sheetId="3" state="hidden" r:id="rId4"/><sheet name="Dialog" sheetId="5" r:id="rId5"/>`))
	p = p.with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", `worksheet /xl/worksheets/../worksheets/sheet%202.xml`, "chartsheet chartsheets/sheet1.xml", `worksheet worksheets\sheet3.xml`, "dialogsheet dialogsheets/sheet1.xml"))
	p = p.with("xl/worksheets/sheet 2.xml", worksheet(`<row><c><v>2</v></c></row>`))
	p = p.with(`xl\worksheets\Sheet3.xml`, worksheet(`<row><c><v>3</v></c></row>`))
	b, err := Open(p.zip(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, s := range b.Sheets() {
		err := b.Cells(i, func(c Cell) error {
			got = append(got, s.Name+" "+show(c))
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if s.Hidden != (i > 0) {
			t.Errorf("%s: hidden %v", s.Name, s.Hidden)
		}
	}
	if want := []string{"Last & first A1 number 2", "_meta A1 number 1", "Lists A1 number 3"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTolerance reads workbooks whose signposts are missing or unusual.
func TestTolerance(t *testing.T) {
	p := plain(worksheet(`<row><c t="s" s="1"><v>0</v></c></row>`))
	number := plain(worksheet(`<row><c s="1"><v>0</v></c></row>`))
	moved := parts{}
	for _, e := range p {
		moved = append(moved, entry{strings.Replace(e.name, "xl/", "book/", 1), strings.ReplaceAll(e.body, "xl/", "book/")})
	}
	for name, tt := range map[string]struct {
		p    parts
		want string
	}{
		"as it is":            {p, `A1 text "alpha" date`},
		"no rels":             {p.without("_rels/.rels"), `A1 text "alpha" date`},
		"no rels and types":   {p.without("_rels/.rels").without("[Content_Types].xml"), `A1 text "alpha" date`},
		"other folder":        {moved, `A1 text "alpha" date`},
		"other folder, types": {moved.without("_rels/.rels"), `A1 text "alpha" date`},
		"strings not named":   {p.with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml")), `A1 text "alpha" date`},
		"no styles":           {p.without("xl/styles.xml"), `A1 text "alpha"`},
		"no strings needed":   {number.without("xl/sharedStrings.xml"), `A1 number 0 date`},
		"pictures twice":      {append(slices.Clone(p), entry{"xl/media/a.png", "1"}, entry{"xl/media/A.png", "2"}), `A1 text "alpha" date`},
		"upper case":          {p.without("xl/styles.xml").with("XL/Styles.xml", p[5].body), `A1 text "alpha" date`},
	} {
		cells, err := readAll(tt.p.zip(), Limits{})
		if err != nil || len(cells) != 1 || show(cells[0]) != tt.want {
			t.Errorf("%s: %v, %v, want %s", name, shows(cells), err, tt.want)
		}
	}
}

func TestBadStructure(t *testing.T) {
	p := plain(worksheet(`<row><c t="s"><v>0</v></c></row>`))
	sheets := func(s string) parts { return p.with("xl/workbook.xml", workbookXML(s)) }
	one := `<sheet name="A" sheetId="1" r:id="rId1"/>`
	for name, tt := range map[string]struct {
		p    parts
		word string
	}{
		"sheet part missing":   {p.without("xl/worksheets/sheet1.xml"), "Scores"},
		"relationship missing": {sheets(`<sheet name="A" sheetId="1" r:id="rId9"/>`), "A (xl/workbook.xml): the sheet has no part"},
		"no relationship id":   {sheets(`<sheet name="A" sheetId="1"/>`), "the sheet has no part"},
		"relationships gone":   {p.without("xl/_rels/workbook.xml.rels"), "the sheet has no part"},
		"ids twice":            {p.with("xl/_rels/workbook.xml.rels", strings.Replace(relsXML("worksheet a", "worksheet b"), "rId2", "rId1", 1)), "two relationships"},
		"no sheets":            {sheets(""), "lists no sheets"},
		"names twice":          {sheets(one + `<sheet name="a" sheetId="1" r:id="rId1"/>`), `two sheets are named "a"`},
		"part twice":           {sheets(one + `<sheet name="B" sheetId="1" r:id="rId1"/>`), "two sheets have the part"},
		"no name":              {sheets(`<sheet name="" sheetId="1" r:id="rId1"/>`), "has no name"},
		"date1904":             {p.with("xl/workbook.xml", strings.Replace(p[2].body, "<workbookPr", `<workbookPr date1904="maybe"`, 1)), "date1904"},
		"workbook root":        {p.with("xl/workbook.xml", "<a/>"), "the root element is <a>"},
		"workbook broken":      {p.with("xl/workbook.xml", p[2].body[:200]), "ends too early"},
		"rels broken":          {p.with("_rels/.rels", "<"), "_rels/.rels"},
		"types broken":         {p.without("_rels/.rels").with("[Content_Types].xml", "<"), "[Content_Types].xml"},
		"strings missing":      {p.without("xl/sharedStrings.xml"), "Scores!A1"},
		"strings broken":       {p.with("xl/sharedStrings.xml", p[4].body[:150]), "sharedStrings.xml: the part ends too early"},
		"strings, stray":       {p.with("xl/sharedStrings.xml", `<sst `+mainNS+`><si><u>a</u></si></sst>`), "unexpected element <u>"},
		"styles broken":        {p.with("xl/styles.xml", p[5].body[:150]), "styles.xml"},
		"style format":         {p.with("xl/styles.xml", `<styleSheet `+mainNS+`><cellXfs><xf numFmtId="-1"/></cellXfs></styleSheet>`), `number format "-1"`},
		"name twice":           {append(slices.Clone(p), entry{"xl/worksheets/sheet1.xml", p[6].body}), "two entries"},
		"name twice, case":     {append(slices.Clone(p), entry{"xl/worksheets/SHEET1.xml", p[6].body}), "two entries"},
		"doctype in workbook":  {p.with("xl/workbook.xml", `<!DOCTYPE a>`+workbookXML(one)), "DOCTYPE"},
	} {
		_, err := readAll(tt.p.zip(), Limits{})
		t.Run(name, func(t *testing.T) { wantDamage(t, err, tt.word) })
	}
}

// TestLimits lowers each limit until it is felt.
func TestLimits(t *testing.T) {
	rows := `<row r="3"><c r="C3" t="inlineStr"><is><t>eight ch</t></is></c></row>`
	data := plain(worksheet(rows)).zip()
	if _, err := readAll(data, Limits{Rows: 3, Cols: 3, Cells: 1, Text: 8, Depth: 7, Attrs: 3, Strings: 2*24 + 9, Entries: 7}); err != nil {
		t.Errorf("exactly at the limits: %v", err)
	}
	for name, tt := range map[string]struct {
		lim  Limits
		word string
	}{
		"File":    {Limits{File: 100}, "larger than 100"},
		"Entries": {Limits{Entries: 6}, "more than 6 entries"},
		"Part":    {Limits{Part: 300}, "larger than 300 bytes"},
		"Total":   {Limits{Total: 1000}, "more than 1000 bytes"},
		"Rows":    {Limits{Rows: 2}, "row 3 is beyond the limit of 2"},
		"Cols":    {Limits{Cols: 2}, "column 3"},
		"Text":    {Limits{Text: 7}, "Scores!C3"},
		"Tag":     {Limits{Tag: 40}, "longer than 40"},
		"Run":     {Limits{Run: 7}, "longer than 7"},
		"Depth":   {Limits{Depth: 5}, "deeper than 5"},
		"Attrs":   {Limits{Attrs: 2}, "more than 2 attributes"},
		"Strings": {Limits{Strings: 56}, "more than 56 bytes"},
		"Styles":  {Limits{Styles: 5}, "more than 5 cell styles"},
	} {
		_, err := readAll(data, tt.lim)
		t.Run(name, func(t *testing.T) { wantDamage(t, err, tt.word) })
	}
	_, err := readAll(plain(worksheet(`<row><c/><c/></row>`)).zip(), Limits{Cells: 1})
	wantDamage(t, err, "more than 1 cells")
	_, err = readAll(plain(xmlHead+`<worksheet `+mainNS+`><sheetData/><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells></worksheet>`).zip(), Limits{Merged: 1})
	wantDamage(t, err, "more than 1 merged")
}

// TestRereading checks that reading a sheet again does not use up the limits.
func TestRereading(t *testing.T) {
	rows := strings.Repeat(`<row><c><v>1</v></c></row>`, 1000)
	b, err := Open(plain(worksheet(rows)).zip(), Limits{Total: 40_000})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if err := b.Cells(0, func(Cell) error { return nil }); err != nil {
			t.Fatalf("reading %d: %v", i+1, err)
		}
	}
}

func TestOpenFile(t *testing.T) {
	dir := t.TempDir()
	data := plain(worksheet(`<row><c><v>1</v></c></row>`)).zip()
	path := filepath.Join(dir, "a.xlsx")
	lock := filepath.Join(dir, "~$a.xlsx")
	for _, p := range []string{path, lock} {
		if err := os.WriteFile(p, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := OpenFile(path, Limits{}); err != nil || len(b.Sheets()) != 1 {
		t.Errorf("OpenFile: %v", err)
	}
	if b, err := OpenFile(path, Limits{File: int64(len(data))}); err != nil || len(b.Sheets()) != 1 {
		t.Errorf("OpenFile at the limit: %v", err)
	}
	_, err := OpenFile(path, Limits{File: int64(len(data)) - 1})
	wantDamage(t, err, "larger than")
	var f *FormatError
	if _, err := OpenFile(lock, Limits{}); !errors.As(err, &f) || f.What != "unknown" {
		t.Errorf("lock file: %v", err)
	}
	if _, err := OpenFile(filepath.Join(dir, "b.xlsx"), Limits{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := OpenFile(dir, Limits{}); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("folder: %v", err)
	}
}

// damagedZip writes p with one part stored as raw bytes that do not fit its
// header.
func damagedZip(p parts, name string, body []byte, h zip.FileHeader) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, e := range p {
		if e.name != name {
			f, _ := w.Create(e.name)
			f.Write([]byte(e.body))
			continue
		}
		h.Name = name
		f, err := w.CreateRaw(&h)
		if err != nil {
			panic(err)
		}
		f.Write(body)
	}
	w.Close()
	return buf.Bytes()
}

func TestDamagedZip(t *testing.T) {
	p := plain(worksheet(`<row><c><v>1</v></c></row>`))
	name := "xl/worksheets/sheet1.xml"
	body := []byte(p[6].body)
	n := uint64(len(body))
	for what, tt := range map[string]struct {
		h    zip.FileHeader
		word string
	}{
		"checksum":  {zip.FileHeader{CRC32: 1, CompressedSize64: n, UncompressedSize64: n}, "checksum"},
		"too small": {zip.FileHeader{CompressedSize64: n, UncompressedSize64: n - 1}, "broken"},
		"too large": {zip.FileHeader{CompressedSize64: n, UncompressedSize64: n + 1}, "broken"},
		"method":    {zip.FileHeader{Method: 93, CompressedSize64: n, UncompressedSize64: n}, "unknown method"},
		"deflate":   {zip.FileHeader{Method: zip.Deflate, CompressedSize64: n, UncompressedSize64: n}, "broken"},
	} {
		_, err := readAll(damagedZip(p, name, body, tt.h), Limits{})
		t.Run(what, func(t *testing.T) { wantDamage(t, err, "Scores", name, tt.word) })
	}
}

// TestTruncated cuts the sheet, its packed data and the whole file at every
// tenth.
func TestTruncated(t *testing.T) {
	rows := strings.Repeat(`<row><c t="inlineStr"><is><t>text</t></is></c><c><v>5</v></c></row>`, 300)
	p := plain(worksheet(rows))
	sheet, whole := p[6].body, p.zip()
	var packed bytes.Buffer
	for i := range 10 {
		cut := sheet[:len(sheet)*i/10]
		_, err := readAll(p.with(p[6].name, cut).zip(), Limits{})
		wantDamage(t, err, "Scores")
		_, err = readAll(whole[:len(whole)*i/10], Limits{})
		var f *FormatError
		if i > 0 || !errors.As(err, &f) {
			wantDamage(t, err)
		}
	}
	r, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := r.File[6].OpenRaw()
	packed.ReadFrom(raw)
	for i := range 10 {
		h := zip.FileHeader{Method: zip.Deflate, CRC32: r.File[6].CRC32, UncompressedSize64: r.File[6].UncompressedSize64}
		cut := packed.Bytes()[:packed.Len()*i/10]
		h.CompressedSize64 = uint64(len(cut))
		_, err := readAll(damagedZip(p, p[6].name, cut, h), Limits{})
		wantDamage(t, err, "Scores")
	}
}

// TestEveryCut cuts a small sheet at every byte: only white space after the
// end may go unnoticed.
func TestEveryCut(t *testing.T) {
	sheet := worksheet(`<row r="1"><c r="A1" t="str"><f>1</f><v>a&amp;b</v></c><!-- c --></row>`)
	for i := range len(sheet) {
		if _, err := readAll(plain(sheet[:i]).zip(), Limits{}); err == nil {
			t.Errorf("no error for %q", sheet[:i])
		}
	}
}
