package live

import (
	"context"
	"crypto/ed25519"
	"slices"

	"veche/internal/store"
	"veche/internal/study"
	"veche/internal/study/panel"
)

// result is what closed rounds come to. It is worked out once for each box.
type result struct {
	seq     int64 // of the closing
	experts int   // of an open panel: who joins later stands in its study too
	study   *study.Study
	outcome *study.Outcome
	fault   error // why there is no ranking
	report  *panel.Report
}

// boxes are the closed rounds' boxes, up to one.
func (p *Panel) boxes(ctx context.Context, s *State, last *Round) ([]openedBox, error) {
	var all []openedBox
	for k := range s.Rounds {
		r := &s.Rounds[k]
		if r.ClosedAt.IsZero() || s.Kind == Closed && r.ID != last.ID {
			continue
		}
		openings, err := p.openings(ctx, r)
		if err != nil {
			return nil, err
		}
		all = append(all, openedBox{closing: r.closing, openings: openings})
		if r.ID == last.ID {
			break
		}
	}
	return all, nil
}

// result is what the last closed round comes to; [ErrForbidden] before there is one.
func (p *Panel) result(ctx context.Context) (*result, error) {
	s := p.State()
	r := s.shownRound()
	if r == nil {
		return nil, ErrForbidden
	}
	name, seq := r.ID+r.Root.String(), r.ClosedSeq+int64(len(s.Erased))<<32
	experts := 0
	for k := range s.People {
		if s.Kind == Open && s.People[k].Is(Expert) {
			experts++
		}
	}
	known := func() *result {
		p.mu.Lock()
		defer p.mu.Unlock()
		if had := p.results[name]; had != nil && had.seq == seq && had.experts == experts {
			return had
		}
		return nil
	}
	if had := known(); had != nil {
		return had, nil
	}
	p.making.Lock() // all ask at once when a round is closed
	defer p.making.Unlock()
	if had := known(); had != nil {
		return had, nil
	}
	boxes, err := p.boxes(ctx, s, r)
	if err != nil {
		return nil, err
	}
	b, err := p.baseOf(ctx, r.Base)
	if err != nil {
		return nil, err
	}
	made := &result{seq: seq, experts: experts}
	peopled, _ := s.peopled(b.study)
	if made.study, err = assemble(s.Kind, peopled, boxes); err != nil {
		return nil, err
	}
	made.outcome, made.fault = study.Evaluate(made.study)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.results == nil {
		p.results = map[string]*result{}
	}
	p.results[name] = made
	return made, nil
}

// study is the panel's study with the answers of closed rounds and the common weights; without answers before the first closing.
func (p *Panel) study(ctx context.Context) (*study.Study, error) {
	s := p.State()
	var now *study.Study
	if s.shownRound() != nil {
		r, err := p.result(ctx)
		if err != nil {
			return nil, err
		}
		now = r.study
	} else {
		b, err := p.base(ctx)
		if err != nil {
			return nil, err
		}
		now, _ = s.peopled(b.study)
	}
	if s.Seal != nil {
		now = now.Changed()
		now.Seal = s.Seal
	}
	for _, a := range s.Actions {
		next, err := study.Apply(now, a)
		if err != nil {
			return nil, err
		}
		now = next
	}
	return now, nil
}

// Outcome is the panel's ranking under the common weights with all that a report needs: answers, in a closed panel under codes. It is for those who may export.
func (p *Panel) Outcome(ctx context.Context, a Actor) (*study.Outcome, error) {
	if err := may(Export, p.State(), a); err != nil {
		return nil, err
	}
	return p.outcome(ctx)
}

func (p *Panel) outcome(ctx context.Context) (*study.Outcome, error) {
	r, err := p.result(ctx)
	if err != nil {
		return nil, err
	}
	if r.fault != nil {
		return nil, r.fault
	}
	now, err := p.study(ctx)
	if err != nil {
		return nil, err
	}
	return r.outcome.Prepared.Evaluate(now), nil
}

// Published is the ranking as every member may see it: without anybody's answers, judgements or names. Whether the panel's mean of a cell may be shown beside it
// [Figures.Matrix] says.
func (p *Panel) Published(ctx context.Context, a Actor) (*study.Outcome, error) {
	if err := may(SeeFigures, p.State(), a); err != nil {
		return nil, err
	}
	o, err := p.outcome(ctx)
	if err != nil {
		return nil, err
	}
	shown := *o
	shown.Study = unanswered(o.Study)
	shown.Study.Seal, shown.Study.Experts, shown.Study.Moved = o.Study.Seal, nil, o.Study.Moved
	shown.Warnings = nil // they name experts and cells
	return &shown, nil
}

// Assessment is how far the panel agrees, with experts by name in an open panel and by code in a closed one. It is for those who may export.
func (p *Panel) Assessment(ctx context.Context, a Actor) (*panel.Report, error) {
	if err := may(Export, p.State(), a); err != nil {
		return nil, err
	}
	return p.assessment(ctx)
}

func (p *Panel) assessment(ctx context.Context) (*panel.Report, error) {
	r, err := p.result(ctx)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	had := r.report
	p.mu.Unlock()
	if had != nil {
		return had, nil
	}
	report, err := panel.Assess(r.study)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	r.report = report
	return report, nil
}

// Attendance is who was asked and who voted in a round: of people, never of answers.
type Attendance struct {
	Round  string // its name
	Person string
	Name   string
	Bloc   string
	Voted  bool
}

// Attendance of the closed rounds, for the minutes and every member.
func (p *Panel) Attendance(_ context.Context, a Actor) ([]Attendance, error) {
	s := p.State()
	if err := may(SeeProof, s, a); err != nil {
		return nil, err
	}
	var all []Attendance
	for k := range s.Rounds {
		r := &s.Rounds[k]
		if r.ClosedAt.IsZero() {
			continue
		}
		for _, x := range r.roll {
			who := Attendance{Round: r.Name, Person: x.Person, Bloc: x.Bloc, Voted: slices.Contains(r.Voters, x.Person)}
			if p := s.Person(x.Person); p != nil {
				who.Name = p.Name
			}
			all = append(all, who)
		}
	}
	return all, nil
}

// Proof is what every member sees of a closed round, so that there is one history.
type Proof struct {
	Round       Round
	Fingerprint string
	Roll, Root  store.Hash
	Count       int // ballots in the box
	Voters      []string
	Head        store.Hash // of the chain as it stands
	Notice      Notice     // signed, to be kept by the page
}

// Proofs are those of the closed rounds, the first first.
func (p *Panel) Proofs(ctx context.Context, a Actor) ([]Proof, error) {
	s := p.State()
	if err := may(SeeProof, s, a); err != nil {
		return nil, err
	}
	key, err := p.signer(ctx)
	if err != nil {
		return nil, err
	}
	var all []Proof
	for k := range s.Rounds {
		if r := &s.Rounds[k]; !r.ClosedAt.IsZero() {
			n := Notice{Panel: p.id, Round: r.ID, Box: len(r.Boxes), Root: r.Root}
			n.Signature = ed25519.Sign(key, n.message())
			all = append(all, Proof{Round: *r, Fingerprint: s.Fingerprint, Roll: r.Roll, Root: r.Root, Count: r.Count, Voters: slices.Clone(r.Voters), Head: s.Head, Notice: n})
		}
	}
	return all, nil
}

// Membership is the path that proves that a commitment is in the box of a closed round (by ID); [ErrNone] when it is not.
func (p *Panel) Membership(_ context.Context, a Actor, round string, commitment store.Hash) (path []store.Hash, place int, err error) {
	s := p.State()
	if err := may(SeeProof, s, a); err != nil {
		return nil, -1, err
	}
	k := slices.IndexFunc(s.Rounds, func(r Round) bool { return r.ID == round && !r.ClosedAt.IsZero() })
	if k < 0 {
		return nil, -1, ErrNone
	}
	if path, place = Path(s.Rounds[k].closing.Leaves, commitment); path == nil {
		return nil, -1, ErrNone
	}
	return path, place, nil
}
