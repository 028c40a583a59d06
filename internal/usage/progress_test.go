package usage

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"veche/internal/language"
)

// The line comes after a while, goes before anything is printed, stays away while somebody is asked or a line is not ended, and leaves nothing behind.
func TestProgress(t *testing.T) {
	var terminal bytes.Buffer // read under the lock, and after the end
	p := &Progress{to: &terminal}
	shows := func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.shown
	}
	comes := func(what string) {
		t.Helper()
		for range 5000 {
			if shows() {
				return
			}
			time.Sleep(time.Millisecond)
		}
		t.Fatalf("%s: the line does not come", what)
	}
	en, _ := language.Named("en")
	go p.tell(en, nil, 5*time.Millisecond)
	comes("at first")
	out := p.Over(&terminal)
	if _, err := out.Write([]byte("half a ")); err != nil || shows() {
		t.Fatalf("it stands in what is printed: %v", err)
	}
	time.Sleep(20 * time.Millisecond)
	if shows() {
		t.Error("it stands within a line")
	}
	if _, err := out.Write([]byte("line\n")); err != nil {
		t.Fatal(err)
	}
	comes("after a line")
	release := p.Hold()
	time.Sleep(20 * time.Millisecond)
	if shows() {
		t.Error("it stands where somebody is asked")
	}
	release()
	comes("after asking")
	p.Stop()
	if left := terminal.String(); strings.Count(left, "at work for") != strings.Count(left, "\r\x1b[K") || !strings.HasSuffix(left, "\r\x1b[K") || !strings.Contains(left, "half a line\n") {
		t.Errorf("it leaves %q", left)
	}
	if quiet := Watch(&terminal, en, nil); quiet.Over(&terminal) != any(&terminal) {
		t.Error("what is no terminal is told of work")
	}
}
