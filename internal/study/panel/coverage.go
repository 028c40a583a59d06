package panel

import (
	"cmp"
	"slices"

	"veche/internal/study"
)

// Coverage is how much of what an expert was asked came back, in the rounds that count.
type Coverage struct {
	Asked     int // places of scores, blank and unreadable ones included, without those of a declared conflict
	Answered  int
	Abstained int // "don't know"
	Missing   int // left blank
	Unread    int // came, and could not be read: asked again
	Unjudged  int // pairwise comparisons that came and could not be read
	Conflicts int // technologies on which a conflict of interest is declared
	Set       int // answers given all the same on these, which do not count
	Judged    int // pairwise comparisons
}

// cover counts the answers of every expert and technology.
func (r *Report) cover(in []bool) {
	s := r.Study
	conflict, unread := s.Conflicts(), s.UnreadScores()
	for k := range s.Scores {
		a := &s.Scores[k]
		if a.Round >= 0 && !in[a.Round] {
			continue
		}
		c := &r.Experts[a.Expert].Coverage
		if conflict.Has(a.Expert, a.Technology) {
			if a.State == study.Given {
				c.Set++
			}
			continue
		}
		c.Asked++
		switch a.State {
		case study.Given:
			c.Answered++
		case study.Abstained:
			c.Abstained++
		default:
			if unread.Has(a) {
				c.Unread++
			} else {
				c.Missing++
			}
		}
	}
	for k := range s.Unread {
		if x := &s.Unread[k]; x.Technology < 0 && (x.Round < 0 || in[x.Round]) && !s.JudgedSince(x) {
			r.Experts[x.Expert].Coverage.Unjudged++
		}
	}
	for k := range s.Judgements {
		if j := &s.Judgements[k]; j.Round < 0 || in[j.Round] {
			r.Experts[j.Expert].Coverage.Judged++
		}
	}
	for k := range s.Comparisons {
		if c := &s.Comparisons[k]; c.Round < 0 || in[c.Round] {
			r.Experts[c.Expert].Coverage.Judged++
		}
	}
	for e := range r.Experts {
		r.Experts[e].Coverage.Conflicts = len(s.Experts[e].Conflicts)
	}
}

// Remind lists the experts who have not answered everything they were asked, or nothing at all, those who owe most first.
func (r *Report) Remind() []int {
	owes := func(e int) int {
		c := &r.Experts[e].Coverage
		if c.Answered+c.Abstained+c.Judged+c.Set == 0 {
			return 1<<30 + c.Owed()
		}
		return c.Owed()
	}
	var list []int
	for e := range r.Experts {
		if !r.Experts[e].Excluded && owes(e) > 0 {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(owes(b), owes(a)) })
	return list
}

// Owed is how many answers an expert still owes: those left blank and those that could not be read.
func (c *Coverage) Owed() int { return c.Missing + c.Unread + c.Unjudged }

// Silent reports whether an expert has given nothing at all.
func (c *Coverage) Silent() bool { return c.Answered+c.Abstained+c.Judged+c.Set == 0 }

// tally counts each technology's answers over the included experts.
func (r *Report) tally(in []bool) {
	s := r.Study
	technologies := make([]int, len(r.Technologies))
	for k := range r.Technologies {
		technologies[k] = r.Technologies[k].Technology
	}
	at := places(technologies, len(s.Technologies))
	conflict := s.Conflicts()
	leaves := s.Leaves()
	column := places(leaves, len(s.Criteria))
	for k := range r.Technologies {
		r.Technologies[k].Cells = make([]int, len(leaves))
	}
	for k := range s.Scores {
		a := &s.Scores[k]
		if at[a.Technology] < 0 || a.Round >= 0 && !in[a.Round] || r.Experts[a.Expert].Excluded || conflict.Has(a.Expert, a.Technology) {
			continue
		}
		t := &r.Technologies[at[a.Technology]]
		switch a.State {
		case study.Given:
			t.Answers++
			if j := column[a.Criterion]; j >= 0 {
				t.Cells[j]++
			}
		case study.Abstained:
			t.Abstained++
		default:
			t.Missing++
		}
	}
}
