package web

import (
	"net/http"
	"strings"

	"veche/internal/language"
	"veche/internal/live"
)

// proofView is what can be checked without trusting the server.
type proofView struct {
	Roll      rollView
	Panel     string
	OpenRound string // ID; "" while none is open
	Rounds    []proofRound
}

type proofRound struct {
	ID, Title string
	Root      string
	Count     int
	Facts     []proofFact
	Voters    []string
}

type proofFact struct {
	Name, Text string
	Code       bool
}

func (s *Server) proof(w http.ResponseWriter, r *http.Request, v *visit) {
	l := s.languageOf(r)
	view := &proofView{Roll: s.roll(l, v), Panel: v.state.ID}
	if v.state.Phase == live.Opened {
		view.OpenRound = v.state.Current().ID
	}
	if v.may(live.SeeProof) {
		proofs, err := v.panel.Proofs(r.Context(), v.actor)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		attendance, err := v.panel.Attendance(r.Context(), v.actor)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		for _, p := range proofs {
			round := proofRound{ID: p.Round.ID, Root: p.Root.String(), Count: p.Count, Title: language.Say(l, "Round %s, closed %s", p.Round.Name, clock(l, p.Round.ClosedAt))}
			fact := func(name, text string, code bool) {
				round.Facts = append(round.Facts, proofFact{language.Say(l, name), text, code})
			}
			fact("Ballots in the box", decimal(l, float64(p.Count)), false)
			fact("Root of the box", p.Root.String(), true)
			fact("Roll", p.Roll.String(), true)
			if p.Round.Reopened != "" {
				fact("Opened again", p.Round.Reopened, false)
			}
			for _, a := range attendance {
				if a.Round == p.Round.Name && a.Voted {
					name := a.Name
					if name == "" {
						name = a.Person
					}
					round.Voters = append(round.Voters, name)
				}
			}
			view.Rounds = append(view.Rounds, round)
		}
	}
	f := s.frame(r, v, language.Say(l, "Proof"), view)
	f.Wide = true
	s.show(w, r, http.StatusOK, "proof", f)
}

// membership tells a page whether a commitment of its receipts is in a closed box, with the path that proves it.
func (s *Server) membership(w http.ResponseWriter, r *http.Request, v *visit) {
	if !v.may(live.SeeProof) {
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	var commitment [32]byte
	if err := decodeHash(&commitment, r.URL.Query().Get("commitment")); err != nil {
		s.refuse(w, r, http.StatusBadRequest)
		return
	}
	path, place, err := v.panel.Membership(r.Context(), v.actor, r.URL.Query().Get("round"), commitment)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	texts := make([]string, len(path))
	for k, h := range path {
		texts[k] = h.String()
	}
	writeJSON(w, http.StatusOK, map[string]any{"place": place, "path": texts})
}

// paragraphs are a text's, apart.
func paragraphs(text string) []string {
	var all []string
	for _, p := range strings.Split(text, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}
