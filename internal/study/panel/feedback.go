package panel

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"veche/internal/study"
)

// Feedback is what a panel said in one round, as each expert may see it before the next: how all answers lie, never whose they are.
type Feedback struct {
	Study  *study.Study
	Round  string // its name; "" for answers of no round
	items  map[[2]int32]*FeedbackItem
	own    map[[3]int32]float64 // expert, technology, criterion
	Items  []*FeedbackItem      // by technology, then criterion, those that may be shown
	round  int32
	before map[[2]int32]map[int32]float64 // the answers to a question in the round before this, by expert
	nodes  []study.Node                   // of the round's weights; nil where too few experts judged
}

// FeedbackItem is how the answers to one question lie.
type FeedbackItem struct {
	Technology, Criterion int // places in the study's lists
	N                     int
	Lower, Median, Upper  float64 // quartiles, as answers given
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
	f.before = f.answersBefore()
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
		item.N = len(item.values)
		item.Lower, item.Median, item.Upper = QuartilesGiven(item.values)
		c := &s.Criteria[item.Criterion]
		if !Discloses(item.N, f.changed(key)) || atAnEnd(item.Lower, item.Upper, c.Min, c.Max) {
			delete(f.items, key)
			continue
		}
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

// answersBefore are the answers of the round before the one that is shown.
func (f *Feedback) answersBefore() map[[2]int32]map[int32]float64 {
	all := map[[2]int32]map[int32]float64{}
	for k := range f.Study.Scores {
		if a := &f.Study.Scores[k]; a.State == study.Given && f.round > 0 && a.Round == f.round-1 {
			key := [2]int32{a.Technology, a.Criterion}
			if all[key] == nil {
				all[key] = map[int32]float64{}
			}
			all[key][a.Expert] = a.Value
		}
	}
	return all
}

// changed is how many experts answer a question otherwise than in the round before, those who answered in one of the two only among them; −1 when the figures of
// the round before were not shown.
func (f *Feedback) changed(key [2]int32) int {
	before := f.before[key]
	if !Discloses(len(before), -1) {
		return -1
	}
	c := &f.Study.Criteria[key[1]]
	if lower, _, upper := QuartilesGiven(slices.Collect(maps.Values(before))); atAnEnd(lower, upper, c.Min, c.Max) {
		return -1
	}
	n := 0
	for e := range f.Study.Experts {
		was, then := before[int32(e)]
		is, now := f.own[[3]int32{int32(e), key[0], key[1]}]
		if then != now || was != is {
			n++
		}
	}
	return n
}

// Item is how the answers to a question lie; nil where they may not be shown.
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

// judged reports whether enough experts judged criteria in the round for the panel's weights to be shown.
func (f *Feedback) judged() bool {
	experts := map[int32]bool{}
	for k := range f.Study.Judgements {
		if j := &f.Study.Judgements[k]; j.Round == f.round && !f.Study.Excluded.Experts[f.Study.Experts[j.Expert].ID] {
			experts[j.Expert] = true
		}
	}
	return Discloses(len(experts), -1)
}

// Weights are an expert's own weights below each parent and the panel's, from the round's judgements; nil where too few judged, or there are none.
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
