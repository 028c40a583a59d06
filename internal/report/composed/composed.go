// Package composed makes a document of a study: it works out all that the sections of package report need, has the figures drawn and puts the sections in order.
// [Of] is the one entry; renderers take what it returns.
package composed

import (
	"context"
	"slices"
	"time"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/figure"
	"veche/internal/study"
	"veche/internal/study/compare"
	"veche/internal/study/contrast"
	"veche/internal/study/panel"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
)

// Options are what is asked of a document. The zero value is everything, in English.
type Options struct {
	Language language.Language
	Audience report.Audience
	Keys     []string            // of the sections to have; nil: all
	Done     []report.Change     // to the study since it was read
	Made     time.Time           // the day to print; zero: none
	Last     *compare.Comparison // with the last edition; nil: there is none
	Factor   float64             // of the synergies that shared partners suggest; 0: the default
}

// DefaultFactor is what a suggested synergy between technologies with the same partners is worth, as `veche network` has it.
const DefaultFactor = 1

// wanted reports whether a section is asked for.
func (x *Options) wanted(keys ...string) bool {
	if x.Keys == nil {
		return true
	}
	for _, k := range keys {
		for _, w := range x.Keys {
			if k == w {
				return true
			}
		}
	}
	return false
}

// kindOf is what sort of document it is: there is no panel where a study names no experts.
func kindOf(o *study.Outcome, l language.Language) string {
	if len(o.Study.Experts) == 0 {
		return language.Say(l, "Report on the ranking")
	}
	return language.Say(l, "Report of the expert panel")
}

// Of makes the document of an outcome. Work that no section asked for needs is not done, and what would take minutes is left out, as [robustness.QuickParts] has it. The error is the
// context's, or [study.Issues] that one of the parts found.
func Of(ctx context.Context, o *study.Outcome, x Options) (*report.Document, error) {
	f, err := Find(ctx, o, x)
	if err != nil {
		return nil, err
	}
	l := x.Language
	f.Figures = drawn(f, x.Last)
	d := &report.Document{Title: o.Study.Title, Kind: kindOf(o, l), Language: l, Audience: x.Audience, Facts: f.Facts(), Hash: o.Study.Source.SHA256, Version: f.Version}
	if x.Audience == report.Reader {
		d.Facts = nil // the sections say them
	}
	d.Fields = report.MinuteFields(o, l)
	if !x.Made.IsZero() {
		d.Date = language.Date(l, x.Made)
	}
	for _, s := range placed(f, &x) {
		if !x.wanted(s.Key) {
			continue
		}
		if x.Audience == report.Reader {
			if s.Details = nil; len(s.Blocks) == 0 {
				continue
			}
		}
		d.Sections = append(d.Sections, *s)
	}
	if len(d.Sections) == 1 && d.Sections[0].Key == report.KeyMinutes { // which say all that stands at the head of a document
		d.Kind, d.Facts = d.Sections[0].Title, nil
		d.Sections[0].Title = ""
	}
	return d, nil
}

// placed adds the comparison with the last edition and the minutes before the record. There are minutes where the study knows of a meeting, or they are asked for by
// name.
func placed(f *report.Findings, x *Options) []*report.Section {
	sections, o := f.Sections(), f.Outcome
	at := slices.IndexFunc(sections, func(s *report.Section) bool { return s.Key == report.KeyRecord })
	if at < 0 {
		at = len(sections)
	}
	var more []*report.Section
	if x.Last != nil {
		more = append(more, report.Editions(x.Last, f.Figures, x.Language))
	}
	if o.Study.Meeting != nil || x.Keys != nil && x.wanted(report.KeyMinutes) {
		more = append(more, report.Minutes(o, x.Language))
	}
	return slices.Insert(sections, at, more...)
}

// Find works out what the sections asked for are made of.
func Find(ctx context.Context, o *study.Outcome, x Options) (*report.Findings, error) {
	f := &report.Findings{Outcome: o, Done: x.Done, Language: x.Language, Version: release.Version}
	st := o.Study
	var err error
	if x.wanted(report.KeyDecision, report.KeyFirmness) {
		if f.Robust, err = robustness.Assess(ctx, o, robustness.Options{Parts: robustness.QuickParts(o, robustness.DrawOptions{}), Sharing: o.SharingInForce()}); err != nil {
			return nil, err
		}
	}
	if len(st.Experts) > 0 && x.wanted(report.KeyProcedure, report.KeyPanel, report.KeyRecord) {
		f.Panel, _ = panel.Assess(st) // an error is that no expert's answer counts
	}
	if x.wanted(report.KeyReasons) {
		if err := contrasts(ctx, f); err != nil {
			return nil, err
		}
	}
	if (st.Settings.Budget != nil || len(st.Rules) > 0) && x.wanted(report.KeyDecision, report.KeyCollaboration, report.KeySet) {
		chosen, err := selection.Select(ctx, o, selection.Options{NextBest: 3})
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			f.NoSelection = language.Of(err)
		case chosen.Result.Stopped != "": // a search that ran out of time may end otherwise next time
			f.NoSelection = language.M("The best set was not found and proven in the time allowed: veche select with a longer --time-limit may do it.")
		default:
			f.Selection = chosen
		}
	}
	if len(st.Links.Rows) > 0 && x.wanted(report.KeyCollaboration) {
		factor := x.Factor
		if factor == 0 {
			factor = DefaultFactor
		}
		if f.Network, err = study.MeasureLinks(st, factor); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// drawn are the figures that have something to show, by key.
func drawn(f *report.Findings, last *compare.Comparison) map[string]*report.Figure {
	o, l := f.Outcome, f.Language
	all := map[string]*report.Figure{}
	some := []*report.Figure{figure.Shortlist(o, l), figure.Ranking(o, l), figure.Weights(o.Study, o.Weights, o.Global, l), figure.Profile(o, l), figure.ProfileTable(o, l), figure.Plane(o, l)}
	if f.Panel != nil {
		some = append(some, figure.Places(f.Panel, l), figure.Camps(f.Panel, l))
	}
	if f.Robust != nil {
		some = append(some, figure.Stability(f.Robust, l), figure.Acceptability(f.Robust, l))
	}
	if f.First != nil {
		some = append(some, figure.Contrast(o, f.First, l))
	}
	if f.Selection != nil {
		some = append(some, figure.Frontier(f.Selection, l))
	}
	if f.Network != nil {
		some = append(some, figure.Partners(f.Network, o.Study, l), figure.Clusters(f.Network, o.Study, l))
	}
	if last != nil {
		some = append(some, figure.Editions(last, l), figure.EditionWeights(last, l))
	}
	for _, g := range some {
		if g != nil {
			all[g.Key] = g
		}
	}
	return all
}

// contrasts sets the first against the second, and the last on the list against the first below it.
func contrasts(ctx context.Context, f *report.Findings) (err error) {
	o := f.Outcome
	between := func(a, b int) (*contrast.Contrast, error) {
		c := contrast.Between(o, &o.Rows[a], &o.Rows[b])
		if !contrast.Quick(o) {
			return c, nil
		}
		return contrast.Complete(ctx, o, c)
	}
	if f.First, err = between(0, 1); err != nil {
		return err
	}
	if listed := len(report.Listed(o)); o.Study.Settings.Shortlist > 0 && listed < len(o.Rows) {
		f.Line, err = between(listed-1, listed)
	}
	return err
}
