package workbook

import (
	"fmt"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
)

// limits reads the column Limits: the scores that part the classes of ELECTRE TRI-B, from the worst class to the best, as "50; 70", growing for a benefit and
// falling for a cost.
func (r row) limits(sense mcda.Sense) []float64 {
	typed := r.text("Limits")
	if typed == "" {
		return nil
	}
	c := r.get("Limits")
	if f := disfigured(c); f != nil {
		r.t.r.fault(r.place(c), c, f)
		return nil
	}
	var limits []float64
	for part := range strings.SplitSeq(typed, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		x, unsure, ok := parseNumber(part)
		if f := r.t.decimalComma(c); ok && unsure && f != nil {
			r.t.r.fault(r.place(c), c, f)
			return nil
		}
		k := len(limits)
		var reason language.Message
		switch {
		case !ok || strings.ContainsAny(part, "/⁄"):
			reason = language.M("%q is no number", strings.TrimSpace(part))
		case k > 0 && sense == mcda.Benefit && x < limits[k-1]:
			reason = language.M("%g comes after %g, but of a benefit the better class has the larger limit", x, limits[k-1])
		case k > 0 && sense != mcda.Benefit && x > limits[k-1]:
			reason = language.M("%g comes after %g, but of a cost or a distance from a target the better class has the smaller limit", x, limits[k-1])
		default:
			limits = append(limits, x)
			continue
		}
		r.t.r.fail("E-LIMITS", r.place(r.get("Limits")), typed, language.M("Write the limits from the worst class to the best with semicolons between them: 50; 70."), "The limits between classes of %s cannot be read: %s.", r.text("Code"), reason)
		return nil
	}
	return limits
}

// formatLimits writes what limits reads; nil for none.
func formatLimits(limits []float64) any {
	if limits == nil {
		return nil
	}
	if len(limits) == 1 {
		return limits[0]
	}
	parts := make([]string, len(limits))
	for k, x := range limits {
		parts[k] = fmt.Sprintf("%g", x)
	}
	return strings.Join(parts, "; ")
}
