package panel

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"veche/internal/language"

	"veche/internal/mcda/group"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// Report is how far a panel agrees, where it does not, who stands apart and what a facilitator could do about it.
type Report struct {
	Study     *study.Study
	Outcome   *study.Outcome // the panel's ranking; nil when there is none (criteria only, or too few scores), and then NoRanking says why
	NoRanking error
	Round     string // the rounds that count, in words

	Blocs        []Bloc       // that have members who are not left out, as the study orders them; none when experts speak for no bloc
	Experts      []Expert     // all of the study's, in its order
	Technologies []Technology // that are not left out, in the study's order; empty for criteria only

	Agreement *Agreement        // on the technologies, from the experts' own answers; nil when fewer than two have any
	Weights   []WeightAgreement // on the criteria, from pairwise judgements, by parent
	Rounds    []RoundComparison
	Readings  []Reading        // the ranking by the other ways to join the experts, with and without competence
	WhatIf    [2]int           // experts without whom the ranking was worked out, of those who answered; in a large panel some ways of joining answers are too slow for all
	Talk      *Conversation    // the one that would help most; nil when there is nothing to talk over
	Seal      *study.SealState // nil when the weights were never sealed
}

// Agreement is how far experts agree on n technologies. S*, W and the division over blocs need complete rankings: they are of the Block, the experts and
// technologies left when those with the most gaps are set aside. Tau-b and alpha take everything.
type Agreement struct {
	Block    []int // places in Experts: whose rankings are complete
	Items    []int // places in Technologies: on which they are
	Part     int   // of the block's places, those that rest on part of the criteria's weight only
	Figures  group.Figures
	Alpha    *float64 // Krippendorff's, interval, over all answers as ratings of 0 to 1
	Units    int      // questions with two answers or more
	TauB     *float64 // mean over pairs of experts, of the technologies that both judged
	TauPairs int      // pairs of experts it is the mean of
	Ordered  int      // experts who placed two technologies or more, of those looked at
	Sampled  int      // experts the clusters and, where there are gaps, tau-b were worked out from, when that is not all of them; 0: all
	Clusters group.Clusters
	First    int            // place in Technologies of the one that all experts put first, alone in that place; −1: there is none, or not all orders are complete
	Last     int            // and last
	Test     group.CampTest // of the clusters, when there are two or more
	Camps    [][]int        // places in Experts by cluster, when the clusters pass the test
	Follow   *float64       // adjusted Rand index of the clusters and the blocs: 1 when the camps are the blocs
}

// Bloc is one bloc.
type Bloc struct {
	Name    string
	Weight  float64 // share of the panel's; equal where none are given
	Members []int   // places in Experts
	Own     group.Figures
	Without group.Figures
	Rank    []int    // place in its own ranking by the study's method, by place in Technologies; 0: none; nil: it cannot rank alone
	TauB    *float64 // of its own ranking with the panel's
	Leader  int      // place in Technologies; −1 without a ranking
	Change  *Change  // the panel's ranking without it
}

// Expert is one expert.
type Expert struct {
	Expert     int // place in Study.Experts
	Bloc       int // place in Blocs; −1
	Excluded   bool
	Coverage   Coverage
	Competence float64        // weight within the bloc if competence counted
	Rank       []float64      // own order, by place in Technologies: mid-ranks among those judged; 0: not judged; nil: no answers
	Judged     int            // technologies with a place in it
	Part       []int          // places in Technologies: whose place in it rests on answers that carry half of the criteria's weight or more, not all of it
	TauB       *float64       // with the panel's order of the same kind
	TauOthers  *float64       // mean with each of the others
	Without    *group.Figures // the panel's agreement without this expert; nil outside of the block
	Cluster    int            // −1 where there are no camps, or the expert was not in the sample
	Change     *Change        // the panel's ranking without this expert; nil when not worked out
}

// Technology is one technology.
type Technology struct {
	Technology int // place in Study.Technologies
	Rank       int // in the panel's ranking; 0: not ranked
	Experts    int // who have a place for it in their own order
	// The experts' places for it, stretched to all technologies where an expert judged only some: 1 is best.
	Least, Most, Mean           float64
	Spread                      float64    // standard deviation of these places
	Share                       float64    // of all the experts' disagreement about places
	BlocMean                    []*float64 // mean place by bloc
	Gap                         float64    // between the blocs' mean places, the largest; 0 for one bloc
	Conflicts                   int        // experts left out here for a declared conflict of interest
	Answers, Missing, Abstained int
	Cells                       []int // answers given, by leaf
	Low, High                   *Fill // where missing answers, all at the worst or all at the best of the scale, would put it; nil: none missing
}

// Fill is a technology's score and place if its missing answers were all the worst, or all the best.
type Fill struct {
	Score float64
	Rank  int
}

// Change is what leaving somebody out does to the ranking.
type Change struct {
	Impossible bool    // without them some technology, or all, could not be ranked
	TauB       float64 // with the ranking in force
	Leader     int     // place in Technologies
	NewLeader  bool
	In, Out    []int // places in Technologies: who enters and leaves the shortlist
	Moved      int   // the technology that moves most, −1 when none moves
	By         int   // places; positive: up
}

// errNoPanel is for studies in which nobody was asked.
var errNoPanel = study.Issues{{Severity: study.Error, Code: "E-PANEL-NONE", Message: language.M("No expert's answer counts: there is no agreement to look at."),
	Remedy: language.M("Fill in the sheet Scores or Pairwise, or name another round.")}}

// Assess looks at a study's experts. The error is [study.Issues].
func Assess(s *study.Study) (*Report, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	r := &Report{Study: s}
	in, _ := s.ChosenRounds()
	r.Round = s.RoundsInWords(in)
	var weights *study.Weights
	if s.CriteriaOnly {
		r.NoRanking = study.Issues{s.NothingToRank()}
	} else if o, err := study.Evaluate(s); err != nil {
		r.NoRanking = err
	} else {
		r.Outcome, weights = o, o.Weights
	}
	if weights == nil {
		var err error
		if weights, err = study.Weigh(s); err != nil && s.CriteriaOnly {
			return nil, err
		}
	}
	r.members()
	r.cover(in)
	global := weighting.Equal(len(s.Leaves()))
	if r.Outcome != nil {
		global = r.Outcome.Global
	} else if s.Moved != nil {
		global = s.Moved
	} else if weights != nil {
		global = weights.Global
	}
	p := positionsOf(s, global)
	if !s.CriteriaOnly {
		r.list(p)
		r.agree(p)
	}
	if weights != nil {
		r.agreeOnWeights(weights)
	}
	if len(p.experts) == 0 && len(r.Weights) == 0 {
		return nil, errNoPanel
	}
	r.converse(p)
	r.compareRounds(global)
	r.whatIf()
	r.intervals()
	r.readings()
	r.Seal = s.SealState()
	return r, nil
}

// members lists the blocs and the experts.
func (r *Report) members() {
	s := r.Study
	given := slices.ContainsFunc(s.Blocs, func(b study.Bloc) bool { return b.Weight != nil })
	at := map[string]int{}
	add := func(name string, weight *float64) {
		if _, known := at[name]; known || !slices.ContainsFunc(s.Experts, func(x study.Expert) bool { return x.Bloc == name && !s.Excluded.Experts[x.ID] }) {
			return
		}
		at[name] = len(r.Blocs)
		b := Bloc{Name: name, Weight: 1, Leader: -1}
		if given {
			b.Weight = 0
			if weight != nil {
				b.Weight = *weight
			}
		}
		r.Blocs = append(r.Blocs, b)
	}
	for _, b := range s.Blocs {
		add(b.Name, b.Weight)
	}
	for _, x := range s.Experts {
		if x.Bloc != "" {
			add(x.Bloc, nil)
		}
	}
	var sum float64
	for _, b := range r.Blocs {
		sum += b.Weight
	}
	for k := range r.Blocs {
		if sum > 0 {
			r.Blocs[k].Weight /= sum
		}
	}
	competence := s.CompetenceWeights()
	for e, x := range s.Experts {
		p := Expert{Expert: e, Bloc: -1, Cluster: -1, Excluded: s.Excluded.Experts[x.ID], Competence: competence[e]}
		if b, ok := at[x.Bloc]; ok && x.Bloc != "" {
			p.Bloc = b
			if !p.Excluded {
				r.Blocs[b].Members = append(r.Blocs[b].Members, e)
			}
		}
		r.Experts = append(r.Experts, p)
	}
}

// list makes the technologies and what experts' orders say of each.
func (r *Report) list(p *positions) {
	m, n := len(p.experts), len(p.technologies)
	rank := make([]int, len(r.Study.Technologies))
	if r.Outcome != nil {
		for _, row := range r.Outcome.Rows {
			rank[r.Outcome.Technology[row.Index]] = row.Rank
		}
	}
	for _, t := range p.technologies {
		tech := Technology{Technology: t, Rank: rank[t], BlocMean: make([]*float64, len(r.Blocs))}
		for e := range r.Study.Experts {
			if !r.Experts[e].Excluded && r.Study.Conflicted(e, t) {
				tech.Conflicts++
			}
		}
		r.Technologies = append(r.Technologies, tech)
	}
	places := make([]float64, m*n) // stretched to 1 … n; 0: none
	for e, x := range p.experts {
		var values []float64
		var of []int
		for t := range n {
			if v, known := p.at(e, t); known {
				values, of = append(values, v), append(of, t)
				if p.part[e*n+t] {
					r.Experts[x].Part = append(r.Experts[x].Part, t)
				}
			}
		}
		own := make([]float64, n)
		if len(of) > 0 {
			for k, rank := range group.MidRanks(values) {
				own[of[k]] = rank
				if len(of) > 1 {
					places[e*n+of[k]] = 1 + (rank-1)*float64(n-1)/float64(len(of)-1)
				}
			}
		}
		r.Experts[x].Rank, r.Experts[x].Judged = own, len(of)
	}
	var all float64
	for t := range n {
		all += r.Technologies[t].spread(r, p, places, t)
	}
	if all > 0 {
		for t := range n {
			r.Technologies[t].Share /= all
		}
	}
}

// spread fills in what experts' places say of one technology and returns their disagreement: the sum of squared deviations, which it leaves in Share.
func (tech *Technology) spread(r *Report, p *positions, places []float64, t int) float64 {
	n := len(p.technologies)
	blocSum, blocN := make([]float64, len(r.Blocs)), make([]float64, len(r.Blocs))
	var sum, square float64
	for e, x := range p.experts {
		place := places[e*n+t]
		if place == 0 {
			continue
		}
		if tech.Experts++; tech.Experts == 1 {
			tech.Least, tech.Most = place, place
		}
		tech.Least, tech.Most = min(tech.Least, place), max(tech.Most, place)
		sum, square = sum+place, square+float64(place*place)
		if b := r.Experts[x].Bloc; b >= 0 {
			blocSum[b], blocN[b] = blocSum[b]+place, blocN[b]+1
		}
	}
	if tech.Experts == 0 {
		return 0
	}
	k := float64(tech.Experts)
	tech.Mean = sum / k
	tech.Share = max(square-sum*sum/k, 0)
	if tech.Experts > 1 {
		tech.Spread = math.Sqrt(tech.Share / (k - 1))
	}
	least, most := math.Inf(1), math.Inf(-1)
	for b := range r.Blocs {
		if blocN[b] > 0 {
			mean := blocSum[b] / blocN[b]
			tech.BlocMean[b] = &mean
			least, most = min(least, mean), max(most, mean)
		}
	}
	tech.Gap = max(most-least, 0)
	return tech.Share
}

// panelOf are the complete rankings as the engine takes them.
func (r *Report) panelOf(p *positions, experts, technologies []int) *group.Panel {
	out := &group.Panel{}
	for _, b := range r.Blocs {
		out.BlocWeights = append(out.BlocWeights, b.Weight)
	}
	competent := r.Study.Settings.Competent()
	for _, e := range experts {
		x := p.experts[e]
		values := make([]float64, len(technologies))
		var sum float64
		for k, t := range technologies {
			values[k], _ = p.at(e, t)
			sum += values[k]
		}
		if !(sum > 0) { // the worst of everything: no technology before another
			for k := range values {
				values[k] = 1
			}
		}
		out.Priorities = append(out.Priorities, values)
		out.Bloc = append(out.Bloc, r.Experts[x].Bloc)
		if competent {
			out.Weights = append(out.Weights, r.Experts[x].Competence)
		}
	}
	return out
}

// Apart lists the experts who have a tau-b with the panel, those who stand apart most first.
func (r *Report) Apart() []int {
	var list []int
	for e := range r.Experts {
		if r.Experts[e].TauB != nil {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(*r.Experts[a].TauB, *r.Experts[b].TauB) })
	return list
}

// Contested lists the technologies two experts or more have a place for, the most contested first.
func (r *Report) Contested() []int {
	var list []int
	for t := range r.Technologies {
		if r.Technologies[t].Experts > 1 {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(r.Technologies[b].Spread, r.Technologies[a].Spread) })
	return list
}

// reasonOf is why there is no ranking, in a sentence.
func reasonOf(err error) language.Message {
	var issues study.Issues
	if errors.As(err, &issues) && len(issues) > 0 {
		return issues[0].Message
	}
	return language.Of(err)
}

// Figures are those of the technologies, or, where technologies were not judged, those of the weights at the top of the tree; nil where there are neither.
func (r *Report) Figures() *group.Figures {
	switch {
	case r.Agreement != nil:
		return &r.Agreement.Figures
	case len(r.Weights) > 0:
		return &r.Weights[0].Figures
	}
	return nil
}

// Finding is what these figures show together.
func (r *Report) Finding() Finding {
	switch {
	case r.Agreement != nil:
		return r.Agreement.Finding()
	case len(r.Weights) > 0:
		return r.Weights[0].Finding()
	}
	return Undetermined
}

// Warnings are the study's and the ranking's, and why there is none.
func (r *Report) Warnings() study.Issues {
	if r.Outcome != nil {
		return r.Outcome.Warnings
	}
	warnings := slices.Clone(r.Study.Warnings)
	if !r.Study.CriteriaOnly && r.NoRanking != nil {
		warnings = append(warnings, study.Warnf("W-PANEL-RANKING", study.Place{File: r.Study.Source.File}, language.Message{}, "The panel is looked at without a ranking: %s", reasonOf(r.NoRanking)))
	}
	return warnings
}
