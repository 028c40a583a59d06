package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/study"
)

// texts are all constants named text… of the package, by name.
func texts(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for k, name := range v.Names {
					if !strings.HasPrefix(name.Name, "text") || k >= len(v.Values) {
						continue
					}
					l, ok := v.Values[k].(*ast.BasicLit)
					if !ok || l.Kind != token.STRING {
						t.Errorf("%s is not one literal: write it as one, for the catalogue", name.Name)
						continue
					}
					text, err := strconv.Unquote(l.Value)
					if err != nil {
						t.Fatal(err)
					}
					all[name.Name] = text
				}
			}
		}
	}
	return all
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([-+# 0-9.]*)([a-zA-Z%])`)

// arguments are the verbs of a format in the order of their arguments.
func arguments(format string) []string {
	var all []string
	n := 0
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[3] == "%" {
			continue
		}
		if m[1] != "" {
			n, _ = strconv.Atoi(m[1])
			n--
		}
		for len(all) <= n {
			all = append(all, "")
		}
		all[n] = m[2] + m[3]
		n++
	}
	return all
}

// Every text has its Russian, with the same arguments, and nothing is translated that is not said.
func TestEveryTextHasItsRussian(t *testing.T) {
	all := texts(t)
	if len(all) < 200 {
		t.Fatalf("only %d texts were found", len(all))
	}
	for name, text := range all {
		words, ok := language.Known(text)
		if !ok {
			if name != "textProduct" {
				t.Errorf("%s has no Russian: %q", name, text)
			}
			continue
		}
		forms := strings.Split(words, "|")
		if strings.Contains(text, "|") && len(forms) != 3 {
			t.Errorf("%s needs three plural forms in Russian: %q", name, words)
		}
		want := arguments(strings.Split(text, "|")[0])
		for _, form := range forms {
			if got := arguments(form); !slices.Equal(got, want) {
				t.Errorf("%s: %q takes %v, its Russian %q takes %v", name, text, want, form, got)
			}
		}
	}
}

func TestRussianPlurals(t *testing.T) {
	for n, want := range map[int]string{1: "1 замечание: w", 3: "3 замечания: w", 12: "12 замечаний: w", 21: "21 замечание: w"} {
		if got := language.Say(language.Russian, textWarnings, n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// Why an action fails is said in the reader's language.
func TestFaultsAreRussian(t *testing.T) {
	o := Options{File: "tech.xlsx", Language: language.Russian}
	m, err := newModel(t.Context(), heat(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []study.Action{
		study.ExcludeExpert{Expert: "E9", Excluded: true}, study.ExcludeTechnology{Technology: "T99", Excluded: true}, study.SetPin{Technology: "T99"}, study.RemoveRule{Number: 3},
		study.AddRule{Rule: "requires", Subject: "T99", Object: "T01"}, study.AddRule{Rule: "requires", Subject: "T01"}, study.AddRule{Rule: "requires", Subject: "T01", Object: "T01"},
		study.AddRule{Rule: "group-max", Subject: "T01", Value: 1}, study.AddRule{Rule: "at-most", Subject: "T01", Value: 1.5}, study.AddRule{Rule: "at-most", Value: 1}, study.AddRule{Rule: "most", Subject: "T01"},
	} {
		_, err := study.Apply(m.study(), a)
		if err == nil {
			t.Errorf("%s succeeds", a)
			continue
		}
		if said := m.told(err); said == err.Error() || !strings.ContainsAny(said, "авеинорт") {
			t.Errorf("%s: %s", a, said)
		}
	}
}
