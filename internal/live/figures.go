package live

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// Figures are how a panel's answers lie, as every member may see them: never whose they are. They are worked out once, when a round closes (in real time: on the
// clock), by the one rule of package panel, and are the same on every surface.
type Figures struct {
	Round  string        `json:"round"` // its name
	Blocs  []string      `json:"blocs,omitempty"`
	Cells  []CellFigures `json:"cells"`  // by technology, then criterion, in the study's order
	Matrix bool          `json:"matrix"` // the panel's means may stand beside: nothing is withheld
	Named  bool          `json:"named"`  // conflicts of interest that the study names are left out; earlier programs counted those answers
	At     time.Time     `json:"at"`
}

// CellFigures are those of one technology on one criterion.
type CellFigures struct {
	Technology string            `json:"technology"`
	Criterion  string            `json:"criterion"`
	All        Spread            `json:"all"`
	Blocs      map[string]Spread `json:"blocs,omitempty"` // those that are shown
	N          int               `json:"n,omitempty"`     // answers; 0 while anything of the cell is withheld
}

// Spread is where the middle half of a group's answers lies: answers that somebody gave.
type Spread struct {
	Shown  bool    `json:"shown"`
	Lower  float64 `json:"lower,omitempty"`
	Median float64 `json:"median,omitempty"`
	Upper  float64 `json:"upper,omitempty"`
}

// Cell finds the figures of a technology on a criterion; nil where there are none.
func (f *Figures) Cell(technology, criterion string) *CellFigures {
	for k := range f.Cells {
		if c := &f.Cells[k]; c.Technology == technology && c.Criterion == criterion {
			return c
		}
	}
	return nil
}

const recFigures = "figures" // by panel, round and box
const recBasis = "basis"     // of a real-time panel: the answers that its figures were worked out from

// refreshEvery is how often a real-time panel's figures are worked out at most.
const refreshEvery = 10 * time.Minute

func figuresKey(panel, round string, box int) string { return panel + "/" + round + "/" + pad(box) }

// Figures of the last closed round; of a real-time panel those in force.
func (p *Panel) Figures(ctx context.Context, a Actor) (*Figures, error) {
	s := p.State()
	if err := may(SeeFigures, s, a); err != nil {
		return nil, err
	}
	if s.Pace == RealTime && s.Phase == Opened {
		return p.refreshed(ctx, s)
	}
	return p.figuresOf(ctx, s.shownRound())
}

// FiguresOf are those of a closed round by its ID.
func (p *Panel) FiguresOf(ctx context.Context, a Actor, round string) (*Figures, error) {
	s := p.State()
	if err := may(SeeFigures, s, a); err != nil {
		return nil, err
	}
	k := slices.IndexFunc(s.Rounds, func(r Round) bool { return r.ID == round && !r.ClosedAt.IsZero() })
	if k < 0 {
		return nil, ErrNone
	}
	return p.figuresOf(ctx, &s.Rounds[k])
}

func (p *Panel) figuresOf(ctx context.Context, r *Round) (*Figures, error) {
	if r == nil {
		return nil, ErrNone
	}
	x, err := p.house.store.Record(ctx, recFigures, figuresKey(p.id, r.ID, len(r.Boxes)), p.house.now())
	if err != nil {
		return nil, err
	}
	f, err := decode[Figures](x)
	return &f, err
}

// said is what people answer to one question, by person.
type said map[Question]map[string]float64

// saidIn are the answers given in ballots, conflicts of interest apart: those declared on the ballot and those that the study names.
func saidIn(base *base, in []counted) (said, error) {
	all := said{}
	for k := range in {
		b := &in[k].ballot
		aside := base.aside(in[k].key.person, b.Conflicts)
		for _, x := range b.Answers {
			if x.Pair() || x.State != study.Given || aside[x.Technology] {
				continue
			}
			var score study.Score
			if err := value(base.study, &score, x.Answer); err != nil {
				return nil, err
			}
			if all[x.Question] == nil {
				all[x.Question] = map[string]float64{}
			}
			all[x.Question][in[k].key.person] = score.Value
		}
	}
	return all, nil
}

// figures works a round's out. before are the answers behind the figures shown before it, and those figures; nil when there are none.
func (p *Panel) figures(s *State, r *Round, b *base, now, before said, shown *Figures, at time.Time) *Figures {
	f := &Figures{Round: r.Name, Matrix: true, Named: true, At: at}
	bloc := s.blocOf(r)
	names := map[string]bool{}
	for _, name := range bloc {
		if name != "" {
			names[name] = true
		}
	}
	f.Blocs = slices.Sorted(maps.Keys(names))
	for _, q := range b.questions {
		if q.Pair() {
			continue
		}
		var was *CellFigures
		if shown != nil {
			was = shown.Cell(q.Technology, q.Criterion)
		}
		c := &b.study.Criteria[b.study.Criterion(q.Criterion)]
		cell := discloseCell(now[q], before[q], was, bloc, f.Blocs, c.Min, c.Max)
		cell.Technology, cell.Criterion = q.Technology, q.Criterion
		f.Matrix = f.Matrix && cell.N > 0
		f.Cells = append(f.Cells, cell)
	}
	return f
}

// blocOf are the blocs of a round's experts.
func (s *State) blocOf(r *Round) map[string]string {
	bloc := map[string]string{}
	for k := range s.People {
		bloc[s.People[k].ID] = s.People[k].Bloc
	}
	for _, x := range r.roll {
		bloc[x.Person] = x.Bloc
	}
	return bloc
}

// discloseCell is the rule on one question: the panel's figures and the blocs', from the answers by person now and those behind the figures that were shown before.
func discloseCell(now, before map[string]float64, was *CellFigures, bloc map[string]string, blocs []string, least, most *float64) CellFigures {
	group := func(name string) (values []float64, changed int) {
		for _, person := range slices.Sorted(maps.Keys(now)) {
			if name == "" || bloc[person] == name {
				values = append(values, now[person])
				if then, ok := before[person]; !ok || then != now[person] {
					changed++
				}
			}
		}
		for person := range before {
			if _, still := now[person]; !still && (name == "" || bloc[person] == name) {
				changed++
			}
		}
		return values, changed
	}
	spread := func(values []float64) Spread {
		x := Spread{Shown: true}
		x.Lower, x.Median, x.Upper = panel.QuartilesGiven(values)
		return x
	}
	var cell CellFigures
	values, changed := group("")
	if was == nil || !was.All.Shown {
		changed = -1
	}
	if panel.Shown(values, changed, least, most) {
		cell.All = spread(values)
	}
	sizes, alone, each := make([]int, len(blocs)), make([]bool, len(blocs)), make([][]float64, len(blocs))
	for k, name := range blocs {
		values, changed := group(name)
		if was == nil || !was.Blocs[name].Shown {
			changed = -1
		}
		sizes[k], each[k], alone[k] = len(values), values, cell.All.Shown && panel.Discloses(len(values), changed)
	}
	together := panel.ShownBlocs(sizes, alone)
	for k := range blocs { // a bloc alone withheld for where its answers lie would tell just that, to the one of it who answered otherwise: then nothing is shown
		if together[k] && !panel.Shown(each[k], -1, least, most) {
			return CellFigures{}
		}
	}
	withheld := !cell.All.Shown
	for k, shown := range together {
		if !shown {
			withheld = withheld || sizes[k] > 0
			continue
		}
		if cell.Blocs == nil {
			cell.Blocs = map[string]Spread{}
		}
		cell.Blocs[blocs[k]] = spread(each[k])
	}
	if !withheld {
		cell.N = len(values)
	}
	return cell
}

// closingFigures are the figures of the round that is closing, kept beside the box.
func (p *Panel) closingFigures(ctx context.Context, s *State, r *Round, in []counted) (store.RecordWrite, error) {
	b, err := p.baseOf(ctx, r.Base)
	if err != nil {
		return store.RecordWrite{}, err
	}
	now, err := saidIn(b, in)
	if err != nil {
		return store.RecordWrite{}, err
	}
	before, shown, err := p.shownBefore(ctx, s, r, b, in)
	if err != nil {
		return store.RecordWrite{}, err
	}
	f := p.figures(s, r, b, now, before, shown, p.house.now())
	return store.RecordWrite{Record: record(recFigures, figuresKey(p.id, r.ID, len(r.Boxes)), p.id, "", time.Time{}, f), Expect: store.AnyVersion}, nil
}

// shownBefore are the figures that were shown before those of a round, and the answers behind them: of its box that was closed before, else of the round before.
func (p *Panel) shownBefore(ctx context.Context, s *State, r *Round, b *base, in []counted) (said, *Figures, error) {
	at := slices.IndexFunc(s.Rounds, func(x Round) bool { return x.ID == r.ID })
	if s.Pace == RealTime {
		if basis, f, err := p.basis(ctx, r); err != nil || f != nil {
			return basis, f, err
		}
	}
	if n := len(r.Boxes); n > 0 {
		earlier := *r
		earlier.Boxes = r.Boxes[:n-1]
		f, err := p.figuresOf(ctx, &earlier)
		if err != nil {
			return nil, nil, err
		}
		b = b.behind(f)
		now, err := saidIn(b, in)
		return unchangedSince(now, b, in, r.closings[n-1]), f, err
	}
	if at < 1 {
		return nil, nil, nil
	}
	f, err := p.figuresOf(ctx, &s.Rounds[at-1])
	if err != nil {
		return nil, nil, err
	}
	then, _, _, err := p.sift(ctx, s, &s.Rounds[at-1])
	if err != nil {
		return nil, nil, err
	}
	before, err := saidIn(b.behind(f), then)
	return before, f, err
}

// behind is the workbook as figures took it.
func (b *base) behind(f *Figures) *base {
	if f.Named {
		return b
	}
	c := *b
	c.interests = nil
	return &c
}

// unchangedSince are the answers that stand as they stood at a time. One that was changed and changed back counts as changed: that errs on the side of showing
// less. Who set a technology aside or took an answer back since is in the map with a value nobody gives. What the study sets aside was never shown.
func unchangedSince(now said, base *base, in []counted, since time.Time) said {
	before := said{}
	for k := range in {
		b := &in[k].ballot
		named := base.aside(in[k].key.person, nil)
		for _, x := range b.Answers {
			if x.Pair() || named[x.Technology] {
				continue
			}
			if before[x.Question] == nil {
				before[x.Question] = map[string]float64{}
			}
			person := in[k].key.person
			value, given := now[x.Question][person]
			switch {
			case !x.At.After(since) && given:
				before[x.Question][person] = value
			case x.At.After(since) || b.At.After(since) && !given:
				before[x.Question][person] = -1e308
			}
		}
	}
	return before
}

// basisData is what a real-time panel's figures were worked out from.
type basisData struct {
	Answers []basisAnswer `json:"answers"`
	Figures *Figures      `json:"figures"`
}

type basisAnswer struct {
	Question
	Person string  `json:"person"`
	Value  float64 `json:"value"`
}

// basis is the last one of a round; nil when there is none.
func (p *Panel) basis(ctx context.Context, r *Round) (said, *Figures, error) {
	x, err := p.house.store.Record(ctx, recBasis, figuresKey(p.id, r.ID, 0), p.house.now())
	if errors.Is(err, store.ErrNone) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var d basisData
	if err := json.Unmarshal(x.Data, &d); err != nil {
		return nil, nil, err
	}
	all := said{}
	for _, a := range d.Answers {
		if all[a.Question] == nil {
			all[a.Question] = map[string]float64{}
		}
		all[a.Question][a.Person] = a.Value
	}
	return all, d.Figures, nil
}

// refreshed are a real-time panel's figures, worked out anew where their time has come. A cell in which one or two people changed keeps the figures it had.
func (p *Panel) refreshed(ctx context.Context, s *State) (*Figures, error) {
	r := s.Current()
	before, shown, err := p.basis(ctx, r)
	if err != nil {
		return nil, err
	}
	now := p.house.now()
	if shown != nil && now.Sub(shown.At) < refreshEvery {
		return shown, nil
	}
	in, _, _, err := p.sift(ctx, s, r)
	if err != nil {
		return nil, err
	}
	b, err := p.baseOf(ctx, r.Base)
	if err != nil {
		return nil, err
	}
	answers, err := saidIn(b, in)
	if err != nil {
		return nil, err
	}
	f := p.figures(s, r, b, answers, before, shown, now)
	d := basisData{Figures: f}
	for k := range f.Cells {
		c := &f.Cells[k]
		q := Question{Technology: c.Technology, Criterion: c.Criterion}
		from := answers[q]
		if shown != nil {
			if was := shown.Cell(c.Technology, c.Criterion); was != nil && was.All.Shown && !c.All.Shown {
				*c, from = *was, before[q]
			}
		}
		for _, person := range slices.Sorted(maps.Keys(from)) {
			d.Answers = append(d.Answers, basisAnswer{q, person, from[person]})
		}
	}
	err = p.house.store.Put(ctx, store.RecordWrite{Record: record(recBasis, figuresKey(p.id, r.ID, 0), p.id, "", time.Time{}, d), Expect: store.AnyVersion})
	return f, err
}
