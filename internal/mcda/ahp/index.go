package ahp

// RandomIndex names a table of random indices: the mean consistency index of
// reciprocal matrices with entries drawn at random from Saaty's scale 1/9 … 9.
// The empty string means [AlonsoLamata].
type RandomIndex string

const (
	// AlonsoLamata is the table of J. A. Alonso & M. T. Lamata, Consistency in
	// the analytic hierarchy process: a new approach, International Journal of
	// Uncertainty, Fuzziness and Knowledge-Based Systems 14(4):445–459, 2006:
	// 500,000 matrices of each order 3 to 15. Beyond 15 it continues by the
	// least-squares line of the same paper, mean λmax = 2.7699 n − 4.3513, hence
	// RI(n) = (1.7699 n − 4.3513)/(n − 1).
	AlonsoLamata RandomIndex = "alonso-lamata"
	// Saaty is the classical table 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45,
	// 1.49, … (Saaty 1980), published up to order 15.
	Saaty RandomIndex = "saaty"
	// Missing names the indices of incomplete matrices, [IncompleteIndex]; it cannot be asked for.
	Missing RandomIndex = "agoston-csato"
)

//go:generate sh -c "go run ./randomindex > incompleteindex.tmp && mv incompleteindex.tmp incompleteindex.go"

// IncompleteIndex returns the random index of matrices of order n with so many of the n(n−1)/2 judgements missing and the others linking all elements: the mean
// consistency index of such matrices with entries drawn from Saaty's scale, completed so that λmax is smallest. It falls about linearly with the number missing,
// to 0 for the (n−1)(n−2)/2 that leave a tree, which cannot contradict itself. For orders 4 to 10 it is a table of our own (see the program randomindex, whose seed is
// fixed); beyond, the line RI(n)·(1 − 2m/((n−1)(n−2))), which the paper finds and recommends.
//
// Source: K. Cs. Ágoston & L. Csató 2022, Inconsistency thresholds for incomplete pairwise comparison matrices, Omega 108:102576.
func IncompleteIndex(n, missing int) float64 {
	full, _ := AlonsoLamata.At(n)
	tree := (n - 1) * (n - 2) / 2
	switch k := n - 4; {
	case missing <= 0:
		return full
	case missing >= tree:
		return 0
	case k >= 0 && k < len(incompleteIndex):
		return incompleteIndex[k][missing-1]
	}
	return full * (1 - float64(missing)/float64(tree))
}

// Random indices by order, from 3.
var (
	alonsoLamata = [...]float64{0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499, 1.4854, 1.5140, 1.5365, 1.5551, 1.5713, 1.5838}
	saaty        = [...]float64{0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}
)

// RandomIndices lists the accepted values, the default first.
func RandomIndices() []RandomIndex { return []RandomIndex{AlonsoLamata, Saaty} }

// ParseRandomIndex returns the table called s, by its name or an alias, without
// regard to case. The empty string is the default. It reports false for an
// unknown name.
func ParseRandomIndex(s string) (RandomIndex, bool) {
	switch canonical(s) {
	case "", "alonso-lamata", "alonso&lamata", "al":
		return AlonsoLamata, true
	case "saaty":
		return Saaty, true
	}
	return "", false
}

// At returns the random index of order n: 0 for n = 1 and 2, whose matrices are
// always consistent. ok is false when n < 1, when the table ends before n (Saaty's, at
// 15), and when there is no table of that name.
func (r RandomIndex) At(n int) (ri float64, ok bool) {
	if n < 1 {
		return 0, false
	}
	switch r {
	case AlonsoLamata, "":
		switch k := n - 3; {
		case k < 0:
			return 0, true
		case k < len(alonsoLamata):
			return alonsoLamata[k], true
		}
		return (float64(1.7699*float64(n)) - 4.3513) / float64(n-1), true
	case Saaty:
		switch k := n - 3; {
		case k < 0:
			return 0, true
		case k < len(saaty):
			return saaty[k], true
		}
	}
	return 0, false
}
