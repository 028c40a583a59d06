package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// What is streamed of a report is to the byte what the encoder writes, whatever parts it has; and where that refuses, nothing is written.
func TestWriteRobustnessIsTheContract(t *testing.T) {
	assessed, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawn(t)
		s.Settings.Shortlist = rapid.IntRange(0, len(s.Technologies)).Draw(t, "shortlist")
		o, err := study.Evaluate(s)
		if err != nil {
			return // refused data
		}
		var parts []string
		for _, part := range robustness.Parts() {
			if rapid.Bool().Draw(t, part) {
				parts = append(parts, part)
			}
		}
		if parts == nil {
			parts = []string{robustness.PartInfluence}
		}
		r, err := robustness.Assess(context.Background(), o, robustness.Options{Sharing: robust.Proportional, Parts: parts, Draws: robustness.DrawOptions{Draws: 20}})
		if err != nil {
			return
		}
		assessed++
		var pair *[2]int
		if len(o.Rows) > 1 && rapid.Bool().Draw(t, "pair") {
			pair = &[2]int{0, 1}
		}
		if r.Draws != nil && rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
			r.Draws.Ranks[len(o.Rows)-1][0] = math.Inf(1)
		}
		var want, got bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		wrong := e.Encode(OfRobustness(r, pair))
		err = WriteRobustness(&got, r, pair)
		if (wrong == nil) != (err == nil) || wrong == nil && got.String() != want.String() {
			t.Fatalf("streamed %v\n%s\nwant %v\n%s", err, &got, wrong, &want)
		}
		if wrong != nil {
			if refused++; got.Len() > 0 {
				t.Fatalf("half of it was written: %s", &got)
			}
		}
	})
	if assessed < 20 || refused == 0 {
		t.Errorf("%d reports were assessed, %d refused", assessed, refused)
	}
}
