package workbook

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Kinds of files: what a book is written as. In those of text every cell is text.
var kindsOfFiles = []string{"xlsx", "csv", "csv;", "tsv", "ods"}

// as writes a book as a kind of file, after edits of the workbook where it is one.
func (b book) as(t *testing.T, kind string, edits ...func(*excelize.File) error) func() map[string][]byte {
	b = b.clone() // it may be changed for the next
	return func() map[string][]byte { return b.written(t, kind, edits...) }
}

// clone is a book of its own.
func (b book) clone() book {
	out := slices.Clone(b)
	for k := range out {
		out[k].rows = slices.Clone(out[k].rows)
		for n := range out[k].rows {
			out[k].rows[n] = slices.Clone(out[k].rows[n])
		}
	}
	return out
}

// fixed are files that were made already.
func fixed(files map[string][]byte) func() map[string][]byte {
	return func() map[string][]byte { return files }
}

func (b book) written(t *testing.T, kind string, edits ...func(*excelize.File) error) map[string][]byte {
	t.Helper()
	if kind == "xlsx" || kind == "ods" {
		data := changedBook(t, b.bytes(t), func(f *excelize.File) {
			for _, e := range edits {
				must(t, e(f))
			}
		})
		if kind == "ods" {
			return map[string][]byte{"study.ods": odsOf(t, data)}
		}
		return map[string][]byte{"study.xlsx": data}
	}
	files := map[string][]byte{}
	for name, text := range b.asText(map[string]string{"csv": ",", "csv;": ";", "tsv": "\t"}[kind]) {
		files[name] = []byte(text)
	}
	return files
}

// numberPlaces are where a figure stands in wider, and the figure it is.
var numberPlaces = []struct {
	sheet, ref, key string
	share           bool // fractions are meant there
}{
	{"Scores", "C2", "T1/C1/E1", false}, {"Scores", "D2", "T1/C3/E1", false}, {"Evidence", "B2", "T1/C2", false}, {"Criteria", "D2", "C1", true}, {"Criteria", "E2", "min:C1", false},
	{"Criteria", "F2", "max:C1", false}, {"Criteria", "G2", "q:C1", false}, {"Criteria", "I2", "sigma:C1", false}, {"Criteria", "J2", "veto:C1", false}, {"Technologies", "C2", "T1$", false},
	{"Technologies", "D2", "prior:T1", true}, {"Experts", "C2", "E:E1", true}, {"Blocs", "B2", "B:B1", true}, {"Scale", "B2", "term:low", true}, {"Links", "E2", "link:1", false},
	{"Synergies", "C2", "synergy:1", false}, {"Rules", "C2", "rule:1", false}, {"Study", "B5", "budget", false}, {"Study", "B6", "shortlist", false},
}

// digitRule: raised, lowered and circled digits are none of a number's or a code's. Oracle: the number before them, or a refusal that names the cell.
func digitRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for _, p := range numberPlaces {
			for typed, want := range map[string]float64{"7¹": 7, "7²": 7, "10³": 10, "7₁": 7, "7①": 7, "①": 1, "⑴": 1, "⒈": 1, "❼": 7, "⁷": math.NaN()} {
				all = append(all, ruleFile{rule: "digits", name: fmt.Sprint(kind, " ", p.key, " ", typed), files: wider().set(p.sheet, p.ref, typed).as(t, kind), want: figs{p.key: want}, at: []string{p.sheet + "!" + p.ref + " "}})
			}
		}
		base := func() book {
			b := append(scoredStudy(), sheetRows{"Rules", [][]any{{"Rule", "Subject", "Value"}, {"at-most", "T1; T2", 1}}})
			return b.with("Experts!D1", "Conflicts", "Study!A3", "excluded technologies")
		}
		for _, at := range []string{"Scores!B2", "Rules!B2", "Experts!D2", "Study!B3", "Scores!A2"} {
			for _, mark := range []string{"²", "₂", "②", "⑵"} {
				name := map[bool]string{true: "E1", false: "T1"}[at == "Scores!A2"]
				all = append(all, ruleFile{rule: "digits", name: fmt.Sprint(kind, " ", at, " ", mark), files: base().with(at, name+mark).as(t, kind), refuse: true, at: []string{at + " "}})
			}
		}
	}
	return all
}

// richRule: a raised, lowered or struck run is not joined to a number or code. Oracle: a refusal that names the cell; a bold half is a half.
func richRule(t *testing.T) (all []ruleFile) {
	for _, p := range numberPlaces {
		for _, set := range []string{"super", "sub", "strike"} {
			all = append(all, ruleFile{rule: "rich text", name: p.key + " " + set, files: wider().as(t, "xlsx", runs(p.sheet+"!"+p.ref, "1", "", "1", set)), refuse: true, at: []string{p.sheet + "!" + p.ref + " "}},
				ruleFile{rule: "rich text", name: p.key + " first " + set, files: wider().as(t, "xlsx", runs(p.sheet+"!"+p.ref, "1", set, "2", "")), refuse: true, at: []string{p.sheet + "!" + p.ref + " "}})
		}
		all = append(all, ruleFile{rule: "rich text", name: p.key + " bold", files: wider().as(t, "xlsx", runs(p.sheet+"!"+p.ref, "1", "bold", "2", "")), want: figs{p.key: 12}})
	}
	for _, at := range []string{"Scores!A2", "Scores!B3", "Scores!C1", "Technologies!A2", "Criteria!A2", "Experts!A2", "Experts!C2", "Blocs!A2"} {
		for _, set := range []string{"super", "sub", "strike"} {
			b := scoredStudy()
			was := b.cell(at)
			all = append(all, ruleFile{rule: "rich text", name: at + " " + set, files: b.as(t, "xlsx", runs(at, was, "", "2", set)), refuse: true, at: []string{at + " "}})
		}
	}
	return all
}

// fractionRule: a/b is a share where shares are meant, a where the scale reaches to b, and else nothing. Oracle: stated so.
func fractionRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for _, p := range numberPlaces {
			for _, typed := range []string{"8/10", "8 / 10", "8 из 10", "8 of 10", "8 out of 10"} {
				m := ruleFile{rule: "a/b", name: fmt.Sprint(kind, " ", p.key, " ", typed), files: wider().set(p.sheet, p.ref, typed).as(t, kind), refuse: true, at: []string{p.sheet + "!" + p.ref + " "}}
				switch {
				case p.share:
					m.refuse, m.want = false, figs{p.key: 0.8}
				case p.key == "T1/C3/E1": // on 0 to 10
					m.refuse, m.must, m.want, m.said = false, true, figs{p.key: 8}, "W-OUT-OF"
				}
				all = append(all, m)
			}
		}
		for top, typed := range map[float64]string{5: "4/5", 100: "80/100", 9: "7 из 9", 7: "6 of 7"} {
			var a float64
			fmt.Sscan(typed, &a)
			b := scoredStudy().with("Criteria!F2", top, "Scores!C2", typed, "Scores!C3", 3, "Scores!C4", 3, "Scores!C5", 3, "Scores!C6", 3, "Scores!C7", 3)
			all = append(all, ruleFile{rule: "a/b", name: fmt.Sprint(kind, " ", typed), files: b.as(t, kind), want: figs{"T1/C1/E1": a}, must: true})
			all = append(all, ruleFile{rule: "a/b", name: fmt.Sprint(kind, " ", typed, " on 0–12"), files: b.with("Criteria!F2", 12).as(t, kind), refuse: true, at: []string{"Scores!C2 "}})
		}
	}
	return all
}

// columns are those of wider whose numbers are read together, and their figures.
var columns = []struct {
	sheet string
	refs  []string
	keys  []string
	share bool
}{
	{"Technologies", []string{"C2", "C3", "C4"}, []string{"T1$", "T2$", "T3$"}, false}, {"Evidence", []string{"B2", "B3", "B4"}, []string{"T1/C2", "T2/C2", "T3/C2"}, false},
	{"Scores", []string{"C2", "C3", "C4"}, []string{"T1/C1/E1", "T2/C1/E1", "T3/C1/E2"}, false}, {"Criteria", []string{"D2", "D3", "D4"}, []string{"C1", "C2", "C3"}, true},
}

// percentRule: percents beside plain numbers. Oracle: 70 % is 70 beside 50, or the column is refused; never 0.7 beside 50.
func percentRule(t *testing.T) (all []ruleFile) {
	for _, c := range columns {
		want := figs{c.keys[0]: 70, c.keys[1]: 50, c.keys[2]: 90}
		where := []string{c.sheet + "!" + c.refs[0][:1]}
		for _, kind := range kindsOfFiles {
			for _, typed := range [][3]any{{"70%", 50, "90%"}, {"70 %", "50", "90 %"}, {"70%", "50", 90}, {"70,0%", 50, "90%"}} {
				b := wider()
				for k, ref := range c.refs {
					b.set(c.sheet, ref, typed[k])
				}
				all = append(all, ruleFile{rule: "percent", name: fmt.Sprint(kind, " ", c.sheet, " ", typed), files: b.as(t, kind), want: want, at: where})
			}
		}
		b := wider().with(c.sheet+"!"+c.refs[0], 0.7, c.sheet+"!"+c.refs[1], 50, c.sheet+"!"+c.refs[2], 0.9)
		all = append(all, ruleFile{rule: "percent", name: c.sheet + " formatted", files: b.as(t, "xlsx", format("0%", c.sheet+"!"+c.refs[0], c.sheet+"!"+c.refs[2])), want: want, at: where})
	}
	for _, kind := range kindsOfFiles {
		for _, w := range [][3]any{{"50%", 30, 20}, {"50 %", "30", "20"}, {"50%", 30, "20%"}} { // weights that add to 100
			all = append(all, ruleFile{rule: "percent", name: fmt.Sprint(kind, " weights ", w), files: measuredStudy().with("Criteria!D2", w[0], "Criteria!D3", w[1], "Criteria!D4", w[2]).as(t, kind),
				want: figs{"w:C1": 0.5, "w:C2": 0.3, "w:C3": 0.2}, must: true})
		}
		for top, want := range map[float64]float64{100: 70, 1: 0.7, 10: math.NaN(), 5: math.NaN()} {
			b := scoredStudy().with("Criteria!F2", top, "Scores!C2", "70%")
			for _, ref := range []string{"C3", "C4", "C5", "C6", "C7"} {
				b = b.with("Scores!"+ref, top/2)
			}
			all = append(all, ruleFile{rule: "percent", name: fmt.Sprint(kind, " 70% to ", top), files: b.as(t, kind), want: figs{"T1/C1/E1": want}, must: !math.IsNaN(want), refuse: math.IsNaN(want), at: []string{"Scores!C2 "}})
		}
	}
	return all
}

// thousandsRule: what one mark before three digits is, its column or file settles, or nothing does. Oracle: stated beside each column.
func thousandsRule(t *testing.T) (all []ruleFile) {
	for _, c := range columns[:3] {
		for _, x := range []struct {
			typed [3]string
			want  [3]float64
			doubt bool
		}{
			{[3]string{"1.250", "980,5", "2.040"}, [3]float64{1250, 980.5, 2040}, false}, {[3]string{"1,250", "980.5", "2,040"}, [3]float64{1250, 980.5, 2040}, false},
			{[3]string{"1.250", "3.500.000", "2.040"}, [3]float64{1250, 3500000, 2040}, false}, {[3]string{"1,250", "3,500,000.25", "2"}, [3]float64{1250, 3500000.25, 2}, false},
			{[3]string{"1.250,00", "980", "2.040"}, [3]float64{1250, 980, 2040}, false}, {[3]string{"1 250", "980,5", "2 040,25"}, [3]float64{1250, 980.5, 2040.25}, false},
			{[3]string{"1.250", "980", "2.040"}, [3]float64{}, true}, {[3]string{"1,250", "980", "2,040"}, [3]float64{}, true}, {[3]string{"1.250", "2,5", "3.5"}, [3]float64{}, true},
			{[3]string{"0,125", "980,5", "2,040"}, [3]float64{0.125, 980.5, 2.04}, false}, {[3]string{"1'250", "980.5", "2'040.5"}, [3]float64{1250, 980.5, 2040.5}, false},
		} {
			for _, kind := range kindsOfFiles {
				b := wider()
				m := ruleFile{rule: "thousands and decimals", name: fmt.Sprint(kind, " ", c.sheet, " ", x.typed), want: figs{}, must: !x.doubt, refuse: x.doubt, at: []string{c.sheet + "!" + c.refs[0][:1]}}
				for k, ref := range c.refs {
					b.set(c.sheet, ref, x.typed[k])
					m.want[c.keys[k]] = x.want[k]
				}
				m.files = b.as(t, kind)
				all = append(all, m)
			}
		}
	}
	return all
}

// termsRule: a term of the Scale sheet that is a number has its value whatever the cell's type. Oracle: the value on the Scale sheet.
func termsRule(t *testing.T) (all []ruleFile) {
	scales := map[string]func(int) float64{"turned": func(k int) float64 { return float64(6 - k) }, "stretched": func(k int) float64 { return float64(10 * k) }, "shares": func(k int) float64 { return float64(k) / 10 }}
	for name, value := range scales {
		scale := sheetRows{"Scale", [][]any{{"Term", "Value"}}}
		for k := 1; k <= 5; k++ {
			scale.rows = append(scale.rows, []any{k, value(k)})
		}
		for _, kind := range kindsOfFiles {
			for of, cell := range map[string]func(int) any{"number": func(k int) any { return k }, "text": func(k int) any { return fmt.Sprint(k) }, "spaced": func(k int) any { return fmt.Sprintf(" %d ", k) }, "decimal": func(k int) any { return fmt.Sprintf("%d,0", k) }} {
				wide := append(scoredStudy(), scale)
				wide[1] = wide[1].cut("Min", "Max")
				for k, ref := range []string{"C2", "C3", "C4", "C5", "C6", "C7", "D2", "D3", "D4", "D5", "D6", "D7"} {
					wide = wide.with("Scores!"+ref, cell(1+k%5))
				}
				measured := append(measuredStudy(), scale)
				for k, ref := range []string{"B2", "B3", "B4", "C2", "C3", "C4", "D2", "D3", "D4"} {
					measured = measured.with("Evidence!"+ref, cell(1+k%5))
				}
				all = append(all, ruleFile{rule: "Scale terms", name: fmt.Sprint(kind, " scores ", name, " ", of), files: wide.as(t, kind), want: figs{"T1/C1/E1": value(1), "T2/C1/E1": value(2), "T12/C1/E1": value(3)}, must: true},
					ruleFile{rule: "Scale terms", name: fmt.Sprint(kind, " evidence ", name, " ", of), files: measured.as(t, kind), want: figs{"T1/C1": value(1), "T2/C1": value(2), "T3/C1": value(3)}, must: true})
			}
		}
	}
	return all
}

// ranksRule: ranks, with gaps or ties or none, are never turned round. Oracle: 1 is the most important; points, and ranks from 0, are refused or read by their order.
func ranksRule(t *testing.T) (all []ruleFile) {
	for _, method := range []string{"roc", "rank-sum", "rank-reciprocal"} {
		for _, ranks := range [][3]any{{1, 3, 4}, {1, 3, 5}, {1, 2, 9}, {2, 3, 9}, {"1", "3", "4"}, {1, 2, 3}, {1, 4, 5}, {1.0, 2.5, 4}, {2, 4, 6}, {1, 10, 100}} {
			for _, kind := range kindsOfFiles {
				b := measuredStudy().with("Study!A3", "weighting", "Study!B3", method, "Criteria!D2", ranks[0], "Criteria!D3", ranks[1], "Criteria!D4", ranks[2])
				all = append(all, ruleFile{rule: "ranks", name: fmt.Sprint(kind, " ", method, " ", ranks), files: b.as(t, kind), falls: []string{"w:C1", "w:C2", "w:C3"}})
			}
		}
	}
	return all
}
