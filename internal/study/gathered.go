package study

import "veche/internal/mcda"

// Gathered is what the answers that count say of every technology on every leaf, those of technologies left out of the ranking and of those that lack some too.
type Gathered struct {
	Leaves []int        // criterion of each column
	Cells  []Cell       // technologies × leaves
	Fuzzy  []mcda.Fuzzy // the same as fuzzy numbers; nil: none is one
}

// Gathered joins the answers of the chosen rounds. The error is [Issues].
func (s *Study) Gathered() (*Gathered, error) {
	if s.CriteriaOnly || s.LinksOnly {
		return nil, Issues{s.NothingToRank()}
	}
	in, _ := s.ChosenRounds()
	g, issues := s.gather(in, crisp)
	if len(issues) > 0 {
		return nil, issues
	}
	var ignored Issues
	if err := s.gatherComparisons(g, &ignored); err != nil {
		return nil, err
	}
	out := &Gathered{Leaves: g.leaves, Cells: g.cells.list()}
	if !s.FuzzyScores() {
		return out, nil
	}
	out.Fuzzy = make([]mcda.Fuzzy, len(out.Cells))
	for k, which := range []component{lower, left, right, upper} {
		part, issues := s.gather(in, which)
		if len(issues) > 0 {
			out.Fuzzy = nil // an aggregation that admits the centroids only
			return out, nil
		}
		for at := range part.cells.Len() {
			c := part.cells.At(at)
			if g.compared[int32(g.leaves[at%len(g.leaves)])] || !c.Known {
				c = out.Cells[at]
			}
			out.Fuzzy[at][k] = c.Value
		}
	}
	return out, nil
}
