package group

import "slices"

// Levels are a panel's priorities at each level: of every bloc, of the panel as blocs by their weights, and flat, one expert one vote.
type Levels struct {
	Blocs [][]float64 // by bloc; nil for one without members of positive weight
	Panel []float64   // of the blocs that have members; the flat ones where none has
	Flat  []float64
}

// Levels aggregates individual priorities twice (experts to their bloc by competence, blocs to the panel by bloc weights) and once flat, by one mean. Errors
// are those of [AIP]; an index in one counts the experts, or the blocs' members, who are joined.
func (p *Panel) Levels(how AIPMean) (*Levels, error) {
	flat, err := AIP(p.Priorities, p.Weights, how)
	if err != nil {
		return nil, err
	}
	l := &Levels{Flat: flat, Panel: flat, Blocs: make([][]float64, len(p.BlocWeights))}
	var joined [][]float64
	var weights []float64
	for b, w := range p.BlocWeights {
		var members [][]float64
		var competence []float64
		for e, x := range p.Priorities {
			if p.Bloc != nil && p.Bloc[e] == b {
				members = append(members, x)
				if p.Weights != nil {
					competence = append(competence, p.Weights[e])
				}
			}
		}
		if members == nil || p.Weights != nil && slices.Max(competence) == 0 {
			continue
		}
		if l.Blocs[b], err = AIP(members, competence, how); err != nil {
			return nil, err
		}
		joined, weights = append(joined, l.Blocs[b]), append(weights, w)
	}
	if joined != nil && slices.Max(weights) > 0 {
		l.Panel, err = AIP(joined, weights, how)
	}
	return l, err
}
