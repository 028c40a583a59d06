package sums

import (
	"context"
	"maps"
	"slices"

	"veche/internal/language"
	"veche/internal/study"
)

// question is a technology on a criterion.
type question struct{ technology, criterion int32 }

// group are answers that are added up together.
type group struct{ round, bloc int32 }

// answer is one expert's of one round to one question.
type answer struct {
	question
	group
	expert int32
	state  study.State
	value  int64 // in millionths, where it is given
	origin study.Origin
}

// fold adds up answers. After an error of its own it takes no more, and each returns the error.
type fold interface {
	// take adds an answer to the sums; twice reports that it is known to answer a question that its expert has answered before in the round.
	take(a *answer) (twice bool)
	// each gives the sums of every question that was asked, by technology and criterion, those of its groups by round and bloc; again what was answered twice and is known only now.
	// It ends with the first error that do returns, which is its own then.
	each(ctx context.Context, again func(a *answer), do func(q question, groups []group, sums []Sum) error) error
	close()
}

// memory is the fold in this process: 56 bytes for each question and group, and a bit for each answer that may be given.
type memory struct {
	criteria int
	sums     map[group][]Sum // by technology and criterion
	answered map[page]*[pageBits / 64]uint64
	last     page
	at       *[pageBits / 64]uint64
}

// page is so many questions of an expert in a round, marked when they are answered.
type page struct{ round, expert, page int32 }

const pageBits = 1 << 10

func newMemory() *memory {
	return &memory{sums: map[group][]Sum{}, answered: map[page]*[pageBits / 64]uint64{}}
}

// sized gives the fold the study's size, which is known with the first answer.
func (m *memory) sized(criteria int) { m.criteria = criteria }

func (m *memory) place(q question) int { return int(q.technology)*m.criteria + int(q.criterion) }

func (m *memory) take(a *answer) (twice bool) {
	k := m.place(a.question)
	if m.twice(a, k) {
		return true
	}
	own := m.sums[a.group]
	if k >= len(own) {
		own = append(own, make([]Sum, k+1-len(own))...)
		m.sums[a.group] = own
	}
	own[k].take(a)
	return false
}

// twice marks a question as answered by an expert in a round.
func (m *memory) twice(a *answer, k int) bool {
	p := page{a.round, a.expert, int32(k / pageBits)}
	if m.at == nil || p != m.last {
		if m.at = m.answered[p]; m.at == nil {
			m.at = new([pageBits / 64]uint64)
			m.answered[p] = m.at
		}
		m.last = p
	}
	word, bit := &m.at[k%pageBits/64], uint64(1)<<(k%64)
	had := *word&bit != 0
	*word |= bit
	return had
}

func (s *Sum) take(a *answer) {
	switch a.state {
	case study.Given:
		s.Given++
		s.total.add(a.value)
		s.squares.addSquare(a.value)
	case study.Missing:
		s.Missing++
	case study.Abstained:
		s.Abstained++
	}
}

func (m *memory) each(ctx context.Context, _ func(*answer), do func(question, []group, []Sum) error) error {
	all := slices.SortedFunc(maps.Keys(m.sums), compareGroups)
	last := 0
	for _, g := range all {
		last = max(last, len(m.sums[g]))
	}
	var groups []group
	var sums []Sum
	for k := range last {
		if k%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		groups, sums = groups[:0], sums[:0]
		for _, g := range all {
			if own := m.sums[g]; k < len(own) && own[k].Given+own[k].Missing+own[k].Abstained > 0 {
				groups, sums = append(groups, g), append(sums, own[k])
			}
		}
		if len(groups) == 0 {
			continue
		}
		if err := do(question{int32(k / m.criteria), int32(k % m.criteria)}, groups, sums); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) close() {}

func compareGroups(a, b group) int {
	if a.round != b.round {
		return int(a.round - b.round)
	}
	return int(a.bloc - b.bloc)
}

// duplicate says that a question was answered twice.
func duplicate(s *study.Study, a *answer) study.Issue {
	return study.Errorf("E-SCORE-DUPLICATE", s.Place(a.origin), "", language.M("Keep one of the two."), "Expert %s has already scored %s on %s.",
		s.Experts[a.expert].ID, s.Technologies[a.technology].ID, s.Criteria[a.criterion].Code)
}
