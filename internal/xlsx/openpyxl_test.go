package xlsx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
)

// counter prints, for every file named on its input, the cells of each
// worksheet whose value is not None after a normal load, or the error.
const counter = `
import sys, json, warnings
warnings.simplefilter("ignore")
import openpyxl
for path in sys.stdin.read().splitlines():
    out = {"file": path}
    try:
        wb = openpyxl.load_workbook(path)
        out["sheets"] = {ws.title: sum(c.value is not None for c in ws._cells.values()) for ws in wb.worksheets}
    except Exception as e:
        out["error"] = type(e).__name__ + ": " + str(e)
    print(json.dumps(out))
`

// writer makes workbooks by openpyxl in the folder given: everything it can
// write into cells.
const writer = `
import sys, os, datetime, random
import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
folder = sys.argv[1]
def book(name, fill, **options):
    wb = openpyxl.Workbook(**options)
    fill(wb, wb.active if wb.active is not None else wb.create_sheet("Only"))
    wb.save(os.path.join(folder, name + ".xlsx"))
def values(wb, ws):
    for i, v in enumerate([1, -2.5, 1e300, 1e-300, 0, "", " ", "a", "\t", "line\nline", "_x0041_", "<&>", "жук", "😀", True, False, "#N/A", "#DIV/0!", "=1+1", "=A1", "'=x",
            datetime.datetime(2024, 2, 29, 12), datetime.date(1900, 1, 1), datetime.time(6), datetime.timedelta(hours=30), None, "1/3", "0,5", "x" * 32767]):
        ws.cell(row=1 + i, column=1 + i % 3, value=v)
book("values", values)
def merged(wb, ws):
    for r in range(1, 10):
        for c in range(1, 10): ws.cell(r, c, r * c)
    ws.merge_cells("B2:D4"); ws.merge_cells("F1:F9"); ws.merge_cells("A8:B9"); ws.merge_cells("I1:I1")
book("merged", merged)
def styled(wb, ws):
    for r in range(1, 50):
        ws.cell(r, 5).fill = PatternFill("solid", fgColor="FF0000")
        ws.cell(r, 7).font = Font(bold=True)
    ws["A1"] = 1
book("styled", styled)
def sheets(wb, ws):
    ws["C3"] = "x"
    cs = wb.create_chartsheet("Chart")
    chart = BarChart(); chart.add_data(Reference(ws, min_col=3, min_row=3)); cs.add_chart(chart)
    hidden = wb.create_sheet("Скрыт"); hidden.sheet_state = "veryHidden"; hidden.append([1, 2, 3])
    wb.create_sheet("Empty & more")
    wb.create_sheet("It's")["XFD1048576"] = "last"
book("sheets", sheets)
def furniture(wb, ws):
    ws["B2"] = "=SUM(A1:A9)"; ws["B2"].comment = Comment("note", "me"); ws["D9"].comment = Comment("on an empty cell", "me")
    ws.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref=None)) if False else None
    ws.freeze_panes = "B2"; ws.row_dimensions[30].height = 5; ws.column_dimensions["Q"].hidden = True
    ws["A1"].hyperlink = "https://example.org"; ws["H7"].hyperlink = "https://example.org/h"
    ws.auto_filter.ref = "A1:D9"; ws.print_title_rows = "1:1"
    wb.defined_names.append(openpyxl.workbook.defined_name.DefinedName("N", attr_text="Sheet!$A$1"))
book("furniture", furniture)
def arrays(wb, ws):
    ws["A1"] = "=SUM(B1:B3*C1:C3)"; ws.formula_attributes["A1"] = {"t": "array", "ref": "A1:A3"}
    ws["D1"] = 5
book("arrays", arrays)
def written(wb, ws):
    for r in range(200): ws.append([r, None, "s%d" % r, r % 2 == 0, "" if r % 3 else None])
book("write-only", written, write_only=True)
def epoch(wb, ws):
    wb.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    ws["A1"] = datetime.datetime(2024, 1, 1)
book("1904", epoch)
for seed in range(12):
    def scattered(wb, ws, rnd=random.Random(seed)):
        for s in range(1 + seed % 3):
            ws = wb.create_sheet("S%d" % s)
            for _ in range(rnd.randrange(300)):
                v = rnd.choice([1, 2.5, "text", "", True, None, "=A1", "#REF!", datetime.date(2020, 1, 1), "я" * rnd.randrange(40)])
                ws.cell(rnd.choice([rnd.randrange(1, 40), rnd.randrange(1, 1048576)]), rnd.randrange(1, 60), v)
            for _ in range(rnd.randrange(4)):
                r, c = rnd.randrange(1, 40), rnd.randrange(1, 50)
                ws.merge_cells(start_row=r, start_column=c, end_row=r + rnd.randrange(6), end_column=c + rnd.randrange(6))
    book("scattered-%d" % seed, scattered)
`

// python runs a program with openpyxl, or skips the test where there is none.
func python(t *testing.T, program, input string, args ...string) []byte {
	t.Helper()
	exe := "/usr/bin/python3"
	if err := exec.Command(exe, "-c", "import openpyxl").Run(); err != nil {
		ci.Without(t, "the comparison with openpyxl needs "+exe+" with openpyxl (apt-get install python3-openpyxl)")
	}
	cmd := exec.Command(exe, append([]string{"-c", program}, args...)...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader(input), &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python: %v\n%s", err, stderr.Bytes())
	}
	return out
}

// TestOpenpyxl counts the cells of odd workbooks beside openpyxl. They agree, or
// one of them reports an error, and which one is written down here: no
// difference is silent.
func TestOpenpyxl(t *testing.T) {
	ci.Long(t, "workbooks read beside openpyxl")
	dir := t.TempDir()
	python(t, writer, "", dir)
	writeByExcelize(t, dir)
	expect := make(map[string]string)
	for name, odd := range oddWorkbooks() {
		if err := os.WriteFile(filepath.Join(dir, name+".xlsx"), odd.p.zip(), 0o600); err != nil {
			t.Fatal(err)
		}
		expect[name] = odd.expect
	}
	for _, pattern := range []string{"testdata/*.xlsx", "../example/*.xlsx"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, path := range found {
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), readFile(t, path), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil || len(files) < 70 {
		t.Fatalf("only %d files, %v", len(files), err)
	}
	same := 0
	compareWithOpenpyxl(t, files, func(path, got, detail string) {
		name := strings.TrimSuffix(filepath.Base(path), ".xlsx")
		want := expect[name]
		if want == "" {
			want = "same"
		}
		if got != want {
			t.Errorf("%s: %s, want %s; %s", name, got, want, detail)
		}
		if got == "same" {
			same++
		}
	})
	t.Logf("%d workbooks, %d read by both with the same counts", len(files), same)
}

// TestOpenpyxlOnOthersWorkbooks counts the cells of workbooks that others made beside openpyxl: those that excelize is tested with, and all in the folder
// that VECHE_CORPUS names. No difference is silent: one of the two reports an error, or they agree.
func TestOpenpyxlOnOthersWorkbooks(t *testing.T) {
	ci.Long(t, "workbooks made by others, beside openpyxl")
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/xuri/excelize/v2").Output()
	if err != nil {
		t.Fatalf("where is excelize: %v", err)
	}
	folders := []string{filepath.Join(strings.TrimSpace(string(dir)), "test")}
	if more := os.Getenv("VECHE_CORPUS"); more != "" {
		folders = append(folders, more)
	}
	var files []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if ext := strings.ToLower(filepath.Ext(path)); err == nil && d.Type().IsRegular() && (strings.HasPrefix(ext, ".xls") || strings.HasPrefix(ext, ".xlt")) {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 5 {
		t.Fatalf("only %d files in %v", len(files), folders)
	}
	count := make(map[string]int)
	compareWithOpenpyxl(t, files, func(path, got, detail string) {
		count[got]++
		if got == "different" {
			t.Errorf("%s: %s", path, detail)
		} else if got != "same" {
			t.Logf("%s: %s: %s", got, filepath.Base(path), detail)
		}
	})
	t.Logf("%d workbooks: %v", len(files), count)
}

// compareWithOpenpyxl calls each with what became of every file: "same", "we refuse", "openpyxl refuses", "both refuse" or "different".
func compareWithOpenpyxl(t *testing.T, files []string, each func(path, got, detail string)) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(python(t, counter, strings.Join(files, "\n"))))
	for _, path := range files {
		var theirs struct {
			File, Error string
			Sheets      map[string]int
		}
		if err := d.Decode(&theirs); err != nil || theirs.File != path {
			t.Fatalf("%s: %+v, %v", path, theirs, err)
		}
		ours := make(map[string]int)
		b, err := OpenFile(path, Limits{})
		if err == nil {
			var counts []Count
			if counts, err = b.Counts(); err == nil {
				for _, c := range counts {
					if c.Kind == "worksheet" {
						ours[c.Name] = c.Cells
					}
				}
			}
		}
		got := "same"
		switch {
		case err != nil && theirs.Error != "":
			got = "both refuse"
		case err != nil:
			got = "we refuse"
		case theirs.Error != "":
			got = "openpyxl refuses"
		case fmt.Sprint(ours) != fmt.Sprint(theirs.Sheets):
			got = "different"
		}
		each(path, got, fmt.Sprintf("we have %v, %v, openpyxl has %v, %s", ours, err, theirs.Sheets, theirs.Error))
	}
}

// writeByExcelize writes what excelize has and openpyxl has not: rich and
// phonetic text, shared and array formulas, both of its writers.
func writeByExcelize(t *testing.T, dir string) {
	t.Helper()
	for seed := range 10 {
		f := excelize.NewFile()
		check := func(err error) {
			if err != nil {
				t.Helper()
				t.Fatal(err)
			}
		}
		for i := range 60 {
			ref := CellName(1+(i*7+seed)%23, 1+(i*5)%11)
			switch (i + seed) % 8 {
			case 0:
				check(f.SetCellRichText("Sheet1", ref, []excelize.RichTextRun{{Text: "a "}, {Text: "b", Font: &excelize.Font{Bold: true}}}))
			case 1:
				check(f.SetCellValue("Sheet1", ref, ""))
			case 2:
				check(f.SetCellBool("Sheet1", ref, true))
			case 3:
				kind, area := excelize.STCellFormulaTypeArray, ref+":"+ref
				check(f.SetCellFormula("Sheet1", ref, "SUM(A1:A3)", excelize.FormulaOpts{Type: &kind, Ref: &area}))
			case 4:
				check(f.SetCellValue("Sheet1", ref, nil))
			case 5:
				check(f.SetCellDefault("Sheet1", ref, " "))
			default:
				check(f.SetCellValue("Sheet1", ref, float64(i)/3))
			}
		}
		kind, area := excelize.STCellFormulaTypeShared, "N1:N9"
		check(f.SetCellFormula("Sheet1", "N1", "A1*2", excelize.FormulaOpts{Type: &kind, Ref: &area}))
		if seed%2 == 0 {
			check(f.MergeCell("Sheet1", "A1", CellName(2+seed, 3)))
		}
		_, err := f.NewSheet("Stream")
		check(err)
		w, err := f.NewStreamWriter("Stream")
		check(err)
		for r := 1; r < 50; r += 1 + seed {
			check(w.SetRow(CellName(r, 1+seed), []any{r, nil, "", "x", true, excelize.Cell{Formula: "1+1", Value: 2}, excelize.Cell{Formula: "1+1"}}))
		}
		check(w.Flush())
		buf, err := f.WriteToBuffer()
		check(err)
		check(f.Close())
		check(os.WriteFile(filepath.Join(dir, fmt.Sprintf("excelize-%d.xlsx", seed)), buf.Bytes(), 0o600))
	}
}

// odd is a workbook and what becomes of it: "same", "we refuse", "openpyxl
// refuses", "both refuse", and "different" where openpyxl loses cells.
type odd struct {
	p      parts
	expect string
}

func oddWorkbooks() map[string]odd {
	out := make(map[string]odd)
	// openpyxl wants parts that the format does not require.
	full := func(p parts) parts {
		types := `<Types xmlns="` + nsContentTypes + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
		styles := `<styleSheet ` + mainNS + `><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>`
		return p.with("[Content_Types].xml", xmlHead+types).with("xl/styles.xml", xmlHead+styles)
	}
	rows := func(name, rows, expect string) { out[name] = odd{full(plain(worksheet(rows))), expect} }
	whole := func(name, xml, expect string) { out[name] = odd{full(plain(xml)), expect} }

	rows("inline strings", `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t/></is></c><c r="C1" t="inlineStr"><is/></c><c r="D1" t="inlineStr"/><c r="E1" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>b</t></rPh></is></c></row>`, "")
	rows("empty values", `<row r="1"><c r="A1"><v/></c><c r="B1"><v></v></c><c r="C1" t="str"><v/></c><c r="D1" t="n"/><c r="E1" t="s"/><c r="F1" t="b"/><c r="G1" t="e"/></row>`, "")
	rows("empty values with other marks", `<row r="1"><c r="A1" t="s"><v></v></c><c r="B1" t="b"><v/></c><c r="C1" t="d"><v/></c><c r="D1" t="inlineStr"><v/><is><t>a</t></is></c></row>`, "")
	rows("empty attributes", `<row r="1"><c r="" s=""><v>1</v></c><c r="B1" s=""><v>2</v></c></row>`, "openpyxl refuses")
	rows("row numbered by a float", `<row r="3.0"><c r="A3"><v>1</v></c></row>`, "")
	rows("white space", `<row r="1"><c r="A1" t="str"><v> </v></c><c r="B1" t="str"><v xml:space="preserve">
	</v></c><c r="C1" t="inlineStr"><is><t xml:space="preserve">  </t></is></c></row>`, "")
	rows("white space for a number", `<row r="1"><c r="A1"><v> </v></c></row>`, "openpyxl refuses")
	rows("formulas", `<row r="1"><c r="A1"><f>1</f></c><c r="B1"><f/></c><c r="C1"><f>1</f><v>1</v></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`, "")
	rows("shared formulas", `<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A3">B1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/></c></row>`, "")
	rows("shared formula without its master", `<row r="1"><c r="A1"><f t="shared" si="7"/><v>1</v></c></row>`, "")
	rows("array formula and table", `<row r="1"><c r="A1"><f t="array" ref="A1:B1">C1:D1</f><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f t="dataTable" ref="C1:C2" dt2D="1" dtr="1" r1="A1" r2="B1"/><v>5</v></c></row>`, "")
	rows("booleans and errors", `<row r="1"><c r="A1" t="b"><v>0</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="e"><v>#SPILL!</v></c></row>`, "")
	rows("boolean word", `<row r="1"><c r="A1" t="b"><v>true</v></c></row>`, "openpyxl refuses")
	rows("dates", `<row r="1"><c r="A1" t="d"><v>2024-02-29T12:00:00</v></c><c r="B1" s="1"><v>45351</v></c><c r="C1" s="1"><v>-5</v></c><c r="D1" s="1"><v>99999999</v></c></row>`, "")
	rows("no references", `<row><c><v>1</v></c><c t="s"><v>0</v></c></row><row><c/><c><v>1</v></c></row>`, "")
	rows("some references", `<row r="3"><c r="C3"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c r="F4"><v>4</v></c></row>`, "")
	rows("row without cells' references", `<row r="7"><c><v>1</v></c><c><v>2</v></c></row>`, "")
	rows("extension list in a row", `<row r="1"><c r="A1"><v>1</v><extLst><ext uri="u"/></extLst></c></row>`, "")
	rows("CDATA and comments", `<row r="1"><c r="A1"><v><![CDATA[5]]></v></c><!-- c --><c r="B1" t="str"><v>a<!-- c -->b</v></c><?pi?></row>`, "")
	rows("duplicate cell", `<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`, "we refuse")
	rows("cells out of order", `<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>`, "we refuse")
	rows("rows out of order", `<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>`, "we refuse")
	rows("cell in another row", `<row r="1"><c r="A9"><v>1</v></c></row>`, "we refuse")
	rows("row 0", `<row r="0"><c r="A0"><v>1</v></c></row>`, "we refuse")
	rows("index too large", `<row r="1"><c r="A1" t="s"><v>2</v></c></row>`, "both refuse")
	rows("index negative", `<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`, "we refuse") // Python counts from the end
	rows("style too large", `<row r="1"><c r="A1" s="2"><v>1</v></c></row>`, "both refuse")
	rows("decimal comma", `<row r="1"><c r="A1"><v>1,5</v></c></row>`, "both refuse")
	rows("NaN", `<row r="1"><c r="A1"><v>NaN</v></c></row>`, "both refuse")
	rows("alternate content", `<mc:AlternateContent xmlns:mc="`+nsCompat+`"><mc:Choice Requires="x"><row r="1"><c r="A1"><v>1</v></c></row></mc:Choice></mc:AlternateContent>`, "we refuse")
	whole("alternate content beside the cells", xmlHead+`<worksheet `+mainNS+` xmlns:mc="`+nsCompat+`"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mc:AlternateContent><mc:Choice Requires="x14"><x/></mc:Choice></mc:AlternateContent></worksheet>`, "")
	whole("rows in alternate content beside the cells", xmlHead+`<worksheet `+mainNS+` xmlns:mc="`+nsCompat+`"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mc:AlternateContent><mc:Choice Requires="x14"><row r="2"><c r="A2"><v>1</v></c></row></mc:Choice></mc:AlternateContent></worksheet>`, "we refuse")
	whole("prefixes", `<x:worksheet xmlns:x="`+nsMain+`"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`, "")
	whole("byte order mark", "\uFEFF"+worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`), "")
	whole("UTF-16", "\xff\xfe"+strings.Join(strings.Split(strings.Replace(worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`), "UTF-8", "UTF-16", 1), ""), "\x00")+"\x00", "we refuse")
	whole("windows-1251", strings.Replace(worksheet(`<row r="1"><c r="A1" t="str"><v>`+"\xe0"+`</v></c></row>`), "UTF-8", "windows-1251", 1), "we refuse")
	whole("not UTF-8", worksheet(`<row r="1"><c r="A1" t="str"><v>`+"\xe0"+`</v></c></row>`), "both refuse")
	whole("no table", xmlHead+`<worksheet `+mainNS+`/>`, "we refuse")
	whole("cut", worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`)[:200], "both refuse")
	whole("DOCTYPE", `<!DOCTYPE worksheet>`+worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`)[len(xmlHead):], "we refuse")
	whole("undeclared prefix", worksheet(`<row r="1" x:y="1"><c r="A1"><v>1</v></c></row>`), "both refuse")
	whole("merged over values", xmlHead+`<worksheet `+mainNS+`><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row></sheetData>`+
		`<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:B2"/><mergeCell ref="C1"/></mergeCells></worksheet>`, "")

	p := full(plain(worksheet(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>`)))
	number := full(plain(worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>`)))
	rels := func(name, target, expect string) {
		out[name] = odd{p.with("xl/_rels/workbook.xml.rels", relsXML("worksheet "+target, "sharedStrings sharedStrings.xml", "styles styles.xml")), expect}
	}
	rels("absolute target", "/xl/worksheets/sheet1.xml", "")
	rels("absolute target without its mark", "xl/worksheets/sheet1.xml", "different") // openpyxl drops the sheet
	rels("dotted target", "../xl/./worksheets/sheet1.xml", "")
	rels("backslash in a target", `worksheets\sheet1.xml`, "different") // openpyxl drops the sheet
	rels("upper case in a target", "Worksheets/Sheet1.xml", "different")
	out["upper case in the archive"] = odd{number.without("xl/worksheets/sheet1.xml").with("xl/Worksheets/Sheet1.xml", number[6].body), "different"}
	out["backslash in the archive"] = odd{number.without("xl/worksheets/sheet1.xml").with(`xl\worksheets\sheet1.xml`, number[6].body), "different"}
	out["sheet part missing"] = odd{p.without("xl/worksheets/sheet1.xml"), "we refuse"} // openpyxl drops the sheet
	types := strings.Replace(p[0].body, "sharedStrings+xml", "none+xml", 1)
	out["no shared strings"] = odd{number.without("xl/sharedStrings.xml").with("[Content_Types].xml", types), ""}
	out["shared strings needed and missing"] = odd{p.without("xl/sharedStrings.xml").with("[Content_Types].xml", types), "both refuse"}
	out["strings of all kinds"] = odd{full(plain(worksheet(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>`))).
		with("xl/sharedStrings.xml", xmlHead+`<sst `+mainNS+`><si/><si><t/></si><si><r><t>a</t></r><r><rPr><b/></rPr><t> b</t></r></si><si><t>漢</t><rPh sb="0" eb="1"><t>かん</t></rPh><phoneticPr fontId="0"/></si><si><t xml:space="preserve"> </t></si></sst>`), ""}
	out["dialog sheet"] = odd{number.with("xl/workbook.xml", workbookXML(`<sheet name="A" sheetId="1" r:id="rId1"/><sheet name="D" sheetId="2" r:id="rId2"/>`)).
		with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", "dialogsheet dialogsheets/sheet1.xml")).with("xl/dialogsheets/sheet1.xml", `<dialogsheet `+mainNS+`/>`), "different"} // openpyxl makes it a worksheet
	strict := strings.NewReplacer(nsMain, nsMainStrict, nsRel, nsRelStrict)
	var s parts
	for _, e := range number {
		s = append(s, entry{e.name, strict.Replace(e.body)})
	}
	out["strict namespaces"] = odd{s, "different"} // openpyxl finds no cells
	out["external link"] = odd{full(plain(worksheet(`<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>1</v></c></row>`))).with("xl/_rels/workbook.xml.rels", relsXML("worksheet worksheets/sheet1.xml", "sharedStrings sharedStrings.xml", "styles styles.xml", "externalLink externalLinks/externalLink1.xml")), ""}
	return out
}
