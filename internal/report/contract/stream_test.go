package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/study"
)

// drawn is a small study of evidence and answers, with names that JSON has to escape.
func drawn(t *rapid.T) *study.Study {
	texts := rapid.SampledFrom([]string{"a", "B \"quoted\"", "Ёлка <&>", "line\nbreak", "\u2028", "back\\slash", "tab\t", "del\x7f", "\n  \"ranking\": []", "日本"})
	s := &study.Study{Title: texts.Draw(t, "title"), Settings: study.Settings{Weighting: "equal", Method: rapid.SampledFrom([]string{"topsis", "weighted-sum", "vikor", "promethee1", "moora"}).Draw(t, "method")}}
	s.Experts = []study.Expert{{ID: "E1"}, {ID: "E2"}}
	n, m := rapid.IntRange(1, 4).Draw(t, "criteria"), rapid.IntRange(2, 5).Draw(t, "technologies")
	for j := range n {
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprintf("%s%d", texts.Draw(t, "code"), n-j), Name: texts.Draw(t, "name")})
	}
	scored := rapid.IntRange(0, n).Draw(t, "scored")
	for i := range m {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%d%s", i, texts.Draw(t, "id")), Name: texts.Draw(t, "name"), Group: texts.Draw(t, "group")})
		for j := range n {
			x := rapid.Float64Range(0.001, 1).Draw(t, "x")
			switch rapid.IntRange(0, 3).Draw(t, "size") {
			case 0:
				x = math.Round(x * 10)
			case 1:
				x *= 1e-9
			}
			x += 1e-12
			if j >= scored {
				s.Evidence.Add(study.Measurement{Value: x, Technology: int32(i), Criterion: int32(j)})
				continue
			}
			for e := range int32(1 + i%2) {
				s.Scores = append(s.Scores, study.Score{Value: x, Round: -1, Expert: e, Technology: int32(i), Criterion: int32(j)})
			}
		}
	}
	return s
}

// What is streamed is to the byte what the encoder writes.
func TestWriteRankingIsTheContract(t *testing.T) {
	ranked := 0
	rapid.Check(t, func(t *rapid.T) {
		o, err := study.Evaluate(drawn(t))
		if err != nil {
			return // refused data
		}
		ranked++
		for _, tables := range []bool{false, true} {
			trace := o.Trace()
			var want, got bytes.Buffer
			e := json.NewEncoder(&want)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			wrong := e.Encode(OfRanking(o, trace, tables))
			err := WriteRanking(&got, o, trace, tables)
			if (wrong == nil) != (err == nil) || wrong == nil && got.String() != want.String() {
				t.Fatalf("streamed %v\n%s\nwant %v\n%s", err, &got, wrong, &want)
			}
			if wrong != nil && got.Len() > 0 {
				t.Fatalf("half of it was written: %s", &got)
			}
		}
	})
	if ranked < 20 {
		t.Errorf("only %d studies were ranked", ranked)
	}
}

// Numbers are those of the encoder.
func TestNumber(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, x float64) {
		want, wrong := json.Marshal(x)
		got, err := number([]byte("x"), x)
		if (wrong == nil) != (err == nil) || wrong == nil && string(got) != "x"+string(want) {
			t.Fatalf("%s, want %s", got, want)
		}
	}
	for power := -9; power <= 22; power++ { // where the way of writing changes
		x := math.Pow(10, float64(power))
		for _, x := range []float64{x, math.Nextafter(x, 0), math.Nextafter(x, 1e30), 5 * x, 1.25 * x, 9.999 * x} {
			check(t, x)
			check(t, -x)
		}
	}
	for _, x := range []float64{0, math.Copysign(0, -1), math.Inf(1), math.NaN(), math.MaxFloat64, math.SmallestNonzeroFloat64} {
		check(t, x)
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.Float64().Draw(t, "x")*math.Pow(10, float64(rapid.IntRange(-30, 30).Draw(t, "power"))))
		check(t, rapid.Float64Range(-1, 1).Draw(t, "share")*math.Pow(10, float64(rapid.IntRange(-8, 0).Draw(t, "zeros"))))
	})
}
