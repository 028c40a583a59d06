package composed

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/contracttest"
	"veche/internal/study"
	"veche/internal/study/contrast"
)

// Every figure of every table of the report, of the drawings' tables too, stands in the JSON of the command it belongs to, about the same technology, criterion or
// expert. What HTML and DOCX print is what the document holds: TestPageEqualsData, and docx's TestWrite.
func TestEveryFigureIsTheCommands(t *testing.T) {
	ci.Sequential(t)
	for _, name := range example.Names() {
		s := named(t, name)
		changed := []*study.Study{s}
		if o, err := study.Evaluate(s); err == nil {
			c := s.Criteria[o.Leaves[0]].Code
			moved, err := study.Apply(s, study.SetWeight{Criterion: c, Weight: o.Global[0] * 0.7})
			if err != nil {
				t.Fatal(err)
			}
			changed = append(changed, moved)
		}
		for k, s := range changed {
			t.Run(fmt.Sprintf("%s %d", name, k), func(t *testing.T) {
				if name == "research-networks" || k > 0 && name != "portfolio" {
					ci.Long(t, "the figures of the larger reports")
				}
				figuresAgree(t, s)
			})
		}
	}
}

func figuresAgree(t *testing.T, s *study.Study) {
	o, f := contracttest.Commands(t, s)
	d, err := Of(t.Context(), o, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]int{{0, 1}, {s.Settings.Shortlist - 1, s.Settings.Shortlist}} {
		if pair[0] < 0 || pair[1] >= len(o.Rows) {
			continue
		}
		c := contrast.Between(o, &o.Rows[pair[0]], &o.Rows[pair[1]])
		if contrast.Quick(o) {
			if c, err = contrast.Complete(t.Context(), o, c); err != nil {
				t.Fatal(err)
			}
		}
		f.Gather(t, contract.OfContrast(o, c, ""))
	}
	f.Sort()
	ids := map[string]bool{}
	for k := range s.Technologies {
		ids[s.Technologies[k].ID] = true
	}
	for k := range s.Criteria {
		ids[s.Criteria[k].Code] = true
	}
	for k := range s.Experts {
		ids[s.Experts[k].ID] = true
	}
	missing := map[string][]string{}
	total := 0
	table := func(where string, g *report.Table) {
		for r, row := range g.Rows {
			about := []string{}
			for _, c := range row {
				if words := strings.Fields(c.Text); !c.Number && len(words) > 0 {
					if first := strings.Trim(words[0], ",.;:"); ids[first] {
						about = append(about, first)
					}
				}
			}
			for k, c := range row {
				if !c.Number {
					continue
				}
				total++
				if f.Has("", c.Value) && (len(about) == 0 || slices.ContainsFunc(about, func(a string) bool { return f.Has(a, c.Value) })) {
					continue
				}
				key := where + ": " + g.Columns[k].Head
				missing[key] = append(missing[key], fmt.Sprintf("%d,%d=%v", r, k, c.Value))
			}
		}
	}
	for _, s := range d.Sections {
		for _, b := range append(append([]report.Block{}, s.Blocks...), s.Details...) {
			switch b := b.(type) {
			case *report.Table:
				table(s.Key+" "+b.Title, b)
			case *report.Figure:
				table(s.Key+" "+b.Key, b.Data)
			}
		}
	}
	for _, x := range follows {
		for key := range missing {
			if ok, err := path.Match(x.what, key); err != nil {
				t.Fatal(err)
			} else if ok {
				delete(missing, key)
			}
		}
	}
	for key, cells := range missing {
		t.Errorf("%s: %d figures stand in no command's JSON: %s", key, len(cells), strings.Join(cells[:min(3, len(cells))], " "))
	}
	if total < 100 {
		t.Errorf("only %d figures were looked at", total)
	}
}

// follows are figures that no command prints, and what they follow from.
var follows = []struct{ what, from string }{
	{"firmness : Crossings", "how many are listed"}, {"firmness : Pairs", "how many are listed"}, {"collaboration : Partners", "how many are listed"},
	{"firmness : Moved", "half the sum of the changes"}, {"firmness : ±", "1.96·√(p(1 − p)/draws)"}, {"firmness : First by", "how many of the methods"},
	{"reasons : A-B", "the difference of the two terms beside it"}, {"reasons contrast: For the first", "the same, as drawn"},
	{"reasons plane: [uv]", "projections on the first two principal axes: held by figure's own tests"},
	{"set : Value/cost", "value / cost"}, {"collaboration *: Cluster", "its number among the clusters"},
}
