package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
)

// act does what a form of the room asks, where the panel still stands as the page showed it.
func (s *Server) act(w http.ResponseWriter, r *http.Request, v *visit) {
	if !v.may(live.SeeCoverage) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	seq, err := strconv.ParseInt(r.PostForm.Get("seq"), 10, 64)
	if err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	l := s.languageOf(r)
	links, done, err := s.do(r, v, r.PathValue("act"), seq)
	v = v.again()
	if errors.Is(err, errNoAct) {
		s.refuse(w, r, http.StatusNotFound)
		return
	}
	if err != nil && !said(err) || errors.Is(err, live.ErrForbidden) {
		s.failed(w, r, err)
		return
	}
	status, n := http.StatusOK, &notice{Text: done.In(l)}
	switch {
	case errors.Is(err, live.ErrRace):
		status, n = http.StatusConflict, &notice{Bad: true, Text: sentence(l, err)}
	case err != nil:
		status, n = http.StatusUnprocessableEntity, &notice{Bad: true, Text: sentence(l, err)}
	}
	s.showRoom(w, r, v, status, links, n)
}

// sentence is an error as a sentence.
func sentence(l language.Language, err error) string {
	text := language.CapitalLetter(language.Of(err).In(l))
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

var errNoAct = errors.New("web: there is no such act")

// do does it, and says what was done.
func (s *Server) do(r *http.Request, v *visit, act string, seq int64) (links []live.Link, done language.Message, err error) {
	form, p := r.PostForm, v.panel
	until, err := parseUntil(form.Get("until"))
	if err != nil {
		return nil, done, err
	}
	what, proposes := strings.CutPrefix(act, "propose-")
	switch {
	case act == "open":
		_, err = p.OpenRound(r.Context(), v.actor, seq, until)
		done = language.M("The round is open.")
	case act == "extend":
		_, err = p.Extend(r.Context(), v.actor, seq, until)
		done = language.M("The time is changed.")
	case act == "close" && form.Get("sure") != "":
		_, err = p.CloseRound(r.Context(), v.actor, seq)
		done = language.M("The round is closed and its box is opened.")
	case act == "finish" && form.Get("sure") != "":
		_, err = p.Finish(r.Context(), v.actor, seq)
		done = language.M("The panel is finished.")
	case act == "adopt" && form.Get("sure") != "":
		_, err = p.CloseNominations(r.Context(), v.actor, seq)
		done = language.M("The nominations are ended; the list stands.")
	case act == "nominate":
		_, err = p.OpenNominations(r.Context(), v.actor, seq)
		done = language.M("Technologies can be put forward.")
	case act == "seal":
		_, _, err = p.SealWeights(r.Context(), v.actor, seq)
		done = language.M("The weights are sealed: that nobody moved them afterwards can be shown.")
	case act == "close" || act == "finish" || act == "adopt":
		err = language.Errorf("tick the box to confirm it")
	case act == "reopen":
		_, err = p.Reopen(r.Context(), v.actor, seq, form.Get("reason"), until)
		done = language.M("The last round is open again.")
	case proposes:
		_, err = p.Propose(r.Context(), v.actor, seq, what, form.Get("note"))
		done = language.M("The chair sees the proposal.")
	case act == "invite":
		return s.invite(r, v, seq)
	case act == "change":
		return s.change(r, v, seq)
	case act == "links":
		return s.relink(r, v, seq)
	default:
		return nil, done, errNoAct
	}
	return nil, done, err
}

// invite takes somebody in.
func (s *Server) invite(r *http.Request, v *visit, seq int64) ([]live.Link, language.Message, error) {
	roles, err := rolesOf(r.PostForm.Get("role"))
	if err != nil {
		return nil, language.Message{}, err
	}
	who := live.Person{Name: r.PostForm.Get("name"), Bloc: r.PostForm.Get("bloc"), Roles: roles}
	if roles[0] != live.Expert {
		who.Bloc = ""
	}
	link, _, err := v.panel.Invite(r.Context(), v.actor, seq, who)
	if err != nil {
		return nil, language.Message{}, err
	}
	return []live.Link{link}, language.M("Here is the link."), nil
}

// relink makes new links of the people marked, or revokes theirs. What was done before something failed stays done, and its links are shown.
func (s *Server) relink(r *http.Request, v *visit, seq int64) (links []live.Link, done language.Message, err error) {
	people := r.PostForm["person"]
	if len(people) == 0 {
		return nil, done, language.Errorf("mark somebody first")
	}
	for _, id := range people {
		if r.PostForm.Get("do") == "revoke" {
			seq, err = v.panel.Revoke(r.Context(), v.actor, seq, id)
			done = language.M("The links no longer open.")
		} else {
			var link live.Link
			link, seq, err = v.panel.Renew(r.Context(), v.actor, seq, id)
			if err == nil {
				links = append(links, link)
			}
			done = language.M("Here are the links.")
		}
		if err != nil {
			return links, done, err
		}
	}
	return links, done, nil
}
