package panel

import (
	"cmp"
	"math"
	"slices"

	"veche/internal/mcda/group"
	"veche/internal/study"
)

// leastToShow is the number of answers from which their quartiles say nothing about who gave which.
const leastToShow = 3

// Feedback is what a panel said in one round, as each expert may see it before the next: how all answers lie, never whose they are.
type Feedback struct {
	Study *study.Study
	Round string // its name; "" for answers of no round
	items map[[2]int32]*FeedbackItem
	own   map[[3]int32]float64 // expert, technology, criterion
	Items []*FeedbackItem      // by technology, then criterion, those with enough answers to show
	round int32
	nodes []study.Node // of the round's weights; nil where fewer than three experts judged
}

// FeedbackItem is how the answers to one question lie.
type FeedbackItem struct {
	Technology, Criterion int // places in the study's lists
	N                     int
	Lower, Median, Upper  float64 // quartiles
	values                []float64
}

// Apart is an answer of one expert's outside of the middle half of all answers.
type Apart struct {
	*FeedbackItem
	Own float64
	By  float64 // distance from the median, as a part of the criterion's scale or of the range of the answers
}

// FeedbackBefore is the feedback of the last round before the named one; nil when there are no answers before it.
func FeedbackBefore(s *study.Study, next string) *Feedback {
	at := len(s.Rounds) - 1
	if k := slices.IndexFunc(s.Rounds, func(r string) bool { return study.FoldRound(r) == study.FoldRound(next) }); k >= 0 {
		at = k - 1
	}
	f := &Feedback{Study: s, round: int32(at), items: map[[2]int32]*FeedbackItem{}, own: map[[3]int32]float64{}}
	if at >= 0 {
		f.Round = s.Rounds[at]
	} else if len(s.Rounds) > 0 || next == "" {
		return nil // the first round, or no rounds at all
	}
	conflict := s.Conflicts()
	for k := range s.Scores {
		a := &s.Scores[k]
		if a.State != study.Given || a.Round != f.round || s.Excluded.Experts[s.Experts[a.Expert].ID] || s.Excluded.Technologies[s.Technologies[a.Technology].ID] || conflict.Has(a.Expert, a.Technology) {
			continue
		}
		key := [2]int32{a.Technology, a.Criterion}
		item := f.items[key]
		if item == nil {
			item = &FeedbackItem{Technology: int(a.Technology), Criterion: int(a.Criterion)}
			f.items[key] = item
		}
		item.values = append(item.values, a.Value)
		f.own[[3]int32{a.Expert, a.Technology, a.Criterion}] = a.Value
	}
	for key, item := range f.items {
		if item.N = len(item.values); item.N < leastToShow {
			delete(f.items, key)
			continue
		}
		item.Lower, item.Median, item.Upper = group.Quartiles(item.values)
		f.Items = append(f.Items, item)
	}
	slices.SortFunc(f.Items, func(a, b *FeedbackItem) int {
		return cmp.Or(cmp.Compare(a.Technology, b.Technology), cmp.Compare(a.Criterion, b.Criterion))
	})
	if f.judged() {
		then := s.Changed()
		then.Moved = nil
		if f.Round != "" {
			then.Settings.Round = f.Round
		}
		if w, err := study.Weigh(then); err == nil { // else there were none to show
			f.nodes = w.Nodes
		}
	}
	if len(f.Items) == 0 && f.nodes == nil {
		return nil
	}
	return f
}

// Item is how the answers to a question lie; nil where there are too few to show without showing whose they are.
func (f *Feedback) Item(technology, criterion int) *FeedbackItem {
	return f.items[[2]int32{int32(technology), int32(criterion)}]
}

// Own is an expert's own answer.
func (f *Feedback) Own(expert, technology, criterion int) (value float64, ok bool) {
	value, ok = f.own[[3]int32{int32(expert), int32(technology), int32(criterion)}]
	return value, ok
}

// Apart lists the questions on which an expert's answer lies outside of the middle half of all answers, the farthest from the median first.
func (f *Feedback) Apart(expert int) []Apart {
	var out []Apart
	for _, item := range f.Items {
		own, ok := f.Own(expert, item.Technology, item.Criterion)
		if !ok || own >= item.Lower && own <= item.Upper {
			continue
		}
		c := &f.Study.Criteria[item.Criterion]
		width := slices.Max(item.values) - slices.Min(item.values)
		if c.Min != nil && c.Max != nil {
			width = *c.Max - *c.Min
		}
		out = append(out, Apart{item, own, math.Abs(own-item.Median) / width})
	}
	slices.SortStableFunc(out, func(a, b Apart) int { return cmp.Compare(b.By, a.By) })
	return out
}

// judged reports whether three experts or more judged criteria in the round.
func (f *Feedback) judged() bool {
	experts := map[int32]bool{}
	for k := range f.Study.Judgements {
		if j := &f.Study.Judgements[k]; j.Round == f.round && !f.Study.Excluded.Experts[f.Study.Experts[j.Expert].ID] {
			experts[j.Expert] = true
		}
	}
	return len(experts) >= leastToShow
}

// Weights are an expert's own weights below each parent and the panel's, from the round's judgements; nil where fewer than three judged, or there are none.
func (f *Feedback) Weights(expert int) (own, panel []study.Node) {
	id := f.Study.Experts[expert].ID
	for _, n := range f.nodes {
		if n.Expert != id || len(n.Criteria) < 2 {
			continue
		}
		for _, all := range f.nodes {
			if all.Expert == "" && all.Bloc == "" && all.Parent == n.Parent {
				own, panel = append(own, n), append(panel, all)
			}
		}
	}
	return own, panel
}
