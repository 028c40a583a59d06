package workbook

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/study"
	"veche/internal/workbook/write"
)

// linked is plain with links, which measure a criterion of their own.
func linked() book {
	b := plain().set("Criteria", "E2", 0.4).set("Criteria", "H1", "Links")
	for k, v := range []any{"C4", "Together", nil, "benefit", 0.2, 0, 1, "плотность"} {
		b.set("Criteria", write.At(k+1, 4), v)
	}
	return append(b, sheetRows{"Связи", [][]any{{"Проект", "Технология", "Период", "Партнёр", "Блок", "Регион", "Обязательства"},
		{"P1", "T1", 2024, "Институт", "наука", "Томск", "1 000,5"},
		{"P1", "T1", 2024, "Завод", "бизнес", nil, nil},
		{"P1", "T1", 2024, "Министерство", "государство", nil, "н/д"},
		{"P2", "T1", 2023, "институт ", nil, nil, 0},
		{"P2", "T1", 2023, "Завод", nil, nil, 3},
		{"P3", "T2", 2023, "Завод", nil, "Омск", 5},
		{"P4", "T2", 2024, "Фонд", "бизнес", nil, 5},
	}})
}

func TestReadLinks(t *testing.T) {
	s, issues := linked().read(t)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	l := s.Links
	if fmt.Sprint(l.Projects, l.Periods) != "[P1 P2 P3 P4] [2023 2024]" || len(l.Rows) != 7 || len(l.Partners) != 4 {
		t.Fatalf("%+v", l)
	}
	if p := l.Partners[0]; p.Name != "Институт" || p.Bloc != "наука" || p.Region != "Томск" || s.Place(p.Origin).Cell != "D2" {
		t.Errorf("%+v", p)
	}
	if p := l.Partners[1]; p.Region != "Омск" || p.Bloc != "бизнес" { // found in later rows
		t.Errorf("%+v", p)
	}
	for k, want := range []study.Link{{Period: 1, Commitment: 1000.5, Stated: true}, {Period: 1, Partner: 1}, {Period: 1, Partner: 2}, {Project: 1, Stated: true}, {Project: 1, Partner: 1, Commitment: 3, Stated: true},
		{Project: 2, Technology: 1, Partner: 1, Commitment: 5, Stated: true}, {Project: 3, Technology: 1, Period: 1, Partner: 3, Commitment: 5, Stated: true}} {
		got := l.Rows[k]
		got.Origin = study.Origin{}
		if got != want {
			t.Errorf("row %d: %+v, want %+v", k, got, want)
		}
	}
	if c := s.Criteria[s.Criterion("C4")]; !slices.Equal(c.Links, []string{"density"}) || c.FromLinks() != "density" {
		t.Errorf("%+v", c)
	}
}

// The links are a criterion: T1 has three partners all tied, density 3/3; T2 has two that never meet, 0; T3 has no links and is not ranked, which is not 0.
func TestLinksAreACriterion(t *testing.T) {
	s, issues := linked().read(t)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	j := slices.IndexFunc(o.Leaves, func(i int) bool { return s.Criteria[i].Code == "C4" })
	got := map[string]float64{}
	for i, technology := range o.Technology {
		got[s.Technologies[technology].ID] = o.Problem.At(i, j)
		if c := o.Cell(i, j); !c.Evidence || !c.Links || s.Place(c.Origin).Sheet != "Criteria" {
			t.Errorf("%+v", c)
		}
	}
	if fmt.Sprint(got) != "map[T1:1 T2:0]" || len(o.Unranked) != 1 || o.Unranked[0].Reason.String() != "no links to measure C4" {
		t.Errorf("density %v, not ranked %+v", got, o.Unranked)
	}
}

func TestLinkFaults(t *testing.T) {
	for name, c := range map[string]struct {
		cell  string
		value any
		want  string
	}{
		"unknown technology": {"B2", "T11", `E-REF-UNKNOWN book.xlsx Связи!B2 "T11" is not in Technologies. Correct it (did you mean T1?), or add it to Technologies.`},
		"missing technology": {"B2", nil, "E-CELL-BLANK book.xlsx Связи!B2 Technology is blank. Fill it in, or clear the whole row."},
		"missing project":    {"A3", nil, "E-CELL-BLANK book.xlsx Связи!A3 Project is blank. Fill it in, or clear the whole row."},
		"missing period":     {"C3", nil, "E-CELL-BLANK book.xlsx Связи!C3 Period is blank. Fill it in, or clear the whole row."},
		"missing partner":    {"D3", nil, "E-CELL-BLANK book.xlsx Связи!D3 Partner is blank. Fill it in, or clear the whole row."},
		"negative":           {"G2", -5, "E-COMMITMENT book.xlsx Связи!G2 The commitment is negative. Enter an amount of 0 or more."},
		"text":               {"G2", "5 млн", `E-COMMITMENT book.xlsx Связи!G2 The commitment "5 млн" is not a number. Type an amount of 0 or more without its unit, or leave the cell blank when it is not known.`},
		"date":               {"G2", time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "E-DATE book.xlsx Связи!G2"},
		"two blocs":          {"E5", "бизнес", `E-LINK-BLOC book.xlsx Связи!E5 Институт is in the bloc "бизнес" here and in "наука" at book.xlsx Связи!E2. Give the partner one bloc, or name its parts as partners of their own.`},
		"two regions":        {"F5", "Омск", "W-LINK-REGION book.xlsx Связи!F5 Partners with several regions count for the first: Институт. Nothing needs doing if the first region is the partner's seat."},
		"no bloc":            {"E2", nil, "W-LINK-BLOC book.xlsx Связи 1 of 4 partners have no bloc; what is said of blocs leaves out their ties and their projects. Fill in the column Bloc for all."},
		"a date as period":   {"C2", time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "W-LINK-PERIOD book.xlsx Связи!C2 Dates in the column Period were read as their years; there are 1, this is the first. Type the year as a number if something else is meant."},
		"no sheet":           {"A1", "?", "E-COLUMN-MISSING book.xlsx Связи!A1 The column Project (Проект) is missing"},
		"twice":              {"D5", "ЗАВОД", "E-LINK-DUPLICATE book.xlsx Связи!D6 Завод stands in project P2 in row 5 already."},
		"formula":            {"G2", formula("1+1"), "E-NO-CACHE book.xlsx Связи!G2"},
	} {
		_, issues := linked().set("Связи", c.cell, c.value).read(t)
		got := ""
		if len(issues) > 0 {
			got = issues[0].Code + " " + issues[0].Place.String() + " " + issues[0].Sentence().String()
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if s, issues := linked().set("Связи", "C2", time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)).read(t); len(issues) != 1 || !slices.Equal(s.Links.Periods, []string{"2023", "2024"}) {
		t.Errorf("periods %v, %v", s.Links.Periods, issues)
	}
}

func TestCriteriaOfLinks(t *testing.T) {
	for cell, want := range map[string]string{
		"denisty":               "E-LINK-MEASURE",
		"density; triple helix": "",
		"Тройная спираль, регулярность": "",
		"projects":                "",
		"projects; density":       "E-LINK-MEASURE",
		"joint commitments + e–i": "",
		"density; density":        "",
	} {
		b := linked().set("Criteria", "H4", cell)
		_, issues := b.read(t)
		got := ""
		if len(issues) > 0 {
			got = issues[0].Code
		}
		if got != want {
			t.Errorf("%s: %v, want %q", cell, issues, want)
		}
	}
	if _, issues := linked().without("Связи").read(t); len(issues) != 1 || issues[0].Code != "E-LINKS-NONE" {
		t.Errorf("without links: %v", issues)
	}
	if _, issues := append(linked(), sheetRows{"Evidence", [][]any{{"Technology", "C4"}, {"T1", 0.5}}}).read(t); len(issues) != 1 || issues[0].Code != "E-MIXED" {
		t.Errorf("with evidence besides: %v", issues)
	}
}

func TestNatural(t *testing.T) {
	names := []string{"2014 Q10", "2014 Q2", "2013", "q", "2014", "2014 q2", "10", "9"}
	slices.SortFunc(names, natural)
	if want := []string{"9", "10", "2013", "2014", "2014 Q2", "2014 q2", "2014 Q10", "q"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}

// TestLinksFromText: a folder of text files, and a file of links alone under any name, give what the workbook gives.
func TestLinksFromText(t *testing.T) {
	ci.Long(t, "thousands of links from text")
	s, issues := ReadBytes("research-networks.xlsx", example.ResearchNetworks)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	dir := t.TempDir()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	must(t, w.Write([]string{"Project", "Technology", "Period", "Partner", "Bloc", "Region", "Commitment"}))
	for _, row := range linkRows(s) {
		var cells []string
		for _, v := range row {
			if v == nil {
				v = ""
			}
			if x, ok := v.(float64); ok {
				v = fmt.Sprintf("%.2f", x)
			}
			cells = append(cells, fmt.Sprint(v))
		}
		must(t, w.Write(cells))
	}
	w.Flush()
	must(t, os.WriteFile(filepath.Join(dir, "Study.csv"), []byte("Key,Value\ntitle,Text\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "Criteria.tsv"), []byte("Code\tCriterion\tSense\tLinks\nC\tTogether\tbenefit\te-i; recurring\n"), 0o600))
	technologies := "ID;Technology\n"
	for _, x := range s.Technologies {
		technologies += x.ID + ";" + x.Name + "\n"
	}
	must(t, os.WriteFile(filepath.Join(dir, "Technologies.csv"), []byte(technologies), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "Links.csv"), b.Bytes(), 0o600))
	folder, issues, err := Read(dir)
	if err != nil || issues.Err() != nil {
		t.Fatal(err, issues)
	}
	must(t, os.WriteFile(filepath.Join(dir, "who with whom.csv"), b.Bytes(), 0o600))
	alone, issues, err := Read(filepath.Join(dir, "who with whom.csv"))
	if err != nil || len(issues) > 0 {
		t.Fatal(err, issues)
	}
	a, c, d := unplaced(s).Links, unplaced(folder).Links, unplaced(alone).Links
	if !reflect.DeepEqual(a, c) {
		t.Error("the folder gives other links than the workbook")
	}
	if len(d.Rows) != len(a.Rows) || !alone.LinksOnly || len(alone.Technologies) != 12 {
		t.Errorf("the file alone: %d links, %d technologies", len(d.Rows), len(alone.Technologies))
	}
	if _, err := study.Evaluate(alone); err == nil || !strings.Contains(err.Error(), "E-LINKS-RANK") {
		t.Errorf("ranked by links alone: %v", err)
	}
	o, err := study.Evaluate(folder) // by links alone, with a criterion that says so
	if err != nil || len(o.Rows) != 12 {
		t.Fatal(err)
	}
}

// TestLinksEnterARanking: with its criterion of links, big data and cloud is third of twelve technologies; without it, eighth (see SOURCE.md of the example).
func TestLinksEnterARanking(t *testing.T) {
	s, issues := ReadBytes("research-networks.xlsx", example.ResearchNetworks)
	if len(issues) > 0 {
		t.Fatal(issues)
	}
	rank := func(s *study.Study) int {
		o, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		return o.Rows[slices.IndexFunc(o.Rows, func(r study.Row) bool { return r.Technology.Name == "Big data and cloud" })].Rank
	}
	if with, without := rank(s), rank(apply(t, s, study.SetWeights{Weights: map[string]float64{"COLLAB": 0}})); with != 3 || without != 8 {
		t.Errorf("rank %d with links, %d without", with, without)
	}
	// Its score from expected.json: the mean of (1 + E–I)/2, triple helix and joint commitments.
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	i, j := slices.Index(o.Problem.Alternatives, "T03"), slices.IndexFunc(o.Leaves, func(i int) bool { return s.Criteria[i].Code == "COLLAB" })
	if got, want := o.Problem.At(i, j), ((1+0.15694050991501415)/2+0.2127659574468085+1.0)/3; math.Abs(got-want) > 1e-12 {
		t.Errorf("score %g, want %g", got, want)
	}
}

func FuzzReadLinks(f *testing.F) {
	f.Add("project,technology,period,partner,bloc,region,amount\nP1,wind,2024,Institute,science,,5\nP1,wind,2024,Works,business,,\n")
	f.Add("Проект;Технология;Период;Партнёр\nП1;ветер;2024;НИИ\n\n;;;\n")
	f.Add("Project\tTechnology\tPeriod\tPartner\tCommitment\nP\tT\t9999999999999999999999\tA\t1e308\nP\tT\t1\tB\t1e308\nP\tT\t1\tA\t-0\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := newReader("links.csv", "")
		files := &textFiles{name: "links.csv"}
		r.issues = files.add("links.csv", []byte(text))
		if r.issues.Err() != nil {
			return
		}
		s, issues := r.finish(files)
		if issues.Err() != nil || len(s.Links.Rows) == 0 || !s.LinksOnly {
			return
		}
		n, err := study.MeasureLinks(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range append(n.Technologies, n.Whole) {
			for _, x := range []*float64{m.Density, m.Multilateral, m.Recurring, m.TripleHelix, m.JointCommitments} {
				if x != nil && !(*x >= 0 && *x <= 1+1e-12) {
					t.Fatalf("a share of %g in %+v", *x, m.Measures)
				}
			}
		}
	})
}
