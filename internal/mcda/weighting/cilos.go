package weighting

import (
	"slices"
	"strings"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

func cilos(d *data, set mcda.Parameters) ([]float64, error) {
	return d.impactLoss(set)
}

func idocriw(d *data, set mcda.Parameters) ([]float64, error) {
	q, err := d.impactLoss(set)
	if err != nil {
		return nil, err
	}
	exact.Scale(1/exact.Sum(q), q)
	d.rows("CILOS weights", "q_j", []string{"q"}, q)
	w, err := entropy(d, nil)
	if err != nil {
		return nil, err
	}
	w = share(w)
	d.rows("Entropy weights", "W_j", []string{"W"}, w)
	for j := range q {
		q[j] *= w[j]
	}
	return q, nil
}

// impactLoss solves F·q = 0. F with its columns of sum 0 is the transpose of a Markov chain's rates, from j to i at the relative loss p_ij, and q its
// stationary distribution.
func (d *data) impactLoss(set mcda.Parameters) ([]float64, error) {
	k := len(d.live)
	best := make([][]float64, k) // each criterion to be maximised, its best score 1
	for a, j := range d.live {
		ok, what := nonNegative, "scores of 0 or more"
		if d.less[j] {
			ok, what = positive, "costs above 0"
		}
		if err := d.need(j, ok, what); err != nil {
			return nil, err
		}
		lo, hi := slices.Min(d.column[j]), slices.Max(d.column[j])
		best[a] = make([]float64, d.m)
		for i, x := range d.column[j] {
			best[a][i] = x / hi
			if d.less[j] {
				best[a][i] = lo / x
			}
			if mcda.Tied(best[a][i], 1) {
				best[a][i] = 1
			}
		}
	}
	loss, square := make([][]float64, k), make([][]float64, k) // by the criterion at its best, then by the one that loses
	for a := range d.live {
		loss[a], square[a] = make([]float64, k), make([]float64, k)
		var rows []int
		for i, x := range best[a] {
			if x == 1 && (rows == nil || set["cilos-ties"] == "mean") {
				rows = append(rows, i)
			}
		}
		for b := range d.live {
			sum := exact.Sum(best[b])
			for _, i := range rows {
				loss[a][b] += (1 - best[b][i]) / float64(len(rows))
				square[a][b] += best[b][i] / sum / float64(len(rows))
			}
		}
	}
	at := make(map[int][]float64, k)
	for a, j := range d.live {
		at[j] = share(best[a])
	}
	d.matrix("Normalised decision matrix", "x_ij", func(j int) []float64 { return at[j] })
	d.pairs("Square matrix A", "a_ij", square)
	d.pairs("Relative losses", "p_ij", loss)
	end, err := d.end(loss)
	if err != nil {
		return nil, err
	}
	q := make([]float64, d.n)
	for a, x := range stationary(loss, end) {
		q[d.live[a]] = x
	}
	return q, nil
}

// end returns a criterion to which losses lead from every other, so that F·q = 0 has one solution. Without one it has many: two criteria, or groups of
// criteria, that lose nothing wherever another one is at its best.
func (d *data) end(loss [][]float64) (int, error) {
	k := len(loss)
	leads := make([][]bool, k)
	for b := range leads {
		leads[b] = make([]bool, k)
		for a := range k {
			leads[b][a] = a == b || loss[a][b] > 0
		}
	}
	for via := range k {
		for b := range k {
			for a := range k {
				leads[b][a] = leads[b][a] || leads[b][via] && leads[via][a]
			}
		}
	}
	var closed []string
	for a := range k {
		from, back := 0, true
		for b := range k {
			if leads[b][a] {
				from++
			}
			back = back && (!leads[a][b] || leads[b][a])
		}
		if from == k {
			return a, nil
		}
		if back {
			closed = append(closed, d.p.Criteria[d.live[a]].ID)
		}
	}
	return 0, &mcda.DataError{Criterion: closed[0], Reason: "like %s it loses nothing where other criteria are at their best, so %s weights are not determined; use critic, entropy or equal",
		Args: []any{strings.Join(closed[1:], ", "), d.method}}
}

// stationary returns q ≥ 0, up to a factor, with Σ_b q_b·loss[a][b] = q_a·Σ_b loss[b][a] for every a, by the elimination of Grassmann, Taksar & Heyman 1985
// (Operations Research 33:1107–1116), which never subtracts. Losses lead from every criterion to end.
func stationary(loss [][]float64, end int) []float64 {
	k := len(loss)
	place := func(a int) int { // end is the last to be eliminated
		switch a {
		case 0:
			return end
		case end:
			return 0
		}
		return a
	}
	rate := make([][]float64, k)
	for b := range rate {
		rate[b] = make([]float64, k)
		for a := range rate {
			rate[b][a] = loss[place(a)][place(b)]
		}
	}
	for c := k - 1; c > 0; c-- {
		out := exact.Sum(rate[c][:c])
		for b := range c {
			rate[b][c] /= out
			for a := range c {
				if a != b {
					rate[b][a] += float64(rate[b][c] * rate[c][a])
				}
			}
		}
	}
	q := make([]float64, k)
	q[0] = 1
	for c := 1; c < k; c++ {
		for b := range c {
			q[c] += float64(q[b] * rate[b][c])
		}
		exact.Scale(1/slices.Max(q), q)
	}
	for a := range q {
		if b := place(a); a < b {
			q[a], q[b] = q[b], q[a]
		}
	}
	return q
}
