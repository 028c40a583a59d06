package mcda

var gra = Method{
	Name:    "gra",
	Aliases: []string{"grey-relational-analysis", "gray-relational-analysis"},
	Title:   "Grey relational analysis",
	Formula: "γ_i = Σ_j w_j·ξ_ij, ξ = (Δmin + ζ·Δmax)/(Δ_ij + ζ·Δmax), Δ = 1 − r the distance from the best on the min-max scale (Δmin = 0, Δmax = 1), a target by |x − t|",
	Source:  "Deng 1989, The Journal of Grey System 1(1):1–24; Kuo, Yang & Huang 2008, Computers & Industrial Engineering 55(1):80–93",
	Choose:  "to reward closeness to the best with falling returns: the first steps away from it cost most",
	Beware:  "depends on the best and worst among the alternatives; ζ sets how steeply closeness pays",
	Parameters: []Parameter{
		{Name: "zeta", Doc: "the distinguishing coefficient ζ: smaller sets the close apart more", Default: "0.5", Min: 0.01, Max: 1},
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		delta, err := regrets(p)
		if err != nil {
			return nil, err
		}
		zeta := set.Number("zeta")
		r, xi := make([]float64, len(delta)), make([]float64, len(delta))
		for k, d := range delta {
			r[k], xi[k] = 1-d, zeta/(d+zeta)
		}
		return newLinear(p, xi, func(t *Trace, w []float64) {
			t.add(p, "Normalised decision matrix", "x*_ij", r)
			t.add(p, "Distances from the reference", "Δ_ij", delta)
			t.add(p, "Grey relational coefficients", "ξ_ij", xi)
			t.add(p, "Weighted grey relational coefficients", "w_j·ξ_ij", weighted(xi, w))
		}), nil
	},
}
