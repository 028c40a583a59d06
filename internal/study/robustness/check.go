package robustness

import (
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda/robust"
)

// Check says what of the options cannot be, before a study is read.
func (o *Options) Check() error {
	d := &o.Draws
	if !slices.Contains(robust.Sharings(), o.Sharing) {
		return language.Errorf("there is no rule for sharing %q; choose one of %v", o.Sharing, robust.Sharings())
	}
	for _, part := range o.Parts {
		if !slices.Contains(Parts(), part) {
			return language.Errorf("there is nothing called %q to show; choose of %s", part, strings.Join(Parts(), ", "))
		}
	}
	switch {
	case d.Draws < 1:
		return language.Errorf("the number of draws is %d, it must be at least 1", d.Draws)
	case len(d.Bounds) > 0 && d.Source != DrawIntervals:
		return language.Errorf("--bounds goes with --from intervals")
	case len(d.Order) > 0 && d.Source != DrawOrder:
		return language.Errorf("--order goes with --from order")
	}
	return nil
}
