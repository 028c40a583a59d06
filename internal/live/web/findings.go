package web

import (
	"context"
	"encoding/json"
	"net/http"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/report"
	"veche/internal/study"
	"veche/internal/study/contrast"
	"veche/internal/study/robustness"
	"veche/internal/study/selection"
)

// whySections say why the first stands above the second, and the last in above the first out.
func whySections(o *study.Outcome, l language.Language) []*sectionView {
	var all []*sectionView
	add := func(a, b int) {
		if a < 0 || b >= len(o.Rows) {
			return
		}
		c := contrast.Between(o, &o.Rows[a], &o.Rows[b])
		all = append(all, &sectionView{Title: o.Rows[a].Technology.Title() + " – " + o.Rows[b].Technology.Title(), Lines: []string{contrast.Words(o, c, l, contrast.Names{Technology: (*study.Technology).Title, Criterion: (*study.Criterion).Title})}})
	}
	add(0, 1)
	if n := o.Listed(); n > 1 && n < len(o.Rows) {
		add(n-1, n)
	}
	return all
}

// Firm works out all of how firm a ranking is, which may take minutes, as pages show it in every language: what [Options.Firm] gives them.
func Firm(ctx context.Context, o *study.Outcome) ([]byte, error) {
	r, err := robustness.Assess(ctx, o, robustness.Options{})
	if err != nil {
		return nil, err
	}
	all := map[string]*sectionView{}
	for _, l := range []language.Language{language.English, language.Russian} {
		all[l.Code()] = firmSection(r, l)
	}
	return json.Marshal(all)
}

// firmSections say how firm the panel's ranking is: all of it where that was worked out, else what a page can wait for. moved is whether it stands under other weights
// than the panel's.
func (s *Server) firmSections(r *http.Request, v *visit, o *study.Outcome, moved bool, l language.Language) ([]*sectionView, error) {
	if s.firm != nil && !moved {
		if data := s.firm(r.Context(), v.panel, v.actor, o); data != nil {
			var all map[string]*sectionView
			if err := json.Unmarshal(data, &all); err != nil {
				return nil, err
			}
			if one := all[l.Code()]; one != nil {
				return []*sectionView{one}, nil
			}
		}
	}
	quick, err := robustness.Assess(r.Context(), o, robustness.Options{Parts: robustness.QuickParts(o, robustness.DrawOptions{})})
	if err != nil {
		return nil, err
	}
	return []*sectionView{firmSection(quick, l)}, nil
}

func firmSection(r *robustness.Report, l language.Language) *sectionView {
	v := &sectionView{Title: language.Say(l, "How firm"), Lines: []string{r.Sentence(l.Code())}}
	for _, t := range report.Robustness(r, nil, l) {
		if t != nil {
			v.Tables = append(v.Tables, tableOf(t, l))
		}
	}
	return v
}

// setSections are the best set under the study's budget.
func setSections(ctx context.Context, o *study.Outcome, l language.Language) ([]*sectionView, error) {
	if o.Study.Settings.Budget == nil {
		return []*sectionView{{Lines: []string{language.Say(l, "The study has no budget.")}}}, nil
	}
	sel, err := selection.Select(ctx, o, selection.Options{})
	if noRanking(err) != nil {
		return []*sectionView{{Lines: []string{sentence(l, err)}}}, nil
	}
	if err != nil {
		return nil, err
	}
	return []*sectionView{{Tables: []*tableView{tableOf(report.Selection(sel, l), l)}, Lines: report.SelectionLines(sel, l)}}, nil
}

// agreement is how far the panel agrees, for the room: between the blocs and inside them, what is contested, the conversation that would help most, whether
// another round is worth it.
func (s *Server) agreement(r *http.Request, v *visit, l language.Language) ([]*sectionView, error) {
	if !v.may(live.Export) {
		return nil, nil
	}
	a, err := v.panel.Assessment(r.Context(), v.actor)
	if fault := noRanking(err); fault != nil {
		return []*sectionView{{Title: language.Say(l, "How far the panel agrees"), Lines: []string{sentence(l, fault)}}}, nil
	}
	if err != nil {
		return nil, err
	}
	p := &report.Panel{R: a, S: a.Study, Lang: l}
	v1 := &sectionView{Key: "agreement", Title: language.Say(l, "How far the panel agrees"), Lines: a.Sentences(l)}
	if p.Agreement() != nil { // the sentences stand below its table
		v1.Lines = nil
	}
	for _, t := range []*report.Table{p.Agreement(), p.Blocs(), p.Technologies(), p.Rounds()} {
		if t != nil && len(t.Rows) > 0 {
			v1.Tables = append(v1.Tables, tableOf(t, l))
		}
	}
	return []*sectionView{v1}, nil
}
