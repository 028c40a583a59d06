package web

import (
	"errors"
	"net/http"
	"strconv"

	"veche/internal/language"
	"veche/internal/live"
)

// nominationsView is round 0: what technologies were put forward.
type nominationsView struct {
	Said        string // where round 0 stands
	MayNominate bool
	MayMerge    bool
	Seq         int64
	List        []nominationView
	Listed      []candidateView // those on the list already
	None        string
}

type nominationView struct {
	ID, Title, Note, Count string
}

func (s *Server) nominations(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showNominations(w, r, v, http.StatusOK, nil)
}

func (s *Server) showNominations(w http.ResponseWriter, r *http.Request, v *visit, status int, n *notice) {
	l := s.languageOf(r)
	if !v.may(live.SeeQuestions) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	all, err := v.panel.Nominations(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	view := &nominationsView{MayNominate: v.may(live.Nominate), MayMerge: v.may(live.Merge), Seq: v.state.Control}
	switch {
	case v.state.Phase == live.Nominating && v.may(live.SeeCoverage):
		view.Said = language.Say(l, "Experts put technologies forward; nobody is shown whose they are. The secretary merges what is the same; what remains joins the list when the chair ends the nominations.")
	case v.state.Phase == live.Nominating:
		view.Said = language.Say(l, "Which technologies should be on the list beside those that stand there? The secretary merges what is the same; nobody is shown who put a technology forward.")
	default:
		view.Said = language.Say(l, "Nominations are not open. The chair opens them before the first round.")
	}
	for _, x := range all {
		count := ""
		if x.Count > 1 {
			count = language.Say(l, "%d nomination merged|%d nominations merged", x.Count)
		}
		view.List = append(view.List, nominationView{x.ID, x.Title, x.Note, count})
	}
	if len(view.List) == 0 && v.state.Phase == live.Nominating {
		view.None = language.Say(l, "Nothing has been put forward yet.")
	}
	for k := range v.study.Technologies {
		x := &v.study.Technologies[k]
		view.Listed = append(view.Listed, candidateView{x.ID, x.Title(), x.Group})
	}
	f := s.frame(r, v, language.Say(l, "Nominations"), view)
	f.Live, f.Notice = true, n
	s.show(w, r, status, "nominations", f)
}

// nominate puts a technology forward.
func (s *Server) nominate(w http.ResponseWriter, r *http.Request, v *visit) {
	err := v.panel.Nominate(r.Context(), v.actor, r.PostForm.Get("title"), r.PostForm.Get("note"))
	s.nominated(w, r, v, err, language.M("It is put forward."))
}

// mergeNominations makes one of those marked, or drops them.
func (s *Server) mergeNominations(w http.ResponseWriter, r *http.Request, v *visit) {
	seq, err := strconv.ParseInt(r.PostForm.Get("seq"), 10, 64)
	if err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	ids, title, done := r.PostForm["id"], r.PostForm.Get("title"), language.M("They are one technology now.")
	switch {
	case len(ids) == 0 && v.may(live.Merge):
		err = language.Errorf("mark some first")
	case r.PostForm.Get("do") == "drop":
		title, done = "", language.M("They are dropped.")
	case title == "" && v.may(live.Merge):
		err = language.Errorf("say what the technology is called")
	}
	if err == nil {
		_, err = v.panel.MergeNominations(r.Context(), v.actor, seq, ids, title, r.PostForm.Get("note"))
	}
	s.nominated(w, r, v, err, done)
}

// nominated shows the page again, with what became of what was asked.
func (s *Server) nominated(w http.ResponseWriter, r *http.Request, v *visit, err error, done language.Message) {
	l := s.languageOf(r)
	switch {
	case err == nil:
		s.showNominations(w, r, v.again(), http.StatusOK, &notice{Text: done.In(l)})
	case said(err) && !errors.Is(err, live.ErrForbidden):
		s.showNominations(w, r, v.again(), http.StatusUnprocessableEntity, &notice{Bad: true, Text: sentence(l, err)})
	default:
		s.failed(w, r, err)
	}
}
