package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"veche/internal/live"
)

// A round that nobody answered, once closed, speaks of the round and never of a workbook's sheets, which nobody here fills in.
func TestNobodyAnswered(t *testing.T) {
	s := newStand(t, live.New{})
	chair := s.enter("chair")
	for _, act := range []string{"open", "close"} {
		if a := chair.act(act, url.Values{"sure": {"1"}}); a.status != http.StatusOK {
			t.Fatalf("%s: %d", act, a.status)
		}
	}
	for path, want := range map[string]string{"/screen": "Too few have answered", "/weights": "Too few have answered", "/room": "count in this round"} {
		a := chair.get(path)
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, without %q", path, a.status, want)
		}
		for _, never := range []string{"E-UNSCORED", "E-PANEL-NONE", "Scores!", "veche forms", "sheet Scores"} {
			if strings.Contains(a.body, never) {
				t.Errorf("%s says %q", path, never)
			}
		}
	}
}
