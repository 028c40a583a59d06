package robustness

import (
	"context"
	"fmt"
	"math"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study"
)

// Verdict is how surely a technology belongs on the shortlist.
type Verdict string

const (
	VerdictFirm      Verdict = "firmly in"
	VerdictIn        Verdict = "in"
	VerdictContested Verdict = "contested at the line"
	VerdictOut       Verdict = "out"
)

// How often a technology must be within the shortlist, of all draws.
const (
	firmlyIn = 0.95 // to be firmly in
	mostlyIn = 0.80 // to be in, when it is now
	hardlyIn = 0.20 // at most, to be out, when it is now
)

// verdict judges a technology by where it stands and how often drawn weights put it within the shortlist.
func verdict(inside bool, share float64) Verdict {
	switch {
	case inside && share >= firmlyIn:
		return VerdictFirm
	case inside && share >= mostlyIn:
		return VerdictIn
	case !inside && share <= hardlyIn:
		return VerdictOut
	}
	return VerdictContested
}

// InWords is the verdict in English or Russian ("ru").
func (v Verdict) InWords(lang string) string {
	l, _ := language.Named(lang)
	if v == VerdictOut {
		return language.Say(l, "out‹verdict›")
	}
	return language.Say(l, string(v))
}

// Options say what is asked of a ranking's robustness. The zero value is the default.
type Options struct {
	Parts   []string       // names of Part; nil: all
	Sharing robust.Sharing // "": proportional
	Draws   DrawOptions
	Counted *robust.Acceptabilities // what the draws gave, when they were counted elsewhere
}

// Parts of what can be asked.
const (
	PartVerdicts     = "verdicts" // draws and what comes of them
	PartStability    = "stability"
	PartNearest      = "nearest"
	PartReversal     = "reversal"
	PartMethods      = "methods"
	PartWithout      = "without"
	PartInfluence    = "influence"
	PartCorrelations = "correlation"
)

// Parts lists them in the order to show them.
func Parts() []string {
	return []string{PartVerdicts, PartStability, PartNearest, PartReversal, PartMethods, PartWithout, PartInfluence, PartCorrelations}
}

// Report is how far a ranking can be trusted. What would have taken minutes is left out.
type Report struct {
	Outcome      *study.Outcome
	Sharing      robust.Sharing
	Stability    []NodeStability         // nil when left out
	Nearest      []NearestChange         // nil when left out
	Options      DrawOptions             // what was drawn
	Draws        *robust.Acceptabilities // nil when not asked for, as all the others
	Verdicts     []Verdict               // by row of the problem; nil without a shortlist
	Reversals    []Reversal
	Checked      bool // reversals were looked for
	ReversalFree bool // the method, with these settings, cannot reverse while the weights stay
	Methods      *MethodSpread
	Without      []Absence
	Influences   []Influence
	Correlations []Correlation
}

// Assess asks everything. The error is the context's, or says what of the options cannot be.
func Assess(ctx context.Context, o *study.Outcome, options Options) (*Report, error) {
	if options.Sharing == "" {
		options.Sharing = robust.Proportional
	}
	r := &Report{Outcome: o, Sharing: options.Sharing, Options: options.Draws.Filled(o.Study), ReversalFree: o.Method.ReversalFree(o.Parameters)}
	var err error
	for _, part := range Parts() {
		if options.Parts != nil && !slices.Contains(options.Parts, part) {
			continue
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		switch part {
		case PartVerdicts:
			if r.Draws = options.Counted; r.Draws == nil {
				r.Draws, err = Draw(ctx, o, options.Draws)
			}
			if err == nil {
				r.Verdicts = Verdicts(o, r.Draws)
			}
		case PartStability:
			r.Stability = Stability(o, options.Sharing)
		case PartNearest:
			r.Nearest = Nearest(o)
		case PartReversal:
			r.Reversals, r.Checked = Reversals(o)
		case PartMethods:
			r.Methods = Spread(o)
		case PartWithout:
			r.Without = Without(o)
		case PartInfluence:
			r.Influences = Influences(o)
		case PartCorrelations:
			r.Correlations = Correlations(o)
		}
	}
	return r, err
}

// Verdicts judge every technology by the draws, by row of the problem; nil without a shortlist.
func Verdicts(o *study.Outcome, a *robust.Acceptabilities) []Verdict {
	if a.Listed == nil || o.Study.Settings.Shortlist >= len(o.Rows) {
		return nil
	}
	verdicts := make([]Verdict, len(o.Rows))
	for _, row := range o.Rows {
		verdicts[row.Index] = verdict(row.Rank <= o.Study.Settings.Shortlist, a.Listed[row.Index])
	}
	return verdicts
}

// Sentence says in a breath how firm the ranking is, in English or Russian ("ru"); it needs the draws.
func (r *Report) Sentence(lang string) string {
	l, _ := language.Named(lang)
	return language.Sentences(r.OnTheList(), r.InFront(), r.Unseated()).In(l)
}

// OnTheList says how many of the shortlist are how surely on it; nothing without verdicts.
func (r *Report) OnTheList() language.Message {
	if r.Verdicts == nil {
		return language.Message{}
	}
	count := map[Verdict]int{}
	outside := 0
	for _, row := range r.Outcome.Rows {
		v := r.Verdicts[row.Index]
		count[v]++
		if v == VerdictContested && row.Rank > r.Outcome.Study.Settings.Shortlist {
			outside++
		}
	}
	inside := count[VerdictFirm] + count[VerdictIn] + count[VerdictContested] - outside
	return language.M("Of the shortlist of %d, firmly in: %d, in: %d, contested at the line: %d; contesting it from outside: %d.",
		inside, count[VerdictFirm], count[VerdictIn], count[VerdictContested]-outside, outside)
}

// InFront says how often drawn weights put the leader first; it needs the draws.
func (r *Report) InFront() language.Message {
	leader := &r.Outcome.Rows[0]
	return language.M("%s comes first in %s of %d draws of the weights (%s).", leader.Technology.Title(), percent(r.Draws.Ranks[leader.Index][0]), r.Draws.Draws, r.Options)
}

// Unseated says what the smallest change of the weights is that costs the leader the first place, or that it is shared; nothing where none was found or looked for.
func (r *Report) Unseated() language.Message {
	o := r.Outcome
	if first := sharers(o); len(first) > 1 {
		var names []language.Message
		for _, row := range first {
			names = append(names, language.Verbatim(row.Technology.Title()))
		}
		last := len(names) - 1
		return language.M("%s and %s share first place.", language.Join(names[:last], ", "), names[last])
	}
	rival, change, never := r.nearestRival()
	switch {
	case never && slices.Contains(o.Locks(), true):
		return language.M("No weights with the locked ones in place cost it first place.")
	case never:
		return language.M("No weights cost it first place.")
	case change == nil:
		return language.Message{}
	case change.Exact:
		return language.M("The smallest change that costs it first place moves %s of the weight, in favour of %s.", points(change.Size/2), rival.Technology.Title())
	}
	return language.M("Moving %s of the weight is enough to cost it first place, in favour of %s.", points(change.Size/2), rival.Technology.Title())
}

// sharers are the rows with rank 1.
func sharers(o *study.Outcome) []*study.Row {
	var rows []*study.Row
	for k := range o.Rows {
		if o.Rows[k].Rank == 1 {
			rows = append(rows, &o.Rows[k])
		}
	}
	return rows
}

// nearestRival is who takes the first place after the smallest change of the weights, by the weight moved; never: it is proven that nobody does. Locked
// weights stay.
func (r *Report) nearestRival() (rival *study.Row, least *robust.Change, never bool) {
	rivals, impossible := 0, 0
	for k := range r.Nearest {
		n := &r.Nearest[k]
		if n.What != EventLead {
			continue
		}
		rivals++
		if n.L1.Impossible() {
			impossible++
		}
		if n.L1.Weights != nil && (least == nil || n.L1.Size < least.Size) {
			rival, least = &r.Outcome.Rows[n.Row], &n.L1
		}
	}
	if o := r.Outcome; linear(o) && rivals > 0 {
		// Those that were not looked at need more than the one who overtakes by the smallest change, who is among them.
		b, _, _ := Case(o).Overtaker(o.Rows[0].Index, o.Locks(), robust.L1)
		return rival, least, b < 0
	}
	return rival, least, rivals == len(r.Outcome.Rows)-1 && impossible == rivals && rivals > 0
}

// In says where drawn weights come from.
func (d DrawOptions) In(l language.Language) string {
	text := language.Message{}
	switch d.Source {
	case DrawNear:
		text = language.M("each within ±%s of itself", percent(*d.Spread))
	case DrawUniform:
		text = language.M("any weights")
	case DrawIntervals:
		text = language.M("within the given bounds")
	case DrawOrder:
		text = language.M("in the given order of importance")
	case DrawExperts:
		text = language.M("the experts' own, the panel resampled")
	}
	if d.Panel {
		text = language.M("%s, the experts who scored resampled", text)
	}
	if d.Stated > 0 {
		text = language.M("%s, scores drawn from their stated distributions", text)
	}
	return text.In(l)
}

// InWords is In by the language's code.
func (d DrawOptions) InWords(lang string) string {
	l, _ := language.Named(lang)
	return d.In(l)
}

// percent is a share in whole per cents, told apart from all and from none.
func percent(share float64) string {
	switch p := math.Round(100 * share); {
	case p == 100 && share < 1:
		return ">99%"
	case p == 0 && share > 0:
		return "<1%"
	default:
		return fmt.Sprintf("%.0f%%", p)
	}
}

// points is a part of the whole weight in per cent.
func points(share float64) language.Message {
	if share < 0.001 {
		return language.M("<%.1f%%", 0.1)
	}
	return language.M("%.1f%%", 100*share)
}
