package contract

import (
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/release"
	"veche/internal/study"
)

// rankJSON is the contract of `veche rank --format json`.
type Ranking struct {
	Study         Study          `json:"study"`
	Method        string         `json:"method"`
	Parameters    map[string]any `json:"parameters"`
	LowerIsBetter bool           `json:"lower_is_better"`
	Weighting     string         `json:"weighting"`
	Aggregation   string         `json:"aggregation"`
	Round         string         `json:"round"`
	Weights       []Weight       `json:"weights"`
	Ranking       []Row          `json:"ranking"`
	Unranked      []Unranked     `json:"unranked"`
	Compromise    []string       `json:"compromise,omitempty"` // the alternatives the method singles out, by identifier
	Set           *Set           `json:"set,omitempty"`        // what that set is
	Trace         []Trace        `json:"trace,omitempty"`      // with --trace
	Warnings      []Warning      `json:"warnings"`
	Version       string         `json:"version"`
	Seed          uint64         `json:"seed"`
}

type Set struct {
	Name string `json:"name"`
	Note string `json:"note"`
}

type Study struct {
	Title  string `json:"title"`
	SHA256 string `json:"sha256"`
}

type Weight struct {
	Criterion string   `json:"criterion"`
	Weight    float64  `json:"weight"`
	Links     []string `json:"links,omitempty"` // the measures of the links that are the criterion's scores
}

type Row struct {
	Rank          int                `json:"rank"`
	ID            string             `json:"id"`
	Name          string             `json:"name"`
	Group         string             `json:"group"`
	Score         float64            `json:"score"`
	Contributions map[string]float64 `json:"contributions"`    // empty for a score that is no sum over the criteria
	Values        map[string]float64 `json:"values,omitempty"` // of a method with several outputs
	Raters        int                `json:"raters"`
	Answers       map[string]int     `json:"answers,omitempty"` // given, by criterion; absent where all is evidence
}

type Unranked struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// rankingHead is what stands before the rows, and no rows.
func rankingHead(o *study.Outcome) Ranking {
	s := o.Study
	return Ranking{
		Study: Study{s.Title, s.Source.SHA256}, Method: o.Method.Name, Parameters: OfParameters(o.Method, o.Parameters), LowerIsBetter: o.Method.LowerIsBetter,
		Weighting: o.WeightingInForce(), Aggregation: o.AggregationInForce(), Round: o.Round, Weights: OfGlobal(s, o.Leaves, o.Global),
		Ranking: []Row{}, Unranked: []Unranked{}, Warnings: []Warning{}, Version: release.Version, Seed: s.Settings.Seed,
	}
}

// OfRanking is a ranking with all its rows; [WriteRanking] writes the same and holds none.
func OfRanking(o *study.Outcome, trace *mcda.Trace, tables bool) Ranking {
	j := rankingHead(o)
	for k := range o.Rows {
		j.Ranking = append(j.Ranking, rowOf(o, trace, &o.Rows[k]))
	}
	j.rest(o, trace, tables)
	return j
}

// rowOf is one technology of the ranking.
func rowOf(o *study.Outcome, trace *mcda.Trace, r *study.Row) Row {
	s := o.Study
	row := Row{Rank: r.Rank, ID: r.Technology.ID, Name: r.Technology.Name, Group: r.Technology.Group, Score: r.Score,
		Contributions: map[string]float64{}, Raters: r.Raters}
	for k, c := range r.Contributions {
		code := s.Criteria[o.Leaves[k]].Code
		row.Contributions[code] = c
	}
	for k := range o.Leaves {
		code := s.Criteria[o.Leaves[k]].Code
		if cell := o.Cell(r.Index, k); !cell.Evidence {
			if row.Answers == nil {
				row.Answers = map[string]int{}
			}
			row.Answers[code] = cell.Answers
		}
	}
	for _, v := range trace.Values {
		if row.Values == nil {
			row.Values = map[string]float64{}
		}
		row.Values[v.Name] = v.Values[r.Index]
	}
	return row
}

// rest fills in what is not of the rows.
func (j *Ranking) rest(o *study.Outcome, trace *mcda.Trace, tables bool) {
	s := o.Study
	if set := trace.Set; set != nil {
		j.Set = &Set{set.Name, language.M(set.Note, set.Args...).String()}
		j.Compromise = Members(o, set)
	}
	if tables {
		j.Trace = OfTrace(trace)
	}
	for _, u := range o.Unranked {
		t := &s.Technologies[u.Technology]
		j.Unranked = append(j.Unranked, Unranked{t.ID, t.Name, u.Reason.String()})
	}
	for _, w := range o.Warnings {
		j.Warnings = append(j.Warnings, Warning{w.Code, w.Sentence().String()})
	}
}

// membersOf are a set's technologies by identifier.
func Members(o *study.Outcome, set *mcda.Set) []string {
	ids := []string{}
	for _, i := range set.Members {
		ids = append(ids, o.Problem.Alternatives[i])
	}
	return ids
}

func OfGlobal(s *study.Study, leaves []int, global []float64) []Weight {
	var weights []Weight
	for k, i := range leaves {
		weights = append(weights, Weight{s.Criteria[i].Code, global[k], s.Criteria[i].Links})
	}
	return weights
}

// parametersJSON gives numbers as numbers.
func OfParameters(m *mcda.Method, set mcda.Parameters) map[string]any {
	j := make(map[string]any, len(set))
	for _, p := range m.Parameters {
		if p.Choices == nil && p.Text == nil {
			j[p.Name] = set.Number(p.Name)
		} else {
			j[p.Name] = set[p.Name]
		}
	}
	return j
}
