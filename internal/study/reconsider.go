package study

import "slices"

// Reconsider is a changed study with the warnings that hold of it: those of the reading stay, those about the settings before the change go, and those about
// the settings now come.
func Reconsider(before, after *Study) *Study {
	same := func(a, b Issue) bool {
		return a.Code == b.Code && a.Place == b.Place && a.Message.String() == b.Message.String()
	}
	old := before.Check()
	c := after.Changed()
	c.Warnings = nil
	for _, i := range before.Warnings {
		if !slices.ContainsFunc(old, func(o Issue) bool { return same(o, i) }) {
			c.Warnings = append(c.Warnings, i)
		}
	}
	for _, i := range after.Check() {
		if i.Severity == Warning {
			c.Warnings = append(c.Warnings, i)
		}
	}
	return c
}
