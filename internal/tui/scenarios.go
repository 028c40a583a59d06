package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"veche/internal/study"

	"veche/internal/tui/draw"
)

// keep asks for a name and keeps the present state under it.
func (m *model) keep() {
	n := len(m.study().Kept) + 1
	m.ask(&prompt{label: m.t(textPromptScenario), text: m.t(textScenarioName, n), chosen: true, enter: func(text string) (tea.Cmd, string) {
		text = strings.TrimSpace(text)
		if text == "" {
			return nil, m.t(textScenarioNameless)
		}
		cmd := m.act(study.KeepScenario{Name: text})
		m.say(textScenarioKept, text)
		return cmd, ""
	}})
}

// scenario is a state with its outcome, to be set beside another.
type scenario struct {
	name string
	out  *study.Outcome
}

// comparing is which scenarios are set beside each other; the last of all is the present state.
type comparing struct {
	all  []scenario
	a, b int
}

// compareScenarios sets the first scenario kept beside the present state, and others as the arrows ask. It needs at least one.
func (m *model) compareScenarios() tea.Cmd {
	kept := m.study().Kept
	if len(kept) == 0 {
		m.complain(textNoScenario)
		return nil
	}
	now, lang := m.out, m.t(textScenarioNow)
	prepared := make([]*study.Prepared, len(kept))
	for k := range kept {
		prepared[k] = m.prepared[kept[k].Of]
	}
	return m.slow("scenarios", 0, func(context.Context) func() {
		var all []scenario
		var fault error
		for k := range kept {
			p := prepared[k]
			if p == nil {
				if p, fault = study.Prepare(kept[k].Of); fault != nil {
					break
				}
			}
			all = append(all, scenario{draw.Clean(kept[k].Name), p.Evaluate(kept[k].Of)})
		}
		return func() {
			if fault != nil {
				m.complain("%s", m.told(fault))
				return
			}
			all = append(all, scenario{lang, now})
			m.showScenarios(&comparing{all, len(all) - 2, len(all) - 1})
		}
	})
}

func (m *model) showScenarios(c *comparing) {
	o := &overlay{title: m.t(textScenariosTitle), entries: m.scenarioEntries(c)}
	o.turn = func(by int, second bool) {
		side := &c.a
		if second {
			side = &c.b
		}
		*side = (*side + by + len(c.all)) % len(c.all)
		o.entries = m.scenarioEntries(c)
	}
	m.overlay = o
}

// scenarioEntries sets two states beside each other: what is set differently, weights, and ranks.
func (m *model) scenarioEntries(c *comparing) []entry {
	const column = 14
	a, b := c.all[c.a], c.all[c.b]
	width, _ := (&overlay{}).size(m.w, m.h)
	names := width - 8 - 2*column - 8
	var all []entry
	line := func(name, x, y, change string) {
		all = append(all, entry{name: draw.Left(name, names, m.g.Ellipsis) + draw.Right(x, column) + draw.Right(y, column) + draw.Right(change, 8)})
	}
	head := func(title string) {
		line(title, draw.Cut(a.name, column-1, m.g.Ellipsis), draw.Cut(b.name, column-1, m.g.Ellipsis), m.t(textChange))
	}
	head("")
	if x, y := a.out.Method.Title, b.out.Method.Title; x != y {
		line(m.t(textMethodLabel), draw.Cut(m.named(x), column-1, m.g.Ellipsis), draw.Cut(m.named(y), column-1, m.g.Ellipsis), "")
	}
	head(m.t(textWeights))
	for k := range m.nodes {
		n := &m.nodes[k]
		x, y := n.total(a.out.Global), n.total(b.out.Global)
		change := ""
		if d := 100 * (y - x); d > 0.05 || d < -0.05 {
			change = m.lang.Signed(d, 1)
		}
		line(draw.Spaces(2*n.depth)+n.name, m.lang.Percent(x), m.lang.Percent(y), change)
	}
	all = append(all, entry{})
	head(m.t(textRanking))
	ranks := func(o *study.Outcome) []int {
		r := make([]int, len(m.tech))
		for k := range o.Rows {
			r[o.Prepared.Technology[o.Rows[k].Index]] = o.Rows[k].Rank
		}
		return r
	}
	x, y := ranks(a.out), ranks(b.out)
	order := make([]int, len(m.tech))
	for t := range order {
		order[t] = t
	}
	last := func(rank int) int { // the unranked last
		if rank == 0 {
			return len(order) + 1
		}
		return rank
	}
	slices.SortStableFunc(order, func(s, t int) int {
		return cmp.Or(cmp.Compare(last(y[s]), last(y[t])), cmp.Compare(last(x[s]), last(x[t])))
	})
	show := func(rank int) string {
		if rank == 0 {
			return "-"
		}
		return strconv.Itoa(rank)
	}
	const most = 1000
	for _, t := range order[:min(len(order), most)] {
		if x[t] == 0 && y[t] == 0 {
			continue
		}
		change := ""
		if x[t] > 0 && y[t] > 0 && x[t] != y[t] {
			change = fmt.Sprintf("%+d", x[t]-y[t])
		}
		line(m.name(t, names), show(x[t]), show(y[t]), change)
	}
	return append(all, entry{}, entry{name: m.t(textScenarioTurn, m.g.Sides)})
}

// scenarioCommands are the palette's entries about scenarios.
func (m *model) scenarioCommands() []entry {
	all := []entry{{name: capital(m.t(textKeyKeep)), press: "K"}}
	kept := m.study().Kept
	if len(kept) > 0 {
		all = append(all, entry{name: capital(m.t(textKeyCompare)), press: "C"})
	}
	for _, k := range kept {
		all = append(all, entry{name: m.t(textScenarioUse, draw.Clean(k.Name)), action: study.UseScenario{Name: k.Name}},
			entry{name: m.t(textScenarioDrop, draw.Clean(k.Name)), action: study.DropScenario{Name: k.Name}})
	}
	return all
}
