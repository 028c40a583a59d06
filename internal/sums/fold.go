package sums

import (
	"context"
	"maps"
	"slices"

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
	state study.State
	value int64 // in millionths, where it is given
}

// fold adds up answers.
type fold interface {
	// take adds an answer; lost reports that it cannot any more, for a reason that each returns.
	take(a *answer) (lost bool)
	// each gives the sums of every question that was asked, by technology and criterion, those of its groups by round and bloc. It ends with the first error that do returns.
	each(ctx context.Context, do func(q question, groups []group, sums []Sum) error) error
	close()
}

// memory is the fold in this process: 56 bytes for each question and group.
type memory struct {
	criteria int
	sums     map[group][]Sum // by technology and criterion
}

func newMemory() *memory { return &memory{sums: map[group][]Sum{}} }

func (m *memory) take(a *answer) (lost bool) {
	k := int(a.technology)*m.criteria + int(a.criterion)
	own := m.sums[a.group]
	if k >= len(own) {
		own = append(own, make([]Sum, k+1-len(own))...)
		m.sums[a.group] = own
	}
	own[k].take(a)
	return false
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

func (m *memory) each(ctx context.Context, do func(question, []group, []Sum) error) error {
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
