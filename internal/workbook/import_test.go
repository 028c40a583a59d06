package workbook

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/study"
)

func matrixAt(above int, title string, names []any, rows ...[]any) [][]any {
	var out [][]any
	for range above {
		out = append(out, []any{nil})
	}
	out = append(out, []any{nil, title}, append([]any{nil, nil}, names...))
	for k, row := range rows {
		out = append(out, append([]any{nil, names[k]}, row...))
	}
	return out
}

// What was not made as a study becomes one that passes check and ranks, wherever it stands; what cannot be told is asked.
func TestImport(t *testing.T) {
	names := []any{"Cost", "Quality", "Time"}
	squares := append(matrixAt(2, "Ivanov", names, []any{1, 3, 5}, []any{0.33, 1, 2}, []any{0.2, 0.5, 1}), matrixAt(3, "Petrova", names, []any{1, "1/2", 4}, []any{2, 1, 7}, []any{nil, nil, 1})...)
	below := func(k float64) [][]any {
		return matrixAt(1, "", []any{"A1", "B2", "C3"}, []any{1, k, 5}, []any{1 / k, 1, 2}, []any{0.2, 0.5, 1})
	}
	plainGrid := [][]any{{nil, "Solar", "Wind", "Tide"}, {"Alpha", 1, 4, 3}, {"Beta", 2, 4, 3}, {"Gamma", 2, 5, 1}}
	for _, c := range []struct {
		name     string
		book     book
		as       string
		doubt    bool
		blocks   string
		ranked   int
		experts  int
		criteria int
	}{
		{"two experts' matrices on a sheet", book{{"Анкеты", squares}}, "", false, "Анкеты!B4:E7 Анкеты!B12:E15", 3, 2, 1},
		{"criteria, then technologies on each", book{{"Goal", matrixAt(0, "Goal", names, []any{1, 3, 5}, []any{1.0 / 3, 1, 2}, []any{0.2, 0.5, 1})}, {"Cost", below(2)}, {"Quality", below(3)}, {"Time", below(4)}},
			"", false, "Goal!B2:E5 Cost!B3:E6 Quality!B3:E6 Time!B3:E6", 3, 1, 3},
		{"statements by experts, with means", book{{"Round 1", [][]any{{nil}, {"Delphi"}, {"Statement", "Expert 1", "Expert 2", "Mean"}, {"one", 3, 4, 3.5}, {"two", 5, 4, 4.5}, {"three", 2, 2, 2}, {"Mean", 3, 3, 3}}}},
			"", false, "Round 1!A3:C6", 3, 2, 1},
		{"nothing says who the experts are", book{{"Data", plainGrid}}, "", true, "Data!A1:D4", 0, 0, 0},
		{"said", book{{"Data", plainGrid}}, "experts-by-items@Data!A1:D4", false, "Data!A1:D4", 3, 3, 1},
		{"measured", book{{"Data", plainGrid}}, "items-by-criteria", false, "Data!A1:D4", 3, 0, 3},
		{"a list below a text", book{{"Ответы", [][]any{{"опрос"}, {nil}, {nil, "Респондент", "Направление", "Оценка"}, {nil, "А", "ИИ", 3}, {nil, "А", "Био", 4}, {nil, "Б", "ИИ", 5}, {nil, "Б", "Био", 2}}}},
			"", false, "Ответы!B3:D7", 2, 2, 1},
	} {
		data := c.book.bytes(t)
		blocks, err := Recognise("f.xlsx", data)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var places []string
		for _, b := range blocks {
			places = append(places, b.Place())
		}
		if got := strings.Join(places, " "); got != c.blocks {
			t.Errorf("%s: found %s, want %s", c.name, got, c.blocks)
		}
		if c.as != "" {
			if err := As(blocks, c.as); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
		}
		doubt := false
		for _, b := range blocks {
			doubt = doubt || b.Layout == ""
		}
		if doubt != c.doubt {
			t.Errorf("%s: in doubt: %v", c.name, doubt)
		}
		if doubt {
			continue
		}
		s, issues, err := Import("title", blocks)
		if err != nil || issues.Err() != nil {
			t.Errorf("%s: %v, %v", c.name, err, issues)
			continue
		}
		if data, err = WriteStudy(s); err != nil {
			t.Fatal(err)
		}
		s, issues = ReadBytes(filepath.Base("study.xlsx"), data)
		if issues.Err() != nil {
			t.Errorf("%s: what was written does not pass: %v", c.name, issues)
			continue
		}
		if o, err := study.Evaluate(s); err != nil || len(o.Rows) != c.ranked || len(s.Experts) != c.experts || len(s.Criteria) != c.criteria {
			t.Errorf("%s: %d experts, %d criteria, %v, %+v", c.name, len(s.Experts), len(s.Criteria), err, o)
		}
	}
}

// A workbook of fifty-nine matrices is no study, and that is one message, which says where the first stands, what it is and what to do.
func TestImportableMessage(t *testing.T) {
	var all book
	for k := range 59 {
		all = append(all, sheetRows{fmt.Sprint("Sheet", k), matrixAt(2, "Ivanov", []any{"Cost", "Quality", "Time"}, []any{1, 3, 5}, []any{0.33, 1, 2}, []any{0.2, 0.5, 1})})
	}
	_, issues := ReadBytes("f.xlsx", all.bytes(t))
	if len(issues) != 1 || issues[0].Code != "E-SHEET-MISSING" || issues[0].Cell != "B4" || !strings.Contains(issues[0].Remedy.String(), "veche import f.xlsx") || !strings.Contains(issues[0].Message.String(), "58 more") {
		t.Errorf("%v", issues)
	}
}

// Blocks that contradict their layouts are refused, not guessed.
func TestImportRefuses(t *testing.T) {
	names := []any{"Cost", "Quality", "Time"}
	data := book{{"S", matrixAt(2, "Ivanov", names, []any{1, 30, 5}, []any{1.0 / 30, 1, 2}, []any{0.2, 0.5, 1})}}.bytes(t)
	blocks, err := Recognise("f.xlsx", data)
	if err != nil || len(blocks) != 1 {
		t.Fatal(blocks, err)
	}
	if _, _, err := Import("x", blocks); err == nil || !strings.Contains(err.Error(), "Cost against Quality is 30") {
		t.Error(err)
	}
	for wish, want := range map[string]string{"columns": "choose one of", "list@S": "not of that shape", "skip@T": "nothing was found there"} {
		if err := As(blocks, wish); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", wish, err)
		}
	}
	if _, _, err := Import("x", nil); err == nil || !strings.Contains(err.Error(), "nothing to import") {
		t.Error(err)
	}
}

// FuzzImport: whatever stands in the cells, recognising and importing end in a study or an error.
func FuzzImport(f *testing.F) {
	f.Add([]byte(",A,B,C\nA,1,3,5\nB,1/3,1,2\nC,0.2,0.5,1\n"))
	f.Add([]byte("Statement,Expert 1,Expert 2\none,1,2\ntwo,3,4\n"))
	f.Add([]byte("Expert,Item,Score\na,b,1\na,c,2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4096 {
			return
		}
		blocks, err := Recognise("f.csv", data)
		if err != nil {
			return
		}
		for _, layout := range []string{"items-by-experts", "items-by-criteria"} {
			if As(blocks, layout) != nil {
				continue
			}
			if s, issues, err := Import("x", blocks); err == nil && issues.Err() == nil {
				if written, err := WriteStudy(s); err != nil {
					t.Fatal(err)
				} else if _, issues := ReadBytes("x.xlsx", written); issues.Err() != nil {
					t.Fatalf("what was imported does not pass: %v", issues)
				}
			}
		}
	})
}

// A sheet of nothing but ones is no matrix, and is seen to be none at once: every cell might be the first of one.
func TestOnesAllOver(t *testing.T) {
	ci.Sequential(t)
	side := ci.Some(200, 100)
	row := strings.Repeat("1,", side-1) + "1\n"
	blocks, err := Recognise("ones.csv", []byte(strings.Repeat(row, side)))
	if err != nil || len(blocks) != 0 {
		t.Errorf("%d blocks, %v", len(blocks), err)
	}
}
