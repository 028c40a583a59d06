package tui

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"

	"veche/internal/tui/draw"
)

// The panes of the sensitivity screen.
const (
	inSweep draw.ID = iota
	inKeeps
	inAcceptability
	inTwoWay
	inCrossings
)

var sensitivityKeys = struct{ Left, Right, Next, Previous, Apply, Zoom, Add, Interval, Second, Home, End key.Binding }{
	Left: bind("left h", "Left h", textKeyCursorLeft), Right: bind("right l", "Right l", textKeyCursorRight), Next: bind("n", "n", textKeyNextCrossing), Previous: bind("N", "N", textKeyPreviousCrossing),
	Apply: bind("enter", "Enter", textKeyApply), Zoom: bind("z", "z", textKeyZoom), Add: bind("a", "a", textKeyAddLine), Interval: bind("i", "i", textKeyInterval), Second: bind("b", "b", textKeySecond),
	Home: bind("home g", "Home g", textKeyCursorHome), End: bind("end G", "End G", textKeyCursorEnd),
}

// sensitivityScreen is the third: what moving one weight does, and how far each may go.
type sensitivityScreen struct {
	*room
	cursor   float64 // weight under the cursor, from 0 to 1
	cursorOf [2]int  // state and criterion the cursor was set in
	zoomed   bool
	more     int // lines beyond the first
	interval int // which intervals are shown: of the leader, the shortlist, the order
	second   int // how many criteria further the other axis of the map is
	offset   int // first criterion shown
	sweep    *sweepPane
	keepers  *keepsPane
	crossed  *crossingsPane
	all      []draw.Pane

	sweeps result[[]robustness.NodeStability] // by node of the tree
	chart  result[*chart]
	accept result[*robust.Acceptabilities]
	twoWay result[*twoWay]
}

func newSensitivityScreen(r *room) *sensitivityScreen {
	s := &sensitivityScreen{room: r, cursorOf: [2]int{-1, -1}, second: 1}
	s.sweep, s.keepers, s.crossed = &sweepPane{sensitivityScreen: s}, &keepsPane{sensitivityScreen: s}, &crossingsPane{sensitivityScreen: s}
	s.all = []draw.Pane{inSweep: s.sweep, inKeeps: s.keepers, inAcceptability: &acceptabilityPane{sensitivityScreen: s},
		inTwoWay: &twoWayPane{sensitivityScreen: s}, inCrossings: s.crossed}
	return s
}

func (s *sensitivityScreen) panes() []draw.Pane { return s.all }

func (s *sensitivityScreen) columns(w int) draw.Columns {
	switch {
	case w < 80:
		return draw.Columns{IDs: [][]draw.ID{{inSweep, inKeeps}}, Widths: []int{w}, Gap: 0}
	case w < 120:
		const gap = 3
		first := min((w-gap)*43/77, 64)
		return draw.Columns{IDs: [][]draw.ID{{inSweep, inCrossings}, {inKeeps, inAcceptability}}, Widths: []int{first, w - gap - first}, Gap: gap}
	}
	const gap = 4
	second := min((w-gap)*44/136, 60)
	return draw.Columns{IDs: [][]draw.ID{{inSweep, inCrossings}, {inKeeps, inAcceptability, inTwoWay}}, Widths: []int{w - gap - second, second}, Gap: gap}
}

// path is how the weights follow when that of the criterion under the cursor moves.
func (s *sensitivityScreen) path() *robust.Path {
	return s.out.Path(s.out.Leaves[s.leaf], s.out.SharingInForce())
}

// quick reports whether so many scorings take no longer than a key may.
func (s *sensitivityScreen) quick(scorings int) bool {
	m, n := s.out.Problem.Dims()
	return solvable(s.out) && m*n*scorings < 1_500_000
}

func (s *sensitivityScreen) settle() tea.Cmd {
	if now := [2]int{s.gen, s.leaf}; s.cursorOf != now {
		s.cursor, s.cursorOf = s.out.Global[s.leaf], now
	}
	var cmds []tea.Cmd
	o, how := s.out, s.out.SharingInForce()
	m, n := o.Problem.Dims()
	if sweeps := func(context.Context) ([]robustness.NodeStability, error) { return robustness.Stability(o, how), nil }; !s.sweeps.fresh(s.session) {
		if s.quick(1) && min(m, 300)*m*n*robustness.PairCost(o) < 100_000 {
			value, err := sweeps(s.host.context())
			s.sweeps = result[[]robustness.NodeStability]{value, err, "sweeps", s.gen}
		} else {
			cmds = append(cmds, want(s.room, &s.sweeps, "sweeps", 0, sweeps))
		}
	}
	if p, ok := s.arranged.Find(inSweep); ok {
		width := s.sweep.plotWidth(p.W)
		lo, hi := s.extentOf(s.path())
		key := fmt.Sprint("chart ", s.leaf, width, lo, hi, s.lines())
		work := s.plot(width, lo, hi)
		if s.chart.key != key || !s.chart.fresh(s.session) {
			if s.quick(width * 3) {
				value, err := work(s.host.context())
				s.chart = result[*chart]{value, err, key, s.gen}
			} else if !s.job().tooSlow(width) {
				cmds = append(cmds, want(s.room, &s.chart, key, 0, work))
			}
		}
	}
	if s.arranged.Shows(inAcceptability) && !s.job().tooSlow(drawCount) {
		cmds = append(cmds, want(s.room, &s.accept, "acceptability", drawDelay, func(ctx context.Context) (*robust.Acceptabilities, error) {
			return robustness.Draw(ctx, o, robustness.DrawOptions{Draws: drawCount})
		}))
	}
	if p, ok := s.arranged.Find(inTwoWay); ok && n > 1 {
		w, h := s.all[inTwoWay].(*twoWayPane).grid(p.W, p.H)
		if key := fmt.Sprint("two-way ", s.leaf, s.secondLeaf(), w, h); h > 0 && !s.job().tooSlow(w*h) {
			cmds = append(cmds, want(s.room, &s.twoWay, key, drawDelay, s.map2(w, h)))
		}
	}
	return tea.Batch(cmds...)
}

// move takes the cursor to a weight of the path.
func (s *sensitivityScreen) move(to float64) {
	r := s.path().Range()
	s.cursor = min(max(to, r.Lo), r.Hi)
	s.news("")
}

func (s *sensitivityScreen) press(c command) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	k := &sensitivityKeys
	switch {
	case is(keys.Up), is(keys.Down):
		by := 1
		if is(keys.Up) {
			by = -1
		}
		s.leaf = min(max(s.leaf+by, 0), len(s.crit)-1)
		s.news("")
		return s.host.settle(), true
	case is(k.Left):
		s.move(nudged(s.cursor, -1))
	case is(k.Right):
		s.move(nudged(s.cursor, 1))
	case is(keys.Step):
		s.move(nudged(s.cursor, 5))
	case is(keys.StepDown):
		s.move(nudged(s.cursor, -5))
	case is(k.Home):
		s.move(0)
	case is(k.End):
		s.move(1)
	case is(k.Next), is(k.Previous):
		if at := s.crossing(is(k.Next)); at != nil {
			s.move(at.at)
		} else {
			s.say(textNoCrossing)
		}
	case is(k.Apply):
		return s.apply(), true
	case is(k.Zoom):
		s.zoomed = !s.zoomed
		return s.host.settle(), true
	case is(k.Add):
		s.more++
		if len(s.lines()) >= 9 {
			s.more = 0
		}
		return s.host.settle(), true
	case is(k.Interval):
		s.interval = (s.interval + 1) % 3
		if s.study().Settings.Shortlist < 1 && s.interval == 1 {
			s.interval = 2
		}
	case is(k.Second):
		s.second = s.second%max(len(s.crit)-1, 1) + 1
		return s.host.settle(), true
	case is(keys.Escape):
		s.move(s.out.Global[s.leaf])
	default:
		return nil, false
	}
	return nil, true
}

// apply makes the weight under the cursor the criterion's.
func (s *sensitivityScreen) apply() tea.Cmd {
	if s.locked[s.leaf] {
		s.complain(textLockedFirst, s.crit[s.leaf])
		return nil
	}
	if math.Abs(s.cursor-s.out.Global[s.leaf]) < 1e-12 {
		s.say(textAlreadyThere)
		return nil
	}
	was, leader, at := s.out.Global[s.leaf], s.now.leader, s.cursor
	cmd := s.host.act(study.SetWeight{Criterion: s.study().Criteria[s.out.Leaves[s.leaf]].Code, Weight: at})
	if s.bad {
		return cmd
	}
	text := s.t(textMovedWeight, s.crit[s.leaf], s.lang.Percent(was), s.g.Arrow, s.lang.Percent(s.out.Global[s.leaf]))
	if s.now.leader != leader {
		text += " " + s.t(textNewLeader, s.tech[s.now.leader], s.tech[leader])
	} else {
		text += " " + s.t(textKeepsStatus, s.tech[leader]) + "."
	}
	s.news(text)
	return cmd
}

// crossing is the next one to the right of the cursor, or to the left; nil when there is none.
func (s *sensitivityScreen) crossing(right bool) *meeting {
	if !s.chart.fresh(s.session) || s.chart.value == nil {
		return nil
	}
	const nudge = 1e-9
	all := s.chart.value.crossings
	for k := range all {
		if c := &all[k]; right && c.at > s.cursor+nudge {
			return c
		}
		if c := &all[len(all)-1-k]; !right && c.at < s.cursor-nudge {
			return c
		}
	}
	return nil
}

// letter is the line's letter, "" for a technology without one.
func (s *sensitivityScreen) letter(tech int) string {
	if k := slices.Index(s.lines(), tech); k >= 0 {
		return string(rune('A' + k))
	}
	return ""
}

// point: a press on the chart takes the cursor there, a double one or Enter applies it; on a criterion chooses it; the wheel over the chart moves the cursor.
func (s *sensitivityScreen) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	p, ok := s.arranged.At(at.X, at.Y)
	if !ok {
		return nil
	}
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		switch p.ID {
		case inSweep:
			s.move(nudged(s.cursor, by))
		case inKeeps:
			s.leaf = min(max(s.leaf+by, 0), len(s.crit)-1)
			return s.host.settle()
		}
	case tea.MouseClickMsg, tea.MouseMotionMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		_, pressed := msg.(tea.MouseClickMsg)
		switch p.ID {
		case inSweep:
			if to, ok := s.sweep.weightAt(at.X - p.X); ok {
				if pressed && math.Abs(to-s.cursor) < 1e-12 && to != s.out.Global[s.leaf] {
					return s.apply()
				}
				s.move(to)
			}
		case inKeeps:
			if k, ok := s.keepers.under(at.Y - p.Y); ok && pressed {
				s.leaf = k
				s.news("")
				return s.host.settle()
			}
		case inCrossings:
			if c := s.crossed.under(at.X-p.X, at.Y-p.Y); c != nil && pressed {
				s.move(c.at)
			}
		}
	}
	return nil
}

func (s *sensitivityScreen) hints() []hint {
	return []hint{{s.g.UpDown, textHintCriterion, textHintCriterionS, 0}, {s.g.Sides, textHintCursor, "", 0}, {"n N", textHintCrossing, textHintCrossingS, 1}, {"Enter", textHintApply, textHintApplyS, 0},
		{"i", textHintInterval, "", 3}, {"z", textHintZoom, "", 3}, {"a", textHintAddLine, "", 4}}
}

func (s *sensitivityScreen) help() []keyGroup {
	k := &sensitivityKeys
	return []keyGroup{{textTabSensitivityShort, []key.Binding{k.Left, k.Right, keys.Step, keys.StepDown, k.Next, k.Previous, k.Apply, k.Interval, k.Zoom, k.Add, k.Second, k.Home, k.End}}}
}

func (s *sensitivityScreen) entries() []entry {
	return []entry{{name: s.t(textKeyApply), press: "enter"}, {name: s.t(textKeyInterval), press: "i"}, {name: s.t(textKeyZoom), press: "z"}, {name: s.t(textKeyAddLine), press: "a"}, {name: s.t(textKeySecond), press: "b"}}
}

// status reads the ranking under the cursor, and the next crossing.
func (s *sensitivityScreen) status() string {
	scores := s.out.Scorer.Scores(nil, s.path().Weights(nil, s.cursor))
	first, second := -1, -1
	for i, v := range scores {
		switch {
		case first < 0 || s.better(v, scores[first]) > 0:
			first, second = i, first
		case second < 0 || s.better(v, scores[second]) > 0:
			second = i
		}
	}
	name := func(row int) string {
		t := s.out.Technology[row]
		if l := s.letter(t); l != "" {
			return l
		}
		return s.tag(t)
	}
	text := s.t(textCursorReads, s.lang.Percent(s.cursor), name(first), s.score(scores[first]), name(second), s.score(scores[second]), s.score(math.Abs(scores[first]-scores[second])))
	if s.relation(scores[first], scores[second]) == "=" {
		text = s.t(textCursorLevel, s.lang.Percent(s.cursor), name(first), name(second), s.score(scores[first]))
	}
	c := s.crossing(true)
	if c == nil {
		return text + " " + s.t(textNoneToTheRight)
	}
	var texts []string
	for _, name := range []func(int) string{s.tag, s.id} {
		end := s.bound(c.at) + " " + s.pairOf(c, name)
		if c.first {
			texts = append(texts, text+" "+s.t(textNextTakes, end, s.tech[c.b]), text+" "+s.t(textNextTakes, end, s.id(c.b)))
		}
		texts = append(texts, text+" "+s.t(textNextCrossing, end))
	}
	return fitting(s.host.width(), texts...)
}

// bound is a weight at which something changes on the way from the present one.
func (s *sensitivityScreen) bound(at float64) string {
	return s.lang.Tenths(inwards(at, s.out.Global[s.leaf])) + "%"
}

// pairOf is a crossing in letters where they have them: "A=C".
func (s *sensitivityScreen) pairOf(c *meeting, name func(int) string) string {
	a, b := s.letter(c.a), s.letter(c.b)
	if a == "" {
		a = name(c.a)
	}
	if b == "" {
		b = name(c.b)
	}
	return a + "=" + b
}

// copied is every criterion's intervals, as a spreadsheet takes them.
func (s *sensitivityScreen) copied() (text, what string) {
	var b strings.Builder
	b.WriteString(s.t(textIntervalsHead) + "\n")
	for k := range s.crit {
		sweep := s.sweepOf(k)
		if sweep == nil {
			continue
		}
		fmt.Fprintf(&b, "%s\t%s\t%.10g", s.study().Criteria[s.out.Leaves[k]].Code, s.crit[k], sweep.Weight)
		for _, list := range [][]robust.Interval{sweep.Leader, sweep.Shortlist, sweep.Order} {
			if list == nil {
				b.WriteString("\t\t")
				continue
			}
			v := robust.Around(list, sweep.Weight)
			fmt.Fprintf(&b, "\t%.10g\t%.10g", v.Lo, v.Hi)
		}
		b.WriteString("\n")
	}
	return b.String(), s.t(textIntervalsCopied)
}
