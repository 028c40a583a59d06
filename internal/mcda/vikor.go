package mcda

import (
	"math"
)

var vikor = Method{
	Name:    "vikor",
	Aliases: []string{"visekriterijumska-optimizacija-i-kompromisno-resenje"},
	Title:   "VIKOR",
	Formula: "S_i = Σ_j w_j·d_ij, R_i = max_j w_j·d_ij, d = (f* − f)/(f* − f⁻); Q_i = v(S_i − S*)/(S⁻ − S*) + (1 − v)(R_i − R*)/(R⁻ − R*)",
	Source:  "Opricovic & Tzeng 2004, EJOR 156(2):445–455",
	Choose:  "to find a compromise: small regret on the whole and no large regret on any one criterion; it names the set between which no clear choice is justified",
	Beware:  "lower is better; depends on the best and worst among the alternatives, and on v: see whether the compromise set changes with it",

	LowerIsBetter: true,
	Parameters: []Parameter{
		{Name: "v", Doc: "the weight of the majority's regret S; the rest is that of the worst single regret R", Default: "0.5", Min: 0, Max: 1},
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		d, err := regrets(p)
		if err != nil {
			return nil, err
		}
		return &vikorScorer{prepare(p), newLinear(p, d, nil), set.Number("v")}, nil
	},
}

// regrets are the distances (f* − f)/(f* − f⁻) from the best, in shares of the range; 0 on a constant column.
func regrets(p *Problem) ([]float64, error) {
	fs, err := transforms(p, NormMinMax)
	if err != nil {
		return nil, err
	}
	d := apply(nil, p, fs)
	for k, r := range d {
		d[k] = 1 - r
	}
	return d, nil
}

type vikorScorer struct {
	prepared
	d *linear
	v float64
}

// measures fills s with S and r with R.
func (x *vikorScorer) measures(s, r, weights []float64) {
	x.d.Scores(s, weights)
	for i := range r {
		r[i] = 0
		for j, d := range x.d.values[i*x.n : (i+1)*x.n] {
			r[i] = max(r[i], weights[j]*d)
		}
	}
}

func (x *vikorScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, x.m)
	mustLen(weights, x.n)
	room := x.borrow(2 * x.m)
	defer x.release(room)
	s, r := (*room)[:x.m], (*room)[x.m:]
	x.measures(s, r, weights)
	ranged(s)
	ranged(r)
	for i := range dst {
		dst[i] = float64(x.v*s[i]) + float64((1-x.v)*r[i])
	}
	return dst
}

// Shares are v·(S − S*)/(S⁻ − S*) and (1 − v)·(R − R*)/(R⁻ − R*), but for S* and R*, which are the same for all.
func (x *vikorScorer) Shares() []Share {
	return []Share{{x.v, x.d.values, false, OfRange}, {1 - x.v, x.d.values, true, OfRange}}
}

// ranged replaces x by (x − min)/(max − min), by 0 when all are alike.
func ranged(x []float64) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		lo, hi = min(lo, v), max(hi, v)
	}
	for i, v := range x {
		if x[i] = 0; !Tied(lo, hi) && !Tied(lo, v) {
			x[i] = (v - lo) / (hi - lo)
		}
	}
}

func (x *vikorScorer) Trace(weights []float64) *Trace {
	mustLen(weights, x.n)
	s, r, q := make([]float64, x.m), make([]float64, x.m), x.Scores(nil, weights)
	x.measures(s, r, weights)
	t := new(Trace)
	t.add(x.p, "Regret", "(f*_j − f_ij)/(f*_j − f⁻_j)", x.d.values)
	t.add(x.p, "Weighted regret", "w_j·(f*_j − f_ij)/(f*_j − f⁻_j)", weighted(x.d.values, weights))
	t.addColumns(x.p, "Group utility, individual regret and compromise", "", []string{"S", "R", "Q"}, s, r, q)
	t.Values = []Series{{Name: "s", Title: "S", Values: s}, {Name: "r", Title: "R", Values: r}, {Name: "q", Title: "Q", Values: q}}
	t.Set = compromise(x.p, s, r, q)
	return t
}

// compromise is the paper's compromise solution: the best by Q alone when it leads by 1/(m − 1) (C1, acceptable advantage) and is best by S or R too (C2,
// acceptable stability); the first two when only C2 fails; else all that are less than 1/(m − 1) behind the best.
func compromise(p *Problem, s, r, q []float64) *Set {
	order := Rank(q, p.Alternatives, true).Order
	first := order[0]
	advantage := 1 / float64(len(q)-1)
	best := func(x []float64) bool {
		lo := x[first]
		for _, v := range x {
			lo = min(lo, v)
		}
		return Tied(x[first], lo)
	}
	ahead := q[order[1]]-q[first] >= advantage*(1-tieTolerance)
	set := &Set{Name: "compromise", Members: []int{first}}
	switch stable := best(s) || best(r); {
	case !ahead:
		for _, i := range order[1:] {
			if q[i]-q[first] < advantage*(1-tieTolerance) {
				set.Members = append(set.Members, i)
			}
		}
		set.Note, set.Args = "the lead of %s is below 1/(m − 1) = %.4g (C1): these are less than that behind", []any{p.Alternatives[first], advantage}
	case !stable:
		set.Members = append(set.Members, order[1])
		set.Note, set.Args = "%s leads by Q but neither by S nor by R (C2)", []any{p.Alternatives[first]}
	default:
		set.Note, set.Args = "%s leads clearly (C1) and steadily (C2)", []any{p.Alternatives[first]}
	}
	return set
}
