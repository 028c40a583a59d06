package study_test

import (
	"slices"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/study"
)

// TestNoParameterIsHidden: a key of the Study sheet, or of --set, means one thing: no parameter of a method has the name of a setting, and none of a weighting that of a
// parameter of a method.
func TestNoParameterIsHidden(t *testing.T) {
	var settings []string
	for _, x := range study.SettingsTable() {
		if x.Name == "normalization" { // is the method's parameter itself
			continue
		}
		for _, name := range append([]string{x.Name, x.Russian}, x.Aliases...) {
			settings = append(settings, name, strings.ReplaceAll(name, " ", "-"))
		}
	}
	if len(settings) < 40 {
		t.Fatalf("only %d names of settings", len(settings))
	}
	var methods []string
	for _, m := range mcda.Methods() {
		for _, p := range m.Parameters {
			if slices.Contains(settings, p.Name) {
				t.Errorf("%s: the parameter %s has the name of a setting", m.Name, p.Name)
			}
			methods = append(methods, p.Name)
		}
	}
	weightings := study.MixingParameters()
	for _, m := range weighting.Methods() {
		weightings = append(weightings, m.Parameters...)
	}
	for _, p := range weightings {
		if slices.Contains(settings, p.Name) {
			t.Errorf("the parameter %s of a weighting has the name of a setting", p.Name)
		}
		if slices.Contains(methods, p.Name) {
			t.Errorf("the parameter %s of a weighting has the name of one of a method", p.Name)
		}
	}
}
