package contract

import (
	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/study"
	"veche/internal/study/compare"
)

// Compare is the contract of `veche compare --format json`: this edition against the last one. IDs are of this edition, those of technologies that are not in it of
// the last.
type Compare struct {
	Last         Study        `json:"last"`
	This         Study        `json:"this"`
	Entered      []string     `json:"entered"` // the list: the shortlist, or all that is ranked where an edition draws no line
	Left         []string     `json:"left"`
	Rose         int          `json:"rose"` // of those ranked in both editions
	Fell         int          `json:"fell"`
	Stayed       int          `json:"stayed"`
	Technologies []ComparedTo `json:"technologies"` // who moved, came, went or is not ranked in both, and who stayed though factors pulled both ways
	Pull         *Shares      `json:"pull"`         // the sum of the sizes of the shares; null without shares
	Candidates   Turnover     `json:"candidates"`
	Experts      Turnover     `json:"experts"`
	Criteria     Turnover     `json:"criteria"`
	Replaced     bool         `json:"panel_replaced"` // nobody of the last panel is in this one
	Renamed      []Renamed    `json:"renamed"`
	Changes      []Changed    `json:"changes"`
	Unexplained  string       `json:"unexplained,omitempty"` // why there are no shares
	Draws        int          `json:"draws"`                 // of the weights, near the present ones, spread 0.3; 0: no criterion in common
	Seed         uint64       `json:"seed"`
	Issues       []Issue      `json:"issues"`
	Version      string       `json:"version"`
}

// ComparedTo is what became of a technology. Shares are in places and add to moved; they and moved are null, and there is a reason, for who is not ranked in both.
type ComparedTo struct {
	ID          string   `json:"id"`
	LastID      string   `json:"last_id,omitempty"` // where it was another
	Name        string   `json:"name"`
	LastRank    *int     `json:"last_rank"`
	ThisRank    *int     `json:"this_rank"`
	Moved       *int     `json:"moved"` // places gained
	Shares      *Shares  `json:"shares"`
	Reason      string   `json:"reason,omitempty"` // new, withdrawn, moved (over the line), length of the list, unranked
	Why         string   `json:"why,omitempty"`    // of an unranked one: what it lacks
	BeyondNoise *float64 `json:"beyond_noise"`     // the share of the draws with the sign of the move, ties half; null without a move
}

// Shares are by factor, in places.
type Shares struct {
	Candidates float64 `json:"candidates"`
	People     float64 `json:"people"`
	Scores     float64 `json:"scores"`
	Weights    float64 `json:"weights"`
	Method     float64 `json:"method"`
}

// Turnover is who came, went and stayed, by ID or code.
type Turnover struct {
	New    []string `json:"new"`
	Gone   []string `json:"gone"`
	Stayed int      `json:"stayed"`
}

// Renamed is one technology under two IDs or names.
type Renamed struct {
	LastID   string `json:"last_id"`
	LastName string `json:"last_name"`
	ID       string `json:"id"`
	Name     string `json:"name"`
}

// Changed is something that differs; factor "apart" moves no rank.
type Changed struct {
	Factor  string `json:"factor"`
	Message string `json:"message"`
}

// SharesOf are whole 120ths as places.
func SharesOf(whole [5]int) *Shares {
	x := func(f compare.Factor) float64 { return float64(whole[f]) / compare.Whole }
	return &Shares{x(compare.Candidates), x(compare.People), x(compare.Scores), x(compare.Weights), x(compare.Method)}
}

// OfCompare is a comparison as data, what people read in it in a language.
func OfCompare(c *compare.Comparison, in language.Language) Compare {
	l, n := c.Last.Study, c.This.Study
	j := Compare{Last: Study{l.Title, l.Source.SHA256}, This: Study{n.Title, n.Source.SHA256}, Entered: []string{}, Left: []string{}, Rose: c.Rose, Fell: c.Fell, Stayed: c.Stayed,
		Technologies: []ComparedTo{}, Renamed: []Renamed{}, Changes: []Changed{}, Replaced: c.Replaced(), Draws: c.Draws, Seed: c.Seed, Issues: []Issue{}, Version: release.Version}
	for k := range c.Moves {
		m := &c.Moves[k]
		x := comparedTo(c, m, in)
		if m.Entered {
			j.Entered = append(j.Entered, x.ID)
		}
		if m.Left {
			j.Left = append(j.Left, x.ID)
		}
		j.Technologies = append(j.Technologies, x)
	}
	if c.Unexplained != nil {
		j.Unexplained = c.Unexplained.In(in)
	} else if c.Rose+c.Fell+c.Stayed > 0 {
		j.Pull = SharesOf(c.Pull())
	}
	j.Candidates = turnover(c.Candidates, func(s *study.Study, k int) string { return s.Technologies[k].ID }, l, n)
	j.Experts = turnover(c.People, func(s *study.Study, k int) string { return s.Experts[k].ID }, l, n)
	j.Criteria = turnover(c.Criteria, func(s *study.Study, k int) string { return s.Criteria[k].Code }, l, n)
	for _, r := range c.Renames {
		x, y := &l.Technologies[r.Last], &n.Technologies[r.This]
		j.Renamed = append(j.Renamed, Renamed{x.ID, x.Name, y.ID, y.Name})
	}
	for _, x := range c.Changes {
		j.Changes = append(j.Changes, Changed{x.Factor.Key(), x.Said.In(in)})
	}
	for _, i := range c.Warnings {
		j.Issues = append(j.Issues, OfIssue(i, in))
	}
	return j
}

func comparedTo(c *compare.Comparison, m *compare.Move, in language.Language) ComparedTo {
	t := c.Technology(m)
	x := ComparedTo{ID: t.ID, Name: t.Name, Reason: string(m.Reason), Why: m.Why.In(in), BeyondNoise: m.BeyondNoise}
	if m.Last >= 0 {
		if was := c.Last.Study.Technologies[m.Last].ID; was != t.ID {
			x.LastID = was
		}
	}
	place := func(rank int) *int {
		if rank == 0 {
			return nil
		}
		return &rank
	}
	x.LastRank, x.ThisRank = place(m.LastRank), place(m.ThisRank)
	if m.Both() {
		x.Moved = new(m.Moved)
	}
	if m.Shares != nil {
		x.Shares = SharesOf(*m.Shares)
	}
	return x
}

func turnover(t compare.Turnover, name func(*study.Study, int) string, l, n *study.Study) Turnover {
	j := Turnover{New: []string{}, Gone: []string{}, Stayed: len(t.Stayed)}
	for _, k := range t.New {
		j.New = append(j.New, name(n, k))
	}
	for _, k := range t.Gone {
		j.Gone = append(j.Gone, name(l, k))
	}
	return j
}
