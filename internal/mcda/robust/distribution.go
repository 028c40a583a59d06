package robust

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/mcda/exact"
)

// Kind of a stated distribution of a score.
type Kind string

const (
	NormalScore      Kind = "normal"       // mean, deviation
	LogNormalScore   Kind = "lognormal"    // of exp x: the mean and deviation of x
	LogitNormalScore Kind = "logit-normal" // of 1/(1 + exp −x): the mean and deviation of x
	UniformScore     Kind = "uniform"      // lowest, highest
	TriangularScore  Kind = "triangular"   // lowest, likeliest, highest
	BetaScore        Kind = "beta"         // α, β
)

// Distribution is what a score is thought to be when it is not known for certain, as SMAA draws it (Tervonen, van Valkenhoef, Buskens, Hillege & Postmus 2011, Statistics in
// Medicine 30(12):1419–1428).
type Distribution struct {
	Kind       Kind
	Parameters []float64
}

// DistributionFault says what is wrong with a text that means to be a distribution.
type DistributionFault struct{ mcda.Reason }

func (e *DistributionFault) Error() string { return e.Reason.String() }

var kinds = map[string]Kind{
	"n": NormalScore, "normal": NormalScore, "gauss": NormalScore, "gaussian": NormalScore, "норм": NormalScore, "нормальное": NormalScore,
	"ln": LogNormalScore, "lognormal": LogNormalScore, "log-normal": LogNormalScore, "логнорм": LogNormalScore, "логнормальное": LogNormalScore,
	"logitnormal": LogitNormalScore, "logit-normal": LogitNormalScore, "логитнорм": LogitNormalScore, "логитнормальное": LogitNormalScore,
	"u": UniformScore, "uniform": UniformScore, "равн": UniformScore, "равномерное": UniformScore,
	"t": TriangularScore, "triangular": TriangularScore, "triangle": TriangularScore, "треуг": TriangularScore, "треугольное": TriangularScore,
	"b": BetaScore, "beta": BetaScore, "бета": BetaScore,
}

// ParseDistribution reads normal(11.7; 2.5), also N(11.7, 2.5) or normal(11,7; 2,5): a name and its parameters in brackets. meant is false for any other text; the error is a
// [*DistributionFault].
func ParseDistribution(text string) (d *Distribution, meant bool, err error) {
	name, rest, ok := strings.Cut(strings.TrimSpace(text), "(")
	kind, known := kinds[strings.ToLower(strings.TrimSpace(name))]
	if !ok || !known {
		return nil, false, nil
	}
	inside, ok := strings.CutSuffix(strings.TrimSpace(rest), ")")
	if !ok {
		return nil, true, &DistributionFault{mcda.Because("the closing bracket is missing")}
	}
	separator := ";"
	if !strings.Contains(inside, ";") {
		separator = ","
	}
	d = &Distribution{Kind: kind}
	for part := range strings.SplitSeq(inside, separator) {
		x, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(part), ",", ".", 1), 64)
		if err != nil || math.IsNaN(x) || math.Abs(x) > 1e60 {
			return nil, true, &DistributionFault{mcda.Because("%q is no number", strings.TrimSpace(part))}
		}
		d.Parameters = append(d.Parameters, x)
	}
	if reason := d.fault(); reason.Text != "" {
		return nil, true, &DistributionFault{reason}
	}
	return d, true, nil
}

func (d *Distribution) fault() mcda.Reason {
	want := 2
	if d.Kind == TriangularScore {
		want = 3
	}
	p := d.Parameters
	switch {
	case len(p) != want:
		return mcda.Because("%s has %d numbers in brackets, there are %d", string(d.Kind), want, len(p))
	case (d.Kind == UniformScore || d.Kind == TriangularScore) && !slices.IsSorted(p):
		return mcda.Because("the numbers must go from the lowest to the highest")
	case (d.Kind == NormalScore || d.Kind == LogNormalScore || d.Kind == LogitNormalScore) && p[1] < 0:
		return mcda.Because("the deviation, the second number, must be 0 or more")
	case d.Kind == BetaScore && (min(p[0], p[1]) <= 0 || max(p[0], p[1]) > 1e12):
		return mcda.Because("both numbers must be above 0 and at most %g", 1e12)
	case d.Kind == LogNormalScore && (math.Abs(p[0]) > 100 || p[1] > 10):
		return mcda.Because("the mean and the deviation are of the logarithm, and these are too large for that")
	}
	return mcda.Reason{}
}

// String writes what ParseDistribution reads.
func (d *Distribution) String() string {
	parts := make([]string, len(d.Parameters))
	for k, x := range d.Parameters {
		parts[k] = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return string(d.Kind) + "(" + strings.Join(parts, "; ") + ")"
}

// Mean is the expected score, the one that ranks.
func (d *Distribution) Mean() float64 {
	p := d.Parameters
	switch d.Kind {
	case LogNormalScore:
		return exact.Exp(p[0] + float64(p[1]*p[1]/2))
	case LogitNormalScore:
		return logitMean(p[0], p[1])
	case UniformScore:
		return p[0] + float64((p[1]-p[0])/2)
	case TriangularScore:
		return (p[0] + p[1] + p[2]) / 3
	case BetaScore:
		return p[0] / (p[0] + p[1])
	}
	return p[0]
}

func logistic(x float64) float64 { return 1 / (1 + exact.Exp(-x)) }

// logitMean has no closed form: Simpson's rule over eight deviations each way, whose error is far below what is printed.
func logitMean(mu, sigma float64) float64 {
	const steps, reach = 1600, 8.0
	var sum, weights float64
	for k := range steps + 1 {
		z := -reach + float64(k)/(steps/(2*reach))
		w := exact.Exp(-float64(z*z) / 2)
		switch {
		case k == 0 || k == steps:
		case k%2 == 1:
			w *= 4
		default:
			w *= 2
		}
		sum += float64(w * logistic(mu+float64(sigma*z)))
		weights += w
	}
	return sum / weights
}

// Draw returns one score.
func (d *Distribution) Draw(rng *rand.Rand) float64 {
	p := d.Parameters
	switch d.Kind {
	case LogNormalScore:
		return exact.Exp(p[0] + float64(p[1]*exact.Normal(rng)))
	case LogitNormalScore:
		return logistic(p[0] + float64(p[1]*exact.Normal(rng)))
	case UniformScore:
		return p[0] + float64((p[1]-p[0])*rng.Float64())
	case TriangularScore:
		u, width := float64(rng.Float64()), p[2]-p[0]
		switch {
		case width == 0:
			return p[0]
		case float64(u*width) < p[1]-p[0]:
			return p[0] + math.Sqrt(u*width*(p[1]-p[0]))
		}
		return p[2] - math.Sqrt((1-u)*width*(p[2]-p[1]))
	case BetaScore:
		x := exact.Gamma(rng, p[0])
		y := exact.Gamma(rng, p[1])
		if x+y == 0 {
			return d.Mean()
		}
		return x / (x + y)
	}
	return p[0] + float64(p[1]*exact.Normal(rng))
}
