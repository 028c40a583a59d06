package language

import "testing"

func TestFigures(t *testing.T) {
	for got, want := range map[string]string{Percent(0.225): "22.5%", Percent(0.22): "22%", PercentBeyond(0.20312, true): "20.4%", PercentBeyond(0.20312, false): "20.3%", PercentBeyond(0.2, true): "20%",
		Figure(12345.6): "12346", Figure(0.123456): "0.1235", Tenths(-0.01): "0"} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
