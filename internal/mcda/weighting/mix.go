package weighting

import (
	"fmt"
	"math"
	"strconv"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Mix joins two weightings of the same criteria; share, from 0 to 1, is the say of a. Both are first scaled to sum 1.
//
//	rule            weight, up to a factor
//	linear          share·a_j + (1 − share)·b_j
//	multiplicative  a_j^share · b_j^(1 − share)
//
// A criterion without weight in one of them has none in a multiplicative mixture, but for share 0 and 1, which give b and a. The error is a
// [*mcda.ParameterError] for another rule or share and an [*InputError] for weights that are negative, not finite or all 0, and for a multiplicative
// mixture in which every criterion has weight 0. It panics if the lengths differ.
func Mix(a, b []float64, share float64, rule string) ([]float64, error) {
	if len(a) != len(b) {
		panic(fmt.Sprintf("weighting: mixing %d weights with %d", len(a), len(b)))
	}
	if !(share >= 0 && share <= 1) {
		return nil, &mcda.ParameterError{Name: "share", Value: strconv.FormatFloat(share, 'g', -1, 64), Reason: "must be a number from %g to %g", Args: []any{0.0, 1.0}}
	}
	a, err := scaled(a)
	if err != nil {
		return nil, err
	}
	if b, err = scaled(b); err != nil {
		return nil, err
	}
	w := make([]float64, len(a))
	var sum float64
	for j := range w {
		switch mcda.FoldName(rule) {
		case "linear":
			w[j] = float64(share*a[j]) + float64((1-share)*b[j])
		case "multiplicative":
			w[j] = exact.Pow(a[j], share) * exact.Pow(b[j], 1-share)
		default:
			return nil, &mcda.ParameterError{Name: "rule", Value: rule, Reason: "must be one of %s", Args: []any{"linear, multiplicative"}}
		}
		sum += w[j]
	}
	if sum == 0 {
		return nil, &InputError{-1, "no criterion has a weight in both weightings, so their product is 0 everywhere: mix them linearly"}
	}
	for j := range w {
		w[j] /= sum
	}
	return w, nil
}

// scaled returns w with sum 1.
func scaled(w []float64) ([]float64, error) {
	var sum float64
	for j, x := range w {
		if !(x >= 0) || math.IsInf(x, 1) {
			return nil, &InputError{j, fmt.Sprintf("the weight %g is not a number of 0 or more", x)}
		}
		sum += x
	}
	if sum == 0 || math.IsInf(sum, 1) {
		return nil, &InputError{-1, "the weights are all zero: give at least one criterion a weight"}
	}
	out := make([]float64, len(w))
	for j, x := range w {
		out[j] = x / sum
	}
	return out, nil
}
