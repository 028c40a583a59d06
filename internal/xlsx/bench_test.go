package xlsx

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkCells reads 100,000 rows of 20 columns: a shared string, an inline
// one and scores.
func BenchmarkCells(b *testing.B) {
	var rows strings.Builder
	for r := 1; r <= 100_000; r++ {
		fmt.Fprintf(&rows, `<row r="%d">`, r)
		for c := 1; c <= 20; c++ {
			switch c {
			case 1:
				fmt.Fprintf(&rows, `<c r="%s" t="s"><v>%d</v></c>`, CellName(r, c), r%2)
			case 2:
				fmt.Fprintf(&rows, `<c r="%s" t="inlineStr"><is><t>T%d</t></is></c>`, CellName(r, c), r)
			default:
				fmt.Fprintf(&rows, `<c r="%s" s="5"><v>%d.5</v></c>`, CellName(r, c), (r*7919+c)%10)
			}
		}
		rows.WriteString("</row>")
	}
	data := plain(worksheet(rows.String())).zip()
	b.SetBytes(int64(rows.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if n, err := readCount(data); err != nil || n != 2_000_000 {
			b.Fatal(n, err)
		}
	}
}
