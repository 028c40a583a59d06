package web

import (
	"slices"
	"strconv"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

// sectionView is something package report says, as a page shows it.
type sectionView struct {
	Key, Title string
	Lines      []string
	Items      []itemView
	Tables     []*tableView
}

type itemView struct{ Name, Text string }

type tableView struct {
	Title, Note string
	Heads       []cellView
	Rows        [][]cellView
	After       []string
}

type cellView struct {
	Text   string
	Number bool
	Head   bool
	Span   int // columns of a heading over the rows below; 0: one
}

// tableOf is a table of the report for reading; nil for none.
func tableOf(t *report.Table, l language.Language) *tableView {
	if t == nil {
		return nil
	}
	v := &tableView{Title: t.Title, Note: t.Note, After: t.After}
	for _, c := range t.Columns {
		v.Heads = append(v.Heads, cellView{Text: c.Head, Number: c.Number})
	}
	for row := range t.All() {
		var cells []cellView
		headed := false
		for k, c := range row {
			number := k < len(t.Columns) && t.Columns[k].Number
			cells = append(cells, cellView{Text: c.Shown(l), Number: number, Head: !number && !headed})
			headed = headed || !number
		}
		v.Rows = append(v.Rows, cells)
	}
	return v
}

// rankingView is the ranking with a bar for every score.
type rankingView struct {
	Title, Note string
	Rows        []rankedView
}

type rankedView struct {
	ID, Title string
	Rank      string
	Score     string
	Width     string
	In, Line  bool // on the shortlist; the last that is
}

// rankingOf is an outcome's ranking.
func rankingOf(o *study.Outcome, l language.Language) *rankingView {
	v := &rankingView{Title: language.Say(l, "Ranking")}
	var scores []float64
	for _, r := range o.Rows {
		scores = append(scores, r.Score)
	}
	if len(scores) == 0 {
		return v
	}
	least, most := min(0, slices.Min(scores)), slices.Max(scores)
	if most == least {
		most = least + 1
	}
	if u := o.Unranked; len(u) > 0 {
		var names []language.Message
		for _, x := range u {
			t := &o.Study.Technologies[x.Technology]
			names = append(names, language.M("%s (%s)‹unranked›", t.ID+" "+t.Title(), x.Reason))
		}
		v.Note = language.Say(l, "Not ranked: %s", language.Join(names, "; "))
	}
	shortlist := o.Listed()
	for k, r := range o.Rows {
		v.Rows = append(v.Rows, rankedView{ID: r.Technology.ID, Title: r.Technology.Title(), Rank: strconv.Itoa(r.Rank), Score: report.Number(r.Score, 4).Shown(l),
			Width: strconv.FormatFloat(100*(r.Score-least)/(most-least), 'f', 2, 64), In: k < shortlist, Line: k+1 == shortlist})
	}
	return v
}

// weightsOf are the weights in force, with bars.
func weightsOf(o *study.Outcome, l language.Language) []barView {
	var all []barView
	most := slices.Max(o.Global)
	if most == 0 {
		most = 1
	}
	for k, i := range o.Study.Leaves() {
		c := &o.Study.Criteria[i]
		all = append(all, bar(l, c.Code, c.Title(), o.Global[k], most))
	}
	return all
}
