package tui

import (
	"context"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/study"
	"veche/internal/study/contrast"

	"veche/internal/tui/draw"
)

// The panes of the why screen.
const (
	inContrast draw.ID = iota
	inWords
	inNeeds
	inContributions
	inStanding
	inBuildUp
	inPairs
)

var whyKeys = struct{ AUp, ADown, BUp, BDown, Swap, Raw, Pairs, Open key.Binding }{
	AUp: bind("[", "[", textKeyAUp), ADown: bind("]", "]", textKeyADown), BUp: bind("{", "{", textKeyBUp), BDown: bind("}", "}", textKeyBDown),
	Swap: bind("x", "x", textKeySwap), Raw: bind("t", "t", textKeyRaw), Pairs: bind("m", "m", textKeyPairs), Open: bind("enter", "Enter", textKeyToSensitivity),
}

// whyScreen is the second: why one technology stands above another, and what would change it.
type whyScreen struct {
	*room
	a, b    int  // technologies; −1: the first, and the one #1 is set against or the next
	raw     bool // values instead of parts of the score
	all     bool // every pair
	offset  int  // first criterion of the table shown
	aside   int  // first column of the matrix shown
	table   *contrastPane
	matrix  *contributionsPane
	pairs   *pairsPane
	parts   []draw.Pane
	brief   *contrast.Contrast // of the pair and the state, without what takes time
	briefOf whyKey
	full    result[*contrast.Contrast]
	stands  result[[][]*study.Row]
}

type whyKey struct{ gen, a, b int }

func newWhyScreen(r *room) *whyScreen {
	s := &whyScreen{room: r, a: -1, b: -1}
	s.table, s.matrix, s.pairs = &contrastPane{whyScreen: s}, &contributionsPane{whyScreen: s}, &pairsPane{whyScreen: s}
	s.parts = []draw.Pane{inContrast: s.table, inWords: &wordsPane{whyScreen: s}, inNeeds: &needsPane{whyScreen: s}, inContributions: s.matrix,
		inStanding: &standingPane{whyScreen: s}, inBuildUp: &buildUpPane{whyScreen: s}, inPairs: s.pairs}
	return s
}

// about sets #1 against a technology; −1: the next.
func (s *whyScreen) about(tech int) { s.rival, s.a, s.b = tech, -1, -1 }

func (s *whyScreen) panes() []draw.Pane { return s.parts }

func (s *whyScreen) columns(w int) draw.Columns {
	switch {
	case s.all:
		return draw.Columns{IDs: [][]draw.ID{{inPairs}}, Widths: []int{w}, Gap: 0}
	case w < 120:
		return draw.Columns{IDs: [][]draw.ID{{inContrast, inWords, inNeeds, inStanding, inBuildUp}}, Widths: []int{w}, Gap: 0}
	}
	const gap = 4
	second := min((w-gap)*5/12, 70)
	return draw.Columns{IDs: [][]draw.ID{{inContrast, inWords, inNeeds, inBuildUp}, {inContributions, inStanding}}, Widths: []int{w - gap - second, second}, Gap: gap}
}

// rowsAB are the two that are compared.
func (s *whyScreen) rowsAB() (a, b *study.Row) {
	a, b = s.against()
	if r := s.rowOf(s.a); r != nil {
		a = r
	}
	if r := s.rowOf(s.b); r != nil {
		b = r
	}
	if a == b { // one of them is what the other falls back to
		b = &s.out.Rows[0]
		if a == b {
			b = &s.out.Rows[1]
		}
	}
	return a, b
}

// contrast is that of the two, with all that is known.
func (s *whyScreen) contrast() *contrast.Contrast {
	a, b := s.rowsAB()
	if s.full.fresh(s.session) && s.full.known() && s.full.value.A == a && s.full.value.B == b {
		return s.full.value
	}
	if now := (whyKey{s.gen, s.of(a), s.of(b)}); s.brief == nil || s.briefOf != now {
		s.brief, s.briefOf = contrast.Between(s.out, a, b), now
	}
	return s.brief
}

func (s *whyScreen) settle() tea.Cmd {
	c := s.contrast()
	var cmds []tea.Cmd
	if key := fmt.Sprint("why ", s.of(c.A), " ", s.of(c.B)); !c.Complete {
		o := s.out
		work := func(ctx context.Context) (*contrast.Contrast, error) { return contrast.Complete(ctx, o, c) }
		if contrast.Quick(o) {
			value, err := work(s.host.context())
			s.full = result[*contrast.Contrast]{value, err, key, s.gen}
		} else if !s.job().tooSlow(gridSize * len(s.crit)) {
			cmds = append(cmds, want(s.room, &s.full, key, 0, work))
		}
	}
	if s.arranged.Shows(inStanding) {
		o := s.out
		cmds = append(cmds, want(s.room, &s.stands, "standing", 0, func(context.Context) ([][]*study.Row, error) { return contrast.Standing(o), nil }))
	}
	return tea.Batch(cmds...)
}

// step moves one of the two through the ranking, past the other.
func (s *whyScreen) step(first bool, by int) tea.Cmd {
	a, b := s.rowsAB()
	s.a, s.b = s.of(a), s.of(b)
	mine, other := &s.a, s.b
	if !first {
		mine, other = &s.b, s.a
	}
	k := int(s.row[*mine]) + by
	if k >= 0 && k < len(s.out.Rows) && s.techOf(k) == other {
		k += by
	}
	if k < 0 || k >= len(s.out.Rows) {
		return nil
	}
	return s.choose(mine, s.techOf(k))
}

// choose makes a technology one of the two.
func (s *whyScreen) choose(mine *int, tech int) tea.Cmd {
	a, b := s.rowsAB()
	s.a, s.b = s.of(a), s.of(b)
	*mine = tech
	s.news("")
	return s.host.settle()
}

func (s *whyScreen) swap() tea.Cmd {
	a, b := s.rowsAB()
	s.a, s.b = s.of(b), s.of(a)
	s.news("")
	return s.host.settle()
}

func (s *whyScreen) press(c command) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	page := max(s.visible(), 1)
	switch {
	case is(whyKeys.AUp):
		return s.step(true, -1), true
	case is(whyKeys.ADown):
		return s.step(true, 1), true
	case is(whyKeys.BUp):
		return s.step(false, -1), true
	case is(whyKeys.BDown):
		return s.step(false, 1), true
	case is(whyKeys.Swap):
		return s.swap(), true
	case is(whyKeys.Raw):
		s.raw = !s.raw
		if s.say(textShowsWeighted); s.raw {
			s.say(textShowsRaw)
		}
	case is(whyKeys.Pairs), s.all && (is(keys.Escape) || is(whyKeys.Open)):
		s.all = !s.all
		s.news("")
		return s.host.settle(), true
	case s.all && is(keys.Up):
		return s.step(true, -1), true
	case s.all && is(keys.Down):
		return s.step(true, 1), true
	case s.all && is(keys.Less):
		return s.step(false, -1), true
	case s.all && is(keys.More):
		return s.step(false, 1), true
	case is(whyKeys.Open):
		return s.host.open(onSensitivity), true
	case is(keys.Up):
		s.move(-1)
	case is(keys.Down):
		s.move(1)
	case is(keys.PageUp):
		s.move(-page)
	case is(keys.PageDown):
		s.move(page)
	case is(keys.Home):
		s.move(-len(s.crit))
	case is(keys.End):
		s.move(len(s.crit))
	case is(keys.Less):
		s.aside = max(s.aside-1, 0)
	case is(keys.More):
		s.aside = min(s.aside+1, len(s.crit)-1)
	default:
		return nil, false
	}
	return nil, true
}

// place is where the criterion under the cursor stands in the table.
func (s *whyScreen) place() int {
	for k, p := range s.contrast().Parts {
		if p.Column == s.leaf {
			return k
		}
	}
	return 0
}

// move goes through the table.
func (s *whyScreen) move(by int) {
	parts := s.contrast().Parts
	s.leaf = parts[min(max(s.place()+by, 0), len(parts)-1)].Column
	s.news("")
}

// visible is how many criteria the table shows.
func (s *whyScreen) visible() int { return s.table.visible() }

// point: the wheel over A or B in the first row changes it, over the table moves the cursor; a press on a criterion chooses it, on a technology of the matrix
// makes it B, on a pair opens it.
func (s *whyScreen) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	p, ok := s.arranged.At(at.X, at.Y)
	if !ok {
		return nil
	}
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		switch {
		case p.ID == inPairs:
			return s.step(true, by)
		case p.ID == inContrast && at.Y-p.Y < s.table.top():
			return s.step(s.table.overA(at.X-p.X, at.Y-p.Y), by)
		case p.ID == inContrast:
			s.move(by)
		case p.ID == inContributions:
			s.aside = min(max(s.aside+by, 0), len(s.crit)-1)
		}
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		switch p.ID {
		case inContrast:
			if y := at.Y - p.Y; y < s.table.top() {
				return s.step(s.table.overA(at.X-p.X, y), 1)
			}
			if k := s.offset + at.Y - p.Y - s.table.top() - 1; at.Y-p.Y > s.table.top() && k < min(s.offset+s.table.visible(), len(s.crit)) {
				s.leaf = s.contrast().Parts[k].Column
			}
		case inContributions:
			if tech, ok := s.matrix.under(at.Y - p.Y); ok {
				if a, _ := s.rowsAB(); s.of(a) == tech {
					return s.swap()
				}
				return s.choose(&s.b, tech)
			}
		case inPairs:
			if a, b, ok := s.pairs.under(at.X-p.X, at.Y-p.Y); ok && a != b {
				s.a, s.b, s.all = a, b, false
				return s.host.settle()
			}
		}
	}
	return nil
}

func (s *whyScreen) hints() []hint {
	if s.all {
		return []hint{{s.g.UpDown, "A", "", 0}, {s.g.Sides, "B", "", 0}, {"Enter", textHintPair, "", 0}}
	}
	return []hint{{"[ ]", "A", "", 0}, {"{ }", "B", "", 0}, {"x", textHintSwap, "", 1}, {"t", textHintRaw, textHintRawS, 2}, {"m", textHintPairs, textHintPairsS, 3}}
}

func (s *whyScreen) help() []keyGroup {
	return []keyGroup{{textTabWhyShort, []key.Binding{whyKeys.AUp, whyKeys.ADown, whyKeys.BUp, whyKeys.BDown, whyKeys.Swap, whyKeys.Raw, whyKeys.Pairs, whyKeys.Open}}}
}

func (s *whyScreen) entries() []entry {
	return []entry{{name: s.t(textKeySwap), press: "x"}, {name: s.t(textKeyRaw), press: "t"}, {name: s.t(textKeyPairs), press: "m"}}
}

// status names the criteria that speak most for either side.
func (s *whyScreen) status() string {
	c := s.contrast()
	var texts []string
	for w := 60; w >= 12; w -= 4 { // the longest names that fit
		var sides []string
		for k, row := range []*study.Row{c.A, c.B} {
			if parts := c.For(row); len(parts) > 0 {
				sides = append(sides, s.t(textSpeaksFor, s.t([]string{"A", "B"}[k]), s.criterion(parts[0].Column, w), s.difference(parts[0].A-parts[0].B)))
			}
		}
		if len(sides) == 0 {
			return s.t(textWhyEqual)
		}
		texts = append(texts, s.t(textSpeaksMost, strings.Join(sides, "; ")))
	}
	return fitting(s.host.width(), texts...)
}

// words are the contrast in sentences; without a way to write a technology's title they have its identifier.
func (s *whyScreen) words(title func(string) string) string {
	return contrast.Words(s.out, s.contrast(), s.lang, contrast.Names{
		Technology: func(t *study.Technology) string {
			if title == nil {
				return draw.Clean(t.ID)
			}
			return title(t.Title())
		},
		Criterion: func(c *study.Criterion) string { return draw.Clean(c.Title()) },
	})
}

func (s *whyScreen) copied() (text, what string) {
	return s.words(draw.Clean) + "\n", s.t(textWordsCopied)
}
