package compare

import (
	"cmp"
	"context"
	"slices"

	"veche/internal/language"
	"veche/internal/study"
)

// Options say how editions are compared. The zero value is the default.
type Options struct {
	Same  []Same // technologies said to be the same, or to have no counterpart
	Draws int    // 0: DefaultDraws
	Seed  uint64 // 0: this edition's, or 1
}

// Comparison is a study against its last edition.
type Comparison struct {
	Last, This *study.Outcome
	Moves      []Move // who moved, entered, left or is not ranked in both, and who stayed though factors pulled: by this edition's places, then by the last one's
	Stayed     int    // technologies ranked in both that kept their place
	Rose, Fell int
	Renames    []Rename
	Warnings   study.Issues // of the matching

	Unexplained *language.Message // why there are no shares; nil: there are, where any technology is ranked in both
	People      Turnover
	Criteria    Turnover // leaves
	Candidates  Turnover
	Changes     []Change
	Draws       int // 0: none, as there is no criterion in common
	Seed        uint64

	hybrids *hybrids
}

// Turnover is how many came, went and stayed.
type Turnover struct{ New, Gone, Stayed []int } // of this, the last and this edition

// Reason says why a technology entered the list, left it, or has no shares.
type Reason string

const (
	New       Reason = "new"                // it was no candidate in the last edition
	Withdrawn Reason = "withdrawn"          // it is no candidate in this one
	Moved     Reason = "moved"              // its place changed
	Length    Reason = "length of the list" // the list became longer or shorter
	Unranked  Reason = "unranked"           // it is a candidate in both and not ranked in one
)

// Move is what became of one technology.
type Move struct {
	Last, This         int // its place in the editions' Technologies; [Nobody]: not in it
	LastRank, ThisRank int // 0: not ranked
	Entered, Left      bool
	Reason             Reason
	Why                language.Message // of an unranked one: what it lacks
	Moved              int              // places gained; of those ranked in both
	Shares             *[factors]int    // in 120ths of a place; nil for who is not ranked in both, and where there are none
	BeyondNoise        *float64         // the share of the draws of the weights with the sign of the move, those without a move counted half; nil where there is no move
}

// Both reports whether the technology is ranked in both editions.
func (m *Move) Both() bool { return m.LastRank > 0 && m.ThisRank > 0 }

// Share is a factor's share of the move in places.
func (m *Move) Share(f Factor) float64 { return float64(m.Shares[f]) / Whole }

// Compare explains this edition's ranking against the last one's. The error is [study.Issues] of an edition that cannot be ranked, the context's, or says what
// of the options cannot be.
func Compare(ctx context.Context, l, n *study.Study, x Options) (*Comparison, error) {
	x.Draws, x.Seed = cmp.Or(x.Draws, DefaultDraws), cmp.Or(x.Seed, n.Settings.Seed, 1)
	if x.Draws < 1 || x.Draws > 1e7 {
		return nil, language.Errorf("the number of draws is %d, it must be from 1 to 10,000,000", x.Draws)
	}
	q := &hybrids{both: map[[2]int]bool{}}
	var err error
	for k, s := range []*study.Study{l, n} {
		if q.of[k], err = newSide(s); err != nil {
			return nil, err
		}
	}
	if q.matching, err = match(l, n, x.Same); err != nil {
		return nil, err
	}
	c := &Comparison{Last: q.of[last].outcome, This: q.of[this].outcome, Warnings: q.warnings, Renames: q.renames, Seed: x.Seed, hybrids: q}
	c.turnovers()
	moves := c.moves()
	if err := c.explain(ctx, moves, x); err != nil {
		return nil, err
	}
	for _, m := range moves {
		switch {
		case !m.Both():
		case m.Moved > 0:
			c.Rose++
		case m.Moved < 0:
			c.Fell++
		default:
			c.Stayed++
		}
		if m.worth() {
			c.Moves = append(c.Moves, m)
		}
	}
	c.changes()
	return c, nil
}

// worth reports whether there is something to say of a technology.
func (m *Move) worth() bool {
	return m.Reason != "" || m.Moved != 0 || m.Shares != nil && *m.Shares != [factors]int{}
}

// turnovers counts who came and went.
func (c *Comparison) turnovers() {
	turn := func(p *pairs, counts [2]func(int) bool) (t Turnover) {
		for b, a := range p[this] {
			switch {
			case !counts[this](b):
			case a >= 0:
				t.Stayed = append(t.Stayed, b)
			default:
				t.New = append(t.New, b)
			}
		}
		for a, b := range p[last] {
			if counts[last](a) && b < 0 {
				t.Gone = append(t.Gone, a)
			}
		}
		return t
	}
	q := c.hybrids
	all := func(int) bool { return true }
	leaf := func(x edition) func(int) bool { return func(k int) bool { return q.of[x].column[k] >= 0 } }
	c.People = turn(&q.experts, [2]func(int) bool{all, all})
	c.Candidates = turn(&q.technologies, [2]func(int) bool{all, all})
	c.Criteria = turn(&q.criteria, [2]func(int) bool{leaf(last), leaf(this)})
}

// Replaced reports whether nobody of the last panel is in this one.
func (c *Comparison) Replaced() bool {
	return len(c.People.Stayed) == 0 && len(c.People.New) > 0 && len(c.People.Gone) > 0
}

// listed reports whether a place is on the list: the shortlist, or everything that is ranked where the study draws no line.
func listed(s *study.Study, rank int) bool {
	return rank > 0 && (s.Settings.Shortlist == 0 || rank <= s.Settings.Shortlist)
}

// ranks are the technologies' places by their index; 0: not ranked.
func ranks(o *study.Outcome) []int {
	out := make([]int, len(o.Study.Technologies))
	for k := range o.Rows {
		out[o.Technology[o.Rows[k].Index]] = o.Rows[k].Rank
	}
	return out
}

// moves says of every technology of either edition what became of it, in the order of [hybrids.matched].
func (c *Comparison) moves() []Move {
	all := c.hybrids.matched(c)
	for k := range all {
		c.judge(&all[k])
	}
	return all
}

// matched sets every technology of either edition against the other, those of this edition first in the order of its ranking, with their ranks.
func (q *hybrids) matched(c *Comparison) []Move {
	before, after := ranks(c.Last), ranks(c.This)
	var all []Move
	for b, a := range q.technologies[this] {
		m := Move{Last: a, This: b, ThisRank: after[b]}
		if a >= 0 {
			m.LastRank = before[a]
		}
		all = append(all, m)
	}
	for a, b := range q.technologies[last] {
		if b < 0 {
			all = append(all, Move{Last: a, This: Nobody, LastRank: before[a]})
		}
	}
	const end = 1 << 40
	at := func(rank int) int { return cmp.Or(rank, end) }
	slices.SortStableFunc(all, func(x, y Move) int {
		return cmp.Or(cmp.Compare(at(x.ThisRank), at(y.ThisRank)), cmp.Compare(at(x.LastRank), at(y.LastRank)))
	})
	return all
}

// judge says what became of a technology and, in one word, why.
func (c *Comparison) judge(m *Move) {
	l, n := c.Last.Study, c.This.Study
	was, is := listed(l, m.LastRank), listed(n, m.ThisRank)
	m.Entered, m.Left = is && !was, was && !is
	if m.Both() {
		m.Moved = m.LastRank - m.ThisRank
	}
	switch {
	case m.Last < 0:
		m.Reason = New
	case m.This < 0:
		m.Reason = Withdrawn
	case m.LastRank == 0 && m.ThisRank == 0: // nothing to say: it was not and is not ranked
	case !m.Both():
		m.Reason = Unranked
	case m.Entered && !listed(l, m.ThisRank), m.Left && listed(l, m.ThisRank):
		m.Reason = Length
	case m.Entered, m.Left:
		m.Reason = Moved
	}
	if m.Reason != Unranked && (m.Last < 0 && m.ThisRank > 0 || m.This < 0 && m.LastRank > 0 || m.Both()) {
		return
	}
	o, t := c.This, m.This
	if m.This < 0 || m.ThisRank > 0 {
		o, t = c.Last, m.Last
	}
	for _, u := range o.Unranked {
		if u.Technology == t {
			m.Why = u.Reason
		}
	}
}

// explain fills in the shares of the factors and the draws.
func (c *Comparison) explain(ctx context.Context, moves []Move, x Options) error {
	q := c.hybrids
	var both []*Move
	var rows [][2]int
	row := [2]map[int]int{{}, {}}
	for k, o := range []*study.Outcome{c.Last, c.This} {
		for i, t := range o.Technology {
			row[k][t] = i
		}
	}
	for k := range moves {
		if m := &moves[k]; m.Both() {
			both = append(both, m)
			rows = append(rows, [2]int{row[last][m.Last], row[this][m.This]})
			q.both[[2]int{m.Last, m.This}] = true
		}
	}
	if len(both) == 0 {
		return nil
	}
	values, err := q.values(ctx, both)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err != nil {
		c.Unexplained = new(language.Of(err))
	} else {
		for k, m := range both {
			shares := shapley(func(set int) int { return values[set][k] })
			m.Shares = &shares
		}
	}
	d, err := q.draw(ctx, rows, x.Draws, x.Seed)
	if err != nil {
		return err
	}
	if d.withoutCriteria {
		return nil
	}
	c.Draws = d.draws
	for k, m := range both {
		gained := float64(d.gained[k]) + float64(float64(d.level[k])/2)
		switch {
		case m.Moved > 0:
			m.BeyondNoise = new(gained / float64(d.draws))
		case m.Moved < 0:
			m.BeyondNoise = new((float64(d.draws) - gained) / float64(d.draws))
		}
	}
	return nil
}

// values are, by set of factors from this edition, minus the places of the technologies.
func (q *hybrids) values(ctx context.Context, both []*Move) ([][]int, error) {
	values := make([][]int, 1<<factors)
	for set := range values {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h := q.make(mixOf(set))
		place, err := h.places()
		if err != nil {
			return nil, err
		}
		values[set] = make([]int, len(both))
		for k, m := range both {
			t := m.This
			if h.z[Candidates] == last {
				t = m.Last
			}
			if place[t] == 0 {
				return nil, language.Errorf("%s cannot be ranked in a mixture of the two editions", h.study.Technologies[t].ID)
			}
			values[set][k] = -place[t]
		}
	}
	return values, nil
}
