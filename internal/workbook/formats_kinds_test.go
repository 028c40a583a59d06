package workbook

import (
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"veche/internal/ci"
	"veche/internal/study"
)

// formatted sets a number of a workbook with a number format.
func formatted(t *testing.T, b book, sheet, ref string, value float64, format string) (*study.Study, study.Issues) {
	t.Helper()
	return ReadBytes("book.xlsx", changedBook(t, b.bytes(t), func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		must(t, f.SetCellValue(sheet, ref, value))
		must(t, f.SetCellStyle(sheet, ref, ref, style))
	}))
}

// In every place a number is the one that is stored, however its format shows it; a date, and a percent among plain numbers, are refused by their cell.
func TestNumberFormatsOfEveryKind(t *testing.T) {
	ci.Sequential(t)
	for k, p := range figurePlaces() {
		for n, x := range []struct {
			format string
			value  float64
			want   written
		}{
			{"0.00", 7, written{want: 7, must: true}}, {`0 "of 10"`, 8, written{want: 8, must: true}}, {`#,##0 "€"`, 5, written{want: 5, must: true}}, {`0.0,`, 4, written{want: 4, must: true}},
			{"#,##0.00", 7, written{want: 7, must: true}}, {"0.00E+00", 7, written{want: 7, must: true}}, {"@", 7, written{want: 7, must: true}}, {`0"%"`, 7, written{want: 7, must: true}},
			{"yyyy-mm-dd", 46023, written{none: true}}, {"d/m", 46023, written{none: true}}, {"hh:mm", 0.5, written{none: true}},
			{"0%", 0.7, written{want: 0.7}}, {"# ?/?", 7, written{want: 7, must: true}},
		} {
			if !ci.Full() && (k+n)%3 != 0 { // one in three in the plain run
				continue
			}
			s, issues := formatted(t, wider(), p.sheet, p.ref, x.value, x.format)
			x.want.text = fmt.Sprintf("%g as %s", x.value, x.format)
			if wrong := p.judge(x.want, s, issues, p.ref); wrong != "" {
				t.Errorf("%s, %s: %s %v", p.name, x.want.text, wrong, issues)
			}
		}
	}
}

// 50 with a percent sign beside it and 0.5 shown as a percent look alike and differ a hundredfold: such a column is refused.
func TestTwoSortsOfPercent(t *testing.T) {
	for _, c := range []struct{ sheet, plain, percent string }{{"Technologies", "C2", "C3"}, {"Evidence", "B2", "B3"}, {"Scores", "C2", "C3"}, {"Blocs", "B2", "B3"}, {"Experts", "C2", "C3"}} {
		b := wider()
		_, issues := ReadBytes("book.xlsx", changedBook(t, b.bytes(t), func(f *excelize.File) {
			for ref, x := range map[string]float64{c.plain: 50, c.percent: 0.5} {
				format := map[bool]string{true: `0\%`, false: "0%"}[ref == c.plain]
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
				must(t, err)
				must(t, f.SetCellValue(c.sheet, ref, x))
				must(t, f.SetCellStyle(c.sheet, ref, ref, style))
			}
		}))
		named := false
		for _, i := range issues {
			named = named || i.Code == "E-PERCENT" && i.Place.Sheet == c.sheet
		}
		if !named {
			t.Errorf("%s: %v", c.sheet, issues)
		}
	}
}
