package ahp

import (
	"cmp"
	"math"
	"slices"
)

// promising computes the ratios of those pairs that may be among the k best, and returns these. Pairs are tried in the order of what [promise] expects, until what it
// expects of the next, less three times the most that it was wrong by so far, is no better than the k-th found; at least ten and four times k are tried.
func promising(all []Advice, m *Matrix, k int, ratio func(*Advice, float64) float64) []Advice {
	expected := promise(m, all)
	order := make([]int, len(all))
	for q := range order {
		order[q] = q
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(expected[a], expected[b]) })
	n := float64(m.n)
	ri, _ := AlonsoLamata.At(m.n)
	unit := (n - 1) * ri // of λ, a ratio of 1: the order of ratios does not depend on it
	var tried []Advice
	var found []float64 // the k lowest, ascending
	var wrong float64
	for count, q := range order {
		if count >= max(10, 4*k) && len(found) == k && expected[q]-float64(3*wrong) >= found[k-1] {
			break
		}
		a := all[q]
		a.CR = ratio(&a, a.Suggested)
		got := n + float64(a.CR*unit)
		wrong = max(wrong, math.Abs(got-expected[q]))
		at, _ := slices.BinarySearch(found, got)
		if found = slices.Insert(found, at, got); len(found) > k {
			found = found[:k]
		}
		tried = append(tried, a)
	}
	slices.SortFunc(tried, func(a, b Advice) int { return cmp.Or(a.I-b.I, a.J-b.J) })
	return tried
}

// promise is what λmax is expected to become when each of the pairs takes the value suggested for it, to the second order. With E the change of A, two entries, v and
// u the right and left eigenvectors, uᵀv = 1, and G the reduced resolvent of A at λ (Kato 1995, Perturbation Theory for Linear Operators, II §2.2),
//
//	λ(A + E) = λ + uᵀEv + uᵀE·G·Ev + O(E³).
//
// The resolvent is computed once; a pair takes four of its entries.
func promise(m *Matrix, all []Advice) []float64 {
	n := m.n
	transposed := m.Clone()
	for i := range n {
		for j := range n {
			transposed.a[i*n+j] = m.a[j*n+i]
		}
	}
	ws, v, u := new(Workspace), make([]float64, n), make([]float64, n)
	lambda := principal(v, m, ws)
	principal(u, transposed, ws)
	var uv float64
	for i := range n {
		uv += float64(u[i] * v[i])
	}
	for i := range u {
		u[i] /= uv
	}
	// (λI − A + λ·vuᵀ)⁻¹ = G + vuᵀ/λ.
	shifted := make([]float64, n*n)
	for i := range n {
		for j := range n {
			shifted[i*n+j] = float64(lambda*v[i]*u[j]) - m.a[i*n+j]
		}
		shifted[i*n+i] += lambda
	}
	g := inverseOf(shifted, n)
	at := func(i, j int) float64 { return g[i*n+j] - float64(v[i]*u[j]/lambda) }
	expected := make([]float64, len(all))
	for q, a := range all {
		i, j := a.I, a.J
		up, down := a.Suggested-a.Given, 1/a.Suggested-1/a.Given
		ei, ej := up*v[j], down*v[i] // Ev
		fj, fi := u[i]*up, u[j]*down // uᵀE
		expected[q] = lambda + float64(u[i]*ei) + float64(u[j]*ej) +
			float64(fi*at(i, i)*ei) + float64(fi*at(i, j)*ej) + float64(fj*at(j, i)*ei) + float64(fj*at(j, j)*ej)
	}
	return expected
}

// inverseOf inverts by Gauss and Jordan's elimination with row pivots; a is used up.
func inverseOf(a []float64, n int) []float64 {
	b := make([]float64, n*n)
	for i := range n {
		b[i*n+i] = 1
	}
	for k := range n {
		pivot := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a[i*n+k]) > math.Abs(a[pivot*n+k]) {
				pivot = i
			}
		}
		for j := range n {
			a[k*n+j], a[pivot*n+j] = a[pivot*n+j], a[k*n+j]
			b[k*n+j], b[pivot*n+j] = b[pivot*n+j], b[k*n+j]
		}
		p := a[k*n+k]
		for j := range n {
			a[k*n+j] /= p
			b[k*n+j] /= p
		}
		for i := range n {
			f := a[i*n+k]
			if i == k || f == 0 {
				continue
			}
			for j := k; j < n; j++ {
				a[i*n+j] -= float64(f * a[k*n+j])
			}
			for j := range n {
				b[i*n+j] -= float64(f * b[k*n+j])
			}
		}
	}
	return b
}
