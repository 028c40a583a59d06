package tui

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"veche/internal/study"
)

// Options are what the command tells the explorer.
type Options struct {
	File              string                                                         // name shown in the title row
	Save              func(*study.Study, []study.Action) (where string, err error)   // nil: the study cannot be saved
	Export            func(*study.Outcome, []study.Action) (where string, err error) // nil: no export
	Theme             string                                                         // "dark", "light", "colorblind", "none", "" for what the terminal says
	ASCII             bool
	NoMouse, NoMotion bool
}

// model is the root: it alone takes messages and returns the view.
type model struct {
	*room
	options  Options
	ctx      context.Context
	w, h     int
	theme    string // as chosen; "" follows the terminal
	dark     bool
	panels   [panels]panel
	weights  *weightsPanel
	ranking  *rankingPanel
	arranged arrangement

	status  string
	brief   string // the status for a narrow window, "" when there is none
	bad     bool   // the status is an error
	nudging bool   // the last key was a nudge of the same slider: the next one is the same step
	drag    struct {
		on, moved bool
		leaf      int
	}
	prompt  *prompt
	overlay *overlay
	asking  bool // quit without saving?
	leaving bool // quit once saved
	mouse   bool
	solving bool   // stability is being worked out
	busy    string // work under way, in words
	stop    context.CancelFunc
	marks   int  // number of the last highlight
	still   bool // a frame: everything at once, nothing moves
}

// prompt is a line of text being typed in the status row.
type prompt struct {
	label  string
	text   string
	fault  string
	filter bool
}

func newModel(ctx context.Context, s *study.Study, o Options) (*model, error) {
	theme, err := canonicalTheme(o.Theme)
	if err != nil {
		return nil, err
	}
	x, err := newSession(s)
	if err != nil {
		return nil, err
	}
	m := &model{room: &room{session: x, g: glyphsFor(o.ASCII), focus: inWeights, rival: -1, chosen: x.techOf(0)}, options: o, ctx: ctx, theme: theme, dark: true, mouse: !o.NoMouse}
	m.th = newTheme(theme, m.dark)
	m.weights, m.ranking = &weightsPanel{room: m.room}, &rankingPanel{room: m.room, madeOf: -1}
	m.panels = [panels]panel{inWeights: m.weights, inRanking: m.ranking, inFlips: &flipsPanel{room: m.room}, inHistory: &historyPanel{room: m.room},
		inCriterion: &criterionPanel{room: m.room}, inSelected: &selectedPanel{room: m.room}, inWhy: &whyPanel{room: m.room}, inDraws: &drawsPanel{room: m.room}}
	first, second := &x.out.Rows[0], &x.out.Rows[1]
	lead := m.score(math.Abs(first.Score - second.Score))
	m.say(textReady, x.tech[x.techOf(0)], lead)
	m.brief = fmt.Sprintf(textReadyShort, lead)
	return m, nil
}

func (m *model) say(format string, args ...any) {
	m.status, m.brief, m.bad = fmt.Sprintf(format, args...), "", false
}

func (m *model) complain(format string, args ...any) {
	m.status, m.brief, m.bad = fmt.Sprintf(format, args...), "", true
}

func (m *model) Init() tea.Cmd { return tea.RequestBackgroundColor }

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.handle(msg)
	return m, cmd
}

func (m *model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		return m.settle()
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.th = newTheme(m.theme, m.dark)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		if m.prompt != nil {
			m.typed(clean(msg.Content))
		}
	case tea.MouseMsg:
		return m.point(msg)
	case stabilityMsg:
		m.solving = false
		if msg.gen == m.gen {
			for k, leaf := range msg.leaves {
				m.stability[leaf] = msg.found[k]
			}
		}
		return m.background(0)
	case drawsMsg:
		if msg.gen == m.gen && msg.first != nil {
			m.draws, m.drawsOf, m.drawsGen = msg.first, msg.of, msg.gen
		}
	case preparedMsg:
		m.busy = ""
		if msg.gen == m.gen {
			return m.finish(msg.action, msg.p, msg.err)
		}
	case savedMsg:
		m.busy = ""
		if msg.err != nil {
			m.leaving = false
			m.complain(textNotSaved, oneLine(msg.err))
			return nil
		}
		m.saved = msg.state
		m.say(textSaved, msg.where)
		leaving := m.leaving && !m.dirty()
		m.leaving = false
		if leaving {
			return tea.Quit
		}
	case exportedMsg:
		m.busy = ""
		if msg.err != nil {
			m.complain(textNotExported, oneLine(msg.err))
		} else {
			m.say(textExported, msg.where)
		}
	case unmarkMsg:
		if int(msg) == m.marks {
			m.flash = nil
		}
	}
	return nil
}

// oneLine is an error on one line.
func oneLine(err error) string { return clean(err.Error()) }

// unmarkMsg ends a highlight.
type unmarkMsg int

// settle lays the screen out and works out what it needs.
func (m *model) settle() tea.Cmd {
	if m.w == 0 {
		return nil
	}
	m.layout()
	m.steady(m.leaf, m.arranged.shows(inFlips) || m.still)
	if m.still {
		m.settleStability()
	}
	m.layout()
	return m.background(drawDelay)
}

func (m *model) layout() {
	m.arranged = arrange(m.w, m.h, func(id panelID) panel { return m.panels[id] })
	for _, p := range m.arranged.places {
		m.panels[p.id].SetSize(p.w, p.h)
	}
}

// background starts what is not known yet: stability on the screen, and the draws.
func (m *model) background(delay time.Duration) tea.Cmd {
	if m.still {
		return nil
	}
	var cmds []tea.Cmd
	if missing := m.missing(m.leaf, m.arranged.shows(inFlips)); len(missing) > 0 && !m.solving && (solvable(m.out.Scorer) || !m.job().tooSlow(gridSize)) {
		m.solving = true // one at a time; what it leaves, or what has changed by then, comes next
		cmds = append(cmds, stabilityCmd(m.job(), m.gen, missing))
	}
	if m.arranged.shows(inDraws) && m.drawsGen != m.gen && delay > 0 && !m.job().tooSlow(drawCount) {
		if m.stop != nil {
			m.stop()
		}
		var ctx context.Context
		ctx, m.stop = context.WithCancel(m.ctx)
		cmds = append(cmds, drawsCmd(ctx, m.session, delay))
	}
	return tea.Batch(cmds...)
}

// changed follows a change of the study: it marks what moved and settles.
func (m *model) changed(before moment) tea.Cmd {
	if m.chosen < 0 || m.chosen >= len(m.tech) {
		m.chosen = m.techOf(0)
	}
	if m.rowOf(m.rival) == nil {
		m.rival = -1
	}
	m.leaf = min(m.leaf, len(m.crit)-1)
	m.ranking.refill()
	cmd := m.settle()
	if m.options.NoMotion || m.still {
		return cmd
	}
	m.flash = map[int]bool{}
	for t, was := range before.ranks {
		if was != m.now.ranks[t] {
			m.flash[t] = true
		}
	}
	m.marks++
	mark := unmarkMsg(m.marks)
	return tea.Batch(cmd, tea.Tick(300*time.Millisecond, func(time.Time) tea.Msg { return mark }))
}

// act does an action that is more than a move of weights.
func (m *model) act(a study.Action) tea.Cmd {
	if weightsOnly(a) {
		before := m.now
		if err := m.do(a, nil); err != nil {
			m.complain("%s", oneLine(err))
			return nil
		}
		return m.changed(before)
	}
	if m.occupied() {
		return nil
	}
	if m.heavy() && !m.still {
		m.busy = textWorkingOn
		return prepareCmd(m.study(), a, m.gen)
	}
	p, err := try(m.study(), a)
	return m.finish(a, p, err)
}

func (m *model) finish(a study.Action, p *study.Prepared, err error) tea.Cmd {
	before := m.now
	if err == nil {
		err = m.do(a, p)
	}
	if err != nil {
		m.complain("%s", oneLine(err))
		return nil
	}
	m.say(textDid, a)
	return m.changed(before)
}

// moveWeight sets the weight under the cursor, as part of the last step when amend is set.
func (m *model) moveWeight(to float64, amend bool) tea.Cmd {
	if m.locked[m.leaf] {
		m.complain(textLockedFirst, m.crit[m.leaf])
		return nil
	}
	before, was, leader := m.now, m.out.Global[m.leaf], m.now.leader
	clamped, err := m.setWeight(m.leaf, to, amend)
	if err != nil {
		m.complain("%s", capital(oneLine(err)))
		return nil
	}
	cmd := m.changed(before)
	m.tellMove(was, leader, clamped)
	return cmd
}

// tellMove is the status after a move: what moved, and how safe #1 is now.
func (m *model) tellMove(was float64, leader int, clamped bool) {
	brief := ""
	text := fmt.Sprintf(textMovedWeight, m.crit[m.leaf], percent(was), m.g.arrow, percent(m.out.Global[m.leaf]))
	if now := m.now.leader; now != leader {
		brief = text + " " + fmt.Sprintf(textNewLeaderShort, m.tech[now])
		text += " " + fmt.Sprintf(textNewLeader, m.tech[now], m.tech[leader])
	} else if st := m.stability[m.leaf]; st != nil {
		brief = text + " " + fmt.Sprintf(textKeepsShort, m.keeps(st)) + "."
		text += " " + fmt.Sprintf(textKeepsWhile, m.tech[now], m.keeps(st)) + "."
	} else {
		text += " " + fmt.Sprintf(textKeepsStatus, m.tech[now]) + "."
	}
	if clamped {
		text += " " + textAtBound
	}
	m.say("%s", text)
	m.brief = brief
}

func capital(s string) string {
	for k, r := range s {
		return strings.ToUpper(string(r)) + s[k+len(string(r)):]
	}
	return s
}

// occupied reports, and says, that slow work is under way: a file is never written twice at once.
func (m *model) occupied() bool {
	if m.busy != "" {
		m.complain(textBusy, m.busy)
	}
	return m.busy != ""
}

func (m *model) save() tea.Cmd {
	if m.options.Save == nil {
		m.complain(textCannotSave)
		return nil
	}
	if m.occupied() {
		return nil
	}
	m.busy = textSaving
	s, actions, save := m.study(), m.log.Actions(), m.options.Save
	return func() tea.Msg {
		where, err := save(s, actions)
		return savedMsg{s, where, time.Now(), err}
	}
}

func (m *model) export() tea.Cmd {
	if m.options.Export == nil || m.occupied() {
		return nil
	}
	m.busy = textExporting
	o, actions, export := m.out, m.log.Actions(), m.options.Export
	return func() tea.Msg {
		where, err := export(o, actions)
		return exportedMsg{where, err}
	}
}

func (m *model) nextTheme() {
	next := themes[0]
	for k, name := range themes {
		if name == m.th.name {
			next = themes[(k+1)%len(themes)]
		}
	}
	m.theme, m.th = next, newTheme(next, m.dark)
	m.say(textThemeNow, next)
}

func (m *model) quit() tea.Cmd {
	if m.dirty() {
		m.asking = true
		return nil
	}
	return tea.Quit
}

// answer handles the answer to "quit without saving?".
func (m *model) answer(c command) tea.Cmd {
	m.asking = false
	switch c {
	case "y", "Y", "q", "ctrl+c":
		return tea.Quit
	case "s", "S", "ctrl+s":
		m.leaving = true
		return m.save()
	}
	return nil
}

// asText is the ranking as a spreadsheet takes it from the clipboard.
func (m *model) asText() string {
	var b strings.Builder
	b.WriteString(textCopyTitle + "\n")
	for k := range m.out.Rows {
		r := &m.out.Rows[k]
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\n", r.Rank, clean(r.Technology.ID), m.tech[m.of(r)], strconv.FormatFloat(r.Score, 'g', -1, 64))
	}
	return b.String()
}
