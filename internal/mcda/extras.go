package mcda

import (
	"fmt"
	"math"
)

// validateExtras checks what only some methods read: fuzzy scores, preferences for alternatives, expected scores. It panics when their number is wrong.
func (p *Problem) validateExtras() error {
	m, n := p.Dims()
	if p.Fuzzy != nil && len(p.Fuzzy) != m*n || p.Prior != nil && len(p.Prior) != m {
		panic(fmt.Sprintf("mcda: %d fuzzy scores and %d preferences for %d alternatives and %d criteria", len(p.Fuzzy), len(p.Prior), m, n))
	}
	for k, t := range p.Fuzzy {
		if !t.ordered() {
			return &DataError{p.Alternatives[k/n], p.Criteria[k%n].ID, "%v is not a fuzzy number", []any{t}}
		}
	}
	var sum float64
	for i, x := range p.Prior {
		if !(x >= 0 && x <= maxMagnitude) {
			return &DataError{Alternative: p.Alternatives[i], Reason: "the preference %g is not a number of 0 or more", Args: []any{x}}
		}
		sum += x
	}
	if p.Prior != nil && sum == 0 {
		return &DataError{Reason: "the preferences for the alternatives are all 0"}
	}
	for _, c := range p.Criteria {
		if c.Expected != nil && !(math.Abs(*c.Expected) <= maxMagnitude) {
			return &DataError{Criterion: c.ID, Reason: "the expected score is not a finite number"}
		}
		for _, x := range c.Limits {
			if !(math.Abs(x) <= maxMagnitude) {
				return &DataError{Criterion: c.ID, Reason: "a limit between classes is not a finite number"}
			}
		}
	}
	return nil
}
