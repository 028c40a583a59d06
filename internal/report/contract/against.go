package contract

import (
	"math"

	"veche/internal/mcda"
	"veche/internal/release"
	"veche/internal/study"
)

// Against is the contract of `veche rank --against --format json`: how alike two rankings are, over the technologies that both rank. What is not defined is null.
type Against struct {
	Study     Study     `json:"study"`
	Method    string    `json:"method"`
	Reference string    `json:"reference"` // a method, or a file
	TauB      *float64  `json:"tau_b"`
	Rho       *float64  `json:"rho"`
	RhoW      *float64  `json:"rho_w"`
	WS        *float64  `json:"ws"`         // the reference's first places count more
	WSBack    *float64  `json:"ws_reverse"` // the ranking's own do
	Distances Distances `json:"distances"`
	Pairs     []Place   `json:"technologies"`
	Version   string    `json:"version"`
}

// Distances are between two rankings; 0 when they are the same.
type Distances struct {
	Footrule float64 `json:"footrule"` // Σ|a − b|
	Squared  float64 `json:"squared"`  // Σ(a − b)²
	Kendall  float64 `json:"kendall"`  // pairs in opposite order
	Largest  float64 `json:"largest"`
	Moved    int     `json:"moved"`
}

// Place is a technology's in both rankings, among those in both; ties share the mean of their places.
type Place struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Rank    float64 `json:"rank"`
	Against float64 `json:"against"`
}

// OfAgainst compares an outcome with a reference.
func OfAgainst(o, reference *study.Outcome, name string) Against {
	j := Against{Study: Study{o.Study.Title, o.Study.Source.SHA256}, Method: o.Method.Name, Reference: name, Pairs: []Place{}, Version: release.Version}
	other := map[string]*study.Row{}
	for k := range reference.Rows {
		other[reference.Rows[k].Technology.ID] = &reference.Rows[k]
	}
	var own, theirs []float64
	for k := range o.Rows {
		r := &o.Rows[k]
		if b := other[r.Technology.ID]; b != nil {
			j.Pairs = append(j.Pairs, Place{ID: r.Technology.ID, Name: r.Technology.Name})
			own, theirs = append(own, float64(r.Rank)), append(theirs, float64(b.Rank))
		}
	}
	fractional := func(ranks []float64) []float64 { // among those in both
		r := mcda.Rank(ranks, nil, true)
		r.Number(mcda.Fractional)
		return r.Ranks
	}
	own, theirs = fractional(own), fractional(theirs)
	for k := range j.Pairs {
		j.Pairs[k].Rank, j.Pairs[k].Against = own[k], theirs[k]
	}
	known := func(x float64) *float64 {
		if math.IsNaN(x) {
			return nil
		}
		return &x
	}
	l := mcda.Compare(theirs, own)
	j.TauB, j.Rho, j.RhoW, j.WS, j.WSBack = known(l.TauB), known(l.Rho), known(l.Weighted), known(l.WS), known(mcda.Compare(own, theirs).WS)
	j.Distances = Distances{l.Footrule, l.Squared, l.Kendall, l.Largest, l.Moved}
	return j
}
