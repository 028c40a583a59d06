package weighting_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
)

// TestCatalogue: each entry says what the command prints, finds itself by every name, and no name means two weightings.
func TestCatalogue(t *testing.T) {
	seen := map[string]string{}
	parameters := map[string]string{}
	bases := []weighting.Basis{weighting.Given, weighting.Ranks, weighting.Judgements, weighting.Matrix, weighting.Nothing}
	for _, m := range weighting.Methods() {
		for _, text := range []string{m.Title, m.Formula, m.Source, m.Choose, m.Beware} {
			if text == "" {
				t.Errorf("%s: a description is missing", m.Name)
			}
		}
		if !slices.Contains(bases, m.Basis) {
			t.Errorf("%s: basis %q", m.Name, m.Basis)
		}
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			if seen[name] != "" {
				t.Errorf("%q means %s and %s", name, seen[name], m.Name)
			}
			seen[name] = m.Name
			if got, ok := weighting.Lookup(strings.ToUpper(strings.ReplaceAll(name, "-", " "))); !ok || got != m {
				t.Errorf("Lookup(%q) does not find %s", name, m.Name)
			}
		}
		for _, p := range m.Parameters {
			set, err := m.Resolve(nil)
			if err != nil || set[p.Name] != p.Choices[0] || p.Doc == "" {
				t.Errorf("%s: parameter %s resolves to %q, error %v, doc %q", m.Name, p.Name, set[p.Name], err, p.Doc)
			}
			// Settings of the ranking method and of the weighting stand on one sheet: a name may not mean two things.
			if doc := parameters[p.Name]; doc != "" && doc != p.Doc {
				t.Errorf("parameter %s means two things", p.Name)
			}
			parameters[p.Name] = p.Doc
		}
	}
	for _, m := range mcda.Methods() {
		for _, p := range m.Parameters {
			if parameters[p.Name] != "" {
				t.Errorf("parameter %s is one of %s too", p.Name, m.Name)
			}
		}
	}
	if first := weighting.Methods()[0].Name; first != "direct" {
		t.Errorf("the default is %s", first)
	}
	if _, ok := weighting.Lookup("entropic"); ok {
		t.Error("Lookup finds entropic")
	}
}

func TestResolve(t *testing.T) {
	m, _ := weighting.Lookup("ahp")
	set, err := m.Resolve(map[string]string{"completion": " LLSM "})
	if err != nil || set["completion"] != "llsm" || set["judgement-scale"] != "saaty" {
		t.Errorf("resolved %v, error %v", set, err)
	}
	var fault *mcda.ParameterError
	if _, err := m.Resolve(map[string]string{"completion": "guess"}); !errors.As(err, &fault) || !strings.Contains(err.Error(), "harker, llsm, min-lambda") {
		t.Errorf("error %v does not list the choices", err)
	}
}
