package workbook

import (
	"math"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/xuri/excelize/v2"
)

func TestVariants(t *testing.T) {
	nan := math.NaN()
	survey := "Respondent,Cost vs Speed,Cost vs Quality,Speed vs Quality\n"
	plainS := reads(figs{"R1:Cost>Speed": 3, "R1:Cost>Quality": 5, "R1:Speed>Quality": 2, "criteria": 3})
	ranks := func(vals ...any) book {
		b := measuredStudy().with("Study!A3", "weighting", "Study!B3", "roc")
		return b.with("Criteria!D2", vals[0], "Criteria!D3", vals[1], "Criteria!D4", vals[2])
	}
	_ = ranks
	for _, v := range []variant{
		// digits
		{"score with a raised digit, wide", xl(scoredStudy().with("Scores!C2", "8²")), refused("Scores!C2", "²")},
		{"reference with a raised digit", xl(scoredStudy().with("Scores!B3", "T1²")), refused("Scores!B3")},
		{"reference with a raised digit in a rule", xl(append(scoredStudy(), sheetRows{"Rules", [][]any{{"Rule", "Subject", "Value"}, {"at-most", "T1²; T2", 1}}})), refused("Rules!B2")},
		{"conflict with a raised digit", xl(scoredStudy().with("Experts!D1", "Conflicts", "Experts!D2", "T1²")), refused("Experts!D2")},
		{"excluded with a raised digit", xl(scoredStudy().with("Study!A3", "excluded technologies", "Study!B3", "T1²")), refused("Study!B3")},
		{"header with a raised digit", xl(scoredStudy().with("Scores!C1", "C1²")), either(refused("Scores!C1"), says("W-COLUMN-UNKNOWN"))},
		{"expert with a circled digit", xl(scoredStudy().with("Scores!A2", "E①")), refused("Scores!A2")},
		{"weight with a footnote", xl(measuredStudy().with("Criteria!D2", "0,5²")), refused("Criteria!D2")},
		{"budget with a footnote", xl(measuredStudy().with("Study!A3", "budget", "Study!B3", "50¹")), refused("Study!B3")},
		{"csv cost with subscript", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Alpha,10₂\nT2,Beta,20\nT3,Gamma,30\n")), refused("Technologies.csv!C2")},
		{"bare survey with footnote", bareText("s.csv", survey+"R1,3¹,5,2\n"), refused("s!B2")},
		{"intensity with footnote", xl(judgedStudy().with("Pairwise!E2", "3²")), refused("Pairwise!E2")},
		{"full-width", xl(scoredStudy().with("Scores!C2", "８")), reads(figs{"T1/C1/E1": 8})},
		{"full-width ID", xl(scoredStudy().with("Scores!B2", "Ｔ１")), reads(figs{"T1/C1/E1": 8})},
		{"parenthesised", xl(scoredStudy().with("Scores!C2", "⑻")), refused("Scores!C2")},
		{"fullstop digit", xl(scoredStudy().with("Scores!C2", "⒏")), refused("Scores!C2")},
		{"double-struck digit 𝟖", xl(scoredStudy().with("Scores!C2", "𝟖")), either(refused("Scores!C2"), reads(figs{"T1/C1/E1": 8}))},
		{"CO₂ in a name", xl(measuredStudy().with("Technologies!B2", "CO₂ capture")), silent},
		{"footnote after a name in Scores", xl(scoredStudy().with("Scores!B2", "Alpha¹")), refused("Scores!B2")},
		// rich text
		{"super in score", xl(scoredStudy(), runs("Scores!C2", "7", "", "1", "super")), refused("Scores!C2", "superscript")},
		{"sub in weight", xl(measuredStudy(), runs("Criteria!D2", "0.5", "", "1", "sub")), refused("Criteria!D2", "subscript")},
		{"struck in cost", xl(measuredStudy(), runs("Technologies!C2", "5", "strike", "8", "")), refused("Technologies!C2", "struck")},
		{"struck in budget", xl(measuredStudy().with("Study!A3", "budget"), runs("Study!B3", "5", "strike", "80", "")), refused("Study!B3", "struck")},
		{"struck in method", xl(measuredStudy().with("Study!A3", "method"), runs("Study!B3", "topsis", "strike", "vikor", "")), refused("Study!B3", "struck")},
		{"super in header", xl(scoredStudy(), runs("Scores!C1", "C1", "", "2", "super")), refused("Scores!C1")},
		{"super in reference", xl(scoredStudy(), runs("Scores!B3", "T1", "", "2", "super")), refused("Scores!B3")},
		{"super in an ID", xl(scoredStudy(), runs("Technologies!A2", "T1", "", "1", "super")), refused("Technologies!A2")},
		{"struck name", xl(scoredStudy(), runs("Technologies!B2", "Alfa", "strike", "Alpha", "")), refused("Technologies!B2")},
		{"super in intensity", xl(judgedStudy(), runs("Pairwise!E2", "3", "", "1", "super")), refused("Pairwise!E2")},
		{"struck Preferred", xl(judgedStudy(), runs("Pairwise!D2", "A", "strike", "B", "")), refused("Pairwise!D2")},
		{"struck sense", xl(measuredStudy(), runs("Criteria!C2", "benefit", "strike", "cost", "")), refused("Criteria!C2")},
		{"struck conflict", xl(scoredStudy().with("Experts!D1", "Conflicts"), runs("Experts!D2", "T1", "strike", "; T2", "")), refused("Experts!D2")},
		{"struck bloc", xl(scoredStudy(), runs("Experts!C2", "state", "strike", "science", "")), refused("Experts!C2")},
		{"bold half", xl(scoredStudy(), runs("Scores!C2", "1", "bold", "0", "")), reads(figs{"T1/C1/E1": 10})},
		{"super in matrix", xl(append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, "C1", "C2", "C3"}, {"C1", 1, nil, 5}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}}), runs("Pairwise E1!C2", "3", "", "1", "super")), refused("Pairwise E1!C2")},
		{"super in matrix code", xl(append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, "C1", nil, "C3"}, {"C1", 1, 3, 5}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}}), runs("Pairwise E1!C1", "C", "", "2", "super")), either(refused("Pairwise E1!C1"), reads(figs{"E1:C1>C2": 3}))},
		// struck, hidden
		{"struck evidence row", xl(measuredStudy(), struck("Evidence!A3", "Evidence!B3", "Evidence!C3", "Evidence!D3")), says("W-STRUCK", "3")},
		{"struck technology row", xl(measuredStudy(), struck("Technologies!A3", "Technologies!B3", "Technologies!C3")), says("W-STRUCK")},
		{"struck score", xl(scoredStudy(), struck("Scores!C2")), says("W-STRUCK", "C2")},
		{"struck setting", xl(measuredStudy().with("Study!A3", "method", "Study!B3", "vikor"), struck("Study!A3", "Study!B3")), says("W-STRUCK")},
		{"struck column", xl(measuredStudy(), struck("Evidence!C1", "Evidence!C2", "Evidence!C3", "Evidence!C4")), says("W-STRUCK")},
		{"struck header only", xl(measuredStudy(), struck("Evidence!C1")), says("W-STRUCK")},
		{"row of height 0", xl(measuredStudy(), func(f *excelize.File) error { return f.SetRowHeight("Evidence", 3, 0) }), says("W-HIDDEN")},
		{"column of width 0", xl(measuredStudy(), func(f *excelize.File) error { return f.SetColWidth("Evidence", "C", "C", 0) }), says("W-HIDDEN")},
		{"struck matrix row", xl(append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, "C1", "C2", "C3"}, {"C1", 1, 3, 5}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}}), struck("Pairwise E1!C2")), says("W-STRUCK")},
		{"conditional hidden by filter", xl(measuredStudy(), func(f *excelize.File) error { return f.SetRowVisible("Technologies", 3, false) }), says("W-HIDDEN")},
		// a/b
		{"8/10 on 0-10 wide", xl(scoredStudy().with("Scores!C2", "8/10")), allOf(reads(figs{"T1/C1/E1": 8}), says("W-OUT-OF"))},
		{"8 out of 10 in csv", texts(csvStudy("Evidence.csv", "Technology,C1,C2,C3\nT1,8/10,30,5\nT2,6.5,10,9\nT3,9,50,2\n")), refused("Evidence.csv!B2")},
		{"evidence 8/10 on 0-10", xl(measuredStudy().with("Criteria!E1", "Min", "Criteria!F1", "Max", "Criteria!E2", 0, "Criteria!F2", 10, "Evidence!B2", "8/10")), either(refused("Evidence!B2"), allOf(reads(figs{"T1/C1": 8}), says("W-OUT-OF")))},
		{"7/5 on 0–10", xl(scoredStudy().with("Scores!C2", "7/5")), refused("Scores!C2")},
		{"11/10", xl(scoredStudy().with("Scores!C2", "11/10")), refused("Scores!C2")},
		{"4 of 5 on 1–5", xl(scoredStudy().with("Criteria!E2", 1, "Criteria!F2", 5, "Scores!C2", "4 of 5", "Scores!C3", 3, "Scores!C4", 3, "Scores!C5", 3, "Scores!C6", 3, "Scores!C7", 3)), reads(figs{"T1/C1/E1": 4})},
		{"8 из 10", xl(scoredStudy().with("Scores!C2", "8 из 10")), reads(figs{"T1/C1/E1": 8})},
		{"8,5/10", xl(scoredStudy().with("Scores!C2", "8,5/10")), reads(figs{"T1/C1/E1": 8.5})},
		{"weight 1/3", xl(measuredStudy().with("Criteria!D2", "1/3")), reads(figs{"C1": 1.0 / 3})},
		{"cost 1/2", xl(measuredStudy().with("Technologies!C2", "1/2")), refused("Technologies!C2")},
		{"budget 1/2", xl(measuredStudy().with("Study!A3", "budget", "Study!B3", "100/2")), refused("Study!B3")},
		{"min 1/10", xl(measuredStudy().with("Criteria!E1", "Min", "Criteria!E2", "0/10")), refused("Criteria!E2")},
		{"cell of fraction format 1/2 on 0–10", xl(scoredStudy().with("Scores!C2", 0.8), format("# ?/?", "Scores!C2")), either(refused("Scores!C2"), says("W-"))},
		{"score 7 1/2 by fraction format", xl(scoredStudy().with("Scores!C2", 7.5), format("# ?/?", "Scores!C2")), reads(figs{"T1/C1/E1": 7.5})},
		{"7 1/2 as text", xl(scoredStudy().with("Scores!C2", "7 1/2")), either(refused("Scores!C2"), reads(figs{"T1/C1/E1": 7.5}))},
		{"date for 8/10", xl(scoredStudy().with("Scores!C2", 46303), format("d/m", "Scores!C2")), refused("Scores!C2", "date")},
		// percent
		{"70 % beside 50 and 90 %", xl(measuredStudy().with("Evidence!B2", 0.7, "Evidence!B3", 50, "Evidence!B4", 0.9), format("0%", "Evidence!B2", "Evidence!B4")), either(refused("Evidence!B2"), reads(figs{"T1/C1": 70, "T2/C1": 50, "T3/C1": 90}))},
		{"70 % on 0–100", xl(measuredStudy().with("Criteria!E1", "Min", "Criteria!F1", "Max", "Criteria!E2", 0, "Criteria!F2", 100, "Evidence!B2", 0.7, "Evidence!B3", 50, "Evidence!B4", 0.9), format("0%", "Evidence!B2", "Evidence!B4")), allOf(reads(figs{"T1/C1": 70, "T2/C1": 50, "T3/C1": 90}), says("W-PERCENT"))},
		{"score 70 % text on 0–100", xl(scoredStudy().with("Criteria!F2", 100, "Scores!C2", "70%", "Scores!C3", "50 %")), allOf(reads(figs{"T1/C1/E1": 70, "T2/C1/E1": 50}), says("W-PERCENT"))},
		{"70 % on 0–10", xl(scoredStudy().with("Scores!C2", "70%")), refused("Scores!C2", "%")},
		{"all percent", xl(measuredStudy().with("Evidence!B2", 0.7, "Evidence!B3", 0.5, "Evidence!B4", 0.9), format("0%", "Evidence!B2", "Evidence!B3", "Evidence!B4")), reads(figs{"T1/C1": 0.7})},
		{"all percent text", xl(measuredStudy().with("Evidence!B2", "70%", "Evidence!B3", "50%", "Evidence!B4", "90 %")), reads(figs{"T1/C1": 0.7, "T3/C1": 0.9})},
		{"percents and a blank and n/a", xl(measuredStudy().with("Evidence!B2", "70%", "Evidence!B3", "50%", "Evidence!B4", "n/a")), reads(figs{"T1/C1": 0.7})},
		{"percents and 0", xl(measuredStudy().with("Evidence!B2", "70%", "Evidence!B3", 0, "Evidence!B4", "90 %")), reads(figs{"T1/C1": 0.7, "T2/C1": 0})},
		{"bloc weights 60 % and 40", xl(scoredStudy().with("Blocs!B2", 0.6, "Blocs!B3", 40), format("0%", "Blocs!B2")), reads(figs{"B:science": 60, "B:state": 40})},
		{"bloc weights 60% text and 0.4", xl(scoredStudy().with("Blocs!B2", "60%", "Blocs!B3", 0.4)), reads(figs{"B:science": 0.6, "B:state": 0.4})},
		{"bloc weights 60% and 60", xl(scoredStudy().with("Blocs!B2", "60%", "Blocs!B3", 60)), refused("Blocs!B2")},
		{"expert weights 50% and 2", xl(scoredStudy().with("Experts!D1", "Weight", "Experts!D2", "50%", "Experts!D3", 2)), refused("Experts!D2")},
		{"weights in csv", texts(csvStudy("Criteria.csv", "Code,Criterion,Sense,Weight\nC1,Impact,benefit,50%\nC2,Cost,cost,30\nC3,Ready,benefit,20\n")), reads(figs{"C1": 50, "C2": 30, "C3": 20})},
		{"cost percent beside plain", xl(measuredStudy().with("Technologies!C2", "10%")), refused("Technologies!C2")},
		{"threshold percent format", xl(measuredStudy().with("Criteria!E1", "Q", "Criteria!E2", 0.1), format("0%", "Criteria!E2")), says("W-THRESHOLD-PERCENT")},
		{"long: percent of one criterion", xl(book{
			scoredStudy()[0], scoredStudy()[1].cut("Min", "Max"), scoredStudy()[2],
			{"Scores", [][]any{{"Expert", "Technology", "Criterion", "Score"}, {"E1", "T1", "C1", "70%"}, {"E1", "T1", "C2", 3}, {"E1", "T2", "C1", "50%"}, {"E1", "T2", "C2", 5}, {"E1", "T12", "C1", "90%"}, {"E1", "T12", "C2", 5}}},
		}), reads(figs{"T1/C1/E1": 0.7, "T1/C2/E1": 3})},
		{"long: percent mixed", xl(book{
			scoredStudy()[0], scoredStudy()[1].cut("Min", "Max"), scoredStudy()[2],
			{"Scores", [][]any{{"Expert", "Technology", "Criterion", "Score"}, {"E1", "T1", "C1", "70%"}, {"E1", "T1", "C2", 3}, {"E1", "T2", "C1", 50}, {"E1", "T2", "C2", 5}, {"E1", "T12", "C1", "90%"}, {"E1", "T12", "C2", 5}}},
		}), either(refused("Scores!D2"), reads(figs{"T1/C1/E1": 70}))},
		{"percent sign in format literal", xl(measuredStudy().with("Evidence!B2", 70, "Evidence!B3", 50, "Evidence!B4", 90), format(`0"%"`, "Evidence!B2", "Evidence!B4")), reads(figs{"T1/C1": 70, "T2/C1": 50})},
		// thousands
		{"dot thousands alone", texts(csvStudy("Technologies.csv", "ID;Technology;Cost\nT1;Alpha;1.250\nT2;Beta;2.040\n T3;Gamma;3.500\n")), refused("Technologies.csv!C2", "1250")},
		{"comma thousands xlsx text", xl(measuredStudy().with("Technologies!C2", "1,250", "Technologies!C3", "980.5", "Technologies!C4", "2,040")), reads(figs{"T1$": 1250, "T2$": 980.5, "T3$": 2040})},
		{"dot thousands xlsx text", xl(measuredStudy().with("Technologies!C2", "1.250", "Technologies!C3", "980,5", "Technologies!C4", "2.040")), reads(figs{"T1$": 1250, "T2$": 980.5, "T3$": 2040})},
		{"tsv with commas", texts(map[string]string{"Study.tsv": "Key\tValue\ntitle\tCase\n", "Criteria.tsv": "Code\tCriterion\tSense\tWeight\nC1\tA\tbenefit\t0,5\nC2\tB\tcost\t0,5\n", "Technologies.tsv": "ID\tTechnology\tCost\nT1\tA\t1.250\nT2\tB\t980,5\n", "Evidence.tsv": "Technology\tC1\tC2\nT1\t7,5\t3\nT2\t5\t4\n"}), reads(figs{"T1$": 1250, "T2$": 980.5, "T1/C1": 7.5, "C1": 0.5})},
		{"thousands in evidence by grouped", xl(measuredStudy().with("Evidence!C2", "1.250.000", "Evidence!C3", "2.500", "Evidence!C4", "3.000")), reads(figs{"T1/C2": 1250000, "T2/C2": 2500, "T3/C2": 3000})},
		{"mixed marks in a column", xl(measuredStudy().with("Evidence!C2", "1.250", "Evidence!C3", "2,5", "Evidence!C4", "3.5")), refused("Evidence!C2")},
		{"beside numbers: 1.250 as text with numbers", xl(measuredStudy().with("Evidence!C2", "1.250", "Evidence!C3", 980, "Evidence!C4", 2040)), refused("Evidence!C2")},
		{"budget 1.250", texts(csvStudy("Study.csv", "Key;Value\ntitle;Case\nbudget;1.250\n", "Technologies.csv", "ID;Technology;Cost\nT1;A;1.250\nT2;B;980,5\nT3;C;2.040\n")), reads(figs{"budget": 1250})},
		{"indian grouping 1,25,000", xl(measuredStudy().with("Technologies!C2", "1,25,000")), either(refused("Technologies!C2"), reads(figs{"T1$": 125000}))},
		{"nbsp thousands", xl(measuredStudy().with("Technologies!C2", "1 250,50")), reads(figs{"T1$": 1250.5})},
		{"narrow nbsp", texts(csvStudy("Technologies.csv", "ID;Technology;Cost\nT1;A;1 250,5\nT2;B;980,5\nT3;C;12 040\n")), reads(figs{"T1$": 1250.5, "T3$": 12040})},
		{"swiss", xl(measuredStudy().with("Technologies!C2", "1'250.50")), reads(figs{"T1$": 1250.5})},
		{"minus sign", xl(measuredStudy().with("Evidence!B2", "−7,5")), reads(figs{"T1/C1": -7.5})},
		{"en dash minus", xl(measuredStudy().with("Evidence!B2", "–7,5")), either(reads(figs{"T1/C1": -7.5}), refused("Evidence!B2"))},
		{"trailing minus", xl(measuredStudy().with("Evidence!B2", "7,5-")), refused("Evidence!B2")},
		{"accounting parentheses", xl(measuredStudy().with("Evidence!B2", "(7.5)")), refused("Evidence!B2")},
		{"threshold 1.250", xl(measuredStudy().with("Criteria!E1", "P", "Criteria!E2", "1.250")), refused("Criteria!E2")},
		{"threshold with g", xl(measuredStudy().with("Criteria!E1", "P", "Criteria!E2", "1.250 + 0.1g")), refused("Criteria!E2")},
		{"fuzzy 1.250; 2; 3", xl(measuredStudy().with("Evidence!B2", "1.250; 2000; 3000")), refused("Evidence!B2")},
		{"value function 1.250", xl(measuredStudy().with("Criteria!E1", "Value", "Criteria!E2", "0:0; 1.250:1", "Evidence!B2", 700)), either(refused("Criteria!E2"), says("W-"))},
		{"settings parameter 1.250", xl(measuredStudy().with("Study!A3", "method", "Study!B3", "vikor", "Study!A4", "v", "Study!B4", "0,500")), reads(nil)},
		{"links commitment", bareText("l.csv", "Project;Technology;Period;Partner;Commitment\nP1;T1;2020;A;1.250\nP1;T1;2020;B;980,5\n"), reads(nil)},
		{"links commitment in doubt", bareText("l.csv", "Project;Technology;Period;Partner;Commitment\nP1;T1;2020;A;1.250\nP1;T1;2020;B;980\n"), refused("!E2")},
		{"decimal comma 0,125", xl(measuredStudy().with("Criteria!D2", "0,125")), reads(figs{"C1": 0.125})},
		{"form with 1.250 on 0–10", xl(scoredStudy().with("Scores!C2", "1.250")), either(reads(figs{"T1/C1/E1": 1.25}), refused("Scores!C2"))},
		// scale terms
		{"terms as numbers in a wide sheet", xl(append(scoredStudy().with("Criteria!E2", 1, "Criteria!F2", 5, "Criteria!E3", 1, "Criteria!F3", 5, "Scores!C2", 1, "Scores!C3", "2", "Scores!C4", 5, "Scores!C5", "1", "Scores!C6", 3, "Scores!C7", 3, "Scores!D2", 1, "Scores!D3", 1, "Scores!D4", 1, "Scores!D5", 1, "Scores!D6", 1, "Scores!D7", 1), sheetRows{"Scale", [][]any{{"Term", "Value"}, {1, 5}, {2, 4}, {3, 3}, {4, 2}, {5, 1}}})), reads(figs{"T1/C1/E1": 5, "T2/C1/E1": 4, "T12/C1/E1": 1, "T1/C1/E2": 5})},
		{"terms to 0..1", xl(append(scoredStudy().with("Criteria!E2", 0, "Criteria!F2", 1, "Criteria!E3", 0, "Criteria!F3", 1, "Scores!C2", 1, "Scores!C3", "2,0", "Scores!C4", 3, "Scores!C5", 3.0, "Scores!C6", 3, "Scores!C7", 3, "Scores!D2", 1, "Scores!D3", 1, "Scores!D4", 1, "Scores!D5", 1, "Scores!D6", 1, "Scores!D7", 1), sheetRows{"Scale", [][]any{{"Term", "Value"}, {"1", 0.1}, {"2", "0,5"}, {"3", "1"}}})), reads(figs{"T1/C1/E1": 0.1, "T2/C1/E1": 0.5, "T12/C1/E1": 1})},
		{"term not on the scale", xl(append(scoredStudy().with("Scores!C2", 7), sheetRows{"Scale", [][]any{{"Term", "Value"}, {1, 5}, {2, 4}, {3, 3}}})), refused("Scores!C2")},
		{"Russian scale", xl(append(scoredStudy().with("Scores!C2", "Высокая", "Scores!C3", "НИЗКАЯ "), sheetRows{"Шкала", [][]any{{"Термин", "Значение"}, {"низкая", 2}, {"высокая", 9}}})), reads(figs{"T1/C1/E1": 9, "T2/C1/E1": 2})},
		{"scale in evidence", xl(append(measuredStudy().with("Evidence!B2", 1, "Evidence!B3", "2", "Evidence!B4", 3, "Evidence!C2", 1, "Evidence!C3", 1, "Evidence!C4", 1, "Evidence!D2", 1, "Evidence!D3", 1, "Evidence!D4", 1), sheetRows{"Scale", [][]any{{"Term", "Value"}, {1, 30}, {2, 20}, {3, 10}}})), reads(figs{"T1/C1": 30, "T2/C1": 20, "T3/C1": 10})},
		// csv shape
		{"unquoted comma decimals ;", texts(csvStudy("Evidence.csv", "Technology;C1;C2;C3\nT1;7,5;30;5\nT2;5;10;9\nT3;9;50;2\n")), reads(figs{"T1/C1": 7.5})},
		{"extra field at the last line", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Alpha,10\nT2,Beta,20\nT3,Gamma, Ltd,30\n")), refused("Technologies.csv!D4")},
		{"space before a quote", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1, \"Heat, pumps\",10\nT2,Beta,20\nT3,Gamma,30\n")), reads(figs{"T1$": 10})},
		{"trailing commas", texts(csvStudy("Technologies.csv", "ID,Technology,Cost,,\nT1,Alpha,10,,\nT2,Beta,20,,\nT3,Gamma,30,,\n")), reads(figs{"T3$": 30})},
		{"trailing separators of rows only", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Alpha,10,\nT2,Beta,20,\nT3,Gamma,30,\n")), reads(figs{"T3$": 30})},
		{"all rows one shorter (missing header)", texts(csvStudy("Evidence.csv", "Technology,C1,C2\nT1,7,30,5\nT2,5,10,9\nT3,9,50,2\n")), refused("Evidence.csv!D2")},
		{"ragged short row", texts(csvStudy("Evidence.csv", "Technology,C1,C2,C3\nT1,7,30\nT2,5,10,9\nT3,9,50,2\n")), either(refused("Evidence"), says("W-"), reads(figs{"T1/C1": 7, "T1/C3": nan}))},
		{"bars", texts(map[string]string{"Study.csv": "Key|Value\ntitle|Case\n", "Criteria.csv": "Code|Criterion|Sense|Weight\nC1|A|benefit|0,5\nC2|B|cost|0,5\n", "Technologies.csv": "ID|Technology\nT1|A\nT2|B\n", "Evidence.csv": "Technology|C1|C2\nT1|7,5|3\nT2|5|4\n"}), either(refused("", "|"), reads(figs{"T1/C1": 7.5}))},
		{"sep=;", texts(csvStudy("Evidence.csv", "sep=;\nTechnology;C1;C2;C3\nT1;7,5;30;5\nT2;5;10;9\nT3;9;50;2\n")), reads(figs{"T1/C1": 7.5})},
		{"sep= against the text", texts(csvStudy("Evidence.csv", "sep=,\nTechnology;C1;C2;C3\nT1;7;30;5\nT2;5;10;9\nT3;9;50;2\n")), refused("Evidence.csv")},
		{"spaces as separators", texts(csvStudy("Evidence.csv", "Technology  C1  C2  C3\nT1  7  30  5\nT2  5  10  9\n")), refused("", "separat")},
		{"colon separated", texts(csvStudy("Evidence.csv", "Technology:C1:C2:C3\nT1:7:30:5\nT2:5:10:9\n")), refused("Evidence.csv", "separat")},
		{"caret separated survey", bareText("s.csv", "Cost vs Speed^Cost vs Quality^Speed vs Quality\n3^5^2\n"), refused("")},
		{"decimal comma in comma evidence", texts(csvStudy("Evidence.csv", "Technology,C1,C2,C3\nT1,7,5,30,5,5,1\nT2,5,1,10,9,2,0\nT3,9,2,50,2,1,1\n")), refused("Evidence.csv!E2")},
		{"decimal comma in last column of weights", texts(csvStudy("Criteria.csv", "Code,Criterion,Sense,Weight\nC1,Impact,benefit,0,5\nC2,Cost,cost,0,3\nC3,Ready,benefit,0,2\n")), refused("Criteria.csv!E2")},
		{"unclosed quote", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,\"Alpha,10\nT2,Beta,20\n")), refused("Technologies.csv!B2")},
		{"quote in the middle", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Alpha \"A\" pump,10\nT2,Beta,20\nT3,C,1\n")), reads(figs{"T1$": 10})},
		{"survey with extra field", bareText("s.csv", survey+"R1,3,5,2,7\nR2,3,5,2\n"), refused("s!E2")},
		{"line break inside", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,\"Heat\npumps\",10\nT2,Beta,20\nT3,C,1\n")), reads(figs{"T1$": 10})},
		{"CR line ends", texts(csvStudy("Evidence.csv", "Technology,C1,C2,C3\rT1,7,30,5\rT2,5,10,9\rT3,9,50,2\r")), reads(figs{"T1/C1": 7})},
		{"links with an extra field", bareText("l.csv", "Project,Technology,Period,Partner,Commitment\nP1,T1,2020,A,1,250\nP1,T1,2020,B,980\n"), refused("!F2")},
		{"blank header cell in CSV with data", texts(csvStudy("Evidence.csv", "Technology,C1,,C3\nT1,7,30,5\nT2,5,10,9\nT3,9,50,2\n")), either(refused("Evidence.csv!C2"), refused("Evidence.csv!C1"), says("W-COLUMN-NAMELESS"))},
		// encodings
		{"cp1251", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Тепловые насосы,10\nT2,Аккумуляторы,20\nT3,Ветер,30\n"), charmap.Windows1251)), says("W-ENCODING", "1251")},
		{"cp866", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Тепловые насосы,10\nT2,Аккумуляторы,20\nT3,Ветер,30\n"), charmap.CodePage866)), says("W-ENCODING", "866")},
		{"koi8-r", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Тепловые насосы,10\nT2,Аккумуляторы,20\nT3,Ветер,30\n"), charmap.KOI8R)), says("W-ENCODING", "koi8")},
		{"cp1252", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Wärmepumpe für Städte,10\nT2,Énergie solaire à Genève,20\nT3,Über,30\n"), charmap.Windows1252)), says("W-ENCODING", "1252")},
		{"cp1250 with bytes that cp1252 lacks", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Příliš žluťoučký kůň,10\nT2,Žlutá řepka,20\nT3,Šťáva,30\n"), charmap.Windows1250)), refused("Technologies.csv")},
		{"cp1250 in Polish", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Żółw,10\nT2,Źródła ciepła,20\nT3,Łódź,30\n"), charmap.Windows1250)), refused("Technologies.csv")},
		{"technology ID as a time", xl(scoredStudy().with("Technologies!A2", 0.4375), format("h:mm", "Technologies!A2")), refused("Technologies!A2", "time of day")},
		{"cp1252 in French", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Énergie éolienne,10\nT2,Batteries à flux,20\nT3,Génome,30\n"), charmap.Windows1252)), says("W-ENCODING", "1252")},
		{"cp850 is not taken for Cyrillic", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Énergie éolienne,10\nT2,Batteries à flux,20\nT3,Génome,30\n"), charmap.CodePage850)), refused("Technologies.csv")},
		{"weights above the header", xl(measuredStudy().shifted("Evidence", []any{"Weight", 0.7, 0.2, 0.1})), allOf(says("W-CELLS-UNREAD"), reads(figs{"T1/C1": 7}))},
		{"a sheet missing from a Russian file", xl(russianStudy()[:2]), refused("Технологии!", "Технологии (Technologies)")},
		{"russian question with или", bareText("s.csv", "Респондент;Что важнее: Цена или Срок?;Что важнее: Цена или Качество?;Что важнее: Срок или Качество?\nR1;3;5;2\n"), reads(figs{"R1:Цена>Срок": 3, "R1:Цена>Качество": 5, "R1:Срок>Качество": 2, "criteria": 3})},
		{"russian grid with dashes", bareText("s.csv", "Отметка времени;Сравните важность [Цена — Срок];Сравните важность [Цена — Качество];Сравните важность [Срок — Качество]\n2026-01-01;3;5;2\n"), reads(figs{"R1:Цена>Срок": 3, "R1:Срок>Качество": 2, "criteria": 3})},
		{"periods that pass for pairs", bareText("s.csv", "Site,FY1-FY2,FY2-FY3,FY1-FY3\nA,3,5,2\n"), says("W-SURVEY-MARK", "FY1 against FY2")},
		{"codes with hyphens", bareText("s.tsv", "Expert\tC1-C2\tC1-C3\tC2-C3\nR1\t3\t1/5\t2\n"), reads(figs{"R1:C1>C2": 3, "R1:C1>C3": 0.2, "criteria": 3})},
		{"hyphens that are no pairs", bareText("s.csv", "Department - Sales,Department - Costs,Department - Staff\n3,5,2\n"), refused("")},
		{"years that are no pairs", bareText("s.csv", "d,2020-2021,2021-2022,2020-2022\nR1,3,5,2\n"), refused("")},
		{"windows-1251 that may be a Mac's", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Хлеб,10\nT2,Яшин,20\nT3,IT-услуги,30\n"), charmap.Windows1251)), either(refused("Technologies.csv"), says("W-ENCODING", "1251"))},
		{"windows-1251 whose capitals a Mac has as small letters", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Юдин,10\nT2,Это,20\nT3,B,30\n"), charmap.Windows1251)), either(refused("Technologies.csv"), says("W-ENCODING", "1251"))},
		{"cp1252 a single name", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Café,10\nT2,B,20\nT3,C,30\n"), charmap.Windows1252)), either(refused("Technologies.csv"), says("W-ENCODING", "1252"))},
		{"koi8-r short", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Лазер,10\nT2,Робот,20\nT3,Геном,30\n"), charmap.KOI8R)), either(refused("Technologies.csv"), says("W-ENCODING", "koi8"))},
		{"cp866 short", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Лазер,10\nT2,Робот,20\nT3,Геном,30\n"), charmap.CodePage866)), either(refused("Technologies.csv"), says("W-ENCODING", "866"))},
		{"cp1251 capitals", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,ЛАЗЕР,10\nT2,РОБОТ,20\nT3,ГЕНОМ,30\n"), charmap.Windows1251)), either(refused("Technologies.csv"), says("W-ENCODING", "1251"))},
		{"koi8 capitals", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,ЛАЗЕР,10\nT2,РОБОТ,20\nT3,ГЕНОМ,30\n"), charmap.KOI8R)), either(refused("Technologies.csv"), says("W-ENCODING", "koi8"))},
		{"mac cyrillic", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Тепловые насосы,10\nT2,Аккумуляторы,20\nT3,Ветер,30\n"), charmap.MacintoshCyrillic)), either(refused("Technologies.csv"), says("W-ENCODING", "mac"))},
		{"iso-8859-5", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Тепловые насосы,10\nT2,Аккумуляторы,20\nT3,Ветер,30\n"), charmap.ISO8859_5)), either(refused("Technologies.csv"), says("W-ENCODING", "8859-5"))},
		{"cp1250 polish", texts(encoded(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Źródła łąki,10\nT2,Żółć gęś,20\nT3,Świat,30\n"), charmap.Windows1250)), refused("Technologies.csv")},
		{"one bad byte", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Тепловые насосы,10\nT2,Аккум\xffляторы,20\nT3,Ветер,30\n")), refused("Technologies.csv", "line 3", "0xff")},
		{"one bad byte in a short file", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Café,10\nT2,Caf\xe9,20\nT3,C,30\n")), refused("Technologies.csv", "line 3")},
		{"utf-16le bom", texts(map[string]string{"Study.csv": utf16Of(csvStudy()["Study.csv"], unicode.LittleEndian, unicode.UseBOM), "Criteria.csv": utf16Of(csvStudy()["Criteria.csv"], unicode.BigEndian, unicode.UseBOM), "Technologies.csv": csvStudy()["Technologies.csv"], "Evidence.csv": "\ufeff" + csvStudy()["Evidence.csv"]}), silent},
		{"utf-16le without bom", texts(csvStudy("Evidence.csv", utf16Of(csvStudy()["Evidence.csv"], unicode.LittleEndian, unicode.IgnoreBOM))), either(refused("Evidence.csv"), reads(figs{"T1/C1": 7}))},
		{"mixed encodings of files", texts(map[string]string{"Study.csv": csvStudy()["Study.csv"], "Criteria.csv": csvStudy()["Criteria.csv"], "Technologies.csv": encoded(map[string]string{"x": "ID,Technology,Cost\nT1,Тепловые насосы и котлы,10\nT2,Ветер,20\nT3,Солнце,30\n"}, charmap.Windows1251)["x"], "Evidence.csv": csvStudy()["Evidence.csv"]}), says("W-ENCODING", "1251")},
		{"double-encoded UTF-8", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Ð¢ÐµÐ¿Ð»Ð¾,10\nT2,Beta,20\nT3,Gamma,30\n")), either(refused("Technologies"), says("W-"))},
		{"replacement characters", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Теп\ufffd\ufffdо,10\nT2,Beta,20\nT3,Gamma,30\n")), either(refused("Technologies"), says("W-"))},
		// totals
		{"Итого in Technologies and Evidence", xl(russianStudy().appended("Технологии", []any{"Итого", nil, 60}).appended("Показатели", []any{"Итого", 21, 90})), allOf(says("W-TOTALS"), reads(figs{"technologies": 3}))},
		{"Average in Evidence only", xl(measuredStudy().appended("Evidence", []any{"Average", 7, 30, 16.0 / 3})), says("W-TOTALS")},
		{"Среднее after a blank row", xl(measuredStudy().appended("Evidence", nil, []any{"Среднее", 7, 30, 5.33})), says("W-TOTALS")},
		{"totals in csv", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Alpha,10\nT2,Beta,20\nT3,Gamma,30\nTotal,,60\n")), allOf(says("W-TOTALS"), reads(figs{"technologies": 3}))},
		{"totals in criteria weights", xl(measuredStudy().appended("Criteria", []any{"Total", nil, nil, 1})), allOf(says("W-TOTALS"), reads(figs{"criteria": 3}))},
		{"totals in blocs", xl(scoredStudy().appended("Blocs", []any{"Итого", 1})), says("W-TOTALS")},
		{"totals in experts weights", xl(scoredStudy().with("Experts!D1", "Weight", "Experts!D2", 2, "Experts!D3", 3).appended("Experts", []any{"Total", nil, nil, 5})), allOf(says("W-TOTALS"), reads(figs{"experts": 2}))},
		{"Total named in the second column", xl(measuredStudy().appended("Technologies", []any{nil, "Total", 60})), says("W-TOTALS")},
		{"totals of scores by expert", xl(scoredStudy().appended("Scores", []any{"Mean", nil, 6, 35.0 / 6})), says("W-TOTALS")},
		{"a technology named Total", xl(measuredStudy().with("Technologies!B2", "Total")), silent},
		{"a technology Sum with its own figures", xl(measuredStudy().appended("Technologies", []any{"Sum", "Sum", 17}).appended("Evidence", []any{"Sum", 3, 14, 5})), reads(figs{"technologies": 4})},
		{"declared table with totals row", xl(measuredStudy().appended("Evidence", []any{"Mittelwert", 7, 30, 5.3333}), tableWithTotals("Evidence", "A1:D5")), either(says("W-TOTALS"), refused("Evidence!A5"))},
		{"Total row of counts", xl(measuredStudy().appended("Technologies", []any{"Total", "3 technologies", 60})), says("W-TOTALS")},
		{"Total: with colon", xl(measuredStudy().appended("Evidence", []any{"Total:", 21, 90, 16})), says("W-TOTALS")},
		{"Sum in a survey", bareText("s.csv", survey+"R1,3,5,2\nR2,3,4,2\nAverage,3,4.5,2\n"), either(allOf(says("W-TOTALS"), reads(figs{"experts": 2})), refused(""))},
		{"totals of rounded mean", xl(measuredStudy().appended("Evidence", []any{"Average", 7, 30, 5.3})), says("W-TOTALS")},
		{"min and max rows", xl(measuredStudy().appended("Evidence", []any{"Max", 9, 50, 9})), says("W-TOTALS")},
		{"ИТОГО caps", xl(russianStudy().appended("Технологии", []any{"ИТОГО", "", 60})), says("W-TOTALS")},
		{"Всего по направлению", xl(russianStudy().appended("Технологии", []any{"Всего по всем", "", 60})), either(says("W-TOTALS"), refused("Технологии!A5"), says("W-"))},
		// dates as names
		{"technology IDs as dates", xl(measuredStudy().with("Technologies!A2", 46023, "Evidence!A2", 46023), format("d.m", "Technologies!A2", "Evidence!A2")), refused("Technologies!A2", "date")},
		{"reference as a date", xl(measuredStudy().with("Technologies!A2", "1.1", "Evidence!A2", 46023), format("d.mmm", "Evidence!A2")), refused("Evidence!A2", "date")},
		{"group as a date", xl(measuredStudy().with("Technologies!D1", "Group", "Technologies!D2", 46023), format("mmm-yy", "Technologies!D2")), refused("Technologies!D2", "date")},
		{"round as a date", xl(book{scoredStudy()[0], scoredStudy()[1], scoredStudy()[2], {"Scores", [][]any{{"Round", "Expert", "Technology", "C1", "C2"}, {46023, "E1", "T1", 3, 4}}}}, format("dd.mm.yyyy", "Scores!A2")), refused("Scores!A2", "date")},
		{"expert as a date", xl(scoredStudy().with("Scores!A2", 46023), format("d/m", "Scores!A2")), refused("Scores!A2", "date")},
		{"header of Scores as a date", xl(scoredStudy().with("Criteria!A2", "1.1", "Scores!C1", 46023), format("dd.mm.yy", "Scores!C1")), refused("Scores!C1", "date")},
		{"name as a date", xl(measuredStudy().with("Technologies!B2", 46023), format("dd.mm.yy", "Technologies!B2")), refused("Technologies!B2", "date")},
		{"parent as a date", xl(measuredStudy().with("Criteria!E1", "Parent", "Criteria!E2", 46023), format("d/m", "Criteria!E2")), refused("Criteria!E2", "date")},
		{"bloc as a date", xl(scoredStudy().with("Experts!C2", 46023), format("d/m", "Experts!C2")), refused("Experts!C2", "date")},
		{"title as a date", xl(measuredStudy().with("Study!B2", 46023), format("yyyy-mm-dd", "Study!B2")), either(silent, refused("Study!B2"))},
		{"matrix code as a date", xl(append(measuredStudy().with("Criteria!A2", "1.1", "Evidence!B1", "1.1", "Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, 46023, "C2", "C3"}, {46023, 1, 3, 5}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}}), format("d/m", "Pairwise E1!B1", "Pairwise E1!A2")), refused("Pairwise E1!B1", "date")},
		{"survey header as a date", xl(book{{"Survey", [][]any{{"Expert", "A vs B", "A vs C", "B vs C"}, {46023, 3, 5, 2}, {"R2", 1, 2, 3}}}}, format("d/m", "Survey!A2")), refused("Survey!A2", "date")},
		{"date code in csv 01.01.2026", texts(csvStudy("Criteria.csv", "Code,Criterion,Sense,Weight\n01.01.2026,Impact,benefit,0.5\n01.02.2026,Cost,cost,0.3\nC3,Ready,benefit,0.2\n", "Evidence.csv", "Technology,01.01.2026,01.02.2026,C3\nT1,7,30,5\nT2,5,10,9\nT3,9,50,2\n")), either(refused("Criteria.csv!A2"), says("W-"))},
		{"date code in csv Jan-01", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\n1-Jan,Alpha,10\n2-Jan,Beta,20\nT3,Gamma,30\n", "Evidence.csv", "Technology,C1,C2,C3\n1-Jan,7,30,5\n2-Jan,5,10,9\nT3,9,50,2\n")), either(refused("Technologies.csv!A2"), says("W-"))},
		{"conflict as a date", xl(scoredStudy().with("Experts!D1", "Conflicts", "Experts!D2", 46023), format("d/m", "Experts!D2")), refused("Experts!D2", "date")},
		{"rule subject as a date", xl(append(scoredStudy(), sheetRows{"Rules", [][]any{{"Rule", "Subject", "Value"}, {"at-most", 46023, 1}}}), format("d/m", "Rules!B2")), refused("Rules!B2", "date")},
		{"excluded as a date", xl(measuredStudy().with("Study!A3", "excluded technologies", "Study!B3", 46023), format("d/m", "Study!B3")), refused("Study!B3", "date")},
		{"scale term as a date", xl(append(scoredStudy(), sheetRows{"Scale", [][]any{{"Term", "Value"}, {46023, 1}, {"high", 9}}}), format("d/m", "Scale!A2")), refused("Scale!A2", "date")},
		{"project as a date", xl(append(measuredStudy(), sheetRows{"Links", [][]any{{"Project", "Technology", "Period", "Partner"}, {46023, "T1", 2020, "A"}}}), format("d/m", "Links!A2")), refused("Links!A2", "date")},
		{"partner as a date", xl(append(measuredStudy(), sheetRows{"Links", [][]any{{"Project", "Technology", "Period", "Partner"}, {"P1", "T1", 2020, 46023}}}), format("d/m", "Links!D2")), refused("Links!D2", "date")},
		{"cost as a date", xl(measuredStudy().with("Technologies!C2", 46023), format("d/m", "Technologies!C2")), refused("Technologies!C2", "date")},
		{"budget as a date", xl(measuredStudy().with("Study!A3", "budget", "Study!B3", 46023), format("d/m", "Study!B3")), refused("Study!B3", "date")},
		{"parameter as a date", xl(measuredStudy().with("Study!A3", "method", "Study!B3", "vikor", "Study!A4", "v", "Study!B4", 46023), format("d/m", "Study!B4")), refused("Study!B4", "date")},
		// survey headers
		{"numbering", bareText("s.csv", "Q1. Cost vs Speed,Q2. Cost vs Quality,Q3. Speed vs Quality\n3,5,2\n"), plainS},
		{"numbering with brackets", bareText("s.csv", "[1] Cost vs Speed,[2] Cost vs Quality,[3] Speed vs Quality\n3,5,2\n"), plainS},
		{"numbering 1)", bareText("s.csv", "1) Cost vs Speed,2) Cost vs Quality,3) Speed vs Quality\n3,5,2\n"), plainS},
		{"google forms grid", bareText("s.csv", "Timestamp,Compare the criteria [Cost vs Speed],Compare the criteria [Cost vs Quality],Compare the criteria [Speed vs Quality]\n2026/01/01,3,5,2\n"), plainS},
		{"question mark behind", bareText("s.csv", "\"How important is Cost vs Speed for you?\",\"How important is Cost vs Quality for you?\",\"How important is Speed vs Quality for you?\"\n3,5,2\n"), plainS},
		{"russian question", bareText("s.csv", "\"Что важнее: Цена против Скорость?\",\"Что важнее: Цена против Качество?\",\"Что важнее: Скорость против Качество?\"\n3,5,2\n"), reads(figs{"R1:Цена>Скорость": 3, "criteria": 3})},
		{"scale behind in brackets", bareText("s.csv", "Cost vs Speed (1/9–9),Cost vs Quality (1/9–9),Speed vs Quality (1/9–9)\n3,5,2\n"), plainS},
		{"asterisk before", bareText("s.csv", "* Cost vs Speed,* Cost vs Quality,* Speed vs Quality\n3,5,2\n"), plainS},
		{"required in brackets", bareText("s.csv", "Cost vs Speed (required),Cost vs Quality (required),Speed vs Quality (required)\n3,5,2\n"), plainS},
		{"mixed asterisks", bareText("s.csv", "Cost vs Speed*,Cost vs Quality,Speed vs Quality *\n3,5,2\n"), plainS},
		{"two questions only", bareText("s.csv", "\"Which matters more: Cost vs Speed?\",\"Which matters more: Speed vs Quality?\"\n3,2\n"), reads(figs{"R1:Cost>Speed": 3, "R1:Speed>Quality": 2, "criteria": 3})},
		{"case differs", bareText("s.csv", "cost vs Speed,Cost vs quality,Speed vs Quality\n3,5,2\n"), reads(figs{"criteria": 3})},
		{"quotes around names", bareText("s.csv", "«Cost» vs «Speed»,«Cost» vs «Quality»,«Speed» vs «Quality»\n3,5,2\n"), reads(figs{"criteria": 3})},
		{"quotes around some", bareText("s.csv", "\"\"\"Cost\"\" vs Speed\",Cost vs Quality,Speed vs Quality\n3,5,2\n"), either(plainS, refused("s!A1"), refused("s!B1"), says("W-"))},
		{"a full stop behind one", bareText("s.csv", "Cost vs Speed.,Cost vs Quality,Speed vs Quality.\n3,5,2\n"), plainS},
		{"names near the same", bareText("s.csv", "Cost vs Speed,Costs vs Quality,Speed vs Quality\n3,5,2\n"), either(refused("s!B1"), says("W-NAME-NEAR"))},
		{"html tags", bareText("s.csv", "<b>Cost</b> vs <b>Speed</b>,<b>Cost</b> vs <b>Quality</b>,<b>Speed</b> vs <b>Quality</b>\n3,5,2\n"), either(plainS, refused(""), reads(figs{"criteria": 3}))},
		{"over", bareText("s.csv", "Cost over Speed,Cost over Quality,Speed over Quality\n3,5,2\n"), either(plainS, refused(""))},
		{"limesurvey codes", bareText("s.csv", "\"q1[SQ001]. Cost vs Speed\",\"q1[SQ002]. Cost vs Quality\",\"q1[SQ003]. Speed vs Quality\"\n3,5,2\n"), plainS},
		{"xlsx survey with question row above", xl(book{{"Answers", [][]any{{"Survey of 2026"}, {nil, "Which matters more: Cost vs Speed? *", "Which matters more: Cost vs Quality? *", "Which matters more: Speed vs Quality? *"}, {"E1", 3, 5, 2}, {"E2", 2, 4, 2}}}}), reads(figs{"E1:Cost>Speed": 3, "criteria": 3})},
		{"rows survey with numbering", xl(book{{"Answers", [][]any{{"Pair", "E1", "E2"}, {"1. Cost vs Speed", 3, 2}, {"2. Cost vs Quality", 5, 4}, {"3. Speed vs Quality *", 2, 2}}}}), reads(figs{"E1:Cost>Speed": 3, "criteria": 3})},
		{"rows survey with brackets", xl(book{{"Answers", [][]any{{"Pair", "E1", "E2"}, {"Which? [Cost vs Speed]", 3, 2}, {"Which? [Cost vs Quality]", 5, 4}, {"Which? [Speed vs Quality]", 2, 2}}}}), reads(figs{"E1:Cost>Speed": 3, "criteria": 3})},
		{"codes before names", bareText("s.csv", "C1 Cost vs C2 Speed,C1 Cost vs C3 Quality,C2 Speed vs C3 Quality\n3,5,2\n"), reads(figs{"criteria": 3})},
		// bipolar
		{"negative in survey", bareText("s.csv", survey+"R1,3,-5,2\nR2,-3,5,2\n"), either(refused("s!C2"), reads(figs{"R1:Cost>Quality": 0.2}))},
		{"negative intensity", xl(judgedStudy().with("Pairwise!E2", -3)), refused("Pairwise!E2")},
		{"negative in matrix", xl(append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, "C1", "C2", "C3"}, {"C1", 1, -3, 5}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}})), refused("Pairwise E1!C2")},
		{"zero in survey", bareText("s.csv", survey+"R1,0,5,2\nR2,3,5,2\n"), either(refused("s!B2"), says("W-JUDGEMENT-RANGE"))},
		{"negative text −3", bareText("s.csv", survey+"R1,−3,5,2\n"), either(refused("s!B2"), reads(figs{"R1:Cost>Speed": 1.0 / 3}))},
		{"negative in rows survey", xl(book{{"Answers", [][]any{{"Pair", "E1", "E2"}, {"Cost vs Speed", 3, -2}, {"Cost vs Quality", 5, 4}, {"Speed vs Quality", 2, 2}}}}), either(refused("Answers!C2"), reads(figs{"E2:Cost>Speed": 0.5}))},
		{"scale 1..17", bareText("s.csv", survey+"R1,17,5,12\nR2,13,16,2\nR3,17,14,15\n"), refused("s!B2")},
		// ranks are tested elsewhere; blank costs too
		// merged
		{"expert merged down in Scores", xl(scoredStudy().with("Scores!A3", nil, "Scores!A4", nil), merge("Scores", "A2", "A4")), allOf(says("W-MERGED-DOWN"), reads(figs{"T2/C1/E1": 5}))},
		{"technology merged down in Evidence", xl(measuredStudy().with("Evidence!A3", nil), merge("Evidence", "A2", "A3")), refused("Evidence!A3")},
		{"group merged down", xl(measuredStudy().with("Technologies!D1", "Group", "Technologies!D2", "Energy"), merge("Technologies", "D2", "D4")), says("W-MERGED-DOWN")},
		{"bloc merged down", xl(scoredStudy().with("Experts!C3", nil), merge("Experts", "C2", "C3")), says("W-MERGED-DOWN")},
		{"score merged down", xl(scoredStudy().with("Scores!C3", nil), merge("Scores", "C2", "C3")), either(refused("Scores!C2"), refused("Scores!C3"), says("W-MERGED-FIGURE"))},
		{"score merged across", xl(scoredStudy().with("Scores!D2", nil), merge("Scores", "C2", "D2")), either(refused("Scores!C2"), refused("Scores!D2"), says("W-MERGED-FIGURE"))},
		{"cost merged down", xl(measuredStudy().with("Technologies!C3", nil), merge("Technologies", "C2", "C3")), either(refused("Technologies!C2"), says("W-MERGED-FIGURE"))},
		{"hidden numbers below a merge", xl(measuredStudy(), merge("Evidence", "B2", "B3")), either(says("W-MERGED-HIDDEN"), says("W-MERGED-FIGURE"), refused("Evidence!B3"))},
		{"merged title above", xl(measuredStudy().shifted("Evidence", []any{"Indicators of 2026"}), merge("Evidence", "A1", "D1")), reads(figs{"T1/C1": 7})},
		{"merged header over two", xl(measuredStudy().with("Evidence!C1", nil), merge("Evidence", "B1", "C1")), either(refused("Evidence!B1"), says("W-HEADER-MERGED"))},
		{"merge between expert and blank cells without merge", xl(scoredStudy().with("Scores!A3", nil, "Scores!A4", nil)), either(refused("Scores!A3"))},
		{"merged matrix cell", xl(append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, "C1", "C2", "C3"}, {"C1", 1, 3, nil}, {"C2", nil, 1, 2}, {"C3", nil, nil, 1}}}), merge("Pairwise E1", "C2", "D2")), either(refused("Pairwise E1!C2"), says("W-MERGED-FIGURE"))},
		// second tables
		{"second table right of Evidence with a header", xl(measuredStudy().with("Evidence!F1", "Technology", "Evidence!G1", "C1", "Evidence!F2", "T1", "Evidence!G2", 99)), either(refused("Evidence"), says("W-CELLS-UNREAD"))},
		{"second table below Evidence", xl(measuredStudy().appended("Evidence", nil, []any{"Technology", "C1", "C2", "C3"}, []any{"T1", 1, 2, 3})), refused("Evidence!A")},
		{"second table below Scores of a second expert", xl(scoredStudy().appended("Scores", nil, []any{"Expert", "Technology", "C1", "C2"}, []any{"E2", "T1", 1, 2})), refused("Scores!")},
		{"second table right of Scores", xl(scoredStudy().with("Scores!F1", "Expert", "Scores!G1", "Technology", "Scores!H1", "C1", "Scores!F2", "E2", "Scores!G2", "T1", "Scores!H2", 3)), either(refused("Scores!"), says("W-CELLS-UNREAD"))},
		{"second table on Criteria", xl(measuredStudy().with("Criteria!F1", "Code", "Criteria!G1", "Weight", "Criteria!F2", "C1", "Criteria!G2", 0.9)), either(refused("Criteria!F1"), says("W-CELLS-UNREAD"))},
		{"second block below Criteria", xl(measuredStudy().appended("Criteria", nil, []any{"Code", "Criterion", "Sense", "Weight"}, []any{"C4", "x", "benefit", 1})), says("W-TABLE-SECOND", "6")},
		{"another table below Criteria", xl(measuredStudy().appended("Criteria", nil, []any{"Code", "Weight"}, []any{"C1", 3})), refused("Criteria!A6", "second table")},
		{"numbers under no header right", xl(scoredStudy().with("Scores!F2", 5, "Scores!F3", 6)), either(says("W-COLUMN-NAMELESS", "F2"), refused("Scores!F2"))},
		{"numbers under no header in Criteria", xl(measuredStudy().with("Criteria!F2", 5)), either(says("W-COLUMN-NAMELESS", "F2"), refused("Criteria!F2"))},
		{"numbers under no header in Study", xl(measuredStudy().with("Study!C2", 5)), either(says("W-COLUMN-NAMELESS"), refused("Study!C2"))},
		{"numbers under no header in Pairwise", xl(judgedStudy().with("Pairwise!G2", 5)), either(says("W-COLUMN-NAMELESS"), refused("Pairwise!G2"))},
		{"survey: numbers under no header", xl(book{{"Answers", [][]any{{"Expert", "A vs B", "A vs C", "B vs C"}, {"E1", 3, 5, 2, 7}, {"E2", 2, 4, 2, 7}}}}), either(says("W-COLUMN-NAMELESS"), refused("Answers!E2"), says("W-CELLS-UNREAD"))},
		{"survey: second block below", xl(book{{"Answers", [][]any{{"Expert", "A vs B", "A vs C", "B vs C"}, {"E1", 3, 5, 2}, nil, {"Expert", "A vs B", "A vs C", "B vs C"}, {"E2", 2, 4, 2}}}}), either(refused("Answers!"), says("W-"))},
		{"second matrix right", xl(append(measuredStudy().with("Study!A3", "weighting", "Study!B3", "ahp"), sheetRows{"Pairwise E1", [][]any{{nil, "C1", "C2", "C3", nil, nil, "C1", "C2", "C3"}, {"C1", 1, 3, 5, nil, "C1", 1, 7, 7}, {"C2", nil, 1, 2, nil, "C2", nil, 1, 2}, {"C3", nil, nil, 1, nil, "C3", nil, nil, 1}}})), either(refused("Pairwise E1!"), says("W-CELLS-UNREAD"))},
		{"bare matrix with second below", xl(book{{"Pairwise E1", [][]any{{nil, "A", "B", "C"}, {"A", 1, 3, 5}, {"B", nil, 1, 2}, {"C", nil, nil, 1}, nil, {nil, "A", "B", "C"}, {"A", 1, 9, 9}, {"B", nil, 1, 9}, {"C", nil, nil, 1}}}}), either(refused("Pairwise E1!"), says("W-CELLS-UNREAD"))},
		{"header row at 5 with a title", xl(measuredStudy().shifted("Evidence", []any{"Report"}, nil, []any{"Year", 2026}, nil)), reads(figs{"T1/C1": 7})},
		{"header at row 25", xl(measuredStudy().shifted("Evidence", make([][]any, 24)...)), refused("Evidence!")},
		// names
		{"duplicate ID by case", xl(measuredStudy().with("Technologies!A3", "t1")), refused("Technologies!A3")},
		{"duplicate ID by homoglyph", xl(measuredStudy().with("Technologies!A3", "Т1")), either(refused("Technologies!A3"), says("W-NAME-NEAR"))},
		{"reference by homoglyph", xl(measuredStudy().with("Evidence!A2", "Т1")), either(refused("Evidence!A2"), reads(figs{"T1/C1": 7}))},
		{"header by homoglyph", xl(measuredStudy().with("Evidence!B1", "С1")), allOf(reads(figs{"T1/C1": 7}), says("W-REF-SPELLING", "Evidence", "B1"))},
		{"criteria duplicates by homoglyph", xl(measuredStudy().with("Criteria!A3", "С1", "Evidence!C1", "С1")), either(refused("Criteria!A3"), says("W-NAME-NEAR"))},
		{"experts near same", xl(scoredStudy().with("Experts!A3", "Е1", "Scores!A5", "Е1", "Scores!A6", "Е1", "Scores!A7", "Е1")), either(refused("Experts!A3"), says("W-NAME-NEAR"))},
		{"two experts of one name", xl(scoredStudy().with("Experts!B3", "Anna.")), says("W-NAME-NEAR")},
		{"groups near same", xl(measuredStudy().with("Technologies!D1", "Group", "Technologies!D2", "Energy", "Technologies!D3", "«Energy»", "Technologies!D4", "Energy.")), says("W-NAME-NEAR")},
		{"blocs near same", xl(scoredStudy().with("Experts!C3", "science ", "Experts!C2", "Science.")), either(refused("Experts!A2"), says("W-"))},
		{"technologies of the same name", xl(measuredStudy().with("Technologies!B3", "alpha")), says("W-")},
		{"technologies near same", xl(measuredStudy().with("Technologies!B3", "«Alpha»")), says("W-NAME-NEAR")},
		{"criteria near same names", xl(measuredStudy().with("Criteria!B3", "Impact.")), says("W-NAME-NEAR")},
		{"ё and е", xl(russianStudy().with("Технологии!B2", "Учёт", "Показатели!A2", "Учет")), reads(figs{"Т1/К1": 7})},
		{"NBSP in ID", xl(measuredStudy().with("Evidence!A2", "T1 ")), reads(figs{"T1/C1": 7})},
		{"zero width in ID", xl(measuredStudy().with("Evidence!A2", "T\u200b1")), reads(figs{"T1/C1": 7})},
		{"ID as number and text", xl(measuredStudy().with("Technologies!A2", 1, "Evidence!A2", "1")), reads(figs{"1/C1": 7})},
		{"ID 01 against 1", xl(measuredStudy().with("Technologies!A2", "01", "Evidence!A2", 1)), refused("Evidence!A2")},
		{"ID number formatted 000", xl(measuredStudy().with("Technologies!A2", "001", "Evidence!A2", 1), format("000", "Evidence!A2")), either(refused("Evidence!A2"), reads(figs{"001/C1": 7}))},
		{"bidi in ID reference", xl(measuredStudy().with("Evidence!A2", "\u202aT1\u202c")), reads(figs{"T1/C1": 7})},
		{"control char in name csv", texts(csvStudy("Technologies.csv", "ID,Technology,Cost\nT1,Al\x1bpha,10\nT2,Beta,20\nT3,Gamma,30\n")), reads(figs{"T1$": 10})},
		{"expert with trailing star", xl(scoredStudy().with("Scores!A2", "E1*")), either(refused("Scores!A2"), reads(figs{"T1/C1/E1": 8}))},
		{"technology with footnote star", xl(scoredStudy().with("Scores!B2", "T1*")), either(refused("Scores!B2"), reads(figs{"T1/C1/E1": 8}))},
		{"header with star", xl(scoredStudy().with("Scores!C1", "C1*")), reads(figs{"T1/C1/E1": 8})},
		{"header with unit", xl(measuredStudy().with("Evidence!C1", "C2 (млн руб.)")), either(reads(figs{"T1/C2": 30}), refused("Evidence!C1"))},
		{"header with a name and code", xl(measuredStudy().with("Evidence!C1", "C2 Cost")), reads(figs{"T1/C2": 30})},
		{"header mistyped", xl(measuredStudy().with("Evidence!C1", "C22")), either(refused("Evidence!C1"), says("W-COLUMN-UNKNOWN"))},
		// huge, formulas
		{"uncached formula", xl(measuredStudy().with("Evidence!B2", formula("B3+1"))), refused("Evidence!B2", "saved")},
		{"boolean", xl(measuredStudy().with("Evidence!B2", true)), refused("Evidence!B2")},
		{"scaled format", xl(measuredStudy().with("Evidence!C2", 1250000), format(`0.0,,`, "Evidence!C2")), reads(figs{"T1/C2": 1250000})},
		{"currency", xl(measuredStudy().with("Technologies!C2", 1250), format(`#,##0.00\ "₽"`, "Technologies!C2")), reads(figs{"T1$": 1250})},
		{"currency text", xl(measuredStudy().with("Technologies!C2", "1 250 ₽")), either(refused("Technologies!C2"), reads(figs{"T1$": 1250}))},
		{"text with apostrophe", xl(measuredStudy().with("Technologies!C2", "'1250")), reads(figs{"T1$": 1250})},
		{"rounding format", xl(scoredStudy().with("Scores!C2", 7.6), format("0", "Scores!C2")), reads(figs{"T1/C1/E1": 7.6})},
		{"time", xl(measuredStudy().with("Evidence!B2", 0.5), format("[h]:mm", "Evidence!B2")), refused("Evidence!B2")},
	} {
		if testing.Short() && strings.HasPrefix(v.name, "x") {
			continue
		}
		s, issues := v.file(t)
		if wrong := v.want(s, issues); wrong != "" {
			t.Errorf("%s: %s\n\t%s", v.name, wrong, strings.ReplaceAll(issues.Error(), "\n", "\n\t"))
		}
	}
}

func tableWithTotals(sheet, ref string) func(*excelize.File) error {
	return func(f *excelize.File) error { return f.AddTable(sheet, &excelize.Table{Range: ref, Name: "T"}) }
}

// cut is a sheet without columns.
func (s sheetRows) cut(headers ...string) sheetRows {
	out := sheetRows{name: s.name}
	for _, row := range s.rows {
		var kept []any
		for k, v := range row {
			drop := false
			for _, h := range headers {
				drop = drop || s.rows[0][k] == h
			}
			if !drop {
				kept = append(kept, v)
			}
		}
		out.rows = append(out.rows, kept)
	}
	return out
}
