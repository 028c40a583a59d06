package ods

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/hostile"
	"veche/internal/xlsx"
)

// TestHostile reads the hostile spreadsheets within the default limits. Each is
// refused with the reason, or read exactly.
func TestHostile(t *testing.T) {
	ci.Long(t, "large spreadsheets of OpenDocument, refused or read to their end")
	for _, f := range hostile.ODSFiles() {
		t.Run(f.Name, func(t *testing.T) {
			data := f.Make()
			runtime.GC()
			var cells int
			var sum float64
			var size int64
			var err error
			start := time.Now()
			peak := peakOf(func() {
				var b *Book
				if b, err = Open(data, xlsx.Limits{}); err != nil {
					return
				}
				for i := range b.Sheets() {
					if err = b.Cells(i, func(c xlsx.Cell) error {
						cells++
						sum += c.Number
						size += int64(len(c.Text))
						return nil
					}); err != nil {
						return
					}
				}
			})
			t.Logf("%d KB: %v, %d MB, %v", len(data)>>10, time.Since(start).Round(time.Millisecond), peak>>20, err)
			switch {
			case f.Error != "" && (err == nil || !strings.Contains(err.Error(), f.Error)):
				t.Errorf("%d cells and the error %v, want %q", cells, err, f.Error)
			case f.Error == "" && (err != nil || cells != f.Cells || sum != f.Sum || size != f.Bytes):
				t.Errorf("%d cells, sum %v, %d bytes of text, %v; want %d, %v, %d", cells, sum, size, err, f.Cells, f.Sum, f.Bytes)
			}
			if peak > 256<<20 {
				t.Errorf("took %d MB", peak>>20)
			}
		})
	}
}

// peakOf runs f and returns the most heap in use beyond what was before, looked
// at every two milliseconds.
func peakOf(f func()) (peak uint64) {
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
	f()
	close(done)
	<-stopped
	return peak
}
