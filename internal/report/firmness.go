package report

import (
	"math"
	"slices"

	"veche/internal/language"
	"veche/internal/mcda/robust"
	"veche/internal/study/robustness"
)

// Firmness is what would have to change for the order to come out differently.
func (f *Findings) Firmness() *Section {
	r := f.Robust
	if r == nil {
		return nil
	}
	s := &Section{Key: KeyFirmness, Title: f.t("How firm the result is")}
	if r.Draws != nil {
		s.say(Paragraph{Text: r.OnTheList().In(f.Language), Tone: Lead})
		s.say(Paragraph{Text: language.Sentences(r.InFront(), r.Unseated()).In(f.Language)})
	}
	s.say(f.contested()...)
	s.say(f.toWatch(), f.otherMethods(), f.withoutAnyone())
	s.detail(f.Figures["stability"], f.Figures["acceptability"])
	for _, part := range robustness.Parts() {
		for _, t := range Robustness(r, []string{part}, f.Language) {
			switch {
			case part == robustness.PartVerdicts && r.Draws == nil: // not drawn: it would have taken too long
			case part == robustness.PartVerdicts:
				s.detail(captioned(t.kept(), f.t("How surely each technology is on the list: %d draws of the weights (%s), seed %d", r.Draws.Draws, r.Options, r.Options.Seed)))
			default:
				s.detail(alone(t))
			}
		}
	}
	if len(s.Blocks)+len(s.Details) == 0 {
		return nil
	}
	return s
}

// contested names the technologies whose place at the line is not settled.
func (f *Findings) contested() []Block {
	r, o := f.Robust, f.Outcome
	if r.Verdicts == nil {
		return nil
	}
	var inside, outside []string
	for k := range o.Rows {
		row := &o.Rows[k]
		if r.Verdicts[row.Index] != robustness.VerdictContested {
			continue
		}
		if row.Rank <= o.Study.Settings.Shortlist {
			inside = append(inside, named(row.Technology))
		} else {
			outside = append(outside, named(row.Technology))
		}
	}
	var blocks []Block
	if len(inside) > 0 {
		blocks = append(blocks, f.p("Contested, now on the list: %s.", f.and(inside)))
	}
	if len(outside) > 0 {
		blocks = append(blocks, f.p("Contested, now below the line: %s.", f.and(outside)))
	}
	return blocks
}

// toWatch names the criterion whose weight, moved alone, soonest costs the leader the first place, and the one that soonest changes the list.
func (f *Findings) toWatch() Block {
	r, o := f.Robust, f.Outcome
	if r.Stability == nil {
		return nil
	}
	nearest := func(keeps func(st *robustness.NodeStability) []robust.Interval) (at *robustness.NodeStability, to float64, up bool) {
		least := math.Inf(1)
		for k := range r.Stability {
			st := &r.Stability[k]
			list := keeps(st)
			if !st.Leaf || len(list) == 0 {
				continue
			}
			v := robust.Around(list, st.Weight)
			if by := st.Weight - v.Lo; v.Lo > st.Range.Lo && by < least {
				at, to, up, least = st, v.Lo, false, by
			}
			if by := v.Hi - st.Weight; v.Hi < st.Range.Hi && by < least {
				at, to, up, least = st, v.Hi, true, by
			}
		}
		return at, to, up
	}
	say := func(st *robustness.NodeStability, to float64, up bool, rises, falls, there string) string {
		text, end, l := falls, st.Range.Lo, f.Language
		if up {
			text, end = rises, st.Range.Hi
		}
		beyond := l.PercentBeyond(to, up)
		if math.Abs(to-end) <= robust.Accuracy { // a method that counts who is better jumps where a criterion counts for nothing
			text, beyond = there, l.Percent(end)
		}
		return f.t(text, o.Study.Criteria[st.Criterion].Title(), l.Percent(st.Weight), beyond)
	}
	leader, to, up := nearest(func(st *robustness.NodeStability) []robust.Interval { return st.Leader })
	text := f.t("Whatever weight one criterion alone is given, the first stays first.")
	if o.First() > 1 {
		text = f.t("Whatever weight one criterion alone is given, none comes ahead of %s.", named(o.Rows[0].Technology))
	}
	if leader != nil {
		text = say(leader, to, up, "The weight to watch for first place is that of %s: above %[3]s (now %[2]s) another comes first.", "The weight to watch for first place is that of %s: below %[3]s (now %[2]s) another comes first.",
			"The weight to watch for first place is that of %s: at %[3]s (now %[2]s) another comes first.")
	}
	if list, to, up := nearest(func(st *robustness.NodeStability) []robust.Interval { return st.Shortlist }); list != nil {
		text += " " + say(list, to, up, "For the list it is that of %s: above %[3]s (now %[2]s) the list changes.", "For the list it is that of %s: below %[3]s (now %[2]s) the list changes.",
			"For the list it is that of %s: at %[3]s (now %[2]s) the list changes.")
	}
	return Paragraph{Text: text}
}

// otherMethods says how many other ways of ranking have the same leader.
func (f *Findings) otherMethods() Block {
	m := f.Robust.Methods
	if m == nil || len(m.Methods) < 2 {
		return nil
	}
	leader := f.Outcome.Rows[0].Index
	same := 0
	for _, v := range m.Methods {
		if v.Leader == leader {
			same++
		}
	}
	return f.p("Ranked by %d methods and variants of them under the same weights, %s is first by %d.", len(m.Methods), f.Outcome.Rows[0].Technology.Title(), same)
}

// withoutAnyone says whose leaving would change the first place.
func (f *Findings) withoutAnyone() Block {
	leader := f.Outcome.Problem.Alternatives[f.Outcome.Rows[0].Index]
	var who []string
	experts := 0
	for _, a := range f.Robust.Without {
		if a.Expert == "" {
			continue
		}
		experts++
		if a.Err != nil || a.Leader != leader {
			who = append(who, a.Expert)
		}
	}
	switch {
	case experts < 2:
		return nil
	case len(who) == 0 && f.Outcome.First() > 1:
		return f.p("Whichever one expert is left out, none comes ahead of %s.", named(f.Outcome.Rows[0].Technology))
	case len(who) == 0:
		return f.p("Whichever one expert is left out, the first stays first.")
	}
	slices.Sort(who)
	return f.p("Without any one of these experts the first place would go to another, or nothing could be ranked: %s.", f.and(who))
}
