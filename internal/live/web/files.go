package web

import (
	"context"
	"net/http"

	"veche/internal/language"
	"veche/internal/live"
)

// filesView is what can be taken away.
type filesView struct {
	Why   string
	Files []fileView
}

type fileView struct{ Name, Title, About string }

// File is one file that can be taken away from a panel. Who makes it knows workbooks and reports; a page only offers it.
type File struct {
	Name, Kind   string // as it is saved; its media type
	Title, About language.Message
	Right        live.Right // what is needed to take it
	Make         func(ctx context.Context, p *live.Panel, a live.Actor, l language.Language) ([]byte, error)
}

func (s *Server) files(w http.ResponseWriter, r *http.Request, v *visit) {
	l := s.languageOf(r)
	view := &filesView{}
	for _, f := range s.takes {
		if v.may(f.Right) {
			view.Files = append(view.Files, fileView{f.Name, f.Title.In(l), f.About.In(l)})
		}
	}
	if len(view.Files) == 0 {
		view.Why = language.Say(l, "Files can be taken away by the chair and the secretary, after a round is closed.")
	}
	s.show(w, r, http.StatusOK, "files", s.frame(r, v, language.Say(l, "Report and files"), view))
}

func (s *Server) file(w http.ResponseWriter, r *http.Request, v *visit) {
	for _, f := range s.takes {
		if f.Name != r.PathValue("file") {
			continue
		}
		if !v.may(f.Right) {
			s.refuse(w, r, http.StatusForbidden)
			return
		}
		data, err := f.Make(r.Context(), v.panel, v.actor, s.languageOf(r))
		if err != nil {
			s.failed(w, r, err)
			return
		}
		give(w, f.Kind, f.Name, data)
		return
	}
	s.refuse(w, r, http.StatusNotFound)
}
