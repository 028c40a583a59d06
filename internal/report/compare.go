package report

import (
	"veche/internal/language"
	"veche/internal/study/compare"
)

// Compare is a row for each technology that moved, came, went or is not ranked in both editions: its places, what each factor did to it in places, and the share of
// the draws of the weights in which the move keeps its direction.
func Compare(c *compare.Comparison, l language.Language) *Table {
	t := &Table{Title: c.This.Study.Title, Note: language.Say(l, "This edition against the last one: %s", c.Last.Study.Title)}
	t.AddAll(true, "Before", "Now", "Places gained")
	t.AddAll(false, "ID", "Technology")
	for _, f := range compare.Factors() {
		t.Columns = append(t.Columns, Column{language.CapitalLetter(f.Title().In(l)), true})
	}
	t.Add("Direction holds", true)
	t.Add("What became of it", false)
	place := func(rank int) Cell {
		if rank == 0 {
			return Unknown()
		}
		return Count(rank)
	}
	for k := range c.Moves {
		m := &c.Moves[k]
		tech := c.Technology(m)
		row := []Cell{place(m.LastRank), place(m.ThisRank), Unknown(), Text(tech.ID), Text(tech.Name)}
		if m.Both() {
			row[2] = Styled(float64(m.Moved), Gain)
		}
		for _, f := range compare.Factors() {
			if m.Shares == nil {
				row = append(row, Unknown())
				continue
			}
			row = append(row, Styled(m.Share(f), Gain))
		}
		if m.BeyondNoise != nil {
			row = append(row, Percent(*m.BeyondNoise, 0))
		} else {
			row = append(row, Unknown())
		}
		t.Row(append(row, Text(becameOf(m).In(l)))...)
	}
	for _, m := range c.Summary() {
		t.After = append(t.After, m.In(l))
	}
	t.Translate(l)
	return t
}

// becameOf says in a word or two whether a technology entered the list or left it, and why.
func becameOf(m *compare.Move) language.Message {
	switch {
	case m.Entered:
		return language.M("entered: %s", m.Said())
	case m.Left:
		return language.M("left: %s", m.Said())
	}
	return m.Said()
}

// CompareChanges lists what differs between the editions by factor.
func CompareChanges(c *compare.Comparison, l language.Language) *Table {
	if len(c.Changes) == 0 {
		return nil
	}
	t := &Table{Title: language.Say(l, "What is not as it was")}
	t.AddAll(false, "Factor", "Change")
	for _, x := range c.Changes {
		t.Row(Text(x.Factor.Title().In(l)), Text(x.Said.In(l)))
	}
	t.Translate(l)
	return t
}

// Editions is the section against the last edition: what moved, why, and whether it is more than the noise; with the drawings of places and of weights, by key.
func Editions(c *compare.Comparison, figures map[string]*Figure, l language.Language) *Section {
	s := &Section{Key: KeyEditions, Title: language.Say(l, "Against the last edition")}
	s.say(Paragraph{Text: language.Say(l, "The last edition: %s.", c.Last.Study.Title)})
	for k, m := range c.Summary() {
		tone := Plain
		if k == 0 {
			tone = Lead
		}
		s.say(Paragraph{Text: m.In(l), Tone: tone})
	}
	var items []Item
	for k := range c.Moves {
		if m := &c.Moves[k]; m.Entered || m.Left || m.Moved != 0 {
			items = append(items, Item{Text: c.Sentence(m).In(l)})
		}
	}
	const most = 20 // sentences; the table holds all
	if len(items) > most {
		items = items[:most]
	}
	s.say(List{Items: items})
	s.detail(figures["editions"], figures["edition-weights"])
	t := Compare(c, l)
	t.Title, t.Note, t.After = "", "", nil
	if len(t.Rows) > 0 {
		s.detail(t)
		s.detail(Paragraph{Tone: Note, Text: language.Say(l, "Places gained are divided over five factors by their Shapley value: what a factor changes, averaged over all orders in which the five may change. The shares add to the move.")})
	}
	s.detail(CompareChanges(c, l))
	return s
}
