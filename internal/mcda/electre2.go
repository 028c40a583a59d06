package mcda

import (
	"math"
)

var electre2 = Method{
	Name:    "electre2",
	Aliases: []string{"electre-ii", "electre-2"},
	Title:   "ELECTRE II",
	Formula: "a outranks b strongly when c(a,b) ≥ c(b,a) and c ≥ c⁺ with d ≤ d⁺ or c ≥ c⁰ with d ≤ d⁰; weakly with c⁰ and c⁻ in place of c⁺ and c⁰; c and d as in ELECTRE I; " +
		"best class: whom nobody left outranks strongly and, among those, nobody weakly; the same from the worst; the score is the mean of the two classes",
	Source: "Roy & Bertier 1973, La méthode ELECTRE II: une application au média-planning, OR 72, North-Holland, 291–302; Figueira, Mousseau & Roy 2005, ELECTRE methods, §3.3",
	Choose: "for a ranking out of ELECTRE's concordance and discordance without graded thresholds: a sure relation first, a less sure one only to part ties",
	Beware: "alternatives that the two rankings order differently are incomparable, and the mean hides it: read both; thresholds cut sharply; the members of a circuit of strong outranking count as one",

	Ordinal:       true,
	LowerIsBetter: true,
	Needs:         Needs{Most: mostKept},
	Parameters: []Parameter{
		{Name: "normalization", Doc: "what a loss is divided by: min-max, the column's range; scale, the criterion's Max − Min; sum, the column's sum, then the largest range of all columns",
			Default: "min-max", Choices: []string{"min-max", "scale", "sum"}},
		{Name: "c-strong", Doc: "concordance threshold c⁺", Default: "0.85", Min: 0.5, Max: 1},
		{Name: "c-middle", Doc: "concordance threshold c⁰, no larger than c-strong", Default: "0.75", Min: 0.5, Max: 1},
		{Name: "c-weak", Doc: "concordance threshold c⁻, no larger than c-middle", Default: "0.65", Min: 0.5, Max: 1},
		{Name: "d-high", Doc: "discordance threshold d⁺: what is borne with the larger concordance", Default: "0.5", Min: 0, Max: 1},
		{Name: "d-low", Doc: "discordance threshold d⁰, no larger than d-high: what is borne with the smaller", Default: "0.25", Min: 0, Max: 1},
	},
	prepare: prepareELECTRE2,
}

type electre2Scorer struct {
	electre1Scorer                    // whose concordance and discordance it uses
	strong, middle, weak, dHigh, dLow float64

	rooms spare[electre2Room]
}

// electre2Room is the memory of one call: m×m relations, and m of each list.
type electre2Room struct {
	c, d              []float64
	strong, weak      []bool
	unit              []int // alternative → the first member of its circuit of strong outranking
	forward, backward []float64
	left, front, top  []bool
	strongly, weakly  circuits
}

func prepareELECTRE2(p *Problem, set Parameters) (Scorer, error) {
	s := &electre2Scorer{strong: set.Number("c-strong"), middle: set.Number("c-middle"), weak: set.Number("c-weak"), dHigh: set.Number("d-high"), dLow: set.Number("d-low")}
	switch {
	case s.middle > s.strong:
		return nil, &ParameterError{"electre2", "c-middle", set["c-middle"], "must not be above c-strong, which is %g", []any{s.strong}}
	case s.weak > s.middle:
		return nil, &ParameterError{"electre2", "c-weak", set["c-weak"], "must not be above c-middle, which is %g", []any{s.middle}}
	case s.dLow > s.dHigh:
		return nil, &ParameterError{"electre2", "d-low", set["d-low"], "must not be above d-high, which is %g", []any{s.dHigh}}
	}
	base, err := prepareELECTRE1(p, Parameters{"normalization": set["normalization"], "c": "1", "d": "0"})
	if err != nil {
		return nil, err
	}
	s.electre1Scorer = *base.(*electre1Scorer)
	return s, nil
}

// ranked computes the relations and both rankings in borrowed memory.
func (s *electre2Scorer) ranked(weights []float64) *electre2Room {
	m := s.m
	room := s.rooms.take(func() *electre2Room {
		return &electre2Room{c: make([]float64, m*m), d: make([]float64, m*m), strong: make([]bool, m*m), weak: make([]bool, m*m), unit: make([]int, m),
			forward: make([]float64, m), backward: make([]float64, m), left: make([]bool, m), front: make([]bool, m), top: make([]bool, m),
			strongly: newCircuits(m), weakly: newCircuits(m)}
	})
	s.pairs(weights, func(a, b int, c, d float64, _ bool) { room.c[a*m+b], room.d[a*m+b] = c, d })
	for a := range m {
		for b := range m {
			k := a*m + b
			room.strong[k], room.weak[k] = false, false
			if a == b || room.c[k] < room.c[b*m+a]-tieTolerance {
				continue
			}
			reaches := func(c, d float64) bool { return room.c[k] >= c-tieTolerance && room.d[k] <= d+tieTolerance }
			room.strong[k] = reaches(s.strong, s.dHigh) || reaches(s.middle, s.dLow)
			room.weak[k] = room.strong[k] || reaches(s.middle, s.dHigh) || reaches(s.weak, s.dLow)
		}
	}
	room.strongly.find(m, func(int) bool { return true }, room.strong)
	copy(room.unit, room.strongly.first)
	room.classify(m, room.forward, false)
	room.classify(m, room.backward, true)
	// Numbered from the best, as the other is.
	var most float64
	for _, x := range room.backward {
		most = max(most, x)
	}
	for a, x := range room.backward {
		room.backward[a] = most + 1 - x
	}
	return room
}

// classify peels class after class off: whom nobody left outranks strongly and, among those, nobody weakly; upward turns the relations round.
func (r *electre2Room) classify(m int, class []float64, upward bool) {
	for a := range m {
		r.left[a] = true
	}
	outranks := func(relation []bool, a, b int) bool {
		if upward {
			a, b = b, a
		}
		return relation[a*m+b]
	}
	for number, remaining := 1.0, m; remaining > 0; number++ {
		unbeaten(m, r.front, r.left, r.unit, func(a, b int) bool { return outranks(r.strong, a, b) })
		r.weakly.find(m, func(a int) bool { return r.front[a] }, r.weak)
		unbeaten(m, r.top, r.front, r.weakly.first, func(a, b int) bool { return outranks(r.weak, a, b) })
		for a := range m {
			if r.top[a] {
				class[a] = number
				r.left[a] = false
				remaining--
			}
		}
	}
}

// unbeaten fills front with the members of among whose circuit nobody of another circuit there beats.
func unbeaten(m int, front, among []bool, circuit []int, beats func(a, b int) bool) {
	copy(front, among)
	for b := range m {
		if !among[b] {
			continue
		}
		for a := range m {
			if among[a] && circuit[a] != circuit[b] && beats(a, b) {
				front[b] = false
				break
			}
		}
	}
	for b := range m { // one beaten member takes its whole circuit out
		if among[b] && !front[b] {
			for a := range m {
				if circuit[a] == circuit[b] {
					front[a] = false
				}
			}
		}
	}
}

func (s *electre2Scorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	room := s.ranked(weights)
	for a := range dst {
		dst[a] = (room.forward[a] + room.backward[a]) / 2
	}
	s.rooms.give(room)
	return dst
}

// Incomparable reports whether the two rankings order a and b differently.
func (s *electre2Scorer) Incomparable(weights []float64, a, b int) bool {
	mustLen(weights, s.n)
	room := s.ranked(weights)
	defer s.rooms.give(room)
	return (room.forward[a]-room.forward[b])*(room.backward[a]-room.backward[b]) < 0
}

func (s *electre2Scorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	room := s.ranked(weights)
	defer s.rooms.give(room)
	concordance, discordance, relation := s.square(math.NaN()), s.square(math.NaN()), s.square(math.NaN())
	forward, backward := append([]float64(nil), room.forward...), append([]float64(nil), room.backward...)
	mean := make([]float64, s.m)
	for a := range s.m {
		mean[a] = (forward[a] + backward[a]) / 2
		for b := range s.m {
			k := a*s.m + b
			if a == b {
				continue
			}
			concordance[k], discordance[k], relation[k] = room.c[k], room.d[k], 0
			if room.weak[k] {
				relation[k] = 1
			}
			if room.strong[k] {
				relation[k] = 2
			}
		}
	}
	t := new(Trace)
	t.addPairs(s.p, "Concordance", "c(a,b)", concordance)
	t.addPairs(s.p, "Discordance", "d(a,b)", discordance)
	t.addPairs(s.p, "Outranking", "a S b", relation).Note = "2: the row outranks the column strongly, 1: weakly"
	t.addColumns(s.p, "Classes", "", []string{"from the best", "from the worst", "mean"}, forward, backward, mean).Note = "class 1 is the best of each"
	t.Values = []Series{{Name: "forward", Title: "Class from the best", Values: forward}, {Name: "backward", Title: "Class from the worst", Values: backward}}
	return t
}
