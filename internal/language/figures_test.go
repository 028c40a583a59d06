package language

import "testing"

func TestFigures(t *testing.T) {
	for got, want := range map[string]string{English.Percent(0.225): "22.5%", English.Percent(0.22): "22%", English.PercentBeyond(0.20312, true): "20.4%", English.PercentBeyond(0.20312, false): "20.3%", English.PercentBeyond(0.2, true): "20%",
		English.Figure(12345.6): "12346", English.Figure(0.123456): "0.1235", English.Tenths(-0.01): "0"} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
