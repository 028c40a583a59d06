package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"veche/internal/mcda"
	"veche/internal/study"
)

// judged are the pairs of criteria each invented expert compares, in the order of the numbers below.
var judged = [][2]int32{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}

// panel are the invented experts: how many times as important the first of each pair is as the second; −3 says the second, 3 times.
var panel = []struct {
	bloc      string
	judgement []float64
}{
	{"Science and education", []float64{2, 3, -3, 2, -4, -5}},
	{"Science and education", []float64{1, 2, -4, 2, -3, -6}},
	{"Science and education", []float64{2, 2, -2, 1, -4, -5}},
	{"Business", []float64{-4, -2, 1, 3, 5, 2}},
	{"Business", []float64{-5, -2, 2, 3, 6, 3}},
	{"Business", []float64{-3, 2, 3, 2, -2, 4}}, // contradicts itself: the consistency ratio is above the limit
	{"State", []float64{3, 2, 3, -2, 1, 2}},
	{"State", []float64{4, 2, 2, -2, -2, 1}},
	{"State", []float64{3, 1, 2, -3, 1, 2}},
}

// scienceFields makes the study of the source's rows; the experts and their judgements are invented.
func scienceFields(rows [][]string) (*study.Study, error) {
	header, rows := rows[0], rows[1:]
	s := &study.Study{
		Title:    "Science directions of one country (evidence: NSF NCSES; experts and judgements invented)",
		Settings: study.Settings{Method: "topsis", Weighting: "ahp", Group: "aij", Prioritization: "eigenvector", Shortlist: 5, Parameters: map[string]string{"normalization": "vector"}},
		Criteria: []study.Criterion{
			{Code: "SHARE", Name: "World share", Unit: "% of world articles 2022", Sense: mcda.Benefit},
			{Code: "GROWTH", Name: "Growth against the world", Unit: "points a year 2012–22", Sense: mcda.Benefit},
			{Code: "SPEC", Name: "Specialisation", Unit: "index 2022, 1 = world", Sense: mcda.Benefit},
			{Code: "TOP1", Name: "Top-cited papers", Unit: "% in the world's top 1 %, 2020", Sense: mcda.Benefit},
		},
	}
	for _, b := range []struct {
		name   string
		weight float64
	}{{"Science and education", 0.40}, {"Business", 0.35}, {"State", 0.25}} {
		s.Blocs = append(s.Blocs, study.Bloc{Name: b.name, Weight: &b.weight})
	}
	for k, row := range rows {
		var bad error
		at := func(name string) float64 {
			v, err := strconv.ParseFloat(row[slices.Index(header, name)], 64)
			if err != nil {
				bad = fmt.Errorf("line %d: %w", k+2, err)
			}
			return v
		}
		name := strings.ToUpper(row[0][:1]) + row[0][1:]
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("S%02d", k+1), Name: name})
		for c, v := range []float64{
			100 * at("articles_2022") / at("world_2022"),
			100 * (at("cagr_2012_22") - at("world_cagr_2012_22")),
			at("si_2022"),
			at("top1pct_share_2020"),
		} {
			v, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 4, 64), 64)
			if err != nil {
				return nil, err
			}
			s.Evidence.Add(study.Measurement{Value: v, Technology: int32(k), Criterion: int32(c)})
		}
		if bad != nil {
			return nil, bad
		}
	}
	for e, member := range panel {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("E%d", e+1), Name: fmt.Sprintf("Invented expert %d", e+1), Organisation: "invented", Bloc: member.bloc})
		for k, pair := range judged {
			v := member.judgement[k]
			if v < 0 {
				v = -1 / v
			}
			s.Judgements = append(s.Judgements, study.Judgement{Value: v, Round: -1, Expert: int32(e), A: pair[0], B: pair[1]})
		}
	}
	return s, nil
}
