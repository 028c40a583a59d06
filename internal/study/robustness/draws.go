package robustness

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/group"
	"veche/internal/mcda/robust"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// Where drawn weights come from.
const (
	DrawNear      = "near"      // within a part of themselves around the present ones
	DrawUniform   = "uniform"   // anything: uniform on the simplex
	DrawIntervals = "intervals" // within given bounds
	DrawOrder     = "order"     // in an order of importance
	DrawExperts   = "experts"   // the experts' own weights, the panel resampled
)

// DrawSources lists them, the default first.
func DrawSources() []string {
	return []string{DrawNear, DrawUniform, DrawIntervals, DrawOrder, DrawExperts}
}

// What is drawn when nothing else is asked for.
const (
	DefaultDraws  = 10_000
	DefaultSpread = 0.30
)

// DrawOptions say what is drawn. The zero value is the default.
type DrawOptions struct {
	Source   string                // "": DrawNear
	Spread   *float64              // for DrawNear; nil: DefaultSpread
	Bounds   map[string][2]float64 // for DrawIntervals, by leaf; the others may be anything
	Order    [][]string            // for DrawOrder: leaves, the most important first; those of one group are not ordered among themselves, others are free
	Panel    bool                  // the scores are uncertain too: the experts who gave them are resampled
	Draws    int                   // 0: DefaultDraws
	Stated   int                   // measured values that are drawn from distributions the study states; found by Filled, not asked for
	Seed     uint64                // 0: the study's, or 1
	Workers  int                   // 0: as many as there are processors
	Progress func(done int)        `json:"-"`
}

// Filled returns the options with the defaults in.
func (d DrawOptions) Filled(s *study.Study) DrawOptions {
	if d.Source == "" {
		d.Source = DrawNear
	}
	if d.Spread == nil {
		spread := DefaultSpread
		d.Spread = &spread
	}
	if d.Draws == 0 {
		d.Draws = DefaultDraws
	}
	d.Stated = 0
	for range s.Evidence.Stated() {
		d.Stated++
	}
	if d.Seed == 0 {
		d.Seed = max(s.Settings.Seed, 1)
	}
	return d
}

const (
	mostPlaces = 2_000 // technologies up to which every rank is counted
	somePlaces = 50    // ranks that are counted beyond
)

// Draw draws weights, and scores when asked for, and counts who takes which place; see [robust.Case.Accept]. The error is the context's, or says what of the
// options cannot be.
func Draw(ctx context.Context, o *study.Outcome, d DrawOptions) (*robust.Acceptabilities, error) {
	drawing, err := Drawing(o, d)
	if err != nil {
		return nil, err
	}
	return Case(o).Accept(ctx, drawing)
}

// Drawing is what [Draw] draws, for who counts parts of it elsewhere.
func Drawing(o *study.Outcome, d DrawOptions) (robust.Drawing, error) {
	d = d.Filled(o.Study)
	weights, err := sampler(o, d)
	if err != nil {
		return robust.Drawing{}, err
	}
	m, _ := o.Problem.Dims()
	drawing := robust.Drawing{Weights: weights, Draws: d.Draws, Seed: d.Seed, Workers: d.Workers, Progress: d.Progress, Pairs: m <= allPairs}
	if m > mostPlaces {
		drawing.Places = max(somePlaces, min(o.Study.Settings.Shortlist, m))
	}
	if drawing.Scores, err = drawnScores(o, d.Panel); err != nil {
		return robust.Drawing{}, err
	}
	return drawing, nil
}

func sampler(o *study.Outcome, d DrawOptions) (robust.Sampler, error) {
	n := len(o.Leaves)
	s := o.Study
	column := func(code string) (int, error) {
		leaf, err := s.Leaf(code, o.Leaves)
		if err != nil {
			return 0, err
		}
		return leaf, nil
	}
	switch d.Source {
	case DrawNear:
		return robust.Nearby(o.Global, *d.Spread)
	case DrawUniform:
		return robust.Uniform(n), nil
	case DrawIntervals:
		lo, hi := make([]float64, n), make([]float64, n)
		for j := range hi {
			hi[j] = 1
		}
		for code, v := range d.Bounds {
			j, err := column(code)
			if err != nil {
				return nil, err
			}
			if !(v[0] >= 0 && v[0] <= v[1] && v[1] <= 1) {
				return nil, language.Errorf("the weight of %s cannot be from %g to %g: bounds are from 0 to 1, the lower first", code, v[0], v[1])
			}
			lo[j], hi[j] = v[0], v[1]
		}
		return robust.Within(lo, hi)
	case DrawOrder:
		seen := map[int]bool{}
		var groups [][]int
		for _, codes := range d.Order {
			var g []int
			for _, code := range codes {
				j, err := column(code)
				if err != nil {
					return nil, err
				}
				if seen[j] {
					return nil, language.Errorf("the order of importance names %s twice", code)
				}
				seen[j] = true
				g = append(g, j)
			}
			groups = append(groups, g)
		}
		if len(groups) == 0 {
			return nil, language.Errorf("the order of importance is empty: name the criteria, the most important first")
		}
		return robust.Ordered(n, groups), nil
	case DrawExperts:
		v, err := voices(o)
		if err != nil {
			return nil, err
		}
		return v.Resampled(), nil
	}
	return nil, language.Errorf("there is no source of draws %q; choose one of %s", d.Source, strings.Join(DrawSources(), ", "))
}

// voices are the experts' own local weights; where an expert has none below a parent, the panel's stand in.
func voices(o *study.Outcome) (*robust.Voices, error) {
	s := o.Study
	own := make(map[string][]float64)
	var order []int32
	for k := range o.Weights.Nodes {
		node := &o.Weights.Nodes[k]
		if node.Expert == "" {
			continue
		}
		local := own[node.Expert]
		if local == nil {
			local = slices.Clone(o.Weights.Local)
			own[node.Expert] = local
			order = append(order, int32(s.Expert(node.Expert)))
		}
		for q, i := range node.Criteria {
			local[i] = node.Weights[q]
		}
	}
	if len(order) < 2 {
		return nil, language.Errorf("the weights are not the experts' own (weighting %s): there is no panel of weights to draw from", o.Weights.Weighting)
	}
	v := &robust.Voices{Shares: s.Shares(order), Strata: strata(s, order), Geometric: true}
	mean, aip := s.Settings.AIP()
	if aip && mean == group.ArithmeticPriorities || !aip && s.Settings.Basis() == weighting.Judgements && strings.HasPrefix(o.Weights.Weighting, "best-worst") {
		v.Geometric = false
	}
	for _, e := range order {
		v.Weights = append(v.Weights, own[s.Experts[e].ID])
	}
	for _, parent := range s.Parents() {
		v.Groups = append(v.Groups, s.Children(parent))
	}
	v.Global = func(dst, local []float64) { copy(dst, s.GlobalWeights(local)) }
	return v, nil
}

// strata number the experts' blocs.
func strata(s *study.Study, experts []int32) []int {
	of := map[string]int{}
	strata := make([]int, len(experts))
	for k, e := range experts {
		bloc := s.Experts[e].Bloc
		if _, ok := of[bloc]; !ok {
			of[bloc] = len(of)
		}
		strata[k] = of[bloc]
	}
	return strata
}

// resampledScores draws a panel of as many experts from each bloc, with replacement, and joins their answers as the study does. A cell
// that none of those drawn has answered keeps its value, and so does evidence.
func resampledScores(o *study.Outcome) (func(*rand.Rand, []float64), error) {
	s := o.Study
	if o.Problem.Fuzzy != nil {
		return nil, language.Errorf("fuzzy scores cannot be resampled yet: draw the weights alone, or choose a method of crisp scores")
	}
	in, _ := s.ChosenRounds()
	n := len(o.Leaves)
	row, column := make([]int, len(s.Technologies)), make([]int, len(s.Criteria))
	for k := range row {
		row[k] = -1
	}
	for k := range column {
		column[k] = -1
	}
	for i, t := range o.Prepared.Technology {
		row[t] = i
	}
	for j, c := range o.Leaves {
		column[c] = j
	}
	answers := make([][]*study.Score, o.Cells.Len())
	var experts []int32
	for k := range s.Scores {
		a := &s.Scores[k]
		if a.State != study.Given || s.Excluded.Experts[s.Experts[a.Expert].ID] || a.Round >= 0 && !in[a.Round] || row[a.Technology] < 0 || column[a.Criterion] < 0 {
			continue
		}
		at := row[a.Technology]*n + column[a.Criterion]
		if o.Cells.At(at).Evidence {
			continue
		}
		answers[at] = append(answers[at], a)
		if !slices.Contains(experts, a.Expert) {
			experts = append(experts, a.Expert)
		}
	}
	if len(experts) < 2 {
		return nil, language.Errorf("there are no scores of several experts to resample")
	}
	slices.Sort(experts)
	strata := strata(s, experts)
	how, _ := group.ParseAggregation(s.Settings.Aggregation)
	return func(rng *rand.Rand, scores []float64) {
		times := make([]int, len(s.Experts))
		peers := map[int][]int32{}
		for k, e := range experts {
			peers[strata[k]] = append(peers[strata[k]], e)
		}
		for k := range experts {
			p := peers[strata[k]]
			times[p[rng.IntN(len(p))]]++
		}
		var values []float64
		var who []int32
		for at, given := range answers {
			values, who = values[:0], who[:0]
			for _, a := range given {
				for range times[a.Expert] {
					values, who = append(values, a.Value), append(who, a.Expert)
				}
			}
			if len(values) == 0 {
				continue
			}
			v, err := group.Aggregate(values, s.Shares(who), how)
			if err != nil {
				continue // as experts without a share: the cell keeps its value
			}
			scores[at] = v
		}
	}, nil
}
