package study

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"veche/internal/mcda"
)

// together is small with links between the experts' organisations: A (of E1, science) and B (of E2, business) on T1, B and C (of E3, the state) on T2.
func together() *Study {
	s := small()
	s.Experts = []Expert{{ID: "E1", Bloc: "science", Organisation: "a "}, {ID: "E2", Bloc: "business", Organisation: "B"}, {ID: "E3", Bloc: "state", Organisation: "C"}}
	for k := range s.Scores { // all answer everything
		a := &s.Scores[k]
		if a.State != Given {
			a.State, a.Value = Given, 5
		}
	}
	s.Links = Links{Projects: []string{"P1", "P2"}, Periods: []string{"2024"}, Partners: []Partner{{Name: "A", Bloc: "science"}, {Name: "B", Bloc: "business"}, {Name: "C", Bloc: "state"}},
		Rows: []Link{{Partner: 0}, {Partner: 1}, {Project: 1, Technology: 1, Partner: 1}, {Project: 1, Technology: 1, Partner: 2}}}
	return s
}

// ranksOf ranks with all but one expert excluded: a second way to the rankings that are compared.
func ranksOf(t *testing.T, s *Study, expert string) []float64 {
	t.Helper()
	for _, x := range s.Experts {
		if x.ID == expert {
			continue
		}
		var err error
		if s, err = Apply(s, ExcludeExpert{Expert: x.ID, Excluded: true}); err != nil {
			t.Fatal(err)
		}
	}
	ranks := make([]float64, len(s.Technologies))
	for _, r := range mustEvaluate(t, s).Rows {
		ranks[s.Technology(r.Technology.ID)] = float64(r.Rank)
	}
	return ranks
}

func TestCommonStrategy(t *testing.T) {
	s := together()
	n, err := MeasureLinks(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	tau := func(a, b string) float64 {
		x, ok := mcda.TauB(ranksOf(t, s, a), ranksOf(t, s, b))
		if !ok {
			t.Fatal("no tau-b")
		}
		return x
	}
	ab, bc, ac := tau("E1", "E2"), tau("E2", "E3"), tau("E1", "E3")
	near := func(name string, got *float64, want float64) {
		t.Helper()
		if got == nil || math.Abs(*got-want) > 1e-12 {
			t.Errorf("%s: %v, want %g", name, got, want)
		}
	}
	near("blocs", n.Strategy.Blocs, (ab+bc+ac)/3)
	near("partners", n.Strategy.Partners, (ab+bc+ac)/3)
	near("T1", n.Strategy.Technologies[0], ab) // A and B work on it
	near("T2", n.Strategy.Technologies[1], bc)
	if n.Strategy.Technologies[2] != nil {
		t.Error("nobody works on T3, and they agree")
	}
	if fmt.Sprint(n.Strategy.PartnerNames, n.Strategy.BlocNames) != "[A B C] [science business state]" {
		t.Errorf("%v", n.Strategy)
	}
	s.Scores = nil
	if n, err = MeasureLinks(s, 1); err != nil || n.Strategy.Blocs != nil || n.Strategy.Partners != nil {
		t.Error("a strategy of no answers")
	}
}

// TestRowsInAnyOrder: the order of the rows of the sheet, and in which partners and projects are first named, changes no figure.
func TestRowsInAnyOrder(t *testing.T) {
	s := together()
	s.Links.Rows = append(s.Links.Rows, Link{Project: 0, Partner: 2, Commitment: 0.1, Stated: true}, Link{Project: 1, Technology: 1, Partner: 0, Commitment: 0.7, Stated: true})
	r := *s
	r.Links.Partners = slices.Clone(s.Links.Partners)
	slices.Reverse(r.Links.Partners)
	r.Links.Projects = []string{"P2", "P1"}
	r.Links.Rows = nil
	for _, l := range slices.Backward(s.Links.Rows) {
		l.Partner, l.Project = 2-l.Partner, 1-l.Project
		r.Links.Rows = append(r.Links.Rows, l)
	}
	say := func(s *Study) string {
		n, err := MeasureLinks(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(n.Whole.Ties, n.Whole.Commitments, *n.Whole.EI, n.Synergies, n.Clusters.Of, *n.Clusters.Modularity)
		for _, p := range n.MostCentral() {
			text += " " + n.Partner(p).Name
		}
		return text
	}
	if say(s) != say(&r) {
		t.Errorf("%s\n%s", say(s), say(&r))
	}
}

func TestHelix(t *testing.T) {
	for blocs, want := range map[string]string{
		"science business state": "[0 1 2]",
		"бизнес,государство,наука и образование": "[1 2 0]",
		"Industry,Ministries,NGO,Universities":   "[1 2 -1 0]",
		"business,other,science,state":           "[1 -1 0 2]",
		"Education,Research,private companies":   "[0 0 1]",
		"east,north,west":                        "[0 1 2]",
		"east,north":                             "[]",
		"предприятия реального сектора,вузы,органы власти": "[1 0 2]",
		"real estate,science,other": "[-1 0 -1]",
	} {
		list := strings.Split(blocs, ",")
		if blocs == "science business state" {
			list = strings.Fields(blocs)
		}
		if got := fmt.Sprint(helix(list)); got != want {
			t.Errorf("%s: %s, want %s", blocs, got, want)
		}
	}
}

func TestSuggestSynergies(t *testing.T) {
	s := together() // T1 and T2 share B of two partners each: cosine 1/√(2·2)
	got, err := s.SuggestSynergies(0.4)
	if err != nil || len(got) != 1 || got[0].A != 0 || got[0].B != 1 || math.Abs(got[0].Value-0.2) > 1e-15 {
		t.Errorf("%+v, %v", got, err)
	}
	s.Links = Links{}
	if _, err := s.SuggestSynergies(1); err == nil || !strings.Contains(err.Error(), "E-LINKS-NONE") {
		t.Errorf("of no links: %v", err)
	}
}
