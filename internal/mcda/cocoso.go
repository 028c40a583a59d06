package mcda

import (
	"math"

	"veche/internal/mcda/exact"
)

var cocoso = Method{
	Name:    "cocoso",
	Aliases: []string{"combined-compromise-solution"},
	Title:   "CoCoSo",
	Formula: "k_i = ∛(k_a·k_b·k_c) + (k_a + k_b + k_c)/3, k_a = (P_i + S_i)/Σ(P + S), k_b = S_i/min S + P_i/min P, k_c = (λS_i + (1 − λ)P_i)/(λ·max S + (1 − λ)·max P), S = Σ_j w_j·r_ij, P = Σ_j r_ij^(w_j)",
	Source:  "Yazdani, Zaraté, Zavadskas & Turskis 2019, Management Decision 57(9):2501–2519",
	Choose:  "to combine a sum and a power form by three ways of comparing",
	Beware:  "k_b divides by the least S and P: one alternative near the worst on everything stretches it, and where the least is 0 that part is left out; depends on the set of alternatives",
	Parameters: []Parameter{
		{Name: "lambda", Doc: "the share of S in k_c; the rest is P's", Default: "0.5", Min: 0, Max: 1},
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		fs, err := transforms(p, NormMinMax)
		if err != nil {
			return nil, err
		}
		r := apply(nil, p, fs)
		logs := make([]float64, len(r))
		for k, x := range r {
			if r[k] = max(x, 0); r[k] < tieTolerance {
				r[k] = 0
			}
			logs[k] = exact.Log(r[k])
		}
		return &cocosoScorer{prepare(p), newLinear(p, r, nil), logs, set.Number("lambda")}, nil
	},
}

type cocosoScorer struct {
	prepared
	r      *linear
	logs   []float64
	lambda float64
}

// sums fills S and P. A criterion of weight 0 takes no part: r⁰ = 1 would be a point for everyone.
func (x *cocosoScorer) sums(s, p, weights []float64) {
	x.r.Scores(s, weights)
	for i := range p {
		p[i] = 0
		for j, l := range x.logs[i*x.n : (i+1)*x.n] {
			if weights[j] > 0 {
				p[i] += exact.Exp(weights[j] * l)
			}
		}
	}
}

// strategies returns k_a, k_b and k_c of one alternative.
func (x *cocosoScorer) strategies(s, p float64, of cocosoEnds) (a, b, c float64) {
	return (s + p) / of.sum, share(s, of.leastS) + share(p, of.leastP), (float64(x.lambda*s) + float64((1-x.lambda)*p)) / (float64(x.lambda*of.mostS) + float64((1-x.lambda)*of.mostP))
}

type cocosoEnds struct{ sum, leastS, mostS, leastP, mostP float64 }

func (x *cocosoScorer) ends(s, p []float64) cocosoEnds {
	e := cocosoEnds{leastS: math.Inf(1), leastP: math.Inf(1)}
	for i := range s {
		e.sum += s[i] + p[i]
		e.leastS, e.mostS = min(e.leastS, s[i]), max(e.mostS, s[i])
		e.leastP, e.mostP = min(e.leastP, p[i]), max(e.mostP, p[i])
	}
	return e
}

func (x *cocosoScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, x.m)
	mustLen(weights, x.n)
	room := x.borrow(2 * x.m)
	defer x.release(room)
	s, p := (*room)[:x.m], (*room)[x.m:]
	x.sums(s, p, weights)
	e := x.ends(s, p)
	for i := range dst {
		a, b, c := x.strategies(s[i], p[i], e)
		dst[i] = exact.Cbrt(a*b*c) + (a+b+c)/3
	}
	return dst
}

func (x *cocosoScorer) Trace(weights []float64) *Trace {
	mustLen(weights, x.n)
	s, p := make([]float64, x.m), make([]float64, x.m)
	x.sums(s, p, weights)
	e := x.ends(s, p)
	powers := make([]float64, len(x.logs))
	for k, l := range x.logs {
		if w := weights[k%x.n]; w > 0 {
			powers[k] = exact.Exp(w * l)
		}
	}
	ka, kb, kc := make([]float64, x.m), make([]float64, x.m), make([]float64, x.m)
	for i := range s {
		ka[i], kb[i], kc[i] = x.strategies(s[i], p[i], e)
	}
	t := new(Trace)
	t.add(x.p, "Normalised decision matrix", "r_ij", x.r.values)
	t.add(x.p, "Weighted comparability", "w_j·r_ij", weighted(x.r.values, weights))
	t.add(x.p, "Power weight of comparability", "r_ij^(w_j)", powers)
	table := t.addColumns(x.p, "Appraisal strategies", "", []string{"S", "P", "k_a", "k_b", "k_c", "k"}, s, p, ka, kb, kc, x.Scores(nil, weights))
	if e.leastS == 0 {
		table.Note = "Some alternative is worst on everything that counts (S = 0): k_b leaves out what it would divide by 0."
	}
	t.Values = []Series{{Name: "s", Title: "S", Values: s, Step: true}, {Name: "p", Title: "P", Values: p, Step: true}, {Name: "ka", Title: "k_a", Values: ka, Step: true}, {Name: "kb", Title: "k_b", Values: kb, Step: true}, {Name: "kc", Title: "k_c", Values: kc, Step: true}}
	return t
}
