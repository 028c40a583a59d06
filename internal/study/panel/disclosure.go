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

// Shown says whether the quartiles of a group's answers to a question may be shown: by their number, by how many changed (see [Discloses]), and unless they lie at
// an end of the scale.
func Shown(values []float64, changed int, least, most *float64) bool {
	if !Discloses(len(values), changed) {
		return false
	}
	lower, _, upper := QuartilesGiven(values)
	return !atAnEnd(lower, upper, least, most)
}

// ShownBlocs says which blocs' figures may stand beside the panel's, from how many answers each has and whether it might be shown alone: where a bloc with answers
// is withheld, so are the next smallest ones, until two at least with enough answers together are.
func ShownBlocs(sizes []int, alone []bool) []bool {
	shown := slices.Clone(alone)
	order := make([]int, len(sizes))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return sizes[a] - sizes[b] })
	for {
		blocs, answers := 0, 0
		for k, n := range sizes {
			if !shown[k] && n > 0 {
				blocs, answers = blocs+1, answers+n
			}
		}
		if blocs == 0 || blocs > 1 && answers >= LeastShown {
			return shown
		}
		next := slices.IndexFunc(order, func(k int) bool { return shown[k] && sizes[k] > 0 })
		if next < 0 {
			return shown
		}
		shown[order[next]] = false
	}
}
