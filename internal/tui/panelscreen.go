package tui

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/study/panel"

	"veche/internal/tui/draw"
)

// The panes of the panel screen.
const (
	inAgreement draw.ID = iota
	inPlaces
	inOne
	inFinding
	inContested
	inBlocPlaces
	inRounds
)

var panelKeys = struct{ Exclude, Blocs, Weights, Aggregation, Open, Left, Right, Worst key.Binding }{
	Exclude: bind("x", "x", textKeyExcludeExpert), Blocs: bind("b", "b", textKeyBlocs), Weights: bind("w", "w", textKeyExpertWeights), Aggregation: bind("g", "g", textKeyAggregation),
	Open: bind("enter", "Enter", textKeyExpertJudgements), Left: bind("left h", "Left h", textKeyColumnsLeft), Right: bind("right l", "Right l", textKeyColumnsRight), Worst: bind("n", "n", textKeyApart),
}

// panelScreen is the fourth: who ranks what where, how far they agree, and who stands apart.
type panelScreen struct {
	*room
	expert  int // under the cursor, a place in the study's list
	bloc    int // the same while blocs are shown
	blocs   bool
	weights bool
	column  int // first column shown
	offset  int // first row shown
	places  *placesPane
	all     []draw.Pane
	report  result[*panel.Report]
}

func newPanelScreen(r *room) *panelScreen {
	s := &panelScreen{room: r}
	s.places = &placesPane{panelScreen: s}
	s.all = []draw.Pane{inAgreement: &agreementPane{panelScreen: s}, inPlaces: s.places, inOne: &onePane{panelScreen: s}, inFinding: &findingPane{panelScreen: s},
		inContested: &contestedPane{panelScreen: s}, inBlocPlaces: &blocPlacesPane{panelScreen: s}, inRounds: &roundsPane{panelScreen: s}}
	return s
}

func (s *panelScreen) panes() []draw.Pane { return s.all }

func (s *panelScreen) columns(w int) draw.Columns {
	if w < 120 {
		return draw.Columns{IDs: [][]draw.ID{{inAgreement, inPlaces, inOne, inFinding, inContested}}, Widths: []int{w}, Gap: 0}
	}
	const gap = 4
	second := min((w-gap)*44/136, 60)
	return draw.Columns{IDs: [][]draw.ID{{inPlaces, inBlocPlaces, inRounds}, {inAgreement, inFinding, inOne, inContested}}, Widths: []int{w - gap - second, second}, Gap: gap}
}

func (s *panelScreen) settle() tea.Cmd {
	now := s.study()
	if len(now.Experts) > 0 {
		s.expert = min(max(s.expert, 0), len(now.Experts)-1)
	}
	return want(s.room, &s.report, "panel", 0, func(context.Context) (*panel.Report, error) { return panel.Assess(now) })
}

// now is the report, of whatever state it is; nil before the first and where there is no pane.
func (s *panelScreen) now() *panel.Report {
	if !s.report.known() {
		return nil
	}
	return s.report.value
}

// order lists the experts as they are shown: bloc by bloc, those without answers last.
func (s *panelScreen) order() []int {
	r := s.now()
	if r == nil {
		return nil
	}
	var all []int
	for e := range r.Experts {
		all = append(all, e)
	}
	silent := func(e int) bool {
		c := &r.Experts[e].Coverage
		return c.Answered+c.Judged == 0 && !r.Experts[e].Excluded
	}
	place := func(e int) int {
		k := r.Experts[e].Bloc
		if k < 0 {
			k = slices.IndexFunc(r.Study.Blocs, func(b study.Bloc) bool { return b.Name == r.Study.Experts[e].Bloc })
		}
		if k < 0 {
			k = len(r.Study.Blocs)
		}
		if silent(e) {
			k += 1000
		}
		return k
	}
	slices.SortStableFunc(all, func(a, b int) int { return place(a) - place(b) })
	return all
}

// technologies are the report's technologies, the panel's first first.
func (s *panelScreen) technologies() []int {
	r := s.now()
	if r == nil {
		return nil
	}
	var all []int
	for t := range r.Technologies {
		all = append(all, t)
	}
	rank := func(t int) int {
		if k := r.Technologies[t].Rank; k > 0 {
			return k
		}
		return math.MaxInt
	}
	slices.SortStableFunc(all, func(a, b int) int { return rank(a) - rank(b) })
	return all
}

// weighted reports whether the matrix shows weights of criteria: when asked for, or when nobody ranks technologies.
func (s *panelScreen) weighted() bool {
	r := s.now()
	if r == nil || len(r.Weights) == 0 {
		return false
	}
	return s.weights || !slices.ContainsFunc(r.Experts, func(e panel.Expert) bool { return e.Rank != nil })
}

// rowsShown is how many rows the matrix has.
func (s *panelScreen) rowsShown() int {
	if r := s.now(); r != nil && s.blocs {
		return len(r.Blocs)
	}
	return len(s.order())
}

// cursor is the row under the cursor.
func (s *panelScreen) cursor() int {
	if s.blocs {
		return s.bloc
	}
	return max(slices.Index(s.order(), s.expert), 0)
}

func (s *panelScreen) moveTo(row int) {
	n := s.rowsShown()
	if n == 0 {
		return
	}
	row = min(max(row, 0), n-1)
	if s.blocs {
		s.bloc = row
	} else {
		s.expert = s.order()[row]
	}
	s.news("")
}

func (s *panelScreen) press(c command) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	k := &panelKeys
	page := max(s.places.visible(), 1)
	switch {
	case is(keys.Up):
		s.moveTo(s.cursor() - 1)
	case is(keys.Down):
		s.moveTo(s.cursor() + 1)
	case is(keys.PageUp):
		s.moveTo(s.cursor() - page)
	case is(keys.PageDown):
		s.moveTo(s.cursor() + page)
	case c == "home":
		s.moveTo(0)
	case is(keys.End):
		s.moveTo(s.rowsShown())
	case is(k.Left):
		s.column = max(s.column-1, 0)
	case is(k.Right):
		s.column++ // the pane keeps it within bounds
	case is(k.Blocs):
		switch r := s.now(); {
		case r == nil:
			s.say(textWorking)
		case len(r.Blocs) < 2:
			s.say(textNoBlocs)
		default:
			s.blocs, s.offset = !s.blocs, 0
		}
	case is(k.Weights):
		switch r := s.now(); {
		case r == nil:
			s.say(textWorking)
		case len(r.Weights) == 0:
			s.say(textNoWeights)
		default:
			s.weights, s.column = !s.weights, 0
		}
	case is(k.Worst):
		if r := s.now(); r != nil && !s.blocs {
			if apart := r.Apart(); len(apart) > 0 {
				s.expert = apart[(slices.Index(apart, s.expert)+1)%len(apart)]
				s.news("")
			}
		}
	case is(k.Aggregation):
		if len(s.study().Scores) == 0 {
			s.say(textNoScores)
			return nil, true
		}
		all := study.Aggregations()
		next := all[(slices.Index(all, s.out.AggregationInForce())+1)%len(all)]
		return s.host.act(study.SetAggregation{Aggregation: next}), true
	case is(k.Exclude):
		return s.exclude(), true
	case is(k.Open):
		if !s.blocs && len(s.study().Experts) > 0 {
			return s.host.open(onPairwise, s.expert), true
		}
	default:
		return nil, false
	}
	return nil, true
}

// exclude leaves the expert out, asking why, or takes the expert in again.
func (s *panelScreen) exclude() tea.Cmd {
	if s.blocs || len(s.study().Experts) == 0 {
		return nil
	}
	id := s.study().Experts[s.expert].ID
	if s.study().Excluded.Experts[id] {
		return s.host.act(study.ExcludeExpert{Expert: id})
	}
	s.host.ask(&prompt{label: s.t(textPromptWhyOut, draw.Clean(id)), enter: func(note string) (tea.Cmd, string) {
		return s.host.act(study.ExcludeExpert{Expert: id, Excluded: true, Note: draw.Clean(note)}), ""
	}})
	return nil
}

// point: a press on a row chooses the expert, on the heading of the matrix turns to blocs; the wheel goes through the rows.
func (s *panelScreen) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	p, ok := s.arranged.At(at.X, at.Y)
	if !ok {
		return nil
	}
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		if p.ID == inPlaces {
			s.moveTo(s.cursor() + by)
		}
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft && p.ID == inPlaces {
			switch y := at.Y - p.Y; {
			case y == 0:
				_, _ = s.press("b")
			case y >= 2 && y < 2+s.places.visible():
				s.moveTo(s.offset + y - 2)
			}
		}
	}
	return nil
}

func (s *panelScreen) hints() []hint {
	return []hint{{s.g.UpDown, textHintExpert, "", 0}, {s.g.Sides, textHintColumns, textHintColumnsS, 3}, {"x", textHintLeaveOut, textHintLeaveOutS, 0}, {"b", textHintBlocs, "", 1}, {"w", textHintWeights, "", 1},
		{"n", textHintApart, "", 2}, {"g", textHintMean, "", 3}, {"Enter", textHintMore, "", 3}}
}

func (s *panelScreen) help() []keyGroup {
	k := &panelKeys
	return []keyGroup{{textTabPanelShort, []key.Binding{k.Exclude, k.Blocs, k.Weights, k.Worst, k.Aggregation, k.Open, k.Left, k.Right}}}
}

func (s *panelScreen) entries() []entry {
	return []entry{{name: s.t(textKeyBlocs), press: "b"}, {name: s.t(textKeyExpertWeights), press: "w"}, {name: s.t(textKeyAggregation), press: "g"}, {name: s.t(textKeyApart), press: "n"}}
}

// withoutSays says what Kendall's W becomes without an expert.
func withoutSays(l language.Language, id string, now, without float64) string {
	if l.Fixed(now, 2) == l.Fixed(without, 2) {
		return language.Say(l, textWStays, id, now)
	}
	return language.Say(l, textWWithout, id, now, without)
}

// status says what leaving the expert under the cursor out would do.
func (s *panelScreen) status() string {
	r := s.now()
	switch {
	case s.report.gen > 0 && s.report.err != nil:
		return s.told(s.report.err)
	case r == nil:
		return s.t(textWorking)
	case s.blocs || s.expert >= len(r.Experts):
		return ""
	}
	e := &r.Experts[s.expert]
	id := draw.Clean(r.Study.Experts[s.expert].ID)
	if e.Excluded {
		return s.t(textLeftOutNow, id)
	}
	text, tries := "", s.t(textXTries)
	if f, now := e.Without, r.Figures(); f != nil && now != nil && f.HasW && now.HasW {
		text = withoutSays(s.lang, id, now.W, f.W) + " "
	}
	change := func(string) string { return "" }
	switch c := e.Change; {
	case c == nil:
	case c.Impossible:
		text += s.t(textChangeImpossible, id)
	case c.NewLeader && c.Leader >= 0:
		change = func(name string) string { return s.t(textChangeLeader, id, name) }
	case c.Moved < 0:
		text += s.t(textChangeNothing, id)
	default:
		change = func(name string) string { return s.t(textChangeMoves, id, name, fmt.Sprintf("%+d", c.By)) }
	}
	who := -1
	if c := e.Change; c != nil && !c.Impossible {
		if who = c.Moved; c.NewLeader && c.Leader >= 0 {
			who = c.Leader
		}
	}
	if who < 0 {
		return strings.TrimSpace(text + " " + tries)
	}
	t := r.Technologies[who].Technology
	return fitting(s.host.width(), text+change(s.tech[t])+" "+tries, text+change(s.tag(t))+" "+tries, text+change(s.id(t))+" "+tries, text+change(s.id(t)), change(s.id(t)))
}

// copied is the sentences on the panel's agreement.
func (s *panelScreen) copied() (text, what string) {
	r := s.now()
	if r == nil {
		return "", s.t(textAgreementCopied)
	}
	lines := r.Sentences(s.lang)
	for k := range r.Rounds {
		lines = append(lines, r.Rounds[k].Sentence(r.Study, s.lang))
	}
	return draw.Clean(strings.Join(lines, " ")) + "\n", s.t(textAgreementCopied)
}
