package xlsx

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// BenchmarkRead reads workbooks written by excelize, from bytes to every cell,
// and next to it what excelize's GetRows takes for the same: 50 experts' forms
// of 60 technologies by 12 criteria, and a long list of 100,000 rows.
//
//	go test ./internal/xlsx -run '^$' -bench Read -benchtime 5x
//
// Compare the least of several runs: the ratio is what counts.
func BenchmarkRead(b *testing.B) {
	for _, bm := range []struct {
		name               string
		sheets, rows, cols int
	}{
		{"50x60x12", 50, 60, 12},
		{"100000x20", 1, 100_000, 20},
	} {
		data := answers(b, bm.sheets, bm.rows, bm.cols)
		want := bm.sheets * bm.rows * bm.cols
		run := func(name string, read func() (int, error)) {
			b.Run(bm.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				least := time.Duration(1<<63 - 1)
				for b.Loop() {
					start := time.Now()
					if n, err := read(); err != nil || n != want {
						b.Fatalf("%d cells of %d, %v", n, want, err)
					}
					least = min(least, time.Since(start))
				}
				peak, _ := peakOf(func() {
					if _, err := read(); err != nil {
						b.Fatal(err)
					}
				})
				b.ReportMetric(float64(least.Microseconds())/1000, "min-ms")
				b.ReportMetric(float64(peak>>20), "peak-MB")
			})
		}
		run("veche", func() (int, error) { return readCount(data) })
		run("GetRows", func() (int, error) { return countByGetRows(data) })
	}
}

// answers writes sheets of technologies' names and scores.
func answers(b *testing.B, sheets, rows, cols int) []byte {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	random := rand.New(rand.NewPCG(1, 2))
	style, err := f.NewStyle(&excelize.Style{NumFmt: 2})
	if err != nil {
		b.Fatal(err)
	}
	for s := range sheets {
		name := fmt.Sprintf("Expert %d", s+1)
		if _, err := f.NewSheet(name); err != nil {
			b.Fatal(err)
		}
		w, err := f.NewStreamWriter(name)
		if err != nil {
			b.Fatal(err)
		}
		for r := range rows {
			row := []any{fmt.Sprintf("T%05d технология", r+1)}
			for range cols - 1 {
				row = append(row, excelize.Cell{StyleID: style, Value: float64(random.IntN(100)) / 10})
			}
			if err := w.SetRow(CellName(r+1, 1), row); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		b.Fatal(err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

func countByGetRows(data []byte) (n int, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			return n, err
		}
		for _, row := range rows {
			n += len(row)
		}
	}
	return n, nil
}
