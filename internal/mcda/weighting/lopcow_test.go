package weighting_test

import (
	"math"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

// TestLOPCOWPublished: nine banks on seventeen criteria, ten to be high and seven to be low, the case of Ecer & Pamučar 2022, Omega 112:102690, as the Julia package JMcDM
// keeps it with weights to 16 digits (test/mcdm/testlopcow.jl): its standard deviations divide by m − 1.
func TestLOPCOWPublished(t *testing.T) {
	matrix := [][]float64{
		{21.8, 14.1, 10.7, 1.6, 1.8, 770, 12750, 18, 5100, 1.5, 9.1, 1.054, 4.196, 29.407, 7.03, 15.08, 9.705},
		{16.4, 8.5, 13.9, 1.2, 1.3, 524, 12087, 5.7, 2941, 2.208, 15.2, 1.123, 3.86, 5.228, 14.724, 32.103, 19},
		{14.5, 7, 2.3, 0.2, 0.2, 238, 3265, 1.9, 320, 2.32, 16.202, 1.008, 3.095, 5.549, 17.34, 65.129, 32.056},
		{18.2, 10.3, 11.4, 1.2, 1.1, 835, 16037, 21.3, 4332, 0.875, 9.484, 0.856, 2.191, 23.75, 13.1, 58.157, 27.46},
		{18.5, 8.1, 11.1, 1, 1.1, 504, 9464, 1.4, 1743, 2.95, 0.7, 0.479, 2.44, 8.77, 13.48, 33.45, 17.68},
		{18.7, 11.4, 10.8, 1.3, 1.5, 1227, 24053, 20, 6521, 0.733, 1.6, 0.857, 2.377, 4.985, 11.743, 26.732, 24.485},
		{18.5, 12.6, 10.8, 1.4, 1.8, 912, 18800, 18.2, 5300, 1.29, 8.27, 0.558, 0.635, 5.22, 13.829, 31.914, 7.515},
		{16.4, 6.7, 12.6, 0.9, 0.9, 951, 16767, 22, 3917, 2.46, 3.9, 0.724, 0.568, 4.491, 14.357, 28.869, 7.313},
		{15.2, 6.3, 6.9, 0.5, 0.5, 1013, 20170, 10.97, 4060, 1.67, 1.7, 0.704, 2.96, 3.24, 10.029, 60.981, 23.541},
	}
	want := []float64{0.0494739618585499, 0.0366230783749353, 0.0845662443200203, 0.0705594164719862, 0.0637406420860843, 0.0660734602415126, 0.0699299682542297, 0.0504004077191502,
		0.0689844249442893, 0.0491618867560788, 0.0555597725236513, 0.0487457716462668, 0.0482437589634006, 0.0762536089544412, 0.0550717149127653, 0.0532072757707825, 0.0534046062018556}
	p := &mcda.Problem{}
	for i, row := range matrix {
		p.Alternatives = append(p.Alternatives, string(rune('a'+i)))
		p.Scores = append(p.Scores, row...)
	}
	for j := range want {
		c := mcda.Criterion{ID: string(rune('A' + j))}
		if j >= 10 {
			c.Sense = mcda.Cost
		}
		p.Criteria = append(p.Criteria, c)
	}
	r, err := weighting.Objective("lopcow", p, map[string]string{"deviation": "sample"})
	if err != nil {
		t.Fatal(err)
	}
	for j, w := range r.Weights {
		if math.Abs(w-want[j]) > 1e-15 {
			t.Errorf("weight %d is %v, want %v", j+1, w, want[j])
		}
	}
}
