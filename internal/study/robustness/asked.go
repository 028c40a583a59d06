package robustness

import (
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// ParseBounds reads C1=0.1:0.3.
func ParseBounds(pairs []string) (map[string][2]float64, error) {
	bounds := map[string][2]float64{}
	for _, pair := range pairs {
		code, a, b, ok := ParseBound(pair)
		if !ok {
			return nil, language.Errorf("--bounds takes CODE=LEAST:MOST, as C1=0.1:0.3, not %q", pair)
		}
		bounds[code] = [2]float64{a, b}
	}
	return bounds, nil
}

// ParseBound reads C1=0.1:0.3; ok is false for what is not written so.
func ParseBound(text string) (code string, low, high float64, ok bool) {
	code, ends, is := strings.Cut(text, "=")
	lo, hi, two := strings.Cut(ends, ":")
	if !two { // as veche select once wrote it
		lo, hi, two = strings.Cut(ends, "..")
	}
	low, errLow := strconv.ParseFloat(strings.TrimSpace(lo), 64)
	high, errHigh := strconv.ParseFloat(strings.TrimSpace(hi), 64)
	return strings.TrimSpace(code), low, high, is && two && errLow == nil && errHigh == nil
}

// ParseOrder reads C2>C1=C4>C3.
func ParseOrder(text string) (order [][]string) {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	for _, group := range strings.Split(text, ">") {
		var codes []string
		for _, code := range strings.Split(group, "=") {
			codes = append(codes, strings.TrimSpace(code))
		}
		order = append(order, codes)
	}
	return order
}

// Pair finds two ranked technologies by ID, the one ahead first.
func Pair(o *study.Outcome, ids []string) (*[2]int, error) {
	if len(ids) != 2 {
		return nil, language.Errorf("--pair takes two technologies, as T01,T04, not %d", len(ids))
	}
	var rows [2]int
	for k, id := range ids {
		if rows[k] = slices.IndexFunc(o.Rows, func(r study.Row) bool { return r.Technology.ID == strings.TrimSpace(id) }); rows[k] < 0 {
			return nil, language.Errorf("--pair: there is no ranked technology %q", id)
		}
	}
	if rows[0] == rows[1] {
		return nil, language.Errorf("--pair names %s twice", ids[0])
	}
	return &[2]int{o.Rows[min(rows[0], rows[1])].Index, o.Rows[max(rows[0], rows[1])].Index}, nil
}
