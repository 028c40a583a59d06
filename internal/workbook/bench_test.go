package workbook

import (
	"fmt"
	"testing"
)

// BenchmarkReadScores reads 50,000 long rows of crisp scores.
func BenchmarkReadScores(b *testing.B) {
	study := plain()
	rows := study[3].rows[:1]
	for e := range 8334 {
		for k := range 6 {
			rows = append(rows, []any{fmt.Sprintf("E%d", e), fmt.Sprintf("T%d", 1+k/2), fmt.Sprintf("C%d", 1+k%2), 1 + (e+k)%10})
		}
	}
	study[3].rows = rows
	data := study.bytes(b)
	b.ReportAllocs()
	for b.Loop() {
		if s, issues := ReadBytes("b.xlsx", data); len(issues) > 0 || len(s.Scores) != len(rows)-1 {
			b.Fatal(len(s.Scores), issues)
		}
	}
}
