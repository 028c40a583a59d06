package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
)

// enterView is where the secretary brings in what experts answered on paper or in Excel.
type enterView struct {
	Round   string
	People  []enterPerson
	Entered []string // what became of forms that were just brought in
	Faults  []string
	Receipt string

	Paper *paperView
}

type enterPerson struct {
	ID, Name, Said string
	Answered       bool // on the page, themselves
}

// paperView is the empty ballot of an expert, to be filled in from paper.
type paperView struct {
	ID, Name, RoundID string
	Heads             []headView
	Rows              []*technologyView
	Groups            []pairGroup
}

// spreadsheet is the media type of a workbook.
const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// most files at once, and bytes of one.
const (
	maxForms  = 40
	maxUpload = 24 << 20
)

func (s *Server) enterForms(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showEnter(w, r, v, http.StatusOK, &enterView{}, nil)
}

func (s *Server) showEnter(w http.ResponseWriter, r *http.Request, v *visit, status int, view *enterView, n *notice) {
	if !v.may(live.EnterForms) {
		if v.me.Is(live.Secretary) && n == nil {
			s.show(w, r, http.StatusOK, "enter", s.frame(r, v, language.Say(s.languageOf(r), "Paper and Excel"), &enterView{}))
			return
		}
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	l := s.languageOf(r)
	coverage, err := v.panel.Coverage(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	round := v.state.Current()
	view.Round = round.Name
	for _, c := range coverage {
		p := enterPerson{ID: c.Person.ID, Name: personIn(l, &c.Person.Person)}
		switch {
		case c.EnteredBy != "" && c.Confirmed:
			p.Said = language.Say(l, "entered, confirmed by the expert: %d of %d", c.Given, c.Asked)
		case c.EnteredBy != "":
			p.Said = language.Say(l, "entered, not yet confirmed: %d of %d", c.Given, c.Asked)
		case !c.Saved.IsZero():
			p.Said, p.Answered = language.Say(l, "has answered on the page"), true
		}
		view.People = append(view.People, p)
	}
	if id := r.URL.Query().Get("person"); id != "" && view.Paper == nil {
		if who := v.state.Person(id); who != nil && who.Is(live.Expert) && who.Active() {
			b := &booth{s: v.judging(), asked: v.asked, given: map[string]string{}, named: map[string]bool{}, open: true, l: l}
			if k := slices.IndexFunc(coverage, func(c live.Covered) bool { return c.Person.ID == id }); k >= 0 {
				for _, t := range coverage[k].Named {
					b.named[t] = true
				}
			}
			view.Paper = &paperView{ID: who.ID, Name: personIn(l, &who.Person), RoundID: round.ID, Heads: b.heads(), Groups: b.groups()}
			for _, t := range v.asked.technologies {
				view.Paper.Rows = append(view.Paper.Rows, b.technology(t))
			}
		}
	}
	f := s.frame(r, v, language.Say(l, "Paper and Excel"), view)
	f.Wide, f.Notice = true, n
	s.show(w, r, status, "enter", f)
}

// formFile hands the empty form of an expert out, for who answers in Excel.
func (s *Server) formFile(w http.ResponseWriter, r *http.Request, v *visit) {
	forms, err := v.panel.Forms(r.Context(), v.actor)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	k := slices.IndexFunc(forms, func(f live.Form) bool { return f.Expert == r.PathValue("person") })
	if k < 0 {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	give(w, spreadsheet, forms[k].File, forms[k].Data)
}

// takeForms enters forms that came back from Excel. One that cannot be entered does not stop the others.
func (s *Server) takeForms(w http.ResponseWriter, r *http.Request, v *visit) {
	l, view := s.languageOf(r), &enterView{}
	if !v.may(live.EnterForms) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	files, err := uploaded(r, "file")
	if err == nil && len(files) == 0 {
		err = language.Errorf("choose the forms that came back")
	}
	for _, f := range files {
		e, err := v.panel.EnterForm(r.Context(), v.actor, f)
		switch {
		case err != nil && !said(err):
			s.failed(w, r, err)
			return
		case err != nil:
			view.Faults = append(view.Faults, f.Name+": "+sentence(l, err))
		default:
			view.Entered = append(view.Entered, language.Say(l, "%d answer of %s entered|%d answers of %s entered", e.Answers, e.Person)+" ("+f.Name+")")
			for _, i := range e.Issues {
				view.Faults = append(view.Faults, f.Name+": "+i.In(l))
			}
		}
	}
	status, n := http.StatusOK, (*notice)(nil)
	if err != nil {
		status, n = http.StatusUnprocessableEntity, &notice{Bad: true, Text: sentence(l, err)}
	} else if len(view.Faults) > 0 && len(view.Entered) == 0 {
		status = http.StatusUnprocessableEntity
	}
	s.showEnter(w, r, v.again(), status, view, n)
}

// takePaper enters what stands on an expert's paper.
func (s *Server) takePaper(w http.ResponseWriter, r *http.Request, v *visit) {
	l, view := s.languageOf(r), &enterView{}
	if !v.may(live.EnterForms) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	person := r.PostForm.Get("person")
	r.PostForm.Set("version", "0")
	save, err := v.saving(r.PostForm, changesOf(r.PostForm))
	if err == nil && len(save.Answers)+len(save.Conflicts)+len(save.Notes) == 0 {
		err = language.Errorf("there are no answers in the form")
	}
	var e *live.Entered
	if err == nil {
		e, err = v.panel.EnterBallot(r.Context(), v.actor, person, save)
	}
	switch {
	case err == nil:
		view.Entered = append(view.Entered, language.Say(l, "%d answer of %s entered|%d answers of %s entered", e.Answers, e.Person))
		view.Receipt = receiptJSON(e.Receipt)
		s.showEnter(w, r, v.again(), http.StatusOK, view, nil)
	case said(err) && !errors.Is(err, live.ErrForbidden) && !errors.Is(err, live.ErrClosed):
		s.showEnter(w, r, v.again(), http.StatusUnprocessableEntity, view, &notice{Bad: true, Text: sentence(l, err)})
	default:
		s.failed(w, r, err)
	}
}

// confirm says that what was entered for the reader is theirs.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request, v *visit) {
	if err := v.panel.Confirm(r.Context(), v.actor); err != nil && !errors.Is(err, live.ErrNone) {
		s.failed(w, r, err)
		return
	}
	http.Redirect(w, r, v.base()+"/ballot", http.StatusSeeOther)
}

// own hands the reader's own answers out as a form.
func (s *Server) own(w http.ResponseWriter, r *http.Request, v *visit) {
	f, err := v.panel.Own(r.Context(), v.actor)
	if err == nil && f.Data == nil {
		err = live.ErrNone
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	give(w, spreadsheet, f.Name, f.Data)
}

// uploaded are the files of a form's field.
func uploaded(r *http.Request, field string) ([]live.FormFile, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	headers := r.MultipartForm.File[field]
	if len(headers) > maxForms {
		return nil, language.Errorf("send at most %d files at once", maxForms)
	}
	var all []live.FormFile
	for _, h := range headers {
		f, err := h.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		name := filepath.Base(strings.ReplaceAll(h.Filename, `\`, "/"))
		if name = strings.Map(printable, name); name == "" || name == "." {
			name = "file"
		}
		all = append(all, live.FormFile{Name: name, Data: data})
	}
	return all, nil
}

// printable leaves control characters out.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}

// give hands a file out, to be saved.
func give(w http.ResponseWriter, kind, name string, data []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, _ = w.Write(data) // the reader may have gone
}
