package mcda

import (
	"math"

	"veche/internal/mcda/exact"
)

var mabac = Method{
	Name:    "mabac",
	Aliases: []string{"multi-attributive-border-approximation-area-comparison"},
	Title:   "MABAC",
	Formula: "Q_i = Σ_j (v_ij − g_j), v = w_j·(t_ij + 1), t the min-max score, g_j = (Π_i v_ij)^(1/m)",
	Source:  "Pamučar & Ćirović 2015, Expert Systems with Applications 42(6):3016–3028",
	Choose:  "to see on which criteria an alternative lies above or below the border of the field: positive parts are strengths, negative ones weaknesses",
	Beware:  "the order is that of the min-max weighted sum: the border shifts all scores alike",
	prepare: func(p *Problem, _ Parameters) (Scorer, error) {
		fs, err := transforms(p, NormMinMax)
		if err != nil {
			return nil, err
		}
		r := apply(nil, p, fs)
		m, n := p.Dims()
		border, over := make([]float64, n), make([]float64, len(r))
		for k, x := range r {
			border[k%n] += exact.Log1p(x)
		}
		for j := range border {
			border[j] = exact.Exp(border[j] / float64(m))
		}
		for k, x := range r {
			if over[k] = x + 1 - border[k%n]; math.Abs(over[k]) < tieTolerance {
				over[k] = 0 // a constant column lies on the border
			}
		}
		return newLinear(p, over, func(t *Trace, w []float64) {
			v := make([]float64, len(r))
			for k, x := range r {
				v[k] = w[k%n] * (x + 1)
			}
			t.add(p, "Normalised decision matrix", "t_ij", r)
			t.add(p, "Weighted matrix", "v_ij", v)
			t.addRows(p, "Border approximation area", "g_j", []string{"G"}, weighted(border, w))
			t.add(p, "Distances from the border approximation area", "q_ij", weighted(over, w))
		}), nil
	},
}
