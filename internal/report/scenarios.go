package report

import (
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Scenarios are the states kept by name beside the study as it is: how each is set, its weights, and the rank and the score it gives every technology. It evaluates
// each; there are no tables when none was kept.
func Scenarios(o *study.Outcome, l language.Language) []*Table {
	kept := o.Study.Kept
	if len(kept) == 0 {
		return nil
	}
	states, names := []*study.Outcome{o}, []string{language.Say(l, "As it is now")}
	settings := &Table{Title: language.Say(l, "Scenarios side by side")}
	for _, k := range kept {
		out, err := study.Evaluate(k.Of)
		if err != nil {
			settings.After = append(settings.After, language.Say(l, "The scenario %s has no ranking: %s", k.Name, language.Of(err)))
			continue
		}
		states, names = append(states, out), append(names, k.Name)
	}
	if len(states) == len(kept)+1 { // of one without a ranking nothing can be said
		settings.After = append(settings.After, firstOfAll(states).In(l))
	}
	column := func(t *Table, number bool) {
		t.Translate(l)
		for _, name := range names {
			t.Add(name, number)
		}
	}
	settings.Add("Setting", false)
	column(settings, false)
	says := func(head string, of func(o *study.Outcome) string) {
		row, any := []Cell{Text(language.Say(l, head))}, false
		for _, o := range states {
			text := of(o)
			row, any = append(row, Text(text)), any || text != ""
		}
		if any {
			settings.Row(row...)
		}
	}
	says("Method", func(o *study.Outcome) string { return language.Say(l, o.Method.Title) })
	says("Parameters", func(o *study.Outcome) string { return SettingsOf(o, l) })
	says("Weights", func(o *study.Outcome) string { return WeightingOf(o, l) })
	says("Round", func(o *study.Outcome) string { return o.Round })
	without := func(set map[string]bool) string {
		var ids []string
		for id, out := range set {
			if out {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		return strings.Join(ids, "; ")
	}
	says("Technologies left out", func(o *study.Outcome) string { return without(o.Study.Excluded.Technologies) })
	says("Experts left out", func(o *study.Outcome) string { return without(o.Study.Excluded.Experts) })

	weights := &Table{Title: language.Say(l, "Weights")}
	weights.AddAll(false, "Code", "Criterion")
	column(weights, true)
	for j, i := range o.Leaves {
		row := []Cell{Text(o.Study.Criteria[i].Code), Text(o.Study.Criteria[i].Name)}
		for _, state := range states {
			row = append(row, Percent(state.Global[j], 1))
		}
		weights.Row(row...)
	}
	return []*Table{settings, weights, placesIn(states, "Rank", l, column, func(r *study.Row) Cell { return Count(r.Rank) }),
		placesIn(states, "Score", l, column, func(r *study.Row) Cell { return Number(r.Score, 4) })}
}

// placesIn is a row for each technology ranked in any state, in the order of the first state, and what of shows of it in each.
func placesIn(states []*study.Outcome, title string, l language.Language, column func(*Table, bool), of func(*study.Row) Cell) *Table {
	t := &Table{Title: language.Say(l, title)}
	t.AddAll(false, "ID", "Technology")
	column(t, true)
	rows := make([]map[int]*study.Row, len(states))
	var order []int
	for n, o := range states {
		rows[n] = map[int]*study.Row{}
		for k := range o.Rows {
			tech := o.Technology[o.Rows[k].Index]
			rows[n][tech] = &o.Rows[k]
			if !slices.ContainsFunc(rows[:n], func(before map[int]*study.Row) bool { return before[tech] != nil }) {
				order = append(order, tech)
			}
		}
	}
	for _, tech := range order {
		row := []Cell{Text(states[0].Study.Technologies[tech].ID), Text(states[0].Study.Technologies[tech].Name)}
		for n := range states {
			if r := rows[n][tech]; r != nil {
				row = append(row, of(r))
			} else {
				row = append(row, Unknown())
			}
		}
		t.Row(row...)
	}
	return t
}

// firstOfAll says who comes first in every state, or that nobody does.
func firstOfAll(states []*study.Outcome) language.Message {
	first := func(o *study.Outcome) map[int]bool {
		set := map[int]bool{}
		for _, r := range o.Rows {
			if r.Rank == 1 {
				set[o.Technology[r.Index]] = true
			}
		}
		return set
	}
	all := first(states[0])
	for _, o := range states[1:] {
		these := first(o)
		for tech := range all {
			if !these[tech] {
				delete(all, tech)
			}
		}
	}
	var names []string
	for k := range states[0].Study.Technologies { // in the order of the study
		if all[k] {
			names = append(names, states[0].Study.Technologies[k].ID+" "+states[0].Study.Technologies[k].Name)
		}
	}
	if names == nil {
		return language.M("No technology comes first in all of them.")
	}
	return language.M("First in all of them: %s.", strings.Join(names, "; "))
}
