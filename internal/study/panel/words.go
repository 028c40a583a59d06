package panel

import (
	"fmt"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/group"
	"veche/internal/study"
)

// Finding is the word for how far a panel agrees and where it does not. It is never S*'s own label, which says "very high" of a panel whose blocs are at odds.
type Finding string

const (
	Agreed            Finding = "agreed"
	AgreedInPart      Finding = "agreed in part"
	SplitBetweenBlocs Finding = "split between blocs"
	SplitIntoCamps    Finding = "split into camps"
	NoCommonOrder     Finding = "no common order"
	Undetermined      Finding = "too few common answers"
)

// Limits of a finding: Kendall's W from which orders agree, and agree in part (Schmidt 1997: 0.7 strong, 0.5 moderate), the same of mean tau-b where W is not
// defined, and the share of the disagreement from which it is called one between blocs.
const (
	agreedW, partW     = group.AgreedW, 0.5
	agreedTau, partTau = 0.6, 0.35
	betweenBlocs       = 0.5
)

// wholly is a share that is written as 100 %.
const wholly = 0.995

// find names what the figures show together.
func find(f *group.Figures, tau *float64, camps int) Finding {
	var agreed, part bool
	switch {
	case f.HasW:
		agreed, part = f.W >= agreedW, f.W >= partW
	case tau != nil:
		agreed, part = *tau >= agreedTau, *tau >= partTau
	default:
		return Undetermined
	}
	switch {
	case agreed:
		return Agreed
	case f.HasBetween && f.Between >= betweenBlocs:
		return SplitBetweenBlocs
	case camps > 1:
		return SplitIntoCamps
	case part:
		return AgreedInPart
	}
	return NoCommonOrder
}

// Finding is what the figures on the technologies show together.
func (a *Agreement) Finding() Finding {
	tau := a.TauB
	if a.TauPairs < a.Ordered-1 { // fewer pairs than it takes to tie the experts to each other do not stand for the panel
		tau = nil
	}
	return find(&a.Figures, tau, len(a.Camps))
}

// Finding is what the figures on the weights show together.
func (a *WeightAgreement) Finding() Finding { return find(&a.Figures, nil, 0) }

// In is the finding in a language.
func (f Finding) In(l language.Language) string {
	return language.Say(l, string(f))
}

// StoppingIn is a verdict on another round in a language.
func StoppingIn(v group.Stopping, l language.Language) string {
	return language.Say(l, string(v))
}

// consensusIn is the word for S* in a language.
func consensusIn(l language.Language, label string) string {
	switch label {
	case "high":
		label = "high‹consensus›"
	case "moderate":
		label = "moderate‹consensus›"
	case "low":
		label = "low‹consensus›"
	}
	return language.Say(l, label)
}

// explain says in sentences what the figures show together.
func explain(l language.Language, f *group.Figures, finding Finding, first, last int) []string {
	var out []string
	say := func(text string, args ...any) { out = append(out, language.Say(l, text, args...)) }
	switch finding {
	case SplitBetweenBlocs:
		if f.Between >= wholly {
			say("Split between blocs: the disagreement lies between them, next to none inside.")
			break
		}
		say("Split between blocs: %.0f%% of the disagreement lies between them, the rest inside.", 100*f.Between)
	case SplitIntoCamps:
		if f.HasBetween {
			say("Split into camps that are not the blocs: only %.0f%% of the disagreement lies between blocs.", 100*f.Between)
		} else {
			say("Split into camps: experts agree within a camp and not across.")
		}
	case NoCommonOrder:
		say("No common order: the experts differ one by one, not by bloc or camp.")
	case AgreedInPart:
		say("Agreed in part: the orders have much in common, and differ.")
	case Agreed:
		switch {
		case first >= 0 && last >= 0:
			say("Agreed: the experts put the same first and the same last.")
		case first >= 0:
			say("Agreed: the orders are much alike, and the experts put the same first.")
		case last >= 0:
			say("Agreed: the orders are much alike, and the experts put the same last.")
		default:
			say("Agreed: the orders are much alike.")
		}
		if f.HasBetween && f.Between >= betweenBlocs && f.SStar < 1-1e-9 {
			if f.Between >= wholly {
				say("What difference there is lies between blocs.")
				break
			}
			say("What difference there is lies mostly between blocs (%.0f%%).", 100*f.Between)
		}
	default:
		say("Too few experts have judged the same technologies to say how far they agree.")
	}
	if f.Experts > 1 && f.HasW && finding != Agreed && f.SStar >= 0.75 {
		label := group.ConsensusLabel(f.SStar)
		say("S* of %s alone would read “%s”; it says that nobody gives extreme shares. The orders have W %s.",
			decimal(l, "%.3f", f.SStar), consensusIn(l, label), decimal(l, "%.3f", f.W))
	}
	if f.HasW && f.P > 0.05 {
		say("Orders drawn at random would agree as much with probability %s.", decimal(l, "%.2f", f.P))
	}
	return out
}

// ChanceIn says how the probability of W is known.
func ChanceIn(l language.Language, c group.Chance) string {
	switch c.By {
	case group.ByEnumeration:
		return language.Say(l, "exact")
	case group.ByPermutation:
		return language.Say(l, "permutation, %d draws, seed %d", c.Draws, c.Seed)
	}
	return language.Say(l, "chi-square")
}

// Sentences say how far the panel agrees on the technologies, and the one conversation that would help most.
func (r *Report) Sentences(l language.Language) []string {
	var out []string
	if a := r.Agreement; a != nil {
		out = explain(l, &a.Figures, a.Finding(), a.First, a.Last)
	}
	if r.Agreement == nil && len(r.Weights) > 0 {
		out = r.Weights[0].Sentences(l)
	}
	if r.Talk != nil {
		out = append(out, r.TalkIn(l))
	}
	if part, all := r.Places(); r.Agreement != nil && part > 0 { // behind what can be done: little room shows the beginning
		out = append(out, language.Say(l, "%d of the %d places in the experts' orders rests on part of the criteria only, with half of the weight or more.|%d of the %d places in the experts' orders rest on part of the criteria only, with half of the weight or more.", part, all))
	}
	return out
}

// Places counts the places in all experts' orders, and those of them that rest on part of the criteria's weight only.
func (r *Report) Places() (part, all int) {
	for k := range r.Experts {
		part, all = part+len(r.Experts[k].Part), all+r.Experts[k].Judged
	}
	return part, all
}

// Sentences say how far the panel agrees on the weights below one parent.
func (a *WeightAgreement) Sentences(l language.Language) []string {
	if len(a.Experts) < 2 {
		return nil
	}
	return explain(l, &a.Figures, a.Finding(), a.First, a.Last)
}

// SideIn names a side of a conversation.
func (r *Report) SideIn(s *Side, l language.Language) string {
	switch {
	case s.Bloc >= 0:
		return r.Blocs[s.Bloc].Name
	case s.Camp >= 0:
		return language.Say(l, "camp %d (%s)", s.Camp+1, r.names(s.members, l))
	}
	return r.names(s.members, l)
}

// names lists experts' identifiers, of many only the first.
func (r *Report) names(experts []int, l language.Language) string {
	const shown = 4
	var ids []string
	for _, e := range experts {
		ids = append(ids, r.Study.Experts[e].ID)
	}
	if len(ids) > shown {
		return strings.Join(ids[:shown], ", ") + language.Say(l, " and %d more", len(ids)-shown)
	}
	return strings.Join(ids, ", ")
}

// TalkIn is the conversation in a sentence.
func (r *Report) TalkIn(l language.Language) string {
	c := r.Talk
	what := ""
	if c.Technology >= 0 {
		t := &r.Study.Technologies[r.Technologies[c.Technology].Technology]
		what = language.Say(l, "%s (%s)‹talk›", t.ID, t.Name)
	} else {
		k := &r.Study.Criteria[c.Criterion]
		what = language.Say(l, "how much %s (%s) weighs", k.Code, k.Name)
	}
	text := language.Say(l, "The conversation that would help most: %s, in place %s on average with %s and in place %s with %s.",
		what, decimal(l, "%.1f", c.Sides[0].Place), r.SideIn(&c.Sides[0], l), decimal(l, "%.1f", c.Sides[1].Place), r.SideIn(&c.Sides[1], l))
	if c.HasW {
		would := " If all placed it as the panel does, W would go from %s to %s."
		if c.Technology < 0 {
			would = " If all gave it the panel's place, W would go from %s to %s."
		}
		text += language.Say(l, would, decimal(l, "%.2f", c.W), decimal(l, "%.2f", c.Would))
	}
	if c.Technology >= 0 && c.Criterion >= 0 && len(r.Study.Leaves()) > 1 {
		k := &r.Study.Criteria[c.Criterion]
		text += language.Say(l, " Begin with %s (%s), on which they differ most.", k.Code, k.Name)
	}
	return text
}

// decimal writes a number with the language's decimal sign.
func decimal(l language.Language, format string, x float64) string {
	text := fmt.Sprintf(format, x)
	if l == language.Russian {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// Sentence says what one comparison of rounds shows.
func (c *RoundComparison) Sentence(s *study.Study, l language.Language) string {
	from, to := s.Rounds[c.From], s.Rounds[c.To]
	switch c.Verdict {
	case group.TooFew:
		return language.Say(l, "From %s to %s only %d of %d expert–technology pairs were answered in both rounds: too few to speak of individuals changing their minds. What differs may be who answered.", from, to, c.Repeated, c.Asked)
	case group.StillMoving:
		return language.Say(l, "From %s to %s answers are still moving: another round can change the list.", from, to)
	case group.StableSplit:
		return language.Say(l, "From %s to %s the answers are stable and split: another round will not bring agreement; report both positions.", from, to)
	}
	return language.Say(l, "From %s to %s the answers are stable and agreed: no further round is needed.", from, to)
}

// StoppingAdvice is what a verdict on another round advises.
func StoppingAdvice(v group.Stopping) language.Message {
	switch v {
	case group.StableAgreed:
		return language.M("No: the opinions are stable and agree. The list can be decided on.")
	case group.StableSplit:
		return language.M("No: the opinions are stable and split. A further round would not bring them together; a conversation between the sides may, or a decision that names the split.")
	case group.StillMoving:
		return language.M("Yes: the opinions are still moving. A further round is worth asking for.")
	}
	return language.M("It cannot be said: too few answers were given in both rounds.")
}
