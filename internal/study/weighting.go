package study

import (
	"fmt"
	"math"
	"strings"

	"veche/internal/mcda/ahp"
	"veche/internal/mcda/group"
)

// ConsistencyLimit is the consistency ratio above which a matrix is called inconsistent (Saaty 1980).
const ConsistencyLimit = 0.10

// Weights are what a study's weighting gives, before anyone moves them.
type Weights struct {
	Weighting string
	Global    []float64 // by leaf, sum 1
	Local     []float64 // by criterion, siblings sum to 1
	Nodes     []Node
	Warnings  Issues
}

// Node is the weights below one parent: of one expert, of a bloc, or (both empty) of the panel.
type Node struct {
	Expert, Bloc string
	Parent       string
	Criteria     []int
	Weights      []float64    // sum 1
	AHP          *ahp.Result  // how consistent the judgements are; nil for weights that do not come from one matrix
	GCI          float64      // geometric consistency index (Aguarón & Moreno-Jiménez 2003) of that matrix
	Advice       []ahp.Advice // judgements to reconsider, by place in Criteria, when CR is above ConsistencyLimit
}

// Weigh works out the study's weights: its weighting method applied below every parent, multiplied down the tree.
func Weigh(s *Study) (*Weights, error) {
	weighting, ok := CanonicalWeighting(s.Settings.Weighting)
	if !ok {
		return nil, s.checkSettings().Errors()
	}
	w := &Weights{Weighting: weighting, Local: make([]float64, len(s.Criteria))}
	var judged map[string][]voice
	if weighting == "ahp" {
		var issues Issues
		if judged, issues = s.voices(); len(issues) > 0 {
			return nil, issues
		}
	}
	var issues Issues
	for _, parent := range s.Parents() {
		children := s.Children(parent)
		var nodes []Node
		switch {
		case weighting == "equal" || len(children) == 1:
			nodes = []Node{{Parent: parent, Criteria: children, Weights: equal(len(children))}}
		case weighting == "direct":
			nodes = []Node{s.directNode(parent, children, w)}
		case len(judged[parent]) == 0:
			issues = append(issues, errorf("E-AHP-NONE", Place{File: s.Source.File, Sheet: "Pairwise"}, "", "Fill in the Pairwise sheet, or set weighting to direct and give weights.",
				"No expert in the ranking has compared the criteria %s.", s.Below(parent)))
			continue
		default:
			var err error
			if nodes, err = s.ahpNodes(parent, children, judged[parent], w); err != nil {
				return nil, err
			}
		}
		w.Nodes = append(w.Nodes, nodes...)
		for k, i := range children {
			w.Local[i] = nodes[len(nodes)-1].Weights[k]
		}
	}
	if len(issues) > 0 {
		return nil, issues
	}
	if weighting == "equal" { // equal over the leaves, not level by level
		w.Global = equal(len(s.Leaves()))
		w.Local = s.LocalWeights(w.Global)
		w.Nodes = nil
		for _, parent := range s.Parents() {
			node := Node{Parent: parent, Criteria: s.Children(parent)}
			for _, i := range node.Criteria {
				node.Weights = append(node.Weights, w.Local[i])
			}
			w.Nodes = append(w.Nodes, node)
		}
		return w, nil
	}
	w.Global = s.globalWeights(w.Local)
	return w, nil
}

// Below says below which criterion, for a message or a heading.
func (s *Study) Below(parent string) string {
	if parent == "" {
		return "at the top of the tree"
	}
	return "below " + parent
}

// directNode normalises the weights given in the Criteria sheet; with none given the siblings are equal, and that is said.
func (s *Study) directNode(parent string, children []int, w *Weights) Node {
	node := Node{Parent: parent, Criteria: children, Weights: make([]float64, len(children))}
	var sum float64
	given := false
	for k, i := range children {
		if x := s.Criteria[i].Weight; x != nil {
			given = true
			node.Weights[k] = *x
			sum += *x
		}
	}
	at := s.Place(s.Criteria[children[0]].WeightAt)
	if !given {
		w.Warnings = append(w.Warnings, warnf("W-WEIGHT-NONE", at, "Enter weights, or set weighting to equal to make this the rule.",
			"The criteria %s have no weights: they count equally.", s.Below(parent)))
		node.Weights = equal(len(children))
		return node
	}
	if math.Abs(sum-1) > 1e-9 {
		if math.Abs(sum-100) > 1e-7 { // percentages are nothing to remark on
			w.Warnings = append(w.Warnings, warnf("W-WEIGHT-SUM", at, "Nothing needs doing if only the proportions matter.",
				"The weights %s add to %.6g: they were scaled to add to 1.", s.Below(parent), sum))
		}
		for k := range node.Weights {
			node.Weights[k] /= sum
		}
	}
	return node
}

func equal(n int) []float64 {
	w := make([]float64, n)
	for k := range w {
		w[k] = 1 / float64(n)
	}
	return w
}

// voice is one expert's complete judgement matrix below one parent.
type voice struct {
	expert int32
	matrix *ahp.Matrix
}

// voices collects the judgements of the rounds and experts in the ranking into matrices, by parent. Missing pairs are errors that name them.
func (s *Study) voices() (map[string][]voice, Issues) {
	type key struct {
		expert, round int32
		parent        string
	}
	inRound, _ := s.chosenRounds()
	place := make(map[string]map[int32]int) // criterion → row, by parent
	for _, parent := range s.Parents() {
		rows := make(map[int32]int)
		for k, i := range s.Children(parent) {
			rows[int32(i)] = k
		}
		place[parent] = rows
	}
	given := make(map[key][]Judgement)
	var order []key
	for _, j := range s.Judgements {
		if s.Excluded.Experts[s.Experts[j.Expert].ID] || (j.Round >= 0 && !inRound[j.Round]) {
			continue
		}
		k := key{j.Expert, j.Round, j.Parent}
		if given[k] == nil {
			order = append(order, k)
		}
		given[k] = append(given[k], j)
	}
	judged := make(map[string][]voice)
	var issues Issues
	for _, k := range order {
		rows := place[k.parent]
		n := len(rows)
		children := s.Children(k.parent)
		m := ahp.NewMatrix(n)
		have := make([]bool, n*n)
		for _, j := range given[k] {
			a, b := rows[j.A], rows[j.B]
			m.Set(a, b, j.Value)
			have[a*n+b], have[b*n+a] = true, true
		}
		var missing []string
		for a := range n {
			for b := a + 1; b < n; b++ {
				if !have[a*n+b] {
					missing = append(missing, s.Criteria[children[a]].Code+"–"+s.Criteria[children[b]].Code)
				}
			}
		}
		if len(missing) > 0 {
			at := s.Place(given[k][len(given[k])-1].Origin)
			issues = append(issues, errorf("E-PAIR-MISSING", at, "", "Add the missing rows below, ask the expert, or exclude the expert.",
				"Expert %s has not compared %s (%s).", s.Experts[k.expert].ID, strings.Join(missing, ", "), s.Below(k.parent)))
			continue
		}
		judged[k.parent] = append(judged[k.parent], voice{k.expert, m})
	}
	return judged, issues
}

// ahpNodes gives the priorities of every expert, of every bloc when there are several, and last of the panel.
func (s *Study) ahpNodes(parent string, children []int, voices []voice, w *Weights) ([]Node, error) {
	prioritization, _ := ahp.ParsePrioritization(s.Settings.Prioritization)
	index, _ := ahp.ParseRandomIndex(s.Settings.RandomIndex)
	options := ahp.Options{Prioritization: prioritization, RI: index}
	var nodes []Node
	single := func(m *ahp.Matrix) Node {
		r := ahp.Prioritize(m, options)
		node := Node{Parent: parent, Criteria: children, Weights: r.Weights, AHP: &r, GCI: gci(m, r.Weights)}
		if r.CR > ConsistencyLimit {
			node.Advice = ahp.Advise(m, options, advised)
		}
		return node
	}
	join := func(voices []voice) (Node, error) {
		experts := make([]int32, len(voices))
		matrices := make([]*ahp.Matrix, len(voices))
		for k, v := range voices {
			experts[k], matrices[k] = v.expert, v.matrix
		}
		shares := s.shares(experts)
		if mean, ok := s.Settings.aip(); ok {
			priorities := make([][]float64, len(voices))
			for k, m := range matrices {
				priorities[k] = ahp.Prioritize(m, options).Weights
			}
			joined, err := group.AIP(priorities, shares, mean)
			return Node{Parent: parent, Criteria: children, Weights: joined}, err
		}
		m, err := group.AIJ(matrices, shares)
		if err != nil {
			return Node{}, err
		}
		return single(m), nil
	}
	blocs := make(map[string][]voice)
	var blocOrder []string
	for _, v := range voices {
		node := single(v.matrix)
		e := &s.Experts[v.expert]
		node.Expert = e.ID
		nodes = append(nodes, node)
		if node.AHP.CR > ConsistencyLimit {
			w.Warnings = append(w.Warnings, warnf("W-CR", s.Place(e.Origin), s.advise(&node),
				"The judgements of expert %s %s contradict each other: CR %.3f is above %.2f.", e.ID, s.Below(parent), node.AHP.CR, ConsistencyLimit))
		}
		if e.Bloc != "" {
			if blocs[e.Bloc] == nil {
				blocOrder = append(blocOrder, e.Bloc)
			}
			blocs[e.Bloc] = append(blocs[e.Bloc], v)
		}
	}
	if len(blocOrder) > 1 {
		for _, b := range blocOrder {
			node, err := join(blocs[b])
			if err != nil {
				return nil, fmt.Errorf("bloc %s: %w", b, err)
			}
			node.Bloc = b
			nodes = append(nodes, node)
		}
	}
	panel, err := join(voices)
	if err != nil {
		return nil, err
	}
	return append(nodes, panel), nil
}

// advised is how many judgements to reconsider are named.
const advised = 3

// advise says which judgement to look at first.
func (s *Study) advise(n *Node) string {
	if len(n.Advice) == 0 {
		return "Ask the expert to look at the judgements again; nothing was changed."
	}
	a := n.Advice[0]
	return fmt.Sprintf("Ask the expert about %s and %s first: %s was given, all judgements together say %.2g; %s would bring CR to %.3f. Nothing was changed.",
		s.Criteria[n.Criteria[a.I]].Code, s.Criteria[n.Criteria[a.J]].Code, ratio(a.Given), a.Implied, ratio(a.Suggested), a.CR)
}

// ratio writes a judgement as people do: 3 or 1/3.
func ratio(x float64) string {
	if x < 1 {
		return fmt.Sprintf("1/%.3g", 1/x)
	}
	return fmt.Sprintf("%.3g", x)
}

// gci is the geometric consistency index 2/((n−1)(n−2))·Σ_{i<j} ln²(a_ij·w_j/w_i); 0 for n ≤ 2.
func gci(m *ahp.Matrix, w []float64) float64 {
	n := m.N()
	if n <= 2 {
		return 0
	}
	var sum float64
	for i := range n {
		for j := i + 1; j < n; j++ {
			e := math.Log(m.At(i, j) * w[j] / w[i])
			sum += e * e
		}
	}
	return 2 * sum / float64((n-1)*(n-2))
}
