package group

import (
	"fmt"
	"math"

	"veche/internal/mcda"
)

// Panel is what experts said of n items: their priorities, and the blocs they speak for.
type Panel struct {
	Priorities  [][]float64 // by expert: n numbers of 0 or more with a positive sum
	Bloc        []int       // by expert: a place in BlocWeights, or −1 for none; nil: there are no blocs
	BlocWeights []float64   // by bloc
	Weights     []float64   // by expert, within the bloc: competence; nil: equal
}

// Figures are the measures of agreement that only together say how far a panel agrees.
type Figures struct {
	Experts int
	Consensus
	Partition           // blocs by their weights, experts within a bloc by theirs
	Concordance         // W is 0 where HasW is false
	HasW        bool    // W is defined
	TauB        float64 // mean Kendall's tau-b over all pairs of experts whose rankings are not one tie
	HasTauB     bool
	Between     float64 // share of the disagreement between blocs; with fewer than two blocs, none of two experts, or no disagreement, HasBetween is false
	HasBetween  bool
}

// Tally holds the sums from which [Figures] follow, so that a panel without one expert, or without one bloc, costs no second look at the others: O(n²) an
// expert in place of O(m·n²). A Tally does not change after it was made and may be read by several goroutines.
type Tally struct {
	m, n     int
	shares   [][]float64 // priorities, summing to 1
	entropy  []float64
	ranks    [][]float64 // mid-ranks
	tied     []float64   // T of each expert
	signs    [][]int8    // of each expert: of every pair i < j, which comes first; nil where that is more than mostSigns
	taus     [][]float64 // in place of signs: tau-b of every two experts, 0 where one is all one tie
	strict   []float64   // √ of the number of pairs that are not tied
	bloc     []int
	weight   []float64 // of each expert in S* and within the bloc
	blocMass []float64 // weights of blocs
	all      sums
}

// sums are what is added up over the experts who count.
type sums struct {
	m        int
	share    []float64 // Σ w·p
	entropy  float64   // Σ w·H
	weight   float64
	rank     []float64
	ties     float64
	unit     []float64 // Σ of sign vectors of length 1, where there are signs
	in       []bool    // experts who count
	ordered  int       // experts whose ranking is not one tie
	blocs    [][]float64
	blocH    []float64
	blocW    []float64
	blocSize []int
}

// mostSigns is how many comparisons of two items by an expert are held: 64 MB. Beyond it experts are compared with each other: few have judged so many items.
var mostSigns = 1 << 26 // a variable for tests

// manyExperts are too many to compare each with each where 512 MB would do.
const manyExperts = 300

// NewTally reads a panel. The errors are those of [AIP], and one for a panel of fewer than two items. It panics when the lengths in p differ.
func NewTally(p *Panel) (*Tally, error) {
	m := len(p.Priorities)
	if p.Bloc != nil && len(p.Bloc) != m {
		panic("group: number of blocs' members is not the number of experts")
	}
	if m == 0 {
		return nil, ErrNoAnswers
	}
	weight, err := shares(p.Weights, m)
	if err != nil {
		return nil, err
	}
	n := len(p.Priorities[0])
	if n < 2 {
		return nil, fmt.Errorf("group: agreement needs at least two items, not %d", n)
	}
	t := &Tally{m: m, n: n, weight: weight, bloc: p.Bloc, blocMass: p.BlocWeights}
	pairs := n * (n - 1) / 2
	held := pairs <= mostSigns/max(m, 64) || m > manyExperts && pairs <= 8*mostSigns/m
	flatShares, flatSigns := make([]float64, m*n), []int8(nil)
	if held {
		flatSigns = make([]int8, m*pairs)
	}
	for e, x := range p.Priorities {
		if _, err := checkPriorities(e, x, n, false); err != nil {
			return nil, err
		}
		own := flatShares[e*n : (e+1)*n : (e+1)*n]
		normalized(own, x)
		ranks := MidRanks(own)
		var strict float64
		if held {
			signs := flatSigns[e*pairs : e*pairs : (e+1)*pairs]
			for i := range n {
				for j := i + 1; j < n; j++ {
					var s int8
					switch {
					case ranks[i] < ranks[j]:
						s = 1
					case ranks[i] > ranks[j]:
						s = -1
					}
					signs = append(signs, s)
					strict += float64(float64(s) * float64(s))
				}
			}
			t.signs = append(t.signs, signs)
		} else {
			strict = float64(pairs - tiedPairs(ranks))
		}
		t.shares = append(t.shares, own)
		t.entropy = append(t.entropy, Entropy(own))
		t.ranks = append(t.ranks, ranks)
		t.tied = append(t.tied, tieTerm(ranks))
		t.strict = append(t.strict, math.Sqrt(strict))
	}
	if !held {
		t.compare()
	}
	t.all = t.empty()
	for e := range m {
		t.add(&t.all, e, 1)
	}
	return t, nil
}

// tiedPairs is how many pairs of mid-ranks are equal.
func tiedPairs(ranks []float64) (n int) {
	size := map[float64]int{}
	for _, r := range ranks {
		n += size[r]
		size[r]++
	}
	return n
}

// compare works out tau-b of every two experts.
func (t *Tally) compare() {
	t.taus = make([][]float64, t.m)
	for e := range t.taus {
		t.taus[e] = make([]float64, t.m)
		for o := range e {
			if tau, ok := mcda.TauB(t.ranks[e], t.ranks[o]); ok {
				t.taus[e][o], t.taus[o][e] = tau, tau
			}
		}
	}
}

// square is Σ tau-b over all pairs of experts who count, each with themselves too: the squared length of the sum of their sign vectors.
func (t *Tally) square(s *sums) (sum float64) {
	if t.taus == nil {
		for _, x := range s.unit {
			sum += float64(x * x)
		}
		return sum
	}
	for e, in := range s.in {
		for o := range e {
			if in && s.in[o] {
				sum += float64(2 * t.taus[e][o])
			}
		}
	}
	return sum + float64(s.ordered)
}

func (t *Tally) empty() sums {
	s := sums{share: make([]float64, t.n), rank: make([]float64, t.n), in: make([]bool, t.m),
		blocH: make([]float64, len(t.blocMass)), blocW: make([]float64, len(t.blocMass)), blocSize: make([]int, len(t.blocMass))}
	if t.taus == nil {
		s.unit = make([]float64, t.n*(t.n-1)/2)
	}
	for range t.blocMass {
		s.blocs = append(s.blocs, make([]float64, t.n))
	}
	return s
}

// add puts an expert into the sums, or takes one out with sign −1.
func (t *Tally) add(s *sums, e int, sign float64) {
	w := float64(sign * t.weight[e])
	s.m += int(sign)
	s.in[e] = sign > 0
	s.weight += w
	s.entropy += float64(w * t.entropy[e])
	s.ties += float64(sign * t.tied[e])
	for i, x := range t.shares[e] {
		s.share[i] += float64(w * x)
		s.rank[i] += float64(sign * t.ranks[e][i])
	}
	if t.strict[e] > 0 {
		s.ordered += int(sign)
		by := sign / t.strict[e]
		for k := range s.unit {
			s.unit[k] += float64(by * float64(t.signs[e][k]))
		}
	}
	if t.bloc == nil || t.bloc[e] < 0 {
		return
	}
	b := t.bloc[e]
	s.blocSize[b] += int(sign)
	s.blocW[b] += w
	s.blocH[b] += float64(w * t.entropy[e])
	for i, x := range t.shares[e] {
		s.blocs[b][i] += float64(w * x)
	}
}

// clone copies sums into dst, whose slices have the same lengths.
func (s *sums) clone(dst *sums) {
	share, rank, unit, in, blocs, blocH, blocW, size := dst.share, dst.rank, dst.unit, dst.in, dst.blocs, dst.blocH, dst.blocW, dst.blocSize
	*dst = *s
	dst.share, dst.rank, dst.unit, dst.in, dst.blocs, dst.blocH, dst.blocW, dst.blocSize = share, rank, unit, in, blocs, blocH, blocW, size
	copy(in, s.in)
	copy(share, s.share)
	copy(rank, s.rank)
	copy(unit, s.unit)
	copy(blocH, s.blocH)
	copy(blocW, s.blocW)
	copy(size, s.blocSize)
	for b := range s.blocs {
		copy(blocs[b], s.blocs[b])
	}
}

// All returns the figures of the whole panel.
func (t *Tally) All() Figures { return t.figures(&t.all) }

// Without returns the figures of the panel without each expert in turn.
func (t *Tally) Without() []Figures {
	out := make([]Figures, t.m)
	rest := t.empty()
	for e := range out {
		t.all.clone(&rest)
		t.add(&rest, e, -1)
		out[e] = t.figures(&rest)
	}
	return out
}

// WithoutBloc returns the figures of the panel without the members of one bloc.
func (t *Tally) WithoutBloc(bloc int) Figures { return t.those(bloc, false) }

// OfBloc returns the figures of one bloc's members among themselves.
func (t *Tally) OfBloc(bloc int) Figures { return t.those(bloc, true) }

func (t *Tally) those(bloc int, in bool) Figures {
	s := t.empty()
	for e := range t.m {
		if (t.bloc != nil && t.bloc[e] == bloc) == in {
			t.add(&s, e, 1)
		}
	}
	return t.figures(&s)
}

// figures follow from the sums alone.
func (t *Tally) figures(s *sums) Figures {
	f := Figures{Experts: s.m}
	if s.m == 0 || !(s.weight > 0) {
		return f
	}
	mean := make([]float64, t.n)
	for i, x := range s.share {
		mean[i] = max(x/s.weight, 0) // what was taken out may leave −0.000…1
	}
	f.Consensus = consensus(Entropy(mean), s.entropy/s.weight, t.n)
	f.Concordance, f.HasW = concordance(s.rank, s.ties, s.m)
	if s.ordered > 1 {
		square, k := t.square(s), float64(s.ordered)
		f.TauB, f.HasTauB = min(max((square-k)/(k*(k-1)), -1), 1), true
	}
	t.partition(s, &f)
	return f
}

// partition divides the disagreement over the blocs that have members, each by its weight.
func (t *Tally) partition(s *sums, f *Figures) {
	var mass, alpha, between float64
	blocs, inside := 0, false
	mean, own := make([]float64, t.n), make([]float64, t.n)
	for b, w := range t.blocMass {
		if s.blocSize[b] == 0 || !(w > 0) || !(s.blocW[b] > 0) {
			continue
		}
		blocs++
		inside = inside || s.blocSize[b] > 1
		mass += w
		for i, x := range s.blocs[b] {
			own[i] = max(x/s.blocW[b], 0)
			mean[i] += float64(w * own[i])
		}
		between += float64(w * Entropy(own))
		alpha += w * s.blocH[b] / s.blocW[b]
	}
	if blocs == 0 {
		f.Partition = Partition{f.Consensus.Gamma, f.Consensus.Gamma, f.Consensus.Alpha}
		return
	}
	for i := range mean {
		mean[i] /= mass
	}
	f.Partition = Partition{Entropy(mean), between / mass, alpha / mass}
	if blocs > 1 && inside { // of blocs of one expert each all disagreement lies between them, whatever they say
		f.Between, f.HasBetween = f.Partition.Between()
	}
}

// TauB returns Kendall's tau-b between two experts' rankings; ok is false when one of them is all one tie.
func (t *Tally) TauB(a, b int) (tau float64, ok bool) {
	if t.strict[a] == 0 || t.strict[b] == 0 {
		return 0, false
	}
	if t.taus != nil {
		if a == b {
			return 1, true
		}
		return t.taus[a][b], true // both are ordered: tau-b is defined
	}
	var s int64
	other := t.signs[b]
	for k, x := range t.signs[a] {
		s += int64(x) * int64(other[k])
	}
	return float64(s) / (t.strict[a] * t.strict[b]), true
}

// TauWithOthers returns the mean tau-b of one expert with each of the others; ok is false when there is none to compare with.
func (t *Tally) TauWithOthers(e int) (tau float64, ok bool) {
	if t.strict[e] == 0 || t.all.ordered < 2 {
		return 0, false
	}
	if t.taus != nil {
		var sum float64
		for _, tau := range t.taus[e] {
			sum += tau
		}
		return min(max(sum/float64(t.all.ordered-1), -1), 1), true
	}
	var s float64
	for k, x := range t.signs[e] {
		s += float64(float64(x) * t.all.unit[k])
	}
	return min(max((s/t.strict[e]-1)/float64(t.all.ordered-1), -1), 1), true
}

// Ranks returns an expert's mid-ranks; not to be modified.
func (t *Tally) Ranks(e int) []float64 { return t.ranks[e] }
