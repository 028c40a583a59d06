package panel

import "slices"

// LeastShown is the number of answers from which a group's figures are shown to its members: with fewer, one who knows their own answer comes too near to the
// others'. Forms, reports and whatever else shows feedback ask [Discloses].
const LeastShown = 5

// leastChanged is how many must have changed their answer for the figures of a later round to be shown beside those of the round before: the difference of the
// two would else be one person's, or two people's.
const leastChanged = 3

// Discloses says whether the figures of a group of n answers may be shown. Changed is how many of its members answer otherwise than in the round before, whose
// figures were shown; −1 when none were.
func Discloses(n, changed int) bool {
	return n >= LeastShown && (changed <= 0 || changed >= leastChanged)
}

// QuartilesGiven are the quartiles as answers that somebody gave, the lower ones where two stand to choose from: interpolated quartiles of few answers are
// equations that give all of them away. Values need not be sorted and must not be empty.
func QuartilesGiven(values []float64) (lower, median, upper float64) {
	sorted := slices.Sorted(slices.Values(values))
	last := len(sorted) - 1
	return sorted[(last+1)/4], sorted[last/2], sorted[last-(last+1)/4]
}

// atAnEnd says whether the middle half is one value at an end of the scale: whoever gave another then knows that all others gave it.
func atAnEnd(lower, upper float64, least, most *float64) bool {
	return lower == upper && (least != nil && lower <= *least || most != nil && upper >= *most)
}
