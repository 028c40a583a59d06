package language

import "testing"

// A small amount is not written as nothing, in any unit of money; the rest of a difference is.
func TestAmount(t *testing.T) {
	tenth, fifth := 0.1, 0.2
	for x, want := range map[float64]string{
		0: "0", 5: "5", 4.8: "4.8", 414.25: "414.25", 0.12345: "0.1235", 1.0 / 3: "0.3333", 1234567.5: "1234567.5", 0.0012: "0.0012",
		0.00002: "0.00002", 0.000051234: "0.00005123", 3e-9: "0.000000003", -0.00004: "-0.00004", 0.00099996: "0.001", tenth + fifth - 0.3: "0", -1e-16: "0",
	} {
		if got := English.Amount(x); got != want {
			t.Errorf("%g is %s, not %s", x, got, want)
		}
	}
	if got := Russian.Amount(0.00002); got != "0,00002" {
		t.Error(got)
	}
}
