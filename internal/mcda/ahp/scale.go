package ahp

import "veche/internal/mcda/exact"

// JudgementScale names what a judgement's intensity 1 … 9 (1 equal, 3 moderate, 5 strong, 7 very strong, 9 extreme) means as a ratio. The empty string means
// [SaatyScale]. The forms are compared by K. D. Goepel 2019, Comparison of judgment scales of the analytical hierarchy process – a new approach, International
// Journal of Information Technology & Decision Making 18(2):445–463.
type JudgementScale string

const (
	// SaatyScale takes the intensity as the ratio, c = x (Saaty 1980): 1 … 9.
	SaatyScale JudgementScale = "saaty"
	// BalancedScale spaces the weights of two elements evenly: w = 0.45 + 0.05 x and c = w/(1 − w) = (9 + x)/(11 − x) (A. A. Salo & R. P. Hämäläinen 1997,
	// Journal of Multi-Criteria Decision Analysis 6(6):309–319): 1 … 9.
	BalancedScale JudgementScale = "balanced"
	// GeometricScale is c = 2^(x − 1) (F. A. Lootsma 1989, as in Goepel 2019): 1 … 256.
	GeometricScale JudgementScale = "geometric"
	// PowerScale is c = x² (P. T. Harker & L. G. Vargas 1987, Management Science 33(11):1383–1403): 1 … 81.
	PowerScale JudgementScale = "power"
	// InverseLinearScale is c = 9/(10 − x) (D. Ma & X. Zheng 1991): 1 … 9.
	InverseLinearScale JudgementScale = "inverse-linear"
)

// maxIntensity ends the scale of intensities.
const maxIntensity = 9

// JudgementScales lists the accepted values, the default first.
func JudgementScales() []JudgementScale {
	return []JudgementScale{SaatyScale, BalancedScale, GeometricScale, PowerScale, InverseLinearScale}
}

// ParseJudgementScale returns the scale called s, by its name or an alias, without regard to case and with '_' or ' ' for '-'. The empty string is the default.
// It reports false for an unknown name.
func ParseJudgementScale(s string) (JudgementScale, bool) {
	switch canonical(s) {
	case "", "saaty", "linear":
		return SaatyScale, true
	case "balanced", "salo-hamalainen", "salo-hämäläinen":
		return BalancedScale, true
	case "geometric", "lootsma":
		return GeometricScale, true
	case "power":
		return PowerScale, true
	case "inverse-linear", "ma-zheng":
		return InverseLinearScale, true
	}
	return "", false
}

// ValidIntensity reports whether x is an intensity: between 1 and 9, or the reciprocal of one that is, but for rounding.
func ValidIntensity(x float64) bool {
	const slack = 1 + 1e-12
	return x <= maxIntensity*slack && x*maxIntensity*slack >= 1
}

// Apply returns the ratio that the intensity x stands for: c(x) from 1 to 9, c(1) = 1, increasing, and 1/c(1/x) below 1. It panics when x is not a
// [ValidIntensity], which data must be checked for, and when s is unknown.
func (s JudgementScale) Apply(x float64) float64 {
	if !ValidIntensity(x) {
		panic("ahp: intensity is not between 1/9 and 9")
	}
	if x < 1 {
		return 1 / s.Apply(1/x)
	}
	switch s {
	case SaatyScale, "":
		return x
	case BalancedScale:
		return (9 + x) / (11 - x)
	case GeometricScale:
		return exact.Exp2(x - 1)
	case PowerScale:
		return x * x
	case InverseLinearScale:
		return 9 / (10 - x)
	}
	panic("ahp: unknown judgement scale " + string(s))
}
