package main

import (
	"fmt"
	"slices"
	"strconv"

	"veche/internal/study"
)

// criteria in the order of the survey's questions: the source's name, ours.
var criteria = [][2]string{
	{"audience", "Reaches new audiences"},
	{"engagement_others", "Engagement with others"},
	{"engagement_feedback", "Engagement through feedback"},
	{"application", "Breadth of application"},
	{"new_data", "New kinds of data"},
	{"extend_data", "Extends existing data"},
	{"improve_quality", "Improves data quality"},
	{"improve_flow", "Improves data flow"},
	{"improve_curation", "Improves data curation"},
}

// horizonScan makes the study of the survey's answers, the header first: round, expert, technology, criterion, answer.
func horizonScan(rows [][]string) (*study.Study, error) {
	rows = rows[1:]
	s := &study.Study{
		Title: "Horizon scan: technologies for citizen science on biological invasions",
		Settings: study.Settings{Method: "weighted-sum", Weighting: "equal", Aggregation: "mean", Round: "before", Shortlist: 10,
			Parameters: map[string]string{"normalization": "scale"}},
	}
	lo, hi := 1.0, 5.0
	for k, c := range criteria {
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprintf("C%d", k+1), Name: c[1], Unit: "rating 1–5", Min: &lo, Max: &hi})
	}
	technologies, experts := column(rows, 2), column(rows, 1)
	for k, name := range technologies {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("T%02d", k+1), Name: name})
	}
	for _, id := range experts {
		s.Experts = append(s.Experts, study.Expert{ID: id})
	}
	s.Rounds = []string{"before", "after"}
	for n, row := range rows {
		a := study.Score{Round: int32(slices.Index(s.Rounds, row[0])), Expert: int32(slices.Index(experts, row[1])), Technology: int32(slices.Index(technologies, row[2])),
			Criterion: int32(slices.IndexFunc(criteria, func(c [2]string) bool { return c[0] == row[3] }))}
		if a.Round < 0 || a.Criterion < 0 {
			return nil, fmt.Errorf("line %d: unknown round or criterion", n+2)
		}
		switch row[4] {
		case "":
			a.State = study.Missing
		case "DK":
			a.State = study.Abstained
		default:
			v, err := strconv.ParseFloat(row[4], 64)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n+2, err)
			}
			a.Value = v
		}
		s.Scores = append(s.Scores, a)
	}
	return s, nil
}

// column lists the distinct values of a column in order.
func column(rows [][]string, k int) []string {
	var values []string
	for _, row := range rows {
		values = append(values, row[k])
	}
	slices.Sort(values)
	return slices.Compact(values)
}
