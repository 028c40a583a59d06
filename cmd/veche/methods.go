package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/mcda"
)

func newMethods(env *environment) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "methods [NAME]",
		Short: "Print the catalogue of ranking methods, or all about one",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, m := range mcda.Methods() {
				names = append(names, m.Name+"\t"+m.Title)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			methods := mcda.Methods()
			if len(args) == 1 {
				m, ok := mcda.Lookup(args[0])
				if !ok {
					return fmt.Errorf("there is no method %q; veche methods lists them", args[0])
				}
				methods = []*mcda.Method{m}
			}
			return printMethods(env, methods, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "how to print: table, json, csv, md")
	complete(cmd, "format", formats)
	return cmd
}

type methodJSON struct {
	Name          string          `json:"name"`
	Aliases       []string        `json:"aliases"`
	Title         string          `json:"title"`
	Formula       string          `json:"formula"`
	Source        string          `json:"source"`
	Choose        string          `json:"choose"`
	Beware        string          `json:"beware"`
	LowerIsBetter bool            `json:"lower_is_better"`
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

func printMethods(env *environment, methods []*mcda.Method, format string) error {
	switch format {
	case "json":
		out := []methodJSON{}
		for _, m := range methods {
			j := methodJSON{m.Name, m.Aliases, m.Title, m.Formula, m.Source, m.Choose, m.Beware, m.LowerIsBetter, []parameterJSON{}}
			for _, p := range m.Parameters {
				pj := parameterJSON{Name: p.Name, Doc: p.Doc, Default: p.Default, Choices: p.Choices}
				if p.Choices == nil {
					pj.Min, pj.Max = &p.Min, &p.Max
				}
				j.Parameters = append(j.Parameters, pj)
			}
			out = append(out, j)
		}
		return printJSON(env.stdout, map[string]any{"methods": out})
	case "csv", "md":
		t := &table{}
		for _, name := range []string{"Name", "Title", "Formula", "Source", "Parameters"} {
			t.column(name, left)
		}
		for _, m := range methods {
			t.rows = append(t.rows, []cell{text(m.Name), text(m.Title), text(m.Formula), text(m.Source), text(strings.Join(parametersInWords(m), "; "))})
		}
		return t.print(env.stdout, format, true)
	case "table":
	default:
		return fmt.Errorf("there is no format %q; choose one of %s", format, strings.Join(formats, ", "))
	}
	var b strings.Builder
	for k, m := range methods {
		if k > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s  (%s)\n", m.Name, m.Title)
		fmt.Fprintf(&b, "  also called  %s\n", strings.Join(m.Aliases, ", "))
		fmt.Fprintf(&b, "  formula      %s\n  source       %s\n  choose       %s\n  beware       %s\n", m.Formula, m.Source, m.Choose, m.Beware)
		for _, p := range parametersInWords(m) {
			fmt.Fprintf(&b, "  parameter    %s\n", p)
		}
	}
	_, err := fmt.Fprint(env.stdout, b.String())
	return fileErrorOf(err)
}

// parametersInWords says each parameter's name, default and allowed values.
func parametersInWords(m *mcda.Method) []string {
	var words []string
	for _, p := range m.Parameters {
		allowed := strings.Join(p.Choices, ", ")
		if p.Choices == nil {
			allowed = fmt.Sprintf("%g to %g", p.Min, p.Max)
		}
		words = append(words, fmt.Sprintf("%s = %s (%s): %s", p.Name, p.Default, allowed, p.Doc))
	}
	return words
}
