package workbook

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"veche/internal/mcda"
	"veche/internal/study"
)

// outranked is the plain study with the columns of the outranking methods, in H to L; the values are those of C1.
func outranked(preference, q, p, sigma, veto any) book {
	b := plain()
	for k, v := range []any{"Preference", "Q", "P", "Sigma", "Veto"} {
		b.set("Criteria", string(rune('H'+k))+"1", v)
	}
	for k, v := range []any{preference, q, p, sigma, veto} {
		b.set("Criteria", string(rune('H'+k))+"2", v)
	}
	return b
}

func TestPreferenceFunctions(t *testing.T) {
	for want, spellings := range map[mcda.PreferenceFunction][]any{
		mcda.Usual:    {"usual", "Usual criterion", "I", 1, "обычная", "type 1", "тип I"},
		mcda.UShape:   {"u", "U-shape", "u_shape", "II", "2", "П-образная", "U-образная", "тип 2"},
		mcda.VShape:   {"v", "V", "v-shape", "V shape", "III", 3, "V-образная"},
		mcda.Level:    {"level", "IV", 4, "Ⅳ", "ступенчатая"},
		mcda.Linear:   {"linear", "v with indifference", "V-shape with indifference", "type V", "тип V", 5, "Линейная"},
		mcda.Gaussian: {"gaussian", "Gauss", "VI", 6, "Гауссова"},
	} {
		for _, typed := range spellings {
			s, issues := outranked(typed, nil, nil, nil, nil).read(t)
			if len(issues) > 0 || s.Criteria[0].Preference.Function != want {
				t.Errorf("%v: %q, want %q; %v", typed, s.Criteria[0].Preference.Function, want, issues)
			}
		}
		if f, ok := parsePreference(formatPreference(want)); !ok || f != want {
			t.Errorf("%s is written as %s", want, formatPreference(want))
		}
	}
	for w, f := range preferences {
		if word(w) != w {
			t.Errorf("%q (%s) is never found", w, f)
		}
	}
	if len(preferenceNames()) != 6 || formatPreference("") != "" {
		t.Errorf("names %v", preferenceNames())
	}
}

func TestThresholds(t *testing.T) {
	for _, c := range []struct {
		typed any
		want  mcda.Threshold
	}{
		{2, mcda.Threshold{Constant: 2}}, {0, mcda.Threshold{}}, {"0,5", mcda.Threshold{Constant: 0.5}}, {"0.25", mcda.Threshold{Constant: 0.25}},
		{"0.5 + 0.1g", mcda.Threshold{Constant: 0.5, Slope: 0.1}}, {"0.1g+0.5", mcda.Threshold{Constant: 0.5, Slope: 0.1}}, {"0,5 + 0,1 g", mcda.Threshold{Constant: 0.5, Slope: 0.1}},
		{"0.1*g", mcda.Threshold{Slope: 0.1}}, {"0,1·g", mcda.Threshold{Slope: 0.1}}, {"0.1 × G", mcda.Threshold{Slope: 0.1}}, {"g", mcda.Threshold{Slope: 1}}, {"0,2г", mcda.Threshold{Slope: 0.2}},
		{"10%", mcda.Threshold{Slope: 0.1}}, {"12,5 %", mcda.Threshold{Slope: 0.125}}, {"2 + 10%", mcda.Threshold{Constant: 2, Slope: 0.1}}, {"10%g + 2", mcda.Threshold{Constant: 2, Slope: 0.1}},
		{"1 000 + 0.1g", mcda.Threshold{Constant: 1000, Slope: 0.1}}, {"0.2g - 1", mcda.Threshold{Constant: -1, Slope: 0.2}}, {"3 − 0.1g", mcda.Threshold{Constant: 3, Slope: -0.1}},
		{"1e-3g", mcda.Threshold{Slope: 0.001}},
	} {
		s, issues := outranked(nil, c.typed, nil, nil, nil).read(t)
		if q := s.Criteria[0].Preference.Q; len(issues) > 0 || q == nil || math.Abs(q.Constant-c.want.Constant) > 1e-15 || math.Abs(q.Slope-c.want.Slope) > 1e-15 {
			t.Errorf("%v: %v, want %v; %v", c.typed, q, c.want, issues)
		}
	}
	for _, typed := range []any{nil, "", "n/a", "-"} {
		if s, issues := outranked(nil, typed, nil, nil, nil).read(t); len(issues) > 0 || s.Criteria[0].Preference.Q != nil {
			t.Errorf("%v: %v, %v", typed, s.Criteria[0].Preference.Q, issues)
		}
	}
	s, issues := outranked("линейная", 1, "2", 0.5, "3 + g").read(t)
	if f := s.Criteria[0].Preference; len(issues) > 0 || f.Function != mcda.Linear || f.Q.Constant != 1 || f.P.Constant != 2 || *f.Sigma != 0.5 || *f.Veto != (mcda.Threshold{Constant: 3, Slope: 1}) {
		t.Errorf("%+v, %v", f, issues)
	}
	if s.Criteria[1].Preference != (study.Preference{}) {
		t.Errorf("C2: %+v", s.Criteria[1].Preference)
	}
}

// A cell formatted as a percentage holds a constant; that it may be meant as a share is said.
func TestThresholdPercentCell(t *testing.T) {
	data := withStyle(t, outranked(nil, 0.1, nil, nil, nil), "Criteria", "I2", 9)
	s, issues := ReadBytes("b.xlsx", data)
	if len(issues) != 1 || issues[0].Code != "W-THRESHOLD-PERCENT" || issues[0].Cell != "I2" || !strings.Contains(issues[0].Remedy.String(), "0.1g") {
		t.Errorf("issues %v", issues)
	}
	if q := s.Criteria[0].Preference.Q; *q != (mcda.Threshold{Constant: 0.1}) {
		t.Errorf("read as %v", q)
	}
}

func TestPlantedFaultsOfThresholds(t *testing.T) {
	for _, c := range []plantedFault{
		{"an unknown preference function", "E-PREFERENCE", "Criteria!H2", outranked("gausian", nil, nil, nil, nil), "did you mean gaussian"},
		{"a number that is none", "E-PREFERENCE", "Criteria!H2", outranked(7, nil, nil, nil, nil), "1 to 6"},
		{"a Russian slip", "E-PREFERENCE", "Criteria!H2", outranked("линеная", nil, nil, nil, nil), "did you mean линейная"},
		{"V beside Roman numerals", "E-PREFERENCE", "Criteria!H2", outranked("V", nil, nil, nil, nil).set("Criteria", "H3", "VI"), "linear for type V"},
		{"V with a Q", "E-PREFERENCE", "Criteria!H2", outranked("V", 1, 2, nil, nil), "linear for type V"},
		{"a negative threshold", "E-THRESHOLD", "Criteria!I2", outranked(nil, -1, nil, nil, nil), "0 or more"},
		{"a share that is negative", "E-THRESHOLD", "Criteria!J2", outranked(nil, nil, "-0.1g", nil, nil), "P is negative"},
		{"a threshold negative at every score", "E-THRESHOLD", "Criteria!L2", outranked(nil, nil, nil, nil, "-1 - 0.1g"), "Veto is negative"},
		{"no threshold at all", "E-THRESHOLD", "Criteria!I2", outranked(nil, "some", nil, nil, nil), "0.5 + 0.1g"},
		{"two shares", "E-THRESHOLD", "Criteria!I2", outranked(nil, "0.1g + 10%", nil, nil, nil), "cannot be read"},
		{"a product of scores", "E-THRESHOLD", "Criteria!I2", outranked(nil, "0.1gg", nil, nil, nil), "cannot be read"},
		{"a factor without a number", "E-THRESHOLD", "Criteria!I2", outranked(nil, "1 + *g", nil, nil, nil), "cannot be read"},
		{"a dangling sign", "E-THRESHOLD", "Criteria!I2", outranked(nil, "0.1g +", nil, nil, nil), "cannot be read"},
		{"Q above P", "E-THRESHOLD", "Criteria!J2", outranked(nil, 3, 2, nil, nil), "below Q, 3"},
		{"P above the veto", "E-THRESHOLD", "Criteria!L2", outranked(nil, nil, 2, nil, 1), "below P, 2"},
		{"Sigma of 0", "E-THRESHOLD", "Criteria!K2", outranked("gaussian", nil, nil, 0, nil), "above 0"},
		{"a threshold without a saved value", "E-NO-CACHE", "Criteria!I2", outranked(nil, formula("1/C4"), nil, nil, nil), "=1/C4"},
	} {
		c.check(t)
	}
	if s, issues := outranked("V", 0, 2, nil, nil).read(t); len(issues) > 0 || s.Criteria[0].Preference.Function != mcda.VShape {
		t.Errorf("V with Q 0: %v", issues)
	}
}

func TestFormatThresholdReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-1e9, 1e9), rapid.Float64Range(-1, 1))
		want := mcda.Threshold{Constant: number.Draw(t, "constant"), Slope: number.Draw(t, "slope")}
		got := mcda.Threshold{}
		switch cell := formatThreshold(&want).(type) {
		case float64:
			got.Constant = cell
		case string:
			var ok bool
			if got, _, ok = parseThreshold(cell); !ok {
				t.Fatalf("%v is written as %q, which is not read", want, cell)
			}
		}
		if got != want {
			t.Fatalf("%v read back as %v", want, got)
		}
	})
}
