package exact

import "fmt"

// RowProducts fills dst (m) with the products of x (n) with every row of b (m×n, row by row): dst_i = Σ_j x_j·b_ij, each added up from the first column on.
// Four sums are under way at a time, so that none waits for another.
func RowProducts(dst, x, b []float64) {
	n, m := len(x), len(dst)
	if len(b) != m*n {
		panic(fmt.Sprintf("exact: %d numbers for %d rows of %d", len(b), m, n))
	}
	for ; len(dst) >= 4; dst, b = dst[4:], b[4*n:] {
		r, s, t, u := b[:n], b[n:2*n], b[2*n:3*n], b[3*n:4*n]
		r, s, t, u = r[:n], s[:n], t[:n], u[:n]
		var pr, ps, pt, pu float64
		for j, v := range x {
			pr += float64(v * r[j])
			ps += float64(v * s[j])
			pt += float64(v * t[j])
			pu += float64(v * u[j])
		}
		dst[0], dst[1], dst[2], dst[3] = pr, ps, pt, pu
	}
	for i := range dst {
		dst[i] = Dot(x, b[i*n:(i+1)*n])
	}
}

// Product fills dst (k×m) with the matrix product of a (k×n) and b (n×m), all row by row. Every sum is added up from the first column of a on, whatever the
// sizes, as [RowProducts] does: two rows of a are taken at a time, and four rows of b, over so many columns as stay in the nearest cache.
func Product(dst, a, b []float64, k, n, m int) {
	if len(dst) != k*m || len(a) != k*n || len(b) != n*m {
		panic(fmt.Sprintf("exact: product of %d and %d numbers, %d×%d×%d, into %d", len(a), len(b), k, n, m, len(dst)))
	}
	const columns = 512
	for lo := 0; lo < m; lo += columns {
		hi := min(m, lo+columns)
		q := 0
		for ; q+1 < k; q += 2 {
			two(dst[q*m+lo:q*m+hi], dst[(q+1)*m+lo:(q+1)*m+hi], a[q*n:(q+1)*n], a[(q+1)*n:(q+2)*n], b[lo:], m)
		}
		if q < k {
			two(dst[q*m+lo:q*m+hi], dst[q*m+lo:q*m+hi], a[q*n:(q+1)*n], a[q*n:(q+1)*n], b[lo:], m)
		}
	}
}

// two fills p and q, which may be the same, with the products of x and y with the first columns of b, whose rows are stride apart.
func two(p, q, x, y, b []float64, stride int) {
	alike := &p[0] == &q[0]
	clear(p)
	clear(q)
	row := func(j int) []float64 { return b[j*stride:][:len(p)] }
	y = y[:len(x)]
	q = q[:len(p)]
	j := 0
	for ; j+4 <= len(x); j += 4 {
		v0, v1, v2, v3 := x[j], x[j+1], x[j+2], x[j+3]
		w0, w1, w2, w3 := y[j], y[j+1], y[j+2], y[j+3]
		c0, c1, c2, c3 := row(j), row(j+1), row(j+2), row(j+3)
		c1, c2, c3 = c1[:len(c0)], c2[:len(c0)], c3[:len(c0)]
		p, q := p[:len(c0)], q[:len(c0)]
		if alike {
			for i, b0 := range c0 {
				p[i] = (((p[i] + float64(v0*b0)) + float64(v1*c1[i])) + float64(v2*c2[i])) + float64(v3*c3[i])
			}
			continue
		}
		for i, b0 := range c0 {
			b1, b2, b3 := c1[i], c2[i], c3[i]
			p[i] = (((p[i] + float64(v0*b0)) + float64(v1*b1)) + float64(v2*b2)) + float64(v3*b3)
			q[i] = (((q[i] + float64(w0*b0)) + float64(w1*b1)) + float64(w2*b2)) + float64(w3*b3)
		}
	}
	for ; j < len(x); j++ {
		v, w, c := x[j], y[j], row(j)
		p, q := p[:len(c)], q[:len(c)]
		for i, b := range c {
			p[i] += float64(v * b)
		}
		if alike {
			continue
		}
		for i, b := range c {
			q[i] += float64(w * b)
		}
	}
}
