package workbook

import (
	"os"
	"strings"
	"testing"

	"veche/internal/study"
)

// Every rule of what a reader may do with a cell, and the tests that go through all of its kind: a file and what stands in it. A rule without one is a rule that
// nothing holds.
func TestEveryRuleHasATest(t *testing.T) {
	const table, forms, cases, loop = "figures_kinds_test.go: TestFiguresOfEveryKind", "collectspelling_test.go: TestFormFiguresOfEveryKind", "variants_test.go: ", "../../cmd/veche/testdata/script/loop.txtar: "
	for rule, tests := range map[string][]string{
		"digits that are not digits":             {"rules_numbers_test.go: func digitRule", table, forms, cases + "reference with a raised digit", cases + "header with a raised digit", cases + "intensity with footnote"},
		"rich text":                              {"rules_numbers_test.go: func richRule", cases + "super in score", cases + "struck in cost", cases + "super in an ID", cases + "bold half", "../xlsx/marks_test.go: TestMarksOfRuns"},
		"struck rows, rows of height 0":          {"rules_texts_test.go: func struckRule", cases + "struck technology row", cases + "row of height 0", cases + "column of width 0"},
		"a/b":                                    {"rules_numbers_test.go: func fractionRule", table, forms, cases + "8/10 on 0-10 wide", cases + "weight 1/3", cases + "budget 1/2"},
		"percent":                                {"rules_numbers_test.go: func percentRule", table, forms, "formats_kinds_test.go: TestTwoSortsOfPercent", cases + "bloc weights 60 % and 40"},
		"thousands and decimals":                 {"rules_numbers_test.go: func thousandsRule", table, forms, cases + "dot thousands alone", cases + "decimal comma 0,125", cases + "links commitment in doubt"},
		"Scale terms":                            {"rules_numbers_test.go: func termsRule", cases + "terms as numbers in a wide sheet", cases + "scale in evidence"},
		"CSV shape":                              {"rules_texts_test.go: func shapeRule", cases + "space before a quote", cases + "extra field at the last line", cases + "sep=;", cases + "bars"},
		"CSV encoding":                           {"rules_texts_test.go: func encodingRule", cases + "one bad byte", cases + "cp866", cases + "koi8-r", cases + "cp1252", "readencoding_test.go: func Test"},
		"totals":                                 {"rules_texts_test.go: func totalsRule", cases + "Итого in", cases + "totals in csv", cases + "a technology named Total", cases + "declared table with totals row"},
		"dates as names":                         {"rules_texts_test.go: func dateRule", cases + "technology IDs as dates", cases + "header of Scores as a date", cases + "round as a date", cases + "matrix code as a date"},
		"survey headers":                         {"rules_texts_test.go: func headerRule", cases + "numbering with brackets", cases + "google forms grid", cases + "mixed asterisks", cases + "russian question"},
		"bipolar judgements":                     {"rules_texts_test.go: func bipolarRule", cases + "negative in survey", cases + "negative in matrix", cases + "negative intensity"},
		"ranks":                                  {"rules_numbers_test.go: func ranksRule", "readingrules_test.go: TestRanksWithAGap"},
		"blank cost":                             {"../../cmd/veche/kinds_test.go: TestUnknownCostOfEveryKind"},
		"template examples":                      {"rules_texts_test.go: func exampleRule", "template_test.go: func Test", loop + "veche new template.xlsx"},
		"comments in cells":                      {"rules_forms_test.go: // comments", "collect_test.go: W-FORM-NOTE", "../xlsx/beside_test.go: func Test"},
		"refused answers":                        {"rules_forms_test.go: // refused answers", loop + `"unread": 1`, loop + "To remind"},
		"conflicts of interest":                  {"rules_forms_test.go: // a conflict of interest", loop + "W-FORM-INTEREST"},
		"two partial forms":                      {"rules_forms_test.go: // two forms", "collect_test.go: TestTwoFormsOfOneExpert", "collectdirty_test.go: half and whole"},
		"rounds":                                 {loop + "--round 2", "../../cmd/veche/testdata/script/forms.txtar: --round 2"},
		"a pasted form":                          {"rules_forms_test.go: // pasted", loop + "W-FORM-PASTED", forms},
		"overrides":                              {"../../cmd/veche/kinds_test.go: TestOverridesOfEveryKind"},
		"budget slack":                           {"../mcda/portfolio/limits_test.go: a budget met to a rounding"},
		"near-same names":                        {"rules_texts_test.go: func nearRule", cases + "experts near same", cases + "groups near same", cases + "technologies near same", "readingrules_test.go: Acme Ltd."},
		"controls in names":                      {"../report/safe/safe_test.go: func Test", cases + "bidi in ID reference"},
		"messages":                               {"readingrules_test.go: TestTrueReasons", "unread_kinds_test.go: TestCommaLists", cases + "expert merged down in Scores"},
		"OpenDocument":                           {"ods_test.go: TestODSStudies", "ods_test.go: TestODSStudiesByLibreOffice", "../ods/hostile_test.go: TestHostile", forms},
		"whatever is not consumed is reported":   {"rules_texts_test.go: func unreadRule", cases + "numbers under no header right", cases + "second matrix right", cases + "hidden numbers below a merge", "unread_kinds_test.go: TestRowsAboveHeader"},
		"numbers are what is stored, not shown":  {"formats_kinds_test.go: TestNumberFormatsOfEveryKind", cases + "uncached formula"},
		"what is written reads back as the same": {"anystudy_test.go: TestAnyStudyReadsBack", "digits_test.go: TestEveryDigit"},
	} {
		for _, test := range tests {
			file, what, _ := strings.Cut(test, ": ")
			data, err := os.ReadFile(file)
			if err != nil || !strings.Contains(string(data), what) {
				t.Errorf("%s: no %q in %s (%v)", rule, what, file, err)
			}
		}
	}
}

// Ranks with a gap are read by their order, whatever their sum: 1 is the most important.
func TestRanksWithAGap(t *testing.T) {
	for _, method := range []string{"roc", "rank-sum", "rank-reciprocal"} {
		for _, ranks := range [][3]any{{1, 3, 4}, {1, 3, 5}, {2, 3, 9}, {"1", "3", "4"}, {1, 2, 3}} {
			s, issues := measuredStudy().with("Study!A3", "weighting", "Study!B3", method, "Criteria!D2", ranks[0], "Criteria!D3", ranks[1], "Criteria!D4", ranks[2]).read(t)
			if issues.Err() != nil {
				continue // refused is right too
			}
			o, err := study.Evaluate(s)
			if err != nil {
				continue
			}
			if w := o.Weights.Global; !(w[0] > w[1] && w[1] > w[2]) {
				t.Errorf("%s of %v gives %v", method, ranks, w)
			}
		}
	}
}

// What is said of a scale, and of names that differ in a full stop, is the true reason.
func TestTrueReasons(t *testing.T) {
	_, issues := scoredStudy().with("Criteria!E2", 0, "Criteria!F2", 1e201).read(t)
	if said := issues.Error(); strings.Contains(said, "is not below") {
		t.Error(said)
	}
	links := "Project,Technology,Period,Partner\nP1,T1,2024,Acme Ltd\nP2,T1,2024,Acme Ltd.\nP3,T2,2024,MSU\nP4,T2,2024,«MSU»\n"
	_, issues = ReadBytes("links.csv", []byte(links))
	if near := ofCode(issues, "W-NAME-NEAR"); len(near) != 2 {
		t.Errorf("%v", issues)
	}
}

// A judgement typed as a proportion is the fraction it is, in a list and in a survey: 1:3 as 1/3. Beyond the scale it is refused with its cell; a score is no proportion.
func TestJudgementsAsProportions(t *testing.T) {
	survey := func(v string) (*study.Study, study.Issues) {
		return ReadBytes("s.csv", []byte("Respondent,Cost vs Speed,Cost vs Quality,Speed vs Quality\nR1,"+v+",5,2\n"))
	}
	list := func(v string) (*study.Study, study.Issues) { return judgedStudy().with("Pairwise!E2", v).read(t) }
	for typed, plain := range map[string]string{"1:3": "1/3", "3:1": "3", "1 : 5": "1/5", "9:1": "9", "1:1": "1", "2:3": "2/3"} {
		for where, read := range map[string]func(string) (*study.Study, study.Issues){"survey": survey, "list": list} {
			got, issues := read(typed)
			want, same := read(plain)
			if where == "list" && same.Err() != nil { // an intensity below 1 contradicts who is preferred
				if issues.Err() == nil {
					t.Errorf("%s: %s is read, %s is not", where, typed, plain)
				}
				continue
			}
			if issues.Err() != nil || len(got.Judgements) == 0 || got.Judgements[0].Value != want.Judgements[0].Value {
				t.Errorf("%s: %s is %v, want %v (%v)", where, typed, got.Judgements, want.Judgements, issues)
			}
		}
	}
	for _, v := range []string{"1:30", "0:3", "1:2:3"} {
		if _, issues := survey(v); !strings.Contains(issues.Error(), "s!B2") || issues.Err() == nil && len(ofCode(issues, "W-JUDGEMENT-RANGE")) != 1 {
			t.Errorf("%s: %v", v, issues)
		}
	}
	if _, issues := scoredStudy().with("Scores!D2", "1:3").read(t); issues.Err() == nil {
		t.Error("1:3 is a score")
	}
}
