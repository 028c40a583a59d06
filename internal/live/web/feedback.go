package web

import (
	"net/http"

	"veche/internal/language"
	"veche/internal/live"
)

// fillFeedback lets a ballot show, in a later round, what the panel said in the one before: the distribution as far as it may be shown, and the arguments.
func (s *Server) fillFeedback(r *http.Request, v *visit, b *booth, own *live.Ballot) error {
	if !v.may(live.SeeFigures) {
		return nil
	}
	arguments, err := v.panel.Arguments(r.Context(), v.actor)
	if err != nil {
		return err
	}
	b.said = func(t int) []argumentView {
		var all []argumentView
		for _, a := range arguments {
			if a.Technology != v.study.Technologies[t].ID {
				continue
			}
			all = append(all, argumentView{kindSaid(a.Kind).In(b.l), a.Text})
		}
		return all
	}
	return nil
}

// kindSaid is the kind of an argument in words.
func kindSaid(kind live.NoteKind) language.Message {
	switch kind {
	case live.Pro:
		return language.M("For‹argument›")
	case live.Contra:
		return language.M("Against‹argument›")
	case live.Reply:
		return language.M("Reply‹argument›")
	}
	return language.M("Comment")
}

// figures are the panel's answers by bloc, as far as they may be shown.
func (s *Server) figures(r *http.Request, v *visit, l language.Language) ([]*sectionView, error) {
	return nil, nil
}

// agreed reports whether the reader has agreed to what is kept of them, or need not.
func (s *Server) agreed(_ *http.Request, v *visit) (bool, error) {
	return !v.me.Consented.IsZero(), nil
}
