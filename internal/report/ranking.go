package report

import (
	"fmt"
	"slices"
	"strings"
	"veche/internal/language"
	"veche/internal/mcda"

	"veche/internal/report/contract"
	"veche/internal/study"
)

// Ranking is the ranking for reading, or as data for CSV.
func Ranking(o *study.Outcome, trace *mcda.Trace, l language.Language) *Table {
	s := o.Study
	t := &Table{Title: s.Title}
	t.Note = language.Say(l, o.Method.Title)
	if parameters := o.ParametersIn(l); parameters != "" {
		t.Note += " (" + parameters + ")"
	}
	if o.Round != "" {
		t.Note += language.Say(l, ", round %s", o.Round)
	}
	raters := false
	group := false
	for _, r := range o.Rows {
		raters = raters || r.Raters > 0
		group = group || r.Technology.Group != ""
	}
	t.Add("Rank", true)
	t.Add("ID", false)
	t.Add("Technology", false)
	if group {
		t.Add("Group", false)
	}
	t.Add("Score", true)
	var values []mcda.Series // what is not the score itself, nor a step on its way
	for _, v := range trace.Values {
		if v.Step {
			continue
		}
		same := func(r study.Row) bool { return v.Values[r.Index] == r.Score }
		if !slices.ContainsFunc(o.Rows, func(r study.Row) bool { return !same(r) }) {
			continue
		}
		values = append(values, v)
		t.Add(v.Title, true)
	}
	if raters {
		t.Add("Raters", true)
	}
	t.Lines = func(yield func([]Cell) bool) {
		var row []Cell
		for k := range o.Rows {
			r := &o.Rows[k]
			row = append(row[:0], Number(float64(r.Rank), 0), Text(r.Technology.ID), Text(r.Technology.Name))
			if group {
				row = append(row, Text(r.Technology.Group))
			}
			row = append(row, Number(r.Score, 4))
			for _, v := range values {
				row = append(row, Number(v.Values[r.Index], 4))
			}
			if raters {
				row = append(row, Number(float64(r.Raters), 0))
			}
			if !yield(row) {
				return
			}
		}
	}
	if set := trace.Set; set != nil {
		t.After = append(t.After, fmt.Sprintf("%s: %s (%s)", language.Say(l, set.Name), strings.Join(contract.Members(o, set), ", "), language.Say(l, set.Note, set.Args...)))
	}
	for _, u := range o.Unranked {
		tech := &s.Technologies[u.Technology]
		t.After = append(t.After, language.Say(l, "not ranked: %s", fmt.Sprintf("%s %s (%s)", tech.ID, tech.Name, u.Reason.In(l))))
	}
	t.Translate(l)
	return t
}
