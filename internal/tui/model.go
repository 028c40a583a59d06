package tui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"veche/internal/language"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// Options are what the command tells the explorer.
type Options struct {
	File              string                                                               // name shown in the title row
	Save              func(*study.Study, []study.Action) (where, sha256 string, err error) // nil: the study cannot be saved
	SaveAs            func(s *study.Study, path string) (where, sha256 string, err error)  // into another workbook, where what follows is saved too; nil: there is none
	Exports           []Export                                                             // what can be written of a ranking; nil: nothing
	Write             func(name string, data []byte) (where string, err error)             // a file beside the study that does not exist yet; nil: none can be written
	Theme             string                                                               // "dark", "light", "colorblind", "none", "" for what the terminal says
	ASCII             bool
	NoMouse, NoMotion bool
	Language          language.Language
	Record            func(study.Step) error // takes every step as it is made, at once; nil: there is no journal
	Left              *Left                  // what an earlier explorer left unsaved; nil: nothing
	Trouble           string                 // what went wrong on the way here, "" for nothing
}

// Export is a file that can be written of a ranking.
type Export struct {
	Key   string // that chooses it
	Does  string // what it is, a text of the catalogue
	Write func(*study.Outcome, []study.Action) (where string, err error)
}

// model is the root: it alone takes messages and returns the view.
type model struct {
	*room
	options Options
	ctx     context.Context
	w, h    int
	theme   string // as chosen; "" follows the terminal
	dark    bool
	screens [screenCount]screen
	weights *weightsScreen // the first of them, which the explorer in lines asks too
	at      screenID

	prompt   *prompt
	overlay  *overlay
	dialog   *dialog
	leaving  bool // quit once saved
	finished bool // quit by choice: the journal has served
	mouse    bool
	clicked  struct {
		x, y int
		at   time.Time
	}
	busy  string // work under way, in words
	marks int    // number of the last highlight
}

// prompt is a line of text being typed in the status row.
type prompt struct {
	label  string
	text   string
	fault  string
	chosen bool                                          // the text is selected: what is typed takes its place
	filter bool                                          // every letter counts at once
	typed  func(text string)                             // told of every change; nil: nobody
	enter  func(text string) (cmd tea.Cmd, fault string) // Enter; a fault keeps the prompt open. nil: what was typed has counted already
	leave  func()                                        // Esc; nil: nothing
}

// ask opens a prompt.
func (m *model) ask(p *prompt) { m.prompt = p }

// show opens a window over the screen.
func (m *model) show(o *overlay) { m.overlay = o }

func (m *model) width() int               { return m.w }
func (m *model) context() context.Context { return m.ctx }

func newModel(ctx context.Context, s *study.Study, o Options) (*model, error) {
	theme, ok := draw.CanonicalTheme(o.Theme)
	if !ok {
		return nil, language.Errorf(textNoTheme, o.Theme, strings.Join(draw.Themes, ", "))
	}
	x, err := newSession(s, o.Language)
	if err != nil {
		return nil, err
	}
	r := &room{session: x, g: draw.GlyphsFor(o.ASCII), rival: -1, chosen: x.techOf(0), running: map[string]running{}}
	m := &model{room: r, options: o, ctx: ctx, theme: theme, dark: true, mouse: !o.NoMouse}
	r.host = m
	m.th = draw.NewTheme(theme, m.dark)
	m.weights = newWeightsScreen(r)
	m.screens = [screenCount]screen{onWeights: m.weights, onWhy: newWhyScreen(r), onSensitivity: newSensitivityScreen(r), onPanel: newPanelScreen(r),
		onPairwise: newPairwiseScreen(r), onShortlist: newShortlistScreen(r)}
	m.record = o.Record
	if o.Trouble != "" {
		m.complain("%s", o.Trouble)
	}
	if o.Left != nil {
		m.offer()
	}
	return m, nil
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
		m.th = draw.NewTheme(m.theme, m.dark)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		if m.prompt != nil {
			m.prompt.add(draw.Clean(msg.Content))
		}
	case tea.MouseMsg:
		return m.point(msg)
	case worked:
		return m.ended(msg)
	case preparedMsg:
		m.busy = ""
		if msg.gen == m.gen {
			return m.finish(msg.action, msg.p, msg.err, msg.again)
		}
	case savedMsg:
		m.busy = ""
		if msg.err != nil {
			m.leaving = false
			m.complain(textNotSaved, m.told(msg.err))
			return nil
		}
		m.saved = msg.state
		if done := m.log.Index(msg.state); done >= 0 {
			m.note(study.Step{Kind: study.Saved, SHA256: msg.sha256, Done: done, At: msg.at})
		}
		m.say(textSaved, msg.where)
		leaving := m.leaving && !m.dirty()
		m.leaving = false
		if leaving {
			return m.leave(true)
		}
	case recoveredMsg:
		return m.recovered(msg)
	case asideMsg:
		if m.say(textPutAside, msg.where); msg.err != nil {
			m.complain(textNotPutAside, m.told(msg.err))
		}
	case exportedMsg:
		m.busy = ""
		if msg.err != nil {
			m.complain(textNotExported, m.told(msg.err))
		} else {
			m.say(textExported, msg.where)
		}
	case printedMsg:
		if m.say(textPrinted, msg.where); msg.err != nil {
			m.complain(textNotPrinted, m.told(msg.err))
		}
	case unmarkMsg:
		if int(msg) == m.marks {
			m.flash = nil
		}
	}
	return nil
}

// unmarkMsg ends a highlight.
type unmarkMsg int

// settle lays the screen out and works out what it needs.
func (m *model) settle() tea.Cmd {
	if m.w == 0 {
		return nil
	}
	m.layout()
	cmd := m.screen().settle()
	m.layout()
	return cmd
}

func (m *model) layout() {
	s := m.screen()
	m.arranged = draw.Arrange(m.w, m.h, s.panes(), s.columns(m.w))
	panes := s.panes()
	for _, p := range m.arranged.Places {
		panes[p.ID].SetSize(p.W, p.H)
	}
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

// act does an action: at once where the study stays prepared, else, on a large study, beside the program. The status says that it was done.
func (m *model) act(a study.Action) tea.Cmd { return m.does(a, false) }

// amend does an action in place of the last one, as the next position of the same hand on the same thing: the two are one step to undo.
func (m *model) amend(a study.Action) tea.Cmd { return m.does(a, true) }

func (m *model) does(a study.Action, again bool) tea.Cmd {
	if keepsPrepared(a) {
		return m.finish(a, nil, nil, again)
	}
	if m.occupied() {
		return nil
	}
	from := m.study()
	if again {
		from = m.log.Previous()
	}
	if m.heavy() && !light(a) && !m.still {
		m.busy = m.t(textWorkingOn)
		return prepareCmd(m.prepared[from], from, a, m.gen, again)
	}
	p, err := try(m.prepared[from], from, a)
	return m.finish(a, p, err, again)
}

func (m *model) finish(a study.Action, p *study.Prepared, err error, again bool) tea.Cmd {
	before := m.now
	switch {
	case err != nil:
	case again:
		err = m.session.amend(a, p)
	default:
		err = m.session.do(a, p)
	}
	if err != nil {
		m.complain("%s", capital(m.told(err)))
		return nil
	}
	m.say(textDid, m.did(a))
	return m.changed(before)
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
	if m.seal() == sealBroken && sealOf(m.saved) == sealKept {
		m.dialog = &dialog{m.t(textSealAsk), []choice{
			{"y", textAnswerBreak, nil, m.write},
			{"esc", textAnswerStay, nil, func() tea.Cmd { m.leaving = false; return nil }},
		}}
		return nil
	}
	return m.write()
}

// saveAs asks for a name and saves what is in force under it.
func (m *model) saveAs() tea.Cmd {
	if m.options.SaveAs == nil {
		m.complain(textCannotSave)
		return nil
	}
	m.ask(&prompt{label: m.t(textPromptSaveAs), enter: func(text string) (tea.Cmd, string) {
		if text = strings.TrimSpace(text); text == "" {
			return nil, m.t(textSaveAsNameless)
		}
		if m.occupied() {
			return nil, ""
		}
		m.busy = m.t(textSaving)
		s, save := m.study(), m.options.SaveAs
		return func() tea.Msg {
			where, sha256, err := save(s, text)
			return savedMsg{s, where, sha256, time.Now(), err}
		}, ""
	}})
	return nil
}

// speak changes the language of the screens; what was worked out in words is worked out again.
func (m *model) speak(l language.Language) tea.Cmd {
	m.lang, m.options.Language = l, l
	m.gen++
	m.say(textLanguageNow)
	return m.settle()
}

// write saves what is in force.
func (m *model) write() tea.Cmd {
	m.busy = m.t(textSaving)
	s, actions, save := m.study(), m.log.Actions(), m.options.Save
	return func() tea.Msg {
		where, sha256, err := save(s, actions)
		return savedMsg{s, where, sha256, time.Now(), err}
	}
}

func (m *model) export() tea.Cmd {
	if len(m.options.Exports) == 0 || m.occupied() {
		return nil
	}
	if len(m.options.Exports) == 1 {
		return m.exporting(m.options.Exports[0])
	}
	d := &dialog{question: m.t(textExportAsk)}
	for _, x := range m.options.Exports {
		d.choices = append(d.choices, choice{command(x.Key), x.Does, nil, func() tea.Cmd { return m.exporting(x) }})
	}
	d.choices = append(d.choices, choice{"esc", textAnswerStay, nil, func() tea.Cmd { return nil }})
	m.dialog = d
	return nil
}

// exporting writes one of the files that can be written.
func (m *model) exporting(x Export) tea.Cmd {
	m.busy = m.t(textExporting)
	o, actions := m.out, m.log.Actions()
	return func() tea.Msg {
		where, err := x.Write(o, actions)
		return exportedMsg{where, err}
	}
}

func (m *model) nextTheme() {
	next := draw.Themes[0]
	for k, name := range draw.Themes {
		if name == m.th.Name {
			next = draw.Themes[(k+1)%len(draw.Themes)]
		}
	}
	m.theme, m.th = next, draw.NewTheme(next, m.dark)
	m.say(textThemeNow, next)
}
