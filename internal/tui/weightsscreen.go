package tui

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/study"
)

// The panels of the weights screen.
const (
	inWeights panelID = iota
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
	focus   panelID // inWeights or inRanking
	weights *weightsPanel
	ranking *rankingPanel
	all     []panel

	nudging bool // the last key was a nudge of the same slider: the next one is the same step
	drag    struct {
		on, moved bool
		leaf      int
	}
}

func newWeightsScreen(r *room) *weightsScreen {
	s := &weightsScreen{room: r, focus: inWeights}
	s.weights, s.ranking = &weightsPanel{weightsScreen: s}, &rankingPanel{weightsScreen: s, madeOf: -1}
	s.all = []panel{inWeights: s.weights, inRanking: s.ranking, inFlips: &flipsPanel{room: r}, inHistory: &historyPanel{room: r},
		inCriterion: &criterionPanel{room: r}, inSelected: &selectedPanel{room: r}, inWhy: &whyPanel{room: r}, inDraws: &drawsPanel{room: r}}
	lead := s.score(math.Abs(s.out.Rows[0].Score - s.out.Rows[1].Score))
	s.say(textReady, s.tech[s.techOf(0)], lead)
	s.brief = s.t(textReadyShort, lead)
	return s
}

func (s *weightsScreen) panels() []panel { return s.all }
func (s *weightsScreen) status() string  { return "" }

func (s *weightsScreen) columns(w int) columns {
	switch {
	case w < 80:
		return columns{[][]panelID{{inWeights, inRanking, inFlips}}, []int{w}, 0}
	case w < 120:
		gap := 2
		if w >= 100 {
			gap = 3
		}
		first := min((w-gap)*38/78, 60)
		return columns{[][]panelID{{inWeights, inCriterion, inHistory, inSelected}, {inRanking, inFlips, inWhy, inDraws}}, []int{first, w - gap - first}, gap}
	}
	gap := 3
	if w >= 136 {
		gap = 4
	}
	room := w - 2*gap
	first, last := min(room*42/132, 56), min(room*44/132, 64)
	return columns{[][]panelID{{inWeights, inCriterion, inHistory}, {inRanking, inFlips, inDraws}, {inWhy, inSelected}}, []int{first, room - first - last, last}, gap}
}

func (s *weightsScreen) settle() tea.Cmd {
	s.ranking.refill()
	all := s.arranged.shows(inFlips)
	if s.still {
		s.settleStability()
		all = false
	}
	s.steady(s.leaf, all)
	var cmds []tea.Cmd
	if missing := s.missing(s.leaf, all); len(missing) > 0 && (solvable(s.out.Scorer) || !s.job().tooSlow(gridSize)) {
		j := s.job()
		cmds = append(cmds, s.slow("stability", 0, func(context.Context) func() { // what it leaves comes next
			leaves, found := j.some(missing)
			return func() {
				for k, leaf := range leaves {
					s.stability[leaf] = found[k]
				}
			}
		}))
	}
	if s.arranged.shows(inDraws) && !s.job().tooSlow(drawCount) {
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
		cmd := s.moveWeight(nudged(s.out.Global[s.leaf], points), amend && done > 0)
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
		s.root.ask(&prompt{label: s.t(textPromptExact, s.crit[s.leaf]), enter: s.exact})
	case is(keys.Lock):
		on := !s.locked[s.leaf]
		cmd := s.root.act(study.Lock{Criterion: s.codeOf(s.leaf), Locked: on})
		if on {
			s.say(textLockedNow, s.crit[s.leaf], percent(s.out.Global[s.leaf]))
		} else {
			s.say(textUnlockedNow, s.crit[s.leaf])
		}
		return cmd, true
	case is(keys.Reset):
		cmd := s.root.act(study.ResetWeights{})
		s.fitScale(true)
		s.say(textResetDone)
		return cmd, true
	case is(keys.Enter):
		if row := s.rowOf(s.chosen); row != nil && s.chosen != s.techOf(0) {
			s.rival = s.chosen
			s.say(textComparing, s.tech[s.chosen])
		} else {
			s.rival = -1
		}
	case is(keys.Filter):
		s.focus = inRanking
		s.root.ask(&prompt{label: s.t(textPromptFilter), text: s.query, filter: true, typed: s.filter, leave: func() { s.filter("") }})
	case is(keys.Escape):
		if s.query != "" {
			s.filter("")
			s.say(textFilterClear)
		}
	case is(keys.Exclude):
		id := s.study().Technologies[s.chosen].ID
		return s.root.act(study.ExcludeTechnology{Technology: id, Excluded: !s.study().Excluded.Technologies[id]}), true
	default:
		return nil, false
	}
	return nil, true
}

// filter shows only the technologies that hold a text; their ranks stay.
func (s *weightsScreen) filter(text string) {
	s.query = fold(strings.TrimSpace(text))
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
		s.root.layout()
		return nil
	}
	s.leaf = min(max(s.leaf+by, 0), len(s.crit)-1)
	s.weights.reveal()
	return s.root.settle()
}

// moveWeight sets the weight under the cursor, as part of the last step when amend is set.
func (s *weightsScreen) moveWeight(to float64, amend bool) tea.Cmd {
	if s.locked[s.leaf] {
		s.complain(textLockedFirst, s.crit[s.leaf])
		return nil
	}
	before, was, leader := s.now, s.out.Global[s.leaf], s.now.leader
	clamped, err := s.setWeight(s.leaf, to, amend)
	if err != nil {
		s.complain("%s", capital(s.told(err)))
		return nil
	}
	cmd := s.root.changed(before)
	s.tellMove(was, leader, clamped)
	return cmd
}

// tellMove is the status after a move: what moved, and how safe #1 is now.
func (s *weightsScreen) tellMove(was float64, leader int, clamped bool) {
	brief := ""
	text := s.t(textMovedWeight, s.crit[s.leaf], percent(was), s.g.arrow, percent(s.out.Global[s.leaf]))
	if now := s.now.leader; now != leader {
		brief = text + " " + s.t(textNewLeaderShort, s.tech[now])
		text += " " + s.t(textNewLeader, s.tech[now], s.tech[leader])
	} else if st := s.stability[s.leaf]; st != nil {
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

// exact sets the weight that was typed, in per cent.
func (s *weightsScreen) exact(text string) (cmd tea.Cmd, fault string) {
	text, percents := strings.CutSuffix(strings.TrimSpace(text), "%")
	text = strings.TrimSpace(text)
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || math.IsNaN(x) || x < 0 || x > 100 {
		return nil, s.t(textPercentBad)
	}
	if !percents && x > 0 && x < 1 { // 0.26 may be meant as a share of 1
		return nil, s.t(textPercentShare, number(100*x), number(x))
	}
	if held, free := s.heldBack(s.leaf); x/100 > 1-held+1e-9 && free {
		return nil, s.t(textPercentHeld, tenths(floorTenth(100*(1-held))))
	}
	return s.moveWeight(x/100, false), ""
}

// point: a press on a slider moves it, a drag is one step, a press on a row chooses it, the wheel scrolls.
func (s *weightsScreen) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	p, ok := s.arranged.at(at.X, at.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := 1
		if at.Button == tea.MouseWheelUp {
			by = -1
		}
		switch {
		case ok && p.id == inWeights:
			s.weights.scroll(by)
		case ok && p.id == inRanking:
			s.ranking.scroll(3 * by)
		}
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft || !ok {
			return nil
		}
		s.nudging = false
		switch p.id {
		case inWeights:
			s.focus = inWeights
			k := s.weights.under(at.Y - p.y)
			if k < 0 {
				return nil
			}
			s.leaf = k
			if s.weights.onSlider(at.X - p.x) {
				s.drag.on, s.drag.moved, s.drag.leaf, s.held = true, false, k, true
				return s.dragTo(at.X - p.x)
			}
			return s.root.settle()
		case inRanking:
			s.focus = inRanking
			if it, ok := s.ranking.under(at.Y - p.y); ok {
				s.chosen = it.tech
				s.root.layout()
			}
		}
	case tea.MouseMotionMsg:
		if s.drag.on {
			if p, ok := s.arranged.find(inWeights); ok {
				return s.dragTo(at.X - p.x)
			}
		}
	case tea.MouseReleaseMsg:
		if s.drag.on {
			var cmd tea.Cmd
			if p, ok := s.arranged.find(inWeights); ok {
				cmd = s.dragTo(at.X - p.x)
			}
			s.drag.on, s.held = false, false
			s.fitScale(false)
			return cmd
		}
	}
	return nil
}

// dragTo moves the slider in hand to a column of the panel.
func (s *weightsScreen) dragTo(x int) tea.Cmd {
	to := s.weights.weightAt(x)
	s.leaf = s.drag.leaf
	if s.drag.moved && to == s.out.Global[s.leaf] {
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
		all = append(all, hint{s.g.upDown, textHintChoose, "", 0}, hint{"Enter", textHintCompare, textHintCompareS, 1}, hint{"x", textHintOut, textHintOutS, 4})
	} else {
		all = append(all, hint{s.g.sides, textHintPoint, textHintPointS, 0}, hint{"+-", textHintPoints, textHintPointsS, 1}, hint{"=", textHintType, "", 1})
	}
	return append(all, hint{"L", textHintLock, "", 2}, hint{"r", textHintReset, "", 4}, hint{"/", textHintFilter, "", 2})
}

func (s *weightsScreen) help() []keyGroup {
	return []keyGroup{
		{textWeights, []key.Binding{keys.Less, keys.More, keys.Step, keys.StepDown, keys.Exact, keys.Lock, keys.Reset}},
		{textRanking, []key.Binding{keys.Enter, keys.Filter, keys.Escape, keys.Exclude}},
	}
}

func (s *weightsScreen) entries() []entry { return []entry{{name: s.t(textKeyReset), press: "r"}} }

// copied is the ranking as a spreadsheet takes it from the clipboard.
func (s *weightsScreen) copied() (text, what string) {
	var b strings.Builder
	b.WriteString(s.t(textCopyTitle) + "\n")
	for k := range s.out.Rows {
		r := &s.out.Rows[k]
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\n", r.Rank, clean(r.Technology.ID), s.tech[s.of(r)], strconv.FormatFloat(r.Score, 'g', -1, 64))
	}
	return b.String(), s.t(textRankingCopied)
}
