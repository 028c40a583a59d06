package study

import (
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/group"
)

// FoldRound brings a round's name to the form in which rounds are compared.
func FoldRound(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// ChosenRounds says which rounds' answers count, by index in Rounds, and an error issue when the setting names none that exist. Rounds are pooled only when
// asked for: "all" (or "both", "pooled"), or a list of names joined by "+" or ",".
func (s *Study) ChosenRounds() (in []bool, issues Issues) {
	in = make([]bool, len(s.Rounds))
	if len(s.Rounds) == 0 {
		return in, nil
	}
	want := FoldRound(s.Settings.Round)
	if want == "" {
		in[len(in)-1] = true
		return in, nil
	}
	mark := func(name string) bool {
		k := slices.IndexFunc(s.Rounds, func(r string) bool { return FoldRound(r) == name })
		if k >= 0 {
			in[k] = true
		}
		return k >= 0
	}
	if mark(want) {
		return in, nil
	}
	switch want {
	case AllRounds, "both", "pooled", "pool", "все":
		for k := range in {
			in[k] = true
		}
		return in, nil
	}
	for _, name := range strings.FieldsFunc(want, func(r rune) bool { return r == '+' || r == ',' || r == ';' }) {
		if !mark(strings.TrimSpace(name)) {
			return in, Issues{Errorf("E-ROUND", s.Place(s.Settings.Origins["round"]), s.Settings.Round,
				language.M("Name one of %s, or all to pool them.", strings.Join(s.Rounds, ", ")), "There are no answers of a round %q.", name)}
		}
	}
	return in, nil
}

// RoundsInWords names the chosen rounds for a heading.
func (s *Study) RoundsInWords(in []bool) string {
	var names []string
	for k, r := range s.Rounds {
		if in[k] {
			names = append(names, r)
		}
	}
	return strings.Join(names, " + ")
}

// Shares are the panel's two levels as one weight for each of the experts who answered: the bloc's weight, split within the bloc by competence where that
// counts. nil means all equal.
func (s *Study) Shares(experts []int32) []float64 { return s.Sharer()(experts) }

// Sharer is shares to be asked for many sets of experts.
func (s *Study) Sharer() func(experts []int32) []float64 {
	two, blocWeight := s.TwoLevels()
	competence := s.competences()
	if competence == nil && !two {
		return func([]int32) []float64 { return nil }
	}
	bloc, mass := make([]int, len(s.Experts)), []float64{}
	at := make(map[string]int)
	for e := range s.Experts {
		name := s.Experts[e].Bloc
		b, known := at[name]
		if !known {
			b = len(mass)
			at[name] = b
			mass = append(mass, blocWeight[name])
		}
		bloc[e] = b
	}
	within := make([]float64, len(mass))
	return func(experts []int32) []float64 {
		shares := make([]float64, len(experts))
		clear(within)
		for k, e := range experts {
			if shares[k] = 1; competence != nil {
				shares[k] = competence[e]
			}
			within[bloc[e]] += shares[k]
		}
		if two {
			for k, e := range experts {
				if w := within[bloc[e]]; w > 0 {
					shares[k] *= mass[bloc[e]] / w
				}
			}
		}
		return shares
	}
}

// checkPanel reports experts that the blocs' weights leave without a voice.
func (s *Study) checkPanel() Issues {
	var issues Issues
	two, _ := s.TwoLevels()
	weighted := two && slices.ContainsFunc(s.Blocs, func(b Bloc) bool { return b.Weight != nil })
	names := make(map[string]bool)
	for _, b := range s.Blocs {
		names[b.Name] = true
		if weighted && b.Weight == nil {
			issues = append(issues, Errorf("E-BLOC-WEIGHT", s.Place(b.Origin), "", language.M("Enter its weight (0 if it shall not count)."), "Bloc %q has no weight, while other blocs have one.", b.Name))
		}
	}
	for _, e := range s.Experts {
		switch {
		case e.Bloc == "" && weighted:
			issues = append(issues, Errorf("E-EXPERT-BLOC", s.Place(e.Origin), "", language.M("Enter the expert's bloc."), "Expert %s has no bloc, but the blocs have weights.", e.ID))
		case e.Bloc != "" && len(s.Blocs) > 0 && !names[e.Bloc]:
			issues = append(issues, Errorf("E-REF-UNKNOWN", s.Place(e.Origin), e.Bloc, language.M("Correct the name or add the bloc to the Blocs sheet."), "The bloc %q of expert %s is not in Blocs.", e.Bloc, e.ID))
		}
	}
	return issues
}

// panel is the study's answers brought together: technologies × leaves.
type panel struct {
	leaves []int
	cells  Cells   // technology by technology
	raters []int   // distinct experts with at least one answer, by technology
	of     []int32 // criterion → leaf, −1 for parents

	compared map[int32]bool // criteria on which technologies were compared in pairs
}

func (p *panel) at(technology, leaf int) Cell { return p.cells.At(technology*len(p.leaves) + leaf) }

// into is the cell to write into, where not all is measured.
func (p *panel) into(technology, leaf int) *Cell {
	return &p.cells.given[technology*len(p.leaves)+leaf]
}

// ordered reports that the evidence is one value for each cell of the matrix, row by row: then no index of it is needed.
func (p *panel) ordered(s *Study) bool {
	n := len(p.leaves)
	if s.Evidence.matrix(len(s.Technologies), n, p.of) != nil {
		return true
	}
	if s.Evidence.columns != nil || s.Evidence.Len() != len(s.Technologies)*n {
		return false
	}
	for k := range s.Evidence.list {
		if e := &s.Evidence.list[k]; int(e.Technology) != k/n || int(p.of[e.Criterion]) != k%n {
			return false
		}
	}
	return true
}

// whole are the scores of all technologies where they are the measured values as the study holds them, and nobody is left out; else nil. They are not to be written
// into, as no problem's scores are: who wants others makes them of a copy.
func (p *panel) whole(s *Study) []float64 {
	if !p.cells.ordered || slices.ContainsFunc(s.Technologies, func(t Technology) bool { return s.Excluded.Technologies[t.ID] }) {
		return nil
	}
	matrix := s.Evidence.matrix(len(s.Technologies), len(p.leaves), p.of)
	return matrix[:len(matrix):len(matrix)]
}

// evidence are the cells of a study in which all is measured.
func (p *panel) evidence(s *Study) Cells {
	if p.ordered(s) {
		return Cells{ordered: true, evidence: s.Evidence}
	}
	n := len(p.leaves)
	cells := Cells{measured: make([]int32, len(s.Technologies)*n), evidence: s.Evidence}
	for k := range s.Evidence.places() {
		if s.Evidence.free(k) {
			continue
		}
		if e := s.Evidence.at(k); p.of[e.Criterion] >= 0 {
			cells.measured[int(e.Technology)*n+int(p.of[e.Criterion])] = int32(k + 1)
		}
	}
	return cells
}

// gather aggregates the chosen rounds' scores of the included experts, and evidence, cell by cell: the crisp values, or one of the three numbers of fuzzy
// ones.
func (s *Study) gather(in []bool, part component) (*panel, Issues) {
	p := &panel{leaves: s.Leaves(), raters: make([]int, len(s.Technologies)), of: make([]int32, len(s.Criteria))}
	for i := range p.of {
		p.of[i] = -1
	}
	for k, i := range p.leaves {
		p.of[i] = int32(k)
	}
	n := len(p.leaves)
	if part == crisp && len(s.Scores)+len(s.Comparisons)+len(s.linked()) == 0 {
		p.cells = p.evidence(s)
		return p, nil
	}
	cells := make([]Cell, len(s.Technologies)*n)
	p.cells.given = cells

	out := make([]bool, len(s.Experts))
	for e, x := range s.Experts {
		out[e] = s.Excluded.Experts[x.ID]
	}
	conflict := s.Conflicts()
	counts := func(a *Score) bool {
		return !out[a.Expert] && (a.Round < 0 || in[a.Round]) && p.of[a.Criterion] >= 0 && !conflict.Has(a.Expert, a.Technology)
	}
	cellOf := func(a *Score) int { return int(a.Technology)*n + int(p.of[a.Criterion]) }

	// Answers by cell, packed: first count, then fill.
	start := make([]int, len(cells)+1)
	for k := range s.Scores {
		a := &s.Scores[k]
		if !counts(a) {
			continue
		}
		c := &cells[cellOf(a)]
		if c.Origin == (Origin{}) {
			c.Origin = a.Origin
		}
		switch a.State {
		case Given:
			c.Answers++
			start[cellOf(a)+1]++
		case Missing:
			c.Missing++
		case Abstained:
			c.Abstained++
		}
	}
	for k := range cells {
		start[k+1] += start[k]
	}
	values, experts := make([]float64, start[len(cells)]), make([]int32, start[len(cells)])
	next := slices.Clone(start)
	for k := range s.Scores {
		if a := &s.Scores[k]; counts(a) && a.State == Given {
			at := &next[cellOf(a)]
			values[*at], experts[*at] = s.part(part, a.Value, a.Term), a.Expert
			*at++
		}
	}
	how, _ := group.ParseAggregation(s.Settings.Aggregation)
	how = part.joining(how)
	shares := s.Sharer()
	var issues Issues
	for k := range cells {
		lo, hi := start[k], start[k+1]
		if lo == hi {
			continue
		}
		v, err := group.Aggregate(values[lo:hi], shares(experts[lo:hi]), how)
		if err != nil {
			issues = append(issues, s.unjoined(err, int32(p.leaves[k%n]), int32(k/n), experts[lo:hi], func(a *Score) bool { return counts(a) && a.State == Given && cellOf(a) == k }))
			continue
		}
		cells[k].Value, cells[k].Known = v, true
	}
	seen := make([]int32, len(s.Experts)) // the last technology, plus one, at which the expert was counted
	for t := range s.Technologies {
		for _, e := range experts[start[t*n]:start[(t+1)*n]] {
			if seen[e] != int32(t+1) {
				seen[e] = int32(t + 1)
				p.raters[t]++
			}
		}
	}
	for e := range s.Evidence.All() {
		if p.of[e.Criterion] < 0 {
			continue
		}
		c := p.into(int(e.Technology), int(p.of[e.Criterion]))
		*c = Cell{Value: s.part(part, e.Value, e.Term), Known: true, Evidence: true, Origin: e.Origin}
	}
	return p, append(issues, s.gatherLinks(p)...)
}
