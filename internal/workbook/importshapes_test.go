package workbook

import (
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/study"
)

// shapesOfImport are tables as people make them, with what is found, and the answers that come of it: who, of what, on what, how much.
var shapesOfImport = []struct {
	name   string
	book   book
	as     string
	blocks string
	want   string
}{
	{"experts under criteria", book{{"Data", [][]any{{"Technology", "Maturity", nil, "Impact", nil}, {nil, "E1", "E2", "E1", "E2"}, {"Q", 5, 4, 1, 2}, {"H", 3, nil, 2, 1}}}}, "",
		"Data!B2:C4 Data!D2:E4", "E1 Q Maturity 5; E1 Q Impact 1; E1 H Maturity 3; E1 H Impact 2; E2 Q Maturity 4; E2 Q Impact 2; E2 H Impact 1"},
	{"criteria under experts", book{{"Data", [][]any{{nil, "Expert 1", nil, "Expert 2", nil}, {"Тема", "Зрелость", "Эффект", "Зрелость", "Эффект"}, {"Q", 5, 4, 1, 2}, {"H", 3, 2, 2, 1}}}}, "",
		"Data!B2:C4 Data!D2:E4", "Expert 1 Q Зрелость 5; Expert 1 Q Эффект 4; Expert 1 H Зрелость 3; Expert 1 H Эффект 2; Expert 2 Q Зрелость 1; Expert 2 Q Эффект 2; Expert 2 H Зрелость 2; Expert 2 H Эффект 1"},
	{"experts under criteria, and their means", book{{"Data", [][]any{{"Technology", "Maturity", nil, nil, "Effect", nil, nil}, {nil, "E1", "E2", "Mean", "E1", "E2", "Mean"}, {"Q", 5, 4, 4.5, 1, 2, 1.5}, {"H", 3, 2, 2.5, 2, 1, 1.5}}}}, "",
		"Data!B2:C4 Data!E2:F4", "E1 Q Maturity 5; E1 Q Effect 1; E1 H Maturity 3; E1 H Effect 2; E2 Q Maturity 4; E2 Q Effect 2; E2 H Maturity 2; E2 H Effect 1"},
	{"criteria under experts, and their means", book{{"Data", [][]any{{nil, "Expert 1", nil, nil, "Expert 2", nil, nil}, {"Topic", "M", "I", "Mean", "M", "I", "Mean"}, {"Q", 5, 4, 4.5, 1, 2, 1.5}, {"H", 3, 2, 2.5, 2, 1, 1.5}}}}, "",
		"Data!B2:C4 Data!E2:F4", "Expert 1 Q M 5; Expert 1 Q I 4; Expert 1 H M 3; Expert 1 H I 2; Expert 2 Q M 1; Expert 2 Q I 2; Expert 2 H M 2; Expert 2 H I 1"},
	{"criteria under experts, and under all of them", book{{"Data", [][]any{{nil, "Expert 1", nil, "Expert 2", nil, "Mean", nil}, {"Topic", "M", "I", "M", "I", "M", "I"}, {"Q", 5, 4, 1, 2, 3, 3}, {"H", 3, 2, 2, 1, 2.5, 1.5}}}}, "",
		"Data!B2:C4 Data!D2:E4", "Expert 1 Q M 5; Expert 1 Q I 4; Expert 1 H M 3; Expert 1 H I 2; Expert 2 Q M 1; Expert 2 Q I 2; Expert 2 H M 2; Expert 2 H I 1"},
	{"criteria under experts, and a mean behind all", book{{"Data", [][]any{{nil, "Expert 1", nil, "Expert 2", nil, nil}, {"Topic", "M", "I", "M", "I", "Mean"}, {"Q", 5, 4, 1, 2, 3}, {"H", 3, 2, 2, 1, 2}}}}, "",
		"Data!B2:C4 Data!D2:E4", "Expert 1 Q M 5; Expert 1 Q I 4; Expert 1 H M 3; Expert 1 H I 2; Expert 2 Q M 1; Expert 2 Q I 2; Expert 2 H M 2; Expert 2 H I 1"},
	{"a list with a column for each criterion", book{{"Data", [][]any{{"Expert", "Topic", "Note", "Importance", "Feasibility"}, {"A", "Q", "x", 3, 4}, {"A", "H", nil, 2, 5}, {"B", "Q", nil, 1, nil}, {"B", "H", "y", 4, 2}}}}, "",
		"Data!A1:E5", "A Q Importance 3; A Q Feasibility 4; A H Importance 2; A H Feasibility 5; B Q Importance 1; B H Importance 4; B H Feasibility 2"},
	{"a sheet for each expert", book{{"Petrov", [][]any{{"Theme", "M", "I"}, {"Q", 5, 4}, {"H", 3, 2}}}, {"Wang", [][]any{{"Theme", "M", "I"}, {"Q", 1, 2}, {"H", 3, 3}}}}, "expert-by-criteria",
		"Petrov!A1:C3 Wang!A1:C3", "Petrov Q M 5; Petrov Q I 4; Petrov H M 3; Petrov H I 2; Wang Q M 1; Wang Q I 2; Wang H M 3; Wang H I 3"},
	{"a sheet for each expert under one title", book{{"P", [][]any{{"Answers"}, {"Theme", "M", "I"}, {"Q", 5, 4}, {"H", 3, 2}}}, {"W", [][]any{{"Answers"}, {"Theme", "M", "I"}, {"Q", 1, 2}, {"H", 3, 3}}}}, "expert-by-criteria",
		"P!A2:C4 W!A2:C4", "P Q M 5; P Q I 4; P H M 3; P H I 2; W Q M 1; W Q I 2; W H M 3; W H I 3"},
	{"a respondent's number is a heading", book{{"Data", [][]any{{"Respondent", "Solar", "Wind"}, {1, 5, 4}, {2, 3, 2}}}}, "",
		"Data!A1:C3", "1 Solar Data 5; 1 Wind Data 4; 2 Solar Data 3; 2 Wind Data 2"},
}

func TestImportShapes(t *testing.T) {
	for _, c := range shapesOfImport {
		blocks, err := Recognise("f.xlsx", c.book.bytes(t))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var places []string
		for _, b := range blocks {
			places = append(places, b.Place())
		}
		if got := strings.Join(places, " "); got != c.blocks {
			t.Errorf("%s: found %s, want %s", c.name, got, c.blocks)
			continue
		}
		if c.as != "" {
			if got := Suggest(blocks, blocks[0]); got != c.as {
				t.Errorf("%s: %s is suggested", c.name, got)
			}
			if err := As(blocks, c.as); err != nil {
				t.Fatal(err)
			}
		}
		s, issues, err := Import("title", blocks)
		if err != nil || issues.Err() != nil {
			t.Errorf("%s: %v, %v", c.name, err, issues)
			continue
		}
		if got := strings.Join(answersOfImport(s), "; "); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

// answersOfImport are a study's scores: expert, technology, criterion, score.
func answersOfImport(s *study.Study) (all []string) {
	for e := range s.Experts {
		for k := range s.Technologies {
			for c := range s.Criteria {
				for _, a := range s.Scores {
					if int(a.Expert) == e && int(a.Technology) == k && int(a.Criterion) == c {
						all = append(all, strings.Join([]string{s.Experts[e].Name, s.Technologies[k].Name, s.Criteria[c].Name, importedNumber(a.Value)}, " "))
					}
				}
			}
		}
	}
	return all
}

// Half of the comparisons with dashes along the diagonal are a matrix; what only looks like one is not.
func TestImportHalf(t *testing.T) {
	square := func(rows ...[]any) book {
		all := [][]any{{nil, "Cost", "Time", "Risk"}}
		for k, row := range rows {
			all = append(all, append([]any{[]any{"Cost", "Time", "Risk"}[k]}, row...))
		}
		return book{{"S", all}}
	}
	below := func(b book, row ...any) book {
		b[0].rows = append(b[0].rows, row)
		return b
	}
	for name, c := range map[string]struct {
		book   book
		matrix bool
	}{
		"the upper half":    {square([]any{"—", 3, "1/5"}, []any{nil, "—", 7}, []any{nil, nil, "—"}), true},
		"the lower half":    {square([]any{nil, nil, nil}, []any{3, nil, nil}, []any{5, 0.5, nil}), true},
		"both":              {square([]any{"x", 3, 5}, []any{"1/3", "x", 2}, []any{0.2, 0.5, "x"}), true},
		"influences":        {square([]any{"-", 3, 2}, []any{1, "-", 2}, []any{2, 3, "-"}), false},
		"a distance":        {square([]any{"-", 30, 20}, []any{nil, "-", 12}, []any{nil, nil, "-"}), false},
		"zeros below":       {square([]any{nil, 3, 5}, []any{0, nil, 2}, []any{0, 0, nil}), true},
		"a CR below":        {below(square([]any{"-", 3, 5}, []any{nil, "-", 2}, []any{nil, nil, "-"}), "CR", 0.02), true},
		"another row":       {below(square([]any{"-", 3, 5}, []any{nil, "-", 2}, []any{nil, nil, "-"}), "Fame", 2, 3, 4), false},
		"one that is blank": {square([]any{"-", 3, nil}, []any{nil, "-", 2}, []any{nil, nil, "-"}), false},
	} {
		blocks, err := Recognise("f.xlsx", c.book.bytes(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(blocks) == 1 && blocks[0].Layout == Reciprocal; got != c.matrix {
			t.Errorf("%s: a matrix: %v", name, got)
		}
	}
}

// Answers in the middle of a table are no headings of a smaller one, and what is measured twice with another value is said, not overwritten.
func TestImportLosesNothing(t *testing.T) {
	for name, rows := range map[string][][]any{
		"two columns of one name":     {{"Theme", "M", "M"}, {"Q", 5, 4}, {"H", 3, 2}, {"F", 1, 2}},
		"experts twice, unnamed what": {{nil, "E1", "E2", "E1", "E2"}, {"Q", 5, 4, 1, 2}, {"H", 3, 2, 2, 1}},
	} {
		blocks, err := Recognise("f.xlsx", book{{"S", rows}}.bytes(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range blocks {
			t.Errorf("%s: %v", name, b.Says())
		}
	}
	twice := book{{"2024", [][]any{{"Theme", "M", "I"}, {"Q", 5, 4}, {"H", 3, 2}}}, {"2025", [][]any{{"Theme", "M", "I"}, {"Q", 5, 2}, {"H", 3, 3}}}}
	blocks, err := Recognise("f.xlsx", twice.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := As(blocks, string(ItemsByMeasure)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Import("x", blocks); err == nil || !strings.Contains(err.Error(), "2025!A1:C3: Q on I is 2 here and 4 elsewhere") {
		t.Error(err)
	}
	same := book{{"S", [][]any{{"Answers"}, {"Theme", "M", "I"}, {"Q", 5, 4}, {"H", 3, 2}, {nil}, {"Answers"}, {"Theme", "M", "I"}, {"Q", 1, 2}, {"H", 3, 3}}}}
	if blocks, err = Recognise("f.xlsx", same.bytes(t)); err != nil || len(blocks) != 2 {
		t.Fatal(blocks, err)
	}
	if err := As(blocks, string(ExpertByMeasure)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Import("x", blocks); err == nil || !strings.Contains(err.Error(), "nothing names its expert") {
		t.Error(err)
	}
}

// What is said of a block before it is read is what is read: by which name an expert stands, how many scores a list has and of which criteria.
func TestImportSaysWhatItReads(t *testing.T) {
	answers := [][]any{{"Answers"}, {"Theme", "M", "I"}, {"Q", 5, 4}, {"H", 3, 2}}
	for name, c := range map[string]struct {
		book   book
		wishes []string
		want   string
	}{
		"experts by their sheets": {book{{"P", answers}, {"W", answers}}, []string{"expert-by-criteria"}, "P!A2:C4: one expert, “P”, scores 2 in rows (Q, H) on 2 criteria in columns; W!A2:C4: one expert, “W”, scores 2 in rows (Q, H) on 2 criteria in columns"},
		"a list with a blank": {book{{"Data", [][]any{{"Expert", "Topic", "Use", "Age"}, {"A", "Q", 3, 40}, {"A", "H", 2, nil}, {"B", "Q", 1, 50}}}}, nil,
			"Data!A1:D4: a list of 5 scores of experts, a criterion in each of 2 columns (Use, Age)"},
	} {
		blocks, err := Recognise("f.xlsx", c.book.bytes(t))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		tell := func(m language.Message) { said = append(said, m.String()) }
		s, _, err := Made("title", blocks, c.wishes, func(b []*Block) error { return Settle(b, false, tell, nil, func(as string) string { return as }) })
		if got := strings.Join(said, "; "); err != nil || got != c.want {
			t.Errorf("%s: %v, %s\nwant %s", name, err, got, c.want)
			continue
		}
		for _, e := range s.Experts {
			if len(c.wishes) > 0 && !strings.Contains(c.want, "“"+e.Name+"”") {
				t.Errorf("%s: %s is read", name, e.Name)
			}
		}
	}
}
