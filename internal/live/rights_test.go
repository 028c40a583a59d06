package live

import (
	"context"
	"errors"
	"testing"
	"time"

	"veche/internal/store"
	"veche/internal/store/sqlite"
	"veche/internal/study"
	"veche/internal/workbook"
)

// stage is where a panel stands: a name and how it is brought there.
type stage struct {
	name   string
	phases string // as in the table below
	bring  func(w *atWork)
}

var stages = []stage{
	{"preparing", "p", func(*atWork) {}},
	{"nominating", "n", func(w *atWork) {
		w.steer(w.panel.OpenNominations(w.t.Context(), w.as("chair"), w.panel.State().Control))
	}},
	{"open", "o", func(w *atWork) { w.open() }},
	{"between", "b", func(w *atWork) { w.open(); w.vote(); w.close() }},
	{"open again", "2", func(w *atWork) { w.open(); w.vote(); w.close(); w.open() }},
	{"finished", "f", func(w *atWork) {
		w.open()
		w.vote()
		w.close()
		w.steer(w.panel.Finish(w.t.Context(), w.as("chair"), w.panel.State().Control))
	}},
}

// vote gives two experts a ballot.
func (w *atWork) vote() {
	for k, id := range []string{"E1", "E2", "E3", "E4", "E5", "E6"} {
		all := map[Question]Answer{}
		asked, err := w.panel.Questions(w.t.Context(), w.as("chair"))
		if err != nil {
			w.t.Fatal(err)
		}
		for j, q := range asked {
			all[q] = Answer{State: study.Given, Value: float64(1 + (k+j)%5)}
		}
		w.save(id, all)
	}
}

// allowed is the table of the design once more: for each role the stages in which the right holds, by their letters. Observers see figures where the setting lets them.
var allowed = map[Right]map[Role]string{
	SeeQuestions: {Observer: "pnob2f", Expert: "pnob2f", Secretary: "pnob2f", Chair: "pnob2f"},
	EditStudy:    {Secretary: "p"},
	Nominate:     {Expert: "n"},
	Merge:        {Secretary: "n"},
	Answering:    {Expert: "o2"},
	SeeOwn:       {Expert: "pnob2f"},
	SeeCoverage:  {Secretary: "pnob2f", Chair: "pnob2f"},
	SeeFigures:   {Expert: "b2f", Secretary: "b2f", Chair: "b2f"},
	SeeScreen:    {Observer: "pnob2f", Expert: "pnob2f", Secretary: "pnob2f", Chair: "pnob2f"},
	Steer:        {Chair: "pnob2f"},
	Propose:      {Secretary: "pnob2f"},
	Lead:         {Chair: "pnob2f"},
	WhatIf:       {Expert: "b2f", Secretary: "b2f", Chair: "b2f"},
	InvitePeople: {Secretary: "pnob2f", Chair: "pnob2f"},
	EnterForms:   {Secretary: "o2"},
	Export:       {Secretary: "b2f", Chair: "b2f"},
	ExportOwn:    {Expert: "pnob2f"},
	SeeProof:     {Observer: "b2f", Expert: "b2f", Secretary: "b2f", Chair: "b2f"},
	ExportRecord: {Expert: "b2f", Secretary: "b2f", Chair: "b2f"},
}

// calls are what a surface can ask that needs the right, each without harm when it is refused.
var calls = map[Right][]func(ctx context.Context, p *Panel, a Actor) error{
	SeeQuestions: {
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Study(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Questions(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Nominations(ctx, a); return err },
	},
	EditStudy: {func(ctx context.Context, p *Panel, a Actor) error {
		_, err := p.EditStudy(ctx, a, -9, workbook.FormFile{})
		return err
	}},
	Nominate: {func(ctx context.Context, p *Panel, a Actor) error { return p.Nominate(ctx, a, "", "") }},
	Merge: {func(ctx context.Context, p *Panel, a Actor) error {
		_, err := p.MergeNominations(ctx, a, -9, nil, "", "")
		return err
	}},
	SeeOwn:      {func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Ballot(ctx, a); return err }},
	SeeCoverage: {func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Coverage(ctx, a); return err }},
	SeeFigures: {
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Figures(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.FiguresOf(ctx, a, "none"); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Published(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Arguments(ctx, a); return err },
	},
	SeeScreen: {func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Screen(ctx, a); return err }},
	Steer: {
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.OpenRound(ctx, a, -9, time.Time{})
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.Extend(ctx, a, -9, time.Time{})
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.CloseRound(ctx, a, -9); return err },
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.Reopen(ctx, a, -9, "", time.Time{})
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error { _, _, err := p.SealWeights(ctx, a, -9); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Finish(ctx, a, -9); return err },
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.OpenNominations(ctx, a, -9)
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.CloseNominations(ctx, a, -9)
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.HandOver(ctx, a, -9, ""); return err },
	},
	WhatIf: {func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Explore(ctx, a); return err }},
	Propose: {func(ctx context.Context, p *Panel, a Actor) error {
		_, err := p.Propose(ctx, a, -9, "?", "")
		return err
	}},
	Lead: {func(ctx context.Context, p *Panel, a Actor) error {
		_, err := p.ShowScreen(ctx, a, Screen{Version: 99})
		return err
	}},
	InvitePeople: {
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Addresses(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { return p.SetAddresses(ctx, a, nil) },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Letters(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.AskInvitations(ctx, a, nil)
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error {
			if _, err := p.AskReminders(ctx, a, nil); errors.Is(err, ErrForbidden) { // else told that no round is open
				return err
			}
			return nil
		},
		func(ctx context.Context, p *Panel, a Actor) error {
			_, _, err := p.Invite(ctx, a, -9, Person{})
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error { _, _, err := p.Renew(ctx, a, -9, "E6"); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Revoke(ctx, a, -9, "E6"); return err },
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.Withdraw(ctx, a, -9, "E6", "ill")
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error {
			_, _, err := p.Replace(ctx, a, -9, "E6", Person{})
			return err
		},
	},
	EnterForms: {
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.EnterBallot(ctx, a, "nobody", Save{})
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error {
			_, err := p.EnterForm(ctx, a, workbook.FormFile{})
			return err
		},
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Forms(ctx, a); return err },
	},
	Export: {
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Export(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Outcome(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Assessment(ctx, a); return err },
	},
	ExportOwn: {func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Own(ctx, a); return err }},
	SeeProof: {
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Proofs(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Attendance(ctx, a); return err },
		func(ctx context.Context, p *Panel, a Actor) error {
			_, _, err := p.Membership(ctx, a, "none", store.Hash{})
			return err
		},
	},
	ExportRecord: {func(ctx context.Context, p *Panel, a Actor) error { _, err := p.Record(ctx, a); return err }},
}

// Every role may what the design's table says in every stage, by the table and by every call, and nothing else. [Answering] and the closing of screens have
// calls of their own in other tests.
func TestRights(t *testing.T) {
	folder := t.TempDir()
	s, err := sqlite.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, st := range stages {
		w := workOn(t, s, New{Kind: Closed, File: plain(t, 6), People: []Person{{ID: "observer", Roles: []Role{Observer}}}})
		st.bring(w)
		state := w.panel.State()
		for _, right := range Rights() {
			for role, id := range map[Role]string{Observer: "observer", Expert: "E1", Secretary: "secretary", Chair: "chair"} {
				want := false
				for _, letter := range allowed[right][role] {
					want = want || string(letter) == st.phases
				}
				if got := May(right, state, state.Person(id)); got != want {
					t.Errorf("%s, %s: %q is %v, not %v", st.name, role, right, got, want)
				}
				for k, call := range calls[right] {
					if err := call(t.Context(), w.panel, w.as(id)); errors.Is(err, ErrForbidden) == want {
						t.Errorf("%s, %s: call %d of %q answers %v", st.name, role, k, right, err)
					}
				}
			}
		}
		w.house.Close()
	}
}

// The secretary leads the screen once it was handed over, and the chair no longer then; the chair takes it back.
func TestHandedOver(t *testing.T) {
	w := work(t, New{Kind: Open, File: plain(t, 6)})
	ctx := t.Context()
	w.steer(w.panel.HandOver(ctx, w.as("chair"), w.panel.State().Control, "secretary"))
	if _, err := w.panel.ShowScreen(ctx, w.as("chair"), Screen{View: "ranking"}); !errors.Is(err, ErrForbidden) {
		t.Errorf("the chair leads what was handed over: %v", err)
	}
	x, err := w.panel.ShowScreen(ctx, w.as("secretary"), Screen{View: "ranking"})
	if err != nil || x.Version != 1 {
		t.Fatalf("%+v, %v", x, err)
	}
	if _, err := w.panel.ShowScreen(ctx, w.as("secretary"), Screen{View: "weights"}); !errors.Is(err, ErrRace) {
		t.Errorf("a lost race is %v", err)
	}
	w.steer(w.panel.HandOver(ctx, w.as("chair"), w.panel.State().Control, ""))
	if x, err = w.panel.Screen(ctx, w.as("E1")); err != nil || x.View != "ranking" || x.By != "secretary" {
		t.Errorf("%+v, %v", x, err)
	}
	if _, err := w.panel.MoveWeights(ctx, w.as("chair"), w.panel.State().Control, study.SetWeight{Criterion: "C1", Weight: 0.7}); !errors.Is(err, ErrForbidden) {
		t.Errorf("common weights before a closing: %v", err)
	}
	w.open()
	w.vote()
	w.close()
	w.steer(w.panel.MoveWeights(ctx, w.as("chair"), w.panel.State().Control, study.SetWeight{Criterion: "C1", Weight: 0.7}))
	o, err := w.panel.Published(ctx, w.as("E1"))
	if err != nil || o.Global[0] != 0.7 {
		t.Errorf("%v, %v", o, err)
	}
	if _, err := w.panel.MoveWeights(ctx, w.as("chair"), w.panel.State().Control, study.ExcludeExpert{Expert: "E1", Excluded: true}); err == nil {
		t.Error("somebody was left out through the weights")
	}
}

// A chair who is an expert too may what either may; nobody else has two roles.
func TestTwoRoles(t *testing.T) {
	w := work(t, New{Kind: Open, File: plain(t, 6), People: []Person{{ID: "E2", Roles: []Role{Chair}}}})
	who := w.panel.State().Person("E2")
	if !who.Is(Chair) || !who.Is(Expert) || w.panel.State().Person("chair") != nil {
		t.Fatalf("%+v", who)
	}
	w.steer(w.panel.OpenRound(t.Context(), w.as("E2"), w.panel.State().Control, time.Time{}))
	w.save("E2", map[Question]Answer{{Technology: "T1", Criterion: "C1"}: {State: study.Given, Value: 3}})
	for _, roles := range [][]Role{{Secretary, Expert}, {Observer, Chair}, {}, {"king"}} {
		if _, _, err := w.house.Create(t.Context(), New{File: plain(t, 2), People: []Person{{ID: "X", Roles: roles}}}); err == nil {
			t.Errorf("somebody is %v", roles)
		}
	}
}
