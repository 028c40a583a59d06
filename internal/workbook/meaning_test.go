package workbook

import (
	"fmt"
	"iter"
	"slices"

	"veche/internal/study"
)

// meaning is what a reader made of a file, as plain figures and names: an edition of the program can be asked for it whatever else it changed. The script
// scripts/first/edition builds the same for the first one.
type meaning struct {
	Figures map[string]float64
	Names   map[string]string
	Issues  []remarkSaid
}

// remarkSaid is an issue.
type remarkSaid struct {
	Error             bool
	Code, Sheet, Cell string
	Text              string
}

// meaningOf is the meaning of a study: T1/C1 is evidence, T1/C1/E1 a score, C1 a weight, T1$ a cost, B:Name and E:ID are weights of blocs and experts, E1:C1>C2
// is a judgement, w:C1 the weight that comes of all.
func meaningOf(s *study.Study, issues study.Issues) (m meaning) {
	m.Figures, m.Names = map[string]float64{}, map[string]string{}
	for _, i := range issues {
		m.Issues = append(m.Issues, remarkSaid{i.Severity == study.Error, i.Code, i.Place.Sheet, i.Place.Cell, fmt.Sprint(i)})
	}
	put := func(k string, x *float64) {
		if x != nil {
			m.Figures[k] = *x
		}
	}
	for _, c := range s.Criteria {
		put(c.Code, c.Weight)
		put("min:"+c.Code, c.Min)
		put("max:"+c.Code, c.Max)
		put("sigma:"+c.Code, c.Preference.Sigma)
		if c.Preference.Q != nil {
			m.Figures["q:"+c.Code] = c.Preference.Q.Constant
		}
		if c.Preference.Veto != nil {
			m.Figures["veto:"+c.Code] = c.Preference.Veto.Constant
		}
		m.Names[c.Code] = c.Name
	}
	for _, t := range s.Technologies {
		put(t.ID+"$", t.Cost)
		put("prior:"+t.ID, t.Prior)
		m.Names[t.ID] = t.Name
	}
	for _, b := range s.Blocs {
		put("B:"+b.Name, b.Weight)
	}
	for _, e := range s.Experts {
		put("E:"+e.ID, e.Weight)
	}
	for _, e := range measuredIn(s) {
		m.Figures[s.Technologies[e.Technology].ID+"/"+s.Criteria[e.Criterion].Code] = e.Value
	}
	for _, a := range s.Scores {
		if a.State == study.Given {
			m.Figures[s.Technologies[a.Technology].ID+"/"+s.Criteria[a.Criterion].Code+"/"+s.Experts[a.Expert].ID] = a.Value
		}
	}
	for _, j := range s.Judgements {
		m.Figures[s.Experts[j.Expert].ID+":"+s.Criteria[j.A].Code+">"+s.Criteria[j.B].Code] = j.Value
		m.Figures[s.Experts[j.Expert].ID+":"+s.Criteria[j.B].Code+">"+s.Criteria[j.A].Code] = 1 / j.Value
	}
	for k, l := range s.Links.Rows {
		if l.Stated {
			m.Figures[fmt.Sprintf("link:%d", k+1)] = l.Commitment
		}
	}
	for k, x := range s.Synergies {
		m.Figures[fmt.Sprintf("synergy:%d", k+1)] = x.Value
	}
	for k, x := range s.Rules {
		m.Figures[fmt.Sprintf("rule:%d", k+1)] = x.Value
	}
	for _, t := range s.Terms {
		if len(t.Values) == 1 {
			m.Figures["term:"+t.Name] = t.Values[0]
		}
	}
	put("budget", s.Settings.Budget)
	m.Figures["shortlist"] = float64(s.Settings.Shortlist)
	m.Figures["technologies"], m.Figures["criteria"], m.Figures["experts"], m.Figures["blocs"] = float64(len(s.Technologies)), float64(len(s.Criteria)), float64(len(s.Experts)), float64(len(s.Blocs))
	if issues.Err() == nil && !s.CriteriaOnly {
		o, err := study.Evaluate(s)
		if err != nil {
			m.Issues = append(m.Issues, remarkSaid{true, "E-EVALUATE", "", "", err.Error()})
		} else {
			for k, leaf := range s.Leaves() {
				m.Figures["w:"+s.Criteria[leaf].Code] = o.Weights.Global[k]
			}
		}
	}
	return m
}

// measuredIn are the measured values of a study, in this edition and in those that kept them as a list: see scripts/first/edition.
func measuredIn(s *study.Study) []study.Measurement {
	switch all := any(&s.Evidence).(type) {
	case *[]study.Measurement:
		return *all
	case interface {
		All() iter.Seq[study.Measurement]
	}:
		return slices.Collect(all.All())
	}
	panic("another kind of measured values")
}
