package live

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
)

// openedBox is a closed round's box: what is evaluated, by the server and by who verifies.
type openedBox struct {
	closing  *closedEvent
	openings []Opening // of its leaves; fewer where some were erased
}

// assemble puts the answers of boxes into a study, as collecting their forms would: round by round, the experts in the study's order, the questions in theirs,
// blanks too. A closed panel's study has its last box only, and codes for experts.
func assemble(kind Kind, s *study.Study, boxes []openedBox) (*study.Study, error) {
	if kind == Closed {
		if len(boxes) == 0 {
			c := unanswered(s)
			c.Experts, c.Blocs = nil, nil
			return c, nil
		}
		return coded(s, &boxes[len(boxes)-1])
	}
	c := s.Changed()
	c.Scores, c.Judgements = slices.Clone(s.Scores), slices.Clone(s.Judgements)
	c.Rounds, c.Sheets, c.Experts = slices.Clone(s.Rounds), slices.Clone(s.Sheets), slices.Clone(s.Experts)
	for k := range boxes {
		of := map[string]*cast{}
		for _, o := range boxes[k].openings {
			var x cast
			if err := json.Unmarshal(o.Cast, &x); err != nil {
				return nil, err
			}
			of[x.Person] = &x
			e := c.Expert(x.Person)
			if e < 0 {
				return nil, language.Errorf("the box has a ballot of %s, who is not in the study", x.Person)
			}
			for _, id := range x.Conflicts {
				if t := c.Technology(id); t >= 0 && !c.Conflicted(e, t) {
					c.Experts[e].Conflicts = append(slices.Clip(c.Experts[e].Conflicts), int32(t))
				}
			}
		}
		for e := range c.Experts {
			slices.Sort(c.Experts[e].Conflicts)
		}
		at := int32(len(c.Rounds))
		c.Rounds = append(c.Rounds, boxes[k].closing.Name)
		for e := range c.Experts {
			if x := of[c.Experts[e].ID]; x != nil {
				c.Sheets = append(c.Sheets, study.Sheet{File: c.Experts[e].ID, Name: boxes[k].closing.Name})
				if err := answer(c, int32(e), at, x, study.Origin{Sheet: uint16(len(c.Sheets))}); err != nil {
					return nil, err
				}
			}
		}
	}
	return c, nil
}

// coded is the study of a closed panel's box: experts are the places of their commitments.
func coded(s *study.Study, b *openedBox) (*study.Study, error) {
	c := unanswered(s)
	c.Experts, c.Blocs, c.Rounds = nil, nil, []string{b.closing.Name}
	if b.closing.Blocs == nil {
		c.Settings.Levels = study.LevelsFlat
	}
	for _, w := range b.closing.BlocWeight {
		c.Blocs = append(c.Blocs, study.Bloc{Name: w.Bloc, Weight: w.Weight})
	}
	of := map[int]*cast{}
	for _, o := range b.openings {
		var x cast
		if err := json.Unmarshal(o.Cast, &x); err != nil {
			return nil, err
		}
		of[slices.Index(b.closing.Leaves, o.Commitment)] = &x
	}
	width := len(fmt.Sprint(len(b.closing.Leaves)))
	for k := range b.closing.Leaves {
		e := study.Expert{ID: fmt.Sprintf("X%0*d", width, k+1)}
		if k < len(b.closing.Blocs) {
			e.Bloc = b.closing.Blocs[k]
		}
		c.Experts = append(c.Experts, e)
		if x := of[k]; x != nil {
			if err := answer(c, int32(k), 0, x, study.Origin{}); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// answer adds a ballot's answers to a study that is being made.
func answer(c *study.Study, expert, round int32, x *cast, at study.Origin) error {
	said := map[Question]Answer{}
	for _, a := range x.Answers {
		said[a.Question] = a.Answer
	}
	for _, q := range Questions(c) {
		a, ok := said[q]
		switch {
		case q.Pair():
			if ok && a.State == study.Given {
				i, j := c.Criterion(q.A), c.Criterion(q.B)
				c.Judgements = append(c.Judgements, study.Judgement{Value: a.Value, Round: round, Expert: expert, Parent: c.Criteria[i].Parent, A: int32(i), B: int32(j), Origin: at})
			}
		case (!ok || a.State != study.Given) && c.Conflicted(int(expert), c.Technology(q.Technology)): // not asked; what was answered all the same is kept
		default:
			score := study.Score{Round: round, Expert: expert, Technology: int32(c.Technology(q.Technology)), Criterion: int32(c.Criterion(q.Criterion)), State: study.Missing, Origin: at}
			if ok {
				score.State = a.State
			}
			if score.State == study.Given {
				if err := value(c, &score, a); err != nil {
					return err
				}
			}
			c.Scores = append(c.Scores, score)
		}
	}
	return nil
}

// value gives a score its number: of a term that of the Scale sheet, a fuzzy one's centroid.
func value(c *study.Study, score *study.Score, a Answer) error {
	if a.Term == "" {
		score.Value = a.Value
		return nil
	}
	k := slices.IndexFunc(c.Terms, func(t study.Term) bool { return t.Name == a.Term })
	if k < 0 {
		return language.Errorf("there is no term %q", a.Term)
	}
	switch v := c.Terms[k].Values; len(v) {
	case 1:
		score.Value = v[0]
	case 3:
		t := mcda.Triangle(v)
		score.Value, score.Term = t[1]+((t[2]-t[1])-(t[1]-t[0]))/3, int32(k+1)
	default:
		return language.Errorf("there is no term %q", a.Term)
	}
	return nil
}

// ratio brings a judgement to a number that a workbook gives back to the bit: 1/n for the other side, n with six decimals at most.
func ratio(v float64) float64 {
	short := func(x float64) float64 { return math.Round(min(max(x, 1), 9)*1e6) / 1e6 }
	if v < 1 {
		return 1 / short(1/v)
	}
	return short(v)
}
