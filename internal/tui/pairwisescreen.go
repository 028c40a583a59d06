package tui

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"veche/internal/mcda/weighting"
	"veche/internal/study"

	"veche/internal/tui/draw"
)

// The panes of the pairwise screen.
const (
	inScale draw.ID = iota
	inJudgements
	inConsistency
	inReconsider
	inPriorities
	inReading
)

var pairwiseKeys = struct{ ForA, ForB, Equal, Next, Skip, Fix, Clear, Matrix, ExpertUp, ExpertDown, ParentUp, ParentDown, Find, Verbal, Order, Count key.Binding }{
	ForA: bind("left h", "Left h", textKeyForA), ForB: bind("right l", "Right l", textKeyForB), Equal: bind("= equal", "=", textKeyEqual),
	Next: bind("enter", "Enter", textKeyNextPair), Skip: bind("s", "s", textKeySkip), Fix: bind("f", "f", textKeyFix), Clear: bind("backspace delete", "Del", textKeyClear),
	Matrix:   bind("tab shift+tab", "Tab", textKeyMatrix),
	ExpertUp: bind("[", "[", textKeyExpertUp), ExpertDown: bind("]", "]", textKeyExpertDown), ParentUp: bind("{", "{", textKeyParentUp), ParentDown: bind("}", "}", textKeyParentDown),
	Find: bind("/", "/", textKeyFindExpert), Verbal: bind("v", "v", textKeyVerbal), Order: bind("r", "r", textKeyOrder), Count: bind("w", "w", textKeyCount),
}

// pairwiseScreen is the fifth: an expert's answers to which of two criteria matters more, and how they fit together.
type pairwiseScreen struct {
	*room
	expert     int  // −1: there are none
	parent     int  // among those with two children or more
	at         int  // pair, in the order they are asked
	matrix     bool // arrows move in the matrix
	shuffled   bool
	terse      bool // no verbal labels
	amending   bool // the last key moved this judgement: the next is the same step
	scale      *scalePane
	judgements *judgementsPane
	parts      []draw.Pane

	judged   *study.Judged
	judgedOf [3]int // state, expert, parent
	fault    error
}

func newPairwiseScreen(r *room) *pairwiseScreen {
	s := &pairwiseScreen{room: r, expert: -1}
	s.scale, s.judgements = &scalePane{pairwiseScreen: s}, &judgementsPane{pairwiseScreen: s}
	s.parts = []draw.Pane{inScale: s.scale, inJudgements: s.judgements, inConsistency: &consistencyPane{pairwiseScreen: s},
		inReconsider: &reconsiderPane{pairwiseScreen: s}, inPriorities: &prioritiesPane{pairwiseScreen: s}, inReading: &readingPane{pairwiseScreen: s}}
	if n := len(r.study().Experts); n > 0 {
		s.expert = 0
	}
	if js := r.study().Judgements; len(js) > 0 {
		s.expert = int(js[0].Expert)
		s.parent = max(slices.Index(s.parents(), js[0].Parent), 0)
	}
	return s
}

// parents are the criteria, "" for the top, below which there is something to compare.
func (s *pairwiseScreen) parents() []string {
	var all []string
	for _, p := range s.study().Parents() {
		if len(s.study().Children(p)) > 1 {
			all = append(all, p)
		}
	}
	return all
}

// possible reports whether there is anything to judge and anybody to judge it.
func (s *pairwiseScreen) possible() bool { return s.expert >= 0 && len(s.parents()) > 0 }

// now is what the expert has judged below the parent.
func (s *pairwiseScreen) now() *study.Judged {
	key := [3]int{s.gen, s.expert, s.parent}
	if s.judged == nil || s.judgedOf != key {
		var d *study.Judged
		d, s.fault = s.study().Judged(s.expert, s.parents()[s.parent])
		if s.fault != nil { // judgements that the study's scale does not have
			d = &study.Judged{Criteria: s.study().Children(s.parents()[s.parent])}
			d.Pairs = len(d.Criteria) * (len(d.Criteria) - 1) / 2
		}
		s.judged, s.judgedOf = d, key
	}
	return s.judged
}

// order is the pairs, by places below the parent, as they are asked: row by row, or shuffled in the expert's own way.
func (s *pairwiseScreen) order() [][2]int {
	n := len(s.now().Criteria)
	var all [][2]int
	for i := range n {
		for j := i + 1; j < n; j++ {
			all = append(all, [2]int{i, j})
		}
	}
	if s.shuffled {
		r := rand.New(rand.NewPCG(s.seed(), uint64(s.expert)))
		r.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
	}
	return all
}

// pair is the one being asked.
func (s *pairwiseScreen) pair() (i, j int) {
	all := s.order()
	p := all[min(max(s.at, 0), len(all)-1)]
	return p[0], p[1]
}

// goTo asks a pair.
func (s *pairwiseScreen) goTo(i, j int) {
	if k := slices.Index(s.order(), [2]int{min(i, j), max(i, j)}); k >= 0 {
		s.at = k
	}
	s.news("")
}

// below is a criterion's name by its place below the parent.
func (s *pairwiseScreen) below(place int) string {
	return draw.Clean(s.study().Criteria[s.now().Criteria[place]].Title())
}

func (s *pairwiseScreen) code(place int) string {
	return s.study().Criteria[s.now().Criteria[place]].Code
}

// expertName is the expert's identifier and name.
func (s *pairwiseScreen) expertName(e int) string {
	x := &s.study().Experts[e]
	name := draw.Clean(x.ID)
	if x.Name != "" && draw.Clean(x.Name) != name {
		name += " " + draw.Clean(x.Name)
	}
	return name
}

// about turns to an expert.
func (s *pairwiseScreen) about(expert int) { s.expert, s.at = expert, 0 }

func (s *pairwiseScreen) panes() []draw.Pane { return s.parts }

func (s *pairwiseScreen) columns(w int) draw.Columns {
	if w < 120 {
		return draw.Columns{IDs: [][]draw.ID{{inScale, inJudgements, inConsistency, inReconsider, inPriorities}}, Widths: []int{w}, Gap: 0}
	}
	const gap = 4
	second := min((w-gap)/3, 56)
	return draw.Columns{IDs: [][]draw.ID{{inScale, inJudgements, inReading}, {inConsistency, inReconsider, inPriorities}}, Widths: []int{w - gap - second, second}, Gap: gap}
}

func (s *pairwiseScreen) settle() tea.Cmd {
	if len(s.study().Experts) == 0 {
		s.expert = -1
	}
	s.expert = min(s.expert, len(s.study().Experts)-1)
	s.parent = min(s.parent, max(len(s.parents())-1, 0))
	return nil
}

// step is how many steps a judgement is from equal, the first of the two the more important when above 0.
func step(value float64) int {
	if value >= 1 {
		return int(math.Round(value)) - 1
	}
	return 1 - int(math.Round(1/value))
}

// ofStep is the judgement that many steps from equal.
func ofStep(n int) float64 {
	n = min(max(n, -8), 8)
	if n >= 0 {
		return float64(1 + n)
	}
	return 1 / float64(1-n)
}

// move makes the judgement of the pair a step more for the first of the two (by above 0) or for the second. The first step from no judgement is equality's
// neighbour.
func (s *pairwiseScreen) move(by int) tea.Cmd {
	i, j := s.pair()
	now := 0
	if value, ok := s.now().At(i, j); ok {
		now = step(value)
	}
	return s.judge(i, j, ofStep(now+by))
}

// judge writes a judgement, as part of the last step where the same hand goes on.
func (s *pairwiseScreen) judge(i, j int, value float64) tea.Cmd {
	was, stood := s.now().At(i, j)
	if stood && was == value {
		return nil
	}
	a := study.SetJudgement{Expert: s.study().Experts[s.expert].ID, A: s.code(i), B: s.code(j), Value: value}
	again := s.amending && s.done() > 0
	var cmd tea.Cmd
	if again {
		cmd = s.host.amend(a)
	} else {
		cmd = s.host.act(a)
	}
	if s.amending = !s.bad; s.amending {
		s.news("")
	}
	return cmd
}

// next asks the next pair that is not judged, or the next one.
func (s *pairwiseScreen) next(skip bool) {
	all := s.order()
	d := s.now()
	for k := 1; k <= len(all); k++ {
		p := all[(s.at+k)%len(all)]
		if _, ok := d.At(p[0], p[1]); !ok && k < len(all) {
			s.at = (s.at + k) % len(all)
			s.news("")
			return
		}
	}
	s.at = (s.at + 1) % len(all)
	s.news("")
	if d.Given == d.Pairs && s.at == 0 && !skip {
		s.say(textAllJudged, d.Pairs)
	}
}

func (s *pairwiseScreen) press(c command) (tea.Cmd, bool) {
	is := func(b key.Binding) bool { return key.Matches(c, b) }
	if !s.possible() {
		return nil, false
	}
	was := s.amending
	s.amending = false
	i, j := s.pair()
	switch {
	case s.matrix && (is(keys.Up) || is(keys.Down) || is(pairwiseKeys.ForA) || is(pairwiseKeys.ForB)):
		n := len(s.now().Criteria)
		switch {
		case is(keys.Up):
			i = max(i-1, 0)
		case is(keys.Down):
			i = min(i+1, j-1)
		case is(pairwiseKeys.ForA):
			j = max(j-1, i+1)
		default:
			j = min(j+1, n-1)
		}
		s.goTo(i, j)
	case is(pairwiseKeys.ForA):
		s.amending = was
		return s.move(1), true
	case is(pairwiseKeys.ForB):
		s.amending = was
		return s.move(-1), true
	case is(pairwiseKeys.Equal):
		s.amending = was
		return s.judge(i, j, 1), true
	case is(pairwiseKeys.Next):
		s.next(false)
	case is(pairwiseKeys.Skip):
		s.next(true)
	case is(pairwiseKeys.Fix):
		return s.fix(), true
	case is(pairwiseKeys.Clear):
		if _, ok := s.now().At(i, j); ok {
			return s.host.act(study.ClearJudgement{Expert: s.study().Experts[s.expert].ID, A: s.code(i), B: s.code(j)}), true
		}
	case is(pairwiseKeys.Matrix):
		s.matrix = !s.matrix
	case is(pairwiseKeys.ExpertUp):
		return s.choose(s.expert - 1), true
	case is(pairwiseKeys.ExpertDown):
		return s.choose(s.expert + 1), true
	case is(pairwiseKeys.ParentUp), is(pairwiseKeys.ParentDown):
		by, n := 1, len(s.parents())
		if is(pairwiseKeys.ParentUp) {
			by = n - 1
		}
		s.parent, s.at = (s.parent+by)%n, 0
		s.news("")
	case is(pairwiseKeys.Find):
		s.host.ask(&prompt{label: s.t(textPromptExpert), enter: s.find})
	case is(pairwiseKeys.Verbal):
		s.terse = !s.terse
	case is(pairwiseKeys.Order):
		s.shuffled = !s.shuffled
		s.goTo(i, j)
		if s.say(textOrderSorted); s.shuffled {
			s.say(textOrderShuffled, s.seed())
		}
	case is(pairwiseKeys.Count):
		if s.study().JudgementsCount() {
			s.say(textCountAlready)
			return nil, true
		}
		return s.host.act(study.SetWeighting{Weighting: weighting.Pairwise().Name}), true
	case is(keys.Up):
		s.at = (s.at + len(s.order()) - 1) % len(s.order())
		s.news("")
	case is(keys.Down):
		s.at = (s.at + 1) % len(s.order())
		s.news("")
	case is(keys.Home):
		s.at = 0
	case is(keys.End):
		s.at = len(s.order()) - 1
	default:
		return nil, false
	}
	return nil, true
}

// choose turns to an expert.
func (s *pairwiseScreen) choose(e int) tea.Cmd {
	n := len(s.study().Experts)
	s.expert, s.at = (e+n)%n, 0
	s.news("")
	return s.host.settle()
}

// find turns to the first expert whose identifier or name holds a text; an exact identifier comes first.
func (s *pairwiseScreen) find(text string) (cmd tea.Cmd, fault string) {
	want := draw.Fold(strings.TrimSpace(text))
	found := -1
	for e := range s.study().Experts {
		if draw.Fold(draw.Clean(s.study().Experts[e].ID)) == want {
			return s.choose(e), ""
		}
		if found < 0 && strings.Contains(draw.Fold(s.expertName(e)), want) {
			found = e
		}
	}
	if found < 0 || want == "" {
		return nil, s.t(textNoExpert)
	}
	return s.choose(found), ""
}

// fix takes the advice that lowers the consistency ratio most, and asks its pair.
func (s *pairwiseScreen) fix() tea.Cmd {
	d := s.now()
	if len(d.Advice) == 0 {
		s.say(textNothingToFix)
		return nil
	}
	a := d.Advice[0]
	s.goTo(a.I, a.J)
	before := d.Node.AHP.CR
	cmd := s.judge(a.I, a.J, a.Suggested)
	s.amending = false
	if d = s.now(); !s.bad && d.Node != nil {
		s.say(textFixed, s.below(a.I), s.below(a.J), study.Ratio(a.Given), study.Ratio(a.Suggested), before, d.Node.AHP.CR)
	}
	return cmd
}

// point: a press on the scale judges, on a cell of the matrix or a line of advice asks that pair; the wheel goes through the pairs.
func (s *pairwiseScreen) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	p, ok := s.arranged.At(at.X, at.Y)
	if !ok || !s.possible() {
		return nil
	}
	s.amending = false
	switch msg.(type) {
	case tea.MouseWheelMsg:
		by := wheel(at)
		switch {
		case p.ID == inScale && at.Y == p.Y:
			return s.choose(s.expert + by)
		case p.ID == inScale || p.ID == inJudgements:
			n := len(s.order())
			s.at = (s.at + n + by) % n
			s.news("")
		}
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		switch p.ID {
		case inScale:
			if at.Y == p.Y {
				return s.choose(s.expert + 1)
			}
			if n, ok := s.scale.under(at.X-p.X, at.Y-p.Y); ok {
				i, j := s.pair()
				return s.judge(i, j, ofStep(n))
			}
		case inJudgements:
			if i, j, ok := s.judgements.under(at.X-p.X, at.Y-p.Y); ok {
				s.goTo(i, j)
			}
		case inReconsider:
			if k := at.Y - p.Y - 2; k >= 0 && k < len(s.now().Advice) {
				s.goTo(s.now().Advice[k].I, s.now().Advice[k].J)
			}
		}
	}
	return nil
}

func (s *pairwiseScreen) hints() []hint {
	if !s.possible() {
		return nil
	}
	all := []hint{{s.g.Sides, textHintJudge, "", 0}, {"Enter", textHintNext, "", 0}}
	if s.matrix {
		all[0].does = textHintMoves
	}
	all = append(all, hint{"f", textHintFix, textHintFixS, 1}, hint{"s", textHintSkip, "", 2}, hint{"Tab", textHintMatrix, "", 3}, hint{"[ ]", textHintExpert, "", 1})
	if len(s.parents()) > 1 {
		all = append(all, hint{"{ }", textHintParent, "", 2})
	}
	if !s.study().JudgementsCount() {
		all = append(all, hint{"w", textHintCount, textHintCountS, 1})
	}
	return all
}

func (s *pairwiseScreen) help() []keyGroup {
	k := &pairwiseKeys
	return []keyGroup{{textTabPairwiseShort, []key.Binding{k.ForA, k.ForB, k.Equal, k.Next, k.Skip, k.Fix, k.Clear, k.Matrix, k.ExpertUp, k.ExpertDown, k.ParentUp, k.ParentDown, k.Find, k.Verbal, k.Order, k.Count}}}
}

func (s *pairwiseScreen) entries() []entry {
	return []entry{{name: s.t(textKeyFix), press: "f"}, {name: s.t(textKeyCount), press: "w"}, {name: s.t(textKeyOrder), press: "r"}, {name: s.t(textKeyVerbal), press: "v"}, {name: s.t(textKeyFindExpert), press: "/"}}
}
