package tui

import (
	"math"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"veche/internal/study"
)

// branched is heat with its criteria in two groups.
func branched() *study.Study {
	s := heat()
	for k := range s.Criteria {
		parent := []string{"A", "B"}[k/3]
		s.Criteria[k].Parent = parent
	}
	s.Criteria = append(s.Criteria, study.Criterion{Code: "A", Name: "What it does", Weight: some(0.65)}, study.Criterion{Code: "B", Name: "What it takes", Weight: some(0.35)})
	return s
}

// The tree folds and unfolds by key and by mouse, a group's slider moves all below it, and a cursor in what is folded is never lost.
func TestTreeOnTheWeightsScreen(t *testing.T) {
	m := opened(t, branched(), 100, 30)
	s := m.first()
	if len(s.listed()) != 8 || s.nodes[0].name != "What it does" || s.nodes[0].leaf >= 0 {
		t.Fatalf("listed: %v", s.listed())
	}
	m.pressAll("home", "space")
	if len(s.listed()) != 5 || !strings.Contains(ansi.Strip(s.weights.View()), "▶ What it does") {
		t.Errorf("folded:\n%s", ansi.Strip(s.weights.View()))
	}
	was := append([]float64(nil), m.out.Global...)
	m.pressAll("=", "5", "0", "enter")
	for k := range was {
		want := was[k] * 0.5 / 0.65
		if k >= 3 {
			want = was[k] * 0.5 / 0.35
		}
		if math.Abs(m.out.Global[k]-want) > 1e-12 {
			t.Errorf("criterion %d is %v, want %v", k+1, m.out.Global[k], want)
		}
	}
	if st := m.stability[s.at]; st == nil || math.Abs(st.Weight-0.5) > 1e-12 {
		t.Errorf("the group's own interval: %+v", st)
	}
	m.pressAll("L")
	if !m.locked[0] || !m.locked[2] || m.locked[3] {
		t.Errorf("locking the group locks %v", m.locked)
	}
	m.pressAll("right")
	if !m.bad {
		t.Error("a locked group moved")
	}
	m.leaf = 1 // chosen on another screen
	m.settle()
	if n := s.node(); n.leaf != 1 || len(s.listed()) != 8 {
		t.Errorf("the cursor is on %s, %d are listed", n.name, len(s.listed()))
	}
	p, _ := m.arranged.Find(inWeights)
	m.handle(tea.MouseClickMsg{X: p.X + 2, Y: p.Y + 1, Button: tea.MouseLeft})
	if len(s.listed()) != 5 {
		t.Error("a press on the sign did not fold")
	}
	m.pressAll("end", "z") // on a criterion: the group it belongs to
	if len(s.listed()) != 2 {
		t.Errorf("%d are listed", len(s.listed()))
	}
}

// By the equal rule the others give the same amounts, and the interval shown is the one along that path.
func TestSharingRule(t *testing.T) {
	m := opened(t, heat(), 100, 30)
	was := append([]float64(nil), m.out.Global...)
	m.pressAll("S", "=", "3", "0", "enter")
	for k := 1; k < len(was); k++ {
		if d := was[k] - m.out.Global[k]; math.Abs(d-0.01) > 1e-12 {
			t.Errorf("criterion %d gave %v", k+1, d)
		}
	}
	ends := 0
	m.settleStability()
	for k := range m.nodes {
		st := m.stability[k]
		if st.Above == nil {
			continue
		}
		ends++
		for by, same := range map[float64]bool{-1e-6: true, 1e-6: false} {
			to, err := study.Apply(m.study(), study.SetWeight{Criterion: m.codeOf(&m.nodes[k]), Weight: st.Above.At + by})
			if err != nil {
				t.Fatal(err)
			}
			o, err := study.Evaluate(to)
			if err != nil {
				t.Fatal(err)
			}
			if (o.Rows[0].Technology.ID == m.out.Rows[0].Technology.ID) != same {
				t.Errorf("%s at the end of its interval %+g: the leader is %s", m.names[k], by, o.Rows[0].Technology.ID)
			}
		}
	}
	if ends == 0 {
		t.Fatal("no interval ends")
	}
	m.pressAll("u", "u")
	if m.out.SharingInForce() != "proportional" {
		t.Error("undo did not bring the rule back")
	}
}
