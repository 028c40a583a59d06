package group

import (
	"math"

	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
)

// AIJ aggregates individual judgements: the matrix of the experts' weighted
// geometric means,
//
//	a_ij = ∏_k (a_ij^k)^(w_k / Σ w),
//
// the only aggregation that is reciprocal and treats ratios alike (Aczél & Saaty
// 1983, Journal of Mathematical Psychology 27(1):93–102). ms has one matrix per expert; nil
// weights mean equal.
//
// The error is [ErrNoAnswers] when ms is empty, a [*WeightError] for unusable
// weights, and an [*AnswerError] when the matrices differ in order.
func AIJ(ms []*ahp.Matrix, weights []float64) (*ahp.Matrix, error) {
	if len(ms) == 0 && len(weights) == 0 {
		return nil, ErrNoAnswers
	}
	share, err := shares(weights, len(ms))
	if err != nil {
		return nil, err
	}
	n := ms[0].N()
	for k, m := range ms {
		if m.N() != n {
			return nil, &AnswerError{k, mcda.Because("compares %d elements where the first compares %d", m.N(), n)}
		}
	}
	out := ahp.NewMatrix(n)
	answers := make([]answer, 0, len(ms))
	for i := range n {
		for j := i + 1; j < n; j++ {
			answers = answers[:0]
			for k, m := range ms {
				if share[k] > 0 {
					answers = append(answers, answer{m.At(i, j), share[k]})
				}
			}
			out.Set(i, j, geometricMean(answers))
		}
	}
	return out, nil
}

// AIPMean names the mean that [AIP] takes. The empty string means
// [GeometricPriorities].
type AIPMean string

const (
	// GeometricPriorities is w_i ∝ ∏_k (w_i^k)^(v_k / Σ v), the consistent
	// counterpart of [AIJ].
	GeometricPriorities AIPMean = "geometric"
	// ArithmeticPriorities is w_i = Σ_k v_k w_i^k / Σ v.
	ArithmeticPriorities AIPMean = "arithmetic"
)

// AIPMeans lists the accepted values, the default first.
func AIPMeans() []AIPMean { return []AIPMean{GeometricPriorities, ArithmeticPriorities} }

// ParseAIPMean returns the mean called s, by its name or an alias. The empty
// string is the default. It reports false for an unknown name.
func ParseAIPMean(s string) (AIPMean, bool) {
	switch canonical(s) {
	case "", "geometric", "geometric-mean", "gm":
		return GeometricPriorities, true
	case "arithmetic", "arithmetic-mean", "mean":
		return ArithmeticPriorities, true
	}
	return "", false
}

// AIP aggregates individual priorities, one vector per expert, all of one
// length; the result sums to 1 (Forman & Peniwati 1998). Each vector is first
// divided by its sum, so that printed, rounded priorities carry the same
// influence. nil weights mean equal.
//
// The error is [ErrNoAnswers] when there are no vectors or they are empty, a
// [*WeightError] for unusable weights, and an [*AnswerError] naming the expert
// when lengths differ, a priority is not finite or negative, all are 0, or, for
// the geometric mean, one is 0. It panics when how is unknown.
func AIP(priorities [][]float64, weights []float64, how AIPMean) ([]float64, error) {
	switch how {
	case "":
		how = GeometricPriorities
	case GeometricPriorities, ArithmeticPriorities:
	default:
		panic("group: unknown mean of priorities " + string(how))
	}
	if len(priorities) == 0 && len(weights) == 0 {
		return nil, ErrNoAnswers
	}
	share, err := shares(weights, len(priorities))
	if err != nil {
		return nil, err
	}
	n := len(priorities[0])
	if n == 0 {
		return nil, ErrNoAnswers
	}
	norm := make([]float64, len(priorities))
	for k, p := range priorities {
		if norm[k], err = checkPriorities(k, p, n, how == GeometricPriorities && share[k] > 0); err != nil {
			return nil, err
		}
	}
	out := make([]float64, n)
	answers := make([]answer, 0, len(priorities))
	for i := range out {
		answers = answers[:0]
		for k, p := range priorities {
			if share[k] > 0 {
				answers = append(answers, answer{p[i] / norm[k], share[k]})
			}
		}
		if how == GeometricPriorities {
			out[i] = geometricMean(answers)
		} else {
			out[i] = mean(answers)
		}
	}
	var sum float64
	for _, v := range out {
		sum += v
	}
	for i := range out {
		out[i] /= sum
	}
	return out, nil
}

// checkPriorities returns the sum of expert k's priorities, which must be n.
func checkPriorities(k int, p []float64, n int, positive bool) (sum float64, err error) {
	if len(p) != n {
		return 0, &AnswerError{k, mcda.Because("has %d priorities where the first has %d", len(p), n)}
	}
	for i, v := range p {
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return 0, &AnswerError{k, mcda.Because("has priority %d = %v, not a number", i+1, v)}
		case v < 0:
			return 0, &AnswerError{k, mcda.Because("has priority %d = %v, but priorities are not negative", i+1, v)}
		case v == 0 && positive:
			return 0, &AnswerError{k, mcda.Because("has priority %d = 0, which no geometric mean admits; use the arithmetic mean", i+1)}
		}
		sum += v
	}
	if sum == 0 || math.IsInf(sum, 0) {
		return 0, &AnswerError{k, mcda.Because("has priorities that sum to %v", sum)}
	}
	return sum, nil
}
