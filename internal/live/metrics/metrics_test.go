package metrics

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What is written is the text format 0.0.4: every sample under its HELP and TYPE, histograms cumulative and ending with all, and the counts are those that were made.
// https://prometheus.io/docs/instrumenting/exposition_formats/
func TestWrite(t *testing.T) {
	m := New()
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for k := range 25 {
				m.Request("POST /p/{panel}/ballot", 200, time.Duration(k)*10*time.Millisecond)
				m.Request("GET /p/{panel}/room", 403, 10*time.Second)
				m.Request("GET /p/{panel}/stream", 200, time.Hour)
			}
		})
	}
	wait.Wait()
	m.Letters(3, 1)
	m.Streams.Add(2)
	var b bytes.Buffer
	if err := m.Write(&b, map[string]int{"open": 2, "preparing": 1}); err != nil {
		t.Fatal(err)
	}
	sample := regexp.MustCompile(`^([a-z_]+)(\{[a-z]+="[^"\n]*"(?:,[a-z]+="[^"\n]*")*\})? (\S+)$`)
	typed, got := map[string]string{}, map[string]float64{}
	for _, line := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		if f := strings.Fields(line); strings.HasPrefix(line, "# TYPE ") {
			if typed[f[2]] != "" {
				t.Errorf("%s is typed twice", f[2])
			}
			typed[f[2]] = f[3]
			continue
		} else if strings.HasPrefix(line, "# HELP ") {
			continue
		}
		x := sample.FindStringSubmatch(line)
		if x == nil {
			t.Fatalf("no sample: %q", line)
		}
		base := x[1]
		for _, end := range []string{"_bucket", "_sum", "_count"} {
			if cut, ok := strings.CutSuffix(x[1], end); ok && typed[cut] == "histogram" {
				base = cut
			}
		}
		if typed[base] == "" {
			t.Errorf("%s has no TYPE before it", x[1])
		}
		value, err := strconv.ParseFloat(x[3], 64)
		if err != nil {
			t.Error(err)
		}
		got[x[1]+x[2]] = value
	}
	for name, want := range map[string]float64{
		`veche_requests_total{page="POST /p/{panel}/ballot",status="200"}`: 100,
		`veche_requests_total{page="GET /p/{panel}/stream",status="200"}`:  100,
		`veche_request_seconds_bucket{kind="answer",le="0.1"}`:             44, // 0 to 100 ms of 25 steps of 10 ms, four times
		`veche_request_seconds_bucket{kind="answer",le="+Inf"}`:            100,
		`veche_request_seconds_count{kind="answer"}`:                       100,
		`veche_request_seconds_bucket{kind="page",le="5"}`:                 0,
		`veche_request_seconds_bucket{kind="page",le="+Inf"}`:              100,
		`veche_letters_total{result="sent"}`:                               3,
		`veche_letters_total{result="refused"}`:                            1,
		`veche_panels{phase="open"}`:                                       2,
		`veche_streams`:                                                    2,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s is %v, not %v", name, value, want)
		}
	}
	if got["go_goroutines"] < 1 || got["process_start_time_seconds"] < 1.7e9 {
		t.Errorf("%v", got)
	}
}
