package shortlist

import (
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
	"veche/internal/study"
)

// The Summary says whether the list ends at a tie, a near tie, or apart, by the rule the report goes by.
func TestEndOfTheList(t *testing.T) {
	const apart, near = "Nobody below the end of the list has the same rank as the last of these.", " But the first below it is so close that this is a near tie."
	files, want := map[string][]byte{}, map[string]string{}
	for name, x := range map[string]struct {
		scores []float64
		says   string
	}{
		"apart": {[]float64{9, 8, 3, 1}, apart},
		"near":  {[]float64{9, 8, 7.95, 1}, apart + near},
		"tied":  {[]float64{9, 8, 8, 1}, "A tie at the end of the list: others share rank 2 with the last of these. All of them are marked on the sheet Ranking."},
	} {
		s := large(len(x.scores), 1)
		list := slices.Collect(s.Evidence.All())
		for i := range list {
			list[i].Value = x.scores[i]
		}
		s.Evidence, s.Settings.Shortlist = study.Measured(list...), 2
		o := evaluated(t, s, study.SetMethod{Method: "weighted-sum"})
		if is := o.NearTie(&o.Rows[1], &o.Rows[2]); is != (name == "near") {
			t.Errorf("%s: near tie %v", name, is)
		}
		files[name], want[name] = mustExport(t, o), x.says
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
		}
	}
	said("saved", files)
	if ci.Full() {
		ci.Office(t)
		said("recalculated", ci.Recalculate(t, files))
	}
}

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
