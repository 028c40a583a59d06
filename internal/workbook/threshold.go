package workbook

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// preferences are the spellings of the preference functions, in the form word gives them; Brans & Vincke (1985) number them 1 to 6, Brans in Roman. A lone V
// is the V-shape, not type V; see checkTypeV.
var preferences = map[string]mcda.PreferenceFunction{
	"usual": mcda.Usual, "usual criterion": mcda.Usual, "true criterion": mcda.Usual, "обычная": mcda.Usual, "обычный": mcda.Usual, "1": mcda.Usual, "i": mcda.Usual,
	"u": mcda.UShape, "u shape": mcda.UShape, "quasi criterion": mcda.UShape, "u образная": mcda.UShape, "п образная": mcda.UShape, "квазикритерий": mcda.UShape, "2": mcda.UShape, "ii": mcda.UShape,
	"v": mcda.VShape, "v shape": mcda.VShape, "linear preference": mcda.VShape, "v образная": mcda.VShape, "3": mcda.VShape, "iii": mcda.VShape,
	"level": mcda.Level, "level criterion": mcda.Level, "step": mcda.Level, "ступенчатая": mcda.Level, "уровневая": mcda.Level, "4": mcda.Level, "iv": mcda.Level,
	"linear": mcda.Linear, "v with indifference": mcda.Linear, "v shape with indifference": mcda.Linear, "linear with indifference": mcda.Linear, "линейная": mcda.Linear,
	"v образная с безразличием": mcda.Linear, "линейная с безразличием": mcda.Linear, "5": mcda.Linear, "type v": mcda.Linear,
	"gaussian": mcda.Gaussian, "gauss": mcda.Gaussian, "гауссова": mcda.Gaussian, "гауссовская": mcda.Gaussian, "гаусс": mcda.Gaussian, "6": mcda.Gaussian, "vi": mcda.Gaussian,
}

// romans are the numerals that show that a lone V is a numeral too.
var romans = []string{"i", "ii", "iii", "iv", "vi"}

// parsePreference reads the name or number of a preference function.
func parsePreference(text string) (mcda.PreferenceFunction, bool) {
	w := word(text)
	if n, ok := strings.CutPrefix(w, "тип "); ok {
		w = "type " + n
	}
	if f, ok := preferences[w]; ok {
		return f, true
	}
	f, ok := preferences[strings.TrimPrefix(w, "type ")]
	return f, ok
}

// formatPreference writes what parsePreference reads, "" for none.
func formatPreference(f mcda.PreferenceFunction) string {
	if f == mcda.VShape {
		return "v-shape" // V could be type V
	}
	return string(f)
}

func preferenceNames() []string {
	var names []string
	for _, f := range mcda.PreferenceFunctions() {
		names = append(names, formatPreference(f))
	}
	return names
}

// preference reads the columns of the outranking methods.
func (r row) preference() study.Preference {
	p := study.Preference{Q: r.threshold("Q"), P: r.threshold("P"), Veto: r.threshold("Veto"), Sigma: r.optional("Sigma")}
	if name := r.text("Preference"); name != "" {
		var ok bool
		if p.Function, ok = parsePreference(name); !ok {
			long := slices.DeleteFunc(slices.Sorted(maps.Keys(preferences)), func(w string) bool { return len(w) < 4 })
			r.t.r.fail("E-PREFERENCE", r.place(r.get("Preference")), name, language.M("Write %s, or 1 to 6%s.", strings.Join(preferenceNames(), ", "), didYouMean(name, long)),
				"%q is not a preference function.", name)
		}
	}
	if p.Sigma != nil && *p.Sigma <= 0 {
		c := r.get("Sigma")
		r.t.r.fail("E-THRESHOLD", r.place(c), text(c), language.M("Enter the difference at which the preference curve bends, above 0."), "Sigma is not above 0.")
		p.Sigma = nil
	}
	r.ordered("Q", p.Q, "P", p.P)
	r.ordered("P", p.P, "Veto", p.Veto)
	return p
}

// threshold reads a difference of scores that may grow with the score: a number, or a text such as 0.5 + 0.1g or 10%. nil when blank or at fault.
func (r row) threshold(name string) *mcda.Threshold {
	if r.t.col(name) == 0 {
		return nil
	}
	c := r.get(name)
	rd := r.t.r
	var t mcda.Threshold
	v, f := r.figure(c, sought{purpose: recorded})
	switch affine, unsure, ok := parseThreshold(c.Text); {
	case c.Kind == xlsx.Text && disfigured(c) != nil:
		rd.fault(r.place(c), c, disfigured(c))
		return nil
	case c.Kind == xlsx.Text && ok:
		t = affine
		if f == nil && v.over != 0 {
			rd.fail("E-FRACTION", r.place(c), text(c), language.M("Type the number that is meant."), "The fraction %s stands where a number belongs.", text(c))
			return nil
		}
		if unsure {
			if f == nil && t.Slope == 0 {
				t.Constant = v.value
			} else if f := r.t.decimalComma(c); f != nil {
				rd.fault(r.place(c), c, f)
				return nil
			}
		}
	case f != nil && f.code == "E-NUMBER":
		rd.fail("E-THRESHOLD", r.place(c), text(c), language.M("Type a number of 0 or more; a threshold that grows with the score g as 0.5 + 0.1g; a share of the score as 10%."), "The threshold %s cannot be read from %q.", name, text(c))
		return nil
	case f != nil:
		rd.fault(r.place(c), c, f)
		return nil
	case v.state != study.Given:
		return nil
	default:
		t.Constant = v.value
		if c.Format == xlsx.Percent {
			rd.warn("W-THRESHOLD-PERCENT", r.place(c), text(c), language.M("Type %gg if a share of the score is meant; else format the cell as a number.", v.value),
				"The threshold %s was read as the constant %g.", name, v.value)
		}
	}
	if t.Constant <= 0 && t.Slope < 0 || t.Constant < 0 && t.Slope <= 0 {
		rd.fail("E-THRESHOLD", r.place(c), text(c), language.M("Enter a threshold of 0 or more."), "The threshold %s is negative.", name)
		return nil
	}
	return &t
}

// ordered reports two constant thresholds that stand the wrong way round.
func (r row) ordered(low string, a *mcda.Threshold, high string, b *mcda.Threshold) {
	if a != nil && b != nil && a.Slope == 0 && b.Slope == 0 && a.Constant > b.Constant {
		c := r.get(high)
		r.t.r.fail("E-THRESHOLD", r.place(c), text(c), language.M("Correct one of the two: indifference Q, preference P and Veto must not decrease in this order."), "The threshold %s, %g, is below %s, %g.", high, b.Constant, low, a.Constant)
	}
}

// checkTypeV refuses a lone V that may be type V, the linear function, rather than the V-shape: beside other Roman numerals, or with a Q, which the V-shape
// has not. cells are those of the column Preference, by criterion.
func (r *reader) checkTypeV(t *table, cells []xlsx.Cell) {
	roman := slices.ContainsFunc(cells, func(c xlsx.Cell) bool { return slices.Contains(romans, word(text(c))) })
	for k, c := range cells {
		if q := r.study.Criteria[k].Preference.Q; word(text(c)) == "v" && (roman || q != nil && *q != mcda.Threshold{}) {
			r.fail("E-PREFERENCE", t.place(c.Row, c.Col), text(c), language.M("Write v-shape, or linear for type V."), "%q may be the V-shape or type V.", text(c))
		}
	}
}

const decimal = `\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d*)?(?:e[+-]?\d+)?|[.,]\d+(?:e[+-]?\d+)?`

// thresholdTerm is one term of a threshold: its sign, its number, %, and the score g, alone or as a factor.
var thresholdTerm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([+-]?) ?(` + decimal + `)?( ?%)?( ?[*·⋅×]? ?[gг])?`)
})

// parseThreshold reads a constant and a multiple of the score g, in either order: 0.5 + 0.1g, 0,1*g, 10%, 2.
func parseThreshold(text string) (t mcda.Threshold, unsure, ok bool) {
	rest := strings.ReplaceAll(fold(text), "−", "-")
	if !strings.Contains(rest, "%") {
		if v, unsure, ok := parseNumber(rest); ok {
			return mcda.Threshold{Constant: v}, unsure, true
		}
	}
	constants, slopes := 0, 0
	for first := true; rest != ""; first = false {
		m := thresholdTerm().FindStringSubmatch(rest)
		sign, digits, percent, g := m[1], m[2], m[3], strings.TrimSpace(m[4])
		if m[0] == "" || !first && sign == "" || digits == "" && (percent != "" || g != "g" && g != "г") {
			return t, false, false
		}
		v := 1.0
		if digits != "" {
			var doubtful, ok bool
			if v, doubtful, ok = parseNumber(digits + percent); !ok {
				return t, false, false
			}
			unsure = unsure || doubtful
		}
		if sign == "-" {
			v = -v
		}
		if percent != "" || g != "" {
			t.Slope = v
			slopes++
		} else {
			t.Constant = v
			constants++
		}
		rest = strings.TrimLeft(rest[len(m[0]):], " ")
	}
	return t, unsure, constants <= 1 && slopes <= 1 && constants+slopes > 0
}

// formatThreshold is the cell of a threshold: blank, a number, or the text that parseThreshold reads.
func formatThreshold(t *mcda.Threshold) any {
	switch {
	case t == nil:
		return nil
	case t.Slope == 0:
		return t.Constant
	case t.Constant == 0:
		return fmt.Sprintf("%gg", t.Slope)
	case t.Slope < 0:
		return fmt.Sprintf("%g - %gg", t.Constant, -t.Slope)
	}
	return fmt.Sprintf("%g + %gg", t.Constant, t.Slope)
}
