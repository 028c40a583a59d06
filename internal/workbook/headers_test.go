package workbook

import (
	"fmt"
	"strings"
	"testing"

	"veche/internal/xlsx"
)

// A column of codes beside one of experts: the latter is their names, in either order and language. Alone, it is their codes.
func TestCodesBesideExperts(t *testing.T) {
	for _, heads := range [][]any{{"ID", "Expert"}, {"Code", "Expert"}, {"Код", "Эксперт"}, {"Expert", "ID"}, {"Эксперт", "Код"}, {"ID", "Name"}, {"Expert", "Name"}, {"Эксперт", "ФИО"}} {
		b := scoredStudy()
		first := heads[0] == "Expert" && heads[1] == "ID" || heads[0] == "Эксперт" && heads[1] == "Код"
		rows := [][]any{{heads[0], heads[1], "Bloc"}}
		for _, x := range [][2]any{{"E1", "Anna"}, {"E2", "Boris"}} {
			if first {
				x[0], x[1] = x[1], x[0]
			}
			rows = append(rows, []any{x[0], x[1], "science"})
		}
		b[3].rows = rows
		s, issues := b.read(t)
		if issues.Err() != nil {
			t.Errorf("%v: %v", heads, issues)
			continue
		}
		if s.Experts[0].ID != "E1" || s.Experts[0].Name != "Anna" || s.Experts[1].ID != "E2" || s.Experts[1].Name != "Boris" {
			t.Errorf("%v: %+v", heads, s.Experts)
		}
	}
	for _, heads := range [][]any{{"Expert", "Expert"}, {"ID", "ID"}, {"Code", "ID"}, {"Expert", "Эксперт"}} {
		b := scoredStudy()
		b[3].rows[0] = []any{heads[0], heads[1], "Bloc"}
		if _, issues := b.read(t); !strings.Contains(fmt.Sprint(issues), "E-HEADER-DUPLICATE") {
			t.Errorf("%v: %v", heads, issues)
		}
	}
}

// One technology called 7 among others with letters: its code is written as text, so that no spreadsheet makes another of it, and reads back as it was.
func TestLoneNumericCodeIsText(t *testing.T) {
	for _, code := range []any{"7", "007", 7} {
		b := measuredStudy()
		b[2].rows[2][0], b[3].rows[2][0] = code, code
		s, issues := b.read(t)
		if issues.Err() != nil {
			t.Fatalf("%v: %v", code, issues)
		}
		want := s.Technologies[1].ID
		file, err := WriteStudy(s)
		if err != nil {
			t.Fatal(err)
		}
		again, issues := ReadBytes("again.xlsx", file)
		if issues.Err() != nil || again.Technologies[1].ID != want {
			t.Fatalf("%v: %v, %v", code, again, issues)
		}
		book, err := xlsx.Open(file, xlsx.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for k := range book.Sheets() {
			if err := book.Cells(k, func(c xlsx.Cell) error {
				if c.Kind == xlsx.Text && c.Text == want {
					found++
				}
				if c.Kind == xlsx.Number && c.Col == 1 {
					t.Errorf("%v: %s is a number", code, c.Ref())
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if found < 2 { // as a technology, and where its evidence stands
			t.Errorf("%v is text in %d cells", code, found)
		}
	}
}

// A header says a criterion's code and name with a stroke between them, or a unit behind a comma; what stands there otherwise is not guessed.
func TestHeadersWithUnits(t *testing.T) {
	for header, read := range map[string]bool{"C2/Cost": true, "C2 / Cost": true, "Cost/C2": true, "Cost, mln EUR": true, "C2, %": true, "Cost, млн руб.": true, "Cost, тыс. руб": true,
		"C2/C3": false, "C2/Impact": false, "Cost, rank": false, "Cost, comment": false, "Cost, 2024": false, "Cost,": false, "C2, C3": false, "/": false, ",": false} {
		b := measuredStudy()
		b[3].rows[0][2] = header
		s, issues := b.read(t)
		if got := issues.Err() == nil && s.Evidence.Len() == 9; got != read {
			t.Errorf("%q: read %v, %d figures: %v", header, got, s.Evidence.Len(), issues)
		}
	}
}

// Czech in windows-1250 is not read as windows-1252 where a word of it is none of that page's; French, Danish, Spanish and the like are.
func TestCentralEuropeanText(t *testing.T) {
	for text, read := range map[string]bool{"Jádro øízené": false, "èlánky": false, "Énergie électrique, hydrogène": true, "Málaga, Genève": true, "grøn energi på Færøerne": true, "català època històric": true, "São Paulo, Universität": true} {
		if centralEuropean(text) == read {
			t.Errorf("%q: %v", text, !read)
		}
	}
}
