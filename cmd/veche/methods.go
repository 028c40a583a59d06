package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/mcda"
	"veche/internal/mcda/weighting"
	"veche/internal/report"
	"veche/internal/study"
)

func newMethods(env *environment) *cobra.Command {
	var format string
	var brief bool
	cmd := &cobra.Command{
		Use:   "methods [NAME]",
		Short: "Print the catalogue of ranking methods and weightings, or all about one",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, e := range catalogue() {
				names = append(names, e.Name+"\t"+e.Title)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			entries := catalogue()
			if len(args) == 1 {
				if entries = named(entries, args[0]); entries == nil {
					return fmt.Errorf("there is no method %q; veche methods lists them", args[0])
				}
			}
			return printMethods(env, entries, format, brief)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "how to print: table, json, csv, md")
	cmd.Flags().BoolVar(&brief, "brief", false, "a line for each")
	complete(cmd, "format", formats)
	return cmd
}

// methodJSON is a ranking method or a weighting, as the catalogues describe it.
type methodJSON struct {
	Kind          string          `json:"kind"` // ranking or weighting
	Name          string          `json:"name"`
	Aliases       []string        `json:"aliases"`
	Title         string          `json:"title"`
	Formula       string          `json:"formula"`
	Source        string          `json:"source"`
	Choose        string          `json:"choose"`
	Beware        string          `json:"beware"`
	Needs         []string        `json:"needs,omitempty"`
	LowerIsBetter bool            `json:"lower_is_better"`
	ReversalFree  string          `json:"reversal_free,omitempty"` // always, or with which settings adding an alternative reorders nothing
	Parameters    []parameterJSON `json:"parameters"`
}

type parameterJSON struct {
	Name    string   `json:"name"`
	Doc     string   `json:"doc"`
	Default string   `json:"default"`
	Choices []string `json:"choices,omitempty"`
	Min     *float64 `json:"min,omitempty"`
	Max     *float64 `json:"max,omitempty"`
}

// catalogue is both catalogues, ranking methods first.
func catalogue() []methodJSON {
	var all []methodJSON
	for _, m := range mcda.Methods() {
		all = append(all, methodJSON{"ranking", m.Name, m.Aliases, m.Title, m.Formula, m.Source, m.Choose, m.Beware, needsInWords(m.Needs), m.LowerIsBetter, reversalInWords(m), parametersOf(m.Parameters)})
	}
	for _, m := range weighting.Methods() {
		all = append(all, methodJSON{"weighting", m.Name, m.Aliases, m.Title, m.Formula, m.Source, m.Choose, m.Beware, []string{basisInWords[m.Basis]}, false, "", parametersOf(m.Parameters)})
	}
	return all
}

var basisInWords = map[weighting.Basis]string{
	weighting.Given: "the column Weight of the Criteria sheet", weighting.Ranks: "ranks in the column Weight of the Criteria sheet, 1 the most important",
	weighting.Judgements: "the Pairwise sheet", weighting.Matrix: "the scores", weighting.Nothing: "nothing",
}

func needsInWords(n mcda.Needs) []string {
	var words []string
	for _, need := range []struct {
		has  bool
		says string
	}{{n.Positive, "scores above 0"}, {n.Ratio, "scores of 0 or more, costs above 0 where they are divided by"}, {n.NoTarget, "no target criteria"}, {n.Scale, "Min and Max of every criterion"}, {n.Limits, "Limits of every criterion, between its classes"}} {
		if need.has {
			words = append(words, need.says)
		}
	}
	if n.Most > 0 {
		words = append(words, fmt.Sprintf("at most %d alternatives", n.Most))
	}
	return words
}

// reversalInWords says with which settings adding or removing an alternative cannot reorder the others, trying all choices; "" for none.
func reversalInWords(m *mcda.Method) string {
	sets := []map[string]string{{}}
	for _, p := range m.Parameters {
		var more []map[string]string
		for _, set := range sets {
			for _, c := range p.Choices {
				with := map[string]string{p.Name: c}
				for k, v := range set {
					with[k] = v
				}
				more = append(more, with)
			}
		}
		if p.Choices != nil {
			sets = more
		}
	}
	var free []string
	for _, set := range sets {
		resolved, err := m.Resolve(set)
		if err != nil || !m.ReversalFree(resolved) {
			continue
		}
		var words []string
		for _, p := range m.Parameters {
			if v, ok := set[p.Name]; ok {
				words = append(words, p.Name+" "+v)
			}
		}
		free = append(free, strings.Join(words, ", "))
	}
	switch len(free) {
	case 0:
		return ""
	case len(sets):
		return "always"
	}
	return "with " + strings.Join(free, "; ")
}

func parametersOf(parameters []mcda.Parameter) []parameterJSON {
	all := []parameterJSON{}
	for _, p := range parameters {
		j := parameterJSON{Name: p.Name, Doc: p.Doc, Default: p.Default, Choices: p.Choices}
		if p.Choices == nil {
			j.Min, j.Max = &p.Min, &p.Max
		}
		all = append(all, j)
	}
	return all
}

// named are the entries of that name; a name may be both a ranking method's and a weighting's, as ahp is.
func named(entries []methodJSON, name string) []methodJSON {
	m, isMethod := mcda.Lookup(name)
	w, isWeighting := weighting.Lookup(name)
	var found []methodJSON
	for _, e := range entries {
		if e.Kind == "ranking" && isMethod && e.Name == m.Name || e.Kind == "weighting" && isWeighting && e.Name == w.Name {
			found = append(found, e)
		}
	}
	return found
}

func printMethods(env *environment, entries []methodJSON, format string, brief bool) error {
	switch format {
	case "json":
		return printJSON(env.stdout, map[string]any{"methods": entries})
	case "csv":
		brief = true
	case "md":
		if !brief {
			_, err := fmt.Fprint(env.stdout, methodsPage(entries))
			return fileErrorOf(err)
		}
	case "table":
	default:
		return fmt.Errorf("there is no format %q; choose one of %s", format, strings.Join(formats, ", "))
	}
	if brief {
		t := &report.Table{}
		for _, name := range []string{"Kind", "Name", "Title", "Source"} {
			t.Add(name, false)
		}
		for _, e := range entries {
			t.Rows = append(t.Rows, []report.Cell{report.Text(e.Kind), report.Text(e.Name), report.Text(e.Title), report.Text(e.Source)})
		}
		return printTable(env.stdout, t, format, env.lang, true)
	}
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
			fmt.Fprintf(&b, "  parameter    %s = %s (%s): %s\n", p.Name, p.Default, p.allowed(), p.Doc)
		}
	}
	_, err := fmt.Fprint(env.stdout, b.String())
	return fileErrorOf(err)
}

func (p *parameterJSON) allowed() string {
	if p.Choices != nil {
		return strings.Join(p.Choices, ", ")
	}
	return fmt.Sprintf("%g to %g", *p.Min, *p.Max)
}

// methodsPage is docs/methods.md.
func methodsPage(entries []methodJSON) string {
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
				writeParameters(&b, parametersOf(study.MixingParameters()))
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

func writeParameters(b *strings.Builder, parameters []parameterJSON) {
	b.WriteString("| parameter | default | allowed | what it is |\n| --- | --- | --- | --- |\n")
	for _, p := range parameters {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", p.Name, p.Default, strings.TrimPrefix(p.allowed(), ", "), p.Doc)
	}
}
