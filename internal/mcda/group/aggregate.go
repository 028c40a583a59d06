package group

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Aggregation names how experts' scores become one. The empty string means
// [Mean].
type Aggregation string

const (
	// Mean is the weighted arithmetic mean Σ w_i x_i / Σ w_i.
	Mean Aggregation = "mean"
	// Median is the weighted median: the midpoint of the lower median, the least
	// answer at which the accumulated weight reaches half of the total, and the
	// upper median, the least at which it exceeds half. With equal weights it is
	// the ordinary median.
	Median Aggregation = "median"
	// Trimmed is the weighted mean without the extremes: from each end whole
	// answers are dropped as long as the dropped weight there does not exceed
	// [TrimShare] of the total, among equal answers the lighter first. With
	// equal weights it is the ordinary trimmed mean, which drops ⌊n/10⌋ answers at each end
	// (so nothing below ten answers).
	Trimmed Aggregation = "trimmed"
	// Geometric is the weighted geometric mean exp(Σ w_i ln x_i / Σ w_i), for
	// positive scores on a ratio scale.
	Geometric Aggregation = "geometric"
	// MinMeanMax is the mean of crisp scores; fuzzy ones (a, b, c, d) become (least a, mean b, mean c, greatest d) over those of positive weight
	// (Chen, Lin & Huang 2006, International Journal of Production Economics 102:289–301).
	MinMeanMax Aggregation = "min-mean-max"

	// Least and Most are the ends of MinMeanMax: the least and the greatest value of positive weight. They are not offered on their own.
	Least Aggregation = "least"
	Most  Aggregation = "most"
)

// TrimShare is the share of the total weight that [Trimmed] may drop at each end.
const TrimShare = 0.10

// weightTolerance is how near, relative to the total, an accumulated weight
// counts as equal to a threshold: 0.1 + 0.2 reaches half of 0.6.
const weightTolerance = 1e-12

// Aggregations lists the accepted values, the default first.
func Aggregations() []Aggregation {
	return []Aggregation{Mean, Median, Trimmed, Geometric, MinMeanMax}
}

// ParseAggregation returns the aggregation called s, by its name or an alias,
// without regard to case and with '_' or ' ' for '-'. The empty string is the default. It
// reports false for an unknown name.
func ParseAggregation(s string) (Aggregation, bool) {
	switch canonical(s) {
	case "", "mean", "average", "arithmetic", "arithmetic-mean":
		return Mean, true
	case "median":
		return Median, true
	case "trimmed", "trimmed-mean", "trim":
		return Trimmed, true
	case "geometric", "geometric-mean", "gm":
		return Geometric, true
	case "min-mean-max", "minmeanmax", "fuzzy-min-mean-max", "envelope":
		return MinMeanMax, true
	}
	return "", false
}

func canonical(s string) string {
	return strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(strings.TrimSpace(s)))
}

// Aggregate returns the one score that stands for values, one value per expert
// who answered, with the experts' weights (nil means equal). The result lies
// between the least and the greatest value of positive weight.
//
// The error is [ErrNoAnswers] when values is empty, a [*WeightError] for
// unusable weights, and an [*AnswerError] for a value that is not finite or, for
// [Geometric], not positive. Values of weight 0 are only checked for being
// finite. It panics when the lengths differ or how is unknown.
func Aggregate(values, weights []float64, how Aggregation) (float64, error) {
	switch how {
	case "":
		how = Mean
	case Mean, Median, Trimmed, Geometric, MinMeanMax, Least, Most:
	default:
		panic("group: unknown aggregation " + string(how))
	}
	if len(values) == 0 && len(weights) == 0 {
		return 0, ErrNoAnswers
	}
	share, err := shares(weights, len(values))
	if err != nil {
		return 0, err
	}
	answers := make([]answer, 0, len(values))
	for i, x := range values {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return 0, &AnswerError{i, mcda.Because("is %v, not a score; leave missing answers out", x)}
		}
		if share[i] == 0 {
			continue
		}
		if how == Geometric && x <= 0 {
			return 0, &AnswerError{i, mcda.Because("is %v, but a geometric mean needs positive scores; use another aggregation or scale", x)}
		}
		answers = append(answers, answer{x, share[i]})
	}
	switch how {
	case Median:
		return median(answers), nil
	case Trimmed:
		return mean(trim(answers)), nil
	case Geometric:
		return geometricMean(answers), nil
	case Least, Most:
		lo, hi := extremes(answers)
		if how == Least {
			return lo, nil
		}
		return hi, nil
	}
	return mean(answers), nil
}

// answer is a value and its positive weight, at most 1.
type answer struct{ x, w float64 }

func total(as []answer) float64 {
	var s float64
	for _, a := range as {
		s += a.w
	}
	return s
}

// mean returns the weighted mean, kept between the extremes against rounding.
func mean(as []answer) float64 {
	lo, hi := extremes(as)
	w := total(as)
	var s float64
	for _, a := range as {
		s += float64(a.w * a.x)
	}
	m := s / w
	if math.IsInf(s, 0) || math.IsNaN(s) {
		m = 0
		for _, a := range as {
			m += float64(a.w / w * a.x)
		}
	}
	return min(max(m, lo), hi)
}

func geometricMean(as []answer) float64 {
	lo, hi := extremes(as)
	var s float64
	for _, a := range as {
		s += float64(a.w * exact.Log(a.x))
	}
	return min(max(exact.Exp(s/total(as)), lo), hi)
}

func median(as []answer) float64 {
	slices.SortFunc(as, ascending)
	w := total(as)
	half, near := float64(w/2), float64(w*weightTolerance)
	var sum float64
	for i, a := range as {
		sum += a.w
		if sum > half+near {
			return a.x
		}
		if sum >= half-near && i+1 < len(as) {
			return float64(a.x/2) + float64(as[i+1].x/2)
		}
	}
	return as[len(as)-1].x
}

// trim returns the answers that are left when the ends are cut; it reorders as.
func trim(as []answer) []answer {
	w := total(as)
	limit := w * (TrimShare + weightTolerance)
	slices.SortFunc(as, ascending)
	as = cut(as, limit)
	slices.SortFunc(as, func(a, b answer) int {
		return cmp.Or(cmp.Compare(b.x, a.x), cmp.Compare(a.w, b.w))
	})
	return cut(as, limit)
}

// cut drops answers from the front while their weight stays within limit.
func cut(as []answer, limit float64) []answer {
	var dropped float64
	for i, a := range as {
		if dropped += a.w; dropped > limit {
			return as[i:]
		}
	}
	return as
}

// ascending orders by value, among equal values by weight, so that nothing
// depends on the order in which experts answered.
func ascending(a, b answer) int {
	return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.w, b.w))
}

func extremes(as []answer) (lo, hi float64) {
	lo, hi = as[0].x, as[0].x
	for _, a := range as[1:] {
		lo, hi = min(lo, a.x), max(hi, a.x)
	}
	return lo, hi
}
