package tui

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/mcda/robust"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// The panes of the weights screen.
const (
	inWeights draw.ID = iota
	inRanking
	inFlips
	inHistory
	inCriterion
	inSelected
	inWhy
	inDraws
)

// weightsScreen is the first: the weights under the hands, the ranking answering.
type weightsScreen struct {
	*room
	focus   draw.ID      // inWeights or inRanking
	at      int          // node under the cursor
	seen    int          // criterion that belongs to it
	folded  map[int]bool // nodes whose parts are not shown
	weights *weightsPane
	ranking *rankingPane
	all     []draw.Pane

	nudging bool // the last key was a nudge of the same slider: the next one is the same step
	drag    struct {
		on, moved bool
		node      int
	}
}

func newWeightsScreen(r *room) *weightsScreen {
	s := &weightsScreen{room: r, focus: inWeights, folded: map[int]bool{}, seen: -1}
	s.follow()
	s.weights, s.ranking = &weightsPane{weightsScreen: s}, &rankingPane{weightsScreen: s, madeOf: -1}
	s.all = []draw.Pane{inWeights: s.weights, inRanking: s.ranking, inFlips: &flipsPane{room: r}, inHistory: &historyPane{room: r},
		inCriterion: &criterionPane{weightsScreen: s}, inSelected: &selectedPane{room: r}, inWhy: &whyPane{room: r}, inDraws: &drawsPane{room: r}}
	a, b := &s.out.Rows[0], &s.out.Rows[1]
	lead := s.score(math.Abs(a.Score - b.Score))
	switch {
	case a.Rank == b.Rank:
		s.say(textReadyShared, s.out.First())
		s.brief = s.t(textReadySharedShort, s.out.First())
	case s.out.Incomparable(a, b):
		s.say(textReadyApart, s.tech[s.techOf(0)])
		s.brief = s.t(textReadyApartShort)
	default:
		s.say(textReady, s.tech[s.techOf(0)], lead)
		s.brief = s.t(textReadyShort, lead)
	}
	return s
}

func (s *weightsScreen) panes() []draw.Pane { return s.all }
func (s *weightsScreen) status() string     { return "" }

func (s *weightsScreen) columns(w int) draw.Columns {
	switch {
	case w < 80:
		return draw.Columns{IDs: [][]draw.ID{{inWeights, inRanking, inFlips}}, Widths: []int{w}, Gap: 0}
	case w < 120:
		gap := 2
		if w >= 100 {
			gap = 3
		}
		first := min((w-gap)*38/78, 60)
		return draw.Columns{IDs: [][]draw.ID{{inWeights, inCriterion, inHistory, inSelected}, {inRanking, inFlips, inWhy, inDraws}}, Widths: []int{first, w - gap - first}, Gap: gap}
	}
	gap := 3
	if w >= 136 {
		gap = 4
	}
	room := w - 2*gap
	first, last := min(room*42/132, 56), min(room*44/132, 64)
	return draw.Columns{IDs: [][]draw.ID{{inWeights, inCriterion, inHistory}, {inRanking, inFlips, inDraws}, {inWhy, inSelected}}, Widths: []int{first, room - first - last, last}, Gap: gap}
}

func (s *weightsScreen) settle() tea.Cmd {
	s.follow()
	s.ranking.refill()
	all := s.arranged.Shows(inFlips)
	if s.still {
		s.settleStability()
		all = false
	}
	s.steady(s.at, all)
	var cmds []tea.Cmd
	if missing := s.missing(s.at, all); len(missing) > 0 && (solvable(s.out) || !s.job().tooSlow(gridSize)) {
		j := s.job()
		cmds = append(cmds, s.slow("stability", 0, func(context.Context) func() { // what it leaves comes next
			nodes, found := j.some(missing)
			return func() {
				for k, node := range nodes {
					s.stability[node] = found[k]
				}
			}
		}))
	}
	was, is := s.past[0].ranks, s.now.ranks
	cmds = append(cmds, want(s.room, &s.tau, "tau", 0, func(context.Context) (tau, error) { return rankTau(was, is), nil }))
	if s.arranged.Shows(inDraws) && !s.job().tooSlow(drawCount) {
		cmds = append(cmds, want(s.room, &s.draws, "draws", drawDelay, s.session.draw()))
	}
	return tea.Batch(cmds...)
}

func (s *weightsScreen) press(c command) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	nudge := s.focus == inWeights && (is(keys.Less) || is(keys.More)) || is(keys.Step) || is(keys.StepDown)
	amend := s.nudging && nudge
	s.nudging = nudge
	switch {
	case nudge:
		points := 1
		if is(keys.Step) || is(keys.StepDown) {
			points = 5
		}
		if is(keys.Less) || is(keys.StepDown) {
			points = -points
		}
		done := s.done()
		cmd := s.moveWeight(nudged(s.node().total(s.out.Global), points), amend && done > 0)
		s.nudging = !s.bad && s.done() > 0 && (amend || s.done() > done)
		return cmd, true
	case is(keys.Pane):
		s.focus = inWeights + inRanking - s.focus
	case is(keys.Up):
		return s.move(-1), true
	case is(keys.Down):
		return s.move(1), true
	case is(keys.PageUp):
		return s.move(-s.page()), true
	case is(keys.PageDown):
		return s.move(s.page()), true
	case is(keys.Home):
		return s.move(-1 << 30), true
	case is(keys.End):
		return s.move(1 << 30), true
	case is(keys.Exact):
		s.host.ask(&prompt{label: s.t(textPromptExact, s.node().name), enter: s.exact})
	case is(keys.Lock):
		n := s.node()
		on := !s.fixed(n)
		cmd := s.host.act(study.Lock{Criterion: s.codeOf(n), Locked: on})
		if on {
			s.say(textLockedNow, n.name, s.lang.Percent(n.total(s.out.Global)))
		} else {
			s.say(textUnlockedNow, n.name)
		}
		return cmd, true
	case is(keys.Sharing):
		next, said := robust.Equal, textSharingEqual
		if s.out.SharingInForce() == robust.Equal {
			next, said = robust.Proportional, textSharingProportional
		}
		cmd := s.host.act(study.SetSharing{Rule: string(next)})
		s.say(said)
		return cmd, true
	case is(keys.Fold), is(keys.Enter) && s.focus == inWeights && s.node().leaf < 0:
		return s.fold(s.at), true
	case is(keys.Enter) && s.focus == inWeights:
		return s.host.open(onSensitivity), true
	case is(keys.Reset):
		cmd := s.host.act(study.ResetWeights{})
		s.fitScale(true)
		s.say(textResetDone)
		return cmd, true
	case is(keys.Enter):
		return s.why(), true
	case is(keys.Filter):
		s.focus = inRanking
		s.host.ask(&prompt{label: s.t(textPromptFilter), text: s.query, filter: true, typed: s.filter, leave: func() { s.filter("") }})
	case is(keys.Escape):
		if s.query != "" {
			s.filter("")
			s.say(textFilterClear)
		}
	case is(keys.Order):
		s.ranking.reorder(s.ranking.order + 1)
	case is(keys.Exclude):
		id := s.study().Technologies[s.chosen].ID
		return s.host.act(study.ExcludeTechnology{Technology: id, Excluded: !s.study().Excluded.Technologies[id]}), true
	default:
		return nil, false
	}
	return nil, true
}

// filter shows only the technologies that hold a text; their ranks stay.
func (s *weightsScreen) filter(text string) {
	s.query = draw.Fold(strings.TrimSpace(text))
	s.ranking.refill()
	if k := s.ranking.index(); k < 0 && s.ranking.matches > 0 {
		s.ranking.move(0)
	}
	s.ranking.reveal()
}

// page is how many rows a page of the pane in focus has.
func (s *weightsScreen) page() int {
	if s.focus == inWeights {
		return s.weights.visible()
	}
	return s.ranking.visible()
}

// move goes through the pane in focus.
func (s *weightsScreen) move(by int) tea.Cmd {
	if s.focus == inRanking {
		s.ranking.move(by)
		s.oppose()
		s.host.layout()
		return nil
	}
	list := s.listed()
	s.put(list[min(max(slices.Index(list, s.at)+by, 0), len(list)-1)])
	s.weights.reveal()
	return s.host.settle()
}

// node is the one under the cursor.
func (s *weightsScreen) node() *node { return &s.nodes[s.at] }

// put sets the cursor on a node; the other screens follow to the criterion, or to the first one of a group.
func (s *weightsScreen) put(k int) {
	s.at = k
	if n := s.node(); !slices.Contains(n.columns, s.leaf) {
		s.leaf = n.columns[0]
	}
	s.seen = s.leaf
}

// follow sets the cursor on the criterion that another screen has chosen, and unfolds what hides it.
func (s *weightsScreen) follow() {
	if s.leaf != s.seen {
		s.put(s.nodeOf[s.leaf])
	}
	for k := s.parent(s.at); k >= 0; k = s.parent(k) {
		delete(s.folded, k)
	}
}

// parent is the node a node is part of; −1 at the top.
func (s *weightsScreen) parent(k int) int {
	depth := s.nodes[k].depth
	for k--; k >= 0 && s.nodes[k].depth >= depth; k-- {
	}
	return k
}

// listed are the nodes that no folded one hides.
func (s *weightsScreen) listed() []int {
	var list []int
	for k := 0; k < len(s.nodes); {
		list = append(list, k)
		under := s.folded[k]
		depth := s.nodes[k].depth
		for k++; under && k < len(s.nodes) && s.nodes[k].depth > depth; k++ {
		}
	}
	return list
}

// fold hides what is below a node, or shows it; for a criterion without any, that of the node it is part of.
func (s *weightsScreen) fold(k int) tea.Cmd {
	if s.nodes[k].leaf >= 0 {
		k = s.parent(k)
	}
	if k < 0 {
		return nil
	}
	s.folded[k] = !s.folded[k]
	s.put(k)
	s.weights.reveal()
	return s.host.settle()
}

// moveWeight sets the weight under the cursor, as part of the last step when amend is set.
func (s *weightsScreen) moveWeight(to float64, amend bool) tea.Cmd {
	n := s.node()
	if s.fixed(n) {
		s.complain(textLockedFirst, n.name)
		return nil
	}
	before, was, leader := s.now, n.total(s.out.Global), s.now.leader
	clamped, err := s.setWeight(n, to, amend)
	if err != nil {
		s.complain("%s", capital(s.told(err)))
		return nil
	}
	cmd := s.host.changed(before)
	s.tellMove(was, leader, clamped)
	return cmd
}

// tellMove is the status after a move: what moved, and how safe #1 is now.
func (s *weightsScreen) tellMove(was float64, leader int, clamped bool) {
	brief := ""
	text := s.t(textMovedWeight, s.node().name, s.lang.Percent(was), s.g.Arrow, s.lang.Percent(s.node().total(s.out.Global)))
	if now := s.now.leader; now != leader {
		brief = text + " " + s.t(textNewLeaderShort, s.tech[now])
		text += " " + s.t(textNewLeader, s.tech[now], s.tech[leader])
	} else if st := s.stability[s.at]; st != nil {
		brief = text + " " + s.t(textKeepsShort, s.keeps(st)) + "."
		text += " " + s.t(textKeepsWhile, s.tech[now], s.keeps(st)) + "."
	} else {
		text += " " + s.t(textKeepsStatus, s.tech[now]) + "."
	}
	if clamped {
		text += " " + s.t(textAtBound)
	}
	s.say("%s", text)
	s.brief = brief
}

// oppose makes the technology under the cursor the one that #1 is set against.
func (s *weightsScreen) oppose() {
	if s.rival = s.chosen; s.rowOf(s.chosen) == nil || s.chosen == s.techOf(0) {
		s.rival = -1
	}
}

// why opens the screen that says why #1 stands above the technology under the cursor; for #1 itself, above the next.
func (s *weightsScreen) why() tea.Cmd {
	s.oppose()
	return s.host.open(onWhy, s.rival)
}

// exact sets the weight that was typed, in per cent.
func (s *weightsScreen) exact(text string) (cmd tea.Cmd, fault string) {
	text, percents := strings.CutSuffix(strings.TrimSpace(text), "%")
	text = strings.TrimSpace(text)
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || math.IsNaN(x) || x < 0 || x > 100 {
		return nil, s.t(textPercentBad)
	}
	if !percents && x > 0 && x < 1 { // 0.26 may be meant as a share of 1
		return nil, s.t(textPercentShare, s.lang.Figure(100*x), s.lang.Figure(x))
	}
	if r := s.path(s.node()).Range(); r.Lo < r.Hi && x/100 > r.Hi+1e-9 {
		return nil, s.t(textPercentHeld, s.lang.Tenths(floorTenth(100*r.Hi)))
	}
	return s.moveWeight(x/100, false), ""
}

// point: a press on a slider moves it, a drag is one step, a press on a row chooses it, the wheel scrolls.
func (s *weightsScreen) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	p, ok := s.arranged.At(at.X, at.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		switch {
		case ok && p.ID == inWeights:
			s.weights.scroll(by)
		case ok && p.ID == inRanking:
			s.ranking.scroll(3 * by)
		}
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft || !ok {
			return nil
		}
		s.nudging = false
		switch p.ID {
		case inWeights:
			s.focus = inWeights
			k := s.weights.under(at.Y - p.Y)
			if k < 0 {
				return nil
			}
			s.put(k)
			switch n := s.node(); {
			case n.leaf < 0 && (at.X-p.X < 2+s.weights.indent(k) || s.double):
				return s.fold(k)
			case s.double && !s.weights.onSlider(at.X-p.X):
				return s.host.open(onSensitivity)
			}
			if s.weights.onSlider(at.X - p.X) {
				s.drag.on, s.drag.moved, s.drag.node, s.held = true, false, k, true
				return s.dragTo(at.X - p.X)
			}
			return s.host.settle()
		case inRanking:
			if s.focus = inRanking; at.Y-p.Y == 1 {
				s.ranking.reorder(s.ranking.heads(at.X - p.X))
				return nil
			}
			if it, ok := s.ranking.under(at.Y - p.Y); ok {
				if s.chosen = it.tech; s.double {
					return s.why()
				}
				s.oppose()
				s.host.layout()
			}
		}
	case tea.MouseMotionMsg:
		if s.drag.on {
			if p, ok := s.arranged.Find(inWeights); ok {
				return s.dragTo(at.X - p.X)
			}
		}
	case tea.MouseReleaseMsg:
		if s.drag.on {
			var cmd tea.Cmd
			if p, ok := s.arranged.Find(inWeights); ok {
				cmd = s.dragTo(at.X - p.X)
			}
			s.drag.on, s.held = false, false
			s.fitScale(false)
			return cmd
		}
	}
	return nil
}

// dragTo moves the slider in hand to a column of the pane.
func (s *weightsScreen) dragTo(x int) tea.Cmd {
	to := s.weights.weightAt(x)
	s.put(s.drag.node)
	if s.drag.moved && to == s.node().total(s.out.Global) {
		return nil
	}
	done := s.done()
	cmd := s.moveWeight(to, s.drag.moved)
	s.drag.moved = s.drag.moved || s.done() > done
	return cmd
}

func (s *weightsScreen) hints() []hint {
	all := []hint{{"Tab", textHintPane, "", 2}}
	if s.focus == inRanking {
		all = append(all, hint{s.g.UpDown, textHintChoose, "", 0}, hint{"Enter", textHintWhy, "", 1}, hint{"x", textHintOut, textHintOutS, 4})
	} else {
		all = append(all, hint{s.g.Sides, textHintPoint, textHintPointS, 0}, hint{"+-", textHintPoints, textHintPointsS, 1}, hint{"=", textHintType, "", 1})
	}
	return append(all, hint{"L", textHintLock, "", 4}, hint{"r", textHintReset, "", 4}, hint{"/", textHintFilter, "", 2})
}

func (s *weightsScreen) help() []keyGroup {
	return []keyGroup{
		{textWeights, []key.Binding{keys.Less, keys.More, keys.Step, keys.StepDown, keys.Exact, keys.Lock, keys.Sharing, keys.Reset, keys.Fold}},
		{textRanking, []key.Binding{keys.Enter, keys.Filter, keys.Escape, keys.Order, keys.Exclude}},
	}
}

func (s *weightsScreen) entries() []entry {
	return []entry{{name: capital(s.t(textKeyReset)), press: "r"}, {name: capital(s.t(textKeySharing)), press: "S"}, {name: capital(s.t(textKeySort)), press: "O"}}
}

// copied is the ranking as a spreadsheet in the reader's language takes it from the clipboard: a Russian one takes 0.7 for text.
func (s *weightsScreen) copied() (text, what string) {
	var b strings.Builder
	b.WriteString(s.t(textCopyTitle) + "\n")
	for k := range s.out.Rows {
		r := &s.out.Rows[k]
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\n", r.Rank, draw.Clean(r.Technology.ID), s.tech[s.of(r)], s.lang.Decimal(strconv.FormatFloat(r.Score, 'g', -1, 64)))
	}
	return b.String(), s.t(textRankingCopied)
}
