package tui

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/language"
	"veche/internal/mcda/portfolio"
	"veche/internal/study"
	"veche/internal/study/selection"

	"veche/internal/tui/draw"
)

// The panes of the shortlist screen.
const (
	inBudget draw.ID = iota
	inSet
	inWhyOut
	inFrontier
	inRules
	inSets
	inFirm
)

var shortlistKeys = struct{ Pin, More, Less, Exact, Optimum, ByRank, Compare, Open, None, AddRule, DropRule key.Binding }{
	Pin: bind("space", "Space", textKeyPin), More: bind("+ plus", "+", textKeyBudgetMore), Less: bind("- minus", "-", textKeyBudgetLess), Exact: bind("= equal", "=", textKeyBudget),
	Optimum: bind("o", "o", textKeyOptimum), ByRank: bind("g", "g", textKeyByRank), Compare: bind("c", "c", textKeyCompareSets), Open: bind("enter", "Enter", textKeyWhyIt), None: bind("backspace delete", "Del", textKeyNoBudget),
	AddRule: bind("a", "a", textKeyAddRule), DropRule: bind("d", "d", textKeyDropRule),
}

// selectPatience is how long the selection behind the screen may search; the command has more.
const selectPatience = 4 * time.Second

// patience is how long this screen's selection may search. A frame waits for the end: what it shows must not depend on how busy the machine is.
func (s *shortlistScreen) patience() time.Duration {
	if s.still {
		return selection.DefaultTime * 4
	}
	return selectPatience
}

// shortlistScreen is the sixth: which set is worth most under the budget and the rules.
type shortlistScreen struct {
	*room
	byRank   bool // the set by rank alone is marked, not the best
	compare  bool // the sets beside each other take the frontier's place
	offset   int
	stepping bool // the last key moved the budget: the next is the same step
	set      *setPane
	frontier *frontierPane
	all      []draw.Pane

	quick  result[*selection.Selection] // the best set and that by rank
	full   result[*selection.Selection] // with what stands beside them
	whyNot result[selection.Out]        // why the technology under the cursor is out, when the selection does not say
}

func newShortlistScreen(r *room) *shortlistScreen {
	s := &shortlistScreen{room: r}
	s.set, s.frontier = &setPane{shortlistScreen: s}, &frontierPane{shortlistScreen: s}
	s.all = []draw.Pane{inBudget: &budgetPane{shortlistScreen: s}, inSet: s.set, inWhyOut: &whyOutPane{shortlistScreen: s}, inFrontier: s.frontier,
		inRules: &rulesPane{shortlistScreen: s}, inSets: &setsPane{shortlistScreen: s}, inFirm: &firmPane{shortlistScreen: s}}
	return s
}

func (s *shortlistScreen) panes() []draw.Pane { return s.all }

func (s *shortlistScreen) columns(w int) draw.Columns {
	beside := inFrontier
	if s.compare {
		beside = inSets
	}
	switch {
	case w < 80:
		if s.compare {
			return draw.Columns{IDs: [][]draw.ID{{inBudget, inSet, inSets}}, Widths: []int{w}, Gap: 0}
		}
		return draw.Columns{IDs: [][]draw.ID{{inBudget, inSet, inWhyOut, inRules}}, Widths: []int{w}, Gap: 0}
	case w < 120:
		const gap = 2
		first := min((w-gap)*50/78, 76)
		return draw.Columns{IDs: [][]draw.ID{{inBudget, inSet, inWhyOut}, {beside, inRules, inFirm}}, Widths: []int{first, w - gap - first}, Gap: gap}
	}
	const gap = 4
	second := min((w-gap)*44/136, 60)
	return draw.Columns{IDs: [][]draw.ID{{inBudget, inSet, inWhyOut, inSets}, {inFrontier, inRules, inFirm}}, Widths: []int{w - gap - second, second}, Gap: gap}
}

func (s *shortlistScreen) settle() tea.Cmd {
	o := s.out
	cmds := []tea.Cmd{
		want(s.room, &s.quick, "selection", 0, func(ctx context.Context) (*selection.Selection, error) {
			return selection.Select(ctx, o, selection.Options{Quick: true, TimeLimit: s.patience()})
		}),
		want(s.room, &s.full, "full selection", drawDelay, func(ctx context.Context) (*selection.Selection, error) {
			return selection.Select(ctx, o, selection.Options{NextBest: 3, TimeLimit: s.patience()})
		}),
	}
	if sel, row := s.now(), s.rowOf(s.chosen); s.full.fresh(s.session) && s.full.known() && sel != nil && row != nil {
		k := int(s.row[s.chosen])
		known := slices.ContainsFunc(sel.Out, func(o selection.Out) bool { return o.Row == k })
		if !sel.Best.Chosen[k] && !known {
			cmds = append(cmds, want(s.room, &s.whyNot, fmt.Sprint("why out ", k), drawDelay, func(ctx context.Context) (selection.Out, error) {
				return sel.Why(ctx, k, &sel.Best, &sel.Frontier, s.patience()/4), nil
			}))
		}
	}
	return tea.Batch(cmds...)
}

// now is the selection of the present state with all that is known of it, or the last one while it is worked out; nil before the first and where none is possible.
func (s *shortlistScreen) now() *selection.Selection {
	for _, r := range []*result[*selection.Selection]{&s.full, &s.quick} {
		if r.known() && r.fresh(s.session) {
			return r.value
		}
	}
	if s.quick.fresh(s.session) { // its error stands
		return nil
	}
	if s.quick.known() && len(s.quick.value.Rows) == len(s.out.Rows) {
		return s.quick.value
	}
	return nil
}

// fresh reports whether the best set is that of the present state.
func (s *shortlistScreen) fresh() bool { return s.quick.fresh(s.session) || s.full.fresh(s.session) }

// complete is the selection with its frontier and what else takes time; nil while it is worked out.
func (s *shortlistScreen) complete() *selection.Selection {
	if s.full.known() && s.full.fresh(s.session) {
		return s.full.value
	}
	return nil
}

// fault is why nothing can be selected, in words; "" when something can.
func (s *shortlistScreen) fault() string {
	if s.quick.fresh(s.session) && s.quick.err != nil {
		return s.told(s.quick.err)
	}
	return ""
}

// shown is the set that is marked in the list.
func (s *shortlistScreen) shown() *portfolio.Set {
	sel := s.now()
	switch {
	case sel == nil:
		return nil
	case s.byRank:
		return &sel.ByRank
	}
	return &sel.Best
}

// budget is the study's, and whether there is one.
func (s *shortlistScreen) budget() (float64, bool) {
	if b := s.study().Settings.Budget; b != nil {
		return *b, true
	}
	return 0, false
}

// stride is a step of the budget: a twentieth of what everything costs, as 1, 2 or 5 and noughts.
func (s *shortlistScreen) stride() float64 {
	total := 0.0
	for k := range s.out.Rows {
		if c := s.out.Rows[k].Technology.Cost; c != nil {
			total += *c
		}
	}
	if total <= 0 {
		return 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(total/20)))
	for _, f := range []float64{1, 2, 5} {
		if f*unit >= total/20 {
			return f * unit
		}
	}
	return 10 * unit
}

// step moves the budget by a step; without one it begins at what the set in sight costs.
func (s *shortlistScreen) step(by float64) tea.Cmd {
	stride := s.stride()
	if stride == 0 {
		s.complain(textNoCosts)
		return nil
	}
	b, ok := s.budget()
	if !ok {
		if set := s.shown(); set != nil {
			b = set.Cost
		}
	}
	to := max((math.Round(b/stride)+by)*stride, 0)
	a := study.SetSetting{Name: "budget", Value: language.English.Shortest(language.Rounded(to, 12))}
	again := s.stepping && s.done() > 0
	var cmd tea.Cmd
	if again {
		cmd = s.host.amend(a)
	} else {
		cmd = s.host.act(a)
	}
	s.stepping = !s.bad
	return cmd
}

// pin turns the technology under the cursor to what it is not, or leaves it to the selection again.
func (s *shortlistScreen) pin() tea.Cmd {
	t := &s.study().Technologies[s.chosen]
	to := ""
	if t.Pin == "" {
		to = "in"
		if set, row := s.shown(), s.rowOf(s.chosen); set != nil && row != nil && set.Chosen[s.row[s.chosen]] {
			to = "out"
		}
	}
	cmd := s.host.act(study.SetPin{Technology: t.ID, Pin: to})
	if !s.bad {
		s.say(map[string]string{"": textUnpinned, "in": textPinnedIn, "out": textPinnedOut}[to], s.tech[s.chosen])
	}
	return cmd
}

// move goes through the list.
func (s *shortlistScreen) move(by int) tea.Cmd {
	k := 0
	if s.rowOf(s.chosen) != nil {
		k = int(s.row[s.chosen])
	} else {
		by = 0
	}
	s.chosen = s.techOf(min(max(k+by, 0), len(s.out.Rows)-1))
	s.news("")
	return s.host.settle()
}

func (s *shortlistScreen) press(c command) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	k := &shortlistKeys
	stepping := s.stepping
	s.stepping = false
	page := max(s.set.visible(), 1)
	switch {
	case is(k.Pin):
		return s.pin(), true
	case is(k.More), is(k.Less):
		s.stepping = stepping
		by := 1.0
		if is(k.Less) {
			by = -1
		}
		return s.step(by), true
	case is(k.Exact):
		s.host.ask(&prompt{label: s.t(textPromptBudget), enter: s.typed})
	case is(k.None):
		if _, ok := s.budget(); ok {
			return s.host.act(study.SetSetting{Name: "budget", Value: ""}), true
		}
	case is(k.Optimum):
		s.byRank = false
		s.say(textShowsOptimum)
	case is(k.ByRank):
		s.byRank = true
		s.say(textShowsByRank)
	case is(k.Compare):
		s.compare = !s.compare
		return s.host.settle(), true
	case is(k.AddRule):
		s.host.ask(&prompt{label: s.t(textPromptRule), enter: s.typedRule})
	case is(k.DropRule):
		s.chooseRule()
	case is(k.Open):
		return s.host.open(onWhy, s.chosen), true
	case is(keys.Up):
		return s.move(-1), true
	case is(keys.Down):
		return s.move(1), true
	case is(keys.PageUp):
		return s.move(-page), true
	case is(keys.PageDown):
		return s.move(page), true
	case c == "home":
		return s.move(-len(s.out.Rows)), true
	case is(keys.End):
		return s.move(len(s.out.Rows)), true
	default:
		return nil, false
	}
	return nil, true
}

// typed sets the budget that was typed; nothing takes it away.
func (s *shortlistScreen) typed(text string) (cmd tea.Cmd, fault string) {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(text), " ", ""), ",", ".")
	if text != "" {
		if x, err := strconv.ParseFloat(text, 64); err != nil || !(x >= 0) || math.IsInf(x, 0) {
			return nil, s.t(textBudgetBad)
		}
	}
	return s.host.act(study.SetSetting{Name: "budget", Value: text}), ""
}

// point: a press on a technology chooses it, on its box pins it; on a budget of the frontier sets it; the wheel over the budget moves it.
func (s *shortlistScreen) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	p, ok := s.arranged.At(at.X, at.Y)
	if !ok {
		return nil
	}
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		switch p.ID {
		case inBudget:
			return s.step(float64(-by))
		case inSet:
			s.stepping = false
			return s.move(by)
		}
	case tea.MouseClickMsg:
		s.stepping = false
		if at.Button != tea.MouseLeft {
			return nil
		}
		switch p.ID {
		case inSet:
			if tech, ok := s.set.under(at.Y - p.Y); ok {
				s.chosen = tech
				if x := at.X - p.X; x >= 1 && x <= 3 {
					return s.pin()
				}
				s.news("")
				return s.host.settle()
			}
		case inFrontier:
			if point, ok := s.frontier.under(at.Y - p.Y); ok {
				return s.host.act(study.SetSetting{Name: "budget", Value: language.English.Shortest(point.Budget)})
			}
		}
	}
	return nil
}

func (s *shortlistScreen) hints() []hint {
	return []hint{{"Space", textHintPin, textHintPinS, 0}, {"+-", textHintBudget, "", 0}, {"=", textHintType, "", 3}, {"o", textHintOptimum, "", 1}, {"g", textHintByRank, "", 1}, {"c", textHintSets, "", 2}, {"a d", textHintRules, "", 4}, {"Enter", textHintWhyIt, "", 3}}
}

func (s *shortlistScreen) help() []keyGroup {
	k := &shortlistKeys
	return []keyGroup{{textTabShortlistShort, []key.Binding{k.Pin, k.More, k.Less, k.Exact, k.None, k.Optimum, k.ByRank, k.Compare, k.AddRule, k.DropRule, k.Open}}}
}

func (s *shortlistScreen) entries() []entry {
	return []entry{{name: s.t(textKeyBudget), press: "="}, {name: s.t(textKeyOptimum), press: "o"}, {name: s.t(textKeyByRank), press: "g"}, {name: s.t(textKeyCompareSets), press: "c"}, {name: s.t(textKeyAddRule), press: "a"}, {name: s.t(textKeyDropRule), press: "d"}}
}

// sentences say the selection in the command's own words.
func (s *shortlistScreen) sentences(sel *selection.Selection) selection.Words {
	return selection.Words{Selection: sel, Language: s.lang}
}

// worth is a value with the outcome's decimals.
func (s *shortlistScreen) worth(x float64) string { return s.score(x) }

// status compares the best set with taking technologies by rank.
func (s *shortlistScreen) status() string {
	if fault := s.fault(); fault != "" {
		return fault
	}
	sel := s.now()
	if sel == nil || !s.fresh() {
		return s.t(textWorking)
	}
	proven := s.t(textProven)
	if !sel.Result.Optimal() {
		proven = s.t(textGapOf, s.lang.Percent(sel.Result.Gap()))
	}
	text := s.t(textBestIs, s.worth(sel.Best.Value), s.money(&sel.Best), proven) + " " + s.t(textRankGives, s.worth(sel.ByRank.Value), s.money(&sel.ByRank))
	if n := len(sel.Broken(sel.ByRank.Chosen)); n > 0 {
		text += " " + s.t(textRankBreaks, n)
	}
	return text
}

// money is what a set costs, and of the budget when there is one.
func (s *shortlistScreen) money(set *portfolio.Set) string {
	cost := s.lang.Amount(set.Cost)
	if s.stride() != 0 && s.lacksCosts(set) {
		cost = s.t(textOrMore, cost)
	}
	if b, ok := s.budget(); ok {
		return s.t(textCostOf, cost, s.lang.Amount(b))
	}
	return cost
}

// lacksCosts reports that nobody knows what one of a set costs.
func (s *shortlistScreen) lacksCosts(set *portfolio.Set) bool {
	return slices.ContainsFunc(set.Members(), func(k int) bool { return s.now().Rows[k].Technology.Cost == nil })
}

// copied is the selection in sentences.
func (s *shortlistScreen) copied() (text, what string) {
	sel := s.now()
	if sel == nil {
		return "", s.t(textSelectionCopied)
	}
	w := s.sentences(sel)
	lines := []string{w.BestSet(), w.RankAlone(), w.RulesMet()}
	for k := range sel.Out {
		lines = append(lines, w.WhyOut(&sel.Out[k]))
	}
	lines = append(lines, w.UnderWeights()...)
	for k := range lines {
		lines[k] = draw.Clean(lines[k])
	}
	return strings.Join(lines, "\n") + "\n", s.t(textSelectionCopied)
}
