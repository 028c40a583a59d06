package workbook

import (
	"strings"
	"testing"

	"veche/internal/study"
)

// TestParametersAtOddsNameTheCell: what two parameters, or one and the criteria, make impossible is said with the cell of the one that was typed.
func TestParametersAtOddsNameTheCell(t *testing.T) {
	for _, c := range []struct{ method, key, value, words string }{
		{"comet", "characteristic", "C1:1/5/10;C9:1/2", `no criterion "c9"`},
		{"electre2", "c-middle", "0.9", "c-strong"},
		{"electre2", "c-strong", "0.7", "c-middle"}, // which has its default
		{"rafsi", "nk", "0.5", "n1"},
	} {
		b := plain().set("Study", "B3", c.method).set("Study", "A4", c.key).set("Study", "B4", c.value)
		s, issues := b.read(t)
		if issues.Err() == nil {
			_, err := study.Evaluate(s)
			issues, _ = err.(study.Issues)
		}
		if len(issues) == 0 {
			t.Errorf("%s, %s %s: accepted", c.method, c.key, c.value)
			continue
		}
		if i := issues[0]; i.Code != "E-SETTING" || i.Sheet != "Study" || i.Cell != "B4" || !strings.Contains(i.Sentence().String(), c.words) {
			t.Errorf("%s, %s %s: %v", c.method, c.key, c.value, i)
		}
	}
}
