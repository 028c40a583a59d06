package tui

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/mcda"
	"veche/internal/mcda/robust"
	"veche/internal/study"
	"veche/internal/study/robustness"
)

// The panels of the sensitivity screen.
const (
	inSweep panelID = iota
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
	all      []pane

	sweeps result[[]robustness.NodeStability] // by node of the tree
	chart  result[*chart]
	accept result[*robust.Acceptabilities]
	twoWay result[*twoWay]
}

// chart is the scores of the lines against the weight of one criterion, and where they cross.
type chart struct {
	leaf      int
	at        []float64   // weights, ascending
	lines     []int       // technologies, best first
	scores    [][]float64 // by line
	crossings []meeting
}

// meeting is a weight at which two technologies change places, and whether the first place is what they change.
type meeting struct {
	at    float64
	a, b  int // technologies: a is ahead below at
	first bool
}

// twoWay is who leads while two weights move, by row from the largest second weight down; −1 where the two together are more than the whole.
type twoWay struct {
	leaf, second           int
	lo, hi, lower, highest float64
	leader                 [][]int // technologies
}

func newSensitivityScreen(r *room) *sensitivityScreen {
	s := &sensitivityScreen{room: r, cursorOf: [2]int{-1, -1}, second: 1}
	s.all = []pane{inSweep: &sweepPanel{sensitivityScreen: s}, inKeeps: &keepsPanel{sensitivityScreen: s}, inAcceptability: &acceptabilityPanel{sensitivityScreen: s},
		inTwoWay: &twoWayPanel{sensitivityScreen: s}, inCrossings: &crossingsPanel{sensitivityScreen: s}}
	return s
}

func (s *sensitivityScreen) panels() []pane { return s.all }

func (s *sensitivityScreen) columns(w int) columns {
	switch {
	case w < 80:
		return columns{[][]panelID{{inSweep, inKeeps}}, []int{w}, 0}
	case w < 120:
		const gap = 3
		first := min((w-gap)*43/77, 64)
		return columns{[][]panelID{{inSweep, inCrossings}, {inKeeps, inAcceptability}}, []int{first, w - gap - first}, gap}
	}
	const gap = 4
	second := min((w-gap)*44/136, 60)
	return columns{[][]panelID{{inSweep, inCrossings}, {inKeeps, inAcceptability, inTwoWay}}, []int{w - gap - second, second}, gap}
}

// path is how the weights follow when that of the criterion under the cursor moves.
func (s *sensitivityScreen) path() *robust.Path {
	return s.out.Path(s.out.Leaves[s.leaf], s.out.SharingInForce())
}

// extentOf is the part of the path that the chart shows.
func (s *sensitivityScreen) extentOf(p *robust.Path) (lo, hi float64) {
	r := p.Range()
	if !s.zoomed {
		return r.Lo, r.Hi
	}
	return max(p.Now()-0.15, r.Lo), min(p.Now()+0.15, r.Hi)
}

// lines are the technologies drawn: the first of the ranking.
func (s *sensitivityScreen) lines() []int {
	n := 4
	if s.root.w >= 120 {
		n = 5
	}
	var all []int
	for k := range min(n+s.more, len(s.out.Rows), 9) {
		all = append(all, s.techOf(k))
	}
	if s.rowOf(s.chosen) != nil && !slices.Contains(all, s.chosen) {
		all = append(all, s.chosen)
	}
	return all
}

// quick reports whether so many scorings take no longer than a key may.
func (s *sensitivityScreen) quick(scorings int) bool {
	m, n := s.out.Problem.Dims()
	return solvable(s.out.Scorer) && m*n*scorings < 1_500_000
}

func (s *sensitivityScreen) settle() tea.Cmd {
	if now := [2]int{s.gen, s.leaf}; s.cursorOf != now {
		s.cursor, s.cursorOf = s.out.Global[s.leaf], now
	}
	var cmds []tea.Cmd
	o, how := s.out, s.out.SharingInForce()
	m, n := o.Problem.Dims()
	if sweeps := func(context.Context) ([]robustness.NodeStability, error) { return robustness.Stability(o, how), nil }; !s.sweeps.fresh(s.session) {
		if s.quick(1) && min(m, 300)*m*n < 100_000 {
			value, err := sweeps(s.root.ctx)
			s.sweeps = result[[]robustness.NodeStability]{value, err, "sweeps", s.gen}
		} else {
			cmds = append(cmds, want(s.room, &s.sweeps, "sweeps", 0, sweeps))
		}
	}
	if p, ok := s.arranged.find(inSweep); ok {
		width := s.all[inSweep].(*sweepPanel).plotWidth(p.w)
		lo, hi := s.extentOf(s.path())
		key := fmt.Sprint("chart ", s.leaf, width, lo, hi, s.lines())
		work := s.plot(width, lo, hi)
		if s.chart.key != key || !s.chart.fresh(s.session) {
			if s.quick(width * 3) {
				value, err := work(s.root.ctx)
				s.chart = result[*chart]{value, err, key, s.gen}
			} else if !s.job().tooSlow(width) {
				cmds = append(cmds, want(s.room, &s.chart, key, 0, work))
			}
		}
	}
	if s.arranged.shows(inAcceptability) && !s.job().tooSlow(drawCount) {
		cmds = append(cmds, want(s.room, &s.accept, "acceptability", drawDelay, func(ctx context.Context) (*robust.Acceptabilities, error) {
			return robustness.Draw(ctx, o, robustness.DrawOptions{Draws: drawCount})
		}))
	}
	if p, ok := s.arranged.find(inTwoWay); ok && n > 1 {
		w, h := s.all[inTwoWay].(*twoWayPanel).grid(p.w, p.h)
		if key := fmt.Sprint("two-way ", s.leaf, s.secondLeaf(), w, h); h > 0 && !s.job().tooSlow(w*h) {
			cmds = append(cmds, want(s.room, &s.twoWay, key, drawDelay, s.map2(w, h)))
		}
	}
	return tea.Batch(cmds...)
}

// secondLeaf is the criterion on the map's other axis.
func (s *sensitivityScreen) secondLeaf() int {
	n := len(s.crit)
	k := (s.leaf + s.second) % n
	if k == s.leaf {
		k = (k + 1) % n
	}
	return k
}

// plot is the work of scoring along the path.
func (s *sensitivityScreen) plot(width int, lo, hi float64) func(context.Context) (*chart, error) {
	o, path, leaf, lines := s.out, s.path(), s.leaf, s.lines()
	how := o.SharingInForce()
	return func(ctx context.Context) (*chart, error) {
		c := &chart{leaf: leaf, lines: lines, scores: make([][]float64, len(lines))}
		rows := make([]int, len(lines)) // of the problem
		for k, t := range lines {
			rows[k] = slices.Index(o.Technology, t)
		}
		var weights, scores []float64
		for x := range width {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			t := lo + (hi-lo)*float64(x)/float64(max(width-1, 1))
			weights = path.Weights(weights, t)
			scores = o.Scorer.Scores(scores, weights)
			c.at = append(c.at, t)
			for k, row := range rows {
				c.scores[k] = append(c.scores[k], scores[row])
			}
		}
		// Crossings of the lines among themselves, and whatever else changes the first place.
		all := robustness.StabilityOf(o, o.Leaves[leaf], how).Crossings
		for _, x := range all {
			both := slices.Contains(rows, x.A) && slices.Contains(rows, x.B)
			if !both && len(all) > 2000 {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			weights = path.Weights(weights, x.At)
			scores = o.Scorer.Scores(scores, weights)
			best := scores[0]
			for _, v := range scores {
				if o.Better(v, best) > 0 {
					best = v
				}
			}
			first := mcda.Tied(scores[x.A], best) || math.Abs(scores[x.A]-best) < 1e-9*math.Abs(best)
			if both || first {
				c.crossings = append(c.crossings, meeting{x.At, o.Technology[x.A], o.Technology[x.B], first})
			}
		}
		return c, nil
	}
}

// map2 is the work of finding who leads over two weights: the first is moved along its path, then the second along its own with the first held.
func (s *sensitivityScreen) map2(w, h int) func(context.Context) (*twoWay, error) {
	o, leaf, second, how := s.out, s.leaf, s.secondLeaf(), s.out.SharingInForce()
	path, locks := s.path(), o.Locks()
	around := func(k int) (lo, hi float64) {
		now := o.Global[k]
		return max(now-0.15, 0), min(now+0.15, 1)
	}
	return func(ctx context.Context) (*twoWay, error) {
		m := &twoWay{leaf: leaf, second: second}
		m.lo, m.hi = around(leaf)
		m.lower, m.highest = around(second)
		locks[leaf], locks[second] = true, false
		var scores []float64
		for y := range h {
			row := make([]int, w)
			u := m.highest - (m.highest-m.lower)*float64(y)/float64(max(h-1, 1))
			for x := range w {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				t := m.lo + (m.hi-m.lo)*float64(x)/float64(max(w-1, 1))
				if row[x] = -1; t+u > 1+1e-9 || t > path.Range().Hi+1e-9 {
					continue
				}
				next := robust.NewMove(path.Weights(nil, t), []int{second}, locks, how)
				if r := next.Range(); u < r.Lo-1e-9 || u > r.Hi+1e-9 {
					continue
				}
				scores = o.Scorer.Scores(scores, next.Weights(nil, u))
				best := 0
				for i, v := range scores {
					if o.Better(v, scores[best]) > 0 {
						best = i
					}
				}
				row[x] = o.Technology[best]
			}
			m.leader = append(m.leader, row)
		}
		return m, nil
	}
}

// sweepOf is a leaf's sweep in the present state, nil while it is not known.
func (s *sensitivityScreen) sweepOf(leaf int) *robust.Sweep {
	if !s.sweeps.fresh(s.session) {
		return nil
	}
	for k := range s.sweeps.value {
		if s.sweeps.value[k].Criterion == s.out.Leaves[leaf] {
			return s.sweeps.value[k].Sweep
		}
	}
	return nil
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
		return s.root.settle(), true
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
		return s.root.settle(), true
	case is(k.Add):
		s.more++
		if len(s.lines()) >= 9 {
			s.more = 0
		}
		return s.root.settle(), true
	case is(k.Interval):
		s.interval = (s.interval + 1) % 3
		if s.study().Settings.Shortlist < 1 && s.interval == 1 {
			s.interval = 2
		}
	case is(k.Second):
		s.second = s.second%max(len(s.crit)-1, 1) + 1
		return s.root.settle(), true
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
	cmd := s.root.act(study.SetWeight{Criterion: s.study().Criteria[s.out.Leaves[s.leaf]].Code, Weight: at})
	if s.bad {
		return cmd
	}
	text := s.t(textMovedWeight, s.crit[s.leaf], percent(was), s.g.arrow, percent(s.out.Global[s.leaf]))
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
	p, ok := s.arranged.at(at.X, at.Y)
	if !ok {
		return nil
	}
	sweep := s.all[inSweep].(*sweepPanel)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		switch p.id {
		case inSweep:
			s.move(nudged(s.cursor, by))
		case inKeeps:
			s.leaf = min(max(s.leaf+by, 0), len(s.crit)-1)
			return s.root.settle()
		}
	case tea.MouseClickMsg, tea.MouseMotionMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		_, pressed := msg.(tea.MouseClickMsg)
		switch p.id {
		case inSweep:
			if to, ok := sweep.weightAt(at.X - p.x); ok {
				if pressed && math.Abs(to-s.cursor) < 1e-12 && to != s.out.Global[s.leaf] {
					return s.apply()
				}
				s.move(to)
			}
		case inKeeps:
			if k, ok := s.all[inKeeps].(*keepsPanel).under(at.Y - p.y); ok && pressed {
				s.leaf = k
				s.news("")
				return s.root.settle()
			}
		case inCrossings:
			if c := s.all[inCrossings].(*crossingsPanel).under(at.X-p.x, at.Y-p.y); c != nil && pressed {
				s.move(c.at)
			}
		}
	}
	return nil
}

func (s *sensitivityScreen) hints() []hint {
	return []hint{{s.g.upDown, textHintCriterion, textHintCriterionS, 0}, {s.g.sides, textHintCursor, "", 0}, {"n N", textHintCrossing, textHintCrossingS, 1}, {"Enter", textHintApply, textHintApplyS, 0},
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
		return s.tech[t]
	}
	text := s.t(textCursorReads, percent(s.cursor), name(first), s.score(scores[first]), name(second), s.score(scores[second]), s.score(math.Abs(scores[first]-scores[second])))
	c := s.crossing(true)
	if c == nil {
		return text + " " + s.t(textNoneToTheRight)
	}
	end := percent(c.at) + " " + s.pairOf(c)
	if c.first {
		return text + " " + s.t(textNextTakes, end, s.tech[c.b])
	}
	return text + " " + s.t(textNextCrossing, end)
}

// pairOf is a crossing in letters where they have them: "A=C".
func (s *sensitivityScreen) pairOf(c *meeting) string {
	a, b := s.letter(c.a), s.letter(c.b)
	if a == "" {
		a = s.tech[c.a]
	}
	if b == "" {
		b = s.tech[c.b]
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
