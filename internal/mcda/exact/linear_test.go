package exact_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"veche/internal/mcda/exact"
)

// What is solved is put in again: a·x must be b.
func TestSolve(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for n := 1; n <= 12; n++ {
		for range 20 {
			a, x := make([]float64, n*n), make([]float64, n)
			for k := range a {
				a[k] = rng.NormFloat64()
			}
			square := make([]float64, n*n) // a·aᵀ + I
			for i := range n {
				x[i] = rng.NormFloat64()
				square[i*n+i] = 1
				for j := range n {
					square[i*n+j] += exact.Dot(a[i*n:(i+1)*n], a[j*n:(j+1)*n])
				}
			}
			times := func(m []float64) []float64 {
				b := make([]float64, n)
				for i := range b {
					b[i] = exact.Dot(m[i*n:(i+1)*n], x)
				}
				return b
			}
			b := times(square)
			if !exact.SolvePositive(append([]float64(nil), square...), b) {
				t.Fatal("a·aᵀ + I is not positive definite")
			}
			c := times(a)
			both := make([]float64, 2*n) // two right-hand sides
			for i := range n {
				both[2*i], both[2*i+1] = c[i], -2*c[i]
			}
			if !exact.Solve(append([]float64(nil), a...), n, both, 2) {
				t.Fatal("a random matrix is singular")
			}
			for i := range n {
				if math.Abs(b[i]-x[i]) > 1e-8 || math.Abs(both[2*i]-x[i]) > 1e-6 || math.Abs(both[2*i+1]+2*x[i]) > 1e-6 {
					t.Fatalf("n = %d: solved to %v and %v, want %v", n, b[i], both[2*i], x[i])
				}
			}
		}
	}
	if b := []float64{1, 2}; exact.SolvePositive([]float64{1, 2, 2, 1}, b) || b[0] != 1 || b[1] != 2 {
		t.Error("a matrix with a negative eigenvalue passes for positive definite")
	}
	if exact.Solve([]float64{1, 2, 2, 4}, 2, []float64{1, 2}, 1) {
		t.Error("a singular matrix passes for regular")
	}
}

// A matrix made of known eigenvalues and a random orthonormal basis gives them back, in order, and A·v = λ·v.
func TestEigen(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for n := 1; n <= 15; n++ {
		basis := make([]float64, n*n)
		for i := range n {
			row := basis[i*n : (i+1)*n]
			for again := range 2 {
				for j := range row {
					if again == 0 {
						row[j] = rng.NormFloat64()
					}
				}
				for k := range i {
					f := exact.Dot(row, basis[k*n:(k+1)*n])
					for j := range row {
						row[j] -= f * basis[k*n+j]
					}
				}
				exact.Scale(1/math.Sqrt(exact.Dot(row, row)), row)
			}
		}
		want := make([]float64, n)
		a := make([]float64, n*n)
		for k := range want {
			want[k] = math.Pow(3, float64(2-k/2)) // in pairs of equals
			if k == n-1 {
				want[k] = -5e-3
			}
			for i := range n {
				for j := range n {
					a[i*n+j] += want[k] * basis[k*n+i] * basis[k*n+j]
				}
			}
		}
		values, vectors := exact.Eigen(append([]float64(nil), a...), n)
		for k, lambda := range values {
			if math.Abs(lambda-want[k]) > 1e-13*9 {
				t.Fatalf("n = %d: eigenvalues %v, want %v", n, values, want)
			}
			v := vectors[k*n : (k+1)*n]
			for i := range n {
				if math.Abs(exact.Dot(a[i*n:(i+1)*n], v)-lambda*v[i]) > 1e-12 {
					t.Fatalf("n = %d: vector %d is none", n, k)
				}
			}
			if math.Abs(exact.Dot(v, v)-1) > 1e-12 {
				t.Fatalf("n = %d: vector %d is not of length 1", n, k)
			}
		}
	}
}

// Every sum of a product has the bits of the plain loop, whatever the sizes.
func TestProducts(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for _, size := range [][3]int{{1, 1, 1}, {2, 3, 4}, {3, 4, 5}, {5, 9, 7}, {4, 8, 513}, {7, 11, 1030}, {1, 6, 600}} {
		k, n, m := size[0], size[1], size[2]
		a, b, rows := make([]float64, k*n), make([]float64, n*m), make([]float64, n*m)
		for i := range a {
			a[i] = rng.NormFloat64()
		}
		for j := range n {
			for i := range m {
				b[j*m+i] = rng.NormFloat64()
				rows[i*n+j] = b[j*m+i]
			}
		}
		got, one := make([]float64, k*m), make([]float64, m)
		for i := range got {
			got[i] = math.NaN()
		}
		exact.Product(got, a, b, k, n, m)
		for q := range k {
			exact.RowProducts(one, a[q*n:(q+1)*n], rows)
			for i := range m {
				var want float64
				for j := range n {
					want += float64(a[q*n+j] * b[j*m+i])
				}
				if got[q*m+i] != want || one[i] != want {
					t.Fatalf("%v: element %d, %d is %v by Product and %v by RowProducts, the loop says %v", size, q, i, got[q*m+i], one[i], want)
				}
			}
		}
	}
}
