package mcda

import (
	"fmt"
	"math"

	"veche/internal/mcda/exact"
)

// ELECTRE TRI-B sorts: it ranks nobody against anybody, and puts each alternative into one of the ordered classes that the criteria's Limits part.
var electreTri = Method{
	Name:    "electre-tri",
	Aliases: []string{"electre-tri-b", "electretri", "sorting", "electre-tri-classes"},
	Title:   "ELECTRE TRI-B",
	Formula: "class 1 is the worst; the profiles b_1 … b_k made of the criteria's Limits part k + 1 classes; a outranks b_h when σ(a,b_h) ≥ λ, σ as in ELECTRE III with the thresholds of b_h; " +
		"pessimistic: the class above the best profile that a outranks; optimistic: the class below the worst profile that outranks a and is not outranked by it",
	Source: "Yu 1992, Aide multicritère à la décision dans le cadre de la problématique du tri; Mousseau, Słowiński & Zielniewicz 1999, ELECTRE TRI 2.0, Document du LAMSADE 111",
	Choose: "to sort into classes set beforehand, such as critical, important, watched, instead of ranking: each technology is held against the limits of the classes and never against another",
	Beware: "the score is a class, from 1 for the worst, and technologies of one class are not ordered; needs the column Limits of every criterion; where the pessimistic and the optimistic class differ " +
		"the technology cannot be compared with some limit: look at it",
	Ordinal: true,
	Needs:   Needs{Limits: true},
	Parameters: []Parameter{
		{Name: "cut", Doc: "the cut level λ: from which credibility on an alternative outranks a limit", Default: "0.75", Min: 0.5, Max: 1},
		{Name: "assignment", Doc: "which class is the score: the pessimistic, that an alternative has surely reached, or the optimistic, that it is not surely below", Default: "pessimistic",
			Choices: []string{"pessimistic", "optimistic"}},
	},
	within:       nil, // as many classes as the limits make
	reversalFree: func(Parameters) bool { return true },
	prepare:      prepareELECTRETri,
}

// electreTriScorer holds scores and limits turned so that more is better, and every criterion's thresholds at every profile.
type electreTriScorer struct {
	prepared
	u, b           []float64 // m×n; k×n, a profile a row, the worst first
	q, pref, veto  []float64 // k×n, q ≤ pref ≤ veto; +Inf for no veto
	rounding       []float64 // n
	k              int       // profiles
	cut            float64
	optimistically bool
}

func prepareELECTRETri(p *Problem, set Parameters) (Scorer, error) {
	m, n := p.Dims()
	s := &electreTriScorer{prepared: prepare(p), rounding: make([]float64, n), cut: set.Number("cut"), optimistically: set["assignment"] == "optimistic"}
	for j := range n {
		c := &p.Criteria[j]
		switch {
		case len(c.Limits) == 0:
			return nil, &DataError{Criterion: c.ID, Reason: "ELECTRE TRI-B needs the limits between the classes, the column Limits"}
		case s.k == 0:
			s.k = len(c.Limits)
		case len(c.Limits) != s.k:
			return nil, &DataError{Criterion: c.ID, Reason: "it has %d limits between classes, %s has %d", Args: []any{len(c.Limits), p.Criteria[0].ID, s.k}}
		}
	}
	s.u, s.b = make([]float64, m*n), make([]float64, s.k*n)
	s.q, s.pref, s.veto = make([]float64, s.k*n), make([]float64, s.k*n), make([]float64, s.k*n)
	for j := range n {
		if err := s.column(j); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// column fills criterion j. Limits go from the worst class to the best: they grow for a benefit and fall for a cost; those of a target are distances from it.
func (s *electreTriScorer) column(j int) error {
	c := &s.p.Criteria[j]
	sign := 1.0
	if c.Sense != Benefit {
		sign = -1
	}
	var largest float64
	for i := range s.m {
		x := s.p.At(i, j)
		if c.Sense == Target {
			largest = max(largest, math.Abs(x))
			x = math.Abs(x - c.Target)
		}
		s.u[i*s.n+j] = sign * x
		largest = max(largest, math.Abs(x))
	}
	for h, x := range c.Limits {
		at := h*s.n + j
		s.b[at] = sign * x
		largest = max(largest, math.Abs(x))
		if h > 0 && s.b[at] < s.b[at-s.n] {
			return &DataError{Criterion: c.ID, Reason: "its limits go from the worst class to the best, and %g is worse than %g before it", Args: []any{x, c.Limits[h-1]}}
		}
		s.q[at], s.pref[at], s.veto[at] = c.Preference.Q.At(x), c.Preference.Q.At(x), math.Inf(1)
		if c.Preference.P != nil {
			s.pref[at] = c.Preference.P.At(x)
		}
		if c.Preference.Veto != nil {
			s.veto[at] = c.Preference.Veto.At(x)
		}
	}
	s.rounding[j] = tieTolerance * largest
	for at := j; at < len(s.q); at += s.n {
		if s.q[at] > s.pref[at]+s.rounding[j] || s.pref[at] > s.veto[at]+s.rounding[j] {
			return &DataError{Criterion: c.ID, Reason: "at the limit %g the thresholds are Q = %g, P = %g, Veto = %g; they must not fall from Q to P to Veto", Args: []any{c.Limits[at/s.n], s.q[at], s.pref[at], s.veto[at]}}
		}
	}
	return nil
}

// credibilities returns σ(a,b_h) and σ(b_h,a).
func (s *electreTriScorer) credibilities(a, h int, weights []float64, sum float64) (over, under float64) {
	return s.credibility(a, h, 1, weights, sum), s.credibility(a, h, -1, weights, sum)
}

// credibility is σ(a,b_h) (sign 1) or σ(b_h,a) (sign −1).
func (s *electreTriScorer) credibility(a, h int, sign float64, weights []float64, sum float64) float64 {
	var concordance float64
	discordant := false
	for j, w := range weights {
		at := h*s.n + j
		loss, q, p := float64(sign*(s.b[at]-s.u[a*s.n+j])), s.q[at], s.pref[at]
		switch {
		case loss <= q+s.rounding[j]:
			concordance += w
		case loss < p:
			concordance += float64(w * ((p - loss) / (p - q)))
		default:
			discordant = true
		}
	}
	concordance /= sum
	sigma := concordance
	for j, w := range weights {
		at := h*s.n + j
		loss, p, v := float64(sign*(s.b[at]-s.u[a*s.n+j])), s.pref[at], s.veto[at]
		if !discordant || w == 0 || loss <= p+s.rounding[j] {
			continue
		}
		if loss >= v-s.rounding[j] {
			return 0
		}
		if d := (loss - p) / (v - p); d > concordance {
			sigma *= (1 - d) / (1 - concordance)
		}
	}
	return sigma
}

// classes returns the pessimistic and the optimistic class of a, from 1 for the worst.
func (s *electreTriScorer) classes(a int, weights []float64, sum float64) (pessimistic, optimistic int) {
	pessimistic, optimistic = 1, s.k+1
	for h := s.k - 1; h >= 0; h-- {
		if s.credibility(a, h, 1, weights, sum) >= s.cut-tieTolerance {
			pessimistic = h + 2
			break
		}
	}
	for h := range s.k {
		if over, under := s.credibilities(a, h, weights, sum); under >= s.cut-tieTolerance && over < s.cut-tieTolerance {
			optimistic = h + 1
			break
		}
	}
	return pessimistic, optimistic
}

func (s *electreTriScorer) Scores(dst, weights []float64) []float64 {
	dst = sized(dst, s.m)
	mustLen(weights, s.n)
	sum := exact.Sum(weights)
	for a := range dst {
		pessimistic, optimistic := s.classes(a, weights, sum)
		if dst[a] = float64(pessimistic); s.optimistically {
			dst[a] = float64(optimistic)
		}
	}
	return dst
}

func (s *electreTriScorer) Trace(weights []float64) *Trace {
	mustLen(weights, s.n)
	sum := exact.Sum(weights)
	over, under := make([]float64, s.m*s.k), make([]float64, s.m*s.k)
	pessimistic, optimistic := make([]float64, s.m), make([]float64, s.m)
	profiles := make([]string, s.k)
	limits := make([][]float64, s.k)
	for h := range profiles {
		profiles[h] = fmt.Sprintf("b_%d", h+1)
		for j := range s.n {
			limits[h] = append(limits[h], s.p.Criteria[j].Limits[h])
		}
	}
	for a := range s.m {
		for h := range s.k {
			over[a*s.k+h], under[a*s.k+h] = s.credibilities(a, h, weights, sum)
		}
		x, y := s.classes(a, weights, sum)
		pessimistic[a], optimistic[a] = float64(x), float64(y)
	}
	t := new(Trace)
	t.addRows(s.p, "Limits of the classes", "b_hj", profiles, limits...)
	t.table(Table{Name: "Credibility that an alternative outranks a limit", Symbol: "σ(a,b)", Rows: s.p.Alternatives, Column: profiles, Values: over})
	t.table(Table{Name: "Credibility that a limit outranks an alternative", Symbol: "σ(b,a)", Rows: s.p.Alternatives, Column: profiles, Values: under})
	t.addColumns(s.p, "Classes", "", []string{"pessimistic", "optimistic"}, pessimistic, optimistic).Note = "class 1 is the worst"
	t.Values = []Series{{Name: "pessimistic", Title: "Pessimistic class", Values: pessimistic}, {Name: "optimistic", Title: "Optimistic class", Values: optimistic}}
	return t
}
