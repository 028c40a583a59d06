package web

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/study"
)

// saved is what became of a saving.
type saved struct {
	page    string // the one it came from
	receipt *live.Receipt
	apart   []live.Question // not saved: changed on another device
	tried   map[live.Question]live.Answer
}

func (a *saved) receiptText() string {
	if a.receipt == nil {
		return ""
	}
	return receiptJSON(*a.receipt)
}

// clashes say what was changed elsewhere, with both answers.
func (a *saved) clashes(b *booth) []string {
	var all []string
	shown := func(text string) string {
		switch text {
		case "":
			return b.say("no answer")
		case unknown:
			return b.say("don't know")
		}
		return strings.TrimPrefix(text, termMark)
	}
	for _, q := range a.apart {
		all = append(all, b.say("%s was changed on another device: it stands as “%s”, yours here was “%s”. Save again to change it.", b.title(q), shown(b.given[questionField(q)]), shown(answerValue(q, a.tried[q]))))
	}
	return all
}

// title names a question.
func (b *booth) title(q live.Question) string {
	if q.Pair() {
		return b.s.Criteria[b.s.Criterion(q.A)].Title() + " / " + b.s.Criteria[b.s.Criterion(q.B)].Title()
	}
	return b.s.Technologies[b.s.Technology(q.Technology)].Title() + " / " + b.s.Criteria[b.s.Criterion(q.Criterion)].Title()
}

// answer saves what a page of the ballot sends: the fields that were changed on it. A script gets JSON, a form the page it came from.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, v *visit) {
	wantsJSON := strings.HasPrefix(r.Header.Get("Accept"), "application/json")
	changes := changesOf(r.PostForm)
	save, err := v.saving(r.PostForm, changes)
	if err == nil && !v.may(live.SeeOwn) {
		err = live.ErrForbidden
	}
	if err != nil {
		s.failed(w, r, err)
		return
	}
	after := &saved{page: pageOf(r.PostForm.Get("back")), tried: maps.Clone(save.Answers)}
	if len(changes) > 0 {
		receipt, err := v.panel.Save(r.Context(), v.actor, save)
		var changed *live.ChangedError
		if errors.As(err, &changed) { // the others are saved
			after.apart = changed.Questions
			for _, q := range changed.Questions {
				delete(save.Answers, q)
			}
			err = nil
			if len(save.Answers)+len(save.Conflicts)+len(save.Notes) > 0 {
				receipt, err = v.panel.Save(r.Context(), v.actor, save)
			}
		}
		if err != nil {
			s.failed(w, r, err)
			return
		}
		if receipt.Signature != nil {
			after.receipt = &receipt
		}
	}
	v = v.again()
	switch {
	case wantsJSON:
		s.tellSaved(w, r, v, save, after)
	case len(after.apart) > 0 || after.receipt != nil && r.PostForm.Get("go") == "":
		s.showBallot(w, r, v, http.StatusOK, after)
	default:
		to := after.page
		if next := r.PostForm.Get("go"); next != "" && to == "ballot" {
			to += "?t=" + url.QueryEscape(next)
		}
		http.Redirect(w, r, v.base()+"/"+to, http.StatusSeeOther)
	}
}

// pageOf is the page of the ballot that a form names.
func pageOf(back string) string {
	page, _, _ := strings.Cut(back, "?")
	if page == "grid" || page == "pairs" {
		return page
	}
	return "ballot"
}

// lastOf is the last part of a path.
func lastOf(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// saving is what a form's changes ask the panel to save.
func (v *visit) saving(form url.Values, changes map[string]change) (live.Save, error) {
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil || version < 0 {
		return live.Save{}, language.Errorf("the page is incomplete: load it anew")
	}
	save := live.Save{Client: form.Get("client"), Round: form.Get("round"), Version: version, Answers: map[live.Question]live.Answer{}, Conflicts: map[string]bool{}}
	for _, c := range changes {
		switch c.kind {
		case conflictField:
			save.Conflicts[c.codes[0]] = c.now != ""
		case replyField:
			save.Notes = append(save.Notes, live.Note{Technology: c.codes[0], Criterion: c.codes[1], Kind: live.Reply, To: c.codes[2], Text: c.now})
		case noteField:
			kind, ok := noteKinds[c.codes[2]]
			if !ok {
				return save, language.Errorf("the page is incomplete: load it anew")
			}
			save.Notes = append(save.Notes, live.Note{Technology: c.codes[0], Criterion: c.codes[1], Kind: kind, Text: c.now})
		default:
			q, x, err := v.answerOf(c)
			if err != nil {
				return save, err
			}
			save.Answers[q] = x
		}
	}
	return save, nil
}

// answerOf reads a field of a score or a pair.
func (v *visit) answerOf(c change) (q live.Question, x live.Answer, err error) {
	q = live.Question{Technology: c.codes[0], Criterion: c.codes[1]}
	if c.kind == pairField {
		q = live.Question{A: c.codes[0], B: c.codes[1]}
	}
	switch term, isTerm := strings.CutPrefix(c.now, termMark); {
	case c.now == "":
		x.State = study.Missing
	case c.now == unknown || strings.EqualFold(c.now, "n/a") || strings.EqualFold(c.now, "н/д"):
		x.State = study.Abstained
	case isTerm:
		x.Term = term
	case c.kind == pairField:
		x.Value, err = parsePair(c.now)
	default:
		at := v.study.Criterion(q.Criterion)
		if at < 0 {
			return q, x, language.Errorf("there is no criterion %q", q.Criterion)
		}
		x.Value, err = parseScore(&v.study.Criteria[at], c.now)
	}
	return q, x, err
}

// savedJSON is what a script is told of a saving.
type savedJSON struct {
	Version  int64             `json:"version"`
	Saved    string            `json:"saved"`
	Done     int               `json:"done"`
	Asked    int               `json:"asked"`
	Progress string            `json:"progress"`
	Receipt  *live.Receipt     `json:"receipt,omitempty"`
	Clashes  map[string]string `json:"clashes,omitempty"` // fields that were changed on another device, as they stand
	Now      map[string]string `json:"now,omitempty"`     // fields that the page did not know of
	Parts    map[string]string `json:"parts,omitempty"`   // pieces of the page, by their id
	Said     string            `json:"said,omitempty"`
}

func (s *Server) tellSaved(w http.ResponseWriter, r *http.Request, v *visit, save live.Save, after *saved) {
	b, own, err := s.answered(r, v)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	told := savedJSON{Version: own.Version, Receipt: after.receipt, Clashes: map[string]string{}, Now: map[string]string{}, Parts: map[string]string{}}
	if !own.Saved.IsZero() {
		told.Saved = own.Saved.Local().Format("15:04")
	}
	told.Done, told.Asked = b.progress()
	told.Progress = b.say("Answered: %d of %d", told.Done, told.Asked)
	touched := maps.Clone(save.Conflicts) // technologies of which the list says how far they are
	for q, x := range own.Answers {
		if _, mine := after.tried[q]; !mine && x.Version > save.Version {
			told.Now[questionField(q)] = answerValue(q, x)
			touched[q.Technology] = true
		}
	}
	for q := range after.tried {
		touched[q.Technology] = true
	}
	for id := range touched {
		if t := v.study.Technology(id); t >= 0 {
			told.Parts["count-"+id] = s.part(b.l, "ballot", "count", b.link(t, false))
		}
	}
	for _, q := range after.apart {
		field := questionField(q)
		told.Clashes[field] = b.given[field]
		told.Now[field] = b.given[field]
	}
	if slices.ContainsFunc(slices.Collect(maps.Keys(after.tried)), live.Question.Pair) {
		for _, g := range b.groups() {
			told.Parts["consistency-"+g.Key] = s.part(b.l, "pairs", "consistency", g)
		}
	}
	status := http.StatusOK
	if len(after.apart) > 0 {
		status = http.StatusConflict
		told.Said = strings.Join(after.clashes(b), " ")
	}
	writeJSON(w, status, told)
}

// part is a piece of a page.
func (s *Server) part(l language.Language, page, name string, data any) string {
	var b strings.Builder
	if err := s.pages[l][page].ExecuteTemplate(&b, name, data); err != nil {
		s.log.Error("part", "part", name, "error", err)
		return ""
	}
	return b.String()
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the reader may have gone
}
