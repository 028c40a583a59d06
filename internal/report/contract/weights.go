package contract

import (
	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/study"
)

// weightingsJSON is the contract of `veche weights --format json`.
type Weights struct {
	Weighting string   `json:"weighting"`
	Weights   []Weight `json:"weights"` // global, by leaf; moved ones when --weights was given
	Nodes     []Node   `json:"nodes"`
	Tables    []Trace  `json:"tables,omitempty"` // how weights came out of the scores
}

type Node struct {
	Expert    *string   `json:"expert"` // null for a bloc and for the panel
	Bloc      *string   `json:"bloc"`
	Parent    string    `json:"parent"`
	Criteria  []string  `json:"criteria"`
	Weights   []float64 `json:"weights"`
	LambdaMax *float64  `json:"lambda_max,omitempty"` // these five only for weights from one judgement matrix
	CI        *float64  `json:"ci,omitempty"`
	CR        *float64  `json:"cr,omitempty"`
	RI        string    `json:"ri,omitempty"`
	GCI       *float64  `json:"gci,omitempty"`
	GCILimit  *float64  `json:"gci_limit,omitempty"` // what CR = 0.10 is in GCI
	Koczkodaj *float64  `json:"koczkodaj,omitempty"`

	Matrix       [][]float64     `json:"matrix,omitempty"`        // a_ij: of the panel and of a bloc the judgements joined (AIJ), of one whose pairs are missing the completed ones
	Missing      [][2]string     `json:"missing,omitempty"`       // pairs that were not compared and are bridged
	FuzzyWeights []mcda.Triangle `json:"fuzzy_weights,omitempty"` // of fuzzy AHP
	BestWorst    *BestWorst      `json:"best_worst,omitempty"`
	FUCOM        *FUCOM          `json:"fucom,omitempty"`

	Advice []Advice `json:"advice,omitempty"` // when cr is above 0.10: the changes that would lower it most, never applied
}

type BestWorst struct {
	Xi               float64      `json:"xi"`
	Consistency      float64      `json:"consistency_ratio"`
	InputConsistency float64      `json:"input_consistency_ratio"`
	Threshold        *float64     `json:"threshold,omitempty"` // of the input-based ratio
	Intervals        [][2]float64 `json:"intervals"`
}

type FUCOM struct {
	DFC    float64   `json:"dfc"`
	Order  []string  `json:"order"`  // the most important first
	Ratio  []float64 `json:"ratio"`  // of each over the next, as stated
	Second []float64 `json:"second"` // over the next but one
}

type Advice struct {
	A         string  `json:"a"`
	B         string  `json:"b"`
	Given     float64 `json:"given"`
	Implied   float64 `json:"implied"`
	Suggested float64 `json:"suggested"`
	CR        float64 `json:"cr"`   // with the suggested value
	Best      float64 `json:"best"` // the value of the scale that lowers CR most
	BestCR    float64 `json:"best_cr"`
}

func OfWeights(s *study.Study, w *study.Weights) Weights {
	j := Weights{Weighting: w.Weighting, Weights: OfGlobal(s, s.Leaves(), Global(s, w)), Nodes: []Node{}}
	for _, n := range w.Nodes {
		node := Node{Parent: n.Parent, Weights: n.Weights}
		if n.Expert != "" {
			node.Expert = &n.Expert
		}
		if n.Bloc != "" {
			node.Bloc = &n.Bloc
		}
		for _, i := range n.Criteria {
			node.Criteria = append(node.Criteria, s.Criteria[i].Code)
		}
		if n.AHP != nil {
			limit := ahp.GCILimit(len(n.Criteria))
			node.LambdaMax, node.CI, node.CR, node.GCI, node.RI = &n.AHP.LambdaMax, &n.AHP.CI, &n.AHP.CR, &n.GCI, string(n.AHP.RI)
			node.GCILimit, node.Koczkodaj = &limit, &n.Koczkodaj
		}
		code := func(k int) string { return s.Criteria[n.Criteria[k]].Code }
		for _, pair := range n.Missing {
			node.Missing = append(node.Missing, [2]string{code(pair[0]), code(pair[1])})
		}
		if n.Matrix != nil && (n.Expert == "" || len(n.Missing) > 0) {
			for i := range n.Matrix.N() {
				row := make([]float64, n.Matrix.N())
				for k := range row {
					row[k] = n.Matrix.At(i, k)
				}
				node.Matrix = append(node.Matrix, row)
			}
		}
		node.FuzzyWeights = n.Fuzzy
		if b := n.BestWorst; b != nil {
			node.BestWorst = &BestWorst{Xi: b.Xi, Consistency: b.Consistency, InputConsistency: b.InputConsistency, Threshold: b.Threshold}
			for k := range b.Lower {
				node.BestWorst.Intervals = append(node.BestWorst.Intervals, [2]float64{b.Lower[k], b.Upper[k]})
			}
		}
		if f := n.FUCOM; f != nil {
			node.FUCOM = &FUCOM{DFC: f.DFC, Ratio: f.Ratio, Second: f.Second}
			for _, k := range f.Order {
				node.FUCOM.Order = append(node.FUCOM.Order, code(k))
			}
		}
		for _, a := range n.Advice {
			node.Advice = append(node.Advice, Advice{code(a.I), code(a.J), a.Given, a.Implied, a.Suggested, a.CR, a.Best, a.BestCR})
		}
		j.Nodes = append(j.Nodes, node)
	}
	if len(w.Tables) > 0 {
		j.Tables = OfTrace(&mcda.Trace{Tables: w.Tables})
	}
	return j
}

// global are the weights in force by leaf.
func Global(s *study.Study, w *study.Weights) []float64 {
	if s.Moved != nil {
		return s.Moved
	}
	return w.Global
}
