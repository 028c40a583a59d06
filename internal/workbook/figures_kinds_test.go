package workbook

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda"
	"veche/internal/study"
)

// written is one way to write a figure, and what its author means by it: the oracle.
type written struct {
	text string
	want float64 // what is meant
	must bool    // leaves no doubt: it is read, not refused
	none bool    // no figure is meant: missing, not known, or refused; never a number
}

// amounts are spellings for places where any number may stand, and no fractions.
var amounts = []written{
	{text: "7", want: 7, must: true}, {text: "7.5", want: 7.5, must: true}, {text: "7,5", want: 7.5, must: true}, {text: "+7", want: 7, must: true},
	{text: "7.", want: 7}, {text: ".5", want: 0.5, must: true}, {text: ",5", want: 0.5, must: true}, {text: "1e3", want: 1000, must: true},
	{text: "1\u00a0250", want: 1250, must: true}, {text: "1\u2009250", want: 1250, must: true}, {text: "1\u202f250,5", want: 1250.5, must: true}, {text: "1 250", want: 1250, must: true},
	{text: "1'250", want: 1250, must: true}, {text: "1’250.5", want: 1250.5, must: true}, {text: "1.250,5", want: 1250.5, must: true}, {text: "1,250.5", want: 1250.5, must: true},
	{text: "1.250.000", want: 1250000, must: true}, {text: "1 25", want: 125, none: true}, {text: "1.250", none: true}, {text: "1,250", none: true},
	{text: "７", want: 7, must: true}, {text: "１２", want: 12, must: true}, {text: "７．５", want: 7.5, must: true},
	{text: "7¹", want: 7}, {text: "7²", want: 7}, {text: "7⁵", want: 7}, {text: "7₁", want: 7}, {text: "10³", want: 10}, {text: "①", want: 1}, {text: "7①", want: 7}, {text: "⑴", want: 1}, {text: "⒈", want: 1}, {text: "❼", want: 7}, {text: "⁷", none: true},
	{text: "8/10", none: true}, {text: "8 / 10", none: true}, {text: "8 из 10", none: true}, {text: "8 of 10", none: true}, {text: "½", none: true}, {text: "7½", want: 7.5},
	{text: "12 млн", want: 12e6}, {text: "12 million", want: 12e6}, {text: "€5", want: 5}, {text: "5 €", want: 5}, {text: "$5", want: 5}, {text: "12k", want: 12000}, {text: "12 тыс.", want: 12000},
	{text: "7*", want: 7}, {text: "7†", want: 7}, {text: "7 1)", want: 7}, {text: "7 [1]", want: 7}, {text: "(7)", want: 7}, {text: "7)", want: 7}, {text: "7 (low)", want: 7},
	{text: "7-8", none: true}, {text: "7–8", none: true}, {text: "7...8", none: true}, {text: "7, 8", none: true}, {text: "7; 8", none: true}, {text: "≈7", want: 7}, {text: "~7", want: 7}, {text: ">7", none: true}, {text: "от 7", none: true},
	{text: "TRUE", none: true}, {text: "2026-11-28", none: true}, {text: "28.11.2026", none: true}, {text: "1.2.3", none: true}, {text: "12:30", none: true}, {text: "0x10", none: true}, {text: "inf", none: true}, {text: "NaN", none: true}, {text: "1_000", none: true},
	{text: "n/a", none: true}, {text: "не знаю", none: true}, {text: "-", none: true}, {text: "–", none: true}, {text: "нет данных", none: true}, {text: "?", none: true}, {text: "нет", none: true}, {text: "\u00a0", none: true}, {text: "", none: true},
	{text: "٧", want: 7}, {text: "7\u200b", want: 7}, {text: "7O", none: true}, {text: "l2", none: true}, {text: "VII", none: true}, {text: "семь", none: true},
}

// place is where a figure may stand, and how what was read of it is found.
type placed struct {
	name, sheet, ref string
	found            func(*study.Study) (float64, bool)
	is               map[string]float64 // spellings that mean something else here, or that must be read
}

// wider is a study with a figure in every place.
func wider() book {
	return book{
		{"Study", [][]any{{"Key", "Value"}, {"title", "Kinds"}, {"method", "weighted-sum"}, {"normalization", "max"}, {"budget", 100}, {"shortlist", 2}}},
		{"Criteria", [][]any{{"Code", "Criterion", "Sense", "Weight", "Min", "Max", "Q", "P", "Sigma", "Veto"}, {"C1", "Impact", "benefit", 3, nil, nil, nil, nil, nil, nil}, {"C2", "Price", "cost", 2, nil, nil, nil, nil, nil, nil},
			{"C3", "Sum", "benefit", 2, 0, 10, nil, nil, nil, nil}}},
		{"Technologies", [][]any{{"ID", "Technology", "Cost", "Preference"}, {"T1", "Heat pumps", 3, 1}, {"T2", "Batteries", 4, 1}, {"T3", "Ветер", 5, 1}}},
		{"Experts", [][]any{{"ID", "Bloc", "Weight"}, {"E1", "B1", 2}, {"E2", "B2", 3}}},
		{"Blocs", [][]any{{"Bloc", "Weight"}, {"B1", 2}, {"B2", 3}}},
		{"Evidence", [][]any{{"Technology", "C2"}, {"T1", 3}, {"T2", 4}, {"T3", 5}}},
		{"Scores", [][]any{{"Expert", "Technology", "C1", "C3"}, {"E1", "T1", 8, 3}, {"E1", "T2", 5, 2}, {"E2", "T3", 9, 9}}},
		{"Scale", [][]any{{"Term", "Value"}, {"low", 1}, {"high", 5}}},
		{"Links", [][]any{{"Project", "Technology", "Period", "Partner", "Commitment"}, {"P1", "T1", "2024", "Org", 5}, {"P1", "T1", "2024", "Other", 6}}},
		{"Synergies", [][]any{{"A", "B", "Synergy"}, {"T1", "T2", 1}}},
		{"Rules", [][]any{{"Rule", "Subject", "Value"}, {"at-most", "T1; T2", 1}}},
	}
}

func pointed(x *float64) (float64, bool) {
	if x == nil {
		return 0, false
	}
	return *x, true
}

func bounded(x *mcda.Threshold) (float64, bool) {
	if x == nil {
		return 0, false
	}
	if x.Slope != 0 {
		return math.NaN(), true
	}
	return x.Constant, true
}

func figurePlaces() []placed {
	scoreOf := func(criterion int32) func(s *study.Study) (float64, bool) {
		return func(s *study.Study) (float64, bool) {
			for _, a := range s.Scores {
				if a.Technology == 0 && a.Criterion == criterion && a.State == study.Given {
					return a.Value, true
				}
			}
			return 0, false
		}
	}
	tenth := map[string]float64{"8/10": 8, "8 / 10": 8, "8 из 10": 8, "8 of 10": 8, "1.250": 1.25, "1,250": 1.25}
	share := map[string]float64{"8/10": 0.8, "8 / 10": 0.8, "8 из 10": 0.8, "8 of 10": 0.8, "½": 0.5, "7½": 7.5}
	affine := map[string]float64{}
	return []placed{
		{"score", "Scores", "C2", scoreOf(0), nil},
		{"score on 0–10", "Scores", "D2", scoreOf(2), tenth},
		{"evidence", "Evidence", "B2", func(s *study.Study) (float64, bool) {
			for m := range s.Evidence.All() {
				if m.Technology == 0 {
					return m.Value, true
				}
			}
			return 0, false
		}, nil},
		{"weight", "Criteria", "D2", func(s *study.Study) (float64, bool) { return pointed(s.Criteria[0].Weight) }, share},
		{"Min", "Criteria", "E2", func(s *study.Study) (float64, bool) { return pointed(s.Criteria[0].Min) }, nil},
		{"Max", "Criteria", "F2", func(s *study.Study) (float64, bool) { return pointed(s.Criteria[0].Max) }, nil},
		{"Q", "Criteria", "G2", func(s *study.Study) (float64, bool) { return bounded(s.Criteria[0].Preference.Q) }, affine},
		{"Sigma", "Criteria", "I2", func(s *study.Study) (float64, bool) { return pointed(s.Criteria[0].Preference.Sigma) }, nil},
		{"Veto", "Criteria", "J2", func(s *study.Study) (float64, bool) { return bounded(s.Criteria[0].Preference.Veto) }, affine},
		{"cost", "Technologies", "C2", func(s *study.Study) (float64, bool) { return pointed(s.Technologies[0].Cost) }, nil},
		{"prior preference", "Technologies", "D2", func(s *study.Study) (float64, bool) { return pointed(s.Technologies[0].Prior) }, share},
		{"expert's weight", "Experts", "C2", func(s *study.Study) (float64, bool) { return pointed(s.Experts[0].Weight) }, share},
		{"bloc's weight", "Blocs", "B2", func(s *study.Study) (float64, bool) { return pointed(s.Blocs[0].Weight) }, share},
		{"term", "Scale", "B2", func(s *study.Study) (float64, bool) {
			if len(s.Terms) < 2 || s.Terms[0].Name != "low" {
				return 0, false
			}
			return s.Terms[0].Values[0], true
		}, share},
		{"commitment", "Links", "E2", func(s *study.Study) (float64, bool) {
			for _, l := range s.Links.Rows {
				if l.Partner == 0 && l.Stated {
					return l.Commitment, true
				}
			}
			return 0, false
		}, nil},
		{"synergy", "Synergies", "C2", func(s *study.Study) (float64, bool) {
			if len(s.Synergies) == 0 {
				return 0, false
			}
			return s.Synergies[0].Value, true
		}, nil},
		{"rule's value", "Rules", "C2", func(s *study.Study) (float64, bool) {
			if len(s.Rules) == 0 {
				return 0, false
			}
			return s.Rules[0].Value, true
		}, nil},
		{"budget", "Study", "B5", func(s *study.Study) (float64, bool) { return pointed(s.Settings.Budget) }, nil},
		{"shortlist", "Study", "B6", func(s *study.Study) (float64, bool) { return float64(s.Settings.Shortlist), s.Settings.Shortlist > 0 }, nil},
	}
}

// judge says what is wrong with what was read of a spelling, "" for nothing: another figure, a figure for nothing, or a refusal that names another cell.
func (p placed) judge(w written, s *study.Study, issues study.Issues, cell string) string {
	want, must, none := w.want, w.must, w.none
	if x, ok := p.is[w.text]; ok {
		want, must, none = x, false, false
	}
	refused, elsewhere := false, ""
	for _, i := range issues {
		if i.Severity == study.Error {
			if i.Place.Sheet == p.sheet && i.Place.Cell == cell {
				refused = true
			} else if elsewhere == "" {
				elsewhere = fmt.Sprint(i)
			}
		}
	}
	if refused {
		outside := strings.HasSuffix(p.name, "0–10") && want > 10 || p.name == "rule's value" || p.name == "shortlist" // counts, and scales, that refuse the number itself
		if must && !outside {
			return "refused"
		}
		return ""
	}
	got, found := p.found(s)
	switch {
	case !found && none:
		return ""
	case !found && elsewhere != "":
		return "" // the whole was refused for another reason, with its place
	case !found:
		return "lost in silence"
	case none:
		return fmt.Sprintf("read as %g", got)
	case got != want:
		return fmt.Sprintf("read as %g, not %g", got, want)
	}
	return ""
}

// asText is the study as files of text; the text of one cell is quoted.
func (b book) asText(comma string) map[string]string {
	files := map[string]string{}
	extension := ".csv"
	if comma == "\t" {
		extension = ".tsv"
	}
	for _, s := range b {
		var out strings.Builder
		for _, row := range s.rows {
			var fields []string
			for _, v := range row {
				field := ""
				if v != nil {
					field = fmt.Sprint(v)
				}
				if strings.ContainsAny(field, comma+"\"\n") {
					field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
				}
				fields = append(fields, field)
			}
			out.WriteString(strings.Join(fields, comma) + "\n")
		}
		files[s.name+extension] = out.String()
	}
	return files
}

// Whatever spelling stands in whatever place of whatever kind of file: what was meant is read, or the cell is named; never another figure, and no figure for none.
func TestFiguresOfEveryKind(t *testing.T) {
	kinds := []struct {
		name string
		read func(*testing.T, book) (*study.Study, study.Issues)
	}{
		{"xlsx", func(t *testing.T, b book) (*study.Study, study.Issues) { return b.read(t) }},
		{"csv", func(t *testing.T, b book) (*study.Study, study.Issues) { return folder(t, b.asText(",")) }},
		{"csv;", func(t *testing.T, b book) (*study.Study, study.Issues) { return folder(t, b.asText(";")) }},
		{"tsv", func(t *testing.T, b book) (*study.Study, study.Issues) { return folder(t, b.asText("\t")) }},
	}
	places := figurePlaces()
	for turn, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			if _, issues := kind.read(t, wider()); issues.Err() != nil {
				t.Fatalf("the study itself: %v", issues)
			}
			for n, p := range places {
				for k, w := range amounts {
					if (k+n)%(6*len(kinds)) != turn && !ci.Full() { // a sixth of them, in turn
						continue
					}
					s, issues := kind.read(t, wider().set(p.sheet, p.ref, w.text))
					if wrong := p.judge(w, s, issues, p.ref); wrong != "" {
						t.Errorf("%s, %q: %s", p.name, w.text, wrong)
					}
				}
			}
		})
	}
}
