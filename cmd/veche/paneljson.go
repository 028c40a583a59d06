package main

import (
	"veche/internal/language"
	"veche/internal/mcda/group"
	"veche/internal/release"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// panelJSON is the contract of `veche panel --format json`. The figures at the top are of the technologies, or, in a study of criteria only, of the weights at
// the top of the tree; null where one is not defined.
type panelJSON struct {
	Study        studyJSON    `json:"study"`
	Round        string       `json:"round"`
	Finding      string       `json:"finding"`
	Sentences    []string     `json:"sentences"`
	SStar        *float64     `json:"s_star"`
	KendallW     *float64     `json:"kendall_w"`
	P            *float64     `json:"p"`
	PBy          *chanceJSON  `json:"p_by"`
	ChiSquare    *float64     `json:"chi_square"`
	TauB         *float64     `json:"tau_b"`
	TauPairs     int          `json:"tau_pairs"`
	Alpha        *float64     `json:"alpha"`
	Units        int          `json:"alpha_units"`
	BetweenBlocs *float64     `json:"between_blocs"`
	Entropy      *entropyJSON `json:"entropy,omitempty"`
	Complete     completeJSON `json:"complete"` // what s_star, kendall_w and between_blocs are of

	Blocs        []panelBlocJSON       `json:"blocs"`
	Experts      []panelExpertJSON     `json:"experts"`
	Technologies []panelTechnologyJSON `json:"technologies"`
	Contested    []string              `json:"contested"` // technologies, the most contested first
	Clusters     clustersJSON          `json:"clusters"`
	Conversation *conversationJSON     `json:"conversation"`
	Weights      []weightAgreementJSON `json:"weights"`
	Readings     []readingJSON         `json:"readings"`
	Rounds       []roundsJSON          `json:"rounds"`
	Remind       []string              `json:"remind"`
	Seal         *sealJSON             `json:"seal"`
	Warnings     []warningJSON         `json:"warnings"`
	Version      string                `json:"version"`
	Seed         uint64                `json:"seed"`
}

// chanceJSON is how p is known.
type chanceJSON struct {
	By    string `json:"by"` // exact, permutation or chi-square
	Draws int    `json:"draws,omitempty"`
	Seed  uint64 `json:"seed,omitempty"`
}

func chanceOf(f *group.Figures) *chanceJSON {
	if !f.HasW {
		return nil
	}
	return &chanceJSON{f.Chance.By, f.Chance.Draws, f.Chance.Seed}
}

type entropyJSON struct {
	Gamma float64 `json:"gamma"` // blocs by their weights
	Bloc  float64 `json:"bloc"`
	Alpha float64 `json:"alpha"`
}

type completeJSON struct {
	Experts      int `json:"experts"`
	Technologies int `json:"technologies"`
}

type figuresJSON struct {
	SStar        *float64 `json:"s_star"`
	KendallW     *float64 `json:"kendall_w"`
	TauB         *float64 `json:"tau_b"`
	BetweenBlocs *float64 `json:"between_blocs"`
}

type panelBlocJSON struct {
	Name    string         `json:"name"`
	Weight  float64        `json:"weight"`
	Members []string       `json:"members"`
	Own     figuresJSON    `json:"own"`
	Without figuresJSON    `json:"without"`
	TauB    *float64       `json:"tau_b"` // of its own ranking with the panel's
	Leader  string         `json:"leader"`
	Ranking map[string]int `json:"ranking,omitempty"`
	Change  *whatIfJSON    `json:"change"`
}

type panelExpertJSON struct {
	ID         string             `json:"id"`
	Bloc       string             `json:"bloc"`
	Excluded   bool               `json:"excluded,omitempty"`
	Answered   int                `json:"answered"`
	Asked      int                `json:"asked"`
	Abstained  int                `json:"abstained"`
	Missing    int                `json:"missing"`
	Conflicts  int                `json:"conflicts"`
	SetAside   int                `json:"set_aside"` // answers on technologies with a declared conflict, which do not count
	Judged     int                `json:"judged"`
	Competence *float64           `json:"competence,omitempty"`
	TauB       *float64           `json:"tau_b"`
	TauOthers  *float64           `json:"tau_b_others"`
	Without    *figuresJSON       `json:"without"`
	Camp       *int               `json:"camp"`
	Change     *whatIfJSON        `json:"change"`
	Ranks      map[string]float64 `json:"ranks,omitempty"`
}

type whatIfJSON struct {
	Impossible bool     `json:"impossible,omitempty"`
	TauB       float64  `json:"tau_b"`
	Leader     string   `json:"leader"`
	NewLeader  bool     `json:"new_leader"`
	In         []string `json:"shortlist_in,omitempty"`
	Out        []string `json:"shortlist_out,omitempty"`
	Moved      string   `json:"moved,omitempty"`
	By         int      `json:"by,omitempty"`
}

type panelTechnologyJSON struct {
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
	Worst     *fillJSON          `json:"missing_worst,omitempty"`
	Best      *fillJSON          `json:"missing_best,omitempty"`
}

type fillJSON struct {
	Rank  int     `json:"rank"`
	Score float64 `json:"score"`
}

type clustersJSON struct {
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

type conversationJSON struct {
	Technology string      `json:"technology"`
	Between    [2]string   `json:"between"`
	Members    [2][]string `json:"members"`
	Places     [2]float64  `json:"places"`
	Criterion  string      `json:"criterion,omitempty"`
	W          *float64    `json:"kendall_w"`
	Would      *float64    `json:"kendall_w_then"` // if all placed the technology as the panel does
	Sentence   string      `json:"sentence"`
}

type weightAgreementJSON struct {
	Parent       string               `json:"parent"`
	Criteria     []string             `json:"criteria"`
	Weights      []float64            `json:"weights"`
	Finding      string               `json:"finding"`
	SStar        *float64             `json:"s_star"`
	KendallW     *float64             `json:"kendall_w"`
	P            *float64             `json:"p"`
	PBy          *chanceJSON          `json:"p_by"`
	TauB         *float64             `json:"tau_b"`
	BetweenBlocs *float64             `json:"between_blocs"`
	Blocs        map[string][]float64 `json:"blocs,omitempty"`
	Limit        float64              `json:"gcci_limit"`
	Experts      []expertWeightsJSON  `json:"experts"`
	Process      *processJSON         `json:"process"` // Dong's, where an expert is beyond the limit: advice
}

type expertWeightsJSON struct {
	ID      string       `json:"id"`
	Weights []float64    `json:"weights"`
	TauB    *float64     `json:"tau_b"`
	CR      *float64     `json:"cr"`
	GCI     *float64     `json:"gci"`
	GCCI    *float64     `json:"gcci"`
	Without *figuresJSON `json:"without"`
	Advice  []nearerJSON `json:"advice,omitempty"`
}

type nearerJSON struct {
	A         string  `json:"a"`
	B         string  `json:"b"`
	Given     float64 `json:"given"`
	Implied   float64 `json:"implied"` // by the panel's weights
	Suggested float64 `json:"suggested"`
	GCCI      float64 `json:"gcci"` // with this and the earlier suggestions
}

type processJSON struct {
	Theta   float64        `json:"theta"`
	Steps   int            `json:"steps"`
	Reached bool           `json:"reached"`
	Moves   map[string]int `json:"moves"` // steps by expert
	Weights []float64      `json:"weights"`
}

type readingJSON struct {
	Levels     string         `json:"levels"`
	Competence string         `json:"competence"`
	Group      string         `json:"group,omitempty"`
	InForce    bool           `json:"in_force"`
	Leader     string         `json:"leader,omitempty"`
	TauB       *float64       `json:"tau_b"`
	Ranking    map[string]int `json:"ranking,omitempty"`
	Weights    []weightJSON   `json:"weights,omitempty"`
}

type roundsJSON struct {
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
	Items           []itemJSON  `json:"items"`
}

type itemJSON struct {
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

type sealJSON struct {
	Hash    string   `json:"hash"`
	Weights string   `json:"weights"`
	Answers int      `json:"answers"`
	Intact  bool     `json:"intact"`
	Kept    bool     `json:"kept"`
	Changed []string `json:"changed"`
}

// some is nil for a figure that is not defined.
func some(x float64, defined bool) *float64 {
	if !defined {
		return nil
	}
	return &x
}

func figuresOf(f *group.Figures) figuresJSON {
	return figuresJSON{some(f.SStar, f.Experts > 1), some(f.W, f.HasW), some(f.TauB, f.HasTauB), some(f.Between, f.HasBetween)}
}

// panelReportJSON writes down a report.
func panelReportJSON(r *panel.Report, l language.Language) panelJSON {
	s := r.Study
	technology := func(k int) string {
		if k < 0 {
			return ""
		}
		return s.Technologies[r.Technologies[k].Technology].ID
	}
	j := panelJSON{Study: studyJSON{s.Title, s.Source.SHA256}, Round: r.Round, Finding: string(r.Finding()), Sentences: r.Sentences(l), Blocs: []panelBlocJSON{}, Experts: []panelExpertJSON{},
		Technologies: []panelTechnologyJSON{}, Contested: []string{}, Weights: []weightAgreementJSON{}, Readings: []readingJSON{}, Rounds: []roundsJSON{}, Remind: []string{},
		Warnings: []warningJSON{}, Version: release.Version, Seed: s.Settings.Seed}
	if f := r.Figures(); f != nil {
		j.SStar, j.KendallW, j.P, j.ChiSquare = some(f.SStar, f.Experts > 1), some(f.W, f.HasW), some(f.P, f.HasW), some(f.ChiSquare, f.HasW)
		j.PBy = chanceOf(f)
		j.BetweenBlocs, j.Complete.Experts = some(f.Between, f.HasBetween), f.Experts
		j.TauB = some(f.TauB, f.HasTauB)
		j.Entropy = &entropyJSON{f.Partition.Gamma, f.Partition.Bloc, f.Partition.Alpha}
	}
	if a := r.Agreement; a != nil {
		j.Alpha, j.Units, j.TauB, j.TauPairs, j.Complete.Technologies = a.Alpha, a.Units, a.TauB, a.TauPairs, len(a.Items)
		j.Clusters = clustersJSON{Count: a.Clusters.Count, Silhouette: a.Clusters.Silhouette, Sampled: a.Sampled, Follow: a.Follow, Draws: a.Test.Draws}
		tested := a.Test.Draws > 0
		j.Clusters.P, j.Clusters.PInside, j.Clusters.PAcross = some(a.Test.PStructure, tested), some(a.Test.PInside, tested), some(a.Test.PAcross, tested)
		for _, camp := range a.Camps {
			var ids []string
			for _, e := range camp {
				ids = append(ids, s.Experts[e].ID)
			}
			j.Clusters.Camps = append(j.Clusters.Camps, ids)
		}
	}
	change := func(c *panel.Change) *whatIfJSON {
		if c == nil {
			return nil
		}
		out := &whatIfJSON{Impossible: c.Impossible, TauB: c.TauB, Leader: technology(c.Leader), NewLeader: c.NewLeader, Moved: technology(c.Moved), By: c.By}
		for _, k := range c.In {
			out.In = append(out.In, technology(k))
		}
		for _, k := range c.Out {
			out.Out = append(out.Out, technology(k))
		}
		return out
	}
	ranking := func(ranks []int) map[string]int {
		if ranks == nil {
			return nil
		}
		out := map[string]int{}
		for k, rank := range ranks {
			if rank > 0 {
				out[technology(k)] = rank
			}
		}
		return out
	}
	for _, b := range r.Blocs {
		bloc := panelBlocJSON{Name: b.Name, Weight: b.Weight, Members: []string{}, Own: figuresOf(&b.Own), Without: figuresOf(&b.Without), TauB: b.TauB, Leader: technology(b.Leader),
			Ranking: ranking(b.Rank), Change: change(b.Change)}
		for _, e := range b.Members {
			bloc.Members = append(bloc.Members, s.Experts[e].ID)
		}
		j.Blocs = append(j.Blocs, bloc)
	}
	hasCompetence := s.CompetenceKind() != study.CompetenceOff
	for k := range r.Experts {
		x := &r.Experts[k]
		c := &x.Coverage
		e := panelExpertJSON{ID: s.Experts[x.Expert].ID, Bloc: s.Experts[x.Expert].Bloc, Excluded: x.Excluded, Answered: c.Answered, Asked: c.Asked, Abstained: c.Abstained, Missing: c.Missing,
			Conflicts: c.Conflicts, SetAside: c.Set, Judged: c.Judged, TauB: x.TauB, TauOthers: x.TauOthers, Change: change(x.Change), Competence: some(x.Competence, hasCompetence)}
		if x.Without != nil {
			f := figuresOf(x.Without)
			e.Without = &f
		}
		if x.Cluster >= 0 {
			camp := x.Cluster + 1
			e.Camp = &camp
		}
		for t, rank := range x.Rank {
			if rank > 0 {
				if e.Ranks == nil {
					e.Ranks = map[string]float64{}
				}
				e.Ranks[technology(t)] = rank
			}
		}
		j.Experts = append(j.Experts, e)
	}
	leaves := s.Leaves()
	for k := range r.Technologies {
		t := &r.Technologies[k]
		out := panelTechnologyJSON{ID: technology(k), Name: s.Technologies[t.Technology].Name, Rank: t.Rank, Experts: t.Experts, Least: t.Least, Most: t.Most, Mean: t.Mean, Spread: t.Spread,
			Share: t.Share, Conflicts: t.Conflicts, Answers: t.Answers, Missing: t.Missing, Abstained: t.Abstained}
		for b, mean := range t.BlocMean {
			if mean != nil {
				if out.Blocs == nil {
					out.Blocs = map[string]float64{}
				}
				out.Blocs[r.Blocs[b].Name] = *mean
			}
		}
		for c, n := range t.Cells {
			if n > 0 {
				if out.Cells == nil {
					out.Cells = map[string]int{}
				}
				out.Cells[s.Criteria[leaves[c]].Code] = n
			}
		}
		if t.Low != nil && t.High != nil {
			out.Worst, out.Best = &fillJSON{t.Low.Rank, t.Low.Score}, &fillJSON{t.High.Rank, t.High.Score}
		}
		j.Technologies = append(j.Technologies, out)
	}
	for _, k := range r.Contested() {
		j.Contested = append(j.Contested, technology(k))
	}
	if c := r.Talk; c != nil {
		j.Conversation = &conversationJSON{Technology: technology(c.Technology), W: some(c.W, c.HasW), Would: some(c.Would, c.HasW), Sentence: r.TalkIn(l)}
		for k := range c.Sides {
			j.Conversation.Between[k], j.Conversation.Places[k] = r.SideIn(&c.Sides[k], l), c.Sides[k].Place
			for _, e := range c.Sides[k].Members() {
				j.Conversation.Members[k] = append(j.Conversation.Members[k], s.Experts[e].ID)
			}
		}
		if c.Criterion >= 0 {
			j.Conversation.Criterion = s.Criteria[c.Criterion].Code
		}
	}
	for k := range r.Weights {
		j.Weights = append(j.Weights, weightAgreementOf(r, &r.Weights[k]))
	}
	for _, one := range r.Readings {
		out := readingJSON{Levels: one.Levels, Competence: one.Competence, Group: one.Group, InForce: one.InForce, Leader: technology(one.Leader), TauB: one.TauB, Ranking: ranking(one.Rank)}
		if one.Weights != nil {
			out.Weights = weightsJSON(s, leaves, one.Weights)
		}
		j.Readings = append(j.Readings, out)
	}
	for k := range r.Rounds {
		j.Rounds = append(j.Rounds, roundsOf(s, &r.Rounds[k], l))
	}
	for _, e := range r.Remind() {
		j.Remind = append(j.Remind, s.Experts[e].ID)
	}
	if st := r.Seal; st != nil {
		j.Seal = &sealJSON{st.Hash, st.Weights, st.Answers, st.Intact, st.Kept(), append([]string{}, st.Changed...)}
	}
	for _, w := range r.Warnings() {
		j.Warnings = append(j.Warnings, warningJSON{w.Code, w.Sentence().String()})
	}
	return j
}

func weightAgreementOf(r *panel.Report, a *panel.WeightAgreement) weightAgreementJSON {
	s := r.Study
	f := &a.Figures
	j := weightAgreementJSON{Parent: a.Parent, Weights: a.Group, Finding: string(a.Finding()), SStar: some(f.SStar, f.Experts > 1), KendallW: some(f.W, f.HasW), P: some(f.P, f.HasW), PBy: chanceOf(f),
		TauB: some(f.TauB, f.HasTauB), BetweenBlocs: some(f.Between, f.HasBetween), Limit: a.Limit, Experts: []expertWeightsJSON{}}
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
		out := expertWeightsJSON{ID: s.Experts[e.Expert].ID, Weights: e.Weights, TauB: some(tau, ok), CR: e.CR, GCI: e.GCI, GCCI: e.GCCI}
		if e.Without != nil {
			without := figuresOf(e.Without)
			out.Without = &without
		}
		for _, n := range e.Nearer {
			out.Advice = append(out.Advice, nearerJSON{code(n.I), code(n.J), n.Given, n.Implied, n.Suggested, n.GCCI})
		}
		j.Experts = append(j.Experts, out)
	}
	if p := a.Process; p != nil {
		j.Process = &processJSON{Theta: panel.ConsensusTheta, Steps: len(p.Steps), Reached: p.Reached, Moves: map[string]int{}, Weights: p.Group}
		for k, n := range a.Moves {
			if n > 0 {
				j.Process.Moves[s.Experts[a.Experts[k].Expert].ID] = n
			}
		}
	}
	return j
}

func roundsOf(s *study.Study, c *panel.RoundComparison, l language.Language) roundsJSON {
	j := roundsJSON{From: s.Rounds[c.From], To: s.Rounds[c.To], Experts: c.Experts, Technologies: c.Technologies, Common: c.Common, Asked: c.Asked, Repeated: c.Repeated,
		Rho: c.Rho, TauB: c.Tau, RhoMeans: c.RhoMeans, TauMeans: c.TauMeans, TauRepeated: c.TauRepeated, AnswersRepeated: c.Movement.Pairs, Up: c.Movement.Up, Down: c.Movement.Down,
		Nearer: c.Movement.Nearer, Farther: c.Movement.Farther, MeanSD: c.MeanSD, MeanIQR: c.MeanIQR, Alpha: c.Alpha, KendallW: c.W, Verdict: string(c.Verdict), Sentence: c.Sentence(s, l),
		Items: []itemJSON{}}
	if share, ok := c.Movement.Share(); ok {
		j.Unchanged = &share
	}
	for _, i := range c.Items {
		m := &i.Movement
		j.Items = append(j.Items, itemJSON{s.Technologies[i.Technology].ID, s.Criteria[i.Criterion].Code, i.N, i.Median, [2]float64{i.IQR(0), i.IQR(1)}, m.Pairs, m.Unchanged, m.Up, m.Down})
	}
	return j
}
