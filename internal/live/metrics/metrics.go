// Package metrics counts what a server does and says it in the text format of Prometheus. It names kinds of pages, never a panel, a person or an address.
package metrics

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"veche/internal/release"
)

// bounds of the histogram of how long requests take, in seconds.
var bounds = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5}

// Metrics of one server. The zero value counts nothing yet; all of it may be used by many at once.
type Metrics struct {
	Streams atomic.Int64 // open now

	mu       sync.Mutex
	requests map[request]uint64
	took     map[string]*histogram // by kind: "answer" or "page"
	letters  map[string]uint64     // by what became of them
	began    time.Time
}

type request struct {
	page   string
	status int
}

type histogram struct {
	under [11]uint64 // by bound, the last of all others
	sum   float64
}

// New counts from now on.
func New() *Metrics {
	return &Metrics{requests: map[request]uint64{}, took: map[string]*histogram{}, letters: map[string]uint64{}, began: time.Now()}
}

// Request counts one that was answered. page is the pattern of its address, never the address.
func (m *Metrics) Request(page string, status int, took time.Duration) {
	kind := "page"
	switch {
	case strings.HasSuffix(page, "/stream"):
		kind = ""
	case page == "POST /p/{panel}/ballot" || page == "POST /p/{panel}/pairs":
		kind = "answer"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests[request{page, status}]++
	if kind == "" {
		return
	}
	h := m.took[kind]
	if h == nil {
		h = &histogram{}
		m.took[kind] = h
	}
	at, _ := slices.BinarySearch(bounds, took.Seconds())
	h.under[at]++
	h.sum += took.Seconds()
}

// Letters counts what became of letters.
func (m *Metrics) Letters(sent, refused int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.letters["sent"] += uint64(sent)
	m.letters["refused"] += uint64(refused)
}

// Write says all of it; phases are how many panels stand in each.
func (m *Metrics) Write(w io.Writer, phases map[string]int) error {
	var b bytes.Buffer
	head := func(name, kind, help string) { fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	gauge := func(name, help string, value float64) {
		head(name, "gauge", help)
		fmt.Fprintf(&b, "%s %s\n", name, number(value))
	}
	head("veche_build_info", "gauge", "The program's version.")
	fmt.Fprintf(&b, "veche_build_info{version=%q} 1\n", release.Version)
	gauge("process_start_time_seconds", "When the server began.", float64(m.began.UnixMilli())/1000)
	gauge("process_resident_memory_bytes", "Memory of the process.", resident())
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	gauge("go_memstats_heap_alloc_bytes", "Memory in use.", float64(memory.HeapAlloc))
	gauge("go_goroutines", "Threads of the program's own.", float64(runtime.NumGoroutine()))
	gauge("veche_streams", "Pages that follow a panel now.", float64(m.Streams.Load()))
	head("veche_panels", "gauge", "Panels that are kept, by phase.")
	for _, phase := range slices.Sorted(maps.Keys(phases)) {
		fmt.Fprintf(&b, "veche_panels{phase=%q} %d\n", phase, phases[phase])
	}
	m.counted(&b, head)
	_, err := w.Write(b.Bytes())
	return err
}

// counted writes what was counted.
func (m *Metrics) counted(b *bytes.Buffer, head func(name, kind, help string)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	head("veche_letters_total", "counter", "Letters, by what the mail server did with them.")
	for _, result := range slices.Sorted(maps.Keys(m.letters)) {
		fmt.Fprintf(b, "veche_letters_total{result=%q} %d\n", result, m.letters[result])
	}
	head("veche_requests_total", "counter", "Requests answered, by page and status.")
	keys := slices.SortedFunc(maps.Keys(m.requests), func(x, y request) int {
		return strings.Compare(x.page+strconv.Itoa(x.status), y.page+strconv.Itoa(y.status))
	})
	for _, k := range keys {
		fmt.Fprintf(b, "veche_requests_total{page=%q,status=\"%d\"} %d\n", k.page, k.status, m.requests[k])
	}
	head("veche_request_seconds", "histogram", "How long an answer or a page took.")
	for _, kind := range slices.Sorted(maps.Keys(m.took)) {
		h, all := m.took[kind], uint64(0)
		for k, bound := range append(slices.Clone(bounds), -1) {
			all += h.under[k]
			le := number(bound)
			if bound < 0 {
				le = "+Inf"
			}
			fmt.Fprintf(b, "veche_request_seconds_bucket{kind=%q,le=%q} %d\n", kind, le, all)
		}
		fmt.Fprintf(b, "veche_request_seconds_sum{kind=%q} %s\nveche_request_seconds_count{kind=%q} %d\n", kind, number(h.sum), kind, all)
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// resident is the process's memory as the system counts it; 0 where it does not say.
func resident() float64 {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseFloat(fields[1], 64)
	if err != nil {
		return 0
	}
	return pages * float64(os.Getpagesize())
}
