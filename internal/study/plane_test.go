package study

import (
	"math"
	"testing"

	"veche/internal/mcda"
)

// The plane against a second way to it: the usual preferences by hand (+1 for each that is worse, −1 for each that is better, over m−1), and the directions by
// power iteration with deflation.
func TestPlane(t *testing.T) {
	scores := [][]float64{{9, 3, 5}, {7, 8, 1}, {4, 6, 9}, {2, 9, 7}, {6, 1, 3}}
	senses := []mcda.Sense{mcda.Benefit, mcda.Cost, mcda.Benefit}
	s := &Study{Settings: Settings{Method: "weighted-sum"}}
	for j, sense := range senses {
		w := []float64{0.5, 0.2, 0.3}[j]
		s.Criteria = append(s.Criteria, Criterion{Code: string(rune('X' + j)), Sense: sense, Weight: &w})
	}
	for i, row := range scores {
		s.Technologies = append(s.Technologies, Technology{ID: string(rune('A' + i))})
		for j, x := range row {
			s.Evidence.Add(Measurement{Value: x, Technology: int32(i), Criterion: int32(j)})
		}
	}
	o, err := Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	p := o.Plane()
	if p == nil || p.Own {
		t.Fatalf("the plane is %v", p)
	}
	flows := make([][]float64, len(scores))
	for i := range scores {
		flows[i] = make([]float64, len(senses))
		for j := range senses {
			for k := range scores {
				d := scores[i][j] - scores[k][j]
				if senses[j] == mcda.Cost {
					d = -d
				}
				if d > 0 {
					flows[i][j] += 1.0 / float64(len(scores)-1)
				} else if d < 0 {
					flows[i][j] -= 1.0 / float64(len(scores)-1)
				}
			}
		}
	}
	var total, kept float64
	matrix := [3][3]float64{}
	for _, f := range flows {
		for j := range 3 {
			for k := range 3 {
				matrix[j][k] += f[j] * f[k]
			}
		}
	}
	for j := range 3 {
		total += matrix[j][j]
	}
	for axis := range 2 {
		v := [3]float64{1, 0.7, 0.4}
		var lambda float64
		for range 5000 {
			var u [3]float64
			lambda = 0
			for j := range 3 {
				for k := range 3 {
					u[j] += matrix[j][k] * v[k]
				}
				lambda += u[j] * u[j]
			}
			lambda = math.Sqrt(lambda)
			for j := range 3 {
				v[j] = u[j] / lambda
			}
		}
		kept += lambda
		for j := range 3 {
			if math.Abs(math.Abs(p.Criteria[j][axis])-math.Abs(v[j])) > 1e-9 {
				t.Errorf("criterion %d along axis %d: %g, by power iteration ±%g", j, axis, p.Criteria[j][axis], v[j])
			}
			for k := range 3 {
				matrix[j][k] -= lambda * v[j] * v[k]
			}
		}
		for i, f := range flows {
			x := f[0]*p.Criteria[0][axis] + f[1]*p.Criteria[1][axis] + f[2]*p.Criteria[2][axis]
			if math.Abs(x-p.Technologies[i][axis]) > 1e-12 {
				t.Errorf("technology %d along axis %d: %g, not %g", i, axis, p.Technologies[i][axis], x)
			}
		}
	}
	if math.Abs(p.Share-kept/total) > 1e-9 {
		t.Errorf("the plane keeps %g, by power iteration %g", p.Share, kept/total)
	}
}
