package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"

	"veche/internal/language"
	"veche/internal/live"
	"veche/internal/study"
)

// noteKinds are an argument's kinds by the name a field has for them.
var noteKinds = map[string]live.NoteKind{"for": live.Pro, "against": live.Contra, "comment": live.Comment}

// given are a ballot's answers by field. In a later round what the expert did not answer yet shows what they answered before.
func given(b *live.Ballot) map[string]string {
	all := map[string]string{}
	for q, x := range b.Answers {
		if text := answerValue(q, x); text != "" {
			all[questionField(q)] = text
		}
	}
	for t, declared := range b.Conflicts {
		if declared {
			all[fieldName(conflictField, t)] = "1"
		}
	}
	for _, n := range b.Notes {
		if n.Kind == live.Reply {
			all[fieldName(replyField, n.Technology, n.Criterion, n.To)] = n.Text
		}
		for name, kind := range noteKinds {
			if n.Kind == kind && n.To == "" {
				all[fieldName(noteField, n.Technology, n.Criterion, name)] = n.Text
			}
		}
	}
	return all
}

func questionField(q live.Question) string {
	if q.Pair() {
		return fieldName(pairField, q.A, q.B)
	}
	return fieldName(scoreField, q.Technology, q.Criterion)
}

// termMark begins the value of a field that is a term of the study's scale.
const termMark = "="

// answerValue is an answer as a field's value; "" for none.
func answerValue(q live.Question, x live.Answer) string {
	switch {
	case x.State == study.Abstained:
		return unknown
	case x.State != study.Given:
		return ""
	case x.Term != "":
		return termMark + x.Term
	case q.Pair():
		return pairValue(x.Value)
	}
	return scoreValue(x.Value)
}

// booth is the reader's own ballot, ready to be shown.
func (s *Server) booth(r *http.Request, v *visit) (*booth, *live.Ballot, error) {
	b, own, err := s.answered(r, v)
	if err != nil {
		return nil, nil, err
	}
	b.evidence = func(t int) []documentView { return s.documentsOf(b.l, v, v.study.Technologies[t].ID) }
	return b, own, s.fillFeedback(r, v, b, own)
}

// answered is the booth without what stands beside the questions: enough to say how far a ballot is filled in.
func (s *Server) answered(r *http.Request, v *visit) (*booth, *live.Ballot, error) {
	own, err := v.panel.Ballot(r.Context(), v.actor)
	if err != nil {
		return nil, nil, err
	}
	return &booth{s: v.judging(), asked: v.asked, given: given(own), named: own.Named, open: own.Open, l: s.languageOf(r)}, own, nil
}

// ballotView is what all pages of the ballot show.
func (s *Server) ballotView(r *http.Request, v *visit, b *booth, own *live.Ballot) ballotView {
	l := b.l
	view := ballotView{Round: own.Round.Name, RoundID: own.Round.ID, Version: own.Version, Open: own.Open, Until: clock(l, own.Round.Until), Replaced: own.ReplacedMessage().In(l)}
	view.Done, view.Asked = b.progress()
	if own.EnteredBy != "" && !own.Confirmed {
		view.Entered = b.say("The secretary entered these answers for you from paper or an Excel form. Look through them: confirm them, or correct what is wrong, which confirms the rest.")
	}
	if !own.Saved.IsZero() {
		view.Saved = own.Saved.Local().Format("15:04")
	}
	switch {
	case own.Open:
	case v.state.Phase == live.Preparing || v.state.Phase == live.Nominating:
		view.Shut = b.say("The round has not been opened yet. You can look at the questions.")
	case v.state.Phase == live.Opened:
		view.Shut = b.say("You do not take part in this round.")
	default:
		view.Shut = b.say("The round is closed. Your answers stand as you see them.")
	}
	return view
}

// ballot shows one technology.
func (s *Server) ballot(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showBallot(w, r, v, http.StatusOK, nil)
}

func (s *Server) grid(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showBallot(w, r, v, http.StatusOK, nil)
}

func (s *Server) pairs(w http.ResponseWriter, r *http.Request, v *visit) {
	s.showBallot(w, r, v, http.StatusOK, nil)
}

// pagesOfBallot are the pages that show it, with their titles.
func titleOfBallot(l language.Language, page string) string {
	if page == "pairs" {
		return language.Say(l, "Criteria in pairs")
	}
	return language.Say(l, "Ballot")
}

// otherPage is the page of the ballot that has the questions where one has none: nothing is scored, or nothing is compared; "" where it may stay.
func (v *visit) otherPage(page string) string {
	scored, compared := len(v.asked.criteria) > 0, len(v.asked.pairs) > 0
	switch {
	case page != "pairs" && !scored && compared:
		return "pairs"
	case page == "pairs" && scored && !compared:
		return "ballot"
	}
	return ""
}

// showBallot shows a page of the ballot, with what became of a saving.
func (s *Server) showBallot(w http.ResponseWriter, r *http.Request, v *visit, status int, after *saved) {
	if !v.may(live.SeeOwn) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	agreed, err := s.agreed(r, v)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	if !agreed {
		http.Redirect(w, r, v.base()+"/consent", http.StatusSeeOther)
		return
	}
	if other := v.otherPage(lastOf(r.URL.Path)); after == nil && other != "" {
		http.Redirect(w, r, v.base()+"/"+other, http.StatusSeeOther)
		return
	}
	b, own, err := s.booth(r, v)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	view := s.ballotView(r, v, b, own)
	page := cmp.Or(r.PathValue("view"), lastOf(r.URL.Path))
	if after != nil {
		page, view.Clashes, view.Receipt = after.page, after.clashes(b), after.receiptText()
	}
	switch page {
	case "grid":
		view.Heads = b.heads()
		for _, t := range v.asked.technologies {
			view.Rows = append(view.Rows, b.technology(t))
		}
	case "pairs":
		view.Groups = b.groups()
	default:
		page = "ballot"
		s.showOne(r, v, b, &view)
	}
	f := s.frame(r, v, titleOfBallot(b.l, page), view)
	f.Live, f.Wide = true, page == "grid"
	s.show(w, r, status, page, f)
}

// showOne fills in the one technology that is asked for, else the first that is not full.
func (s *Server) showOne(r *http.Request, v *visit, b *booth, view *ballotView) {
	all := v.asked.technologies
	if len(all) == 0 {
		return
	}
	at := slices.Index(all, v.study.Technology(r.URL.Query().Get("t")))
	if at < 0 {
		at = max(0, slices.IndexFunc(all, func(t int) bool { done, of := b.counted(t); return done < of }))
	}
	id := func(k int) string { return v.study.Technologies[all[k]].ID }
	view.At, view.Number, view.Count, view.List = b.technology(all[at]), at+1, len(all), b.links(all[at])
	if at > 0 {
		view.Previous = id(at - 1)
	}
	if at+1 < len(all) {
		view.Next = id(at + 1)
	}
}

// receiptJSON is a receipt as a page keeps it.
func receiptJSON(r live.Receipt) string {
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		panic("web: a receipt cannot be written: " + err.Error())
	}
	return string(data)
}
