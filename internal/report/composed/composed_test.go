package composed

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"veche/internal/example"
	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/report/html"
	"veche/internal/study"
	"veche/internal/workbook"
)

// document is of a study, failing where there is none; nil where the study cannot be ranked.
func document(t *testing.T, s *study.Study, x Options) (*report.Document, *study.Outcome) {
	t.Helper()
	o, err := study.Evaluate(s)
	if err != nil {
		return nil, nil
	}
	d, err := Of(context.Background(), o, x)
	if err != nil {
		t.Fatal(err)
	}
	return d, o
}

func named(t *testing.T, name string) *study.Study {
	t.Helper()
	data, _ := example.Named(name)
	s, issues := workbook.ReadBytes(name+".xlsx", data)
	if err := issues.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

// hostile are names that would do something, were they not written as text.
var hostile = []string{`<script>alert(1)</script>`, `]]>`, `=cmd|' /C calc'!A0`, "\u202Egnitfel", strings.Repeat("длинное имя ", 25), `"><img src=x onerror=alert(1)>`, `</style><b>`, "a\\b*c_d`e`"}

// random is a small study of any kind, with names from a list.
func random(seed uint64, names []string) *study.Study {
	rng := rand.New(rand.NewPCG(seed, 17))
	name := func(prefix string, k int) string {
		return fmt.Sprintf("%s %s", names[rng.IntN(len(names))], fmt.Sprint(k))
	}
	number := func(x float64) *float64 { return &x }
	s := &study.Study{Title: name("", 0), Settings: study.Settings{Shortlist: rng.IntN(5), Seed: 1, Language: "ru"}}
	methods := mcda.Methods()
	s.Settings.Method = methods[rng.IntN(len(methods))].Name
	for j := range 1 + rng.IntN(4) {
		c := study.Criterion{Code: fmt.Sprintf("К%d", j+1), Name: name("", j), Weight: number(0.1 + rng.Float64()), Min: number(0), Max: number(10)}
		if rng.IntN(4) == 0 {
			c.Sense = mcda.Cost
		}
		s.Criteria = append(s.Criteria, c)
	}
	s.Blocs = []study.Bloc{{Name: names[0]}, {Name: names[1]}}
	for e := range rng.IntN(5) {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprintf("Э%d", e+1), Name: name("", e), Bloc: s.Blocs[e%2].Name})
	}
	if rng.IntN(3) == 0 {
		s.Settings.Budget = number(float64(5 + rng.IntN(40)))
	}
	for i := range 2 + rng.IntN(7) {
		cost := float64(1 + rng.IntN(20))
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprintf("Т%02d", i+1), Name: name("", i), Cost: &cost})
		for j := range s.Criteria {
			value := float64(1 + rng.IntN(9))
			if len(s.Experts) == 0 {
				s.Evidence.Add(study.Measurement{Value: value, Technology: int32(i), Criterion: int32(j)})
			}
			for e := range s.Experts {
				s.Scores = append(s.Scores, study.Score{Value: float64(1 + rng.IntN(9)), Expert: int32(e), Technology: int32(i), Criterion: int32(j), Round: -1})
			}
		}
	}
	return s
}

// Whatever the names, they are shown as text in the page, and Markdown and JSON hold together.
func TestHostileNames(t *testing.T) {
	ranked := 0
	for seed := range uint64(24) {
		l := []language.Language{language.English, language.Russian}[seed%2]
		d, o := document(t, random(seed, hostile), Options{Language: l})
		if d == nil {
			continue
		}
		ranked++
		for _, kind := range []string{".html", ".md", ".json"} {
			data, err := File(context.Background(), d, kind, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			text := string(data)
			for _, bad := range []string{"<script", "<img", "<b>2", "onerror=alert(1)>", "\u202e"} {
				if kind != ".json" && strings.Contains(text, bad) {
					t.Errorf("seed %d: %s holds %q", seed, kind, bad)
				}
			}
			if kind == ".html" && strings.Count(text, "</style>") != 1 {
				t.Errorf("seed %d: a name ends the style sheet", seed)
			}
			if kind == ".json" && !json.Valid(data) {
				t.Errorf("seed %d: no JSON", seed)
			}
		}
		live, err := File(context.Background(), d, ".html", o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(live), "<img"); n != 0 {
			t.Errorf("seed %d: the page with the engine has %d images", seed, n)
		}
	}
	if ranked < 12 {
		t.Errorf("only %d of 24 studies were ranked", ranked)
	}
}

// known are the Latin words that a Russian report may hold: names of methods and measures, of the program and its kinds of files.
var known = regexp.MustCompile(`^(Veche|veche|SHA|TOPSIS|VIKOR|ELECTRE|PROMETHEE|COMET|COPRAS|MULTIMOORA|MOORA|ARAS|EDAS|CODAS|CoCoSo|COCOSO|MARCOS|MABAC|MAIRCA|OCRA|PROBID|RAFSI|FUCOM|TRI|RAM|ROV|SPOTIS|TODIM|WASPAS|WISP|SMART|CR|GCI|GCCI|K|W|S|A|B|T|tau|min|max|dev|xlsx|P|D|[A-Za-z]|[IVX]+|SAW|WSM|WPM|PROMETHEE)$`)

// A Russian report of a study with Russian names has no English sentence in it: of what is not a formula, a source or an identifier, no Latin word but the known ones.
func TestRussian(t *testing.T) {
	names := []string{"Квантовые вычисления", "Новые материалы", "Биотехнологии", "Ёмкие накопители"}
	code := regexp.MustCompile(`\b[WE]-[A-Z-]+\b`)
	word := regexp.MustCompile(`[A-Za-z]{2,}`)
	for seed := range uint64(24) {
		d, o := document(t, random(seed, names), Options{Language: language.Russian, Made: time.Unix(1_796_000_000, 0).UTC()})
		if d == nil {
			continue
		}
		skip := o.Method.Source + " " + language.Say(language.Russian, o.Method.Formula) + " " + o.ParametersInWords() // names of parameters are what is typed to set them
		each(report.Data(d), func(where, text string) {
			if text == "" || strings.Contains(skip, text) {
				return
			}
			for _, w := range word.FindAllString(code.ReplaceAllString(text, ""), -1) {
				if !known.MatchString(w) && !strings.Contains(skip, w) {
					t.Errorf("seed %d (%s), %s: %q in %q", seed, o.Method.Name, where, w, text)
				}
			}
		})
		if t.Failed() {
			return
		}
	}
}

// each goes over all texts of a document.
func each(d contract.Document, do func(where, text string)) {
	do("kind", d.Kind)
	for _, s := range d.Sections {
		do(s.Key, s.Title)
		for _, b := range append(append([]contract.Block{}, s.Blocks...), s.Details...) {
			do(s.Key, b.Text)
			do(s.Key, b.Title)
			do(s.Key, b.Shows)
			for _, f := range append(append([]contract.Fact{}, b.Items...), b.Facts...) {
				do(s.Key+" "+f.Name, f.Name)
				do(s.Key+" "+f.Name, f.Text)
			}
			if b.Table == nil || b.Table.Caption == language.Say(language.Russian, "Settings of the study") { // values as they are typed
				continue
			}
			do(s.Key, b.Table.Caption)
			for _, c := range b.Table.Columns {
				do(s.Key+" "+b.Table.Caption, c.Head)
			}
			for _, row := range b.Table.Rows {
				for _, c := range row {
					if text, ok := c.(string); ok {
						do(s.Key+" "+b.Table.Caption, text)
					}
				}
			}
			for _, a := range b.Table.After {
				do(s.Key, a)
			}
		}
	}
}

// What the decision says holds: the list is what ranks within it, and each technology is above the mean where it is said to stand out.
func TestDecisionHolds(t *testing.T) {
	for seed := range uint64(40) {
		o, err := study.Evaluate(random(seed, hostile))
		if err != nil {
			continue
		}
		listed := report.Listed(o)
		if n := o.Study.Settings.Shortlist; n > 0 {
			for k := range o.Rows {
				if in := slices.Contains(listed, &o.Rows[k]); in != (o.Rows[k].Rank <= n) {
					t.Errorf("seed %d: rank %d is on the list: %v", seed, o.Rows[k].Rank, in)
				}
			}
		}
		for _, r := range listed {
			for _, j := range report.Lifted(o, r, 2) {
				var sum float64
				best, worst := o.Problem.Worth(0, j), o.Problem.Worth(0, j)
				for i := range o.Problem.Alternatives {
					w := o.Problem.Worth(i, j)
					sum, best, worst = sum+w, max(best, w), min(worst, w)
				}
				if best > worst && o.Problem.Worth(r.Index, j) < sum/float64(len(o.Problem.Alternatives)) {
					t.Errorf("seed %d: %s stands out on %s and is below the mean", seed, r.Technology.ID, o.Problem.Criteria[j].ID)
				}
			}
		}
	}
}

// The findings of the examples as text, in both languages. UPDATE=1 writes them anew.
func TestGolden(t *testing.T) {
	for _, name := range example.Names() {
		s := named(t, name)
		for _, l := range []language.Language{language.English, language.Russian} {
			d, _ := document(t, s, Options{Language: l, Audience: report.Reader, Keys: []string{report.KeyDecision, report.KeyProcedure, report.KeyReasons, report.KeyFirmness, report.KeyPanel, report.KeySet}})
			d.Version = ""
			for k := range d.Sections { // figures have tests of their own
				s := &d.Sections[k]
				s.Blocks = slices.DeleteFunc(s.Blocks, func(b report.Block) bool { _, drawn := b.(*report.Figure); return drawn })
			}
			got, err := File(context.Background(), d, ".md", nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+"-"+l.Code()+".md")
			if os.Getenv("UPDATE") != "" {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != string(got) {
				t.Errorf("%s differs; UPDATE=1 writes it anew:\n%s", path, got)
			}
		}
	}
}

// Every number in the page's tables is the number of the data, in the same place: a page, and the data as JSON, are the same document.
func TestPageEqualsData(t *testing.T) {
	cell := regexp.MustCompile(`(?s)<t[dh](?: scope="row")?[^>]*>(.*?)</t[dh]>`)
	for _, name := range example.Names() {
		if name == "research-networks" { // slow, and nothing else in kind
			continue
		}
		for _, l := range []language.Language{language.English, language.Russian} {
			d, _ := document(t, named(t, name), Options{Language: l})
			page, err := html.Page(d, html.Options{})
			if err != nil {
				t.Fatal(err)
			}
			bodies := regexp.MustCompile(`(?s)<tbody>(.*?)</tbody>`).FindAllStringSubmatch(string(page), -1)
			at, numbers := 0, 0
			table := func(g *report.Table) {
				if g == nil || len(g.Columns) == 0 {
					return
				}
				cells := cell.FindAllStringSubmatch(bodies[at][1], -1)
				at++
				k := 0
				for _, row := range g.Rows {
					for _, c := range row {
						if shown := strings.TrimSpace(cells[k][1]); c.Number {
							numbers++
							if shown != c.Shown(l) {
								t.Errorf("%s: %q is shown for %v", name, shown, c.Value)
							}
						}
						k++
					}
				}
				if k != len(cells) {
					t.Errorf("%s: a table of %d cells is shown with %d", name, k, len(cells))
				}
			}
			for _, s := range d.Sections {
				for _, b := range append(append([]report.Block{}, s.Blocks...), s.Details...) {
					switch b := b.(type) {
					case *report.Table:
						table(b)
					case *report.Figure:
						table(b.Data)
					}
				}
			}
			if at != len(bodies) || numbers < 50 {
				t.Errorf("%s: %d tables of %d, %d numbers", name, at, len(bodies), numbers)
			}
		}
	}
}

// Why an expert is left out stands in the report and in the minutes.
func TestWhyAnExpertIsLeftOut(t *testing.T) {
	s, err := study.Apply(named(t, "science-fields"), study.ExcludeExpert{Expert: "E6", Excluded: true, Note: "болен"})
	if err != nil {
		t.Fatal(err)
	}
	for _, keys := range [][]string{nil, {report.KeyMinutes}} {
		d, _ := document(t, s, Options{Language: language.Russian, Keys: keys, Audience: report.Analyst, Made: Today()})
		data, err := File(t.Context(), d, ".md", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), "Эксперты, чьи ответы не учтены: E6 (болен).") {
			t.Errorf("sections %v do not say why E6 is left out", keys)
		}
	}
}

// A setting has a value in Russian, not a worth.
func TestSettingsHaveValues(t *testing.T) {
	d, _ := document(t, named(t, "science-fields"), Options{Language: language.Russian, Audience: report.Analyst, Made: Today()})
	data, err := File(t.Context(), d, ".md", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "| Значение | В исследовании |") {
		t.Error("the table of settings has no column Значение")
	}
}
