package study

import (
	"strings"

	"veche/internal/mcda"
)

// mostInPlane is how many technologies a plane is worked out for: it compares all pairs, and no one reads more points.
const mostInPlane = 300

// Plane is the GAIA plane of a ranking (Mareschal & Brans 1988): technologies and criteria seen along the two directions that keep most of what tells the
// technologies apart. It is made of PROMETHEE's net flows by criterion, whatever the study's method ranks by.
type Plane struct {
	Technologies [][2]float64 // by row of the problem
	Criteria     [][2]float64 // by column: technologies that are good on it lie far in its direction
	Stick        [2]float64   // the weights in force
	Share        float64      // of the variance of the flows, that the plane keeps
	Own          bool         // the study ranks by PROMETHEE, so the flows are its own
}

// Plane works out the plane; nil where there are fewer than two criteria or too many technologies, or the data does not admit it.
func (o *Outcome) Plane() *Plane {
	m, n := o.Problem.Dims()
	if n < 2 || m > mostInPlane {
		return nil
	}
	p := &Plane{Own: o.Method.Name == "promethee2" || o.Method.Name == "promethee1"}
	scorer := o.Scorer
	if o.Method.Name != "promethee2" {
		method, ok := mcda.Lookup("promethee2")
		if !ok {
			panic("study: the catalogue has no PROMETHEE II")
		}
		var err error
		if scorer, err = method.Prepare(o.Problem, nil); err != nil {
			return nil // fuzzy scores, or what else PROMETHEE does not take
		}
	}
	pairs := func(t *mcda.Table) [][2]float64 {
		all := make([][2]float64, len(t.Rows))
		for i := range all {
			all[i] = [2]float64{t.Values[i*len(t.Column)], t.Values[i*len(t.Column)+1]}
		}
		return all
	}
	trace := scorer.Trace(o.Global)
	for k := range trace.Tables {
		t := &trace.Tables[k]
		switch kind, ok := strings.CutPrefix(t.Name, "GAIA plane: "); {
		case !ok:
		case kind == "alternatives":
			p.Technologies = pairs(t)
		case kind == "criteria":
			p.Criteria = pairs(t)
		case kind == "decision stick":
			p.Stick, p.Share = [2]float64{t.Values[0], t.Values[1]}, t.Values[2]
		}
	}
	if p.Technologies == nil || p.Criteria == nil {
		return nil
	}
	return p
}
