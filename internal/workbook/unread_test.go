package workbook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A sheet that is a chart is told and disturbs nothing.
func TestChartSheet(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(plain().bytes(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.AddChartSheet("Picture", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Scores!$D$2:$D$7"}}}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	s, issues := ReadBytes("book.xlsx", out.Bytes())
	if codes(issues) != "W-SHEET-UNKNOWN" || !strings.Contains(issues.Error(), `"Picture" is a chart`) || len(s.Scores) != 6 {
		t.Errorf("%d answers, %v", len(s.Scores), issues)
	}
}
