package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/report"
	"veche/internal/study/panel"
)

// takeStudy puts another workbook in the place of the one that is answered to, before the first round.
func (s *Server) takeStudy(w http.ResponseWriter, r *http.Request, v *visit) {
	seq, err := strconv.ParseInt(r.PostForm.Get("seq"), 10, 64)
	if err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	l := s.languageOf(r)
	files, err := uploaded(r, "file")
	switch {
	case !v.may(live.EditStudy):
		err = live.ErrForbidden
	case err == nil && len(files) == 0:
		err = language.Errorf("choose a workbook")
	case err == nil:
		_, err = v.panel.EditStudy(r.Context(), v.actor, seq, files[0])
	}
	if err != nil && !said(err) || errors.Is(err, live.ErrForbidden) {
		s.failed(w, r, err)
		return
	}
	if err != nil {
		s.showRoom(w, r, v.again(), http.StatusUnprocessableEntity, nil, &notice{Bad: true, Text: sentence(l, err)})
		return
	}
	http.Redirect(w, r, v.base()+"/room", http.StatusSeeOther)
}

// change replaces or withdraws an expert.
func (s *Server) change(r *http.Request, v *visit, seq int64) ([]live.Link, language.Message, error) {
	form, who := r.PostForm, r.PostForm.Get("expert")
	if who == "" {
		return nil, language.Message{}, language.Errorf("choose the expert")
	}
	if form.Get("do") == "withdraw" {
		_, err := v.panel.Withdraw(r.Context(), v.actor, seq, who, form.Get("reason"))
		return nil, language.M("The expert no longer takes part; what they answered in the open round does not count."), err
	}
	if form.Get("name") == "" {
		return nil, language.Message{}, language.Errorf("say who comes in the expert's place")
	}
	link, _, err := v.panel.Replace(r.Context(), v.actor, seq, who, live.Person{Name: form.Get("name"), Organisation: form.Get("organisation")})
	if err != nil {
		return nil, language.Message{}, err
	}
	return []live.Link{link}, language.M("The expert is replaced. Here is the link of who comes in their place."), nil
}

// coverage is how many answers each technology has, of how many asked.
func (s *Server) coverage(v *visit, l language.Language, all []live.Covered) *tableView {
	t := &tableView{Title: language.Say(l, "Answers by technology"), Heads: []cellView{{Text: language.Say(l, "Technology")}, {Text: language.Say(l, "Answers given‹count›"), Number: true}, {Text: language.Say(l, "Experts without any"), Number: true}}}
	for _, k := range v.asked.technologies {
		x := &v.study.Technologies[k]
		given, without := 0, 0
		for _, c := range all {
			given += c.ByTech[x.ID]
			if c.ByTech[x.ID] == 0 && !slices.Contains(c.Named, x.ID) {
				without++
			}
		}
		number := func(n int) cellView { return cellView{Text: report.Count(n).Shown(l), Number: true} }
		t.Rows = append(t.Rows, []cellView{{Text: x.ID + " " + x.Title(), Head: true}, number(given), number(without)})
	}
	return t
}

// advice says whether another round is worth asking for.
func (s *Server) advice(r *http.Request, v *visit, l language.Language) (*sectionView, error) {
	a, err := v.panel.Advice(r.Context(), v.actor)
	if errors.Is(err, live.ErrNone) || errors.Is(err, live.ErrForbidden) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	view := &sectionView{Key: "advice", Title: language.Say(l, "Is another round worth it?")}
	view.Lines = append(view.Lines, panel.StoppingAdvice(a.Verdict).In(l))
	facts := language.Say(l, "From round %s to round %s %s of the answers given in both did not change.", a.Before, a.Round, report.Percent(a.Unchanged, 0).Shown(l))
	if a.Tau != nil {
		facts += " " + language.Say(l, "The orders by these answers agree with tau-b %s.", report.Number(*a.Tau, 2).Shown(l))
	}
	if a.W != nil {
		facts += " " + language.Say(l, "Kendall's W of the later round is %s.", report.Number(*a.W, 2).Shown(l))
	}
	view.Lines = append(view.Lines, facts, language.Say(l, "This is advice by a rule of practice; the chair decides."))
	return view, nil
}
