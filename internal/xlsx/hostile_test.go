package xlsx

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/hostile"
)

// TestHostile reads the hostile workbooks within the default limits, as check
// --cells does. Each is refused with the reason, or read exactly.
func TestHostile(t *testing.T) {
	ci.Long(t, "large hostile workbooks")
	for _, f := range hostile.Files() {
		t.Run(f.Name, func(t *testing.T) {
			data := f.Make()
			runtime.GC()
			var cells int
			var sum float64
			var size int64
			var err error
			peak, took := peakOf(func() {
				var b *Book
				if b, err = Open(data, Limits{}); err != nil {
					return
				}
				for i := range b.Sheets() {
					err = b.Cells(i, func(c Cell) error {
						cells++
						sum += c.Number
						size += int64(len(c.Text))
						return nil
					})
					if err != nil {
						return
					}
				}
				_, err = b.Counts()
			})
			t.Logf("%d KB: %v, %d MB, %v", len(data)>>10, took.Round(time.Millisecond), peak>>20, err)
			switch {
			case f.Error != "" && (err == nil || !strings.Contains(err.Error(), f.Error)):
				t.Errorf("%d cells and the error %v, want %q", cells, err, f.Error)
			case f.Error == "" && (err != nil || cells != f.Cells || sum != f.Sum || size != f.Bytes):
				t.Errorf("%d cells, sum %v, %d bytes of text, %v; want %d, %v, %d", cells, sum, size, err, f.Cells, f.Sum, f.Bytes)
			}
			if !raceEnabled && peak > 256<<20 {
				t.Errorf("took %d MB", peak>>20)
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
