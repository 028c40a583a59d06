package main

import (
	"fmt"
	"slices"
	"strings"

	"veche/internal/study"
)

// explain prints what a code means and what to do.
func explain(env *environment, code string) error {
	k, ok := study.LookupKind(code)
	if !ok {
		var near []string
		for _, c := range issueCodes() {
			if fold := strings.ToUpper(strings.TrimSpace(code)); fold != "" && (strings.HasPrefix(c, fold) || strings.HasPrefix(fold, c) || strings.HasSuffix(c, "-"+fold)) {
				near = append(near, c)
			}
		}
		if near == nil {
			return fmt.Errorf("there is no code %q; docs/issues.md lists them all", code)
		}
		return fmt.Errorf("there is no code %q; did you mean %s?", code, strings.Join(near, ", "))
	}
	_, err := fmt.Fprintf(env.stdout, "%s  %s\n%s\nWhat to do: %s\n", k.Code, severityOf(k.Code), k.Means, k.Cure)
	return fileErrorOf(err)
}

func issueCodes() []string {
	var codes []string
	for _, g := range study.Kinds() {
		for _, k := range g.Kinds {
			codes = append(codes, k.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

func severityOf(code string) study.Severity {
	if strings.HasPrefix(code, "E-") {
		return study.Error
	}
	return study.Warning
}

// issuesPage is docs/issues.md; examples are printed issues by code.
func issuesPage(groups []study.KindGroup, examples map[string]string) string {
	var b strings.Builder
	b.WriteString("# What can be wrong\n\n" +
		"Every problem has a code, the file, sheet and cell it stands in, and a cure. `E-` is an error: there is no ranking until it is mended, or, in a form that came\n" +
		"back, what it touches is left out and the rest is merged. `W-` is a warning: the ranking stands, and the warning goes with it. `veche check FILE` prints all\n" +
		"problems at once; `veche check --explain CODE` prints an entry of this page.\n\n" +
		"Written by `UPDATE=1 go test ./cmd/veche -run TestIssuesPage` from the catalogue in `internal/study/kinds.go`; each example is what the command printed.\n")
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n", g.Title)
		for _, k := range g.Kinds {
			fmt.Fprintf(&b, "\n### %s\n\n%s\n\n**Cure.** %s\n", k.Code, k.Means, k.Cure)
			if x := examples[k.Code]; x != "" {
				fmt.Fprintf(&b, "\n```\n%s\n```\n", x)
			}
		}
	}
	return b.String()
}
