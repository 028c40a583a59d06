package study

import (
	"reflect"
	"testing"

	"veche/internal/mcda"
)

// What a method puts out beside the score is what its trace says of it.
func TestOutputsOfTheTrace(t *testing.T) {
	tried, some := 0, 0
	for _, m := range mcda.Methods() {
		s := measured(7, 3)
		s.Settings.Method = m.Name
		o, err := Evaluate(s)
		if err != nil {
			continue // it needs what this study has not
		}
		want, got := o.Trace(), o.Outputs()
		if want.Tables = nil; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", m.Name, got, want)
		}
		if tried++; len(want.Values) > 0 {
			some++
		}
	}
	if tried < 20 || some < 5 {
		t.Errorf("%d methods were tried, %d of them put out more than a score", tried, some)
	}
}
