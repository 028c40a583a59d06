package web

import (
	"math"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// scoreValue is a score as a field's value: the number with all its digits, [unknown], or "" for no answer.
func scoreValue(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// parseScore reads what somebody typed or chose for a criterion: a number within its scale, with a decimal point or comma.
func parseScore(c *study.Criterion, text string) (float64, error) {
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	switch {
	case err != nil || math.IsInf(x, 0) || math.IsNaN(x) || strings.ContainsAny(text, "xXpP_"):
		return 0, language.Errorf("%s: “%s” is no number", c.Title(), text)
	case c.Min != nil && x < *c.Min, c.Max != nil && x > *c.Max:
		return 0, language.Errorf("%s: %s is outside of the scale", c.Title(), text)
	}
	return x, nil
}

// pairValue is a ratio of Saaty's scale as a field's value: 5, or 1/5 for the other side.
func pairValue(x float64) string {
	if x >= 1 {
		return strconv.Itoa(int(math.Round(x)))
	}
	return "1/" + strconv.Itoa(int(math.Round(1/x)))
}

// parsePair reads such a value.
func parsePair(text string) (float64, error) {
	digits, under := strings.CutPrefix(text, "1/")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > 9 {
		return 0, language.Errorf("“%s” is no mark of 1 to 9", text)
	}
	if under {
		return 1 / float64(n), nil
	}
	return float64(n), nil
}

// marks are the whole numbers of a scale of a few, nil for any other scale.
func marks(c *study.Criterion) []float64 {
	const most = 11
	if c.Min == nil || c.Max == nil || *c.Min != math.Trunc(*c.Min) || *c.Max != math.Trunc(*c.Max) || *c.Max-*c.Min >= most || *c.Max <= *c.Min {
		return nil
	}
	var all []float64
	for x := *c.Min; x <= *c.Max; x++ {
		all = append(all, x)
	}
	return all
}

// decimal is a number for reading with all the digits it has.
func decimal(l language.Language, x float64) string {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if l == language.Russian {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// ends say what the ends of a criterion's scale mean: which is better.
func ends(l language.Language, c *study.Criterion) (low, high string) {
	if c.Min == nil || c.Max == nil {
		return "", ""
	}
	worst, best := language.Say(l, "worst‹scale›"), language.Say(l, "best‹scale›")
	switch c.Sense.String() {
	case "cost":
		worst, best = best, worst
	case "target":
		worst, best = "", ""
		if c.Target != nil {
			best = language.Say(l, "best: %s", decimal(l, *c.Target))
		}
	}
	if c.Value != nil {
		worst, best = "", ""
	}
	join := func(x float64, word string) string {
		if word == "" {
			return decimal(l, x)
		}
		return decimal(l, x) + " – " + word
	}
	return join(*c.Min, worst), join(*c.Max, best)
}

// scaleOf says what may be entered on a criterion.
func scaleOf(l language.Language, c *study.Criterion) string {
	low, high := ends(l, c)
	var parts []string
	switch {
	case low != "":
		parts = append(parts, low+" … "+high)
	case c.Min != nil:
		parts = append(parts, language.Say(l, "from ")+decimal(l, *c.Min))
	case c.Max != nil:
		parts = append(parts, language.Say(l, "up to ")+decimal(l, *c.Max))
	}
	if c.Unit != "" {
		parts = append(parts, c.Unit)
	}
	return strings.Join(parts, "; ")
}
