package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/study"
)

// views are what the common screen can show, in the order of a meeting.
func views(l language.Language) []viewView {
	return []viewView{
		{Key: "candidates", Title: language.Say(l, "Candidates")},
		{Key: "answers", Title: language.Say(l, "Answers‹title›")},
		{Key: "weights", Title: language.Say(l, "Weights")},
		{Key: "ranking", Title: language.Say(l, "Ranking")},
		{Key: "why", Title: language.Say(l, "Why‹screen›")},
		{Key: "firm", Title: language.Say(l, "How firm")},
		{Key: "set", Title: language.Say(l, "Set under the budget")},
	}
}

// screen is the common screen: what who leads it shows, on every member's page by that member's rights.
func (s *Server) screen(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showScreen(w, r, v, http.StatusOK, nil)
}

func (s *Server) showScreen(w http.ResponseWriter, r *http.Request, v *visit, status int, n *notice) {
	shown, err := v.panel.Screen(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	l := s.languageOf(r)
	view := &screenView{Leads: v.may(live.Lead), Paused: shown.Paused, Hidden: shown.Hidden, Seq: shown.Version, Leader: leaderSaid(l, v)}
	now := shown.View
	if now == "" {
		now = "candidates"
		if v.state.Closed() > 0 {
			now = "ranking"
		}
	}
	for _, x := range views(l) {
		if x.Current = x.Key == now; x.Current {
			view.Headline = x.Title
		}
		view.Views = append(view.Views, x)
	}
	if v.me.Is(live.Chair) && view.Leads {
		for k := range v.state.People {
			if p := &v.state.People[k]; (p.Is(live.Secretary) || p.Is(live.Chair)) && p.ID != v.me.ID && !p.Revoked {
				view.Heirs = append(view.Heirs, heirView{p.ID, personIn(l, &p.Person)})
			}
		}
	}
	if round := v.state.Current(); round != nil && !round.ClosedAt.IsZero() {
		view.Root = round.Root.String()
	}
	if err := s.fillScreen(r, v, l, now, shown, view); err != nil {
		s.failed(w, r, err)
		return
	}
	f := s.frame(r, v, language.Say(l, "Common screen"), view)
	f.Live, f.Wide, f.Notice = true, true, n
	s.show(w, r, status, "screen", f)
}

// leaderSaid is who has the screen in hand.
func leaderSaid(l language.Language, v *visit) string {
	if p := v.state.Person(v.state.Leader); p != nil {
		return language.Say(l, "Led by %s", personIn(l, &p.Person))
	}
	return language.Say(l, "Led by the chair")
}

// fillScreen fills in one view of the screen.
func (s *Server) fillScreen(r *http.Request, v *visit, l language.Language, now string, shown live.Screen, view *screenView) error {
	switch {
	case shown.Hidden && !view.Leads:
		view.Curtain = language.Say(l, "The screen is hidden for the moment.")
		return nil
	case now == "candidates":
		for _, t := range v.asked.technologies {
			x := &v.study.Technologies[t]
			view.Candidates = append(view.Candidates, candidateView{x.ID, x.Title(), x.Group})
		}
		return nil
	case !v.may(live.SeeFigures):
		view.Curtain = language.Say(l, "There are no figures yet: they come when the round is closed.")
		if v.state.Closed() > 0 {
			view.Curtain = language.Say(l, "The panel's figures are shown to its members only.")
		}
		return nil
	}
	if shown.Hidden {
		view.Note = language.Say(l, "Hidden: only you see this.")
	}
	o, err := s.published(r, v, shown.Weights)
	if fault := noRanking(err); fault != nil {
		view.Curtain = sentence(l, fault)
		return nil
	} else if err != nil {
		return err
	}
	if shown.Weights != nil {
		view.Note = language.Say(l, "The weights are being moved: this is not yet the panel's ranking.")
	}
	switch now {
	case "answers":
		view.Sections, err = s.figures(r, v, l)
	case "weights":
		view.Weights = weightsOf(o, l)
	case "why":
		f, err := v.panel.Figures(r.Context(), v.actor)
		if err != nil {
			return err
		}
		if !f.Matrix { // the reasons name the panel's means
			view.Curtain = language.Say(l, "The reasons would show means of fewer than five answers: they stand in the report of the chair and the secretary.")
			return nil
		}
		view.Sections = whySections(o, l)
	case "firm":
		view.Sections, err = s.firmSections(r, v, o, shown.Weights != nil, l)
	case "set":
		view.Sections, err = setSections(r.Context(), o, l)
	default:
		view.Ranking, view.Weights = rankingOf(o, l), weightsOf(o, l)
	}
	return err
}

// noRanking is why there is no ranking, when the study says so; nil for other errors. What a workbook lacks is said of a round: nobody here fills in a sheet.
func noRanking(err error) error {
	var issues study.Issues
	if !errors.As(err, &issues) {
		return nil
	}
	for _, i := range issues {
		switch i.Code {
		case "E-UNSCORED":
			return language.Errorf("Too few have answered: a ranking needs two technologies with an answer on every criterion.")
		case "E-PANEL-NONE":
			return language.Errorf("Nobody's answers count in this round, so there is no agreement to look at.")
		}
	}
	return issues
}

// published is the panel's ranking as members see it, under other weights where they are given.
func (s *Server) published(r *http.Request, v *visit, weights map[string]float64) (*study.Outcome, error) {
	o, err := v.panel.Published(r.Context(), v.actor)
	if err != nil || weights == nil {
		return o, err
	}
	moved, err := study.Apply(o.Study, study.SetWeights{Weights: weights})
	if err != nil {
		return nil, err
	}
	return o.Prepared.Evaluate(moved), nil
}

// lead does what a form of the common screen asks.
func (s *Server) lead(w http.ResponseWriter, r *http.Request, v *visit) {
	form := r.PostForm
	if !v.may(live.Lead) && (form.Get("hand") == "" || !v.me.Is(live.Chair)) { // the chair takes back what was handed over
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	seq, err := strconv.ParseInt(form.Get("seq"), 10, 64)
	if err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	shown, err := v.panel.Screen(r.Context(), v.actor)
	if err == nil && shown.Version != seq {
		err = live.ErrRace
	}
	if err == nil {
		switch {
		case form.Get("hand") != "":
			_, err = v.panel.HandOver(r.Context(), v.actor, v.state.Control, form.Get("to"))
		case form.Has("view"):
			if shown.View = form.Get("view"); !slices.ContainsFunc(views(0), func(x viewView) bool { return x.Key == shown.View }) {
				s.refuse(w, r, http.StatusBadRequest)
				return
			}
			_, err = v.panel.ShowScreen(r.Context(), v.actor, shown)
		case form.Has("pause"):
			shown.Paused = form.Get("pause") == "1"
			_, err = v.panel.ShowScreen(r.Context(), v.actor, shown)
		case form.Has("hide"):
			shown.Hidden = form.Get("hide") == "1"
			_, err = v.panel.ShowScreen(r.Context(), v.actor, shown)
		}
	}
	if err != nil && said(err) && !errors.Is(err, live.ErrForbidden) {
		s.showScreen(w, r, v.again(), http.StatusConflict, &notice{Bad: true, Text: sentence(s.languageOf(r), err)})
		return
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, v.base()+"/screen", http.StatusSeeOther)
}
