package workbook

import (
	"slices"
	"testing"

	"veche/internal/study"
)

// A study's own synergy and rule that read as the template's examples come back when the study is written and read.
func TestOwnRowsLikeExamples(t *testing.T) {
	s, issues := ReadBytes("s.xlsx", plain().bytes(t))
	if err := issues.Err(); err != nil {
		t.Fatal(err)
	}
	a := slices.IndexFunc(s.Technologies, func(x study.Technology) bool { return x.ID == "T1" })
	b := slices.IndexFunc(s.Technologies, func(x study.Technology) bool { return x.ID == "T2" })
	s.Synergies = []study.Synergy{{A: int32(a), B: int32(b), Value: 0.1}}
	s.Rules = []study.Rule{{Kind: study.Requires, Subject: []string{"T2"}, Object: []string{"T1"}}}
	for _, l := range []string{"en", "ru"} {
		s.Settings.Language = l
		data, err := WriteStudy(s)
		if err != nil {
			t.Fatal(err)
		}
		again, issues := ReadBytes("again.xlsx", data)
		if issues.Err() != nil || len(again.Synergies) != 1 || len(again.Rules) != 1 {
			t.Errorf("%s: %v, %v, %v", l, again.Synergies, again.Rules, issues)
		}
	}
}
