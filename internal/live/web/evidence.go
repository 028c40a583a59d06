package web

import (
	"errors"
	"net/http"
	"strconv"

	"veche/internal/language"
	"veche/internal/live"
)

// evidenceView is the documents beside the technologies.
type evidenceView struct {
	MayEdit bool
	Seq     int64
	None    string
	Groups  []evidenceGroup
	All     []heirView // technologies to choose from
}

type evidenceGroup struct {
	ID, Title string
	Documents []documentView
}

type documentView struct {
	ID, Title, Address, About string
	Outside                   bool // leads to another server
}

// documentsOf are those of a technology.
func (s *Server) documentsOf(l language.Language, v *visit, technology string) []documentView {
	var all []documentView
	for _, d := range v.state.Documents {
		if d.Technology != technology {
			continue
		}
		x := documentView{ID: d.ID, Title: d.Title, Address: d.Address, Outside: true, About: language.Say(l, "on another server")}
		if d.File != "" {
			x.Address, x.Outside, x.About = v.base()+"/evidence/"+d.ID, false, d.File+", "+sizeIn(l, d.Size)
		}
		all = append(all, x)
	}
	return all
}

// sizeIn is a file's size for reading.
func sizeIn(l language.Language, bytes int) string {
	if bytes < 1<<20 {
		return language.Say(l, "%d kB", max(1, bytes>>10))
	}
	return language.Say(l, "%d MB", bytes>>20)
}

func (s *Server) evidence(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showEvidence(w, r, v, http.StatusOK, nil)
}

func (s *Server) showEvidence(w http.ResponseWriter, r *http.Request, v *visit, status int, n *notice) {
	l := s.languageOf(r)
	view := &evidenceView{MayEdit: v.may(live.EditStudy), Seq: v.state.Control}
	for k := range v.study.Technologies {
		x := &v.study.Technologies[k]
		view.All = append(view.All, heirView{x.ID, x.ID + " " + x.Title()})
		if documents := s.documentsOf(l, v, x.ID); documents != nil {
			view.Groups = append(view.Groups, evidenceGroup{x.ID, x.Title(), documents})
		}
	}
	if view.Groups == nil {
		view.None = language.Say(l, "No documents stand beside the technologies.")
	}
	f := s.frame(r, v, language.Say(l, "Evidence‹documents›"), view)
	f.Notice = n
	s.show(w, r, status, "evidence", f)
}

// editEvidence puts a document beside a technology, or takes one away.
func (s *Server) editEvidence(w http.ResponseWriter, r *http.Request, v *visit) {
	seq, err := strconv.ParseInt(r.PostForm.Get("seq"), 10, 64)
	if err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	l, done := s.languageOf(r), language.M("The document stands beside the technology.")
	if id := r.PostForm.Get("remove"); id != "" {
		done = language.M("The document is taken away.")
		_, err = v.panel.RemoveDocument(r.Context(), v.actor, seq, id)
	} else {
		d := live.Document{Technology: r.PostForm.Get("technology"), Title: r.PostForm.Get("title"), Address: r.PostForm.Get("address")}
		files, fault := uploaded(r, "file")
		if err = fault; err == nil {
			var data []byte
			if len(files) > 0 {
				d.File, data = files[0].Name, files[0].Data
			}
			_, err = v.panel.AddDocument(r.Context(), v.actor, seq, d, data)
		}
	}
	switch {
	case err == nil:
		s.showEvidence(w, r, v.again(), http.StatusOK, &notice{Text: done.In(l)})
	case said(err) && !errors.Is(err, live.ErrForbidden):
		s.showEvidence(w, r, v.again(), http.StatusUnprocessableEntity, &notice{Bad: true, Text: sentence(l, err)})
	default:
		s.failed(w, r, err)
	}
}

// document hands a file out, to be saved and never to be shown as a page of this server.
func (s *Server) document(w http.ResponseWriter, r *http.Request, v *visit) {
	d, data, err := v.panel.Document(r.Context(), v.actor, r.PathValue("document"))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	give(w, "application/octet-stream", d.File, data)
}
