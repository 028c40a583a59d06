package report

import (
	"fmt"
	"strings"

	"veche/internal/report/contract"
	"veche/internal/study"
)

// Methods is all about some methods, for reading.
func Methods(entries []contract.Method) string {
	var b strings.Builder
	for k, e := range entries {
		if k > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s  (%s, %s)\n", e.Name, e.Title, e.Kind)
		for _, line := range [][2]string{{"also called", strings.Join(e.Aliases, ", ")}, {"formula", e.Formula}, {"source", e.Source}, {"choose", e.Choose}, {"beware", e.Beware},
			{"needs", strings.Join(e.Needs, "; ")}, {"no reversal", e.ReversalFree}} {
			if line[1] != "" {
				fmt.Fprintf(&b, "  %-12s %s\n", line[0], line[1])
			}
		}
		for _, p := range e.Parameters {
			fmt.Fprintf(&b, "  parameter    %s = %s (%s): %s\n", p.Name, p.Default, p.Allowed(), p.Doc)
		}
	}
	return b.String()
}

// MethodsPage is docs/methods.md.
func MethodsPage(entries []contract.Method) string {
	var b strings.Builder
	b.WriteString("# Methods\n\nMade by `veche methods --format md`; do not edit. Choose a ranking method with the key `method` of the Study sheet or `--method`, a weighting with `weighting` or\n" +
		"`--weighting`; a parameter is a key of the Study sheet too, or `--set KEY=VALUE`. Names may be typed in any case, with spaces or underscores for hyphens.\n")
	kind := ""
	for _, e := range entries {
		if e.Kind != kind {
			kind = e.Kind
			fmt.Fprintf(&b, "\n## %s\n", map[string]string{"ranking": "Ranking", "weighting": "Weighting"}[kind])
			if kind == "weighting" {
				fmt.Fprintf(&b, "\nAny two can be mixed:\n\n")
				writeParameters(&b, contract.ParametersOf(study.MixingParameters()))
			}
		}
		fmt.Fprintf(&b, "\n### %s: `%s`\n\n", e.Title, e.Name)
		line := func(name, says string) {
			if says != "" {
				fmt.Fprintf(&b, "- **%s:** %s\n", name, says)
			}
		}
		line("Also called", "`"+strings.Join(e.Aliases, "`, `")+"`")
		line("Formula", e.Formula)
		line("Source", e.Source)
		line("Choose it", e.Choose)
		line("Beware", e.Beware)
		line("Needs", strings.Join(e.Needs, "; "))
		if e.LowerIsBetter {
			line("Score", "lower is better")
		}
		line("Free of rank reversal", e.ReversalFree)
		if len(e.Parameters) > 0 {
			b.WriteString("\n")
			writeParameters(&b, e.Parameters)
		}
	}
	return b.String()
}

func writeParameters(b *strings.Builder, parameters []contract.Parameter) {
	b.WriteString("| parameter | default | allowed | what it is |\n| --- | --- | --- | --- |\n")
	for _, p := range parameters {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", p.Name, p.Default, strings.TrimPrefix(p.Allowed(), ", "), p.Doc)
	}
}

// MethodsTable has a row for each; its headings are names of data.
func MethodsTable(entries []contract.Method) *Table {
	t := &Table{}
	for _, name := range []string{"Kind", "Name", "Title", "Source"} {
		t.Add(name, false)
	}
	for _, e := range entries {
		t.Rows = append(t.Rows, []Cell{Text(e.Kind), Text(e.Name), Text(e.Title), Text(e.Source)})
	}
	return t
}
