package study

import (
	"fmt"
	"math"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/weighting"
)

// ConsistencyLimit is the consistency ratio above which a matrix is called inconsistent (Saaty 1980).
const ConsistencyLimit = 0.10

// Weights are what a study's weighting gives, before anyone moves them.
type Weights struct {
	Weighting string    // "ahp", or "ahp + entropy" when two are mixed
	Global    []float64 // by leaf, sum 1
	Local     []float64 // by criterion, siblings sum to 1
	Nodes     []Node
	Tables    []mcda.Table // how weights came out of the scores, for the weightings that take them from there
	Warnings  Issues
}

// Node is the weights below one parent: of one expert, of a bloc, or (both empty) of the panel.
type Node struct {
	Expert, Bloc string
	Parent       string
	Criteria     []int
	Weights      []float64       // sum 1
	Matrix       *ahp.Matrix     // the judgements the weights come from, missing ones filled in; nil as AHP is, and for fuzzy ones
	AHP          *ahp.Result     // how consistent the judgements are; nil for weights that do not come from one matrix
	GCI          float64         // geometric consistency index (Aguarón & Moreno-Jiménez 2003) of that matrix
	Koczkodaj    float64         // Koczkodaj's index of it: the worst triad's
	Missing      [][2]int        // the pairs nobody judged, by place in Criteria, bridged by the study's completion
	Advice       []ahp.Advice    // judgements to reconsider, by place in Criteria, when CR is above ConsistencyLimit
	Fuzzy        []mcda.Triangle // fuzzy weights, of fuzzy AHP
	BestWorst    *weighting.BWM  // of the best-worst method
	FUCOM        *weighting.FUCOM
}

// Weigh works out the study's weights: its weighting applied below every parent and multiplied down the tree, or over all leaves for weightings that read the
// scores. The error is [Issues].
func Weigh(s *Study) (*Weights, error) {
	w, err := WeighFrom(s, s.matrix)
	if err != nil {
		return nil, asIssues(err)
	}
	return w, nil
}

// WeighFrom is Weigh with a way to the scores, which only some weightings need.
func WeighFrom(s *Study, matrix func() (*Prepared, error)) (*Weights, error) {
	name, ok := CanonicalWeighting(s.Settings.Weighting)
	if !ok {
		return nil, s.checkSettings().Errors()
	}
	w, set, err := weighBy(s, name, matrix)
	if err != nil || set["mix"] == "" {
		return w, err
	}
	other, _, err := weighBy(s, set["mix"], matrix)
	if err != nil {
		return nil, err
	}
	mixed, err := weighting.Mix(w.Global, other.Global, set.Number("mix-share"), set["mix-rule"])
	if err != nil {
		return nil, err
	}
	w.Weighting += " + " + other.Weighting
	w.Global, w.Local = mixed, s.LocalWeights(mixed)
	w.Tables = append(w.Tables, other.Tables...)
	w.Warnings = append(w.Warnings, other.Warnings...)
	return w, nil
}

// weighBy applies one weighting.
func weighBy(s *Study, name string, matrix func() (*Prepared, error)) (*Weights, mcda.Parameters, error) {
	m, _ := weighting.Lookup(name)
	set, err := s.Settings.resolveWeighting(m)
	if err != nil {
		return nil, nil, err
	}
	w := &Weights{Weighting: m.Name, Local: make([]float64, len(s.Criteria))}
	switch m.Basis {
	case weighting.Matrix, weighting.Nothing:
		err = w.objectively(s, m, matrix)
	case weighting.Judgements:
		err = w.judged(s, m, set)
	default:
		err = w.given(s, m)
	}
	return w, set, err
}

// take stores a parent's nodes, the last of which is the panel's and counts.
func (w *Weights) take(nodes []Node) {
	w.Nodes = append(w.Nodes, nodes...)
	last := &nodes[len(nodes)-1]
	for k, i := range last.Criteria {
		w.Local[i] = last.Weights[k]
	}
}

// objectively fills in weights over all leaves at once: equal ones, or what the scores say.
func (w *Weights) objectively(s *Study, m *weighting.Method, matrix func() (*Prepared, error)) error {
	w.Global = weighting.Equal(len(s.Leaves()))
	if m.Basis == weighting.Matrix {
		p, err := matrix()
		if err != nil {
			return err
		}
		_, given := s.Settings.Split()
		for name := range given {
			if _, err := mcda.ResolveParameters(m.Name, m.Parameters, map[string]string{name: given[name]}); err != nil {
				delete(given, name) // another weighting's
			}
		}
		r, err := weighting.Objective(m.Name, p.Problem, given)
		if err != nil {
			return Issues{p.DataIssue(s, err)}
		}
		w.Global, w.Tables = r.Weights, r.Tables
	}
	w.Local = s.LocalWeights(w.Global)
	if m.Basis != weighting.Matrix && len(s.Parents()) > 1 {
		w.equalOnTree(s)
	}
	for _, parent := range s.Parents() {
		node := Node{Parent: parent, Criteria: s.Children(parent)}
		for _, i := range node.Criteria {
			node.Weights = append(node.Weights, w.Local[i])
		}
		w.Nodes = append(w.Nodes, node)
	}
	return nil
}

// equalOnTree says what equal weights of the leaves make of the directions above them, where these do not come out equal.
func (w *Weights) equalOnTree(s *Study) {
	top := s.Children("")
	same := true
	var shares []string
	for _, i := range top {
		same = same && math.Abs(w.Local[i]-w.Local[top[0]]) < 1e-9
		shares = append(shares, fmt.Sprintf("%s %.0f%%", s.Criteria[i].Code, 100*w.Local[i]))
	}
	if !same {
		w.Warnings = append(w.Warnings, Warnf("W-EQUAL-TREE", s.Place(s.Criteria[top[0]].Origin), language.M("Nothing needs doing if that is meant; for equal directions leave the weighting direct and the column Weight blank."),
			"Equal weights of the %d criteria that are scored make unequal ones above them: %s.", len(s.Leaves()), strings.Join(shares, ", ")))
	}
}

// given fills in weights made of the Weight column: as they are, or as an order.
func (w *Weights) given(s *Study, m *weighting.Method) error {
	var issues Issues
	for _, parent := range s.Parents() {
		children := s.Children(parent)
		node, issue := s.givenNode(m, parent, children, w)
		if issue != nil {
			issues = append(issues, *issue)
			continue
		}
		w.take([]Node{node})
	}
	if len(issues) > 0 {
		return issues
	}
	w.Global = s.GlobalWeights(w.Local)
	return nil
}

func (s *Study) givenNode(m *weighting.Method, parent string, children []int, w *Weights) (Node, *Issue) {
	node := Node{Parent: parent, Criteria: children, Weights: make([]float64, len(children))}
	values := make([]float64, len(children))
	given := false
	for k, i := range children {
		if x := s.Criteria[i].Weight; x != nil {
			given = true
			values[k] = *x
		}
	}
	at := s.Place(s.Criteria[children[0]].WeightAt)
	switch {
	case len(children) == 1:
		node.Weights[0] = 1
		return node, nil
	case !given && m.Basis == weighting.Ranks:
		issue := Errorf("E-RANK-NONE", at, "", language.M("Enter 1 for the most important, 2 for the next and so on in the column Weight."), "The criteria %s have no ranks for the weighting %s.", s.Below(parent), m.Name)
		return node, &issue
	case !given:
		w.Warnings = append(w.Warnings, Warnf("W-WEIGHT-NONE", at, language.M("Enter weights, or set weighting to equal to make this the rule."),
			"The criteria %s have no weights: they count equally.", s.Below(parent)))
		node.Weights = weighting.Equal(len(children))
		return node, nil
	case m.Basis == weighting.Ranks:
		ranks, areRanks := weighting.RanksOf(values)
		if !areRanks {
			if !numbered(values) {
				issue := Errorf("E-RANK", at, "", language.M("Enter 1 for the most important, 2 for the next and so on, or choose a weighting that takes points."), "The weights %s are no ranks: whether the largest or the smallest is the most important cannot be told.", s.Below(parent))
				return node, &issue
			}
			ranks = mcda.Rank(values, nil, true).Ranks
			w.Warnings = append(w.Warnings, Warnf("W-RANK-ORDER", at, language.M("Nothing needs doing if the order is meant; number the criteria 1, 2, 3 without gaps to be sure."),
				"The ranks %s have gaps: they were read by their order, the smallest as the most important.", s.Below(parent)))
		}
		weights, err := weighting.FromRanks(m.Name, ranks)
		if err != nil {
			issue := Errorf("E-RANK", at, "", language.M("Enter 1 for the most important, 2 for the next and so on."), "%s.", language.Capital(language.Of(err)))
			return node, &issue
		}
		node.Weights = weights
		return node, nil
	}
	return s.sharesNode(m.Name, node, values, at, w)
}

// numbered reports whole numbers counted from 1, as ranks are, though some places are missing.
func numbered(values []float64) bool {
	least := math.Inf(1)
	for _, x := range values {
		if x != math.Trunc(x) || x < 1 || x > 1000 {
			return false
		}
		least = min(least, x)
	}
	return least == 1
}

// sharesNode divides the numbers given by their sum, and remarks on what looks unlike the weighting's way to give them.
func (s *Study) sharesNode(name string, node Node, values []float64, at Place, w *Weights) (Node, *Issue) {
	var sum float64
	least, most := math.Inf(1), 0.0
	for _, x := range values {
		sum, least, most = sum+x, min(least, x), max(most, x)
	}
	below := s.Below(node.Parent)
	switch {
	case name == "swing" && most != 100:
		w.Warnings = append(w.Warnings, Warnf("W-SWING", at, language.M("Give 100 points to the most important swing and the others in proportion."), "The largest swing %s has %.6g points.", below, most))
	case name == "smart" && least != 10:
		w.Warnings = append(w.Warnings, Warnf("W-SMART", at, language.M("Give 10 points to the least important criterion and the others in proportion."), "The least important criterion %s has %.6g points.", below, least))
	case name == "direct" && math.Abs(sum-1) > 1e-9 && math.Abs(sum-100) > 1e-7: // percentages are nothing to remark on
		w.Warnings = append(w.Warnings, Warnf("W-WEIGHT-SUM", at, language.M("Nothing needs doing if only the proportions matter."),
			"The weights %s add to %.6g: they were scaled to add to 1.", below, sum))
	}
	for k, x := range values {
		if node.Weights[k] = x; math.Abs(sum-1) > 1e-9 {
			node.Weights[k] = x / sum
		}
	}
	if _, _, err := mcda.NormalizeWeights(values, s.codes(node.Criteria)); err != nil {
		issue := Errorf("E-WEIGHTS", at, "", language.M("Enter weights that can be compared."), "%s.", language.Capital(language.Of(err)))
		return node, &issue
	}
	return node, nil
}

// codes are the criteria's.
func (s *Study) codes(criteria []int) []string {
	codes := make([]string, len(criteria))
	for k, i := range criteria {
		codes[k] = s.Criteria[i].Code
	}
	return codes
}

// Below says below which criterion, for a message or a heading.
func (s *Study) Below(parent string) language.Message {
	if parent == "" {
		return language.M("at the top of the tree")
	}
	return language.M("below %s", parent)
}
