package study

import (
	"math"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/robust"
)

// SetSharing chooses how the other weights follow a moved one: see [robust.Sharings]. It changes no weight by itself.
type SetSharing struct {
	Rule string `json:"rule"`
}

func (SetSharing) Kind() string { return "set-sharing" }
func (a SetSharing) Says() language.Message {
	return language.M("let the other weights follow by rule %s", language.M(a.Rule))
}

func (a SetSharing) apply(s *Study) (*Study, error) {
	for _, r := range robust.Sharings() {
		if mcda.FoldName(a.Rule) == string(r) {
			c := s.Changed()
			c.Sharing = r
			return c, nil
		}
	}
	return nil, language.Errorf("there is no rule %q; choose one of %v", a.Rule, robust.Sharings())
}

// sharing is the rule in force.
func (s *Study) sharing() robust.Sharing {
	if s.Sharing == "" {
		return robust.Proportional
	}
	return s.Sharing
}

// SharingInForce is the rule by which the other weights follow a moved one.
func (o *Outcome) SharingInForce() robust.Sharing { return o.Study.sharing() }

// Columns are the columns of a criterion of the tree: its own, or those of the leaves below it.
func (s *Study) Columns(criterion int) []int {
	index := make(map[string]int, len(s.Criteria))
	for i, c := range s.Criteria {
		index[c.Code] = i
	}
	var columns []int
	for j, i := range s.Leaves() {
		for at := i; ; at = index[s.Criteria[at].Parent] {
			if at == criterion {
				columns = append(columns, j)
			}
			if at == criterion || s.Criteria[at].Parent == "" {
				break
			}
		}
	}
	return columns
}

// Locks are the columns whose weight does not move.
func (o *Outcome) Locks() []bool {
	locked := make([]bool, len(o.Leaves))
	for j, i := range o.Leaves {
		locked[j] = o.Study.Locked[o.Study.Criteria[i].Code]
	}
	return locked
}

// Columns are the columns of a criterion: its own, or those of the leaves below it.
func (o *Outcome) Columns(criterion int) []int { return o.Study.Columns(criterion) }

// Path is how the weights follow when a criterion's global weight, or the total of those below it, moves. Locked weights stay; the lock of a leaf itself
// is not looked at.
func (o *Outcome) Path(criterion int, how robust.Sharing) *robust.Path {
	columns, locked := o.Columns(criterion), o.Locks()
	if len(columns) == 1 {
		locked[columns[0]] = false
	}
	return robust.NewMove(o.Global, columns, locked, how)
}

// moveAlong brings the total weight below a node of the tree to w, along the path of the sharing rule.
func (s *Study) moveAlong(node int, w float64) (*Study, error) {
	code := s.Criteria[node].Code
	if math.IsNaN(w) || w < 0 || w > 1 {
		return nil, language.Errorf("the weight of %s must be between 0 and 1 (0%% and 100%%), not %g", code, w)
	}
	now, err := s.InForce()
	if err != nil {
		return nil, err
	}
	locked := make([]bool, len(now))
	for j, i := range s.Leaves() {
		locked[j] = s.Locked[s.Criteria[i].Code]
	}
	path := robust.NewMove(now, s.Columns(node), locked, s.sharing())
	const rounding = 1e-9
	if r := path.Range(); w < r.Lo-rounding || w > r.Hi+rounding {
		if r.Lo == r.Hi {
			return nil, language.Errorf("the weight of %s cannot move: unlock it, or another", code)
		}
		return nil, language.Errorf("the weight of %s must be between %.4g%% and %.4g%%: the rest is locked", code, 100*r.Lo, 100*r.Hi)
	}
	c := s.Changed()
	c.Moved = path.Weights(nil, w)
	return c, nil
}
