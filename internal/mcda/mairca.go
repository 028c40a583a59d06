package mcda

var mairca = Method{
	Name:    "mairca",
	Aliases: []string{"multi-attributive-ideal-real-comparative-analysis"},
	Title:   "MAIRCA",
	Formula: "G_i = Σ_j (T_p − T_r), T_p = P_i·w_j the theoretical, T_r = T_p·r_ij the real ponder, r the min-max score, P_i = 1/m or the study's preference for i",
	Source:  "Gigović, Pamučar, Bajić & Milićević 2016, Sustainability 8(4):372; Pamučar, Vasin & Lukovac 2014",
	Choose:  "to read the score as a gap: how much each criterion lacks of what it could give",
	Beware:  "lower is better; with equal preferences the order is that of the min-max weighted sum; with unequal ones a preferred alternative has the larger gaps, and can stand below one that is nowhere better",

	LowerIsBetter: true,
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		gap, err := regrets(p)
		if err != nil {
			return nil, err
		}
		m, n := p.Dims()
		prior := make([]float64, m)
		for i := range prior {
			if prior[i] = 1 / float64(m); p.Prior != nil {
				prior[i] = p.Prior[i]
			}
		}
		real := make([]float64, len(gap))
		for k, d := range gap {
			real[k] = prior[k/n] * (1 - d)
			gap[k] *= prior[k/n]
		}
		return newLinear(p, gap, func(t *Trace, w []float64) {
			theoretical := make([]float64, len(gap))
			for k := range theoretical {
				theoretical[k] = prior[k/n] * w[k%n]
			}
			t.addColumns(p, "Preference for the alternatives", "P_A", []string{"P"}, prior)
			t.add(p, "Theoretical ponder matrix", "t_p", theoretical)
			t.add(p, "Real ponder matrix", "t_r", weighted(real, w))
			t.add(p, "Total gap matrix", "g_ij", weighted(gap, w))
		}), nil
	},
}
