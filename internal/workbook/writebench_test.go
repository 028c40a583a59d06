package workbook

import (
	"math/rand/v2"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/workbook/write"
)

// numbers streams a sheet of numbers with three decimals, as scores and measured values are.
func numbers(t testing.TB, rows, cols int) *excelize.File {
	f := excelize.NewFile()
	if err := f.SetSheetDimension("Sheet1", "A1:"+write.At(cols, rows)); err != nil {
		t.Fatal(err)
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	row := make([]any, cols)
	for n := range rows {
		for k := range row {
			row[k] = float64(random.IntN(1_000_000)) / 1000
		}
		if err := w.SetRow(write.At(1, n+1), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return f
}

// BenchmarkWrite writes 2,000,000 numbers; …/library is the yardstick: the spreadsheet library's stream writer as it comes.
func BenchmarkWrite(b *testing.B) {
	for _, c := range []struct {
		name  string
		write func(*excelize.File) ([]byte, error)
	}{
		{"100000x20", write.Pack},
		{"100000x20/library", func(f *excelize.File) ([]byte, error) {
			buffer, err := f.WriteToBuffer()
			return buffer.Bytes(), err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var size int
			for b.Loop() {
				f := numbers(b, 100_000, 20)
				data, err := c.write(f)
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
				f.Close()
			}
			b.ReportMetric(float64(size)/1e6, "MB")
		})
	}
}
