package contract

import (
	"veche/internal/language"
	"veche/internal/mcda/group"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// Panel is the contract of `veche panel --format json`. The figures at the top are of the technologies, or, in a study of criteria only, of the weights at
// the top of the tree; null where one is not defined.
type Panel struct {
	Study        Study    `json:"study"`
	Round        string   `json:"round"`
	Finding      string   `json:"finding"`
	Sentences    []string `json:"sentences"`
	SStar        *float64 `json:"s_star"`
	KendallW     *float64 `json:"kendall_w"`
	P            *float64 `json:"p"`
	PBy          *Chance  `json:"p_by"`
	ChiSquare    *float64 `json:"chi_square"`
	TauB         *float64 `json:"tau_b"`
	TauPairs     int      `json:"tau_pairs"`
	Alpha        *float64 `json:"alpha"`
	Units        int      `json:"alpha_units"`
	BetweenBlocs *float64 `json:"between_blocs"`
	Entropy      *Entropy `json:"entropy,omitempty"`
	Complete     Complete `json:"complete"` // what s_star, kendall_w and between_blocs are of
	Places       Places   `json:"places"`   // in the orders of all experts

	Blocs        []PanelBloc       `json:"blocs"`
	Experts      []PanelExpert     `json:"experts"`
	Technologies []PanelTechnology `json:"technologies"`
	Contested    []string          `json:"contested"` // technologies, the most contested first
	Clusters     Clusters          `json:"clusters"`
	Conversation *Conversation     `json:"conversation"`
	Weights      []WeightAgreement `json:"weights"`
	Readings     []Reading         `json:"readings"`
	Rounds       []Rounds          `json:"rounds"`
	Remind       []string          `json:"remind"`
	Seal         *Seal             `json:"seal"`
	Warnings     []Warning         `json:"warnings"`
	Version      string            `json:"version"`
	Seed         uint64            `json:"seed"`
}

// Chance is how p is known.
type Chance struct {
	By    string `json:"by"` // exact, permutation or chi-square
	Draws int    `json:"draws,omitempty"`
	Seed  uint64 `json:"seed,omitempty"`
}

func ofChance(f *group.Figures) *Chance {
	if !f.HasW {
		return nil
	}
	return &Chance{f.Chance.By, f.Chance.Draws, f.Chance.Seed}
}

// Entropy is what between_blocs is made of, (gamma − bloc)/(gamma − alpha), with the blocs by their weights, equal where none are given; and what s_star is.
type Entropy struct {
	Gamma float64   `json:"gamma"`
	Bloc  float64   `json:"bloc"`
	Alpha float64   `json:"alpha"`
	SStar OfExperts `json:"s_star"`
}

// OfExperts are the entropies with every expert counted alike, or by competence where it counts, whatever the blocs: s_star is (e^(alpha − gamma) − floor)/(1 − floor),
// and 0 where that is below.
type OfExperts struct {
	Gamma float64 `json:"gamma"`
	Alpha float64 `json:"alpha"`
	Floor float64 `json:"floor"`
}

type Complete struct {
	Experts      int `json:"experts"`
	Technologies int `json:"technologies"`
	Part         int `json:"part"` // of these experts' places for these technologies, those that rest on half of the criteria's weight or more, not on all
}

// Places are those that technologies have in experts' orders, and those of them that rest on half of the criteria's weight or more, not on all.
type Places struct {
	All  int `json:"all"`
	Part int `json:"part"`
}

type Figures struct {
	SStar        *float64 `json:"s_star"`
	KendallW     *float64 `json:"kendall_w"`
	TauB         *float64 `json:"tau_b"`
	BetweenBlocs *float64 `json:"between_blocs"`
}

type PanelBloc struct {
	Name    string         `json:"name"`
	Weight  float64        `json:"weight"`
	Members []string       `json:"members"`
	Own     Figures        `json:"own"`
	Without Figures        `json:"without"`
	TauB    *float64       `json:"tau_b"` // of its own ranking with the panel's
	Leader  string         `json:"leader"`
	Ranking map[string]int `json:"ranking,omitempty"`
	Change  *WhatIf        `json:"change"`
}

type PanelExpert struct {
	ID         string             `json:"id"`
	Bloc       string             `json:"bloc"`
	Excluded   bool               `json:"excluded,omitempty"`
	Answered   int                `json:"answered"`
	Asked      int                `json:"asked"`
	Abstained  int                `json:"abstained"`
	Missing    int                `json:"missing"`
	Unread     int                `json:"unread,omitempty"` // came in forms and could not be read
	Conflicts  int                `json:"conflicts"`
	SetAside   int                `json:"set_aside"` // answers on technologies with a declared conflict, which do not count
	Judged     int                `json:"judged"`
	Competence *float64           `json:"competence,omitempty"`
	TauB       *float64           `json:"tau_b"`
	TauOthers  *float64           `json:"tau_b_others"`
	Without    *Figures           `json:"without"`
	Camp       *int               `json:"camp"`
	Change     *WhatIf            `json:"change"`
	Ranks      map[string]float64 `json:"ranks,omitempty"`
	Part       []string           `json:"part,omitempty"` // technologies whose place in ranks rests on half of the criteria's weight or more, not on all
}

type WhatIf struct {
	Impossible bool     `json:"impossible,omitempty"`
	TauB       float64  `json:"tau_b"`
	Leader     string   `json:"leader"`
	NewLeader  bool     `json:"new_leader"`
	In         []string `json:"shortlist_in,omitempty"`
	Out        []string `json:"shortlist_out,omitempty"`
	Moved      string   `json:"moved,omitempty"`
	By         int      `json:"by,omitempty"`
}

type PanelTechnology struct {
	ID        string             `json:"id"`
	Name      string             `json:"name"`
	Rank      int                `json:"rank"`
	Experts   int                `json:"experts"`
	Least     float64            `json:"rank_min"`
	Most      float64            `json:"rank_max"`
	Mean      float64            `json:"rank_mean"`
	Spread    float64            `json:"rank_sd"`
	Share     float64            `json:"share"`
	Blocs     map[string]float64 `json:"blocs,omitempty"` // mean place by bloc
	Conflicts int                `json:"conflicts"`
	Answers   int                `json:"answers"`
	Missing   int                `json:"missing"`
	Abstained int                `json:"abstained"`
	Cells     map[string]int     `json:"cells,omitempty"` // answers by criterion
	Worst     *Fill              `json:"missing_worst,omitempty"`
	Best      *Fill              `json:"missing_best,omitempty"`
}

type Fill struct {
	Rank  int     `json:"rank"`
	Score float64 `json:"score"`
}

type Clusters struct {
	Count      int        `json:"count"`
	Silhouette float64    `json:"silhouette"`
	P          *float64   `json:"p"`        // of such a grouping in random orders; null: there was none to test
	PInside    *float64   `json:"p_inside"` // of so much agreement inside
	PAcross    *float64   `json:"p_across"` // of so much agreement across
	Draws      int        `json:"draws,omitempty"`
	Sampled    int        `json:"sampled,omitempty"` // experts, when not all
	Follow     *float64   `json:"follow_blocs"`      // adjusted Rand index with the blocs
	Camps      [][]string `json:"camps,omitempty"`
}

type Conversation struct {
	Technology string      `json:"technology"`
	Between    [2]string   `json:"between"`
	Members    [2][]string `json:"members"`
	Places     [2]float64  `json:"places"`
	Criterion  string      `json:"criterion,omitempty"`
	W          *float64    `json:"kendall_w"`
	Would      *float64    `json:"kendall_w_then"` // if all placed the technology as the panel does
	Sentence   string      `json:"sentence"`
}

type WeightAgreement struct {
	Parent       string               `json:"parent"`
	Criteria     []string             `json:"criteria"`
	Weights      []float64            `json:"weights"`
	Finding      string               `json:"finding"`
	SStar        *float64             `json:"s_star"`
	KendallW     *float64             `json:"kendall_w"`
	P            *float64             `json:"p"`
	PBy          *Chance              `json:"p_by"`
	TauB         *float64             `json:"tau_b"`
	BetweenBlocs *float64             `json:"between_blocs"`
	Blocs        map[string][]float64 `json:"blocs,omitempty"`
	Limit        float64              `json:"gcci_limit"`
	Experts      []ExpertWeights      `json:"experts"`
	Process      *Process             `json:"process"` // Dong's, where an expert is beyond the limit: advice
}

type ExpertWeights struct {
	ID      string    `json:"id"`
	Weights []float64 `json:"weights"`
	TauB    *float64  `json:"tau_b"`
	CR      *float64  `json:"cr"`
	GCI     *float64  `json:"gci"`
	GCCI    *float64  `json:"gcci"`
	Without *Figures  `json:"without"`
	Advice  []Nearer  `json:"advice,omitempty"`
}

type Nearer struct {
	A         string  `json:"a"`
	B         string  `json:"b"`
	Given     float64 `json:"given"`
	Implied   float64 `json:"implied"` // by the panel's weights
	Suggested float64 `json:"suggested"`
	GCCI      float64 `json:"gcci"` // with this and the earlier suggestions
}

type Process struct {
	Theta   float64        `json:"theta"`
	Steps   int            `json:"steps"`
	Reached bool           `json:"reached"`
	Moves   map[string]int `json:"moves"` // steps by expert
	Weights []float64      `json:"weights"`
}

type Reading struct {
	Levels     string         `json:"levels"`
	Competence string         `json:"competence"`
	Group      string         `json:"group,omitempty"`
	InForce    bool           `json:"in_force"`
	Leader     string         `json:"leader,omitempty"`
	TauB       *float64       `json:"tau_b"`
	Ranking    map[string]int `json:"ranking,omitempty"`
	Weights    []Weight       `json:"weights,omitempty"`
}

type Rounds struct {
	From            string      `json:"from"`
	To              string      `json:"to"`
	Experts         [2]int      `json:"experts"`
	Technologies    [2]int      `json:"technologies"`
	Common          int         `json:"common_technologies"`
	Asked           int         `json:"pairs"`
	Repeated        int         `json:"pairs_repeated"`
	Rho             *float64    `json:"rho"`
	TauB            *float64    `json:"tau_b"`
	RhoMeans        *float64    `json:"rho_criterion_means"`
	TauMeans        *float64    `json:"tau_b_criterion_means"`
	TauRepeated     *float64    `json:"tau_b_repeated"`
	AnswersRepeated int         `json:"answers_repeated"`
	Unchanged       *float64    `json:"unchanged"`
	Up              int         `json:"up"`
	Down            int         `json:"down"`
	Nearer          int         `json:"nearer"`
	Farther         int         `json:"farther"`
	MeanSD          [2]float64  `json:"mean_sd"`
	MeanIQR         [2]float64  `json:"mean_iqr"`
	Alpha           [2]*float64 `json:"alpha"`
	KendallW        *float64    `json:"kendall_w"`
	Verdict         string      `json:"verdict"`
	Sentence        string      `json:"sentence"`
	Items           []Item      `json:"items"`
}

type Item struct {
	Technology string     `json:"technology"`
	Criterion  string     `json:"criterion"`
	N          [2]int     `json:"n"`
	Median     [2]float64 `json:"median"`
	IQR        [2]float64 `json:"iqr"`
	Repeated   int        `json:"repeated"`
	Unchanged  int        `json:"unchanged"`
	Up         int        `json:"up"`
	Down       int        `json:"down"`
}

type Seal struct {
	Hash    string   `json:"hash"`
	Weights string   `json:"weights"`
	Answers int      `json:"answers"`
	Intact  bool     `json:"intact"`
	Kept    bool     `json:"kept"`
	Changed []string `json:"changed"`
}

// some is nil for a figure that is not defined.
func Some(x float64, defined bool) *float64 {
	if !defined {
		return nil
	}
	return &x
}

func OfFigures(f *group.Figures) Figures {
	return Figures{Some(f.SStar, f.Experts > 1), Some(f.W, f.HasW), Some(f.TauB, f.HasTauB), Some(f.Between, f.HasBetween)}
}

func ofWeightAgreement(r *panel.Report, a *panel.WeightAgreement) WeightAgreement {
	s := r.Study
	f := &a.Figures
	j := WeightAgreement{Parent: a.Parent, Weights: a.Group, Finding: string(a.Finding()), SStar: Some(f.SStar, f.Experts > 1), KendallW: Some(f.W, f.HasW), P: Some(f.P, f.HasW), PBy: ofChance(f),
		TauB: Some(f.TauB, f.HasTauB), BetweenBlocs: Some(f.Between, f.HasBetween), Limit: a.Limit, Experts: []ExpertWeights{}}
	code := func(k int) string { return s.Criteria[a.Criteria[k]].Code }
	for k := range a.Criteria {
		j.Criteria = append(j.Criteria, code(k))
	}
	for b, w := range a.Blocs {
		if w != nil {
			if j.Blocs == nil {
				j.Blocs = map[string][]float64{}
			}
			j.Blocs[r.Blocs[b].Name] = w
		}
	}
	for k := range a.Experts {
		e := &a.Experts[k]
		tau, ok := a.Tau(k)
		out := ExpertWeights{ID: s.Experts[e.Expert].ID, Weights: e.Weights, TauB: Some(tau, ok), CR: e.CR, GCI: e.GCI, GCCI: e.GCCI}
		if e.Without != nil {
			without := OfFigures(e.Without)
			out.Without = &without
		}
		for _, n := range e.Nearer {
			out.Advice = append(out.Advice, Nearer{code(n.I), code(n.J), n.Given, n.Implied, n.Suggested, n.GCCI})
		}
		j.Experts = append(j.Experts, out)
	}
	if p := a.Process; p != nil {
		j.Process = &Process{Theta: panel.ConsensusTheta, Steps: len(p.Steps), Reached: p.Reached, Moves: map[string]int{}, Weights: p.Group}
		for k, n := range a.Moves {
			if n > 0 {
				j.Process.Moves[s.Experts[a.Experts[k].Expert].ID] = n
			}
		}
	}
	return j
}

func OfRounds(s *study.Study, c *panel.RoundComparison, l language.Language) Rounds {
	j := Rounds{From: s.Rounds[c.From], To: s.Rounds[c.To], Experts: c.Experts, Technologies: c.Technologies, Common: c.Common, Asked: c.Asked, Repeated: c.Repeated,
		Rho: c.Rho, TauB: c.Tau, RhoMeans: c.RhoMeans, TauMeans: c.TauMeans, TauRepeated: c.TauRepeated, AnswersRepeated: c.Movement.Pairs, Up: c.Movement.Up, Down: c.Movement.Down,
		Nearer: c.Movement.Nearer, Farther: c.Movement.Farther, MeanSD: c.MeanSD, MeanIQR: c.MeanIQR, Alpha: c.Alpha, KendallW: c.W, Verdict: string(c.Verdict), Sentence: c.Sentence(s, l),
		Items: []Item{}}
	if share, ok := c.Movement.Share(); ok {
		j.Unchanged = &share
	}
	for _, i := range c.Items {
		m := &i.Movement
		j.Items = append(j.Items, Item{s.Technologies[i.Technology].ID, s.Criteria[i.Criterion].Code, i.N, i.Median, [2]float64{i.IQR(0), i.IQR(1)}, m.Pairs, m.Unchanged, m.Up, m.Down})
	}
	return j
}
