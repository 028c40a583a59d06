package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// sheets are a study's, by name, as CSV.
type sheets map[string]*strings.Builder

func (s sheets) add(sheet, row string, values ...any) {
	if s[sheet] == nil {
		s[sheet] = new(strings.Builder)
	}
	fmt.Fprintf(s[sheet], row+"\n", values...)
}

// save puts the sheets into a folder, which is a study.
func (s sheets) save(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, text := range s {
		if err := os.WriteFile(filepath.Join(folder, name+".csv"), []byte(text.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func source() *rand.Rand { return rand.New(rand.NewPCG(16, 2026)) }

// measured is a study of m technologies measured on n criteria.
func measured(m, n int) sheets {
	s, random := sheets{}, source()
	s.add("Study", "Key,Value\nweighting,equal")
	s.add("Criteria", "Code,Criterion,Sense,Min,Max")
	s.add("Technologies", "ID,Technology,Cost")
	head := "Technology"
	for j := range n {
		s.add("Criteria", "C%d,criterion %d,benefit,0,100", j+1, j+1)
		head += fmt.Sprintf(",C%d", j+1)
	}
	s.add("Evidence", "%s", head)
	for i := range m {
		s.add("Technologies", "T%d,technology %d,%d", i+1, i+1, 1+random.IntN(100))
		row := fmt.Sprintf("T%d", i+1)
		for range n {
			row += fmt.Sprintf(",%.2f", 1+99*random.Float64())
		}
		s.add("Evidence", "%s", row)
	}
	return s
}

// judged is a study of two technologies whose n criteria each of the experts compares by chance, every pair or a share of them.
func judged(n, experts int, share float64) sheets {
	s, random := measured(2, n), source()
	delete(s, "Study")
	s.add("Study", "Key,Value\nweighting,ahp")
	s.add("Experts", "ID,Name")
	s.add("Pairwise", "Expert,A,B,Preferred,Intensity")
	for e := range experts {
		s.add("Experts", "E%d,expert %d", e+1, e+1)
		for i := range n {
			for j := i + 1; j < n; j++ {
				if j > i+1 && random.Float64() >= share {
					continue
				}
				s.add("Pairwise", "E%d,C%d,C%d,%s,%d", e+1, i+1, j+1, []string{"A", "B"}[random.IntN(2)], 1+random.IntN(9))
			}
		}
	}
	return s
}

// chain is a study whose criteria stand one below the other.
func chain(depth int) sheets {
	s := sheets{}
	s.add("Study", "Key,Value\nweighting,direct")
	s.add("Criteria", "Code,Criterion,Parent,Sense,Weight")
	parent := ""
	for k := range depth {
		sense := ""
		if k == depth-1 {
			sense = "benefit"
		}
		s.add("Criteria", "C%d,criterion %d,%s,%s,1", k+1, k+1, parent, sense)
		parent = fmt.Sprintf("C%d", k+1)
	}
	s.add("Technologies", "ID,Technology\nT1,one\nT2,two")
	s.add("Evidence", "Technology,%s\nT1,1\nT2,2", parent)
	return s
}

// panel is a study that experts score, every technology on every criterion.
func panel(experts, m, n int) sheets {
	s, random := measured(m, n), source()
	delete(s, "Evidence")
	s.add("Experts", "ID,Name,Bloc")
	s.add("Scores", "Expert,Technology,Criterion,Score")
	for e := range experts {
		s.add("Experts", "E%d,expert %d,%s", e+1, e+1, []string{"science", "business", "state"}[e%3])
		for i := range m {
			for j := range n {
				s.add("Scores", "E%d,T%d,C%d,%d", e+1, i+1, j+1, 1+random.IntN(100))
			}
		}
	}
	return s
}

// actions writes a log of moves of weights.
func actions(path string, n int) error {
	var log strings.Builder
	for k := range n {
		fmt.Fprintf(&log, "{\"action\":\"set-weight\",\"criterion\":\"C%d\",\"weight\":0.%d}\n", 1+k%3, 1+k%7)
	}
	return os.WriteFile(path, []byte(log.String()), 0o644)
}

// linked is a study with projects that tie partners to technologies.
func linked(links int) sheets {
	s, random := measured(40, 4), source()
	s.add("Links", "Project,Technology,Period,Partner,Bloc,Commitment")
	for k := range links {
		s.add("Links", "P%d,T%d,%d,partner %d,%s,%d", k/4, 1+(k/4)%40, 2020+(k/4)%5, random.IntN(3000), []string{"science", "business", "state"}[k%3], 1+random.IntN(50))
	}
	return s
}
