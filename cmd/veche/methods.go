package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
	"veche/internal/usage"
)

func newMethods(env *environment) *cobra.Command {
	var format string
	var brief bool
	cmd := &cobra.Command{
		Use:   "methods [NAME]",
		Short: env.say("Print the catalogue of ranking methods and weightings, or all about one"),
		Args:  usage.Between(0, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, e := range contract.Methods() {
				names = append(names, e.Name+"\t"+e.Title)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			entries := contract.Methods()
			if len(args) == 1 {
				if entries = contract.Named(entries, args[0]); entries == nil {
					return language.Errorf("there is no method %q; veche methods lists them", args[0])
				}
			}
			return printMethods(env, entries, format, brief)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", env.say("how to print: table, json, csv, md"))
	cmd.Flags().BoolVar(&brief, "brief", false, env.say("a line for each"))
	complete(cmd, "format", formats)
	return cmd
}

func printMethods(env *environment, entries []contract.Method, format string, brief bool) error {
	switch format {
	case "json":
		return printJSON(env.stdout, map[string]any{"methods": entries})
	case "csv":
		brief = true
	case "md":
		if !brief {
			_, err := fmt.Fprint(env.stdout, report.MethodsPage(entries, env.lang))
			return fileErrorOf(err)
		}
	case "table":
	default:
		return language.Errorf("there is no format %q; choose one of %s", format, strings.Join(formats, ", "))
	}
	if brief {
		said := env.lang
		if format == "csv" || format == "md" { // names of data
			said = language.English
		}
		return printTable(env.stdout, report.MethodsTable(entries, said), format, env.lang, true)
	}
	_, err := fmt.Fprint(env.stdout, report.Methods(entries, env.lang))
	return fileErrorOf(err)
}
