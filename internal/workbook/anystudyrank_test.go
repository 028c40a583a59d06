package workbook

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/ci"
	"veche/internal/mcda"
	"veche/internal/study"
)

// ranksAgain: a study of any numbers, ranked by any method under any weighting, ranks after it was written and read as before: the same order, the same scores
// and weights to the bit, or the same words on why it cannot be ranked.
func ranksAgain(t *rapid.T) {
	s := anyStudy(t)
	s.Settings.Method = rapid.SampledFrom(mcda.Methods()).Draw(t, "method").Name
	if weighting, _ := study.LookupSetting("weighting"); rapid.Bool().Draw(t, "another weighting") {
		weighting.Set(s, rapid.SampledFrom(weighting.Choices()).Draw(t, "weighting"))
	}
	data, err := WriteStudy(s)
	if err != nil {
		t.Fatal(err)
	}
	again, issues := ReadBytes("any.xlsx", data)
	want, before := study.Evaluate(s)
	if err := issues.Err(); err != nil {
		if before == nil {
			t.Fatalf("it ranks, and once written it does not read: %v", err)
		}
		return
	}
	got, after := study.Evaluate(again)
	if (before == nil) != (after == nil) {
		t.Fatalf("by %s, %s: was %v, is %v", s.Settings.Method, s.Settings.Weighting, before, after)
	}
	if before != nil {
		return
	}
	if len(want.Rows) != len(got.Rows) || len(want.Global) != len(got.Global) {
		t.Fatalf("%d technologies by %d criteria, were %d by %d", len(got.Rows), len(got.Global), len(want.Rows), len(want.Global))
	}
	for j, w := range want.Global {
		if math.Float64bits(w) != math.Float64bits(got.Global[j]) {
			t.Errorf("weight %d is %v, was %v", j+1, got.Global[j], w)
		}
	}
	for k := range want.Rows {
		a, b := &want.Rows[k], &got.Rows[k]
		if a.Technology.ID != b.Technology.ID || a.Rank != b.Rank || math.Float64bits(a.Score) != math.Float64bits(b.Score) {
			t.Errorf("by %s, %s: place %d is %s with %v, was %s with %v", s.Settings.Method, s.Settings.Weighting, b.Rank, b.Technology.ID, b.Score, a.Technology.ID, a.Score)
		}
	}
}

func TestAnyStudyRanksAgain(t *testing.T) { ci.Check(t, ranksAgain) }

func FuzzAnyStudyRanksAgain(f *testing.F) {
	seeds(f, 24, 6000)
	f.Fuzz(rapid.MakeFuzz(ranksAgain))
}

// seeds gives a fuzzer of what rapid draws bytes enough to draw from.
func seeds(f *testing.F, count, length int) {
	x := uint64(16)
	for range count {
		data := make([]byte, length)
		for k := range data {
			x = x*6364136223846793005 + 1442695040888963407
			data[k] = byte(x >> 56)
		}
		f.Add(data)
	}
}
