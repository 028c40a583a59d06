package xlsx

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestHostile reads small files that unpack or nest without end, within the
// default limits. Each must fail, soon and without much memory.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("makes and reads large files")
	}
	const MiB = 1 << 20
	table := func(inside string) string { return worksheet(inside) }
	around := func(s string) string {
		return xmlHead + `<worksheet ` + mainNS + `>` + s + `<sheetData/></worksheet>`
	}
	many := func() parts {
		p := plain(worksheet(""))
		for i := range 10_001 {
			p = append(p, entry{fmt.Sprintf("x/%d", i), ""})
		}
		return p
	}
	attrs := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " a%d=''", i)
		}
		return b.String()
	}
	for name, tt := range map[string]struct {
		p    func() parts // made one at a time: their garbage would count
		word string
	}{
		"spaces":      {func() parts { return plain(around(strings.Repeat(" ", 100*MiB))) }, "text is longer"},
		"text":        {func() parts { return plain(around("<x>" + strings.Repeat("a", 100*MiB) + "</x>")) }, "text is longer"},
		"attribute":   {func() parts { return plain(around(`<x a="` + strings.Repeat("a", 100*MiB) + `"/>`)) }, "attribute is longer"},
		"comment":     {func() parts { return plain(around(`<!--` + strings.Repeat("<a>", 30*MiB) + `-->`)) }, "tag is longer"},
		"instruction": {func() parts { return plain(around(`<?a ` + strings.Repeat("<a>", 30*MiB) + `?>`)) }, "tag is longer"},
		"cdata":       {func() parts { return plain(around(`<x><![CDATA[` + strings.Repeat("<a>", 30*MiB) + `]]></x>`)) }, "text is longer"},
		"cdata pieces": {func() parts {
			return plain(table(`<row><c t="str"><v>` + strings.Repeat("<![CDATA[aaaaaaaaaaaaaaaaaaaaaaaaaaaaa]]>", MiB) + `</v></c></row>`))
		}, "text is longer"},
		"many attributes": {func() parts { return plain(around(`<x` + attrs(80_000) + `/>`)) }, "more than 250 attributes"},
		"attributed tags": {func() parts { return plain(around(strings.Repeat(`<x`+attrs(250)+`/>`, 40_000))) }, "too many XML elements"},
		"elements":        {func() parts { return plain(around(strings.Repeat("<x/>", 100*MiB))) }, "too many XML elements"},
		"comments":        {func() parts { return plain(around(strings.Repeat("<!---->", 50*MiB))) }, "too many XML elements"},
		"deep":            {func() parts { return plain(around(strings.Repeat("<x>", 10*MiB))) }, "nested deeper"},
		"rows":            {func() parts { return plain(table(strings.Repeat("<row/>", 2*MiB))) }, "row 1048577 is beyond"},
		"columns":         {func() parts { return plain(table("<row>" + strings.Repeat("<c/>", 16385) + "</row>")) }, "column 16385"},
		"cells":           {func() parts { return plain(table(strings.Repeat("<row>"+strings.Repeat("<c/>", 16384)+"</row>", 400))) }, "too many XML elements"},
		"columns defined": {func() parts {
			return plain(around("<cols>" + strings.Repeat(`<col min="1" max="16384" hidden="1"/>`, 200_000) + "</cols>"))
		}, "column definitions"},
		"merged": {func() parts {
			return plain(around("<mergeCells>" + strings.Repeat(`<mergeCell ref="A1:B1"/>`, 300_000) + "</mergeCells>"))
		}, "merged ranges"},
		"shared strings": {func() parts {
			return plain("").with("xl/sharedStrings.xml", xmlHead+`<sst `+mainNS+`>`+strings.Repeat("<si><t>"+strings.Repeat("abcdefgh", 100_000)+"</t></si>", 200)+`</sst>`)
		}, "more than"},
		"empty strings": {func() parts {
			return plain("").with("xl/sharedStrings.xml", xmlHead+`<sst `+mainNS+`>`+strings.Repeat("<si/>", 20*MiB)+`</sst>`)
		}, "too many XML elements"},
		"long string": {func() parts {
			return plain("").with("xl/sharedStrings.xml", xmlHead+`<sst `+mainNS+`><si>`+strings.Repeat("<r><t>abcdefgh</t></r>", MiB)+`</si></sst>`)
		}, "text is longer"},
		"styles": {func() parts {
			return plain("").with("xl/styles.xml", xmlHead+`<styleSheet `+mainNS+`><cellXfs>`+strings.Repeat("<xf/>", 200_000)+`</cellXfs></styleSheet>`)
		}, "cell styles"},
		"sheets": {func() parts {
			return plain("").with("xl/workbook.xml", workbookXML(strings.Repeat(`<sheet/>`, 200_000)))
		}, "no name"},
		"relationships": {func() parts {
			return plain("").with("_rels/.rels", xmlHead+`<Relationships `+relsNS+`>`+strings.Repeat("<Relationship/>", 200_000)+`</Relationships>`)
		}, "relationships"},
		"entries":          {many, "more than 10000 entries"},
		"entity expansion": {func() parts { return plain(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + worksheet("")) }, "DOCTYPE"},
	} {
		t.Run(name, func(t *testing.T) {
			data := tt.p().zip()
			runtime.GC()
			peak, took := peakOf(func() {
				_, err := readCount(data)
				wantDamage(t, err, tt.word)
			})
			t.Logf("%d KB: %v, %d MB", len(data)>>10, took.Round(time.Millisecond), peak>>20)
			if !raceEnabled && (took > 10*time.Second || peak > 256<<20) {
				t.Errorf("took %v and %d MB", took, peak>>20)
			}
		})
	}
}

// TestStreaming checks that memory does not grow with the sheet.
func TestStreaming(t *testing.T) {
	var rows strings.Builder
	for r := 1; r <= 20_000; r++ {
		rows.WriteString("<row>")
		for c := range 10 {
			fmt.Fprintf(&rows, `<c t="inlineStr"><is><t>answer %d of %d</t></is></c>`, c, r)
		}
		rows.WriteString("</row>")
	}
	data := plain(worksheet(rows.String())).zip()
	size := rows.Len()
	rows.Reset()
	runtime.GC()
	peak, took := peakOf(func() {
		if n, err := readCount(data); err != nil || n != 200_000 {
			t.Errorf("%d cells, %v", n, err)
		}
	})
	t.Logf("%d MB of XML: %v, %d MB", size>>20, took.Round(time.Millisecond), peak>>20)
	if !raceEnabled && peak > 8<<20 {
		t.Errorf("took %d MB for %d MB of XML", peak>>20, size>>20)
	}
}

// readCount opens data and counts its cells without keeping them.
func readCount(data []byte) (n int, err error) {
	b, err := Open(data, Limits{})
	if err != nil {
		return 0, err
	}
	for i := range b.Sheets() {
		if err := b.Cells(i, func(Cell) error { n++; return nil }); err != nil {
			return n, err
		}
	}
	return n, nil
}

// peakOf runs f and returns the most heap in use beyond what was before, looked
// at every two milliseconds, and the time taken.
func peakOf(f func()) (peak uint64, took time.Duration) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.HeapInuse
	done, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if m.HeapInuse > before {
				peak = max(peak, m.HeapInuse-before)
			}
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	f()
	took = time.Since(start)
	close(done)
	<-stopped
	return peak, took
}
