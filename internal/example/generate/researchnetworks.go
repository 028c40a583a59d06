package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
)

// Columns of links.csv.
const (
	project = iota
	technology
	period
	partner
	bloc
	country
	region
	amount
)

// leading is how many recipients count as the largest.
const leading = 10

// tally is what the rows of one technology add up to.
type tally struct {
	total, business float64
	countries       map[string]bool
	partners        map[string]float64 // what each receives
}

// researchNetworks makes the study of the rows of links.csv, the header first.
func researchNetworks(rows [][]string) (*study.Study, error) {
	rows = rows[1:]
	s := &study.Study{
		Title:    "Research networks in twelve technologies (© European Union, CORDIS, CC BY 4.0; data filtered and joined)",
		Settings: study.Settings{Method: "weighted-sum", Weighting: "direct", Shortlist: 4, Parameters: map[string]string{"normalization": "min-max"}},
	}
	s.Criteria = []study.Criterion{
		{Code: "FUND", Name: "Funding won", Unit: "million EUR", Weight: new(0.25)},
		{Code: "BUSINESS", Name: "Business share of funding", Unit: "%", Weight: new(0.20)},
		{Code: "REACH", Name: "Countries taking part", Unit: "countries", Weight: new(0.15)},
		{Code: "TOP10", Name: "Funding of the ten largest recipients", Unit: "% of the funding", Sense: mcda.Cost, Weight: new(0.15)},
		{Code: "COLLAB", Name: "Collaboration across blocs", Unit: "mean of shares, 0–1", Weight: new(0.25), Links: []string{"e-i", "triple helix", "joint commitments"}},
	}
	names := distinct(rows, technology)
	slices.Sort(names)
	tallies := make([]tally, len(names))
	for k, name := range names {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%02d", k+1), Name: strings.ToUpper(name[:1]) + name[1:]})
		tallies[k] = tally{countries: map[string]bool{}, partners: map[string]float64{}}
	}
	all := &s.Links
	all.Projects, all.Periods = distinct(rows, project), distinct(rows, period)
	slices.Sort(all.Periods)
	partners := distinct(rows, partner)
	number := map[string]int32{}
	for k, name := range partners {
		number[name] = int32(k)
		all.Partners = append(all.Partners, study.Partner{Name: name})
	}
	for _, r := range rows {
		t := slices.Index(names, r[technology])
		p := &all.Partners[number[r[partner]]]
		p.Bloc, p.Region = r[bloc], r[region]
		l := study.Link{Project: int32(slices.Index(all.Projects, r[project])), Technology: int32(t), Period: int32(slices.Index(all.Periods, r[period])), Partner: number[r[partner]]}
		x := &tallies[t]
		x.countries[r[country]] = true
		if r[amount] != "" {
			v, err := strconv.ParseFloat(r[amount], 64)
			if err != nil {
				return nil, err
			}
			l.Commitment, l.Stated = v, true
			x.total += v
			x.partners[r[partner]] += v
			if r[bloc] == "business" {
				x.business += v
			}
		}
		all.Rows = append(all.Rows, l)
	}
	for t := range tallies {
		x := &tallies[t]
		for c, v := range []float64{x.total / 1e6, 100 * x.business / x.total, float64(len(x.countries)), 100 * x.leading() / x.total} {
			s.Evidence.Add(study.Measurement{Value: math.Round(v*1e4) / 1e4, Technology: int32(t), Criterion: int32(c)})
		}
	}
	return s, nil
}

// leading is what the largest recipients receive together.
func (x *tally) leading() float64 {
	var amounts []float64
	for _, v := range x.partners {
		amounts = append(amounts, v)
	}
	slices.Sort(amounts)
	sum := 0.0
	for _, v := range amounts[max(0, len(amounts)-leading):] {
		sum += v
	}
	return sum
}

// distinct lists the values of a column in the order in which they come.
func distinct(rows [][]string, column int) []string {
	var names []string
	seen := map[string]bool{}
	for _, r := range rows {
		if !seen[r[column]] {
			seen[r[column]] = true
			names = append(names, r[column])
		}
	}
	return names
}
