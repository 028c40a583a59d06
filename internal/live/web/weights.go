package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/study"
)

// weightsView is the page of the sliders.
type weightsView struct {
	Why     string // why there are none
	Common  bool   // they move everybody's
	Seq     int64
	Sliders []sliderView
	Ranking *rankingView
	Changed string
	Engine  bool   // the reader's browser may rank by itself
	First   string // how a change of the first place is said, with {0} and {1} for the names
	More    string // what follows the names where more share the place, with {0} for how many
}

type sliderView struct{ Code, Field, Title, Value, Text string }

// weightField begins the name of a slider.
const weightField = "w."

func (s *Server) weights(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showWeights(w, r, v, http.StatusOK, nil, nil)
}

// showWeights shows the sliders at the weights given, else at those on the common screen, else at the panel's.
func (s *Server) showWeights(w http.ResponseWriter, r *http.Request, v *visit, status int, weights map[string]float64, n *notice) {
	l := s.languageOf(r)
	view := &weightsView{Common: v.may(live.Lead)}
	shown, err := v.panel.Screen(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	view.Seq = shown.Version
	if !v.may(live.WhatIf) {
		view.Why = language.Say(l, "Weights can be moved once there are figures: when the round is closed.")
	} else {
		if weights == nil && view.Common {
			weights = shown.Weights
		}
		o, err := s.published(r, v, weights)
		if fault := noRanking(err); fault != nil {
			view.Why = sentence(l, fault)
		} else if err != nil {
			s.failed(w, r, err)
			return
		} else if err := s.fillWeights(r, v, l, o, view); err != nil {
			s.failed(w, r, err)
			return
		}
	}
	f := s.frame(r, v, language.Say(l, "Weights"), view)
	f.Wide, f.Live, f.Notice = true, true, n
	s.show(w, r, status, "weights", f)
}

func (s *Server) fillWeights(r *http.Request, v *visit, l language.Language, o *study.Outcome, view *weightsView) error {
	for k, i := range o.Study.Leaves() {
		c := &o.Study.Criteria[i]
		share := bar(l, c.Code, c.Title(), o.Global[k], 1)
		view.Sliders = append(view.Sliders, sliderView{Code: c.Code, Field: escapeCode(c.Code), Title: c.Title(), Value: strconv.FormatFloat(100*o.Global[k], 'f', -1, 64), Text: share.Text})
	}
	view.Ranking = rankingOf(o, l)
	view.Engine = s.computable(r, v)
	view.First, view.More = language.Say(l, firstWould, "{0}", "{1}"), language.Say(l, " and %s more", "{0}")
	panel, err := s.published(r, v, nil)
	if err != nil {
		return err
	}
	if was, now := firsts(panel), firsts(o); !slices.Equal(slices.Sorted(slices.Values(was)), slices.Sorted(slices.Values(now))) {
		view.Changed = language.Say(l, firstWould, namesOf(l, now), namesOf(l, was))
	}
	return nil
}

const firstWould = "First would be %s; by the panel's weights: %s."

// firsts are the titles of who is first, which several may be.
func firsts(o *study.Outcome) []string {
	var all []string
	for k := range o.Rows {
		if o.Rows[k].Rank == o.Rows[0].Rank {
			all = append(all, o.Rows[k].Technology.Title())
		}
	}
	return all
}

// mostNames are said of those who share a place; the script says as many.
const mostNames = 3

// namesOf are the first of some titles, and how many there are more.
func namesOf(l language.Language, titles []string) string {
	if len(titles) <= mostNames {
		return strings.Join(titles, ", ")
	}
	return strings.Join(titles[:mostNames], ", ") + language.Say(l, " and %s more", strconv.Itoa(len(titles)-mostNames))
}

// weigh moves weights: the common ones where the reader leads the screen, else only on the page that is sent back.
func (s *Server) weigh(w http.ResponseWriter, r *http.Request, v *visit) {
	if !v.may(live.WhatIf) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	form, part := r.PostForm, r.Header.Get("X-Part") != ""
	if form.Get("reset") != "" {
		s.resetWeights(w, r, v)
		return
	}
	weights, err := s.movedWeights(r, v, form)
	if err == nil && v.may(live.Lead) {
		err = s.moveCommon(r, v, weights, form.Get("seq"), !part)
	}
	if err != nil {
		if !said(err) {
			s.failed(w, r, err)
			return
		}
		s.showWeights(w, r, v.again(), http.StatusConflict, nil, &notice{Bad: true, Text: sentence(s.languageOf(r), err)})
		return
	}
	s.showWeights(w, r, v.again(), http.StatusOK, weights, nil)
}

// moveCommon shows moved weights on the common screen, or sets them for good.
func (s *Server) moveCommon(r *http.Request, v *visit, weights map[string]float64, seq string, forGood bool) error {
	shown, err := v.panel.Screen(r.Context(), v.actor)
	if err != nil {
		return err
	}
	if forGood {
		if strconv.FormatInt(shown.Version, 10) != seq {
			return live.ErrRace
		}
		if _, err := v.panel.MoveWeights(r.Context(), v.actor, v.state.Control, study.SetWeights{Weights: weights}); err != nil {
			return err
		}
		weights = nil
	}
	shown.Weights = weights
	_, err = v.panel.ShowScreen(r.Context(), v.actor, shown)
	return err
}

// resetWeights goes back to the panel's own weights: of the common ones, to those it had before anybody moved them.
func (s *Server) resetWeights(w http.ResponseWriter, r *http.Request, v *visit) {
	if v.may(live.Lead) {
		shown, err := v.panel.Screen(r.Context(), v.actor)
		if err == nil && len(v.state.Actions) > 0 {
			_, err = v.panel.MoveWeights(r.Context(), v.actor, v.state.Control, study.ResetWeights{})
		}
		if err == nil && shown.Weights != nil {
			shown.Weights = nil
			_, err = v.panel.ShowScreen(r.Context(), v.actor, shown)
		}
		if err != nil {
			s.failed(w, r, err)
			return
		}
	}
	http.Redirect(w, r, v.base()+"/weights", http.StatusSeeOther)
}

// movedWeights reads the sliders: all of them, or the one that is being moved with the others keeping their proportions.
func (s *Server) movedWeights(r *http.Request, v *visit, form url.Values) (map[string]float64, error) {
	o, err := v.panel.Published(r.Context(), v.actor)
	if err != nil {
		return nil, err
	}
	all := map[string]float64{}
	var least float64
	for _, i := range o.Study.Leaves() {
		code := o.Study.Criteria[i].Code
		x, err := strconv.ParseFloat(strings.TrimSpace(form.Get(weightField+escapeCode(code))), 64)
		if err != nil || !(x >= 0 && x <= 100) {
			return nil, language.Errorf("a weight is 0 to 100")
		}
		all[code] = x
		least += x
	}
	if least == 0 {
		return nil, language.Errorf("one weight at least must be above 0")
	}
	next, err := study.Apply(o.Study, study.SetWeights{Weights: all})
	if err != nil {
		return nil, err
	}
	if moved, err := url.QueryUnescape(form.Get("moved")); err == nil && moved != "" {
		if x, ok := all[moved]; ok {
			if next, err = study.Apply(next, study.SetWeight{Criterion: moved, Weight: x / 100}); err != nil {
				return nil, err
			}
		}
	}
	for k, i := range next.Leaves() {
		all[next.Criteria[i].Code] = next.Moved[k]
	}
	return all, nil
}
