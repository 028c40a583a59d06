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
func (a *Agreement) Finding() Finding { return find(&a.Figures, a.TauB, len(a.Camps)) }

// Finding is what the figures on the weights show together.
func (a *WeightAgreement) Finding() Finding { return find(&a.Figures, nil, 0) }

var findingsInRussian = map[Finding]string{
	Agreed: "согласие", AgreedInPart: "согласие отчасти", SplitBetweenBlocs: "раскол между блоками", SplitIntoCamps: "раскол на лагеря", NoCommonOrder: "общего порядка нет",
	Undetermined: "общих ответов слишком мало",
}

// In is the finding in a language.
func (f Finding) In(l language.Language) string {
	return l.Either(string(f), findingsInRussian[f])
}

var verdictsInRussian = map[group.Stopping]string{group.StableAgreed: "устойчиво и согласованно", group.StableSplit: "устойчиво и расколото", group.StillMoving: "мнения ещё меняются",
	group.TooFew: "повторных ответов слишком мало"}

// StoppingIn is a verdict on another round in a language.
func StoppingIn(v group.Stopping, l language.Language) string {
	return l.Either(string(v), verdictsInRussian[v])
}

var labelsInRussian = map[string]string{"very high": "очень высокое", "high": "высокое", "moderate": "умеренное", "low": "низкое", "very low": "очень низкое"}

// explain says in sentences what the figures show together.
func explain(l language.Language, f *group.Figures, finding Finding, first, last int) []string {
	var out []string
	say := func(en, ru string, args ...any) { out = append(out, fmt.Sprintf(l.Either(en, ru), args...)) }
	switch finding {
	case SplitBetweenBlocs:
		say("Split between blocs: %.0f%% of the disagreement lies between them, the rest inside.", "Раскол между блоками: между ними лежит %.0f %% разногласий, остальное внутри.", 100*f.Between)
	case SplitIntoCamps:
		if f.HasBetween {
			say("Split into camps that are not the blocs: only %.0f%% of the disagreement lies between blocs.", "Раскол на лагеря, не совпадающие с блоками: между блоками лежит только %.0f %% разногласий.", 100*f.Between)
		} else {
			say("Split into camps: experts agree within a camp and not across.", "Раскол на лагеря: внутри лагеря эксперты согласны, между лагерями нет.")
		}
	case NoCommonOrder:
		say("No common order: the experts differ one by one, not by bloc or camp.", "Общего порядка нет: эксперты расходятся каждый сам по себе, а не блоками или лагерями.")
	case AgreedInPart:
		say("Agreed in part: the orders have much in common, and differ.", "Согласие отчасти: у порядков много общего, но они расходятся.")
	case Agreed:
		switch {
		case first >= 0 && last >= 0:
			say("Agreed: the experts put the same first and the same last.", "Согласие: эксперты ставят одно и то же первым и одно и то же последним.")
		case first >= 0:
			say("Agreed: the orders are much alike, and the experts put the same first.", "Согласие: порядки очень похожи, и первым эксперты ставят одно и то же.")
		case last >= 0:
			say("Agreed: the orders are much alike, and the experts put the same last.", "Согласие: порядки очень похожи, и последним эксперты ставят одно и то же.")
		default:
			say("Agreed: the orders are much alike.", "Согласие: порядки очень похожи.")
		}
		if f.HasBetween && f.Between >= betweenBlocs && f.SStar < 1-1e-9 {
			say("What difference there is lies mostly between blocs (%.0f%%).", "Оставшиеся расхождения – в основном между блоками (%.0f %%).", 100*f.Between)
		}
	default:
		say("Too few experts have judged the same technologies to say how far they agree.", "Слишком мало экспертов оценили одни и те же технологии, чтобы говорить о согласии.")
	}
	if f.Experts > 1 && f.HasW && finding != Agreed && f.SStar >= 0.75 {
		label := group.ConsensusLabel(f.SStar)
		say("S* of %s alone would read “%s”; it says that nobody gives extreme shares. The orders have W %s.", "Само по себе S* = %s читалось бы как «%s»; оно говорит лишь, что крайних долей никто не ставит. У порядков W = %s.",
			decimal(l, "%.3f", f.SStar), l.Either(label, labelsInRussian[label]), decimal(l, "%.3f", f.W))
	}
	if f.HasW && f.P > 0.05 {
		say("Orders drawn at random would agree as much with probability %s.", "Случайные порядки совпали бы не хуже с вероятностью %s.", decimal(l, "%.2f", f.P))
	}
	return out
}

// ChanceIn says how the probability of W is known.
func ChanceIn(l language.Language, c group.Chance) string {
	switch c.By {
	case group.ByEnumeration:
		return l.Either("exact", "точно")
	case group.ByPermutation:
		return fmt.Sprintf(l.Either("permutation, %d draws, seed %d", "перестановки: %d, зерно %d"), c.Draws, c.Seed)
	}
	return l.Either("chi-square", "хи-квадрат")
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
	return out
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
		return fmt.Sprintf(l.Either("camp %d (%s)", "лагерь %d (%s)"), s.Camp+1, r.names(s.members, l))
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
		return strings.Join(ids[:shown], ", ") + fmt.Sprintf(l.Either(" and %d more", " и ещё %d"), len(ids)-shown)
	}
	return strings.Join(ids, ", ")
}

// TalkIn is the conversation in a sentence.
func (r *Report) TalkIn(l language.Language) string {
	c := r.Talk
	what := ""
	if c.Technology >= 0 {
		t := &r.Study.Technologies[r.Technologies[c.Technology].Technology]
		what = fmt.Sprintf(l.Either("%s (%s)", "о технологии %s (%s)"), t.ID, t.Name)
	} else {
		k := &r.Study.Criteria[c.Criterion]
		what = fmt.Sprintf(l.Either("how much %s (%s) weighs", "о весе критерия %s (%s)"), k.Code, k.Name)
	}
	text := fmt.Sprintf(l.Either("The conversation that would help most: %s, in place %s on average with %s and in place %s with %s.",
		"Больше всего помог бы разговор %s: в среднем место %s у стороны «%s» и место %s у стороны «%s»."),
		what, decimal(l, "%.1f", c.Sides[0].Place), r.SideIn(&c.Sides[0], l), decimal(l, "%.1f", c.Sides[1].Place), r.SideIn(&c.Sides[1], l))
	if c.HasW {
		text += fmt.Sprintf(l.Either(" If all placed it as the panel does, W would go from %s to %s.", " Если бы все отвели ей то же место, что и группа в целом, W выросло бы с %s до %s."),
			decimal(l, "%.2f", c.W), decimal(l, "%.2f", c.Would))
	}
	if c.Technology >= 0 && c.Criterion >= 0 && len(r.Study.Leaves()) > 1 {
		k := &r.Study.Criteria[c.Criterion]
		text += fmt.Sprintf(l.Either(" Begin with %s (%s), on which they differ most.", " Начать стоит с критерия %s (%s): на нём они расходятся больше всего."), k.Code, k.Name)
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
		return fmt.Sprintf(l.Either("From %s to %s only %d of %d expert–technology pairs were asked again: too few to speak of individuals changing their minds. What differs may be who was asked.",
			"От тура %s к туру %s повторно спрошено только %d из %d пар «эксперт – технология»: слишком мало, чтобы говорить, что люди меняли мнение. Разница может быть в том, кого спрашивали."), from, to, c.Repeated, c.Asked)
	case group.StillMoving:
		return fmt.Sprintf(l.Either("From %s to %s answers are still moving: another round can change the list.", "От тура %s к туру %s мнения ещё меняются: следующий тур может изменить список."), from, to)
	case group.StableSplit:
		return fmt.Sprintf(l.Either("From %s to %s the answers are stable and split: another round will not bring agreement; report both positions.",
			"От тура %s к туру %s мнения устойчивы и расколоты: ещё один тур согласия не даст; укажите обе позиции."), from, to)
	}
	return fmt.Sprintf(l.Either("From %s to %s the answers are stable and agreed: no further round is needed.", "От тура %s к туру %s мнения устойчивы и согласованны: новый тур не нужен."), from, to)
}
