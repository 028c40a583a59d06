package shortlist

import (
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/study"
)

// The Summary says who share first place: two by name, and of more that there are more; saved, and when LibreOffice works it out.
func TestSharedFirstPlace(t *testing.T) {
	files, want := map[string][]byte{}, map[string]string{}
	for name, x := range map[string]struct {
		scores []float64
		says   string
	}{
		"two":   {[]float64{3, 9, 9, 1}, "First place is shared: Technology 2 and Technology 1 have the same rank."},
		"three": {[]float64{9, 9, 3, 9}, "First place is shared by more than two, Technology 3 and Technology 1 among them."},
		"none":  {[]float64{9, 3, 3, 3}, "Technology 0 comes first, 1 ahead of Technology 3."},
		"pair":  {[]float64{9, 9}, "First place is shared: Technology 1 and Technology 0 have the same rank."},
	} {
		s := large(len(x.scores), 1)
		list := slices.Collect(s.Evidence.All())
		for i := range list {
			list[i].Value = x.scores[i]
		}
		s.Evidence = study.Measured(list...)
		files[name], want[name] = mustExport(t, evaluated(t, s, study.SetMethod{Method: "weighted-sum"})), x.says
	}
	said := func(how string, files map[string][]byte) {
		for name, data := range files {
			found := false
			for _, cell := range savedCells(t, data)["Summary"] {
				found = found || cell == want[name]
			}
			if !found {
				t.Errorf("%s, %s: %q is not on the sheet Summary", name, how, want[name])
			}
			for _, cell := range savedCells(t, data)["Summary"] {
				if text, _ := cell.(string); strings.Contains(text, "stays first") && name != "none" {
					t.Errorf("%s, %s: it says %q of a place that is shared", name, how, text)
				}
			}
		}
	}
	said("saved", files)
	if ci.Full() {
		ci.Office(t)
		said("recalculated", ci.Recalculate(t, files))
	}
}
