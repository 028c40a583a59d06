package group

import (
	"errors"
	"fmt"
	"math"

	"veche/internal/mcda"
)

// ErrNoAnswers is returned when there is nothing to aggregate.
var ErrNoAnswers = errors.New("group: no answers to aggregate")

// WeightError says which expert's weight cannot be used, or with Index −1 that
// no weight is positive.
type WeightError struct {
	Index  int // 0-based position among the answers
	Weight float64
}

func (e *WeightError) Error() string {
	if e.Index < 0 {
		return "group: the weights sum to 0: at least one expert must count"
	}
	return fmt.Sprintf("group: weight %d is %v, but weights are finite and not negative", e.Index+1, e.Weight)
}

// AnswerError says which answer cannot be used and why.
type AnswerError struct {
	Index  int // 0-based position among the answers: of the expert, or of the value
	Reason mcda.Reason
}

func (e *AnswerError) Error() string { return "group: " + e.whole().String() }

// Said is the error as a format and its arguments.
func (e *AnswerError) Said() (text string, args []any) { return e.whole().Said() }

// whole is the reason with the answer it is about.
func (e *AnswerError) whole() mcda.Reason { return mcda.Because("answer %d %s", e.Index+1, e.Reason) }

// shares returns n weights scaled so that the largest is 1; nil means equal.
// Scaling keeps sums and products of weights from overflowing and leaves equal
// weights exactly equal. It panics when weights has another length than n.
func shares(weights []float64, n int) ([]float64, error) {
	s := make([]float64, n)
	if weights == nil {
		for i := range s {
			s[i] = 1
		}
		return s, nil
	}
	if len(weights) != n {
		panic("group: number of weights is not the number of answers")
	}
	var top float64
	for i, w := range weights {
		if math.IsNaN(w) || math.IsInf(w, 0) || w < 0 {
			return nil, &WeightError{i, w}
		}
		top = max(top, w)
	}
	if top == 0 {
		return nil, &WeightError{-1, 0}
	}
	for i, w := range weights {
		s[i] = w / top
	}
	return s, nil
}
