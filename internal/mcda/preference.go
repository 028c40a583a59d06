package mcda

import (
	"math"
)

// PreferenceFunction names one of the six generalised criteria of Brans & Vincke 1985: how a difference d of scores becomes a preference between 0 and 1.
type PreferenceFunction string

const (
	Usual    PreferenceFunction = "usual"    // 1 when d > 0
	UShape   PreferenceFunction = "u"        // 1 when d > q
	VShape   PreferenceFunction = "v"        // d/p, at most 1
	Level    PreferenceFunction = "level"    // ½ when q < d ≤ p, 1 when d > p
	Linear   PreferenceFunction = "linear"   // (d − q)/(p − q) between q and p
	Gaussian PreferenceFunction = "gaussian" // 1 − exp(−d²/2σ²)
)

// PreferenceFunctions lists the six, the default first.
func PreferenceFunctions() []PreferenceFunction {
	return []PreferenceFunction{Usual, UShape, VShape, Level, Linear, Gaussian}
}

// Threshold is a difference of scores on a criterion that may grow with the score g it is taken from: Constant + Slope·g. PROMETHEE takes constant ones.
type Threshold struct{ Constant, Slope float64 }

// At returns the threshold at score g, never below 0.
func (t *Threshold) At(g float64) float64 {
	if t == nil {
		return 0
	}
	return max(0, t.Constant+float64(t.Slope*math.Abs(g)))
}

// Preference says how differences on a criterion count in the outranking methods. A threshold that is nil was not given.
type Preference struct {
	Function PreferenceFunction // "": the one that fits the thresholds given
	Q        *Threshold         // indifference
	P        *Threshold         // preference
	Veto     *Threshold
	Sigma    *float64 // of the Gaussian
}

// fault is what is wrong with the thresholds.
func (f *Preference) fault() Reason {
	for _, t := range []struct {
		name string
		*Threshold
	}{{"Q", f.Q}, {"P", f.P}, {"Veto", f.Veto}} {
		if t.Threshold != nil && (!(math.Abs(t.Constant) <= maxMagnitude) || !(math.Abs(t.Slope) <= maxMagnitude) || t.Constant < 0 && t.Slope <= 0) {
			return Because("the threshold %s must be 0 or more", Because(t.name))
		}
	}
	if f.Sigma != nil && !(*f.Sigma > 0 && *f.Sigma <= maxMagnitude) {
		return Because("the threshold Sigma must be above 0")
	}
	return Reason{}
}
