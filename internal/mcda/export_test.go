package mcda

// WeightedIdeals returns the ideal and the anti-ideal of a TOPSIS scorer in the published form: weighted normalised scores w_j·x*_j/‖x_j‖, a cost as it
// stands.
func WeightedIdeals(s Scorer, weights []float64) (ideal, anti []float64) {
	t := s.(*topsisScorer)
	for j, w := range weights {
		ideal = append(ideal, w*t.best[j]*t.unit[j])
		anti = append(anti, w*t.worst[j]*t.unit[j])
	}
	return ideal, anti
}
