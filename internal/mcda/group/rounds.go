package group

import (
	"math"
	"slices"
)

// Quartiles returns the quartiles of values, which need not be sorted and must not be empty, by linear interpolation between the order statistics
// (Hyndman & Fan 1996, The American Statistician 50(4):361–365, type 7, the default of R).
func Quartiles(values []float64) (lower, median, upper float64) {
	if len(values) == 0 {
		panic("group: quartiles of nothing")
	}
	x := slices.Sorted(slices.Values(values))
	at := func(p float64) float64 {
		h := float64(p * float64(len(x)-1))
		k := int(h)
		if k+1 == len(x) {
			return x[k]
		}
		return x[k] + float64((h-float64(k))*(x[k+1]-x[k]))
	}
	return at(0.25), at(0.5), at(0.75)
}

// Movement is how answers given twice changed.
type Movement struct {
	Pairs     int // answers given in both rounds by the same expert to the same question
	Unchanged int
	Up, Down  int
	Nearer    int // moved nearer to the earlier median of all
	Farther   int
}

// Move counts one answer given twice; median is what all had said before.
func (m *Movement) Move(before, after, median float64) {
	m.Pairs++
	switch {
	case before == after:
		m.Unchanged++
	case after > before:
		m.Up++
	default:
		m.Down++
	}
	switch was, is := math.Abs(before-median), math.Abs(after-median); {
	case is < was:
		m.Nearer++
	case is > was:
		m.Farther++
	}
}

// Share returns the share of the answers that did not change; ok is false without pairs.
func (m *Movement) Share() (unchanged float64, ok bool) {
	if m.Pairs == 0 {
		return 0, false
	}
	return float64(m.Unchanged) / float64(m.Pairs), true
}

// Stopping is a verdict on whether another round is worth asking for.
type Stopping string

const (
	StableAgreed Stopping = "stable and agreed"
	StableSplit  Stopping = "stable and split"
	StillMoving  Stopping = "still moving"
	TooFew       Stopping = "too few repeated answers" // nothing can be said of individuals
)

// Limits of the stopping rule. Stability comes first and agreement second, as stability is what further rounds can add to (Dajani, Sincoff & Talley 1979,
// Technological Forecasting and Social Change 13(1):83–90); the numbers are conventions of Delphi practice (Schmidt 1997, Decision Sciences 28(3):763–774: W
// of 0.7 is strong agreement), not theorems.
const (
	StableTau   = 0.80 // tau-b between the rounds' orders, from which the order is called stable
	StableShare = 0.75 // share of repeated answers that did not change, from which people are called settled
	AgreedW     = 0.70 // Kendall's W, from which the panel is called agreed
	FewPairs    = 30   // repeated answers below which nothing is said of individuals,
	FewShare    = 0.25 // and the share of all answers asked in both rounds below which it is not either
)

// Stop applies the rule: too few repeated answers; else still moving unless the order (tau, over repeated answers only) or the answers (unchanged) are stable
// enough; else agreed or split by w. repeated of asked are the questions put to the same expert in both rounds, of those put in either.
func Stop(repeated, asked int, tau, unchanged, w float64) Stopping {
	switch {
	case repeated < FewPairs || float64(repeated) < FewShare*float64(asked):
		return TooFew
	case tau < StableTau || unchanged < StableShare:
		return StillMoving
	case w >= AgreedW:
		return StableAgreed
	}
	return StableSplit
}
