package panel

import (
	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/group"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// WeightAgreement is how far experts agree on the weights below one parent, from their pairwise judgements.
type WeightAgreement struct {
	Parent   string
	Criteria []int
	Group    []float64   // the panel's weights
	Blocs    [][]float64 // by place in Blocs; nil for one whose experts have not judged enough
	Experts  []ExpertWeights
	Figures  group.Figures
	First    int              // place in Criteria of the one that all experts weigh most; −1: there is none
	Last     int              // and least
	Limit    float64          // of GCI and GCCI, the same as CR = 0.10
	Process  *group.Consented // Dong's consensus process; nil when all are near enough, or the judgements are not crisp matrices
	Moves    []int            // in the process: steps by place in Experts here
}

// ExpertWeights are one expert's weights and how consistent they are, with themselves and with the panel.
type ExpertWeights struct {
	Expert  int // place in Study.Experts
	Weights []float64
	CR, GCI *float64
	GCCI    *float64       // geometric cardinal consensus index: how far the judgements are from the panel's weights
	Nearer  []group.Nearer // the fewest judgements to reconsider to come under the limit of GCCI, by place in Criteria
	Without *group.Figures // the panel's agreement without this expert; nil for panels of two
}

const (
	ConsensusTheta = 0.8  // the weight of the expert's own judgement in each step, as in the paper's example
	processExperts = 200  // larger panels are not taken through the process
	processSteps   = 1000 // a process that takes longer says nothing to a person
)

// agreeOnWeights looks at every parent that two experts or more have judged.
func (r *Report) agreeOnWeights(w *study.Weights) {
	s := r.Study
	name, _ := study.CanonicalWeighting(s.Settings.Weighting)
	if m, ok := weighting.Lookup(name); !ok || m.Basis != weighting.Judgements {
		return
	}
	bloc := map[string]int{}
	for b := range r.Blocs {
		bloc[r.Blocs[b].Name] = b
	}
	byParent := map[string]int{}
	for k := range w.Nodes {
		n := &w.Nodes[k]
		if len(n.Criteria) < 2 {
			continue
		}
		at, known := byParent[n.Parent]
		if !known {
			at = len(r.Weights)
			byParent[n.Parent] = at
			r.Weights = append(r.Weights, WeightAgreement{Parent: n.Parent, Criteria: n.Criteria, Blocs: make([][]float64, len(r.Blocs)), Limit: ahp.GCILimit(len(n.Criteria))})
		}
		a := &r.Weights[at]
		switch {
		case n.Expert != "":
			e := ExpertWeights{Expert: s.Expert(n.Expert), Weights: n.Weights}
			if n.AHP != nil {
				e.CR, e.GCI = &n.AHP.CR, &n.GCI
			}
			a.Experts = append(a.Experts, e)
		case n.Bloc != "":
			if b, ok := bloc[n.Bloc]; ok {
				a.Blocs[b] = n.Weights
			}
		default:
			a.Group = n.Weights
		}
	}
	for k := range r.Weights {
		r.Weights[k].measure(r, w)
	}
}

// measure fills in the figures of one parent.
func (a *WeightAgreement) measure(r *Report, w *study.Weights) {
	p := &group.Panel{}
	for _, b := range r.Blocs {
		p.BlocWeights = append(p.BlocWeights, b.Weight)
	}
	for _, e := range a.Experts {
		p.Priorities = append(p.Priorities, e.Weights)
		p.Bloc = append(p.Bloc, r.Experts[e.Expert].Bloc)
		if r.Study.Settings.Competent() {
			p.Weights = append(p.Weights, r.Experts[e.Expert].Competence)
		}
	}
	if len(a.Experts) > 1 {
		if tally, err := group.NewTally(p); err == nil {
			a.Figures = testedFigures(tally, r.Study.Settings.Seed)
			a.First, a.Last = tally.Ends()
			if r.Agreement == nil && a == &r.Weights[0] {
				a.stand(r, tally)
			}
			for k, f := range tally.Without() {
				if len(a.Experts) > 2 {
					a.Experts[k].Without = &f
				}
			}
		}
	}
	matrices := make(map[string]*ahp.Matrix)
	for k := range w.Nodes {
		if n := &w.Nodes[k]; n.Parent == a.Parent && n.Expert != "" && n.Matrix != nil {
			matrices[n.Expert] = n.Matrix
		}
	}
	var ms []*ahp.Matrix
	var experts []int32
	far := false
	for k := range a.Experts {
		e := &a.Experts[k]
		m := matrices[r.Study.Experts[e.Expert].ID]
		if m == nil || a.Group == nil || len(a.Experts) < 2 {
			continue
		}
		ms, experts = append(ms, m), append(experts, int32(e.Expert))
		gcci := group.GCCI(m, a.Group)
		e.GCCI = &gcci
		if a.Limit > 0 && gcci > a.Limit {
			far = true
			e.Nearer = group.Approach(m, a.Group, a.Limit)
		}
	}
	if !far || len(ms) != len(a.Experts) || len(ms) > processExperts {
		return
	}
	done, err := group.Reach(ms, r.Study.Shares(experts), group.ReachOptions{Theta: ConsensusTheta, Threshold: a.Limit, Limit: processSteps})
	if err != nil {
		return // the weights of the experts do not admit it, which the weighting reports
	}
	a.Process, a.Moves = done, make([]int, len(a.Experts))
	for _, step := range done.Steps {
		a.Moves[step.Expert]++
	}
}

// stand makes these weights, where technologies were not judged, what experts and blocs are compared on.
func (a *WeightAgreement) stand(r *Report, tally *group.Tally) {
	for b := range r.Blocs {
		r.Blocs[b].Own, r.Blocs[b].Without = tally.OfBloc(b), tally.WithoutBloc(b)
	}
	without := tally.Without()
	for k := range a.Experts {
		x := &r.Experts[a.Experts[k].Expert]
		if len(a.Experts) > 2 {
			x.Without = &without[k]
		}
		if tau, ok := a.Tau(k); ok {
			x.TauB = &tau
		}
		if tau, ok := tally.TauWithOthers(k); ok {
			x.TauOthers = &tau
		}
	}
}

// Tau is tau-b between an expert's order of the criteria and the panel's; ok is false where it is not defined.
func (a *WeightAgreement) Tau(k int) (tau float64, ok bool) {
	if a.Group == nil {
		return 0, false
	}
	return mcda.TauB(group.MidRanks(a.Experts[k].Weights), group.MidRanks(a.Group))
}
