package weighting_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

func TestMix(t *testing.T) {
	a, b := []float64{0.6, 0.4, 0}, []float64{20, 30, 50}
	root := []float64{math.Sqrt(0.6 * 0.2), math.Sqrt(0.4 * 0.3)}
	for _, c := range []struct {
		share float64
		rule  string
		want  []float64
	}{
		{0.25, "linear", []float64{0.3, 0.325, 0.375}},
		{1, "linear", a},
		{0, "Linear", []float64{0.2, 0.3, 0.5}},
		{0.5, "multiplicative", []float64{root[0] / (root[0] + root[1]), root[1] / (root[0] + root[1]), 0}},
		{1, "multiplicative", a},
		{0, "multiplicative", []float64{0.2, 0.3, 0.5}},
	} {
		w, err := weighting.Mix(a, b, c.share, c.rule)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, w, c.want, 1e-15)
	}
	// IDOCRIW is the normalised product of its two parts, as an even multiplicative mixture of their squares is.
	p := table([]string{"cost", "benefit"}, []float64{3, 100}, []float64{2.5, 80}, []float64{1.8, 50})
	q, w := objective(t, "cilos", p, nil), objective(t, "entropy", p, nil)
	for j := range q {
		q[j] *= q[j]
		w[j] *= w[j]
	}
	product, err := weighting.Mix(q, w, 0.5, "multiplicative")
	if err != nil {
		t.Fatal(err)
	}
	compare(t, product, objective(t, "idocriw", p, nil), 1e-12)
}

func TestMixRefuses(t *testing.T) {
	a, b := []float64{1, 0}, []float64{0, 1}
	for _, c := range []struct {
		a, b  []float64
		share float64
		rule  string
		at    int
		says  string
	}{
		{a, b, 0.5, "multiplicative", -1, "mix them linearly"},
		{[]float64{0, 0}, b, 0.5, "linear", -1, "all zero"},
		{a, []float64{1, -2}, 0.5, "linear", 1, "criterion 2: the weight -2"},
		{[]float64{math.NaN(), 1}, b, 0.5, "linear", 0, "criterion 1: the weight NaN"},
		{a, []float64{math.Inf(1), 1}, 0.5, "linear", 0, "criterion 1: the weight +Inf"},
	} {
		_, err := weighting.Mix(c.a, c.b, c.share, c.rule)
		var fault *weighting.InputError
		if !errors.As(err, &fault) || fault.Criterion != c.at || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: error %v", c, err)
		}
	}
	for _, c := range []struct {
		share float64
		rule  string
		says  string
	}{
		{1.5, "linear", "from 0 to 1"}, {math.NaN(), "linear", "from 0 to 1"}, {0.5, "harmonic", "linear, multiplicative"},
	} {
		_, err := weighting.Mix(a, b, c.share, c.rule)
		var fault *mcda.ParameterError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: error %v", c, err)
		}
	}
}
