package web

import (
	"strconv"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/study"
)

// pairGroup is the pairs of criteria below one parent.
type pairGroup struct {
	Key, Title string
	Pairs      []pairView
	consistencyView
}

type pairView struct {
	Field, A, B string
	Value       string
	Open        bool
	Unknown     bool
	Choices     []choiceView
}

// consistencyView is what an expert's judgements give so far.
type consistencyView struct {
	Weights []barView
	Said    string
	Bad     bool
	Advice  []string
}

// barView is a number with its bar.
type barView struct {
	Code, Title, Text string
	Width             string // of 100
}

// groups are the pairs by parent, with the consistency of what is answered.
func (b *booth) groups() []pairGroup {
	var all []pairGroup
	at := map[string]int{}
	for _, p := range b.asked.pairs {
		parent := b.s.Criteria[p[0]].Parent
		k, known := at[parent]
		if !known {
			k = len(all)
			at[parent] = k
			g := pairGroup{Key: strconv.Itoa(k), consistencyView: b.consistency(parent)}
			if c := b.s.Criterion(parent); c >= 0 {
				g.Title = b.s.Criteria[c].Title()
			}
			all = append(all, g)
		}
		all[k].Pairs = append(all[k].Pairs, b.pair(p))
	}
	return all
}

// pair is one question: nine marks to each side, equal in the middle.
func (b *booth) pair(p [2]int) pairView {
	a, c := &b.s.Criteria[p[0]], &b.s.Criteria[p[1]]
	v := pairView{Field: b.pairField(p), A: a.Title(), B: c.Title(), Open: b.open}
	v.Value = b.given[v.Field]
	v.Unknown = v.Value == unknown
	add := func(value, text, side string, label string) {
		v.Choices = append(v.Choices, choiceView{Value: value, Text: text, Side: side, Label: label, Chosen: v.Value == value})
	}
	for n := 9; n > 1; n-- {
		add(strconv.Itoa(n), strconv.Itoa(n), "a", b.say("%s by %d‹mark›", a.Title(), n))
	}
	add("1", "1", "even", b.say("equally‹mark›"))
	for n := 2; n <= 9; n++ {
		add("1/"+strconv.Itoa(n), strconv.Itoa(n), "b", b.say("%s by %d‹mark›", c.Title(), n))
	}
	return v
}

// consistency weighs what the ballot's expert, the only one in its study, said below one parent.
func (b *booth) consistency(parent string) consistencyView {
	only := b.s.Changed()
	only.Judgements, only.Moved, only.Excluded = nil, nil, study.Excluded{}
	for _, p := range b.asked.pairs {
		if b.s.Criteria[p[0]].Parent != parent {
			continue
		}
		if x, err := parsePair(b.given[b.pairField(p)]); err == nil {
			only.Judgements = append(only.Judgements, study.Judgement{Value: x, Round: -1, Expert: 0, Parent: parent, A: int32(p[0]), B: int32(p[1])})
		}
	}
	said := report.OwnJudgements(only, 0, parent, b.l)
	v := consistencyView{Said: said.State, Bad: said.Inconsistent, Advice: said.Advice}
	for k, c := range said.Criteria {
		v.Weights = append(v.Weights, bar(b.l, "", b.s.Criteria[c].Title(), said.Weights[k], 1))
	}
	return v
}

// bar is a share of most as a number in per cent and a bar.
func bar(l language.Language, code, title string, x, most float64) barView {
	return barView{Code: code, Title: title, Text: report.Percent(x, 1).Shown(l), Width: strconv.FormatFloat(100*x/most, 'f', 2, 64)}
}
