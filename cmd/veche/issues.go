package main

import (
	"fmt"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// explain prints what a code means and what to do.
func explain(env *environment, code string) error {
	k, ok := study.LookupKind(code)
	if !ok {
		if near := study.NearCodes(code); near != nil {
			return language.Errorf("there is no code %q; did you mean %s?", code, strings.Join(near, ", "))
		}
		return language.Errorf("there is no code %q; docs/issues.md lists them all", code)
	}
	_, err := fmt.Fprintf(env.stdout, "%s  %s\n%s\nWhat to do: %s\n", k.Code, study.SeverityOf(k.Code), k.Means, k.Cure)
	return fileErrorOf(err)
}
