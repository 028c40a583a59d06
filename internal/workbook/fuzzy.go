package workbook

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// centroid is the crisp number that stands for a fuzzy one where a method takes none: (l + m + u)/3, of a trapezoid the centre of its area.
func centroid(f mcda.Fuzzy) float64 {
	if f[1] != f[2] {
		return f.Centroid()
	}
	return f[1] + ((f[3]-f[1])-(f[1]-f[0]))/3
}

// formatFuzzy writes what parseFuzzy reads.
func formatFuzzy(values []float64) string {
	parts := make([]string, len(values))
	for k, x := range values {
		parts[k] = fmt.Sprintf("%g", x)
	}
	return strings.Join(parts, "; ")
}

// formatTriangle writes what parseFuzzy reads.
func formatTriangle(t mcda.Triangle) string { return formatFuzzy(t[:]) }

// fuzzyOf is a fuzzy number of three numbers or four.
func fuzzyOf(values []float64) mcda.Fuzzy {
	if len(values) == 3 {
		return mcda.Triangle(values).Fuzzy()
	}
	return mcda.Fuzzy(values)
}

// parseFuzzy reads a fuzzy number typed as text, triangular: 0.7; 0.9; 1, or (0,7; 0,9; 1), or (0.7, 0.9, 1), or trapezoidal: four numbers; commas separate only in
// brackets, where no number has a decimal comma. meant is false for a text that is no attempt at it, such as one number.
func parseFuzzy(text string) (values []float64, unsure, meant bool, f *fault) {
	if len(text) > maxNumber || !strings.ContainsAny(text, ";；([（［") {
		return nil, false, false, nil
	}
	inside := fold(text)
	bracketed := false
	for _, pair := range []string{"()", "[]"} {
		if rest, ok := strings.CutPrefix(inside, pair[:1]); ok {
			if inside, bracketed = strings.CutSuffix(rest, pair[1:]); !bracketed {
				return nil, false, false, nil
			}
		}
	}
	separator := ";"
	if bracketed && !strings.Contains(inside, ";") {
		separator = ","
		if strings.Contains(inside, ", ") {
			separator = ", "
		}
	}
	parts := strings.Split(inside, separator)
	for _, part := range parts {
		v, doubtful, ok := parseNumber(part)
		if !ok || separator != ";" && strings.Contains(part, ",") {
			continue
		}
		values, unsure = append(values, v), unsure || doubtful
	}
	switch {
	case len(values) == 0 || len(parts) == 1:
		return nil, false, false, nil
	case len(values) != len(parts) || len(parts) != 3 && len(parts) != 4:
		return nil, false, true, &fault{"E-FUZZY", language.M("%q is not three or four numbers.", clean(text)), language.M("Type one number, or the three of a fuzzy number with semicolons between them: 6; 7; 8.")}
	case !slices.IsSorted(values):
		return nil, false, true, &fault{"E-FUZZY", language.M("The numbers %s of a fuzzy number are not in order.", formatFuzzy(values)), language.M("Type the lowest possible value, the likeliest, and the highest.")}
	}
	return values, unsure, true, nil
}

// typed stands for the place in Terms of a fuzzy number that is not on the Scale sheet but typed in its cell.
const typed = -1

// quantity is what a cell holds that may be a number, a term of the Scale sheet, or a fuzzy number; the reading's value is the centroid of a fuzzy one.
type quantity struct {
	reading
	fuzzy mcda.Fuzzy
	four  bool  // it was given as four numbers, a trapezoid
	term  int32 // of a fuzzy one: its place in Study.Terms, from 1, or typed; 0: crisp
}

// take makes the quantity a fuzzy number of three numbers or four.
func (q *quantity) take(values []float64, term int32) {
	q.fuzzy, q.four, q.term = fuzzyOf(values), len(values) == 4, term
	q.value = centroid(q.fuzzy)
}

// numbers are those of a fuzzy quantity as they were given: three or four.
func (q *quantity) numbers() []float64 {
	if q.four {
		return slices.Clone(q.fuzzy[:])
	}
	return []float64{q.fuzzy[0], q.fuzzy[1], q.fuzzy[3]}
}

// quantity reads such a cell; ok is false after a fault was reported.
func (r row) quantity(c xlsx.Cell, want sought) (q quantity, ok bool) {
	rd := r.t.r
	if (want.purpose == scored || want.purpose == measured) && len(rd.numberTerms) > 0 && unreadable(c) == nil {
		if v, f := r.figure(c, want); f == nil && v.state == study.Given {
			return r.recoded(c, v)
		}
	}
	if c.Kind == xlsx.Text {
		if k := rd.term(c); k >= 0 && !(rd.isNumberTerm(k) && want.purpose != scored && want.purpose != measured) {
			values := rd.study.Terms[k].Values
			if len(values) == 1 {
				q.value = values[0]
				return q, true
			}
			q.take(values, int32(k+1))
			return q, true
		}
		values, unsure, meant, f := parseFuzzy(c.Text)
		if f == nil && meant {
			f = disfigured(c)
		}
		if f != nil {
			rd.fault(r.place(c), c, f)
			return q, false
		}
		if meant {
			if f := r.t.decimalComma(c); unsure && f != nil {
				rd.fault(r.place(c), c, f)
				return q, false
			}
			q.take(values, typed)
			return q, true
		}
	}
	v, f := r.figure(c, want)
	if f != nil {
		if f.code == "E-NUMBER" && len(rd.terms.all) > 0 {
			f.remedy = language.M("Type a number or a term of the Scale sheet%s.", didYouMean(text(c), rd.terms.all))
		}
		rd.fault(r.place(c), c, f)
		return q, false
	}
	q.reading = v
	return q, true
}

// isPlain reports a cell whose quantity is its number, whatever else the sheet holds: of a large study nearly all are so, and need not be looked at from all sides.
func (r *reader) isPlain(c *xlsx.Cell) bool {
	if c.Kind != xlsx.Number || c.HasFormula && !c.Cached || c.Literal != "" || len(r.numberTerms) > 0 {
		return false
	}
	switch c.Format {
	case xlsx.Date, xlsx.Percent, xlsx.Fraction:
		return false
	}
	return !math.IsInf(c.Number, 0) && !math.IsNaN(c.Number)
}

// within reports a value that a criterion's Min and Max allow.
func within(k *study.Criterion, x float64) bool {
	return (k.Min == nil || x >= *k.Min) && (k.Max == nil || x <= *k.Max)
}

// recoded is a number that the Scale sheet gives another value, whatever the type of its cell.
func (r row) recoded(c xlsx.Cell, v reading) (q quantity, ok bool) {
	rd := r.t.r
	k, ok := rd.numberTerms[v.value]
	if !ok {
		rd.fail("E-TERM-NUMBER", r.place(c), text(c), language.M("Type one of the terms of the Scale sheet, or take the numbers off it if they are no terms."), "%s is not one of the numbers that the Scale sheet gives other values.", text(c))
		return q, false
	}
	values := rd.study.Terms[k].Values
	if len(values) == 1 {
		q.value = values[0]
	} else {
		q.take(values, int32(k+1))
	}
	if q.value != v.value && !r.t.saidRecoded {
		r.t.saidRecoded = true
		rd.warn("W-TERM-NUMBER", r.place(c), text(c), language.M("Nothing needs doing if the numbers are terms of the Scale sheet."), "The numbers of this sheet stand for the values of the Scale sheet: %s is %s.", text(c), plainly(q.value))
	}
	return q, true
}

// isNumberTerm reports whether a term is a number itself.
func (r *reader) isNumberTerm(k int) bool {
	f, ok := parseFigure(r.study.Terms[k].Name)
	if !ok {
		return false
	}
	at, ok := r.numberTerms[f.value]
	return ok && at == k
}

// term finds the term of the Scale sheet that a text cell names; −1 when there is none.
func (r *reader) term(c xlsx.Cell) int {
	if len(r.terms.all) == 0 {
		return -1
	}
	return r.terms.find(c.Text)
}

// register returns the place in Terms, from 1, of a quantity that is an answer: the same numbers typed again are the same nameless term.
func (r *reader) register(q *quantity, at study.Origin) int32 {
	if q.term != typed {
		return q.term
	}
	text := formatFuzzy(q.numbers())
	k, ok := r.typed[text]
	if !ok {
		if r.typed == nil {
			r.typed = map[string]int32{}
		}
		r.study.Terms = append(r.study.Terms, study.Term{Values: q.numbers(), Origin: at})
		k = int32(len(r.study.Terms))
		r.typed[text] = k
	}
	return k
}

// inScale checks a quantity, and the ends of a fuzzy one, against the criterion's Min and Max.
func (r row) inScale(c xlsx.Cell, criterion int32, q *quantity) bool {
	k := &r.t.r.study.Criteria[criterion]
	lo, hi := q.value, q.value
	if q.term != 0 {
		lo, hi = q.fuzzy[0], q.fuzzy[3]
	}
	low, high := k.Min != nil && lo < *k.Min, k.Max != nil && hi > *k.Max
	if !low && !high {
		return true
	}
	remedy := language.M("Correct it.")
	if k.Min != nil && k.Max != nil {
		remedy = language.M("Enter %g to %g.", *k.Min, *k.Max)
	}
	if high {
		r.t.r.fail("E-SCORE-RANGE", r.place(c), text(c), remedy, "%g is above the maximum %g of %s.", hi, *k.Max, k.Code)
	} else {
		r.t.r.fail("E-SCORE-RANGE", r.place(c), text(c), remedy, "%g is below the minimum %g of %s.", lo, *k.Min, k.Code)
	}
	return false
}
