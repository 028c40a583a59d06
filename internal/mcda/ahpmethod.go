package mcda

var ahpMethod = Method{
	Name:    "ahp",
	Aliases: []string{"ahp-ratings", "analytic-hierarchy-process"},
	Title:   "AHP",
	Formula: "S_i = Σ_j w_j·p_ij, p the local priorities: the ratings (costs as 1/x, targets by nearness) over their sum (distributive mode) or over the best (ideal mode); where alternatives were compared in pairs, the priorities of those judgements",
	Source:  "Saaty 1980, The Analytic Hierarchy Process; ideal mode: Belton & Gear 1983, Omega 11(3):228–230; Saaty & Vargas 1993",
	Choose:  "when alternatives were judged in pairs, or ratings are on a ratio scale",
	Beware:  "in the distributive mode a copy of an alternative takes a share of its priority and can reorder the rest; the ideal mode only reorders when the best on some criterion changes",
	Needs:   Needs{Ratio: true},
	Parameters: []Parameter{
		{Name: "mode", Doc: "local priorities add to 1 (distributive), or the best has 1 (ideal)", Default: "distributive", Choices: []string{"distributive", "ideal"}},
	},
	prepare: func(p *Problem, set Parameters) (Scorer, error) {
		how := NormSum
		if set["mode"] == "ideal" {
			how = NormMax
		}
		fs, err := transforms(p, how)
		if err != nil {
			return nil, err
		}
		r := apply(nil, p, fs)
		return newLinear(p, r, func(t *Trace, w []float64) {
			t.add(p, "Local priorities", "p_ij", r)
			t.add(p, "Weighted priorities", "w_j·p_ij", weighted(r, w))
		}), nil
	},
}
